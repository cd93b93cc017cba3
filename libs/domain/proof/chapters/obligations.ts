import type { EventOf } from '../../dispute/events.js';
import type { Obligation, Step } from '../../obligation/obligation.js';
import type { Instant } from '../../time/time.js';
import { lateAt, later, plain, type Book, type Chapter } from '../book.js';
import { bindsBySilence } from '../editions.js';
import { checkDue, checkLadder, checkMove } from '../dates.js';

export const OBLIGATIONS: Chapter<
  | 'ObligationOpened'
  | 'ObligationMoved'
  | 'ObligationPaused'
  | 'ObligationMet'
  | 'ObligationVoided'
  | 'ObligationWaived'
  | 'ObligationHandedOver'
  | 'ObligationLate'
  | 'LadderStepFired'
> = {
  ObligationOpened(book, { at, data: { obligation } }) {
    if (book.open.has(obligation.id)) book.fault(6, `${obligation.id} was opened twice`);
    keep(book, obligation.id, obligation, at);
    book.everOwed = obligation.id;
    if (obligation.kind === 'return-visit') book.visits.set(obligation.n!, 'open');
    if (obligation.kind === 'spot-check') owesCheck(book, obligation.n!);
    checkBeginning(book, obligation, at);
    checkHolder(book, obligation);
    checkDue(book, obligation);
    checkLadder(book, obligation, at);
  },
  ObligationMoved(book, event) {
    const { obligationId, obligation } = event.data;
    const before = book.open.get(obligationId);
    if (!before) book.fault(6, `${obligationId} was moved after it ended`);
    else checkMove(book, before, event);
    checkLadder(book, obligation, event.at);
    keep(book, obligationId, obligation, event.at);
    // More time makes it open again; it may then be late once more.
    if (obligation.state === 'open') book.fired.delete(`${obligationId} late`);
    checkDue(book, obligation, before);
  },
  ObligationPaused(book, { at, data: { obligationId, ground } }) {
    const obligation = running(book, obligationId);
    if (!obligation) {
      book.fault(6, `${obligationId} was paused twice or ended`);
      return;
    }
    const { terms } = obligation;
    const pauses = [...terms.pauses, { from: at, until: null, ground }];
    book.open.set(obligation.id, { ...obligation, state: 'paused', terms: { ...terms, pauses } });
  },
  ObligationMet(book, { at, data }) {
    end(book, data.obligationId);
    if (data.at > at) book.fault(6, `${data.obligationId} was met in the future`);
  },
  ObligationVoided(book, { data }) {
    const { kind, n } = book.open.get(data.obligationId) ?? {};
    if (kind === 'spot-check') book.checks.delete(n!);
    end(book, data.obligationId);
  },
  ObligationWaived(book, { data: { obligationId } }) {
    const kind = book.open.get(obligationId)?.kind;
    end(book, obligationId);
    if (kind !== 'return-visit' && kind !== 'agreement-term')
      book.fault(6, `${obligationId} was waived, which its kind does not allow`);
  },
  ObligationHandedOver(book, { data: { obligationId, holder } }) {
    const obligation = book.open.get(obligationId);
    if (obligation?.kind !== 'return-visit')
      book.fault(6, `${obligationId} was handed over, which its kind does not allow`);
    if (holder.departmentId !== book.entry?.superior)
      book.fault(6, `${obligationId} was handed to ${holder.departmentId}`);
    if (obligation) book.open.set(obligationId, { ...obligation, holder });
  },
  ObligationLate(book, { at, data: { obligationId } }) {
    const obligation = running(book, obligationId);
    if (obligation) {
      markLate(book, obligation, at);
      expectBinding(book, obligation);
    } else book.fault(6, `${obligationId} was late after it ended or while its clock stood`);
    const name = `${obligationId} late`;
    if (book.fired.has(name)) book.fault(6, `${obligationId} was late twice`);
    book.fired.add(name);
  },
  LadderStepFired(book, event) {
    const { obligationId, step: index, skipped } = event.data;
    if (skipped === 'answered' && !book.adopting) book.fault(6, `a step of ${obligationId} was skipped for a ledger`);
    if (skipped === 'designated' && !isDesignation(book, book.open.get(obligationId)))
      book.fault(6, `a step of ${obligationId} was skipped for a designation`);
    const step = book.open.get(obligationId)?.steps[index];
    const obligation = running(book, obligationId);
    if (obligation && step) checkFiring(book, obligation.id, step, event);
    else book.fault(6, `a step of ${obligationId} fired after it ended or while its clock stood`);
    const name = `${obligationId} rung ${step?.rung}`;
    if (book.fired.has(name)) book.fault(6, `step ${index} of ${obligationId} fired twice`);
    book.fired.add(name);
    if (step) step.firedAt ??= event.at;
  },
};

