import type { DisputeEvent, EventType } from '../dispute/events.js';
import type { Rules } from '../obligation/obligation.js';
import type { Instant } from '../time/time.js';
import { Book, type Chapter, type Charged, type Reader, type Violation } from './book.js';
import { CIRCULATION } from './chapters/circulation.js';
import { CLOSING } from './chapters/closing.js';
import { ENTRY } from './chapters/entry.js';
import { EXTENDING } from './chapters/extending.js';
import { HANDLING } from './chapters/handling.js';
import { KEEPING } from './chapters/keeping.js';
import { LEADING } from './chapters/leading.js';
import { MERGING } from './chapters/merging.js';
import { OBLIGATIONS } from './chapters/obligations.js';
import { VISITS } from './chapters/visits.js';
import { charge } from './charging.js';
import { checkDrawn } from './drawing.js';
import { checkPassed, checkUntil } from './passed.js';
import { checkRest } from './rest.js';
import { HANDLED, LEADS } from './stages.js';

export type { Charged, Violation } from './book.js';

export interface Proof {
  /** In the order in which they showed. */
  violations: Violation[];
  charged: Charged[];
  /** Who was on the case, and from when on: nobody else but their superiors may have read it. */
  readers: Reader[];
}

/** What is proved of each entry by itself. */
const CHAPTERS: Chapter<EventType> = {
  ...ENTRY,
  ...CIRCULATION,
  ...HANDLING,
  ...EXTENDING,
  ...LEADING,
  ...CLOSING,
  ...MERGING,
  ...VISITS,
  ...KEEPING,
  ...OBLIGATIONS,
};

/**
 * @param now the dispute's own time, up to which deadlines must have been kept
 * @param rules the rules that the record names
 */
export function violationsOf(events: readonly DisputeEvent[], rules: Rules, now: Instant): Violation[] {
  return proveFrom(events, rules, now).violations;
}

/**
 * The invariants of domain.md §5, and that what is on hold is kept (15), proved from the record alone, and what else it
 * tells by the way. Deliberately not built on `evolve`: a second, smaller bookkeeping that shares no code with the rules it
 * judges; due moments are counted again by brute force.
 */
export function proveFrom(events: readonly DisputeEvent[], rules: Rules, now: Instant): Proof {
  const book = new Book(rules);
  for (const event of events) {
    checkOrder(book, event);
    checkPlace(book, event);
    const prove = CHAPTERS[event.type] as ((book: Book, event: DisputeEvent) => void) | undefined;
    // A record that was altered may tell of anything.
    prove?.(book, event);
    if (event.answers) checkDrawn(book, event.answers);
    charge(book, event.at);
    checkHeld(book);
    if (isEndOfBatch(events, event)) checkRest(book);
  }
  checkUntil(book, now);
  if (book.adopting) book.fault(7, 'its adoption did not come to its end');
  const { found: violations, charged, readers } = book;
  return { violations, charged, readers };
}

/** It follows the entry before, and nothing that fell due between them was passed over. */
function checkOrder(book: Book, { seq, at, type }: DisputeEvent): void {
  if (seq !== book.seq + 1) book.fault(8, `seq ${seq} follows ${book.seq}`);
  book.seq = seq;
  if (at < book.at) book.fault(8, `time goes back from ${book.at} to ${at}`);
  book.previous = book.at;
  book.at = at;
  if (type !== 'ObligationLate' && type !== 'LadderStepFired') checkPassed(book, at);
}

/** It answers no command a second time, and it may happen in the stage in which the case is. */
function checkPlace(book: Book, { type, answers }: DisputeEvent): void {
  if (answers) {
    if (book.keys.has(answers.key)) book.fault(7, 'a command key was answered twice');
    book.keys.add(answers.key);
    // Its past is told in one breath: no command comes between.
    if (book.adopting && type !== 'DisputeAdopted') book.fault(7, `${type} answers while it is adopted`);
  }
  // What another case did is noted without a word of anybody's.
  const isOfOthers = type === 'CommandRefused' || type === 'DisputeSplitOff';
  if (book.erased && !isOfOthers) book.fault(15, `${type} of an erased dispute`);
  const rule = LEADS[type];
  if (rule && !rule.from.includes(book.stage)) book.fault(3, `${type} in stage ${book.stage}`);
  if (rule?.to) book.stage = rule.to;
}

/** The desk always watches; at any moment exactly one department holds the case. */
function checkHeld(book: Book): void {
  const { stage, desk, lead } = book;
  if (desk === '') book.fault(2, 'nobody watches');
  if ((HANDLED.includes(stage) || stage === 'resolved') && lead === null)
    book.fault(2, `nobody holds it in stage ${stage}`);
}

/** The last event of one decision: between its events a case may owe nothing for an instant. */
function isEndOfBatch(events: readonly DisputeEvent[], event: DisputeEvent): boolean {
  const next = events[event.seq];
  return event.answers !== undefined || next === undefined || next.at !== event.at;
}
