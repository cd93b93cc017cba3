import { Link } from 'react-router';
import type { ProblemBody } from '../base/api.js';
import { useWording } from '../base/language.js';
import { timeLeft, type Unsent as Waiting } from '../base/outbox.js';
import { useOutbox } from '../base/send.js';
import { giveBack } from '../parts/unsent-line.js';
import { Leaving } from './leaving.js';

const whyOf = ({ title, detail }: ProblemBody) => (detail && detail !== title ? `${title} ${detail}` : title);

/** What was handed in and did not go out yet, or was refused when it did; on every page until it is settled. */
export function UnsentBar() {
  const all = useOutbox();
  const unsent = all.filter((each) => timeLeft(each) === 0);
  return (
    <>
      <Leaving unsent={all.filter((each) => timeLeft(each) > 0)} />
      {unsent.length > 0 && <Unsent unsent={unsent} />}
    </>
  );
}

/** The case that it is about. */
const caseOf = ({ path, question }: Waiting) =>
  path.startsWith('/disputes/{id}/') ? `/disputes/${String(question.path?.id)}` : null;

function Unsent({ unsent }: { unsent: readonly Waiting[] }) {
  const t = useWording();
  return (
    <section className="unsent-bar" aria-label={t.state.unsentTitle}>
      <ul role="status">
        {unsent.map((each) => (
          <li key={each.key}>
            <span className="grow">
              <b>{each.problem ? t.state.notTaken : t.state.unsentTitle}</b> {each.says}
              {each.problem && ` · ${whyOf(each.problem)}`}
            </span>
            {each.problem && caseOf(each) && (
              <Link className="button small" to={caseOf(each)!}>
                {t.inbox.open}
                <span className="visually-hidden"> {each.says}</span>
              </Link>
            )}
            <button type="button" className="button small" onClick={() => giveBack(each)}>
              {each.problem ? t.state.seen : t.state.unsentStop}
              <span className="visually-hidden"> {each.says}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
