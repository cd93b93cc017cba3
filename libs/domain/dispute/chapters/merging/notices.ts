import type { EventOf } from '../../events.js';
import { toDesk, toWorkers, type Notices, type NoticeTarget } from '../../notice-targets.js';
import { departmentsOn, type Registered } from '../../state.js';

/** Whoever works on the case that goes on, but for the department that did it. */
const others = (
  kind: NoticeTarget['kind'],
  { data: { by } }: EventOf<'DisputeAbsorbed' | 'DisputeSplitOff'>,
  after: Registered,
) =>
  departmentsOn(after)
    .filter((departmentId) => departmentId !== by.departmentId)
    .map((departmentId) => toWorkers(kind, departmentId, after));

export const MERGING = {
  DisputeAbsorbed: (event, _before, after) => others('absorbed', event, after),
  DisputeSplitOff: (event, _before, after) => (after.status === 'closed' ? [] : others('split-off', event, after)),
  DisputeSplit: (_event, _before, after) => [toDesk('split', after)],
} satisfies Partial<Notices>;
