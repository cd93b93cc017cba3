import type { DisputeEvent } from '#domain/dispute/events.js';
import { TYING, tiesOf, untied, type Untied } from '#domain/proof/merging.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { eventOf, type EventRow } from '../record/chain.js';

/**
 * What cases say of each other that is not so, and those that lead nowhere. All of it is read by one statement: two cases are
 * joined in one instant, and one of them alone is never seen.
 *
 * @param isWhole whether every case can be seen
 */
export async function untiedCases(db: Db, isWhole: boolean): Promise<Untied[]> {
  const found = await rows<EventRow & { id: string }>(
    db,
    `WITH bonds AS MATERIALIZED (
       SELECT dispute_id, coalesce(data #>> '{from,id}', data ->> 'into') AS other FROM event
       WHERE type IN ('DisputeAbsorbed', 'DisputeSplitOff', 'DisputeSplit') OR type = 'DisputeResolved' AND data ? 'into')
     SELECT dispute_id AS id, seq, at, type, actor, data, NULL AS text, NULL AS answers FROM event
     WHERE type = ANY ($1) AND dispute_id IN (SELECT dispute_id FROM bonds
       UNION SELECT other::uuid FROM bonds WHERE other ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
     ORDER BY dispute_id, seq`,
    [TYING],
  );
  const records = new Map<string, DisputeEvent[]>();
  for (const { id, ...row } of found) {
    const record = records.get(id);
    if (record) record.push(eventOf(row));
    else records.set(id, [eventOf(row)]);
  }
  return untied(new Map([...records].map(([id, events]) => [id, tiesOf(events)])), isWhole);
}
