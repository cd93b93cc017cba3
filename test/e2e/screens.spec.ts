import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page, Route } from 'playwright-core';
import { Armed, SCRIPT } from '../support/armed.js';
import { DESKTOP, launch, PHONE, sit, type Seat } from '../support/browser.js';
import type { Description } from '../support/fuzz.js';
import { Township } from '../support/township.js';

/**
 * Each page as each of its people sees it; `/dispute` stands for one that is being handled, `/meeting` for its meeting,
 * `/policy-edit`, `/policy-publish` and `/policy-simulate` for a draft of the rules, the last with what it came to.
 */
const PAGES: [who: string, path: string][] = [
  ['', '/'],
  ['justice', '/inbox'],
  ['desk', '/desk'],
  ['desk', '/desk/new'],
  ['desk', '/disputes'],
  ['desk', '/items'],
  ['desk', '/rehearsals'],
  ['supervisor', '/board'],
  ['supervisor', '/statistics'],
  ['supervisor', '/statistics/counted?measure=judged&enteredFrom=2026-01-01T00:00:00Z&enteredTo=2100-01-01T00:00:00Z'],
  ['supervisor', '/dispute'],
  ['supervisor', '/meeting'],
  ['justice', '/dispute'],
  ['visitor', '/visits'],
  ['visitor', '/notices'],
  ['grid', '/tell'],
  ['admin', '/people'],
  ['admin', '/readiness'],
  ['admin', '/setup'],
  ['', '/setup'],
  ['', '/invitation#token=x'],
  ['admin', '/policy'],
  ['admin', '/policy-edit'],
  ['admin', '/policy-publish'],
  ['admin', '/policy-simulate'],
  ['admin', '/calendar'],
  ['admin', '/calendar/2027/edit'],
  ['admin', '/calendar/2027/publish'],
  ['admin', '/deliveries'],
  ['justice', '/settings'],
  ['auditor', '/record'],
  ['admin', '/imports'],
  ['admin', '/imports?kind=people'],
];

/** What the shell itself asks for goes on: what is looked at is the page. */
const OF_THE_SHELL = /\/api\/v1\/(console|me|stream|departments|users|inbox\/counts|notices\/count)/;
const problem = (status: number, code: string, title: string) => (route: Route) =>
  route.fulfill({
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: 'about:blank', status, code, title, detail: title, reference: 'f00-1' }),
  });
type State = 'full' | 'loading' | 'empty' | 'error' | 'no right' | 'offline';
const STATES: Record<Exclude<State, 'full'>, (route: Route) => unknown> = {
  loading: () => undefined,
  // Every list there is comes empty; what is no list comes as it is.
  empty: async (route) => {
    const response = await route.fetch();
    const body = (await response.json().catch(() => null)) as { items?: unknown[] } | null;
    return body?.items
      ? route.fulfill({ response, json: { ...body, items: [], next: null } })
      : route.fulfill({ response });
  },
  error: problem(500, 'INTERNAL', '系统内部错误 Internal error'),
  'no right': problem(403, 'NOT_ALLOWED', '没有权限 Not allowed'),
  offline: (route) => route.abort('internetdisconnected'),
};

interface Look {
  size: typeof PHONE;
  language: 'zh-CN' | 'en';
  dark: boolean;
  states: State[];
  pages: typeof PAGES;
}
const isFull = process.env.CHECK === 'full';
const ALL: State[] = ['full', ...(Object.keys(STATES) as State[])];
const SIZES = [PHONE, { width: 768, height: 1024 }, DESKTOP, { width: 1920, height: 1080 }];
/** In the full check every look of every page, and each other state at each width; else one of two looks, page by page. */
const LOOKS: Look[] = isFull
  ? SIZES.flatMap((size, n) =>
      [0, 1, 2, 3].map((each) => ({
        size,
        language: each % 2 ? ('en' as const) : ('zh-CN' as const),
        dark: each > 1,
        // Neighbouring widths show the other states in the other language and light.
        states: each === [0, 1, 2, 3][n] ? ALL : (['full'] as State[]),
        pages: PAGES,
      })),
    )
  : [
      { size: PHONE, language: 'zh-CN', dark: true, states: ['full'], pages: PAGES.filter((_, n) => n % 2 === 0) },
      { size: DESKTOP, language: 'en', dark: false, states: ['full'], pages: PAGES.filter((_, n) => n % 2 === 1) },
    ];

/** Where pictures go, and one sheet of them a look; none without it. */
const FOLDER = process.env.SCREENS_DIR;

const AXE = `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations.flatMap((v) =>
  v.nodes.map((n) => v.id + ' ' + n.target.join(' ') + ' ' + (n.any[0]?.message ?? n.all[0]?.message ?? ''))))`;
