import type { CommandOf } from '../../commands.js';
import type { CommandActor } from '../../../people/actor.js';
import { urgencyOf } from '../../../danger.js';
import { holderOf, leadTransfer, transferOf, type Transfer } from '../../state.js';
import { refuse } from '../../../errors.js';
import { count, scale, type Limit, type Pause } from '../../../time/limit.js';
import { clockOf, derive, type Obligation } from '../../../obligation/obligation.js';
import { actsFor, isDesk, isSupervisor } from '../../../people/posts.js';
import { refusalOfReport, refusalOfReturn, returnsExhausted } from '../../may/situations.js';
import type { Story } from '../../story.js';
import type { Instant } from '../../../time/time.js';
import { gradeRank, stricterGrade, type Grade, type ObligationKind } from '../../../words.js';

/** From entry to acceptance: grading, offering, answering, returning (domain.md §3). */

const desk = (story: Story) => ({ departmentId: story.dispute.desk, role: 'desk' as const });

export function registerDispute(story: Story, { data, text }: CommandOf<'RegisterDispute'>): void {
  const { grade, complexity, ...rest } = data;
  const { rules, core } = story.state;
  const { policyVersion, calendar } = rules;
  const under = { policyVersion, calendarVersion: calendar.version, ...(core > 1 && { core }) };
  story.tell('DisputeRegistered', { ...rest, ...under }, text);
  if (grade) return setGrade(story, grade, complexity ?? 'ordinary');
  oweGrade(story);
}

/** The least grade that the policy demands: of a major kind 重大类, and of a quarrel that was reported before. */
function leastGrade(story: Story): { grade: Grade; because?: 'major-kind' | 'repeat' } {
  const { category, repeats, rules } = story.dispute;
  const { majorKinds, repeat } = rules.policy;
  const ofKind: Grade = majorKinds.includes(category) ? 'yellow' : 'blue';
  const ofRepeat = repeats === 0 ? 'blue' : repeats === 1 ? repeat.second : stricterGrade(repeat.second, repeat.third);
  return gradeRank(ofRepeat) > gradeRank(ofKind)
    ? { grade: ofRepeat, because: 'repeat' }
    : { grade: ofKind, because: 'major-kind' };
}

function setGrade(
  story: Story,
  wanted: Grade,
  complexity: CommandOf<'RegisterDispute'>['data']['complexity'],
  text?: string,
): void {
  const previous = story.dispute.grade;
  const least = leastGrade(story);
  const grade = stricterGrade(wanted, least.grade);
  const raised = grade !== wanted && least.because ? { because: least.because } : {};
  story.tell('DisputeGraded', { grade, complexity: complexity ?? story.dispute.complexity, previous, ...raised }, text);
  if (previous === null) {
    story.meet('grade');
    // One that was ended ungraded and then reopened has its holder and its watch already.
    const isReopened = story.dispute.core >= 2 && story.dispute.status !== 'entered';
    if (isReopened) return applyGrade(story, true, true);
    story.owe('dispatch', desk(story));
    oweWatch(story, story.dispute.enteredAt);
  }
}

/** The desk owes a grade, sooner where a danger sign was seen. */
export function oweGrade(story: Story): void {
  story.owe('grade', desk(story), { grade: urgencyOf(story.dispute.dangerSigns) });
}

/** The whole-case clock: held by the desk, counted from entry (or reopening), reset by no transfer. */
export function oweWatch(story: Story, countedFrom: Instant): void {
  const { limit, path } = story.limitOf('watch');
  if (limit) story.open({ kind: 'watch', holder: desk(story), path, terms: { limit, countedFrom } });
}

export function gradeDispute(story: Story, { data, text, actor }: CommandOf<'GradeDispute'>): void {
  const { grade: previous, complexity: before } = story.dispute;
  const ruling = isDesk(actor, story.dispute) || isSupervisor(actor, story.dispute);
  if (previous === null) {
    if (!ruling) refuse('NOT_ALLOWED');
    return setGrade(story, data.grade, data.complexity, text);
  }
  const complexity = data.complexity ?? before;
  const grade = stricterGrade(data.grade, leastGrade(story).grade);
  if (gradeRank(grade) < gradeRank(previous) && !isSupervisor(actor, story.dispute))
    refuse('LOWERING_NEEDS_SUPERVISOR');
  if (grade === previous && complexity === before) refuse('SAME_GRADE', { grade, complexity });
  if (complexity !== before && !ruling) refuse('NOT_ALLOWED');
  setGrade(story, grade, complexity, text);
  applyGrade(story, gradeRank(grade) > gradeRank(previous), complexity !== before);
}

/**
 * What a new grade or complexity does to what is already owed. A raise may bring a due moment forward, never push it
 * back: nobody gains time by calling a case dangerous. The desk's new view of the complexity counts both ways.
 */
