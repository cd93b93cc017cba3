import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useAddress } from '../base/address.js';
import { get, post } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useMay } from '../base/session.js';
import type { Policy } from '../contract.js';
import { Choose, useChosen, type Chosen } from '../parts/choosing.js';
import { Dialog } from '../parts/dialog.js';
import { MoveProgress } from '../parts/rollout.js';
import { Failed, Skeleton } from '../parts/states.js';
import { useChange } from '../parts/use-change.js';
import { PreviewOf } from '../parts/preview.js';
import { PublishForm } from '../parts/publish-form.js';

/** The version in force, where it is not the only one that cases go by, for who moves them to it. */
function useInForce(): Policy | undefined {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['policies'],
    queryFn: ({ signal }) => get('/policies', { signal }),
    enabled: may('policy.move'),
    staleTime: 60_000,
  });
  const published = data?.items.filter(({ state }) => state !== 'draft') ?? [];
  return published.length > 1 ? published.find(({ state }) => state === 'published') : undefined;
}

/** What a supervisor needs of a list to move cases of it: which were ticked, of which rows that makes sense, and what is open. */
export function useMovable() {
  const inForce = useInForce()?.version;
  const of = useChosen();
  const [open, setOpen] = useState<'chosen' | 'all' | null>(null);
  return {
    of,
    inForce,
    open,
    setOpen,
    isOlder: ({ policyVersion, status, rehearsal }: Row) =>
      inForce !== undefined && policyVersion !== inForce && status !== 'closed' && !rehearsal,
  };
}

type Row = { id: string; number: string; policyVersion: string; status: string; rehearsal: boolean };
export type Movable = ReturnType<typeof useMovable>;

export function ChooseOlder({ movable, dispute }: { movable: Movable; dispute: Row }) {
  if (!movable.isOlder(dispute)) return null;
  return (
    <>
      <Choose of={movable.of} id={dispute.id} number={dispute.number} />{' '}
    </>
  );
}

/** Above the list: the way to move all that one sees. */
export function MoveAll({ movable: { inForce, setOpen } }: { movable: Movable }) {
  const t = useWording();
  if (inForce === undefined) return null;
  return (
    <p className="older-rules">
      <span className="muted">{t.changing.olderHint}</span>{' '}
      <button type="button" className="link" onClick={() => setOpen('all')}>
        {t.changing.moveAll}
      </button>
    </p>
  );
}

/** Below it: what was ticked, and the moving. How far that came stands in the address: who comes back goes on. */
export function MoveCases({ movable: { of, inForce, open, setOpen } }: { movable: Movable }) {
  const t = useWording();
  const queries = useQueryClient();
  const [address, change] = useAddress();
  const rollout = address.get('rollout');
  const put = (id: string | null) => change({ rollout: id });
  const close = () => {
    setOpen(null);
    if (rollout) put(null);
  };
  if (inForce === undefined) return null;
  return (
    <>
      {of.chosen.length > 0 && (
        <div className="bulk">
          <span className="grow">{t.board.chosen(of.chosen.length)}</span>
          <button type="button" className="button" onClick={() => of.drop(of.chosen)}>
            {t.changing.dropChosen}
          </button>
          <button type="button" className="button primary" onClick={() => setOpen('chosen')}>
            {t.changing.takeUp}
          </button>
        </div>
      )}
      {(open || rollout) && (
        <Dialog title={t.changing.takeUp} close={close} wide>
          {rollout ? (
            <MoveProgress id={rollout} ended={() => void queries.invalidateQueries({ queryKey: ['disputes'] })} />
          ) : (
            <Before of={open === 'chosen' ? of : null} version={inForce} begun={put} />
          )}
        </Dialog>
      )}
    </>
  );
}

/** What would move, and the word for it. */
function Before({ of, version, begun }: { of: Chosen | null; version: string; begun: (rollout: string) => void }) {
  const t = useWording();
  // What was ticked as the dialog opened is what is asked about and done.
  const [disputeIds] = useState(of?.chosen);
  const asked = { path: { version }, body: { ...(disputeIds && { disputeIds }) } };
  const { data, error, refetch } = useQuery({
    queryKey: ['policy-move', version, disputeIds],
    queryFn: ({ signal }) => post('/policies/{version}/move/preview', { ...asked, signal }),
    // Cases go on meanwhile.
    gcTime: 0,
  });
  const { send, busy, problem } = useChange();
  const move = (said: { reason: string; allowShorter: boolean }) =>
    send(
      post('/policies/{version}/move', { ...asked, body: { ...asked.body, ...said } }).then(({ rollout }) => {
        of?.drop(of.chosen);
        begun(rollout.id);
      }),
    );
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={4} />;
  return (
    <div className="stack">
      <p role="status">
        <b>{t.changing.casesMove(data.cases, version)}</b>
      </p>
      {data.cases > 0 && (
        <>
          <PreviewOf preview={data} />
          <PublishForm
            draft={`move.${version}`}
            preview={data}
            moves
            busy={busy}
            problem={problem}
            publish={move}
            title={t.changing.takeUp}
            hint={t.changing.moveHint}
          />
        </>
      )}
    </div>
  );
}
