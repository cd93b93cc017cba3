import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, QueryRunner } from 'typeorm';
import { instantOf } from '#domain/time/time.js';
import { transaction, type Db } from '#persistence/database/database.js';
import type { Carried } from '#persistence/keeping/carried.js';
import { keepRun } from '#persistence/keeping/runs.js';
import { takeCheckpoint } from '#persistence/proof/checkpoints.js';
import { Directory } from '#persistence/people/directory.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Upkeep } from '#persistence/proof/upkeep.js';
import { Vault } from '#persistence/vault/vault.js';
import { Api } from '../support/api.js';
import { quarrel, type Done } from '../support/casework.js';
import { CALENDAR_VERSION, POLICY_VERSION } from '../../apps/local/reference.js';
import { MASTER_KEY } from '../support/engine.js';
import { Town } from '../support/town.js';

const OWN = 'a person’s own, and of no case: whoever owns the database can lock people out or in';
const TECHNICAL = 'tells processes where to go on; no fact of a case';
const ON_THE_WAY = 'what became of a message on its way out of the house: the notice itself is found';
const RECEIPT = 'of a try; the entry itself has its key, and the answer of a repeat is read from there';
const UNTOLD = 'of the hand-over before it was attached; the entry says who attached it, and when';
const UNDER_WAY =
  'what is to be done to many, and how far it came; what was asked is signed, and the worker does nothing else (rollout.spec.ts)';
const MEASURED = 'what was measured of the machine; goes by itself after days';

/** What an alteration of is not found, and why: whole tables, and columns of others. The threat model says the same. */
const NOT_FOUND: Record<string, string> = {
  session: OWN,
  invitation: OWN,
  setup_code: OWN,
  api_token: OWN,
  feed_token: OWN,
  saved_filter: OWN,
  sign_in_failure: OWN,
  channel: OWN,
  confirmation: OWN,
  delivery: ON_THE_WAY,
  delivery_item: ON_THE_WAY,
  departure: TECHNICAL,
  reconciliation: MEASURED,
  worker_pulse: MEASURED,
  operation_note: MEASURED,
  divergence: MEASURED,
  core_taken_up: TECHNICAL,
  rollout: UNDER_WAY,
  rollout_item: UNDER_WAY,
  import: UNDER_WAY,
  import_row: UNDER_WAY,
  calendar_draft: 'a draft holds nobody; what is published of it is found',
  region_series: 'which number is given next: those that were given are found',
  migrations: 'which migrations ran: what they made is found',
  'account.password_hash': OWN,
  'account.vouched_at': OWN,
  'account.provider_token': OWN,
  'account.provider_asked_at': OWN,
  'account.contact': OWN,
  'account.signed_in_at': OWN,
  'account.pending': 'waits for a second person, who is asked by name; what takes effect is found',
  'department.working_time': 'the hours in which its people are told; no limit of a case',
  'department.moved_at': TECHNICAL,
  'policy.drafted_by': 'who wrote a draft: each of them is in the access log',
  'policy.drafted_at': 'when a draft was written: so is each moment',
  'policy.state': 'which is taken for new cases: each says under which it began',
  'calendar.current': 'which is taken for new cases: each says under which it began',
  'command_key.*': RECEIPT,
  'command_key.dispute_id': RECEIPT,
  'command_key.user_id': RECEIPT,
  'command_key.received_at': RECEIPT,
  'command_key.refused': RECEIPT,
  'dispute.changed_in': TECHNICAL,
  'dispute.search': 'what releases of before looked through: nobody reads it, and the next entry empties it',
  'notice.recorded_in': TECHNICAL,
  'notice.queued': ON_THE_WAY,
  'notice.id': TECHNICAL,
  'notice.read_at': 'whether its person has read it is no deed of anybody',
  'visit_revision.revision': TECHNICAL,
  'visit_revision.changed_at': TECHNICAL,
  'dispute_key.created_at': TECHNICAL,
  'master_key.since': TECHNICAL,
  'master_key.current': 'which key wraps what is new: all of them open',
  'master_key.*': 'a name of a key; the key is outside, and what is wrapped says by which',
  'file.created_at': UNTOLD,
  'file.created_by': UNTOLD,
};

type Alter = (runner: QueryRunner) => Promise<unknown>;

interface Column {
  table: string;
  name: string;
  type: string;
  isArray: boolean;
  generated: boolean;
  identity: boolean;
}

