import { Link } from 'react-router';
import type { Visit } from '../contract.js';
import { useWording } from '../base/language.js';
import { useChanged } from '../base/live.js';
import { GradeMark, LateMark, Moment, Tag } from '../parts/marks.js';
import { isTooEarly, visitMoment } from '../base/visit-moment.js';

/** One visit: whom to call, where to go, and what to do there. */
export function VisitCard({
  visit,
  doing,
}: {
  visit: Visit;
  /** Null for whoever only looks. */
  doing: { record: () => void; photograph: () => void } | null;
}) {
  const t = useWording();
  const isOpen = !['done', 'unconfirmed', 'undone', 'waived'].includes(visit.state);
  const tooEarly = isTooEarly(visit, new Date().toISOString());
  return (
    <li className={useChanged(visit.dispute.id) ? 'visit-card changed' : 'visit-card'}>
      <div>
        <p className="dispute-marks">
          <GradeMark grade={visit.dispute.grade} />
          <b>{t.dispute.visitNo(visit.n)}</b>
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
              {party.phone && !party.phone.includes('*') ? (
                <a className="call" href={`tel:${party.phone}`}>
                  {party.phone}
                </a>
              ) : (
                party.phone
              )}
            </li>
          ))}
        </ul>
        {visit.note && <p>{visit.note}</p>}
        {isOpen && visit.ownWork && <p className="muted">{t.visits.ownWork}</p>}
        {isOpen && tooEarly && (
          <p className="muted">
            {t.visits.countsFrom} <Moment at={visit.earliest!} />
          </p>
        )}
      </div>
      {doing && !visit.ownWork && isOpen && (
        <div className="visit-do">
          <button type="button" className={tooEarly ? 'button' : 'button primary'} onClick={doing.record}>
            {t.visits.record}
            <span className="visually-hidden">
              {' '}
              {visit.dispute.number} {visit.n}
            </span>
          </button>
          <button type="button" className="button" onClick={doing.photograph}>
            {t.files.photo}
            <span className="visually-hidden">
              {' '}
              {visit.dispute.number} {visit.n}
            </span>
          </button>
        </div>
      )}
    </li>
  );
}
