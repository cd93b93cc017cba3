import { useWording } from '../base/language.js';
import { drop } from '../base/outbox.js';
import { useOutbox } from '../base/send.js';

/** What was handed in and did not go out yet, or was refused when it did; on every page until it is settled. */
export function UnsentBar() {
  const t = useWording();
  const unsent = useOutbox();
  if (unsent.length === 0) return null;
  return (
    <section className="unsent-bar" aria-label={t.state.unsentTitle}>
      <ul role="status">
        {unsent.map(({ key, says, problem }) => (
          <li key={key}>
            <span className="grow">
              <b>{problem ? t.state.notTaken : t.state.unsentTitle}</b> {says}
              {problem &&
                ` · ${problem.title}${problem.detail && problem.detail !== problem.title ? ` ${problem.detail}` : ''}`}
            </span>
            <button type="button" className="button small" onClick={() => drop(key)}>
              {problem ? t.state.seen : t.state.unsentStop}
              <span className="visually-hidden"> {says}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
