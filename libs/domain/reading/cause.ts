import { elapsedOn, type Clock, type Limit } from '../time/limit.js';
import { lateAt } from '../obligation/obligation.js';
import { type DisputeRow, type ObligationRow, type Phase } from '../dispute/row.js';
import { attributionAt } from './attribution.js';
import { MINUTE, earlier, later, millisOf, type Instant } from '../time/time.js';

/** Where the time of a late obligation went: facts for one sentence, made into words where people read. */
export interface Cause {
  lateMinutes: number;
  /** Whose minutes they were between its beginning and now, the longest first. */
  parts: { departmentId: string; phase: Phase; minutes: number }[];
  /** Offers that lay beyond their time, with the time that they had. */
  lay: { departmentId: string; minutes: number; limit: Limit | null }[];
  /** Returns on the way, and the time until they were decided; `upheld` is null while they wait. */
  returns: { departmentId: string; upheld: boolean | null; minutes: number }[];
  /** It was late already when the machine could look again. */
  outageMinutes: number;
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
  const spent = new Map<string, Cause['parts'][number]>();
  for (const { departmentId, phase, ...part } of attributionAt(row, now).parts) {
    const minutes = within(part.from, part.to);
    if (minutes <= 0) continue;
    const key = `${departmentId} ${phase}`;
    spent.set(key, { departmentId, phase, minutes: minutes + (spent.get(key)?.minutes ?? 0) });
  }
  const onTheWay = row.obligations
    .map((each) => ({ each, minutes: within(each.openedAt, each.endedAt) }))
    .filter(({ minutes }) => minutes > 0);
  const transferOf = (id: string | undefined) => row.transfers.find((each) => each.id === id);
  return {
    lateMinutes: Math.max(0, Math.floor((millisOf(now) - millisOf(lateAt(obligation))) / MINUTE)),
    parts: [...spent.values()].sort((a, b) => b.minutes - a.minutes),
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
    outageMinutes: Math.floor((obligation.noticedAfterMs ?? 0) / MINUTE),
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
