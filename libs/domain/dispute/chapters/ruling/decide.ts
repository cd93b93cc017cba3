import type { MoveRules } from '../../commands.js';
import { follows } from '../../editions.js';
import type { SealedText } from '../../events.js';
import { leadTransfer, type Registered } from '../../state.js';
import type { Story } from '../../story.js';
import { refuse } from '../../../errors.js';
import { clockOf, derive, type Obligation, type Rules } from '../../../obligation/obligation.js';
import type { PolicySlice, VisitRule } from '../../../policy/document.js';
import type { Limit } from '../../../time/limit.js';
import type { Grade, ObligationKind } from '../../../words.js';
import { dispatchByWhoMay } from '../circulation/decide.js';
import { movesRules } from '../../may/rights.js';
import { legLimit } from '../legs/decide.js';

/** A case that runs takes up rules that were published after it began (domain.md §4). */

/**
 * What is open is derived anew under the rules that the command carries; what was met or is late is a fact and stays.
 *
 * @throws DomainError NOT_ALLOWED, also of a rehearsal, which keeps its rules; ERASED, ALREADY_CLOSED;
 *   ON_STATUTORY_TRACK where the procedure that it is on would have other steps
 */
export function moveRules(story: Story, { actor, data, text }: MoveRules): void {
  const { status, rehearsal, erased } = story.dispute;
  if (rehearsal || !movesRules(actor, story.dispute)) refuse('NOT_ALLOWED');
  if (erased) refuse('ERASED');
  if (status === 'closed') refuse('ALREADY_CLOSED');
  moveAll(story, data, text);
}

/** @throws DomainError ON_STATUTORY_TRACK as `moveRules` */
export function moveAll(story: Story, data: MoveRules['data'], text?: SealedText): void {
  const { rules: before } = story.dispute;
  const { rules, policyHash, calendarHash, cause, allowShorter } = data;
  const { policyVersion, calendar } = rules;
  if (policyVersion === before.policyVersion && calendar.version === before.calendar.version) return;
  // Which steps a procedure has is told by the law that it began under.
  if (stepsOn(story.dispute, before) !== stepsOn(story.dispute, rules)) refuse('ON_STATUTORY_TRACK');
  const named = { policyVersion, policyHash, calendarVersion: calendar.version, calendarHash, cause };
  story.tell('RulesMoved', named, text, rules);
  for (const obligation of story.dispute.obligations) moveOne(story, obligation, cause, allowShorter);
  dispatchByWhoMay(story, 'policy');
}

/** The steps of the procedure that a case is on; nothing where it is on none. */
function stepsOn(state: Registered, { policy }: Rules): string | null {
  if (state.status !== 'statutory') return null;
  return (policy.statutory[state.track] ?? []).map(({ step }) => step).join();
}

/**
 * What was announced is shortened only where somebody said so. A provisional date was announced as one that moves when its
 * year is published: not as one that another limit may bring forward.
 */
export const isToMove = (provisional: boolean, cause: MoveRules['data']['cause']): boolean =>
  provisional && cause === 'calendar';

function moveOne(story: Story, obligation: Obligation, cause: MoveRules['data']['cause'], allowShorter: boolean): void {
  if (obligation.state === 'late') return;
  const change = cause === 'policy' ? termsUnder(story, obligation) : { terms: obligation.terms };
  const { rule, provisional, dueAt } = obligation;
  const isShorter = () => derive(change.terms, rule, clockOf(story.dispute.rules)).dueAt < dueAt;
  const moves = isToMove(provisional, cause) || (provisional && !follows(story.dispute, 'provisionalIsOfTheCalendar'));
  if (!allowShorter && !moves && isShorter()) return;
  story.move(obligation, { ...change, milder: true }, cause);
}

/** What the policy says now where it said what an obligation was opened under; its own terms where it says it no more. */
function termsUnder(story: Story, obligation: Obligation): { terms: Obligation['terms']; path?: string } {
  const { kind, terms, rule } = obligation;
  const { policy } = story.dispute.rules;
  const [first, ...rest] = rule.path.split('.');
  switch (first) {
    case 'limits': {
      const limit = policy.limits[rest[0] as ObligationKind]?.[rest[1] as Grade];
      return limit ? { terms: { ...terms, limit } } : { terms };
    }
    case 'handle':
    case 'leg': {
      const transfer = leadTransfer(story.dispute);
      if (!transfer || kind !== 'handle') return { terms };
      const { path, ...leg } = legLimit(story, transfer, transfer.acceptedAt ?? story.at);
      return { terms: { ...terms, ...leg }, path };
    }
    case 'visits': {
      const visit = ruleAt<VisitRule>(policy, rule.path);
      return visit ? { terms: { ...terms, limit: visit.after, tolerance: visit.tolerance } } : { terms };
    }
    case 'statutory': {
      const step = ruleAt<{ limit: Limit }>(policy, rule.path);
      return step ? { terms: { ...terms, limit: step.limit } } : { terms };
    }
    default:
      // A person set the time.
      return { terms };
  }
}

/** What stands at a path such as `visits.red.3`; undefined where nothing does. */
export function ruleAt<T>(policy: PolicySlice, path: string): T | undefined {
  return path
    .split('.')
    .reduce<unknown>(
      (at, part) => (at !== null && typeof at === 'object' && Object.hasOwn(at, part) ? at[part as never] : undefined),
      policy,
    ) as T | undefined;
}
