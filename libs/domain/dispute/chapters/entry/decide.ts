import type { CommandOf } from '../../commands.js';
import { urgencyOf } from '../../../danger.js';
import { follows } from '../../editions.js';
import type { EventData } from '../../events.js';
import { lastPartyOf, leadTransfer, ownWorkOf, type Registered } from '../../state.js';
import { refuse } from '../../../errors.js';
import { refuseUnknown } from '../../parties.js';
import type { Pause } from '../../../time/limit.js';
import { clockOf, derive, type Obligation } from '../../../obligation/obligation.js';
import { isDesk, isSupervisor } from '../../../people/posts.js';
import { desk, dispatchByWhoMay } from '../circulation/decide.js';
import { legLimit, oweContactAndPlan, oweStabilising } from '../legs/decide.js';
import type { Decisions, Story } from '../../story.js';
import type { Instant } from '../../../time/time.js';
import { leastGrade } from '../../../policy/least-grade.js';
import { gradeRank, stricterGrade, type DangerSign, type Grade } from '../../../words.js';

/** Entry and grading (domain.md §3). */

function registerDispute(story: Story, { data, text }: CommandOf<'RegisterDispute'>): void {
  enter(story, data, text);
}

/** @param data with the ledger that it is adopted from, where it is */
export function enter(
  story: Story,
  data: CommandOf<'RegisterDispute'>['data'] & Pick<EventData['DisputeRegistered'], 'ledger'>,
  text?: string,
): void {
  const { grade, complexity, ...rest } = data;
  const { rules, core } = story.state;
  const { policyVersion, calendar } = rules;
  const under = { policyVersion, calendarVersion: calendar.version, ...(core > 1 && { core }) };
  story.tell('DisputeRegistered', { ...rest, ...under }, text);
  if (grade) return setGrade(story, grade, complexity ?? 'ordinary');
  oweGrade(story);
}

/**
 * What the policy demands of this case. Signs of danger raise the first grade that follows them; what comes then is the
 * judgement of people.
 *
 * @param seen signs that no grade has followed yet
 */
function demanded(story: Story, seen: readonly DangerSign[], repeats = story.dispute.repeats) {
  const { category, rules } = story.dispute;
  const dangerSigns = follows(story.dispute, 'dangerRaises') ? seen : [];
  return leastGrade(rules.policy, { category, repeats, dangerSigns });
}

