import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { takeCheckpoint } from '#persistence/proof/checkpoints.js';
import { READ_TIMEOUTS, openDatabase, transaction, type Db } from '#persistence/database/database.js';
import { Reader } from '#persistence/reading/reader.js';
import { Engine } from '../support/engine.js';

/** What the API's role may read of every table, whatever a query forgets to ask for. */
const GUARDED = [
  'access_log',
  'channel',
  'checkpoint',
  'checkpoint_run',
  'confirmation',
  'delivery',
  'delivery_item',
  'departure',
  'dispute',
  'dispute_match',
  'dispute_words',
  'event',
  'file',
  'item',
  'item_event',
  'log_checkpoint',
  'notice',
  'obligation',
  'paper',
  'saved_filter',
  'tally',
  'transfer',
  'visit',
  'visit_revision',
  'void_paper',
];
/** What reads a table past its policy and asks for the scope itself, or reads it as who asks. */
const VIEWS = ['dispute_figures', 'found_dispute', 'seen_dispute', 'tallied'];
/** Rows without a word about any case: who people are, what holds for all, hashes, and wrapped keys. */
const OPEN = [
  'account',
  'api_token',
  'calendar',
  'calendar_draft',
  'command_key',
  'core_taken_up',
  'department',
  'dispute_key',
  'divergence',
  'feed_token',
  'invitation',
  'master_key',
  'operation_note',
  'own_key',
  'policy',
  'reconciliation',
  'region',
  'region_series',
  'retention_run',
  'retention_table',
  'session',
  'setup_code',
  'sign_in_failure',
  'unsigned_run',
  'worker_pulse',
];