export function applyGrade(story: Story, raised: boolean, complexityChanged: boolean): void {
  for (const obligation of story.dispute.obligations) regrade(story, obligation, raised, complexityChanged);
  for (const each of story.dispute.core >= 2 ? story.dispute.obligations : []) {
    // Where the date stays, the ladder is the new grade's all the same. What stands gets it when it runs on.
    if (each.state !== 'paused') story.move(each, { terms: each.terms, milder: !raised }, 'grade');
  }
  if (story.dispute.core >= 2) dispatchByWhoMay(story);
  const { status } = story.dispute;
  const isHandled = status === 'handling' || status === 'suspended' || status === 'statutory';
  if (!isHandled || !raised) return;
  const transferId = leadTransfer(story.dispute)?.id;
  // Contact and plan wait while the handling clock stands; a case that became dangerous is stabilised all the same.
  if (status === 'handling') oweContactAndPlan(story, transferId);
  oweStabilising(story, transferId);
}

function regrade(story: Story, obligation: Obligation, raised: boolean, complexityChanged: boolean): void {
  const { grade, dispute } = story;
  const { handle, limits } = dispute.rules.policy;
  const transfer = obligation.kind === 'handle' ? leadTransfer(dispute) : undefined;
  let change: { terms: Obligation['terms']; path: string };
  if (transfer && dispute.core >= 2) {
    const { limit, countedFrom, path } = legLimit(story, transfer, transfer.acceptedAt ?? story.at);
    change = { terms: { ...obligation.terms, limit, countedFrom }, path };
  } else {
    const isHandle = obligation.kind === 'handle' && obligation.rule.path.startsWith('handle.');
    const limit = isHandle ? handle[grade][dispute.complexity] : (limits[obligation.kind]?.[grade] ?? null);
    if (!limit || !(isHandle || obligation.rule.path.startsWith('limits.'))) return;
    const path = isHandle ? `handle.${grade}.${dispute.complexity}` : `limits.${obligation.kind}.${grade}`;
    change = { terms: { ...obligation.terms, limit }, path };
  }
  // What stands is compared as if it ran on from now.
  const running = (pause: Pause) => (dispute.core >= 2 ? { ...pause, until: pause.until ?? story.at } : pause);
  const dueUnder = (terms: Obligation['terms']) =>
    derive({ ...terms, pauses: terms.pauses.map(running) }, obligation.rule, clockOf(dispute.rules)).dueAt;
  // Compared after the fresh start: one that would end later than what is owed now is no gain for the case.
  const terms = notBefore(story, change.terms, dueUnder(change.terms));
  const isHandle = obligation.kind === 'handle' && (dispute.core >= 2 || obligation.rule.path.startsWith('handle.'));
  const before = dispute.core >= 2 ? dueUnder(obligation.terms) : obligation.dueAt;
  if ((raised && dueUnder(terms) < before) || (isHandle && complexityChanged)) {
    story.move(obligation, { ...change, terms }, 'grade');
  }
}

/** A limit that the new grade would have let end before this very moment begins to run now instead. */
function notBefore(story: Story, terms: Obligation['terms'], due: Instant): Obligation['terms'] {
  return due < story.at ? { ...terms, countedFrom: story.at } : terms;
}

export function transferDispute(story: Story, { data, text, actor }: CommandOf<'TransferDispute'>): void {
  const { to, role, designated } = data;
  const { dispute } = story;
  if (designated ? !isSupervisor(actor, dispute) : !isDesk(actor, dispute)) refuse('NOT_ALLOWED');
  const isHandled = dispute.status === 'handling' || dispute.status === 'statutory';
  if (role === 'assist') {
    if (!isHandled) refuse('NOT_HANDLING');
    if (
      to === holderOf(dispute) ||
      dispute.transfers.some((each) => each.to === to && each.role === 'assist' && isOpen(each))
    ) {
      refuse('SAME_DEPARTMENT', { to });
    }
  } else {
    if (isHandled) refuse('TRANSFER_OPEN', { transferId: leadTransfer(dispute)?.id });
    if (returnsExhausted(dispute) && !designated) refuse('RETURNS_EXHAUSTED', { returns: dispute.returns.total });
  }
  offer(story, { to, role, designated }, text);
}

function isOpen(transfer: Transfer): boolean {
  return transfer.state === 'offered' || transfer.state === 'accepted';
}

/**
 * Offers to a department. To the desk's own it is handling in-house, accepted at once; so is the fresh leg of a
 * department that held the case until it was resolved (`accepted`).
 */
