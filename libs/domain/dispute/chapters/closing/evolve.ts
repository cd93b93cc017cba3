import { follows } from '../../editions.js';
import { caseOf, type Evolutions } from '../../state.js';

export const CLOSING = {
  DisputeClosed(state, { at }) {
    if (state.status !== 'resolved') return state;
    // An end at once takes orders and decisions with it: who reopens the case gives others.
    const ended = follows(state, 'endsTakeOrdersAlong') ? { orders: [], meetings: [] } : {};
    return { ...state, ...ended, status: 'closed', closedAt: at };
  },
  DisputeReopened(state, { data }) {
    // A fresh course: the first closure's figures are frozen in the rows, its counters do not burden this one.
    const { extended: _extended, lapses: _lapses, stood: _stood, ...rest } = caseOf(state);
    return {
      ...rest,
      status: 'handling',
      lead: data.departmentId,
      firstOfferAt: null,
      returns: { total: 0, byDepartment: {} },
      planned: false,
      contacted: true,
      progressAt: null,
    };
  },
} satisfies Partial<Evolutions>;
