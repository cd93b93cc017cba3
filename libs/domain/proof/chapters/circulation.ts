import type { EventOf } from '../../dispute/events.js';
import type { Book, Chapter, Transfer } from '../book.js';
import { bindsBySilence, countsLapses, recallsAssists } from '../editions.js';
import { recountWindow } from '../recount.js';

type Ended = 'TransferRecalled' | 'TransferLapsed' | 'AssistCompleted';

export const CIRCULATION: Chapter<
  'TransferOffered' | 'TransferAccepted' | 'TransferReturned' | 'ReturnDecided' | Ended
> = {
  TransferOffered(book, event) {
    const { transferId, to, role, designated } = event.data;
    if (book.transfers.has(transferId)) book.fault(3, `transfer ${transferId} was offered twice`);
    if (role === 'lead') offerLead(book, event);
    const offer = { to, role, designated, offeredAt: event.at };
    book.transfers.set(transferId, { ...offer, reasonCode: null, state: 'offered', returning: false });
  },
  TransferAccepted(book, event) {
    const { data } = event;
    const transfer = book.transfers.get(data.transferId);
    if (transfer?.state !== 'offered') book.fault(3, 'a transfer was accepted that is not open');
    if (!transfer) return;
    checkSilence(book, transfer, event);
    transfer.state = 'accepted';
    if (data.handler) book.name(`${transfer.to}:handler`, data.handler);
    if (transfer.role !== 'lead') return;
    book.lead = transfer.to;
    book.stage = 'handling';
    book.stood = null;
  },
  TransferReturned(book, event) {
    const transfer = book.transfers.get(event.data.transferId);
    if (transfer?.designated) book.fault(4, 'a designated transfer was returned');
    if (!transfer || (transfer.state !== 'offered' && transfer.state !== 'accepted'))
      book.fault(3, 'an ended transfer was returned');
    if (!transfer) return;
    checkReturn(book, transfer, event);
    transfer.returning = true;
    transfer.reasonCode = event.data.reasonCode;
  },
  ReturnDecided(book, { at, data }) {
    const transfer = book.transfers.get(data.transferId);
    if (!transfer?.returning) book.fault(3, 'a return was decided that nobody asked for');
    if (!transfer) return;
    transfer.returning = false;
    if (data.uphold) {
      upholdReturn(book, transfer);
      return;
    }
    book.notUpheld.add(`${transfer.to} ${transfer.reasonCode}`);
    if (transfer.state === 'offered') transfer.offeredAt = at;
  },
  TransferRecalled(book, event) {
    const transfer = book.transfers.get(event.data.transferId);
    const assists = transfer?.state === 'accepted' && transfer.role === 'assist' && recallsAssists(book.core);
    // Only with the end of the case: while it is handled, who assists reports.
    if (assists) book.expect(3, 'an assistant was recalled from a case that goes on', () => hasEnded(book));
    endTransfer(book, event, assists ? 'accepted' : 'offered', 'recalled');
  },
  TransferLapsed(book, event) {
    const transfer = book.transfers.get(event.data.transferId);
    if (transfer?.designated && bindsBySilence(book.core))
      book.fault(3, `the designation of ${transfer.to} lapsed instead of binding`);
    if (transfer?.role === 'lead' && countsLapses(book.core)) book.lapsed += 1;
    endTransfer(book, event, 'offered', 'lapsed');
  },
  AssistCompleted(book, event) {
    book.progressAt = event.at;
    endTransfer(book, event, 'accepted', 'completed');
  },
};

/** Time accepts for nobody but who was designated, and not before the answer is late. */
function checkSilence(book: Book, { to, designated }: Transfer, { actor, data }: EventOf<'TransferAccepted'>): void {
  if (actor.kind === 'clock' && !data.bySilence) book.fault(3, `${to} accepted by nobody's word`);
  if (!data.bySilence) return;
  const answer = [...book.open.values()].find(
    (each) => each.kind === 'answer-transfer' && each.subjectId === data.transferId,
  );
  const binds = bindsBySilence(book.core) && designated && actor.kind === 'clock' && answer?.state === 'late';
  if (!binds) book.fault(3, `${to} is said to have accepted by silence`);
}

const hasEnded = ({ stage }: Book) => stage === 'resolved' || stage === 'closed';

function offerLead(book: Book, { actor, data: { designated } }: EventOf<'TransferOffered'>): void {
  if (book.openLeads().length > 0) book.fault(2, 'a second lead was offered while one is open');
  if (book.watcher() !== book.desk && !designated && actor.kind === 'person')
    book.fault(4, 'the desk chose a department although its choice is used up');
  if (designated) book.designate();
  book.stage = 'circulating';
}

/** In time, for a reason that may still hold, and while a return is left. */
function checkReturn(book: Book, { to, role, offeredAt }: Transfer, { at, data }: EventOf<'TransferReturned'>): void {
  const { rules, grade } = book;
  const window = rules.policy.limits['return-window']?.[grade];
  if (window && at > recountWindow(offeredAt, window, rules)) book.fault(4, `${to} returned it after its window`);
  if (book.notUpheld.has(`${to} ${data.reasonCode}`)) book.fault(4, `${to} gave a reason that had not held`);
  const { perDepartment, perDispute } = rules.policy.returns[grade];
  const returned = book.upheldBy.get(to) ?? 0;
  if (role === 'lead' && (returned >= perDepartment || book.upheld >= perDispute))
    book.fault(4, `${to} returned it although no return was left`);
}

function upholdReturn(book: Book, transfer: Transfer): void {
  transfer.state = 'returned';
  if (transfer.role === 'assist') return;
  book.upheld += 1;
  book.upheldBy.set(transfer.to, (book.upheldBy.get(transfer.to) ?? 0) + 1);
  book.lead = null;
  book.stage = 'circulating';
}

function endTransfer(book: Book, { type, data }: EventOf<Ended>, from: Transfer['state'], to: Transfer['state']): void {
  const transfer = book.transfers.get(data.transferId);
  if (transfer?.state !== from) book.fault(3, `${type} of a transfer that is ${transfer?.state ?? 'unknown'}`);
  if (!transfer) return;
  transfer.state = to;
  transfer.returning = false;
}
