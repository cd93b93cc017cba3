import { Link } from 'react-router';
import { usePreferences } from '../../base/language.js';
import { useDepartments } from '../../base/session.js';
import type { DisputeView } from '../../contract.js';
import { Moment, Tag } from '../../parts/marks.js';
import { Section } from './section.js';

/** Plan, resolution, and what else happened to the handling: each only where there is any. */
export function Handling({ view }: { view: DisputeView }) {
  const { t, listed } = usePreferences();
  const { name } = useDepartments();
  const { plan, resolution, extensions, suspensions, supervisions, meetings, tracks } = view;
  const moment = (at: string | null) => at && <Moment at={at} now={view.now} />;
  return (
    <>
      {plan && (
        <Section title={t.dispute.plan}>
          <p>
            <b>{plan.goal ?? t.dispute.erased}</b> <span className="muted">{moment(plan.dueAt)}</span>
          </p>
          <ol className="measures">
            {plan.measures.map((each, n) => (
              <li key={n}>{each}</li>
            ))}
          </ol>
        </Section>
      )}
      {resolution && (
        <Section title={t.dispute.resolution}>
          <p>
            <Tag tone="accent">{t.outcome[resolution.outcome]}</Tag> {name(resolution.departmentId)}{' '}
            <span className="muted">{moment(resolution.resolvedAt)}</span>
          </p>
          {/* Who merges or withdraws a case writes none. */}
          {(resolution.summary ?? view.erased) && <p className="narrative">{resolution.summary ?? t.dispute.erased}</p>}
          {resolution.terms.length > 0 && (
            <ol className="measures">
              {resolution.terms.map((each) => (
                <li key={each.n}>
                  {each.text ?? t.dispute.erased}{' '}
                  <span className="muted">
                    {each.fulfilledAt ? (
                      <>
                        {t.dispute.fulfilled} {moment(each.fulfilledAt)}
                      </>
                    ) : each.waivedAt ? (
                      <>
                        {t.dispute.waived} {moment(each.waivedAt)}
                      </>
                    ) : (
                      moment(each.dueAt)
                    )}
                  </span>
                </li>
              ))}
            </ol>
          )}
        </Section>
      )}
      {extensions.length > 0 && (
        <Section title={t.dispute.extensions}>
          {extensions.map((each) => (
            <p key={each.id}>
              <Tag>{t.extensionState[each.state]}</Tag> {t.limit(each.by)} · {each.reason}{' '}
              <span className="muted">{each.decision}</span>
            </p>
          ))}
        </Section>
      )}
      {suspensions.length > 0 && (
        <Section title={t.dispute.suspensions}>
          {suspensions.map((each) => (
            <p key={each.id}>
              <Tag>{t.ground[each.ground]}</Tag> {moment(each.from)} –{' '}
              {moment(each.endedAt ?? each.until) ?? <span className="muted">{t.dispute.noEnd}</span>} {each.reason}
            </p>
          ))}
        </Section>
      )}
      {tracks.length > 0 && (
        <Section title={t.dispute.tracks}>
          {tracks.map((each) => (
            <p key={each.from}>
              <Tag>{t.track[each.track]}</Tag> {each.reference}{' '}
              <span className="muted">
                {each.steps.map((one) => t.trackStep[one.step] ?? one.step).join(' → ')}
                {each.outcome && ` · ${t.trackOutcome[each.outcome]}`}
              </span>
            </p>
          ))}
        </Section>
      )}
      {supervisions.length > 0 && (
        <Section title={t.dispute.supervisions}>
          {supervisions.map((each) => (
            <div key={each.id}>
              <p>
                <Tag tone={each.state === 'open' ? 'warn' : 'quiet'}>{t.supervisionState[each.state]}</Tag>{' '}
                {name(each.departmentId)} <span className="muted">{moment(each.dueAt)}</span>
              </p>
              <p className="narrative">{each.demand}</p>
              {each.answer && <p className="narrative quoted">{each.answer}</p>}
            </div>
          ))}
        </Section>
      )}
      {meetings.length > 0 && (
        <Section title={t.dispute.meetings}>
          {meetings.map((each) => (
            <div key={each.id}>
              <p>
                <Tag>{t.meetingState[each.state]}</Tag> {moment(each.at)}{' '}
                <Link to={`/disputes/${view.id}/meetings/${each.id}`}>{t.meeting.open}</Link>{' '}
                <span className="muted">{listed(each.departments.map(name))}</span>
              </p>
              <ol className="measures">
                {each.decisions.map((one) => (
                  <li key={one.n}>
                    {one.text} <b>{name(one.departmentId)}</b>{' '}
                    <span className="muted">
                      {one.fulfilledAt ? t.dispute.fulfilled : ''} {moment(one.fulfilledAt ?? one.dueAt)}
                    </span>
                  </li>
                ))}
              </ol>
            </div>
          ))}
        </Section>
      )}
    </>
  );
}
