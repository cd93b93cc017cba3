import { type FormEvent, useState } from 'react';
import { patch } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import type { Channel } from '../contract.js';
import { ChecksField } from '../parts/fields/choice-fields.js';
import { LineField } from '../parts/fields/text-fields.js';
import { Save } from './save.js';
import { useChange } from '../parts/use-change.js';

type Kind = Channel['muted'][number];

/** Of what a person is told on a channel, and when it stays silent. */
export function Choices({ channel, again }: { channel: Channel; again: () => void }) {
  const t = useWording();
  const say = useSay();
  const kinds = Object.keys(t.notice) as Kind[];
  const [told, setTold] = useState(kinds.filter((each) => !channel.muted.includes(each)));
  const [from, setFrom] = useState(channel.quietHours?.from ?? '');
  const [to, setTo] = useState(channel.quietHours?.to ?? '');
  const { send, busy, problem, wrong } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = {
      muted: kinds.filter((each) => !told.includes(each)),
      quietHours: from || to ? { from, to } : null,
    };
    if (!(await send(patch('/channels/{id}', { path: { id: channel.id }, body })))) return;
    say(t.settings.saved);
    again();
  };
  return (
    <details className="sub-form">
      <summary>
        {t.settings.choices}
        <span className="visually-hidden"> {channel.address}</span>
      </summary>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <ChecksField
          label={t.settings.toldOf}
          value={told}
          change={setTold}
          choices={kinds.map((value) => ({ value, label: t.notice[value] }))}
          error={wrong('muted')}
        />
        <div className="pair">
          <LineField
            label={t.settings.quietFrom}
            hint={t.settings.quietHint}
            optional
            type="time"
            value={from}
            change={setFrom}
            error={wrong('quietHours/from') ?? wrong('quietHours')}
          />
          <LineField
            label={t.settings.quietTo}
            optional
            type="time"
            value={to}
            change={setTo}
            error={wrong('quietHours/to')}
          />
        </div>
        <Save problem={problem} disabled={busy} />
      </form>
    </details>
  );
}
