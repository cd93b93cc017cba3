import { useEffect, useEffectEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import type { RolloutList } from '../contract.js';
import { TableHead } from './lists.js';
import { LateMark, Tag } from './marks.js';
import { Failed, Skeleton } from './states.js';

const LOOK_MS = 2_000;

/** In a line of a list of them: how far it has come, with the way to all of it. */
export function RolloutSoFar({ of }: { of: RolloutList['items'][number] }) {
  const { rollout: words } = useWording();
  const { id, state, moved, unchanged, failed, total } = of;
  return (
    <>
      <Link to={`/rollouts/${id}`}>{words.progress(moved + unchanged + failed, total)}</Link>{' '}
      <Tag tone={state === 'running' ? 'accent' : state === 'refused' ? 'warn' : 'quiet'}>{words.state[state]}</Tag>{' '}
      {failed > 0 && <LateMark>{words.failed(failed)}</LateMark>}
    </>
  );
}

/** How far an act on many things has come, and what of it failed; looked at until it is done. */
export function RolloutProgress({
  id,
  subject,
  said,
  ended,
}: {
  id: string;
  subject?: string;
  /** What is said of it while it runs, and once it is done. */
  said?: { running: string; done: (failed: number) => string };
  ended?: () => void;
}) {
  const t = useWording();
  const { data, error, refetch } = useQuery({
    queryKey: ['rollout', id],
    queryFn: ({ signal }) => get('/rollouts/{id}', { path: { id }, signal }),
    refetchInterval: ({ state }) => ((state.data?.state ?? 'running') === 'running' ? LOOK_MS : false),
  });
  const isOver = data !== undefined && data.state !== 'running';
  const tell = useEffectEvent(() => ended?.());
  useEffect(() => {
    if (isOver) tell();
  }, [isOver]);
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton rows={2} />;
  const { kind, total, moved, unchanged, failed, failures, state } = data;
  const done = moved + unchanged + failed;
  return (
    <section className="rollout" data-state={state}>
      {state === 'refused' && (
        <p className="refusal" role="alert">
          {t.rollout.refused}
        </p>
      )}
      {said && state !== 'refused' && <p>{state === 'running' ? said.running : said.done(failed)}</p>}
      <p role="status">
        <b>{t.rollout.progress(done, total)}</b> {t.rollout.moved(moved)} ·{' '}
        {kind.startsWith('import-') ? t.rollout.unchanged(unchanged) : t.rollout.nothingToDo(unchanged)} ·{' '}
        {t.rollout.failed(failed)}
      </p>
      <progress max={Math.max(total, 1)} value={done} aria-label={t.rollout.progress(done, total)} />
      {failures.length > 0 && (
        <div className="panel scroll">
          <table className="table cards">
            <caption className="visually-hidden">{t.rollout.failures}</caption>
            <TableHead titles={[subject ?? t.rollout.subject, t.rollout.why]} />
            <tbody>
              {failures.map((each) => (
                <tr key={each.subject}>
                  <th scope="row">
                    {each.dispute?.readable ? (
                      <Link to={`/disputes/${each.dispute.id}`}>{each.dispute.number}</Link>
                    ) : (
                      (each.dispute?.number ?? each.subject)
                    )}
                  </th>
                  <td data-label={t.rollout.why}>{each.detail}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** The same of cases that move to other rules, in the words of where it is. */
export function MoveProgress(of: { id: string; ended?: () => void }) {
  const t = useWording();
  return (
    <RolloutProgress
      {...of}
      subject={t.changing.case}
      said={{ running: t.changing.movingNow, done: t.changing.movedNow }}
    />
  );
}
