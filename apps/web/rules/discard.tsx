import { useState } from 'react';
import { useWording } from '../base/language.js';
import { Dialog } from '../parts/dialog.js';
import { FormFoot } from '../parts/form-foot.js';
import { Refusal } from '../parts/refusal.js';
import { useChange } from '../parts/use-change.js';

/** Throws away a draft, once that was confirmed. */
export function Discard({ draft, discard }: { draft: string; discard: () => Promise<unknown> }) {
  const t = useWording();
  const [asks, setAsks] = useState(false);
  const { send, busy, problem } = useChange();
  const close = () => setAsks(false);
  return (
    <>
      <button type="button" className="link" onClick={() => setAsks(true)}>
        {t.changing.discard}
        <span className="visually-hidden"> {draft}</span>
      </button>
      {asks && (
        <Dialog narrow title={`${t.changing.discard} ${draft}`} close={close}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void send(discard()).then((done) => done && close());
            }}
          >
            <p>{t.changing.discardSure}</p>
            {problem && <Refusal problem={problem} />}
            <FormFoot says={t.changing.discard} disabled={busy} cancel={close} />
          </form>
        </Dialog>
      )}
    </>
  );
}
