import type { CommandOf } from '#domain/dispute/commands.js';
import { correctionOf } from '#domain/dispute/correction.js';
import { nothing } from '#domain/dispute/history.js';
import { DomainError } from '#domain/errors.js';
import { saidAnew } from '#domain/sheet/anew.js';
import type { LedgerCase } from '#domain/sheet/disputes.js';
import { canonical } from '#persistence/database/canonical.js';
import { ReachReader } from '#persistence/reading/reach.js';
import { storedEvents } from '#persistence/record/event-reader.js';
import { opened } from '#persistence/record/fold.js';
import { firstRules, ruled } from '#persistence/record/ruled.js';
import type { Ended, Rollout, Waiting } from '#persistence/rollouts/rollout-store.js';
import type { ActDeps, Brought } from './bringing-in.js';

/** So often a row gives way to who acts on its case at the same time. */
const TRIES = 3;

/**
 * Has a case say what its ledger says anew (`saidAnew`).
 *
 * @returns null where it says nothing new
 * @throws DomainError where the case may not be corrected now: closed, on hold, erased
 */
export async function correct(
  deps: ActDeps,
  rollout: Rollout,
  item: Waiting,
  id: string,
  told: LedgerCase,
): Promise<Ended | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await correctOnce(deps, rollout, item, id, told);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'STALE_VERSION' || tries === TRIES) throw error;
    }
  }
}

async function correctOnce(
  { source, vault, rulebook, door }: ActDeps,
  rollout: Rollout,
  { n }: Waiting,
  id: string,
  told: LedgerCase,
): Promise<Ended | null> {
  const entries = await storedEvents(source, id);
  const events = await ruled(
    rulebook,
    entries.map(({ event }) => event),
  );
  const begin = nothing(id, await firstRules(rulebook, id, events[0]));
  const key = await vault.find(source, id);
  const { row, state, said } = saidAnew(told, begin, events, (event) => opened(event, key));
  const { data, text, isOther, problems } = correctionOf(said, row, state);
  // Beside those whom people named, the ledger's are too many.
  if (problems.length > 0)
    return { state: 'failed', code: 'TOO_MANY', facts: { number: row.number, columns: ['parties'] } };
  if (!isOther) return null;
  const { seq } = state;
  const { importId } = rollout.what as Brought;
  const command: CommandOf<'CorrectByLedger'> = {
    type: 'CorrectByLedger',
    // Sent a second time, because nobody heard the answer, it is the same command, or finds nothing left to say.
    key: vault.match('key', rollout.actor.userId, `rollout ${rollout.id} ${n} ${seq}`),
    bodyHmac: vault.match('body', 'correct-by-ledger', canonical(told)),
    receivedAt: rollout.madeAt,
    actor: rollout.actor,
    data: { ...data, importId },
    ifMatch: seq,
    ...(key && Object.keys(text).length > 0 && { text: key.seal(text) }),
  };
  const reach = new ReachReader(source, rulebook);
  const head = entries.at(-1)!.hash.toString('base64');
  await door.submit(id, command, { seq, head, state: () => reach.state({ kind: 'dispute', id }) });
  return { state: 'moved' };
}
