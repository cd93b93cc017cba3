import { dayIn } from '../time/calendar.js';
import { count, type Clock, type WorkingTime } from '../time/limit.js';
import { addDays, civilDateAt, instantAt, later, type Instant, type TimeOfDay } from '../time/time.js';
import type { NoticeKind } from '../words.js';

/** When a notice may leave the house: people are not disturbed outside their working hours, except for red cases. */

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
];

/** Deadlines that the law sets: they reach a person on one channel at least. */
export const LEGAL_NOTICES: readonly NoticeKind[] = [
  'offered',
  'accepted-by-silence',
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
  'moved',
];

export interface Quiet {
  from: TimeOfDay;
  to: TimeOfDay;
}

/** Further than any holiday reaches. */
const HORIZON_DAYS = 60;
/** So long a burst of notices is gathered into one message. */
const GATHERED = { amount: 1 / 60, unit: 'workingHours' } as const;

/**
 * When a notice leaves (domain.md §4, "Notices"); urgent ones wait a working minute for those that come with them.
 * Quiet hours put off all but those of red cases.
 *
 * @param quiet the person's own hours, which may reach over midnight; null where they have none
 */
export function deliveryAt(
  notice: { kind: NoticeKind; at: Instant; red: boolean },
  quiet: Quiet | null,
  clock: Clock,
): Instant {
  if (notice.red) return notice.at;
  const urgent = URGENT_NOTICES.includes(notice.kind);
  let at = urgent ? afterGathering(notice.at, clock) : nextDigest(notice.at, clock);
  // Past the quiet hours it may be evening, and the next morning may be quiet again: a few rounds, never for ever.
  for (let round = 0; round < 4; round += 1) {
    const loud = quiet ? afterQuiet(at, quiet, clock) : at;
    if (loud === at) return at;
    at = later(loud, afterGathering(loud, clock));
  }
  return at;
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
