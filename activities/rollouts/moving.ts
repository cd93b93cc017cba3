import type { MoveRules } from '#domain/dispute/commands.js';
import type { Registered } from '#domain/dispute/state.js';
import { regionOf } from '#domain/people/regions.js';
import type { EventText } from '#domain/dispute/text.js';
import { canonical } from '#persistence/database/canonical.js';
import { rows } from '#persistence/database/rows.js';
import { openIds } from '#persistence/reading/open-states.js';
import { ReachReader } from '#persistence/reading/reach.js';
import { datesMoved, tellDigest } from '#persistence/rollouts/digests.js';
import { MOVE_RULES, type Moving } from '#persistence/rules/moving.js';
import type { Ended, Rollout, Waiting } from '#persistence/rollouts/rollout-store.js';
import type { ActDeps } from './bringing-in.js';
import type { Act } from './rollout.js';

/** Open cases go on under rules that were published after they began, each by an entry of its own. */
export function moving(deps: ActDeps): Act {
  return {
    do: (rollout, item) => moveOne(deps, rollout, item),
    // What was entered under the rules of before while this ran; whatever it found already is not looked at again.
    more: async ({ what, actor }) => {
      if (!(what as Moving).all) return [];
      return openIds(deps.source, regionOf(actor.departmentId, await deps.directory.of(actor)), what as Moving);
    },
    end: async ({ id, what, madeAt }) => {
      const { version, cause } = what as Moving;
      const { moved, late } = await datesMoved(deps.source, id, { version, cause, since: madeAt });
      const tree = await deps.directory.load();
      await tellDigest(deps.source, id, 'dates-moved', moved, tree);
      await tellDigest(deps.source, id, 'late-moved', late, tree);
    },
  };
}

async function moveOne(deps: ActDeps, rollout: Rollout, { n, subject }: Waiting): Promise<Ended> {
  const { source, vault, rulebook, door } = deps;
  const { cause, version, allowShorter, reason } = rollout.what as Moving;
  const reach = new ReachReader(source, rulebook);
  const found = await reach.state({ kind: 'dispute', id: subject });
  const key = vault.match('key', rollout.actor.userId, `rollout ${rollout.id} ${n}`);
  if (!found || !(await isToMove(deps, found.state, cause, version)))
    return { state: (await isOwnDeed(source, subject, key)) ? 'moved' : 'unchanged' };
  const { policyVersion, calendar } = found.state.rules;
  const [policy, years] = await Promise.all([
    rulebook.policy(cause === 'policy' ? version : policyVersion),
    rulebook.calendar(cause === 'calendar' ? version : calendar.version),
  ]);
  const textKey = await vault.find(source, subject);
  const text: EventText['RulesMoved'] = { reason: vault.openOwn(reason, MOVE_RULES) };
  const command: MoveRules = {
    type: 'MoveRules',
    // Sent a second time, because nobody heard the answer, it is the same command.
    key,
    bodyHmac: vault.match('body', 'move-rules', canonical({ cause, version, allowShorter, ...text })),
    receivedAt: rollout.madeAt,
    actor: rollout.actor,
    data: {
      rules: await rulebook.rules(policy.version, years.version),
      policyHash: policy.hash,
      calendarHash: years.hash,
      cause,
      allowShorter,
    },
    ...(textKey && { text: textKey.seal(text) }),
  };
  const state = () => reach.state({ kind: 'dispute', id: subject });
  await door.submit(subject, command, { seq: found.state.seq, head: found.head, state });
  return { state: 'moved' };
}

/** It moved by this very rollout already, and nobody heard of it: whoever did that was killed in that moment. */
async function isOwnDeed(source: ActDeps['source'], disputeId: string, key: string): Promise<boolean> {
  const found = await rows(source, `SELECT FROM event WHERE dispute_id = $1 AND answers ->> 'key' = $2`, [
    disputeId,
    key,
  ]);
  return found.length > 0;
}

/** Nobody is moved back by a rollout that rules which were published after it have overtaken. */
async function isToMove(
  { rulebook }: Pick<ActDeps, 'rulebook'>,
  { status, rehearsal, rules }: Registered,
  cause: Moving['cause'],
  version: string,
): Promise<boolean> {
  if (status === 'closed' || rehearsal) return false;
  const { policy, calendar } = await rulebook.current(rules.calendar.region);
  const [current, own] =
    cause === 'policy' ? [policy.version, rules.policyVersion] : [calendar.version, rules.calendar.version];
  return current === version && own !== version;
}
