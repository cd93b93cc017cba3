import { first, freeNote, moment, said, text, type Forms } from '../field.js';

/** What superiors and joint meetings demand, and the answers. */
export const leading = {
  supervise: {
    foresees: true,
    fields: [
      text('demand'),
      { name: 'answerWithin', kind: 'duration', initial: () => ({ amount: 2, unit: 'workingDays' }) },
    ],
  },
  'answer-supervision': {
    about: ({ view, t }, { orderId }) => {
      const order = view.supervisions.find(({ id }) => id === orderId);
      if (!order) return [];
      return [
        ...said(t.field.demand!, order.demand),
        { label: t.form.since, at: order.orderedAt },
        ...(order.dueAt ? [{ label: t.field.answerWithin!, at: order.dueAt }] : []),
      ];
    },
    fields: [
      {
        name: 'orderId',
        kind: 'reference',
        told: true,
        options: ({ view, user, subject }) =>
          first(
            view.supervisions.filter((each) => each.state === 'open' && each.departmentId === user.departmentId),
            (each) => each.id === subject?.subjectId,
          ).map((each) => ({ value: each.id, label: each.demand ?? each.id })),
      },
      text('answer'),
    ],
  },
  urge: {
    fields: [
      {
        name: 'obligationId',
        kind: 'reference',
        optional: true,
        options: ({ view, t, name, subject }) =>
          first(
            view.obligations.filter((each) => each.state === 'open' || each.state === 'late'),
            (each) => each.id === subject?.obligationId,
          ).map((each) => ({ value: each.id, label: `${t.kind[each.kind]} · ${name(each.holder.departmentId)}` })),
      },
      text('note', { optional: true }),
    ],
  },
  meet: { foresees: true, fields: [{ name: 'departments', kind: 'departments' }, moment('at', { ahead: true })] },
  'conclude-meeting': {
    fields: [
      {
        name: 'meetingId',
        kind: 'reference',
        options: ({ view, moment: say, name, subject }) =>
          first(
            view.meetings.filter((each) => each.state === 'called'),
            (each) => each.id === subject?.subjectId,
          ).map((each) => ({ value: each.id, label: `${say(each.at)} · ${each.departments.map(name).join(' ')}` })),
      },
      { name: 'decisions', kind: 'decisions' },
    ],
  },
  'fulfil-decision': {
    fields: [
      {
        name: 'meetingId',
        kind: 'reference',
        options: ({ view, user, moment: say, subject }) =>
          first(
            view.meetings.filter((each) =>
              each.decisions.some((one) => !one.fulfilledAt && one.departmentId === user.departmentId),
            ),
            (each) => each.id === subject?.subjectId,
          ).map((each) => ({ value: each.id, label: say(each.at) })),
      },
      {
        name: 'n',
        kind: 'reference',
        number: true,
        options: ({ view, user, subject }) =>
          first(
            view.meetings
              .flatMap((each) => each.decisions)
              .filter((each) => !each.fulfilledAt && each.departmentId === user.departmentId),
            (each) => each.n === subject?.n,
          ).map((each) => ({ value: String(each.n), label: `${each.n}. ${each.text ?? ''}` })),
      },
      freeNote,
    ],
  },
} satisfies Forms;
