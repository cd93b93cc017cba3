import { ENTRIES } from './lives.js';
import type { Rig } from './rig.js';
import type { Step, Taken } from './work.js';

/**
 * Judges a record by what its senders were answered, with SQL and expectations of its own: nothing here is asked of the
 * product. A time is a moment of this machine's clock, which PostgreSQL has too.
 */

export interface Span {
  from: number;
  to: number;
}

export interface Verdict {
  entries: number;
  /** What was acknowledged and is not there. */
  lost: string[];
  /** What is there more often than it was acknowledged. */
  doubled: string[];
  /** Rungs and latenesses that happened more than once, or before their moment. */
  repeated: string[];
  /** Orders that nobody answered in time, and whose lateness nobody noticed. */
  unnoticed: string[];
  /** How long after its moment a clock was noticed at the latest; what lay in an outage is not counted. */
  latestClockMs: number;
  /** How far an entry stands from when its sender acted. */
  misdatedMs: number;
}

export interface Entry {
  subject: string;
  seq: number;
  at: Date;
  recorded_at: Date;
  type: string;
  kind: 'person' | 'clock' | 'system';
  who: string | null;
  answers: boolean;
  data: {
    obligationId?: string;
    step?: number;
    orderId?: string;
    answerWithin?: { amount: number; unit: string };
    obligation?: { id: string };
  };
}

/** What the shipped ladder does to an order: a reminder at four fifths of its time, and at its end what lateness asks. */
const LADDER: { at: number; type: string; step?: number }[] = [
  { at: 0.8, type: 'LadderStepFired', step: 0 },
  { at: 1, type: 'ObligationLate' },
  { at: 1, type: 'LadderStepFired', step: 1 },
];
/** A clock may be so late, and no later. */
export const CLOCK_MS = 90_000;
const LOOK_MS = 1_000;
const CLOCKS = ['ObligationLate', 'LadderStepFired'];

/** All entries of cases, or items, that began since a moment. */
function entriesSince(rig: Pick<Rig, 'sql'>, table: 'event' | 'item_event', since: number): Promise<Entry[]> {
  const id = table === 'event' ? 'dispute_id' : 'item_id';
  return rig.sql<Entry>(
    `SELECT ${id} AS subject, seq, at, recorded_at, type, actor->>'kind' AS kind, actor->>'userId' AS who,
       answers IS NOT NULL AS answers, data
     FROM ${table}
     WHERE ${id} IN (SELECT ${id} FROM ${table} WHERE seq = 1 AND recorded_at >= $1) ORDER BY ${id}, seq`,
    [new Date(since)],
  );
}

/** How much of a span lay in an outage. */
function overlap({ from, to }: Span, outage: Span): number {
  return Math.max(0, Math.min(to, outage.to) - Math.max(from, outage.from));
}

function countBy<T>(all: readonly T[], nameOf: (each: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(nameOf(each), (counts.get(nameOf(each)) ?? 0) + 1);
  return counts;
}

/** The entries that a step should have left, by name. */
function entriesOf({ verb, who, dispute, item }: Step): { of: 'dispute' | 'item'; name: string; kind: string }[] {
  return ENTRIES[verb]!.map(({ of, type }) => ({
    of,
    name: `${of === 'dispute' ? dispute : item} ${type} ${who}`,
    kind: `${type} ${who}`,
  }));
}

export async function judge(
  rig: Pick<Rig, 'sql'>,
  since: number,
  { taken, unanswered }: { taken: readonly Taken[]; unanswered: readonly Step[] },
  outage: Span,
): Promise<Verdict> {
  let disputes = await entriesSince(rig, 'event', since);
  // An order whose time is not over yet may still be noticed.
  while (owed(disputes, outage).some(({ by }) => by > Date.now())) {
    await new Promise((tick) => setTimeout(tick, LOOK_MS));
    disputes = await entriesSince(rig, 'event', since);
  }
  const items = await entriesSince(rig, 'item_event', since);
  const all = [...disputes, ...items];
  const { lost, doubled } = compare(all, taken, unanswered);
  const clocks = all.filter(({ type }) => CLOCKS.includes(type));
  const latenesses = clocks.map(({ at, recorded_at }) => {
    const span = { from: at.getTime(), to: recorded_at.getTime() };
    return span.to - span.from - overlap(span, outage);
  });
  return {
    entries: all.length,
    lost: [...lost, ...misnamed(disputes, taken)],
    doubled,
    repeated: [...countBy(clocks, ({ type, data }) => `${type} ${data.obligationId} ${data.step ?? ''}`)]
      .filter(([, times]) => times > 1)
      .map(([name, times]) => `${name} ${times} times`)
      .concat(
        clocks.filter(({ at, recorded_at }) => recorded_at < at).map(({ type, subject }) => `${type} ${subject} early`),
      ),
    unnoticed: owed(disputes, outage).map(({ name }) => name),
    latestClockMs: Math.max(0, ...latenesses),
    misdatedMs: Math.max(0, ...taken.map((step) => misdated(all, step))),
  };
}

/** Each entry of a person must have been acknowledged exactly once; of what was never answered it may be there or not. */
function compare(all: readonly Entry[], taken: readonly Taken[], unanswered: readonly Step[]) {
  const theirs = all.filter(({ kind }) => kind === 'person');
  const types = new Set(Object.values(ENTRIES).flatMap((entries) => entries.map(({ type }) => type)));
  const there = countBy(
    theirs.filter(({ type }) => types.has(type)),
    ({ subject, type, who }) => `${subject} ${type} ${who}`,
  );
  const expected = countBy(taken.flatMap(entriesOf), ({ name }) => name);
  const maybe = countBy(unanswered.flatMap(entriesOf), ({ kind }) => kind);
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const name of new Set([...there.keys(), ...expected.keys()])) {
    const more = (there.get(name) ?? 0) - (expected.get(name) ?? 0);
    if (more < 0) lost.push(`${name} ${-more} times`);
    const kind = name.slice(name.indexOf(' ') + 1);
    const allowed = maybe.get(kind) ?? 0;
    if (more > 0) maybe.set(kind, Math.max(0, allowed - more));
    if (more > allowed) doubled.push(`${name} ${more - allowed} times too often`);
  }
  return { lost, doubled };
}

