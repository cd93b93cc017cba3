import { useWording } from '../base/language.js';
import { useSend } from '../base/send.js';
import type { Channel } from '../contract.js';
import { Refusal } from '../parts/refusal.js';

/** Whether a channel takes what is sent there, and a test message to see it by. */
export function Trial({
  channel: { id, address, reached, confirmation },
  again,
}: {
  channel: Channel;
  again: () => void;
}) {
  const t = useWording();
  const { send, state, problem } = useSend();
  // Tried once and not taken: it is tried again by itself, and by whoever mended the address meanwhile.
  const stage = confirmation?.state === 'waiting' && confirmation.fault ? 'again' : confirmation?.state;
  const ask = async () => {
    await send('/channels/{id}/confirmation', { path: { id } });
    again();
  };
  return (
    <div className="sub-form">
      <p role="status">
        {stage ? t.settings.trial[stage] : reached ? t.settings.trialReached : t.settings.trialNone}
        {confirmation?.fault && <b> {t.deliveryFault[confirmation.fault]}</b>}
      </p>
      {problem && <Refusal problem={problem} />}
      <button
        type="button"
        className="button"
        disabled={state !== 'idle' || stage === 'waiting'}
        onClick={() => void ask()}
      >
        {t.settings.trialSend}
        <span className="visually-hidden"> {address}</span>
      </button>
    </div>
  );
}
