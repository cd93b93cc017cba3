import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { PHONE, pick } from '../support/browser.js';
import { Cases } from '../support/cases.js';
import { Front } from '../support/front.js';
import { seatsIn } from '../support/seats.js';
import { Township, until as comes } from '../support/township.js';

const NOISE = { type: 'gaussian', mean: 128, sigma: 50 } as const;

/** What makes the console feel finished: nothing typed is lost, nothing jumps, back works, everything is found. */
describe('the habits of the console', () => {
  const town = Township.demo();
  const cases = new Cases(town);
  const { seats, take } = seatsIn(town);
  /** Looked at once a frame by the page itself: a string that is asked again and again is what its policy forbids. */
  const until = (page: Page, condition: string) =>
    page.evaluate(`new Promise((done, failed) => {
      const last = performance.now() + 20_000;
      const look = () => {
        if (${condition}) done();
        else if (performance.now() > last) failed(new Error(${JSON.stringify(`never came: ${condition}`)}));
        else requestAnimationFrame(look);
      };
      look();
    })`);
  const progress = async (page: Page, words: string) => {
    await page.getByRole('button', { name: '报告进展', exact: true }).click();
    await page.getByLabel('情况记录').fill(words);
    await page.getByRole('dialog').getByRole('button', { name: '报告进展' }).click();
  };
  const front = new Front(() => town.url);
  let hills: { size: typeof PHONE; front: string; worker: true };
  beforeAll(async () => {
    hills = { size: PHONE, front: await front.open(), worker: true };
  });
  afterAll(() => front.close());
  afterEach(() => front.reopen());
  /** The service worker has what it needs, and is in charge of the page. */
  const isReady = `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ??
    new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done))).then(() => true)`;
  /** Of each shelf of what the browser keeps, how much there is. */
  const kept = (page: Page) =>
    page.evaluate<Record<string, number>>(`new Promise((done) => {
      const asked = indexedDB.open('dispute-console');
      asked.onsuccess = () => {
        const found = {};
        const names = [...asked.result.objectStoreNames];
        if (names.length === 0) done(found);
        for (const name of names) {
          const counted = asked.result.transaction(name).objectStore(name).count();
          counted.onsuccess = () => {
            found[name] = counted.result;
            if (Object.keys(found).length === names.length) done(found);
          };
        }
      };
    })`);
  const reported = async (id: string) => {
    const { items } = await town.get<{ items: { type: string }[] }>('justice', `/disputes/${id}/timeline`);
    return items.filter((each) => each.type === 'ProgressReported').length;
  };

  it('finds a case by number, title, party, and the first letters of title and party', async () => {
    const { number } = await cases.offered({
      title: '重修长乐渠分水口',
      parties: [
        { name: '单于志', role: 'applicant' },
        { name: '温清和', role: 'respondent' },
      ],
    });
    const { page } = await take('desk');
    await page.goto('/inbox');
    await page.getByRole('heading', { level: 1 }).waitFor();
    // The key leads into the search of whatever page.
    await page.keyboard.press('/');
    const search = page.getByRole('searchbox');
    await search.waitFor();
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    for (const words of [number, '长乐渠', '温清和', 'cxclq', 'CLQ', 'syz', 'wqh', 'wenqinghe 長樂渠']) {
      await search.fill(words);
      await search.press('Enter');
      await page.waitForURL(({ searchParams }) => searchParams.get('q') === words);
      await page.locator('tbody[data-rows] tr', { hasText: number }).waitFor();
    }
    // Who types on while the list changes loses no letter.
    await search.fill('长乐');
    const answered = page.waitForResponse((response) => new URL(response.url()).searchParams.get('q') === '长乐');
    await search.press('Enter');
    await page.keyboard.type('cxclq');
    await answered;
    await page.locator('tbody[data-rows] tr', { hasText: number }).waitFor();
    expect(await search.inputValue()).toBe('长乐cxclq');
    // Esc takes nothing that was typed, and leads to the keys of the list.
    await search.press('Escape');
    expect(await search.inputValue()).toBe('长乐cxclq');
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.dataset.row')).toMatch(/^\/disputes\//);
    // An address that was not typed here says what stands in the field.
    await page.getByRole('button', { name: '清除条件' }).click();
    await until(page, `document.querySelector('input[type=search]').value === ''`);
    expect(new URL(page.url()).searchParams.has('q')).toBe(false);
    // Nor does what was taken away come back with the case beside the list, which a row brings after a rest.
    await page.goto('/disputes?q=clq');
    await page.locator('tbody[data-rows] tr', { hasText: number }).waitFor();
    await page.evaluate(`document.querySelector('[data-row]').focus();
      [...document.querySelectorAll('.filters button')].find((each) => each.textContent === '清除条件').click()`);
    await page.waitForURL(({ searchParams }) => searchParams.has('peek'));
    expect(new URL(page.url()).searchParams.has('q')).toBe(false);
  });

  it('has one search on every page, on a phone too, that leads from there to what is found and keeps the filters of a list', async () => {
    const { id, number } = await cases.offered({ title: '重修鹤林渠闸口' });
    const { page } = await take('desk', { size: PHONE });
    for (const path of ['/inbox', `/disputes/${id}`, '/statistics', '/notices', '/disputes', '/desk/new']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect([path, await page.getByRole('search').count()]).toEqual([path, 1]);
      // And the bell beside it.
      await page.getByRole('button', { name: /^最近通知/ }).waitFor();
    }
    const search = page.getByRole('searchbox');
    await page.goto(`/disputes/${id}`);
    await search.fill('helinqu 闸口');
    await search.press('Enter');
    await page.waitForURL(/\/disputes\?q=/);
    await page.locator('tbody[data-rows] tr', { hasText: number }).waitFor();
    // Back on the case the field is empty again, and forth it says what was looked for.
    await page.goBack();
    await until(page, `document.querySelector('input[type=search]').value === ''`);
    await page.goForward();
    await until(page, `document.querySelector('input[type=search]').value === 'helinqu 闸口'`);
    await page.goto('/disputes?status=closed');
    await search.fill('闸口');
    await search.press('Enter');
    await page.waitForURL(
      ({ searchParams }) => searchParams.get('q') === '闸口' && searchParams.get('status') === 'closed',
    );
    await page.getByText('没有符合条件的案件').waitFor();
  });

  it('sends what was handed in without a line by itself when it is back, also after the form and the page are gone', async () => {
    const { id, number } = await cases.accepted();
    const { page, context } = await take('justice', { size: PHONE }, false);
    await page.goto(`/disputes/${id}`);
    await page.locator('.status-handling').waitFor();
    await context.setOffline(true);
    await progress(page, '已约双方周五到场。');
    await page.getByRole('dialog').getByText('未发送').waitFor();
    await page.keyboard.press('Escape');
    const bar = page.getByRole('region', { name: '未发送' });
    await bar
      .getByRole('listitem')
      .filter({ hasText: `报告进展 · ${number}` })
      .waitFor();
    await page.getByRole('link', { name: '我的待办' }).click();
    await bar
      .getByRole('listitem')
      .filter({ hasText: `报告进展 · ${number}` })
      .waitFor();
    await context.setOffline(false);
    await page.getByText(`已提交：报告进展 · ${number}`).waitFor();
    await bar.waitFor({ state: 'detached' });
    expect(await reported(id)).toBe(1);
    // What was sent is no draft any more.
    await page.goto(`/disputes/${id}`);
    await page.getByRole('button', { name: '报告进展', exact: true }).click();
    expect(await page.getByLabel('情况记录').inputValue()).toBe('');
  });

  it('sends it after the browser was closed and opened again, once', async () => {
    const { id, number } = await cases.accepted();
    const { page } = await take('justice', {}, false);
    await page.goto(`/disputes/${id}`);
    await page.route('**/progress', (route) => route.abort('internetdisconnected'));
    await progress(page, '已通知村委会。');
    await page.getByRole('dialog').getByText('未发送').waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.goto('/inbox');
    await page.getByText(`已提交：报告进展 · ${number}`).waitFor();
    expect(await reported(id)).toBe(1);
  });

  it('says so when what goes out late is not taken, and keeps what was typed', async () => {
    const { id, number } = await cases.accepted();
    const { page, context } = await take('justice', {}, false);
    await page.goto(`/disputes/${id}`);
    await page.locator('.status-handling').waitFor();
    await context.setOffline(true);
    await progress(page, '已丈量。');
    await page.getByRole('dialog').getByText('未发送').waitFor();
    await page.keyboard.press('Escape');
    await cases.act('desk', id, 'note', { text: '补充：双方都在家。' });
    await context.setOffline(false);
    const bar = page.getByRole('region', { name: '未发送' });
    await bar.getByText('未被受理').waitFor();
    await page.getByRole('button', { name: '报告进展', exact: true }).click();
    expect(await page.getByLabel('情况记录').inputValue()).toBe('已丈量。');
    await page.keyboard.press('Escape');
    await bar.getByRole('button', { name: `知道了 报告进展 · ${number}` }).click();
    await bar.waitFor({ state: 'detached' });
    expect(await reported(id)).toBe(0);
  });

  it('opens where there is no network, and what was recorded there is once in the record', async () => {
    const [{ id, number }, pair] = [await cases.toVisitToday(), await cases.toVisitToday('red')];
    const { page, context } = await take('visitor', hills, false);
    await page.goto('/visits');
    const cardOf = (its: Page, n = number) => its.locator('.visit-card', { hasText: n }).first();
    await cardOf(page).waitFor();
    expect(await page.evaluate(isReady)).toBe(true);
    // Files alone: what the API answered is in no cache, and what is kept of it cannot be read there.
    const cached = await page.evaluate<string[]>(`caches.keys().then((names) => Promise.all(names.map((name) =>
      caches.open(name).then((cache) => cache.keys())))).then((all) => all.flat().map(({ url }) => new URL(url).pathname))`);
    expect(cached.filter((each) => !/^\/(assets\/.+)?$/.test(each))).toEqual([]);
    expect(cached).toContain('/');
    // Departments, colleagues, the visits of today and of the week.
    await comes(async () => (await kept(page)).seen! >= 4);
    // What they are narrowed by is looked at and not kept.
    const { seen } = await kept(page);
    await page.getByText('更多条件').tap();
    const village = page.getByLabel('村（社区）', { exact: true });
    await village.selectOption('village-baitang');
    await cardOf(page).waitFor({ state: 'detached' });
    await page.locator('.visit-card, .empty').first().waitFor();
    await village.selectOption('');
    await cardOf(page).waitFor();
    expect((await kept(page)).seen).toBe(seen);
    front.shut();
    await page.reload();
    await cardOf(page).locator('a[href^="tel:+86138"]').waitFor();
    await cardOf(page).getByRole('link', { name: /^导航/ }).waitFor();
    const shot = await sharp({ create: { width: 2400, height: 1800, channels: 3, background: '#642', noise: NOISE } })
      .jpeg()
      .toBuffer();
    const record = async (n: string, { photo, fill }: { photo?: Buffer; fill?: (form: Locator) => Promise<void> }) => {
      await cardOf(page, n)
        .getByRole('button', { name: new RegExp(`^记录回访 ${n}`) })
        .tap();
      const form = page.getByRole('dialog');
      await form.getByRole('radio', { name: '稳定' }).tap();
      await form.getByRole('button', { name: '双方情况稳定，没有新的矛盾。' }).tap();
      if (photo) {
        // Both sides are heard, or the last visit is not taken.
        for (const party of [0, 1]) await form.getByRole('radio', { name: '满意', exact: true }).nth(party).tap();
        await form.getByLabel(/拍照/).setInputFiles({ name: '门口.jpg', mimeType: 'image/jpeg', buffer: photo });
        await form.getByText('已存在本机').waitFor();
      }
      await fill?.(form);
      await form.getByRole('button', { name: '记录回访' }).tap();
      await cardOf(page, n).getByText('未发送').first().waitFor();
    };
    await record(number, { photo: shot });
    await record(pair.number, {
      fill: async (form) => {
        // Two go, and nobody goes with themself; the colleagues are at hand here as well.
        const second = form.getByLabel('同行人（由其本人或负责人确认）', { exact: true });
        await comes(async () => (await second.locator('option').count()) > 1);
        expect((await second.locator('option').allInnerTexts()).filter((each) => each.includes('吴志强'))).toEqual([]);
        await form.getByRole('button', { name: '记录回访' }).tap();
        await form.getByText('请填写此项').waitFor();
        // One call does for no pair, which only the rules know.
        await form.getByRole('radio', { name: '电话' }).tap();
        await second.waitFor({ state: 'detached' });
      },
    });
    // The browser is closed; on the next day nobody was there, and what was handed in is there still.
    await page.close();
    const next = await context.newPage();
    await next.clock.install({ time: Date.now() + 25 * 3_600_000 });
    await next.goto('/visits');
    const bar = next.getByRole('region', { name: '未发送' });
    await bar.getByText(`记录回访 · ${number}`).first().waitFor();
    await next.locator('.visit-card').first().waitFor({ state: 'detached' });
    expect(await next.locator('body').innerText()).not.toContain('喻不言');
    expect(await kept(next)).toMatchObject({ seen: 0, unsent: 2, photos: 1 });
    await next.close();
    // The first answer is lost on the way; two tabs are open.
    front.loses = `/disputes/${id}/visit`;
    front.isShut = false;
    const tabs = [await context.newPage(), await context.newPage()];
    await Promise.all(tabs.map((each) => each.goto('/visits')));
    const made = async () => {
      const { items } = await town.get<{ items: { type: string }[] }>('desk', `/disputes/${id}/timeline`);
      return items.filter(({ type }) => type === 'VisitMade').length;
    };
    // What is not taken says why at its row, and goes back into its form.
    const row = cardOf(tabs[0]!, pair.number);
    await row.getByText('未被受理').waitFor();
    for (const tab of tabs) {
      await tab.locator('.unsent-bar li', { hasText: number }).first().waitFor({ state: 'detached' });
    }
    expect(await made()).toBe(1);
    const { attachments } = await town.get<{ attachments: { n: number; size: number }[] }>('desk', `/disputes/${id}`);
    expect(attachments).toMatchObject([{ name: '门口.jpg', n: 1 }]);
    expect(attachments[0]!.size).toBeLessThan(shot.length / 2);
    await row.getByRole('button', { name: '修改后再提交' }).click();
    const form = tabs[0]!.getByRole('dialog');
    expect(await form.getByLabel('说了什么？').inputValue()).toBe('双方情况稳定，没有新的矛盾。');
    await tabs[0]!.keyboard.press('Escape');
    // Who signs out in one tab has left both, and nothing is kept for anybody.
    expect(await kept(tabs[0]!)).toMatchObject({ owner: 1 });
    await tabs[0]!.getByRole('button', { name: '吴志强' }).click();
    await tabs[0]!.getByRole('button', { name: '退出' }).click();
    await Promise.all(tabs.map((each) => each.getByLabel('用户名').waitFor()));
    expect(Object.values(await kept(tabs[0]!)).every((n) => n === 0)).toBe(true);
  }, 120_000);

  it('keeps no old release: what is open goes on with the later one, also where there is no network', async () => {
    const { page } = await take('grid', hills, false);
    await page.goto('/tell');
    expect(await page.evaluate(isReady)).toBe(true);
    const later = '<meta name="release" content="later">';
    const change = (text: string) => text.replace('</head>', `${later}</head>`);
    front.changed.set('/', change).set('/tell', change).set('/notices', change);
    const digest = createHash('sha256')
      .update(await (await fetch(`${hills.front}/`)).text())
      .digest();
    front.changed.set('/sw.js', (text) =>
      text
        .replace(/(revision:.)[0-9a-f]{16}/, `$1${digest.toString('hex').slice(0, 16)}`)
        .replace(/sha256-[\w+/]{43}=/, `sha256-${digest.toString('base64')}`),
    );
    const isLater = page.locator('meta[name=release]');
    await page.evaluate(`navigator.serviceWorker.getRegistration().then((it) => {
      const taken = new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done));
      return it.update().then(() => taken);
    }).then(() => true)`);
    expect(await isLater.count()).toBe(0);
    await page.getByLabel('发生了什么？').fill('渠边又吵起来了');
    await page.getByRole('link', { name: '通知' }).click();
    await isLater.waitFor({ state: 'attached' });
    front.shut();
    await page.goto('/tell');
    await isLater.waitFor({ state: 'attached' });
    // Nothing typed was lost on the way, and what is reported there waits in its row, with its photo.
    const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#153' } })
      .jpeg()
      .toBuffer();
    await page.getByLabel(/^拍照/).setInputFiles({ name: '渠边.jpg', mimeType: 'image/jpeg', buffer: photo });
    await page.getByText('已存在本机').waitFor();
    await page.getByRole('button', { name: '报送', exact: true }).tap();
    const row = page.locator('li.item', { hasText: '渠边又吵起来了' });
    await row.getByText('未发送').first().waitFor();
    expect(await page.getByLabel('发生了什么？').inputValue()).toBe('');
    front.isShut = false;
    await row.getByText('正在研判').waitFor();
    expect(await page.locator('li.item', { hasText: '渠边又吵起来了' }).count()).toBe(1);
    const { items } = await town.get<{ items: { text: string; files: object[] }[] }>('grid', '/items');
    expect(items.find(({ text }) => text === '渠边又吵起来了')?.files).toMatchObject([{ mediaType: 'image/jpeg' }]);
    expect(await kept(page)).toMatchObject({ unsent: 0, photos: 0 });
    await row.getByRole('button', { name: /^补充情况/ }).tap();
    expect(await page.getByLabel('发生了什么？').inputValue()).toMatch(/^补充 X\d\d-\d{5}：$/);
  }, 120_000);

  it('says when the line is lost and when it is back, also when the server went and no browser heard of it', async () => {
    const { page } = await take('desk', {}, false);
    // A page that asks for nothing by itself.
    await page.goto('/policy');
    await page.locator('.rule-table').first().waitFor();
    await page.route('**/api/v1/**', (route) => route.abort('connectionrefused'));
    town.kill(/dist\/apps\/api\/main\.js$/);
    await page.locator('.connection').waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.getByText('连接已恢复').waitFor({ timeout: 60_000 });
    await page.locator('.connection').waitFor({ state: 'detached' });
  });

  it('leaves the rows where they are while somebody points at them, and orders them when the hand has left', async () => {
    const first = await cases.offered();
    const { page } = await take('supervisor');
    await page.goto('/disputes?status=circulating');
    const rows = page.locator('tbody[data-rows] tr');
    await rows.first().getByText(first.number).waitFor();
    await rows.first().hover();
    // Newest first: a new case would push every row down under the pointer.
    const second = await cases.offered();
    await rows.filter({ hasText: second.number }).waitFor();
    expect(await rows.first().innerText()).toContain(first.number);
    await page.getByRole('heading', { level: 1 }).hover();
    await rows.first().getByText(second.number).waitFor();
  });

  it('sorts the list by what is due first and by what changed last, each in pages, as the address says', async () => {
    interface Listed {
      items: { id: string; nextDueAt: string | null; updatedAt: string; createdAt: string }[];
      next: string | null;
    }
    const all = async (sort: string) => {
      const found: Listed['items'] = [];
      for (let cursor = ''; ;) {
        const page = await town.get<Listed>('supervisor', `/disputes?limit=7&sort=${sort}${cursor}`);
        found.push(...page.items);
        if (!page.next) return found;
        cursor = `&cursor=${encodeURIComponent(page.next)}`;
      }
    };
    const [newest, due, changed] = [await all('newest'), await all('due'), await all('changed')];
    const ids = (items: Listed['items']) => items.map(({ id }) => id).sort();
    expect(ids(due)).toEqual(ids(newest));
    expect(ids(changed)).toEqual(ids(newest));
    const dues = due.map(({ nextDueAt }) => nextDueAt ?? '9999');
    expect(dues).toEqual([...dues].sort());
    const changes = changed.map(({ updatedAt }) => updatedAt);
    expect(changes).toEqual([...changes].sort().reverse());
    expect(dues.filter((each) => each !== '9999').length).toBeGreaterThan(10);

    const { page } = await take('supervisor');
    await page.goto('/disputes');
    await page.locator('tbody[data-rows="50"]').waitFor();
    await page.getByLabel('排序').selectOption('due');
    await page.waitForURL(/sort=due/);
    await page.locator(`tbody[data-rows] tr[data-row="/disputes/${due[0]!.id}"]:first-child`).waitFor();
    await page.reload();
    await page.locator(`tbody[data-rows] tr[data-row="/disputes/${due[0]!.id}"]:first-child`).waitFor();
  });

  it('asks for nothing while nothing changes, and now and then while it hears of no change', async () => {
    const { page } = await take('supervisor');
    await page.clock.install();
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/api/')) asked.push(pathname);
    });
    await page.goto('/board');
    await page.locator('table').first().waitFor();
    // Until its line is there the page is alone, and minutes pass by the dozen here.
    for (let n = 0; n < 10; n++) {
      asked.splice(0);
      await page.clock.runFor(300_000);
      if (asked.length === 0) break;
    }
    expect(asked).toEqual([]);
    // The line goes, and cannot be had again.
    await page.route('**/api/v1/stream', (route) => route.abort());
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    const first = page.waitForResponse('**/api/v1/board');
    await page.clock.runFor(1_000);
    await first;
    // The time until the next question runs from when the page has drawn the answer, and only as the clock is moved here.
    let isAsked = false;
    const later = page.waitForRequest('**/api/v1/board').then(() => (isAsked = true));
    for (let seconds = 0; !isAsked && seconds < 120; seconds += 5) await page.clock.runFor(5_000);
    await later;
    // What the browser says of a line that it cannot have.
    seats.pop();
  });

  it('shows in one browser what was done in another, marked where it stands', async () => {
    const { id, number } = await cases.offered();
    const [{ page: desk }, { page: justice }] = [await take('desk'), await take('justice')];
    await desk.goto('/disputes');
    const line = desk.locator('tbody tr', { hasText: number });
    await line.locator('.status-circulating').waitFor();
    await justice.goto(`/disputes/${id}`);
    await justice.locator('.status-circulating').waitFor();
    // The letters of the inbox hold on the page of a case too.
    await justice.keyboard.press('a');
    await justice.getByRole('dialog').getByRole('button', { name: '签收', exact: true }).click();
    await line.locator('.status-handling').waitFor();
    expect(await line.getAttribute('class')).toBe('changed');
  });

  it('changes a row where it stands before its list was asked again', async () => {
    const { id, number } = await cases.offered({ title: '改在原处的案件' });
    const { page } = await take('supervisor');
    await page.goto('/disputes');
    const line = page.locator('tbody tr', { hasText: number });
    await line.locator('.status-circulating').waitFor();
    // Lists are asked for, and never answered.
    await page.route('**/api/v1/disputes?*', () => undefined);
    await cases.act('justice', id, 'accept', { transferId: 't1' });
    await line.locator('.status-handling').waitFor();
  });

  it('begins a new page at its top, and finds a list where one left it', async () => {
    const { page } = await take('supervisor');
    await page.goto('/disputes');
    await page.locator('tbody[data-rows="50"]').waitFor();
    const line = page.locator('tbody tr', { hasText: '2026-00010' }).getByRole('link');
    await page.mouse.wheel(0, 1_800);
    await until(page, 'scrollY > 1000');
    const left = await page.evaluate<number>('scrollY');
    await page.locator('tbody tr a:visible').nth(25).click();
    await page.locator('.timeline').waitFor();
    expect(await page.evaluate('scrollY')).toBe(0);
    await page.goBack();
    await until(page, `Math.abs(scrollY - ${left}) < 400 && scrollY > 500`);
    expect(await line.count()).toBeLessThanOrEqual(1);
    // Another address that is opened from outside begins at its own top, and a page that is loaded anew stays.
    await page.reload();
    await until(page, 'scrollY > 500');
    await page.goto('/board');
    await page.locator('#bouncing, #owed').last().waitFor();
    await until(page, 'document.documentElement.scrollHeight > innerHeight + 500');
    expect(await page.evaluate('scrollY')).toBe(0);
  });

  it('tells a life by legs, filtered by the address, and comes to the entry that a link names', async () => {
    const { id } = await cases.accepted();
    const { items } = await town.get<{ items: { type: string; seq: number }[] }>('desk', `/disputes/${id}/timeline`);
    const { page } = await take('justice');
    await page.goto(`/disputes/${id}`);
    await page.getByLabel('显示', { exact: true }).selectOption('circulation');
    await page.waitForURL(/show=circulation/);
    const shown = () => page.locator('.timeline .entry').count();
    const circulated = items.filter(({ type }) => /^(DisputeRegistered|DisputeGraded|Transfer)/.test(type));
    expect(await shown()).toBe(circulated.length);
    await page.reload();
    await page.locator('.entry-TransferAccepted').waitFor();
    expect(await shown()).toBe(circulated.length);
    // What the machine noted is not among them, and is shown to whoever was sent to it.
    const noted = items.find(({ type }) => type === 'ObligationOpened')!;
    await page.goto(`/disputes/${id}?show=circulation#e${noted.seq}`);
    const entry = page.locator(`#e${noted.seq}.entry-chosen`);
    await entry.waitFor();
    await until(
      page,
      `(({ top }) => top > 0 && top < innerHeight)(document.getElementById('e${noted.seq}').getBoundingClientRect())`,
    );
    for (const figure of ['已用', '中止']) {
      expect(await page.locator('.clock-figures', { hasText: figure }).count()).toBe(2);
    }
  });

  it('asks for danger in sight, shows by which words a report has it, and takes it back by one click', async () => {
    const { page: phone } = await take('grid', { size: PHONE });
    await phone.goto('/tell');
    const weapon = phone.getByRole('checkbox', { name: '凶器' });
    await weapon.waitFor({ state: 'visible' });
    await phone.getByLabel('发生了什么？').fill('坝上那家老公喝了酒打我');
    await weapon.tap();
    await phone.getByRole('button', { name: '报送', exact: true }).tap();
    const { page } = await take('desk');
    await page.goto('/items');
    const line = page.locator('li', { hasText: '坝上那家' });
    await line.locator('mark', { hasText: '打我' }).first().waitFor();
    await line.getByText('凶器（报送人勾选）').waitFor();
    await line.getByRole('button', { name: '没有危险' }).click();
    await line.locator('mark').waitFor({ state: 'detached' });
    expect(await line.getByRole('button', { name: '没有危险' }).count()).toBe(0);
  });

  it('says while a case is registered how its danger raises its grade', async () => {
    const { page } = await take('desk');
    await page.goto('/desk/new');
    // Before anybody knows what the quarrel is, and where.
    await page.getByRole('checkbox', { name: '凶器' }).check();
    await page.getByText('按规则至少定为红：有危险苗头').waitFor();
    await page.getByRole('checkbox', { name: '凶器' }).uncheck();
    await page.getByLabel('类别').selectOption('debt');
    await pick(page.getByLabel('村（社区）'), 'village-shixi');
    await page.getByRole('checkbox', { name: '威胁' }).check();
    await page.getByText('按规则至少定为黄：有危险苗头').waitFor();
    await page.getByRole('checkbox', { name: '凶器' }).check();
    await page.getByText('按规则至少定为红：有危险苗头').waitFor();
    await page.locator('.segment', { hasText: '红' }).click();
    await page.getByText('按规则至少定为').waitFor({ state: 'detached' });
    await page.goto('/');
  });

  const registering = async (page: Page, title: string) => {
    await page.goto('/desk/new');
    await page.getByLabel('标题').fill(title);
    await page.getByLabel('经过').fill('上户堵了渠口，下户要放水。');
    await page.getByLabel('类别').selectOption('neighbours');
    await pick(page.getByLabel('村（社区）'), 'village-shixi');
    await page.locator('.proposal-name').waitFor();
    await page.getByLabel('交办理由').fill('渠口在你处辖区。');
  };
  const offersOf = async (title: string) => {
    const found = await town.get<{ items: { id: string; number: string }[] }>(
      'desk',
      `/disputes?q=${encodeURIComponent(title)}`,
    );
    const [{ id, number } = { id: '', number: '' }] = found.items;
    const view = id && (await town.get<{ transfers: { reason: string }[] }>('desk', `/disputes/${id}`));
    return { many: found.items.length, id, number, reasons: view ? view.transfers.map(({ reason }) => reason) : [] };
  };

  it('hands a case on that was registered without a line, also after the tab was closed', async () => {
    const title = '两家争断网渠口';
    const { page, context } = await take('desk', {}, false);
    await registering(page, title);
    await context.setOffline(true);
    await page.getByRole('button', { name: '登记并交办' }).click();
    await page.locator('.beside .unsent').waitFor();
    await page.close();
    await context.setOffline(false);
    const next = await context.newPage();
    await next.goto('/inbox');
    await next.getByText(/^已提交：交办 · /).waitFor();
    expect(await offersOf(title)).toMatchObject({ many: 1, reasons: ['渠口在你处辖区。'] });
    await next.getByRole('region', { name: '未发送' }).waitFor({ state: 'detached' });
  });

  it('hands it on once, where the tab was closed between the two, whichever tab opens next', async () => {
    const title = '两家争半途渠口';
    const { page, context } = await take('desk', {}, false);
    await registering(page, title);
    await page.route('**/transfer', (route) => route.abort('internetdisconnected'));
    await page.getByRole('button', { name: '登记并交办' }).click();
    await page.locator('.beside .unsent').waitFor();
    expect(await offersOf(title)).toMatchObject({ many: 1, reasons: [] });
    await page.close();
    const tabs = [await context.newPage(), await context.newPage()];
    await Promise.all(tabs.map((tab) => tab.goto('/inbox')));
    await comes(async () => (await offersOf(title)).reasons.length > 0);
    for (const tab of tabs) await tab.getByRole('region', { name: '未发送' }).waitFor({ state: 'detached' });
    expect(await offersOf(title)).toMatchObject({ many: 1, reasons: ['渠口在你处辖区。'] });
  });

  it('says so where a case was registered and is not handed on, with what was typed for that', async () => {
    const title = '两家争退回渠口';
    const { page, context } = await take('desk', {}, false);
    await registering(page, title);
    await page.route('**/transfer', (route) => route.abort('internetdisconnected'));
    await page.getByRole('button', { name: '登记并交办' }).click();
    await page.locator('.beside .unsent').waitFor();
    const { id, number } = await offersOf(title);
    await page.close();
    await cases.act('desk', id, 'withdraw', { reason: '双方当场和好。' });
    const next = await context.newPage();
    await next.goto('/inbox');
    const bar = next.getByRole('region', { name: '未发送' });
    await bar.getByText('未被受理').waitFor();
    expect(await bar.innerText()).toContain(`交办 · ${number}`);
    await bar.getByRole('link', { name: `打开 交办 · ${number}` }).click();
    await next.waitForURL(`**/disputes/${id}`);
    await bar.getByRole('button', { name: /^知道了/ }).click();
    await bar.waitFor({ state: 'detached' });
    // In the form of the case.
    const typed = await next.evaluate<string>(`localStorage.getItem('dispute-console.draft.${id}.transfer')`);
    expect(typed).toContain('渠口在你处辖区。');
  });

  it('keeps who was pasted and is not among the parties yet, and registers nobody without them', async () => {
    const { page } = await take('desk');
    await registering(page, '工地欠薪粘贴');
    await page.getByText('从表格粘贴').click();
    const table = page.getByLabel('粘贴的表格');
    await table.fill('姓名\t性别\t手机号\n韦小山\t男\t13812340001\n\t女\t13812340002');
    await page.reload();
    expect(await table.inputValue()).toContain('韦小山');
    await page.getByRole('button', { name: '登记并交办' }).click();
    const left = page.getByText('粘贴的表格还没有全部加入当事人');
    await left.waitFor();
    expect((await offersOf('工地欠薪粘贴')).many).toBe(0);
    await page.getByRole('button', { name: '加入当事人' }).click();
    await page.getByText('已加入 1 人').waitFor();
    expect(await page.getByLabel('姓名 1').inputValue()).toBe('韦小山');
    // Whoever has no name waits for one, and what was left out is in sight, whatever happens to the page.
    await page.reload();
    expect(await table.inputValue()).toBe('姓名\t性别\t手机号\n\t女\t13812340002');
    await page.getByText('韦小山：性别 男').waitFor();
    await page.getByRole('button', { name: '登记并交办' }).click();
    await left.waitFor();
    await page.getByRole('button', { name: '清空表格' }).click();
    await left.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '登记并交办' }).click();
    await page.waitForURL(/\/disputes\/[0-9a-f-]{36}$/);
    expect(await offersOf('工地欠薪粘贴')).toMatchObject({ many: 1, reasons: ['渠口在你处辖区。'] });
  });

  it('says while a case is corrected what comes of its danger, and what is no telephone', async () => {
    const { id } = await cases.accepted();
    const { page } = await take('desk', { size: PHONE });
    await page.goto(`/disputes/${id}?do=correct`);
    const form = page.getByRole('dialog');
    await form.getByText('不影响期限').or(form.locator('.foreseen')).first().waitFor();
    await form.getByRole('checkbox', { name: '凶器' }).check();
    await form.locator('.foreseen .grade-red').waitFor();
    await form.locator('.foreseen-moves, .foreseen-begins').first().waitFor();
    await form.getByLabel('电话').first().fill('不知道');
    await form.getByText('“不知道”不是电话号码').waitFor();
    await form.getByLabel('涉及金额').fill('一大笔');
    await form.getByLabel('理由').fill('报送时漏了。');
    await form.getByRole('button', { name: '更正', exact: true }).click();
    const wrong = form.getByText('请填写数字，例如 12000、1.2万');
    await wrong.waitFor();
    await form.getByLabel('涉及金额').fill('1.2万元');
    await wrong.waitFor({ state: 'detached' });
    await form.getByRole('button', { name: '更正', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    expect(await town.get('desk', `/disputes/${id}`)).toMatchObject({ amount: 12_000, grade: 'red' });
  });

  it('shows a photo that was chosen before it is sent, says once why others are not taken, and drops what was said of a field that is changed', async () => {
    const { page } = await take('desk', {}, false);
    await page.goto('/desk/new');
    const jpeg = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#642' } })
      .jpeg()
      .toBuffer();
    await page.locator('input[type=file]').setInputFiles([
      { name: '门口.jpg', mimeType: 'image/jpeg', buffer: jpeg },
      ...['甲.exe', '乙.exe'].map((name) => ({
        name,
        mimeType: 'application/x-msdownload',
        buffer: Buffer.from('MZ'),
      })),
    ]);
    await page.getByText(/^甲\.exe、乙\.exe：/).waitFor();
    const drawn = page.locator('.files .thumbnail img');
    await drawn.waitFor();
    await page.reload();
    await drawn.waitFor();
    expect(await page.evaluate<number>(`document.querySelector('.files .thumbnail img').naturalWidth`)).toBeGreaterThan(
      0,
    );
    await page.getByLabel('标题').fill('长'.repeat(201));
    await page.getByLabel('经过').fill('两家争路。');
    await page.getByLabel('类别').selectOption('neighbours');
    await pick(page.getByLabel('村（社区）'), 'village-shixi');
    await page.getByRole('button', { name: /^登记/ }).click();
    const said = page.getByText('最多 200 个字');
    await said.waitFor();
    await page.getByLabel('标题').fill('两家争路');
    await said.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '清空' }).click();
  });

  it('keeps a whole report that was not sent, and the reason of one that is set aside', async () => {
    const { page: phone } = await take('grid', { size: PHONE });
    await phone.goto('/tell');
    await phone.getByLabel('发生了什么？').fill('渠边两户吵架');
    await phone.locator('summary').tap();
    await phone.getByLabel(/地点/).fill('二组渠口');
    await phone.reload();
    expect(await phone.getByLabel('发生了什么？').inputValue()).toBe('渠边两户吵架');
    await phone.locator('summary').tap();
    expect(await phone.getByLabel(/地点/).inputValue()).toBe('二组渠口');
    const { page } = await take('desk');
    await page.goto('/items');
    await page.getByRole('button', { name: '不立案' }).first().click();
    await page.getByRole('dialog').locator('textarea').fill('当场和好');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '不立案' }).first().click();
    expect(await page.getByRole('dialog').locator('textarea').inputValue()).toBe('当场和好');
  });

  it('keeps a draft for each registration that is open at once, finds each again, and lists them to go on with', async () => {
    const { page, context } = await take('desk');
    const second = await context.newPage();
    for (const [tab, title] of [
      [page, '两家争渠口'],
      [second, '两家争晒谷坪'],
    ] as const) {
      await tab.goto('/desk');
      await tab.locator('.page-head').getByRole('link', { name: '登记纠纷' }).click();
      await tab.waitForURL(/draft=/);
      await tab.getByLabel('标题').fill(title);
    }
    await page.getByLabel('经过').fill('上户堵了渠口。');
    for (const tab of [page, second]) await tab.reload();
    expect(await page.getByLabel('标题').inputValue()).toBe('两家争渠口');
    expect(await second.getByLabel('标题').inputValue()).toBe('两家争晒谷坪');
    await second.close();
    // What is open in another window is nobody's to go on with; what was left is.
    await page.waitForFunction('navigator.locks.query().then(({ held }) => held.length === 1)');
    await page.goto('/desk');
    const drafts = page.getByRole('region', { name: '未完成的登记' });
    for (const title of ['两家争渠口', '两家争晒谷坪']) await drafts.getByRole('link', { name: title }).waitFor();
    await drafts.getByRole('link', { name: '两家争渠口' }).click();
    await drafts.getByRole('link', { name: '两家争渠口' }).waitFor({ state: 'detached' });
    expect(await page.getByLabel('经过').inputValue()).toBe('上户堵了渠口。');
    expect(await drafts.getByRole('link').allInnerTexts()).toEqual(['两家争晒谷坪']);
    await drafts.getByRole('button', { name: '删除 两家争晒谷坪' }).click();
    await drafts.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '清空' }).click();
  });

  it('shows nothing that one person typed to the next one at the same browser', async () => {
    const { page, context } = await take('', {}, false);
    await page.goto('/');
    await page.getByRole('button', { name: /^desk/ }).click();
    await page.locator('.page-head').getByRole('link', { name: '登记纠纷' }).click();
    await page.getByLabel('标题').fill('两家争界');
    await context.clearCookies();
    await page.reload();
    await page.getByRole('button', { name: /^justice / }).click();
    await page.getByRole('heading', { name: '我的待办' }).waitFor();
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('两家争界');
  });

  it('hands nothing in while a Chinese word is being composed, and everything after it', async () => {
    const { page: desk } = await take('desk');
    await desk.goto('/desk/new');
    await desk.getByLabel('标题').fill('liangjia');
    const composed = `(init) => document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init }))`;
    const goesOn = (init: string) => desk.evaluate<boolean>(`(${composed})(${init})`);
    await desk.getByLabel('标题').focus();
    // As browsers say it, and as Safari says it after its composition has ended.
    expect(await goesOn('{ isComposing: true }')).toBe(false);
    expect(await goesOn('{ keyCode: 229 }')).toBe(false);
    expect(await goesOn('{}')).toBe(true);
  });

  it('asks for nothing that axe finds a barrier in, in every form that opens over a page', async () => {
    const offer = await cases.offered();
    const work = await cases.accepted({ grade: 'yellow' });
    const visit = await cases.toVisitToday();
    for (const options of [{ size: PHONE, dark: true }, { language: 'en' as const }]) {
      const find = async (who: string, path: string, open: (page: Page) => Promise<unknown>) => {
        const { page } = await take(who, options);
        await page.addInitScript({ path: 'node_modules/axe-core/axe.min.js' });
        await page.goto(path);
        await open(page);
        await page.locator('dialog :is(form, .why-steps, .keys)').first().waitFor();
        return page.evaluate<string[]>(
          `axe.run('dialog', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) =>
             r.violations.flatMap((v) => v.nodes.map((n) => v.id + ' ' + n.target.join(' '))))`,
        );
      };
      const verb = (name: string) => async (page: Page) => {
        const more = page.locator('.next-do [aria-expanded=false]');
        await page.locator('.next-step').waitFor();
        if (await more.count()) await more.click();
        await page.locator(`[data-verb="${name}"]`).click();
      };
      const found = [
        ...(await find('justice', `/disputes/${offer.id}`, verb('return'))),
        ...(await find('justice', `/disputes/${work.id}`, verb('resolve'))),
        ...(await find('justice', `/disputes/${work.id}`, verb('extend'))),
        ...(await find('desk', `/disputes/${work.id}`, verb('meet'))),
        ...(await find('desk', `/disputes/${work.id}`, verb('merge'))),
        ...(await find('justice', `/disputes/${work.id}`, (page) => page.locator('.due-link').first().click())),
        ...(await find('visitor', '/visits', (page) =>
          page.locator('.visit-card', { hasText: visit.number }).locator('.primary').click(),
        )),
      ];
      expect(found).toEqual([]);
    }
  });

  it('leads through a rehearsal on the first day: registered, moved in time, escalated', async () => {
    const { page } = await take('desk');
    await page.goto('/desk');
    const tour = page.locator('.tour');
    await tour.getByRole('link', { name: '登记演练' }).click();
    await tour.getByText('第 1 步，共 3 步').waitFor();
    await page.locator('.proposal-name').waitFor();
    await page.getByRole('button', { name: '登记并交办' }).click();
    await tour.getByText('第 2 步，共 3 步').waitFor();
    await tour.getByRole('button', { name: '快进三个工作日' }).click();
    await tour.getByText('第 3 步，共 3 步').waitFor({ timeout: 60_000 });
    await tour.getByRole('button', { name: '只看时限与催办' }).click();
    await page.locator('.entry-LadderStepFired').first().waitFor();
    await page.locator('.entry-ObligationLate').first().waitFor();
    await tour.getByRole('button', { name: '完成导览' }).click();
    await tour.waitFor({ state: 'detached' });
    await page.goto('/desk');
    await page.locator('.desk-columns').waitFor();
    expect(await tour.count()).toBe(0);
  });

  it('holds a joint meeting on one screen, and every decision has a department and a day', async () => {
    const { id } = await cases.accepted({ grade: 'yellow' });
    await cases.act('desk', id, 'meet', {
      departments: ['justice', 'land'],
      at: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const { page } = await take('desk', { language: 'en' });
    await page.goto(`/disputes/${id}`);
    await page.getByRole('link', { name: 'Go to the meeting' }).click();
    await page.getByRole('heading', { name: 'What was decided' }).waitFor();
    await page.getByRole('heading', { name: 'Whose days' }).waitFor();
    const form = page.locator('form[data-verb="conclude-meeting"]');
    await form.getByRole('button', { name: 'Add' }).click();
    await form.getByLabel('1', { exact: true }).fill('界址由自然资源所复测');
    await pick(form.getByLabel('Department'), 'land');
    await form.getByLabel('Due').fill('2030-01-08T17:30');
    await form.getByRole('button', { name: 'Record the decisions' }).click();
    await page.getByText('Concluded').waitFor();
    await page.locator('.measures').getByText('界址由自然资源所复测').waitFor();
    const { meetings } = await town.get<{ meetings: { decisions: object[] }[] }>('desk', `/disputes/${id}`);
    expect(meetings[0]!.decisions).toMatchObject([{ departmentId: 'land', text: '界址由自然资源所复测' }]);
  });

  it('lays nothing over what a thumb reaches for', async () => {
    /** What lies on top in the middle of it is it. */
    const isFree = (page: Page, selector: string) =>
      page.evaluate(`(() => {
        const found = document.querySelector(${JSON.stringify(selector)});
        const { x, y, width, height } = found.getBoundingClientRect();
        return found.contains(document.elementFromPoint(x + width / 2, y + height / 2));
      })()`);
    const { page: board } = await take('supervisor', { size: PHONE });
    await board.goto('/board');
    for (const n of [0, 2]) await board.locator('#owed').getByRole('checkbox').nth(n).check();
    await board.getByRole('button', { name: '批量督办' }).waitFor();
    expect(await isFree(board, '.bulk button')).toBe(true);
    const { number } = await cases.offered();
    const { page: inbox } = await take('justice', { size: PHONE });
    await inbox.goto('/inbox?tab=answer');
    await inbox.getByRole('button', { name: `签收 ${number}` }).tap();
    // What may be taken back can be reached as well.
    await inbox.getByRole('button', { name: `立即提交 签收 · ${number}` }).tap();
    const said = inbox.getByText(`已提交：签收 · ${number}`);
    await said.waitFor();
    // What was said stands above the hands, and below the head.
    const { y, height } = (await said.boundingBox())!;
    const head = (await inbox.locator('.top').boundingBox())!;
    expect([y >= head.y + head.height, y + height < PHONE.height / 2]).toEqual([true, true]);
  });

  it('prints on a sheet of A4 whatever the screen is: no column is cut, ink is dark', async () => {
    const { id } = await cases.accepted();
    const { page } = await take('supervisor', { dark: true });
    // 182 mm between margins of 14.
    await page.setViewportSize({ width: 688, height: 1017 });
    for (const path of ['/board', '/disputes', `/disputes/${id}`, '/statistics?from=2026-01-01&to=2026-06-30']) {
      await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
      await page.goto(path);
      await page.locator('.table').first().waitFor({ state: 'attached' });
      if (path.startsWith('/statistics')) await page.locator('.chart text').last().waitFor();
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      // The page is told of its medium with the next frame, and charts draw then.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      const seen = await page.evaluate(`(() => {
        const wide = [...document.querySelectorAll('.table')].filter(
          (each) => each.getBoundingClientRect().right > each.parentElement.getBoundingClientRect().right + 1,
        );
        const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, each) => sum + Number(each), 0) > 450;
        const inks = [...document.querySelectorAll('h1, .chart text')].map((each) => {
          const { color, fill } = getComputedStyle(each);
          return each.tagName === 'H1' ? color : fill;
        });
        return { cut: wide.length + (document.documentElement.scrollWidth > innerWidth ? 1 : 0), pale: inks.filter(light).length, inks: inks.length };
      })()`);
      expect({ path, seen }).toEqual({ path, seen: { cut: 0, pale: 0, inks: expect.any(Number) } });
    }
  });

  it('drew no complaint from the browser in all of this', () => {
    expect(seats.flatMap((each) => each.complaints)).toEqual([]);
  });
});
