import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { Api } from '../support/api.js';
import { quarrel } from '../support/casework.js';

/**
 * Programs that others make of the OpenAPI document: two generators, as they come, make the whole of it without a warning,
 * and what they made reads what a township answers.
 */
const run = promisify(execFile);
const FULL = process.env.CHECK === 'full';
const PYTHON_CLIENT = 'openapi-python-client==0.29.1';
const reason = { reason: '按职责' };
const soon = new Date(Date.now() + 5 * 86_400_000).toISOString();

interface Operation {
  operationId: string;
  tags: string[];
  responses: Record<string, { content?: Record<string, object> }>;
}

interface Given {
  tag: string;
  name: string;
  status: number;
  type: string;
  body: Buffer;
}

type Verbs = [who: string, verb: string, body?: object][];

/** A case that goes through most of what can happen to one. */
const LONG: Verbs = [
  ['desk', 'grade', { grade: 'yellow', ...reason }],
  ['desk', 'transfer', { to: 'land', ...reason }],
  ['land', 'return', { transferId: 't1', reasonCode: 'not-our-duty', ...reason }],
  ['desk', 'decide-return', { transferId: 't1', uphold: true, ...reason }],
  ['desk', 'transfer', { to: 'forestry', ...reason }],
  ['desk', 'recall', { transferId: 't2', ...reason }],
  ['desk', 'transfer', { to: 'justice', requestedAction: '调解', ...reason }],
  ['justice', 'accept', { transferId: 't3' }],
  ['justice', 'contact', { parties: ['p1', 'p2'], at: new Date(Date.now() - 60_000).toISOString(), note: '已联系' }],
  ['justice', 'consent', { parties: ['p1'], note: '同意' }],
  ['justice', 'plan', { goal: '定界', measures: ['踏勘'], dueAt: soon }],
  ['justice', 'progress', { note: '谈过一次' }],
  ['justice', 'note', { text: '补记' }],
  ['supervisor', 'supervise', { demand: '速办', answerWithin: { amount: 3, unit: 'workingDays' } }],
  ['justice', 'answer-supervision', { orderId: 'o1', answer: '在办' }],
  ['desk', 'meet', { departments: ['land'], at: soon }],
  ['desk', 'conclude-meeting', { meetingId: 'm1', decisions: [{ text: '测量', departmentId: 'land', dueAt: soon }] }],
  ['supervisor', 'suspend', { ground: 'court', ...reason, until: soon }],
  ['supervisor', 'resume', reason],
  ['justice', 'statutory', { track: 'labour', reference: '一' }],
  ['justice', 'statutory-end', { outcome: 'decided', ...reason }],
  ['auditor', 'hold', reason],
  ['auditor', 'lift-hold', reason],
  [
    'justice',
    'resolve',
    { outcome: 'mediated', summary: '和解', agreement: { terms: [{ text: '拆墙', dueAt: soon }, { text: '道歉' }] } },
  ],
  ['justice', 'fulfil-term', { n: 1, note: '已拆' }],
  ['supervisor', 'waive-term', { n: 2, ...reason }],
  ['visitor', 'visit', { n: 1, mode: 'in-person', outcome: 'relapsed', satisfied: false, note: '又吵起来' }],
];

