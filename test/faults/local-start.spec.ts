import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer, request } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Hold } from '../../apps/local/hold.js';
import { freePort } from '../../apps/local/servers.js';
import { disputes, items } from '../../apps/local/township/half-year.js';
import { present, presentItems } from '../../apps/local/township/present.js';
import { freshDatabase } from '../support/database.js';
import { Township, lives, until } from '../support/township.js';

/** Those that take long. */
const thorough = process.env.CHECK === 'full' ? it : it.skip;
/** PostgreSQL's own user, and another owner, are there for root alone. */
const asRoot = process.env.CHECK === 'full' && process.getuid?.() === 0 ? it : it.skip;

const program = (path: string) => fileURLToPath(new URL(`../../dist/apps/${path}.js`, import.meta.url));

/** `npm start` on a machine that was switched off, shared, copied or tidied up. */
describe('the local start', () => {
  const towns: Township[] = [];
  const ended: (() => unknown)[] = [];
  const township = (env: Record<string, string> = {}) => {
    const town = new Township(env);
    towns.push(town);
    return town;
  };
  afterEach(async () => {
    for (const end of ended.splice(0)) await end();
    for (const town of towns.splice(0)) await town.remove();
  });

  /** Ends what a start left behind, should the next one not do it. */
  const remember = (pids: number[]) =>
    ended.push(() => pids.filter(lives).forEach((pid) => process.kill(pid, 'SIGKILL')));

  /** Every file below, and what is in it. */
  const inside = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name))
      .sort()
      .map((file) => [file, readFileSync(file, 'utf8')]);

  it('is one on its data folder, takes over from one that died, and ends what that left behind', async () => {
    const town = township();
    await town.start();
    const [first, url] = [town.pid, town.url];

    const second = township({ DATA_DIR: town.data });
    const before = readdirSync(town.data).sort();
    expect(await second.refusal()).toEqual({
      code: 78,
      said:
        `${town.data} is in use by \`npm start\` (process ${first}, ${url}): end that first, ` +
        `or name another folder by DATA_DIR\n`,
    });
    expect(readdirSync(town.data).sort()).toEqual(before);
    expect(town.processes().filter(({ args }) => args.includes('start-dev') && !args.includes('leash'))).toHaveLength(
      1,
    );

    // Nobody else of this machine comes in, and the API has nobody's address but its own role's.
    const isRoot = process.getuid?.() === 0;
    expect((statSync(town.data).mode & 0o777).toString(8)).toBe(isRoot ? '710' : '700');
    const open = readdirSync(town.data, { recursive: true, withFileTypes: true })
      .filter(({ name, parentPath }) => !`${parentPath}/${name}/`.startsWith(`${join(town.data, 'postgres')}/`))
      .filter(({ name, parentPath }) => (statSync(join(parentPath, name)).mode & 0o077) !== 0);
    expect(open.map(({ name }) => name)).toEqual([]);
    expect(statSync(join(town.data, 'postgres')).mode & 0o777).toBe(0o700);
    if (process.platform === 'linux') {
      const passwords = JSON.parse(readFileSync(join(town.data, 'database.json'), 'utf8')) as Record<string, string>;
      const known = (part: RegExp) => {
        const { pid: of } = town.processes().find(({ args }) => part.test(args) && !args.includes('leash'))!;
        const environment = readFileSync(`/proc/${of}/environ`, 'utf8');
        return Object.keys(passwords).filter((role) => environment.includes(passwords[role]!));
      };
      expect(known(/api\/main/)).toEqual(['reader']);
      expect(known(/worker\/main/)).toEqual(['writer']);
      expect(known(/start-dev/)).toEqual([]);
    }

    // What held the parts to the start dies: nobody serves unwatched, and nobody is started a second time.
    const parts = town.processes().filter(({ pid, args }) => pid !== first && !args.includes('leash'));
    remember(parts.map(({ pid }) => pid));
    expect(town.kill(/leash/)).toBeGreaterThanOrEqual(4);
    expect((await town.post('desk', '/disputes', {}))?.status).toBe(400);
    expect(parts.map(({ pid }) => pid).filter((pid) => !lives(pid))).toEqual([]);

    // And then the start itself.
    await town.killAlone();
    expect(parts.filter(({ pid }) => lives(pid)).map(({ args }) => args)).toEqual(parts.map(({ args }) => args));
    await town.start();
    expect(parts.filter(({ pid }) => lives(pid)).map(({ args }) => args)).toEqual([]);
    expect(town.said).toContain('the api of an earlier start');
    expect(await town.stop()).toBe(0);
  }, 120_000);

  it('in earnest shows no accounts, rehearses nothing, and believes nobody where it is', async () => {
    const home = 'https://disputes.example.gov.cn';
    const town = township({ NODE_ENV: 'production', PUBLIC_URL: home, SEED: 'none' });
    await town.start();
    const settings = await fetch(`${town.url}/api/v1/console`);
    expect(await settings.json()).toMatchObject({ rehearsals: false, demoAccounts: [] });
    expect(settings.headers.get('strict-transport-security')).toContain('max-age=31536000');
    expect(town.said).toContain('TRUSTED_PROXIES: is not set');
    // Nothing of ours is in it: who reads the link that the start printed is its first administrator, once.
    const [, code] = new RegExp(`^setup ${home}/setup#code=(\\S+) `, 'm').exec(town.said)!;
    const begin = (asked: object) =>
      fetch(`${town.url}/api/v1/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          code,
          name: '孙立',
          username: 'sunli',
          password: 'ein langer Satz vom Fluss',
          ...asked,
        }),
      });
    expect((await begin({ code: 'AAAAA-BBBBB-CCCCC-DDDDD' })).status).toBe(403);
    const signedIn = await begin({});
    expect(signedIn.status).toBe(201);
    expect((await begin({ username: 'second' })).status).toBe(409);
    for (const cookie of signedIn.headers.getSetCookie()) expect(cookie).toMatch(/^__Host-.*; Secure;/);
    const { token } = (await signedIn.json()) as { token: string };
    const { hostname, port } = new URL(town.url);
    const feed = await new Promise<string>((answered, fail) => {
      const headers = { authorization: `Bearer ${token}`, host: 'evil.example', 'x-forwarded-host': 'evil.example' };
      const asked = request({ hostname, port, path: '/api/v1/visits/feed', method: 'POST', headers }, (answer) => {
        let body = '';
        answer.on('data', (part) => (body += String(part))).on('end', () => answered(body));
      });
      asked.on('error', fail).end();
    });
    expect(feed).toContain(`"url":"${home}/api/v1/visits.ics?`);
    expect(await town.stop()).toBe(0);
  }, 120_000);

  /** A program that says it is well, whatever it is asked. */
  const stranger = async (port = 0) => {
    const server = createHttpServer((_, answer) => answer.end('{"status":"ok"}'));
    await new Promise<void>((listens) => server.listen(port, '127.0.0.1', listens));
    ended.push(() => server.close());
    return (server.address() as AddressInfo).port;
  };
  const taken = (port: number) =>
    `PORT: 127.0.0.1:${port} is taken by another program: end that, or name another port by PORT\n`;

  it('begins nothing where another program has its port', async () => {
    const port = await stranger();
    const town = township({ PORT: String(port) });
    expect(await town.refusal()).toEqual({ code: 78, said: taken(port) });
    expect(inside(town.data)).toEqual([]);
  });

  thorough(
    'is not ready because another program answers on its port',
    async () => {
      const port = await freePort();
      const town = township({ PORT: String(port) });
      const refusal = town.refusal();
      await until(() => town.said.includes('schema in'));
      await stranger(port);
      const { code, said } = await refusal;
      expect([code, said]).toEqual([78, expect.stringContaining(taken(port))]);
      expect(said).not.toContain('ready http');
    },
    60_000,
  );

  it.each([
    ['master.key', ['master.key'], 'it'],
    ['database.json', ['database.json'], 'it'],
    ['master.key and no database.json', ['master.key', 'database.json'], 'them'],
  ])('makes no %s where there is a database already', async (what, names, them) => {
    const town = township(names.includes('master.key') ? {} : { MASTER_KEY: '00'.repeat(32) });
    mkdirSync(join(town.data, 'postgres'), { recursive: true });
    writeFileSync(join(town.data, 'postgres', 'PG_VERSION'), '18\n');
    if (!names.includes('database.json')) writeFileSync(join(town.data, 'database.json'), '{"owner":"a"}');
    const before = inside(town.data);
    const { code, said } = await town.refusal();
    expect(said).toBe(
      `${town.data} has no ${what} but a database, which nothing else opens: put ${them} back from the backup\n`,
    );
    expect(code).toBe(78);
    expect(inside(town.data)).toEqual(before);
  });

  thorough(
    'makes no key where the database lies in a place of its own',
    async () => {
      const town = township();
      const place = join(town.folder, 'closed');
      mkdirSync(place, { mode: 0o700 });
      const hidden = township({ DATA_DIR: join(place, 'data') });
      await hidden.start();
      await hidden.stop();
      rmSync(join(place, 'data', 'master.key'));
      const { code, said } = await hidden.refusal();
      expect([code, said]).toEqual([78, expect.stringContaining('has no master.key but a database')]);
      expect(existsSync(join(place, 'data', 'master.key'))).toBe(false);
    },
    60_000,
  );

  thorough(
    'knows the passwords of an old data folder by its key, and writes down none that are wrong',
    async () => {
      const town = township();
      await town.start();
      await town.stop();
      renameSync(join(town.data, 'database.json'), join(town.folder, 'kept'));
      const { code, said } = await town.refusal();
      expect([code, said]).toEqual([78, expect.stringContaining('has no database.json but a database')]);
      expect(existsSync(join(town.data, 'database.json'))).toBe(false);
      renameSync(join(town.folder, 'kept'), join(town.data, 'database.json'));
      await town.start();
    },
    60_000,
  );

  thorough(
    'takes a database of before, which belonged to its superuser, over for an owner who is none',
    async () => {
      const town = township();
      await town.start();
      const admin = await town.database();
      const passwords = JSON.parse(readFileSync(join(town.data, 'database.json'), 'utf8')) as Record<string, string>;
      await admin.query(`REASSIGN OWNED BY dispute_owner TO postgres`);
      await admin.query(`DROP OWNED BY dispute_owner`);
      await admin.query(`DROP ROLE dispute_owner`);
      await admin.query(`GRANT TEMP ON DATABASE postgres TO PUBLIC`);
      await admin.destroy();
      await town.stop();
      const { superuser: owner, writer, reader } = passwords;
      writeFileSync(join(town.data, 'database.json'), JSON.stringify({ owner, writer, reader }), { mode: 0o644 });
      chmodSync(town.data, 0o755);
      await town.start();
      expect((await town.post('desk', '/disputes', {}))?.status).toBe(400);
      const after = await town.database();
      expect(
        await after.query(
          `SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class
           WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')
           UNION SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()`,
        ),
      ).toEqual([{ owner: 'dispute_owner' }]);
      expect(await after.query(`SELECT rolsuper FROM pg_roles WHERE rolname = 'dispute_owner'`)).toEqual([
        { rolsuper: false },
      ]);
      expect(await after.query(`SELECT has_database_privilege('dispute_reader', 'postgres', 'TEMP') AS temp`)).toEqual([
        { temp: false },
      ]);
      await after.destroy();
    },
    60_000,
  );

  thorough(
    'begins anew where the power went while the cluster was made',
    async () => {
      const town = township();
      await town.begin();
      await until(() => ['postgres', 'postgres.new'].some((name) => existsSync(join(town.data, name, 'PG_VERSION'))));
      await town.killEverything();
      await town.start();
      expect(readdirSync(town.data)).not.toContain('postgres.new');
      expect((await town.post('desk', '/disputes', {}))?.status).toBe(400);
    },
    120_000,
  );

  thorough(
    'finishes the demo township that was cut off, however often',
    async () => {
      const town = township({ SEED: 'demo' });
      const has = async (source: DataSource, table: string, n: number) => {
        const count = () => source.query(`SELECT count(*)::int AS n FROM ${table}`).catch(() => [{ n: 0 }]);
        await until(async () => ((await count()) as [{ n: number }])[0].n >= n, 20);
      };
      for (const cut of [
        { table: 'department', rows: 1, by: () => town.killEverything() },
        { table: 'dispute', rows: 5, by: () => town.stop() },
        { table: 'item', rows: 5, by: () => town.killEverything() },
      ]) {
        await town.begin();
        const source = await town.database();
        await has(source, cut.table, cut.rows);
        const broken = source.destroy().catch(() => undefined);
        expect([0, undefined]).toContain(await cut.by());
        await broken;
      }
      await town.start();
      const source = await town.database();
      const of = async (sql: string) => (await source.query(sql)) as { n: string; number: string }[];
      const numbers = await of(`SELECT number FROM dispute`);
      expect(numbers).toHaveLength(disputes.length + present.length);
      expect(new Set(numbers.map((each) => each.number)).size).toBe(numbers.length);
      expect(await of(`SELECT number FROM item`)).toHaveLength(items.length + presentItems.length);
      const [open] = await of(`SELECT id AS n FROM dispute WHERE status = 'handling' AND holder = 'justice' LIMIT 1`);
      expect((await town.post('justice', `/disputes/${open!.n}/note`, { text: '回访电话已打' }))?.status).toBe(200);
      await source.destroy();
      expect(town.said.match(/demo township in/g)).toHaveLength(1);
      await town.stop();
      await town.start();
      expect(town.said.match(/demo township in/g)).toHaveLength(1);
    },
    240_000,
  );

  thorough.each([
    ['initdb works', (town: Township) => existsSync(join(town.data, 'postgres.new', 'PG_VERSION'))],
    ['Temporal makes its file', (town: Township) => existsSync(join(town.data, 'temporal', 'temporal.db'))],
    ['the worker comes up', (town: Township) => town.said.includes('schema in')],
  ])(
    'leaves nothing when it is stopped while %s, and starts again',
    async (_, moment) => {
      const town = township();
      await town.begin();
      await until(() => moment(town));
      const pids = town.processes().map(({ pid }) => pid);
      remember(pids);
      expect(await town.stop()).toBe(0);
      // What initdb itself began is told to end with it, and is not ours to wait for.
      await until(() => !pids.some(lives));
      await town.start();
    },
    60_000,
  );

  thorough(
    'goes on when PostgreSQL lost the process that watches it',
    async () => {
      const town = township();
      await town.start();
      expect((await town.post('desk', '/disputes', {}))?.status).toBe(400);
      const postmaster = town.processes().find(({ args }) => / -D .*postgres /.test(args))!.pid;
      remember([postmaster]);
      expect(town.kill(/postgres-process/)).toBeGreaterThan(0);
      await until(() => !lives(postmaster), 20);
      await until(async () => (await town.post('desk', '/disputes', {}))?.status === 400, 100);
    },
    60_000,
  );

  thorough(
    'ends with one sentence when a part of it dies again and again',
    async () => {
      const town = township();
      await town.start();
      const last = 'the worker ended 8 times one after another (exit code 1), and so does the start';
      await until(() => {
        town.kill(/worker\/main\.js/);
        return town.said.includes(last);
      }, 100);
      expect(town.said.match(/the worker ended \(exit code 1\); it is started again/g)).toHaveLength(7);
      expect(await town.stop()).toBe(1);
    },
    120_000,
  );

  thorough(
    'ends at once when a part of it says what is to be mended',
    async () => {
      const { code, said } = await township({ AUTH_MODE: 'oidc' }).refusal();
      expect(said).toContain('OIDC_ISSUER: is required here');
      expect([code, said.includes('started again')]).toEqual([78, false]);
    },
    60_000,
  );

  it('keeps away where a tool works', async () => {
    const town = township();
    const hold = await Hold.take(town.data, 'a tool', () => undefined);
    expect(await town.refusal()).toEqual({
      code: 78,
      said: `${town.data} is in use by a tool (process ${process.pid}): wait until it has ended\n`,
    });
    hold.release();
  });

  thorough(
    'is one of many that come at once',
    async () => {
      const { data } = township();
      const take = `
      const { Hold } = await import(${JSON.stringify(program('local/hold'))});
      await Hold.take(${JSON.stringify(data)}, 'npm start', () => undefined);
      console.log('has it');
      process.stdin.resume();`;
      let held = 0;
      for (let round = 0; round < 8; round++) {
        const all = Array.from({ length: 6 }, () =>
          spawn(process.execPath, ['--input-type=module', '-e', take], { stdio: ['pipe', 'pipe', 'ignore'] }),
        );
        const ends = all.map((each) => new Promise((done) => each.once('exit', done)));
        const has = await Promise.all(
          all.map(
            (each) =>
              new Promise<boolean>((word) => {
                each.stdout.once('data', () => word(true)).once('close', () => word(false));
              }),
          ),
        );
        const winners = has.filter(Boolean).length;
        expect(winners).toBeLessThanOrEqual(1);
        held += winners;
        // Killed, so that the next round finds what it left.
        for (const each of all) each.kill('SIGKILL');
        await Promise.all(ends);
      }
      expect(held).toBeGreaterThan(4);
    },
    60_000,
  );

  asRoot(
    'says whose the data is when another copied it',
    async () => {
      const town = township();
      await town.start();
      await town.stop();
      const postgres = join(town.data, 'postgres');
      cpSync(postgres, `${postgres}.copy`, { recursive: true });
      rmSync(postgres, { recursive: true });
      renameSync(`${postgres}.copy`, postgres);
      chownSync(postgres, 0, 0);
      const { code, said } = await town.refusal();
      expect([code, said]).toEqual([78, expect.stringContaining(`${postgres} belongs to`)]);
      expect(said).toMatch(/chown -R postgres /);
    },
    60_000,
  );

  thorough(
    'says what to do with a temporal.db that is none',
    async () => {
      const town = township();
      mkdirSync(join(town.data, 'temporal'), { recursive: true });
      writeFileSync(join(town.data, 'temporal', 'temporal.db'), 'x'.repeat(8_192));
      const { code, said } = await town.refusal();
      expect(said).toContain(`${join(town.data, 'temporal', 'temporal.db')} is damaged (file is not a database`);
      expect(said).toContain(`move ${join(town.data, 'temporal')} away and start again`);
      expect(code).toBe(78);
      expect(said).not.toMatch(/\.go:\d+|at .*\.js/);
    },
    60_000,
  );

  /** A server that is not there yet, and then is. */
  const later = async (to: { host: string; port: number }) => {
    const sockets = new Set<Socket>();
    const server = createServer((from) => {
      const there = connect(to.port, to.host);
      for (const [one, other] of [
        [from, there],
        [there, from],
      ] as const) {
        sockets.add(one);
        one.on('error', () => other.destroy()).pipe(other);
      }
    });
    await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    ended.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return { port, comes: () => new Promise<void>((listens) => server.listen(port, '127.0.0.1', listens)) };
  };

  const begun = (path: string, env: Record<string, string>) => {
    const child = spawn(process.execPath, [program(path)], { env: { ...process.env, ...env } });
    const heard = { said: '', code: undefined as number | null | undefined };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (heard.said += part.toString()));
    const exited = new Promise<number | null>((done) => child.once('close', done));
    void exited.then((code) => (heard.code = code));
    ended.push(async () => {
      child.kill('SIGKILL');
      await exited;
    });
    return heard;
  };

  thorough(
    'has processes that wait for their servers',
    async () => {
      const database = await freshDatabase();
      ended.push(() => database.drop());
      const [temporalHost, temporalPort] = process.env.TEST_TEMPORAL_ADDRESS!.split(':') as [string, string];
      const postgres = await later({ host: '127.0.0.1', port: Number(new URL(database.writerUrl).port) });
      const temporal = await later({ host: temporalHost, port: Number(temporalPort) });
      const through = (url: string) => url.replace(/:\d+\//, `:${postgres.port}/`);
      const free = await later({ host: '127.0.0.1', port: 1 });
      const env = {
        MASTER_KEY: '00'.repeat(32),
        TEMPORAL_ADDRESS: `127.0.0.1:${temporal.port}`,
        TEMPORAL_TASK_QUEUE: 'waits',
        DATABASE_WRITER_URL: through(database.writerUrl),
        DATABASE_READER_URL: through(database.readerUrl),
        PORT: String(free.port),
      };
      const [worker, api] = [begun('worker/main', env), begun('api/main', env)];
      await until(() => [worker, api].every(({ said }) => /waiting for PostgreSQL/.test(said)));
      await postgres.comes();
      await until(() => /waiting for Temporal/.test(worker.said));
      await temporal.comes();
      await until(async () => (await fetch(`http://127.0.0.1:${free.port}/readyz`).catch(() => null))?.ok === true, 50);
      expect([worker.code, api.code]).toEqual([undefined, undefined]);
      expect(worker.said + api.said).not.toMatch(/at .*\.js/);
    },
    60_000,
  );

  thorough(
    'has processes that say what they wait for in vain, and end',
    async () => {
      const database = await freshDatabase();
      ended.push(() => database.drop());
      const env = { MASTER_KEY: '00'.repeat(32), TEMPORAL_ADDRESS: '127.0.0.1:1' };
      const url = database.writerUrl.replace(/:[^:@]+@/, ':not-the-password@');
      const worker = begun('worker/main', { ...env, DATABASE_WRITER_URL: url });
      await until(() => worker.code !== undefined, 100);
      expect(worker.code).toBe(1);
      const lines = worker.said.trim().split('\n');
      expect(lines.length).toBeLessThan(20);
      expect(lines.at(-1)).toMatch(/^PostgreSQL was not there within 60 seconds: password authentication failed/);
      expect(worker.said).not.toMatch(/at .*\.js/);
    },
    120_000,
  );
});
