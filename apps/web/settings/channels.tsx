import { type FormEvent, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch, post, remove } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSend } from '../base/send.js';
import type { Channel } from '../contract.js';
import { ChoiceField } from '../parts/fields/choice-fields.js';
import { LineField } from '../parts/fields/text-fields.js';
import { Moment, Tag } from '../parts/marks.js';
import { Once } from '../parts/once.js';
import { Refusal } from '../parts/refusal.js';
import { Failed, Skeleton } from '../parts/states.js';
import { Choices } from './choices.js';
import { Confirm } from './confirm.js';

const CODE_LOOK_MS = 5_000;

/** Where a person is told of notices beside the console, and what became of what was sent there. */
export function Channels() {
  const t = useWording();
  const queries = useQueryClient();
  const channels = useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => get('/channels', { signal }),
    // A code leaves within a minute: the screen says so when it has.
    refetchInterval: ({ state }) =>
      state.data?.items.some((each) => !each.confirmed && each.confirmation?.state === 'waiting')
        ? CODE_LOOK_MS
        : false,
  });
  const deliveries = useQuery({
    queryKey: ['deliveries'],
    queryFn: ({ signal }) => get('/deliveries', { query: { limit: 20 }, signal }),
  });
  const { send, state, problem } = useSend();
  const [kind, setKind] = useState<Channel['kind']>('email');
  const [address, setAddress] = useState('');
  const [theirs, setTheirs] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const again = () => {
    void queries.invalidateQueries({ queryKey: ['channels'] });
    void queries.invalidateQueries({ queryKey: ['deliveries'] });
  };
  const signs = kind === 'dingtalk' || kind === 'feishu';
  const wrong = (field: string) => problem?.errors?.find((each) => each.pointer === `/${field}`)?.detail;
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const made = await send('/channels', {
      body: { kind, address: address.trim(), ...(signs && theirs.trim() && { secret: theirs.trim() }) },
    });
    if (!made) return;
    setSecret(made.secret ?? null);
    setAddress('');
    setTheirs('');
    again();
  };
  if (channels.isError && !channels.data) {
    return <Failed error={channels.error} retry={() => void channels.refetch()} />;
  }
  if (!channels.data) return <Skeleton rows={2} />;
  const { items } = channels.data;
  const sent = deliveries.data?.items ?? [];
  return (
    <section className="section">
      <h2>{t.settings.channels}</h2>
      <p className="muted">{t.settings.channelsHint}</p>
      {items.length === 0 ? (
        <p>{t.settings.noChannels}</p>
      ) : (
        <ul className="desk-list">
          {items.map((each) => (
            <li key={each.id}>
              <p>
                <Tag>{t.channel[each.kind]}</Tag> <span>{each.address}</span>
                {!each.confirmed && <Tag tone="warn">{t.settings.unconfirmed}</Tag>}
                {!each.active && (
                  <span className="muted">
                    {t.settings.off} {each.disabledReason}
                  </span>
                )}
              </p>
              <div className="row wrap">
                {!each.active && (
                  <button
                    type="button"
                    className="button"
                    onClick={() =>
                      void patch('/channels/{id}', { path: { id: each.id }, body: { active: true } }).then(again)
                    }
                  >
                    {t.settings.switchOn}
                    <span className="visually-hidden"> {each.address}</span>
                  </button>
                )}
                <button
                  type="button"
                  className="button"
                  onClick={() => void remove('/channels/{id}', { path: { id: each.id } }).then(again)}
                >
                  {t.settings.remove}
                  <span className="visually-hidden"> {each.address}</span>
                </button>
              </div>
              {!each.confirmed && <Confirm channel={each} again={again} />}
              <Choices channel={each} again={again} />
            </li>
          ))}
        </ul>
      )}
      {secret && <Once label={t.settings.secret} value={secret} hint={t.settings.onceHint} />}
      <form onSubmit={(event) => void add(event)} noValidate>
        <ChoiceField
          label={t.settings.kind}
          value={kind}
          change={(value) => setKind(value as Channel['kind'])}
          choices={Object.entries(t.channel).map(([value, label]) => ({ value, label }))}
        />
        <LineField
          label={t.settings.address}
          value={address}
          change={setAddress}
          type={kind === 'email' ? 'email' : 'url'}
          error={wrong('address')}
        />
        {signs && (
          <LineField
            label={t.settings.theirSecret}
            hint={t.settings.theirSecretHint}
            optional
            value={theirs}
            change={setTheirs}
            error={wrong('secret')}
          />
        )}
        {problem && !problem.errors && <Refusal problem={problem} />}
        <button type="submit" className="button" disabled={state !== 'idle' || !address.trim()}>
          {t.settings.add}
        </button>
      </form>
      {items.length > 0 && (
        <details>
          <summary>{t.settings.deliveries}</summary>
          {sent.length === 0 ? (
            <p className="muted">{t.settings.noDeliveries}</p>
          ) : (
            <ul className="desk-list">
              {sent.map((each) => (
                <li key={each.id}>
                  <p>
                    <Tag tone={each.state === 'failed' ? 'warn' : 'quiet'}>{t.deliveryState[each.state]}</Tag>
                    <span className="muted">
                      <Moment at={each.sentAt ?? each.madeAt} />
                    </span>
                    {each.fault && <span title={each.lastError ?? ''}>{t.deliveryFault[each.fault]}</span>}
                  </p>
                  {each.state === 'failed' && (
                    <button
                      type="button"
                      className="button"
                      onClick={() => void post('/deliveries/{id}/resend', { path: { id: each.id } }).then(again)}
                    >
                      {t.settings.resend}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </details>
      )}
    </section>
  );
}