export function offer(
  story: Story,
  { to, role, designated }: CommandOf<'TransferDispute'>['data'],
  text?: string,
  accepted = role === 'lead' && to === story.dispute.desk,
): void {
  const transferId = `t${story.dispute.transfers.length + 1}`;
  story.tell('TransferOffered', { transferId, to, role, designated }, text);
  if (role === 'lead') story.meet('dispatch');
  if (accepted) return accept(story, transferId);
  story.owe('answer-transfer', { departmentId: to, role: 'handler' }, { subjectId: transferId });
}

function accept(story: Story, transferId: string, handler?: string): void {
  story.tell('TransferAccepted', { transferId, ...(handler && { handler }) });
  story.meet('answer-transfer', { subjectId: transferId });
  const transfer = transferOf(story.dispute, transferId)!;
  const holder = { departmentId: transfer.to, role: 'handler' as const };
  if (transfer.role === 'assist') return story.owe('assist-report', holder, { subjectId: transferId });
  const { limit, countedFrom, path } = legLimit(story, transfer, story.at);
  const stood = stoodOnTheWay(story);
  const terms = { limit, countedFrom, ...(stood.length > 0 && { pauses: stood }) };
  story.open({ kind: 'handle', holder, path, terms, subjectId: transferId });
  oweContactAndPlan(story, transferId);
  oweStabilising(story, transferId);
}

/** Of the holder, once, unless somebody owes it already. */
function oweOnce(story: Story, kind: ObligationKind, transferId?: string): void {
  if (story.dispute.obligations.some((each) => each.kind === kind)) return;
  const holder = { departmentId: holderOf(story.dispute), role: 'handler' as const };
  story.owe(kind, holder, transferId ? { subjectId: transferId } : {});
}

/** What the holder owes besides the handling itself, where the grade asks for it and it was not done yet. */
export function oweContactAndPlan(story: Story, transferId?: string): void {
  if (!story.dispute.contacted) oweOnce(story, 'first-contact', transferId);
  if (!story.dispute.planned) oweOnce(story, 'plan', transferId);
}

function oweStabilising(story: Story, transferId?: string): void {
  oweOnce(story, 'stabilise', transferId);
}

/**
 * The handling limit of a leg. The first department has the whole limit from its acceptance. After a return the next
 * one has what is left of it, or half the limit if that is more; all legs stay within 1.5 × the limit, counted from
 * the first offer (domain.md §4, "Two clocks").
 */
function legLimit(
  story: Story,
  transfer: Transfer,
  acceptedAt: Instant,
): { limit: Limit; countedFrom: Instant; path: string } {
  const { rules, firstOfferAt, complexity, transfers } = story.dispute;
  const limit = rules.policy.handle[story.grade][complexity];
  const whole = { limit, countedFrom: acceptedAt, path: `handle.${story.grade}.${complexity}` };
  const course = firstOfferAt ?? transfer.offeredAt;
  const returnedBefore = transfers.some(
    (each) => each.role === 'lead' && each.state === 'returned' && each.offeredAt >= course,
  );
  if (!returnedBefore) return whole;
  const clock = clockOf(rules);
  const counting = { pauses: stoodOnTheWay(story), moves: true, passesPauses: true };
  const end = (leg: { limit: Limit; countedFrom: Instant }) => count(leg.countedFrom, leg.limit, clock, counting).dueAt;
  const left = { limit, countedFrom: course, path: whole.path };
  const half = { limit: scale(limit, rules.policy.leg.restAtLeast), countedFrom: acceptedAt, path: 'leg.restAtLeast' };
  const total = { limit: scale(limit, rules.policy.leg.total), countedFrom: course, path: 'leg.total' };
  const longer = end(left) >= end(half) ? left : half;
  return end(longer) <= end(total) ? longer : total;
}

/** The stretches in which the case stood while an earlier department had it: they cost the next one nothing. */
function stoodOnTheWay(story: Story): Pause[] {
  if (story.dispute.core < 2) return [];
  const watch = story.dispute.obligations.find((each) => each.kind === 'watch');
  return (watch?.terms.pauses ?? []).filter((pause) => pause.until !== null);
}

/** The transfer that a body names, if it is the actor's own; a stranger learns nothing about it. */
function ownTransfer(story: Story, transferId: string, actor: CommandActor): Transfer {
  const transfer = transferOf(story.dispute, transferId);
  if (!transfer) return refuse('NO_OPEN_TRANSFER', { transferId });
  if (!actsFor(actor, transfer.to)) refuse('NOT_ALLOWED', { transferId });
  return transfer;
}

export function acceptTransfer(story: Story, { data, actor }: CommandOf<'AcceptTransfer'>): void {
  const transfer = ownTransfer(story, data.transferId, actor);
  if (transfer.state !== 'offered') refuse('NO_OPEN_TRANSFER', { transferId: transfer.id, state: transfer.state });
  if (transfer.returning) refuse('RETURN_OPEN', { transferId: transfer.id });
  accept(story, transfer.id, data.handler);
}

