import type { Limit, WorkingTime } from '../time/limit.js';
import type { TimeOfDay } from '../time/time.js';
import type {
  Category,
  Complexity,
  DangerSign,
  Grade,
  ObligationKind,
  Post,
  Role,
  RungAction,
  DangerBy,
  VisitBy,
  VisitMode,
} from '../words.js';

/** Of visits done so many are drawn for a spot check, by the grade of the case: parts of one; answered within a limit. */
export interface SpotChecks extends ByGrade<number> {
  within: Limit;
}

/** A limit, or `null` for "none": the stage has no deadline in that grade. */
export type MaybeLimit = Limit | null;
export type ByGrade<T> = Record<Grade, T>;

export type RungMoment =
  /** Share of the limit on its own clock; 100 is the moment it becomes late. */
  | { percent: number }
  /** Before the due moment. */
  | { before: Limit }
  /** After the obligation became late, that is after its tolerance. */
  | { after: Limit }
  /** The eve or the morning of the due day, or the last working day before it where that is not the eve. */
  | { on: 'eve' | 'morning' | 'last-workday' };

export interface Rung {
  at: RungMoment;
  /** At what time of its day, on any day of the week; without it as work begins, before the due day its last session. */
  time?: TimeOfDay;
  when?: 'no-progress' | 'second-lateness';
  grades?: Grade[];
  do: RungAction;
  to: Post[];
}

export interface VisitRule {
  after: Limit;
  mode: VisitMode;
  tolerance: Limit;
}

export interface RoutingRule {
  category: Category;
  village?: string;
  dangerSign?: DangerSign;
  to: string;
  assist?: string[];
  reason: string;
}

/** One way in which people say that there is danger; how it is read stands in `danger.ts`. */
export interface DangerRule {
  sign: DangerSign;
  words: string[];
  /** One of them has to stand near, … */
  near?: string[];
  /** … at most so many signs away. */
  within?: number;
  /** None of them may. */
  unless?: string[];
}

/** The policy document: every number of a dispute's life, editable per region without a programmer. */
export interface PolicyDocument {
  region: string;
  title: string;
  limits: Partial<Record<ObligationKind, ByGrade<MaybeLimit>>> & { 'return-window'?: ByGrade<MaybeLimit> };
  handle: ByGrade<Record<Complexity, Limit>>;
  ladders: Partial<Record<ObligationKind, Rung[]>> & { default?: Rung[] };
  visits: ByGrade<VisitRule[]>;
  returns: ByGrade<{ perDepartment: number; perDispute: number }>;
  extensions: ByGrade<ExtensionRule>;
  mediationStop: { limit: Limit; withConsent: boolean };
  relapse: ByGrade<Grade>;
  repeat: { within: Limit; second: Grade; third: Grade };
  unreachable: { tries: number };
  mediators: string[];
  /** By whom; how far away its end may be, and from how many in a row on it is the supervisor's (`suspendingOf`). */
  suspension: { by: Role[]; longest?: Limit; inARow?: number };
  leg: { restAtLeast: number; total: number };
  reopen: { within: Limit };
  visitsAtLeast: { category?: Category; dangerSign?: DangerSign; as: Grade }[];
  reportedLate: Limit;
  /** What a return visit must be to count; absent in what was published before (`doorstepOf`). */
  visitsFrom?: number;
  visitBy?: VisitBy;
  spotChecks?: SpotChecks;
  majorKinds: Category[];
  /** What a report says and a registration ticks; absent in what was published before (`alarm.ts`). */
  dangerAtLeast?: Record<DangerSign, Grade>;
  dangerBy?: DangerBy;
  danger?: DangerRule[];
  /** What denies a word that follows it shortly: 没有…. */
  dangerDenied?: string[];
  /** Words at which another clause begins, as behind a comma. */
  dangerBreaks?: string[];
  routing: RoutingRule[];
  workingTime: WorkingTime;
  /** A step of a procedure that its own law lets be extended says by how much: once, by the head, whatever the grade. */
  statutory: Record<string, { step: string; limit: Limit; extension?: Limit }[]>;
}

/** How much more time, how often, and who decides. */
export interface ExtensionRule {
  by: Limit;
  times: number;
  approver: Post;
}

/** The words by which a report is read. */
export type DangerWords = Required<Pick<PolicyDocument, 'danger' | 'dangerDenied' | 'dangerBreaks' | 'dangerBy'>>;

/** What of a policy travels with a dispute: all that its own life can need, nothing that only the desk reads. */
export type PolicySlice = Omit<PolicyDocument, 'routing' | 'title' | keyof DangerWords>;

export function sliceOf(document: PolicyDocument): PolicySlice {
  const {
    routing: _routing,
    title: _title,
    danger: _danger,
    dangerDenied: _denied,
    dangerBreaks: _breaks,
    dangerBy: _by,
    ...slice
  } = document;
  return slice;
}
