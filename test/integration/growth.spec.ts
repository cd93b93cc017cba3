import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { decideItem, evolveItem, unreported, type Item, type ItemCommand, type ItemEvent } from '#domain/item/item.js';
import { DAY, instantOf, type Instant } from '#domain/time/time.js';
import { spreadWord } from '#domain/reading/search.js';
import { patiently, transaction, type Db, type Transaction } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';
import { Directory } from '#persistence/people/directory.js';
import { settleMoves } from '#persistence/people/moves.js';
import { listItems } from '#persistence/reading/item-reader.js';
import { inboxCounts } from '#persistence/reading/work-reader.js';
import { grownSince } from '#persistence/proof/checkpoints.js';
import {
  DISPUTE_ORDERS,
  countDisputes,
  listDisputes,
  type DisputeFilter,
  type DisputeOrder,
  type DisputePlace,
} from '#persistence/reading/dispute-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { soughtBy } from '#persistence/reading/sought.js';
import { findRepeats, numberTokens } from '#persistence/record/repeats.js';
import { readingsOf } from '#persistence/record/search-text.js';
import { CALENDAR_VERSION, POLICY_VERSION } from '../../apps/local/reference.js';
import {
  NO_COST,
  dailyReads,
  explaining,
  readingSource,
  statistics,
  type Cost,
  type Read,
} from '../support/daily-reads.js';
import { Engine } from '../support/engine.js';
import { PEOPLE, type Town } from '../support/town.js';

/** As many as are open, whatever was closed before. */
const OPEN = 50;
const CLOSED = [400, 4_400] as const;
/** And a page for each open one: whether it counts one that two of them stand on once or twice, PostgreSQL chooses. */
const GROWTH = 1.3;

/** Kept by the fold of one life; the copies of it differ in what they are found by. */
const TABLES = ['event', 'obligation', 'transfer', 'visit', 'tally'] as const;
const ALSO: Partial<Record<(typeof TABLES)[number], string>> = {
  event: `, 'recorded_at', now() - interval '180 days'`,
  obligation: `, 'id', c.id || t.id`,
};
/** Sees the half of what is open, and nobody sees what the other one would. */
const FEW = 'forestry';
const NONE = 'labour';
/** Where none of the closed ones is. */
const VILLAGE = 'village-baitang';
const TELEPHONE = '13766660003';
const DESK = { departmentId: 'police', sees: 'all', triages: true } as const;
const YEAR = { from: instantOf(Date.now() - 365 * DAY), to: instantOf(Date.now()) };

/** Indexes of the dispute that other than daily reads use, or that a constraint is. */
const OF_OTHERS = {
  dispute_pkey: 'a constraint',
  dispute_number_key: 'a constraint',
  dispute_closed: 'what retention may erase',
  dispute_next_moment: 'the look of the reconciler',
  dispute_words_seen: 'the function few_seen',
};

