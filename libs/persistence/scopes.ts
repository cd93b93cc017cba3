import { departmentsOn, type Registered } from '#domain/dispute.js';
import type { Role } from '#domain/words.js';
import type { Tree } from './directory.js';

/**
 * Who may read a case, as tokens on the row and tokens of the reader; row-level security compares the two.
 * `justice`: those on the case; `^centre`: superiors of these; `police#visitor`: the visitors of a department, while
 * visits are open.
 */
export function visibleTo(state: Registered, tree: Tree): string[] {
  const on = departmentsOn(state);
  const superiors = on.flatMap((id) => tree.ancestors(id)).map((id) => `^${id}`);
  const visiting = state.obligations.some((each) => each.kind === 'return-visit')
    ? [...new Set([state.desk, ...on])].map((id) => `${id}#visitor`)
    : [];
  return [...new Set([...on, ...superiors, ...visiting])];
}

/** What a person may read with. A reporter and an administrator read no case; a visitor those with open visits. */
export function scopesOf(person: { departmentId: string; roles: readonly Role[] }): string[] {
  const { departmentId, roles } = person;
  const has = (...wanted: Role[]) => wanted.some((role) => roles.includes(role));
  return [
    ...(has('desk', 'handler', 'head') ? [departmentId] : []),
    ...(has('supervisor', 'auditor') ? [`^${departmentId}`] : []),
    ...(has('visitor') ? [`${departmentId}#visitor`] : []),
  ];
}
