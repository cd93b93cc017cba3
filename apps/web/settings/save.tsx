import type { ProblemBody } from '../base/api.js';
import { useWording } from '../base/language.js';
import { Refusal } from '../parts/refusal.js';

/** The end of a form: what was refused of it as a whole, and the button. */
export function Save({ problem, disabled }: { problem: ProblemBody | null; disabled: boolean }) {
  const t = useWording();
  return (
    <>
      {problem && !problem.errors && <Refusal problem={problem} />}
      <button type="submit" className="button primary" disabled={disabled}>
        {t.settings.save}
      </button>
    </>
  );
}
