import { clockOf, derive, type Obligation, type Rules } from './obligation.js';
import { doorstepOf } from '../policy/doorstep.js';
import { earlier, instantOf, later, millisOf, type Instant } from '../time/time.js';
import type { Grade } from '../words.js';

type Visit = Pick<Obligation, 'rule' | 'terms' | 'dueAt'>;

/**
 * From when on a return visit tells something: so far (policy `visitsFrom`) between the visit before it and itself, in
 * real time. Before it lies the due moment of its plan's last one, whatever became of that; before the first, and before
 * one that was added, what brought it.
 */
export function earliestOf(visit: Visit, rules: Rules): Instant {
  const from = millisOf(earlier(dueBefore(visit, rules), visit.dueAt));
  const { visitsFrom } = doorstepOf(rules.policy);
  return instantOf(from + Math.round((millisOf(visit.dueAt) - from) * visitsFrom));
}

function dueBefore({ rule, terms }: Visit, rules: Rules): Instant {
  const [, grade, index] = rule.path.split('.');
  const before = rules.policy.visits[grade as Grade]?.[Number(index) - 1];
  if (!before) return terms.countedFrom;
  return later(terms.countedFrom, derive({ ...terms, limit: before.after }, rule, clockOf(rules)).dueAt);
}
