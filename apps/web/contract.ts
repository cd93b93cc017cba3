import type { CalendarYear } from '#domain/calendar.js';
import type { Verb } from '#domain/commands.js';
import type { Actor, EventData, EventType } from '#domain/events.js';
import type { DerivationStep, Limit } from '#domain/limit.js';
import type { Example } from '#domain/examples.js';
import type { NextStep } from '#domain/next-step.js';
import type { RuleRef } from '#domain/obligation.js';
import type { PaperAbout } from '#domain/papers.js';
import type { PolicyDocument } from '#domain/policy.js';
import type { RetentionKind, RetentionRule } from '#domain/retention.js';
import type {
  AttachmentRow,
  AttributionPart,
  DisputeRow,
  EventText,
  ObligationRow,
  TransferRow,
  VisitRow,
} from '#domain/rows.js';
import type { Instant } from '#domain/time.js';
import type { ErasureGround, Feeder, ObligationKind, Role } from '#domain/words.js';

/**
 * What the API answers, put together from the domain's own types: the OpenAPI document describes addresses, and no
 * shapes of answers yet, so there is nothing to generate these few lines from.
 */

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface PolicyEnvelope {
  version: string;
  state: 'draft' | 'published' | 'retired';
  publishedAt: Instant | null;
  document: PolicyDocument;
}

export interface Examples {
  at: Instant;
  zone: string;
  items: Example[];
}

export interface SavedFilter {
  id: string;
  name: string;
  filter: Record<string, string>;
}

export interface IssuedPaper extends PaperAbout {
  id: string;
  number: string;
  copy: number;
  sender: string;
  issuedAt: Instant;
  issuedBy: string;
}

export interface Papers extends Page<IssuedPaper> {
  mayIssue: PaperAbout[];
}

export type CalendarOfYear = Pick<CalendarYear, 'region' | 'year' | 'official' | 'source'>;

export interface Settings {
  authMode: 'local' | 'oidc';
  rehearsals: boolean;
  zone: string;
  demoAccounts: { id: string; name: string; roles: Role[]; department: { name?: string; nameEn?: string } }[];
}

export interface User {
  id: string;
  username: string;
  name: string;
  departmentId: string;
  roles: Role[];
}

export interface Department {
  id: string;
  parentId: string | null;
  name: string;
  nameEn: string;
  hasDesk: boolean;
  active: boolean;
}

export type Person = Pick<User, 'id' | 'name' | 'departmentId' | 'roles'>;

export type ObligationView = Pick<
  ObligationRow,
  | 'id'
  | 'kind'
  | 'n'
  | 'subjectId'
  | 'holder'
  | 'openedAt'
  | 'limit'
  | 'dueAt'
  | 'lateAfter'
  | 'provisional'
  | 'state'
  | 'metAt'
  | 'lateSince'
> & {
  /** When its clock stood still; the last may last. */
  pauses: { from: Instant; until: Instant | null }[];
  steps: Pick<ObligationRow['steps'][number], 'at' | 'do' | 'to' | 'firedAt' | 'skipped'>[];
};

export type VisitView = Omit<VisitRow, 'state'> & { state: VisitRow['state'] | 'due' | 'late' };

export type TransferView = Omit<TransferRow, 'returnReason' | 'upheld'> & {
  returnReason: string | null;
  return: (NonNullable<TransferRow['returnReason']> & { upheld: boolean | null }) | null;
};

export type DisputeSummary = Pick<
  DisputeRow,
  | 'id'
  | 'number'
  | 'title'
  | 'category'
  | 'grade'
  | 'complexity'
  | 'status'
  | 'desk'
  | 'holder'
  | 'assistants'
  | 'place'
  | 'policyVersion'
  | 'calendarVersion'
  | 'seq'
  | 'rehearsal'
  | 'createdAt'
  | 'updatedAt'
  | 'closedAt'
  | 'repeats'
> & {
  now: Instant;
  /** Where it was offered to and is not answered yet. */
  offeredTo: string[];
  /** Who returned an offer; the desk decides. */
  returnedBy: string[];
  nextDueAt: Instant | null;
  late: number;
  hold: NonNullable<DisputeRow['hold']> | null;
  erased: NonNullable<DisputeRow['erased']> | null;
};

export type DisputeView = DisputeSummary &
  Pick<
    DisputeRow,
    | 'narrative'
    | 'dangerSigns'
    | 'source'
    | 'occurredAt'
    | 'parties'
    | 'plan'
    | 'extensions'
    | 'suspensions'
    | 'supervisions'
    | 'meetings'
    | 'resolution'
    | 'closures'
    | 'tracks'
    | 'consents'
  > & {
    transfers: TransferView[];
    obligations: ObligationView[];
    visits: VisitView[];
    mediationStopAt: Instant | null;
    suggestion: { departmentId: string; reason: string } | null;
    attachments: AttachmentRow[];
    nextStep: NextStep | null;
    can: Verb[];
  };

