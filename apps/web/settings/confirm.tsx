import { type FormEvent, useState } from 'react';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useSend } from '../base/send.js';
import type { Channel } from '../contract.js';
import { LineField } from '../parts/fields/text-fields.js';
import { Moment } from '../parts/marks.js';
import { Refusal } from '../parts/refusal.js';

/** How far the confirmation of an e-mail address is, and what its person can do now. */
export function Confirm({ channel: { id, address, confirmation }, again }: { channel: Channel; again: () => void }) {
  const t = useWording();
  const say = useSay();
  const confirming = useSend();
  const asking = useSend();
  const [code, setCode] = useState('');
  const isOpen =
    confirmation?.state === 'sent' &&
    confirmation.triesLeft > 0 &&
    Date.parse(confirmation.expiresAt ?? '') > Date.now();
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    asking.setProblem(null);
    const done = await confirming.send('/channels/{id}/confirm', { path: { id }, body: { code: code.trim() } });
    if (done) say(t.settings.confirmed(address));
    setCode('');
    again();
  };
  const ask = async () => {
    confirming.setProblem(null);
    if (await asking.send('/channels/{id}/confirmation', { path: { id } })) say(t.settings.codeAsked);
    again();
  };
  const { problem } = confirming;
  const wrong = problem?.errors?.[0]?.detail;
  const refused = problem?.errors ? asking.problem : (problem ?? asking.problem);
  return (
    <form className="sub-form" onSubmit={(event) => void confirm(event)} noValidate>
      <p role="status">
        {isOpen ? (
          <>
            {t.settings.codeSent} <Moment at={confirmation.expiresAt!} />
          </>
        ) : confirmation?.state === 'waiting' ? (
          t.settings.codeWaiting
        ) : confirmation?.state === 'failed' ? (
          t.settings.codeFailed
        ) : (
          t.settings.codeOver
        )}
        {confirmation?.fault && <b> {t.deliveryFault[confirmation.fault]}</b>}
      </p>
      {isOpen && (
        <LineField
          label={t.settings.code}
          value={code}
          change={setCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          error={wrong}
        />
      )}
      {refused && <Refusal problem={refused} />}
      {refused?.code === 'CODE_WRONG' && confirmation && <p>{t.settings.triesLeft(confirmation.triesLeft)}</p>}
      <div className="row wrap">
        {isOpen && (
          <button type="submit" className="button primary" disabled={confirming.state !== 'idle' || !code.trim()}>
            {t.settings.confirm}
          </button>
        )}
        <button type="button" className="button" disabled={asking.state !== 'idle'} onClick={() => void ask()}>
          {t.settings.sendCode}
          <span className="visually-hidden"> {address}</span>
        </button>
      </div>
    </form>
  );
}
