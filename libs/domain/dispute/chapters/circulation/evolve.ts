import { amend } from '../../amend.js';
import { follows } from '../../editions.js';
import { caseOf, returnsBy, transferOf, withHandler, type Evolutions, type Transfer } from '../../state.js';

export const CIRCULATION = {
  TransferOffered(state, { at, data }) {
    const { transferId: id, to, role, designated } = data;
    const offered: Transfer = {
      id,
      to,
      role,
      designated,
      state: 'offered',
      offeredAt: at,
      acceptedAt: null,
      returning: null,
    };
    const transfers = [...state.transfers, offered];
    if (role === 'assist') return { ...state, transfers };
    // Silence on a designation gives the desk no new choice: the superior designates again.
    const isFresh = designated && !follows(state, 'designationKeepsReturns');
    return {
      ...caseOf(state),
      status: 'circulating',
      transfers,
      firstOfferAt: state.firstOfferAt ?? at,
      returns: isFresh ? { total: 0, byDepartment: {} } : state.returns,
    };
  },
  TransferAccepted(state, { at, data: { transferId, handler } }) {
    const transfers = amend(state.transfers, transferId, { state: 'accepted', acceptedAt: at, returning: null });
    const { to, role } = transfers.find((each) => each.id === transferId)!;
    const named = handler
      ? { assigned: { ...state.assigned, [`${to}:handler`]: handler }, ...withHandler(state, to, handler) }
      : {};
    if (role === 'assist') return { ...state, transfers, ...named };
    const { stood: _others, ...rest } = caseOf(state);
    return { ...rest, status: 'handling', transfers, ...named, lead: to, consents: [] };
  },
  TransferReturned(state, { data: { transferId, reasonCode, handBack } }) {
    return { ...state, transfers: amend(state.transfers, transferId, { returning: { reasonCode, handBack } }) };
  },
  ReturnDecided(state, { at, data: { transferId, uphold } }) {
    const { to, role, returning } = transferOf(state, transferId)!;
    const { reasonCode, handBack } = returning!;
    if (!uphold) {
      const again = { returning: null, ...(!handBack && { offeredAt: at }) };
      return {
        ...state,
        notUpheld: [...state.notUpheld, { departmentId: to, reasonCode }],
        transfers: amend(state.transfers, transferId, again),
      };
    }
    const transfers = amend(state.transfers, transferId, { state: 'returned', returning: null });
    if (role === 'assist') return { ...state, transfers };
    const { total, byDepartment } = state.returns;
    return {
      ...caseOf(state),
      status: 'circulating',
      transfers,
      contacted: false,
      returns: { total: total + 1, byDepartment: { ...byDepartment, [to]: returnsBy(state.returns, to) + 1 } },
    };
  },
  TransferRecalled(state, { data: { transferId } }) {
    return { ...state, transfers: amend(state.transfers, transferId, { state: 'recalled', returning: null }) };
  },
  TransferLapsed(state, { data: { transferId } }) {
    const isCounted = transferOf(state, transferId)!.role === 'lead' && follows(state, 'lapsesEndTheChoice');
    return {
      ...state,
      ...(isCounted && { lapses: (state.lapses ?? 0) + 1 }),
      transfers: amend(state.transfers, transferId, { state: 'lapsed' }),
    };
  },
  AssistCompleted(state, { at, data: { transferId } }) {
    return { ...state, transfers: amend(state.transfers, transferId, { state: 'completed' }), progressAt: at };
  },
} satisfies Partial<Evolutions>;
