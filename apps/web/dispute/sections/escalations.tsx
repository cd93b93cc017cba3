import { usePreferences } from '../../base/language.js';
import { useDepartments } from '../../base/session.js';
import type { DisputeView, ObligationView } from '../../contract.js';
import { LateMark, Moment, Tag } from '../../parts/marks.js';
import { owedText } from '../../parts/owed.js';
import { PRESSES } from './timeline/groups.js';

interface Pressed {
  at: string;
  what: string;
  about: string;
  by?: string;
}

/** What is late, since when, and who was pressed how: the first thing that one has to know of a case that lies. */
export function Escalations({ view }: { view: DisputeView }) {
  const { t, listed } = usePreferences();
  const { name } = useDepartments();
  const called = (owed: ObligationView) => owedText(owed, t);
  const owed = view.obligations.filter(({ state }) => state === 'open' || state === 'late');
  const late = owed.filter(({ id }) => view.remaining[id]?.is === 'late').sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  const pressed: Pressed[] = [
    ...owed.flatMap((each) =>
      each.steps.flatMap(({ do: rung, to, firedAt }) =>
        firedAt !== null && PRESSES[rung]
          ? [{ at: firedAt, what: t.rung[rung], about: called(each), by: listed(to.map((post) => t.post[post])) }]
          : [],
      ),
    ),
    ...owed.flatMap((each) =>
      each.urgedAt === null ? [] : [{ at: each.urgedAt, what: t.event.ObligationUrged, about: called(each) }],
    ),
    ...view.supervisions
      .filter(({ state }) => state === 'open')
      .map((each) => ({ at: each.orderedAt, what: t.event.SupervisionOrdered, about: name(each.departmentId) })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
  if (late.length === 0 && pressed.length === 0) return null;
  // Of each kind the latest stands open: of a case that nobody moves there are dozens.
  const isLatest = (each: Pressed) => pressed.find(({ what }) => what === each.what) === each;
  const [latest, earlier] = [pressed.filter(isLatest), pressed.filter((each) => !isLatest(each))];
  const list = (entries: Pressed[]) => (
    <ul>
      {entries.map((each) => (
        <li key={`${each.at} ${each.what} ${each.about}`}>
          <Tag tone="warn">{each.what}</Tag> {each.about}{' '}
          <span className="muted">
            <Moment at={each.at} now={view.now} />
            {each.by && ` → ${each.by}`}
          </span>
        </li>
      ))}
    </ul>
  );
  return (
    <section className="escalations" aria-label={t.dispute.escalations}>
      {late.map((each) => (
        <p key={each.id}>
          <LateMark>{t.remaining(view.remaining[each.id]!)}</LateMark> <b>{called(each)}</b>{' '}
          <span className="muted">{name(each.holder.departmentId)}</span>
        </p>
      ))}
      {list(latest)}
      {earlier.length > 0 && (
        <details>
          <summary>{t.dispute.earlierPresses(earlier.length)}</summary>
          {list(earlier)}
        </details>
      )}
    </section>
  );
}