/** What fades in has its colours once it is there; a skeleton moves for good. */
const SETTLED = `document.fonts.ready.then(() => Promise.allSettled(document.getAnimations()
  .filter((each) => each.effect.getTiming().iterations !== Infinity).map((each) => each.finished))).then(() => undefined)`;
/** Wider than the screen, or text that its box cuts off. */
const CUT = `(() => {
  const root = document.documentElement;
  const found = root.scrollWidth > root.clientWidth ? ['the page is ' + (root.scrollWidth - root.clientWidth) + ' px wider than the screen'] : [];
  for (const each of document.querySelectorAll('main *, dialog *')) {
    const { overflowX, clipPath } = getComputedStyle(each);
    if ((overflowX === 'hidden' || overflowX === 'clip') && clipPath === 'none' && each.scrollWidth > each.clientWidth + 1 && each.textContent.trim())
      found.push('cut off: ' + each.tagName + '.' + each.className + ' ' + each.textContent.trim().slice(0, 30));
  }
  return found;
})()`;

describe('the screens', () => {
  const town = Township.demo();
  let browser: Browser;
  let dispute: string;
  let draft: string;
  let simulation: string;

  beforeAll(async () => {
    [browser] = await Promise.all([launch(), town.start()]);
    const { items } = await town.get<{ items: { id: string }[] }>(
      'supervisor',
      '/disputes?status=handling&holder=justice',
    );
    // One of which people wrote much: on some days the newest has nothing but what it was registered with.
    const views = await Promise.all(items.map(({ id }) => town.get<{ id: string }>('supervisor', `/disputes/${id}`)));
    const isRich = (view: object) => ['goal', 'note'].every((each) => JSON.stringify(view).includes(`"${each}":"`));
    dispute = views.find(isRich)!.id;
    const at = new Date(Date.now() + 86_400_000).toISOString();
    await town.post('desk', `/disputes/${dispute}/meet`, { departments: ['justice', 'land'], at });
    const { document } = await town.get<{ document: { handle: object } }>('admin', '/policies/current');
    const each = { amount: 2, unit: 'workingDays' };
    const handle = { ...document.handle, blue: { simple: each, ordinary: each, complex: each } };
    const drafted = await town.post('admin', '/policies', { document: { ...document, handle } });
    draft = (drafted!.body as unknown as { version: string }).version;
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    const begun = await town.post('admin', `/policies/${draft}/simulate`, { from: day(365), to: day(2) });
    simulation = (begun!.body as unknown as { rollout: { id: string } }).rollout.id;
    if (FOLDER) mkdirSync(FOLDER, { recursive: true });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await town.remove();
  });

  const PLACES: Record<string, string> = { '/dispute': '', '/meeting': '/meetings/m1' };
  const addressOf = (path: string) =>
    path in PLACES
      ? `/disputes/${dispute}${PLACES[path]}`
      : path
          .replace('/policy-simulate', `/policy/${draft}/simulate?simulation=${simulation}`)
          .replace(/^\/policy-(edit|publish)$/, (_, what: string) => `/policy/${draft}/${what}`);
  /** Until all of it is there. */
  const open = async (page: Page, path: string) => {
    await page.goto(addressOf(path));
    await page.locator('h1').first().waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  };

  /** One page in one state: what axe, the console and the width say against it. */
  const look = async (page: Page, path: string, state: State): Promise<string[]> => {
    const stuck: string[] = [];
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    if (state !== 'full') {
      await page.route(
        (url) => url.pathname.startsWith('/api/') && !OF_THE_SHELL.test(url.href),
        (route) => STATES[state](route),
      );
    }
    if (state !== 'full') await page.goto(addressOf(path));
    if (state === 'full') await open(page, path);
    else if (state === 'loading') await page.locator('main :is(.skeleton, h1)').first().waitFor();
    else {
      // A fault is asked about again before it is said.
      await page
        .locator('main :is(.failed, .empty, h1)')
        .first()
        .waitFor({ timeout: 15_000 })
        .catch(() => stuck.push('says nothing'));
      const skeleton = page.locator('main .skeleton').first();
      await skeleton
        .waitFor({ state: 'detached', timeout: 5_000 })
        .catch(() => stuck.push('does not leave its skeleton'));
    }
    await page.evaluate(SETTLED);
    const found = [...stuck, ...(await page.evaluate<string[]>(AXE)), ...(await page.evaluate<string[]>(CUT))];
    return found.map((each) => `${path} ${state}: ${each}`);
  };

  it.each(LOOKS)(
    'are without barrier, complaint or cut text: $language, dark $dark, $size.width px',
    async ({ states, pages, ...options }) => {
      const found: string[] = [];
      const pictures: { name: string; png: Buffer }[] = [];
      for (const state of states) {
        let seat: Seat | null = null;
        let who = '-';
        for (const [person, path] of pages) {
          if (person === '' && state !== 'full') continue;
          if (!seat || person !== who) {
            await seat?.context.close();
            seat = await sit(browser, town.url, person, options);
            await seat.page.addInitScript({ path: 'node_modules/axe-core/axe.min.js' });
            who = person;
          }
          found.push(...(await look(seat.page, path, state)));
          if (FOLDER) pictures.push({ name: `${path} ${state}`, png: await seat.page.screenshot() });
          // The browser itself says that an answer failed; nothing else may be said.
          const said = seat.complaints
            .splice(0)
            .filter((each) => !/Failed to load resource/.test(each) || state === 'full');
          found.push(...said.map((each) => `${path} ${state}: the console says ${each}`));
        }
        await seat?.context.close();
      }
      if (FOLDER) await sheet(`${options.size.width}-${options.language}-${options.dark ? 'dark' : 'light'}`, pictures);
      expect(found).toEqual([]);
    },
    600_000,
  );

  /** Elements and attributes that run something, had the script of a text become any. */
  const RUNNING = `[...document.querySelectorAll('*')].flatMap((each) => [...each.attributes].filter(({ name, value }) =>
    /^on/.test(name) || (/^(href|src|action|formaction|xlink:href|srcdoc)$/.test(name) && /^\\s*javascript:/i.test(value))
    || (each.tagName === 'IMG' && name === 'src' && value === 'x')).map(({ name }) => each.tagName + ' ' + name))`;

  /**
   * Whatever people type is text on every page. The policy that forbids inline scripts is taken away, so that it hides no
   * fault of the pages themselves.
   */
  it('run no script that somebody typed', async () => {
    const armed = new Armed(await town.get<Description>('', '/openapi.json'));
    const ran: string[] = [];
    const found: string[] = [];
    for (const who of [...new Set(PAGES.map(([person]) => person))].filter((each) => each !== '')) {
      const { context, page } = await sit(browser, town.url, who, { bypassCSP: true });
      await page.exposeFunction('ran', (how: number) => void ran.push(`${page.url()} by way ${how}`));
      await page.route('**/api/v1/**', async (route) => {
        const { pathname } = new URL(route.request().url());
        const schema = route.request().method() === 'GET' ? armed.answerOf(pathname) : null;
        if (!schema || pathname.endsWith('/stream')) return route.continue();
        const response = await route.fetch();
        const value: unknown = response.ok() ? await response.json().catch(() => null) : null;
        return route.fulfill(value === null ? { response } : { response, json: armed.armed(schema, value) });
      });
      for (const [, path] of PAGES.filter(([person]) => person === who)) {
        await open(page, path);
        // What is folded away is on the page as well.
        for (const each of await page.locator('summary').all()) {
          await each.click({ timeout: 2_000 }).catch(() => undefined);
        }
        found.push(...(await page.evaluate<string[]>(RUNNING)).map((each) => `${path}: ${each}`));
        // It was there to be run.
        if (!(await page.locator('body').innerText()).includes('onerror=ran(2)')) found.push(`${path}: shows none`);
      }
      await context.close();
    }
    expect({ ran, found }).toEqual({ ran: [], found: [] });
    expect([...armed.members].map((each) => each.split('.').at(-1)!.replace('[]', ''))).toEqual(
      expect.arrayContaining(['title', 'narrative', 'name', 'reason', 'goal', 'note', 'text']),
    );

    // A page that took it for more than text would have run it.
    const page = await browser.newPage({ bypassCSP: true });
    const runs = new Promise(
      (done) => void page.exposeFunction('ran', done).then(() => page.setContent(`<a href="${SCRIPT}`)),
    );
    expect([2, 3]).toContain(await runs);
    await page.close();
  }, 240_000);

  /** Many pictures side by side, for eyes. */
  const sheet = async (name: string, pictures: { name: string; png: Buffer }[]) => {
    const page = await browser.newPage({ viewport: { width: 2000, height: 1000 } });
    const figures = pictures.map(
      (each) =>
        `<figure><figcaption>${each.name}</figcaption><img src="data:image/png;base64,${each.png.toString('base64')}"></figure>`,
    );
    await page.setContent(
      `<style>body{display:grid;grid-template-columns:repeat(4,1fr);gap:8px;font:14px sans-serif}figure{margin:0}img{width:100%;border:1px solid #888}</style>${figures.join('')}`,
    );
    await page.waitForTimeout(300);
    writeFileSync(`${FOLDER}/${name}.png`, await page.screenshot({ fullPage: true }));
    await page.close();
  };
});
