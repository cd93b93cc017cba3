import { follows } from '../../editions.js';
import { offer } from '../circulation/decide.js';
import { oweGrade, oweWatch } from '../entry/decide.js';
import { succeedSince } from '../succession/decide.js';
import type { CommandActor } from '../../../people/actor.js';
import type { CommandOf } from '../../commands.js';
import type { EventData } from '../../events.js';
import { refuse } from '../../../errors.js';
import { checksOwed } from '../../may/situations.js';
import { waivesOwnWork } from '../../state.js';
import type { Decisions, Story } from '../../story.js';

/** The end of a dispute, and the way back from it. */

/** Who decides where the desk and whoever has the case may not. */
export const superior = (story: Story) => ({ departmentId: story.dispute.superior, role: 'supervisor' as const });

/**
 * A visit or a term that is let go shows nothing of how the case holds: somebody else answers for that.
 *
 * @throws DomainError SELF_APPROVAL where it is let go by whose work it is to show
 */
export function refuseOwnWaiver(story: Story, n: number, { userId }: CommandActor): void {
  if (waivesOwnWork(story.dispute, userId)) refuse('SELF_APPROVAL', { n, decider: superior(story) });
}

/** Closes by itself as soon as nothing is open any more. */
export function closeIfDone(story: Story): void {
  const state = story.dispute;
  if (state.status !== 'resolved' || state.obligations.length > 0) return;
  close(story);
}

export function close(story: Story): void {
  const state = story.dispute;
  if (state.status !== 'resolved') return;
  const { outcome, resolvedAt, departmentId } = state.resolution;
  story.actor = { kind: 'system' };
  story.tell('DisputeClosed', { outcome, resolvedAt, departmentId });
}

/**
 * A dispute closes by itself; whoever asks earlier hears by name what is open.
 *
 * @throws DomainError always: VISITS_OPEN with their numbers, CHECK_OPEN with those of the visits that are to be checked,
 *   else OBLIGATIONS_OPEN
 */
function closeDispute(story: Story): void {
  const { obligations } = story.dispute;
  const openVisits = obligations.filter((each) => each.kind === 'return-visit').map((each) => each.n!);
  if (openVisits.length > 0) refuse('VISITS_OPEN', { openVisits });
  const openChecks = checksOwed(story.dispute);
  if (openChecks.length > 0) refuse('CHECK_OPEN', { openChecks });
  refuse('OBLIGATIONS_OPEN', { openObligations: obligations.map(({ id, kind, n }) => ({ id, kind, n })) });
}

function reopenDispute(story: Story, { data: { succeeded }, text }: CommandOf<'ReopenDispute'>): void {
  reopen(story, { cause: 'request' }, text, succeeded);
}

/**
 * A reopened dispute goes back to whom it was resolved by, with a fresh leg and a fresh whole-case clock.
 *
 * @throws DomainError NOT_RESOLVED where it is neither resolved nor closed
 */
export function reopen(
  story: Story,
  why: { cause: 'relapse'; n: number } | { cause: 'request' },
  text?: string,
  succeeded: readonly EventData['DepartmentSucceeded'][] = [],
): void {
  const state = story.dispute;
  if (state.status !== 'resolved' && state.status !== 'closed') return refuse('NOT_RESOLVED');
  const { departmentId } = state.resolution;
  story.void('return-visit', 'reopened');
  story.void('agreement-term', 'reopened');
  story.void('spot-check', 'reopened');
  story.tell('DisputeReopened', { ...why, departmentId }, text);
  succeedSince(story, succeeded, text);
  if (why.cause === 'relapse') {
    const { grade, complexity } = story.dispute;
    const raised = story.dispute.rules.policy.relapse[grade ?? 'blue'];
    story.actor = { kind: 'system' };
    if (raised !== grade) story.tell('DisputeGraded', { grade: raised, complexity, previous: grade });
  }
  story.actor = { kind: 'system' };
  if (story.dispute.grade === null && follows(story.dispute, 'reopenedIsGraded')) oweGrade(story);
  oweWatch(story, story.at);
  const to = succeeded.find(({ from }) => from === departmentId)?.to ?? departmentId;
  offer(story, { to, role: 'lead', designated: false }, undefined, true);
}

export const CLOSING = {
  CloseDispute: closeDispute,
  ReopenDispute: reopenDispute,
} satisfies Partial<Decisions>;
