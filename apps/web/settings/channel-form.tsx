import { type FormEvent, useState } from 'react';
import { useWording } from '../base/language.js';
import { useSend } from '../base/send.js';
import type { Channel } from '../contract.js';
import { ChoiceField } from '../parts/fields/choice-fields.js';
import { LineField } from '../parts/fields/text-fields.js';
import { Once } from '../parts/once.js';
import { Refusal } from '../parts/refusal.js';

/** A new way of telling; its secret is shown once. */
export function ChannelForm({
  again,
  form,
}: {
  again: () => void;
  /** Where a button elsewhere sends it as well: by which name it does, and whether there is anything to send. */
  form?: { id: string; typed: (isTyped: boolean) => void } | undefined;
}) {
  const t = useWording();
  const { send, state, problem } = useSend();
  const [kind, setKind] = useState<Channel['kind']>('email');
  const [address, setAddress] = useState('');
  const [theirs, setTheirs] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const type = (value: string) => {
    setAddress(value);
    form?.typed(value.trim() !== '');
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
    type('');
    setTheirs('');
    again();
  };
  return (
    <>
      {secret && <Once label={t.settings.secret} value={secret} hint={t.settings.onceHint} />}
      <form id={form?.id} onSubmit={(event) => void add(event)} noValidate>
        <ChoiceField
          label={t.settings.kind}
          value={kind}
          change={(value) => setKind(value as Channel['kind'])}
          choices={Object.entries(t.channel).map(([value, label]) => ({ value, label }))}
        />
        <LineField
          label={t.settings.address}
          value={address}
          change={type}
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
    </>
  );
}
