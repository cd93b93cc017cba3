import { amend } from '../../amend.js';
import type { Projections, TransferRow } from '../../row.js';

export const CIRCULATION = {
  TransferOffered(row, { at, data, text }) {
    const { transferId: id, to, role, designated } = data;
    const offered: TransferRow = {
      id,
      from: row.holder,
      to,
      role,
      state: 'offered',
      designated,
      offeredAt: at,
      answeredAt: null,
      answerDueAt: null,
      reason: text?.reason ?? null,
      requestedAction: text?.requestedAction ?? null,
      returnReason: null,
      upheld: null,
    };
    return { ...row, transfers: [...row.transfers, offered] };
  },
  TransferAccepted: (row, { at, data }) => ({
    ...row,
    transfers: amend(
      row.transfers,
      data.transferId,
      // Who said nothing never answered.
      data.bySilence ? { state: 'accepted', bySilence: true } : { state: 'accepted', answeredAt: at },
    ),
  }),
  TransferReturned: (row, { at, data, text }) => ({
    ...row,
    transfers: amend(row.transfers, data.transferId, (transfer) => ({
      ...transfer,
      answeredAt: transfer.answeredAt ?? at,
      upheld: null,
      returnReason: {
        code: data.reasonCode,
        text: text?.reason ?? null,
        handBack: data.handBack,
        suggestedDepartment: data.suggestedDepartment ?? null,
      },
    })),
  }),
  ReturnDecided(row, { at, data: { transferId, uphold } }) {
    const transfers = amend(row.transfers, transferId, (transfer) => {
      if (uphold) return { ...transfer, state: 'returned', upheld: true };
      // Offered again with a fresh answer clock, unless it was a hand-back of a case that stays accepted.
      const again = transfer.state === 'offered' && { offeredAt: at, answeredAt: null };
      return { ...transfer, upheld: false, ...again };
    });
    return { ...row, transfers };
  },
  TransferRecalled: (row, { data }) => ({
    ...row,
    transfers: amend(row.transfers, data.transferId, { state: 'recalled' }),
  }),
  TransferLapsed: (row, { data }) => ({
    ...row,
    transfers: amend(row.transfers, data.transferId, { state: 'lapsed' }),
  }),
  AssistCompleted: (row, { data }) => ({
    ...row,
    transfers: amend(row.transfers, data.transferId, { state: 'completed' }),
  }),
} satisfies Partial<Projections>;
