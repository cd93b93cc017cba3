import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { DataSource } from 'typeorm';
import { migrate } from '#persistence/database/migrate.js';
import { PROGRAMS, leash, type Child } from '../apps/local/child.js';
import { seedReference } from '../apps/local/reference.js';
import { freePort, startPostgres, startTemporal } from '../apps/local/servers.js';

/**
 * What one nobody, or one person, does to everybody else: the API's memory and how long another person's sign-in takes
 * under each exhaustion. Prints the figures of docs/security.md. Loopback only; each attack ends by itself.
 */
const PASSWORD = 'exhaust';
const MEGABYTE = 1024 * 1024;
const HALF_SENT = { bodies: 60, bytes: 20 * MEGABYTE, heldMs: 20_000 };
const SIGN_IN_EVERY_MS = 500;
const say = (line: string) => console.error(`· ${line}`);

const folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-exhaust-'));
chmodSync(folder, 0o755);
const [postgres, temporal] = await Promise.all([
  startPostgres({ dataDir: folder, password: PASSWORD }),
  startTemporal({ binary: process.env.TEMPORAL_CLI_PATH ?? 'temporal', file: join(folder, 'temporal.db') }),
]);
const as = (role: string) => postgres.url.replace('//postgres:', `//dispute_${role}:`);
const children: Child[] = [];
const port = await freePort();
const url = `http://127.0.0.1:${port}`;

interface SignedIn {
  status: number;
  ms: number;
  token: string;
  device: string;
}

async function signIn(username: string, password = 'demo', device = ''): Promise<SignedIn> {
  const started = performance.now();
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(device && { cookie: device }) },
    body: JSON.stringify({ username, password }),
  });
  const { token } = (await answer.json()) as { token: string };
  const known = answer.headers.getSetCookie().find((each) => each.startsWith('device='));
  return { status: answer.status, ms: performance.now() - started, token, device: known?.split(';')[0] ?? device };
}

async function call(token: string, method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
}

const residentMb = (pid: number) =>
  Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);

/** Signs another person in again and again while something is done to the API, and looks at its memory. */
async function under(name: string, pid: number, device: string, attack: () => Promise<string>): Promise<void> {
  const before = residentMb(pid);
  let most = before;
  let slowest = 0;
  let refused = 0;
  let signIns = 0;
  let over = false;
  const memory = setInterval(() => (most = Math.max(most, residentMb(pid))), 50);
  const attacked = attack().finally(() => (over = true));
  do {
    const { status, ms } = await signIn('land', 'demo', device);
    signIns += 1;
    if (status === 200) slowest = Math.max(slowest, ms);
    else refused += 1;
    await pause(SIGN_IN_EVERY_MS);
  } while (!over);
  const what = await attacked;
  clearInterval(memory);
  console.log(
    `${name}: ${what}; API ${before} → ${most} MB; sign-in of another ${Math.round(slowest)} ms at most, ${refused} of ${signIns} refused`,
  );
}

/** Bodies of which the last byte never comes. */
async function halfSent(path: string): Promise<string> {
  const chunk = randomBytes(MEGABYTE);
  let open = 0;
  const sockets = await Promise.all(
    Array.from({ length: HALF_SENT.bodies }, async () => {
      const socket: Socket = connect(port, '127.0.0.1');
      open += 1;
      socket.on('error', () => undefined).on('close', () => (open -= 1));
      socket.resume();
      socket.write(
        `POST /api/v1${path} HTTP/1.1\r\nhost: x\r\ncontent-type: image/jpeg\r\ncontent-length: ${HALF_SENT.bytes}\r\n\r\n`,
      );
      for (let sent = MEGABYTE; sent <= HALF_SENT.bytes && !socket.destroyed; sent += MEGABYTE) {
        const part = sent === HALF_SENT.bytes ? chunk.subarray(1) : chunk;
        if (!socket.write(part)) {
          await new Promise<void>((go) => {
            const done = () => socket.off('drain', done).off('close', done) && go();
            socket.on('drain', done).on('close', done);
          });
        }
      }
      return socket;
    }),
  );
  const began = Date.now();
  while (open > 0 && Date.now() - began < HALF_SENT.heldMs) await pause(100);
  const left = open;
  for (const socket of sockets) socket.destroy();
  return `${HALF_SENT.bodies} half-sent bodies of 20 MB, ${left} still held after ${Math.round((Date.now() - began) / 1000)} s`;
}

