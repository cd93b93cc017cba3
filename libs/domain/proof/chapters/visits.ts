import type { DisputeEvent, EventOf } from '../../dispute/events.js';
import { nothing, RANK, type Book, type Chapter } from '../book.js';
import { demandsVisitsThatTell } from '../editions.js';
import { recountEarliest } from '../recount.js';

/** Return visits and the terms of an agreement, from the resolution to the close. */
export const VISITS: Chapter<'VisitMade' | 'VisitGivenUp' | 'VisitWaived' | 'TermWaived' | 'TermFulfilled'> = {
  VisitMade(book, event) {
    const { at, data } = event;
    const { n, outcome, visitedAt } = data;
    if (book.visits.get(n) !== 'open') book.fault(5, `visit ${n} was made that was not owed`);
    if (visitedAt > at) book.fault(5, `visit ${n} was made before its time came`);
    checkTells(book, event);
    if (outcome === 'unreachable') return;
    book.visits.set(n, 'done');
    if (outcome === 'uneasy') {
      const known = book.visits.size;
      book.expect(5, 'an uneasy visit brought no other', () => book.visits.size > known);
    }
    if (outcome === 'relapsed') expectReopening(book);
  },
  // It stays owed until it is made or waived.
  VisitGivenUp: nothing,
  VisitWaived(book, event) {
    const { n } = event.data;
    checkWaiver(book, event, `visit ${n}`);
    if (book.visits.get(n) !== 'open') book.fault(5, `visit ${n} was waived that was not owed`);
    book.visits.set(n, 'done');
  },
  TermWaived(book, event) {
    const { n } = event.data;
    checkWaiver(book, event, `term ${n}`);
    if (!book.terms.delete(n)) book.fault(5, `term ${n} was waived that was not open`);
  },
  TermFulfilled(book, { data: { n } }) {
    if (!book.terms.delete(n)) book.fault(5, `term ${n} was kept that was not open`);
  },
};

/** It was made when it could tell something, and by who does not look at their own work. */
function checkTells(book: Book, { actor, data: { n, outcome, visitedAt } }: EventOf<'VisitMade'>): void {
  if (!demandsVisitsThatTell(book.core)) return;
  if (actor.kind === 'person' && book.isWorkOf(actor.userId))
    book.fault(13, `visit ${n} was made by ${actor.userId}, whose work it looks at`);
  const owed = [...book.open.values()].find((each) => each.kind === 'return-visit' && each.n === n);
  if (!owed || outcome === 'relapsed') return;
  const earliest = recountEarliest(owed, book.rules);
  if (visitedAt < earliest) book.fault(13, `visit ${n} was made at ${visitedAt} and counts from ${earliest}`);
}

function expectReopening(book: Book): void {
  const { grade } = book;
  const raised = book.rules.policy.relapse[grade];
  book.expect(5, 'a relapse did not reopen it', () => book.stage === 'handling');
  book.expect(5, `a relapse left it ${grade}`, () => RANK[book.grade] >= RANK[raised]);
}

/** A waiver is a person's who does not handle the case, with a reason that they typed. */
function checkWaiver(book: Book, { actor, text }: DisputeEvent, what: string): void {
  if (actor.kind !== 'person') book.fault(5, `${what} was waived by nobody`);
  else if (actor.departmentId === book.lead || actor.departmentId === book.desk)
    book.fault(5, `${what} was waived by who owes it`);
  if (text === undefined) book.fault(5, `${what} was waived without a reason`);
}
