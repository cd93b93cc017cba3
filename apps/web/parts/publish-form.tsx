import { useState, type ReactNode } from 'react';
import type { ProblemBody } from '../base/api.js';
import { useWording } from '../base/language.js';
import type { Preview } from '../contract.js';
import { useDraft } from './draft.js';
import { FlagField } from './fields/choice-fields.js';
import { TextField } from './fields/text-fields.js';
import { Refusal } from './refusal.js';

/** Why it is published; where announced dates come earlier or are late at once, the word that this is meant. */
export function PublishForm({
  draft,
  preview,
  moves,
  because = '',
  busy,
  problem,
  publish,
  title,
  hint,
  children,
}: {
  /** What the reason is kept under until it was handed in. */
  draft: string;
  preview: Pick<Preview, 'late' | 'shorter'>;
  /** Whether open cases move by it. */
  moves: boolean;
  /** What is known of why, for whoever publishes to say otherwise. */
  because?: string;
  busy: boolean;
  problem: ProblemBody | null;
  /** @returns whether it is done */
  publish: (said: { reason: string; allowShorter: boolean }) => Promise<boolean>;
  /** What its button says, where that is not publishing. */
  title?: string;
  /** What becomes of the reason. */
  hint?: string;
  children?: ReactNode;
}) {
  const t = useWording();
  const typed = useDraft<{ reason: string | null }>(draft, { reason: null });
  const reason = typed.value.reason ?? because;
  const [isMeant, setMeant] = useState(false);
  const { late, shorter } = preview;
  const asks = moves && late + shorter > 0;
  return (
    <form
      className="section"
      onSubmit={(event) => {
        event.preventDefault();
        void publish({ reason: reason.trim(), allowShorter: asks && isMeant }).then((done) => done && typed.clear());
      }}
    >
      <h2>{title ?? t.changing.publish}</h2>
      {children}
      <TextField
        label={t.changing.why}
        hint={hint ?? t.changing.whyHint}
        value={reason}
        change={(reason) => typed.change({ reason })}
      />
      {asks && (
        <FlagField
          label={t.changing.meant(shorter, late)}
          hint={t.changing.meantHint}
          value={isMeant}
          change={setMeant}
        />
      )}
      {problem && <Refusal problem={problem} />}
      <div className="form-foot">
        <button type="submit" className="button primary" disabled={busy || reason.trim() === '' || (asks && !isMeant)}>
          {title ?? t.changing.publish}
        </button>
      </div>
    </form>
  );
}
