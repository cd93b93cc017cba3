import type { DataSource } from 'typeorm';
import { unregistered } from '#domain/dispute.js';
import type { DisputeEvent } from '#domain/events.js';
import { violationsOf } from '#domain/invariants.js';
import { attributionAt, type DisputeRow } from '#domain/rows.js';
import { MINUTE, instantOf, millisOf } from '#domain/time.js';
import { canonical, hashOf } from './canonical.js';
import { transaction, type Db } from './database.js';
import type { Directory, Tree } from './directory.js';
import { NO_HASH, eventHash, eventOf, fold, saveRows, stored, type EventRow, type Folded } from './event-store.js';
import type { Rulebook } from './rulebook.js';
import type { Vault } from './vault.js';

/** What an operator does with the record: fold the rows anew, and prove that nothing is wrong. */
export class Upkeep {
  constructor(
    private readonly source: DataSource,
    private readonly vault: Vault,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
  ) {}

  async disputeIds(): Promise<string[]> {
    const rows = (await this.source.query(
      `SELECT dispute_id AS id FROM event WHERE seq = 1 UNION SELECT id FROM dispute ORDER BY id`,
    )) as { id: string }[];
    return rows.map((each) => each.id);
  }

  /** Throws the rows of every dispute away and folds them anew from its record. */
  async rebuild(each: (done: number, of: number) => void = () => undefined): Promise<number> {
    const ids = await this.disputeIds();
    const tree = await this.directory.load();
    for (const [index, id] of ids.entries()) {
      await transaction(this.source, async (db) => {
        await db.query(`SELECT 1 FROM dispute WHERE id = $1 FOR UPDATE`, [id]);
        const folded = await this.foldAll(db, id, tree);
        for (const table of ['obligation', 'transfer', 'visit']) {
          await db.query(`DELETE FROM ${table} WHERE dispute_id = $1`, [id]);
        }
        await saveRows(db, folded);
      });
      each(index + 1, ids.length);
    }
    return ids.length;
  }

  private async foldAll(db: Db, id: string, tree: Tree): Promise<Folded> {
    const events = await storedEvents(db, id);
    return this.folded(
      id,
      events.map(({ event }) => event),
      tree,
    );
  }

  private async folded(id: string, events: DisputeEvent[], tree: Tree): Promise<Folded> {
    const first = events[0];
    if (first?.type !== 'DisputeRegistered') throw new Error(`the record of ${id} does not begin with a registration`);
    const rules = await this.rulebook.rules(first.data.policyVersion, first.data.calendarVersion);
    const key = await this.vault.find(this.source, id);
    return fold({ seq: 0, hash: NO_HASH, state: unregistered(id, rules), row: null }, events, key, tree);
  }

  /** Proves chain, invariants, and that state and document are the fold of the record. Answers what is wrong. */
  async verify(): Promise<{ disputes: number; events: number; problems: string[] }> {
    const ids = await this.disputeIds();
    const tree = await this.directory.load();
    const problems: string[] = [];
    let count = 0;
    for (const id of ids) {
      const events = await storedEvents(this.source, id);
      count += events.length;
      const problem = (what: string) => problems.push(`dispute ${id}: ${what}`);
      const broken = firstBroken(events);
      if (broken !== null) {
        problem(`the chain breaks at entry ${broken}`);
        continue;
      }
      try {
        const folded = await this.folded(
          id,
          events.map(({ event }) => event),
          tree,
        );
        await this.compare(folded, problem);
      } catch (error) {
        problem(`does not fold: ${(error as Error).message}`);
      }
    }
    for (const rule of await this.rulesProblems()) problems.push(rule);
    return { disputes: ids.length, events: count, problems };
  }

  private async compare(folded: Folded, problem: (what: string) => void): Promise<void> {
    const { state, row } = folded;
    const [found] = (await this.source.query(`SELECT state, row, seq FROM dispute WHERE id = $1`, [state.id])) as {
      state: unknown;
      row: DisputeRow;
      seq: number;
    }[];
    if (!found) return problem('has no row');
    if (found.seq !== state.seq) problem(`the row stands at ${found.seq}, the record at ${state.seq}`);
    if (canonical(found.state) !== canonical(JSON.parse(JSON.stringify(stored(state)))))
      problem('its state is not the fold');
    if (canonical(found.row) !== canonical(JSON.parse(JSON.stringify(row)))) problem('its document is not the fold');
    const now = instantOf(Date.now() + state.aheadMs);
    const events = folded.chain.map(({ event }) => event);
    for (const { invariant, seq, what } of violationsOf(events, state.rules, now)) {
      problem(`invariant ${invariant} at entry ${seq}: ${what}`);
    }
    const attribution = attributionAt(row, now);
    const end = row.closedAt ?? now;
    const total = Math.floor((millisOf(end) - millisOf(row.createdAt)) / MINUTE);
    const first = attribution.parts[0];
    // A reopened dispute belonged to nobody while it was closed.
    if (row.closures.length === 0 && first && Math.abs(total - attribution.totalMinutes) > 1) {
      problem(`invariant 10: ${attribution.totalMinutes} minutes are charged, ${total} were lived`);
    }
    attribution.parts.slice(1).forEach((part, index) => {
      if (part.from < attribution.parts[index]!.to) problem(`invariant 10: two parts overlap at ${part.from}`);
    });
  }

  /** Published rules are what their hash says. */
  private async rulesProblems(): Promise<string[]> {
    const rows = (await this.source.query(
      `SELECT 'policy ' || version AS name, hash, document FROM policy
       UNION ALL SELECT 'calendar ' || version, hash, years FROM calendar`,
    )) as { name: string; hash: string; document: unknown }[];
    return rows.filter((each) => hashOf(each.document) !== each.hash).map((each) => `${each.name}: was altered`);
  }
}

interface StoredEvent {
  event: DisputeEvent;
  previous: Buffer;
  hash: Buffer;
}

async function storedEvents(db: Db, id: string): Promise<StoredEvent[]> {
  const rows = (await db.query(
    `SELECT seq, at, type, actor, data, text, answers, prev_hash, hash FROM event WHERE dispute_id = $1 ORDER BY seq`,
    [id],
  )) as (EventRow & { prev_hash: Buffer; hash: Buffer })[];
  return rows.map((row) => ({ event: eventOf(row), previous: row.prev_hash, hash: row.hash }));
}

/** The first entry that is not what its hash says, or does not follow the one before; null when all is well. */
export function firstBroken(events: readonly StoredEvent[]): number | null {
  let previous: Buffer = NO_HASH;
  for (const [index, stored] of events.entries()) {
    if (stored.event.seq !== index + 1 || !stored.previous.equals(previous)) return index + 1;
    if (!eventHash(previous, stored.event).equals(stored.hash)) return stored.event.seq;
    previous = stored.hash;
  }
  return null;
}
