import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { rows } from '#persistence/database/rows.js';

/**
 * What somebody writes in an afternoon: a row a case with its status and its next limit, a row a step, and a look every
 * second at what is due. One transaction a step.
 */
export class Table {
  private timer: NodeJS.Timeout | undefined;

  private constructor(private readonly source: DataSource) {}

  static async prepare(owner: DataSource): Promise<void> {
    await owner.query(`
      CREATE TABLE peer_case (id uuid PRIMARY KEY, status text NOT NULL, seq int NOT NULL, due_at timestamptz);
      CREATE INDEX ON peer_case (due_at) WHERE due_at IS NOT NULL;
      CREATE TABLE peer_entry (
        case_id uuid REFERENCES peer_case, seq int, verb text NOT NULL, body jsonb NOT NULL,
        at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (case_id, seq))`);
  }

  static async open(url: string): Promise<Table> {
    const table = new Table(await new DataSource({ type: 'postgres', url, poolSize: 20 }).initialize());
    table.timer = setInterval(() => void table.noteLateness(), POLL_MS);
    return table;
  }

  async begin(body: object): Promise<string> {
    const id = randomUUID();
    await this.source.transaction(async (db) => {
      const { status, days } = AFTER.register!;
      await db.query(`INSERT INTO peer_case VALUES ($1, $2, 1, now() + $3::int * interval '1 day')`, [
        id,
        status,
        days,
      ]);
      await db.query(`INSERT INTO peer_entry VALUES ($1, 1, 'register', $2)`, [id, JSON.stringify(body)]);
    });
    return id;
  }

  /** @returns whether the case is over */
  async step(id: string, verb: string, body: object): Promise<boolean> {
    return this.source.transaction(async (db) => {
      const [found] = await rows<{ status: string; seq: number }>(
        db,
        `SELECT status, seq FROM peer_case WHERE id = $1 FOR UPDATE`,
        [id],
      );
      const after = AFTER[verb];
      if (!found || !after || found.status !== after.from) throw new Error(`${verb} in ${found?.status}`);
      await db.query(`INSERT INTO peer_entry VALUES ($1, $2, $3, $4)`, [id, found.seq + 1, verb, JSON.stringify(body)]);
      await db.query(
        `UPDATE peer_case SET status = $2, seq = seq + 1,
           due_at = CASE WHEN $2 = status THEN due_at ELSE now() + $3::int * interval '1 day' END WHERE id = $1`,
        [id, after.status, after.days],
      );
      return after.status === 'closed';
    });
  }

  /** What fell due is told once, a hundred at a time. */
  private async noteLateness(): Promise<void> {
    await this.source.query(
      `WITH late AS (
         UPDATE peer_case SET due_at = NULL, seq = seq + 1 WHERE id IN (
           SELECT id FROM peer_case WHERE due_at <= now() ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED)
         RETURNING id, seq)
       INSERT INTO peer_entry SELECT id, seq, 'late', '{}'::jsonb FROM late`,
    );
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.source.destroy();
  }
}

const POLL_MS = 1_000;

/** In which status a step may be taken, what comes after it, and in how many days that is due. */
const AFTER: Record<string, { from: string; status: string; days: number | null }> = {
  register: { from: '', status: 'registered', days: 1 },
  transfer: { from: 'registered', status: 'offered', days: 1 },
  accept: { from: 'offered', status: 'handling', days: 30 },
  resolve: { from: 'handling', status: 'resolved', days: 7 },
  note: { from: 'resolved', status: 'resolved', days: null },
  'waive-visit': { from: 'resolved', status: 'closed', days: null },
};
