import type { DisputeRow } from '#domain/dispute/row.js';
import type { Prepared, Transaction } from '../database/database.js';

/** Another dispute in which some of these tokens are known, newest first. */
export interface Met {
  row: DisputeRow;
  tokens: string[];
}

const MET: Prepared = {
  name: 'related-disputes',
  text: `WITH met AS MATERIALIZED (
      SELECT m.dispute_id AS id, array_agg(m.token) AS tokens
      FROM unnest($1::text[]) AS given(token) JOIN dispute_match m USING (token)
      WHERE m.dispute_id <> $2::uuid GROUP BY m.dispute_id)
    SELECT d.row, met.tokens
    FROM met CROSS JOIN LATERAL (
      SELECT row, created_at FROM dispute WHERE id = met.id AND NOT rehearsal OFFSET 0) d
    ORDER BY d.created_at DESC, met.id LIMIT $3`,
};

/** Of those that the reader may see, whenever they were entered: what came of an earlier one is worth knowing for ever. */
export function findMet(db: Transaction, id: string, tokens: readonly string[], limit: number): Promise<Met[]> {
  return db.run<Met>(MET, [tokens, id, limit]);
}
