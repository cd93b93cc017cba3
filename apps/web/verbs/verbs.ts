import type { DisputeView, User, Verb } from '../contract.js';
import type { Wording } from '../words/zh.js';

/**
 * What each verb asks for, as a table: a new verb is a row here, not a page. Which verbs a person may use says `can[]`;
 * what is allowed says the server. `test/web/verbs.spec.ts` holds this table against the bodies that the API takes.
 */

export interface Option {
  value: string;
  label: string;
}

interface Context {
  view: DisputeView;
  user: User;
  t: Wording;
  /** A department's name. */
  name: (id: string) => string;
  moment: (instant: string) => string;
  /** What the form was opened for, where a list knows it: a transfer, a visit, an obligation. */
  subject?: Subject;
}

export interface Subject {
  obligationId?: string;
  subjectId?: string;
  n?: number;
  /** A supervisor came to name the department, and not to offer it. */
  designated?: boolean;
}

export type FieldKind =
  | 'line'
  | 'text'
  | 'lines'
  | 'choice'
  | 'verdict'
  | 'flag'
  | 'moment'
  | 'duration'
  | 'department'
  | 'departments'
  | 'person'
  | 'parties'
  | 'reference'
  | 'terms'
  | 'decisions'
  | 'dispute'
  | 'file';

export interface Field {
  name: string;
  kind: FieldKind;
  optional?: boolean;
  /** Label, where the field's name alone does not say it. */
  label?: (t: Wording) => string;
  /** The closed words of a choice. */
  words?: (t: Wording) => Record<string, string>;
  /** What a reference may point at, the likeliest first. A single one is chosen already. */
  options?: (context: Context) => Option[];
  /** The value is a number in the body. */
  number?: boolean;
  initial?: (context: Context) => unknown;
  /** Only where the case is so; a field that is not shown is not sent. */
  when?: (context: Context) => boolean;
  /** Seldom filled in: folded away under the others. */
  rare?: boolean;
  /** The field that a pointer goes on to when this one is chosen. */
  then?: string;
  /** Sentences that can be put in with one tap. */
  phrases?: (t: Wording, values: Record<string, unknown>) => string[];
}

const line = (name: string, more: Partial<Field> = {}): Field => ({ name, kind: 'line', ...more });
const text = (name: string, more: Partial<Field> = {}): Field => ({ name, kind: 'text', ...more });
const choice = (name: string, words: Field['words'], more: Partial<Field> = {}): Field => ({
  name,
  kind: 'choice',
  words: words!,
  ...more,
});
const moment = (name: string, more: Partial<Field> = {}): Field => ({ name, kind: 'moment', ...more });
const reason = text('reason');
const note = text('note');

/** Puts what the form was opened for first. */
const first = <T>(all: T[], is: (each: T) => boolean): T[] => [...all.filter(is), ...all.filter((each) => !is(each))];

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
      label: `${t.dispute.visitNo(each.n)} · ${t.visitMode[each.mode]} · ${say(each.dueAt)}`,
    })),
};

const decider = (name: string, t: (t: Wording) => [yes: string, no: string]): Field => ({
  name,
  kind: 'verdict',
  words: (words) => ({ true: t(words)[0], false: t(words)[1] }),
});

