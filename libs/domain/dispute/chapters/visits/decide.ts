import { keepTerm, refuseUnlessOpen } from '../agreement/decide.js';
import { closeIfDone, refuseOwnWaiver, reopen, superior } from '../closing/decide.js';
import type { CommandOf } from '../../commands.js';
import { follows } from '../../editions.js';
import type { EventData, MetParty } from '../../events.js';
import { isSecond, RIGHTS } from '../../may/rights.js';
import { checksOwed, looksAtOwn, openVisits } from '../../may/situations.js';
import { refuseUnknown, sidesOf } from '../../parties.js';
import { ownWorkOf, type Visit } from '../../state.js';
import type { Decisions, Story } from '../../story.js';
import { refuse } from '../../../errors.js';
import { earliestOf } from '../../../obligation/earliest.js';
import { clockOf, type Obligation } from '../../../obligation/obligation.js';
import type { VisitRule } from '../../../policy/document.js';
import { doorstepOf } from '../../../policy/doorstep.js';
import { count } from '../../../time/limit.js';
import type { Instant } from '../../../time/time.js';
import { stricterGrade, type Grade, type VisitMode } from '../../../words.js';
import { isDrawn } from './draw.js';

/** Return visits 回访: no dispute closes without them (domain.md §6). */

/** The grade whose visits apply: the dispute's own, or a stricter one that its category or a danger sign demands. */
export function visitGrade(story: Story): Grade {
  const { category, dangerSigns, rules } = story.dispute;
  return rules.policy.visitsAtLeast
    .filter((rule) => rule.category === undefined || rule.category === category)
    .filter((rule) => rule.dangerSign === undefined || dangerSigns.includes(rule.dangerSign))
    .reduce<Grade>((grade, rule) => stricterGrade(grade, rule.as), story.grade);
}

export function planVisits(story: Story): void {
  const grade = visitGrade(story);
  story.dispute.rules.policy.visits[grade].forEach((rule, index) => oweVisit(story, rule, `visits.${grade}.${index}`));
}

function oweVisit(story: Story, rule: VisitRule, path: string): void {
  story.open({
    kind: 'return-visit',
    n: story.dispute.next.visit,
    mode: rule.mode,
    holder: { departmentId: story.dispute.desk, role: 'visitor' },
    path,
    terms: { limit: rule.after, tolerance: rule.tolerance },
  });
}

/**
 * When something reported afterwards counts as done: at its own moment if that is after `earliest` and no further back
 * than the policy allows, else when it was received. Both moments stay in the record.
 */
export function countsAt(story: Story, at: Instant, earliest: Instant): Instant {
  const { rules } = story.dispute;
  const stillCounts = count(at, rules.policy.reportedLate, clockOf(rules)).dueAt >= story.at;
  return at > earliest && stillCounts ? at : story.at;
}

/** @throws DomainError NO_SUCH_VISIT, or VISIT_NOT_OPEN where it is in another state than these */
function visitIn(story: Story, n: number, states: readonly Visit['state'][]): Visit {
  const state = story.dispute;
  const visit = state.status === 'resolved' ? state.resolution.visits.find((each) => each.n === n) : undefined;
  if (!visit) return refuse('NO_SUCH_VISIT', { n });
  if (!states.includes(visit.state)) refuse('VISIT_NOT_OPEN', { n, state: visit.state });
  return visit;
}

const TO_BE_MADE: readonly Visit['state'][] = ['open', 'unreachable'];

/**
 * What is found out too soon tells nothing, and neither does a door that stays shut; a quarrel that is back is heard at
 * any time.
 *
 * @throws DomainError VISIT_TOO_EARLY, with the moment from which it counts
 */
function refuseTooEarly(
  story: Story,
  owed: Obligation,
  { n, outcome, visitedAt }: CommandOf<'RecordVisit'>['data'],
): void {
  if (outcome === 'relapsed' || !follows(story.dispute, 'visitsTellSomething')) return;
  const earliest = earliestOf(owed, story.dispute.rules);
  if ((visitedAt ?? story.at) < earliest) refuse('VISIT_TOO_EARLY', { n, earliest });
}

/**
 * The second of a pair is somebody who might have gone alone. A try that met nobody needs none, and a quarrel that is back
 * waits for none.
 *
 * @throws DomainError PAIR_REQUIRED where the visit, or what is said of it, asks for two; VISIT_OWN_WORK where the second
 *   would look at their own
 */
