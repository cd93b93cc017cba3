import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_RETENTION } from '#domain/keeping/retention.js';
import type { PartyRow } from '#domain/dispute/row.js';
import { instantOf } from '#domain/time/time.js';
import { transaction } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';
import { letGoByAge } from '#persistence/keeping/housekeeping.js';
import { remakeMatches } from '#persistence/keeping/matches.js';
import { takeCheckpoint } from '#persistence/proof/checkpoints.js';
import { findRepeats, formerTokens } from '#persistence/record/repeats.js';
import { Engine } from '../support/engine.js';
import { Town } from '../support/town.js';
import { CALENDAR_VERSION, POLICY_VERSION } from '../../apps/local/reference.js';

/** A test names no rules by their hash. */
const UNHASHED = { policyHash: '', calendarHash: '' };

/** By the table that ships: receipts and deliveries a year, notices two. */
describe('what has an age', () => {
  let engine: Engine;
  const cases: Record<'closed' | 'open' | 'held', string> = {} as never;
  const owner = () => engine.database.owner;
  const at = (pages: number) => ({ pages, pauseMs: 0 });
  const letGo = (pages = 1) => letGoByAge(engine.source, engine.vault, new Date(), at(pages));

  async function entered(live: (town: Town) => void): Promise<string> {
    const town = await engine.town(instantOf(Date.now() - 5 * 60_000));
    live(town);
    await engine.store.append(town.id, 0, town.events);
    return town.id;
  }

  beforeAll(async () => {
    engine = await Engine.start({ worker: false });
    cases.open = await entered((town) => town.handledBy('justice', { number: '2026-00001', ...UNHASHED }));
    const over = (number: string) => (town: Town) => {
      town.handledBy('justice', { number, ...UNHASHED });
      town.as('desk').do('MergeDispute', { into: cases.open });
    };
    cases.closed = await entered(over('2026-00002'));
    cases.held = await entered((town) => {
      over('2026-00003')(town);
      town.as('auditor').do('PlaceHold', {});
    });
    await takeCheckpoint(engine.source, engine.vault, new Date());
    // Of each case, and of none: of just below its age, of above it, and of a person whom nobody knows.
    for (const [name, id] of [...Object.entries(cases), ['none', null]]) {
      for (const [who, days] of [
        ['desk', 360],
        ['desk', 370],
        ['desk', 725],
        ['desk', 735],
        ['nobody', 735],
      ]) {
        const key = `${name} ${who} ${days}`;
        await owner().query(
          `INSERT INTO command_key (key, user_id, body_hmac, received_at, dispute_id) VALUES ($1, $2, '', now() - $3 * interval '1 day', $4)`,
          [key, who, days, id],
        );
        if (id === null) continue;
        await owner().query(
          `INSERT INTO notice (dispute_id, seq, user_id, kind, obligation_id, at, read_at, queued)
           SELECT $1, 0, $2, 'resolved', $3 || read, now() - $4 * interval '1 day', CASE WHEN read THEN now() END, true
           FROM unnest('{true,false}'::boolean[]) AS read`,
          [id, who, `${key} `, days],
        );
      }
    }
    await owner().query(
      `WITH c AS (INSERT INTO channel (account_id, kind, address, address_hash, shown) VALUES ('desk', 'email', '', '', 'x') RETURNING id)
       INSERT INTO delivery (channel_id, account_id, state, red, made_at, next_at, last_error)
       SELECT c.id, 'desk', state, false, now() - days * interval '1 day', now(), state || ' ' || days
       FROM c, unnest('{sent,failed,dropped,waiting}'::text[]) AS state, unnest('{360,370}'::int[]) AS days`,
    );
    await owner().query(
      `WITH d AS (INSERT INTO delivery (channel_id, account_id, state, red, made_at, next_at, last_error)
         SELECT id, 'desk', 'sent', false, now() - interval '370 days', now(), 'held' FROM channel RETURNING id, channel_id)
       INSERT INTO delivery_item (notice_id, channel_id, account_id, delivery_id)
       SELECT (SELECT min(id) FROM notice WHERE dispute_id = $1), channel_id, 'desk', id FROM d`,
      [cases.held],
    );
  });
  afterAll(() => engine.stop());

  const old = `now() - interval '300 days'`;
  const left = async () => ({
    receipts: (
      await rows<{ key: string }>(owner(), `SELECT key FROM command_key WHERE received_at < ${old} ORDER BY key`)
    ).map(({ key }) => key),
    notices: (
      await rows<{ name: string }>(owner(), `SELECT obligation_id AS name FROM notice WHERE at < ${old} ORDER BY name`)
    ).map(({ name }) => name),
    deliveries: (
      await rows<{ name: string }>(
        owner(),
        `SELECT last_error AS name FROM delivery WHERE made_at < ${old} ORDER BY name`,
      )
    ).map(({ name }) => name),
  });
  const runs = () =>
    rows<{ name: string; erased: Record<string, number> & { departments: object } }>(
      owner(),
      `SELECT name, erased FROM retention_run ORDER BY name`,
    );

  it('stays, all of it, where the table says for ever', async () => {
    const before = await left();
    const rules = DEFAULT_RETENTION.rules.map((each) => ({ ...each, years: null }));
    await owner().query(
      `INSERT INTO retention_table (published_by, department_id, reason, document)
       SELECT 'admin', id, 'x', $1 FROM department WHERE parent_id IS NULL`,
      [JSON.stringify({ rules })],
    );
    expect(await letGo()).toEqual({ receipt: 0, notice: 0, delivery: 0 });
    expect(await left()).toEqual(before);
    expect(await runs()).toEqual([]);
    await owner().query(
      `INSERT INTO retention_table (published_by, department_id, reason, document)
       SELECT 'admin', id, 'x', $1 FROM department WHERE parent_id IS NULL`,
      [JSON.stringify(DEFAULT_RETENTION)],
    );
  });

  it('waits for whoever holds it, and keeps nobody from it', async () => {
    const runner = owner().createQueryRunner();
    await runner.startTransaction();
    await runner.query(`SELECT FROM command_key WHERE key = 'closed desk 370' FOR UPDATE`);
    const done = await letGo();
    await runner.rollbackTransaction();
    await runner.release();
    expect((await left()).receipts).toContain('closed desk 370');
    expect(done.receipt).toBe(7);
    expect((await letGo()).receipt).toBe(1);
  });

  it('goes by its age, and nothing that an open case, a hold, or a person who has not read it needs', async () => {
    const stays = (name: string, days: number[]) => days.map((each) => `${name} desk ${each}`);
    const ages = [360, 370, 725, 735];
    const people = (name: string) => [...stays(name, ages), `${name} nobody 735`];
    expect(await left()).toEqual({
      receipts: [...stays('closed', [360]), ...people('held'), ...stays('none', [360]), ...people('open')],
      notices: [
        ...people('closed').flatMap((each) => [`${each} false`, ...(each.endsWith('735') ? [] : [`${each} true`])]),
        ...[...people('held'), ...people('open')].flatMap((each) => [`${each} false`, `${each} true`]),
      ],
      deliveries: ['dropped 360', 'failed 360', 'held', 'sent 360', 'waiting 360', 'waiting 370'],
    });
    expect(await letGo(1_000)).toEqual({ receipt: 0, notice: 0, delivery: 0 });
  });

  it('is noted, by kind and department, and excuses what is gone and no more', async () => {
    const all = await runs();
    const sum = (kind: string) => all.reduce((total, { erased }) => total + erased[kind]!, 0);
    expect([sum('receipt'), sum('notice'), sum('delivery'), sum('access-log'), sum('case')]).toEqual([8, 2, 3, 0, 0]);
    const [notices] = all.filter(({ erased }) => erased.notice! > 0);
    expect(notices!.erased.departments).toMatchObject({ police: { notice: 1 }, '': { notice: 1 } });
    expect((await engine.upkeep.verify()).problems).toEqual([]);
    await expect(owner().query(`UPDATE retention_run SET erased = '{}'`)).rejects.toThrow('append-only');
    // Who has the worker's password and no key proves nothing by it.
    await engine.source.query(
      `INSERT INTO retention_run (name, table_version, began_at, erased, mac) VALUES ('made up', 1, now(), '{"notice": 1}', 'x')`,
    );
    expect((await engine.upkeep.verify()).problems).toEqual(['retention run made up was not carried out as it says']);
  });

  it('of what was reported stays with the case on hold that it became, in a run of an operator, too', async () => {
    const item = randomUUID();
    await engine.database.admin.query(
      `INSERT INTO item_event (item_id, seq, at, type, actor, data, prev_hash, hash)
       VALUES ($1, 1, now(), 'ItemLinked', '{}', jsonb_build_object('disputeId', $2::text), '', '')`,
      [item, cases.held],
    );
    await owner().query(
      `INSERT INTO command_key (key, user_id, body_hmac, received_at, dispute_id) VALUES ('of a report', 'desk', '', now() - interval '2 years', $1)`,
      [item],
    );
    expect((await letGo()).receipt).toBe(0);
    const gone = await rows(
      owner(),
      `SELECT * FROM expire_rows('receipt', now() - interval '1 year', '{police}', true)`,
    );
    expect(gone).toEqual([{ department: 'police', n: '3' }]);
    expect((await left()).receipts).toContain('of a report');
  });
});

