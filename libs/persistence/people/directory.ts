import { passes } from '#domain/people/deputies.js';
import type { NoticeTarget } from '#domain/telling/notices.js';
import { POSTS, type Post, type Role } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

export interface Department {
  id: string;
  parentId: string | null;
  name: string;
  nameEn: string;
  hasDesk: boolean;
  /** A place where disputes are, rather than an office that solves them. */
  isVillage: boolean;
  active: boolean;
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

/** A department or person that was added is known everywhere after this long. */
const FRESH_MS = 5_000;

/** Which role at which place a post on a ladder is: the holder's own department or, for the rest, a superior of it. */
const POST_ROLES: Record<Exclude<Post, 'handler'>, { role: Role; superior: boolean }> = {
  head: { role: 'head', superior: false },
  desk: { role: 'desk', superior: false },
  visitor: { role: 'visitor', superior: false },
  director: { role: 'supervisor', superior: true },
  'political-legal': { role: 'supervisor', superior: true },
  secretary: { role: 'supervisor', superior: true },
  county: { role: 'auditor', superior: true },
};

/** The posts on ladders that a person holds: whom a rung reaches is told by roles and their place in the tree. */
export function postsOf({ roles }: Pick<Account, 'roles'>): Post[] {
  return POSTS.filter((post) => roles.includes(post === 'handler' ? 'handler' : POST_ROLES[post].role));
}

/** Departments and people, as a snapshot that is read together and renewed now and then. */
export class Directory {
  private snapshot: { at: number; departments: Map<string, Department>; accounts: Account[] } | null = null;

  constructor(
    private readonly db: Db,
    private readonly clock: () => number = Date.now,
  ) {}

  /** What this process changed it reads anew; the others follow within seconds. */
  forget(): void {
    this.snapshot = null;
  }

  async load(): Promise<Tree> {
    if (!this.snapshot || this.clock() - this.snapshot.at > FRESH_MS) {
      const [departments, accounts] = await Promise.all([
        rows<Department>(
          this.db,
          `SELECT id, parent_id AS "parentId", name, name_en AS "nameEn", has_desk AS "hasDesk",
             is_village AS "isVillage", active
           FROM department`,
        ),
        rows<Account>(
          this.db,
          `SELECT id, name, department_id AS "departmentId", roles, away_until AS "awayUntil", deputy_id AS "deputyId"
           FROM account WHERE active ORDER BY id`,
        ),
      ]);
      this.snapshot = {
        at: this.clock(),
        departments: new Map(departments.map((each) => [each.id, each])),
        accounts,
      };
    }
    return new Tree(this.snapshot.departments, this.snapshot.accounts, new Date(this.clock()));
  }
}

export class Tree {
  constructor(
    readonly departments: ReadonlyMap<string, Department>,
    readonly accounts: readonly Account[],
    private readonly now: Date,
  ) {}

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

  /** From the department upwards, itself first. */
  ancestors(departmentId: string): string[] {
    const line: string[] = [];
    for (
      let id: string | null = departmentId;
      id && !line.includes(id);
      id = this.departments.get(id)?.parentId ?? null
    ) {
      line.push(id);
    }
    return line;
  }

  /** Everything below a department, without itself. */
  descendants(departmentId: string): string[] {
    return [...this.departments.keys()].filter(
      (id) => id !== departmentId && this.ancestors(id).includes(departmentId),
    );
  }

  /** The nearest desk: of the department itself, or of the first superior that has one below it. */
  deskFor(departmentId: string): string | null {
    for (const place of this.ancestors(departmentId)) {
      const desk = [place, ...this.descendants(place)].find((id) => this.departments.get(id)?.hasDesk);
      if (desk) return desk;
    }
    return null;
  }

  /** The people whom a notice must reach. Where nobody has the post, the next superiors are told: silence is no answer. */
  people(target: NoticeTarget): Account[] {
    return [...new Set(this.posted(target))];
  }

  private posted(target: NoticeTarget): Account[] {
    if (target.userId) {
      const named = this.accounts.filter((each) => each.id === target.userId);
      if (named.length > 0) return named.map((each) => this.insteadOf(each));
    }
    const { role, superior } =
      target.post && target.post !== 'handler' ? POST_ROLES[target.post] : { role: target.role!, superior: false };
    const line = this.ancestors(target.departmentId);
    const places = superior ? line.slice(1) : line.slice(0, 1);
    for (const place of places) {
      const found = this.holding(role, place);
      if (found.length > 0) return found;
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