function refuseAlone(story: Story, owed: Obligation | undefined, { data, actor }: CommandOf<'RecordVisit'>): void {
  const { dispute } = story;
  const { n, mode, outcome, with: second } = data;
  if (outcome === 'unreachable' || outcome === 'relapsed' || !follows(dispute, 'pairsConfirm')) return;
  const pair: VisitMode = 'in-person-pair';
  if (owed?.mode !== pair && mode !== pair && !second) return;
  const isFit = second && second.userId !== actor.userId && RIGHTS.visit({ ...second, superiorOf: [] }, dispute);
  if (mode !== pair || !isFit) refuse('PAIR_REQUIRED', { n, mode: pair, ...(second && { with: second.userId }) });
  if (ownWorkOf(dispute).includes(second.userId)) refuse('VISIT_OWN_WORK', { with: second.userId });
}

/**
 * Each side is met at least once over the plan: the last visit that would leave all calm asks for who is missing.
 *
 * @throws DomainError SIDES_MISSING, with the sides that no visit met
 */
function refuseOneSided(story: Story, { n, outcome, parties = [] }: CommandOf<'RecordVisit'>['data']): void {
  const { dispute } = story;
  if (outcome !== 'stable' || !follows(dispute, 'visitsHearBothSides') || dispute.status !== 'resolved') return;
  if (openVisits(dispute).some((each) => each.n !== n)) return;
  const heard = dispute.resolution.visits.filter(({ state }) => state === 'done' || state === 'unconfirmed');
  const met = [...heard.flatMap((each) => each.met ?? []), ...parties.map(({ partyId }) => partyId)];
  const missing = sidesOf(dispute).filter(({ ids }) => !ids.some((id) => met.includes(id)));
  if (missing.length > 0) refuse('SIDES_MISSING', { n, sides: missing.map(({ side }) => side) });
}

/** All who answered are content, or one is not; nobody knows where nobody answered. */
function contentOf(parties: readonly MetParty[] = []): boolean | undefined {
  const answers = parties.flatMap(({ satisfied }) => (satisfied === undefined ? [] : [satisfied]));
  return answers.length > 0 ? answers.every(Boolean) : undefined;
}

/** What later rules take of what is said; older ones knew nothing of it, and it stays unsaid. */
function saidOf(story: Story, { data }: CommandOf<'RecordVisit'>): Partial<EventData['VisitMade']> {
  const { with: second, parties, outcome } = data;
  const isMet = outcome !== 'unreachable' && follows(story.dispute, 'visitsAreChecked');
  // A quarrel that is back waits for nobody's word.
  const waits = isMet && outcome !== 'relapsed';
  const satisfied = data.satisfied ?? (isMet ? contentOf(parties) : undefined);
  return {
    ...(satisfied !== undefined && { satisfied }),
    ...(waits && second && { with: { userId: second.userId, departmentId: second.departmentId } }),
    ...(isMet && parties && parties.length > 0 && { parties }),
  };
}

/**
 * A try that met nobody leaves the visit open; one in a pair waits for the second; `uneasy` adds one, `relapsed` reopens
 * the case (domain.md §3).
 *
 * @throws DomainError as `visitIn`; MOMENT_OUT_OF_RANGE for one that lies ahead; then as `refuseTooEarly`;
 *   VISIT_IN_PERSON_REQUIRED for a call where the rule, or the tries that are used up, ask for somebody to go; as
 *   `refuseAlone`; NO_SUCH_PARTY, NO_SUCH_TERM where it names what is not there; as `refuseOneSided`
 */
function recordVisit(story: Story, command: CommandOf<'RecordVisit'>): void {
  const { data, text, bodyHmac } = command;
  const { n, mode, outcome } = data;
  const visit = visitIn(story, n, TO_BE_MADE);
  const state = story.dispute;
  if (state.status !== 'resolved') return;
  if (data.visitedAt && data.visitedAt > story.at) {
    refuse('MOMENT_OUT_OF_RANGE', { visitedAt: data.visitedAt, latest: story.at });
  }
  const owed = state.obligations.find((each) => each.kind === 'return-visit' && each.n === n);
  if (owed) refuseTooEarly(story, owed, data);
  const { tries } = state.rules.policy.unreachable;
  const inPersonNow = new Set(visit.triedOn).size >= tries;
  // A telephone call is enough only where the rule says so; a try that found nobody may always be a call.
  const inPersonRule = owed?.mode !== 'phone' || inPersonNow;
  if (mode === 'phone' && (outcome === 'unreachable' ? inPersonNow : inPersonRule)) {
    refuse('VISIT_IN_PERSON_REQUIRED', { n, mode: owed?.mode });
  }
  refuseAlone(story, owed, command);
  const parties = (data.parties ?? []).map(({ partyId }) => partyId);
  refuseUnknown(state, parties);
  for (const term of data.terms ?? []) refuseUnlessOpen(story, term);
  refuseOneSided(story, data);
  const visitedAt = data.visitedAt ? countsAt(story, data.visitedAt, state.resolution.resolvedAt) : story.at;
  const said = saidOf(story, command);
  story.tell('VisitMade', { n, mode, outcome, visitedAt, attempts: visit.triedOn.length + 1, ...said }, text);
  for (const term of new Set(data.terms)) keepTerm(story, term);
  if (outcome === 'unreachable') {
    // The tries on different days are used up and nobody was at home either: now a person must decide.
    if (inPersonNow && visit.state === 'open') giveUp(story, n);
    return;
  }
  if (!said.with) story.meet('return-visit', { n }, visitedAt);
  if (outcome === 'relapsed') return reopen(story, { cause: 'relapse', n });
  drawCheck(story, n, bodyHmac);
  if (outcome === 'uneasy') addVisit(story);
  closeIfDone(story);
}