/** Another value of the same type, whatever stands there. */
function other({ name, type, isArray }: Column): string {
  const column = `"${name}"`;
  const added = type.startsWith('timestamp') ? 'now' : type === 'integer' ? '1' : 'x';
  if (isArray) return `coalesce(${column}, '{}') || '{${added}}'`;
  switch (type) {
    case 'boolean':
      return `NOT coalesce(${column}, false)`;
    case 'integer':
    case 'bigint':
    case 'double precision':
      // Further than any of its neighbours stands.
      return `coalesce(${column}, 0) + 1000`;
    case 'uuid':
      return 'gen_random_uuid()';
    case 'bytea':
      return `coalesce(${column}, '') || '\\x00'`;
    case 'jsonb':
      return `CASE jsonb_typeof(coalesce(${column}, '{}')) WHEN 'array' THEN ${column} || '[1]'
        ELSE coalesce(${column}, '{}') || '{"x": 1}' END`;
    case 'json':
      return `(${column}::jsonb || '{"x": 1}')::json`;
    case 'interval':
      return `coalesce(${column}, '0') + interval '1 second'`;
    case 'xid8':
      return `'1'`;
    default:
      return type.startsWith('timestamp')
        ? `coalesce(${column}, now()) + interval '1 hour'`
        : `coalesce(${column}, '') || 'x'`;
  }
}

/** Where a constraint is about only some rows. */
const WHICH: Record<string, string> = {
  'department.parent_id': 'parent_id IS NOT NULL',
  'department.region': 'parent_id IS NULL',
};

/** Where a constraint lets only some words in. */
const WORDS: Record<string, string> = {
  'file.item_id': 'gen_random_uuid(), dispute_id = NULL',
  'checkpoint.kind': `CASE kind WHEN 'item' THEN 'dispute' ELSE 'item' END`,
  'notice.item_id': 'gen_random_uuid(), dispute_id = NULL',
  'notice.rollout_id': 'gen_random_uuid(), count = 1, dispute_id = NULL',
  'notice.count': '1, rollout_id = gen_random_uuid(), dispute_id = NULL',
  'item.state': `CASE state WHEN 'new' THEN 'linked' ELSE 'new' END`,
  'policy.state': `CASE state WHEN 'published' THEN 'retired' ELSE 'published' END`,
  'void_paper.text': `overlay(text placing CASE substr(text, 20, 1) WHEN 'A' THEN 'B' ELSE 'A' END from 20)`,
  'paper.text': `overlay(text placing CASE substr(text, 20, 1) WHEN 'A' THEN 'B' ELSE 'A' END from 20)`,
  'account.deputy_id': `CASE id WHEN 'desk' THEN 'visitor' ELSE 'desk' END`,
};

/**
 * Whoever owns the database, past every trigger, alters one value or takes one row away, and somebody proves the record.
 * A column that a migration adds fails here until its alteration is found or is named above.
 */
const FULL = process.env.CHECK === 'full';
/** In the short run a third of them: for each the whole record is proved. */
const some = <T>(all: readonly T[]) => all.filter((_, index) => FULL || index % 3 === 0);

