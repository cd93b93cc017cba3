import { toDesk, toHolder, toWorkers, type Notices } from '../../notice-targets.js';

export const LEADING = {
  SupervisionOrdered({ data: { departmentId } }, _before, after) {
    if (departmentId === after.desk) return [toDesk('supervision', after)];
    const told = { kind: 'supervision', departmentId } as const;
    return [
      { ...told, role: 'handler' },
      { ...told, role: 'head' },
    ];
  },
  ObligationUrged({ data: { obligationId } }, _before, after) {
    const owed = after.obligations.find((each) => each.id === obligationId);
    if (!owed) return [];
    const holder = toHolder('urged', owed, after);
    const { departmentId } = holder;
    return [holder, { kind: 'urged', obligationId, departmentId, role: 'head' }];
  },
  SupervisionAnswered: (_event, _before, { superior }) => [
    { kind: 'supervision-answered', departmentId: superior, role: 'supervisor' },
  ],
  MeetingCalled: ({ data: { departments } }, _before, after) =>
    departments.map((departmentId) => toWorkers('meeting', departmentId, after)),
  MeetingConcluded: ({ data: { decisions } }, _before, after) =>
    [...new Set(decisions.map((each) => each.departmentId))].map((departmentId) =>
      toWorkers('meeting-decision', departmentId, after),
    ),
  PersonAssigned: ({ data: { departmentId, role, userId, obligationId } }) => [
    { kind: 'assigned', departmentId, role, userId, ...(obligationId && { obligationId }) },
  ],
} satisfies Partial<Notices>;
