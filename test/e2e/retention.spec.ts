import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_RETENTION, type RetentionRule } from '#domain/keeping/retention.js';
import { logAccess, type Access } from '#persistence/audit/access-log.js';
import { takeCheckpoint } from '#persistence/proof/checkpoints.js';
import { Api } from '../support/api.js';
import { Casework, type Problem } from '../support/casework.js';
import { MASTER_KEY } from '../support/engine.js';
import { addSecondCounty } from '../support/second-county.js';

const TOOL = fileURLToPath(new URL('../../dist/apps/local/retention.js', import.meta.url));

interface Shown {
  version: number;
  departmentId: string | null;
  rules: RetentionRule[];
  due: { kind: string; id: string; held: boolean }[];
  rows: { kind: string; before: string | null; due: number }[];
  lastRun: { name: string; erased: Record<string, number> } | null;
}

/** What has been kept long enough: shown first, done by the name of what was shown. Told in order. */
describe('the table of retention', () => {
  let api: Api;
  let cases: Casework;
  let folder: string;
  const known: Record<'plain' | 'held' | 'title' | 'open' | 'item' | 'promoted', string> = {} as never;

  const owner = () => api.engine.database.owner;
  const tool = (...args: string[]) =>
    new Promise<{ code: number | null; said: string }>((resolve) => {
      const child = spawn(process.execPath, [TOOL, 'retention', ...args], {
        env: { PATH: process.env.PATH, DATA_DIR: folder, DATABASE_URL: api.engine.database.ownerUrl, MASTER_KEY },
      });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
      child.on('close', (code) => resolve({ code, said }));
    });
  const nameIn = (said: string) => /--run (\S+)/.exec(said)![1]!;
  /** Everything there is, so that a look can be seen to change nothing. */
  const everything = async () => {
    const tables = (await owner().query(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
    )) as { name: string }[];
    const sums: Record<string, unknown> = {};
    for (const { name } of tables) {
      sums[name] = await owner().query(`SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) AS sum FROM ${name} t`);
    }
    return sums;
  };
  const erased = async () =>
    (
      (await owner().query(
        `SELECT id FROM dispute WHERE row ? 'erased' UNION ALL SELECT id FROM item WHERE item ? 'erased' ORDER BY id`,
      )) as { id: string }[]
    ).map(({ id }) => id);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'retention-'));
    api = await Api.start();
    cases = new Casework(api);
    await addSecondCounty(owner());
    known.plain = (await cases.closedBy('justice')).id;
    known.held = (await cases.closedBy('justice')).id;
    known.title = (await cases.closedBy('land', { category: 'land-title' })).id;
    known.open = (await cases.handledBy('justice')).id;
    const report = async () =>
      (
        await api.post<{ id: string }>('grid', '/items', {
          text: '路口争吵',
          feeder: 'patrol',
          village: 'village-shixi',
        })
      ).body.id;
    known.item = await report();
    await api.post('desk', `/items/${known.item}/discard`, { reason: '非纠纷' });
    known.promoted = await report();
    await cases.does('auditor', known.held, 'hold', { reason: '法院调卷' });
    // Rows of two years ago: of the held case, of another, and of none.
    const { plain, held, open } = known;
    const twoYearsAgo = new Date(Date.now() - 2 * 366 * 86_400_000);
    for (const disputeId of [open, held, undefined]) {
      const look: Access = { action: 'view', userId: 'desk', departmentId: 'police', visibleTo: ['^district'] };
      await logAccess(owner(), api.engine.vault, { ...look, ...(disputeId && { disputeId }) }, twoYearsAgo);
    }
    await takeCheckpoint(api.engine.source, api.engine.vault, new Date());
    await owner().query(
      `INSERT INTO notice (dispute_id, seq, user_id, kind, at)
       SELECT id, 1, 'nobody', 'resolved', now() - interval '2 years' FROM unnest($1::uuid[]) AS id`,
      [[open, held, plain]],
    );
    await owner().query(
      `INSERT INTO command_key (key, user_id, body_hmac, received_at, dispute_id)
       SELECT 'old ' || coalesce(id::text, 'none'), 'desk', '', now() - interval '2 years', id
       FROM unnest($1::uuid[]) AS id`,
      [[open, held, null]],
    );
    await owner().query(
      `WITH c AS (INSERT INTO channel (account_id, kind, address, address_hash, shown)
         VALUES ('desk', 'email', '', '', 'x@example.com') RETURNING id),
       d AS (INSERT INTO delivery (channel_id, account_id, state, red, made_at, next_at)
         SELECT c.id, 'desk', 'sent', false, now() - interval '2 years', now() FROM c, generate_series(1, 2)
         RETURNING id, channel_id)
       INSERT INTO delivery_item (notice_id, channel_id, account_id, delivery_id)
       SELECT n.id, d.channel_id, 'desk', d.id
       FROM (SELECT id, row_number() OVER () AS i FROM notice WHERE user_id = 'nobody' AND dispute_id <> $1) n
       JOIN (SELECT *, row_number() OVER () AS i FROM d) d ON d.i = n.i`,
      [plain],
    );
  });
  afterAll(async () => {
    await api.stop();
    rmSync(folder, { recursive: true });
  });

  it('ships with a source for every number, and finds nothing due in a young township', async () => {
    const { body } = await api.get<Shown>('auditor', '/retention');
    expect(body).toMatchObject({ version: 0, rules: DEFAULT_RETENTION.rules, due: [], lastRun: null });
  });

  const source = '县档案局〔2026〕3号';
  const rulesOf = (years: number): RetentionRule[] => [
    { kind: 'case', years: null, categories: ['land-title'], source },
    { kind: 'case', years, source },
    { kind: 'item', years, source },
    ...(['access-log', 'notice', 'delivery', 'receipt'] as const).map((kind) => ({ kind, years: 1, source })),
  ];
  const reason = '按县档案局批准的表执行';
  const put = (who: string, table: object, headers?: Record<string, string>) =>
    api.call<Shown & Problem>(who, 'PUT', '/retention', table, headers);

  it('is replaced by the administrator alone, in person, and only by one that makes sense', async () => {
    const rules = rulesOf(1);
    expect((await put('auditor', { rules, reason })).status).toBe(403);
    const bad = await put('admin', { rules: rules.map((each) => ({ ...each, years: 0 })), reason });
    expect([bad.status, bad.body.errors!.map(({ pointer, code }) => `${pointer} ${code}`)]).toEqual([
      400,
      rules.map((_, n) => `/rules/${n}/years AT_LEAST_A_YEAR`),
    ]);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const program = { name: 'x', scopes: ['read', 'write'], expiresAt };
    const { token } = (await api.post<{ token: string }>('admin', '/tokens', program)).body;
    const asked = await put('', { rules, reason }, { authorization: `Bearer ${token}` });
    expect([asked.status, asked.body.code]).toEqual([403, 'IN_PERSON_ONLY']);
    await owner().query(`UPDATE session SET proved_at = now() - interval '16 minutes'`);
    expect((await put('admin', { rules, reason })).body.code).toBe('SIGN_IN_AGAIN');
    api.forget('admin');
    const done = await put('admin', { rules, reason });
    expect(done.body).toMatchObject({ version: 1, departmentId: 'district', rules });
    await expect(owner().query(`UPDATE retention_table SET document = '{}'`)).rejects.toThrow('append-only');
  });

  it('is an entry of the access log, with what it was and what it is', async () => {
    const { body } = await api.get<{ items: { userId: string; data: { before: object; after: object } }[] }>(
      'auditor',
      '/audit?action=retention-changed',
    );
    const bare = (rules: RetentionRule[]) => rules.map(({ source: _source, ...rule }) => rule);
    expect(body.items.map(({ userId, data }) => ({ userId, data }))).toEqual([
      {
        userId: 'admin',
        data: {
          departmentId: 'district',
          before: { version: 0, rules: bare(DEFAULT_RETENTION.rules) },
          after: { version: 1, rules: bare(rulesOf(1)) },
        },
      },
    ]);
  });

  it('of another tree holds there and nowhere else', async () => {
    // People who were added are known everywhere within some seconds.
    for (const until = Date.now() + 15_000; ;) {
      const { status } = await api.post('', '/auth/login', { username: 'admin-2', password: 'demo' });
      if (status === 200) break;
      if (Date.now() > until) throw new Error('the new people never became known');
      await owner().query(`DELETE FROM sign_in_failure`);
    }
    const theirs = (await put('admin-2', { rules: rulesOf(3), reason })).body;
    expect(theirs).toMatchObject({ version: 2, departmentId: 'district-2', rules: rulesOf(3), due: [] });
    // Of the rows of two years ago none is of their people.
    expect(theirs.rows.map(({ due }) => due)).toEqual([0, 0, 0, 0]);
    const { body } = await api.get<Shown>('auditor', '/retention');
    expect(body).toMatchObject({ version: 1, departmentId: 'district', rules: rulesOf(1) });
    // A table of before, whose rules nobody can set any more: what ended a moment ago is due, here alone.
    await owner().query(`INSERT INTO retention_table (published_by, reason, document) VALUES ('admin', '', $1)`, [
      { rules: rulesOf(0) },
    ]);
  });

  it('shows the auditor which cases are due, the administrator how much of everything, and nobody else', async () => {
    const { body } = await api.get<Shown>('auditor', '/retention');
    expect(new Set(body.due.map(({ kind, id, held }) => `${kind} ${id} ${held}`))).toEqual(
      new Set([`case ${known.plain} false`, `case ${known.held} true`, `item ${known.item} false`]),
    );
    const admin = (await api.get<Shown>('admin', '/retention')).body;
    expect(admin.due).toEqual([]);
    expect(admin.rows.map(({ kind, due }) => [kind, due])).toEqual([
      ['access-log', 2],
      // Of whom nobody knows the operator's list alone tells.
      ['notice', 0],
      ['delivery', 1],
      ['receipt', 2],
    ]);
    for (const who of ['desk', 'supervisor', 'justice', 'grid']) {
      expect((await api.get(who, '/retention')).status).toBe(403);
    }
  });

  let first: string;
  it('is looked at by a command that changes nothing', async () => {
    const before = await everything();
    const { code, said } = await tool();
    expect(code).toBe(0);
    expect(await everything()).toEqual(before);
    expect(said).toContain(`${known.plain} until`);
    expect(said).toMatch(new RegExp(`${known.held} until \\S+ ON HOLD`));
    expect(said).toContain(`${known.item} until`);
    for (const kept of [known.title, known.open, known.promoted]) expect(said).not.toContain(kept);
    for (const line of ['access-log: 2', 'notice: 2', 'delivery: 1', 'receipt: 2']) expect(said).toContain(line);
    expect((await tool('--dry-run')).said).toContain('nothing was changed');
    first = nameIn(said);
  });

  it('is carried out only by the name of what was shown, and not when that has changed', async () => {
    const before = await everything();
    for (const name of ['x', '2026-01-01T00:00:00.000Z/0123456789ab', first.replace(/^20/, '21'), `${first}0`]) {
      const { code, said } = await tool('--run', name);
      expect({ code, refused: said.includes('not what was shown') }).toEqual({ code: 1, refused: true });
    }
    expect(await everything()).toEqual(before);
    await cases.does('auditor', known.plain, 'hold', { reason: '又有诉讼' });
    expect((await tool('--run', first)).code).toBe(1);
    expect(await erased()).toEqual([]);
    await cases.does('auditor', known.plain, 'lift-hold', { reason: '诉讼已结' });
  });

  it('carried out does exactly what was shown', async () => {
    const { said } = await tool();
    const texts = async () =>
      (await owner().query(`SELECT id, row FROM dispute WHERE id <> $1 ORDER BY id`, [known.plain])) as unknown;
    const others = await texts();
    const done = await tool('--run', nameIn(said));
    expect(done).toEqual({ code: 0, said: 'case: 1\nitem: 1\naccess-log: 2\nnotice: 1\ndelivery: 1\nreceipt: 2\n' });
    expect(await erased()).toEqual([known.plain, known.item].sort());
    expect(await texts()).toEqual(others);
    // Of what is old there is left what belongs to the case on hold.
    for (const [table, at] of [
      ['access_log', 'at'],
      ['notice', 'at'],
      ['command_key', 'received_at'],
    ]) {
      const left = await owner().query(
        `SELECT DISTINCT dispute_id AS id FROM ${table} WHERE ${at} < now() - interval '1 year'`,
      );
      expect([table, left]).toEqual([table, [{ id: known.held }]]);
    }
    expect(await owner().query(`SELECT count(*)::int AS n FROM delivery`)).toEqual([{ n: 1 }]);
    const view = await cases.view('auditor', known.plain);
    expect(view).toMatchObject({ title: null, erased: { ground: 'retention-over', by: 'system' } });
    expect(await cases.view('auditor', known.held)).toMatchObject({ title: '围墙占道纠纷', erased: null });
    expect((await api.engine.upkeep.verify()).problems).toEqual([]);
  });

  it('cut off in the midst leaves no case half erased, and the rest on the next list', async () => {
    const more = [await cases.closedBy('justice'), await cases.closedBy('justice')].map(({ id }) => id);
    const { said } = await tool();
    const order = said.split('\n').flatMap((line) => more.filter((id) => line.includes(id)));
    expect(order).toHaveLength(2);
    const holding = owner().createQueryRunner();
    await holding.startTransaction();
    await holding.query(`SELECT 1 FROM dispute WHERE id = $1 FOR UPDATE`, [order[1]]);
    const child = spawn(process.execPath, [TOOL, 'retention', '--run', nameIn(said)], {
      env: { PATH: process.env.PATH, DATA_DIR: folder, DATABASE_URL: api.engine.database.ownerUrl, MASTER_KEY },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    // It waits for the second case when the first is done.
    for (const until = Date.now() + 30_000; !(await erased()).includes(order[0]!);) {
      if (Date.now() > until) throw new Error('the first case was never erased');
      await new Promise((tick) => setTimeout(tick, 50));
    }
    child.kill('SIGKILL');
    await ended;
    await holding.rollbackTransaction();
    await holding.release();
    expect(await erased()).not.toContain(order[1]);
    expect(await cases.view('auditor', order[1]!)).toMatchObject({ title: '围墙占道纠纷', erased: null });
    expect((await api.engine.upkeep.verify()).problems).toEqual([]);
    expect((await tool('--run', nameIn(said))).code).toBe(1);
    const rest = await tool();
    expect(rest.said).toContain(order[1]);
    expect(rest.said).not.toContain(order[0]);
    expect((await tool('--run', nameIn(rest.said))).said).toContain('case: 1');
    expect(await erased()).toEqual(expect.arrayContaining(more));
  });

  it('leaves a trace of what was carried out, and is not carried out twice', async () => {
    const { lastRun, due } = (await api.get<Shown>('auditor', '/retention')).body;
    expect(lastRun!.erased).toMatchObject({ case: 1, item: 0 });
    const runs = await owner().query(`SELECT erased FROM retention_run ORDER BY ended_at`);
    const went = { case: 1, item: 1, 'access-log': 2, notice: 1, delivery: 1, receipt: 2 };
    const police = { case: 1, item: 1, 'access-log': 2, delivery: 1, receipt: 2 };
    expect(runs[0]).toEqual({ erased: { ...went, departments: { police, '': { notice: 1 } } } });
    expect(due.map(({ id }) => id)).toEqual([known.held]);
    // Who looks after another tree hears that there was a run, and of that nothing.
    const further = (await api.get<Shown>('admin-2', '/retention')).body.lastRun!;
    expect([further.name, Object.values(further.erased)]).toEqual([lastRun!.name, [0, 0, 0, 0, 0, 0]]);
    expect((await tool('--run', lastRun!.name)).code).toBe(1);
    await expect(owner().query(`DELETE FROM retention_run`)).rejects.toThrow('append-only');
    await expect(owner().query(`DELETE FROM access_log`)).rejects.toThrow('append-only');
  });
});