const told = (answers: { status: number }[]) =>
  [...new Set(answers.map(({ status }) => status))]
    .map((status) => `${answers.filter((each) => each.status === status).length} × ${status}`)
    .join(', ');

async function atOnce(calls: number, call: (n: number) => Promise<Response>): Promise<Response[]> {
  return Promise.all(
    Array.from({ length: calls }, async (_, n) => {
      const answer = await call(n);
      await answer.arrayBuffer();
      return answer;
    }),
  );
}

async function pictures(token: string, id: string): Promise<string> {
  const drawn = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      sharp({ create: { width: 7_000, height: 7_000 + n, channels: 3, background: '#a43' } })
        .webp({ lossless: true })
        .toBuffer(),
    ),
  );
  const answers = await atOnce(8, (n) =>
    fetch(`${url}/api/v1/disputes/${id}/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'image/webp' },
      body: new Uint8Array(drawn[n]!),
    }),
  );
  return `8 pictures of ${drawn[0]!.length} bytes and 49 megapixels (${told(answers)})`;
}

try {
  await migrate(postgres.url, { owner: PASSWORD, writer: PASSWORD, reader: PASSWORD });
  const owner = await new DataSource({ type: 'postgres', url: postgres.url }).initialize();
  await seedReference(owner);
  await owner.destroy();
  const env = {
    PORT: String(port),
    MASTER_KEY: randomBytes(32).toString('hex'),
    DATABASE_WRITER_URL: as('writer'),
    DATABASE_READER_URL: as('reader'),
    TEMPORAL_ADDRESS: temporal.url,
    RATE_LIMITS: 'on',
    TZ: 'UTC',
  };
  for (const part of ['worker', 'api'] as const) {
    children.push(leash(process.execPath, PROGRAMS[part], { env, onLine: () => undefined }));
  }
  const api = children[1]!.process.pid!;
  while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) await pause(100);
  const { device } = await signIn('land');
  const desk = (await signIn('desk')).token;
  const auditor = (await signIn('auditor')).token;
  const registered = await call(desk, 'POST', '/disputes', {
    title: 'Drain between two yards',
    narrative: 'Water from the upper yard runs into the lower one.',
    category: 'neighbours',
    grade: 'blue',
    place: { village: 'village-shixi' },
    parties: [{ name: 'Zhao', role: 'applicant' }],
    source: { channel: 'walk-in' },
  });
  const { dispute } = (await registered.json()) as { dispute: { id: string } };
  const files = `/disputes/${dispute.id}/files`;

  await under('nothing', api, device, () => pause(3_000).then(() => 'nothing at all'));
  await under('bodies of nobody', api, device, () => halfSent(files));
  await under('pictures', api, device, () => pictures(desk, dispute.id));
  await under('proofs', api, device, async () => {
    const answers = await atOnce(8, () => call(auditor, 'POST', '/audit/verify', {}));
    return `8 proofs at once of one person (${told(answers)})`;
  });
  await under('dossiers', api, device, async () => {
    const answers = await atOnce(8, () => call(desk, 'GET', `/disputes/${dispute.id}/dossier`));
    return `8 dossiers at once of one person (${told(answers)})`;
  });
  await under('wrong sign-ins', api, device, async () => {
    const answers = await Promise.all(Array.from({ length: 400 }, (_, n) => signIn(`nobody-${n}`, 'guess')));
    return `400 sign-ins of nobody at once from the same address (${told(answers)})`;
  });
  await pause(61_000);
  await under('calls of nobody', api, device, async () => {
    const answers = await atOnce(1_300, () => fetch(`${url}/api/v1/dossier-key`));
    const unknown = await signIn('justice');
    return `1,300 calls of nobody from the same address (${told(answers)}), a right sign-in on an unknown device then ${unknown.status}`;
  });
  say('done');
} finally {
  for (const child of children) await child.stop();
  await temporal.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
