import type { Verb } from './commands.js';
import type { DisputeState } from './dispute.js';
import type { RefusalCode } from './errors.js';

/**
 * Status × verb as data: `ok`, or the refusal that a caller gets there. What a status alone cannot decide (whose offer
 * it is, whether a window is over) the rules of the verb decide afterwards. `docs/life.md` is generated from this table.
 */
export type LiveStatus = Exclude<DisputeState['status'], 'unregistered'>;

type Row = Record<LiveStatus, 'ok' | RefusalCode>;

const closed = 'ALREADY_CLOSED' as const;
const resolved = 'ALREADY_RESOLVED' as const;

export const TRANSITIONS: Record<Verb, Row> = {
  // A grade found too low after resolution is a matter for a visit or a reopening, not for a silent change of plan.
  grade: { entered: 'ok', circulating: 'ok', handling: 'ok', resolved, closed },
  plan: { entered: 'ok', circulating: 'ok', handling: 'ok', resolved, closed },
  // While a lead handles, only assistants may be asked; the rule of the verb says so.
  transfer: { entered: 'ok', circulating: 'ok', handling: 'ok', resolved, closed },
  accept: { entered: 'NO_OPEN_TRANSFER', circulating: 'ok', handling: 'ok', resolved: 'NO_OPEN_TRANSFER', closed },
  // In handling this is the hand-back.
  return: { entered: 'NO_OPEN_TRANSFER', circulating: 'ok', handling: 'ok', resolved: 'NO_OPEN_TRANSFER', closed },
  'decide-return': { entered: 'NO_RETURN_OPEN', circulating: 'ok', handling: 'ok', resolved: 'NO_RETURN_OPEN', closed },
  recall: { entered: 'NO_OPEN_TRANSFER', circulating: 'ok', handling: 'ok', resolved: 'NO_OPEN_TRANSFER', closed },
  'complete-assist': { entered: 'NO_OPEN_TRANSFER', circulating: 'ok', handling: 'ok', resolved: 'ok', closed },
  contact: { entered: 'NOT_HANDLING', circulating: 'NOT_HANDLING', handling: 'ok', resolved, closed },
  progress: { entered: 'NOT_HANDLING', circulating: 'NOT_HANDLING', handling: 'ok', resolved, closed },
  // The desk may end on the spot what it never had to pass on.
  resolve: { entered: 'ok', circulating: 'ok', handling: 'ok', resolved, closed },
  'fulfil-term': {
    entered: 'NOT_RESOLVED',
    circulating: 'NOT_RESOLVED',
    handling: 'NOT_RESOLVED',
    resolved: 'ok',
    closed,
  },
  visit: { entered: 'NOT_RESOLVED', circulating: 'NOT_RESOLVED', handling: 'NOT_RESOLVED', resolved: 'ok', closed },
  'waive-visit': {
    entered: 'NOT_RESOLVED',
    circulating: 'NOT_RESOLVED',
    handling: 'NOT_RESOLVED',
    resolved: 'ok',
    closed,
  },
  close: { entered: 'NOT_RESOLVED', circulating: 'NOT_RESOLVED', handling: 'NOT_RESOLVED', resolved: 'ok', closed },
  reopen: {
    entered: 'NOT_RESOLVED',
    circulating: 'NOT_RESOLVED',
    handling: 'NOT_RESOLVED',
    resolved: 'ok',
    closed: 'ok',
  },
  note: { entered: 'ok', circulating: 'ok', handling: 'ok', resolved: 'ok', closed: 'ok' },
};
