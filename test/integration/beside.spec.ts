import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, QueryRunner } from 'typeorm';
import { instantOf } from '#domain/time/time.js';
import { READ_TIMEOUTS, openDatabase } from '#persistence/database/database.js';
import { inTurn } from '#persistence/database/migrate.js';
import { Reads1765000000000 } from '#persistence/database/migrations/1765000000000-reads.js';
import { Search1765110000000 } from '#persistence/database/migrations/1765110000000-search.js';
import { FoundByWords1765335000000 } from '#persistence/database/migrations/1765335000000-found-by-words.js';
import { Orders1765371000000 } from '#persistence/database/migrations/1765371000000-orders.js';
import { Sought1765320000000 } from '#persistence/database/migrations/1765320000000-sought.js';
import { rows } from '#persistence/database/rows.js';
import { remakeWords } from '#persistence/keeping/words.js';
import { formerSearchTextOf } from '#persistence/record/search-text.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import { Reader } from '#persistence/reading/reader.js';
import { Engine } from '../support/engine.js';
import type { Town } from '../support/town.js';

const TABLES = ['obligation', 'transfer', 'visit'] as const;
/** And what is searched of it; who sees that, a trigger keeps. */
const SEEN = [...TABLES, 'dispute_words'] as const;
const NONE = SEEN.map(() => 0);

