import type { CommandOf } from '../../commands.js';
import type { Registered } from '../../state.js';
import { refuse } from '../../../errors.js';
import type { DisputeEvent, EventData } from '../../events.js';
import { type Decisions, Story } from '../../story.js';
import { later, type Instant } from '../../../time/time.js';

/**
 * The end of what a dispute knows of people, and what stands against it. An erasure is an entry like any other: the
 * record says when and on which ground; what people typed goes with the dispute's key.
 */

function placeHold(story: Story, { text }: CommandOf<'PlaceHold'>): void {
  story.tell('HoldPlaced', {}, text);
}

function liftHold(story: Story, { text }: CommandOf<'LiftHold'>): void {
  story.tell('HoldLifted', {}, text);
}

/** @throws DomainError as `erase` */
function eraseDispute(story: Story, { data }: CommandOf<'EraseDispute'>): void {
  erase(story, data);
}

/**
 * What the table of retention demands of a closed dispute: nobody asks for it, the rule does.
 *
 * @returns nothing where it is erased already
 * @throws DomainError NOT_CLOSED, ON_HOLD, then as `erase`
 */
export function eraseExpired(state: Registered, retainedUntil: Instant, now: Instant): DisputeEvent[] {
  if (state.erased) return [];
  if (state.status !== 'closed') refuse('NOT_CLOSED', { disputeStatus: state.status });
  if (state.hold) refuse('ON_HOLD', { since: state.hold.since });
  const story = new Story(state, later(now, state.at), { kind: 'system' });
  erase(story, { ground: 'retention-over', retainedUntil });
  return story.events;
}

/** @throws DomainError RETENTION_RUNS where `retention-over` is the ground and it is not */
function erase(story: Story, { ground, retainedUntil }: EventData['DisputeErased']): void {
  const isOver = retainedUntil !== null && retainedUntil <= story.at;
  if (ground === 'retention-over' && !isOver) refuse('RETENTION_RUNS', { retainedUntil });
  story.tell('DisputeErased', { ground, retainedUntil });
}

export const KEEPING = {
  PlaceHold: placeHold,
  LiftHold: liftHold,
  EraseDispute: eraseDispute,
} satisfies Partial<Decisions>;
