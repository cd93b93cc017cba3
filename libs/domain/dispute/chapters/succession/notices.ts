import type { Notices } from '../../notice-targets.js';
import { leadTransfer } from '../../state.js';

export const SUCCESSION = {
  // A case comes back whose holder was closed since: there is no leg yet, and who goes on in its place hears who reopened it.
  DepartmentSucceeded: ({ data: { from, to } }, before) =>
    before.status === 'handling' && before.lead === from && !leadTransfer(before)
      ? [{ kind: 'reopened', departmentId: to, role: 'handler' }]
      : [],
} satisfies Partial<Notices>;
