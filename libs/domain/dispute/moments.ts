import { acceptBySilence, oweDispatch } from './chapters/circulation/decide.js';
import { follows } from './editions.js';
import { isRegistered, transferOf, type DisputeState, type Registered, type Transfer } from './state.js';
import type { EventData } from './events.js';
import { lateAt, nextMomentAmong, nextMomentOf, type Obligation, type StepSkipped } from '../obligation/obligation.js';
import { NO_TURN, turnOf, type Turn } from '../obligation/spread.js';
import { resumeDispute } from './chapters/pausing/decide.js';
import { Story } from './story.js';
import { later, millisOf, type Instant } from '../time/time.js';
import type { ObligationKind } from '../words.js';

/** The next moment at which this dispute changes by itself; null when nothing is owed any more. */
export function nextMoment(state: DisputeState): Instant | null {
  if (!isRegistered(state)) return null;
  // A suspension with a stated end runs out by itself.
  return nextMomentAmong(state.obligations, state.status === 'suspended' ? state.suspension.until : null);
}

/** When a dispute takes its turn after its next moment; a rehearsal, which somebody watches, at once. */
export function turn(state: DisputeState, moment: Instant): Turn {
  if (!isRegistered(state) || state.rehearsal) return NO_TURN;
  return turnOf(state.id, state.obligations, moment, state.grade);
}

/** The kinds whose silence sends the offer back to the desk. */
const ANSWERING: ObligationKind = 'answer-transfer';

/** A delay below this is the ordinary trip of a timer, not an outage. */
const ORDINARY_DELAY_MS = 60_000;

type Happening = { [T in 'ObligationLate' | 'LadderStepFired']: { type: T; data: EventData[T] } }[
  | 'ObligationLate'
  | 'LadderStepFired'];

/** What happens to an obligation at its next moment: late first, then the step that reacts to it at the same moment. */
export function happeningOf(obligation: Obligation, moment: Instant, now: Instant): Happening {
  const delayMs = millisOf(now) - millisOf(moment);
  const said = { obligationId: obligation.id, ...(delayMs > ORDINARY_DELAY_MS && { delayMs }) };
  if (obligation.state === 'open' && lateAt(obligation) === moment) return { type: 'ObligationLate', data: said };
  const index = obligation.steps.findIndex((step) => step.firedAt === null && step.at === moment);
  const step = obligation.steps[index]!;
  return { type: 'LadderStepFired', data: { ...said, step: index, do: step.do, to: step.to } };
}

/**
 * Everything that fell due before `upTo` happens in order, each at its own moment, however late it is noticed
 * (architecture.md §1, "When"). `inclusive` decides the tie: time itself takes the moment, a person who came exactly
 * in time is in time.
 */
export function passMoments(story: Story, upTo: Instant, now: Instant, inclusive: boolean): void {
  const isPast = (moment: Instant) => moment < upTo || (moment === upTo && inclusive);
  pass(story, isPast, (obligation, moment) => passOne(story, obligation, moment, now));
}

/**
 * The same before a case was ours: nobody noticed it late. An offer that the ledger knows was answered (`isAnswered`) was
 * late, if it was, and did not lapse.
 */
export function passLedger(story: Story, upTo: Instant, isAnswered: boolean): void {
  const isPast = (moment: Instant) => moment < upTo;
  pass(story, isPast, (obligation, moment) => passOne(story, obligation, moment, moment, isAnswered));
}

/**
 * What the system itself notes at a moment comes, as everybody's deeds do, after all that fell due before it.
 *
 * @param now when that is noticed
 */
export function systemStory(state: Registered, at: Instant, now: Instant): Story {
  const story = new Story(state, later(at, state.at), { kind: 'clock' });
  passMoments(story, story.at, now, false);
  story.actor = { kind: 'system' };
  story.at = later(at, story.dispute.at);
  return story;
}

function pass(
  story: Story,
  isPast: (moment: Instant) => boolean,
  one: (obligation: Obligation, moment: Instant) => void,
): void {
  for (;;) {
    const moment = nextMoment(story.state);
    if (moment === null || !isPast(moment)) return;
    // A moment that lies before the last event (a course that used up its time) takes effect now: time never goes back.
    story.at = moment > story.dispute.at ? moment : story.dispute.at;
    const obligation = story.dispute.obligations.find((each) => nextMomentOf(each) === moment);
    if (obligation) one(obligation, moment);
    else resumeDispute(story);
    if (obligation) heedSilence(story, obligation.id, moment);
  }
}

function passOne(story: Story, obligation: Obligation, moment: Instant, now: Instant, isAnswered = false): void {
  const { type, data } = happeningOf(obligation, moment, now);
  if (type === 'ObligationLate') {
    story.tell(type, data);
    return;
  }
  const skipped = skippedBecause(story, obligation, data, isAnswered);
  story.tell(type, { ...data, ...(skipped && { skipped }) });
  if (data.do === 'redispatch' && !skipped) lapse(story, obligation);
}

/** The offer that waits for this answer, where silence would be one: a designation. */
function bindingOffer({ dispute }: Story, { kind, subjectId }: Obligation): Transfer | undefined {
  if (kind !== ANSWERING || subjectId === undefined || !follows(dispute, 'silenceBinds')) return undefined;
  const offer = transferOf(dispute, subjectId);
  return offer?.designated && offer.state === 'offered' ? offer : undefined;
}

/** Once its answer is late, and all is told that its ladder has to say at that moment, who was designated has accepted. */
function heedSilence(story: Story, obligationId: string, moment: Instant): void {
  const owed = story.dispute.obligations.find((each) => each.id === obligationId);
  const offer = owed?.state === 'late' && bindingOffer(story, owed);
  if (offer && !owed.steps.some((step) => step.firedAt === null && step.at <= moment)) acceptBySilence(story, offer.id);
}

/**
 * Why a step passes without reaching anybody; undefined where it reaches whom it names.
 *
 * @param isAnswered the ledger of an adopted case knows that this offer was
 */
export function skippedBecause(
  story: Story,
  obligation: Obligation,
  fired: EventData['LadderStepFired'],
  isAnswered: boolean,
): StepSkipped | undefined {
  if (fired.do === 'redispatch' && obligation.kind === ANSWERING) {
    if (isAnswered) return 'answered';
    if (bindingOffer(story, obligation)) return 'designated';
  }
  const { progressAt, latenesses } = story.dispute;
  const { when } = obligation.steps[fired.step]!;
  if (when === 'no-progress' && progressAt !== null && progressAt >= obligation.openedAt) return 'progress';
  if (when === 'second-lateness' && latenesses < 2) return 'first-lateness';
  return undefined;
}

/** Nobody answered: the offer ends and the desk must dispatch again, by a deadline of its own (domain.md §4). */
function lapse(story: Story, obligation: Obligation): void {
  const transfer = obligation.subjectId && transferOf(story.dispute, obligation.subjectId);
  if (obligation.kind !== ANSWERING || !transfer || transfer.state !== 'offered') return;
  story.tell('TransferLapsed', { transferId: transfer.id });
  story.void(ANSWERING, 'lapsed', { subjectId: transfer.id });
  if (transfer.role === 'lead') oweDispatch(story);
}
