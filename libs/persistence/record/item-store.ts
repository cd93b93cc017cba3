import type { DataSource } from 'typeorm';
import { urgencyOf } from '#domain/danger.js';
import type { Deed } from '#domain/dispute/deed.js';
import { demandKnownCore } from '#domain/dispute/editions.js';
import {
  ITEM_CORE,
  ITEM_LAW,
  evolveItem,
  isReported,
  itemNoticesOf,
  nextItemMoment,
  unreported,
  type Item,
  type ItemCommand,
  type ItemEvent,
  type ItemText,
  type ReportedItem,
} from '#domain/item/item.js';
import {
  departmentsIn,
  NO_HASH,
  eventHash,
  eventOf,
  gapOf,
  isOther,
  others,
  recordedAfter,
  type EventRow,
  type Known,
  type Recorded,
} from './chain.js';
import { transaction, type Db, type Prepared, type Transaction } from '../database/database.js';
import { rows } from '../database/rows.js';
import type { Directory } from '../people/directory.js';
import type { Tree } from '#domain/people/tree.js';
import { above } from '#domain/people/readers.js';
import { restored, stored, type Rulebook } from '../rules/rulebook.js';
import { NotSigned, demandLawful, demandSigned } from '../vault/signing.js';
import type { TextKey, Vault } from '../vault/vault.js';
import { noticesOf, tell, type NoticeRow } from './notices.js';
import { CoreNote } from './watch.js';

export async function itemEventsAfter(db: Db, itemId: string, after: number): Promise<ItemEvent[]> {
  const found = await rows<EventRow>(
    db,
    `SELECT seq, at, type, actor, data, text, answers FROM item_event WHERE item_id = $1 AND seq > $2 ORDER BY seq`,
    [itemId, after],
  );
  return found.map((row) => eventOf(row) as unknown as ItemEvent);
}

export interface ItemHead {
  item: Item;
  hash: Buffer;
}

/** The record of information items and the row that people read of each: the same promises as for disputes. */
export class ItemStore {
  private readonly cores: CoreNote;

  constructor(
    private readonly source: DataSource,
    private readonly vault: Vault,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
  ) {
    this.cores = new CoreNote(source, 'item', ITEM_CORE);
  }

  async append(
    itemId: string,
    after: number,
    events: ItemEvent[],
    head?: string,
    deed?: Deed<ItemCommand>,
  ): Promise<Recorded<ItemEvent>> {
    try {
      if (deed) demandSigned(this.vault, itemId, deed);
      return await this.appendKnown(itemId, { seq: after, head }, events, deed);
    } catch (error) {
      // As with a dispute's: the next attempt looks for the key.
      this.vault.forget(itemId);
      throw error;
    }
  }

  private async appendKnown(
    itemId: string,
    known: Known,
    events: ItemEvent[],
    deed: Deed<ItemCommand> | undefined,
  ): Promise<Recorded<ItemEvent>> {
    if (events.length === 0) return others(await recordedAfter<ItemEvent>(this.source, 'item', itemId, known));
    const [tree, key] = await Promise.all([
      this.directory.knowing(departmentsIn(events)),
      this.vault.find(this.source, itemId),
    ]);
    return transaction(this.source, async (db) => {
      const head = await this.head(db, itemId, known, events[0]);
      const { seq } = head.item;
      if (seq < known.seq) throw gapOf('item', itemId, seq, known.seq);
      if (seq > known.seq) return others(await recordedAfter(db, 'item', itemId, known), events);
      if (isOther(head.hash, known)) throw gapOf('item', itemId, seq, known.seq);
      if (deed) demandLawful(ITEM_LAW, itemId, deed, head.item, events);
      await this.cores.note(head.item);
      const hash = await saveItem(db, head, events, key, tree);
      if (events.some((each) => each.type === 'ItemErased')) this.vault.forget(itemId);
      return { others: null, head: hash.toString('base64') };
    });
  }

