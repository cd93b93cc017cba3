import type { Book } from './book.js';
import { movesDispatchToWhoMay } from './editions.js';
import { HANDLED } from './stages.js';

/** What must hold between two decisions: whatever waits has somebody who owes the next act. */
export function checkRest(book: Book): void {
  book.settle();
  const { stage } = book;
  if (stage === 'none' || stage === 'closed') return;
  if (book.open.size === 0) book.fault(1, 'it is open and owes nothing');
  if (stage === 'resolved') checkVisits(book);
  else if (book.graded) checkCourse(book);
  else if (!book.owes('grade')) book.fault(1, 'nobody owes its grade');
}

function checkVisits(book: Book): void {
  for (const [n, state] of book.visits) {
    const isOwed = [...book.open.values()].some((each) => each.kind === 'return-visit' && each.n === n);
    if (isOwed !== (state !== 'done'))
      book.fault(5, `visit ${n} is ${state} and ${isOwed ? 'owed' : 'owed by nobody'}`);
  }
}

function checkCourse(book: Book): void {
  const { stage } = book;
  if (!book.owes('watch')) book.fault(2, 'the desk does not watch');
  if (HANDLED.includes(stage) && !book.owes('handle')) book.fault(1, 'nobody owes its handling');
  if ((stage === 'suspended' || stage === 'statutory') && !book.owes('safety-check'))
    book.fault(1, 'nobody checks on a case that stands');
  if (stage === 'suspended' && !book.owes('review-suspension')) book.fault(1, 'nobody reviews its suspension');
  checkDispatch(book);
  for (const [id, { state, returning }] of book.transfers) {
    if (returning && !book.owes('decide-return', id)) book.fault(3, `nobody decides the return of ${id}`);
    if (state === 'offered' && !returning && !book.owes('answer-transfer', id))
      book.fault(3, `nobody owes an answer to ${id}`);
  }
}

function checkDispatch(book: Book): void {
  const { stage, core } = book;
  const isWithDesk = (stage === 'entered' || stage === 'circulating') && book.openLeads().length === 0;
  if (isWithDesk && !book.owes('dispatch')) book.fault(3, 'it lies with the desk and nobody owes its dispatch');
  const dispatch = [...book.open.values()].find((each) => each.kind === 'dispatch');
  if (movesDispatchToWhoMay(core) && dispatch && dispatch.holder.departmentId !== book.watcher())
    book.fault(4, `${dispatch.holder.departmentId} owes a dispatch that only ${book.watcher()} may make`);
}
