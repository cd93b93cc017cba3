import type { CalendarYear } from '#domain/time/calendar.js';
import type { Example } from '#domain/obligation/examples.js';
import type { Instant } from '#domain/time/time.js';
import type { PolicyEnvelope } from '#persistence/rules/rulebook.js';
import type { Page } from '../http/answers.js';

export interface RuleShapes {
  Policy: PolicyEnvelope;
  PolicyList: Page<PolicyEnvelope>;
  Examples: Examples;
  CalendarYear: CalendarYear;
  CalendarList: Page<CalendarOfYear>;
}

declare module '../http/answers.js' {
  interface Shapes extends RuleShapes {}
}

export interface Examples {
  at: Instant;
  zone: string;
  items: Example[];
}

export type CalendarOfYear = Pick<CalendarYear, 'region' | 'year' | 'official' | 'source'>;
