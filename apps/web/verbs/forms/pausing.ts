import { choice, decider, first, line, moment, reason, type Forms } from '../field.js';

/** More time, time that stands still, and time of the statutory tracks. */
export const pausing = {
  extend: {
    fields: [
      {
        name: 'obligationId',
        kind: 'reference',
        options: ({ view, user, t, moment: say, subject }) =>
          first(
            view.obligations.filter(
              (each) =>
                (each.state === 'open' || each.state === 'late') && each.holder.departmentId === user.departmentId,
            ),
            (each) => each.id === subject?.obligationId || each.kind === 'handle',
          ).map((each) => ({ value: each.id, label: `${t.kind[each.kind]} · ${say(each.dueAt)}` })),
      },
      { name: 'by', kind: 'duration', initial: () => ({ amount: 5, unit: 'workingDays' }) },
      reason,
    ],
  },
  'decide-extension': {
    fields: [
      {
        name: 'extensionId',
        kind: 'reference',
        options: ({ view, t, subject }) =>
          first(
            view.extensions.filter((each) => each.state === 'asked'),
            (each) => each.id === subject?.subjectId,
          ).map((each) => ({
            value: each.id,
            label: `${t.limit(each.by)} · ${each.reason ?? ''}`,
          })),
      },
      decider('approve', (t) => [t.approveYes, t.approveNo]),
      reason,
    ],
  },
  suspend: {
    fields: [
      choice('ground', (t) => t.ground),
      reason,
      moment('until', { optional: true, hint: (t) => t.form.untilHint }),
    ],
  },
  resume: { fields: [reason] },
  statutory: { fields: [choice('track', (t) => t.track), line('reference')] },
  'statutory-step': {
    fields: [
      choice('step', (t) => t.trackStep, {
        // Which steps a track has says the policy; the server names the ones that it does not know.
        initial: () => '',
      }),
    ],
  },
  'statutory-end': { fields: [choice('outcome', (t) => t.trackOutcome), reason] },
} satisfies Forms;
