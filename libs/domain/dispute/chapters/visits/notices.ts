import { toDesk, type Notices } from '../../notice-targets.js';
import type { Registered } from '../../state.js';

/** The visit that it asks something about, while it is owed. */
function aboutVisit(n: number, { obligations }: Registered): { obligationId?: string } {
  const owed = obligations.find((each) => each.kind === 'return-visit' && each.n === n);
  return owed ? { obligationId: owed.id } : {};
}

export const VISITS = {
  VisitMade: ({ data: { n, with: second } }, _before, after) =>
    second ? [{ kind: 'visit-to-confirm', ...aboutVisit(n, after), role: 'visitor', ...second }] : [],
  VisitChecked({ data: { n, result } }, before, after) {
    const visit = before.status === 'resolved' ? before.resolution.visits.find((each) => each.n === n) : undefined;
    if (result !== 'different') return [];
    const told = { kind: 'visit-different', departmentId: after.desk } as const;
    const by = visit?.by === undefined ? [] : [visit.by];
    return [
      ...by.flatMap((userId) => [
        { ...told, userId, whereOf: userId, role: 'visitor' as const },
        { ...told, whereOf: userId, role: 'head' as const },
      ]),
      toDesk(told.kind, after),
    ];
  },
  VisitGivenUp({ data: { n } }, _before, after) {
    const about = aboutVisit(n, after);
    return [
      { kind: 'unreachable', ...about, departmentId: after.desk, post: 'director' },
      ...(after.grade === 'red' ? [{ ...toDesk('welfare-check', after), ...about }] : []),
    ];
  },
} satisfies Partial<Notices>;
