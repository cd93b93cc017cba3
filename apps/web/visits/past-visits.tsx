import { useWording } from '../base/language.js';
import type { Visit } from '../contract.js';
import { Moment } from '../parts/marks.js';

/** What was found and said at the visits before this one, newest first. */
export function PastVisits({ visit }: { visit: Visit }) {
  const t = useWording();
  const past = visit.dispute.visits.filter((each) => each.n !== visit.n && each.outcome !== null).reverse();
  if (past.length === 0) return null;
  return (
    <details className="past-visits">
      <summary>{t.visits.past(past.length)}</summary>
      <ul>
        {past.map((each) => (
          <li key={each.n}>
            <b>{t.dispute.visitNo(each.n)}</b> <Moment at={each.visitedAt ?? each.dueAt} day />{' '}
            {t.visitOutcome[each.outcome!]}
            {each.state === 'undone' && ` · ${t.visitState.undone}`}
            {each.note && <p>{each.note}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}
