import { Link } from 'react-router';
import type { Visit } from '../contract.js';
import { nowOn } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useChanged } from '../base/live.js';
import { Calls } from '../parts/calls.js';
import { GradeMark, LateMark, Moment, Tag } from '../parts/marks.js';
import { useUnsent } from '../base/outbox.js';
import { useDepartments } from '../base/session.js';
import { isTooEarly, visitMoment } from '../base/visit-moment.js';
import { UnsentLine } from '../parts/unsent-line.js';
import { PastVisits } from './past-visits.js';
import { wayTo } from './way.js';

/** How far the visits of its case are: those that count, of those that are to be. */
function progressOf({ dispute: { visits } }: Visit): { made: number; of: number } {
  const planned = visits.filter(({ state }) => state !== 'undone');
  const made = planned.filter(({ state }) => ['done', 'unconfirmed', 'waived'].includes(state));
  return { made: made.length, of: planned.length };
}

/** One visit: whom to call, where to go, and what to do there. */
export function VisitCard({
  visit,
  doing,
}: {
  visit: Visit;
  /** Null for whoever only looks. */
  doing: Record<'record' | 'photograph' | 'note' | 'confirm', () => void> | null;
}) {
  const t = useWording();
  const isOpen = !['done', 'unconfirmed', 'undone', 'waived'].includes(visit.state);
  const tooEarly = isTooEarly(visit, nowOn(visit.dispute));
  const { name } = useDepartments();
  const way = wayTo(visit.dispute.place, name(visit.dispute.place.village));
  const ofVisit = `draft.${visit.dispute.id}.visit.${visit.n}`;
  const waits = useUnsent().some(({ draft, problem }) => draft === ofVisit && !problem);
  const { made, of } = progressOf(visit);
  // Of buttons that are heard alone.
  const which = (
    <span className="visually-hidden">
      {' '}
      {visit.dispute.number} {visit.n}
    </span>
  );
  return (
    <li className={useChanged(visit.dispute.id) ? 'visit-card changed' : 'visit-card'}>
      <div>
        <p className="dispute-marks">
          <GradeMark grade={visit.dispute.grade} />
          <b>{t.dispute.visitNo(visit.n)}</b>
          <span className="muted">{t.visits.progress(made, of)}</span>
          <Tag tone="accent">{t.visitMode[visit.mode]}</Tag>
          {visit.state === 'late' ? (
            <LateMark>{t.visitState.late}</LateMark>
          ) : (
            <span className="muted">
              {visit.state === 'done' && visit.outcome ? t.visitOutcome[visit.outcome] : t.visitState[visit.state]}
            </span>
          )}
          <span className="muted">
            <Moment at={visitMoment(visit)} />
            {visit.state !== 'done' && visit.attempts > 0 && ` · ${t.dispute.attempts(visit.attempts)}`}
          </span>
        </p>
        <Link to={`/disputes/${visit.dispute.id}`} className="work-title">
          {visit.dispute.title ?? t.dispute.erased}
        </Link>
        <p className="muted">
          <span className="number">{visit.dispute.number}</span>
          {visit.dispute.place.address && ` · ${visit.dispute.place.address}`}
        </p>
        <ul className="people">
          {visit.dispute.parties.map((party) => (
            <li key={party.id}>
              {party.name ?? t.dispute.erased} <span className="muted">{t.partyRole[party.role]}</span>{' '}
              {party.phone && <Calls phone={party.phone} calls={party.calls} before={t.visits.call} />}
            </li>
          ))}
        </ul>
        {visit.note && <p>{visit.note}</p>}
        <PastVisits visit={visit} />
        <UnsentLine is={({ draft }) => draft === ofVisit} again={() => doing?.record()} />
        <UnsentLine is={({ draft }) => draft === `draft.${visit.dispute.id}.note`} again={() => doing?.note()} />
        {isOpen && visit.ownWork && <p className="muted">{t.visits.ownWork}</p>}
        {isOpen && tooEarly && (
          <p className="muted">
            {t.visits.countsFrom} <Moment at={visit.earliest!} />
          </p>
        )}
      </div>
      {doing && visit.confirms && (
        <div className="visit-do">
          <button type="button" className="button primary" onClick={doing.confirm}>
            {t.verb['confirm-visit']}
            {which}
          </button>
        </div>
      )}
      {doing && !visit.ownWork && isOpen && (
        <div className="visit-do">
          {way && (
            <a className="button" href={way}>
              {t.visits.way}
              {which}
            </a>
          )}
          <button
            type="button"
            className={tooEarly ? 'button' : 'button primary'}
            disabled={waits}
            onClick={doing.record}
          >
            {t.visits.record}
            {which}
          </button>
          <button type="button" className="button" onClick={doing.photograph}>
            {t.files.photo}
            {which}
          </button>
          <button type="button" className="button" onClick={doing.note}>
            {t.verb.note}
            {which}
          </button>
        </div>
      )}
    </li>
  );
}