export const VERB_FORMS: Record<Verb, { fields: Field[] }> = {
  grade: {
    fields: [
      choice('grade', (t) => t.grade, { initial: ({ view }) => view.grade ?? '' }),
      choice('complexity', (t) => t.complexity, { optional: true, initial: ({ view }) => view.complexity }),
      reason,
    ],
  },
  plan: { fields: [text('goal'), { name: 'measures', kind: 'lines' }, moment('dueAt', { optional: true })] },
  transfer: {
    fields: [
      { name: 'to', kind: 'department', initial: ({ view }) => view.suggestion?.departmentId ?? '' },
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
    fields: [
      transfers((each, context) => each.state === 'offered' && mine(each, context)),
      { name: 'handler', kind: 'person', optional: true },
    ],
  },
  return: {
    fields: [
      transfers((each, context) => (each.state === 'offered' || each.state === 'accepted') && mine(each, context)),
      choice('reasonCode', (t) => t.returnReason, { then: 'reason' }),
      reason,
      { name: 'suggestedDepartment', kind: 'department', optional: true },
    ],
  },
  'decide-return': {
    fields: [
      transfers((each) => each.return !== null && each.return.upheld === null),
      decider('uphold', (t) => [t.upholdYes, t.upholdNo]),
      reason,
    ],
  },
  recall: { fields: [transfers((each) => each.state === 'offered'), reason] },
  'complete-assist': {
    fields: [
      transfers((each, context) => each.role === 'assist' && each.state === 'accepted' && mine(each, context)),
      text('report'),
    ],
  },
  contact: { fields: [parties, moment('at', { initial: ({ view }) => view.now }), note] },
  consent: { fields: [parties, note] },
  progress: { fields: [note] },
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
  suspend: { fields: [choice('ground', (t) => t.ground), reason, moment('until', { optional: true })] },
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
  resolve: {
    fields: [
      choice('outcome', ({ outcome: { withdrawn: _withdrawn, merged: _merged, ...resolving } }) => resolving),
      text('summary'),
      { name: 'agreement', kind: 'terms', optional: true, label: (t) => t.field.terms! },
    ],
  },
  'fulfil-term': { fields: [termNumber, note] },
  'waive-term': { fields: [termNumber, reason] },
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
  close: { fields: [] },
  reopen: { fields: [reason] },
  supervise: {
    fields: [
      text('demand'),
      { name: 'answerWithin', kind: 'duration', initial: () => ({ amount: 2, unit: 'workingDays' }) },
    ],
  },
  'answer-supervision': {
    fields: [
      {
        name: 'orderId',
        kind: 'reference',
        options: ({ view, user, subject }) =>
          first(
            view.supervisions.filter((each) => each.state === 'open' && each.departmentId === user.departmentId),
            (each) => each.id === subject?.subjectId,
          ).map((each) => ({ value: each.id, label: each.demand ?? each.id })),
      },
      text('answer'),
    ],
  },
  meet: { fields: [{ name: 'departments', kind: 'departments' }, moment('at')] },
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
      note,
    ],
  },
  assign: {
    fields: [
      { name: 'userId', kind: 'person' },
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
  note: { fields: [text('text')] },
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
  merge: { fields: [{ name: 'into', kind: 'dispute' }] },
  withdraw: { fields: [reason] },
  hold: { fields: [reason] },
  'lift-hold': { fields: [reason] },
  erase: {
    fields: [
      choice('ground', (t) => t.erasureGround, { label: (t) => t.keeping.ground }),
      line('reason', { label: (t) => t.keeping.reason }),
    ],
  },
};

/** The order in which other actions are offered: what people do daily first, what ends a case last. */
export const VERB_ORDER: Verb[] = [
  'accept',
  'return',
  'contact',
  'plan',
  'progress',
  'resolve',
  'visit',
  'fulfil-term',
  'complete-assist',
  'transfer',
  'decide-return',
  'recall',
  'decide-extension',
  'extend',
  'answer-supervision',
  'fulfil-decision',
  'conclude-meeting',
  'statutory-step',
  'statutory-end',
  'resume',
  'grade',
  'assign',
  'note',
  'attach',
  'supervise',
  'meet',
  'consent',
  'suspend',
  'statutory',
  'waive-visit',
  'waive-term',
  'reopen',
  'close',
  'merge',
  'withdraw',
  'hold',
  'lift-hold',
  'erase',
];

export type FormContext = Context;

/** The body of a command: what was typed, without what was left empty. */
export function bodyOf(fields: Field[], values: Record<string, unknown>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.name];
    if (value === undefined || value === null || value === '' || (field.kind === 'flag' && value !== true)) continue;
    if (field.kind === 'reference' && field.number) body[field.name] = Number(value);
    else if (field.kind === 'verdict') body[field.name] = value === 'true';
    else if (field.kind === 'lines' || field.kind === 'decisions')
      body[field.name] = (value as unknown[]).filter(Boolean);
    else if (field.kind === 'terms') {
      const terms = (value as { text: string; dueAt?: string }[]).filter((each) => each.text.trim());
      if (terms.length > 0) {
        body[field.name] = { terms: terms.map(({ text: words, dueAt }) => ({ text: words, ...(dueAt && { dueAt }) })) };
      }
    } else body[field.name] = value;
  }
  return body;
}

export function missing(fields: Field[], values: Record<string, unknown>): string[] {
  return fields
    .filter((each) => !each.optional && each.kind !== 'flag' && each.kind !== 'lines' && each.kind !== 'decisions')
    .filter(({ name }) => {
      const value = values[name];
      return (
        value === undefined ||
        value === null ||
        (typeof value === 'string' && value.trim() === '') ||
        isEmptyList(value)
      );
    })
    .map(({ name }) => name);
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;
