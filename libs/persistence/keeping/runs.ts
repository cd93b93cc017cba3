import { canonical } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import type { Vault } from '../vault/vault.js';
import type { Carried } from './carried.js';
import type { KindOfRows } from './retention.js';

/**
 * What runs of retention carried out. They excuse what is gone, so each is under a keyed hash: who owns the database makes
 * none up.
 */

interface Run {
  name: string;
  /** Of the newest of the tables that held. */
  tableVersion: number;
  beganAt: Date;
  endedAt: Date;
  erased: Partial<Carried>;
}

const macOf = (vault: Vault, { name, tableVersion, beganAt, endedAt, erased }: Run) =>
  vault.match(
    'retention-run',
    canonical({ name, tableVersion, beganAt: beganAt.toISOString(), endedAt: endedAt.toISOString(), erased }),
  );

/** To be said at the end of the transaction in which the rows went. */
export async function keepRun(db: Db, vault: Vault, begun: Omit<Run, 'endedAt'>): Promise<void> {
  // By the clock of the database, and no finer than it is read again.
  const { endedAt } = await one<{ endedAt: Date }>(
    db,
    `SELECT date_trunc('milliseconds', clock_timestamp()) AS "endedAt"`,
  );
  const { name, tableVersion, beganAt, erased } = begun;
  await db.query(
    `INSERT INTO retention_run (name, table_version, began_at, ended_at, erased, mac) VALUES ($1, $2, $3, $4, $5, $6)`,
    [name, tableVersion, beganAt, endedAt, JSON.stringify(erased), macOf(vault, { ...begun, endedAt })],
  );
}

interface KeptRun extends Run {
  mac: string | null;
  /** Of before runs were proved, as the migration that began with it says. */
  isOld: boolean;
}

/** The runs there were, as far as they are proved. */
export class Runs {
  private constructor(
    private readonly proved: readonly Run[],
    /** What is wrong with the others. */
    readonly problems: readonly string[],
  ) {}

  static async load(db: Db, vault: Vault): Promise<Runs> {
    const kept = await rows<KeptRun>(
      db,
      `SELECT name, table_version AS "tableVersion", began_at AS "beganAt", ended_at AS "endedAt", erased, mac,
         EXISTS (SELECT FROM unsigned_run u WHERE u.name = r.name) AS "isOld"
       FROM retention_run r ORDER BY ended_at, name`,
    );
    const isProved = (run: KeptRun) => (run.isOld ? run.mac === null : run.mac === macOf(vault, run));
    return new Runs(
      kept.filter(isProved),
      kept.filter((run) => !isProved(run)).map(({ name }) => `retention run ${name} was not carried out as it says`),
    );
  }

  /** Whether rows of a kind that were there then may have gone since. */
  haveLetGo(kind: KindOfRows, then: Date): boolean {
    return this.proved.some(({ endedAt, erased }) => endedAt > then && (erased[kind] ?? 0) > 0);
  }
}

/** Asked about one missing row after the other: what a known run excuses is not read again, and a run may have ended just now. */
export class RunsAtHand {
  private runs: Runs | null = null;

  constructor(private readonly vault: Vault) {}

  async haveLetGo(db: Db, kind: KindOfRows, then: Date): Promise<boolean> {
    if (this.runs?.haveLetGo(kind, then)) return true;
    this.runs = await Runs.load(db, this.vault);
    return this.runs.haveLetGo(kind, then);
  }
}
