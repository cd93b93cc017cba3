import { asTyped } from '../correcting.js';
import { first, choice, freeReason, line, reason, text, type Field, type Forms } from '../field.js';

/** What a case is called, how grave it is, and what is put on its file. */
export const record = {
  grade: {
    foresees: true,
    fields: [
      choice('grade', (t) => t.grade, { initial: ({ view }) => view.grade ?? '' }),
      choice('complexity', (t) => t.complexity, { optional: true, initial: ({ view }) => view.complexity }),
      freeReason,
    ],
  },
  'not-same': {
    fields: [
      {
        name: 'disputeId',
        kind: 'reference',
        options: ({ view, subject }) =>
          first(
            view.repeats.flatMap((id, n) => (id === null ? [] : [{ value: id, label: view.repeatNumbers[n] ?? id }])),
            (each) => each.value === subject?.subjectId,
          ),
      },
      reason,
    ],
  },
  correct: {
    foresees: true,
    fields: [
      line('title', { optional: true, initial: ({ view }) => view.title ?? '' }),
      text('narrative', { optional: true, initial: ({ view }) => view.narrative ?? '' }),
      choice('category', (t) => t.category, { optional: true, initial: ({ view }) => view.category }),
      { name: 'place', kind: 'place', optional: true, initial: ({ view }) => view.place },
      ...(['people', 'amount'] as const).map((name): Field => ({
        name,
        kind: 'number',
        optional: true,
        clears: true,
        label: (t) => t.desk[name],
        initial: ({ view }) => view[name]?.toString() ?? '',
      })),
      line('externalNumber', {
        optional: true,
        clears: true,
        label: (t) => t.dispute.externalNumber,
        initial: ({ view }) => view.externalNumber ?? '',
        // That of a ledger is the ledger's to say.
        when: ({ view }) => !view.adopted,
      }),
      { name: 'parties', kind: 'people', optional: true, initial: ({ view }) => view.parties.map(asTyped) },
      {
        name: 'dangerSigns',
        kind: 'checks',
        optional: true,
        none: true,
        initial: ({ view }) => view.dangerSigns,
        options: ({ t }) => Object.entries(t.dangerSign).map(([value, label]) => ({ value, label })),
      },
      reason,
    ],
  },
  note: { fields: [text<unknown>('text')] },
  attach: {
    fields: [
      { name: 'fileId', kind: 'file' },
      line('name'),
      {
        name: 'n',
        kind: 'reference',
        number: true,
        optional: true,
        label: (t) => t.dispute.visits,
        initial: ({ subject }) => subject?.n && String(subject.n),
        options: ({ view, t }) =>
          view.visits.map((each) => ({ value: String(each.n), label: t.dispute.visitNo(each.n) })),
        when: ({ view }) => view.visits.length > 0,
      },
    ],
  },
} satisfies Forms;