function addVisit(story: Story): void {
  const grade = visitGrade(story);
  oweVisit(story, story.dispute.rules.policy.visits[grade][0]!, `visits.${grade}.0`);
}

/** Who cannot make it does not decide on it either: it goes to the superior's office, which waives it or has it made. */
function giveUp(story: Story, n: number): void {
  story.tell('VisitGivenUp', { n });
  if (follows(story.dispute, 'givenUpIsHandedOver')) story.handOver('return-visit', { n }, superior(story));
}

/** Some of what is recorded is looked at once more; which, nobody knew before it was. */
function drawCheck(story: Story, n: number, bodyHmac: string): void {
  const { dispute } = story;
  if (!follows(dispute, 'visitsAreChecked')) return;
  const { spotChecks } = doorstepOf(dispute.rules.policy);
  if (!isDrawn(bodyHmac, `${dispute.id} ${n}`, spotChecks[story.grade])) return;
  const [path, terms] = ['spotChecks.within', { limit: spotChecks.within }];
  story.open({ kind: 'spot-check', n, holder: superior(story), path, terms });
}

/**
 * By the second of the pair, or their head. It counts when it was made, if that is not too long ago.
 *
 * @throws DomainError as `visitIn`; NOT_ALLOWED where somebody else went along; VISIT_OWN_WORK
 */
function confirmVisit(story: Story, { data: { n }, actor }: CommandOf<'ConfirmVisit'>): void {
  const visit = visitIn(story, n, ['unconfirmed']);
  const state = story.dispute;
  if (state.status !== 'resolved') return;
  if (!isSecond(actor, visit)) refuse('NOT_ALLOWED', { n, with: visit.with?.userId });
  story.tell('VisitConfirmed', { n });
  story.meet('return-visit', { n }, countsAt(story, visit.visitedAt!, state.resolution.resolvedAt));
  closeIfDone(story);
}

/**
 * Somebody of the superior's office called the parties. Where they tell something else the visit was none, and one is
 * owed in its place.
 *
 * @throws DomainError NO_SUCH_CHECK where that visit is not to be checked; SELF_APPROVAL where it would be by who made it
 */
function checkVisit(story: Story, { data: { n, result }, text, actor }: CommandOf<'CheckVisit'>): void {
  if (!checksOwed(story.dispute).includes(n)) refuse('NO_SUCH_CHECK', { n, openChecks: checksOwed(story.dispute) });
  if (looksAtOwn(story.dispute, n, actor.userId)) refuse('SELF_APPROVAL', { n, decider: superior(story) });
  story.tell('VisitChecked', { n, result }, text);
  story.meet('spot-check', { n });
  if (result === 'different') {
    // One that its second has not confirmed needs no confirming any more.
    story.void('return-visit', 'different', { n });
    addVisit(story);
  }
  closeIfDone(story);
}

/** @throws DomainError as `visitIn`; as `refuseOwnWaiver` */
function waiveVisit(story: Story, { data, text, actor }: CommandOf<'WaiveVisit'>): void {
  visitIn(story, data.n, [...TO_BE_MADE, 'unconfirmed']);
  refuseOwnWaiver(story, data.n, actor);
  story.tell('VisitWaived', { n: data.n }, text);
  story.waive('return-visit', { n: data.n });
  story.void('spot-check', 'waived', { n: data.n });
  closeIfDone(story);
}

export const VISITS = {
  RecordVisit: recordVisit,
  ConfirmVisit: confirmVisit,
  CheckVisit: checkVisit,
  WaiveVisit: waiveVisit,
} satisfies Partial<Decisions>;
