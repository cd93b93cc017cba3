import { useId, useState } from 'react';
import { useWording } from '../base/language.js';
import { Channels } from '../settings/channels.js';
import type { StepProps } from './step.js';

/** A way of telling for oneself first: the code that has to be typed back, or a test message, is what arrived. */
export function ChannelsStep({ next }: StepProps) {
  const t = useWording();
  const id = useId();
  const [isTyped, typed] = useState(false);
  return (
    <>
      <p className="muted">{t.setup.channelsHint}</p>
      <Channels form={{ id, typed }} />
      <p className="form-foot">
        {isTyped ? (
          // What was typed is added first, and its test message seen here.
          <button type="submit" form={id} className="button primary">
            {t.setup.channelsAdd}
          </button>
        ) : (
          <button type="button" className="button primary" onClick={next}>
            {t.setup.save}
          </button>
        )}
      </p>
    </>
  );
}
