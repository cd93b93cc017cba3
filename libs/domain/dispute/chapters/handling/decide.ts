import { recallOpen } from '../circulation/decide.js';
import { close } from '../closing/decide.js';
import type { CommandOf } from '../../commands.js';
import { follows } from '../../editions.js';
import { holderOf, type Registered } from '../../state.js';
import { refuse } from '../../../errors.js';
import type { EventData } from '../../events.js';
import { checkSafety } from '../pausing/decide.js';
import { isHolder } from '../../may/rights.js';
import { refuseUnknown } from '../../parties.js';
import type { Decisions, Story } from '../../story.js';
import { countsAt, planVisits } from '../visits/decide.js';
import type { ObligationKind } from '../../../words.js';

/** From acceptance to the end: contact, plan, progress, resolution. */

/** @throws DomainError as `refuseUnknown` */
function giveConsent(story: Story, { data, text }: CommandOf<'GiveConsent'>): void {
  refuseUnknown(story.dispute, data.parties);
  story.tell('ConsentGiven', data, text);
}

/** @throws DomainError as `refuseUnknown`; MOMENT_OUT_OF_RANGE for a contact that lies ahead */
function recordContact(story: Story, { data, text }: CommandOf<'RecordContact'>): void {
  refuseUnknown(story.dispute, data.parties);
  if (data.at > story.at) refuse('MOMENT_OUT_OF_RANGE', { at: data.at, latest: story.at });
  story.tell('ContactMade', { parties: data.parties, contactedAt: data.at }, text);
  story.meet('first-contact', {}, countsAt(story, data.at, story.dispute.enteredAt));
}

/** @throws DomainError MOMENT_OUT_OF_RANGE where its end does not lie ahead */
function makePlan(story: Story, { data, text }: CommandOf<'MakePlan'>): void {
  if (data.dueAt && data.dueAt <= story.at) refuse('MOMENT_OUT_OF_RANGE', { dueAt: data.dueAt, earliest: story.at });
  story.tell('PlanMade', data, text);
  story.meet('plan');
}

function reportProgress(story: Story, { text, actor }: CommandOf<'ReportProgress'>): void {
  story.tell('ProgressReported', {}, text);
  // A red case is stabilised when its holder reports so; an assistant's note is not that report.
  if (!isHolder(actor, story.dispute)) return;
  story.meet('stabilise');
  checkSafety(story);
}

/** What outlives a resolution: it has to be done or waived before the case closes. */
const OUTLIVES: readonly ObligationKind[] = ['meeting-decision', 'supervision-answer'];

/**
 * @throws DomainError as `refuseInvalid`, or where it does not end as `invalid` NOT_GRADED and PLAN_REQUIRED;
 *   MOMENT_OUT_OF_RANGE for a term due by now
 */
function resolveDispute(story: Story, { data, text }: CommandOf<'ResolveDispute'>): void {
  const { dispute } = story;
  const { outcome } = data;
  if (outcome === 'invalid') {
    refuseInvalid(dispute);
  } else {
    if (dispute.grade === null) refuse('NOT_GRADED');
    if (story.limitOf('plan').limit && !dispute.planned) refuse('PLAN_REQUIRED', { grade: dispute.grade });
  }
  data.terms.forEach(({ dueAt }, index) => {
    if (dueAt && dueAt <= story.at) refuse('MOMENT_OUT_OF_RANGE', { term: index + 1, dueAt, earliest: story.at });
  });
  const terms = data.terms.map((term, index) => ({ n: index + 1, ...term }));
  end(story, { outcome, terms }, text);
}

/**
 * That a case is none closes it at once, and nobody visits it: so nobody says it alone of what is more than blue, which a
 * supervisor lowers first.
 *
 * @throws DomainError OTHERS_MERGED_INTO_IT where it would be the end of others as well; INVALID_ONLY_BLUE
 */
function refuseInvalid(dispute: Registered): void {
  const { absorbed = [], grade } = dispute;
  if (absorbed.length > 0) refuse('OTHERS_MERGED_INTO_IT', { mergedFrom: absorbed.map(({ number }) => number) });
  if (follows(dispute, 'invalidIsBlue') && (grade ?? 'blue') !== 'blue') refuse('INVALID_ONLY_BLUE', { grade });
}

/** The desk ends what the parties do not pursue any more; it is visited like any end. */
function withdrawDispute(story: Story, { text }: CommandOf<'WithdrawDispute'>): void {
  end(story, { outcome: 'withdrawn', terms: [] }, text);
}

export function end(
  story: Story,
  { terms, ...how }: Omit<EventData['DisputeResolved'], 'departmentId'>,
  text?: string,
): void {
  recallOpen(story);
  story.tell('DisputeResolved', { ...how, departmentId: holderOf(story.dispute), terms }, text);
  const { outcome } = how;
  if (outcome !== 'withdrawn' && outcome !== 'merged') {
    story.meet('handle');
    story.meet('watch');
  }
  const atOnce = outcome === 'invalid' || outcome === 'merged';
  for (const { kind } of story.dispute.obligations) {
    // The decision about more time goes with what the time was asked for.
    if (kind === 'decide-extension' || (!atOnce && OUTLIVES.includes(kind))) continue;
    story.void(kind, outcome === 'withdrawn' || atOnce ? outcome : 'resolved');
  }
  if (atOnce) return close(story);
  planVisits(story);
  const lastVisit = story.dispute.obligations
    .filter((each) => each.kind === 'return-visit')
    .reduce((last, each) => (each.dueAt > last ? each.dueAt : last), story.at);
  for (const { n, dueAt } of terms) {
    story.open({
      kind: 'agreement-term',
      n,
      holder: { departmentId: holderOf(story.dispute), role: 'handler' },
      path: 'agreement',
      // A term without a date of its own is looked at with the last visit.
      terms: { limit: null, fixedDueAt: dueAt ?? lastVisit, moves: false },
    });
  }
}

function addNote(story: Story, { text }: CommandOf<'AddNote'>): void {
  story.tell('NoteAdded', {}, text);
}

export const HANDLING = {
  RecordContact: recordContact,
  GiveConsent: giveConsent,
  MakePlan: makePlan,
  ReportProgress: reportProgress,
  ResolveDispute: resolveDispute,
  WithdrawDispute: withdrawDispute,
  AddNote: addNote,
} satisfies Partial<Decisions>;
