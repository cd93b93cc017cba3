import type { Category, Grade } from '#domain/words.js';
import {
  DEFAULT_RETENTION,
  retainedUntil,
  retentionLimit,
  retentionRule,
  type RetentionKind,
  type RetentionTable,
} from '#domain/retention.js';
import type { Instant } from '#domain/time.js';
import type { Db } from './database.js';

/** What has been kept long enough. Read alike by those who look and by the tool that acts. */

export interface PublishedRetention {
  /** 0: what ships. */
  version: number;
  publishedAt: Date | null;
  publishedBy: string | null;
  table: RetentionTable;
}

export async function currentRetention(db: Db): Promise<PublishedRetention> {
  const [row] = (await db.query(
    `SELECT version, published_at AS "publishedAt", published_by AS "publishedBy", document AS table
     FROM retention_table ORDER BY version DESC LIMIT 1`,
  )) as PublishedRetention[];
  return row ?? { version: 0, publishedAt: null, publishedBy: null, table: DEFAULT_RETENTION };
}

export async function publishRetention(db: Db, by: string, reason: string, table: RetentionTable): Promise<void> {
  await db.query(`INSERT INTO retention_table (published_by, reason, document) VALUES ($1, $2, $3)`, [
    by,
    reason,
    JSON.stringify(table),
  ]);
}

/** A case or an item whose time is over. */
export interface Due {
  kind: 'case' | 'item';
  id: string;
  number: string;
  /** When it was closed; an item's when it was handed in. */
  endedAt: Instant;
  retainedUntil: Instant;
  years: number;
  /** On hold: it stays. */
  held: boolean;
}

/** Rules that may end; the shortest of a kind bounds what has to be looked at. */
function widest(table: RetentionTable, kind: RetentionKind, now: Instant): Instant | null {
  const limits = table.rules.filter((each) => each.kind === kind).map((each) => retentionLimit(each, now));
  return limits.reduce((latest, each) => (each !== null && (latest === null || each > latest) ? each : latest), null);
}

/** Cases and items that the reader may see and whose time is over, the longest over first. */
export async function dueOneByOne(db: Db, table: RetentionTable, now: Instant): Promise<Due[]> {
  const cases = (await db.query(
    `SELECT 'case' AS kind, id, number, closed_at AS "endedAt", grade, category, row ? 'hold' AS held FROM dispute
     WHERE closed_at IS NOT NULL AND NOT row ? 'erased' AND closed_at <= $1`,
    [widest(table, 'case', now)],
  )) as Candidate[];
  const items = (await db.query(
    `SELECT 'item' AS kind, id, number, received_at AS "endedAt", false AS held FROM item
     WHERE state = 'discarded' AND NOT item ? 'erased' AND received_at <= $1`,
    [widest(table, 'item', now)],
  )) as Candidate[];
  return [...cases, ...items]
    .flatMap(({ grade, category, endedAt: ended, ...each }): Due[] => {
      const rule = retentionRule(table, each.kind, { grade, ...(category && { category }) });
      const endedAt = ended.toISOString();
      const until = retainedUntil(rule, endedAt);
      if (until === null || until > now) return [];
      return [{ ...each, endedAt, retainedUntil: until, years: rule.years! }];
    })
    .sort((a, b) => (a.retainedUntil + a.id < b.retainedUntil + b.id ? -1 : 1));
}

interface Candidate {
  kind: 'case' | 'item';
  id: string;
  number: string;
  endedAt: Date;
  grade: Grade | null;
  category: Category | null;
  held: boolean;
}

/** What goes by whole rows; `expire_rows` in the database says which. */
export const KINDS_OF_ROWS = ['access-log', 'notice', 'delivery', 'receipt'] as const satisfies RetentionKind[];
export type KindOfRows = (typeof KINDS_OF_ROWS)[number];

export interface DueRows {
  kind: KindOfRows;
  /** Everything from before is due but what belongs to a case on hold; null where nothing ever is. */
  before: Instant | null;
  due: number;
}

export async function dueRows(db: Db, table: RetentionTable, now: Instant): Promise<DueRows[]> {
  const rows: DueRows[] = [];
  for (const kind of KINDS_OF_ROWS) {
    const before = retentionLimit(retentionRule(table, kind), now);
    const [{ due }] = (await db.query(`SELECT count_expired($1, $2)::int AS due`, [kind, before])) as [{ due: number }];
    rows.push({ kind, before, due });
  }
  return rows;
}
