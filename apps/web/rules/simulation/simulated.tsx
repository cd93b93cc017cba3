import { useQuery } from '@tanstack/react-query';
import { Navigate } from 'react-router';
import { get } from '../../base/api.js';
import { usePreferences } from '../../base/language.js';
import { usePeople } from '../../base/people.js';
import { useDepartments } from '../../base/session.js';
import type { Simulation } from '../../contract.js';
import { LateMark, Moment } from '../../parts/marks.js';
import { Empty, Failed, Skeleton } from '../../parts/states.js';
import { BesideSection, BesideTable } from './beside.js';
import { Latenesses } from './latenesses.js';
import { Load } from './load.js';

const LOOK_MS = 2_000;

/** What a simulation came to so far, looked at until it is done. */
export function Simulated({ id, version }: { id: string; version: string }) {
  const { t } = usePreferences();
  const { data, error, refetch } = useQuery({
    queryKey: ['simulation', id],
    queryFn: ({ signal }) => get('/simulations/{id}', { path: { id }, signal }),
    refetchInterval: ({ state }) => ((state.data?.rollout.state ?? 'running') === 'running' ? LOOK_MS : false),
    // Kept for good: it is told once, and what is over stays as it is.
    staleTime: ({ state }) => (state.data?.rollout.state === 'done' ? Infinity : 0),
  });
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton rows={6} />;
  if (data.version !== version) return <Navigate to={`/policy/${data.version}/simulate?simulation=${id}`} replace />;
  const { rollout, cases } = data;
  const isOver = rollout.state !== 'running';
  return (
    <>
      {error && <p className="stale">{t.state.stale}</p>}
      <Progress data={data} />
      {cases === 0 ? (
        isOver && <Empty title={t.simulating.noCases} hint={t.simulating.noCasesHint} />
      ) : (
        <>
          {isSame(data) && (
            <p role="status" className="section" data-same>
              <b>{isOver ? t.simulating.nothing : t.simulating.nothingYet}</b>
            </p>
          )}
          <Figures data={data} />
          {!isSame(data) && <Details data={data} />}
        </>
      )}
    </>
  );
}

function Progress({ data: { rollout, cases, version, policyVersion, from, to } }: { data: Simulation }) {
  const { t } = usePreferences();
  const { total, moved, unchanged, failed, state, madeAt } = rollout;
  const done = moved + unchanged + failed;
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  const says = t.simulating.progress(percent, cases);
  return (
    <section className="rollout section" data-state={state}>
      {state === 'refused' && (
        <p className="refusal" role="alert">
          {t.rollout.refused}
        </p>
      )}
      <p>
        {t.simulating.of} <code>{version}</code> · {t.simulating.beside} <code>{policyVersion}</code> ·{' '}
        {t.simulating.period} <Moment at={from} day /> – <Moment at={lastOf(to)} day />{' '}
        <span className="muted">
          {t.simulating.asAt} <Moment at={madeAt} />
        </span>
      </p>
      <p role="status">
        <b>{says}</b> {state === 'running' && <span className="muted">{t.simulating.leave}</span>}
      </p>
      <progress max={Math.max(total, 1)} value={total === 0 ? 1 : done} aria-label={says} />
      {failed > 0 && <LateMark>{t.simulating.lost(failed)}</LateMark>}
    </section>
  );
}

/** The end of a period is none of it. */
const lastOf = (to: string) => new Date(Date.parse(to) - 1).toISOString();

function Figures({ data: { cases, late, notices, visits, changed } }: { data: Simulation }) {
  const { t } = usePreferences();
  const { simulating: words } = t;
  const pairs = [
    ['late', words.late, late],
    ['notices', words.notices, notices],
    ['visits', words.visits, visits],
  ] as const;
  return (
    <div className="figures">
      <div className="figure">
        <b>{cases}</b>
        <span>{words.cases}</span>
      </div>
      {pairs.map(([of, word, { before, after }]) => (
        <div key={of} className="figure" data-of={of}>
          <b>
            <span className="visually-hidden">{words.before}</span> {before} →{' '}
            <span className="visually-hidden">{words.after}</span> {after}
          </b>
          <span>{word}</span>
        </div>
      ))}
      <div className="figure" data-of="changed">
        <b>{changed}</b>
        <span>{words.changed}</span>
      </div>
    </div>
  );
}

function Details({ data }: { data: Simulation }) {
  const { t } = usePreferences();
  const { simulating: words } = t;
  const { name } = useDepartments();
  const people = usePeople();
  const kind = (of: string) => t.kind[of as keyof typeof t.kind] ?? of;
  const mode = (of: string) => t.visitMode[of as keyof typeof t.visitMode] ?? of;
  const { late, notices, visits, assumed, load, latenesses, changed } = data;
  return (
    <>
      <div className="charts">
        <BesideSection
          title={words.lateByKind}
          head={t.changing.owed}
          none={words.nobodyLate}
          rows={late.byKind}
          word={kind}
        />
        <BesideSection
          title={words.lateByDepartment}
          head={t.board.department}
          none={words.nobodyLate}
          rows={late.byDepartment}
          word={name}
        />
      </div>
      <Latenesses rows={latenesses} changed={changed} />
      <div className="charts">
        <BesideSection
          title={words.noticesByDay}
          head={words.day}
          none={words.noNotices}
          rows={notices.byDay}
          standing
        />
        <BesideSection title={words.visitsByDay} head={words.day} none={words.noVisits} rows={visits.byDay} standing />
      </div>
      {notices.people.length > 0 && (
        <section className="section">
          <h2>{words.noticesByPerson}</h2>
          <p className="muted">{words.noticesHint}</p>
          <BesideTable
            head={words.person}
            rows={notices.people.map(({ userId, notices: told, mostADay }) => ({
              of: userId,
              ...told,
              more: [mostADay.before, mostADay.after],
            }))}
            word={people.name}
            more={[words.mostBefore, words.mostAfter]}
          />
        </section>
      )}
      <div className="charts">
        {visits.byMode.length > 0 && (
          <section className="section">
            <h2>{words.visitsByMode}</h2>
            <BesideTable head={words.mode} rows={visits.byMode} word={mode} />
          </section>
        )}
        {assumed.length > 0 && (
          <section className="section">
            <h2>{words.assumed}</h2>
            <p className="muted">{words.assumedHint}</p>
            <BesideTable head={t.changing.owed} rows={assumed} word={kind} />
          </section>
        )}
      </div>
      <Load rows={load} />
    </>
  );
}

/** Whether each count is what it is under the rules in force. */
function isSame({ changed, late, notices, visits, load, assumed }: Simulation): boolean {
  const pairs = [
    ...[...late.byKind, ...late.byDepartment, ...notices.byDay, ...visits.byDay, ...visits.byMode, ...assumed],
    ...notices.people.flatMap((each) => [each.notices, each.mostADay]),
    ...load.flatMap((each) => [each.due, each.late]),
  ];
  return changed === 0 && pairs.every(({ before, after }) => before === after);
}
