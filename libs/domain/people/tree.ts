import { passes } from './deputies.js';
import { ACTING, answersAs, hasOneOf, LOOKS_OVER, placeOf } from './posts.js';
import type { CommandActor } from './actor.js';
import type { WorkingTime } from '../time/limit.js';
import type { Post, Role } from '../words.js';

export interface Department {
  id: string;
  parentId: string | null;
  name: string;
  nameEn: string;
  hasDesk: boolean;
  /** A place where disputes are, rather than an office that solves them. */
  isVillage: boolean;
  active: boolean;
  /** Who goes on in its place, once it is closed or about to be; absent or null else. */
  successorId?: string | null;
  /** Its own hours; null where those of the policy hold. */
  workingTime?: WorkingTime | null;
  /** Of one at the top, whose all below it is; absent or null of the others. */
  region?: string | null;
}

/**
 * A county of an installation: the tree below its first department, with rules, numbers and retention of its own. Nobody of
 * another one sees any of it, nor learns that it is there.
 */
export interface Region {
  id: string;
  name: string;
  /** What stands before its numbers; nothing before those of the first. */
  prefix: string;
  /** Whether somebody of it has signed in: from then on it is looked after by its own people alone. */
  begun: boolean;
}

export interface Account {
  id: string;
  name: string;
  departmentId: string;
  roles: Role[];
  /** While away, the deputy stands in: receives what would reach this person, and has the roles that pass. */
  awayUntil: Date | null;
  deputyId: string | null;
}

/** Whom to find: a named person, or who has a post as seen from a department, or a role there. */
export interface Sought {
  post?: Post;
  role?: Role;
  departmentId: string;
  userId?: string;
  /** Seen from where this person works now, rather than from the department. */
  whereOf?: string;
}

/** Departments and people as they are at a moment: who is above whom, who stands in, and whom a post is. */
export class Tree {
  constructor(
    readonly departments: ReadonlyMap<string, Department>,
    readonly accounts: readonly Account[],
    private readonly now: Date,
    /** All of the installation, the first one first. */
    readonly regions: readonly Region[] = [],
  ) {}

  /** The region that a department is of, by the one at the top above it; undefined where there is no such department. */
  regionOf(departmentId: string): string | undefined {
    return this.departments.get(this.ancestors(departmentId).at(-1)!)?.region ?? undefined;
  }

  /** The same with one department as it would be. */
  with(next: Department): Tree {
    return new Tree(new Map([...this.departments, [next.id, next]]), this.accounts, this.now, this.regions);
  }

  /** What of it is of these regions: for whom there is nothing else. */
  within(regions: readonly Pick<Region, 'id'>[]): Tree {
    const known = new Set(regions.map(({ id }) => id));
    const departments = [...this.departments].filter(([id]) => known.has(this.regionOf(id)!));
    const there = new Map(departments);
    const accounts = this.accounts.filter(({ departmentId }) => there.has(departmentId));
    return new Tree(there, accounts, this.now, this.regions);
  }

  /** Who acts for a person in this role now: the person, or while away the deputy to whom it passes, or that one's. */
  standIn(account: Account, role: Role): Account {
    const passed = [account];
    for (;;) {
      const last = passed[passed.length - 1]!;
      const deputy = this.isAway(last) && this.accounts.find((each) => each.id === last.deputyId);
      // Whatever a row says, also one of before the rule: nothing passes that may not.
      if (!deputy || !passes(role, last, deputy)) return last;
      // Two who stand in for each other and are both away: the post stays where it is.
      if (passed.includes(deputy)) return account;
      passed.push(deputy);
    }
  }

  private isAway({ awayUntil }: Account): boolean {
    return awayUntil !== null && awayUntil > this.now;
  }

  /** A person's own roles, and those of absent colleagues that passed to them. */
  rolesOf(account: Account): Role[] {
    const absent = this.accounts.filter((each) => each.id !== account.id && this.isAway(each));
    const lent = absent.flatMap((each) => each.roles.filter((role) => this.standIn(each, role).id === account.id));
    return [...new Set([...account.roles, ...lent])];
  }

  /** Somebody as they act now. What lies below is the matter of those alone who look over others. */
  actorOf(account: Account): CommandActor {
    const { id: userId, departmentId } = account;
    const roles = this.rolesOf(account);
    const superiorOf = hasOneOf({ roles }, LOOKS_OVER) ? this.descendants(departmentId) : [];
    return { userId, departmentId, roles, superiorOf };
  }

  /** Where somebody works; undefined of who is not there any more. */
  departmentOf(userId: string): string | undefined {
    return this.accounts.find((each) => each.id === userId)?.departmentId;
  }

  /** Whether anybody is there who can answer what the department is asked. */
  isStaffed(departmentId: string): boolean {
    return this.accounts.some((each) => each.departmentId === departmentId && hasOneOf(each, ACTING));
  }

  /** Who goes on in place of a department that is closed or about to be; itself where it is neither. */
  successorOf(departmentId: string): string {
    return this.successorsOf(departmentId).at(-1) ?? departmentId;
  }

