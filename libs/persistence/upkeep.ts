import type { DataSource } from 'typeorm';
import { firstFalseRun } from './checkpoints.js';
import { transaction } from './database.js';
import { Directory } from './directory.js';
import { saveRows } from './event-store.js';
import { Proof, disputeIds, foldAnew, sayFinding, storedEvents } from './proof.js';
import { Rulebook } from './rulebook.js';
import { Vault } from './vault.js';

/** What an operator does with the record: fold the rows anew, and prove that nothing is wrong. */
export class Upkeep {
  constructor(
    private readonly source: DataSource,
    private readonly vault: Vault,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
  ) {}

  /** @param masterKeys the ring, newest key first */
  static async of(source: DataSource, masterKeys: () => string): Promise<Upkeep> {
    const vault = await Vault.open(source, masterKeys);
    return new Upkeep(source, vault, new Rulebook(source), new Directory(source));
  }

  /** Throws the rows of every dispute away and folds them anew from its record. */
  async rebuild(each: (done: number, of: number) => void = () => undefined): Promise<number> {
    const ids = await disputeIds(this.source);
    const tree = await this.directory.load();
    for (const [index, id] of ids.entries()) {
      await transaction(this.source, async (db) => {
        const [row] = (await db.query(`SELECT xmin::text AS version FROM dispute WHERE id = $1 FOR UPDATE`, [id])) as {
          version: string;
        }[];
        const events = (await storedEvents(db, id)).map(({ event }) => event);
        const folded = await foldAnew(id, events, tree, this.vault, this.rulebook, this.source);
        for (const table of ['obligation', 'transfer', 'visit']) {
          await db.query(`DELETE FROM ${table} WHERE dispute_id = $1`, [id]);
        }
        await saveRows(db, folded, row?.version ?? null, this.vault);
      });
      each(index + 1, ids.length);
    }
    return ids.length;
  }

  /** Proves the record, the access log, and that no checkpoint is missing. Answers what is wrong. */
  async verify(): Promise<{ disputes: number; events: number; looks: number; problems: string[] }> {
    const proof = new Proof((work) => work(this.source), this.vault, this.rulebook, this.directory);
    const { problems, ...counts } = await proof.verify();
    const falseRun = await firstFalseRun(this.source, this.vault);
    return { ...counts, problems: [...problems.map(sayFinding), ...(falseRun === null ? [] : [falseRun])] };
  }
}
