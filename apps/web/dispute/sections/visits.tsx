import { usePreferences, useWording } from '../../base/language.js';
import { usePeople } from '../../base/people.js';
import { useZone } from '../../base/session.js';
import { dayText } from '../../base/time.js';
import { isTooEarly, visitMoment } from '../../base/visit-moment.js';
import type { DisputeView } from '../../contract.js';
import { LateMark, Moment, Tag } from '../../parts/marks.js';
import { Section } from './section.js';

export function VisitsOf({ view }: { view: DisputeView }) {
  const t = useWording();
  const people = usePeople();
  const zone = useZone();
  const { language } = usePreferences();
  if (view.visits.length === 0) return null;
  return (
    <Section title={t.dispute.visits}>
      <ol className="visit-steps">
        {view.visits.map((each) => (
          <li key={each.n} className={`visit-step visit-${each.state}`}>
            <p>
              <b>{t.dispute.visitNo(each.n)}</b>{' '}
              {each.state === 'late' ? (
                <LateMark>{t.visitState.late}</LateMark>
              ) : (
                <Tag tone={each.state === 'due' ? 'accent' : 'quiet'}>
                  {each.state === 'done' && each.outcome ? t.visitOutcome[each.outcome] : t.visitState[each.state]}
                </Tag>
              )}{' '}
              <span className="muted">
                {t.visitMode[each.mode]} · {dayText(visitMoment(each), zone, language, view.now)}
                {each.visitor && ` · ${people.name(each.visitor)}`}
                {(each.state === 'done' ? each.attempts > 1 : each.attempts > 0) &&
                  ` · ${t.dispute.attempts(each.attempts)}`}
                {each.satisfied !== null && ` · ${each.satisfied ? t.dispute.satisfied : t.dispute.unsatisfied}`}
              </span>
            </p>
            {['planned', 'due', 'late'].includes(each.state) && isTooEarly(each, view.now) && (
              <p className="muted">
                {t.visits.countsFrom} <Moment at={each.earliest!} now={view.now} />
              </p>
            )}
            {each.with && (
              <p className="muted">
                {(each.confirmedAt ? t.visits.confirmed : t.visits.toConfirm)(people.name(each.with))}
              </p>
            )}
            {each.parties.length > 0 && (
              <p className="muted">
                {each.parties.map((met) => (
                  <span key={met.partyId}>
                    {view.parties.find(({ id }) => id === met.partyId)?.name ?? t.dispute.erased}
                    {met.satisfied !== undefined && ` · ${met.satisfied ? t.dispute.satisfied : t.dispute.unsatisfied}`}
                    {met.kept !== undefined && ` · ${met.kept ? t.visits.keptYes : t.visits.keptNo}`}{' '}
                  </span>
                ))}
              </p>
            )}
            {each.check && (
              <p>
                <Tag tone={each.check.state === 'different' ? 'accent' : 'quiet'}>{t.checkState[each.check.state]}</Tag>{' '}
                {each.check.state === 'owed' ? <Moment at={each.check.dueAt} now={view.now} /> : each.check.reason}
              </p>
            )}
            {each.note && <p>{each.note}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
