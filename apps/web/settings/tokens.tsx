import { type FormEvent, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, remove } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useSend } from '../base/send.js';
import type { ApiToken, MadeToken, TokenScope } from '../contract.js';
import { ChecksField, ChoiceField } from '../parts/fields/choice-fields.js';
import { LineField } from '../parts/fields/text-fields.js';
import { Once } from '../parts/once.js';
import { Refusal } from '../parts/refusal.js';
import { Failed, Skeleton } from '../parts/states.js';
import { TokenLine } from '../parts/token-line.js';
import { useChange } from '../parts/use-change.js';

const SCOPES: TokenScope[] = ['read', 'write'];

const DAYS = ['30', '90', '365'] as const;
const DAY_MS = 86_400_000;

/** What a person gave other systems, to act for them. */
export function Tokens() {
  const t = useWording();
  const say = useSay();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => get('/tokens', { signal }),
  });
  const revoking = useChange();
  const [made, setMade] = useState<MadeToken | null>(null);
  const again = () => void queries.invalidateQueries({ queryKey: ['tokens'] });
  const revoke = async ({ id, name }: ApiToken) => {
    if (!(await revoking.send(remove('/tokens/{id}', { path: { id } })))) return;
    if (made?.id === id) setMade(null);
    say(t.settings.tokenRevoked(name));
    again();
  };
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={2} />;
  return (
    <section className="section">
      <h2>{t.settings.tokens}</h2>
      <p className="muted">{t.settings.tokensHint}</p>
      {data.items.length === 0 ? (
        <p>{t.settings.noTokens}</p>
      ) : (
        <ul className="desk-list">
          {data.items.map((each) => (
            <li key={each.id}>
              <TokenLine token={each} />
              <button type="button" className="button" disabled={revoking.busy} onClick={() => void revoke(each)}>
                {t.settings.revoke}
                <span className="visually-hidden"> {each.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {revoking.problem && <Refusal problem={revoking.problem} />}
      {made && <Once label={t.settings.newToken(made.name)} value={made.token} hint={t.settings.onceHint} />}
      <NewToken
        done={(token) => {
          setMade(token);
          again();
        }}
      />
    </section>
  );
}

function NewToken({ done }: { done: (made: MadeToken) => void }) {
  const t = useWording();
  const { send, state, problem } = useSend();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<TokenScope[]>(['read']);
  const [days, setDays] = useState<string>('90');
  const wrong = (field: string) => problem?.errors?.find((each) => each.pointer.startsWith(`/${field}`))?.detail;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const expiresAt = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    const made = await send('/tokens', { body: { name: name.trim(), scopes, expiresAt } });
    if (!made) return;
    setName('');
    done(made);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <LineField
        label={t.settings.tokenName}
        hint={t.settings.tokenNameHint}
        value={name}
        change={setName}
        error={wrong('name')}
      />
      <ChecksField
        label={t.settings.scope}
        value={scopes}
        change={setScopes}
        choices={SCOPES.map((value) => ({ value, label: t.tokenScope[value] }))}
        error={wrong('scopes')}
      />
      <ChoiceField
        label={t.settings.validFor}
        value={days}
        change={setDays}
        choices={DAYS.map((value) => ({ value, label: t.settings.days(value) }))}
        error={wrong('expiresAt')}
      />
      {problem && !problem.errors && <Refusal problem={problem} />}
      <button
        type="submit"
        className="button"
        disabled={state !== 'idle' || !name.trim() || scopes.length === 0 || !days}
      >
        {t.settings.tokenMake}
      </button>
    </form>
  );
}
