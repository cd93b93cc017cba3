import type { DisputeEvent } from '../../dispute/events.js';
import { nothing, RANK, type Book, type Chapter } from '../book.js';

/** Return visits and the terms of an agreement, from the resolution to the close. */
export const VISITS: Chapter<'VisitMade' | 'VisitGivenUp' | 'VisitWaived' | 'TermWaived' | 'TermFulfilled'> = {
  VisitMade(book, { at, data: { n, outcome, visitedAt } }) {
    if (book.visits.get(n) !== 'open') book.fault(5, `visit ${n} was made that was not owed`);
    if (visitedAt > at) book.fault(5, `visit ${n} was made before its time came`);
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
