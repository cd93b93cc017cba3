// The first file of every command: plain Node without dependencies, since nothing may be installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '../..'));
const [command = 'start', ...rest] = process.argv.slice(2);
const say = (line) => console.error(`· ${line}`);
const fail = (line) => {
  console.error(line);
  process.exit(1);
};

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19) || major >= 26) {
  fail(
    `Node ${process.versions.node} cannot run this: use 20.19 or newer, below 26 (26 leaks the real clock into workflows).`,
  );
}

function install() {
  const stampFile = 'node_modules/.installed';
  const stamp = createHash('sha256')
    .update(readFileSync('package-lock.json'))
    .update(process.versions.modules)
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  say('installing packages (npm ci, about a minute) …');
  const started = Date.now();
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (run.status !== 0) fail('npm ci failed; the lines above say why.');
  writeFileSync(stampFile, stamp);
  say(`installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** @returns whether it ended well */
async function step(name, args) {
  const started = Date.now();
  const run = spawn(process.execPath, args, { stdio: 'inherit' });
  const code = await new Promise((resolve) => run.on('exit', resolve));
  say(`${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return code === 0;
}

/** All of them to their end, since each may have something to say. */
async function allOf(steps) {
  if (!(await Promise.all(steps)).every(Boolean)) process.exit(1);
}

async function temporal() {
  const { findTemporal } = await import('./find-temporal.mjs');
  try {
    const found = await findTemporal(process.env, say);
    if (found.binary) process.env.TEMPORAL_CLI_PATH = found.binary;
  } catch (error) {
    fail(error.message);
  }
}

const JEST = ['--no-warnings', 'node_modules/jest/bin/jest.js'];
/** A server that a test left running would hold jest up for ever. */
const TEST_MINUTES = { test: 45, 'check:full': 240 }[command];

async function jest(args, env = {}) {
  await new Promise((resolve) => {
    const started = Date.now();
    const run = spawn(process.execPath, [...JEST, ...args], {
      stdio: 'inherit',
      env: { ...process.env, TZ: 'UTC', ...env },
    });
    const limit = setTimeout(() => {
      say(`the tests did not end within ${TEST_MINUTES} minutes`);
      run.kill('SIGKILL');
    }, TEST_MINUTES * 60_000);
    run.on('exit', (code) => {
      clearTimeout(limit);
      say(`tests: ${code === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
      if (code !== 0) process.exit(code ?? 1);
      resolve();
    });
  });
}

/** The native compiler, in a quarter of the time; what reads sources as a library has the one before it. */
const TSC = 'node_modules/typescript-7/bin/tsc';

async function typesHold() {
  const own = await step('types', [TSC]);
  return (await step('types of the console', [TSC, '-p', 'apps/web'])) && own;
}

const OXLINT = ['node_modules/oxlint/bin/oxlint', '--max-warnings', '0'];
const ESLINT = ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'];
const isLinted = async (...more) => {
  const own = await step('lint', [...ESLINT, ...more]);
  return (await step('lint of types', OXLINT)) && own;
};
/** A quarter of the linter's time, and test/architecture holds the same table. */
const NO_BOUNDARIES = ['--rule', 'boundaries/dependencies: off'];
const isFormatted = () => step('format', ['node_modules/oxfmt/bin/oxfmt', '--check', '.']);

async function checkPackages(strict) {
  const { audit } = await import('./audit.mjs');
  if (!(await audit(say, strict))) process.exit(1);
}

install();
// A process of its own: vite leaves NODE_ENV=production behind, and the product would start as if in production.
const built = spawnSync(process.execPath, ['apps/local/build.mjs'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);

switch (command) {
  case 'start':
    await temporal();
    await import('../../dist/apps/local/main.js');
    break;
  case 'build':
    break;
  case 'typecheck':
    await allOf([typesHold()]);
    break;
  case 'lint':
    await allOf([isLinted()]);
    break;
  case 'test':
    // One thread each, on the two cores.
    if (rest.length === 0)
      await allOf([isLinted(...NO_BOUNDARIES), typesHold().then(async (hold) => (await isFormatted()) && hold)]);
    await temporal();
    await jest(rest);
    if (rest.length === 0) await checkPackages(false);
    break;
  case 'check:full':
    await temporal();
    await jest(rest, { CHECK: 'full' });
    // Last: an advisory that came out over night hides no broken test.
    if (rest.length === 0) await checkPackages(true);
    break;
  case 'rebuild':
  case 'verify':
  case 'reconcile':
  case 'rotate-key':
  case 'retention':
  case 'admin':
  case 'policy':
    await import(`../../dist/apps/local/${command}.js`);
    break;
  case 'bench':
  case 'scale':
  case 'exhaust':
    await temporal();
    await import(`../../dist/bench/${command === 'bench' ? 'main' : command}.js`);
    break;
  default:
    fail(`there is no command ${command}`);
}