(FULL ? describe : describe.skip)('clients that generators make of the document', () => {
  const given: Given[] = [];
  const answered = new Set<string>();
  let api: Api;
  let folder: string;
  let operations: (Operation & { method: string; path: string })[];
  let text: string;

  /** Asks, and keeps the answer under the name of its operation. */
  const ask = async (
    who: string,
    key: string,
    params: Record<string, string> = {},
    body?: object | Buffer,
    type = '',
  ) => {
    const [method, template] = key.split(' ') as [string, string];
    const [path, query] = template.split('?') as [string, string?];
    const operation = operations.find((each) => each.method === method && each.path === `/api/v1${path}`)!;
    const url = path.replaceAll(/{(\w+)}/g, (_all, name: string) => encodeURIComponent(params[name]!));
    const token = who && (await api.token(who));
    const response = await fetch(`${api.url}/api/v1${url}${query ? `?${query}` : ''}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': type || 'application/json' }),
      },
      ...(body && { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status >= 300 && who !== '') throw new Error(`${key}: ${response.status} ${bytes.toString()}`);
    const media = response.headers.get('content-type') ?? '';
    if (response.status < 300) answered.add(operation.operationId);
    if (bytes.length > 0) {
      const { operationId, tags } = operation;
      given.push({
        tag: tags[0]!,
        name: operationId,
        status: response.status,
        type: media.split(';')[0]!,
        body: bytes,
      });
    }
    return media.includes('json') ? (JSON.parse(bytes.toString()) as never) : (undefined as never);
  };

  interface Case {
    dispute: { id: string; obligations: { id: string }[] };
  }

  const live = async (verbs: Verbs): Promise<string> => {
    const { dispute } = (await ask('desk', 'POST /disputes', {}, quarrel())) as Case;
    for (const [who, verb, body = {}] of verbs) await ask(who, `POST /disputes/{id}/${verb}`, { id: dispute.id }, body);
    return dispute.id;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-clients-'));
    api = await Api.start();
    text = JSON.stringify((await api.get('', '/openapi.json')).body);
    const document = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, each]) => ({ ...each, method: method.toUpperCase(), path })),
    );
    writeFileSync(join(folder, 'openapi.json'), text);
    await walk();
  });
  afterAll(async () => {
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function walk(): Promise<void> {
    const id = await live(LONG);
    const other = await live([['desk', 'withdraw', reason]]);
    const third = await live([
      ['desk', 'transfer', { to: 'justice', ...reason }],
      ['justice', 'accept', { transferId: 't1' }],
    ]);
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } })
      .jpeg()
      .toBuffer();
    const { fileId } = (await ask('justice', 'POST /disputes/{id}/files', { id: third }, photo, 'image/jpeg')) as {
      fileId: string;
    };
    await ask('justice', 'POST /disputes/{id}/attach', { id: third }, { fileId, name: '现场.jpg' });
    const { id: paperId } = (await ask(
      'desk',
      'POST /disputes/{id}/papers',
      { id: third },
      {
        kind: 'transfer-letter',
        subjectId: 't1',
      },
    )) as { id: string };
    await ask('justice', 'POST /disputes/{id}/reveal', { id: third }, { partyId: 'p1', field: 'phone', ...reason });
    const token = (await ask('desk', 'POST /tokens', {}, { name: '程序', scopes: ['read'], expiresAt: soon })) as {
      id: string;
    };
    await ask('desk', 'POST /visits/feed');
    await ask('desk', 'POST /filters', {}, { name: '本周', filter: { status: 'handling' } });
    const seen = (await ask('grid', 'POST /files', {}, photo, 'image/jpeg')) as { fileId: string };
    const item = (await ask(
      'grid',
      'POST /items',
      {},
      {
        feeder: 'info-officer',
        village: 'village-shixi',
        text: '墙又砌起来了',
        files: [seen.fileId],
      },
    )) as { id: string };
    await ask('desk', 'POST /items/{id}/link', { id: item.id }, { disputeId: third });
    const { obligations } = (await ask('desk', 'GET /disputes/{id}', { id: third })) as Case['dispute'];
    const {
      items: [year],
    } = (await ask('desk', 'GET /calendars')) as { items: { region: string; year: number }[] };
    const { version, document } = (await ask('admin', 'GET /policies/current')) as {
      version: string;
      document: object;
    };
    const draft = (await ask('admin', 'POST /policies', {}, { document })) as { version: string };
    const known = { region: year!.region, year: String(year!.year) };
    await ask(
      'admin',
      'PUT /calendars/{region}/{year}',
      known,
      await ask('admin', 'GET /calendars/{region}/{year}', known),
    );
    // The ledger's number names the workflow: in the one Temporal of a run no other file may bring in the same.
    const sheet = Buffer.from(
      '编号,标题,情况,类别,等级,村,登记时间\n机-1,围墙东移,两家争界,邻里,蓝,石溪村,2026-10-09 10:00',
    );
    const brought = (await ask('admin', 'POST /imports?kind=disputes', {}, sheet, 'text/csv')) as { id: string };
    const { rollout } = (await ask('admin', 'POST /imports/{id}/run', { id: brought.id }, {})) as {
      rollout: { id: string };
    };
    const months = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
    const simulated = (await ask('admin', 'POST /policies/{version}/simulate', { version }, months)) as {
      rollout: { id: string };
    };
    const { dispute: rehearsal } = (await ask(
      'desk',
      'POST /disputes',
      {},
      {
        ...quarrel(),
        rehearsal: true,
      },
    )) as Case;
    const params: [RegExp, Record<string, string>][] = [
      [/would-send/, { id: rehearsal.id }],
      [/simulations/, { id: simulated.rollout.id }],
      [/diff/, { version: draft.version }],
      [/imports/, { id: brought.id }],
      [/rollouts/, { id: rollout.id }],
      [/exports/, { name: 'disputes.csv' }],
      [/obligations/, { id: obligations[0]!.id }],
      [/items/, { id: item.id, fileId: seen.fileId }],
      [/policies/, { version }],
      [/disputes/, { id: third, fileId, paperId }],
      [/users/, { id: 'desk', tokenId: token.id }],
      [/calendars/, known],
    ];
    for (const { method, path } of operations) {
      if (method !== 'GET' || NOT_ASKED.some((each) => path.endsWith(each))) continue;
      const bare = path.replace('/api/v1', '');
      const key = `GET ${bare}${QUERIES[bare.replace(/\.(csv|xlsx)$/, '')] ?? ''}`;
      await ask(
        WHO.find(([pattern]) => pattern.test(path))?.[1] ?? 'desk',
        key,
        params.find(([p]) => p.test(path))?.[1],
      );
    }
    for (const each of [id, other]) await ask('desk', 'GET /disputes/{id}/timeline', { id: each });
    await ask('auditor', 'POST /audit/verify');
    // A problem is an answer, too.
    await ask('', 'GET /me');
  }

  /** A stream has no end; the provider's routes and a calendar's address are for browsers and clocks. */
  const NOT_ASKED = ['/stream', '/oidc/login', '/oidc/callback', '/visits.ics'];
  const WHO: [RegExp, string][] = [
    [/papers/, 'desk'],
    [
      /users\/|regions|retention|overseen|readiness|diff|calendars.*draft|imports|rollouts|preview|simulations/,
      'admin',
    ],
    [/audit|readers/, 'auditor'],
    [/board/, 'supervisor'],
  ];
  const QUERIES: Record<string, string> = {
    '/disputes/{id}/papers/preview': '?kind=transfer-letter&subjectId=t1',
    '/board/owed': '?column=visitsDue',
    '/statistics': '?from=2026-01-01&to=2030-01-01&by=category',
    '/statistics/counted': '?measure=judged&enteredFrom=2026-01-01T00:00:00Z&enteredTo=2030-01-01T00:00:00Z',
    '/phrases': '?verb=return',
    '/proposal': '?category=neighbours&village=village-shixi',
  };

  it('had answers of each kind to read', () => {
    const asked = operations.filter(
      ({ method, path }) => method === 'GET' && !NOT_ASKED.some((each) => path.endsWith(each)),
    );
    expect(asked.map(({ operationId }) => operationId).filter((each) => !answered.has(each))).toEqual([]);
    expect(given.length).toBeGreaterThan(90);
    expect(given.some(({ name, status }) => name === 'getMe' && status === 401)).toBe(true);
  });

  it('in TypeScript is made without a warning, and its types hold for each answer', async () => {
    const made = join(folder, 'api.ts');
    const cli = resolve('node_modules/openapi-typescript/bin/cli.js');
    const { stdout, stderr } = await run(process.execPath, [cli, join(folder, 'openapi.json'), '-o', made]);
    expect(`${stdout}${stderr}`).not.toMatch(/warn|error|⚠|✘/i);
    const lines = given
      .filter(({ type }) => type.endsWith('json'))
      .map(({ name, status, type, body }, index) => {
        const code = status < 400 ? status : "'default'";
        return `export const a${index}: operations['${name}']['responses'][${code}]['content']['${type}'] = ${body.toString()};`;
      });
    const answers = join(folder, 'answers.ts');
    writeFileSync(answers, [`import type { operations } from './api.js';`, ...lines].join('\n'));
    const tsc = resolve('node_modules/typescript/bin/tsc');
    const options = { strict: true, noEmit: true, module: 'nodenext', target: 'es2022', types: [] };
    const project = join(folder, 'tsconfig.json');
    writeFileSync(project, JSON.stringify({ compilerOptions: options, files: ['answers.ts'] }));
    const checked = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' });
    expect(checked.stdout).toBe('');
  }, 300_000);

  it('in Python is made without a warning, and reads each answer', async () => {
    const venv = join(folder, 'venv');
    const bin = join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');
    const ready =
      spawnSync('python3', ['-m', 'venv', venv]).status === 0 &&
      spawnSync(join(bin, 'pip'), ['install', '--quiet', PYTHON_CLIENT]).status === 0;
    if (!ready) {
      console.warn('python3 with venv and pip is not here, or PyPI cannot be reached: the Python client was not made');
      return;
    }
    // It knows bytes by one media type alone, and takes a table of others.
    const types =
      /"(application\/(?:pdf|zip|msword|x-pem-file|vnd\.[\w.-]+)|text\/csv|message\/rfc822|(?:image|audio|video)\/\w+)":/g;
    const bytes = [...text.matchAll(types)].map((match) => match[1]!);
    const table = Object.fromEntries([...new Set(bytes)].map((type) => [type, 'application/octet-stream']));
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ content_type_overrides: table }));
    const client = join(folder, 'python', 'dispute_circulation_client');
    mkdirSync(join(folder, 'python'));
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, PYTHONPATH: join(folder, 'python') };
    const options = ['--path', join(folder, 'openapi.json'), '--config', join(folder, 'config.json')];
    const making = ['generate', ...options, '--meta', 'none', '--output-path', client, '--fail-on-warning'];
    const made = spawnSync(join(bin, 'openapi-python-client'), making, { encoding: 'utf8', env, cwd: folder });
    expect({ status: made.status, said: `${made.stdout}${made.stderr}` }).toEqual({
      status: 0,
      said: expect.not.stringMatching(/warning|unable|skipping/i),
    });
    const modules = spawnSync('grep', ['-rl', 'def sync_detailed', client], { encoding: 'utf8' })
      .stdout.trim()
      .split('\n');
    expect(modules.length).toBe(operations.length);
    const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const lines = given.map(({ name, body, ...each }) =>
      JSON.stringify({ ...each, name: snake(name), body: body.toString('base64') }),
    );
    writeFileSync(join(folder, 'answers.jsonl'), lines.join('\n'));
    const args = [resolve('test/support/parse-answers.py'), join(folder, 'answers.jsonl')];
    const read = spawnSync(join(bin, 'python'), args, { encoding: 'utf8', env });
    expect({ status: read.status, said: read.stdout, broke: read.stderr }).toEqual({ status: 0, said: '', broke: '' });
  }, 600_000);
});
