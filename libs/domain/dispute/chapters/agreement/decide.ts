import { closeIfDone, refuseOwnWaiver } from '../closing/decide.js';
import type { CommandOf } from '../../commands.js';
import { refuse } from '../../../errors.js';
import { openTerms } from '../../may/situations.js';
import type { Decisions, Story } from '../../story.js';

/** The terms of an agreement, from the resolution on: kept, or let go. */

/** @throws DomainError NO_SUCH_TERM where none of that number is neither kept nor waived */
export function refuseUnlessOpen(story: Story, n: number): void {
  if (!openTerms(story.dispute).some((each) => each.n === n)) refuse('NO_SUCH_TERM', { n });
}

/** @throws DomainError as `refuseUnlessOpen` */
function fulfilTerm(story: Story, { data, text }: CommandOf<'FulfilTerm'>): void {
  refuseUnlessOpen(story, data.n);
  keepTerm(story, data.n, text);
  closeIfDone(story);
}

/** What was agreed was done, as somebody saw who asked for it or who went there. */
export function keepTerm(story: Story, n: number, text?: string): void {
  story.tell('TermFulfilled', { n }, text);
  story.meet('agreement-term', { n });
}

/**
 * What will never be kept holds no case open for ever; who lets it go answers for it with a reason.
 *
 * @throws DomainError as `refuseUnlessOpen`, as `refuseOwnWaiver`
 */
function waiveTerm(story: Story, { data, text, actor }: CommandOf<'WaiveTerm'>): void {
  refuseUnlessOpen(story, data.n);
  refuseOwnWaiver(story, data.n, actor);
  story.tell('TermWaived', { n: data.n }, text);
  story.waive('agreement-term', { n: data.n });
  closeIfDone(story);
}

export const AGREEMENT = {
  FulfilTerm: fulfilTerm,
  WaiveTerm: waiveTerm,
} satisfies Partial<Decisions>;
