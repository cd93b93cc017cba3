import { TRANSITIONS, type LiveStatus } from '#domain/dispute/may/transitions.js';
import type { Verb } from '#domain/dispute/commands.js';
import { tableOf } from './pages.js';

/** Renders docs/life.md from the table that the rules read, so that the page cannot differ from the product. */
export function lifeTable(): string {
  const verbs = Object.keys(TRANSITIONS) as Verb[];
  const statuses = Object.keys(TRANSITIONS.grade) as LiveStatus[];
  return [
    '# The life of a dispute: status and verb',
    '',
    'Generated from `libs/domain/dispute/may/transitions.ts`; a test compares the two. "yes" means that the status allows the verb: who',
    'asks, and what is going on in the dispute (an open offer, a window that is over), may still refuse it. A code is the',
    'refusal that everybody with the right to the verb gets in that status.',
    '',
    ...tableOf([
      ['verb', ...statuses],
      ...verbs.map((verb) => [`\`${verb}\``, ...statuses.map((status) => cell(TRANSITIONS[verb][status]))]),
    ]),
    '',
  ].join('\n');
}

function cell(value: string): string {
  return value === 'ok' ? 'yes' : `\`${value}\``;
}
