import type { Problem } from '../form/shapes.js';
import { refuse } from '../errors.js';
import { ROLES, type Role } from '../words.js';
import type { CommandActor } from './actor.js';
import { nameKey, USERNAME } from './names.js';
import { answersAs, hasOneOf, LOOKS_OVER } from './posts.js';
import { mayFound } from './regions.js';
import type { Account, Department, Tree } from './tree.js';

/**
 * What departments and people may become, and who may make them so. Nothing here writes: a change is judged as what there
 * would be after it, so that a form, a file of a thousand rows and the command line are told the same.
 */

/** What makes power over others' accounts, or over what is proved of them: granted by one, confirmed by another. */
export const POWER: readonly Role[] = ['admin', 'auditor'];

/** Of the first person of all, who lets the others in. */
export const FIRST_ROLES: readonly Role[] = ['admin'];

/** Whether somebody looks after departments and people, and so could let others in. */
export function tends(person: { roles: readonly Role[] }): boolean {
  return hasOneOf(person, FIRST_ROLES);
}

/** What is left of somebody's roles where they are granted anew. */
export function withoutPower(roles: readonly Role[]): Role[] {
  return roles.filter((role) => !POWER.includes(role));
}

/** Nobody looks over themself. */
const APART: readonly (readonly [Role, Role])[] = [['admin', 'auditor']];

/** Departments and people as they are, those included that left: their names are not given twice. */
export interface House {
  /** As far as who asks knows it. */
  tree: Tree;
  /** Of every department that is or was anywhere in the installation. */
  departmentIds: ReadonlySet<string>;
  /** `nameKey` of the user name of everybody who is or was here. */
  usernames: ReadonlySet<string>;
  /** Roles that somebody was granted and that wait for a second person. */
  pending: ReadonlyMap<string, readonly Role[]>;
}

/**
 * What is wrong with a department as it would be.
 *
 * @param before as it is; null for one that is made
 * @returns by place in the form and code; `DEPARTMENT_LOOP` is a refusal of the whole
 */
export function departmentProblems(
  next: Department,
  before: Department | null,
  { tree, departmentIds }: Pick<House, 'tree' | 'departmentIds'>,
): Problem[] {
  const problems: Problem[] = [];
  const say = (field: keyof Department, code: string, detail: string) =>
    problems.push({ pointer: `/${field}`, code, detail });
  if (before === null && departmentIds.has(next.id)) say('id', 'ID_TAKEN', `there is a department "${next.id}"`);
  problems.push(...placeProblems(next, before, tree));
  const key = nameKey(next.name);
  const same = [...tree.departments.values()].find(
    (each) => each.active && each.id !== next.id && isBeside(each, next) && nameKey(each.name) === key,
  );
  if (same)
    say('name', 'NAME_TAKEN', `"${same.id}" has this name, but for case, width or blanks, under the same superior`);
  problems.push(...deskProblems(next, before, tree));
  return problems;
}

/** Whether two are under the same superior; of those at the top each is beside those of its own region alone. */
const isBeside = (one: Department, other: Department): boolean =>
  one.parentId === other.parentId && (one.parentId !== null || one.region === other.region);

/** A desk stays as long as a clerk works at it. */
export function deskProblems({ id, hasDesk }: Department, before: Department | null, { accounts }: Tree): Problem[] {
  if (hasDesk || !before?.hasDesk) return [];
  const clerks = accounts.filter((each) => each.departmentId === id && each.roles.includes('desk'));
  if (clerks.length === 0) return [];
  const detail = `works at this desk: ${clerks.map((each) => each.id).join(', ')}; change their roles first`;
  return [{ pointer: '/hasDesk', code: 'DESK_HAS_CLERKS', detail }];
}
/** What a department that is to be closed still has, so that somebody must go on with it. */
export interface Left {
  /** Open cases in which it has a part. */
  cases: number;
  /** Reports that wait at its desk. */
  items: number;
  people: number;
}

