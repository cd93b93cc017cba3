import type { DisputeView } from '../../contract.js';
import {
  choice,
  decider,
  first,
  freeReason,
  line,
  reason,
  said,
  text,
  type Context,
  type Field,
  type Forms,
} from '../field.js';

const transfers = (fits: (each: DisputeView['transfers'][number], context: Context) => boolean): Field => ({
  name: 'transferId',
  kind: 'reference',
  options: (context) =>
    first(
      context.view.transfers.filter((each) => fits(each, context)),
      (each) => each.id === context.subject?.subjectId,
    ).map((each) => ({
      value: each.id,
      label: `${context.name(each.to)} · ${context.t.transferRole[each.role]} · ${context.t.transferState[each.state]}`,
    })),
});

const mine = (each: { to: string }, { user }: Context) => each.to === user.departmentId;

/** Who is to handle it: offers, answers to them, and who works on it. */
export const circulation = {
  transfer: {
    foresees: true,
    fields: [
      { name: 'to', kind: 'department', proposes: true, initial: ({ view }) => view.suggestion?.departmentId ?? '' },
      choice('role', (t) => t.transferRole, { optional: true, initial: () => 'lead' }),
      text('reason', { initial: ({ view }) => view.suggestion?.reason ?? '' }),
      line('requestedAction', { optional: true }),
      {
        name: 'designated',
        kind: 'flag',
        optional: true,
        initial: ({ subject }) => subject?.designated ?? false,
        when: ({ user }) => user.abilities.includes('dispute.designate'),
      },
    ],
  },
  accept: {
    foresees: true,
    about: ({ view, name, t }, { transferId }) => {
      const offer = view.transfers.find(({ id }) => id === transferId);
      if (!offer) return [];
      return [
        { label: t.form.offeredBy, text: `${name(offer.from)} · ${t.transferRole[offer.role]}` },
        ...said(t.form.offeredFor, offer.reason),
        ...said(t.field.requestedAction!, offer.requestedAction),
        ...(offer.answerDueAt ? [{ label: t.form.answerBy, at: offer.answerDueAt }] : []),
      ];
    },
    fields: [
      { ...transfers((each, context) => each.state === 'offered' && mine(each, context)), told: true },
      { name: 'handler', kind: 'person', optional: true, proposes: true },
    ],
  },
  return: {
    foresees: true,
    fields: [
      transfers((each, context) => (each.state === 'offered' || each.state === 'accepted') && mine(each, context)),
      choice('reasonCode', (t) => t.returnReason, { then: 'reason' }),
      reason,
      { name: 'suggestedDepartment', kind: 'department', optional: true },
    ],
  },
  'decide-return': {
    foresees: true,
    about: ({ view, name, t }, { transferId }) => {
      const transfer = view.transfers.find(({ id }) => id === transferId);
      if (!transfer?.return) return [];
      const { code, text: why, handBack, suggestedDepartment } = transfer.return;
      return [
        {
          label: t.form.askingOffice,
          text: [name(transfer.to), t.transferRole[transfer.role], ...(handBack ? [t.dispute.handBack] : [])].join(
            ' · ',
          ),
        },
        { label: t.field.reasonCode!, text: t.returnReason[code] },
        ...said(t.field.reason!, why),
        ...said(t.field.suggestedDepartment!, suggestedDepartment && name(suggestedDepartment)),
      ];
    },
    fields: [
      { ...transfers((each) => each.return !== null && each.return.upheld === null), told: true },
      decider('uphold', (t) => [t.upholdYes, t.upholdNo]),
      freeReason,
    ],
  },
  recall: { foresees: true, fields: [transfers((each) => each.state === 'offered'), freeReason] },
  'complete-assist': {
    fields: [
      transfers((each, context) => each.role === 'assist' && each.state === 'accepted' && mine(each, context)),
      text('report'),
    ],
  },
  assign: {
    fields: [
      { name: 'userId', kind: 'person', proposes: true },
      {
        name: 'obligationId',
        kind: 'reference',
        optional: true,
        options: ({ view, user, t, moment: say }) =>
          view.obligations
            .filter((each) => each.state !== 'met' && each.state !== 'void' && each.state !== 'waived')
            .filter((each) => each.holder.departmentId === user.departmentId)
            .map((each) => ({ value: each.id, label: `${t.kind[each.kind]} · ${say(each.dueAt)}` })),
      },
      choice('role', (t) => t.role, { optional: true }),
    ],
  },
} satisfies Forms;
