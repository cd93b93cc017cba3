import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { instantOf, plusMillis } from '#domain/time/time.js';
import { Directory } from '#persistence/people/directory.js';
import { EventStore } from '#persistence/record/event-store.js';
import { READ_TIMEOUTS, openDatabase, transaction } from '#persistence/database/database.js';
import { canonical, sha256 } from '#persistence/database/canonical.js';
import { Reader } from '#persistence/reading/reader.js';
import { boardNumbers } from '#persistence/reading/board-reader.js';
import { soughtBy } from '#persistence/reading/sought.js';
import { listDisputes, type DisputeFilter } from '#persistence/reading/dispute-reader.js';
import { Engine } from '../support/engine.js';
import { Town } from '../support/town.js';
import { isDatabaseAway } from '../../apps/api/http/away.js';
import { CALENDAR_VERSION, POLICY_VERSION } from '../../apps/local/reference.js';

/** The record and the read model on a real PostgreSQL, without a workflow in front. */
describe('the record in PostgreSQL', () => {
  let engine: Engine;
  let reader: DataSource;
  beforeAll(async () => {
    engine = await Engine.start({ worker: false });
    reader = await openDatabase(engine.database.readerUrl, READ_TIMEOUTS, 4).initialize();
  });
  afterAll(async () => {
    await reader.destroy();
    await engine.stop();
  });

  // Now: nothing has passed that somebody should have noticed.
  const entered = instantOf(Date.now());
  let numbers = 0;
  /** A dispute offered to justice, as events that were not recorded yet. */
  const offered = async (rehearsal = false) => {
    const rules = await engine.rulebook.rules(POLICY_VERSION, CALENDAR_VERSION);
    const id = randomUUID();
    const key = await engine.vault.create(engine.source, id);
    const town = new Town(entered, rules, id, (command) => engine.signed(id, command));
    town.as('desk').do(
      'RegisterDispute',
      {
        number: `2026-${String(++numbers).padStart(5, '0')}`,
        desk: 'police',
        superior: 'centre',
        category: 'neighbours',
        grade: 'blue',
        place: { village: 'village-shixi' },
        parties: [{ id: 'p1', role: 'applicant' }],
        dangerSigns: [],
        source: { channel: 'walk-in' },
        rehearsal,
        policyHash: '',
        calendarHash: '',
      },
      { text: key.seal({ title: '围墙纠纷', narrative: '两家争一堵墙', parties: { p1: { name: '钟不群' } } }) },
    );
    town.as('desk').do('TransferDispute', { to: 'justice', role: 'lead', designated: false });
    return town;
  };

  const dump = async () => {
    const tables = ['dispute', 'obligation', 'transfer', 'visit', 'notice', 'command_key'];
    const rows = await Promise.all(
      tables.map(
        (table) =>
          engine.database.owner.query(
            `SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY to_jsonb(t)::text`,
          ) as Promise<{ row: unknown }[]>,
      ),
    );
    // A hash: two dumps that differ are too long to be shown.
    return sha256(canonical(rows)).toString('hex');
  };

  it('takes the same append twice as one', async () => {
    const town = await offered();
    expect(await engine.store.append(town.id, 0, town.events)).toMatchObject({ others: null });
    const before = await dump();
    expect(await engine.store.append(town.id, 0, town.events)).toMatchObject({ others: null });
    expect(await dump()).toBe(before);
  });

  it('takes ten same appends at once as one', async () => {
    const town = await offered();
    await engine.store.append(town.id, 0, town.events);
    const seq = town.state.seq;
    const note = town.as('desk').do('AddNote', {});
    const answers = await Promise.all(Array.from({ length: 10 }, () => engine.store.append(town.id, seq, note)));
    expect(answers.every(({ others }) => others === null)).toBe(true);
    expect(await engine.events(town.id)).toHaveLength(town.state.seq);
  });

  it('answers other events with what it holds and changes nothing', async () => {
    const town = await offered();
    await engine.store.append(town.id, 0, town.events);
    const held = town.events.slice(2);
    const other = { ...held[0]!, at: plusMillis(entered, 1) };
    const before = await dump();
    const { others } = await engine.store.append(town.id, 2, [other]);
    expect(canonical(others)).toBe(canonical(held));
    expect(await dump()).toBe(before);
  });

  it('appends where another process wrote last, and writes nothing on top of what it does not know', async () => {
    const town = await offered();
    const { source, vault, rulebook } = engine;
    const other = new EventStore(source, vault, rulebook, new Directory(source));
    const append = (store: EventStore, events: DisputeEvent[]) => store.append(town.id, events[0]!.seq - 1, events);
    await append(engine.store, town.events);
    const first = town.as('desk').do('AddNote', {});
    const second = town.as('justice').do('AddNote', {});
    const third = town.as('desk').do('AddNote', {});
    expect(await append(other, first)).toMatchObject({ others: null });
    // Its own head lies before the other's note; the number that it would write is taken.
    const conflicting = [{ ...first[0]!, at: plusMillis(entered, 1) }];
    expect(canonical((await append(engine.store, conflicting)).others)).toBe(canonical(first));
    expect(await append(engine.store, second)).toMatchObject({ others: null });
    expect(await append(other, third)).toMatchObject({ others: null });
    expect(await engine.events(town.id)).toHaveLength(town.state.seq);
    expect((await engine.upkeep.verify()).problems).toEqual([]);
  });

  it('says so where the record ends before what is known', async () => {
    const town = await offered();
    await expect(engine.store.append(town.id, 2, town.events.slice(2))).rejects.toThrow('the record ends at 0');
    await engine.store.append(town.id, 0, town.events);
    const lost = town.as('desk').do('AddNote', {});
    const next = town.as('desk').do('AddNote', {});
    expect(lost).toHaveLength(1);
    await expect(engine.store.append(town.id, next[0]!.seq - 1, next)).rejects.toThrow('the record ends at');
    expect(await engine.events(town.id)).toHaveLength(lost[0]!.seq - 1);
  });

  it('only looks when it is given nothing, and tells what is held after what is known', async () => {
    const town = await offered();
    const { head } = await engine.store.append(town.id, 0, town.events);
    const { seq } = town.state;
    const before = await dump();
    expect(await engine.store.append(town.id, seq, [], head)).toEqual({ others: null, head });
    expect(await engine.store.append(town.id, 0, [])).toMatchObject({ others: { length: seq }, head });
    expect(canonical((await engine.store.append(town.id, 2, [])).others)).toBe(canonical(town.events.slice(2)));
    await expect(engine.store.append(town.id, seq + 3, [])).rejects.toThrow(`ends at ${seq}, not at ${seq + 3}`);
    await expect(engine.store.append(randomUUID(), 1, [])).rejects.toThrow('ends at 0, not at 1');
    expect(await dump()).toBe(before);
  });

  it('writes nothing on top of an entry that went another way than what is known', async () => {
    const town = await offered();
    const { head } = await engine.store.append(town.id, 0, town.events);
    const foreign = Buffer.alloc(32, 7).toString('base64');
    const { seq } = town.state;
    const note = town.as('desk').do('AddNote', {});
    const beside = `has another entry ${seq} than the workflow knows`;
    // With the head at hand, from the rows, and where others went on.
    const other = new EventStore(engine.source, engine.vault, engine.rulebook, new Directory(engine.source));
    for (const store of [engine.store, other]) {
      await expect(store.append(town.id, seq, note, foreign)).rejects.toThrow(beside);
      await expect(store.append(town.id, seq, [], foreign)).rejects.toThrow(beside);
    }
    await engine.store.append(town.id, seq, note, head);
    await expect(other.append(town.id, seq, town.as('desk').do('AddNote', {}), foreign)).rejects.toThrow(beside);
    expect(await engine.events(town.id)).toHaveLength(seq + 1);
  });

  it('projects, notices and answers in one transaction: all or nothing', async () => {
    const town = await offered();
    const [first, ...rest] = town.events;
    const broken = [first!, ...rest.slice(0, -1), { ...rest.at(-1)!, at: 'no moment' }];
    await expect(engine.store.append(town.id, 0, broken)).rejects.toThrow();
    const counts = await engine.database.owner.query(
      `SELECT (SELECT count(*) FROM event WHERE dispute_id = $1)::int AS events,
              (SELECT count(*) FROM dispute WHERE id = $1)::int AS disputes`,
      [town.id],
    );
    expect(counts).toEqual([{ events: 0, disputes: 0 }]);
  });

  it('tells the people of the offered department once, and nobody of a rehearsal', async () => {
    const town = await offered();
    await engine.store.append(town.id, 0, town.events);
    const rehearsed = await offered(true);
    await engine.store.append(rehearsed.id, 0, rehearsed.events);
    const rows = (await engine.database.owner.query(
      `SELECT dispute_id AS id, user_id AS who, kind FROM notice WHERE dispute_id = ANY ($1) ORDER BY who`,
      [[town.id, rehearsed.id]],
    )) as unknown[];
    expect(rows).toEqual([
      { id: town.id, who: 'justice', kind: 'offered' },
      { id: town.id, who: 'justice-head', kind: 'offered' },
    ]);
  });

  it('is append-only, also for its owner', async () => {
    const town = await offered();
    await engine.store.append(town.id, 0, town.events);
    for (const sql of [
      `UPDATE event SET type = 'X' WHERE dispute_id = $1`,
      `DELETE FROM event WHERE dispute_id = $1`,
    ]) {
      await expect(engine.database.owner.query(sql, [town.id])).rejects.toThrow('append-only');
    }
  });

  it('shows rows only to those on the case and their superiors, below every query', async () => {
    const town = await offered();
    await engine.store.append(town.id, 0, town.events);
    const seenBy = (scopes: string[]) =>
      new Reader(reader).as({ userId: 'x', scopes }, async (db) => {
        const counts: Record<string, number> = {};
        for (const [table, id] of [
          ['dispute', 'id'],
          ['event', 'dispute_id'],
          ['obligation', 'dispute_id'],
          ['transfer', 'dispute_id'],
        ]) {
          const [row] = (await db.query(`SELECT count(*)::int AS n FROM ${table} WHERE ${id} = $1`, [town.id])) as {
            n: number;
          }[];
          counts[table!] = row!.n;
        }
        return Object.values(counts).every((n) => n > 0)
          ? 'all'
          : Object.values(counts).every((n) => n === 0)
            ? 'nothing'
            : counts;
      });
    expect(await seenBy(['police'])).toBe('all');
    expect(await seenBy(['justice'])).toBe('all');
    expect(await seenBy(['^centre'])).toBe('all');
    expect(await seenBy(['^district'])).toBe('all');
    expect(await seenBy(['land'])).toBe('nothing');
    expect(await seenBy(['centre'])).toBe('nothing');
    expect(await seenBy(['police#visitor'])).toBe('nothing');
    expect(await seenBy([])).toBe('nothing');
    // Nobody said who reads: nothing, however the query is written.
    expect(await reader.query(`SELECT * FROM dispute`)).toEqual([]);
  });

  it('finds by title, number and name, also with characters that mean something to LIKE', async () => {
    const town = await offered();
    await engine.store.append(town.id, 0, town.events);
    const today = await engine.rulebook.today('default');
    const tree = await new Directory(engine.source).load();
    const find = (q: string) =>
      new Reader(reader).as({ userId: 'x', scopes: ['police'] }, async (db) =>
        (
          await listDisputes(
            db,
            { rehearsal: false, today, sought: soughtBy(q, 'police', tree, engine.vault) },
            null,
            50,
          )
        ).map(({ place }) => place.id),
      );
    expect(await find('钟不群')).toContain(town.id);
    expect(await find(town.row!.number)).toEqual([town.id]);
    expect(await find('%')).toEqual([]);
    expect(await find(`' OR true --`)).toEqual([]);
    expect(await find('zbq')).toContain(town.id);
    expect(await find('zhongbuqun')).toContain(town.id);
  });

  it('has a search walked by one process, which stops where the list is full', async () => {
    const today = await engine.rulebook.today('default');
    const tree = await new Directory(engine.source).load();
    const planOf = (filter: Partial<DisputeFilter>) =>
      new Reader(reader).as({ userId: 'x', scopes: ['police'] }, async (db) => {
        await db.query(`SET LOCAL debug_parallel_query = on`);
        const plans: string[] = [];
        const explained = {
          query: async <T>(text: string, values?: unknown[]) => {
            plans.push(JSON.stringify(await db.query(`EXPLAIN ${text}`, values)));
            return (await db.query(text, values)) as T;
          },
        };
        await listDisputes(explained, { rehearsal: false, today, ...filter }, null, 50);
        return plans.at(-1)!;
      });
    expect(await planOf({})).toContain('Gather');
    expect(await planOf({ sought: soughtBy('钟不群', 'police', tree, engine.vault) })).not.toContain('Gather');
  });

  it('tells the year of a provisional date, and what a rehearsal is late for, by their own clocks', async () => {
    const town = await offered(true);
    const real = await offered();
    for (const { id, events } of [town, real]) await engine.store.append(id, 0, events);
    const today = await engine.rulebook.today('default');
    const runner = engine.source.createQueryRunner();
    await runner.startTransaction();
    try {
      // The first half hour of a year in Shanghai is an evening of the year before in UTC.
      await runner.query(`SET LOCAL TimeZone = 'UTC'`);
      await runner.query(
        `UPDATE obligation SET due_at = $2, row = row || '{"provisional": true}' WHERE dispute_id = $1`,
        [real.id, '2031-01-01T00:30:00+08:00'],
      );
      const { provisional } = await boardNumbers(runner, today);
      expect(provisional.map(({ year }) => year).filter((year) => year > 2029)).toEqual([2031]);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }

    const late = () =>
      new Reader(reader).as({ userId: 'x', scopes: ['police'] }, async (db) => {
        const filter = { rehearsal: true, lateFor: 'answer-transfer', today };
        return (await listDisputes(db, filter, null, 10)).map(({ place }) => place.id);
      });
    const setAhead = (days: number) =>
      engine.source.query(`UPDATE dispute SET clock_ahead = make_interval(days => $2) WHERE id = $1`, [town.id, days]);
    expect(await late()).not.toContain(town.id);
    await setAhead(60);
    expect(await late()).toContain(town.id);
    await setAhead(0);
  });

  it('rebuilds every row from the record to the very same', async () => {
    const town = await offered();
    town.later(60_000).as('justice').do('AcceptTransfer', { transferId: 't1' });
    town
      .later(60_000)
      .as('justice')
      .do('ResolveDispute', { outcome: 'mediated', terms: [{}] });
    town.pass({ amount: 8, unit: 'days' });
    town.as('visitor').do('RecordVisit', { n: 1, mode: 'phone', outcome: 'relapsed' });
    await engine.store.append(town.id, 0, town.events);
    const before = await dump();
    await engine.database.owner.query(`UPDATE dispute SET row = row || '{"title": "verfälscht"}', status = 'closed'`);
    await engine.database.owner.query(`DELETE FROM obligation WHERE dispute_id = $1`, [town.id]);
    expect(await dump()).not.toBe(before);
    await engine.upkeep.rebuild();
    expect(await dump()).toBe(before);
  });

  it('proves the record, and names the first entry of which a byte was changed', async () => {
    expect((await engine.upkeep.verify()).problems).toEqual([]);
    const town = await offered();
    await engine.store.append(town.id, 0, town.events);
    const admin = engine.database.admin.createQueryRunner();
    await admin.query(`SET session_replication_role = replica`);
    for (const change of [
      `SET data = data || '{"to": "land"}'`,
      `SET at = at + interval '1 millisecond'`,
      `SET text = left(coalesce(text, 'v1.AAAA'), -1) || 'x'`,
      `SET actor = '{"kind": "system"}'`,
    ]) {
      await admin.query(`CREATE TEMP TABLE kept AS SELECT * FROM event WHERE dispute_id = $1 AND seq = 5`, [town.id]);
      await admin.query(`UPDATE event ${change} WHERE dispute_id = $1 AND seq = 5`, [town.id]);
      const { problems } = await engine.upkeep.verify();
      expect(problems).toEqual([`dispute ${town.id}: the chain breaks at entry 5`]);
      await admin.query(`DELETE FROM event WHERE dispute_id = $1 AND seq = 5`, [town.id]);
      await admin.query(`INSERT INTO event SELECT * FROM kept`);
      await admin.query(`DROP TABLE kept`);
    }
    await admin.query(`RESET session_replication_role`);
    await admin.release();
    expect((await engine.upkeep.verify()).problems).toEqual([]);
  });

  it('finds rows that were altered behind its back', async () => {
    const town = await offered();
    await engine.store.append(town.id, 0, town.events);
    await engine.database.owner.query(
      `UPDATE dispute SET state = jsonb_set(state::jsonb, '{desk}', '"land"')::json WHERE id = $1`,
      [town.id],
    );
    await engine.database.owner.query(`ALTER TABLE policy DISABLE TRIGGER policy_kept`);
    await engine.database.owner.query(`UPDATE policy SET document = document || '{"title": "x"}' WHERE version = $1`, [
      POLICY_VERSION,
    ]);
    const { problems } = await engine.upkeep.verify();
    expect(problems).toEqual(
      expect.arrayContaining([
        `dispute ${town.id}: its state is not the fold`,
        `policy ${POLICY_VERSION}: was altered`,
      ]),
    );
  });

  it('is taken for away when it says nothing in time, and what was begun is undone', async () => {
    const impatient = { ...READ_TIMEOUTS, statement: 60_000, answer: 300 };
    const source = await openDatabase(engine.database.readerUrl, impatient, 1).initialize();
    const other = await openDatabase(engine.database.readerUrl, READ_TIMEOUTS, 1).initialize();
    try {
      await other.query('SELECT pg_advisory_lock(1)');
      const failure = await transaction(source, async (db) => {
        await db.query(`UPDATE account SET away_until = '2100-01-01T00:00:00Z' WHERE id = 'desk'`);
        // Another connection has it.
        await db.query('SELECT pg_advisory_lock(1)');
      }).catch((error: unknown) => error);
      expect([String(failure), isDatabaseAway(failure)]).toEqual(['Error: the database says nothing', true]);
      // The pool has one connection: it is another one now, and nobody goes on in what the first began.
      expect(await source.query(`SELECT away_until FROM account WHERE id = 'desk'`)).toEqual([{ away_until: null }]);
    } finally {
      await source.destroy();
      await other.destroy();
    }
  });
});
