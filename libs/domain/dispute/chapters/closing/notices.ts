import { toDesk, type Notices } from '../../notice-targets.js';

export const CLOSING = {
  DisputeReopened: ({ data: { departmentId, cause } }, before, after) => [
    toDesk('reopened', after),
    { kind: 'reopened', departmentId, role: 'handler' },
    // A relapse of a red case is the county's matter (domain.md §6).
    ...(cause === 'relapse' && before.grade === 'red'
      ? [{ kind: 'relapsed' as const, departmentId: after.desk, post: 'county' as const }]
      : []),
  ],
} satisfies Partial<Notices>;
