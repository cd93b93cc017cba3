import { Spot, type Problem } from '../form/shapes.js';
import type { WorkingTime } from '../time/limit.js';
import { sessions, zone } from './shapes.js';

/** What is wrong with the hours that a department has of its own; null where it has none. */
export function hoursProblems(workingTime: WorkingTime | null): Problem[] {
  if (workingTime === null) return [];
  const spot = new Spot<unknown>(null).at('workingTime');
  zone.check(workingTime.zone, spot.at('zone'));
  sessions.check(workingTime.hours, spot.at('hours'));
  return spot.problems;
}
