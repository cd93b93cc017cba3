import type { DisputeEvent, EventOf } from '../../dispute/events.js';
import { RANK, type Book, type Chapter } from '../book.js';
import { demandsVisitsThatTell, keepsWaiversFromOwnWork } from '../editions.js';
import { recountEarliest } from '../recount.js';

/** Return visits and the terms of an agreement, from the resolution to the close. */
export const VISITS: Chapter<
  'VisitMade' | 'VisitConfirmed' | 'VisitChecked' | 'VisitGivenUp' | 'VisitWaived' | 'TermWaived' | 'TermFulfilled'
> = {
  VisitMade(book, event) {
    const { at, data } = event;
    const { n, outcome, visitedAt } = data;
    if (book.visits.get(n) !== 'open') book.fault(5, `visit ${n} was made that was not owed`);
    if (visitedAt > at) book.fault(5, `visit ${n} was made before its time came`);
    checkTells(book, event);
    if (outcome === 'unreachable') return;
    book.visits.set(n, data.with ? 'unconfirmed' : 'done');
    note(book, event);
    if (outcome === 'uneasy') {
      const known = book.visits.size;
      book.expect(5, 'an uneasy visit brought no other', () => book.visits.size > known);
    }
    if (outcome === 'relapsed') expectReopening(book);
  },
  VisitConfirmed(book, { actor, data: { n } }) {
    if (book.visits.get(n) !== 'unconfirmed') book.fault(5, `visit ${n} was confirmed that waited for nobody`);
    if (actor.kind !== 'person' || book.makers.get(n)?.[0] === actor.userId)
      book.fault(13, `visit ${n} was confirmed by who recorded it`);
    book.visits.set(n, 'done');
  },
  VisitChecked(book, { actor, data: { n, result }, text }) {
    if (!book.checks.delete(n)) book.fault(13, `visit ${n} was checked that was not drawn`);
    if (text === undefined) book.fault(13, `visit ${n} was checked without a word`);
    const own = actor.kind !== 'person' || book.makers.get(n)?.includes(actor.userId) || book.isWorkOf(actor.userId);
    if (own) book.fault(13, `visit ${n} was checked by who made it`);
    if (result === 'confirmed') return;
    book.visits.set(n, 'done');
    book.met.delete(n);
    const known = book.visits.size;
    book.expect(13, `visit ${n} was undone and none came in its place`, () => book.visits.size > known);
  },
  // It stays owed until it is made or waived; by later rules by who decides on it.
  VisitGivenUp(book, { data: { n } }) {
    if (!demandsVisitsThatTell(book.core)) return;
    const owed = () => [...book.open.values()].find((each) => each.kind === 'return-visit' && each.n === n);
    const superior = book.entry?.superior;
    book.expect(5, `visit ${n} stayed with who could not make it`, () => owed()?.holder.departmentId === superior);
  },
  VisitWaived(book, event) {
    const { n } = event.data;
    checkWaiver(book, event, `visit ${n}`);
    if ((book.visits.get(n) ?? 'done') === 'done') book.fault(5, `visit ${n} was waived that was not owed`);
    book.visits.set(n, 'done');
    book.met.delete(n);
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

/** Who made it and whom it met; the last of a plan leaves no side unheard; two go where two are asked for. */
function note(book: Book, { actor, data }: EventOf<'VisitMade'>): void {
  const { n, outcome, parties = [], with: second } = data;
  if (!demandsVisitsThatTell(book.core)) return;
  const by = actor.kind === 'person' ? actor.userId : '';
  book.makers.set(n, second ? [by, second.userId] : [by]);
  book.met.set(
    n,
    parties.map(({ partyId }) => partyId),
  );
  if (outcome === 'relapsed') return;
  book.recorded.push({ n, grade: book.grade });
  const owed = [...book.open.values()].find((each) => each.kind === 'return-visit' && each.n === n);
  if (owed?.mode === 'in-person-pair' && !second) book.fault(13, `visit ${n} was made by one where two are asked for`);
  if (second && (second.userId === by || book.isWorkOf(second.userId)))
    book.fault(13, `visit ${n} was made in a pair with ${second.userId}`);
  if (outcome === 'stable' && ![...book.visits.values()].includes('open')) checkSides(book, n);
}

function checkSides(book: Book, n: number): void {
  const { entry, met } = book;
  const heard = [...met.values()].flat();
  const sides = ['applicant', 'respondent'].map((role) => entry?.parties.filter((each) => each.role === role) ?? []);
  const named = sides.filter((side) => side.length > 0);
  const all = named.length > 0 ? named : [entry?.parties ?? []].filter((side) => side.length > 0);
  if (all.every((side) => side.some(({ id }) => heard.includes(id)))) return;
  book.fault(13, `visit ${n} was the last, and a side was never met`);
}

function expectReopening(book: Book): void {
  const { grade } = book;
  const raised = book.rules.policy.relapse[grade];
  book.expect(5, 'a relapse did not reopen it', () => book.stage === 'handling');
  book.expect(5, `a relapse left it ${grade}`, () => RANK[book.grade] >= RANK[raised]);
}

/** A waiver is a person's who did not handle the case, and not of its desk, with a reason that they typed. */
function checkWaiver(book: Book, { actor, text }: DisputeEvent, what: string): void {
  if (actor.kind !== 'person') book.fault(5, `${what} was waived by nobody`);
  else if (actor.departmentId === book.desk || (keepsWaiversFromOwnWork(book.core) && book.isWorkOf(actor.userId)))
    book.fault(5, `${what} was waived by who owes it`);
  if (text === undefined) book.fault(5, `${what} was waived without a reason`);
}
