import type { Verb } from '../commands.js';
import type { DisputeState } from '../state.js';
import type { RefusalCode } from '../../errors.js';

/**
 * Status × verb as data: `ok`, or the refusal that a caller gets there. What a status alone cannot decide (whose offer
 * it is, whether a window is over) the rules of the verb decide afterwards. `docs/life.md` is generated from this table.
 */
export type LiveStatus = Exclude<DisputeState['status'], 'unregistered'>;

type Row = Record<LiveStatus, 'ok' | RefusalCode>;

const closed = 'ALREADY_CLOSED' as const;
const resolved = 'ALREADY_RESOLVED' as const;

const everywhere: Row = {
  entered: 'ok',
  circulating: 'ok',
  handling: 'ok',
  suspended: 'ok',
  statutory: 'ok',
  resolved: 'ok',
  closed: 'ok',
};
const whileOpen: Row = { ...everywhere, closed };
const beforeResolution: Row = { ...whileOpen, resolved };
/** Asked before anybody handles the case: refused as such. */
const whileHandled: Row = { ...beforeResolution, entered: 'NOT_HANDLING', circulating: 'NOT_HANDLING' };
const afterResolution: Row = {
  entered: 'NOT_RESOLVED',
  circulating: 'NOT_RESOLVED',
  handling: 'NOT_RESOLVED',
  suspended: 'NOT_RESOLVED',
  statutory: 'NOT_RESOLVED',
  resolved: 'ok',
  closed,
};
/** About a transfer: of the lead before handling, of assistants and hand-backs from then on. */
const aboutTransfers = (none: RefusalCode): Row => ({ ...whileOpen, entered: none, resolved: none });
const onTrack: Row = {
  ...whileHandled,
  entered: 'NOT_ON_STATUTORY_TRACK',
  circulating: 'NOT_ON_STATUTORY_TRACK',
  handling: 'NOT_ON_STATUTORY_TRACK',
  suspended: 'NOT_ON_STATUTORY_TRACK',
};

export const TRANSITIONS: Record<Verb, Row> = {
  // A grade found too low after resolution is a matter for a visit or a reopening, not for a silent change of plan.
  grade: beforeResolution,
  'not-same': beforeResolution,
  correct: whileOpen,
  plan: beforeResolution,
  // While a lead handles, only assistants may be asked; the rule of the verb says so.
  transfer: { ...beforeResolution, suspended: 'SUSPENDED' },
  accept: aboutTransfers('NO_OPEN_TRANSFER'),
  // Of the lead's own transfer, once accepted, this is the hand-back.
  return: aboutTransfers('NO_OPEN_TRANSFER'),
  'decide-return': aboutTransfers('NO_RETURN_OPEN'),
  recall: aboutTransfers('NO_OPEN_TRANSFER'),
  'complete-assist': { ...aboutTransfers('NO_OPEN_TRANSFER'), resolved: 'ok' },
  contact: whileHandled,
  consent: whileHandled,
  // The safety checks of a suspended case, and of one on a statutory track, are reported as progress.
  progress: whileHandled,
  // Terms of an agreement and decisions of a meeting may need more time after the resolution, too.
  extend: { ...whileOpen, entered: 'NOT_HANDLING', circulating: 'NOT_HANDLING', suspended: 'SUSPENDED' },
  'decide-extension': whileOpen,
  // Of a suspended case this is the review: it goes on, with this ground and until then.
  suspend: { ...whileHandled, statutory: 'ON_STATUTORY_TRACK' },
  resume: {
    entered: 'NOT_SUSPENDED',
    circulating: 'NOT_SUSPENDED',
    handling: 'NOT_SUSPENDED',
    suspended: 'ok',
    statutory: 'NOT_SUSPENDED',
    resolved,
    closed,
  },
  statutory: { ...whileHandled, suspended: 'SUSPENDED', statutory: 'ON_STATUTORY_TRACK' },
  'statutory-step': onTrack,
  'statutory-end': onTrack,
  // The desk may end on the spot what it never had to pass on. A legal procedure ends first, then the case.
  resolve: { ...beforeResolution, statutory: 'ON_STATUTORY_TRACK' },
  'fulfil-term': afterResolution,
  'waive-term': afterResolution,
  visit: afterResolution,
  'confirm-visit': afterResolution,
  'check-visit': afterResolution,
  'waive-visit': afterResolution,
  close: afterResolution,
  reopen: { ...afterResolution, closed: 'ok' },
  supervise: whileOpen,
  'answer-supervision': whileOpen,
  urge: whileOpen,
  meet: beforeResolution,
  'conclude-meeting': beforeResolution,
  'fulfil-decision': whileOpen,
  assign: whileOpen,
  note: everywhere,
  attach: everywhere,
  merge: beforeResolution,
  split: {
    entered: 'NOT_MERGED',
    circulating: 'NOT_MERGED',
    handling: 'NOT_MERGED',
    suspended: 'NOT_MERGED',
    statutory: 'NOT_MERGED',
    resolved: 'NOT_MERGED',
    closed: 'ok',
  },
  withdraw: beforeResolution,
  hold: everywhere,
  'lift-hold': everywhere,
  // While people still work on it its texts are needed; afterwards its rule says how long.
  erase: {
    entered: 'NOT_CLOSED',
    circulating: 'NOT_CLOSED',
    handling: 'NOT_CLOSED',
    suspended: 'NOT_CLOSED',
    statutory: 'NOT_CLOSED',
    resolved: 'NOT_CLOSED',
    closed: 'ok',
  },
};
