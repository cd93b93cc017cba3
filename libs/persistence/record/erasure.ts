import { isReported, itemErased, type Item } from '#domain/item/item.js';
import type { EventOf } from '#domain/dispute/events.js';
import type { Db, Transaction } from '../database/database.js';
import { rows } from '../database/rows.js';
import type { Tree } from '#domain/people/tree.js';
import { saveItem } from './item-store.js';
import { restored, type Rulebook } from '../rules/rulebook.js';

/** What an erasure takes away besides the rows, in the transaction that records it. */

/**
 * By what the persons of a dispute are found again, what others were told of it, the receipts of its commands, and last
 * its key. The record itself stays as it is: its texts cannot be read any more.
 *
 * @param seq of the erasure, whose own receipt stays
 */
export async function erasePersons(db: Db, disputeId: string, seq: number): Promise<void> {
  await db.query(`DELETE FROM file WHERE dispute_id = $1`, [disputeId]);
  await db.query(`DELETE FROM dispute_match WHERE dispute_id = $1`, [disputeId]);
  const sent = await rows<{ id: string }>(
    db,
    `SELECT DISTINCT i.delivery_id AS id FROM delivery_item i JOIN notice n ON n.id = i.notice_id
     WHERE n.dispute_id = $1 AND i.delivery_id IS NOT NULL`,
    [disputeId],
  );
  await db.query(`DELETE FROM notice WHERE dispute_id = $1`, [disputeId]);
  // A message that also told of other cases stays for those.
  await db.query(
    `DELETE FROM delivery d WHERE d.id = ANY ($1)
     AND NOT EXISTS (SELECT FROM delivery_item i WHERE i.delivery_id = d.id)`,
    [sent.map(({ id }) => id)],
  );
  await db.query(`DELETE FROM command_key WHERE dispute_id = $1 AND seq < $2`, [disputeId, seq]);
  await db.query(`DELETE FROM dispute_key WHERE dispute_id = $1`, [disputeId]);
}

/** The reports that a dispute came of, and those that were added to it, tell of the same people. */
export async function eraseItemsOf(
  db: Transaction,
  disputeId: string,
  { data, actor, at }: EventOf<'DisputeErased'>,
  rulebook: Rulebook,
  tree: Tree,
): Promise<void> {
  const found = await rows<{ item: unknown; hash: Buffer }>(
    db,
    `SELECT item, head_hash AS hash FROM item WHERE dispute_id = $1 ORDER BY id FOR UPDATE`,
    [disputeId],
  );
  for (const { item: kept, hash } of found) {
    const item = await restored<Item>(kept, rulebook);
    const events = isReported(item) ? itemErased(item, data, actor, at) : [];
    if (events.length > 0) await saveItem(db, { item, hash }, events, null, tree);
  }
}
