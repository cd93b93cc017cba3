import type { Chapter } from '../book.js';
import { recountWorkday } from '../recount.js';

/** What a superior orders and a meeting decides is done before the case closes. */
export const LEADING: Chapter<
  | 'SupervisionOrdered'
  | 'SupervisionAnswered'
  | 'ObligationUrged'
  | 'MeetingCalled'
  | 'MeetingConcluded'
  | 'DecisionFulfilled'
> = {
  SupervisionOrdered(book, { data }) {
    book.orders.add(data.orderId);
  },
  SupervisionAnswered(book, { data: { orderId } }) {
    if (!book.orders.delete(orderId)) book.fault(5, `order ${orderId} was answered that is not open`);
  },
  ObligationUrged(book, { at, data: { obligationId } }) {
    const owed = book.open.get(obligationId);
    if (!owed || owed.state === 'paused') {
      book.fault(6, `${obligationId} was pressed for that nobody owed`);
      return;
    }
    const { urgedAt } = owed;
    if (urgedAt && recountWorkday(urgedAt, book.rules) === recountWorkday(at, book.rules))
      book.fault(6, `${obligationId} was pressed for twice a working day`);
    book.open.set(obligationId, { ...owed, urgedAt: at });
  },
  MeetingCalled(book, { data }) {
    for (const each of data.departments) book.called.add(each);
  },
  MeetingConcluded(book, { data: { meetingId, decisions } }) {
    for (const { n } of decisions) book.decisions.add(`${meetingId} ${n}`);
  },
  DecisionFulfilled(book, { data: { meetingId, n } }) {
    if (!book.decisions.delete(`${meetingId} ${n}`))
      book.fault(5, `decision ${n} of ${meetingId} was fulfilled that is not open`);
  },
};
