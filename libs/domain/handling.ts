import { close, closeIfDone } from './closing.js';
import type { CommandOf } from './commands.js';
import { holderOf } from './dispute.js';
import { refuse } from './errors.js';
import { isHolder } from './rights.js';
import type { Story } from './story.js';
import { countsAt, planVisits } from './visits.js';
import type { ObligationKind } from './words.js';

/** From acceptance to the end: contact, plan, progress, resolution, the terms of an agreement. */

export function recordContact(story: Story, { data, text }: CommandOf<'RecordContact'>): void {
  const unknown = data.parties.filter((id) => !story.dispute.parties.some((party) => party.id === id));
  if (unknown.length > 0) refuse('NO_SUCH_PARTY', { parties: unknown });
  if (data.at > story.at) refuse('MOMENT_OUT_OF_RANGE', { at: data.at, latest: story.at });
  story.tell('ContactMade', { parties: data.parties, contactedAt: data.at }, text);
  story.meet('first-contact', {}, countsAt(story, data.at, story.dispute.enteredAt));
}

export function makePlan(story: Story, { data, text }: CommandOf<'MakePlan'>): void {
  if (data.dueAt && data.dueAt <= story.at) refuse('MOMENT_OUT_OF_RANGE', { dueAt: data.dueAt, earliest: story.at });
  story.tell('PlanMade', data, text);
  story.meet('plan');
}

export function reportProgress(story: Story, { text, actor }: CommandOf<'ReportProgress'>): void {
  story.tell('ProgressReported', {}, text);
  // A red case is stabilised when its holder reports so; an assistant's note is not that report.
  if (isHolder(actor, story.dispute)) story.meet('stabilise');
}

/** What ends with a resolution, whether or not it was done. */
const ENDED_BY_RESOLUTION: ObligationKind[] = [
  'grade',
  'dispatch',
  'answer-transfer',
  'decide-return',
  'first-contact',
  'plan',
  'stabilise',
  'assist-report',
];

export function resolveDispute(story: Story, { data, text }: CommandOf<'ResolveDispute'>): void {
  const { dispute } = story;
  const { outcome } = data;
  if (outcome !== 'invalid') {
    if (dispute.grade === null) refuse('NOT_GRADED');
    if (story.limitOf('plan').limit && !dispute.planned) refuse('PLAN_REQUIRED', { grade: dispute.grade });
  }
  data.terms.forEach(({ dueAt }, index) => {
    if (dueAt && dueAt <= story.at) refuse('MOMENT_OUT_OF_RANGE', { term: index + 1, dueAt, earliest: story.at });
  });
  for (const assist of dispute.transfers.filter((each) => each.role === 'assist' && each.state === 'offered')) {
    story.tell('TransferRecalled', { transferId: assist.id });
  }
  const terms = data.terms.map((term, index) => ({ n: index + 1, ...term }));
  story.tell('DisputeResolved', { outcome, departmentId: holderOf(dispute), terms }, text);
  story.meet('handle');
  story.meet('watch');
  for (const kind of ENDED_BY_RESOLUTION) story.void(kind, 'resolved');
  if (outcome === 'invalid') return close(story);
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

export function fulfilTerm(story: Story, { data, text }: CommandOf<'FulfilTerm'>): void {
  const state = story.dispute;
  const term = state.status === 'resolved' && state.resolution.terms.find((each) => each.n === data.n);
  if (!term || term.fulfilled) return refuse('NO_SUCH_TERM', { n: data.n });
  story.tell('TermFulfilled', { n: data.n }, text);
  story.meet('agreement-term', { n: data.n });
  closeIfDone(story);
}

export function addNote(story: Story, { text }: CommandOf<'AddNote'>): void {
  story.tell('NoteAdded', {}, text);
}
