import type { Calendar } from '../time/calendar.js';
import {
  count,
  countBack,
  lastWorkday,
  momentAtPercent,
  type Clock,
  type Derivation,
  type DerivationStep,
  type Limit,
  type Pause,
} from '../time/limit.js';
import type { PolicySlice, Rung } from '../policy/document.js';
import { addDays, civilDateAt, instantAt, later, type Instant } from '../time/time.js';
import type { Grade, ObligationKind, Post, Role, RungAction, VisitMode } from '../words.js';

/**
 * Obligations 责任时限: the one mechanism behind deadlines, reminders, escalations and return visits (domain.md §4).
 * The pure part of them: what is owed, by whom, by when, why then, and which steps lie around that moment.
 */

export interface Holder {
  departmentId: string;
  role: Role;
  userId?: string;
}

/** The rule that an obligation was opened under; it keeps it for life. `path` points into the policy document. */
export interface RuleRef {
  policyVersion: string;
  calendarVersion: string;
  path: string;
}

/** All that a due moment is computed from. Kept whole in the record, so every date can be derived again. */
export interface Terms {
  /** The moment the limit is counted from; differs from `openedAt` for a leg that continues an earlier one. */
  countedFrom: Instant;
  /** `null` where the due moment was fixed by a person (an agreed date). */
  limit: Limit | null;
  fixedDueAt?: Instant;
  /** Approved extensions, each counted from the due moment before it. */
  extensions: Limit[];
  /** Owed at `dueAt`, late only after this much more. */
  tolerance?: Limit;
  /** Whether a last day that is no working day moves on (`movesOf`). */
  moves: boolean;
  /** …and one that stood still as well; absent in what was opened before the second core. */
  passesPauses?: true;
  pauses: Pause[];
}

/** Why a rung reached nobody. `answered`: the ledger of an adopted case knows it; `designated`: such an offer never lapses. */
export type StepSkipped = 'progress' | 'first-lateness' | 'answered' | 'designated';

export interface Step {
  /** Its place in the policy's ladder: what makes it the same step after its moment moved. */
  rung: number;
  at: Instant;
  do: RungAction;
  to: Post[];
  when?: Rung['when'];
  firedAt: Instant | null;
  /** Why it passed without reaching anybody. */
  skipped?: StepSkipped;
}

/** The states that live in a dispute's state; `met`, `waived` and `void` have left it and live in the rows. */
export type OpenObligationState = 'open' | 'late' | 'paused';
export type ObligationState = OpenObligationState | 'met' | 'waived' | 'void';

export interface Obligation {
  id: string;
  kind: ObligationKind;
  /** Number of a visit, term, decision or statutory step. */
  n?: number;
  /** The transfer, extension, suspension, order or meeting that it is about, where it is about one. */
  subjectId?: string;
  mode?: VisitMode;
  holder: Holder;
  openedAt: Instant;
  rule: RuleRef;
  terms: Terms;
  dueAt: Instant;
  /** Present where there is a tolerance: the moment after which it is late. */
  lateAfter?: Instant;
  provisional: boolean;
  state: OpenObligationState;
  lateSince: Instant | null;
  /** When somebody last pressed for it; absent until then. */
  urgedAt?: Instant;
  steps: Step[];
}

/** The policy slice and the calendar that a dispute carries with it. */
export interface Rules {
  policyVersion: string;
  policy: PolicySlice;
  calendar: Calendar;
}

export function clockOf(rules: Rules): Clock {
  let clock = clocks.get(rules);
  if (!clock) clocks.set(rules, (clock = { calendar: rules.calendar, workingTime: rules.policy.workingTime }));
  return clock;
}

/** One clock for one set of rules, so that it knows the days it was asked for. */
const clocks = new WeakMap<Rules, Clock>();

/**
 * The due moment of an obligation and the reason for it, in one value. Every date the product shows comes from here.
 */
export function derive(terms: Terms, rule: RuleRef, clock: Clock): Derivation & { lateAfter?: Instant } {
  const steps: DerivationStep[] = [
    {
      label: 'start',
      from: terms.countedFrom,
      to: terms.countedFrom,
      detail: { rule: rule.path, version: rule.policyVersion },
    },
  ];
  let dueAt: Instant;
  let provisional = false;
  const run = (label: 'limit' | 'extension', from: Instant, limit: Limit): Instant => {
    const { pauses, moves, passesPauses } = terms;
    const counted = count(from, limit, clock, { pauses, moves, ...(passesPauses && { passesPauses }) });
    provisional ||= counted.provisional;
    steps.push({ label, from, to: counted.dueAt, detail: { limit } }, ...counted.steps);
    return counted.dueAt;
  };
  if (terms.limit === null) {
    dueAt = terms.fixedDueAt!;
    steps.push({ label: 'fixed', from: terms.countedFrom, to: dueAt, detail: {} });
  } else {
    dueAt = run('limit', terms.countedFrom, terms.limit);
  }
  for (const extension of terms.extensions) dueAt = run('extension', dueAt, extension);
  const lateAfter = terms.tolerance && count(dueAt, terms.tolerance, clock, { pauses: [], moves: false }).dueAt;
  steps.push({ label: 'due', from: dueAt, to: dueAt, detail: { version: rule.calendarVersion } });
  return { dueAt, provisional, steps, ...(lateAfter && { lateAfter }) };
}

