import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { usePeople } from '../base/people.js';
import { useMay } from '../base/session.js';
import type { RolloutList } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { Moment } from '../parts/marks.js';
import { MoveProgress, RolloutProgress, RolloutSoFar } from '../parts/rollout.js';
import { Failed, Skeleton } from '../parts/states.js';

/** How open cases move to rules that were published: found by who answers for rules, whoever began it. */

type Move = RolloutList['items'][number];
type Wanted = { cause: 'policy' | 'calendar'; version?: string };

const LOOK_MS = 5_000;
const SHOWN = 10;

/** The newest first, looked at while one of them goes on. */
export function useMoves({ cause, version }: Wanted) {
  return useQuery({
    queryKey: ['rollouts', cause, version ?? null],
    queryFn: ({ signal }) =>
      get('/rollouts', { query: { cause, limit: SHOWN, ...(version !== undefined && { version }) }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some((each) => each.state === 'running') ? LOOK_MS : false),
  });
}

/** The moves to a policy, or to a calendar; nothing where there was none. */
export function Moves(wanted: Wanted) {
  const t = useWording();
  const may = useMay();
  if (!may('policy.publish') && !may('policy.move')) return null;
  return <MovesSeen {...wanted} title={t.changing.rollouts} />;
}

function MovesSeen({ title, ...wanted }: Wanted & { title: string }) {
  const { data, error, refetch } = useMoves(wanted);
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!data || data.items.length === 0) return null;
  return (
    <section className="section">
      <h2>{title}</h2>
      <MovesTable moves={data.items} />
    </section>
  );
}

export function MovesTable({ moves }: { moves: readonly Move[] }) {
  const t = useWording();
  const { name } = usePeople();
  const { changing: words } = t;
  return (
    <table className="table cards compact rule-moves">
      <TableHead titles={[words.rules, words.scope, words.progress, words.begun]} />
      <tbody>
        {moves.map((each) => (
          <tr key={each.id} data-state={each.state}>
            <th scope="row">{each.rules?.version}</th>
            <td data-label={words.scope}>{each.rules?.all ? words.scopes.all : words.scopes.chosen}</td>
            <td data-label={words.progress}>
              <RolloutSoFar of={each} />
            </td>
            <td data-label={words.begun}>
              <Moment at={each.madeAt} /> <span className="muted">{name(each.madeBy)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One of them at an address of its own, for whoever may read it. */
export default function MovePage() {
  const t = useWording();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['rollout', id],
    queryFn: ({ signal }) => get('/rollouts/{id}', { path: { id }, signal }),
  });
  const { name } = usePeople();
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={4} />;
  const { kind, rules, madeAt, madeBy } = data;
  return (
    <div className="page stack">
      <header className="page-head">
        <h1>{t.rollout.kind[kind]}</h1>
        <p className="muted">
          {rules && (
            <>
              <code>{rules.version}</code> · {rules.all ? t.changing.scopes.all : t.changing.scopes.chosen} ·{' '}
            </>
          )}
          <Moment at={madeAt} /> {name(madeBy)}
        </p>
        {rules && (
          <Link className="button" to={rules.cause === 'policy' ? `/policy?version=${rules.version}` : '/calendar'}>
            {t.changing.read}
          </Link>
        )}
      </header>
      {kind === 'move-rules' ? <MoveProgress id={id} /> : <RolloutProgress id={id} />}
    </div>
  );
}
