import { toDesk, type Notices } from '../../notice-targets.js';
import { transferOf } from '../../state.js';

export const CIRCULATION = {
  // What a reopening gives back waits for no answer: who reopened it has told it.
  TransferOffered: ({ data: { to }, actor }, _before, { desk }) =>
    to === desk || actor.kind === 'system' ? [] : [{ kind: 'offered', departmentId: to, role: 'handler' }],
  TransferAccepted({ data: { transferId, bySilence }, actor }, _before, after) {
    const { to } = transferOf(after, transferId)!;
    if (!bySilence) return to === after.desk || actor.kind !== 'person' ? [] : [toDesk('accepted', after)];
    const told = { kind: 'accepted-by-silence', departmentId: to } as const;
    return [{ ...told, role: 'handler' }, { ...told, role: 'head' }, toDesk(told.kind, after)];
  },
  TransferReturned: (_event, _before, after) => [toDesk('returned', after)],
  ReturnDecided: ({ data: { uphold, transferId } }, _before, after) => [
    {
      kind: uphold ? 'return-upheld' : 'return-not-upheld',
      departmentId: transferOf(after, transferId)!.to,
      role: 'handler',
    },
  ],
  // What was accepted nobody takes back: an assist is over because the case is.
  TransferRecalled({ data: { transferId } }, before) {
    const { state, to } = transferOf(before, transferId)!;
    return [{ kind: state === 'accepted' ? 'assist-ended' : 'recalled', departmentId: to, role: 'handler' }];
  },
  TransferLapsed: (_event, _before, after) => [toDesk('lapsed', after)],
} satisfies Partial<Notices>;