describe('an alteration by who owns the database', () => {
  let api: Api;
  let columns: Column[];
  beforeAll(async () => {
    api = await Api.start();
    const id = await casework();
    await takeCheckpoint(api.engine.source, api.engine.vault, new Date());
    // One that another follows: the last can be cut off, which only who kept it outside can know (checkpoint.spec).
    await api.get('justice', '/disputes');
    const second = await api.post<Done>('desk', '/disputes', quarrel({ title: '二' }));
    await api.post('desk', `/disputes/${second.body.dispute.id}/merge`, { into: id });
    // One that is over: what it adds to the statistics is kept.
    const third = await api.post<Done>('desk', '/disputes', quarrel({ title: '三', parties: [] }));
    const over = (who: string, verb: string, body: object) =>
      api.post(who, `/disputes/${third.body.dispute.id}/${verb}`, body);
    await over('desk', 'resolve', { outcome: 'settled-on-spot', summary: '当场说和' });
    await over('supervisor', 'waive-visit', { n: 1, reason: '当事人已外迁' });
    await takeCheckpoint(api.engine.source, api.engine.vault, new Date());
    columns = (await api.engine.database.admin.query(
      `SELECT c.relname AS table, a.attname AS name, a.attgenerated <> '' AS generated, a.attidentity <> '' AS identity,
         format_type(coalesce(nullif(t.typelem, 0), t.oid), CASE WHEN t.typelem = 0 THEN a.atttypmod END) AS type,
         t.typcategory = 'A' AS "isArray"
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         JOIN pg_type t ON t.oid = a.atttypid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1, 2`,
    )) as Column[];
  });
  afterAll(() => api.stop());

  /** A case with everything that a case can have, a report, and people who looked. */
  async function casework(): Promise<string> {
    const { body } = await api.post<Done>('desk', '/disputes', quarrel());
    const { id } = body.dispute;
    const act = (who: string, verb: string, data: object) => api.post(who, `/disputes/${id}/${verb}`, data);
    await act('desk', 'transfer', { to: 'justice', reason: '请调解' });
    await act('justice', 'accept', { transferId: 't1' });
    await act('justice', 'contact', { parties: ['p1'], at: new Date().toISOString(), note: '已联系' });
    const letter = { kind: 'transfer-letter', subjectId: 't1' };
    const { body: paper } = await api.post<{ id: string }>('desk', `/disputes/${id}/papers`, letter);
    await api.post('desk', `/disputes/${id}/papers/${paper.id}/void`, { reason: '收件单位写错' });
    await api.post('desk', `/disputes/${id}/papers`, letter);
    const handed = (await (
      await fetch(`${api.url}/api/v1/disputes/${id}/files`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await api.token('justice')}`, 'content-type': 'application/pdf' },
        body: '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
      })
    ).json()) as { fileId: string };
    await act('justice', 'attach', { fileId: handed.fileId, name: '协议.pdf' });
    await act('justice', 'resolve', { outcome: 'mediated', summary: '让出巷道' });
    await api.post('grid', '/items', {
      text: '渠道堵了',
      feeder: 'info-officer',
      village: 'village-shixi',
      place: '三组',
      reporter: '覃守诚',
    });
    await api.get('desk', `/disputes/${id}`);
    const { database, rulebook, store, vault } = api.engine;
    // A case of before commands were signed, and a deed of after.
    const old = randomUUID();
    await vault.create(database.owner, old);
    const town = new Town(instantOf(Date.now()), await rulebook.rules(POLICY_VERSION, CALENDAR_VERSION), old);
    town.as('desk').register({ number: '2026-99999', policyHash: '', calendarHash: '' });
    await store.append(old, 0, town.events);
    const runner = database.admin.createQueryRunner();
    await runner.query(`SET session_replication_role = replica`);
    await runner.query(`INSERT INTO unsigned_record VALUES ($1, $2)`, [old, town.state.seq]);
    await runner.query(`SET session_replication_role = DEFAULT`);
    await runner.release();
    await api.post('desk', `/disputes/${old}/note`, { text: '补记' });
    await database.owner.query(
      `INSERT INTO retention_table (published_by, reason, document) VALUES ('admin', 'x', '{"rules": []}')`,
    );
    await keepRun(database.owner, vault, { name: 'x', tableVersion: 1, beganAt: new Date(), erased: { notice: 1 } });
    await transaction(database.admin, (db) => keepOldRun(db, 'of before'));
    return id;
  }

  /** One of before runs were proved, as the migration found it. */
  async function keepOldRun(db: Db, name: string): Promise<void> {
    const proved = 'CONSTRAINT retention_run_proved';
    await db.query(`SET LOCAL session_replication_role = replica`);
    await db.query(`ALTER TABLE retention_run DROP ${proved}`);
    await db.query(
      `INSERT INTO retention_run (name, table_version, began_at, ended_at, erased)
       VALUES ($1, 1, now(), now(), '{"notice": 1}')`,
      [name],
    );
    await db.query(`ALTER TABLE retention_run ADD ${proved} CHECK (mac IS NOT NULL) NOT VALID`);
    await db.query(`INSERT INTO unsigned_run VALUES ($1)`, [name]);
  }

  /** What a proof says of the database as it is inside a transaction that is taken back afterwards. */
  async function problemsAfter(alter: Alter): Promise<string[]> {
    const runner = api.engine.database.admin.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query(`SET LOCAL session_replication_role = replica`);
      await alter(runner);
      await runner.query(`SET LOCAL session_replication_role = DEFAULT`);
      const vault = await Vault.open(runner, () => MASTER_KEY);
      const upkeep = new Upkeep(runner as unknown as DataSource, vault, new Rulebook(runner), new Directory(runner));
      return (await upkeep.verify()).problems;
    } catch (error) {
      // What cannot be read any more is found, too.
      return [(error as Error).message];
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }

  const only = (table: string, which = 'true') =>
    `ctid = (SELECT ctid FROM ${table} WHERE ${which} ORDER BY ctid LIMIT 1)`;

  it('is none where nothing was altered', async () => {
    expect(await problemsAfter(() => Promise.resolve())).toEqual([]);
  });

  it('is named in the threat model where it is not found', () => {
    const page = readFileSync(new URL('../../docs/threat-model.md', import.meta.url), 'utf8');
    expect(Object.keys(NOT_FOUND).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('of any column is found, or is named with why it is not', async () => {
    const missed: string[] = [];
    for (const column of some(columns)) {
      const { table, name, generated, identity } = column;
      // What PostgreSQL derives itself cannot be written; that it derives it is in the catalogue.
      if (generated || table in NOT_FOUND) continue;
      let altered = 0;
      const problems = await problemsAfter(async (runner) => {
        if (identity) await runner.query(`ALTER TABLE ${table} ALTER ${name} SET GENERATED BY DEFAULT`);
        const value = WORDS[`${table}.${name}`] ?? other(column);
        const [, n] = (await runner.query(
          `UPDATE ${table} SET "${name}" = ${value} WHERE ${only(table, WHICH[`${table}.${name}`])}`,
        )) as [unknown, number];
        altered = n;
        if (identity) await runner.query(`ALTER TABLE ${table} ALTER ${name} SET GENERATED ALWAYS`);
      });
      if (altered !== 1) missed.push(`${table}.${name}: no row to alter (${problems.join('; ')})`);
      else if (problems.length > 0 === `${table}.${name}` in NOT_FOUND) {
        missed.push(`${table}.${name}: ${problems[0] ?? 'was not found'}`);
      }
    }
    expect(missed).toEqual([]);
  }, 300_000);

  it('that takes a row away is found, or is named', async () => {
    const missed: string[] = [];
    for (const table of some([...new Set(columns.map((each) => each.table))])) {
      if (table in NOT_FOUND) continue;
      const problems = await problemsAfter((runner) => runner.query(`DELETE FROM ${table} WHERE ${only(table)}`));
      if (problems.length > 0 === `${table}.*` in NOT_FOUND)
        missed.push(`${table}: ${problems[0] ?? 'was not missed'}`);
    }
    expect(missed).toEqual([]);
  }, 120_000);

  describe('with a run of retention', () => {
    const told = expect.stringContaining('others were told');
    const said = expect.stringContaining('retention run x2 was not carried out');
    const withoutNotices = (runner: QueryRunner) => runner.query(`DELETE FROM notice`);
    const carriedOut = (runner: QueryRunner, erased: Partial<Carried>) =>
      keepRun(runner, api.engine.vault, { name: 'x2', tableVersion: 1, beganAt: new Date(), erased });

    it('is one to whoever did not carry it out: the run is named, and what is gone with it', async () => {
      const madeUp = await problemsAfter(async (runner) => {
        await runner.query(
          `INSERT INTO retention_run SELECT 'x2', table_version, began_at, now() + interval '1 hour', '{"notice": 9}', mac
           FROM retention_run WHERE name = 'x'`,
        );
        await withoutNotices(runner);
      });
      expect(madeUp).toEqual(expect.arrayContaining([said, told]));
    });

    it('is found that is said to be of before they were proved', async () => {
      const problems = await problemsAfter(async (runner) => {
        await keepOldRun(runner, 'x2');
        await withoutNotices(runner);
      });
      expect(problems).toContainEqual(expect.stringContaining('list of unsigned runs'));
      const signed = await problemsAfter(async (runner) => {
        await carriedOut(runner, { notice: 1 });
        await runner.query(`INSERT INTO unsigned_run VALUES ('x2')`);
      });
      expect(signed).toContainEqual(said);
    });

    it('that is taken for one of before loses what it excused', async () => {
      const problems = await problemsAfter((runner) => runner.query(`DELETE FROM unsigned_run`));
      expect(problems).toContainEqual(expect.stringContaining('retention run of before was not carried out'));
    });

    it('that was carried out is none, and excuses only what it says went', async () => {
      const after = (erased: Partial<Carried>) =>
        problemsAfter(async (runner) => {
          await carriedOut(runner, erased);
          await withoutNotices(runner);
        });
      expect(await after({ notice: 1 })).toEqual([]);
      expect(await after({ 'access-log': 1, receipt: 1 })).toContainEqual(told);
    });
  });
});
