import { useCallback, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { get } from '../base/api.js';
import { useDispute } from '../base/dispute.js';
import { usePreferences, useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { DisputeView, ObligationView } from '../contract.js';
import { ExplanationDialog } from '../parts/explanation.js';
import { GradeMark, LateMark, Moment, StatusMark, Tag } from '../parts/marks.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { VerbForm } from '../verbs/verb-form.js';
import { AttributionBar } from './sections/attribution.js';
import { ClockBar } from './sections/clock-bar.js';
import { Facts } from './sections/facts.js';
import { Obligations } from './sections/obligations.js';

/** A joint meeting on one screen: the case before all, whose days it took, and what is decided, written down as it is said. */
export default function MeetingPage() {
  const t = useWording();
  const { id = '', meetingId = '' } = useParams();
  const { data, error, refetch } = useDispute(id);
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton rows={8} />;
  const meeting = data.meetings.find((each) => each.id === meetingId);
  if (!meeting) return <Empty title={t.state.notFound} />;
  return <Meeting view={data} meeting={meeting} />;
}

function Meeting({ view, meeting }: { view: DisputeView; meeting: DisputeView['meetings'][number] }) {
  const { t, listed } = usePreferences();
  const { name } = useDepartments();
  const queries = useQueryClient();
  const [why, setWhy] = useState<ObligationView | null>(null);
  const attribution = useQuery({
    queryKey: ['attribution', view.id],
    queryFn: ({ signal }) => get('/disputes/{id}/attribution', { path: { id: view.id }, signal }),
  });
  const refresh = useCallback(
    () => void queries.invalidateQueries({ queryKey: ['dispute', view.id] }),
    [queries, view.id],
  );
  const isOpen = meeting.state === 'called';
  const mayWrite = isOpen && view.can.includes('conclude-meeting');
  return (
    <div className="page meeting">
      <header className="dispute-head">
        <p className="dispute-marks">
          <b>{t.meeting.title}</b> <Tag tone={isOpen ? 'accent' : 'quiet'}>{t.meetingState[meeting.state]}</Tag>
          <Moment at={meeting.at} now={view.now} />
          <span className="muted">{listed(meeting.departments.map(name))}</span>
          <span className="grow" />
          <button type="button" className="button" onClick={() => window.print()}>
            {t.meeting.print}
          </button>
          <Link className="button" to={`/disputes/${view.id}`}>
            {t.meeting.back}
          </Link>
        </p>
        <h1>{view.title ?? t.dispute.erased}</h1>
        <p className="dispute-marks">
          <span className="number">{view.number}</span>
          <GradeMark grade={view.grade} />
          <StatusMark status={view.status} />
          {view.late > 0 && <LateMark>{t.list.lateCount(view.late)}</LateMark>}
          <span>
            {t.dispute.holder} <b>{name(view.holder)}</b>
          </span>
        </p>
      </header>
      <ClockBar view={view} explain={setWhy} />
      <div className="columns">
        <div className="column">
          <section className="section" aria-labelledby="decisions">
            <h2 id="decisions">{t.meeting.decisions}</h2>
            {meeting.decisions.length > 0 && (
              <ol className="measures">
                {meeting.decisions.map((each) => (
                  <li key={each.n}>
                    {each.text ?? t.dispute.erased} <b>{name(each.departmentId)}</b>{' '}
                    <span className="muted">
                      {each.fulfilledAt ? t.dispute.fulfilled : ''}{' '}
                      <Moment at={each.fulfilledAt ?? each.dueAt} now={view.now} />
                    </span>
                  </li>
                ))}
              </ol>
            )}
            {mayWrite ? (
              <VerbForm
                verb="conclude-meeting"
                view={view}
                subject={{ subjectId: meeting.id }}
                refresh={refresh}
                done={() => undefined}
              />
            ) : (
              meeting.decisions.length === 0 && <p className="muted">{isOpen ? t.meeting.noRight : t.meeting.none}</p>
            )}
          </section>
          <Facts view={view} />
        </div>
        <div className="column">
          {attribution.data && <AttributionBar attribution={attribution.data} />}
          <Obligations view={view} explain={setWhy} />
        </div>
      </div>
      {why && <ExplanationDialog obligation={why} close={() => setWhy(null)} />}
    </div>
  );
}
