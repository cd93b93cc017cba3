import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { DataSource } from 'typeorm';
import { DISPUTE_WORKFLOW } from '#workflows/dispute/messages.js';
import { idOf } from '../../apps/local/player.js';
import { DEMO_TELEPHONES } from '../../apps/local/reference.js';
import { freePort } from '../../apps/local/servers.js';
import { disputes, items } from '../../apps/local/township/half-year.js';
import { present, presentItems } from '../../apps/local/township/present.js';
import type { DemoDispute, DemoItem } from '../../apps/local/township/shapes.js';
import { Township } from '../support/township.js';
import { tracesIn, unwrapped, type Secrets } from '../support/traces.js';

/** Rows that people read, under two locks; and the routing table, whose reasons a desk repeats. Nothing else holds a word. */
const READ = ['account', 'dispute', 'dispute_words', 'item', 'policy', 'transfer', 'visit'];

/** Everything that the demo township says about people: each name, telephone, number, and each story told. */
const demo: Secrets = {
  whole: [
    ...new Set([
      ...[...disputes, ...present].flatMap(({ parties }) =>
        parties.flatMap(({ name, phone, idNumber }) => [name, phone, idNumber]),
      ),
      ...[...items, ...presentItems].map(({ reporter }) => reporter),
      ...DEMO_TELEPHONES,
    ]),
  ].filter((each) => each !== undefined),
  told: [...[...disputes, ...present].flatMap(storiesOf), ...[...items, ...presentItems].flatMap(reportsOf)],
};

function storiesOf(each: DemoDispute): string[] {
  const { plan, resolution, afterRelapse } = each;
  return [
    each.title,
    each.narrative,
    each.address ?? '',
    each.contact,
    ...(plan ? [plan.goal, ...plan.measures] : []),
    ...each.progress,
    ...(resolution ? [resolution.summary, ...(resolution.terms ?? []).map(({ text }) => text)] : []),
    ...each.visits.map(({ note }) => note),
    ...(afterRelapse ? [afterRelapse.resolution.summary] : []),
    ...each.legs.flatMap(({ reason, answer }) =>
      answer === 'accept' ? [reason] : [reason, answer.text, answer.decision],
    ),
  ];
}

function reportsOf({ text, place = '', becomes }: DemoItem): string[] {
  return [text, place, becomes && 'discarded' in becomes ? becomes.discarded : ''];
}

