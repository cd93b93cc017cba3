import { setImmediate as breath } from 'node:timers/promises';
import type { Rules } from '#domain/obligation/obligation.js';
import type { Account, Sought, Tree } from '#domain/people/tree.js';
import { sliceOf } from '#domain/policy/document.js';
import { Counts, simulated, type Told } from '#domain/simulation/counted.js';
import { earlier } from '#domain/time/time.js';
import { noticesOf } from '#persistence/record/notices.js';
import { recordsOf, type Part, type Simulating } from '#persistence/rules/simulating.js';
import type { Ended, Rollout, Waiting } from '#persistence/rollouts/rollout-store.js';
import type { ActDeps } from './bringing-in.js';
import type { Act } from './rollout.js';

/** Of one part so many are named. */
const MOST_NAMED = 200;

/** Months of the record, told once more under other rules and counted beside those in force. Nothing is done to any case. */
export function simulating(deps: Pick<ActDeps, 'source' | 'rulebook' | 'directory'>): Act {
  return {
    // It is this process that works, and people are answered by it as well.
    lanes: 1,
    do: (rollout, item) => part(deps, rollout, item),
  };
}

async function part(
  { source, rulebook, directory }: Pick<ActDeps, 'source' | 'rulebook' | 'directory'>,
  { what, madeAt }: Rollout,
  { subject }: Waiting,
): Promise<Ended> {
  const { version, policyVersion, calendarVersion, from, to } = what as Simulating;
  const before = await rulebook.rules(policyVersion, calendarVersion);
  const after = version === policyVersion ? before : rulesOf(what as Simulating, before);
  const period = { from, to, until: earlier(to, madeAt) };
  const told = toldBy(await directory.load());
  const [counts, others] = [new Counts(), new Counts()];
  const latenesses: Part['latenesses'] = [];
  for (const [id, events] of await recordsOf(source, subject, { from, to })) {
    const one = simulated(id, events, { before, after }, period, told);
    counts.addAll(one.before);
    others.addAll(one.after);
    latenesses.push(...one.latenesses);
    // Others are answered in between.
    await breath();
  }
  const facts: Part = {
    before: counts.all,
    after: others.all,
    changed: latenesses.length,
    latenesses: latenesses.slice(0, MOST_NAMED),
  };
  return { state: 'moved', facts };
}

/** One set of rules for all parts of a round, so that its calendar is worked out once. */
const known = new WeakMap<Simulating, Rules>();

function rulesOf(what: Simulating, { calendar }: Rules): Rules {
  let rules = known.get(what);
  if (!rules) known.set(what, (rules = { policyVersion: what.version, policy: sliceOf(what.document), calendar }));
  return rules;
}

/** Whoever has a post today; the record does not say who had it then. */
function toldBy(tree: Tree): Told {
  const found = new Map<string, Account[]>();
  const people = (target: Sought): Account[] => {
    const { post, role, departmentId, userId } = target;
    const key = JSON.stringify([post, role, departmentId, userId]);
    let those = found.get(key);
    if (!those) found.set(key, (those = tree.people(target)));
    return those;
  };
  return (event, targets) => noticesOf(event, targets, { people }).map(({ user_id }) => user_id);
}
