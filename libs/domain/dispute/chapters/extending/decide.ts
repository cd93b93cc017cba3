import type { CommandOf } from '../../commands.js';
import type { CommandActor } from '../../../people/actor.js';
import type { ExtensionRequest } from '../../state.js';
import { refuse } from '../../../errors.js';
import type { Holder, Obligation } from '../../../obligation/obligation.js';
import { actsFor, isHead } from '../../../people/posts.js';
import { extendedBy, moreTimeOf } from '../../may/more-time.js';
import { EXTENDABLE, mayDecide, quotaOf, stopOf } from '../../may/situations.js';
import type { Decisions, Story } from '../../story.js';

/** Extensions 延期: asked before expiry, within the policy's quota, decided by somebody else (domain.md §2, §6). */

/**
 * @throws DomainError in this order: NO_SUCH_OBLIGATION, NOT_ALLOWED, NOT_EXTENDABLE, EXTENSION_OPEN,
 *   EXTENSION_TOO_LATE, EXTENSION_EXHAUSTED where the times are used up or more is asked than one may have (both with
 *   how much, how often still and by whose word), then as `refuseBeyondStop`
 */
function askExtension(story: Story, { data, text, actor }: CommandOf<'AskExtension'>): void {
  const { obligationId, by } = data;
  const { dispute } = story;
  const obligation = dispute.obligations.find((each) => each.id === obligationId);
  if (!obligation) return refuse('NO_SUCH_OBLIGATION', { obligationId });
  if (!actsFor(actor, obligation.holder.departmentId)) refuse('NOT_ALLOWED', { obligationId });
  if (!EXTENDABLE.includes(obligation.kind)) refuse('NOT_EXTENDABLE', { kind: obligation.kind, kinds: EXTENDABLE });
  if (dispute.extensions.some((each) => each.obligationId === obligationId)) refuse('EXTENSION_OPEN', { obligationId });
  const { dueAt } = obligation;
  const { obligationId: _id, dueAt: most, stop: _stop, ...quota } = moreTimeOf(dispute, obligation);
  if (obligation.state === 'late' || story.at > dueAt) refuse('EXTENSION_TOO_LATE', { dueAt, ...quota });
  const isTooMuch = extendedBy(dispute, obligation, by) > most;
  if (quota.left === 0 || isTooMuch) refuse('EXTENSION_EXHAUSTED', quota);
  refuseBeyondStop(story, obligation, by);
  const extensionId = `x${dispute.next.extension}`;
  const decider = deciderOf(story, obligation, actor);
  story.tell('ExtensionAsked', { extensionId, obligationId, by, decider }, text);
  story.owe('decide-extension', decider, { subjectId: extensionId });
}

/** The approver that the policy names, or the next superior where that would be who asks. */
function deciderOf(story: Story, obligation: Obligation, actor: CommandActor): Holder {
  const { approver } = quotaOf(story.dispute, obligation);
  const { departmentId } = obligation.holder;
  return approver === 'head' && !isHead(actor, departmentId)
    ? { departmentId, role: 'head' }
    : { departmentId: story.dispute.superior, role: 'supervisor' };
}

/**
 * The hard stop of people's mediation outranks extensions: past it only with both parties' consent.
 *
 * @throws DomainError CONSENT_REQUIRED, or MEDIATION_OVER where the policy knows no consent
 */
function refuseBeyondStop(story: Story, obligation: Obligation, by: ExtensionRequest['by']): void {
  const { dispute } = story;
  const stop = stopOf(dispute, obligation);
  if (stop === null || extendedBy(dispute, obligation, by) <= stop) return;
  refuse(dispute.rules.policy.mediationStop.withConsent ? 'CONSENT_REQUIRED' : 'MEDIATION_OVER', { stopAt: stop });
}

/**
 * What is granted runs on from the due moment, on its own clock.
 *
 * @throws DomainError in this order: NO_SUCH_EXTENSION, SELF_APPROVAL, NOT_ALLOWED, then as `refuseBeyondStop` where it
 *   is granted
 */
function decideExtension(story: Story, { data, text, actor }: CommandOf<'DecideExtension'>): void {
  const { extensionId, approve } = data;
  const { dispute } = story;
  const request = dispute.extensions.find((each) => each.id === extensionId);
  if (!request) return refuse('NO_SUCH_EXTENSION', { extensionId });
  if (request.requestedBy === actor.userId) refuse('SELF_APPROVAL', { extensionId, decider: request.decider });
  if (!mayDecide(request, actor, dispute)) refuse('NOT_ALLOWED', { extensionId, decider: request.decider });
  const obligation = dispute.obligations.find((each) => each.id === request.obligationId)!;
  if (approve) refuseBeyondStop(story, obligation, request.by);
  story.tell('ExtensionDecided', data, text);
  story.meet('decide-extension', { subjectId: extensionId });
  if (!approve) return;
  const extensions = [...obligation.terms.extensions, request.by];
  story.move(obligation, { terms: { ...obligation.terms, extensions } }, 'extension');
}

export const EXTENDING = {
  AskExtension: askExtension,
  DecideExtension: decideExtension,
} satisfies Partial<Decisions>;
