import type { EventOf, EventType } from '../dispute/events.js';
import type { Obligation, Rules } from '../obligation/obligation.js';
import type { Instant } from '../time/time.js';
import type { Limit } from '../time/limit.js';
import type { Complexity, Grade } from '../words.js';
import { demandsVisitsThatTell, forgetsReturnsByDesignation, leavesTheFirstChoice } from './editions.js';
import type { Stage } from './stages.js';

export interface Violation {
  /** Its number in domain.md §5. */
  invariant: number;
  /** The entry at which it showed. */
  seq: number;
  what: string;
}

/** A stretch of the case's time and whose it was, told from the record a second time. */
export interface Charged {
  departmentId: string;
  phase: 'desk' | 'designating' | 'waiting-for-answer' | 'handling' | 'paused' | 'statutory' | 'visiting';
  from: Instant;
  to: Instant | null;
}

/** Who was on the case, and from when on. */
export interface Reader {
  departmentId: string;
  from: Instant;
}

export interface Transfer {
  to: string;
  offeredAt: Instant;
  reasonCode: string | null;
  role: 'lead' | 'assist';
  designated: boolean;
  state: 'offered' | 'accepted' | 'returned' | 'recalled' | 'lapsed' | 'completed';
  returning: boolean;
}

/** What a chapter proves of each of its events, and what it notes of them; complete by the compiler. */
export type Chapter<T extends EventType> = { [E in T]: (book: Book, event: EventOf<E>) => void };

/** For an event of which there is nothing to prove beyond its stage. */
export const nothing = (): void => {};

export const RANK: Record<Grade, number> = { blue: 0, yellow: 1, red: 2 };

export const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
/** The end of its tolerance, where it has one. */
export const lateAt = ({ dueAt, lateAfter }: Pick<Obligation, 'dueAt' | 'lateAfter'>): Instant => lateAfter ?? dueAt;
export const plain = (value: unknown) => JSON.stringify(value);

/** The second, smaller bookkeeping: what the entries up to now have said, and what was found wrong with them. */
export class Book {
  readonly found: Violation[] = [];
  readonly charged: Charged[] = [];
  readonly readers: Reader[] = [];

  seq = 0;
  at: Instant = '';
  /** The moment of the entry before. */
  previous: Instant = '';
  /** Keys of the commands that were answered. */
  readonly keys = new Set<string>();

  stage: Stage = 'none';
  entry: EventOf<'DisputeRegistered'>['data'] | undefined;
  desk = '';
  core = 1;
  /** Earlier cases that were ruled to be of others. */
  readonly apart = new Set<string>();
  grade: Grade = 'blue';
  graded = false;
  complexity: Complexity = 'ordinary';

  lead: string | null = null;
  readonly transfers = new Map<string, Transfer>();
  /** Returns of a lead that held, in this course and of each department. */
  upheld = 0;
  readonly upheldBy = new Map<string, number>();
  /** Offers to a lead that nobody answered, in this course, since that is counted. */
  lapsed = 0;
  /** Suspensions and prolongations in a row, and until when it last stood. */
  stood: { times: number; until: Instant | null } | null = null;
  progressAt: Instant | null = null;
  /** Department and reason of returns that did not hold. */
  readonly notUpheld = new Set<string>();

  readonly open = new Map<string, Obligation>();
  /** When each obligation began or was last moved. */
  readonly begun = new Map<string, Instant>();
  /** Latenesses and rungs, by obligation. */
  readonly fired = new Set<string>();
  readonly asked = new Map<string, { by: string; obligationId: string; limit: Limit }>();
  /** What the decision that is being told granted. */
  granted: { obligationId: string; limit: Limit } | null = null;
  /** How often the running course got more time for its handling. */
  extended = 0;

  readonly visits = new Map<number, 'open' | 'unconfirmed' | 'done'>();
  /** Who made each, and who went along. */
  readonly makers = new Map<number, string[]>();
  /** Whom each visit that stands met. */
  readonly met = new Map<number, string[]>();
  /** Visits that were drawn and about which nobody has called yet. */
  readonly checks = new Set<number>();
  /** All that were ever drawn. */
  readonly drawn = new Set<number>();
  /** The id of what was owed last. */
  everOwed = '';
  /** Visits that the decision that is being told recorded, with the grade of then. */
  recorded: { n: number; grade: Grade }[] = [];
  /** Who was named for what, as `justice:handler`: the last, and all since that is asked. */
  readonly named = new Map<string, string>();
  readonly everNamed = new Set<string>();
  /** Who resolved it, since that is asked. */
  resolver: string | null = null;
  readonly terms = new Set<number>();
  readonly called = new Set<string>();
  readonly orders = new Set<string>();
  readonly decisions = new Set<string>();
  /** Where it was merged into; null where it goes on by itself. */
  into: string | null = null;
  /** Cases that were merged into it, each with who came with it. */
  readonly absorbed = new Map<string, readonly string[]>();
  held = false;
  /** Its entries are still those of the ledger that it is adopted from. */
  adopting = false;
  erased = false;

  private awaited: { invariant: number; what: string; came: () => boolean }[] = [];

  /** @param rules those that it was entered under; a move to others changes them */
  constructor(public rules: Rules) {}

  fault(invariant: number, what: string): void {
    this.found.push({ invariant, seq: this.seq, what });
  }

  /** What the decision that is being told still has to bring about. */
  expect(invariant: number, what: string, came: () => boolean): void {
    this.awaited.push({ invariant, what, came });
  }

  /** A decision is told to its end: whatever was to come of it has come. */
  settle(): void {
    for (const { invariant, what, came } of this.awaited) if (!came()) this.fault(invariant, what);
    this.awaited = [];
    this.granted = null;
  }

  openLeads(): Transfer[] {
    return [...this.transfers.values()].filter((each) => each.role === 'lead' && each.state === 'offered');
  }

  owes(kind: Obligation['kind'], subjectId?: string): boolean {
    return [...this.open.values()].some((each) => each.kind === kind && (!subjectId || each.subjectId === subjectId));
  }

  /** Who owes the next dispatch. */
  watcher(): string {
    const failed = this.upheld + this.lapsed;
    const isUsedUp = failed >= this.rules.policy.returns[this.grade].perDispute;
    const isFirstChoice = leavesTheFirstChoice(this.core) && failed === 0;
    return isUsedUp && !isFirstChoice ? this.entry!.superior : this.desk;
  }

  /** Somebody was named for a place, for all that it is about or for one thing alone. */
  name(place: string, userId: string, isForAll = true): void {
    if (isForAll) this.named.set(place, userId);
    if (demandsVisitsThatTell(this.core)) this.everNamed.add(`${place} ${userId}`);
  }

  /** Whether it is the work of this person that is visited. */
  isWorkOf(userId: string): boolean {
    if ((this.rules.policy.visitBy ?? 'others') === 'any') return false;
    const place = `${this.lead}:handler`;
    return this.resolver === userId || this.named.get(place) === userId || this.everNamed.has(`${place} ${userId}`);
  }

  /** A new course: what was counted in the one before counts no more. */
  beginAnew(lead: string | null): void {
    this.lead = lead;
    this.visits.clear();
    this.met.clear();
    this.makers.clear();
    this.terms.clear();
    this.upheld = 0;
    this.lapsed = 0;
    this.stood = null;
    this.progressAt = null;
    this.extended = 0;
    this.upheldBy.clear();
  }

  /** A superior chose: by the first rules, the returns of before count no more. */
  designate(): void {
    if (forgetsReturnsByDesignation(this.core)) this.upheld = 0;
  }
}
