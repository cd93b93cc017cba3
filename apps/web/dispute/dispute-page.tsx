import { useEffect, useMemo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { get } from '../api.js';
import type { Attribution, DisputeView, ObligationView, Verb } from '../contract.js';
import { usePreferences, useWording } from '../language.js';
import { GradeMark, LateMark, Left, Moment, StatusMark, Tag } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';
import { useDepartments, useMay, usePeople, useZone } from '../session.js';
import { dayText, momentText } from '../time.js';
import { TourOfTravelling } from '../tour/tour.js';
import { visitMoment } from '../visits/visit-moment.js';
import { AttributionBar } from './attribution.js';
import { ClockBar } from './clock-bar.js';
import { DueLink } from './due-link.js';
import { ExplanationDialog } from './explanation.js';
import { FilesOf } from './files.js';
import { Keeping } from './keeping.js';
import { PapersOf } from './papers.js';
import { Contact, ReadersDialog } from './privacy.js';
import { RehearsalBar } from './rehearsal-bar.js';
import { Timeline } from './timeline.js';
import { useDispute, VerbDialog } from './verb-dialog.js';
import { VERB_ORDER, type Subject } from './verbs.js';

export default function DisputePage() {
  const { id = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const at = address.get('at') ?? undefined;
  const now = useDispute(id);
  const then = useDispute(id, at);
  const shown = at ? then : now;
  if (!shown.data) {
    if (shown.error) return <Failed error={shown.error} retry={() => void shown.refetch()} />;
    return <Skeleton rows={8} />;
  }
  return (
    <DisputeSheet
      view={shown.data}
      present={now.data ?? shown.data}
      at={at}
      lookAt={(moment) =>
        setAddress(
          (before) => {
            if (moment) before.set('at', moment);
            else before.delete('at');
            return before;
          },
          { replace: true },
        )
      }
    />
  );
}

type Open = { verb: Verb; subject?: Subject } | null;

function DisputeSheet({
  view,
  present,
  at,
  lookAt,
}: {
  view: DisputeView;
  present: DisputeView;
  at: string | undefined;
  lookAt: (moment: string | null) => void;
}) {
  const t = useWording();
  const { language } = usePreferences();
  const zone = useZone();
  const [open, setOpen] = useState<Open>(null);
  const [why, setWhy] = useState<ObligationView | null>(null);
  const attribution = useQuery({
    queryKey: ['attribution', view.id],
    queryFn: ({ signal }) => get('/disputes/{id}/attribution', { path: { id: view.id }, signal }),
  });
  return (
    <div className="page dispute">
      <Header view={view} attribution={attribution.data} />
      {view.rehearsal && !at && <TourOfTravelling view={view} />}
      {view.rehearsal && !at && <RehearsalBar view={view} />}
      {at && (
        <p className="past-line" role="status">
          {t.dispute.atHint(momentText(at, zone, language))}{' '}
          <button type="button" className="link" onClick={() => lookAt(null)}>
            {t.dispute.atNow}
          </button>
        </p>
      )}
      <Keeping view={view} />
      <ClockBar view={view} explain={setWhy} />
      {!at && <NextStep view={view} open={setOpen} />}
      <div className="columns">
        <div className="column">
          <Facts view={view} />
          <Obligations view={view} explain={setWhy} />
          <Handling view={view} />
          <Transfers view={view} />
          <VisitsOf view={view} />
          <FilesOf view={view} attach={() => setOpen({ verb: 'attach' })} />
          {!at && <PapersOf view={view} />}
        </div>
        <div className="column">
          {attribution.data && <AttributionBar attribution={attribution.data} />}
          <Timeline view={present} attribution={attribution} at={at} lookAt={lookAt} />
        </div>
      </div>
      {open && (
        <VerbDialog
          id={view.id}
          verb={open.verb}
          {...(open.subject && { subject: open.subject })}
          close={() => setOpen(null)}
        />
      )}
      {why && <ExplanationDialog obligation={why} close={() => setWhy(null)} />}
    </div>
  );
}

function Header({ view, attribution }: { view: DisputeView; attribution: Attribution | undefined }) {
  const { t, listed } = usePreferences();
  const { name } = useDepartments();
  const since = useMemo(() => {
    const parts = attribution?.parts ?? [];
    const held = parts.findLastIndex((each) => each.departmentId !== view.holder);
    return parts[held + 1]?.from;
  }, [attribution, view.holder]);
  const handOffs = Math.max(0, view.transfers.filter((each) => each.role === 'lead').length - 1);
  const isOpen = view.status !== 'closed';
  return (
    <header className="dispute-head">
      <p className="dispute-marks">
        <span className="number">{view.number}</span>
        <GradeMark grade={view.grade} />
        <StatusMark status={view.status} />
        {view.rehearsal && <Tag tone="accent">{t.dispute.rehearsal}</Tag>}
        {view.late > 0 && <LateMark>{t.list.lateCount(view.late)}</LateMark>}
      </p>
      <h1>{view.title ?? t.dispute.erased}</h1>
      <p className="muted">
        {t.category[view.category]} · {t.complexity[view.complexity]} · {name(view.place.village)}
        {view.place.address && ` · ${view.place.address}`}
      </p>
      <p>
        {isOpen && (
          <>
            {t.dispute.holder} <b>{name(view.holder)}</b>
            {since && (
              <span className="muted">
                {' '}
                {t.dispute.since} <Moment at={since} now={view.now} />
              </span>
            )}
            {' · '}
          </>
        )}
        <span className="muted">{t.dispute.handOffs(handOffs)}</span>
        {view.assistants.length > 0 && (
          <span className="muted">
            {' '}
            · {t.dispute.assistants} {listed(view.assistants.map(name))}
          </span>
        )}
      </p>
    </header>
  );
}

function NextStep({ view, open }: { view: DisputeView; open: (open: Open) => void }) {
  const t = useWording();
  const { nextStep, can } = view;
  const owed = nextStep && view.obligations.find((each) => each.id === nextStep.obligationId);
  const subject: Subject | undefined = owed
    ? {
        obligationId: owed.id,
        ...(owed.subjectId !== undefined && { subjectId: owed.subjectId }),
        ...(owed.n !== undefined && { n: owed.n }),
      }
    : undefined;
  const others = VERB_ORDER.filter((verb) => can.includes(verb) && verb !== nextStep?.verb);
  const [more, setMore] = useState(false);
  // The two answers to an offer, by their letters here as in the inbox.
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const into = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || into.closest('input, textarea, select, dialog')) return;
      const verb = ({ a: 'accept', r: 'return' } as const)[event.key];
      if (!verb || !can.includes(verb)) return;
      event.preventDefault();
      open({ verb, ...(verb === nextStep?.verb && subject && { subject }) });
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
  const shown = more ? others : others.slice(0, 5);
  return (
    <section className="next-step" aria-labelledby="next-step">
      <div className="next-what">
        <h2 id="next-step">{t.dispute.nextStep}</h2>
        {nextStep && owed ? (
          <p>
            <b>
              {t.kind[nextStep.kind]}
              {nextStep.kind === 'return-visit' && ` ${nextStep.n}`}
            </b>{' '}
            <span className="muted">
              {t.dispute.dueBy} <Moment at={nextStep.dueAt} now={view.now} />
            </span>{' '}
            <Left obligation={owed} now={view.now} />
          </p>
        ) : (
          <p className="muted">{t.dispute.nothingNext}</p>
        )}
      </div>
      <div className="next-do">
        {nextStep && (
          <button
            type="button"
            className="button primary big"
            onClick={() => open({ verb: nextStep.verb, ...(subject && { subject }) })}
          >
            {t.verb[nextStep.verb]}
          </button>
        )}
        {shown.map((verb) => (
          <button key={verb} type="button" className="button" data-verb={verb} onClick={() => open({ verb })}>
            {t.verb[verb]}
          </button>
        ))}
        {others.length > shown.length && (
          <button type="button" className="button quiet" aria-expanded={more} onClick={() => setMore(true)}>
            {t.dispute.actions} ({others.length - shown.length})
          </button>
        )}
      </div>
    </section>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="section">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function Facts({ view }: { view: DisputeView }) {
  const t = useWording();
  const { repeats, closures } = view;
  const may = useMay();
  const [readers, setReaders] = useState(false);
  return (
    <Section title={t.dispute.facts}>
      <p className="narrative">{view.narrative ?? t.dispute.erased}</p>
      <dl className="facts">
        <div>
          <dt>{t.dispute.parties}</dt>
          <dd>
            <ul className="parties">
              {view.parties.map((party) => (
                <li key={party.id}>
                  <b>{party.name ?? t.dispute.erased}</b> <span className="muted">{t.partyRole[party.role]}</span>{' '}
                  <Contact dispute={view.id} party={party} field="phone" />{' '}
                  <Contact dispute={view.id} party={party} field="idNumber" />
                </li>
              ))}
              {view.parties.length === 0 && <li className="muted">{t.dispute.nobody}</li>}
            </ul>
          </dd>
        </div>
        {view.dangerSigns.length > 0 && (
          <div>
            <dt>{t.dispute.dangerSigns}</dt>
            <dd>
              {view.dangerSigns.map((each) => (
                <Tag key={each} tone="warn">
                  {t.dangerSign[each]}
                </Tag>
              ))}
            </dd>
          </div>
        )}
        <div>
          <dt>{t.dispute.source}</dt>
          <dd>{t.feeder[view.source.channel as keyof typeof t.feeder] ?? view.source.channel}</dd>
        </div>
        {view.occurredAt && (
          <div>
            <dt>{t.dispute.occurredAt}</dt>
            <dd>
              <Moment at={view.occurredAt} now={view.now} />
            </dd>
          </div>
        )}
        {view.suggestion && (
          <div>
            <dt>{t.dispute.suggestion}</dt>
            <dd>
              <SuggestedDepartment view={view} />
            </dd>
          </div>
        )}
        {repeats.length > 0 && (
          <div>
            <dt>{t.dispute.repeats}</dt>
            <dd>
              {repeats
                .slice(-MOST_REPEATS)
                .map((each, n) =>
                  each === null ? <span key={n}>{t.dispute.anEarlierCase}</span> : <RepeatLink key={each} id={each} />,
                )}
            </dd>
          </div>
        )}
        {view.mediationStopAt && (
          <div>
            <dt>{t.dispute.stop}</dt>
            <dd>
              <Moment at={view.mediationStopAt} now={view.now} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t.dispute.version}</dt>
          <dd>
            <code>{view.policyVersion}</code> · <code>{view.calendarVersion}</code>
          </dd>
        </div>
      </dl>
      <button type="button" className="link" onClick={() => setReaders(true)}>
        {t.privacy.readers}
      </button>
      {may('record.read') && (
        <Link to={`/record?disputeId=${view.id}`} className="link">
          {t.record.ofCase}
        </Link>
      )}
      {readers && <ReadersDialog id={view.id} close={() => setReaders(false)} />}
      {closures.length > 0 && (
        <p className="muted">
          {t.dispute.closures}:{' '}
          {closures.map((each) => (
            <span key={each.resolvedAt}>
              {t.outcome[each.outcome]} <Moment at={each.resolvedAt} now={view.now} />{' '}
            </span>
          ))}
        </p>
      )}
    </Section>
  );
}

/** The latest are enough to know that it came back. */
const MOST_REPEATS = 5;

function RepeatLink({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ['dispute', id],
    queryFn: ({ signal }) => get('/disputes/{id}', { path: { id }, signal }),
  });
  return (
    <Link to={`/disputes/${id}`} className="repeat">
      {data?.number ?? id.slice(0, 8)}
    </Link>
  );
}

function SuggestedDepartment({ view }: { view: DisputeView }) {
  const { name } = useDepartments();
  return (
    <>
      <b>{name(view.suggestion!.departmentId)}</b> <span className="muted">{view.suggestion!.reason}</span>
    </>
  );
}

export function Obligations({ view, explain }: { view: DisputeView; explain: (obligation: ObligationView) => void }) {
  const t = useWording();
  const { name } = useDepartments();
  const isOpen = (each: ObligationView) => each.state === 'open' || each.state === 'late' || each.state === 'paused';
  const byDue = (a: ObligationView, b: ObligationView) => (a.dueAt < b.dueAt ? -1 : 1);
  const open = view.obligations.filter(isOpen).sort(byDue);
  const ended = view.obligations.filter((each) => !isOpen(each)).sort(byDue);
  const table = (rows: ObligationView[]) => (
    <table className="table cards two">
      <tbody>
        {rows.map((each) => (
          <tr key={each.id}>
            <th scope="row">
              {t.kind[each.kind]}
              {each.n !== undefined && ` ${each.n}`}
            </th>
            <td>{name(each.holder.departmentId)}</td>
            <td className="end">
              <DueLink obligation={each} now={view.now} explain={explain} />
            </td>
            <td className="end">
              <Left obligation={each} now={view.now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  return (
    <Section title={t.dispute.obligations}>
      {open.length > 0 ? table(open) : <p className="muted">{t.dispute.nobody}</p>}
      {ended.length > 0 && (
        <details>
          <summary>{t.dispute.endedObligations(ended.length)}</summary>
          {table(ended)}
        </details>
      )}
    </Section>
  );
}

/** Plan, resolution, and what else happened to the handling: each only where there is any. */
function Handling({ view }: { view: DisputeView }) {
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
          <p className="narrative">{resolution.summary ?? t.dispute.erased}</p>
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
              <Tag>{t.ground[each.ground]}</Tag> {moment(each.from)} – {moment(each.endedAt ?? each.until)}{' '}
              {each.reason}
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

function Transfers({ view }: { view: DisputeView }) {
  const t = useWording();
  const { name } = useDepartments();
  if (view.transfers.length === 0) return null;
  return (
    <Section title={t.dispute.transfers}>
      <ol className="transfers">
        {view.transfers.map((each) => (
          <li key={each.id}>
            <p>
              {name(each.from)} <span aria-hidden="true">→</span> <b>{name(each.to)}</b>{' '}
              {each.role === 'assist' && <Tag>{t.transferRole.assist}</Tag>}{' '}
              <Tag tone={each.state === 'offered' ? 'accent' : each.state === 'accepted' ? 'accent' : 'quiet'}>
                {t.transferState[each.state]}
              </Tag>{' '}
              <span className="muted">
                <Moment at={each.offeredAt} now={view.now} />
              </span>
            </p>
            {each.reason && <p className="muted">{each.reason}</p>}
            {each.return && (
              <p className="returned">
                <b>{t.returnReason[each.return.code]}</b> {each.return.text}{' '}
                <span className="muted">
                  {each.return.handBack && `${t.dispute.handBack} · `}
                  {each.return.upheld === null
                    ? t.dispute.returnOpen
                    : each.return.upheld
                      ? t.dispute.returnUpheld
                      : t.dispute.returnNotUpheld}
                  {each.return.suggestedDepartment &&
                    ` · ${t.dispute.suggested} ${name(each.return.suggestedDepartment)}`}
                </span>
              </p>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function VisitsOf({ view }: { view: DisputeView }) {
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
            {each.note && <p>{each.note}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
