import { assistantsOf, departmentsOn, holderOf, type Registered } from '#domain/dispute/state.js';
import { readsOwnLeg } from '#domain/people/posts.js';
import type { Role } from '#domain/words.js';
import type { Account, Tree } from './directory.js';

/**
 * Who may read a case, as tokens on the row and tokens of the reader; row-level security compares the two.
 * `justice`: those on the case; `^centre`: superiors of these; `police#visitor`: the visitors of a department, while
 * visits are open; `forestry~`: a department that returned the case, for its own leg of the timeline and no more.
 */
export function visibleTo(state: Registered, tree: Tree): string[] {
  const on = departmentsOn(state);
  const superiors = on.flatMap((id) => tree.ancestors(id)).map((id) => `^${id}`);
  const visiting = state.obligations.some((each) => each.kind === 'return-visit')
    ? [...new Set([state.desk, ...on])].map((id) => `${id}#visitor`)
    : [];
  const returned = state.transfers.filter((each) => each.state === 'returned').map((each) => formerly(each.to));
  return [...new Set([...on, ...superiors, ...visiting, ...returned])];
}

/** The scope under which a department that returned a case reads its own leg; nobody carries it in daily reads. */
export function formerly(departmentId: string): string {
  return `${departmentId}~`;
}

/** What a person may read with. A reporter and an administrator read no case; a visitor those with open visits. */
export function scopesOf(person: { departmentId: string; roles: readonly Role[] }): string[] {
  const { departmentId, roles } = person;
  const has = (...wanted: Role[]) => wanted.some((role) => roles.includes(role));
  return [
    ...(has('desk', 'handler', 'head') ? [departmentId] : []),
    ...(has('supervisor', 'auditor') ? [`^${departmentId}`] : []),
    ...(has('visitor') ? [`${departmentId}#visitor`] : []),
    ...(has('auditor') ? [AUDIT] : []),
  ];
}

/** Opens the access log, no case. */
const AUDIT = '@audit';

/**
 * What somebody who looks after deliveries reads those of others with: those to their own department and below. How, when
 * and with what result; of the cases it opens nothing.
 */
export function overseeing(person: { departmentId: string; roles: readonly Role[]; superiorOf: readonly string[] }) {
  const { departmentId, roles, superiorOf } = person;
  const oversees = roles.includes('supervisor') || roles.includes('admin');
  return oversees ? [departmentId, ...superiorOf].map((id) => `@deliveries:${id}`) : [];
}

export interface WhyReadable {
  /** "returned": of its own stretch of the timeline, and nothing else. */
  why: 'desk' | 'holder' | 'assistant' | 'asked' | 'superior' | 'visitor' | 'returned';
  /** The department on the case that the reason comes from. */
  departmentId: string;
}

export interface CaseReader {
  account: Account;
  reasons: WhyReadable[];
}

/** Everybody who can read a case or a part of it now, and why: the same tokens that row-level security compares. */
export function readersOf(state: Registered, tree: Tree): CaseReader[] {
  const tokens = visibleTo(state, tree);
  const on = departmentsOn(state);
  const place = (id: string): WhyReadable['why'] =>
    id === state.desk
      ? 'desk'
      : id === holderOf(state)
        ? 'holder'
        : assistantsOf(state).includes(id)
          ? 'assistant'
          : 'asked';
  const reasonsOf = (token: string): WhyReadable[] => {
    if (token.startsWith('^')) {
      const below = on.filter((id) => tree.ancestors(id).includes(token.slice(1)));
      return below.map((departmentId) => ({ why: 'superior', departmentId }));
    }
    const [departmentId, visitor] = token.split('#') as [string, string?];
    return [{ why: visitor ? 'visitor' : place(departmentId), departmentId }];
  };
  const returnedBy = (account: Account): WhyReadable[] => {
    const { departmentId } = account;
    return readsOwnLeg(account) && tokens.includes(formerly(departmentId)) ? [{ why: 'returned', departmentId }] : [];
  };
  return tree.accounts
    .map((account) => {
      const reasons = scopesOf(account)
        .filter((each) => tokens.includes(each))
        .flatMap(reasonsOf);
      // Who reads the whole of it needs no part.
      return { account, reasons: reasons.length > 0 ? reasons : returnedBy(account) };
    })
    .filter(({ reasons }) => reasons.length > 0);
}
