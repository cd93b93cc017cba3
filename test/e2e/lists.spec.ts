import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PHONE, pick } from '../support/browser.js';
import { seatsIn } from '../support/seats.js';
import { Township, until as waitUntil } from '../support/township.js';

/** A clerk who is fooled twice stops trusting the third number: each is clicked, and what it opens is counted. */
describe('the lists of the console', () => {
  const town = Township.demo();
  const { seats, take, keep } = seatsIn(town);
  let supervisor: Page;
  const sit = async (...whose: Parameters<typeof take>): Promise<Page> => (await take(...whose)).page;
  beforeAll(async () => {
    supervisor = (await keep('supervisor')).page;
  });
  afterAll(() => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  /** How long the list of the page is, all of it fetched; waits a while for the length that is expected. */
  const lengthOf = (page: Page, expected: number, within = 'main') =>
    page.evaluate<number>(`new Promise((done) => {
      const ends = performance.now() + 8000;
      const look = () => {
        const list = document.querySelector('${within} [data-rows]');
        const more = document.querySelector('${within} .form-foot button:not([disabled])');
        const isThere = !document.querySelector('[data-before]') && !document.querySelector('${within} .skeleton');
        const n = isThere ? Number(list?.dataset.rows ?? 0) : -1;
        if (isThere && more) more.click();
        if ((n === ${expected} && !more) || performance.now() > ends) done(n);
        else requestAnimationFrame(look);
      };
      look();
    })`);
  /** Marks what is on the screen, so that it is not taken for what comes. */
  const mark = (page: Page) =>
    page.evaluate(`document.querySelector('main').firstElementChild.setAttribute('data-before', '')`);
  const open = async (page: Page, path: string) => {
    await page.goto(path);
    await page.locator('main h1').first().waitFor();
    await page.locator('main .skeleton').first().waitFor({ state: 'detached' });
  };
  interface Said {
    label: string;
    href: string;
    n: number;
    /** Among all of the page. */
    place: number;
  }
  /** The numbers of a page that lead to a list, each list once. */
  const numbersOf = async (page: Page, selector: string): Promise<Said[]> => {
    const found = await page.evaluate<Said[]>(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map((each, place) => ({
        label: each.getAttribute('aria-label') ?? each.innerText.replace('\\n', ' '),
        href: each.getAttribute('href'),
        n: Number((each.querySelector('b') ?? each).innerText),
        place,
      }))`,
    );
    return [...new Map(found.toReversed().map((each) => [each.href, each])).values()].toReversed();
  };

  it('of the board are as long as what they open, there or in the list of cases', async () => {
    await open(supervisor, '/board');
    const numbers = await supervisor.evaluate<{ label: string; n: number; stays: boolean }[]>(
      `[...document.querySelectorAll('.board-table a.number-link')].map((each) => ({
        label: each.getAttribute('aria-label'), n: Number(each.innerText), stays: each.getAttribute('href') === '#owed' }))`,
    );
    expect(numbers.length).toBeGreaterThan(20);
    const opened = [];
    for (const { label, stays, n } of numbers) {
      if (!stays) await mark(supervisor);
      await supervisor.getByRole('link', { name: label, exact: true }).click();
      opened.push({ label, stays, n: await lengthOf(supervisor, n, stays ? '#owed' : 'main') });
      if (!stays) await supervisor.goBack();
    }
    expect(opened).toEqual(numbers);
  }, 120_000);

  it('of the statistics are as long as what they open', async () => {
    await open(supervisor, '/statistics');
    // What is no number of anything: how long it took.
    const selector = 'main a.number-link, main a.figure:not([href*=everResolved])';
    const numbers = await numbersOf(supervisor, selector);
    expect(numbers.length).toBeGreaterThan(60);
    expect(numbers.filter(({ href }) => href.startsWith('/statistics/counted?')).length).toBeGreaterThan(20);
    const opened = [];
    for (const { n, place, ...said } of numbers) {
      await mark(supervisor);
      // How old a case is moves with the clock, and the address of its list with it.
      await supervisor.evaluate(`document.querySelectorAll(${JSON.stringify(selector)})[${place}].click()`);
      opened.push({ ...said, n: await lengthOf(supervisor, n), place });
      await supervisor.goBack();
      await supervisor.locator(selector).nth(place).waitFor();
    }
    expect(opened).toEqual(numbers);
  }, 240_000);

  it.each(['desk', 'visitor', 'justice', 'land-head', 'supervisor'])(
    'of the menu of %s are as many as wait in each room, and those of tabs and columns stand over as many',
    async (who) => {
      const page = who === 'supervisor' ? supervisor : await sit(who);
      await open(page, '/');
      const badges = await numbersOf(page, 'nav a.nav-link:has(.count)');
      const rooms = new Map(badges.map(({ href, n }) => [href, n]));
      const found = new Map<string, number>();
      for (const [href, n] of rooms) {
        await open(page, href);
        const cards = page.locator('.visit-card');
        const isCards = /^\/(items|visits)/.test(href);
        if (isCards) await cards.nth(n - 1).waitFor();
        found.set(href, isCards ? await cards.count() : await lengthOf(page, n));
      }
      expect(found).toEqual(rooms);
      if (who === 'visitor') expect([...rooms.keys()]).toContain('/visits?own=true');
      if (!rooms.has('/inbox?tab=waiting')) return;
      await open(page, '/inbox');
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        const says = await tab.innerText();
        const told = Number(await tab.locator('.count').innerText());
        expect({ who, says, n: await lengthOf(page, told) }).toEqual({ who, says, n: told });
      }
    },
    60_000,
  );

  it('over the columns of desk and board, and over each village, are those of what stands below', async () => {
    const desk = await sit('desk');
    const wrong: string[] = [];
    for (const [page, path] of [
      [desk, '/desk'],
      [desk, '/visits'],
      [supervisor, '/board'],
    ] as const) {
      await open(page, path);
      const told = await page.evaluate<{ title: string; n: number; there: number }[]>(
        `[...document.querySelectorAll('main section:has(> h2 .count):has(> ul)')].map((each) => ({
          title: each.querySelector('h2').innerText,
          n: Number(each.querySelector('h2 .count').innerText),
          there: each.querySelectorAll(':scope > ul > li').length,
        }))`,
      );
      expect(told.length).toBeGreaterThan(0);
      wrong.push(...told.filter(({ n, there }) => n !== there).map((each) => `${path} ${JSON.stringify(each)}`));
    }
    expect(wrong).toEqual([]);
  });

  it('of what waits to be dispatched are one on the desk and on the board, and the list is as long', async () => {
    const numbersIn = (page: Page, section: string) =>
      page.evaluate<string[]>(
        `[...document.querySelectorAll(${JSON.stringify(section)} + ' > ul > li .number')].map((each) => each.innerText).sort()`,
      );
    const desk = await sit('desk');
    await open(desk, '/desk');
    await open(supervisor, '/board');
    await supervisor.locator('#waits-dispatch').waitFor();
    const waiting = await numbersIn(supervisor, '#waits-dispatch');
    const title = await desk.evaluate<number>(
      `[...document.querySelectorAll('main section:has(> h2)')].findIndex((each) => each.querySelector('h2').innerText.startsWith('待交办'))`,
    );
    await desk.evaluate(`document.querySelectorAll('main section:has(> h2)')[${title}].id = 'found'`);
    expect(waiting.length).toBeGreaterThan(0);
    expect(await numbersIn(desk, '#found')).toEqual(waiting);
    const { items } = await town.get<{ items: { number: string; status: string }[] }>(
      'supervisor',
      '/disputes?waits=dispatch&limit=100',
    );
    expect(items.map(({ number }) => number).sort()).toEqual(waiting);
    // Also what is graded and was never offered.
    expect(items.map(({ status }) => status)).toContain('entered');
  });

  describe('of cases', () => {
    const rows = (page: Page) => page.locator('tbody[data-rows] tr:not(.space)');
    const numbers = (page: Page) => rows(page).locator('td.number').allInnerTexts();

    it('say how many there are, are narrowed by day, village, person and danger, and taken away like that', async () => {
      const page = await sit('desk');
      const { total } = await town.get<{ total: { count: number } }>('desk', '/disputes?limit=1&total=true');
      await open(page, '/disputes');
      await page.getByText(`共 ${total.count} 条`).waitFor();
      await page.getByText('更多条件').click();
      await pick(page.getByLabel('村（社区）'), 'sxc');
      const inVillage = await town.get<{ total: { count: number } }>(
        'desk',
        '/disputes?limit=1&total=true&village=village-shixi',
      );
      await page.getByText(`共 ${inVillage.total.count} 条`).waitFor();
      expect(await page.locator('tbody[data-rows]').getAttribute('data-rows')).toBe(String(inVillage.total.count));
      await page.getByLabel('日期到').fill('2026-06-30');
      await page.waitForURL(({ searchParams }) => searchParams.get('to') === '2026-06-30');
      const until = await town.get<{ total: { count: number } }>(
        'desk',
        '/disputes?limit=1&total=true&village=village-shixi&to=2026-06-30',
      );
      expect(until.total.count).toBeLessThan(inVillage.total.count);
      await page.getByText(`共 ${until.total.count} 条`).waitFor();
      const sheet = page.locator('.take-away a').first();
      expect(await sheet.getAttribute('href')).toContain('village=village-shixi&');
      await page.getByRole('button', { name: '清除条件' }).click();
      await page.getByText(`共 ${total.count} 条`).waitFor();
      await page.getByLabel('危险苗头').selectOption('any');
      const dangerous = await town.get<{ total: { count: number } }>('desk', '/disputes?limit=1&total=true&danger=any');
      await page.getByText(`共 ${dangerous.total.count} 条`).waitFor();
      // A person is found by letters of the name or of how it is read, and is no filter before one is chosen.
      await page.getByLabel('危险苗头').selectOption('');
      const handler = page.getByRole('combobox', { name: '经办人' });
      const found = page.getByRole('option', { name: '陈明 · 石桥司法所' });
      for (const letters of ['陈明', 'chenming', 'CM']) {
        await handler.fill(letters);
        await found.waitFor();
      }
      await handler.blur();
      expect(await handler.inputValue()).toBe('');
      expect(new URL(page.url()).searchParams.get('handler')).toBeNull();
      await handler.fill('cm');
      await found.click();
      await page.waitForURL(({ searchParams }) => searchParams.get('handler') === 'justice');
      await page.reload();
      await waitUntil(async () => (await handler.inputValue()) === '陈明 · 石桥司法所', 50);
    });

    it('are narrowed by departments that stand as people look for them, also under a finger; no match is said', async () => {
      type Listed = { id: string; name: string; parentId: string | null; active: boolean; isVillage: boolean };
      const { items } = await town.get<{ items: Listed[] }>('desk', '/departments');
      const offices = items.filter(({ active, isVillage }) => active && !isVillage);
      const above = offices.find(({ name }) => name === '石桥镇综治中心')!;
      const { compare } = new Intl.Collator('zh-CN', { numeric: true });
      const below = offices.filter(({ parentId }) => parentId === above.id).map(({ name }) => name);
      const phone = await sit('desk', { size: PHONE });
      await open(phone, '/disputes');
      const listed = await phone.getByLabel('当前责任单位').locator('option').allInnerTexts();
      expect(listed.slice(1)).toHaveLength(offices.length);
      expect(listed.filter((each) => below.includes(each))).toEqual([...below].sort(compare));
      expect(listed.indexOf(above.name)).toBeLessThan(listed.indexOf([...below].sort(compare)[0]!));
      const page = await sit('desk');
      await open(page, '/disputes');
      const holder = page.getByRole('combobox', { name: '当前责任单位' });
      await holder.click();
      expect(await page.locator('.filters .combobox [role=option]').allInnerTexts()).toEqual(listed.slice(1));
      await holder.fill('qqqq');
      await page.locator('[role=status] .combobox-none', { hasText: '没有找到' }).waitFor();
    });

    it('are sorted by their heads, with the mouse and from the keyboard, and say so', async () => {
      const page = await sit('supervisor');
      await open(page, '/disputes');
      const sorts = () =>
        page.evaluate<string[]>(
          `[...document.querySelectorAll('thead th[aria-sort]')].map((each) => each.getAttribute('aria-sort'))`,
        );
      expect(await sorts()).toEqual(['none', 'none', 'none', 'descending', 'none']);
      await page.getByRole('button', { name: '编号' }).click();
      await page.waitForURL(/sort=number$/);
      await page.locator('th[aria-sort=ascending]', { hasText: '编号' }).waitFor();
      const first = await town.get<{ items: { number: string }[] }>('supervisor', '/disputes?sort=number&limit=50');
      await rows(page).first().getByText(first.items[0]!.number).waitFor();
      expect((await numbers(page)).slice(0, 20)).toEqual(first.items.slice(0, 20).map((each) => each.number));
      await page.keyboard.press('Enter');
      await page.waitForURL(/sort=number-down$/);
      await page.locator('th[aria-sort=descending]', { hasText: '编号' }).waitFor();
      await page.getByRole('button', { name: '等级' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/sort=grade$/);
      await rows(page).first().locator('.grade-red').waitFor();
      await page.getByRole('button', { name: '状态' }).click();
      await page.waitForURL(/sort=status$/);
      await page.locator('th[aria-sort=ascending]', { hasText: '状态' }).waitFor();
      await rows(page).first().getByText('已录入').waitFor();
      await page.getByRole('button', { name: '登记 ', exact: false }).first().click();
      await page.waitForURL(({ searchParams }) => !searchParams.has('sort'));
    });

    it('show a case beside them, row by row, without leaving; on a phone it is the page', async () => {
      const page = await sit('supervisor');
      await open(page, '/disputes');
      const pane = page.getByRole('complementary', { name: '案件速览' });
      const all = await numbers(page);
      await rows(page).first().locator('td').nth(2).click();
      await pane.locator('.number', { hasText: all[0]! }).waitFor();
      for (const [key, n] of [
        ['j', 1],
        ['ArrowDown', 2],
        ['k', 1],
      ] as const) {
        await page.keyboard.press(key);
        await pane.locator('.number', { hasText: all[n]! }).waitFor();
      }
      expect(new URL(page.url()).pathname).toBe('/disputes');
      // Back from the case the pane stands where it stood.
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/disputes\/[0-9a-f-]+$/);
      await page.goBack();
      await pane.locator('.number', { hasText: all[1]! }).waitFor();
      await page.keyboard.press('Escape');
      await pane.waitFor({ state: 'detached' });
      const address = page.url();
      const phone = await sit('supervisor', { size: PHONE });
      const { items } = await town.get<{ items: { id: string }[] }>('supervisor', '/disputes?limit=1');
      await open(phone, `${new URL(address).pathname}?peek=${items[0]!.id}`);
      expect(await phone.getByRole('complementary', { name: '案件速览' }).count()).toBe(0);
      await rows(phone).first().getByRole('link').tap();
      await phone.waitForURL(/\/disputes\/[0-9a-f-]+$/);
    });

    it('of what is mine show a case beside them, row by row, and none beside another list', async () => {
      const page = await sit('justice');
      await page.goto('/inbox?tab=work');
      const row = page.locator('li.work');
      await row.nth(1).waitFor();
      const pane = page.getByRole('complementary', { name: '案件速览' });
      for (const n of [0, 1]) {
        await page.keyboard.press('j');
        await pane.locator('.number', { hasText: await row.nth(n).locator('.number').first().innerText() }).waitFor();
        expect(await row.nth(n).getAttribute('class')).toContain('peeked');
      }
      await page.getByRole('tab', { name: /^回访/ }).click();
      await pane.waitFor({ state: 'detached' });
    });

    it('of the board are sorted by their heads, and show a case beside them', async () => {
      const page = await sit('supervisor');
      await open(page, '/board');
      const column = (n: number) => page.locator(`.board-table tbody tr:not(:last-child) > :nth-child(${n})`);
      const [asTheyCame, open_] = [await column(1).allInnerTexts(), await column(2).allInnerTexts()];
      const head = page.locator('.board-table').getByRole('columnheader', { name: '在办' });
      for (const way of ['descending', 'ascending', 'none']) {
        await head.getByRole('button').click();
        expect(await head.getAttribute('aria-sort')).toBe(way);
        const up = open_.toSorted((a, b) => Number(a) - Number(b));
        const expected = { ascending: up, descending: up.toReversed(), none: open_ }[way];
        expect(await column(2).allInnerTexts()).toEqual(expected);
      }
      expect(await column(1).allInnerTexts()).toEqual(asTheyCame);
      // The whole stays below.
      await page.locator('.board-table tr:last-child th', { hasText: '合计' }).waitFor();
      const owed = page.locator('#owed');
      const first = await owed.locator('tbody tr').first().locator('.number').innerText();
      await owed.getByRole('columnheader', { name: '最近期限' }).getByRole('button').click();
      await owed.locator('th[aria-sort=descending]').waitFor();
      await owed.locator('tbody tr').last().locator('.number', { hasText: first }).waitFor();
      await owed.locator('tbody tr').first().locator('td').nth(2).click();
      const number = await owed.locator('tbody tr').first().locator('.number').innerText();
      await page.getByRole('complementary', { name: '案件速览' }).locator('.number', { hasText: number }).waitFor();
    });
  });
});
