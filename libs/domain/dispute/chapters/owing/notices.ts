import { asItWaits, rungNotices, toHolder, type Notices } from '../../notice-targets.js';

export const OWING = {
  // What a call asks for says nothing else: nobody did it, it was drawn.
  ObligationOpened: ({ data: { obligation } }, _before, after) =>
    obligation.kind === 'spot-check' ? [toHolder('check-drawn', obligation, after)] : [],
  LadderStepFired({ data }, { obligations }, after) {
    const obligation = obligations.find((each) => each.id === data.obligationId);
    return obligation && !data.skipped ? rungNotices(asItWaits(obligation, after), data, after.desk) : [];
  },
  ObligationMoved({ data: { obligation, from, cause } }, _before, after) {
    // Other rungs at the same date are nobody's news.
    if (obligation.dueAt === from) return [];
    // What moved with many others is told once, when all of them have (`DIGESTS_TOLD`).
    return cause === 'policy' || cause === 'calendar' ? [] : [toHolder('moved', obligation, after)];
  },
} satisfies Partial<Notices>;