/**
 * What is wrong with another going on in place of a department.
 *
 * @param to who is to go on; undefined where nobody was named
 * @throws DomainError SUCCESSOR_REQUIRED naming what is left; DEPARTMENTS_BELOW naming those that would lose their superior;
 *   SUCCESSION_RUNS naming those that it is taking over; ITEMS_WAITING at its desk; NOBODY_THERE who could go on
 */
export function successionProblems(from: Department, to: string | undefined, left: Left, { tree }: House): Problem[] {
  const below = [...tree.departments.values()].filter((each) => each.active && each.parentId === from.id);
  if (below.length > 0) refuse('DEPARTMENTS_BELOW', { departments: below.map(({ id }) => id) });
  const coming = [...tree.departments.values()].filter((each) => each.active && each.successorId === from.id);
  if (coming.length > 0) refuse('SUCCESSION_RUNS', { departments: coming.map(({ id }) => id) });
  if (to === undefined) return refuse('SUCCESSOR_REQUIRED', { open: [], ...left });
  if (left.items > 0) refuse('ITEMS_WAITING', { items: left.items });
  const at = (code: string, detail: string): Problem[] => [{ pointer: '/successorId', code, detail }];
  const successor = tree.departments.get(to);
  if (!successor || !tree.stays(to)) return at('UNKNOWN_DEPARTMENT', `there is no department "${to}"`);
  if (to === from.id) return at('SUCCESSOR_IS_SELF', 'a department does not go on in its own place');
  if (tree.regionOf(to) !== tree.regionOf(from.id)) return at('OTHER_REGION', `"${to}" is of another region`);
  if (from.hasDesk && !successor.hasDesk) return at('NO_DESK', `"${to}" has no desk: give it one first`);
  if (from.isVillage !== successor.isVillage)
    return at('SUCCESSOR_UNLIKE', `one of "${from.id}" and "${to}" is a village and the other is none`);
  const isStaffed = tree.isStaffed(to) || tree.isStaffed(from.id);
  if (left.cases > 0 && !isStaffed) refuse('NOBODY_THERE', { departmentId: to });
  return [];
}

/** Cases that run at a desk and reports that wait there, by the superior that they were entered under. */
export interface Running {
  desk: string;
  superior: string;
  count: number;
}

/**
 * What of it a change of a department would take from its desk, from the superior that it knows from its first day, or from
 * everybody who decides on it.
 */
export function leftByChange(before: Department, next: Department, running: readonly Running[], tree: Tree): Running[] {
  const after = tree.with(next);
  const closes = before.hasDesk && !next.hasDesk;
  return running.filter(({ desk, superior }) =>
    standsAt(desk, tree).some(
      (place) =>
        (closes && place === before.id) ||
        (superior !== desk && !after.ancestors(place).includes(superior)) ||
        (tree.isOverseen(place) && !after.isOverseen(place)),
    ),
  );
}

/** Where the cases of a desk are decided on: there, and while another is going on in its place, from there as well. */
const standsAt = (desk: string, tree: Tree): string[] => [...new Set([desk, tree.successorOf(desk)])];

/** The same of a desk in whose place another goes on: who decides on its cases stays above it, and is not that desk. */
export function leftBySuccession(to: string, running: readonly Running[], tree: Tree): Running[] {
  const above = tree.ancestors(to).slice(1);
  return running.filter(
    ({ desk, superior }) =>
      (superior !== desk && !above.includes(superior)) || (tree.isOverseen(desk) && !tree.isOverseen(to)),
  );
}

