import type { Db } from './database.js';

/** What is written down so that somebody can see whether the machine is well. */

/** Notes that a workflow knows what the record does not hold; `npm run reconcile` looks into it. */
export async function noteDivergence(db: Db, workflowId: string, knownSeq: number): Promise<void> {
  await db.query(
    `INSERT INTO divergence (workflow_id, known_seq) VALUES ($1, $2)
     ON CONFLICT (workflow_id) DO UPDATE SET known_seq = excluded.known_seq`,
    [workflowId, knownSeq],
  );
}