  /** Those who go on in its place, one after the other; none where it is neither. */
  successorsOf(departmentId: string): string[] {
    const line = [departmentId];
    for (;;) {
      const next = this.departments.get(line.at(-1)!)?.successorId;
      if (!next || line.includes(next)) return line.slice(1);
      line.push(next);
    }
  }

  /** Those that are closed and in whose place it goes on: what was theirs is read by who is there now. */
  predecessorsOf(departmentId: string): string[] {
    const closed = [...this.departments.values()].filter((each) => !each.active && each.successorId);
    return closed.map(({ id }) => id).filter((id) => this.successorOf(id) === departmentId);
  }

  /**
   * Whether who works at one answers what another owes. While that goes over, its people do so for what has arrived; those
   * of its successor see nothing of it that has not.
   */
  answersFor(departmentId: string, other: string): boolean {
    const going = [departmentId, ...this.successorsOf(departmentId)];
    return going.includes(other) || this.predecessorsOf(departmentId).includes(other);
  }

  /** All that are one with it. */
  together(departmentId: string): string[] {
    return [...this.departments.keys()].filter((id) => this.areOne(id, departmentId));
  }

  /** Whether two are one, or will be once that which is being closed has gone over: their people answer for each other. */
  areOne(departmentId: string, other: string): boolean {
    return this.successorOf(departmentId) === this.successorOf(other);
  }

  /**
   * Whether anybody is above a desk who decides on its cases.
   *
   * @param without somebody who is not counted
   */
  isOverseen(desk: string, without?: string): boolean {
    const above = this.ancestors(desk).slice(1);
    return this.accounts.some(
      ({ id, departmentId, roles }) => id !== without && roles.includes('supervisor') && above.includes(departmentId),
    );
  }

  /** The departments whose desks somebody is above in that way. */
  overseenBy({ departmentId, roles }: Pick<Account, 'departmentId' | 'roles'>): string[] {
    return roles.includes('supervisor') ? this.descendants(departmentId) : [];
  }

  /** From the department upwards, itself first. */
  ancestors(departmentId: string): string[] {
    const line = new Set<string>();
    for (let id: string | null = departmentId; id && !line.has(id); id = this.departments.get(id)?.parentId ?? null) {
      line.add(id);
    }
    return [...line];
  }

  /** Everything below a department, without itself. */
  descendants(departmentId: string): string[] {
    return [...this.departments.keys()].filter(
      (id) => id !== departmentId && this.ancestors(id).includes(departmentId),
    );
  }

  /** The hours of a department: its own, or those of the first superior that has some; null where the policy's hold. */
  hoursOf(departmentId: string): WorkingTime | null {
    const hours = this.ancestors(departmentId).map((id) => this.departments.get(id)?.workingTime);
    return hours.find((each) => each) ?? null;
  }

  /** The nearest desk: of the department itself, or of the first superior that has one below it. */
  deskFor(departmentId: string): string | null {
    for (const place of this.ancestors(departmentId)) {
      const desk = [place, ...this.descendants(place)].find((id) => this.takesIn(id));
      if (desk) return desk;
    }
    return null;
  }

  /** Whether what comes in is taken in there. */
  takesIn(id: string): boolean {
    return this.stays(id) && this.departments.get(id)!.hasDesk;
  }

  /** Whether it is there and is not about to be closed: nothing new is given to one that is. */
  stays(id: string): boolean {
    const place = this.departments.get(id);
    return place !== undefined && place.active && !place.successorId;
  }

  /** The people whom a notice must reach. Where nobody has the post, the next superiors are told: silence is no answer. */
  people({ whereOf, ...target }: Sought): Account[] {
    const place = (whereOf && this.departmentOf(whereOf)) ?? target.departmentId;
    return [...new Set(this.posted({ ...target, departmentId: place }))];
  }

  private posted(target: Sought): Account[] {
    if (target.userId) {
      // Who was named and works elsewhere by now does not answer for it any more; who reported hears of it wherever they are.
      const named = this.accounts.filter(
        ({ id, departmentId }) =>
          id === target.userId && (target.role === 'reporter' || this.areOne(departmentId, target.departmentId)),
      );
      if (named.length > 0) return named.map((each) => this.insteadOf(each));
    }
    const { role, superior } = placeOf(target.post, target.role);
    const line = this.ancestors(target.departmentId);
    const places = superior ? line.slice(1) : line.slice(0, 1);
    for (const place of places) {
      // Where nobody handles, whoever else answers for the department is nearer than its superiors.
      for (const each of answersAs(role)) {
        const found = this.holding(each, place);
        if (found.length > 0) return found;
      }
    }
    for (const place of line.slice(1)) {
      const found = this.holding('supervisor', place);
      if (found.length > 0) return found;
    }
    return [];
  }

  private holding(role: Role, place: string): Account[] {
    const own = this.accounts.filter((each) => each.departmentId === place && each.roles.includes(role));
    return own.map((each) => this.standIn(each, role));
  }

  /** Of somebody who is told by name: whoever has the first of their roles that passed to another. */
  private insteadOf(account: Account): Account {
    const others = account.roles.map((role) => this.standIn(account, role));
    return others.find((each) => each !== account) ?? account;
  }
}
