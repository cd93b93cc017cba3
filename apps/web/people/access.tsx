import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, remove } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import type { ApiToken, Person } from '../contract.js';
import { Dialog } from '../parts/dialog.js';
import { Refusal } from '../parts/refusal.js';
import { Failed, Skeleton } from '../parts/states.js';
import { TokenLine } from '../parts/token-line.js';
import { useChange } from '../parts/use-change.js';

/** What somebody gave programs to act for them, for who looks after their access: shown, and revoked one by one. */
export function Access({ person: { id, name }, close }: { person: Person; close: () => void }) {
  const t = useWording();
  const [sure, setSure] = useState<ApiToken | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens', id],
    queryFn: ({ signal }) => get('/users/{id}/tokens', { path: { id }, query: { limit: 200 }, signal }),
  });
  return (
    <Dialog title={t.people.tokensOf(name)} close={close}>
      <p className="muted">{t.people.tokensHint}</p>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={2} />
      ) : sure ? (
        <Revoke userId={id} token={sure} back={() => setSure(null)} />
      ) : data.items.length === 0 ? (
        <p>{t.settings.noTokens}</p>
      ) : (
        <ul className="desk-list">
          {data.items.map((each) => (
            <li key={each.id}>
              <TokenLine token={each} />
              <button type="button" className="button" onClick={() => setSure(each)}>
                {t.settings.revoke}
                <span className="visually-hidden"> {each.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

/** It cannot be given back: asked once more. */
function Revoke({ userId, token, back }: { userId: string; token: ApiToken; back: () => void }) {
  const t = useWording();
  const say = useSay();
  const queries = useQueryClient();
  const revoking = useChange();
  const revoke = async () => {
    const path = { id: userId, tokenId: token.id };
    if (!(await revoking.send(remove('/users/{id}/tokens/{tokenId}', { path })))) return;
    say(t.settings.tokenRevoked(token.name));
    await queries.invalidateQueries({ queryKey: ['tokens', userId] });
    back();
  };
  return (
    <>
      <TokenLine token={token} />
      <p>{t.people.revokeSure(token.name)}</p>
      {revoking.problem && <Refusal problem={revoking.problem} />}
      <div className="form-foot">
        <button type="button" className="button primary" disabled={revoking.busy} onClick={() => void revoke()}>
          {t.settings.revoke}
        </button>
        <button type="button" className="button" onClick={back}>
          {t.form.cancel}
        </button>
      </div>
    </>
  );
}