/** None where it would lie on the same day as another: the last working day before is the eve. */
function rungMoment(rung: Rung, terms: Terms, dueAt: Instant, lateAt: Instant, clock: Clock): Instant | null {
  const at = rung.at;
  if ('percent' in at) {
    const limit = terms.limit ?? { amount: 1, unit: 'days' };
    return at.percent <= 100
      ? momentAtPercent(at.percent, terms.countedFrom, lateAt, limit, clock, terms.pauses)
      : momentAtPercent(at.percent, terms.countedFrom, dueAt, limit, clock, terms.pauses);
  }
  if ('before' in at) return countBack(dueAt, at.before, clock);
  if ('after' in at) return count(lateAt, at.after, clock).dueAt;
  const { zone, hours } = clock.workingTime;
  const day = civilDateAt(dueAt, zone);
  if (at.on === 'morning') return instantAt(day, rung.time ?? hours[0]![0], zone);
  const eve = addDays(day, -1);
  const before = at.on === 'eve' ? eve : lastWorkday(eve, clock);
  if (at.on !== 'eve' && before === eve) return null;
  return instantAt(before, rung.time ?? hours[hours.length - 1]![0], zone);
}

/** The rungs of a kind: its own, or those of every kind that has none. */
export function ladderOf(kind: ObligationKind, { policy }: Pick<Rules, 'policy'>): Rung[] {
  return policy.ladders[kind] ?? policy.ladders.default ?? [];
}

/** The ladder of a kind as moments, in order of time. Rungs that lie before the obligation began are not steps. */
export function stepsOf(
  kind: ObligationKind,
  grade: Grade,
  terms: Terms,
  openedAt: Instant,
  due: { dueAt: Instant; lateAfter?: Instant },
  rules: Rules,
): Step[] {
  const lateAt = due.lateAfter ?? due.dueAt;
  return ladderOf(kind, rules)
    .map((rung, index) => ({ rung, index }))
    .filter(({ rung }) => !rung.grades || rung.grades.includes(grade))
    .flatMap(({ rung, index }) => {
      const at = rungMoment(rung, terms, due.dueAt, lateAt, clockOf(rules));
      const { do: action, to, when } = rung;
      return at === null ? [] : [{ rung: index, at, do: action, to, ...(when && { when }), firedAt: null }];
    })
    .filter((step) => step.at > openedAt || step.at >= lateAt)
    .map((step) => ({ ...step, at: later(step.at, openedAt) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** What is owed, before its dates are worked out. */
export interface Opening {
  kind: ObligationKind;
  holder: Holder;
  path: string;
  terms: Partial<Terms> & Pick<Terms, 'limit'>;
  n?: number;
  subjectId?: string;
  mode?: VisitMode;
}

/** Visits and safety checks are made on any day: their days never move for a holiday (domain.md §4). */
export function movesOf(kind: ObligationKind | 'return-window'): boolean {
  return kind !== 'return-visit' && kind !== 'safety-check';
}

/** An obligation that begins now, with its due moment and the moments of its ladder. */
export function obligationOf(
  id: string,
  { kind, holder, path, terms, ...about }: Opening,
  grade: Grade,
  at: Instant,
  rules: Rules,
): Obligation {
  const rule: RuleRef = { policyVersion: rules.policyVersion, calendarVersion: rules.calendar.version, path };
  const whole: Terms = { countedFrom: at, extensions: [], moves: movesOf(kind), pauses: [], ...terms };
  const due = derive(whole, rule, clockOf(rules));
  return {
    id,
    kind,
    ...about,
    holder,
    openedAt: at,
    rule,
    terms: whole,
    dueAt: due.dueAt,
    ...(due.lateAfter && { lateAfter: due.lateAfter }),
    provisional: due.provisional,
    state: 'open',
    lateSince: null,
    steps: stepsOf(kind, grade, whole, at, due, rules),
  };
}

/** The moment an obligation becomes late if it stays open. */
export function lateAt(obligation: Pick<Obligation, 'dueAt' | 'lateAfter'>): Instant {
  return obligation.lateAfter ?? obligation.dueAt;
}

/** The next moment at which something happens to this obligation by itself; null when nothing will. */
export function nextMomentOf(obligation: Obligation): Instant | null {
  if (obligation.state === 'paused') return null;
  const moments = obligation.steps.filter((step) => step.firedAt === null).map((step) => step.at);
  if (obligation.state === 'open') moments.push(lateAt(obligation));
  return moments.reduce<Instant | null>((least, at) => (least === null || at < least ? at : least), null);
}

/** The next moment at which something happens by itself to any of them, or `end` where that comes first. */
export function nextMomentAmong(obligations: readonly Obligation[], end: Instant | null = null): Instant | null {
  return obligations
    .map(nextMomentOf)
    .reduce<Instant | null>((least, at) => (at !== null && (least === null || at < least) ? at : least), end);
}
