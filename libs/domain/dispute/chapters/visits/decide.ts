import { closeIfDone, reopen } from '../closing/decide.js';
import type { CommandOf } from '../../commands.js';
import type { Visit } from '../../state.js';
import { refuse } from '../../../errors.js';
import { count } from '../../../time/limit.js';
import { follows } from '../../editions.js';
import { earliestOf } from '../../../obligation/earliest.js';
import { clockOf, type Obligation } from '../../../obligation/obligation.js';
import type { VisitRule } from '../../../policy/document.js';
import type { Decisions, Story } from '../../story.js';
import type { Instant } from '../../../time/time.js';
import { stricterGrade, type Grade } from '../../../words.js';

/** Return visits 回访: no dispute closes without them (domain.md §6). */

/** The grade whose visits apply: the dispute's own, or a stricter one that its category or a danger sign demands. */
function visitGrade(story: Story): Grade {
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

/** @throws DomainError NO_SUCH_VISIT, or VISIT_NOT_OPEN where it was made or waived */
function openVisit(story: Story, n: number): Visit {
  const state = story.dispute;
  const visit = state.status === 'resolved' ? state.resolution.visits.find((each) => each.n === n) : undefined;
  if (!visit) return refuse('NO_SUCH_VISIT', { n });
  if (visit.state === 'done' || visit.state === 'waived') refuse('VISIT_NOT_OPEN', { n, state: visit.state });
  return visit;
}

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
 * A try that met nobody leaves the visit open; `uneasy` adds one, `relapsed` reopens the case (domain.md §3).
 *
 * @throws DomainError as `openVisit`; MOMENT_OUT_OF_RANGE for one that lies ahead; then as `refuseTooEarly`;
 *   VISIT_IN_PERSON_REQUIRED for a call where the rule, or the tries that are used up, ask for somebody to go
 */
function recordVisit(story: Story, { data, text }: CommandOf<'RecordVisit'>): void {
  const { n, mode, outcome, satisfied } = data;
  const visit = openVisit(story, n);
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
  const visitedAt = data.visitedAt ? countsAt(story, data.visitedAt, state.resolution.resolvedAt) : story.at;
  story.tell(
    'VisitMade',
    { n, mode, outcome, ...(satisfied !== undefined && { satisfied }), visitedAt, attempts: visit.triedOn.length + 1 },
    text,
  );
  if (outcome === 'unreachable') {
    // The tries on different days are used up and nobody was at home either: now a person must decide.
    if (inPersonNow && visit.state === 'open') story.tell('VisitGivenUp', { n });
    return;
  }
  story.meet('return-visit', { n }, visitedAt);
  if (outcome === 'relapsed') return reopen(story, { cause: 'relapse', n });
  if (outcome === 'uneasy') {
    const grade = visitGrade(story);
    oweVisit(story, state.rules.policy.visits[grade][0]!, `visits.${grade}.0`);
  }
  closeIfDone(story);
}

/** @throws DomainError as `openVisit` */
function waiveVisit(story: Story, { data, text }: CommandOf<'WaiveVisit'>): void {
  openVisit(story, data.n);
  story.tell('VisitWaived', { n: data.n }, text);
  story.waive('return-visit', { n: data.n });
  closeIfDone(story);
}

export const VISITS = {
  RecordVisit: recordVisit,
  WaiveVisit: waiveVisit,
} satisfies Partial<Decisions>;
