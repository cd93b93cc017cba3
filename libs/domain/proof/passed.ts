import { MINUTE, millisOf, type Instant } from '../time/time.js';
import { lateAt, later, type Book } from './book.js';

/** A deadline may be noticed this much after it passed before that is a fault. */
export const GRACE_MS = 5 * MINUTE;

/** Everything that an obligation had to do before this moment was done: marked late, each rung fired. */
export function checkPassed(book: Book, moment: Instant): void {
  for (const obligation of book.open.values()) {
    if (obligation.state === 'paused') continue;
    // What began, or was changed, when its moment had passed already is due from then on.
    const since = book.begun.get(obligation.id)!;
    const hasPassed = (due: Instant) => later(due, since) < moment;
    if (obligation.state === 'open' && hasPassed(lateAt(obligation)) && !book.fired.has(`${obligation.id} late`))
      book.fault(6, `${obligation.id} was late at ${lateAt(obligation)} and nobody marked it`);
    for (const step of obligation.steps) {
      if (step.firedAt === null && hasPassed(step.at) && !book.fired.has(`${obligation.id} rung ${step.rung}`))
        book.fault(6, `rung ${step.rung} of ${obligation.id} did not fire at ${step.at}`);
    }
  }
}

/** And after the last entry, up to now. */
export function checkUntil(book: Book, now: Instant): void {
  const deadline = millisOf(now) - GRACE_MS;
  for (const obligation of book.open.values()) {
    if (obligation.state === 'paused') continue;
    if (!book.fired.has(`${obligation.id} late`) && millisOf(lateAt(obligation)) < deadline)
      book.fault(6, `${obligation.id} (${obligation.kind}) passed ${lateAt(obligation)} and was not marked late`);
    for (const [index, step] of obligation.steps.entries()) {
      if (step.firedAt === null && millisOf(step.at) < deadline)
        book.fault(6, `step ${index} of ${obligation.id} did not fire`);
    }
  }
}
