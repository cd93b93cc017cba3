import type { DisputeEvent } from '../dispute/events.js';
import { evolve } from '../dispute/evolve.js';
import { isRegistered, unregistered, type DisputeState } from '../dispute/state.js';
import type { Obligation, Rules } from '../obligation/obligation.js';
import type { NoticeTarget } from '../dispute/notice-targets.js';
import { noticesOf } from '../dispute/notices.js';
import { addDays, civilDateAt, weekdayOf, type CivilDate, type Instant } from '../time/time.js';
import type { ObligationKind } from '../words.js';
import { retold, type Retold } from './retold.js';

/** What is counted, by what: of each the members of its key. */
export interface Measures {
  cases: [];
  /** What became late, by the week of its Monday. */
  late: [kind: string, departmentId: string, week: CivilDate];
  notices: [userId: string, day: CivilDate];
  /** Return visits, by the day by which they are to be made. */
  visits: [day: CivilDate, mode: string];
  /** What has to be done by then: the last date of each. */
  due: [departmentId: string, week: CivilDate];
  /** What only these rules ask for. */
  assumed: [kind: string];
}
export type Measure = keyof Measures;

/** One count, as it is kept: of what, by what, how many. */
export type Counted = [of: Measure, by: string[], count: number];

/** Counts that add up: of one case, of many, of all. */
export class Counts {
  private readonly counts = new Map<string, number>();

  constructor(kept: readonly Counted[] = []) {
    this.addAll(kept);
  }

  add<M extends Measure>(of: M, by: Measures[M], count = 1): void {
    const key = JSON.stringify([of, by]);
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
  }

  addAll(others: readonly Counted[]): void {
    for (const [of, by, count] of others) this.add(of, by as never, count);
  }

  /** In an order of its own, so that equal counts are equal texts. */
  get all(): Counted[] {
    return [...this.counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, count]) => [...(JSON.parse(key) as [Measure, string[]]), count]);
  }
}

/** Days from the first moment up to the last, which is none of it. */
export interface Period {
  from: Instant;
  to: Instant;
}

/** Who is told of an entry. */
export type Told = (event: DisputeEvent, targets: readonly NoticeTarget[]) => readonly string[];

/** An obligation that became late under one of two sets of rules, or under both at another moment. */
export interface Lateness {
  disputeId: string;
  kind: ObligationKind;
  n?: number;
  departmentId: string;
  /** When it became late; null where it did not. */
  before: Instant | null;
  after: Instant | null;
}

export interface Simulated {
  before: Counted[];
  after: Counted[];
  latenesses: Lateness[];
}

/**
 * One case under two sets of rules.
 *
 * @param until what falls due later is not told: now, or the end of the period where that is earlier
 */
export function simulated(
  id: string,
  events: readonly DisputeEvent[],
  { before, after }: { before: Rules; after: Rules },
  period: Period & { until: Instant },
  told: Told,
): Simulated {
  const [one, other] = [before, after].map((rules) =>
    counted(id, retold(id, events, rules, period.until), rules, period, told),
  ) as [Tallied, Tallied];
  const keys = [...new Set([...one.late.keys(), ...other.late.keys()])];
  const latenesses = keys.flatMap((key) => {
    const [was, is] = [one.late.get(key), other.late.get(key)];
    if (was?.at === is?.at) return [];
    const { kind, n, holder } = (was ?? is)!.obligation;
    const about = { disputeId: id, kind, ...(n !== undefined && { n }), departmentId: holder.departmentId };
    return [{ ...about, before: was?.at ?? null, after: is?.at ?? null }];
  });
  return { before: one.counts.all, after: other.counts.all, latenesses };
}

interface Tallied {
  counts: Counts;
  late: ReadonlyMap<string, { at: Instant; obligation: Obligation }>;
}

function counted(id: string, { events, assumed }: Retold, rules: Rules, period: Period, told: Told): Tallied {
  const counts = new Counts();
  const late = new Map<string, { at: Instant; obligation: Obligation }>();
  const owed = new Map<string, Obligation>();
  const { zone } = rules.policy.workingTime;
  const isWithin = (at: Instant) => period.from <= at && at < period.to;
  let state: DisputeState = unregistered(id, rules);
  for (const event of events) {
    const before = state;
    state = evolve(state, event);
    note(owed, event, state);
    if (!isWithin(event.at) || !isRegistered(before) || !isRegistered(state)) continue;
    if (event.type === 'ObligationLate') {
      const obligation = owed.get(event.data.obligationId)!;
      late.set(obligation.id, { at: event.at, obligation });
      counts.add('late', [obligation.kind, obligation.holder.departmentId, weekOf(event.at, zone)]);
    }
    // What was before a case was ours is nobody's news.
    if (before.adopting) continue;
    for (const userId of told(event, noticesOf(event, before, state)))
      counts.add('notices', [userId, civilDateAt(event.at, zone)]);
  }
  counts.add('cases', []);
  for (const { id: obligationId, kind, mode = '', holder, dueAt } of owed.values()) {
    if (!isWithin(dueAt)) continue;
    if (assumed.has(obligationId)) counts.add('assumed', [kind]);
    counts.add('due', [holder.departmentId, weekOf(dueAt, zone)]);
    if (kind === 'return-visit') counts.add('visits', [civilDateAt(dueAt, zone), mode]);
  }
  return { counts, late };
}

/** Each obligation as it was last, without those whose cause went away before their day. */
function note(owed: Map<string, Obligation>, event: DisputeEvent, state: DisputeState): void {
  if (!isRegistered(state)) return;
  if (event.type === 'ObligationVoided') {
    const { obligationId } = event.data;
    if ((owed.get(obligationId)?.dueAt ?? event.at) > event.at) owed.delete(obligationId);
  }
  for (const each of state.obligations) owed.set(each.id, each);
}

/** The Monday of its week. */
export function weekOf(at: Instant, zone: string): CivilDate {
  const day = civilDateAt(at, zone);
  return addDays(day, -((weekdayOf(day) + 6) % 7));
}
