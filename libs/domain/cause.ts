import { elapsedOn, type Clock } from './limit.js';
import { lateAt } from './obligation.js';
import { attributionAt, type DisputeRow, type ObligationRow, type Phase } from './rows.js';
import { MINUTE, earlier, later, millisOf, type Instant } from './time.js';

/** Where the time of a late obligation went: facts for one sentence, made into words where people read. */
export interface Cause {
  lateMinutes: number;
  /** Whose minutes they were between its beginning and now, the longest first. */
  parts: { departmentId: string; phase: Phase; minutes: number }[];
  /** Returns that cost time on the way. */
  returns: { departmentId: string; upheld: boolean | null }[];
}

export function causeOf(row: DisputeRow, obligation: ObligationRow, now: Instant): Cause {
  const from = obligation.terms.countedFrom;
  const spent = new Map<string, Cause['parts'][number]>();
  for (const part of attributionAt(row, now).parts) {
    const minutes = Math.floor((millisOf(earlier(part.to, now)) - millisOf(later(part.from, from))) / MINUTE);
    if (minutes <= 0) continue;
    const key = `${part.departmentId} ${part.phase}`;
    const known = spent.get(key);
    spent.set(key, {
      departmentId: part.departmentId,
      phase: part.phase,
      minutes: minutes + (known?.minutes ?? 0),
    });
  }
  return {
    lateMinutes: Math.max(0, Math.floor((millisOf(now) - millisOf(lateAt(obligation))) / MINUTE)),
    parts: [...spent.values()].sort((a, b) => b.minutes - a.minutes),
    returns: row.transfers
      .filter((each) => each.returnReason !== null && each.offeredAt >= from)
      .map((each) => ({ departmentId: each.to, upheld: each.upheld })),
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
