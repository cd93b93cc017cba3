import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';

/** Where a machine keeps a Chromium of its own. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** `CHROME_PATH`, an installed one, or the one that comes inside an npm package; no test passes without a browser. */
const findChromium = async (): Promise<string> =>
  process.env.CHROME_PATH || (INSTALLED.find((each) => existsSync(each)) ?? (await packedChromium()));

/** Where the one of the package was unpacked, by whoever of this machine was first to want it. */
export async function packedChromium(): Promise<string> {
  const packed = await readFile('node_modules/@sparticuz/chromium/package.json', 'utf8');
  const { version } = JSON.parse(packed) as { version: string };
  const home = join(tmpdir(), `dispute-circulation-chromium-${version}`);
  if (!existsSync(home)) await unpack(home);
  return join(home, 'chromium');
}

/**
 * Whole or not at all: the package writes where others look meanwhile, and what it left when it was killed half-way it takes
 * for a browser. It goes by the folder of temporary files, which is one for a process.
 */
async function unpack(home: string): Promise<void> {
  const folder = await mkdtemp(`${home}-`);
  const program = `await (await import('@sparticuz/chromium')).default.executablePath()`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, TMPDIR: folder },
  });
  try {
    await rename(folder, home);
  } catch (error) {
    await rm(folder, { recursive: true });
    // Another run was first.
    if (!existsSync(home)) throw error;
  }
}

/** By which Playwright has what is drawn handed from process to process in files on the disk, as small containers need it. */
const ON_DISK = '--disable-dev-shm-usage';
const SHARED_BYTES = 2 ** 30;

/** Each file that is made so costs more than what is drawn in it. */
async function hasMemoryToShare(): Promise<boolean> {
  const { bavail, bsize } = await statfs('/dev/shm').catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= SHARED_BYTES;
}

export async function launch(): Promise<Browser> {
  const executablePath = await findChromium();
  try {
    return await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--headless=shell', '--disable-gpu'],
      ignoreDefaultArgs: (await hasMemoryToShare()) ? [ON_DISK] : [],
    });
  } catch (error) {
    throw new Error(
      `The browser tests need a Chromium and ${executablePath} does not start. ` +
        'Install Chromium (Debian: apt-get install chromium) or name one with CHROME_PATH.',
      { cause: error },
    );
  }
}

export interface Seat {
  context: BrowserContext;
  page: Page;
  /** What the browser complained about. */
  complaints: string[];
}

/** Of a field that is found by typing: the first that has these letters, as a person at a keyboard takes it. */
export async function pick(field: Locator, letters: string): Promise<void> {
  await field.fill(letters);
  await field.page().locator('.combobox [role=option]').first().waitFor();
  await field.press('Enter');
}

export const PHONE = { width: 360, height: 780 };
export const DESKTOP = { width: 1366, height: 860 };

/** A browser of its own for one person; `who` empty means nobody is signed in. */
export async function sit(
  browser: Browser,
  url: string,
  who: string,
  {
    size = DESKTOP,
    language = 'zh-CN',
    dark = false,
    bypassCSP = false,
    front = url,
    worker = false,
  }: {
    size?: typeof PHONE;
    language?: 'zh-CN' | 'en';
    dark?: boolean;
    bypassCSP?: boolean;
    /** Another door to the same town. */
    front?: string;
    /** With the service worker of the console: what it fetches, no route of a test sees. */
    worker?: boolean;
  } = {},
): Promise<Seat> {
  const context = await browser.newContext({
    baseURL: front,
    serviceWorkers: worker ? 'allow' : 'block',
    viewport: size,
    hasTouch: size.width < 500,
    bypassCSP,
    colorScheme: dark ? 'dark' : 'light',
    // The township's zone is shown, not the browser's.
    timezoneId: 'UTC',
  });
  // Only where nothing is kept yet: what a person chooses in the page must last.
  const kept = { 'dispute-console.language': language, ...(who && { 'dispute-console.signed-in': who }) };
  await context.addInitScript({
    content: `for (const [name, value] of Object.entries(${JSON.stringify(kept)})) {
      if (localStorage.getItem(name) === null) localStorage.setItem(name, value);
    }`,
  });
  if (who) {
    const answer = await context.request.post('/api/v1/auth/login', { data: { username: who, password: 'demo' } });
    if (!answer.ok()) throw new Error(`${who} cannot sign in: ${answer.status()}`);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (message.text().startsWith('Service Worker registration blocked by Playwright')) return;
    const { url } = message.location();
    complaints.push(url ? `${message.text()} (${url})` : message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { context, page, complaints };
}