/** What people read all day costs what is open and what is found, however many were ever closed. Pages, no times. */
describe('a daily read', () => {
  let engine: Engine;
  let source: DataSource;
  const costs: Record<string, Cost>[] = [];
  /** Indexes that any of the plans goes by. */
  const used = new Set<string>();

  beforeAll(async () => {
    engine = await Engine.start({ worker: false });
    source = await readingSource(engine.database.readerUrl);
    const open = [
      await entered((town) => town.handledBy('justice', { number: '2026-00001' })),
      await entered((town) => town.resolvedBy('justice', { number: '2026-00002' })),
    ];
    const closed = await entered((town) => {
      town.resolvedBy('justice', { number: '2026-00003' });
      for (let next = planned(town); next; next = planned(town)) {
        if (next.dueAt > town.now) town.passTo(next.dueAt as Instant);
        town.visit(next.n);
      }
      if (town.status !== 'closed') town.as('desk').do('CloseDispute', {});
    });
    await copies(open[0]!, '单于', OPEN / 2 - 1, VILLAGE);
    await copies(open[1]!, '公冶', OPEN / 2 - 1, 'village-shixi');
    await engine.database.owner.query(
      `UPDATE dispute SET visible_to = visible_to || $1::text WHERE village = '${VILLAGE}' AND status = 'handling'`,
      [FEW],
    );
    const [waiting, discarded] = [await reported(false), await reported(true)];
    await copiesOfItem(waiting, OPEN - 1, 0);
    let there = 1;
    for (const size of CLOSED) {
      await copies(closed, '欧阳', size - there, 'village-helin');
      await copiesOfItem(discarded, size - there, 2);
      there = size;
      await engine.database.owner.query(
        `VACUUM ANALYZE dispute, dispute_match, dispute_words, event, obligation, transfer, visit, tally, item`,
      );
      costs.push(await measured());
    }
  }, 120_000);
  afterAll(async () => {
    await source.destroy();
    await engine.stop();
  });

  const planned = (town: Town) => town.row!.visits.find((each) => each.state === 'planned');

  /** A life of half a year ago that the record keeps. */
  async function entered(live: (town: Town) => void): Promise<string> {
    const town = await engine.town(instantOf(Date.now() - 180 * DAY));
    live(town);
    await engine.store.append(town.id, 0, town.events);
    return town.id;
  }

  /** A report of half a year ago. */
  async function reported(isDiscarded: boolean): Promise<string> {
    const id = randomUUID();
    const at = instantOf(Date.now() - 180 * DAY);
    await engine.vault.create(engine.database.owner, id);
    const key = (await engine.vault.find(engine.database.owner, id))!;
    const data = {
      number: `X-${id.slice(0, 8)}`,
      ...{ desk: 'police', superior: 'centre', feeder: 'patrol' as const },
      ...{ village: VILLAGE, dangerSigns: [], heardAt: at },
    };
    const who = { receivedAt: at, bodyHmac: '', text: key.seal({ text: '两家吵架' }) };
    const commands: ItemCommand[] = [{ type: 'ReportItem', actor: PEOPLE.grid!, key: 'r', data, ...who }];
    if (isDiscarded) commands.push({ type: 'DiscardItem', actor: PEOPLE.desk!, key: 'd', data: {}, ...who });
    let item: Item = unreported(id, await engine.rulebook.rules(POLICY_VERSION, CALENDAR_VERSION));
    const events: ItemEvent[] = [];
    for (const command of commands) {
      const said = decideItem(command, item, at);
      item = said.reduce(evolveItem, item);
      events.push(...said);
    }
    await engine.items.append(id, 0, events);
    return id;
  }

  async function copiesOfItem(of: string, count: number, yearsAgo: number): Promise<void> {
    await engine.database.admin.query(
      `INSERT INTO item SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'number', gen_random_uuid()::text,
         'heard_at', t.heard_at + make_interval(years => ${-yearsAgo}, mins => n)))).* FROM item t, generate_series(1, ${count}) n WHERE id = $1`,
      [of],
    );
  }

  /** Rows as they are, again and again, each a minute after the one before. */
  async function copies(of: string, name: string, count: number, village: string): Promise<void> {
    const runner = engine.database.admin.createQueryRunner();
    try {
      await runner.query(`SET session_replication_role = replica`);
      await runner.query(
        `CREATE TEMP TABLE copy AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, ${count}) n`,
      );
      const columns = async (table: string) =>
        (
          await rows<{ name: string }>(
            runner,
            `SELECT quote_ident(attname) AS name FROM pg_attribute
             WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
            [table],
          )
        ).map((each) => each.name);
      const insert = async (table: string, where: string, change: string) => {
        const list = (await columns(table)).join(', ');
        await runner.query(
          `INSERT INTO ${table} (${list}) SELECT ${list} FROM (
             SELECT (jsonb_populate_record(t, ${change})).* FROM ${table} t, copy c WHERE t.${where} = $1) filled`,
          [of],
        );
      };
      await insert(
        'dispute',
        'id',
        `jsonb_build_object('id', c.id, 'number', left(c.id::text, 8), 'created_at', t.created_at + c.n * interval '1 minute',
           'village', '${village}')`,
      );
      await runner.query(
        `INSERT INTO dispute_words (dispute_id, visible_to, words, sought, village)
         SELECT d.id, d.visible_to, '', spread_words(left(c.id::text, 8) || ' 工钱拖欠 ${name}' || c.n || ' ' || $1), d.village
         FROM dispute d JOIN copy c ON c.id = d.id`,
        [['两家多次为工钱争吵', ...readingsOf('工钱拖欠'), ...readingsOf(name)].join(' ')],
      );
      await runner.query(`INSERT INTO dispute_match (token, dispute_id) SELECT 'd:' || id, id FROM copy`);
      await runner.query(`INSERT INTO dispute_match (token, dispute_id) SELECT $1, id FROM copy ORDER BY n LIMIT 3`, [
        numberTokens(TELEPHONE, engine.vault)[0],
      ]);
      for (const table of TABLES) {
        await insert(table, 'dispute_id', `jsonb_build_object('dispute_id', c.id${ALSO[table] ?? ''})`);
      }
      await runner.query(`DROP TABLE copy`);
    } finally {
      await runner.query(`RESET session_replication_role`);
      await runner.release();
    }
  }

  /** Each read with what its statements looked at. */
  const earlierCases = (db: Db) => {
    const about = {
      category: 'neighbours' as const,
      place: { village: 'village-shixi' },
      parties: [{ phone: '13766660001' }, { phone: '13766660002', idNumber: 'E12345678' }],
    };
    const run = <T>({ text }: { text: string }, values: unknown[]) => db.query<T[]>(text, values);
    const window = { id: randomUUID(), since: YEAR.from, before: instantOf(Date.now() + DAY) };
    return findRepeats({ ...db, run } as Transaction, engine.vault, about, window);
  };

  async function measured(): Promise<Record<string, Cost>> {
    const [{ number }] = (await engine.database.owner.query(
      `SELECT d.number FROM dispute d JOIN dispute_words w ON w.dispute_id = d.id WHERE w.sought LIKE '%' || $1 || '%'
       ORDER BY 1 LIMIT 1`,
      [spreadWord('单于')],
    )) as [{ number: string }];
    const today = await engine.rulebook.today('default');
    const tree = await new Directory(engine.source).load();
    const known = {
      number,
      name: `单于${OPEN / 4}`,
      part: '冶',
      reading: readingsOf('单于')[0]!,
      letters: readingsOf('单于')[1]!,
      telephone: TELEPHONE,
      village: tree.departments.get(VILLAGE)!.name,
    };
    const ofFew = (scope: string) =>
      [...DISPUTE_ORDERS, 'total' as const].map((each): [string, [string, Read]] => {
        const filter = { rehearsal: false, today };
        const read = (db: Db) =>
          each === 'total' ? countDisputes(db, filter) : listDisputes(db, filter, null, 51, each);
        return [`${each} of what ${scope} sees`, [scope, read]];
      });
    const reads = {
      ...Object.fromEntries([NONE, FEW].flatMap(ofFew)),
      ...dailyReads(today, known, (q) => soughtBy(q, 'justice', tree, engine.vault)),
      'counts of who takes reports in': ['police', (db) => inboxCounts(db, DESK, today)],
      'reports that wait': ['police', (db) => listItems(db, { state: 'new' }, null, 51)],
      // Not so many pages whatever was closed, but a narrow row of each and not the dispute.
      'statistics of a year': ['^centre', statistics(YEAR)],
      'statistics by village': ['^centre', statistics(YEAR, 'village')],
      'earlier cases of who is registered': ['police', (db) => earlierCases(db)],
    } satisfies Record<string, [string, Read]>;
    const found: Record<string, Cost> = {};
    for (const [name, [scope, read]] of Object.entries(reads)) {
      await new Reader(source).as({ userId: 'x', scopes: [scope] }, async (db) => {
        // Twice: what a first look notes of a row is no work of a second.
        for (let n = 0; n < 2; n++) {
          const total = { ...NO_COST };
          await read(explaining(db, total, used));
          found[name] = total;
        }
      });
    }
    // The worker's, each hour.
    const total = { ...NO_COST };
    await transaction(engine.source, (db) =>
      grownSince(explaining(db, total, used), 'dispute', new Date(Date.now() + DAY)),
    );
    return { ...found, 'chains that grew': total };
  }

  it('looks at no more pages over ten times as many closed disputes', () => {
    const [few, many] = costs as [Record<string, Cost>, Record<string, Cost>];
    const grown = Object.keys(few).filter(
      (name) => !name.startsWith('statistics') && many[name]!.buffers > few[name]!.buffers * GROWTH + OPEN,
    );
    expect(grown.map((name) => `${name}: ${few[name]!.buffers} → ${many[name]!.buffers}`)).toEqual([]);
  });

  it('goes by each index of the dispute that is not named as of use to others', async () => {
    const there = await rows<{ name: string }>(
      engine.database.owner,
      `SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid IN ('dispute'::regclass, 'dispute_words'::regclass)
         AND NOT (indrelid = 'dispute_words'::regclass AND indisprimary) ORDER BY 1`,
    );
    expect(there.map(({ name }) => name).filter((name) => !used.has(name) && !(name in OF_OTHERS))).toEqual([]);
  });

  it('looks through all disputes for nothing', () => {
    const [, many] = costs as [Record<string, Cost>, Record<string, Cost>];
    const through = Object.keys(many).filter((name) => many[name]!.looked > CLOSED[1] / 2);
    expect(through.map((name) => `${name}: ${many[name]!.looked} rows`)).toEqual([]);
  });

  it('compares no line of a list with all that is owed', () => {
    const [, many] = costs as [Record<string, Cost>, Record<string, Cost>];
    const compared = Object.keys(many).filter((name) => many[name]!.compared > OPEN);
    expect(compared.map((name) => `${name}: ${many[name]!.compared} pairs`)).toEqual([]);
  });

  it('finds by a word that all have what the list has, and by one of few those alone, page after page', async () => {
    const today = await engine.rulebook.today('default');
    const tree = await new Directory(engine.source).load();
    const pages = (filter: Partial<DisputeFilter>, order: DisputeOrder) =>
      new Reader(source).as({ userId: 'x', scopes: ['justice'] }, async (db) => {
        const find = (after: DisputePlace | null) =>
          listDisputes(db, { rehearsal: false, today, ...filter }, after, 20, order);
        const first = await find(null);
        const last = first.at(-1)!;
        return [first, await find(last.place)].map((page) => page.map(({ place }) => place.id));
      });
    const sought = (q: string) => soughtBy(q, 'justice', tree, engine.vault);
    for (const order of DISPUTE_ORDERS) {
      // More have it than are sorted: the list is walked.
      const closed = { village: 'village-helin' };
      expect(await pages({ ...closed, sought: sought('工钱') }, order)).toEqual(await pages(closed, order));
      const few = { village: VILLAGE, status: 'handling' };
      expect(await pages({ sought: sought('单于'), status: 'handling' }, order)).toEqual(await pages(few, order));
    }
  });

  it('lists of who sees few what a walk through all of them finds, page after page', async () => {
    const today = await engine.rulebook.today('default');
    const seenBy = (scope: string, filter: Partial<DisputeFilter>) =>
      new Reader(source).as({ userId: 'x', scopes: [scope] }, async (db) => {
        const asked = { rehearsal: false, today, ...filter };
        const pages: Record<string, string[][]> = {};
        for (const order of DISPUTE_ORDERS) {
          const first = await listDisputes(db, asked, null, 20, order);
          const second = await listDisputes(db, asked, first.at(-1)?.place ?? null, 20, order);
          pages[order] = [first, second].map((page) => page.map(({ place }) => place.id));
        }
        const [{ few }] = (await db.query(`SELECT few_seen() IS NOT NULL AS few`)) as [{ few: boolean }];
        return { few, pages, total: await countDisputes(db, asked) };
      });
    const theirs = { village: VILLAGE, status: 'handling' };
    for (const filter of [
      {},
      { open: true },
      { grade: 'yellow' },
      { status: 'closed' },
      { late: true },
      { rehearsal: true },
    ]) {
      const few = await seenBy(FEW, filter);
      expect({ filter, ...few }).toEqual({ filter, ...(await seenBy('justice', { ...theirs, ...filter })), few: true });
    }
    const { pages, total } = await seenBy(FEW, {});
    expect({ total, second: pages.newest![1]!.length }).toMatchObject({
      total: { count: OPEN / 2 - 1 },
      second: OPEN / 2 - 21,
    });
    expect(await seenBy(NONE, {})).toMatchObject({ few: true, total: { count: 0, more: false } });
    expect(await seenBy('justice', {})).toMatchObject({ few: false });
  });

  it('gathers no more than few, whatever the planner takes for that', async () => {
    const runner = engine.database.owner.createQueryRunner();
    const few = async () => {
      const [{ ids }] = (await runner.query(`SELECT few_seen() AS ids`)) as [{ ids: string[] | null }];
      return ids && ids.length;
    };
    await runner.startTransaction();
    try {
      await runner.query(`SET LOCAL app.scopes = 'sudden'`);
      const share = (n: number) =>
        runner.query(
          `UPDATE dispute_words SET visible_to = visible_to || '{sudden}' WHERE dispute_id IN (SELECT dispute_id FROM dispute_words
             WHERE NOT visible_to @> '{sudden}' LIMIT ${n})`,
        );
      expect(await few()).toBe(0);
      await share(200);
      expect(await few()).toBe(200);
      await share(50);
      expect(await few()).toBeNull();
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  });

  it('looks at a narrow row of each closed dispute for the statistics', () => {
    const [few, many] = costs as [Record<string, Cost>, Record<string, Cost>];
    for (const name of Object.keys(many).filter((each) => each.startsWith('statistics'))) {
      const more = (many[name]!.buffers - few[name]!.buffers) / (CLOSED[1] - CLOSED[0]);
      // Once, for all that is asked: some thirty rows are on a page.
      expect({ name, pages: more < 0.05 ? 'few' : more }).toEqual({ name, pages: 'few' });
    }
  });

  it('lets a department of thousands of cases move at once, and hands them to who is above it now bit by bit', async () => {
    const { owner } = engine.database;
    const [place] = await rows<{ parent: string; name: string }>(
      owner,
      `SELECT parent_id AS parent, name FROM department WHERE id = 'justice'`,
    );
    const put = (under: string) =>
      owner.query(`SELECT put_department('justice', $1, $2, 'Justice office', false, false, NULL)`, [
        under,
        place!.name,
      ]);
    const seen = async () => {
      const [found] = await rows<{ all: number; here: number; there: number; written: number }>(
        owner,
        `SELECT count(*)::int AS all, count(*) FILTER (WHERE visible_to && '{^centre}')::int AS here,
           count(*) FILTER (WHERE visible_to && '{^office}')::int AS there, count(DISTINCT xmin::text)::int AS written
         FROM dispute WHERE visible_to && '{justice}'`,
      );
      return found!;
    };
    await owner.query(`SELECT put_department('office', $1, '县信访局', 'Petitions', false, false, NULL)`, [
      (await rows<{ id: string }>(owner, `SELECT id FROM department WHERE parent_id IS NULL`))[0]!.id,
    ]);
    const before = await seen();
    expect(before).toMatchObject({ there: 0 });
    expect(before.all).toBeGreaterThan(CLOSED[1]);
    await put('office');
    // None was written: whoever commands one of them waited for nothing.
    expect(await seen()).toEqual(before);
    await owner.query(`UPDATE department SET moved_at = moved_at - interval '11 seconds' WHERE moved_at IS NOT NULL`);
    await patiently(engine.source, settleMoves);
    const after = await seen();
    expect(after).toMatchObject({ all: before.all, there: before.all });
    expect(after.written).toBeGreaterThan(before.all / 100);
    expect(await rows(owner, `SELECT id FROM department WHERE moved_at IS NOT NULL`)).toEqual([]);
    expect(await rows(owner, `SELECT id FROM dispute WHERE NOT (visible_to @> seen_from(visible_to))`)).toEqual([]);
  });
});
