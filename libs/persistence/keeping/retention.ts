import type { Category, Grade } from '#domain/words.js';
import {
  DEFAULT_RETENTION,
  retainedUntil,
  retentionLimit,
  retentionRule,
  type RetentionKind,
  type RetentionTable,
} from '#domain/keeping/retention.js';
import { later, type Instant } from '#domain/time/time.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import type { Tree } from '#domain/people/tree.js';

/** What has been kept long enough. Read alike by those who look and by the tool that acts. */

export interface PublishedRetention {
  /** 0: what ships. */
  version: number;
  publishedAt: Date | null;
  publishedBy: string | null;
  /** Where it holds: there and below. Null: wherever nothing nearer does. */
  departmentId: string | null;
  table: RetentionTable;
}

const SHIPPED: PublishedRetention = {
  version: 0,
  publishedAt: null,
  publishedBy: null,
  departmentId: null,
  table: DEFAULT_RETENTION,
};

/** Which table holds where: of each department the newest one that was set there or the nearest above. */
export class Retentions {
  private constructor(
    private readonly tree: Tree,
    private readonly published: readonly PublishedRetention[],
  ) {}

  static async load(db: Db, tree: Tree): Promise<Retentions> {
    const published = await rows<PublishedRetention>(
      db,
      `SELECT DISTINCT ON (2) version, coalesce(r.department_id, a.department_id) AS "departmentId",
         published_at AS "publishedAt", published_by AS "publishedBy", document AS table
       FROM retention_table r LEFT JOIN account a ON a.id = r.published_by ORDER BY 2, version DESC`,
    );
    return new Retentions(tree, published);
  }

  of(departmentId: string): PublishedRetention {
    for (const place of [...this.tree.ancestors(departmentId), null]) {
      const found = this.published.find((each) => each.departmentId === place);
      if (found) return found;
    }
    return SHIPPED;
  }

  /** The departments, each with those that go by the same table. */
  grouped(departments: Iterable<string>): Map<PublishedRetention, string[]> {
    const groups = new Map<PublishedRetention, string[]>();
    for (const id of departments) {
      const published = this.of(id);
      groups.set(published, [...(groups.get(published) ?? []), id]);
    }
    return groups;
  }

  everywhere(): Map<PublishedRetention, string[]> {
    return this.grouped(this.tree.departments.keys());
  }

  /** The newest of all; of the list of what is due it tells that no rule has changed. */
  get version(): number {
    return Math.max(0, ...this.published.map((each) => each.version));
  }
}

