import { ladderOf, lateAt, type Obligation } from '../../../obligation/obligation.js';
import { asItWaits, rungNotices, toHolder, type Notices } from '../../notice-targets.js';
import type { EventOf } from '../../events.js';
import type { Registered } from '../../state.js';

export const OWING = {
  // What a call asks for says nothing else: nobody did it, it was drawn.
  ObligationOpened: ({ data: { obligation } }, _before, after) =>
    obligation.kind === 'spot-check' ? [toHolder('check-drawn', obligation, after)] : [],
  LadderStepFired(event, { obligations, rules }, after) {
    const { data } = event;
    const obligation = obligations.find((each) => each.id === data.obligationId);
    if (!obligation || data.skipped || remindsOfThePast(event, obligation, rules)) return [];
    return rungNotices(asItWaits(obligation, after), data, after.desk);
  },
  ObligationMoved({ data: { obligation, from, cause } }, _before, after) {
    // Other rungs at the same date are nobody's news.
    if (obligation.dueAt === from) return [];
    // What moved with many others is told once, when all of them have (`DIGESTS_TOLD`).
    return cause === 'policy' || cause === 'calendar' ? [] : [toHolder('moved', obligation, after)];
  },
} satisfies Partial<Notices>;

/**
 * A change that makes something late at once brings the rungs before its date into that moment as well: that it will be due
 * is nobody's news beside that it is late, which rungs of their own tell.
 */
function remindsOfThePast(
  { at, data }: EventOf<'LadderStepFired'>,
  obligation: Obligation,
  rules: Registered['rules'],
): boolean {
  if ((data.do !== 'remind' && data.do !== 'warn') || at <= lateAt(obligation)) return false;
  const rung = ladderOf(obligation.kind, rules)[obligation.steps[data.step]!.rung]?.at;
  // One that stands behind the date on its ladder is told there.
  return rung !== undefined && !('after' in rung) && !('percent' in rung && rung.percent > 100);
}