  private async head(db: Db, itemId: string, known: Known, first: ItemEvent | undefined): Promise<ItemHead> {
    const [found] = await rows<{ hash: Buffer; item: unknown }>(
      db,
      `SELECT head_hash AS hash, item FROM item WHERE id = $1 FOR UPDATE`,
      [itemId],
    );
    if (found) return { item: await restored<Item>(found.item, this.rulebook), hash: found.hash };
    if (first?.type !== 'ItemReported') throw gapOf('item', itemId, 0, known.seq);
    const { policyVersion, calendarVersion } = first.data;
    return { item: unreported(itemId, await this.rulebook.rules(policyVersion, calendarVersion)), hash: NO_HASH };
  }
}

function textOf<T extends keyof ItemText>(event: ItemEvent, key: TextKey | null): Partial<ItemText[T]> {
  return event.text !== undefined && key ? (key.open(event.text) as ItemText[T]) : {};
}

/** What people read of it besides its state, but who told, which stays sealed; absent members stay as they are. */
function readable(events: ItemEvent[], key: TextKey | null) {
  const columns: Record<string, unknown> = {};
  for (const event of events) {
    if (event.type === 'ItemReported') {
      const { number, feeder, village, heardAt } = event.data;
      const { text = null, place = null } = textOf<'ItemReported'>(event, key);
      const [heard_at, received_at] = [heardAt, event.at];
      Object.assign(columns, { number, feeder, village, heard_at, received_at, text, place });
    }
    if (event.type === 'ItemDiscarded') columns.reason = textOf<'ItemDiscarded'>(event, key).reason ?? null;
    if (event.type === 'ObligationOpened') columns.triage_due_at = event.data.obligation.dueAt;
  }
  return columns;
}

/** What lists ask for, beside the document itself; of some entries, those columns that they change. A proof holds them against all. */
export function itemColumns(item: ReportedItem, events: ItemEvent[], key: TextKey | null, tree: Tree) {
  const superiors = above(item.desk, tree);
  return {
    ...readable(events, key),
    seq: item.seq,
    item: stored(item),
    state: item.status,
    desk: item.desk,
    reported_by: item.reportedBy,
    dispute_id: item.disputeId,
    danger_signs: item.dangerSigns,
    urgency: urgencyOf(item.dangerSigns),
    next_moment: nextItemMoment(item),
    visible_to: [item.desk, ...superiors],
  };
}

/**
 * Everything that one append changes of an item; what it knew of people is gone with its erasure.
 *
 * @returns the hash of the last entry
 */
export async function saveItem(
  db: Transaction,
  head: ItemHead,
  events: ItemEvent[],
  key: TextKey | null,
  tree: Tree,
): Promise<Buffer> {
  let { item, hash } = head;
  const chain = [];
  const notices: NoticeRow[] = [];
  for (const event of events) {
    const before = item;
    item = evolveItem(item, event);
    demandKnownCore(item, ITEM_CORE);
    const previous = hash;
    hash = eventHash(previous, event);
    chain.push({ ...event, prev_hash: previous.toString('base64'), hash: hash.toString('base64') });
    if (isReported(item)) notices.push(...noticesOf(event, itemNoticesOf(event, before, item), tree));
  }
  if (!isReported(item)) throw new Error(`item ${item.id} does not begin with a report`);
  const author = events.find((each) => each.actor.kind === 'person')?.actor;
  const parameters = {
    id: item.id,
    events: chain,
    notices,
    row: { ...itemColumns(item, events, key, tree), head_hash: hash.toString('base64') },
    keys: events.flatMap(({ answers, at, seq }) =>
      answers
        ? [
            {
              key: answers.key,
              user_id: author?.kind === 'person' ? author.userId : 'system',
              body_hmac: answers.bodyHmac,
              received_at: at,
              seq,
            },
          ]
        : [],
    ),
  };
  const written = await db.run(SAVE_ITEM, [JSON.stringify(parameters)]);
  if (written.length === 0) throw new NotSigned(`a command to ${item.id} was answered before`);
  if (item.erased) await clearItem(db, item.id, item.seq);
  return hash;
}

