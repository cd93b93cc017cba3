import type { RefusalCode } from '../../errors.js';
import { clockOf, lateAt, type Obligation } from '../../obligation/obligation.js';
import type { CommandActor } from '../../people/actor.js';
import { isDesk, isHead, isOfDesk, isSupervisor } from '../../people/posts.js';
import { workingDayOf } from '../../time/limit.js';
import type { Instant } from '../../time/time.js';
import type { Registered } from '../state.js';

/** Pressing for what is owed 催办: by whom, and how often. */

/** The desk presses everybody else, a head their own people, a superior everybody. */
function mayPress(state: Registered, { holder }: Obligation, actor: CommandActor): boolean {
  if (isSupervisor(actor, state) || isHead(actor, holder.departmentId)) return true;
  return isDesk(actor, state) && !isOfDesk(holder, state);
}

/** Why this person may not press for this one now; null when they may. */
export function refusalOfUrging(
  state: Registered,
  owed: Obligation,
  actor: CommandActor,
  now: Instant,
): RefusalCode | null {
  if (!mayPress(state, owed, actor)) return 'NOT_ALLOWED';
  // Its clock stands: nobody owes it now.
  if (owed.state === 'paused') return 'NOTHING_TO_URGE';
  const clock = clockOf(state.rules);
  const isUrged = owed.urgedAt !== undefined && workingDayOf(owed.urgedAt, clock) === workingDayOf(now, clock);
  return isUrged ? 'URGED_TODAY' : null;
}

/** What is due first of what this person may press for, the whole case last; first what nobody pressed for today. */
export function nextToUrge(state: Registered, actor: CommandActor, now: Instant): Obligation | undefined {
  const why = (owed: Obligation) => refusalOfUrging(state, owed, actor, now);
  const pressable = state.obligations.filter((each) => why(each) === null || why(each) === 'URGED_TODAY');
  const place = (each: Obligation) => [why(each) ? 1 : 0, each.kind === 'watch' ? 1 : 0, lateAt(each)].join();
  return pressable.reduce<Obligation | undefined>(
    (first, each) => (first === undefined || place(each) < place(first) ? each : first),
    undefined,
  );
}
