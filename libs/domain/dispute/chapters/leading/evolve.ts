import { amend } from '../../amend.js';
import type { EventData } from '../../events.js';
import type { Obligation } from '../../../obligation/obligation.js';
import { handles } from '../../../people/posts.js';
import { numbered, withHandler, type Evolutions, type Meeting, type Registered } from '../../state.js';

/** A meeting leaves the state with its last decision. */
function withMeeting(state: Registered, id: string, change: (meeting: Meeting) => Partial<Meeting>): Registered {
  const meetings = amend(state.meetings, id, (each) => ({ ...each, ...change(each) }));
  return { ...state, meetings: meetings.filter((each) => !each.concluded || each.decisions.length > 0) };
}

/** Whether an assignment is about this obligation. */
export function isAssigned(obligation: Pick<Obligation, 'id' | 'holder'>, to: EventData['PersonAssigned']): boolean {
  const { departmentId, role } = obligation.holder;
  return to.obligationId ? obligation.id === to.obligationId : departmentId === to.departmentId && role === to.role;
}

export const LEADING = {
  SupervisionOrdered: (state, { data: { orderId: id, departmentId } }) => ({
    ...numbered(state, 'order'),
    orders: [...state.orders, { id, departmentId }],
  }),
  SupervisionAnswered: (state, { data }) => ({
    ...state,
    orders: state.orders.filter((each) => each.id !== data.orderId),
  }),
  ObligationUrged: (state, { at, data: { obligationId } }) => ({
    ...state,
    obligations: amend(state.obligations, obligationId, { urgedAt: at }),
  }),
  MeetingCalled: (state, { data: { meetingId: id, departments } }) => ({
    ...numbered(state, 'meeting'),
    meetings: [...state.meetings, { id, departments, concluded: false, decisions: [] }],
  }),
  MeetingConcluded: (state, { data }) =>
    withMeeting(state, data.meetingId, () => ({
      concluded: true,
      decisions: data.decisions.map(({ n, departmentId }) => ({ n, departmentId })),
    })),
  DecisionFulfilled: (state, { data }) =>
    withMeeting(state, data.meetingId, ({ decisions }) => ({
      decisions: decisions.filter((each) => each.n !== data.n),
    })),
  PersonAssigned(state, { data }) {
    const { departmentId, role, userId, obligationId } = data;
    return {
      ...state,
      assigned: obligationId ? state.assigned : { ...state.assigned, [`${departmentId}:${role}`]: userId },
      ...(handles(role) && withHandler(state, departmentId, userId)),
      obligations: state.obligations.map((each) =>
        isAssigned(each, data) ? { ...each, holder: { ...each.holder, userId } } : each,
      ),
    };
  },
} satisfies Partial<Evolutions>;
