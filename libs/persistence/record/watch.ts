import { CORE } from '#domain/dispute/editions.js';
import { ITEM_CORE } from '#domain/item/item.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';

/** What is written down, and read, so that somebody can see whether the machine is well. One clock: PostgreSQL's. */

/** A worker says that it is there so often, and counts as gone when it has not said so for so long. */
export const PULSE_MS = 2_000;
export const PULSE_SECONDS_KEPT = 7;
/** The reconciler looks so often; when it missed two looks it does not look. */
export const RECONCILE_SECONDS = 30;
const RECONCILED_SECONDS_KEPT = 75;
/** From here on a clock is wrong enough to be told. */
export const SKEW_MS = 5_000;

/**
 * Notes that a worker is there.
 *
 * @param skewMs how far its clock was ahead when this was said last
 * @returns PostgreSQL's clock
 */
export async function notePulse(db: Db, worker: string, skewMs: number): Promise<Date> {
  const { at } = await one<{ at: Date }>(
    db,
    `WITH gone AS (DELETE FROM worker_pulse WHERE at < clock_timestamp() - interval '1 hour' AND worker <> $1)
     INSERT INTO worker_pulse (worker, at, skew_ms) VALUES ($1, clock_timestamp(), $2)
     ON CONFLICT (worker) DO UPDATE SET at = excluded.at, skew_ms = excluded.skew_ms RETURNING at`,
    [worker, Math.round(skewMs)],
  );
  return at;
}

/** Nobody waits for who has left by itself. */
export async function endPulse(db: Db, worker: string): Promise<void> {
  await db.query(`DELETE FROM worker_pulse WHERE worker = $1`, [worker]);
}

/** Notes that a workflow knows what the record does not hold; `npm run reconcile` looks into it. */
export async function noteDivergence(db: Db, workflowId: string, knownSeq: number): Promise<void> {
  await db.query(
    `INSERT INTO divergence (workflow_id, known_seq) VALUES ($1, $2)
     ON CONFLICT (workflow_id) DO UPDATE SET known_seq = excluded.known_seq`,
    [workflowId, knownSeq],
  );
}

type Kind = 'dispute' | 'item';

/**
 * Says before the first case that goes by the rules of this code is written that there are such cases: a process of older
 * rules, which must leave them alone, can see it without looking at each.
 */
export class CoreNote {
  private isNoted = false;

  constructor(
    private readonly db: Db,
    private readonly kind: Kind,
    private readonly own: number,
  ) {}

  async note({ core }: { core: number }): Promise<void> {
    if (this.isNoted || core < this.own) return;
    await this.db.query(`INSERT INTO core_taken_up (kind, core) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
      this.kind,
      core,
    ]);
    this.isNoted = true;
  }
}

/** Why this process must leave some cases alone; null where it knows the rules of all. */
export async function unknownCore(db: Db): Promise<string | null> {
  const found = await rows<{ kind: Kind; core: number }>(
    db,
    `SELECT kind, max(core) AS core FROM core_taken_up GROUP BY kind`,
  );
  const known = { dispute: CORE, item: ITEM_CORE };
  const later = found.find(({ kind, core }) => core > known[kind]);
  return later ? `there are ${later.kind}s of core ${later.core}; this process knows ${known[later.kind]}` : null;
}

export interface Watched {
  now: Date;
  /** A standby, or made so by its operator. */
  readOnly: boolean;
  /** Workers that are there. */
  workers: number;
  /** The widest of theirs. */
  workerSkewMs: number | null;
  /** Of Temporal's clock, as the looks of the reconciler were asked for; null when it never looked. */
  temporalSkewMs: number | null;
  /** Seconds since its last look, null when it never looked. */
  reconciledAgo: number | null;
  reconciles: boolean;
  /** What that look found. */
  overdueFound: number;
  /** Cases whose workflow knows what the record does not hold. */
  behind: number;
}

/** Everything at one look, so that one deadline holds for all of it. */
export async function watched(db: Db): Promise<Watched> {
  const found = await one<Watched>(
    db,
    `SELECT clock_timestamp() AS now,
       pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS "readOnly",
       (SELECT count(*)::int FROM worker_pulse
        WHERE at > clock_timestamp() - make_interval(secs => $1)) AS workers,
       (SELECT skew_ms FROM worker_pulse WHERE at > clock_timestamp() - make_interval(secs => $1)
        ORDER BY abs(skew_ms) DESC LIMIT 1) AS "workerSkewMs",
       -- What waits for a worker looks like a clock that is behind: the quickest of the last looks tells.
       (SELECT max(skew_ms) FROM (SELECT skew_ms FROM reconciliation ORDER BY at DESC LIMIT 5) last) AS "temporalSkewMs",
       extract(epoch FROM clock_timestamp() - r.at)::float8 AS "reconciledAgo",
       coalesce(r.at > clock_timestamp() - make_interval(secs => $2), false) AS reconciles,
       coalesce(r.found, 0) AS "overdueFound",
       (SELECT count(*)::int FROM divergence) AS behind
     FROM (SELECT) one LEFT JOIN (SELECT at, found FROM reconciliation ORDER BY at DESC LIMIT 1) r ON true`,
    [PULSE_SECONDS_KEPT, RECONCILED_SECONDS_KEPT],
  );
  return found;
}
