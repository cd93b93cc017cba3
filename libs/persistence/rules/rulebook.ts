import type { CalendarYear } from '#domain/time/calendar.js';
import type { Rules } from '#domain/obligation/obligation.js';
import { sliceOf, type PolicyDocument } from '#domain/policy/document.js';
import { addDays, civilDateAt, instantAt, instantOf, plusMillis, type Instant } from '#domain/time/time.js';
import { hashOf } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { IS_FOR_YEAR } from './drafts.js';

export interface Published<T> {
  version: string;
  hash: string;
  document: T;
}

export interface PolicyEnvelope {
  version: string;
  state: 'draft' | 'published' | 'retired';
  /** Who wrote it last before it was published, and when; null of what shipped, and where that is not known. */
  draftedBy: string | null;
  draftedAt: Date | null;
  publishedAt: Date | null;
  /** Who published it, and why; null of a draft, and of what shipped. */
  publishedBy: string | null;
  reason: string | null;
  /** Of the document: what a change of a draft says that it was made of. */
  hash: string;
  document: PolicyDocument;
}

/** A year of a calendar as it was published once: by whom and why, null of what shipped. */
export interface YearVersion {
  /** Of the calendar. */
  version: string;
  publishedAt: Date | null;
  publishedBy: string | null;
  reason: string | null;
  document: CalendarYear;
}

/** Of a region that has published none yet: weekends are off, and every date that counts days is provisional. */
const NO_CALENDAR: Published<CalendarYear[]> = { version: 'none', hash: hashOf([]), document: [] };

/** Published policies and calendars. They are immutable, so what was read once is kept. */
export class Rulebook {
  private readonly policies = new Map<string, Published<PolicyDocument>>();
  private readonly calendars = new Map([[NO_CALENDAR.version, NO_CALENDAR]]);

  private readonly ruled = new Map<string, Rules>();

  constructor(private readonly db: Db) {}

  async policy(version: string): Promise<Published<PolicyDocument>> {
    const known = this.policies.get(version);
    if (known) return known;
    const [row] = await rows<Published<PolicyDocument>>(
      this.db,
      `SELECT version, hash, document FROM policy WHERE version = $1`,
      [version],
    );
    if (!row) throw new Error(`the policy ${version} is not in the record`);
    this.policies.set(version, row);
    return row;
  }

  async calendar(version: string): Promise<Published<CalendarYear[]>> {
    const known = this.calendars.get(version);
    if (known) return known;
    const [row] = await rows<Published<CalendarYear[]>>(
      this.db,
      `SELECT version, hash, years AS document FROM calendar WHERE version = $1`,
      [version],
    );
    if (!row) throw new Error(`the calendar ${version} is not in the record`);
    this.calendars.set(version, row);
    return row;
  }

  /** The rules of a dispute by the versions that its record names. */
  async rules(policyVersion: string, calendarVersion: string): Promise<Rules> {
    const versions = `${policyVersion} ${calendarVersion}`;
    const known = this.ruled.get(versions);
    if (known) return known;
    const [policy, calendar] = await Promise.all([this.policy(policyVersion), this.calendar(calendarVersion)]);
    const rules = {
      policyVersion,
      policy: sliceOf(policy.document),
      calendar: { region: policy.document.region, version: calendarVersion, years: calendar.document },
    };
    this.ruled.set(versions, rules);
    return rules;
  }

  /** The versions under which a dispute that is entered now begins. A calendar that is missing blocks nothing. */
  async current(region: string): Promise<{ policy: Published<PolicyDocument>; calendar: Published<CalendarYear[]> }> {
    const [row] = await rows<{ policy: string; calendar: string | null }>(
      this.db,
      `SELECT p.version AS policy, c.version AS calendar
       FROM policy p LEFT JOIN calendar c ON c.region = p.region AND c.current
       WHERE p.region = $1 AND p.state = 'published'`,
      [region],
    );
    if (!row) throw new Error(`no policy is published for the region ${region}`);
    const calendar = await this.calendar(row.calendar ?? NO_CALENDAR.version);
    return { policy: await this.policy(row.policy), calendar };
  }

  /** First and last moment of the day that it is in the region now, by its zone. */
  async today(region: string): Promise<{ from: Instant; to: Instant; zone: string }> {
    const { zone } = (await this.current(region)).policy.document.workingTime;
    const day = civilDateAt(instantOf(Date.now()), zone);
    return { from: instantAt(day, '00:00', zone), to: plusMillis(instantAt(addDays(day, 1), '00:00', zone), -1), zone };
  }

  /** Every policy of a region, the newest first; what was thrown away before it held anybody is none. */
  async allPolicies(region: string): Promise<PolicyEnvelope[]> {
    return rows<PolicyEnvelope>(
      this.db,
      `SELECT version, state, drafted_by AS "draftedBy", drafted_at AS "draftedAt", published_at AS "publishedAt",
         published_by AS "publishedBy", reason, hash, document
       FROM policy WHERE region = $1 AND state <> 'discarded' ORDER BY published_at DESC NULLS FIRST, version DESC`,
      [region],
    );
  }

  /** The years of a region's calendar that counts now. */
  async years(region: string): Promise<CalendarYear[]> {
    const [row] = await rows<{ years: CalendarYear[] }>(
      this.db,
      `SELECT years FROM calendar WHERE region = $1 AND current`,
      [region],
    );
    return row?.years ?? [];
  }

  /** As which a year of it was published, the newest first: not where a calendar only has it on from the one before. */
  async versionsOf(region: string, year: number): Promise<YearVersion[]> {
    return rows<YearVersion>(
      this.db,
      `SELECT version, published_at AS "publishedAt", published_by AS "publishedBy", reason, known AS document
       FROM (
         SELECT c.*, known, lag(known) OVER earlier AS before
         FROM calendar c, jsonb_array_elements(c.years) known
         WHERE c.region = $1 AND (known ->> 'year')::int = $2
         WINDOW earlier AS (ORDER BY published_at NULLS FIRST, version)) all_of_it
       WHERE known IS DISTINCT FROM before OR ${IS_FOR_YEAR}
       ORDER BY published_at DESC NULLS LAST, version DESC`,
      [region, year],
    );
  }
}

/** A folded state without its rules: those are immutable rows of their own, named by version. */
export function stored({ rules, ...rest }: { rules: Rules }): unknown {
  return { ...rest, rules: { policyVersion: rules.policyVersion, calendarVersion: rules.calendar.version } };
}

export async function restored<S extends { rules: Rules }>(value: unknown, rulebook: Rulebook): Promise<S> {
  const state = value as S & { rules: { policyVersion: string; calendarVersion: string } };
  return { ...state, rules: await rulebook.rules(state.rules.policyVersion, state.rules.calendarVersion) };
}
