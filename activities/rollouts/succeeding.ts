import { isRegistered } from '#domain/dispute/state.js';
import { hasPartOf } from '#domain/dispute/chapters/succession/places.js';
import type { SucceedDepartment } from '#domain/dispute/commands.js';
import type { EventText } from '#domain/dispute/text.js';
import { canonical } from '#persistence/database/canonical.js';
import { ReachReader } from '#persistence/reading/reach.js';
import type { Ended, Rollout } from '#persistence/rollouts/rollout-store.js';
import { casesNaming, itemsAt } from '#persistence/staff/holdings.js';
import { CLOSING, Staff, asking, type Closing } from '#persistence/staff/staff.js';
import type { ActDeps } from './bringing-in.js';
import type { Act } from './rollout.js';

/** A department is closed: each case that it has a part in goes over by an entry of its own, and then its people do. */
export function succeeding(deps: ActDeps): Act {
  const { source, vault, directory } = deps;
  return {
    do: (rollout, { subject }) => succeedOne(deps, rollout, subject),
    // What was on its way to it as it was named; what is found already is not looked at again.
    more: ({ what }) => casesNaming(source, (what as Closing).from),
    async end(rollout) {
      const closing = rollout.what as Closing;
      // One that came back to it after it had gone over.
      for (const id of await casesNaming(source, closing.from)) await succeedOne(deps, rollout, id);
      if ((await itemsAt(source, closing.from)) > 0) throw new Error(`reports wait at the desk of ${closing.from}`);
      await new Staff(source, vault).finishClosing(asking(rollout.actor), closing);
      directory.forget();
    },
  };
}

async function succeedOne({ source, vault, rulebook, door }: ActDeps, rollout: Rollout, id: string): Promise<Ended> {
  const { from, to, reason } = rollout.what as Closing;
  const reach = new ReachReader(source, rulebook);
  const found = await reach.state({ kind: 'dispute', id });
  if (!found || !isRegistered(found.state) || found.state.status === 'closed' || !hasPartOf(found.state, from))
    return { state: 'unchanged' };
  const { seq } = found.state;
  const key = await vault.find(source, id);
  const text: EventText['DepartmentSucceeded'] = { reason: vault.openOwn(reason, CLOSING) };
  const command: SucceedDepartment = {
    type: 'SucceedDepartment',
    // Sent a second time, because nobody heard the answer, it finds nothing left to do.
    key: vault.match('key', rollout.actor.userId, `rollout ${rollout.id} ${id} ${seq}`),
    bodyHmac: vault.match('body', CLOSING, canonical({ from, to, ...text })),
    receivedAt: rollout.madeAt,
    actor: rollout.actor,
    data: { from, to },
    ...(key && { text: key.seal(text) }),
  };
  const state = () => reach.state({ kind: 'dispute', id });
  await door.submit(id, command, { seq, head: found.head, state });
  return { state: 'moved' };
}
