import type { PolicyDocument } from '#domain/policy/document.js';
import type { CalendarYear } from '#domain/time/calendar.js';
import { hashOf } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';

/** Rules before they are published, and how they are. What was published stays; PostgreSQL itself keeps it (`policy_kept`). */

/** Who publishes or drafts, as the rows name them; who drafted it before is told by the access log. */
interface By {
  userId: string;
}

/**
 * @param by null where it is brought in on the machine itself
 * @returns its version: the next one of its region
 */
export async function draftPolicy(db: Db, region: string, document: PolicyDocument, by: By | null): Promise<string> {
  // Two who draft at once take turns, so that each gets a number of its own.
  await db.query(`SELECT pg_advisory_xact_lock(hashtext('policy'), hashtext($1))`, [region]);
  const { version } = await one<{ version: string }>(
    db,
    `INSERT INTO policy (version, region, state, hash, document, drafted_by, drafted_at)
     SELECT $1 || '-' || 1 + coalesce(max(substring(version FROM '-([0-9]+)$')::int), 0), $1, 'draft', $2, $3, $4, now()
     FROM policy WHERE region = $1 RETURNING version`,
    [region, hashOf(document), JSON.stringify(document), by?.userId ?? null],
  );
  return version;
}

/** @returns what it was, and the hash of that; null where there is no such draft any more */
export async function policyDraft(db: Db, version: string): Promise<{ hash: string; document: PolicyDocument } | null> {
  const [before] = await rows<{ hash: string; document: PolicyDocument }>(
    db,
    `SELECT hash, document FROM policy WHERE version = $1 AND state = 'draft' FOR UPDATE`,
    [version],
  );
  return before ?? null;
}

/** @param version of a draft that `policyDraft` holds in this transaction */
export async function redraftPolicy(db: Db, version: string, document: PolicyDocument, by: By): Promise<void> {
  await db.query(`UPDATE policy SET document = $2, hash = $3, drafted_by = $4, drafted_at = now() WHERE version = $1`, [
    version,
    JSON.stringify(document),
    hashOf(document),
    by.userId,
  ]);
}

/**
 * Nobody is shown it any more; its number is given to no other.
 *
 * @returns whether it was a draft
 */
export async function discardPolicy(db: Db, version: string): Promise<boolean> {
  const gone = await rows(
    db,
    `UPDATE policy SET state = 'discarded' WHERE version = $1 AND state = 'draft' RETURNING version`,
    [version],
  );
  return gone.length > 0;
}

/**
 * The draft takes the place of what its region had.
 *
 * @returns whether it did: not where it is no draft any more
 */
export async function publishPolicy(
  db: Db,
  { version, region }: { version: string; region: string },
  by: By,
  reason: string,
): Promise<boolean> {
  await db.query(`SELECT pg_advisory_xact_lock(hashtext('policy'), hashtext($1))`, [region]);
  await db.query(
    `UPDATE policy SET state = 'retired' WHERE region = $1 AND state = 'published'
       AND EXISTS (SELECT FROM policy WHERE version = $2 AND state = 'draft')`,
    [region, version],
  );
  const published = await rows(
    db,
    `UPDATE policy SET state = 'published', published_at = now(), published_by = $2, reason = $3
     WHERE version = $1 AND state = 'draft' RETURNING version`,
    [version, by.userId, reason],
  );
  return published.length > 0;
}

/** From whom the draft of a year is. */
export interface YearDrafted {
  year: number;
  /** Who wrote it last; null where it is as a release brought it, and where that is not known. */
  draftedBy: string | null;
  draftedAt: Date | null;
  byRelease: boolean;
}

export interface YearDraft extends YearDrafted {
  document: CalendarYear;
}

const DRAFTED = 'year, drafted_by AS "draftedBy", drafted_at AS "draftedAt", by_release AS "byRelease"';

/** A year that is not published yet; null where there is no draft of it. */
export async function yearDraft(db: Db, region: string, year: number): Promise<YearDraft | null> {
  const [found] = await rows<YearDraft>(
    db,
    `SELECT ${DRAFTED}, document FROM calendar_draft WHERE region = $1 AND year = $2`,
    [region, year],
  );
  return found ?? null;
}

