import type { EventOf } from '../dispute/events.js';
import type { Obligation, Step, Terms } from '../obligation/obligation.js';
import type { Rung } from '../policy/document.js';
import type { Limit } from '../time/limit.js';
import { millisOf, type Instant } from '../time/time.js';
import { lateAt, later, plain, type Book } from './book.js';
import { recount, recountRung } from './recount.js';

/** A calendar or policy that was published later moves obligations by events of their own. */
function isUnderTheseRules({ rules }: Book, { rule }: Obligation): boolean {
  return rule.policyVersion === rules.policyVersion && rule.calendarVersion === rules.calendar.version;
}

/** Its due moment is what its terms lead to, and a limit that is new is the policy's. */
export function checkDue(book: Book, obligation: Obligation, before?: Obligation): void {
  if (!isUnderTheseRules(book, obligation)) return;
  const due = recount(obligation.terms, book.rules);
  if (due.dueAt !== obligation.dueAt || due.lateAfter !== lateAt(obligation))
    book.fault(6, `${obligation.id} is due at ${obligation.dueAt}, but its rule says ${due.dueAt}`);
  const isNew = plain(before?.terms.limit) !== plain(obligation.terms.limit);
  const limit = isNew ? limitAt(book, obligation.rule.path) : null;
  if (limit && plain(limit) !== plain(obligation.terms.limit))
    book.fault(6, `${obligation.id} has another limit than ${obligation.rule.path}`);
}

/** What the policy says at the path that an obligation names; null where a person set the time. */
function limitAt({ rules: { policy }, grade, complexity }: Book, path: string): Limit | null {
  const [first, ...rest] = path.split('.');
  if (first === 'leg') {
    const share = rest[0] === 'total' ? policy.leg.total : policy.leg.restAtLeast;
    const whole = policy.handle[grade][complexity];
    return { unit: whole.unit, amount: Math.max(1, Math.ceil(whole.amount * share - 1e-9)) };
  }
  let found: unknown = policy;
  for (const part of path.split('.')) found = (found as Record<string, unknown> | undefined)?.[part];
  if (first === 'visits' || first === 'statutory') {
    const { after, limit } = found as { after?: Limit; limit?: Limit };
    return after ?? limit ?? null;
  }
  return (found as Limit | undefined) ?? null;
}

type Move = EventOf<'ObligationMoved'>;

/** A move changes what its cause changes, and nothing else. */
export function checkMove(book: Book, before: Obligation, event: Move): void {
  const { cause, obligation, from } = event.data;
  if (from !== before.dueAt) book.fault(6, `${before.id} is moved from ${from}, but stood at ${before.dueAt}`);
  if (before.state === 'paused' && cause !== 'resume' && obligation.state !== 'paused')
    book.fault(6, `${before.id} runs on without having been resumed`);
  const expected = expectedTerms(book, before, event);
  if (obligation.rule.policyVersion !== before.rule.policyVersion) takePlaces(book, before, obligation);
  if (plain(sorted(expected)) !== plain(sorted(obligation.terms)))
    book.fault(6, `${before.id} was moved by ${cause}, and something else of it changed`);
  for (const { rung, firedAt } of obligation.steps) {
    if (firedAt !== null && !book.fired.has(`${before.id} rung ${rung}`))
      book.fault(6, `rung ${rung} of ${before.id} is said to have fired and did not`);
  }
}

function expectedTerms(book: Book, { id, terms }: Obligation, { at, data: { cause, obligation } }: Move): Terms {
  switch (cause) {
    case 'resume':
      return { ...terms, pauses: terms.pauses.map((each) => ({ ...each, until: each.until ?? at })) };
    case 'extension': {
      const { granted } = book;
      if (granted?.obligationId !== id) book.fault(6, `${id} got time that nobody granted`);
      return { ...terms, extensions: [...terms.extensions, ...(granted ? [granted.limit] : [])] };
    }
    case 'grade': {
      const { limit, countedFrom } = obligation.terms;
      if (countedFrom > at) book.fault(6, `${id} is counted from the future`);
      return { ...terms, limit, countedFrom };
    }
    case 'policy': {
      const { limit, countedFrom, tolerance } = obligation.terms;
      if (countedFrom > at) book.fault(6, `${id} is counted from the future`);
      return { ...terms, limit, countedFrom, ...(tolerance && { tolerance }) };
    }
    case 'calendar':
      return terms;
  }
}

/** On another ladder the same rung has another place: what is told as fired did fire, at that moment. */
function takePlaces({ fired }: Book, before: Obligation, { id, steps }: Obligation): void {
  for (const name of [...fired]) if (name.startsWith(`${id} rung `)) fired.delete(name);
  for (const { rung, ...step } of steps.filter((each) => each.firedAt !== null)) {
    const said = plain([step.do, step.to, step.firedAt]);
    if (before.steps.some((old) => plain([old.do, old.to, old.firedAt]) === said)) fired.add(`${id} rung ${rung}`);
  }
}

const sorted = (terms: Terms) => Object.fromEntries(Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The rungs are those of the policy for the grade, at the moments that brute force finds. */
export function checkLadder(book: Book, obligation: Obligation, moment: Instant): void {
  if (!isUnderTheseRules(book, obligation)) return;
  const { ladders } = book.rules.policy;
  const ladder = ladders[obligation.kind] ?? ladders.default ?? [];
  const known = new Map<number, Step>(obligation.steps.map((step) => [step.rung, step]));
  if (known.size !== obligation.steps.length) book.fault(6, `${obligation.id} has a rung twice`);
  ladder.forEach((rung, index) => {
    const step = known.get(index);
    known.delete(index);
    if (!step?.firedAt) checkRung(book, obligation, { rung, index, step, moment });
  });
  for (const [index, { firedAt }] of known)
    if (firedAt === null) book.fault(6, `rung ${index} of ${obligation.id} is on no ladder`);
}

interface Place {
  rung: Rung;
  index: number;
  /** None where the obligation leaves the rung out. */
  step: Step | undefined;
  moment: Instant;
}

function checkRung(book: Book, obligation: Obligation, { rung, index, step, moment }: Place): void {
  const { grade, rules } = book;
  const name = `rung ${index} of ${obligation.id}`;
  if (rung.grades && !rung.grades.includes(grade)) {
    if (step) book.fault(6, `${name} is none of a ${grade} case`);
    return;
  }
  const due = recountRung(rung, obligation.terms, rules);
  if (due === null) {
    if (step) book.fault(6, `${name} lies on the eve, where another does`);
    return;
  }
  if (!step) {
    if (due > moment && !book.fired.has(`${obligation.id} rung ${index}`)) book.fault(6, `${name} is missing`);
    return;
  }
  // What lies before it began, or before the change that brought it, is due at once.
  const isThere = [obligation.openedAt, moment].some(
    (begin) => Math.abs(millisOf(step.at) - millisOf(later(due, begin))) <= 1,
  );
  if (!isThere) book.fault(6, `${name} lies at ${step.at}, not at ${due}`);
  if (plain([step.do, step.to, step.when]) !== plain([rung.do, rung.to, rung.when]))
    book.fault(6, `${name} is not the policy's`);
}
