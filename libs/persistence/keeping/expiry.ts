import type { DataSource } from 'typeorm';
import { isRegistered, type DisputeState } from '#domain/dispute/state.js';
import { eraseExpired } from '#domain/dispute/chapters/keeping/decide.js';
import { DomainError } from '#domain/errors.js';
import { isReported, itemErased, type Item } from '#domain/item/item.js';
import { instantOf, parseInstant, type Instant } from '#domain/time/time.js';
import { hashOf } from '../database/canonical.js';
import { transaction, type Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import { EventStore } from '../record/event-store.js';
import { ItemStore } from '../record/item-store.js';
import { recounted } from '../audit/log-checkpoints.js';
import { Directory } from '../people/directory.js';
import { dueOneByOne, dueRows, KINDS_OF_ROWS, Retentions, type Due, type DueRowsOf } from './retention.js';
import { count, nothing, type Carried, type Expired } from './carried.js';
import { keepRun } from './runs.js';
import { Rulebook, restored } from '../rules/rulebook.js';
import type { Vault } from '../vault/vault.js';

/** What has been kept long enough goes: first shown, then done by the name of what was shown. */

export interface DueList {
  /** Of just this list; who carries it out has to say it. */
  name: string;
  at: Instant;
  /** Of the newest of the tables that hold. */
  version: number;
  oneByOne: Due[];
  rows: DueRowsOf[];
}

/** @param db of the owner, who sees everything */
export async function listDue(db: Db, at: Instant): Promise<DueList> {
  const retentions = await Retentions.load(db, await new Directory(db).load());
  const { version } = retentions;
  const oneByOne = await dueOneByOne(db, retentions, at);
  const due = await dueRows(db, retentions.everywhere(), at, true);
  const hash = hashOf({ version, oneByOne, rows: due }).slice(0, 12);
  return { name: `${at}/${hash}`, at, version, oneByOne, rows: due };
}

export class ListChanged extends Error {
  override readonly name = 'ListChanged';
}

export class Expiry {
  private readonly rulebook: Rulebook;
  private readonly disputes: EventStore;
  private readonly items: ItemStore;

  constructor(
    private readonly source: DataSource,
    private readonly vault: Vault,
  ) {
    this.rulebook = new Rulebook(source);
    const directory = new Directory(source);
    this.disputes = new EventStore(source, vault, this.rulebook, directory);
    this.items = new ItemStore(source, vault, this.rulebook, directory);
  }

  /**
   * Erases and deletes what a list showed, and nothing else. Cut off in the midst it leaves no case half erased; what
   * is left is on the next list.
   *
   * @throws ListChanged when what is due is not what was shown: a hold was placed, a rule was changed, a part was done
   */
  async carryOut(name: string): Promise<Expired> {
    const at = parseInstant(name.split('/')[0]!);
    const isPast = at !== null && at <= instantOf(Date.now());
    const list = isPast ? await listDue(this.source, at) : null;
    if (list?.name !== name) {
      throw new ListChanged(`what is due is not what was shown under ${name}; look again (npm run retention)`);
    }
    const beganAt = new Date();
    let carried: Carried = { ...nothing(), departments: {} };
    for (const each of list.oneByOne) {
      if (each.held) continue;
      const desk = await (each.kind === 'case' ? this.eraseCase(each) : this.eraseItem(each));
      if (desk !== null) carried = count(carried, each.kind, desk, 1);
    }
    await transaction(this.source, async (db) => {
      for (const kind of KINDS_OF_ROWS) {
        const due = list.rows.filter((each) => each.kind === kind);
        const drop = () => dropRows(db, due);
        const latest = due.map((each) => each.before ?? '').reduce((a, b) => (a > b ? a : b)) || null;
        const dropped = await (kind === 'access-log' ? recounted(db, this.vault, latest, drop) : drop());
        for (const [department, n] of dropped) carried = count(carried, kind, department, n);
      }
      await keepRun(db, this.vault, { name, tableVersion: list.version, beganAt, erased: carried });
    });
    const { departments: _departments, ...expired } = carried;
    return expired;
  }

  /** @returns whose it was; null when a hold was placed, or the case reopened, after the list was made */
  private async eraseCase({ id, retainedUntil }: Due): Promise<string | null> {
    for (;;) {
      const found = await one<{ state: unknown }>(this.source, `SELECT state FROM dispute WHERE id = $1`, [id]);
      const state = await restored<DisputeState>(found.state, this.rulebook);
      if (!isRegistered(state)) return null;
      try {
        const events = eraseExpired(state, retainedUntil, instantOf(Date.now()));
        if (events.length === 0) return null;
        if (!(await this.disputes.append(id, state.seq, events)).others) return state.desk;
      } catch (error) {
        if (error instanceof DomainError) return null;
        throw error;
      }
    }
  }

  private async eraseItem({ id, retainedUntil }: Due): Promise<string | null> {
    const found = await one<{ item: unknown }>(this.source, `SELECT item FROM item WHERE id = $1`, [id]);
    const item = await restored<Item>(found.item, this.rulebook);
    if (!isReported(item)) return null;
    const data = { ground: 'retention-over', retainedUntil } as const;
    const events = itemErased(item, data, { kind: 'system' }, instantOf(Date.now()));
    // Somebody else erased it at the same time: it is gone all the same.
    return events.length > 0 && !(await this.items.append(id, item.seq, events)).others ? item.desk : null;
  }
}

/** How much went, by department: so that who looks after one learns of no other. */
async function dropRows(db: Db, due: DueRowsOf[]): Promise<Map<string, number>> {
  const dropped = new Map<string, number>();
  for (const { kind, before, departments, due: most } of due) {
    if (most === 0) continue;
    const gone = await rows<{ department: string; n: number }>(
      db,
      `SELECT department, n::int FROM expire_rows($1, $2, $3, true)`,
      [kind, before, departments],
    );
    for (const { department, n } of gone) dropped.set(department, n);
  }
  return dropped;
}