async function clearItem(db: Db, itemId: string, seq: number): Promise<void> {
  await db.query(`UPDATE item SET text = NULL, place = NULL, reason = NULL WHERE id = $1`, [itemId]);
  await db.query(`DELETE FROM file WHERE item_id = $1`, [itemId]);
  await db.query(`DELETE FROM notice WHERE dispute_id IS NULL AND item_id = $1`, [itemId]);
  await db.query(`DELETE FROM command_key WHERE dispute_id = $1 AND seq < $2`, [itemId, seq]);
  await db.query(`DELETE FROM dispute_key WHERE dispute_id = $1`, [itemId]);
}

const SAVE_ITEM: Prepared = {
  name: 'save-item',
  text: `
WITH input AS (SELECT $1::jsonb AS i, ($1::jsonb ->> 'id')::uuid AS id),
events AS (
  INSERT INTO item_event (item_id, seq, at, type, actor, data, text, answers, prev_hash, hash)
  SELECT input.id, e.seq, e.at, e.type, e.actor, e.data, e.text, e.answers,
         decode(e.prev_hash, 'base64'), decode(e.hash, 'base64')
  FROM input, jsonb_to_recordset(i -> 'events') AS e(seq integer, at timestamptz, type text, actor jsonb, data jsonb,
       text text, answers jsonb, prev_hash text, hash text)
),
items AS (
  INSERT INTO item (id, number, text, feeder, village, place, heard_at, received_at, triage_due_at,
    reason, seq, head_hash, item, state, desk, reported_by, dispute_id, danger_signs, urgency, next_moment, visible_to)
  SELECT input.id, coalesce(r.number, kept.number), coalesce(r.text, kept.text), coalesce(r.feeder, kept.feeder),
    coalesce(r.village, kept.village), coalesce(r.place, kept.place), coalesce(r.heard_at, kept.heard_at),
    coalesce(r.received_at, kept.received_at),
    coalesce(r.triage_due_at, kept.triage_due_at), coalesce(r.reason, kept.reason), r.seq,
    decode(r.head_hash, 'base64'), r.item, r.state, r.desk, r.reported_by, r.dispute_id, r.danger_signs,
    r.urgency, r.next_moment, r.visible_to
  FROM input CROSS JOIN LATERAL jsonb_to_record(i -> 'row') AS r(number text, text text, feeder text, village text,
    place text, heard_at timestamptz, received_at timestamptz, triage_due_at timestamptz, reason text,
    seq integer, head_hash text, item jsonb, state text, desk text, reported_by text, dispute_id uuid,
    danger_signs text[], urgency text, next_moment timestamptz, visible_to text[])
  LEFT JOIN item kept ON kept.id = input.id
  WHERE NOT EXISTS (SELECT FROM command_key c JOIN jsonb_to_recordset(i -> 'keys') AS k(key text, seq integer)
    ON c.key = k.key WHERE c.seq <> k.seq)
  ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, head_hash = excluded.head_hash, item = excluded.item,
    state = excluded.state, dispute_id = excluded.dispute_id, reason = excluded.reason,
    triage_due_at = excluded.triage_due_at, danger_signs = excluded.danger_signs, urgency = excluded.urgency,
    next_moment = excluded.next_moment, visible_to = excluded.visible_to
  RETURNING id
),
${tell('item', 'items')},
keys AS (
  INSERT INTO command_key (key, user_id, body_hmac, received_at, dispute_id, seq)
  SELECT k.key, k.user_id, k.body_hmac, k.received_at, input.id, k.seq
  FROM input, jsonb_to_recordset(i -> 'keys') AS k(key text, user_id text, body_hmac text, received_at timestamptz,
    seq integer)
  ON CONFLICT (key) DO UPDATE SET dispute_id = excluded.dispute_id, seq = excluded.seq
)
SELECT id FROM items`,
};
