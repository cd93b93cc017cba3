import type { CommandActor } from '#domain/people/actor.js';
import { regionsKnownTo } from '#domain/people/regions.js';
import { Tree, type Account, type Department, type Region } from '#domain/people/tree.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

/** A department or person that was added is known everywhere after this long. */
const FRESH_MS = 5_000;

const REGIONS = `SELECT r.id, r.name, r.prefix, r.prefix = '' OR (
    WITH RECURSIVE below AS (
      SELECT id FROM department WHERE region = r.id
      UNION SELECT d.id FROM department d JOIN below b ON d.parent_id = b.id)
    SELECT EXISTS (SELECT FROM account a JOIN below b ON b.id = a.department_id WHERE a.signed_in_at IS NOT NULL)) AS begun
  FROM region r ORDER BY r.prefix`;

interface Snapshot {
  at: number;
  departments: Map<string, Department>;
  accounts: Account[];
  regions: Region[];
  /** What of it somebody knows, by the regions that they know. */
  parts: Map<string, Pick<Tree, 'departments' | 'accounts'>>;
}

/** Departments and people, as a snapshot that is read together and renewed now and then. */
export class Directory {
  private snapshot: Snapshot | null = null;

  constructor(
    private readonly db: Db,
    private readonly clock: () => number = Date.now,
  ) {}

  /** What this process changed it reads anew; the others follow within seconds. */
  forget(): void {
    this.snapshot = null;
  }

  /** All of the installation: for the machine, which serves everybody. */
  async load(): Promise<Tree> {
    return this.treeOf(await this.fresh());
  }

  /** All of it, with departments that were spoken of: one that was made a moment ago is looked for. */
  async knowing(departments: readonly string[]): Promise<Tree> {
    await this.lookFor(departments);
    return this.load();
  }

  /** Where somebody works: of other regions there is nothing in it. */
  async of({ departmentId }: Pick<CommandActor, 'departmentId'>): Promise<Tree> {
    // Whoever works there works by what is there.
    await this.lookFor([departmentId]);
    return this.part((whole) => whole.regions.filter(({ id }) => id === whole.regionOf(departmentId)));
  }

  /** …and what else they look after: the regions that they made, until these are looked after by their own people. */
  knownTo(person: Pick<CommandActor, 'departmentId' | 'roles'>): Promise<Tree> {
    return this.part((whole) => regionsKnownTo(person, whole));
  }

  private async lookFor(departments: readonly string[]): Promise<void> {
    const { departments: known } = await this.fresh();
    if (!departments.every((id) => known.has(id))) this.forget();
  }

  private async part(of: (whole: Tree) => readonly Region[]): Promise<Tree> {
    const snapshot = await this.fresh();
    const whole = this.treeOf(snapshot);
    const known = of(whole);
    if (known.length === whole.regions.length) return whole;
    const key = known.map(({ id }) => id).join(' ');
    let part = snapshot.parts.get(key);
    if (!part) snapshot.parts.set(key, (part = whole.within(known)));
    return this.treeOf({ ...snapshot, ...part });
  }

  private treeOf({ departments, accounts, regions }: Pick<Tree, 'departments' | 'accounts' | 'regions'>): Tree {
    return new Tree(departments, accounts, new Date(this.clock()), regions);
  }

  private async fresh(): Promise<Snapshot> {
    if (this.snapshot && this.clock() - this.snapshot.at <= FRESH_MS) return this.snapshot;
    // One after the other: a transaction has one line, and answers one question at a time.
    const departments = await rows<Department>(
      this.db,
      `SELECT id, parent_id AS "parentId", name, name_en AS "nameEn", has_desk AS "hasDesk",
         is_village AS "isVillage", active, working_time AS "workingTime",
         successor_id AS "successorId", region
       FROM department`,
    );
    const accounts = await rows<Account>(
      this.db,
      `SELECT id, name, department_id AS "departmentId", roles, away_until AS "awayUntil", deputy_id AS "deputyId"
       FROM account WHERE active ORDER BY id`,
    );
    const regions = await rows<Region>(this.db, REGIONS);
    this.snapshot = {
      at: this.clock(),
      departments: new Map(departments.map((each) => [each.id, each])),
      accounts,
      regions,
      parts: new Map(),
    };
    return this.snapshot;
  }
}
