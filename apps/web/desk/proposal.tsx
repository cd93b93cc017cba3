import { Link } from 'react-router';
import { useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import { DepartmentField } from '../parts/fields/who-fields.js';
import { TextField } from '../parts/fields/text-fields.js';
import { Tag } from '../parts/marks.js';
import { Refusal } from '../parts/refusal.js';
import type { Registration } from './use-registration.js';

/** Beside the form: who is proposed and why, to whom it goes, and what is like it. */
export function Proposal({
  draft,
  proposal,
  set,
  to,
  reason,
  dispatchTo,
  dispatches,
  state,
  problem,
}: Pick<
  Registration,
  'draft' | 'proposal' | 'set' | 'to' | 'reason' | 'dispatchTo' | 'dispatches' | 'state' | 'problem'
>) {
  const t = useWording();
  const { name } = useDepartments();
  const suggestion = proposal?.suggestion ?? null;
  return (
    <div className="beside">
      <section className="section" aria-live="polite">
        <h2>{t.desk.proposed}</h2>
        {suggestion ? (
          <>
            <p className="proposal-name">{name(suggestion.departmentId)}</p>
            <p className="muted">
              {t.desk.because}: {suggestion.reason}
            </p>
          </>
        ) : (
          <p className="muted">{draft.category && draft.village ? t.desk.proposesNobody : t.desk.noProposal}</p>
        )}
      </section>
      <section className="section">
        <DepartmentField
          label={t.desk.dispatchTo}
          none={t.desk.dispatchNot}
          value={to}
          change={dispatchTo}
          proposed={suggestion?.departmentId}
        />
        {dispatches && (
          <TextField
            label={t.desk.dispatchReason}
            hint={t.desk.dispatchReasonHint}
            value={reason}
            change={(words) => set({ reason: words })}
            rows={2}
          />
        )}
        {problem && (problem.status !== 400 || !problem.errors) && <Refusal problem={problem} />}
        {state === 'waiting' && <p className="unsent">{t.state.unsent}</p>}
        <button type="submit" className="button primary wide" disabled={state !== 'idle'}>
          {state !== 'idle' ? t.form.sending : dispatches ? t.desk.submit : t.desk.submitOnly}
        </button>
      </section>
      <section className="section" aria-live="polite">
        <h2>{t.desk.similar}</h2>
        {(proposal?.similar ?? []).length === 0 ? (
          <p className="muted">{t.desk.similarNone}</p>
        ) : (
          <ul>
            {proposal!.similar.map((each) => (
              <li key={each.id}>
                <Link to={`/disputes/${each.id}`} target="_blank">
                  {each.number}
                </Link>{' '}
                <Tag tone={each.why === 'same-matter' ? 'quiet' : 'warn'}>{t.similarity[each.why]}</Tag>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
