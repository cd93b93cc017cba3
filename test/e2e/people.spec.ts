import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { PHONE, pick } from '../support/browser.js';
import { Cases } from '../support/cases.js';
import { Hand } from '../support/hand.js';
import { seatsIn } from '../support/seats.js';
import { Township } from '../support/township.js';

/** What each person must be able to do, and how fast: a test for each row of the table, with its measure. */
describe('the people of the township', () => {
  const town = Township.demo();
  const cases = new Cases(town);
  const { seats, ...at } = seatsIn(town);
  const take = async (...whose: Parameters<typeof at.take>): Promise<{ page: Page; hand: Hand }> => {
    const { page } = await at.take(...whose);
    return { page, hand: await Hand.on(page) };
  };

  it('a handler accepts a case with two clicks from the sign-in, what is most urgent first', async () => {
    const { number, id } = await cases.offered();
    const { page, hand } = await take('');
    await page.goto('/');
    await hand.begin();
    await page.getByRole('button', { name: /^justice / }).click();
    await page.getByRole('button', { name: `签收 ${number}` }).click();
    await page.getByText(`已提交：签收 · ${number}`).waitFor();
    expect((await hand.told()).clicks).toBe(2);
    expect(await town.get('justice', `/disputes/${id}`)).toMatchObject({ status: 'handling', holder: 'justice' });
    await page.goto('/inbox?tab=work');
    await page.locator('li.work').first().waitFor();
    const dues: string[] = [];
    for (const each of await page.locator('.work-when time').all()) dues.push((await each.getAttribute('datetime'))!);
    expect(dues.length).toBeGreaterThan(1);
    expect(dues).toEqual([...dues].sort());
  });

  it('a handler returns a case with three clicks: code, reason and suggested department', async () => {
    const { number, id } = await cases.offered();
    const { page, hand } = await take('justice');
    await page.goto('/inbox?tab=answer');
    await page.getByRole('button', { name: `退单 ${number}` }).waitFor();
    await hand.begin();
    await page.getByRole('button', { name: `退单 ${number}` }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('radio', { name: '非本单位职责' }).click();
    // The hands are on the keys by themselves: reason, then the department.
    await page.keyboard.type('界址归自然资源所查证。');
    await page.keyboard.press('Tab');
    await page.keyboard.type('zrzy');
    await form.getByRole('option', { name: /自然资源所/ }).waitFor();
    await page.keyboard.press('Enter');
    await form.getByRole('button', { name: '退单', exact: true }).click();
    await page.getByText(`已提交退单 ${number}`).waitFor();
    expect((await hand.told()).clicks).toBe(3);
    const { transfers } = await town.get<{ transfers: { return: object }[] }>('desk', `/disputes/${id}`);
    expect(transfers[0]!.return).toMatchObject({
      code: 'not-our-duty',
      text: '界址归自然资源所查证。',
      suggestedDepartment: 'land',
    });
  });

  it('the desk registers and dispatches in one screen, under a minute, with the proposal and its reason', async () => {
    const before = await cases.offered();
    const { page, hand } = await take('desk');
    await page.goto('/desk');
    await page.locator('.page-head').getByRole('link', { name: '登记纠纷' }).waitFor();
    await hand.begin();
    await page.locator('.page-head').getByRole('link', { name: '登记纠纷' }).click();
    await page.getByLabel('标题').click();
    await page.keyboard.type('两家争水渠分水口');
    await page.getByLabel('经过').click();
    await page.keyboard.type('上户堵了分水口，下户三天没水。');
    await page.getByLabel('类别').selectOption('neighbours');
    await page.getByLabel('村（社区）').click();
    await page.keyboard.type('sxc');
    await page.locator('.combobox [role=option]', { hasText: '石溪村' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel('姓名 1').click();
    await page.keyboard.type(`喻不言${cases.serial}`);
    await page.getByLabel('电话 1').click();
    await page.keyboard.type(`1380000${1000 + cases.serial}`);
    await page.locator('.proposal-name', { hasText: '石桥司法所' }).waitFor();
    await page.getByText(/^理由: ./).waitFor();
    // Who was in a dispute before is shown while one types.
    await page
      .getByRole('listitem')
      .filter({ hasText: before.number })
      .getByText(/疑似同一纠纷|有同名当事人/)
      .waitFor();
    await page.getByRole('button', { name: '登记并交办' }).click();
    await page.locator('.status-circulating').waitFor();
    const { seconds, clicks, typed } = await hand.told();
    expect(typed).toBeGreaterThan(35);
    // A list is chosen by the test without the mouse.
    expect(clicks + 2).toBeLessThanOrEqual(12);
    expect(seconds + 2 * 2.45).toBeLessThan(60);
    // The desk itself shows that these people come again.
    await page.goto('/desk');
    const again = page.locator('section', { has: page.getByRole('heading', { name: /^当事人重复/ }) });
    await again.locator('li', { hasText: '两家争水渠分水口' }).getByText('第 2 次').waitFor();
  });

  it('a supervisor comes from a number to its list with one click, and acts on several rows without leaving it', async () => {
    const { page, hand } = await take('supervisor');
    await page.goto('/board');
    const number = page.getByRole('link', { name: /^合计 · 在办/ });
    const value = await number.innerText();
    await hand.begin();
    await number.click();
    await page.locator(`tbody[data-rows="${value}"]`).waitFor();
    expect((await hand.told()).clicks).toBe(1);
    await page.goBack();
    const late = page.locator('#owed');
    await late.getByRole('row').nth(1).waitFor();
    const names = ['2026-00045', '2026-00044'];
    for (const each of names) await late.getByLabel(`选择 ${each}`).first().check();
    await page.getByRole('button', { name: '批量督办' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('督办要求').fill('请说明原因并报整改时间。');
    await form.getByRole('button', { name: '批量督办' }).click();
    await page.getByText('已督办 2 件').waitFor();
    expect(new URL(page.url()).pathname).toBe('/board');
    const { items } = await town.get<{ items: { id: string }[] }>('supervisor', `/disputes?q=${names[0]}`);
    const { supervisions } = await town.get<{ supervisions: object[] }>('supervisor', `/disputes/${items[0]!.id}`);
    expect(supervisions.at(-1)).toMatchObject({ state: 'open', demand: '请说明原因并报整改时间。' });
    // Whose date it is, and why this one.
    await late.getByTitle('为什么是这个日期').first().click();
    await page.getByRole('dialog').getByText('起算').waitFor();
  });

  it('a supervisor names the department of a case that nobody took, and decides an extension, on the board', async () => {
    const returned = await cases.offered();
    await cases.act('justice', returned.id, 'return', {
      transferId: 't1',
      reasonCode: 'not-our-duty',
      reason: '不归我们',
    });
    await cases.act('desk', returned.id, 'decide-return', { transferId: 't1', uphold: true, reason: '属实' });
    const { page } = await take('supervisor');
    await page.goto('/board');
    await page.getByRole('button', { name: `指定承办 ${returned.number}` }).click();
    const form = page.getByRole('dialog');
    await pick(form.getByLabel('交办给'), 'land');
    expect(await form.getByLabel(/指定承办|不得退回|指定/).isChecked()).toBe(true);
    await form.getByLabel('理由').fill('由自然资源所牵头。');
    await form.getByRole('button', { name: '交办', exact: true }).click();
    await page.getByRole('button', { name: `指定承办 ${returned.number}` }).waitFor({ state: 'detached' });
    const { transfers } = await town.get<{ transfers: object[] }>('supervisor', `/disputes/${returned.id}`);
    expect(transfers.at(-1)).toMatchObject({ to: 'land', designated: true });
    await page.locator('#offers li', { hasText: returned.number }).waitFor();

    const { id, number } = await cases.accepted({ grade: 'yellow' });
    const { obligations } = await town.get<{ obligations: { id: string; kind: string }[] }>(
      'justice',
      `/disputes/${id}`,
    );
    await cases.act('justice', id, 'extend', {
      obligationId: obligations.find((each) => each.kind === 'handle')!.id,
      by: { amount: 5, unit: 'workingDays' },
      reason: '等鉴定意见。',
    });
    await page
      .locator('#approvals')
      .getByRole('button', { name: `审批延期 ${number}` })
      .click();
    await form.getByRole('radio', { name: '批准', exact: true }).click();
    await form.getByLabel('理由').fill('属实');
    await form.getByRole('button', { name: '审批延期', exact: true }).click();
    await page.locator('#approvals li', { hasText: number }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/board');
  });

  it('a visitor records a visit on the doorstep under 30 seconds with one thumb, with a photo', async () => {
    const { id, number } = await cases.toVisitToday();
    const { page, hand } = await take('visitor', { size: PHONE });
    await page.goto('/visits');
    const card = page.locator('.visit-card', { hasText: number });
    await card.getByText(`三组 ${cases.serial} 号巷口`).waitFor();
    expect(await card.locator('a[href^="tel:+86138"]').count()).toBe(1);
    await hand.begin();
    await page.getByRole('button', { name: `记录回访 ${number} 1` }).tap();
    const form = page.getByRole('dialog');
    // Four questions, unreachable an answer to the first, and a photo.
    await form.getByRole('radio', { name: '未联系上' }).waitFor();
    expect(await form.locator('[data-verb=visit] > [data-field]:not(:has(.field-fixed))').count()).toBe(4);
    await form.getByRole('radio', { name: '稳定' }).tap();
    for (const party of [0, 1]) await form.getByRole('radio', { name: '满意', exact: true }).nth(party).tap();
    await form.getByRole('button', { name: '双方情况稳定，没有新的矛盾。' }).tap();
    const jpeg = await sharp({ create: { width: 30, height: 40, channels: 3, background: '#642' } })
      .jpeg()
      .toBuffer();
    await form.getByLabel(/拍照/).setInputFiles({ name: '门口.jpg', mimeType: 'image/jpeg', buffer: jpeg });
    await form.getByText('已上传').waitFor();
    await form.getByRole('button', { name: '记录回访' }).tap();
    await page.getByText(`已提交：记录回访 · ${number}`).waitFor();
    const { seconds, clicks, typed } = await hand.told();
    expect({ clicks, typed }).toEqual({ clicks: 6, typed: 0 });
    // The camera takes a tap to open and one to take the picture.
    expect(seconds + 2 * 2.45).toBeLessThan(30);
    const view = await town.get<{ visits: object[]; attachments: object[] }>('desk', `/disputes/${id}`);
    expect(view.visits[0]).toMatchObject({ state: 'done', outcome: 'stable', satisfied: true });
    expect(view.attachments).toMatchObject([{ name: '门口.jpg', n: 1 }]);
  });

  it('a reporter tells what they saw under a minute on a phone, and reads what became of it', async () => {
    const { page, hand } = await take('grid', { size: PHONE });
    await page.goto('/tell');
    await page.getByLabel('发生了什么？').waitFor();
    await hand.begin();
    await page.getByLabel('发生了什么？').tap();
    await page.keyboard.type('桥头两户为停车位争吵，三轮车横在路口。');
    await page.getByRole('button', { name: '报送', exact: true }).tap();
    await page.locator('li.item', { hasText: '桥头两户' }).getByText('正在研判').waitFor();
    const { seconds, clicks, typed } = await hand.told();
    expect({ clicks, typed }).toEqual({ clicks: 2, typed: 19 });
    expect(seconds).toBeLessThan(60);
  });

  it('an administrator reads every limit with the date that it comes to today', async () => {
    const { page } = await take('admin');
    await page.goto('/policy');
    const cell = page.getByRole('row').filter({ hasText: '签收' }).first().getByRole('cell').first();
    await cell.locator('.rule-until time').waitFor();
    const limits = page.locator('.rule-table').first();
    const cells = await limits.getByRole('cell').count();
    const empty = await limits
      .getByRole('cell')
      .filter({ hasNot: page.locator('.rule-until') })
      .allInnerTexts();
    expect(cells).toBeGreaterThan(30);
    // What has no date has no limit, and says so.
    for (const each of empty) expect(each.trim()).toBe('不设期限');
    await page.goto('/calendar');
    await page.locator('.day-make-up').first().waitFor();
  });

  it('an auditor proves with one click that nothing was altered', async () => {
    const { page, hand } = await take('auditor');
    await page.goto('/');
    await page.goto('/record');
    await page.getByRole('button', { name: '校验完整性' }).waitFor();
    await hand.begin();
    await page.getByRole('button', { name: '校验完整性' }).click();
    await page.getByText(/^完整：核对 \d+ 条记录/).waitFor();
    expect((await hand.told()).clicks).toBe(1);
  });

  it('an auditor reads that somebody is reached otherwise, and neither how nor that they were not', async () => {
    const { page: admin } = await take('admin');
    await admin.goto('/people');
    const status = await admin.evaluate(
      `fetch('/api/v1/users/labour', { method: 'PATCH', headers: { 'content-type': 'application/json' },
        body: '{"phone":"13800001234"}' }).then(({ status }) => status)`,
    );
    expect(status).toBe(200);
    const { page } = await take('auditor');
    await page.goto('/record?user=admin');
    const entry = page.locator('tr', { hasText: '联系方式' }).first();
    await entry.locator('.entry-date', { hasText: /^联系方式 已更改\s*$/ }).waitFor();
    expect(await entry.innerText()).not.toContain('1234');
  });

  it('drew no complaint from the browser in all of this', () => {
    expect(seats.flatMap((each) => each.complaints)).toEqual([]);
  });
});