export function returnTransfer(story: Story, { data, text, actor }: CommandOf<'ReturnTransfer'>): void {
  const transfer = ownTransfer(story, data.transferId, actor);
  const refusal = refusalOfReturn(story.dispute, transfer, story.at);
  if (refusal) refuse(refusal, { transferId: transfer.id });
  const { reasonCode, suggestedDepartment } = data;
  if (story.dispute.notUpheld.some((each) => each.departmentId === transfer.to && each.reasonCode === reasonCode)) {
    refuse('REASON_NOT_UPHELD', { reasonCode });
  }
  const handBack = transfer.state === 'accepted';
  story.tell(
    'TransferReturned',
    { transferId: transfer.id, reasonCode, handBack, ...(suggestedDepartment && { suggestedDepartment }) },
    text,
  );
  if (!handBack) story.meet('answer-transfer', { subjectId: transfer.id });
  story.owe('decide-return', desk(story), { subjectId: transfer.id });
}

export function decideReturn(story: Story, { data, text }: CommandOf<'DecideReturn'>): void {
  const transferId = data.transferId;
  const transfer = transferOf(story.dispute, transferId);
  if (!transfer?.returning) return refuse('NO_RETURN_OPEN', { transferId });
  const { handBack } = transfer.returning;
  story.tell('ReturnDecided', { transferId, uphold: data.uphold }, text);
  story.meet('decide-return', { subjectId: transferId });
  if (!data.uphold) {
    if (!handBack)
      story.owe('answer-transfer', { departmentId: transfer.to, role: 'handler' }, { subjectId: transferId });
    return;
  }
  for (const kind of ['first-contact', 'plan', 'stabilise', 'handle', 'assist-report'] as const) {
    story.void(kind, 'returned', { subjectId: transferId });
  }
  if (transfer.role === 'lead') oweDispatch(story);
}

/** After the policy's maximum of returns the desk may not choose any more: the superior owes a designation. */
export function oweDispatch(story: Story): void {
  story.owe(
    'dispatch',
    returnsExhausted(story.dispute) ? { departmentId: story.dispute.superior, role: 'supervisor' } : desk(story),
  );
}

/** A dangerous case has fewer returns: what the desk may not decide any more it does not owe either. */
function dispatchByWhoMay(story: Story): void {
  const owed = story.dispute.obligations.find((each) => each.kind === 'dispatch');
  const { superior, desk: own } = story.dispute;
  if (!owed || owed.holder.departmentId === (returnsExhausted(story.dispute) ? superior : own)) return;
  story.void('dispatch', 'grade');
  oweDispatch(story);
}

/** What is still offered has no object any more: the case ends, or goes on elsewhere. */
export function recallOffers(story: Story): void {
  for (const { id } of story.dispute.transfers.filter((each) => each.state === 'offered')) {
    story.tell('TransferRecalled', { transferId: id });
  }
}

export function recallTransfer(story: Story, { data, text }: CommandOf<'RecallTransfer'>): void {
  const transfer = transferOf(story.dispute, data.transferId);
  if (transfer?.state !== 'offered') return refuse('NO_OPEN_TRANSFER', { transferId: data.transferId });
  if (transfer.returning) refuse('RETURN_OPEN', { transferId: transfer.id });
  story.tell('TransferRecalled', { transferId: transfer.id }, text);
  story.void('answer-transfer', 'recalled', { subjectId: transfer.id });
  if (transfer.role === 'lead') oweDispatch(story);
}

export function completeAssist(story: Story, { data, text, actor }: CommandOf<'CompleteAssist'>): void {
  const transfer = ownTransfer(story, data.transferId, actor);
  if (transfer.role !== 'assist' || transfer.state !== 'accepted') {
    refuse('NO_OPEN_TRANSFER', { transferId: transfer.id, state: transfer.state });
  }
  const refusal = refusalOfReport(story.dispute, transfer);
  if (refusal) refuse(refusal, { transferId: transfer.id });
  story.tell('AssistCompleted', { transferId: transfer.id }, text);
  story.meet('assist-report', { subjectId: transfer.id });
}

/** The way of a case back to a department that had it before, A → B → A or longer; null while nobody had it twice. */
export function circleIn(way: readonly string[]): string[] | null {
  for (const [end, departmentId] of way.entries()) {
    const begin = way.lastIndexOf(departmentId, end - 1);
    // Offered again after a return that was not upheld is no way round.
    if (end > 0 && begin >= 0 && begin < end - 1) return way.slice(begin, end + 1);
  }
  return null;
}