/** Row-level security alone: every query here is one that somebody forgot the conditions of. */
describe('the second lock', () => {
  let engine: Engine;
  let source: DataSource;
  let reader: Reader;
  let caseOfJustice: string;
  let caseOfLand: string;
  beforeAll(async () => {
    engine = await Engine.start();
    source = await openDatabase(engine.database.readerUrl, READ_TIMEOUTS, 4).initialize();
    reader = new Reader(source);
    caseOfJustice = await engine.resolved({ rehearsal: false });
    caseOfLand = await engine.register({ rehearsal: false });
    await engine.do(caseOfLand, 'desk', 'TransferDispute', { to: 'land', role: 'lead', designated: false });
    await engine.do(caseOfLand, 'land', 'AcceptTransfer', { transferId: 't1' });
    const { owner } = engine.database;
    const item = randomUUID();
    await owner.query(
      `INSERT INTO access_log (at, action, user_id, department_id, dispute_id, data, visible_to, mac)
       SELECT now(), 'view', 'justice', 'justice', $1, '{}', '{^justice,^centre,^district}', ''`,
      [caseOfJustice],
    );
    await owner.query(
      `INSERT INTO item (id, number, text, feeder, village, heard_at, received_at, triage_due_at, state, desk,
         reported_by, visible_to, danger_signs, seq, head_hash, item)
       VALUES ($1, 'i1', '听说两家吵架', 'patrol', 'village-shixi', now(), now(), now(), 'new', 'police', 'grid',
         '{police,^centre}', '{}', 1, '', '{}')`,
      [item],
    );
    await owner.query(
      `INSERT INTO item_event (item_id, seq, at, type, actor, data, prev_hash, hash)
       VALUES ($1, 1, now(), 'ItemReported', '{}', '{}', '', '')`,
      [item],
    );
    await owner.query(
      `WITH c AS (INSERT INTO channel (account_id, kind, address, address_hash, shown)
         VALUES ('justice', 'email', '', '', 'x@example.com') RETURNING id),
       d AS (INSERT INTO delivery (channel_id, account_id, state, red, made_at, next_at)
         SELECT id, 'justice', 'sent', false, now(), now() FROM c RETURNING channel_id),
       k AS (INSERT INTO confirmation (channel_id, account_id, address_hash) SELECT id, 'justice', '' FROM c)
       INSERT INTO delivery_item (notice_id, channel_id, account_id)
       SELECT (SELECT min(id) FROM notice), channel_id, 'justice' FROM d`,
    );
    await owner.query(
      `INSERT INTO paper (dispute_id, kind, subject_id, sender, year, n, copy, issued_at, issued_by, text)
       VALUES ($1, 'transfer-letter', 't1', 'police', 2026, 1, 1, now(), 'desk', '')`,
      [caseOfJustice],
    );
    await owner.query(
      `INSERT INTO void_paper (dispute_id, kind, subject_id, up_to, voided_at, voided_by, text)
       VALUES ($1, 'transfer-letter', 't1', 1, now(), 'desk', '')`,
      [caseOfJustice],
    );
    await owner.query(
      `INSERT INTO file (id, dispute_id, media_type, size, sha256, content, created_by)
       VALUES (gen_random_uuid(), $1, 'image/png', 1, '', '', 'desk')`,
      [caseOfJustice],
    );
    await owner.query(`INSERT INTO saved_filter (account_id, name, filter) VALUES ('justice', 'x', '{}')`);
    await owner.query(
      `INSERT INTO tally SELECT (jsonb_populate_record(NULL::tally, to_jsonb(t))).* FROM tallied t WHERE dispute_id = $1`,
      [caseOfJustice],
    );
    await takeCheckpoint(engine.source, engine.vault, new Date());
    await owner.query(`INSERT INTO departure VALUES ($1, 'forestry', '1')`, [caseOfJustice]);
    await owner.query(`INSERT INTO dispute_match VALUES ('i:x', $1), ('i:x', $2) ON CONFLICT DO NOTHING`, [
      caseOfJustice,
      caseOfLand,
    ]);
  });
  afterAll(async () => {
    await source.destroy();
    await engine.stop();
  });

  const all = async (db: Db, table: string) => (await db.query(`SELECT * FROM ${table}`)) as Record<string, unknown>[];
  const casesIn = (rows: Record<string, unknown>[]) => [...new Set(rows.map((row) => row.dispute_id ?? row.id))];

  it('covers every table there is', async () => {
    const tables = (await engine.database.owner.query(
      `SELECT c.relname AS name, c.relrowsecurity AS guarded FROM pg_class c
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'migrations' ORDER BY 1`,
    )) as { name: string; guarded: boolean }[];
    expect(tables.filter((each) => each.guarded).map((each) => each.name)).toEqual(expect.arrayContaining(GUARDED));
    const undecided = tables.filter((each) => !each.guarded).map((each) => each.name);
    expect(undecided.filter((name) => !OPEN.includes(name))).toEqual([]);
  });

  it.each(GUARDED)('has rows to hide in %s, and shows none to a query that says nobody', async (table) => {
    expect((await all(engine.database.owner, table)).length).toBeGreaterThan(0);
    expect(await all(source, table)).toEqual([]);
    expect(await reader.as({ userId: '', scopes: [] }, (db) => all(db, table))).toEqual([]);
  });

  it.each(VIEWS)('shows nothing of %s to a query that says nobody', async (view) => {
    expect(await all(source, view)).toEqual([]);
    expect(await reader.as({ userId: '', scopes: [] }, (db) => all(db, view))).toEqual([]);
  });

  it.each([...GUARDED, ...VIEWS])('shows nothing of %s to an unrelated department', async (table) => {
    // Nobody of labour is on a case, was told of one, reported anything or looked at anything.
    expect(await reader.as({ userId: 'labour', scopes: ['labour'] }, (db) => all(db, table))).toEqual([]);
  });

  it.each(['dispute', 'event', 'obligation', 'transfer', 'dispute_match', ...VIEWS])(
    'shows of %s to a department just its own case',
    async (table) => {
      for (const [who, id] of [
        ['justice', caseOfJustice],
        ['land', caseOfLand],
      ] as const) {
        const rows = await reader.as({ userId: who, scopes: [who] }, (db) => all(db, table));
        expect({ who, cases: casesIn(rows) }).toEqual({ who, cases: [id] });
      }
    },
  );

  it('tells by their ids of few that somebody sees just those', async () => {
    await engine.database.owner.query(`ANALYZE dispute_words`);
    const few = (scopes: string[]) =>
      reader.as(
        { userId: 'x', scopes },
        async (db) => (await db.query(`SELECT few_seen() AS ids`)) as { ids: string[] }[],
      );
    expect(await few(['justice'])).toEqual([{ ids: [caseOfJustice] }]);
    expect(await few(['land'])).toEqual([{ ids: [caseOfLand] }]);
    for (const scopes of [[], ['labour'], ['^centr'], ['{justice}']]) expect(await few(scopes)).toEqual([{ ids: [] }]);
    expect(await source.query(`SELECT few_seen() AS ids`)).toEqual([{ ids: [] }]);
    await expect(engine.source.query(`SELECT few_seen()`)).rejects.toThrow('permission denied');
  });

  it.each([
    ['^centr'],
    ['centre'],
    ['^Centre'],
    ['justic'],
    ['justice2'],
    ['police#visitors'],
    ['%'],
    ['_'],
    ['{justice}'],
  ])('takes the scope %s for nothing else', async (scope) => {
    for (const name of ['dispute', 'obligation', ...VIEWS]) {
      expect(await reader.as({ userId: 'x', scopes: [scope] }, (db) => all(db, name))).toEqual([]);
    }
  });

  it('lets nobody smuggle a scope in', async () => {
    for (const userId of [`x'; SET LOCAL app.scopes = 'police`, `x', true); SELECT set_config('app.scopes', 'police`]) {
      expect(await reader.as({ userId, scopes: [] }, (db) => all(db, 'dispute'))).toEqual([]);
      expect(await reader.findDispute({ userId, scopes: [`x' OR true --`] }, caseOfJustice)).toBeNull();
    }
  });

  it('forgets who read with the end of the transaction', async () => {
    const one = await openDatabase(engine.database.readerUrl, READ_TIMEOUTS, 1).initialize();
    try {
      const seen = await new Reader(one).as({ userId: 'desk', scopes: ['police'] }, (db) => all(db, 'dispute'));
      expect(seen).toHaveLength(2);
      expect(await all(one, 'dispute')).toEqual([]);
      expect(await new Reader(one).findDispute({ userId: 'desk', scopes: ['police'] }, caseOfJustice)).not.toBeNull();
      expect(await all(one, 'dispute')).toEqual([]);
    } finally {
      await one.destroy();
    }
  });

  it('keeps the record from the role that reads', async () => {
    for (const statement of [
      `UPDATE dispute SET status = 'closed'`,
      `UPDATE event SET type = 'x'`,
      `DELETE FROM event`,
      `DELETE FROM access_log`,
      `UPDATE access_log SET user_id = 'x'`,
      `UPDATE account SET roles = '{auditor}'`,
      `UPDATE notice SET user_id = 'x'`,
      `INSERT INTO account (id, name, department_id, roles) VALUES ('x', 'x', 'land', '{}')`,
    ]) {
      await expect(source.query(statement)).rejects.toThrow('permission denied');
    }
    await expect(
      transaction(source, (db) =>
        db.query(`SELECT log_access('justice', false, '{"at":"2026-01-01T00:00:00Z","action":"view","user_id":"land",
          "department_id":"land","data":{},"visible_to":[],"mac":""}')`),
      ),
    ).rejects.toThrow('row-level security');
  });

  it('keeps even the worker from changing what was recorded', async () => {
    for (const statement of [
      `UPDATE event SET type = 'x'`,
      `DELETE FROM event`,
      `DELETE FROM access_log`,
      `DELETE FROM checkpoint`,
      `DELETE FROM checkpoint_run`,
      `UPDATE log_checkpoint SET entries = 0`,
    ]) {
      await expect(engine.source.query(statement)).rejects.toThrow(/permission denied|append-only/);
    }
    await expect(engine.database.owner.query(`DELETE FROM event`)).rejects.toThrow('append-only');
  });
});
