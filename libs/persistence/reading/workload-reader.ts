import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

export interface InHand {
  id: string;
  open: number;
}

/** How many open cases each department holds, of those that the reader sees: as long as the list behind it. */
export async function heldByDepartments(db: Db): Promise<InHand[]> {
  return rows<InHand>(
    db,
    `SELECT holder AS id, count(*)::int AS open FROM dispute
     WHERE NOT rehearsal AND status <> 'closed' GROUP BY holder`,
  );
}

/** How many open cases the people of a department are named for. */
export async function inHandOf(db: Db, departmentId: string): Promise<InHand[]> {
  return rows<InHand>(
    db,
    `SELECT holder_user AS id, count(DISTINCT dispute_id)::int AS open FROM obligation
     WHERE ended_at IS NULL AND NOT rehearsal AND holder_department = $1 AND holder_user IS NOT NULL
     GROUP BY holder_user`,
    [departmentId],
  );
}