/** A department has a superior that is there, and is never below itself; the first of a region has none. */
export function placeProblems(next: Department, before: Department | null, tree: Tree): Problem[] {
  const { id, parentId, region } = next;
  const at = (code: string, detail: string): Problem[] => [{ pointer: '/parentId', code, detail }];
  const atRegion = (code: string, detail: string): Problem[] => [{ pointer: '/region', code, detail }];
  if (parentId === null) {
    if (before !== null && before.parentId === null) return [];
    if (region && !tree.regions.some((each) => each.id === region))
      return atRegion('UNKNOWN_REGION', `there is no region "${region}"`);
    const isFirst = region && ![...tree.departments.keys()].some((each) => tree.regionOf(each) === region);
    return isFirst ? [] : at('PARENT_REQUIRED', 'a department has a superior; only the first of a region has none');
  }
  if (!tree.stays(parentId)) return at('UNKNOWN_DEPARTMENT', `there is no department "${parentId}"`);
  const theirs = tree.regionOf(parentId);
  if (before === null && region && region !== theirs)
    return atRegion('OTHER_REGION', 'a department is of the region of its superior');
  if (before !== null && tree.regionOf(id) !== theirs) return at('OTHER_REGION', `"${parentId}" is of another region`);
  const line = tree.ancestors(parentId);
  return line.includes(id)
    ? at('DEPARTMENT_LOOP', `"${parentId}" is below "${id}", which would then be below itself`)
    : [];
}

export interface PlannedPerson {
  /** The user name. */
  id: string;
  name: string;
  departmentId: string;
  roles: readonly Role[];
}

/**
 * What is wrong with a person as they would be.
 *
 * @param before as they are; null for one who comes
 * @returns by place in the form and code; `USERNAME_TAKEN` and `ROLE_NOT_ALLOWED` are refusals of the whole
 */
export function personProblems(
  next: PlannedPerson,
  before: PlannedPerson | null,
  house: Pick<House, 'tree' | 'usernames'>,
): Problem[] {
  const { tree } = house;
  const problems: Problem[] = [];
  const say = (pointer: string, code: string, detail: string) => problems.push({ pointer, code, detail });
  if (before === null && house.usernames.has(nameKey(next.id))) {
    say('/username', 'USERNAME_TAKEN', `somebody has or had the user name "${next.id}", but for case, width or blanks`);
  } else if (before === null && !USERNAME.test(next.id)) {
    say(
      '/username',
      'NOT_A_USERNAME',
      `"${next.id}" is no user name: small letters, figures and . _ - behind the first`,
    );
  }
  const department = tree.departments.get(next.departmentId);
  if (!department?.active) say('/departmentId', 'UNKNOWN_DEPARTMENT', `there is no department "${next.departmentId}"`);
  else if (before && tree.regionOf(before.departmentId) !== tree.regionOf(next.departmentId))
    say('/departmentId', 'OTHER_REGION', `"${next.departmentId}" is of another region`);
  if (next.roles.length === 0) say('/roles', 'REQUIRED', 'somebody who is here has a role');
  const unknown = next.roles.filter((each) => !ROLES.includes(each));
  if (unknown.length > 0)
    say('/roles', 'UNKNOWN_ROLE', `there is no role ${unknown.join(', ')}; roles are ${ROLES.join(', ')}`);
  const had = before?.departmentId === next.departmentId ? before.roles : [];
  for (const pair of APART) {
    if (!pair.every((each) => next.roles.includes(each)) || pair.every((each) => had.includes(each))) continue;
    say(
      '/roles',
      'ROLE_NOT_ALLOWED',
      `nobody is ${pair.join(' and ')} at once: who gives rights does not look over them`,
    );
  }
  if (department && !department.hasDesk && next.roles.includes('desk') && !had.includes('desk')) {
    say('/roles', 'DESK_MISSING', `"${department.id}" has no desk: give it one first, or name another role`);
  }
  return problems;
}

/**
 * Whose people and departments somebody looks after: of what is below their own department, and of one at the top also that
 * itself, since nobody is above it. Who makes regions looks after each until somebody of it has signed in.
 */
