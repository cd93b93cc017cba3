import { choice, line, reason, type Forms } from '../field.js';

/** How a case ends, comes back, is held and is erased. */
export const closing = {
  close: { fields: [] },
  reopen: { foresees: true, fields: [reason] },
  merge: { fields: [{ name: 'into', kind: 'dispute' }] },
  split: { fields: [reason] },
  withdraw: { foresees: true, fields: [reason] },
  hold: { fields: [reason] },
  'lift-hold': { fields: [reason] },
  erase: {
    fields: [
      choice('ground', (t) => t.erasureGround, { label: (t) => t.keeping.ground }),
      line('reason', { label: (t) => t.keeping.reason }),
    ],
  },
} satisfies Forms;
