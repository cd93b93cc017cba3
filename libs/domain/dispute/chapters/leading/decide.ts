import { closeIfDone } from '../closing/decide.js';
import type { CommandOf } from '../../commands.js';
import { follows } from '../../editions.js';
import { nextToUrge, refusalOfUrging } from '../../may/urging.js';
import { holderOf } from '../../state.js';
import { refuse } from '../../../errors.js';
import { actsFor, isAdministratorOf, isDesk, isHead } from '../../../people/posts.js';
import type { Decisions, Story } from '../../story.js';

/** Supervision orders 督办, joint meetings 会商 and the naming of persons: what leads departments to act. */

function orderSupervision(story: Story, { data, text }: CommandOf<'OrderSupervision'>): void {
  const orderId = `o${story.dispute.next.order}`;
  const departmentId = holderOf(story.dispute);
  const { answerWithin } = data;
  story.tell('SupervisionOrdered', { orderId, departmentId, answerWithin }, text);
  story.open({
    kind: 'supervision-answer',
    holder: { departmentId, role: departmentId === story.dispute.desk ? 'desk' : 'handler' },
    path: 'supervision',
    terms: { limit: answerWithin },
    subjectId: orderId,
  });
}

/**
 * The department that was ordered answers, whoever holds the case by then.
 *
 * @throws DomainError NO_SUCH_ORDER where none of that id is open, NOT_ALLOWED where it is another department's
 */
function answerSupervision(story: Story, { data, text, actor }: CommandOf<'AnswerSupervision'>): void {
  const order = story.dispute.orders.find((each) => each.id === data.orderId);
  if (!order) return refuse('NO_SUCH_ORDER', { orderId: data.orderId });
  if (!actsFor(actor, order.departmentId)) refuse('NOT_ALLOWED', { orderId: order.id });
  story.tell('SupervisionAnswered', { orderId: order.id }, text);
  story.meet('supervision-answer', { subjectId: order.id });
  closeIfDone(story);
}

/**
 * Whoever owes it hears at once that somebody waits for it, and so does their head; its dates stay.
 *
 * @throws DomainError as `refusalOfUrging`; NOTHING_TO_URGE where nobody owes this person anything
 */
function urgeHolder(story: Story, { data, text, actor }: CommandOf<'UrgeHolder'>): void {
  const { dispute, at } = story;
  const wanted = data.obligationId ?? nextToUrge(dispute, actor, at)?.id;
  if (wanted === undefined) return refuse('NOTHING_TO_URGE');
  const owed = dispute.obligations.find((each) => each.id === wanted);
  if (!owed) return refuse('NO_SUCH_OBLIGATION', { obligationId: wanted });
  const refusal = refusalOfUrging(dispute, owed, actor, at);
  if (refusal) refuse(refusal, { obligationId: owed.id, ...(owed.urgedAt && { urgedAt: owed.urgedAt }) });
  story.tell('ObligationUrged', { obligationId: owed.id }, text);
}

/** @throws DomainError MOMENT_OUT_OF_RANGE where it does not lie ahead */
function callMeeting(story: Story, { data }: CommandOf<'CallMeeting'>): void {
  if (data.at <= story.at) refuse('MOMENT_OUT_OF_RANGE', { at: data.at, earliest: story.at });
  const meetingId = `m${story.dispute.next.meeting}`;
  story.tell('MeetingCalled', { meetingId, ...data });
  story.owe('meeting', { departmentId: story.dispute.desk, role: 'desk' }, { subjectId: meetingId });
}

/**
 * Every decision becomes an obligation of the department that it names.
 *
 * @throws DomainError NO_SUCH_MEETING where none of that id waits, MOMENT_OUT_OF_RANGE for a decision due by now,
 *   NOBODY_THERE for one of a department where nobody could do it
 */
function concludeMeeting(story: Story, { data, text }: CommandOf<'ConcludeMeeting'>): void {
  const { meetingId } = data;
  const meeting = story.dispute.meetings.find((each) => each.id === meetingId && !each.concluded);
  if (!meeting) refuse('NO_SUCH_MEETING', { meetingId });
  const decisions = data.decisions.map(({ staffed, ...decision }, index) => {
    const n = index + 1;
    const { departmentId, dueAt } = decision;
    if (dueAt <= story.at) refuse('MOMENT_OUT_OF_RANGE', { decision: n, dueAt, earliest: story.at });
    if (staffed === false && follows(story.dispute, 'decisionsReachSomebody')) {
      refuse('NOBODY_THERE', { decision: n, to: departmentId });
    }
    return { n, ...decision };
  });
  story.tell('MeetingConcluded', { meetingId, decisions }, text);
  story.meet('meeting', { subjectId: meetingId });
  for (const { n, departmentId, dueAt } of decisions) {
    story.open({
      kind: 'meeting-decision',
      n,
      holder: { departmentId, role: departmentId === story.dispute.desk ? 'desk' : 'handler' },
      path: 'meeting',
      terms: { limit: null, fixedDueAt: dueAt, moves: false },
      subjectId: meetingId,
    });
  }
}

/**
 * @throws DomainError NO_SUCH_DECISION where none of that number is open, NOT_ALLOWED where it is another department's
 */
function fulfilDecision(story: Story, { data, text, actor }: CommandOf<'FulfilDecision'>): void {
  const meeting = story.dispute.meetings.find((each) => each.id === data.meetingId);
  const decision = meeting?.decisions.find((each) => each.n === data.n);
  if (!decision) return refuse('NO_SUCH_DECISION', { ...data });
  if (!actsFor(actor, decision.departmentId)) refuse('NOT_ALLOWED', { departmentId: decision.departmentId });
  story.tell('DecisionFulfilled', data, text);
  story.meet('meeting-decision', { subjectId: data.meetingId, n: data.n });
  closeIfDone(story);
}

/**
 * Names the person for one obligation, or for a role of the department on this case from now on. Heads name their own
 * people, the desk names its own; of who leaves, their administrator hands over what they were named for.
 *
 * @throws DomainError NO_SUCH_OBLIGATION; OTHER_DEPARTMENT where that is another's than the one that is named, or the
 *   one that is named is not the actor's; NOT_ALLOWED
 */
function assignPerson(story: Story, { data, actor }: CommandOf<'AssignPerson'>): void {
  const { obligationId, userId, departmentId } = data;
  const { dispute } = story;
  const isDesks = departmentId === dispute.desk && isDesk(actor, dispute);
  const may = isHead(actor, departmentId) || isDesks || isAdministratorOf(actor, departmentId);
  const obligation = dispute.obligations.find((each) => each.id === obligationId);
  if (obligationId !== undefined) {
    if (!obligation) refuse('NO_SUCH_OBLIGATION', { obligationId });
    if (obligation?.holder.departmentId !== departmentId) {
      refuse('OTHER_DEPARTMENT', { userId, departmentId: obligation?.holder.departmentId });
    }
  }
  if (!may) refuse(departmentId === actor.departmentId ? 'NOT_ALLOWED' : 'OTHER_DEPARTMENT', { userId, departmentId });
  const role = obligation?.holder.role ?? data.role ?? 'handler';
  story.tell('PersonAssigned', { departmentId, role, userId, ...(obligationId && { obligationId }) });
}

export const LEADING = {
  OrderSupervision: orderSupervision,
  AnswerSupervision: answerSupervision,
  UrgeHolder: urgeHolder,
  CallMeeting: callMeeting,
  ConcludeMeeting: concludeMeeting,
  FulfilDecision: fulfilDecision,
  AssignPerson: assignPerson,
} satisfies Partial<Decisions>;
