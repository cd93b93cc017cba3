import { useEffect, useMemo, useState } from 'react';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useLocation, useSearchParams } from 'react-router';
import { get } from '../../base/api.js';
import type { Attribution, DisputeView, TimelineEntry } from '../../contract.js';
import { usePreferences, useWording } from '../../base/language.js';
import { GradeMark, Moment, Tag } from '../../parts/marks.js';
import { Failed, Skeleton } from '../../parts/states.js';
import { useDepartments, usePeople, useZone } from '../../base/session.js';
import { momentText, spanText } from '../../base/time.js';

/** What the machine notes for itself; people and decisions are told without it. */
const NOTED: ReadonlySet<TimelineEntry['type']> = new Set([
  'ObligationOpened',
  'ObligationMet',
  'ObligationVoided',
  'ObligationPaused',
  'ObligationMoved',
  'LadderStepFired',
]);

/** What one may look for among many entries; without a wish all that people did and what was decided. */
const SHOWN = {
  people: (type) => !NOTED.has(type),
  all: () => true,
  circulation: (type) => /^(DisputeRegistered|DisputeGraded|Transfer|ReturnDecided|Assist|PersonAssigned)/.test(type),
  handling: (type) =>
    /^(Contact|Consent|Plan|Progress|DisputeResolved|Extension|DisputeSus|Suspension|DisputeResumed|Track|Supervision|Meeting|Decision|Note|File)/.test(
      type,
    ),
  visits: (type) => /^(Visit|Term|DisputeReopened|DisputeClosed)/.test(type),
  deadlines: (type) => /^(Obligation|LadderStep|ClockForwarded)/.test(type),
} satisfies Record<string, (type: TimelineEntry['type']) => boolean>;
type Shown = keyof typeof SHOWN;

type Part = Attribution['parts'][number];
interface Leg {
  departmentId: string;
  from: string;
  to: string;
  phases: Part['phase'][];
  entries: TimelineEntry[];
}

/** Legs are the attribution's own: as long as one department answers for the time, it is one leg. */
function legsOf(parts: Part[], entries: TimelineEntry[]): Leg[] {
  const legs: Leg[] = [];
  for (const part of parts) {
    const last = legs.at(-1);
    if (last && last.departmentId === part.departmentId) {
      last.to = part.to;
      if (last.phases.at(-1) !== part.phase) last.phases.push(part.phase);
    } else {
      legs.push({ departmentId: part.departmentId, from: part.from, to: part.to, phases: [part.phase], entries: [] });
    }
  }
  for (const entry of entries) legs.findLast((leg) => leg.from <= entry.at)?.entries.push(entry);
  return legs.filter((leg) => leg.entries.length > 0 || leg.from !== leg.to);
}

