import { useState } from 'react';
import { useWording } from '../../base/language.js';
import { useAfterCommand, useSend } from '../../base/send.js';
import { useMay } from '../../base/session.js';
import type { DisputeView, Limit } from '../../contract.js';
import { DurationField } from '../../parts/fields/time-fields.js';
import { Moment } from '../../parts/marks.js';
import { Refusal } from '../../parts/refusal.js';
import { WouldSend } from './would-send.js';

/** A rehearsal's own time, and how to move it. */
export function RehearsalBar({ view }: { view: DisputeView }) {
  const t = useWording();
  const [by, setBy] = useState<Limit>({ amount: 1, unit: 'workingDays' });
  const { send, state, problem } = useSend();
  const after = useAfterCommand();
  const mayMove = useMay()('rehearsal.forward');
  const move = async (limit: Limit) => {
    const answer = await send('/disputes/{id}/fast-forward', { path: { id: view.id }, body: { by: limit } });
    if (answer) after(answer);
  };
  return (
    <section className="rehearsal" aria-label={t.dispute.rehearsal}>
      <p>
        <b>{t.dispute.rehearsal}</b> {t.dispute.rehearsalHint}
        <br />
        <span className="muted">{t.dispute.clockNow}</span>{' '}
        <b data-testid="rehearsal-now">
          <Moment at={view.now} />
        </b>
      </p>
      {mayMove && (
        <form
          className="row wrap"
          onSubmit={(event) => {
            event.preventDefault();
            void move(by);
          }}
        >
          <DurationField
            label={t.dispute.letTravel}
            value={by}
            change={setBy}
            units={['hours', 'days', 'workingHours', 'workingDays', 'months']}
          />
          <button type="submit" className="button primary" disabled={state !== 'idle'}>
            {state === 'idle' ? t.dispute.forward : t.form.sending}
          </button>
        </form>
      )}
      {problem && <Refusal problem={problem} />}
      <WouldSend view={view} />
    </section>
  );
}