export function setGrade(
  story: Story,
  wanted: Grade,
  complexity: CommandOf<'RegisterDispute'>['data']['complexity'],
  text?: string,
  seen = story.dispute.grade === null ? story.dispute.dangerSigns : [],
): void {
  const previous = story.dispute.grade;
  const least = demanded(story, seen);
  const grade = stricterGrade(wanted, least.grade);
  const keeps = follows(story.dispute, 'raisesAreTakenBack');
  const unrepeated = stricterGrade(wanted, demanded(story, seen, 0).grade);
  const raised = grade !== wanted && least.because ? { because: least.because, ...(keeps && { unrepeated }) } : {};
  story.tell('DisputeGraded', { grade, complexity: complexity ?? story.dispute.complexity, previous, ...raised }, text);
  if (previous === null) {
    story.meet('grade');
    // One that was ended ungraded and then reopened has its holder and its watch already.
    const isReopened = story.dispute.status !== 'entered' && follows(story.dispute, 'reopenedIsGraded');
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

/**
 * The policy's least grade outranks the one that is asked for. The first grade and the complexity are the desk's and
 * the supervisor's.
 *
 * @throws DomainError NOT_ALLOWED; of a graded case LOWERING_NEEDS_SUPERVISOR, SAME_GRADE where neither changes
 */
function gradeDispute(story: Story, { data, text, actor }: CommandOf<'GradeDispute'>): void {
  const { grade: previous, complexity: before } = story.dispute;
  const ruling = isDesk(actor, story.dispute) || isSupervisor(actor, story.dispute);
  if (previous === null) {
    if (!ruling) refuse('NOT_ALLOWED');
    return setGrade(story, data.grade, data.complexity, text);
  }
  const complexity = data.complexity ?? before;
  const grade = stricterGrade(data.grade, demanded(story, []).grade);
  if (gradeRank(grade) < gradeRank(previous) && !isSupervisor(actor, story.dispute))
    refuse('LOWERING_NEEDS_SUPERVISOR');
  if (grade === previous && complexity === before) refuse('SAME_GRADE', { grade, complexity });
  if (complexity !== before && !ruling) refuse('NOT_ALLOWED');
  const wanted = follows(story.dispute, 'raisesAreTakenBack') ? data.grade : grade;
  setGrade(story, wanted, complexity, text);
  applyGrade(story, gradeRank(grade) > gradeRank(previous), complexity !== before);
}

/**
 * An earlier case is not of the same people or place. A grade that it alone raised is taken back: dates and ladders as under
 * any lower grade, and no clock begins anew. By older rules nobody kept the grade without it; there the supervisor lowers it
 * themselves.
 *
 * @throws DomainError NO_SUCH_REPEAT where it is none that the case counts
 */
function ruleOutRepeat(story: Story, { data, text }: CommandOf<'RuleOutRepeat'>): void {
  const { repeat, counted } = data;
  if (!counted || story.dispute.apart?.includes(repeat)) refuse('NO_SUCH_REPEAT', { repeat });
  story.tell('RepeatRuledOut', { repeat }, text);
  const { unrepeated, grade, complexity } = story.dispute;
  if (unrepeated === undefined || grade === null) return;
  if (gradeRank(stricterGrade(unrepeated, demanded(story, []).grade)) >= gradeRank(grade)) return;
  setGrade(story, unrepeated, complexity);
  applyGrade(story, false, false);
}

/**
 * What a new grade or complexity does to what is already owed. A raise may bring a due moment forward, never push it
 * back: nobody gains time by calling a case dangerous. The desk's new view of the complexity counts both ways.
 */
function applyGrade(story: Story, raised: boolean, complexityChanged: boolean): void {
  regradeAll(story, raised, complexityChanged);
  if (follows(story.dispute, 'dispatchFollowsGrade')) dispatchByWhoMay(story);
  const { status } = story.dispute;
  const isHandled = status === 'handling' || status === 'suspended' || status === 'statutory';
  if (!isHandled || !raised) return;
  const transferId = leadTransfer(story.dispute)?.id;
  // Contact and plan wait while the handling clock stands; a case that became dangerous is stabilised all the same.
  if (status === 'handling') oweContactAndPlan(story, transferId);
  oweStabilising(story, transferId);
}

/** Dates and ladders of what is owed already, under the grade and the complexity that the case has now. */
export function regradeAll(story: Story, raised: boolean, complexityChanged: boolean): void {
  for (const obligation of story.dispute.obligations) regrade(story, obligation, raised, complexityChanged);
  if (follows(story.dispute, 'laddersFollowGrade')) changeLadders(story, raised);
}

/** Where the date stays, the ladder is the new grade's all the same. What stands gets it when it runs on. */
function changeLadders(story: Story, raised: boolean): void {
  for (const each of story.dispute.obligations) {
    if (each.state !== 'paused') story.move(each, { terms: each.terms, milder: !raised }, 'grade');
  }
}

function regrade(story: Story, obligation: Obligation, raised: boolean, complexityChanged: boolean): void {
  const change = termsByGrade(story, obligation);
  if (!change) return;
  const { dispute } = story;
  const reckons = follows(dispute, 'gradeReckonsWhatStands');
  // What stands is compared as if it ran on from now.
  const running = (pause: Pause) => (reckons ? { ...pause, until: pause.until ?? story.at } : pause);
  const dueUnder = (terms: Obligation['terms']) =>
    derive({ ...terms, pauses: terms.pauses.map(running) }, obligation.rule, clockOf(dispute.rules)).dueAt;
  // Compared after the fresh start: one that would end later than what is owed now is no gain for the case.
  const terms = notBefore(story, change.terms, dueUnder(change.terms));
  const before = reckons ? dueUnder(obligation.terms) : obligation.dueAt;
  if ((raised && dueUnder(terms) < before) || (complexityChanged && isByComplexity(story, obligation))) {
    story.move(obligation, { ...change, terms }, 'grade');
  }
}

/** What its kind has under the grade that the case has now; null where no grade says it. */
function termsByGrade(story: Story, obligation: Obligation): { terms: Obligation['terms']; path: string } | null {
  const { grade, dispute } = story;
  const { handle, limits } = dispute.rules.policy;
  const { kind, rule, terms } = obligation;
  const transfer = kind === 'handle' ? leadTransfer(dispute) : undefined;
  if (transfer && follows(dispute, 'legsFollowGrade')) {
    const { limit, countedFrom, path } = legLimit(story, transfer, transfer.acceptedAt ?? story.at);
    return { terms: { ...terms, limit, countedFrom }, path };
  }
  if (kind === 'handle' && rule.path.startsWith('handle.')) {
    const limit = handle[grade][dispute.complexity];
    return { terms: { ...terms, limit }, path: `handle.${grade}.${dispute.complexity}` };
  }
  const limit = limits[kind]?.[grade];
  if (!limit || !rule.path.startsWith('limits.')) return null;
  return { terms: { ...terms, limit }, path: `limits.${kind}.${grade}` };
}

function isByComplexity({ dispute }: Story, { kind, rule }: Obligation): boolean {
  return kind === 'handle' && (rule.path.startsWith('handle.') || follows(dispute, 'legsFollowGrade'));
}

/** A limit that the new grade would have let end before this very moment begins to run now instead. */
function notBefore(story: Story, terms: Obligation['terms'], due: Instant): Obligation['terms'] {
  return due < story.at ? { ...terms, countedFrom: story.at } : terms;
}

/**
 * What was mistyped is said anew; what it was stays in the record. It opens no second clock: where the policy asks for more
 * of what it is now the grade goes up as by any word of the desk, and a grade that is owed is owed sooner. Nothing goes
 * down by itself.
 *
 * @throws DomainError NO_SUCH_PARTY; STALE_VERSION where another correction took the number of a new party; ON_HOLD;
 *   VISIT_OWN_WORK
 */
function correctDispute(story: Story, command: CommandOf<'CorrectDispute' | 'CorrectByLedger'>): void {
  const { data, text } = command;
  const before = story.dispute;
  const known = before.parties.map(({ id }) => id);
  const added = (data.parties ?? []).map(({ id }) => id).filter((id) => !known.includes(id));
  const next = lastPartyOf(before) + 1;
  if (added.some((id, index) => id !== `p${next + index}`)) refuse('STALE_VERSION', { seq: before.seq });
  refuseUnknown(before, data.removed ?? []);
  refuseOwnSides(before, command);
  story.tell('DisputeCorrected', data, text);
  raiseAnew(story, before);
}

/** Whom the visits have to hear is not said by whose work they look at. */
function refuseOwnSides(before: Registered, { actor, data }: CommandOf<'CorrectDispute' | 'CorrectByLedger'>): void {
  if (!follows(before, 'sidesAreOthersWork') || !ownWorkOf(before).includes(actor.userId)) return;
  const left = before.parties.filter(({ id, role }) => {
    const anew = data.parties?.find((each) => each.id === id);
    return data.removed?.includes(id) || (anew && anew.role !== role);
  });
  if (left.length > 0) refuse('VISIT_OWN_WORK', { parties: left.map(({ id }) => id) });
}

/**
 * What is known of a case now asks for a higher grade, or for none where it was. A grade that is owed is owed sooner.
 *
 * @param before what was known before
 * @param atLeast a grade that somebody found already
 * @returns the least that it should have now; after a resolution it is raised no more
 */
export function raiseAnew(story: Story, before: Registered, atLeast: Grade = 'blue'): Grade {
  const { grade, complexity, status, dangerSigns, unrepeated } = story.dispute;
  const seen = dangerSigns.filter((sign) => !before.dangerSigns.includes(sign));
  // What an earlier case raised before can still be taken back.
  const wanted = stricterGrade(unrepeated ?? grade ?? 'blue', atLeast);
  const least = stricterGrade(wanted, demanded(story, seen).grade);
  if (grade === null) hastenGrade(story);
  else if (status !== 'resolved' && gradeRank(least) > gradeRank(grade)) {
    setGrade(story, wanted, complexity, undefined, seen);
    applyGrade(story, true, false);
  }
  return least;
}

/** A grade that is owed already, under the urgency that the case has now. */
export function hastenGrade(story: Story): void {
  const owed = story.dispute.obligations.find((each) => each.kind === 'grade');
  const { limit, path } = story.limitOf('grade', urgencyOf(story.dispute.dangerSigns));
  if (!owed || !limit) return;
  const dueUnder = (terms: Obligation['terms']) => derive(terms, owed.rule, clockOf(story.dispute.rules)).dueAt;
  const sooner = { ...owed.terms, limit };
  const terms = notBefore(story, sooner, dueUnder(sooner));
  if (dueUnder(terms) < owed.dueAt) story.move(owed, { terms, path }, 'grade');
}

export const ENTRY = {
  RegisterDispute: registerDispute,
  CorrectDispute: correctDispute,
  CorrectByLedger: correctDispute,
  GradeDispute: gradeDispute,
  RuleOutRepeat: ruleOutRepeat,
} satisfies Partial<Decisions>;