export function Timeline({
  view,
  attribution: { data: attribution, error: unknown, refetch: again },
  at,
  lookAt,
}: {
  view: DisputeView;
  attribution: Pick<UseQueryResult<Attribution>, 'data' | 'error' | 'refetch'>;
  at: string | undefined;
  lookAt: (moment: string | null) => void;
}) {
  const t = useWording();
  const { name } = useDepartments();
  const [address, setAddress] = useSearchParams();
  const { hash } = useLocation();
  const wish = address.get('show') ?? '';
  const shown: Shown = wish in SHOWN ? (wish as Shown) : 'people';
  // Whoever follows a link to an entry sees it, whatever else is shown.
  const linked = Number(/^#e(\d+)$/.exec(hash)?.[1] ?? NaN);
  const { data, error, refetch } = useQuery({
    queryKey: ['timeline', view.id],
    queryFn: ({ signal }) => get('/disputes/{id}/timeline', { path: { id: view.id }, signal }),
  });
  const all = useMemo(() => data?.items ?? [], [data]);
  const legs = useMemo(
    () =>
      legsOf(
        attribution?.parts ?? [],
        all.filter((each) => (SHOWN[shown](each.type) || each.seq === linked) && (!at || each.at <= at)),
      ),
    [attribution, all, shown, linked, at],
  );
  const isThere = legs.some((leg) => leg.entries.some((each) => each.seq === linked));
  useEffect(() => {
    if (isThere) document.getElementById(`e${linked}`)?.scrollIntoView({ block: 'center' });
  }, [isThere, linked]);
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (unknown && !attribution) return <Failed error={unknown} retry={() => void again()} />;
  if (!data || !attribution) return <Skeleton />;
  return (
    <section className="section timeline" aria-labelledby="timeline">
      <div className="row wrap">
        <h2 id="timeline" className="grow">
          {t.dispute.timeline}
        </h2>
        <select
          aria-label={t.dispute.show}
          value={shown}
          onChange={({ target }) =>
            setAddress(
              (before) => {
                if (target.value === 'people') before.delete('show');
                else before.set('show', target.value);
                return before;
              },
              { replace: true },
            )
          }
        >
          {(Object.keys(SHOWN) as Shown[]).map((each) => (
            <option key={each} value={each}>
              {t.dispute.shown[each]}
            </option>
          ))}
        </select>
      </div>
      <TimeSlider entries={all} at={at} lookAt={lookAt} />
      {legs.every((leg) => leg.entries.length === 0) && <p className="muted">{t.dispute.noneShown}</p>}
      {legs.map((leg) => (
        <div key={leg.from + leg.departmentId} className="leg">
          <h3>
            {name(leg.departmentId)}
            <span className="muted">
              {leg.phases.map((phase) => t.phase[phase]).join(' → ')} ·{' '}
              {spanText(Date.parse(leg.to) - Date.parse(leg.from), t)}
            </span>
          </h3>
          <ol>
            {leg.entries.map((entry) => (
              <Entry key={entry.seq} entry={entry} view={view} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}

/** Walks the moments at which anything happened: the case is shown as it stood then. */
function TimeSlider({
  entries,
  at,
  lookAt,
}: {
  entries: TimelineEntry[];
  at: string | undefined;
  lookAt: (moment: string | null) => void;
}) {
  const t = useWording();
  const { language } = usePreferences();
  const zone = useZone();
  const moments = useMemo(() => [...new Set(entries.map((each) => each.at))].sort(), [entries]);
  const place = at
    ? Math.max(
        0,
        moments.findLastIndex((each) => each <= at),
      )
    : moments.length;
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? place;
  const say = (n: number) => (n >= moments.length ? t.time.now : momentText(moments[n]!, zone, language));
  const settle = () => {
    if (dragged === null) return;
    lookAt(dragged >= moments.length ? null : moments[dragged]!);
    setDragged(null);
  };
  if (moments.length < 2) return null;
  return (
    <label className="slider">
      <span>
        {t.dispute.at} <b>{say(shown)}</b>
      </span>
      <input
        type="range"
        min={0}
        max={moments.length}
        value={shown}
        aria-valuetext={say(shown)}
        onChange={(event) => setDragged(Number(event.target.value))}
        onPointerUp={settle}
        onKeyUp={settle}
        onBlur={settle}
      />
    </label>
  );
}

function Entry({ entry, view }: { entry: TimelineEntry; view: DisputeView }) {
  const t = useWording();
  const { name } = useDepartments();
  const people = usePeople();
  const { hash } = useLocation();
  const { actor } = entry;
  const who =
    actor.kind === 'person' ? people.name(actor.userId) : actor.kind === 'clock' ? t.dispute.clock : t.dispute.system;
  const anchor = `e${entry.seq}`;
  return (
    <li
      id={anchor}
      className={`entry ${NOTED.has(entry.type) ? 'entry-noted' : ''} ${hash === `#${anchor}` ? 'entry-chosen' : ''} entry-${entry.type}`}
    >
      <p>
        <b>{t.event[entry.type]}</b> <Details entry={entry} view={view} name={name} people={people.name} />
      </p>
      <Said entry={entry} />
      <p className="muted entry-foot">
        <a href={`#${anchor}`} title={t.dispute.permalink}>
          <Moment at={entry.at} now={view.now} />
        </a>{' '}
        · {who}
        {actor.kind === 'person' && ` · ${name(actor.departmentId)}`}
      </p>
    </li>
  );
}

/** The facts of an event that are worth a glance: where to, which grade, what came of it. */
function Details({
  entry,
  view,
  name,
  people,
}: {
  entry: TimelineEntry;
  view: DisputeView;
  name: (id: string) => string;
  people: (id: string) => string;
}) {
  const { t, listed } = usePreferences();
  const owed = (id: string) => view.obligations.find((each) => each.id === id);
  const kind = (id: string) => {
    const found = owed(id);
    return found ? `${t.kind[found.kind]}${found.n !== undefined ? ` ${found.n}` : ''}` : '';
  };
  switch (entry.type) {
    case 'DisputeGraded':
      return (
        <>
          <GradeMark grade={entry.data.grade} /> <span className="muted">{t.complexity[entry.data.complexity]}</span>
        </>
      );
    case 'TransferOffered':
      return (
        <>
          <span aria-hidden="true">→</span> {name(entry.data.to)}{' '}
          {entry.data.role === 'assist' && <Tag>{t.transferRole.assist}</Tag>}
          {entry.data.designated && <Tag tone="accent">{t.field.designated}</Tag>}
        </>
      );
    case 'TransferReturned':
      return (
        <>
          <Tag>{t.returnReason[entry.data.reasonCode]}</Tag>
          {entry.data.suggestedDepartment && (
            <span className="muted">
              {' '}
              {t.dispute.suggested} {name(entry.data.suggestedDepartment)}
            </span>
          )}
        </>
      );
    case 'ReturnDecided':
      return <Tag>{entry.data.uphold ? t.dispute.returnUpheld : t.dispute.returnNotUpheld}</Tag>;
    case 'ContactMade':
      return <Moment at={entry.data.contactedAt} now={view.now} />;
    case 'DisputeResolved':
    case 'DisputeClosed':
      return <Tag tone="accent">{t.outcome[entry.data.outcome]}</Tag>;
    case 'DisputeErased':
      return <Tag tone="accent">{t.erasureGround[entry.data.ground]}</Tag>;
    case 'VisitMade':
      return (
        <>
          {entry.data.n} <Tag>{t.visitOutcome[entry.data.outcome]}</Tag>{' '}
          <span className="muted">{t.visitMode[entry.data.mode]}</span>
        </>
      );
    case 'VisitGivenUp':
    case 'VisitWaived':
      return <>{entry.data.n}</>;
    case 'TermFulfilled':
    case 'TermWaived':
      return <>{t.dispute.termNo(entry.data.n)}</>;
    case 'ExtensionAsked':
      return (
        <>
          {kind(entry.data.obligationId)} {t.limit(entry.data.by)}
        </>
      );
    case 'ExtensionDecided':
      return <Tag>{entry.data.approve ? t.extensionState.approved : t.extensionState.refused}</Tag>;
    case 'DisputeSuspended':
    case 'SuspensionReviewed':
      return <Tag>{t.ground[entry.data.ground]}</Tag>;
    case 'TrackEntered':
      return <Tag>{t.track[entry.data.track]}</Tag>;
    case 'TrackStepTaken':
      return <>{t.trackStep[entry.data.step] ?? entry.data.step}</>;
    case 'TrackEnded':
      return <Tag>{t.trackOutcome[entry.data.outcome]}</Tag>;
    case 'SupervisionOrdered':
      return <>{name(entry.data.departmentId)}</>;
    case 'MeetingCalled':
      return (
        <>
          <Moment at={entry.data.at} now={view.now} /> {listed(entry.data.departments.map(name))}
        </>
      );
    case 'PersonAssigned':
      return (
        <>
          {people(entry.data.userId)} <span className="muted">{t.role[entry.data.role]}</span>
        </>
      );
    case 'ObligationOpened':
      return (
        <>
          {t.kind[entry.data.obligation.kind]}{' '}
          <span className="muted">
            {t.dispute.dueBy} <Moment at={entry.data.obligation.dueAt} now={view.now} />
          </span>
        </>
      );
    case 'ObligationMoved':
      return (
        <>
          {t.kind[entry.data.obligation.kind]} <Moment at={entry.data.from} now={view.now} /> →{' '}
          <Moment at={entry.data.obligation.dueAt} now={view.now} />
        </>
      );
    case 'ObligationMet':
    case 'ObligationVoided':
    case 'ObligationWaived':
    case 'ObligationPaused':
    case 'ObligationLate':
      return <>{kind(entry.data.obligationId)}</>;
    case 'LadderStepFired':
      return (
        <>
          {t.rung[entry.data.do]} <span className="muted">{kind(entry.data.obligationId)}</span>{' '}
          <span className="muted">→ {listed(entry.data.to.map((each) => t.post[each]))}</span>
        </>
      );
    default:
      return null;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** What people typed, whatever the event. */
function Said({ entry }: { entry: TimelineEntry }) {
  const text = 'text' in entry && entry.text;
  if (!text || entry.type === 'DisputeRegistered') return null;
  const all = Object.values(text as Record<string, unknown>)
    .flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter(isText);
  if (all.length === 0) return null;
  return (
    <div className="entry-said">
      {all.map((each, n) => (
        <p key={n}>{each}</p>
      ))}
    </div>
  );
}
