import { isTooEarly } from '../../base/visit-moment.js';
import type { Wording } from '../../words/zh.js';
import type { VisitView } from '../../contract.js';
import {
  choice,
  first,
  moment,
  note,
  reason,
  said,
  text,
  type Context,
  type Fact,
  type Field,
  type Form,
  type Forms,
  type Sheet,
} from '../field.js';

const OPEN = ['planned', 'due', 'late', 'unreachable'];

/** One of the visits that are so, each with its day and from when on it counts. */
const of = (is: (each: VisitView) => boolean): Field<Sheet> => ({
  name: 'n',
  kind: 'reference',
  number: true,
  label: (t) => t.dispute.visits,
  options: ({ view, t, moment: say, subject }) =>
    first(view.visits.filter(is), (each) => each.n === subject?.n).map((each) => ({
      value: String(each.n),
      label: [
        t.dispute.visitNo(each.n),
        t.visitMode[each.mode],
        say(each.dueAt),
        ...(isTooEarly(each, view.now) ? [`${t.visits.countsFrom} ${say(each.earliest!)}`] : []),
      ].join(' · '),
    })),
});

const visitNumber = of((each) => OPEN.includes(each.state));

const openTerms = (view: Sheet) => (view.resolution?.terms ?? []).filter((each) => !each.fulfilledAt && !each.waivedAt);

/** Asked of a sheet, so that it opens on a doorstep without a network. */
const visit: Form<Sheet> = {
  foresees: true,
  fields: [
    visitNumber,
    choice('outcome', (t) => t.visitOutcome, { label: (t) => t.visits.found }),
    choice('mode', (t) => t.visitMode, {
      label: (t) => t.visits.how,
      initial: ({ view, subject }) =>
        (view.visits.find((each) => each.n === subject?.n) ?? view.visits.find((each) => each.state !== 'done'))?.mode,
    }),
    {
      name: 'with',
      kind: 'person',
      optional: true,
      another: true,
      label: (t) => t.visits.with,
      when: (_, { mode }) => mode === 'in-person-pair',
      // Who met nobody, or heard that it is back, waits for no second.
      neededWhen: ({ outcome }) => outcome !== 'unreachable' && outcome !== 'relapsed',
    },
    { name: 'parties', kind: 'met', optional: true, label: (t) => t.visits.whom },
    {
      name: 'satisfied',
      kind: 'verdict',
      optional: true,
      label: (t) => t.visits.satisfied,
      words: (t) => ({ true: t.dispute.satisfied, false: t.dispute.unsatisfied }),
      // Each party answers for themself, where any is known.
      when: ({ view }) => view.parties.length === 0,
    },
    {
      name: 'terms',
      kind: 'checks',
      number: true,
      optional: true,
      label: (t) => t.visits.termsKept,
      options: ({ view, t }) =>
        openTerms(view).map((each) => ({
          value: String(each.n),
          label: `${t.dispute.termNo(each.n)} ${each.text ?? ''}`,
        })),
      when: ({ view }) => openTerms(view).length > 0,
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
};

/** What was recorded of a visit, for whoever confirms or checks it. */
function recorded({ view, t }: Context<Sheet>, { n }: Record<string, unknown>): Fact[] {
  const visit = view.visits.find((each) => String(each.n) === n);
  if (!visit) return [];
  return [
    ...(visit.by ? [{ label: t.form.recordedBy, person: visit.by }] : []),
    ...(visit.with ? [{ label: t.visits.with, person: visit.with }] : []),
    ...(visit.visitedAt ? [{ label: t.field.visitedAt!, at: visit.visitedAt }] : []),
    ...(visit.outcome ? [{ label: t.visits.found, text: t.visitOutcome[visit.outcome] }] : []),
    ...said(t.field.note!, visit.note),
    ...view.parties.map((party) => ({
      label: [party.name ?? t.dispute.erased, t.partyRole[party.role]].join(' · '),
      text: answered(visit, party.id, t),
      party,
    })),
  ];
}

/** What somebody said at a visit, or that it did not meet them. */
function answered({ parties }: VisitView, id: string, t: Wording): string {
  const met = parties.find(({ partyId }) => partyId === id);
  if (!met) return t.visits.notMet;
  const content =
    met.satisfied === undefined ? t.visits.metOnly : met.satisfied ? t.dispute.satisfied : t.dispute.unsatisfied;
  return met.kept === undefined ? content : `${content} · ${met.kept ? t.visits.keptYes : t.visits.keptNo}`;
}

/** Return visits. */
export const visits = {
  visit,
  'confirm-visit': {
    about: recorded,
    fields: [of((each) => each.state === 'unconfirmed')],
  },
  'check-visit': {
    about: recorded,
    fields: [
      of((each) => each.check?.state === 'owed'),
      choice('result', ({ checkState: { owed: _owed, ...results } }) => results, { label: (t) => t.visits.heard }),
      note,
    ],
  },
  'waive-visit': {
    foresees: true,
    about: recorded,
    fields: [of((each) => [...OPEN, 'unconfirmed'].includes(each.state)), reason],
  },
} satisfies Forms;
