import type { Role } from '../words.js';
import { ACTING, hasOneOf } from './posts.js';
import type { Account, Tree } from './tree.js';
import { abilitiesOf } from './abilities.js';

/**
 * Who may read a case, as tokens on the row and tokens of the reader; row-level security compares the two.
 * `justice`: those on the case; `^centre`: superiors of these; `police#visitor`: the visitors of a department, while
 * visits are open; `forestry~`: a department that returned the case, for its own leg of the timeline and no more.
 */

/** What departments are to a case. */
export interface Involved {
  desk: string;
  holder: string;
  assistants: readonly string[];
  /** All that have a part in it now: the desk, the holder, assistants, and who is asked or invited. */
  on: readonly string[];
  /** Whether visits are open. */
  visiting: boolean;
  /** Who had it and gave it back. */
  returned: readonly string[];
}

export function visibleTo({ desk, on, visiting, returned }: Involved, tree: Tree): string[] {
  const superiors = on.flatMap((id) => above(id, tree));
  const visitors = visiting ? [...new Set([desk, ...on])].map((id) => `${id}#visitor`) : [];
  return [...new Set([...on, ...superiors, ...visitors, ...returned.map(formerly)])];
}

/** The scope under which a department that returned a case reads its own leg; nobody carries it in daily reads. */
export function formerly(departmentId: string): string {
  return `${departmentId}~`;
}

/** Who of a department that returned a case reads its own leg of it. */
export function readsOwnLeg({ roles }: { roles: readonly Role[] }): boolean {
  return roles.includes('handler') || roles.includes('head');
}

/** Those who look over a department, from itself upwards. */
export function above(departmentId: string, tree: Tree): string[] {
  return tree.ancestors(departmentId).map(everythingBelow);
}

/** Everything at a department and below. */
export function everythingBelow(departmentId: string): string {
  return `^${departmentId}`;
}

/** What a person may read with. A reporter and an administrator read no case; a visitor those with open visits. */
export function scopesOf(
  person: { departmentId: string; roles: readonly Role[] },
  tree: Pick<Tree, 'predecessorsOf' | 'successorsOf'>,
): string[] {
  const has = (...wanted: Role[]) => hasOneOf(person, wanted);
  const own = [person.departmentId, ...tree.predecessorsOf(person.departmentId)];
  // What went over already they had in hand, and follow it; who looks over others sees no more of them by that.
  const acting = [...own, ...tree.successorsOf(person.departmentId)];
  return [
    ...(has(...ACTING) ? acting : []),
    ...(has('supervisor', 'auditor') ? own.map(everythingBelow) : []),
    ...(has('visitor') ? acting.map((departmentId) => `${departmentId}#visitor`) : []),
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
  const { departmentId, superiorOf } = person;
  const oversees = abilitiesOf(person).includes('deliveries.oversee');
  return oversees ? [departmentId, ...superiorOf].map((id) => `@deliveries:${id}`) : [];
}

/**
 * What whoever publishes rules, or moves cases to them, reads how far that came with, whoever began it. Of the cases it opens
 * nothing.
 */
export function ruling(person: { region: string; roles: readonly Role[] }): string[] {
  const abilities = abilitiesOf(person);
  const rules = abilities.includes('policy.publish') || abilities.includes('policy.move');
  return rules ? [`@rules:${person.region}`] : [];
}

/** Whose work a list shows. */
export interface Worker {
  departmentId: string;
  /** How much of what the department owes: a pure visitor is shown the visits alone. */
  sees: 'all' | 'visits' | 'none';
  /** Whether they look at what is reported to their desk. */
  triages: boolean;
}

export function workerOf(person: { departmentId: string; roles: readonly Role[] }): Worker {
  const abilities = abilitiesOf(person);
  return {
    departmentId: person.departmentId,
    sees: abilities.includes('inbox.see') ? 'all' : abilities.includes('visits.see') ? 'visits' : 'none',
    triages: abilities.includes('item.triage'),
  };
}

export interface WhyReadable {
  /** "returned": of its own stretch of the timeline, and nothing else. */
  why: 'desk' | 'holder' | 'assistant' | 'asked' | 'superior' | 'visitor' | 'returned';
  /** The department on the case that the reason comes from. */
  departmentId: string;
}

export interface CaseReader {
  account: Account;
  /** With those of absent colleagues that passed to them. */
  roles: Role[];
  reasons: WhyReadable[];
}

/** Everybody who can read a case or a part of it now, and why: the same tokens that row-level security compares. */
export function readersOf(involved: Involved, tree: Tree): CaseReader[] {
  const tokens = visibleTo(involved, tree);
  const reasonsOf = (token: string): WhyReadable[] => {
    if (token.startsWith('^')) {
      const below = involved.on.filter((id) => tree.ancestors(id).includes(token.slice(1)));
      return below.map((departmentId) => ({ why: 'superior', departmentId }));
    }
    const [departmentId, visitor] = token.split('#') as [string, string?];
    return [{ why: visitor ? 'visitor' : placeIn(involved, departmentId), departmentId }];
  };
  return tree.accounts
    .map((account) => {
      const { departmentId } = account;
      const roles = tree.rolesOf(account);
      const reasons = scopesOf({ departmentId, roles }, tree)
        .filter((each) => tokens.includes(each))
        .flatMap(reasonsOf);
      const ownLeg = readsOwnLeg({ roles }) && tokens.includes(formerly(departmentId));
      // Who reads the whole of it needs no part.
      if (reasons.length === 0 && ownLeg) reasons.push({ why: 'returned', departmentId });
      return { account, roles, reasons };
    })
    .filter(({ reasons }) => reasons.length > 0);
}

function placeIn({ desk, holder, assistants }: Involved, departmentId: string): WhyReadable['why'] {
  if (departmentId === desk) return 'desk';
  if (departmentId === holder) return 'holder';
  return assistants.includes(departmentId) ? 'assistant' : 'asked';
}
