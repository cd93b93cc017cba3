import { nothing } from '#domain/dispute/history.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { evolveItem, isReported, unreported, type Item, type ItemEvent, type ReportedItem } from '#domain/item/item.js';
import type { Tree } from '#domain/people/tree.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { NO_HASH } from '../record/chain.js';
import { storedItemEvents } from '../record/event-reader.js';
import { fold, type Folded } from '../record/fold.js';
import { itemColumns } from '../record/item-store.js';
import { firstRules, ruled } from '../record/ruled.js';
import type { Rulebook } from '../rules/rulebook.js';
import type { Vault } from '../vault/vault.js';
import { bytes, type Columns } from './derived.js';

/** Which cases there are, by all that could tell of one, and each folded anew from its whole record. */

/** An item as its record has it, and what its row must be; null when there is none. */
export async function foldItem(
  db: Db,
  id: string,
  tree: Tree,
  vault: Vault,
  rulebook: Rulebook,
): Promise<{ item: ReportedItem; events: ItemEvent[]; columns: Columns } | null> {
  const entries = await storedItemEvents(db, id);
  const events = entries.map(({ event }) => event as unknown as ItemEvent);
  const [first] = events;
  if (first?.type !== 'ItemReported') return null;
  const rules = await rulebook.rules(first.data.policyVersion, first.data.calendarVersion);
  const item = events.reduce<Item>(evolveItem, unreported(id, rules));
  if (!isReported(item)) return null;
  // Erased elsewhere: this process may still remember the key.
  const key = item.erased ? null : await vault.find(db, id);
  return {
    item,
    events,
    columns: { reason: null, ...itemColumns(item, events, key, tree), head_hash: bytes(entries.at(-1)!.hash) },
  };
}

export async function itemIds(db: Db): Promise<{ id: string }[]> {
  return rows<{ id: string }>(
    db,
    `SELECT item_id AS id FROM item_event WHERE seq = 1 UNION SELECT id FROM item
     UNION SELECT dispute_id FROM checkpoint WHERE kind = 'item' ORDER BY id`,
  );
}

export async function disputeIds(db: Db): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT dispute_id AS id FROM event WHERE seq = 1 UNION SELECT id FROM dispute
     UNION SELECT dispute_id FROM checkpoint WHERE kind = 'dispute' ORDER BY id`,
  );
  return found.map((each) => each.id);
}

export async function foldAnew(
  id: string,
  events: DisputeEvent[],
  tree: Tree,
  vault: Vault,
  rulebook: Rulebook,
  db: Db,
): Promise<Folded> {
  const rules = await firstRules(rulebook, id, events[0]);
  // Erased elsewhere: this process may still remember the key.
  const isErased = events.some((each) => each.type === 'DisputeErased');
  const key = isErased ? null : await vault.find(db, id);
  return fold({ seq: 0, hash: NO_HASH, ...nothing(id, rules) }, await ruled(rulebook, events), key, tree);
}
