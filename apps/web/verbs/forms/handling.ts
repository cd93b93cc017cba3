import { choice, first, freeNote, moment, note, reason, text, type Field, type Forms } from '../field.js';

const parties: Field = {
  name: 'parties',
  kind: 'parties',
  initial: ({ view }) => view.parties.map((each) => each.id),
};

const termNumber: Field = {
  name: 'n',
  kind: 'reference',
  number: true,
  label: (t) => t.field.terms!,
  options: ({ view, t, subject }) =>
    first(
      (view.resolution?.terms ?? []).filter((each) => !each.fulfilledAt && !each.waivedAt),
      (each) => each.n === subject?.n,
    ).map((each) => ({ value: String(each.n), label: `${t.dispute.termNo(each.n)} ${each.text ?? ''}` })),
};

/** What is done with the parties, until it is resolved and the terms are kept. */
export const handling = {
  contact: { fields: [parties, moment('at', { initial: ({ view }) => view.now }), freeNote] },
  consent: { fields: [parties, note] },
  plan: {
    fields: [text('goal'), { name: 'measures', kind: 'lines' }, moment('dueAt', { optional: true, ahead: true })],
  },
  progress: { fields: [note] },
  resolve: {
    foresees: true,
    fields: [
      choice('outcome', ({ outcome: { withdrawn: _withdrawn, merged: _merged, ...resolving } }) => resolving),
      text('summary'),
      { name: 'agreement', kind: 'terms', optional: true, label: (t) => t.field.terms! },
    ],
  },
  'fulfil-term': { fields: [termNumber, freeNote] },
  'waive-term': { fields: [termNumber, reason] },
} satisfies Forms;