export function administers(
  actor: Pick<CommandActor, 'departmentId' | 'roles'>,
  departmentId: string,
  tree: Tree,
): boolean {
  if (!actor.roles.includes('admin')) return false;
  // By the tree as it is: an actor knows it as of a moment ago, and not what they made just now.
  if (departmentId === actor.departmentId) return tree.departments.get(departmentId)?.parentId === null;
  return tree.ancestors(departmentId).includes(actor.departmentId) || isEntrusted(actor, departmentId, tree);
}

/** Whether it is of a region that nobody of it looks after yet, and they make regions. */
function isEntrusted(actor: Pick<CommandActor, 'departmentId' | 'roles'>, departmentId: string, tree: Tree): boolean {
  const region = tree.regionOf(departmentId);
  return tree.regions.some(({ id, begun }) => id === region && !begun) && mayFound(actor, tree);
}

/** Whether somebody may confirm what makes power at a department: there or above it, in power themself. */
function mayConfirm(person: Pick<CommandActor, 'departmentId' | 'roles'>, departmentId: string, tree: Tree): boolean {
  return (
    POWER.some((each) => person.roles.includes(each)) && tree.ancestors(departmentId).includes(person.departmentId)
  );
}

export interface Granted {
  /** What takes effect now. */
  roles: Role[];
  /** What waits for a second person. */
  pending: Role[];
}

/**
 * What of the roles that somebody is given takes effect. What makes power waits until another confirms it; where there is
 * nobody else in power, who begins alone begins.
 *
 * @param before the roles that the person has
 * @param pending those that wait already
 */
export function granted(
  by: Pick<CommandActor, 'userId'>,
  { id, departmentId, roles }: PlannedPerson,
  before: readonly Role[],
  tree: Tree,
): Granted {
  const others = tree.accounts.filter((each) => each.id !== by.userId && each.id !== id);
  const isAlone = !others.some((each) => mayConfirm(each, departmentId, tree));
  const waits = (role: Role) => POWER.includes(role) && !before.includes(role) && !isAlone;
  const unique = [...new Set(roles)];
  return { roles: unique.filter((each) => !waits(each)), pending: unique.filter(waits) };
}

/**
 * @param askedBy who granted the role; undefined where it does not wait for anybody
 * @throws DomainError ROLE_NOT_ALLOWED for who granted it, for whom it is, and for whoever is in no power there
 */
export function confirmRole(
  actor: CommandActor,
  { id, departmentId }: Pick<Account, 'id' | 'departmentId'>,
  role: Role,
  askedBy: string | undefined,
  tree: Tree,
): void {
  if (!mayConfirm(actor, departmentId, tree)) refuse('NOT_ALLOWED');
  if (askedBy === undefined) refuse('ROLE_NOT_PENDING', { role });
  if (actor.userId === askedBy || actor.userId === id) refuse('ROLE_NOT_ALLOWED', { role, askedBy });
}

/** Of who is in power the password is not an administrator's to end: whoever opens the link is that person from then on. */
export function demandResettable({ roles }: Pick<Account, 'roles'>): void {
  const theirs = POWER.filter((each) => roles.includes(each));
  if (theirs.length > 0) refuse('ROLE_NOT_ALLOWED', { roles: theirs });
}

/**
 * Nobody comes to be alone in power by what they do to the others: who is alone grants at once, and so could come to
 * everything under another name. Where it has to be, it is the operator's to do.
 *
 * @param next what is left of the person; null where they go
 * @throws DomainError ROLE_NOT_ALLOWED
 */
export function demandOthersInPower(
  by: Pick<CommandActor, 'userId'>,
  { id, departmentId, roles }: Pick<Account, 'id' | 'departmentId' | 'roles'>,
  next: Pick<PlannedPerson, 'departmentId' | 'roles'> | null,
  tree: Tree,
): void {
  const theirs = POWER.filter((each) => roles.includes(each));
  const keep = next?.departmentId === departmentId && theirs.some((each) => next.roles.includes(each));
  if (theirs.length === 0 || keep || id === by.userId) return;
  const others = tree.accounts.filter((each) => each.id !== by.userId && each.id !== id);
  if (!others.some((each) => mayConfirm(each, departmentId, tree))) refuse('ROLE_NOT_ALLOWED', { roles: theirs });
}

