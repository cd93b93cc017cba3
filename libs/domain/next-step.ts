import { can } from './decide.js';
import type { CommandActor, Verb } from './commands.js';
import type { Registered } from './dispute.js';
import type { PolicyDocument } from './policy.js';
import type { Instant } from './time.js';
import type { Category, DangerSign, ObligationKind } from './words.js';

/** The verb that meets an obligation; `watch` is met by the dispute's resolution and has none of its own. */
export const MEETS: Partial<Record<ObligationKind, Verb>> = {
  grade: 'grade',
  dispatch: 'transfer',
  'answer-transfer': 'accept',
  'decide-return': 'decide-return',
  'first-contact': 'contact',
  plan: 'plan',
  stabilise: 'progress',
  handle: 'resolve',
  'assist-report': 'complete-assist',
  'return-visit': 'visit',
  'agreement-term': 'fulfil-term',
  'decide-extension': 'decide-extension',
  'review-suspension': 'resume',
  'safety-check': 'progress',
  'statutory-step': 'statutory-step',
  meeting: 'conclude-meeting',
  'meeting-decision': 'fulfil-decision',
  'supervision-answer': 'answer-supervision',
};

export interface NextStep {
  verb: Verb;
  obligationId: string;
  kind: ObligationKind;
  n?: number;
  dueAt: Instant;
}

/** The one thing that this person should do next: of what they may meet, the obligation that is due first. */
export function nextStep(state: Registered, actor: CommandActor, now: Instant): NextStep | null {
  const allowed = can(state, actor, now);
  const candidates = state.obligations
    .filter((each) => each.state !== 'paused')
    .flatMap((each) => {
      const verb = MEETS[each.kind];
      return verb && allowed.includes(verb) ? [{ verb, each }] : [];
    })
    .sort((a, b) => (a.each.dueAt < b.each.dueAt ? -1 : 1));
  const first = candidates[0];
  if (!first) return null;
  const { id, kind, n, dueAt } = first.each;
  return { verb: first.verb, obligationId: id, kind, ...(n !== undefined && { n }), dueAt };
}

/** The department that the policy proposes: the most specific rule that fits, with its reason. */
export function suggest(
  routing: PolicyDocument['routing'],
  about: { category: Category; village: string; dangerSigns: readonly DangerSign[] },
): { departmentId: string; reason: string } | null {
  const fitting = routing
    .filter((rule) => rule.category === about.category)
    .filter((rule) => rule.village === undefined || rule.village === about.village)
    .filter((rule) => rule.dangerSign === undefined || about.dangerSigns.includes(rule.dangerSign));
  const weight = (rule: (typeof fitting)[number]) => (rule.dangerSign ? 2 : 0) + (rule.village ? 1 : 0);
  const best = fitting.reduce<(typeof fitting)[number] | null>(
    (found, rule) => (found === null || weight(rule) > weight(found) ? rule : found),
    null,
  );
  return best && { departmentId: best.to, reason: best.reason };
}