/** What every row of a dispute has of it, so that nobody who reads rows asks the dispute: who sees it, whether it is at work. */
describe('beside the rows of a dispute', () => {
  let engine: Engine;
  let reader: DataSource;
  let numbers = 0;
  beforeAll(async () => {
    engine = await Engine.start({ worker: false });
    reader = await openDatabase(engine.database.readerUrl, READ_TIMEOUTS, 2).initialize();
  });
  afterAll(async () => {
    await reader.destroy();
    await engine.stop();
  });

  const written = async (live: (town: Town) => void) => {
    const town = await engine.town(instantOf(Date.now()));
    live(town);
    await engine.store.append(town.id, 0, town.events);
    return town;
  };
  const resolved = () =>
    written((town) =>
      town.resolvedBy('justice', { number: `2026-0000${++numbers}`, policyHash: '', calendarHash: '' }),
    );
  const seenBy = (scope: string, id: string) =>
    new Reader(reader).as({ userId: 'x', scopes: [scope] }, (db) =>
      Promise.all(
        SEEN.map(async (table) => (await rows(db, `SELECT FROM ${table} WHERE dispute_id = $1`, [id])).length),
      ),
    );
  const dump = () =>
    rows<{ row: string }>(
      engine.database.owner,
      SEEN.map((table) => `SELECT to_jsonb(t)::text AS row FROM ${table} t`).join(' UNION ALL ') + ' ORDER BY 1',
    );
  /** As the release before wrote by what each is searched. */
  const setBack = async () => {
    const { owner } = engine.database;
    for (const { row } of await rows<{ row: DisputeRow }>(owner, `SELECT row FROM dispute`)) {
      const words = formerSearchTextOf(row);
      await owner.query(`UPDATE dispute SET search = $2 WHERE id = $1`, [row.id, words]);
      await owner.query(
        `UPDATE dispute_words SET words = $2, sought = spread_words($2), village = NULL WHERE dispute_id = $1`,
        [row.id, words],
      );
    }
  };
  /** As the migrations found the rows. */
  const forgotten = () =>
    engine.database.admin.query(`
      ALTER TABLE obligation ALTER visible_to DROP NOT NULL, ALTER rehearsal DROP NOT NULL;
      ALTER TABLE visit ALTER visible_to DROP NOT NULL, ALTER rehearsal DROP NOT NULL;
      ALTER TABLE transfer ALTER visible_to DROP NOT NULL, ALTER live DROP NOT NULL;
      UPDATE obligation SET visible_to = NULL, rehearsal = NULL;
      UPDATE visit SET visible_to = NULL, rehearsal = NULL;
      UPDATE transfer SET visible_to = NULL, live = NULL;
      DELETE FROM dispute_words;
    `);
  /** The view of today has columns that the one of then had not. */
  const searched = async (db: QueryRunner) => {
    await db.query(`DROP VIEW found_dispute`);
    for (const each of [new Sought1765320000000(), new FoundByWords1765335000000(), new Orders1765371000000()])
      await each.up(db);
  };
  const migrated = async (before: (statement: string) => Promise<void> = () => Promise.resolve()) => {
    const runner = engine.database.owner.createQueryRunner();
    const query = (statement: string) => before(statement).then(() => runner.query(statement) as Promise<unknown>);
    for (const each of [new Reads1765000000000(), new Search1765110000000()]) await each.up({ query } as QueryRunner);
    await searched({ query } as QueryRunner);
    await runner.release();
  };
  /** Until a statement finds so many rows. */
  const until = async (db: DataSource, statement: string, count: number) => {
    while ((await rows(db, statement)).length < count);
  };
  const waiting = (db: DataSource, count: number) =>
    until(
      db,
      `SELECT FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0 AND datname = current_database()`,
      count,
    );
  const problems = async () => (await engine.upkeep.verify()).problems;

  it('stands who sees it, also after that became somebody else', async () => {
    const town = await resolved();
    const all = await seenBy('police', town.id);
    expect(all.every((n) => n > 0)).toBe(true);
    expect(await seenBy('land', town.id)).toEqual(NONE);
    const seq = town.dispute.seq;
    town.passTo(town.row!.visits[0]!.dueAt);
    town.as('visitor').do('RecordVisit', { n: 1, mode: 'phone', outcome: 'relapsed' });
    town.as('desk').do('TransferDispute', { to: 'land', role: 'assist', designated: false });
    await engine.store.append(town.id, seq, town.events.slice(seq));
    // Also of those rows that nothing touched.
    expect(await seenBy('land', town.id)).toEqual(await seenBy('police', town.id));
    expect(await problems()).toEqual([]);
  });

  it('stands whether it is at work, until it is closed', async () => {
    const town = await resolved();
    const live = () => rows(engine.source, `SELECT DISTINCT live FROM transfer WHERE dispute_id = $1`, [town.id]);
    expect(await live()).toEqual([{ live: true }]);
    const seq = town.dispute.seq;
    for (const { n, dueAt } of town.row!.visits) {
      town.passTo(dueAt);
      town.visit(n);
    }
    expect(town.status).toBe('closed');
    await engine.store.append(town.id, seq, town.events.slice(seq));
    expect(await live()).toEqual([{ live: false }]);
    expect(await problems()).toEqual([]);
  });

  it('stands the same where a process of the release before wrote the rows, in one statement with the dispute', async () => {
    const { id: of } = await resolved();
    const id = randomUUID();
    const own = ['visible_to', 'rehearsal', 'live'];
    const listOf = async (table: string) =>
      (
        await rows<{ name: string }>(
          engine.source,
          `SELECT quote_ident(attname) AS name FROM pg_attribute
           WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
          [table],
        )
      )
        .map(({ name }) => name)
        .filter((name) => table === 'dispute' || !own.includes(name))
        .join(', ');
    const copies = await Promise.all(
      TABLES.map(async (table) => {
        const list = await listOf(table);
        const key = table === 'obligation' ? `, 'id', $1::text || t.id` : '';
        return `${table}s AS (INSERT INTO ${table} (${list}) SELECT ${list.replaceAll(/\w+|"\w+"/g, 'c.$&')}
          FROM d, ${table} t, jsonb_populate_record(t, jsonb_build_object('dispute_id', d.id${key})) c
          WHERE t.dispute_id = $2)`;
      }),
    );
    const dispute = await listOf('dispute');
    await engine.source.query(
      `WITH d AS (INSERT INTO dispute (${dispute}) SELECT ${dispute.replaceAll(/\w+|"\w+"/g, 'c.$&')}
         FROM dispute t, jsonb_populate_record(t, jsonb_build_object('id', $1::uuid, 'number', 'old', 'search', 'old', 'visible_to',
           '["land"]'::jsonb)) c WHERE t.id = $2 RETURNING id), ${copies.join(', ')}
       SELECT FROM d`,
      [id, of],
    );
    expect(await seenBy('land', id)).toEqual(await seenBy('police', of));
    await engine.source.query(`UPDATE dispute SET visible_to = '{forestry}' WHERE id = $1`, [id]);
    expect(await seenBy('land', id)).toEqual(NONE);
    expect(await seenBy('forestry', id)).toEqual(await seenBy('police', of));
    await engine.database.admin.query(`DELETE FROM dispute WHERE id = $1`, [id]);
  });

  it.each(SEEN)('is found of %s where somebody altered it, and made anew of the record', async (table) => {
    const { id } = await resolved();
    await engine.database.owner.query(`UPDATE ${table} SET visible_to = visible_to || '{land}' WHERE dispute_id = $1`, [
      id,
    ]);
    expect(await seenBy('land', id)).not.toEqual(NONE);
    const said = table === 'dispute_words' ? 'words of search' : `${table}s`;
    expect(await problems()).toEqual([expect.stringMatching(`${said} are not the fold`)]);
    await engine.upkeep.rebuild();
    expect(await seenBy('land', id)).toEqual(NONE);
    expect(await problems()).toEqual([]);
  });

  it('stands what is searched, and is written again only where that changed', async () => {
    const { id, dispute, row } = await resolved();
    const { owner } = engine.database;
    const kept = () =>
      rows<{ xmin: string; words: string; sought: string; village: string | null }>(
        owner,
        `SELECT xmin::text, words, sought, village FROM dispute_words WHERE dispute_id = $1`,
        [id],
      );
    const [before] = await kept();
    const { xmin: _xmin, ...made } = before!;
    expect(made).toEqual({ words: '', sought: expect.stringContaining(row!.number), village: 'village-shixi' });
    await engine.source.query(`UPDATE dispute SET updated_at = now() WHERE id = $1`, [id]);
    expect(await kept()).toEqual([before]);
    // As a process of the release before does with each entry.
    await engine.source.query(`UPDATE dispute SET search = '单于 2', seq = seq + 1 WHERE id = $1`, [id]);
    expect(await kept()).toMatchObject([{ words: '单于 2', sought: 'X单X于X X2X', village: null }]);
    await engine.upkeep.rebuild();
    expect(await kept()).toMatchObject([made]);
    await owner.query(`DELETE FROM dispute_words WHERE dispute_id = $1`, [id]);
    expect(await problems()).toEqual([expect.stringMatching('words of search are not the fold')]);
    await engine.upkeep.rebuild();
    expect(await kept()).toMatchObject([made]);
    expect(await problems()).toEqual([]);
    expect(dispute.seq).toBe((await engine.state(id)).seq);
  });

  it('comes to what is there by the migration, also where that was cut off before', async () => {
    await resolved();
    const made = await dump();
    await setBack();
    const before = await dump();
    expect(await problems()).toEqual([]);
    await forgotten();
    await migrated();
    expect(await dump()).toEqual(before);
    expect(await problems()).toEqual([]);
    // Who was cut off begins again; what the worker made anew meanwhile stays.
    const [first] = await rows<{ id: string }>(engine.database.owner, `SELECT id FROM dispute ORDER BY id LIMIT 1`);
    const runner = engine.database.owner.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`UPDATE dispute SET updated_at = updated_at WHERE id = $1`, [first!.id]);
    const cases = made.filter(({ row }) => row.includes('"sought"')).length;
    expect(await remakeWords(engine.source)).toBe(cases - 1);
    await runner.rollbackTransaction();
    await searched(runner);
    await runner.release();
    expect(await problems()).toEqual([]);
    expect(await remakeWords(engine.source)).toBe(1);
    expect(await remakeWords(engine.source)).toBe(0);
    expect(await dump()).toEqual(made);
    expect(await problems()).toEqual([]);
  });

  it('comes to it while somebody writes, who is not made to fail by it', async () => {
    const { id } = await resolved();
    const { admin, owner } = engine.database;
    await setBack();
    const before = await dump();
    await forgotten();
    const hold = async (table: string) => {
      const runner = admin.createQueryRunner();
      await runner.startTransaction();
      await runner.query(`SET LOCAL deadlock_timeout = '10min'`);
      const touch = (what: string) => runner.query(`UPDATE ${what} SET row = row WHERE dispute_id = $1`, [id]);
      await touch(table);
      return { touch, end: () => runner.commitTransaction().then(() => runner.release()) };
    };
    // A ring of two: the migration has the obligations and wants the transfers, a process the other way round.
    let ring: Promise<void> | undefined;
    await migrated(async (statement) => {
      if (ring || !statement.includes('o.rehearsal IS NULL')) return;
      const [visitor, writer] = await Promise.all([hold('visit'), hold('transfer')]);
      ring = (async () => {
        await waiting(owner, 1);
        const written = writer.touch('obligation');
        await waiting(owner, 2);
        await visitor.end();
        await written;
        await writer.end();
      })();
    });
    await ring;
    expect(await dump()).toEqual(before);
  });

  it('is made by one migrator at a time, and no index waits for who comes next', async () => {
    const { owner, ownerUrl } = engine.database;
    const done: string[] = [];
    let second = Promise.resolve(0);
    await inTurn(ownerUrl, async () => {
      second = inTurn(ownerUrl, () => Promise.resolve(done.push('second')));
      await until(
        owner,
        `SELECT FROM pg_stat_activity WHERE query ~ 'advisory_lock.* AS ours' AND datname = current_database()`,
        2,
      );
      await owner.query(`CREATE INDEX CONCURRENTLY beside ON dispute (id)`);
      await owner.query(`DROP INDEX beside`);
      done.push('first');
    });
    await second;
    expect(done).toEqual(['first', 'second']);
  });
});
