import { isTooEarly } from '../../base/visit-moment.js';
import type { Wording } from '../../words/zh.js';
import { choice, first, moment, reason, text, type Field, type Forms } from '../field.js';

const visitNumber: Field = {
  name: 'n',
  kind: 'reference',
  number: true,
  label: (t) => t.dispute.visits,
  options: ({ view, t, moment: say, subject }) =>
    first(
      view.visits.filter((each) => ['planned', 'due', 'late', 'unreachable'].includes(each.state)),
      (each) => each.n === subject?.n,
    ).map((each) => ({
      value: String(each.n),
      label: [
        t.dispute.visitNo(each.n),
        t.visitMode[each.mode],
        say(each.dueAt),
        ...(isTooEarly(each, view.now) ? [`${t.visits.countsFrom} ${say(each.earliest!)}`] : []),
      ].join(' · '),
    })),
};

/** Return visits. */
export const visits = {
  visit: {
    fields: [
      visitNumber,
      choice('outcome', (t) => t.visitOutcome, { label: (t) => t.visits.found }),
      choice('mode', (t) => t.visitMode, {
        label: (t) => t.visits.how,
        initial: ({ view, subject }) =>
          (view.visits.find((each) => each.n === subject?.n) ?? view.visits.find((each) => each.state !== 'done'))
            ?.mode,
      }),
      {
        name: 'satisfied',
        kind: 'verdict',
        optional: true,
        label: (t) => t.visits.satisfied,
        words: (t) => ({ true: t.dispute.satisfied, false: t.dispute.unsatisfied }),
      },
      text('note', {
        label: (t) => t.visits.what,
        phrases: (t, { outcome }) =>
          typeof outcome === 'string' && outcome in t.visitPhrases
            ? t.visitPhrases[outcome as keyof Wording['visitPhrases']].split('|')
            : [],
      }),
      moment('visitedAt', { optional: true, rare: true }),
    ],
  },
  'waive-visit': { fields: [visitNumber, reason] },
} satisfies Forms;
