import type { Limit } from '../contract.js';
import type { Wording } from '../words/zh.js';

/** What a refusal carries beside its words: of what a rule found, each as people say it. */

/** A problem, as far as it is looked at here. */
export interface Carrying {
  code: string;
  [fact: string]: unknown;
}

export interface Saying {
  t: Wording;
  listed: (names: readonly string[]) => string;
  /** A department's name. */
  name: (id: string) => string;
  person: (id: string) => string;
  moment: (at: string) => string;
}

type Say = (value: never, saying: Saying, code: string) => string;

const count: Say = (n: number) => String(n);
const moment: Say = (at: string, { moment }) => moment(at);
const kindOf = (kind: string, t: Wording) => (t.kind as Record<string, string>)[kind] ?? kind;
const visits: Say = (numbers: number[], { t, listed }) => listed(numbers.map((n) => t.dispute.visitNo(n)));

const SAYS = {
  dueAt: moment,
  earliest: moment,
  latest: moment,
  stopAt: moment,
  retainedUntil: moment,
  since: moment,
  by: (by: Limit, { t }) => t.limit(by),
  left: count,
  most: count,
  returns: count,
  lapses: count,
  approver: (post: keyof Wording['post'], { t }) => t.post[post],
  decider: ({ departmentId, role }: { departmentId: string; role: keyof Wording['role'] }, { t, name }) =>
    `${name(departmentId)} ${t.role[role]}`,
  to: (id: string, { name }) => name(id),
  departmentId: (id: string, { name }) => name(id),
  departments: (ids: string[], { name, listed }) => listed(ids.map(name)),
  with: (id: string, { person }) => person(id),
  mode: (mode: keyof Wording['visitMode'], { t }) => t.visitMode[mode],
  grade: (grade: keyof Wording['grade'], { t }) => t.grade[grade],
  reasonCode: (code: keyof Wording['returnReason'], { t }) => t.returnReason[code],
  sides: (sides: (keyof Wording['partyRole'])[], { t, listed }) => listed(sides.map((each) => t.partyRole[each])),
  steps: (steps: string[], { t, listed }) => listed(steps.map((each) => t.trackStep[each] ?? each)),
  mergedFrom: (numbers: string[], { listed }) => listed(numbers),
  openVisits: visits,
  openChecks: visits,
  openObligations: (open: { kind: string }[], { t, listed }) => listed(open.map(({ kind }) => kindOf(kind, t))),
  /** Of what may be extended; of channels, of what is told. */
  kinds: (kinds: string[], { t, listed }, code) =>
    listed(
      kinds.map((each) => (code === 'LEGAL_NOTICES' ? t.notice[each as keyof Wording['notice']] : kindOf(each, t))),
    ),
} satisfies Record<string, Say>;

export type Carried = keyof typeof SAYS;
export const CARRIED = Object.keys(SAYS) as Carried[];

/** What of them nobody who typed it has to be told: what they named themselves, and what the page shows as it is. */
export const ECHOED = [
  'at',
  'complexity',
  'decision',
  'deputyId',
  'disputeId',
  'disputeStatus',
  'extensionId',
  'itemState',
  'items',
  'kind',
  'meetingId',
  'n',
  'obligationId',
  'open',
  'orderId',
  'parties',
  'repeat',
  'role',
  'roles',
  'askedBy',
  'seq',
  'state',
  'step',
  'term',
  'track',
  'transferId',
  'until',
  'userId',
  'visitedAt',
] as const;

/** In the order of the table; nothing of what is empty, or what is no fact of that kind. */
export function factsOf(problem: Carrying, saying: Saying): { label: string; text: string }[] {
  return CARRIED.flatMap((name) => {
    const value: unknown = problem[name];
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return [];
    const text = (SAYS[name] as Say)(value as never, saying, problem.code);
    return text ? [{ label: saying.t.refused[name], text }] : [];
  });
}
