import type { CalendarYear } from '#domain/time/calendar.js';
import type { Example } from '#domain/obligation/examples.js';
import type { Instant } from '#domain/time/time.js';
import type { NoticeProblem } from '#domain/time/read-notice.js';
import type { Difference } from '#domain/policy/difference.js';
import type { Foretold } from '#domain/reading/what-if.js';
import type { Comparison } from '#domain/simulation/compared.js';
import type { Lateness } from '#domain/simulation/counted.js';
import type { PolicyEnvelope } from '#persistence/rules/rulebook.js';
import type { RolloutProgress } from '#persistence/rollouts/rollout-store.js';
import type { Begun } from '../rollouts/answers.js';
import type { Page } from '../http/answers.js';

export interface RuleShapes {
  Policy: PolicyEnvelope;
  PolicyList: Page<PolicyEnvelope>;
  Examples: Examples;
  CalendarYear: CalendarYear;
  CalendarList: Page<CalendarOfYear>;
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

export interface PolicyDifference {
  from: string;
  to: string;
  items: Difference[];
}

/** Of an open date that would move. */
export interface PreviewRow extends Foretold {
  disputeId: string;
}

/** Open dates of one department, or of one kind. */
export interface Shifted {
  of: string;
  moved: number;
  /** Those of them that would be late at once. */
  late: number;
}

export interface Preview {
  total: number;
  late: number;
  /** Those that would come earlier than they were announced. */
  shorter: number;
  byDepartment: Shifted[];
  byKind: Shifted[];
  /** Cases that would stay under their own rules, since they are on a procedure that would have other steps. */
  kept: string[];
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
  latenesses: Lateness[];
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
export interface DraftedYear {
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