/** A database of before telephones and papers were read, in which all of "none" were the same person. */
describe('by what a case is found again', () => {
  let engine: Engine;
  const FORMER_NONE = { phone: '无' };
  const MOBILE = { phone: '13800001111' };
  const ids: string[] = [];
  let held: string;
  let erased: string;
  const owner = () => engine.database.owner;
  const tokensOf = async (id: string) =>
    (
      await rows<{ token: string }>(owner(), `SELECT token FROM dispute_match WHERE dispute_id = $1 ORDER BY token`, [
        id,
      ])
    ).map(({ token }) => token);
  const kindsOf = async (id: string) => (await tokensOf(id)).map((each) => each.slice(0, 2));
  const about = (...parties: Pick<PartyRow, 'phone' | 'idNumber'>[]) => ({
    category: 'neighbours' as const,
    place: { village: 'village-shixi' },
    parties,
  });
  const foundBy = (party: Pick<PartyRow, 'phone' | 'idNumber'>) =>
    transaction(engine.source, (db) =>
      findRepeats(db, engine.vault, about(party), {
        ...{ id: randomUUID(), since: instantOf(Date.now() - 3_600_000), before: instantOf(Date.now()) },
      }),
    );
  const problems = async () => (await engine.upkeep.verify()).problems;

  async function entered(party: Pick<PartyRow, 'phone' | 'idNumber'>, then?: (town: Town) => void): Promise<string> {
    const id = randomUUID();
    const key = await engine.vault.create(engine.source, id);
    const rules = await engine.rulebook.rules(POLICY_VERSION, CALENDAR_VERSION);
    const town = new Town(instantOf(Date.now()), rules, id, (command) => engine.signed(id, command));
    const registration = {
      number: `2026-${String(ids.length + 1).padStart(5, '0')}`,
      desk: 'police',
      superior: 'centre',
      category: 'neighbours' as const,
      grade: 'blue' as const,
      place: { village: 'village-shixi' },
      parties: [{ id: 'p1', role: 'applicant' as const }],
      dangerSigns: [],
      source: { channel: 'walk-in' },
      rehearsal: false,
      ...UNHASHED,
    };
    const text = { title: '围墙', narrative: '两家争一堵墙', parties: { p1: { name: '钟不群', ...party } } };
    town.as('desk').do('RegisterDispute', registration, { text: key.seal(text) });
    then?.(town);
    await engine.store.append(id, 0, town.events);
    ids.push(id);
    return id;
  }

  /** What an earlier release wrote of it. */
  async function setBack(id: string, party: Pick<PartyRow, 'phone' | 'idNumber'>): Promise<void> {
    await owner().query(`ALTER TABLE dispute_match DISABLE TRIGGER dispute_match_held`);
    await owner().query(`DELETE FROM dispute_match WHERE dispute_id = $1`, [id]);
    await owner().query(`ALTER TABLE dispute_match ENABLE TRIGGER dispute_match_held`);
    await owner().query(`INSERT INTO dispute_match (token, dispute_id) SELECT unnest($1::text[]), $2`, [
      formerTokens(about(party), engine.vault),
      id,
    ]);
  }

  beforeAll(async () => {
    engine = await Engine.start({ worker: false });
    for (const party of [FORMER_NONE, FORMER_NONE, MOBILE]) await setBack(await entered(party), party);
    held = await entered(MOBILE, (town) => town.as('auditor').do('PlaceHold', {}));
    await setBack(held, MOBILE);
    erased = await entered(MOBILE);
    await owner().query(`DELETE FROM dispute_match WHERE dispute_id = $1`, [erased]);
  });
  afterAll(() => engine.stop());

  it('is proved as it was before, and nobody of "none" is found by it', async () => {
    expect((await problems()).filter((each) => !each.includes(erased))).toEqual([]);
    expect(await kindsOf(ids[0]!)).toEqual(['p:']);
    expect(await foundBy(FORMER_NONE)).toEqual([]);
    expect(await foundBy(MOBILE)).toEqual([ids[2], held]);
  });

  it('is remade a stretch at a time, and at each moment every case is proved', async () => {
    const seen: string[][] = [];
    let looked = Promise.resolve();
    const alive = () => {
      looked = looked.then(async () => void seen.push(await problems()));
    };
    expect(await remakeMatches(engine.source, engine.vault, { pages: 1, pauseMs: 0 }, alive)).toBe(4);
    await looked;
    expect(seen.flat().filter((each) => !each.includes(erased))).toEqual([]);
    expect(await kindsOf(ids[0]!)).toEqual([]);
    expect(await kindsOf(ids[2]!)).toEqual(['t:']);
    expect(await foundBy({ phone: '+86 138 0000 1111，0872-2123456' })).toEqual([ids[2], held]);
  });

  it('keeps what is under a hold besides, and takes it when the hold is lifted', async () => {
    expect(await kindsOf(held)).toEqual(['p:', 't:']);
    expect(await remakeMatches(engine.source, engine.vault)).toBe(1);
    expect(await kindsOf(held)).toEqual(['p:', 't:']);
    await owner().query(`ALTER TABLE dispute_match DISABLE TRIGGER dispute_match_held`);
    await owner().query(`DELETE FROM dispute_match WHERE dispute_id = $1 AND token LIKE 'p:%'`, [held]);
    await owner().query(`ALTER TABLE dispute_match ENABLE TRIGGER dispute_match_held`);
    expect(await remakeMatches(engine.source, engine.vault)).toBe(0);
    expect((await problems()).filter((each) => !each.includes(erased))).toEqual([]);
  });

  it('leaves for the next night whoever is at work on it, and brings back nothing that is gone', async () => {
    await setBack(ids[0]!, FORMER_NONE);
    const runner = owner().createQueryRunner();
    await runner.startTransaction();
    await runner.query(`UPDATE dispute SET updated_at = updated_at WHERE id = $1`, [ids[0]]);
    expect(await remakeMatches(engine.source, engine.vault)).toBe(0);
    await runner.rollbackTransaction();
    await runner.release();
    expect(await kindsOf(ids[0]!)).toEqual(['p:']);
    expect(await remakeMatches(engine.source, engine.vault)).toBe(1);
    expect(await kindsOf(ids[0]!)).toEqual([]);
    expect(await kindsOf(erased)).toEqual([]);
  });

  it('is missed by the proof where what was remade is taken away, or something is put to it', async () => {
    const of = async (id: string) => (await problems()).filter((each) => each.includes(id));
    await owner().query(`DELETE FROM dispute_match WHERE dispute_id = $1`, [ids[2]]);
    expect(await of(ids[2]!)).toHaveLength(1);
    await owner().query(`INSERT INTO dispute_match VALUES ('t:somebody', $1)`, [ids[0]]);
    expect(await of(ids[0]!)).toHaveLength(1);
  });
});