/** The whole product with its demo township, as one command starts it, saying all that it ever says. */
describe('the demo township', () => {
  let town: Township;
  let owner: DataSource;
  let temporal: Connection;
  /** What was given to the running product besides. */
  const given: Secrets = {
    whole: ['东方未明', '13899990001', '52010119800101123X', 'not the right password', `tok-${randomUUID()}`],
    told: ['半夜有人在晒谷场上砸了拖拉机'],
  };
  const [name, phone, idNumber, password, guess] = given.whole as [string, string, string, string, string];
  const hidden: string[] = [];

  beforeAll(async () => {
    const [postgresPort, temporalPort] = [await freePort(), await freePort()];
    town = new Township({
      SEED: 'demo',
      LOG_LEVEL: 'debug',
      POSTGRES_PORT: String(postgresPort),
      TEMPORAL_PORT: String(temporalPort),
    });
    await town.start();
    const data = join(town.folder, 'data');
    const passwords = JSON.parse(readFileSync(join(data, 'database.json'), 'utf8')) as Record<string, string>;
    hidden.push(...Object.values(passwords), ...readFileSync(join(data, 'master.key'), 'utf8').trim().split('\n'));
    const url = `postgresql://postgres:${passwords.superuser}@127.0.0.1:${postgresPort}/postgres`;
    owner = await new DataSource({ type: 'postgres', url }).initialize();
    temporal = await Connection.connect({ address: `127.0.0.1:${temporalPort}` });
    await live();
  }, 120_000);
  afterAll(async () => {
    await owner?.destroy();
    await temporal?.close();
    await town?.remove();
  });

  /** Somebody works and makes mistakes, and parts of it fail. */
  async function live(): Promise<void> {
    const post = (path: string, body: unknown, token?: string) =>
      fetch(`${town.url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    const signedIn = (await (await post('/auth/login', { username: 'desk', password: 'demo' })).json()) as {
      token: string;
    };
    hidden.push(signedIn.token);
    expect((await post('/auth/login', { username: 'desk', password })).status).toBe(401);
    expect((await post('/inbox', {}, guess)).status).toBe(404);
    expect((await fetch(`${town.url}/api/v1/me`, { headers: { authorization: `Bearer ${guess}` } })).status).toBe(401);
    const body = {
      title: given.told[0],
      narrative: given.told[0],
      category: 'neighbours',
      grade: 'blue',
      place: { village: 'village-shixi', address: given.told[0] },
      parties: [{ name, role: 'applicant', phone, idNumber }],
      source: { channel: 'walk-in', reporter: name },
    };
    const made = await post('/disputes', body, signedIn.token);
    expect(made.status).toBe(201);
    const { id } = ((await made.json()) as { dispute: { id: string } }).dispute;
    // Wrong in every way, with the same words in it.
    expect((await post('/disputes', { ...body, [name]: phone }, signedIn.token)).status).toBe(400);
    expect((await post('/disputes', `${JSON.stringify(body)}${name}`, signedIn.token)).status).toBe(400);
    expect((await post(`/disputes/${id}/accept`, { transferId: 't9', note: name }, signedIn.token)).status).toBe(400);
    expect(
      (await post(`/disputes/${id}/recall`, { transferId: 't9', reason: given.told[0] }, signedIn.token)).status,
    ).toBe(409);
    const program = await post('/tokens', { name: 'sheet', scopes: ['read'], days: 1 }, signedIn.token);
    if (program.status === 201) hidden.push(((await program.json()) as { token: string }).token);
    // A fault in the middle of a statement that holds it all.
    await owner.query(`REVOKE INSERT ON access_log FROM dispute_reader`);
    const reason = `${given.told[0]} ${name}`;
    expect(
      (await post(`/disputes/${id}/reveal`, { partyId: 'p1', field: 'phone', reason }, signedIn.token)).status,
    ).toBe(500);
    await owner.query(`GRANT INSERT ON access_log TO dispute_reader`);
    await owner.query(`ALTER TABLE event ADD CONSTRAINT broken CHECK (type <> 'NoteAdded') NOT VALID`);
    const stuck = await post(`/disputes/${id}/note`, { text: `${given.told[0]} ${name} ${phone}` }, signedIn.token);
    expect(stuck.status).toBe(503);
    await owner.query(`ALTER TABLE event DROP CONSTRAINT broken`);
  }

  const everything = { whole: [...demo.whole, ...given.whole], told: [...demo.told, ...given.told] };

  it('names who handles a case with a telephone that nobody has', async () => {
    const { items } = await town.get<{ items: { id: string; holder: string }[] }>(
      'supervisor',
      '/disputes?status=handling&holder=land',
    );
    const { people } = await town.get<{ people: { phone: string | null }[] }>(
      'supervisor',
      `/disputes/${items[0]!.id}/handler`,
    );
    const phones = people.map(({ phone }) => phone);
    expect(phones.length).toBeGreaterThan(0);
    expect(phones.filter((each) => each === null || !DEMO_TELEPHONES.includes(each))).toEqual([]);
  });

  it('runs a worker that writes down no stack for the promises of its workflows', async () => {
    const client = new Client({ connection: temporal });
    const query = `WorkflowType = '${DISPUTE_WORKFLOW}' AND ExecutionStatus = 'Running'`;
    let looked = 0;
    for await (const { workflowId } of client.workflow.list({ query })) {
      expect(await client.workflow.getHandle(workflowId).query('__stack_trace')).toBe('');
      looked += 1;
    }
    expect(looked).toBeGreaterThan(0);
  });

  it('has hundreds of names, numbers and stories, which this search finds in any of their disguises', () => {
    expect(demo.whole.length).toBeGreaterThan(200);
    expect(demo.told.length).toBeGreaterThan(700);
    for (const secret of demo.whole) {
      const forms = [
        secret,
        encodeURIComponent(secret),
        Buffer.from(`{"data":{"x":"${secret}","y":1}}`).toString('base64'),
        createHash('sha256').update(secret).digest('hex'),
        createHash('sha256').update(secret).digest('base64url'),
      ];
      for (const form of forms)
        expect([secret, form, tracesIn(`{"a":"${form}"}`, demo).includes(secret)]).toEqual([secret, form, true]);
    }
    const silent = demo.told.filter((each) => each.length > 12 && tracesIn(each, demo).length === 0);
    expect(silent).toEqual([]);
  });

  it('is found by it where people read', async () => {
    const rows = (await owner.query(`SELECT d::text AS line FROM dispute d`)) as { line: string }[];
    expect(tracesIn(rows.map(({ line }) => line).join('\n'), everything).length).toBeGreaterThan(500);
  });

  it('stands in no other table, the record above all', async () => {
    const tables = (await owner.query(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
    )) as { name: string }[];
    const found: Record<string, string[]> = {};
    for (const { name: table } of tables) {
      const rows = (await owner.query(`SELECT t::text AS line FROM ${table} t`)) as { line: string }[];
      if (['event', 'item_event'].includes(table)) expect(rows.length).toBeGreaterThan(100);
      const traces = tracesIn(rows.map(({ line }) => line).join('\n'), everything);
      if (traces.length > 0) found[table] = traces.slice(0, 5);
    }
    expect(Object.entries(found).filter(([table]) => !READ.includes(table))).toEqual([]);
    expect(Object.keys(found)).toEqual(READ);
  }, 120_000);

  it('stands in no history, payload, memo or search attribute of Temporal', async () => {
    const client = new Client({ connection: temporal });
    let exported = '';
    let workflows = 0;
    for await (const { workflowId, runId } of client.workflow.list()) {
      const handle = client.workflow.getHandle(workflowId, runId);
      exported += `${historyToJSON(await handle.fetchHistory())}\n`;
      exported += JSON.stringify(await handle.describe(), (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      );
      workflows += 1;
    }
    expect(workflows).toBeGreaterThan(15);
    expect(unwrapped(exported)).toContain('land-contract');
    expect(tracesIn(exported, everything)).toEqual([]);
  }, 120_000);

  it('reminded the visitor on the eve and in the morning, and who is above when nobody went', async () => {
    const late = present.find(({ stage }) => stage === 'resolved-visit-late')!;
    const told = (await owner.query(
      `SELECT n.kind, n.user_id AS who, to_char(n.at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') AS time,
         (n.at AT TIME ZONE 'Asia/Shanghai')::date - ((o.row ->> 'dueAt')::timestamptz AT TIME ZONE 'Asia/Shanghai')::date AS days
       FROM notice n JOIN obligation o ON o.id = n.obligation_id
       WHERE n.dispute_id = $1 AND o.kind = 'return-visit' ORDER BY n.id`,
      [idOf(late.ref)],
    )) as { kind: string; who: string; time: string; days: number }[];
    // While people were still at work, too, where the eve was a day off.
    const [first] = told;
    const early = first!.days < -1 || first!.time === '14:00' ? [first!] : [];
    expect(early.map(({ kind, who, time }) => [kind, who, time])).toEqual(
      early.map(() => ['remind', 'visitor', '14:00']),
    );
    const then = told.slice(early.length);
    // A blue case has two days of tolerance; this police station has no head, so that the next superior hears of it.
    expect(then.slice(0, 3)).toEqual([
      { kind: 'remind', who: 'visitor', time: '17:30', days: -1 },
      { kind: 'remind', who: 'visitor', time: '08:00', days: 0 },
      { kind: 'explain', who: 'supervisor', time: '17:30', days: 2 },
    ]);
    // A working day later, unless today is none yet.
    expect(then.slice(3).map(({ kind, who }) => [kind, who])).toEqual(
      then.slice(3).map(() => ['supervise', 'supervisor']),
    );
  });

  it('stands in nothing that any process said, and neither does a password, token or key', () => {
    // Faults were said, so there was something to say it in.
    expect(town.said).toContain('permission denied for table access_log');
    expect(town.said.length).toBeGreaterThan(2_000);
    expect(tracesIn(town.said, everything)).toEqual([]);
    expect(hidden.filter((each) => town.said.includes(each))).toEqual([]);
    expect(hidden.length).toBeGreaterThan(4);
    for (const line of town.said.split('\n'))
      expect([line, /[\u0000-\u0008\u000b-\u001f]/.test(line)]).toEqual([line, false]);
  });
});
