import { Tree, type Account, type Department } from '#domain/people/tree.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

/** A department or person that was added is known everywhere after this long. */
const FRESH_MS = 5_000;

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
             is_village AS "isVillage", active, working_time AS "workingTime",
             successor_id AS "successorId"
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
