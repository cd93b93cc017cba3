import type { ReactNode } from 'react';
import type { ProblemBody } from '../base/api.js';
import { usePreferences, useWording } from '../base/language.js';
import { usePeople } from '../base/people.js';
import { useDepartments, useZone } from '../base/session.js';
import { momentText } from '../base/time.js';
import { useInSight } from './in-sight.js';
import { CARRIED, factsOf } from './refusal-facts.js';

/**
 * What a refusal says, beside the button: title, what can be done next, and what stands in the way.
 *
 * @param children the ways out of it, where it has some of its own
 */
export function Refusal({ problem, children }: { problem: ProblemBody; children?: ReactNode }) {
  const t = useWording();
  const here = useInSight<HTMLDivElement>(problem);
  return (
    <div className="refusal in-sight" role="alert" ref={here} data-code={problem.code}>
      <p className="refusal-title">{problem.title}</p>
      <p>{problem.detail}</p>
      {problem.retryAfter && <p>{t.state.retryIn(problem.retryAfter)}</p>}
      {CARRIED.some((each) => problem[each] !== undefined) && <Facts problem={problem} />}
      {problem.reference && (
        <p className="muted">
          {t.state.reference} <code>{problem.reference}</code>
        </p>
      )}
      {children}
    </div>
  );
}

/** Apart, since a name has to be asked for: whoever is not signed in is refused without any. */
function Facts({ problem }: { problem: ProblemBody }) {
  const { t, language, listed } = usePreferences();
  const { name } = useDepartments();
  const people = usePeople();
  const zone = useZone();
  const moment = (at: string) => momentText(at, zone, language);
  return (
    <ul className="refusal-facts">
      {factsOf(problem, { t, listed, name, person: people.name, moment }).map(({ label, text }) => (
        <li key={label}>
          {label} <b>{text}</b>
        </li>
      ))}
    </ul>
  );
}
