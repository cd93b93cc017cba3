import { RANK, type Book, type Chapter } from '../book.js';
import { callsBlueAloneInvalid, demandsVisitsThatTell, recallsAssists, splitsMerged } from '../editions.js';
import type { Grade, Outcome } from '../../words.js';

export const CLOSING: Chapter<'DisputeResolved' | 'DisputeReopened' | 'DisputeClosed'> = {
  DisputeResolved(book, { actor, data: { outcome, departmentId, terms, into } }) {
    if ((outcome === 'merged') !== (into !== undefined)) book.fault(12, 'it was merged into nothing');
    if (outcome === 'invalid' && book.absorbed.size > 0)
      book.fault(12, `it ended as invalid, and ${[...book.absorbed.keys()].join(', ')} with it`);
    book.into = into ?? null;
    const holder = book.lead ?? book.desk;
    if (departmentId !== holder) book.fault(2, `${departmentId} resolved what ${holder} holds`);
    // A ledger says what was, by whatever rules of then.
    const mayBeNone = book.adopting || book.grade === 'blue';
    if (outcome === 'invalid' && callsBlueAloneInvalid(book.core) && !mayBeNone)
      book.fault(5, `${holder} called a ${book.grade} case none`);
    book.lead = departmentId;
    book.resolver = actor.kind === 'person' && demandsVisitsThatTell(book.core) ? actor.userId : null;
    book.terms.clear();
    for (const { n } of terms) book.terms.add(n);
    if (!endsAtOnce(outcome)) expectVisits(book);
    for (const transfer of book.transfers.values()) {
      if (transfer.state === 'accepted' && transfer.role === 'assist' && recallsAssists(book.core))
        book.fault(3, `${transfer.to} still assisted when it was resolved`);
      if (transfer.state === 'accepted') transfer.state = 'completed';
      transfer.returning = false;
    }
  },
  DisputeReopened(book, { data: { departmentId } }) {
    if (departmentId !== book.lead) book.fault(2, `it was reopened with ${departmentId}, not ${book.lead}`);
    if (book.into !== null && splitsMerged(book.core)) book.fault(12, 'what was merged was reopened, and not split');
    book.into = null;
    book.beginAnew(departmentId);
  },
  DisputeClosed(book, { data: { outcome } }) {
    const { visits, open, terms, orders, decisions } = book;
    const undone = [...visits].filter(([, state]) => state !== 'done').map(([n]) => n);
    if (undone.length > 0) book.fault(5, `closed with open visits ${undone.join(', ')}`);
    const isAtOnce = endsAtOnce(outcome);
    if (visits.size === 0 && !isAtOnce) book.fault(5, 'closed without any return visit');
    if (book.checks.size > 0) book.fault(13, `closed while visits ${[...book.checks].join(', ')} are to be checked`);
    if (open.size > 0) book.fault(1, 'closed with open obligations');
    if (!isAtOnce && terms.size > 0)
      book.fault(5, `closed with terms ${[...terms].join(', ')} neither kept nor waived`);
    if (!isAtOnce && orders.size + decisions.size > 0) book.fault(5, 'closed with an order or a decision open');
    orders.clear();
    decisions.clear();
    const loose = [...book.transfers.values()].find((each) => each.state === 'offered' || each.state === 'accepted');
    if (loose) book.fault(3, `closed with a transfer that is ${loose.state}`);
  },
};

/** There is nothing to visit: it was none, or it goes on in another. */
const endsAtOnce = (outcome: Outcome) => outcome === 'invalid' || outcome === 'merged';

function expectVisits(book: Book): void {
  const planned = book.rules.policy.visits[visitGrade(book)].length;
  const before = book.visits.size;
  book.expect(5, 'a return visit was not planned', () => book.visits.size >= before + planned);
}

/** The case's own, or a stricter one where the policy has it for its category or a sign of danger. */
function visitGrade({ rules, entry, grade }: Book): Grade {
  const stricter = rules.policy.visitsAtLeast.filter(
    (rule) =>
      (rule.category === undefined || rule.category === entry?.category) &&
      (rule.dangerSign === undefined || entry?.dangerSigns.includes(rule.dangerSign)),
  );
  return stricter.reduce<Grade>((found, { as }) => (RANK[as] > RANK[found] ? as : found), grade);
}
