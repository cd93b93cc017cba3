import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get, post } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { useDepartments, useMay } from '../../base/session.js';
import type { DisputeView, WhatIf } from '../../contract.js';
import { Dialog } from '../../parts/dialog.js';
import { TableHead } from '../../parts/lists.js';
import { LateMark, Moment, Tag } from '../../parts/marks.js';
import { MoveProgress } from '../../parts/rollout.js';
import { Failed, Skeleton } from '../../parts/states.js';
import { useChange } from '../../parts/use-change.js';
import { PublishForm } from '../../parts/publish-form.js';

/** Which rules a case goes by, and the way to what others would change. */
export function RulesOf({ view }: { view: DisputeView }) {
  const t = useWording();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Link to={`/policy?version=${view.policyVersion}`}>
        <code>{view.policyVersion}</code>
      </Link>{' '}
      · <code>{view.calendarVersion}</code>{' '}
      <button type="button" className="link" onClick={() => setOpen(true)}>
        {t.changing.whatIf}
      </button>
      {open && <WhatIfDialog view={view} close={() => setOpen(false)} />}
    </>
  );
}

function WhatIfDialog({ view, close }: { view: DisputeView; close: () => void }) {
  const t = useWording();
  const may = useMay();
  const { id } = view;
  const versions = useQuery({
    queryKey: ['policies'],
    queryFn: ({ signal }) => get('/policies', { signal }),
  });
  const [policy, setPolicy] = useState('');
  // How far it came is told also once nothing is left to be moved.
  const [rollout, setRollout] = useState<string | null>(null);
  const { data, error, refetch } = useQuery({
    // It changes with the case.
    queryKey: ['dispute', id, 'what-if', policy],
    queryFn: ({ signal }) => get('/disputes/{id}/what-if', { path: { id }, query: policy ? { policy } : {}, signal }),
  });
  const all = versions.data?.items ?? [];
  const inForce = all.find(({ state }) => state === 'published')?.version;
  const moves =
    data && !data.same && !data.stays && data.policyVersion === inForce && data.policyVersion !== view.policyVersion;
  return (
    <Dialog title={t.changing.whatIf} close={close} wide>
      <p className="muted">{t.changing.whatIfHint}</p>
      <label className="field-inline">
        {t.changing.under}{' '}
        <select value={policy} onChange={({ target }) => setPolicy(target.value)}>
          {all.map(({ version, state, document }) => (
            <option key={version} value={version === inForce ? '' : version}>
              {version} · {t.changing.states[state]} · {document.title}
            </option>
          ))}
        </select>
      </label>
      {data ? (
        <Would data={data} view={view} />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton rows={2} />
      )}
      {rollout ? (
        <MoveProgress id={rollout} />
      ) : (
        moves && may('policy.move') && <TakeUp id={id} data={data} begun={setRollout} />
      )}
    </Dialog>
  );
}

function Would({ data, view }: { data: WhatIf; view: DisputeView }) {
  const t = useWording();
  const { name } = useDepartments();
  if (data.same) return <p role="status">{t.changing.goesByThem}</p>;
  if (data.stays) return <p role="status">{t.changing.stays[data.stays]}</p>;
  if (data.moves.length === 0) return <p role="status">{t.changing.nothingMoves}</p>;
  return (
    <table className="table cards compact" aria-label={t.changing.wouldMove}>
      <TableHead titles={[t.changing.owed, t.board.department, t.changing.from, t.changing.to]} />
      <tbody>
        {data.moves.map((each) => (
          <tr key={each.obligationId} data-kind={each.kind}>
            <th scope="row">
              {t.kind[each.kind]} {each.n ?? ''}
            </th>
            <td data-label={t.board.department}>{name(each.departmentId)}</td>
            <td data-label={t.changing.from}>
              <Moment at={each.from} now={view.now} />{' '}
              {each.provisional && <span className="muted">{t.time.provisional}</span>}
            </td>
            <td data-label={t.changing.to}>
              <Moment at={each.to} now={view.now} />{' '}
              {each.provisionalThen && <span className="muted">{t.time.provisional}</span>}{' '}
              {each.late ? (
                <LateMark>{t.changing.lateShort}</LateMark>
              ) : (
                each.shorter && <Tag tone="warn">{t.changing.earlierShort}</Tag>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A supervisor moves this one case to the rules in force. */
function TakeUp({ id, data, begun }: { id: string; data: WhatIf; begun: (rollout: string) => void }) {
  const t = useWording();
  const queries = useQueryClient();
  const { send, busy, problem } = useChange();
  const { policyVersion: version, moves } = data;
  const preview = {
    late: moves.filter((each) => each.late).length,
    shorter: moves.filter((each) => each.shorter).length,
  };
  const move = (said: { reason: string; allowShorter: boolean }) =>
    send(
      post('/policies/{version}/move', { path: { version }, body: { disputeIds: [id], ...said } }).then(
        ({ rollout }) => {
          begun(rollout.id);
          void queries.invalidateQueries({ queryKey: ['dispute', id] });
        },
      ),
    );
  return (
    <PublishForm
      draft={`take-up.${id}`}
      preview={preview}
      moves
      busy={busy}
      problem={problem}
      publish={move}
      title={t.changing.takeUp}
      hint={t.changing.takeUpHint}
    />
  );
}
