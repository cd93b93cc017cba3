import { oweContactAndPlan } from '../legs/decide.js';
import type { CommandOf } from '../../commands.js';
import { follows } from '../../editions.js';
import { holderOf, leadTransfer } from '../../state.js';
import { refuse } from '../../../errors.js';
import { clockOf } from '../../../obligation/obligation.js';
import { suspendingOf } from '../../../policy/suspending.js';
import { count } from '../../../time/limit.js';
import type { Instant } from '../../../time/time.js';
import type { EventData } from '../../events.js';
import type { Decisions, Story } from '../../story.js';
import type { ObligationKind } from '../../../words.js';

/**
 * The handling clock stands: suspension 中止 on a listed ground, and the statutory tracks 法定程序 with clocks of their
 * own. Stabilising, assist reports, safety checks and return visits never stop.
 */
const STANDING: readonly ObligationKind[] = ['handle', 'watch', 'first-contact', 'plan'];

const holder = (story: Story) => ({ departmentId: holderOf(story.dispute), role: 'handler' as const });
const reviewer = (story: Story) => ({ departmentId: story.dispute.superior, role: 'supervisor' as const });

function stand(story: Story, ground: EventData['ObligationPaused']['ground']): void {
  for (const obligation of story.dispute.obligations) {
    if (STANDING.includes(obligation.kind) && obligation.state !== 'paused') story.pause(obligation, ground);
  }
  oweSafetyCheck(story);
}

/** The clocks run on, and what the grade asks of a holder is owed again where it came up meanwhile. */
function runOn(story: Story): void {
  story.void('safety-check', 'resumed');
  story.resume();
  oweContactAndPlan(story, leadTransfer(story.dispute)?.id);
}

function oweSafetyCheck(story: Story): void {
  story.owe('safety-check', holder(story));
}

/** A report of the holder on a case whose clock stands is its safety check; the next one is owed from then on. */
export function checkSafety(story: Story): void {
  if (!story.dispute.obligations.some((each) => each.kind === 'safety-check')) return;
  story.meet('safety-check');
  oweSafetyCheck(story);
}

/** @throws DomainError SUSPENSION_TOO_LONG where its end lies further away than the policy allows, with the latest */
function refuseTooLong({ dispute, at }: Story, until: Instant): void {
  if (!follows(dispute, 'suspensionsEnd')) return;
  const latest = count(at, suspendingOf(dispute.rules.policy).longest, clockOf(dispute.rules)).dueAt;
  if (until > latest) refuse('SUSPENSION_TOO_LONG', { until, latest });
}

/**
 * Of a suspended case this is the review: it goes on, on this ground and until then. Without an end it goes on to the next
 * review.
 *
 * @throws DomainError MOMENT_OUT_OF_RANGE where its end does not lie ahead; as `refuseTooLong`
 */
function suspendDispute(story: Story, { data, text }: CommandOf<'SuspendDispute'>): void {
  if (data.until && data.until <= story.at) refuse('MOMENT_OUT_OF_RANGE', { until: data.until, earliest: story.at });
  if (data.until) refuseTooLong(story, data.until);
  const state = story.dispute;
  const isReview = state.status === 'suspended';
  const suspensionId = isReview ? state.suspension.id : `s${state.next.suspension}`;
  story.tell(isReview ? 'SuspensionReviewed' : 'DisputeSuspended', { suspensionId, ...data }, text);
  if (isReview) story.meet('review-suspension');
  else stand(story, data.ground);
  story.owe('review-suspension', reviewer(story), { subjectId: suspensionId });
}

/**
 * By a person, or by the clock at the suspension's stated end.
 *
 * @throws DomainError NOT_SUSPENDED
 */
export function resumeDispute(story: Story, text?: string): void {
  const state = story.dispute;
  if (state.status !== 'suspended') return refuse('NOT_SUSPENDED');
  story.tell('DisputeResumed', { suspensionId: state.suspension.id }, text);
  story.meet('review-suspension');
  runOn(story);
}

/** @throws DomainError NO_SUCH_TRACK where the policy names none of that name */
function enterTrack(story: Story, { data, text }: CommandOf<'EnterTrack'>): void {
  if (!stepsOn(story, data.track)) refuse('NO_SUCH_TRACK', { track: data.track });
  story.tell('TrackEntered', data, text);
  stand(story, 'statutory');
  oweStep(story);
}

function stepsOn(story: Story, track: string) {
  return story.dispute.rules.policy.statutory[track];
}

/** The step that is owed now, counted from the one before it. */
function oweStep(story: Story): void {
  const state = story.dispute;
  if (state.status !== 'statutory') return;
  const step = stepsOn(story, state.track)?.[state.step];
  if (!step) return;
  story.open({
    kind: 'statutory-step',
    n: state.step + 1,
    holder: holder(story),
    path: `statutory.${state.track}.${state.step}`,
    terms: { limit: step.limit },
  });
}

/**
 * The step that is owed, or a later one: a procedure may leave out steps that the case does not need.
 *
 * @throws DomainError NOT_ON_STATUTORY_TRACK, or NO_SUCH_STEP, with those that are left
 */
function takeTrackStep(story: Story, { data }: CommandOf<'TakeTrackStep'>): void {
  const state = story.dispute;
  if (state.status !== 'statutory') return refuse('NOT_ON_STATUTORY_TRACK');
  const steps = stepsOn(story, state.track) ?? [];
  const index = steps.findIndex((each, at) => at >= state.step && each.step === data.step);
  if (index < 0) refuse('NO_SUCH_STEP', { step: data.step, steps: steps.slice(state.step).map((each) => each.step) });
  if (index === state.step) story.meet('statutory-step');
  else story.void('statutory-step', 'left-out');
  story.tell('TrackStepTaken', { step: data.step, n: index + 1 });
  oweStep(story);
}

/** Back to the holder, who resolves the case on what the procedure brought, or goes on mediating. */
function endTrack(story: Story, { data, text }: CommandOf<'EndTrack'>): void {
  story.tell('TrackEnded', data, text);
  story.void('statutory-step', 'ended');
  runOn(story);
}

export const PAUSING = {
  SuspendDispute: suspendDispute,
  ResumeDispute: (story, { text }) => resumeDispute(story, text),
  EnterTrack: enterTrack,
  TakeTrackStep: takeTrackStep,
  EndTrack: endTrack,
} satisfies Partial<Decisions>;