export interface Done {
  seq: number;
  dispute: DisputeView;
  similar?: Similar[];
}

export interface Similar {
  id: string;
  number: string;
  why: 'same-party' | 'same-matter';
}

export interface Proposal {
  suggestion: { departmentId: string; reason: string } | null;
  similar: Similar[];
}

export type DisputeInWork = Pick<DisputeRow, 'id' | 'number' | 'title' | 'category' | 'grade' | 'status' | 'place'>;

export interface Work {
  obligation: ObligationView;
  dispute: DisputeInWork;
  dueAt: Instant;
  remaining: { workingMinutes: number; text: string };
  state: ObligationView['state'];
}

export const TABS = ['answer', 'work', 'visits', 'approve'] as const;
export type Tab = (typeof TABS)[number];
/** `items`: reports that wait for this desk. */
export type Counts = Record<Tab | 'all' | 'items' | 'dueVisits', number>;

export interface Late {
  obligation: ObligationView;
  dispute: DisputeInWork;
  cause: string;
}

export interface BoardLine {
  departmentId: string;
  open: number;
  dueToday: number;
  late: number;
  returned: number;
  lapsed: number;
  bouncing: number;
  visitsDue: number;
  visitsLate: number;
}

export interface Board {
  departments: BoardLine[];
  orphaned: number;
  /** Open dates that rest on a year whose calendar is not published. */
  alarms: { code: 'CALENDAR_UNPUBLISHED'; year: number; obligations: number }[];
  late: Late[];
}

export interface Bounce {
  dispute: DisputeSummary;
  handOffs: number;
  loop: string[];
}

export type Visit = VisitView & { dispute: DisputeInWork & Pick<DisputeRow, 'parties'> };

export interface Notice {
  id: string;
  disputeId: string;
  number: string | null;
  title: string | null;
  kind: string;
  obligationId: string | null;
  at: Instant;
  readAt: Instant | null;
}

export interface Item {
  id: string;
  number: string;
  text: string | null;
  feeder: Feeder;
  village: string;
  place: string | null;
  state: 'new' | 'promoted' | 'discarded' | 'linked';
  heardAt: Instant;
  triageDueAt: Instant | null;
  disputeId: string | null;
  reason: string | null;
  erased: { at: Instant; ground: ErasureGround } | null;
}

/** What is kept how long, and what has been kept long enough. */
export interface Retention {
  version: number;
  rules: RetentionRule[];
  rows: { kind: RetentionKind; before: Instant | null; due: number }[];
  due: {
    kind: 'case' | 'item';
    id: string;
    number: string;
    endedAt: Instant;
    retainedUntil: Instant;
    held: boolean;
  }[];
}

export interface Attribution {
  totalMinutes: number;
  parts: (AttributionPart & { to: Instant; minutes: number })[];
}

export type TimelineEntry = {
  [T in EventType]: {
    seq: number;
    at: Instant;
    type: T;
    actor: Actor;
    data: EventData[T];
    text?: T extends keyof EventText ? Partial<EventText[T]> : undefined;
  };
}[EventType];

export interface Explanation {
  obligationId: string;
  kind: ObligationView['kind'];
  rule: RuleRef;
  dueAt: Instant;
  lateAfter?: Instant;
  provisional: boolean;
  steps: {
    code: DerivationStep['label'];
    label: string;
    from: Instant;
    to: Instant;
    detail: string;
    facts: DerivationStep['detail'];
  }[];
}

export interface Value {
  value: number;
  link: string;
}
interface Share {
  value: number | null;
  part: number;
  whole: number;
  link: string;
}
export interface Measures {
  entered: Value;
  circulated: Value;
  resolved: Value;
  open: Value;
  reopened: Value;
  resolutionRate: Share;
  stableResolutionRate: Share;
  resolutionHours: { median: number | null; p90: number | null; link: string };
  onTimeRate: Share;
  acceptanceRate: Share;
  misDispatchRate: Share;
  visitRate: Share;
  satisfaction: Share & { participation: number | null };
}
export type Statistics = Measures & {
  from: Instant;
  to: Instant;
  items: Value;
  by?: string;
  groups?: (Measures & { key: string | null })[];
  /** Disputes of the period that were late, by what was owed. */
  lateness: (Value & { kind: ObligationKind })[];
  /** What is open now, by who holds it and by days since it was entered. */
  ageing: { departmentId: string; ages: (Value & { fromDays: number; toDays: number | null })[] }[];
};

export type { Limit, Verb };
