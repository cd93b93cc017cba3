import type { ItemText } from '#domain/item/item.js';
import { ALIKE } from '#domain/reading/repeats.js';
import type { DangerSign, Feeder, ItemState, Status } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { Conditions, orderBy, type Order } from './conditions.js';
import type { Similar } from './dispute-reader.js';
import { totalOf, type Total } from './total.js';
import type { TextKey } from '../vault/vault.js';

export interface ItemRow {
  id: string;
  number: string;
  text: string | null;
  feeder: Feeder;
  village: string;
  place: string | null;
  state: ItemState;
  heardAt: Date;
  receivedAt: Date;
  triageDueAt: Date;
  dangerSigns: DangerSign[];
  /** The dispute that it became part of, or that that one leads to, where the reader may read it. */
  disputeId: string | null;
  /** How the dispute stands that it became part of, or that that one leads to: all that its reporter learns of it. */
  disputeStatus: Status | null;
  reason: string | null;
  desk: string;
  reportedBy: string | null;
  /** The folded state, to wake its workflow with. */
  item: unknown;
  /** The hash of its last entry, in base64. */
  head: string;
}

const COLUMNS = `id, number, text, feeder, village, place, state, heard_at AS "heardAt", received_at AS "receivedAt",
  triage_due_at AS "triageDueAt", danger_signs AS "dangerSigns",
  coalesce((SELECT d.id FROM dispute d WHERE d.id = leads_to(item.dispute_id)),
    (SELECT d.id FROM dispute d WHERE d.id = item.dispute_id)) AS "disputeId",
  dispute_status(dispute_id) AS "disputeStatus", reason, desk, reported_by AS "reportedBy", item, encode(head_hash, 'base64') AS head`;

export interface ItemFilter {
  id?: string;
  state?: string;
  from?: string;
  to?: string;
  village?: string;
  /** Danger that it shows: this sign, or `any`. */
  danger?: string;
}

function conditionsOf(filter: ItemFilter): Conditions {
  const conditions = new Conditions();
  const add = conditions.add.bind(conditions);
  add((p) => `id = ${p}`, filter.id);
  add((p) => `state = ${p}`, filter.state);
  add((p) => `heard_at >= ${p}`, filter.from);
  add((p) => `heard_at < ${p}`, filter.to);
  add((p) => `village = ${p}`, filter.village);
  if (filter.danger === 'any') conditions.demand(`cardinality(danger_signs) > 0`);
  else add((p) => `${p} = ANY (danger_signs)`, filter.danger);
  return conditions;
}

export function countItemsOf(db: Db, filter: ItemFilter): Promise<Total> {
  const conditions = conditionsOf(filter);
  return totalOf(db, `item WHERE ${conditions.where}`, conditions);
}

/** `due`: what has to be looked at first, so danger before all else; else the newest. */
export const ITEM_ORDERS = ['newest', 'due'] as const;
export type ItemOrder = (typeof ITEM_ORDERS)[number];
const ORDERS: Record<ItemOrder, Order> = {
  newest: { by: ['heard_at', 'id'], way: 'DESC' },
  due: { by: ['triage_due_at', 'id'], way: 'ASC' },
};

/** Where a list of items goes on: by what it is ordered, then by id. */
export interface ItemPlace {
  at: string;
  id: string;
}
export const placeOfItem = ({ heardAt, triageDueAt, id }: ItemRow, order: ItemOrder = 'newest'): ItemPlace => ({
  at: (order === 'due' ? triageDueAt : heardAt).toISOString(),
  id,
});

export async function listItems(
  db: Db,
  filter: ItemFilter,
  after: ItemPlace | null,
  limit: number,
  order: ItemOrder = 'newest',
): Promise<ItemRow[]> {
  const conditions = conditionsOf(filter);
  if (after) conditions.demandBeyond(ORDERS[order], [after.at, after.id]);
  return rows<ItemRow>(
    db,
    `SELECT ${COLUMNS} FROM item WHERE ${conditions.where} ${orderBy(ORDERS[order])} LIMIT ${conditions.place(limit)}`,
    conditions.parameters,
  );
}

export async function findItem(db: Db, id: string): Promise<ItemRow | null> {
  const [item] = await rows<ItemRow>(db, `SELECT ${COLUMNS} FROM item WHERE id = $1`, [id]);
  return item ?? null;
}

/** What stands in its first entry alone, sealed: the name of who told of it where one was given, and how its files are called. */
export type FirstWords = Pick<ItemText['ItemReported'], 'reporter' | 'files'>;

export async function findFirstWords(db: Db, id: string, key: TextKey): Promise<FirstWords> {
  const [report] = await rows<{ text: string }>(db, `SELECT text FROM item_event WHERE item_id = $1 AND seq = 1`, [id]);
  if (!report) return {};
  const { reporter, files } = key.open(report.text) as ItemText['ItemReported'];
  return { ...(reporter && { reporter }), ...(files && { files }) };
}

/** Who said that nobody is in danger, when, and why where they said it. */
export interface Denial {
  at: Date;
  by: string;
  reason: string | null;
}

/** @param key null where its texts are erased */
export async function findDenial(db: Db, id: string, key: TextKey | null): Promise<Denial | null> {
  const [denied] = await rows<{ at: Date; by: string; text: string | null }>(
    db,
    `SELECT at, actor ->> 'userId' AS by, text FROM item_event WHERE item_id = $1 AND type = 'DangerDenied'`,
    [id],
  );
  if (!denied) return null;
  const { text, ...rest } = denied;
  const said = text !== null && key ? (key.open(text) as ItemText['DangerDenied']) : null;
  return { ...rest, reason: said?.reason ?? null };
}

/** Open disputes of the village whose title or people the report speaks of, the likeliest first. */
export async function similarToItem(db: Db, item: ItemRow): Promise<Similar[]> {
  return rows<Similar>(
    db,
    `SELECT d.id, d.number, CASE WHEN p.hit THEN 'same-party' ELSE 'same-matter' END AS why
     FROM dispute d,
          LATERAL (SELECT EXISTS (SELECT 1 FROM jsonb_array_elements(d.row -> 'parties') party
                                  WHERE length(party ->> 'name') >= $4 AND position(party ->> 'name' in $2) > 0) AS hit) p
     WHERE NOT d.rehearsal AND d.status <> 'closed' AND d.village = $1
       AND (p.hit OR word_similarity(coalesce(d.row ->> 'title', ''), $2) > $3)
     ORDER BY p.hit DESC, word_similarity(coalesce(d.row ->> 'title', ''), $2) DESC, d.created_at DESC LIMIT 10`,
    [item.village, item.text ?? '', ALIKE.title, ALIKE.nameLetters],
  );
}
