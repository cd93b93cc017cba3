import type { DataSource } from 'typeorm';
import { firstFalseRun, takeCheckpoint } from './checkpoints.js';
import { transaction } from '../database/database.js';
import { rows } from '../database/rows.js';
import { rewrite } from './derived.js';
import { Directory } from '../people/directory.js';
import { saveRows } from '../record/row-store.js';
import { Proof } from './proof.js';
import { sayFinding } from './finding.js';
import { disputeIds, foldAnew, foldItem, itemIds } from './anew.js';
import { storedEvents } from '../record/event-reader.js';
import { falseRows } from './row-checkpoints.js';
import { Rulebook } from '../rules/rulebook.js';
import { Vault } from '../vault/vault.js';

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

  /** Throws the rows of every dispute away and folds them anew from its record; those of items are written over. */
  async rebuild(each: (done: number, of: number) => void = () => undefined): Promise<number> {
    const ids = await disputeIds(this.source);
    const tree = await this.directory.load();
    for (const [index, id] of ids.entries()) {
      await transaction(this.source, async (db) => {
        const [row] = await rows<{ version: string }>(
          db,
          `SELECT xmin::text AS version FROM dispute WHERE id = $1 FOR UPDATE`,
          [id],
        );
        const events = (await storedEvents(db, id)).map(({ event }) => event);
        const folded = await foldAnew(id, events, tree, this.vault, this.rulebook, this.source);
        for (const table of ['obligation', 'transfer', 'visit', 'tally']) {
          await db.query(`DELETE FROM ${table} WHERE dispute_id = $1`, [id]);
        }
        await saveRows(db, folded, row?.version ?? null, this.vault);
      });
      each(index + 1, ids.length);
    }
    for (const { id } of await itemIds(this.source)) {
      await transaction(this.source, async (db) => {
        await db.query(`SELECT FROM item WHERE id = $1 FOR UPDATE`, [id]);
        const folded = await foldItem(db, id, tree, this.vault, this.rulebook);
        if (folded) await rewrite(db, 'item', id, folded.columns);
      });
    }
    return ids.length;
  }

  /** Notes that rows of people and places, as `account:<id>`, are well as they are: who asks for it has the master key. */
  async accept(names: readonly string[]): Promise<void> {
    await takeCheckpoint(this.source, this.vault, new Date(), names);
  }

  /** Proves the record, the access log, and that no checkpoint is missing. Answers what is wrong. */
  async verify(): Promise<{ disputes: number; events: number; looks: number; problems: string[] }> {
    const proof = new Proof((work) => work(this.source), this.vault, this.rulebook, this.directory, true);
    const { problems, ...counts } = await proof.verify();
    const falseRun = await firstFalseRun(this.source, this.vault);
    const altered = await falseRows(this.source, this.vault, new Date());
    return { ...counts, problems: [...problems.map(sayFinding), ...(falseRun === null ? [] : [falseRun]), ...altered] };
  }
}