/** Answers that named an entry which is not there, is nobody's answer, or was named to somebody else as well. */
function misnamed(disputes: readonly Entry[], taken: readonly Taken[]): string[] {
  const answers = new Set(disputes.filter((entry) => entry.answers).map(({ subject, seq }) => `${subject} ${seq}`));
  const named = taken.filter(({ seq }) => seq !== null).map(({ dispute, seq }) => `${dispute} ${seq}`);
  const wrong = named.filter((name) => !answers.has(name)).map((name) => `${name} was answered and is no answer`);
  const twice = [...countBy(named, (name) => name)].filter(([, times]) => times > 1);
  const holes = disputes.filter(
    ({ seq, subject }, n) => seq > 1 && disputes[n - 1]!.seq !== seq - 1 && disputes[n - 1]!.subject === subject,
  );
  return [
    ...wrong,
    ...twice.map(([name]) => `${name} was the answer to two steps`),
    ...holes.map(({ subject, seq }) => `${subject} has nothing before ${seq}`),
  ];
}

interface Expected {
  name: string;
  /** When it has to be there at the latest. */
  by: number;
}

/** What the clocks of orders owe: what was due before an answer came, or is due by now, and is not there. */
function owed(disputes: readonly Entry[], outage: Span): Expected[] {
  const orders = disputes.filter(
    ({ type, data }) => type === 'SupervisionOrdered' && data.answerWithin!.unit === 'seconds',
  );
  return orders.flatMap((order) => {
    const own = disputes.filter(({ subject, seq }) => subject === order.subject && seq > order.seq);
    const answered = own.find(
      ({ type, data }) => type === 'SupervisionAnswered' && data.orderId === order.data.orderId,
    );
    // What was opened for it stands right behind it.
    const opened = own[0]?.data.obligation?.id;
    return LADDER.flatMap(({ at, type, step }) => {
      const due = order.at.getTime() + order.data.answerWithin!.amount * 1_000 * at;
      const isThere = own.some(
        (each) => each.type === type && each.data.obligationId === opened && each.data.step === step,
      );
      if (isThere || due >= (answered?.at ?? new Date()).getTime()) return [];
      const by = answered ? due : due + CLOCK_MS + overlap({ from: due, to: Date.now() }, outage);
      return [{ name: `${order.subject} ${type} ${step ?? ''} of ${order.data.orderId}`, by }];
    });
  });
}

/** An entry takes effect when its sender acted: not before the first try, not after the answer. */
function misdated(all: readonly Entry[], { who, verb, dispute, item, seq, firstSent, answered }: Taken): number {
  const { of, type } = ENTRIES[verb]![0]!;
  const subject = of === 'dispute' ? dispute : item;
  const entry = all.findLast(
    (each) =>
      each.subject === subject &&
      each.type === type &&
      each.who === who &&
      (seq === null || of === 'item' || each.seq <= seq),
  );
  if (!entry) return 0;
  const at = entry.at.getTime();
  return Math.max(firstSent - at, at - answered);
}
