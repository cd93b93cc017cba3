import { lateAt, type Obligation } from '../obligation/obligation.js';
import type { Clock } from '../time/limit.js';
import { MINUTE, millisOf, type Instant } from '../time/time.js';
import { minutesOfDay, workingMinutesUntil } from './cause.js';

/**
 * What is left of something owed, or for how long it has been late. Every page tells it by this and by the same words
 * (`remaining` of the lexicon): of two ways one is disbelieved.
 */
export interface Remaining {
  /** `grace`: its due moment has passed, and it is late only after its tolerance. */
  is: 'left' | 'grace' | 'late';
  /** Working minutes until its due moment, in its grace until it is late; negative since it is. */
  workingMinutes: number;
  /** …in natural time: whole minutes, never negative. */
  minutes: number;
  /** Working minutes of a whole day. */
  dayMinutes: number;
}

/** @param now on the case's own clock */
export function remainingOf(
  obligation: Pick<Obligation, 'dueAt' | 'lateAfter'>,
  now: Instant,
  clock: Clock,
): Remaining {
  const end = now > obligation.dueAt ? lateAt(obligation) : obligation.dueAt;
  const isLate = now > end;
  return {
    is: isLate ? 'late' : end === obligation.dueAt ? 'left' : 'grace',
    workingMinutes: workingMinutesUntil(end, now, clock),
    minutes: Math.floor(Math.abs(millisOf(end) - millisOf(now)) / MINUTE),
    dayMinutes: minutesOfDay(clock),
  };
}
