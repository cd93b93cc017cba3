import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

export interface InHand {
  id: string;
  open: number;
}

/**
 * How many open cases each of these departments holds, whoever asks: of a case it tells nothing, and of those that one
 * sees alone a busy department would have none.
 */
export async function openOfDepartments(db: Db, departments: readonly string[]): Promise<InHand[]> {
  return rows<InHand>(db, `SELECT id, open FROM open_of_departments($1)`, [departments]);
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