/** What a person is named for, or alone can answer: what must be somebody else's before they leave or move. */
export interface Holding {
  /** The department that the role is of. */
  departmentId: string;
  role: Role;
  /** The case, where it is by name; null for what the department owes and nobody else there could answer. */
  disputeId: string | null;
  number: string | null;
  /** One obligation of it; absent where the role on the whole case is meant. */
  obligationId?: string;
  /** How much the department owes in that role, where it is not by name. */
  count?: number;
}

/** What a department owes in a role. */
export interface OwedIn {
  departmentId: string;
  role: Role;
  count: number;
}

/**
 * What nobody could answer any more without this person: of what their department owes, and of what runs at the desks below
 * them, on which somebody above has to decide whatever is owed now.
 */
export function heldAlone(
  person: Pick<Account, 'id' | 'departmentId' | 'roles'>,
  owed: readonly OwedIn[],
  running: readonly Running[],
  tree: Tree,
): Holding[] {
  const { id, departmentId } = person;
  const answers = (who: Pick<Account, 'departmentId' | 'roles'>, what: OwedIn) =>
    tree.answersFor(who.departmentId, what.departmentId) && hasOneOf(who, answersAs(what.role));
  const others = tree.accounts.filter((each) => each.id !== id);
  const own = owed.filter(
    (each) => each.role !== 'supervisor' && answers(person, each) && !others.some((other) => answers(other, each)),
  );
  const count = running
    .filter(({ desk }) => standsAt(desk, tree).some((each) => tree.isOverseen(each) && !tree.isOverseen(each, id)))
    .reduce((sum, each) => sum + each.count, 0);
  const decided: OwedIn[] = count > 0 ? [{ departmentId, role: 'supervisor', count }] : [];
  return [...own, ...decided].map((each) => ({ ...each, disputeId: null, number: null }));
}

/** Whether a change takes somebody away from what they hold. */
export function leaves(
  now: Pick<Account, 'departmentId' | 'roles'>,
  next: PlannedPerson,
  { departmentId, role }: Holding,
  tree: Tree,
): boolean {
  if (!tree.areOne(now.departmentId, departmentId)) return false;
  // Who looks over others does so from their place in the tree, also while that of two is one.
  const isThere = LOOKS_OVER.includes(role)
    ? next.departmentId === now.departmentId
    : tree.answersFor(next.departmentId, departmentId);
  if (!isThere) return true;
  return hasOneOf(now, answersAs(role)) && !hasOneOf(next, answersAs(role));
}

/**
 * What is wrong with who is to go on in somebody's place: a colleague of the same department who has each role that is
 * handed over, or somebody above it where nobody is named.
 */
export function successorProblems(
  successor: Account | undefined,
  person: Pick<Account, 'id' | 'departmentId'>,
  holdings: readonly Holding[],
  tree: Tree,
): Problem[] {
  const at = (code: string, detail: string): Problem[] => [{ pointer: '/successorId', code, detail }];
  if (!successor) return at('UNKNOWN_PERSON', 'there is no such person');
  if (successor.id === person.id) return at('SUCCESSOR_IS_SELF', 'somebody else goes on in their place');
  const elsewhere = holdings.find((each) => !tree.answersFor(successor.departmentId, each.departmentId));
  if (elsewhere) return at('OTHER_DEPARTMENT', `"${successor.id}" does not work at ${elsewhere.departmentId}`);
  const lacking = [...new Set(holdings.map(({ role }) => role))].filter(
    (role) => !hasOneOf(successor, answersAs(role)),
  );
  if (lacking.length === 0) return [];
  return at('SUCCESSOR_LACKS_ROLE', `"${successor.id}" is no ${lacking.join(', no ')} yet: give them that role first`);
}
