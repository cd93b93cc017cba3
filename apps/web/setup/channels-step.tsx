import { useWording } from '../base/language.js';
import { Channels } from '../settings/channels.js';
import type { StepProps } from './step.js';

/** A way of telling for oneself first: the code that has to be typed back is the message that arrived. */
export function ChannelsStep({ next }: StepProps) {
  const t = useWording();
  return (
    <>
      <p className="muted">{t.setup.channelsHint}</p>
      <Channels />
      <p className="form-foot">
        <button type="button" className="button primary" onClick={next}>
          {t.setup.save}
        </button>
      </p>
    </>
  );
}