/** @param departmentId of who sets it: it holds there and below */
export async function publishRetention(
  db: Db,
  by: { userId: string; departmentId: string },
  reason: string,
  table: RetentionTable,
): Promise<number> {
  const { version } = await one<{ version: number }>(
    db,
    `INSERT INTO retention_table (published_by, department_id, reason, document) VALUES ($1, $2, $3, $4) RETURNING version`,
    [by.userId, by.departmentId, reason, JSON.stringify(table)],
  );
  return version;
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
function widest(tables: RetentionTable[], kind: RetentionKind, now: Instant): Instant | null {
  const rules = tables.flatMap((table) => table.rules.filter((each) => each.kind === kind));
  const limits = rules.map((each) => retentionLimit(each, now));
  return limits.reduce((latest, each) => (each !== null && (latest === null || each > latest) ? each : latest), null);
}

/** Cases and items that the reader may see and whose time is over, the longest over first. */
export async function dueOneByOne(db: Db, retentions: Retentions, now: Instant): Promise<Due[]> {
  const tables = [...retentions.everywhere().keys()].map((each) => each.table);
  const cases = await rows<Candidate>(
    db,
    `SELECT 'case' AS kind, d.id, d.number, d.desk, d.closed_at AS "endedAt", d.grade, d.category, d.row ? 'hold' AS held,
       d.outcome = 'merged' AS merged, ${END} AS "end" FROM dispute d
     WHERE d.closed_at IS NOT NULL AND NOT d.row ? 'erased' AND d.closed_at <= $1`,
    [widest(tables, 'case', now)],
  );
  const items = await rows<Candidate>(
    db,
    `SELECT 'item' AS kind, id, number, desk, received_at AS "endedAt", false AS held FROM item
     WHERE state = 'discarded' AND NOT item ? 'erased' AND received_at <= $1`,
    [widest(tables, 'item', now)],
  );
  return [...cases, ...items]
    .flatMap(({ grade, category, desk, endedAt: ended, merged = false, end = null, ...each }): Due[] => {
      const about = { grade, ...(category && { category }) };
      const rule = retentionRule(retentions.of(desk).table, each.kind, about);
      const endedAt = ended.toISOString();
      const own = retainedUntil(rule, endedAt);
      const until = merged ? withEnd(retentions, own, end) : own;
      if (until === null || until > now) return [];
      return [{ ...each, endedAt, retainedUntil: until, years: rule.years! }];
    })
    .sort((a, b) => (a.retainedUntil + a.id < b.retainedUntil + b.id ? -1 : 1));
}

/** The case that a merged one leads to, by however many between them. */
interface End {
  desk: string;
  grade: Grade;
  category: Category;
  closedAt: Instant | null;
  erased: boolean;
}

/** Of a case `d` that was merged. */
const END = `CASE WHEN d.outcome = 'merged' THEN (
  SELECT json_build_object('desk', e.desk, 'grade', e.grade, 'category', e.category, 'erased', e.row ? 'erased',
    'closedAt', to_char(e.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) FROM dispute e WHERE e.id = leads_to(d.id)) END`;

/** It is kept as long as the one that it leads to: whoever may see that may see what came with it. */
function withEnd(retentions: Retentions, own: Instant | null, end: End | null): Instant | null {
  if (own === null || end === null) return null;
  if (end.erased) return own;
  const { desk, grade, category, closedAt } = end;
  const its =
    closedAt && retainedUntil(retentionRule(retentions.of(desk).table, 'case', { grade, category }), closedAt);
  return its && later(own, its);
}

/** Until when the tables keep a case; null where it is open, leads to one that is, or is kept for ever. */
export async function caseRetainedUntil(db: Db, retentions: Retentions, id: string): Promise<Instant | null> {
  const [found] = await rows<Omit<Candidate, 'endedAt'> & { endedAt: Date | null }>(
    db,
    `SELECT d.desk, d.closed_at AS "endedAt", d.grade, d.category, d.outcome = 'merged' AS merged, ${END} AS "end"
     FROM dispute d WHERE d.id = $1`,
    [id],
  );
  if (!found?.endedAt) return null;
  const { desk, grade, category, endedAt, merged, end = null } = found;
  const rule = retentionRule(retentions.of(desk).table, 'case', { grade, ...(category && { category }) });
  const own = retainedUntil(rule, endedAt.toISOString());
  return merged ? withEnd(retentions, own, end) : own;
}

interface Candidate {
  kind: 'case' | 'item';
  id: string;
  number: string;
  desk: string;
  endedAt: Date;
  grade: Grade | null;
  category: Category | null;
  held: boolean;
  merged?: boolean;
  end?: End | null;
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

/** Of the people of these departments, who go by one table. */
export interface DueRowsOf extends DueRows {
  departments: string[];
}

/** Whose department nobody knows. */
const UNKNOWN = '';

/**
 * What is due of the people of some departments.
 *
 * @param everybody also of those whose department nobody knows: they go by whatever table keeps the longest
 */
export async function dueRows(
  db: Db,
  groups: Map<PublishedRetention, string[]>,
  now: Instant,
  everybody = false,
): Promise<DueRowsOf[]> {
  const due: DueRowsOf[] = [];
  for (const kind of KINDS_OF_ROWS) {
    const limits = [...groups].map(([{ table }, departments]) => ({
      before: retentionLimit(retentionRule(table, kind), now),
      departments: departments.toSorted(),
    }));
    if (everybody) limits.reduce(keepsLonger).departments.push(UNKNOWN);
    for (const { before, departments } of limits) {
      const { n } = await one<{ n: number }>(db, `SELECT count_expired($1, $2, $3)::int AS n`, [
        kind,
        before,
        departments,
      ]);
      due.push({ kind, before, departments, due: n });
    }
  }
  return due;
}

function keepsLonger<T extends { before: Instant | null }>(a: T, b: T): T {
  return a.before === null || (b.before !== null && a.before <= b.before) ? a : b;
}
