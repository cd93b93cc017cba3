import type { CalendarYear } from '#domain/time/calendar.js';
import type { DateOf, Example } from '#domain/obligation/examples.js';
import type { Instant } from '#domain/time/time.js';
import type { NoticeProblem } from '#domain/time/read-notice.js';
import type { Chapter } from '#domain/policy/fields.js';
import type { Source } from '#domain/form/form.js';
import type { Difference } from '#domain/policy/difference.js';
import type { DayAhead } from '#domain/reading/days-ahead.js';
import type { Foretold } from '#domain/reading/what-if.js';
import type { Comparison } from '#domain/simulation/compared.js';
import type { Lateness } from '#domain/simulation/counted.js';
import type { YearDrafted } from '#persistence/rules/drafts.js';
import type { PolicyEnvelope, YearVersion } from '#persistence/rules/rulebook.js';
import type { RolloutProgress } from '#persistence/rollouts/rollout-store.js';
import type { Begun } from '../rollouts/answers.js';
import type { FieldError, Page } from '../http/answers.js';

export interface RuleShapes {
  Policy: PolicyEnvelope;
  PolicyList: Page<PolicyEnvelope>;
  Examples: Examples;
  Workdays: Workdays;
  CalendarYear: CalendarYear;
  CalendarList: CalendarList;
  CalendarVersions: Page<YearVersion>;
  PolicyFields: PolicyFields;
  CheckedPolicy: CheckedPolicy;
  WhatIf: WhatIf;
  PolicyDifference: PolicyDifference;
  Preview: Preview;
  PublishedPolicy: PublishedPolicy;
  PublishedYear: PublishedYear;
  DraftedYear: DraftedYear;
  ReadYear: ReadYear;
  Simulation: Simulation;
}

declare module '../http/answers.js' {
  interface Shapes extends RuleShapes {}
}

/** Today and the days after it, or the days of a month. */
export interface Workdays {
  days: DayAhead[];
}

/** What a policy is made of, in the order in which people read it. */
export interface PolicyFields {
  chapters: { name: Chapter; fields: PolicyField[] }[];
  /** What holds of members that may be absent, where they are. */
  absent: Record<string, unknown>;
  /** The closed lists that stand for `{name}` in a path; `must` where each of their words has to be there. */
  names: Record<string, { words: string[]; must: boolean }>;
}

export interface PolicyField {
  /** `visits.{grade}[].after`: `{name}` for each word of a list, `[]` for each row, `?` for what may be absent. */
  path: string;
  label: { zh: string; en: string };
  /** What may stand there: in short, and as JSON Schema 2020-12. */
  says: string;
  schema: Record<string, unknown>;
  /** The functions that read it: for who changes the product. */
  readBy: string[];
  /** Where what ships of it comes from. */
  source: Source;
  /** The same of words of its first wildcard that have one of their own. */
  sources: Record<string, Source>;
}

/** A document that is being written: all that is wrong with it, and the dates that its limits come to. */
export interface CheckedPolicy {
  /** By their place in the document. */
  problems: FieldError[];
  at: Instant;
  dates: DateOf[];
}

/** What other rules would change of one case; nothing is changed by asking. */
export interface WhatIf {
  policyVersion: string;
  calendarVersion: string;
  /** Whether the case goes by them already. */
  same: boolean;
  /** Why it would not move to them: it is closed, no case, or on a procedure that would have other steps. */
  stays: 'closed' | 'rehearsal' | 'procedure' | null;
  moves: Foretold[];
}

export interface CalendarList extends Page<CalendarOfYear> {
  /** Years that are drafted and not published yet, with where they were announced, for those who draft them. */
  drafted: DraftedOfYear[];
  /** The year that has to be published: this one, and from 1 November the next one, while it is not there. */
  missing: number | null;
}

export interface DraftedOfYear extends YearDrafted {
  source: string;
}

export interface PolicyDifference {
  from: string;
  to: string;
  items: Difference[];
}

/** Of an open date that would move. */
export interface PreviewRow extends Foretold {
  disputeId: string;
  number: string;
}

export interface KeptCase {
  disputeId: string;
  number: string;
}

/** Open dates of one department, or of one kind. */
export interface Shifted {
  of: string;
  moved: number;
  /** Those of them that would be late at once. */
  late: number;
}

export interface Preview {
  /** Open cases that would move, whether a date of theirs does or not. */
  cases: number;
  total: number;
  late: number;
  /** Those that would come earlier than they were announced. */
  shorter: number;
  byDepartment: Shifted[];
  byKind: Shifted[];
  /** Cases that would stay under their own rules, since they are on a procedure that would have other steps. */
  kept: KeptCase[];
  /** The first 5,000: what would be late at once, then by date. */
  rows: PreviewRow[];
}

/** Past months under a policy, beside the one that was in force as it was asked; what is there so far. */
export interface Simulation extends Comparison {
  rollout: RolloutProgress;
  version: string;
  policyVersion: string;
  /** For both. */
  calendarVersion: string;
  from: Instant;
  to: Instant;
  /** How many obligations became late under one and not, or at another moment, under the other. */
  changed: number;
  /** The first 1,000 of them. */
  latenesses: LatenessOfCase[];
}

export interface LatenessOfCase extends Lateness {
  /** Null where the case was erased meanwhile. */
  number: string | null;
  /** Whether who asks reads the case. */
  seen: boolean;
}

export interface PublishedPolicy {
  version: string;
  /** Of the open cases that move to it; null where they stay as they are. */
  rollout: RolloutProgress | null;
}

export interface PublishedYear extends Begun {
  /** Of the calendar. */
  version: string;
}

/** A year as its notice was understood; nothing is drafted by reading it. */
export interface ReadYear {
  document: CalendarYear;
  /** What was not understood, by the words that it is about. */
  problems: NoticeProblem[];
  /** From what is known of it. */
  differences: Difference[];
}

/** A year of the calendar before it is published. */
export interface DraftedYear extends YearDrafted {
  document: CalendarYear;
  /** From what is known of it. */
  differences: Difference[];
}

export interface Examples {
  at: Instant;
  zone: string;
  items: Example[];
}

export type CalendarOfYear = Pick<CalendarYear, 'region' | 'year' | 'official' | 'source'>;
