import { describe, expect, it } from '@jest/globals';
import { PHONE } from '../support/browser.js';
import { Cases } from '../support/cases.js';
import { seatsIn } from '../support/seats.js';
import { Township } from '../support/township.js';

interface Owed {
  id: string;
  kind: string;
  n?: number;
}
interface Sheet {
  number: string;
  holder: string;
  heldSince: string;
  transfers: { offeredAt: string; answeredAt: string }[];
}

/** What one has to know of a case before anything is done with it: how long it lies, who was pressed, whom one calls. */
describe("the case's page", () => {
  const town = Township.demo();
  const cases = new Cases(town);
  const { seats, take } = seatsIn(town);

  /** Of somebody who is here, as their administrator knows it. */
  const known = async (userId: string, data: object) => {
    const { page } = await take('admin');
    await page.goto('/people');
    const status = await page.evaluate<number>(
      `fetch('/api/v1/users/${userId}', { method: 'PATCH', headers: { 'content-type': 'application/json' },
        body: JSON.stringify(${JSON.stringify(data)}) }).then(({ status }) => status)`,
    );
    expect(status).toBe(200);
  };

  it('says first what is late, by how much, and how whom was pressed; also among what happened', async () => {
    const { id } = await cases.accepted({ rehearsal: true });
    await cases.act('desk', id, 'fast-forward', { by: { amount: 3, unit: 'months' } });
    const { page } = await take('supervisor');
    await page.goto(`/disputes/${id}`);
    const top = page.getByRole('region', { name: '超期与催办督办' });
    await top
      .getByText(/^超期 \d+ 天$/)
      .first()
      .waitFor();
    // Of each kind the latest stands open, with whom it reached; what came before is a click away.
    for (const rung of ['催办', '督办', '通报']) {
      expect(await top.locator('> ul > li', { hasText: rung }).count()).toBe(1);
      // …and in the life of the case, without anybody choosing what is shown.
      await page.locator('.entry-LadderStepFired:not(.entry-noted) b', { hasText: rung }).first().waitFor();
    }
    await top.getByText(/更早的 \d+ 次/).click();
    expect(await top.locator('details li').first().isVisible()).toBe(true);
    expect(await page.getByLabel('显示', { exact: true }).inputValue()).toBe('people');
    expect(await page.locator('.entry-noted').count()).toBe(0);
  }, 120_000);

  it('has the clock of the whole case folded behind what is left of it', async () => {
    const { id } = await cases.accepted();
    const { page } = await take('justice');
    await page.goto(`/disputes/${id}`);
    const whole = page.locator('.clock-whole');
    await whole.getByText(/^剩 \d+ 个工作日/).waitFor();
    expect(await whole.locator('.clock-track').isVisible()).toBe(false);
    await whole.getByText('总时限').click();
    await whole.locator('.clock-track').waitFor();
  });

  it('has a link for each number that stands as telephone, and none where there is none', async () => {
    const { id } = await cases.offered({
      parties: [
        { name: '覃大', role: 'applicant', phone: '13800138000/13900139000', idNumber: '无' },
        { name: '覃二', role: 'respondent', phone: '无' },
        { name: '覃三', role: 'witness', phone: '手机没带，问 0872-2123456转801' },
      ],
    });
    const { page } = await take('desk', { size: PHONE });
    await page.goto(`/disputes/${id}`);
    const people = page.locator('li:visible', { hasText: /覃[大二三]/ });
    await people.first().waitFor();
    const links = await Promise.all((await people.locator('a').all()).map((each) => each.getAttribute('href')));
    expect(links).toEqual(['tel:+8613800138000', 'tel:+8613900139000', 'tel:+868722123456;ext=801']);
    expect(await people.first().innerText()).toContain('13800138000/13900139000');
    // A paper that is none hides nobody.
    expect(await people.first().innerText()).toContain('无');
    expect(await people.getByRole('button', { name: /^显示完整/ }).count()).toBe(0);
    const { page: other } = await take('justice');
    await other.goto(`/disputes/${id}`);
    await other.getByText('138****8000/139****9000').waitFor();
  });

  it('names who handles it and their telephone to whoever works on it, and whom one calls where nobody was named', async () => {
    await known('justice', { phone: '0872-7700123' });
    await known('justice-head', { phone: '13987200456' });
    const { id } = await cases.offered();
    await cases.act('justice', id, 'accept', { transferId: 't1' });
    const { page } = await take('desk', { size: PHONE });
    await page.goto(`/disputes/${id}`);
    await page.locator('.handled-by', { hasText: '未指定承办人' }).getByRole('link', { name: '13987200456' }).waitFor();
    await cases.act('justice-head', id, 'assign', { userId: 'justice' });
    await page.locator('.handled-by', { hasText: '承办人' }).locator('a[href="tel:0872-7700123"]').waitFor();
    // It is told with the case, and nowhere else; who does not read the case is told nothing.
    expect(await town.get('land', `/disputes/${id}/handler`)).toMatchObject({ status: 404 });
    expect(await town.get('grid', `/disputes/${id}/handler`)).toMatchObject({ status: 404 });
    const person = await town.get<object>('desk', '/users/justice');
    expect(JSON.stringify(person)).not.toContain('7700123');
    // While they are away, who stands in.
    const until = new Date(Date.now() + 7 * 86_400_000).toISOString();
    await known('justice', { awayUntil: until, deputyId: 'justice-head' });
    await page.reload();
    await page.locator('.handled-by', { hasText: '代理' }).getByRole('link', { name: '13987200456' }).waitFor();
    await known('justice', { awayUntil: null, deputyId: null });
  });

  it('says since when a department has it, which is since it accepted', async () => {
    const { id } = await cases.offered({ rehearsal: true });
    await cases.act('desk', id, 'fast-forward', { by: { amount: 30, unit: 'minutes' } });
    await cases.act('justice', id, 'accept', { transferId: 't1' });
    const { heldSince, transfers } = await town.get<Sheet>('justice', `/disputes/${id}`);
    expect(heldSince).toBe(transfers[0]!.answeredAt);
    expect(heldSince > transfers[0]!.offeredAt).toBe(true);
  });

  it('says what is left as the inbox does', async () => {
    const { id, number } = await cases.accepted();
    const { page } = await take('justice');
    await page.goto('/inbox?tab=work');
    const row = page.locator('li.work', { hasText: number });
    const inInbox = (await row.locator('.work-when .left').innerText()).trim();
    await row.locator('.work-title').click();
    await page.locator('.next-step').waitFor();
    const { items } = await town.get<{ items: { obligation: Owed; dispute: { id: string } }[] }>(
      'justice',
      '/inbox?by=case',
    );
    const first = items.find(({ dispute }) => dispute.id === id)!.obligation;
    expect(first.kind).toBe('first-contact');
    // A minute may have passed in between.
    const tillHours = (text: string) => text.replace(/ \d+ (小时|分钟)$/, '');
    const onPage = await page.locator('.section tr', { hasText: '首次联系' }).locator('.left').innerText();
    expect(tillHours(onPage.trim())).toBe(tillHours(inInbox));
    expect(inInbox).toMatch(/^剩 .*(工作日|小时|分钟)/);
  });

  it('shows other cases of the same people and of the same place, how they stand, and no case that one may not see', async () => {
    const phone = '13712340001';
    const at = { village: 'village-baitang', address: '八组３号 水井旁' };
    const party = { name: '苗某', role: 'applicant', phone };
    const old = await cases.registered({
      title: '苗家旧案',
      parties: [party, { name: '某甲', role: 'other' }, { name: '某乙', role: 'other' }],
    });
    const near = await cases.registered({ title: '水井旁争道', place: { ...at, address: '八组3号 水井旁' } });
    const { id } = await cases.registered({
      title: '苗家新案',
      place: at,
      parties: [
        { ...party, phone: '+86 137-1234-0001' },
        { name: '某丙', role: 'other' },
      ],
    });
    await cases.act('desk', id, 'transfer', { to: 'justice', reason: '邻里纠纷由司法所调解。' });
    const { page } = await take('desk');
    await page.goto(`/disputes/${id}`);
    const related = page.locator('.section', { hasText: '相关案件' });
    const line = (title: string) => related.locator('li', { hasText: title });
    await line('苗家旧案').getByText('同一当事人：苗某').waitFor();
    await line('苗家旧案').getByText('已录入', { exact: true }).waitFor();
    await line('水井旁争道').getByText('同一地点').waitFor();
    await line('水井旁争道').getByRole('link', { name: near.number }).click();
    await page.waitForURL(`**/disputes/${near.id}`);
    // Justice was asked about the new one alone.
    expect(await town.get('justice', `/disputes/${id}/related`)).toEqual({ items: [], next: null });
    expect(old.number).not.toBe(near.number);
  });

  it('is one line of the inbox, with all that is owed of it; the number of the tab counts cases', async () => {
    const { number } = await cases.accepted();
    const { page } = await take('justice');
    await page.goto('/inbox?tab=work');
    const rows = page.locator('li.work', { hasText: number });
    await rows.first().waitFor();
    expect(await rows.count()).toBe(1);
    await rows.locator('.tag', { hasText: '首次联系' }).waitFor();
    await rows.locator('.work-also li', { hasText: '办理' }).waitFor();
    const tab = page.getByRole('tab', { name: /^办理/ });
    expect(Number(await tab.locator('.count').innerText())).toBe(await page.locator('li.work').count());
    // Of four visits there is one line, and each is recorded from there.
    const yellow = await cases.accepted({ grade: 'yellow' });
    await cases.act('justice', yellow.id, 'plan', { goal: '和解', measures: ['上门'] });
    await cases.act('justice', yellow.id, 'resolve', { outcome: 'mediated', summary: '拆墙让道' });
    const { page: visitor } = await take('desk');
    await visitor.goto('/inbox?tab=visits');
    const visits = visitor.locator('li.work', { hasText: yellow.number });
    await visits.waitFor();
    await visits.getByRole('button', { name: '回访 2', exact: true }).click();
    await visitor.getByRole('dialog').getByText('第 2 次').first().waitFor();
  });

  it('opens a month beside a date, with its days off and made up for, and is walked by keys', async () => {
    const { id } = await cases.registered();
    const { page } = await take('desk');
    await page.addInitScript({ path: 'node_modules/axe-core/axe.min.js' });
    await page.goto(`/disputes/${id}?do=meet`);
    const form = page.locator('dialog:has(form)');
    const opener = form.getByRole('button', { name: /^选择日期/ });
    await form.getByLabel('时间', { exact: true }).fill('2026-09-30T10:15');
    await opener.click();
    const picker = page.getByRole('dialog', { name: '选择日期' });
    const grid = picker.getByRole('grid', { name: '2026年9月' });
    await grid.waitFor();
    const focused = () => page.evaluate<string>('document.activeElement.dataset.date');
    expect(await focused()).toBe('2026-09-30');
    const walk = async (key: string, to: string) => {
      await page.keyboard.press(key);
      await page.locator(`td[data-date="${to}"]:focus`).waitFor();
    };
    await walk('ArrowRight', '2026-10-01');
    await picker.getByRole('grid', { name: '2026年10月' }).waitFor();
    await picker.getByRole('gridcell', { name: /^10月1日星期四，放假/ }).waitFor();
    await picker.getByRole('gridcell', { name: /^10月10日星期六，调休上班/ }).waitFor();
    await walk('ArrowDown', '2026-10-08');
    await walk('Home', '2026-10-05');
    await walk('End', '2026-10-11');
    await walk('PageDown', '2026-11-11');
    await walk('Shift+PageUp', '2025-11-11');
    await walk('Shift+PageDown', '2026-11-11');
    await walk('PageUp', '2026-10-11');
    await walk('ArrowUp', '2026-10-04');
    await walk('ArrowLeft', '2026-10-03');
    const barriers = `axe.run('dialog', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) =>
      r.violations.flatMap((v) => v.nodes.map((n) => v.id + ' ' + n.target.join(' '))))`;
    expect(await page.evaluate<string[]>(barriers)).toEqual([]);
    // Esc leaves the form as it was, and the focus where it came from.
    await page.keyboard.press('Escape');
    await picker.waitFor({ state: 'detached' });
    expect(await form.getByLabel('时间', { exact: true }).inputValue()).toBe('2026-09-30T10:15');
    expect(await page.evaluate('document.activeElement.textContent')).toMatch(/^选择日期/);
    await page.keyboard.press('Enter');
    await walk('ArrowRight', '2026-10-01');
    await page.keyboard.press('Enter');
    await picker.waitFor({ state: 'detached' });
    expect(await form.getByLabel('时间', { exact: true }).inputValue()).toBe('2026-10-01T10:15');
    await form.locator('.day-off', { hasText: '休' }).waitFor();
    // By a hand: of what falls due without a time it is the end of work.
    await form.getByLabel('时间', { exact: true }).fill('');
    await opener.click();
    await picker.getByRole('button', { name: '下个月' }).click();
    await picker.locator('td:not(.off):not(.other-month)').first().click();
    expect(await form.getByLabel('时间', { exact: true }).inputValue()).toMatch(/T17:30$/);
  });

  it('leaves dates to the browser under a finger', async () => {
    const { id } = await cases.registered();
    const { page } = await take('desk', { size: PHONE });
    await page.goto(`/disputes/${id}?do=meet`);
    await page.getByRole('dialog').getByLabel('时间', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^选择日期/ }).count()).toBe(0);
  });

  it('says of a visit what it would do before it is sent, and nothing where there is no network', async () => {
    const { number } = await cases.toVisitToday();
    const { page, context } = await take('visitor', { size: PHONE }, false);
    await page.goto('/visits');
    const card = page.locator('.visit-card', { hasText: number });
    await card.getByRole('button', { name: /^记录回访/ }).tap();
    const form = page.getByRole('dialog');
    await form.getByRole('radio', { name: '稳定' }).tap();
    const foreseen = form.locator('.foreseen');
    // Both sides are to be heard, or it would be refused: that is said as well.
    await foreseen.getByRole('alert').waitFor();
    for (const party of [0, 1]) await form.getByRole('radio', { name: '满意', exact: true }).nth(party).tap();
    await foreseen.getByText(/不再计时.*回访/).waitFor();
    // A quarrel that begins again goes back to its handler, under a stricter grade.
    await form.getByRole('radio', { name: '反弹' }).tap();
    await foreseen.getByText('办理', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await context.setOffline(true);
    await card.getByRole('button', { name: /^记录回访/ }).tap();
    await form.getByRole('radio', { name: '有波动' }).tap();
    await form.getByRole('button', { name: '记录回访' }).waitFor();
    await foreseen.waitFor({ state: 'detached' });
    await context.setOffline(false);
  });

  it('drew no complaint from the browser in all of this', () => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
