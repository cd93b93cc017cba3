import type { ProblemBody } from '../base/api.js';
import { usePreferences } from '../base/language.js';

/** What a refusal says, beside the button: title, what can be done next, and what stands in the way. */
export function Refusal({ problem }: { problem: ProblemBody }) {
  const { t, listed } = usePreferences();
  const { openVisits = [], openObligations = [], kinds = [] } = problem;
  return (
    <div className="refusal" role="alert" data-code={problem.code}>
      <p className="refusal-title">{problem.title}</p>
      <p>{problem.detail}</p>
      {problem.retryAfter && <p>{t.state.retryIn(problem.retryAfter)}</p>}
      {openVisits.length > 0 && (
        <p>
          {t.form.openVisits}: {openVisits.map((n) => t.dispute.visitNo(n)).join(' ')}
        </p>
      )}
      {openObligations.length > 0 && (
        <p>
          {t.form.openObligations}: {openObligations.map(({ kind }) => t.kind[kind]).join(' ')}
        </p>
      )}
      {kinds.length > 0 && <p>{listed(kinds.map((each) => t.notice[each]))}</p>}
      {problem.reference && (
        <p className="muted">
          {t.state.reference} <code>{problem.reference}</code>
        </p>
      )}
    </div>
  );
}
