import type { DataSource } from 'typeorm';
import { AGED_KINDS, retentionLimit, retentionRule, type AgedKind } from '#domain/keeping/retention.js';
import { instantOf, type Instant } from '#domain/time/time.js';
import { transaction } from '../database/database.js';
import { rows } from '../database/rows.js';
import { Directory } from '../people/directory.js';
import type { Vault } from '../vault/vault.js';
import { count, nothing, type Carried, type Expired } from './carried.js';
import { Retentions } from './retention.js';
import { keepRun } from './runs.js';
import { eachStretch, GENTLY, type Pace, type Stretch } from './stretches.js';

/**
 * Receipts, notices that were read, and deliveries that are over go by their age, without anybody looking at a list first:
 * by the table of retention that holds for whom they are of. The access log is none of them: the worker can take nothing
 * from it (docs/security.md, "How long").
 */

/** Of each kind: where it stands, since when it is counted, of whom it is, of which case, and what else keeps it. */
const AGED: Record<AgedKind, { table: string; at: string; person: string; stays: string }> = {
  receipt: {
    table: 'command_key',
    at: 'received_at',
    person: 'user_id',
    stays: 'is_withheld(t.dispute_id) OR is_open(t.dispute_id)',
  },
  notice: {
    table: 'notice',
    at: 'at',
    person: 'user_id',
    stays: `t.read_at IS NULL OR NOT t.queued OR is_withheld(coalesce(t.dispute_id, t.item_id))
      OR is_open(coalesce(t.dispute_id, t.item_id))`,
  },
  delivery: {
    table: 'delivery',
    at: 'made_at',
    person: 'account_id',
    stays: `t.state IN ('waiting', 'sending') OR EXISTS (SELECT FROM delivery_item i JOIN notice n ON n.id = i.notice_id
      WHERE i.delivery_id = t.id AND (is_withheld(coalesce(n.dispute_id, n.item_id)) OR is_open(coalesce(n.dispute_id, n.item_id))))`,
  },
};

/**
 * Walks through each table once, a stretch a transaction: no index is needed for it, none waits for long, and one that is
 * cut off has let go nothing that is not noted. Each stretch that lost something is a run of its own, proved like any other.
 *
 * @returns how much went, by kind
 */
export async function letGoByAge(
  source: DataSource,
  vault: Vault,
  now: Date,
  pace: Pace = GENTLY,
  alive: () => void = () => undefined,
): Promise<Pick<Expired, AgedKind>> {
  const tree = await new Directory(source).load();
  const retentions = await Retentions.load(source, tree);
  const gone = { receipt: 0, notice: 0, delivery: 0 };
  for (const kind of AGED_KINDS) {
    const limits = limitsOf(retentions, kind, instantOf(now.getTime()));
    if (limits.length === 0) continue;
    await eachStretch(source, AGED[kind].table, pace, async (where) => {
      gone[kind] += await stretch(source, vault, retentions.version, kind, limits, now, where);
      alive();
    });
  }
  return gone;
}

interface Limit {
  department: string;
  before: Instant;
}

/** Until when what is of whose people has been kept long enough; of whom nobody knows, by whatever keeps the longest. */
function limitsOf(retentions: Retentions, kind: AgedKind, now: Instant): Limit[] {
  const limits = [...retentions.everywhere()].map(([{ table }, departments]) => ({
    before: retentionLimit(retentionRule(table, kind), now),
    departments,
  }));
  const longest = limits.map(({ before }) => before ?? '').sort()[0];
  return [...limits, { before: longest || null, departments: [''] }].flatMap(({ before, departments }) =>
    before === null ? [] : departments.map((department) => ({ department, before })),
  );
}

async function stretch(
  source: DataSource,
  vault: Vault,
  tableVersion: number,
  kind: AgedKind,
  limits: readonly Limit[],
  now: Date,
  { from, until }: Stretch,
): Promise<number> {
  const { table, at, person, stays } = AGED[kind];
  return transaction(source, async (db) => {
    const beganAt = new Date();
    const went = await rows<{ department: string; n: number }>(
      db,
      // Whoever holds one of them goes first; it is found again the next time.
      `WITH over AS (
         SELECT t.ctid AS place, l.department FROM ${table} t
           JOIN jsonb_to_recordset($1::jsonb) AS l(department text, before timestamptz)
             ON l.department = coalesce((SELECT a.department_id FROM account a WHERE a.id = t.${person}), '') AND t.${at} < l.before
         WHERE t.ctid >= $2::tid AND t.ctid < $3::tid AND t.${at} < $4 AND NOT (${stays})
         FOR UPDATE OF t SKIP LOCKED),
       gone AS (DELETE FROM ${table} t USING over WHERE t.ctid = over.place RETURNING over.department)
       SELECT department, count(*)::int AS n FROM gone GROUP BY 1`,
      [
        JSON.stringify(limits),
        `(${from},0)`,
        `(${until},0)`,
        limits
          .map(({ before }) => before)
          .sort()
          .at(-1),
      ],
    );
    let carried: Carried = { ...nothing(), departments: {} };
    for (const { department, n } of went) carried = count(carried, kind, department, n);
    if (carried[kind] > 0) {
      const name = `${now.toISOString()}/${kind}/${from}`;
      await keepRun(db, vault, { name, tableVersion, beganAt, erased: carried });
    }
    return carried[kind];
  });
}
