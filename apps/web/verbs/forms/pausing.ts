import type { DisputeView } from '../../contract.js';
import {
  choice,
  decider,
  first,
  freeReason,
  line,
  moment,
  reason,
  said,
  type Context,
  type Fact,
  type Forms,
  type Subject,
} from '../field.js';

/** As much as one may ask for at once: of what the form was opened for, else of the handling. */
function leastQuota({ moreTime, obligations }: DisputeView, subject?: Subject) {
  const handle = obligations.find((each) => each.kind === 'handle' && each.state === 'open')?.id;
  const wanted = moreTime.find(({ obligationId }) => obligationId === (subject?.obligationId ?? handle));
  return (wanted ?? moreTime[0])?.by ?? { amount: 1, unit: 'workingDays' as const };
}

/** The suspension that is looked at anew, where one runs. */
function standing({ view, t }: Context): Fact[] {
  const running = view.suspensions.find(({ endedAt }) => endedAt === null);
  if (!running) return [];
  return [
    { label: t.field.ground!, text: t.ground[running.ground] },
    ...said(t.field.reason!, running.reason),
    { label: t.form.since, at: running.from },
    running.until ? { label: t.field.until!, at: running.until } : { label: t.field.until!, text: t.dispute.noEnd },
  ];
}

/** More time, time that stands still, and time of the statutory tracks. */
export const pausing = {
  extend: {
    foresees: true,
    fields: [
      {
        name: 'obligationId',
        kind: 'reference',
        options: ({ view, user, t, moment: say, subject }) =>
          first(
            view.obligations.filter(
              (each) =>
                each.holder.departmentId === user.departmentId &&
                // What is late says so itself; of the others no more time is given for some.
                (each.state === 'late' || view.moreTime.some(({ obligationId }) => obligationId === each.id)),
            ),
            (each) => each.id === subject?.obligationId || each.kind === 'handle',
          ).map((each) => {
            const more = view.moreTime.find(({ obligationId }) => obligationId === each.id);
            const said = [
              ...[t.kind[each.kind], say(each.dueAt)],
              ...(more ? [t.form.moreTime(t.limit(more.by), more.left, t.post[more.approver])] : []),
              ...(more?.stop && more.left > 0 ? [t.form.untilStop(say(more.stop.at), more.stop.withConsent)] : []),
            ];
            return { value: each.id, label: said.join(' · ') };
          }),
      },
      { name: 'by', kind: 'duration', initial: ({ view, subject }) => leastQuota(view, subject) },
      reason,
    ],
  },
  'decide-extension': {
    foresees: true,
    about: ({ view, t }, { extensionId }) => {
      const asked = view.extensions.find(({ id }) => id === extensionId);
      const owed = view.obligations.find(({ id }) => id === asked?.obligationId);
      if (!asked || !owed) return [];
      return [
        { label: t.form.asks, person: asked.requestedBy },
        { label: t.form.askedAt, at: asked.requestedAt },
        { label: t.field.obligationId!, text: t.kind[owed.kind] },
        { label: t.field.by!, text: t.limit(asked.by) },
        ...said(t.field.reason!, asked.reason),
        { label: t.form.dueNow, at: owed.dueAt },
      ];
    },
    fields: [
      {
        name: 'extensionId',
        kind: 'reference',
        told: true,
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
      freeReason,
    ],
  },
  suspend: {
    foresees: true,
    about: standing,
    fields: [
      choice('ground', (t) => t.ground),
      reason,
      moment('until', { optional: true, ahead: true, hint: (t) => t.form.untilHint }),
    ],
  },
  resume: { foresees: true, about: standing, fields: [freeReason] },
  statutory: { foresees: true, fields: [choice('track', (t) => t.track), line('reference')] },
  'statutory-step': {
    foresees: true,
    fields: [
      choice('step', (t) => t.trackStep, {
        // Which steps a track has says the policy; the server names the ones that it does not know.
        initial: () => '',
      }),
    ],
  },
  'statutory-end': { foresees: true, fields: [choice('outcome', (t) => t.trackOutcome), freeReason] },
} satisfies Forms;
