import type { CommandOf } from '../../commands.js';
import type { CommandActor } from '../../../people/actor.js';
import { follows } from '../../editions.js';
import { holderOf, leadTransfer, transferOf, type Transfer } from '../../state.js';
import { refuse } from '../../../errors.js';
import { actsFor, isDesk, isSupervisor } from '../../../people/posts.js';
import { refusalOfReport, refusalOfReturn, returnsExhausted } from '../../may/situations.js';
import { legLimit, oweContactAndPlan, oweStabilising, stoodOnTheWay } from '../legs/decide.js';
import type { Decisions, Story } from '../../story.js';

/** From hand to hand: offering, answering, returning (domain.md §3). */

export const desk = (story: Story) => ({ departmentId: story.dispute.desk, role: 'desk' as const });

/**
 * The desk's, a designation the supervisor's. A lead is offered the case before anybody handles it, an assistant while
 * somebody does.
 *
 * @throws DomainError NOT_ALLOWED; of an assist NOT_HANDLING, or SAME_DEPARTMENT where it has the case or assists
 *   already; of a lead TRANSFER_OPEN, or RETURNS_EXHAUSTED where only a designation goes on; NOBODY_THERE
 */
function transferDispute(story: Story, { data, text, actor }: CommandOf<'TransferDispute'>): void {
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
    if (returnsExhausted(dispute) && !designated) {
      refuse('RETURNS_EXHAUSTED', { returns: dispute.returns.total, lapses: dispute.lapses ?? 0 });
    }
  }
  if (data.staffed === false && follows(dispute, 'offersReachSomebody')) refuse('NOBODY_THERE', { to });
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

export function accept(story: Story, transferId: string, handler?: string): void {
  story.tell('TransferAccepted', { transferId, ...(handler && { handler }) });
  story.meet('answer-transfer', { subjectId: transferId });
  takeOver(story, transferId);
}

/** A department that a superior designated and that says nothing has it from now on: it never answered (domain.md §3). */
export function acceptBySilence(story: Story, transferId: string): void {
  story.tell('TransferAccepted', { transferId, bySilence: true });
  story.void('answer-transfer', 'silence', { subjectId: transferId });
  takeOver(story, transferId);
}

/** What is owed by who has accepted. */
function takeOver(story: Story, transferId: string): void {
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

/**
 * The transfer that a body names, if it is the actor's own; a stranger learns nothing about it.
 *
 * @throws DomainError NO_OPEN_TRANSFER where there is none of that id, NOT_ALLOWED where it is another department's
 */
function ownTransfer(story: Story, transferId: string, actor: CommandActor): Transfer {
  const transfer = transferOf(story.dispute, transferId);
  if (!transfer) return refuse('NO_OPEN_TRANSFER', { transferId });
  if (!actsFor(actor, transfer.to)) refuse('NOT_ALLOWED', { transferId });
  return transfer;
}

/**
 * @throws DomainError as `ownTransfer`; NO_OPEN_TRANSFER where it is not offered any more, RETURN_OPEN where a return
 *   of it waits for its decision
 */
function acceptTransfer(story: Story, { data, actor }: CommandOf<'AcceptTransfer'>): void {
  const transfer = ownTransfer(story, data.transferId, actor);
  if (transfer.state !== 'offered') refuse('NO_OPEN_TRANSFER', { transferId: transfer.id, state: transfer.state });
  if (transfer.returning) refuse('RETURN_OPEN', { transferId: transfer.id });
  accept(story, transfer.id, data.handler);
}

/**
 * Declines an offer, or hands an accepted case back (domain.md §3).
 *
 * @throws DomainError as `ownTransfer`, then what `refusalOfReturn` says, then REASON_NOT_UPHELD where the desk
 *   rejected the same reason of the same department before
 */
function returnTransfer(story: Story, { data, text, actor }: CommandOf<'ReturnTransfer'>): void {
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

/**
 * Upheld, what the department owed ends and, of a lead, a dispatch is owed; else an offer runs again with a fresh
 * clock.
 *
 * @throws DomainError NO_RETURN_OPEN
 */
function decideReturn(story: Story, { data, text }: CommandOf<'DecideReturn'>): void {
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
export function dispatchByWhoMay(story: Story, cause: 'grade' | 'policy' = 'grade'): void {
  const owed = story.dispute.obligations.find((each) => each.kind === 'dispatch');
  const { superior, desk: own } = story.dispute;
  if (!owed || owed.holder.departmentId === (returnsExhausted(story.dispute) ? superior : own)) return;
  story.void('dispatch', cause);
  oweDispatch(story);
}

/** What is still offered, or owed by an assistant, has no object any more: the case ends, or goes on elsewhere. */
export function recallOpen(story: Story): void {
  const isOpen = ({ state, role }: Transfer) =>
    state === 'offered' ||
    (state === 'accepted' && role === 'assist' && follows(story.dispute, 'owedAssistsAreRecalled'));
  for (const { id } of story.dispute.transfers.filter(isOpen)) story.tell('TransferRecalled', { transferId: id });
}

/** @throws DomainError NO_OPEN_TRANSFER where it is not offered, RETURN_OPEN where a return of it waits */
function recallTransfer(story: Story, { data, text }: CommandOf<'RecallTransfer'>): void {
  const transfer = transferOf(story.dispute, data.transferId);
  if (transfer?.state !== 'offered') return refuse('NO_OPEN_TRANSFER', { transferId: data.transferId });
  if (transfer.returning) refuse('RETURN_OPEN', { transferId: transfer.id });
  story.tell('TransferRecalled', { transferId: transfer.id }, text);
  story.void('answer-transfer', 'recalled', { subjectId: transfer.id });
  if (transfer.role === 'lead') oweDispatch(story);
}

/**
 * @throws DomainError as `ownTransfer`; NO_OPEN_TRANSFER where it is no accepted assist, then what `refusalOfReport`
 *   says
 */
function completeAssist(story: Story, { data, text, actor }: CommandOf<'CompleteAssist'>): void {
  const transfer = ownTransfer(story, data.transferId, actor);
  if (transfer.role !== 'assist' || transfer.state !== 'accepted') {
    refuse('NO_OPEN_TRANSFER', { transferId: transfer.id, state: transfer.state });
  }
  const refusal = refusalOfReport(story.dispute, transfer);
  if (refusal) refuse(refusal, { transferId: transfer.id });
  story.tell('AssistCompleted', { transferId: transfer.id }, text);
  story.meet('assist-report', { subjectId: transfer.id });
}

export const CIRCULATION = {
  TransferDispute: transferDispute,
  AcceptTransfer: acceptTransfer,
  ReturnTransfer: returnTransfer,
  DecideReturn: decideReturn,
  RecallTransfer: recallTransfer,
  CompleteAssist: completeAssist,
} satisfies Partial<Decisions>;
