import { elapsedOn, type Clock, type Limit } from '../time/limit.js';
import { lateAt } from '../obligation/obligation.js';
import { type DisputeRow, type ObligationRow, type Phase } from '../dispute/row.js';
import { attributionAt } from './attribution.js';
import type { ObligationKind } from '../words.js';
import { MINUTE, earlier, later, millisOf, type Instant } from '../time/time.js';

/** Where the time of a late obligation went: facts for one sentence, made into words where people read. */
export interface Cause {
  lateMinutes: number;
  /** Who had the case, or owed this, between its beginning and now, the longest first. */
  parts: { departmentId: string; phase: Phase; minutes: number }[];
  /** Offers that lay beyond their time, with the time that they had. */
  lay: { departmentId: string; minutes: number; limit: Limit | null }[];
  /** Returns on the way, and the time until they were decided; `upheld` is null while they wait. */
  returns: { departmentId: string; upheld: boolean | null; minutes: number }[];
  /** It was late already when the machine could look again. */
  outageMinutes: number;
}

/** These go on from department to department: their time is whose the case was. All else its holder owed all the while. */
const HAND_TO_HAND: readonly ObligationKind[] = ['handle', 'watch'];

/** What the time of something is called that one department owes; what is not here is handled. */
const PHASES: Partial<Record<ObligationKind, Phase>> = {
  grade: 'desk',
  dispatch: 'desk',
  'decide-return': 'desk',
  meeting: 'desk',
  'answer-transfer': 'waiting-for-answer',
  'review-suspension': 'paused',
  'safety-check': 'paused',
  'statutory-step': 'statutory',
  'return-visit': 'visiting',
  'spot-check': 'visiting',
  'agreement-term': 'visiting',
};

function phaseOf({ kind, holder }: ObligationRow, desk: string): Phase {
  return kind === 'dispatch' && holder.departmentId !== desk ? 'designating' : (PHASES[kind] ?? 'handling');
}

/** Who owed it from when until when; what it stood meanwhile is no time of handling. */
function owedBy(
  obligation: ObligationRow,
  desk: string,
  within: (begin: Instant, end: Instant | null) => number,
): Cause['parts'] {
  const { heldBefore = [], terms } = obligation;
  const { departmentId } = obligation.holder;
  const phase = phaseOf(obligation, desk);
  const turns = heldBefore.map((each, index) => ({
    departmentId: each.departmentId,
    phase,
    minutes: within(heldBefore[index - 1]?.until ?? terms.countedFrom, each.until),
  }));
  const stood = terms.pauses.map(({ from, until, ground }) => ({
    departmentId,
    phase: ground === 'statutory' ? ('statutory' as const) : ('paused' as const),
    minutes: within(from, until),
  }));
  const own = within(heldBefore.at(-1)?.until ?? terms.countedFrom, null);
  return [
    ...turns,
    ...stood,
    { departmentId, phase, minutes: stood.reduce((left, { minutes }) => left - Math.max(0, minutes), own) },
  ];
}

/** Of each department and phase the sum, the longest first. */
function together(parts: Cause['parts']): Cause['parts'] {
  const spent = new Map<string, Cause['parts'][number]>();
  for (const { departmentId, phase, minutes } of parts.filter((each) => each.minutes > 0)) {
    const key = `${departmentId} ${phase}`;
    spent.set(key, { departmentId, phase, minutes: minutes + (spent.get(key)?.minutes ?? 0) });
  }
  return [...spent.values()].sort((a, b) => b.minutes - a.minutes);
}

/** What an outage hid: nobody could notice before it was late, which rules may have made it long after its new date. */
function hiddenMinutes({ noticedAfterMs = 0, lateSince, ...obligation }: ObligationRow): number {
  const made = lateSince === null ? 0 : millisOf(lateSince) - millisOf(lateAt(obligation));
  return Math.floor(Math.max(0, noticedAfterMs - Math.max(0, made)) / MINUTE);
}

/**
 * All of it in whole minutes of natural time, rounded down, from when the obligation is counted.
 *
 * @param now on the case's own clock
 * @returns `lateMinutes` 0 while it is in time
 */
export function causeOf(row: DisputeRow, obligation: ObligationRow, now: Instant): Cause {
  const from = obligation.terms.countedFrom;
  const within = (begin: Instant, end: Instant | null) =>
    Math.floor((millisOf(earlier(end ?? now, now)) - millisOf(later(begin, from))) / MINUTE);
  const parts = HAND_TO_HAND.includes(obligation.kind)
    ? attributionAt(row, now).parts.map(({ departmentId, phase, ...part }) => ({
        departmentId,
        phase,
        minutes: within(part.from, part.to),
      }))
    : owedBy(obligation, row.desk, within);
  const onTheWay = row.obligations
    .map((each) => ({ each, minutes: within(each.openedAt, each.endedAt) }))
    .filter(({ minutes }) => minutes > 0);
  const transferOf = (id: string | undefined) => row.transfers.find((each) => each.id === id);
  return {
    lateMinutes: Math.max(0, Math.floor((millisOf(now) - millisOf(lateAt(obligation))) / MINUTE)),
    parts: together(parts),
    lay: onTheWay
      .filter(({ each }) => each.kind === 'answer-transfer' && (each.endedAt ?? now) > lateAt(each))
      .filter(({ each }) => transferOf(each.subjectId)?.role === 'lead')
      .map(({ each, minutes }) => ({ departmentId: each.holder.departmentId, minutes, limit: each.limit })),
    returns: onTheWay
      .filter(({ each }) => each.kind === 'decide-return')
      .flatMap(({ each, minutes }) => {
        const transfer = transferOf(each.subjectId);
        if (transfer?.role !== 'lead') return [];
        return [{ departmentId: transfer.to, upheld: each.endedAt === null ? null : transfer.upheld, minutes }];
      }),
    outageMinutes: hiddenMinutes(obligation),
  };
}

/** Working minutes until a moment; negative when it has passed. */
export function workingMinutesUntil(moment: Instant, now: Instant, clock: Clock): number {
  const minutes = (a: Instant, b: Instant) => Math.floor(elapsedOn('workingHours', a, b, clock) / MINUTE);
  return moment >= now ? minutes(now, moment) : -minutes(moment, now);
}

/** Working minutes of a whole working day. */
export function minutesOfDay(clock: Clock): number {
  return clock.workingTime.hours.reduce((sum, [from, to]) => {
    const of = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    return sum + of(to) - of(from);
  }, 0);
}
