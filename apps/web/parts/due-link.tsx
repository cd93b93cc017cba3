import type { ObligationView } from '../contract.js';
import { useWording } from '../base/language.js';
import { Moment } from './marks.js';

/** A due moment is a link: it opens why it is this one. */
export function DueLink({
  obligation,
  now,
  explain,
}: {
  obligation: ObligationView;
  now?: string;
  explain: (obligation: ObligationView) => void;
}) {
  const t = useWording();
  return (
    <button
      type="button"
      className={obligation.provisional ? 'due-link provisional' : 'due-link'}
      title={t.dispute.why}
      onClick={() => explain(obligation)}
    >
      <Moment at={obligation.dueAt} {...(now && { now })} />
      {obligation.provisional && ` ${t.time.provisional}`}
    </button>
  );
}
