import { raiseAnew, setGrade } from './chapters/entry/decide.js';
import { refuse } from '../errors.js';
import type { DisputeEvent, EventData, PartyRef, SealedText } from './events.js';
import { systemStory } from './moments.js';
import { MOST_PARTIES } from './parties.js';
import type { DisputeRow } from './row.js';
import { isMerged, isRegistered, type DisputeState, type Registered } from './state.js';
import { plusMillis, type Instant } from '../time/time.js';
import { gradeRank } from '../words.js';

/**
 * What passes between two cases of which one goes on in place of the other. It is decided where both records are at hand,
 * and written with what the other one did or not at all: each merged case leads to one that is open or was closed by its own
 * visits, whatever runs at once (domain.md §5, 12).
 */

/** A case as its record has it. */
export interface Standing {
  state: Registered;
  row: DisputeRow;
}

/** That a case joins another one, or parts from it: who did it, and when by its own clock. */
export interface Bond {
  does: 'joins' | 'parts';
  other: string;
  by: { userId: string; departmentId: string };
  at: Instant;
}

/**
 * Of entries, the one by which their case joins another one or parts from it; null where there is none.
 *
 * @param before the document that they stand on; null before there is one
 * @throws Error where no person did it
 */
export function bondOf(before: DisputeRow | null, events: readonly DisputeEvent[]): Bond | null {
  for (const event of events) {
    const { type, data } = event;
    if (type === 'DisputeResolved' && data.into !== undefined) return bond('joins', data.into, event);
    const into = before?.resolution?.into;
    // By older rules one that was merged is reopened.
    if ((type === 'DisputeSplit' || type === 'DisputeReopened') && into !== undefined)
      return bond('parts', into, event);
  }
  return null;
}

function bond(does: Bond['does'], other: string, { at, actor }: DisputeEvent): Bond {
  if (actor.kind !== 'person') throw new Error('a case is merged and split by people');
  const { userId, departmentId } = actor;
  return { does, other, by: { userId, departmentId }, at };
}

/** An act, and when it was decided by the clock of its case. */
export type Act = Bond & { now: Instant };

/** The same moments by the clock of the other case: of two rehearsals each has its own. */
function byClockOf(other: Registered, { aheadMs }: Registered, { at, now }: Act): [at: Instant, now: Instant] {
  const shift = other.aheadMs - aheadMs;
  return [plusMillis(at, shift), plusMillis(now, shift)];
}

/**
 * Whether a case may go on in place of another.
 *
 * @param leadsBack whether the target was merged and leads to that other one
 * @throws DomainError MERGE_INTO_ITSELF; NOT_REGISTERED where there is none, or one is real and the other a rehearsal;
 *   MERGE_CIRCLE, MERGE_INTO_CLOSED
 */
export function demandTarget(
  target: DisputeState | null,
  source: Pick<Registered, 'id' | 'rehearsal'>,
  leadsBack: boolean,
): asserts target is Registered {
  if (target?.id === source.id) refuse('MERGE_INTO_ITSELF');
  if (!target || !isRegistered(target) || target.rehearsal !== source.rehearsal) return refuse('NOT_REGISTERED');
  if (target.status === 'closed') refuse(isMerged(target) && leadsBack ? 'MERGE_CIRCLE' : 'MERGE_INTO_CLOSED');
}

/**
 * What the case that goes on notes of another that was merged into it: its people, its signs of danger, the earlier cases
 * that it counted; neither of the two repeats the other. A grade that somebody gave it holds for the quarrel.
 *
 * @param parties who was not there before, by the numbers that they have there
 * @throws DomainError as `demandTarget`; TOO_MANY_PARTIES; MERGE_INTO_RESOLVED where it is resolved and was graded lower
 */
export function absorbed(
  target: Standing,
  source: Standing,
  parties: readonly PartyRef[],
  act: Act,
  text?: SealedText,
): DisputeEvent[] {
  demandTarget(target.state, source.state, false);
  if (target.state.parties.length + parties.length > MOST_PARTIES) refuse('TOO_MANY_PARTIES', { most: MOST_PARTIES });
  const story = systemStory(target.state, ...byClockOf(target.state, source.state, act));
  const before = story.dispute;
  const { id, number } = source.row;
  story.tell('DisputeAbsorbed', { from: { id, number }, by: act.by, ...taken(target.row, source.row, parties) }, text);
  const { grade, unrepeated, complexity } = source.state;
  const isResolved = before.status === 'resolved';
  // Ungraded, it is what it was merged with.
  if (before.grade === null && grade !== null && !isResolved) setGrade(story, unrepeated ?? grade, complexity);
  const least = raiseAnew(story, before, unrepeated ?? grade ?? 'blue');
  if (isResolved && gradeRank(least) > gradeRank(story.grade)) refuse('MERGE_INTO_RESOLVED', { grade: least });
  return story.events;
}

function taken(
  target: DisputeRow,
  source: DisputeRow,
  parties: readonly PartyRef[],
): Pick<EventData['DisputeAbsorbed'], 'parties' | 'dangerSigns' | 'repeats'> {
  const dangerSigns = union(target.dangerSigns, source.dangerSigns);
  const ruledOut = (target.apart ?? []).map(({ id }) => id);
  const isCounted = (id: string) => id !== target.id && id !== source.id && !ruledOut.includes(id);
  const repeats = union(target.repeats, source.repeats).filter(isCounted);
  return {
    ...(parties.length > 0 && { parties: [...parties] }),
    ...(dangerSigns.length > target.dangerSigns.length && { dangerSigns }),
    ...(repeats.join() !== target.repeats.join() && { repeats }),
  };
}

const union = <T>(one: readonly T[], other: readonly T[]): T[] => [...new Set([...one, ...other])];

/**
 * What it notes where that one is split from it again: who had come with it goes, unless what is said is kept as it is.
 * Nothing where it never noted that it came, as by older rules.
 */
export function splitOff(target: Registered, source: Standing, act: Act): DisputeEvent[] {
  const { id, number } = source.row;
  const came = target.absorbed?.find((each) => each.id === id);
  if (!came) return [];
  const story = systemStory(target, ...byClockOf(target, source.state, act));
  const isThere = (party: string) => target.parties.some((each) => each.id === party);
  const removed = target.hold ? [] : came.parties.filter(isThere);
  story.tell('DisputeSplitOff', { from: { id, number }, by: act.by, ...(removed.length > 0 && { removed }) });
  return story.events;
}
