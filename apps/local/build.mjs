// Builds what is stale: every room into one tree (dist/), the workflow bundle, the contract with the console, the console. Types are checked by `tsc` alone.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const ROOMS = [
  'apps/api',
  'apps/engine',
  'apps/worker',
  'apps/local',
  'workflows',
  'activities',
  'libs',
  'bench',
  'test/support',
];
const BUNDLE = 'dist/workflow-bundle.js';
const BUNDLED = ['workflows', 'activities', 'libs/domain'];
const WEB = 'dist/web';

function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const target = (source) => join('dist', source.replace(/\.ts$/, '.js'));
const isStale = (source) => !existsSync(target(source)) || statSync(target(source)).mtimeMs < statSync(source).mtimeMs;

async function compile() {
  const files = ROOMS.flatMap(sources);
  // A file that was deleted must not live on in the output.
  for (const room of ROOMS) {
    if (!existsSync(join('dist', room))) continue;
    for (const entry of readdirSync(join('dist', room), { recursive: true, withFileTypes: true })) {
      const built = join(entry.parentPath ?? entry.path, entry.name);
      if (
        entry.isFile() &&
        built.endsWith('.js') &&
        !files.includes(built.slice('dist/'.length).replace(/\.js$/, '.ts'))
      ) {
        rmSync(built);
        rmSync(`${built}.map`, { force: true });
      }
    }
  }
  const stale = files.filter(isStale);
  if (stale.length === 0) return 0;
  const { transformFile } = await import('@swc/core');
  await Promise.all(
    stale.map(async (source) => {
      const { code, map } = await transformFile(source, {
        sourceMaps: true,
        module: { type: 'es6' },
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
        },
      });
      mkdirSync(dirname(target(source)), { recursive: true });
      writeFileSync(target(source), code);
      writeFileSync(`${target(source)}.map`, map);
    }),
  );
  return stale.length;
}

/** The bundle runs whatever SDK built it, so its stamp covers the lock file too. */
function bundleStamp() {
  const hash = createHash('sha256').update(readFileSync('package-lock.json'));
  for (const source of BUNDLED.flatMap(sources).sort()) hash.update(source).update(readFileSync(source));
  return hash.digest('hex');
}

async function bundle() {
  const stamp = bundleStamp();
  if (existsSync(BUNDLE) && existsSync(`${BUNDLE}.stamp`) && readFileSync(`${BUNDLE}.stamp`, 'utf8') === stamp)
    return false;
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const quiet = () => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(process.cwd(), 'dist/workflows/index.js'),
    // The core keeps nothing of a case: one copy serves every workflow of a worker.
    preloadModules: ['dispute/decide', 'dispute/evolve', 'dispute/moments', 'item/item'].map((name) =>
      join(process.cwd(), `dist/libs/domain/${name}.js`),
    ),
    logger: { trace: quiet, debug: quiet, info: quiet, log: quiet, warn: console.warn, error: console.error },
  });
  writeFileSync(BUNDLE, code);
  writeFileSync(`${BUNDLE}.stamp`, stamp);
  return true;
}

/** The console depends on its own files, the words and the lock file; of domain and contract it takes types alone. */
function webStamp() {
  const hash = createHash('sha256')
    .update(readFileSync('package-lock.json'))
    .update(readFileSync('apps/local/build.mjs'));
  const files = ['apps/web', 'libs/lexicon']
    .flatMap((room) => readdirSync(room, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.spec\.tsx?$|^contract\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** Compressed once, here, so that nobody compresses while people wait. */
async function compress() {
  const files = readdirSync(WEB, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|css|html|svg)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const brotli = (content) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  await Promise.all(
    files.map(async (file) => {
      const content = readFileSync(file);
      writeFileSync(`${file}.br`, await brotli(content));
      writeFileSync(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
    }),
  );
}

async function web() {
  if (!existsSync('apps/web/index.html')) return false;
  const stamp = webStamp();
  if (existsSync(`${WEB}.stamp`) && readFileSync(`${WEB}.stamp`, 'utf8') === stamp) return false;
  const { build } = await import('vite');
  await build({
    root: 'apps/web',
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(process.cwd(), WEB),
      emptyOutDir: true,
      // The content security policy lets no data: script or font through.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 900,
      rolldownOptions: {
        // Libraries for servers too say "use client"; nothing here runs on a server.
        onLog: (level, log, handle) => log.code === 'MODULE_LEVEL_DIRECTIVE' || handle(level, log),
        output: {
          codeSplitting: {
            groups: [
              { name: 'frame', test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack)[\\/]/ },
            ],
          },
        },
      },
    },
  });
  await serviceWorker(build);
  await compress();
  writeFileSync(`${WEB}.stamp`, stamp);
  return true;
}

/** What pages need that open without a network: all but the charts, and fonts as they are used. */
async function serviceWorker(build) {
  const files = readdirSync(join(WEB, 'assets')).map((name) => `/assets/${name}`);
  const page = readFileSync(join(WEB, 'index.html'));
  const digest = createHash('sha256').update(page).digest();
  const kept = [
    // By its digest: while a release is rolled out, another server may answer with the page of another one.
    { url: '/', revision: digest.toString('hex').slice(0, 16), integrity: `sha256-${digest.toString('base64')}` },
    ...files
      .filter((each) => /\.(js|css|svg)$/.test(each) && !each.startsWith('/assets/statistics-'))
      .map((url) => ({ url, revision: null })),
  ];
  await build({
    root: 'apps/web',
    configFile: false,
    logLevel: 'warn',
    define: { FILES: JSON.stringify(kept), FONTS: JSON.stringify(files.filter((each) => each.endsWith('.woff2'))) },
    build: {
      outDir: join(process.cwd(), WEB),
      emptyOutDir: false,
      modulePreload: false,
      rolldownOptions: { input: 'apps/web/sw.ts', output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  });
}

async function build() {
  const say = (line) => console.error(`· ${line}`);
  const started = Date.now();
  const compiled = await compile();
  if (compiled) say(`built ${compiled} files in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  // Another process, on another core; the steps below need nothing of it.
  const contract = spawn(process.execPath, ['apps/local/contract.mjs'], { stdio: 'inherit' });
  const contracted = once(contract, 'exit');
  const before = Date.now();
  if (await bundle()) say(`bundled the workflows in ${((Date.now() - before) / 1000).toFixed(1)} s`);
  const beforeWeb = Date.now();
  if (await web()) say(`built the console in ${((Date.now() - beforeWeb) / 1000).toFixed(1)} s`);
  const [code] = await contracted;
  if (code !== 0) throw new Error('the shapes of answers could not be made; the lines above say why');
}

await build();