/** The years of a region that are drafted and not published yet. */
export async function yearsDrafted(db: Db, region: string): Promise<(YearDrafted & { source: string })[]> {
  return rows<YearDrafted & { source: string }>(
    db,
    `SELECT ${DRAFTED}, document ->> 'source' AS source FROM calendar_draft WHERE region = $1 ORDER BY year`,
    [region],
  );
}

export async function draftYear(db: Db, document: CalendarYear, by: By): Promise<void> {
  await db.query(
    `INSERT INTO calendar_draft (region, year, document, drafted_by, drafted_at) VALUES ($1, $2, $3, $4, now())
     ON CONFLICT (region, year)
       DO UPDATE SET document = $3, drafted_by = $4, drafted_at = now(), by_release = false`,
    [document.region, document.year, JSON.stringify(document), by.userId],
  );
}

/** @returns whether there was one */
export async function discardYear(db: Db, region: string, year: number): Promise<boolean> {
  const gone = await rows(db, `DELETE FROM calendar_draft WHERE region = $1 AND year = $2 RETURNING year`, [
    region,
    year,
  ]);
  return gone.length > 0;
}

/**
 * A year that comes with a release is drafted where its region knows no official one and nobody drafted it.
 *
 * @returns whether it was
 */
export async function offerYear(db: Db, document: CalendarYear): Promise<boolean> {
  const { region, year } = document;
  await db.query(`SELECT pg_advisory_xact_lock(hashtext('calendar'), hashtext($1))`, [region]);
  const offered = await rows(
    db,
    `INSERT INTO calendar_draft (region, year, document, drafted_at, by_release)
     SELECT $1::text, $2::int, $3::jsonb, now(), true
     WHERE NOT EXISTS (
       SELECT FROM calendar c, jsonb_array_elements(c.years) known
       WHERE c.region = $1::text AND c.current AND (known ->> 'year')::int = $2::int AND (known ->> 'official')::boolean)
     ON CONFLICT DO NOTHING RETURNING year`,
    [region, year, JSON.stringify(document)],
  );
  return offered.length > 0;
}

/** How a calendar is called for a region ($1) and the year that it was published for ($2), but for its number. */
const CALLED = `$1 || '-' || $2::int || '.'`;
/** Whether it was published for that year, and has not only kept it. */
export const IS_FOR_YEAR = `version LIKE ${CALLED} || '%'`;

/** The version that a calendar with this year would be: of the region and the year, one after the other. */
export async function nextYear(db: Db, region: string, year: number): Promise<string> {
  const { version } = await one<{ version: string }>(
    db,
    `SELECT ${CALLED} || 1 + count(*) AS version FROM calendar WHERE region = $1 AND ${IS_FOR_YEAR}`,
    [region, year],
  );
  return version;
}

/**
 * The years of a region with this one among them count from now on, as this version.
 *
 * @returns whether they do: not where somebody published one meanwhile
 */
export async function publishYear(
  db: Db,
  version: string,
  draft: CalendarYear,
  by: By,
  reason: string,
): Promise<boolean> {
  const { region, year } = draft;
  await db.query(`SELECT pg_advisory_xact_lock(hashtext('calendar'), hashtext($1))`, [region]);
  if ((await nextYear(db, region, year)) !== version) return false;
  const [current] = await rows<{ years: CalendarYear[] }>(
    db,
    `SELECT years FROM calendar WHERE region = $1 AND current`,
    [region],
  );
  const years = withYear(current?.years ?? [], draft);
  await db.query(`UPDATE calendar SET current = false WHERE region = $1 AND current`, [region]);
  await db.query(
    `INSERT INTO calendar (version, region, current, hash, published_at, published_by, reason, years)
     VALUES ($1, $2, true, $3, now(), $4, $5, $6)`,
    [version, region, hashOf(years), by.userId, reason, JSON.stringify(years)],
  );
  await db.query(`DELETE FROM calendar_draft WHERE region = $1 AND year = $2`, [region, year]);
  return true;
}

/** These years with this one in the place of what was known of it, the earliest first. */
export function withYear(years: readonly CalendarYear[], draft: CalendarYear): CalendarYear[] {
  return [...years.filter(({ year }) => year !== draft.year), draft].sort((a, b) => a.year - b.year);
}