function isDesignation({ core, transfers }: Book, owed: Obligation | undefined): boolean {
  const isAnswer = owed?.kind === 'answer-transfer' && bindsBySilence(core);
  return isAnswer && transfers.get(owed.subjectId ?? '')?.designated === true;
}

/** Whoever was designated and let the answer become late has accepted before anything else happens. */
function expectBinding(book: Book, owed: Obligation): void {
  if (!isDesignation(book, owed)) return;
  const what = `${owed.holder.departmentId} said nothing to a designation, and was not bound`;
  book.expect(3, what, () => book.transfers.get(owed.subjectId!)?.state !== 'offered');
}

function owesCheck(book: Book, n: number): void {
  book.checks.add(n);
  book.drawn.add(n);
}

/** As a copy: the book marks its rungs, and the record is not the book's. */
function keep({ open, begun }: Book, id: string, obligation: Obligation, at: Instant): void {
  open.set(id, { ...obligation, steps: obligation.steps.map((each) => ({ ...each })) });
  begun.set(id, at);
}

/** What is owed and whose clock does not stand. */
function running({ open }: Book, id: string): Obligation | null {
  const obligation = open.get(id);
  return obligation && obligation.state !== 'paused' ? obligation : null;
}

function end(book: Book, id: string): void {
  if (!book.open.delete(id)) book.fault(6, `${id} ended twice`);
}

function checkBeginning(book: Book, { id, kind, state, openedAt, terms }: Obligation, at: Instant): void {
  if (state !== 'open' || openedAt !== at) book.fault(6, `${id} began ${state} at ${openedAt}`);
  // These two go on from one department to the next.
  const continues = kind === 'handle' || kind === 'watch';
  if (continues ? terms.countedFrom > at : terms.countedFrom !== at)
    book.fault(6, `${id} is counted from ${terms.countedFrom}`);
}

function checkHolder(book: Book, { kind, holder: { departmentId } }: Obligation): void {
  const { lead, desk } = book;
  if (kind === 'handle' && departmentId !== lead) book.fault(2, `${departmentId} owes the handling, not ${lead}`);
  if (kind === 'watch' && departmentId !== desk) book.fault(2, `${departmentId} watches, not ${desk}`);
  if (kind === 'dispatch' && departmentId !== book.watcher())
    book.fault(4, `${departmentId} owes the dispatch, not ${book.watcher()}`);
}

/** At its own moment, or as soon as the entry before allowed. */
function markLate(book: Book, obligation: Obligation, at: Instant): void {
  const { id } = obligation;
  if (at < lateAt(obligation)) book.fault(6, `${id} was late before its time`);
  if (at !== later(lateAt(obligation), book.previous)) book.fault(6, `${id} was marked late at ${at}, not when it was`);
  book.open.set(id, { ...obligation, state: 'late', lateSince: at });
}

function checkFiring(book: Book, id: string, step: Step, { at, data }: EventOf<'LadderStepFired'>): void {
  const name = `step ${data.step} of ${id}`;
  if (at < step.at) book.fault(6, `${name} fired before its time`);
  if (at !== later(step.at, book.previous)) book.fault(6, `${name} fired at ${at}, not when it was due`);
  if (plain([step.do, step.to]) !== plain([data.do, data.to]))
    book.fault(6, `${name} did something else than its rung says`);
}
