import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, QueryRunner } from 'typeorm';
import { instantOf } from '#domain/time/time.js';
import { READ_TIMEOUTS, openDatabase } from '#persistence/database/database.js';
import { inTurn } from '#persistence/database/migrate.js';
import { Reads1765000000000 } from '#persistence/database/migrations/1765000000000-reads.js';
import { Search1765110000000 } from '#persistence/database/migrations/1765110000000-search.js';
import { rows } from '#persistence/database/rows.js';
import { Reader } from '#persistence/reading/reader.js';
import { Engine } from '../support/engine.js';
import type { Town } from '../support/town.js';

const TABLES = ['obligation', 'transfer', 'visit'] as const;
/** And what is searched of it, which a trigger keeps whoever writes the dispute. */
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
    rows(
      engine.database.owner,
      SEEN.map((table) => `SELECT to_jsonb(t)::text AS row FROM ${table} t`).join(' UNION ALL ') + ' ORDER BY 1',
    );
  /** As the migration found the rows. */
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
  const migrated = async (before: (statement: string) => Promise<void> = () => Promise.resolve()) => {
    const runner = engine.database.owner.createQueryRunner();
    const query = (statement: string) => before(statement).then(() => runner.query(statement) as Promise<unknown>);
    for (const each of [new Reads1765000000000(), new Search1765110000000()]) await each.up({ query } as QueryRunner);
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
         FROM dispute t, jsonb_populate_record(t, jsonb_build_object('id', $1::uuid, 'number', 'old', 'visible_to',
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
    const sought = () => rows(owner, `SELECT xmin::text, words FROM dispute_words WHERE dispute_id = $1`, [id]);
    const [before] = await sought();
    expect(before).toMatchObject({ words: expect.stringContaining(row!.number) });
    await engine.source.query(`UPDATE dispute SET updated_at = now() WHERE id = $1`, [id]);
    expect(await sought()).toEqual([before]);
    // As a process of the release before does.
    await engine.source.query(`UPDATE dispute SET search = '单于' WHERE id = $1`, [id]);
    expect(await sought()).toMatchObject([{ words: '单于' }]);
    await engine.upkeep.rebuild();
    expect(await sought()).toMatchObject([{ words: (before as { words: string }).words }]);
    await owner.query(`DELETE FROM dispute_words WHERE dispute_id = $1`, [id]);
    expect(await problems()).toEqual([expect.stringMatching('words of search are not the fold')]);
    await engine.upkeep.rebuild();
    expect(await sought()).toMatchObject([{ words: (before as { words: string }).words }]);
    expect(await problems()).toEqual([]);
    expect(dispute.seq).toBe((await engine.state(id)).seq);
  });

  it('comes to what is there by the migration, also where that was cut off before', async () => {
    await resolved();
    const before = await dump();
    await forgotten();
    await migrated();
    expect(await dump()).toEqual(before);
    expect(await problems()).toEqual([]);
  });

  it('comes to it while somebody writes, who is not made to fail by it', async () => {
    const { id } = await resolved();
    const { admin, owner } = engine.database;
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
