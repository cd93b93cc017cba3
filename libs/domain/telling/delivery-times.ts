import { movesOf } from '../obligation/obligation.js';
import { dayIn } from '../time/calendar.js';
import { count, type Clock, type Limit, type Unit, type WorkingTime } from '../time/limit.js';
import { addDays, civilDateAt, instantAt, later, type Instant, type TimeOfDay } from '../time/time.js';
import { RUNG_ACTIONS, type NoticeKind, type ObligationKind } from '../words.js';

/** When a notice may leave the house: what can wait disturbs nobody outside their working hours, and all else comes while it is of use. */

export const DIGESTS: readonly TimeOfDay[] = ['08:30', '14:00'];

/** What somebody has to act on now; everything else waits for the next digest. */
export const URGENT_NOTICES: readonly NoticeKind[] = [
  'offered',
  'accepted-by-silence',
  'returned',
  'lapsed',
  'explain',
  'urge',
  'supervise',
  'supervision',
  'urged',
  'redispatch',
  'extension-asked',
  'reopened',
  'relapsed',
  'welfare-check',
  'late-moved',
];

/** Deadlines that the law sets: they reach a person on one channel at least. */
export const LEGAL_NOTICES: readonly NoticeKind[] = [
  'offered',
  'accepted-by-silence',
  'reopened',
  'returned',
  'remind',
  'warn',
  'explain',
  'urge',
  'supervise',
  'supervision',
  'urged',
  'bulletin',
  'redispatch',
  'lapsed',
  'moved',
  'dates-moved',
  'late-moved',
  'late-imported',
];

export interface Quiet {
  from: TimeOfDay;
  to: TimeOfDay;
}

/** What a notice says to the question when it leaves. */
export interface Leaving {
  kind: NoticeKind;
  at: Instant;
  /** Of a red case, or a report with danger signs. */
  red: boolean;
  /** Danger was reported, whatever the grade. */
  danger: boolean;
  /** What it is about, where that is owed by somebody. */
  owed: { kind: ObligationKind; limit: Limit | null; dueAt: Instant } | null;
}

/** Further than any holiday reaches. */
const HORIZON_DAYS = 60;
/** So long a burst of notices is gathered into one message. */
const GATHERED = { amount: 1 / 60, unit: 'workingHours' } as const;
/** Clocks that run at night and on days off. */
const NEVER_RESTS: readonly Unit[] = ['seconds', 'minutes', 'hours'];

/**
 * Whether it leaves in the minute in which it is told, on any day of the week, before everything that waits: danger, a
 * limit in hours, what somebody pressed for, and every rung of what is done on any day, visits above all.
 */
export function leavesAtOnce({ kind, red, danger, owed }: Leaving): boolean {
  if (red || danger || kind === 'urged') return true;
  if (!owed) return false;
  const isRung = (RUNG_ACTIONS as readonly string[]).includes(kind);
  return (isRung && !movesOf(owed.kind)) || (owed.limit !== null && NEVER_RESTS.includes(owed.limit.unit));
}

/**
 * When a notice leaves (domain.md §4, "Notices"). What is urgent in working time waits a working minute for those that come
 * with it; what can truly wait goes with the next digest, unless that came after what it tells of is due. Quiet hours put
 * off all but danger.
 *
 * @param quiet the person's own hours, which may reach over midnight; null where they have none
 */
export function deliveryAt(notice: Leaving, quiet: Quiet | null, clock: Clock): Instant {
  if (notice.red || notice.danger) return notice.at;
  const isAtOnce = leavesAtOnce(notice);
  let at = isAtOnce ? notice.at : inWorkingTime(notice, clock);
  // Past the quiet hours it may be evening, and the next morning may be quiet again: a few rounds, never for ever.
  for (let round = 0; round < 4; round += 1) {
    const loud = quiet ? afterQuiet(at, quiet, clock) : at;
    if (loud === at) return at;
    at = isAtOnce ? loud : later(loud, afterGathering(loud, clock));
  }
  return at;
}

/** The first that is not too late of what is least noise. */
function inWorkingTime({ kind, at, owed }: Leaving, clock: Clock): Instant {
  const gathered = afterGathering(at, clock);
  const isUrgent = URGENT_NOTICES.includes(kind) || owed?.limit?.unit === 'workingHours';
  const ways = isUrgent ? [gathered] : [nextDigest(at, clock), gathered];
  // What is late by now is no sooner done at night.
  if (!owed || owed.dueAt <= at) return ways[0]!;
  return ways.find((each) => each < owed.dueAt) ?? at;
}

function afterGathering(at: Instant, clock: Clock): Instant {
  return count(at, GATHERED, clock, { pauses: [], moves: false }).dueAt;
}

function nextDigest(at: Instant, { calendar, workingTime }: Clock): Instant {
  const first = civilDateAt(at, workingTime.zone);
  for (let days = 0; days < HORIZON_DAYS; days += 1) {
    const date = addDays(first, days);
    if (!dayIn(calendar, date).working) continue;
    const next = digestsIn(workingTime)
      .map((time) => instantAt(date, time, workingTime.zone))
      .find((each) => each >= at);
    if (next) return next;
  }
  return at;
}

/** Those that people are at work at; where they work at other hours, when they begin. */
function digestsIn({ hours }: WorkingTime): readonly TimeOfDay[] {
  const within = DIGESTS.filter((time) => hours.some(([from, to]) => from <= time && time < to));
  return within.length > 0 ? within : [hours[0]![0]];
}

/** The end of the quiet hours that a moment lies in, or the moment itself. They may reach over midnight. */
function afterQuiet(at: Instant, { from, to }: Quiet, { workingTime: { zone } }: Clock): Instant {
  const today = civilDateAt(at, zone);
  for (const date of [addDays(today, -1), today]) {
    const begin = instantAt(date, from, zone);
    const end = instantAt(to <= from ? addDays(date, 1) : date, to, zone);
    if (begin <= at && at < end) return end;
  }
  return at;
}
