import type { Post, Role } from '../words.js';
import { ACTING, hasOneOf, placeOf } from './posts.js';
import { POWER } from './staffing.js';
import type { Account, Department, Tree } from './tree.js';

/** What an installation lacks to be at work: each thing that somebody can mend, with how much of it there is. */

export const READINESS_CODES = [
  'no-desk',
  'desk-without-clerk',
  'department-without-handler',
  'calendar-missing',
  'post-nobody-holds',
  'desk-without-visitor',
  'village-without-reporter',
  'routing-empty',
  'next-calendar-missing',
  'role-pending',
  'alone-in-power',
  'never-signed-in',
  'gone-at-provider',
  'no-channel',
  'no-backup',
  'keys-old',
] as const;
export type ReadinessCode = (typeof READINESS_CODES)[number];

/** `stop`: cases would be nobody's, or counted wrongly; `warn`: it goes on, and somebody should look. */
export type ReadinessLevel = 'stop' | 'warn' | 'ok';

export interface ReadinessItem {
  code: ReadinessCode;
  level: ReadinessLevel;
  /** How many; 0 where all is well. */
  count: number;
  /** Departments or people that are meant, as many as are worth naming. */
  of: string[];
}

export interface ReadinessFacts {
  tree: Tree;
  /** Departments that are looked at, and people in them. */
  departments: readonly Department[];
  /** Posts that a rung of the policy sends to. */
  posts: readonly Post[];
  routes: number;
  /** Official years of the calendar. */
  years: readonly number[];
  year: number;
  /** In this month the notice of the next year is there, or about to be. */
  month: number;
  pending: readonly string[];
  neverSignedIn: readonly string[];
  /** Whom the identity provider that once vouched for them has not vouched for lately, or gave no place any more. */
  gone: readonly string[];
  /** Whether anybody is told anything outside the console. */
  channels: number;
  /** Days since the last backup that was noted; null where there was none. */
  backupDays: number | null;
  keyDays: number;
}

const NAMED = 20;
const NOTICE_MONTH = 11;
const OLD_BACKUP_DAYS = 7;
const OLD_KEY_DAYS = 365;

export function readinessOf(facts: ReadinessFacts): ReadinessItem[] {
  const { tree, departments, year, years, month, backupDays } = facts;
  const active = departments.filter((each) => each.active);
  const has = ({ id }: Department, ...roles: Role[]) =>
    tree.accounts.some((each) => each.departmentId === id && hasOneOf(each, roles));
  const desks = active.filter((each) => each.hasDesk);
  const works = active.filter((each) => isWorking(each, tree));
  const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id);
  const item = (code: ReadinessCode, level: 'stop' | 'warn', of: string[], count = of.length): ReadinessItem => ({
    code,
    level: count > 0 ? level : 'ok',
    count,
    of: of.slice(0, NAMED),
  });
  const missing = (wanted: number) => (years.includes(wanted) ? [] : [String(wanted)]);
  const alone = tree.accounts.filter((each) => hasOneOf(each, POWER)).length < 2 ? 1 : 0;
  return [
    item('no-desk', 'stop', [], desks.length > 0 ? 0 : 1),
    item('desk-without-clerk', 'stop', ids(desks.filter((each) => !has(each, 'desk')))),
    item('department-without-handler', 'stop', ids(works.filter((each) => !has(each, ...ACTING)))),
    item('calendar-missing', 'stop', missing(year)),
    item('post-nobody-holds', 'warn', postsWithoutHolder(facts, [...desks, ...works])),
    item('desk-without-visitor', 'warn', ids(desks.filter((each) => !has(each, 'visitor')))),
    item('village-without-reporter', 'warn', ids(active.filter((each) => each.isVillage && !has(each, 'reporter')))),
    item('routing-empty', 'warn', [], facts.routes > 0 ? 0 : 1),
    item('next-calendar-missing', 'warn', month >= NOTICE_MONTH ? missing(year + 1) : []),
    item('role-pending', 'warn', [...facts.pending]),
    item('alone-in-power', 'warn', [], alone),
    item('never-signed-in', 'warn', [...facts.neverSignedIn]),
    item('gone-at-provider', 'warn', [...facts.gone]),
    item('no-channel', 'warn', [], facts.channels > 0 ? 0 : 1),
    item(
      'no-backup',
      backupDays === null ? 'stop' : 'warn',
      [],
      backupDays === null || backupDays > OLD_BACKUP_DAYS ? 1 : 0,
    ),
    item('keys-old', 'warn', [], facts.keyDays > OLD_KEY_DAYS ? 1 : 0),
  ];
}

/** A post of a department that nobody holds, with the roles of who would. */
export interface OpenPost {
  departmentId: string;
  roles: Role[];
}

/** Whom each department needs at the least for cases to come in, be handled, visited and watched, and does not have. */
export function openPosts({ tree, departments }: Pick<ReadinessFacts, 'tree' | 'departments'>): OpenPost[] {
  const active = departments.filter((each) => each.active);
  const isAbove = (id: string) => active.some((each) => each.parentId === id);
  const needed = ({ id, parentId, hasDesk, isVillage }: Department): Role[][] => {
    if (!active.some((each) => each.id === parentId)) return [['supervisor'], ['auditor']];
    if (hasDesk) return [['desk'], ['visitor'], ['head']];
    if (isVillage) return [['reporter']];
    return isAbove(id) ? [['supervisor']] : [['handler'], ['handler', 'head']];
  };
  // By one person or by several.
  const isHeld = ({ departmentId, roles }: OpenPost) =>
    roles.every((role) =>
      tree.accounts.some((each) => each.departmentId === departmentId && each.roles.includes(role)),
    );
  return active
    .flatMap((each) => needed(each).map((roles) => ({ departmentId: each.id, roles })))
    .filter((each) => !isHeld(each));
}

/** An office that cases can be given to: no place where they are, and no one that only stands above others. */
function isWorking({ id, isVillage, hasDesk }: Department, { departments, accounts }: Tree): boolean {
  if (isVillage) return false;
  const isAbove = [...departments.values()].some((each) => each.active && each.parentId === id);
  return hasDesk || !isAbove || accounts.some((each) => each.departmentId === id && hasOneOf(each, ACTING));
}

/** Posts of the ladders that nobody holds for some department that works: a rung would reach the next superior instead. */
function postsWithoutHolder({ tree, posts }: ReadinessFacts, at: readonly Department[]): string[] {
  const isHeld = (post: Post, { id }: Department) => {
    if (post === 'handler') return true;
    const { role, superior } = placeOf(post, undefined);
    const line = tree.ancestors(id);
    const places = superior ? line.slice(1) : line.slice(0, 1);
    return tree.accounts.some((each: Account) => places.includes(each.departmentId) && each.roles.includes(role));
  };
  const ofDesksAlone: readonly Post[] = ['desk', 'visitor'];
  return posts.filter((post) =>
    at.some((place) => (!ofDesksAlone.includes(post) || place.hasDesk) && !isHeld(post, place)),
  );
}
