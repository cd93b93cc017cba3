import type { SealedText } from '#domain/dispute/events.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

/** As many cases as are looked at, the latest first: what people wrote long ago they write no more. */
const CASES = 400;

/** What somebody of a department typed with one kind of entry, sealed. */
export interface TypedEntry {
  /** Of a dispute or of a report: whose key opens it. */
  id: string;
  text: SealedText;
}

/** Of the cases that the reader sees and that still have their texts. */
export async function typedBy(db: Db, departmentId: string, type: string): Promise<TypedEntry[]> {
  return rows<TypedEntry>(
    db,
    `SELECT e.dispute_id AS id, e.text
     FROM (SELECT id FROM dispute WHERE NOT rehearsal AND NOT ("row" ? 'erased')
           ORDER BY updated_at DESC, id DESC LIMIT ${CASES}) d
       JOIN event e ON e.dispute_id = d.id
     WHERE e.type = $1 AND e.actor ->> 'departmentId' = $2 AND e.text IS NOT NULL`,
    [type, departmentId],
  );
}

/** Of the reports that the reader sees. */
export async function typedOfItems(db: Db, departmentId: string, type: string): Promise<TypedEntry[]> {
  return rows<TypedEntry>(
    db,
    `SELECT e.item_id AS id, e.text
     FROM (SELECT id FROM item WHERE state = 'discarded' ORDER BY heard_at DESC, id LIMIT ${CASES}) i
       JOIN item_event e ON e.item_id = i.id
     WHERE e.type = $1 AND e.actor ->> 'departmentId' = $2 AND e.text IS NOT NULL`,
    [type, departmentId],
  );
}

/** Who is a party of any of them. */
export async function namesIn(db: Db, ids: readonly string[]): Promise<string[]> {
  const found = await rows<{ name: string }>(
    db,
    `SELECT DISTINCT jsonb_array_elements_text(party_names) AS name FROM dispute
     WHERE id = ANY ($1) AND jsonb_typeof(party_names) = 'array'`,
    [ids],
  );
  return found.map(({ name }) => name).filter((name) => name !== null);
}
