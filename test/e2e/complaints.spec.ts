import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { pick } from '../support/browser.js';
import { Cases } from '../support/cases.js';
import * as given from '../support/given-files.js';
import { seatsIn } from '../support/seats.js';
import { Town, shanghai } from '../support/town.js';
import { Township } from '../support/township.js';

interface Told {
  title: string;
  narrative: string;
  parties: { name: string; phone?: string }[];
  meetings: { at: string }[];
}

/** What people who do this job complain of in public, tried here: docs/complaints.md says who, where, and what came of it. */
describe('a complaint of others', () => {
  const town = Township.demo();
  const cases = new Cases(town);
  const { seats, take } = seatsIn(town);
  const told = async (id: string, type: string) => {
    const { items } = await town.get<{ items: { type: string; text?: Record<string, unknown> }[] }>(
      'desk',
      `/disputes/${id}/timeline`,
    );
    return items.filter((each) => each.type === type).map(({ text }) => text);
  };
  const reporting = async (page: Page, id: string) => {
    await page.goto(`/disputes/${id}`);
    await page.getByRole('button', { name: '报告进展', exact: true }).click();
    return { form: page.getByRole('dialog'), note: page.getByLabel('情况记录') };
  };

  it('(what one writes is gone when a colleague changes the case meanwhile) does not hold here', async () => {
    const { id } = await cases.accepted();
    const { page } = await take('justice', {}, false);
    const { form, note } = await reporting(page, id);
    await note.fill('已约双方周五到场，带上两家的老契约。');
    await cases.act('justice-head', id, 'assign', { userId: 'justice-head' });
    await page.locator('.handled-by', { hasText: '承办人' }).waitFor();
    expect(await note.inputValue()).toBe('已约双方周五到场，带上两家的老契约。');
    const send = form.getByRole('button', { name: '报告进展' });
    await send.click();
    // Another person acted since it was opened: that is said first, and nothing typed is lost by it.
    await form.getByRole('alert').waitFor();
    expect(await note.inputValue()).toBe('已约双方周五到场，带上两家的老契约。');
    await send.click();
    await form.waitFor({ state: 'detached' });
    expect(await told(id, 'ProgressReported')).toEqual([{ note: '已约双方周五到场，带上两家的老契约。' }]);
  });

  it('(a click beside the window closes it, and all is gone) does not hold here', async () => {
    const { id } = await cases.accepted();
    const { page } = await take('justice');
    const { form, note } = await reporting(page, id);
    await note.fill('写了一半');
    // Pressed inside and let go outside, as one marks text: nothing closes.
    const { x, y } = (await note.boundingBox())!;
    await page.mouse.move(x + 40, y + 10);
    await page.mouse.down();
    await page.mouse.move(8, 8);
    await page.mouse.up();
    expect(await form.isVisible()).toBe(true);
    await page.mouse.click(8, 8);
    await form.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '报告进展', exact: true }).click();
    expect(await note.inputValue()).toBe('写了一半');
  });

  it('(who presses twice has it twice) does not hold here', async () => {
    const { page } = await take('desk');
    await page.goto('/desk/new');
    await page.getByLabel('标题').fill('两次点登记的纠纷');
    await page.getByLabel('经过').fill('连点两次。');
    await page.getByLabel('类别').selectOption('neighbours');
    await pick(page.getByLabel('村（社区）'), 'village-shixi');
    await page.getByRole('button', { name: /^登记(并交办)?$/ }).dblclick();
    await page.waitForURL(/\/disputes\/[0-9a-f-]{36}$/);
    const id = page.url().split('/').at(-1)!;
    const { items } = await town.get<{ items: object[] }>('desk', `/disputes?q=${encodeURIComponent('两次点登记')}`);
    expect(items).toHaveLength(1);
    await page.getByRole('button', { name: '添加备注', exact: true }).click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('只记一次');
    await page.getByRole('dialog').getByRole('button', { name: '添加备注' }).dblclick();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await told(id, 'NoteAdded')).toHaveLength(1);
  });

  it('(the wheel changes a number that one only scrolled past) does not hold here', async () => {
    const { id } = await cases.accepted();
    const { page } = await take('supervisor');
    await page.goto(`/disputes/${id}?do=supervise`);
    const amount = page.getByRole('dialog').getByRole('spinbutton');
    await amount.fill('3');
    await amount.hover();
    for (let turn = 0; turn < 3; turn += 1) await page.mouse.wheel(0, 240);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    expect(await amount.inputValue()).toBe('3');
  });

  it('(what stands behind an emoji or a rare sign is cut off) does not hold here', async () => {
    const title = '𠮷野家门口👨‍👩‍👧吵架😡之后的一句';
    const narrative = '邻居发来：“再堵路就🔪……” 𰻞𰻞面馆门前\n第二行：ｆｕｌｌ　ｗｉｄｔｈ、“引号”—破折号，末尾🐘。';
    const name = '\u{30EDE}仁·赤列  尼玛';
    const { id } = await cases.registered({ title, narrative, parties: [{ name, role: 'applicant' }] });
    await cases.act('desk', id, 'note', { text: `电话里说：${narrative}` });
    const view = await town.get<Told>('desk', `/disputes/${id}`);
    expect({ title: view.title, narrative: view.narrative, name: view.parties[0]!.name }).toEqual({
      title,
      narrative,
      name,
    });
    expect(await told(id, 'NoteAdded')).toEqual([{ text: `电话里说：${narrative}` }]);
    const { page } = await take('desk');
    await page.goto(`/disputes/${id}`);
    expect(await page.locator('h1').innerText()).toBe(title);
    expect(await page.locator('.narrative').first().innerText()).toBe(narrative);
    // What a form would send that nobody touched is what was there.
    await page.getByRole('button', { name: '更正', exact: true }).first().click();
    const form = page.getByRole('dialog');
    expect(await form.getByLabel('标题').inputValue()).toBe(title);
    expect(await form.getByLabel('姓名').first().inputValue()).toBe(name);
  });

  it('(long text, and what is folded, is cut off on paper) does not hold here', async () => {
    const last = '这是最后一句，纸上也要有。';
    const narrative = `${'两家为一堵墙吵了三年，村里调了五次。'.repeat(200)}${last}`;
    const { id } = await cases.accepted({ narrative });
    const { page } = await take('justice');
    await page.goto(`/disputes/${id}`);
    await page.locator('.clock-whole').waitFor();
    expect(await page.locator('.clock-whole .clock-track').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    await page.locator('.clock-whole .clock-track').waitFor();
    const ends = await page
      .locator('.dispute details')
      .evaluateAll((all) => all.filter((each) => !(each as unknown as { open: boolean }).open).length);
    expect(ends).toBe(0);
    const cut = await page
      .locator('.narrative')
      .first()
      .evaluate((each) => {
        const { scrollHeight, clientHeight } = each as unknown as Record<string, number>;
        return scrollHeight! - clientHeight!;
      });
    expect(cut).toBeLessThanOrEqual(1);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    await page.emulateMedia({ media: 'screen' });
    expect(await page.locator('.clock-whole .clock-track').isVisible()).toBe(false);
  });

  it('(a telephone out of a spreadsheet is 1.38E+10) is said at its field before it is sent', async () => {
    const { page } = await take('desk');
    await page.goto('/desk/new');
    await page.getByLabel('姓名 1').fill('表格里的人');
    for (const typed of ['1.38E+10', '5.32901E+17']) {
      await page.getByLabel('电话 1').fill(typed);
      await page.getByText(`“${typed}”不是电话号码`).waitFor();
    }
  });

  it('(whoever is known by a number alone is gone without a word) is asked for a name, and nothing is sent', async () => {
    const { page } = await take('desk');
    await page.goto('/desk/new');
    await page.getByLabel('标题').fill('只知道电话的一方');
    await page.getByLabel('经过').fill('对方只留了电话。');
    await page.getByLabel('类别').selectOption('neighbours');
    await pick(page.getByLabel('村（社区）'), 'village-shixi');
    await page.getByLabel('姓名 1').fill('有名有姓');
    await page.getByLabel('电话 2').fill('13655550177');
    // With a proposal it hands the case on in the same go.
    const send = page.getByRole('button', { name: /^登记(并交办)?$/ });
    await send.click();
    await page.locator('.party-row .field-error').getByText('姓名').waitFor();
    expect(await page.getByLabel('姓名 2').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('姓名 2').fill('后来问到的');
    await send.click();
    await page.waitForURL(/\/disputes\/[0-9a-f-]{36}$/);
    const id = page.url().split('/').at(-1)!;
    const { parties } = await town.get<{ parties: { name: string; phone: string | null }[] }>(
      'desk',
      `/disputes/${id}`,
    );
    expect(parties.map(({ name, phone }) => [name, phone !== null && phone !== undefined])).toEqual([
      ['有名有姓', false],
      ['后来问到的', true],
    ]);
    // Nor is anybody corrected away.
    await page.getByRole('button', { name: '更正', exact: true }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('姓名').nth(1).fill('');
    await form.getByLabel('理由').fill('再核');
    await form.getByRole('button', { name: '更正', exact: true }).click();
    await form.locator('.field-error').waitFor();
  });

  it('(a telephone loses its zero in the sheet that is taken away) does not hold in the spreadsheet', async () => {
    const phone = '08725551234';
    const { number } = await cases.registered({ parties: [{ name: '座机户', role: 'applicant', phone }] });
    const { context } = await take('desk');
    const answer = await context.request.get(`/api/v1/disputes.xlsx?q=${number}`);
    const parts = unzipSync(new Uint8Array(await answer.body()));
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!);
    // Text, whatever the program that opens it takes for a number.
    expect(sheet).toContain(`<is><t xml:space="preserve">${phone}</t></is>`);
  });

  it('(a link leads to the sign-in, and then to somewhere else) does not hold here', async () => {
    const { id } = await cases.offered();
    const { page } = await take('', {}, false);
    await page.goto(`/disputes/${id}?show=all#e2`);
    await page.getByRole('button', { name: /^justice / }).click();
    await page.locator('#e2.entry-chosen').waitFor();
    const { pathname, search, hash } = new URL(page.url());
    expect([pathname, search, hash]).toEqual([`/disputes/${id}`, '?show=all', '#e2']);
  });

  it('(a moment past midnight becomes the day before) does not hold here', async () => {
    const { id } = await cases.registered();
    const day = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10);
    // The browser is in another zone than the township.
    const { page } = await take('desk');
    await page.goto(`/disputes/${id}?do=meet`);
    const form = page.getByRole('dialog');
    await form.getByLabel('时间', { exact: true }).fill(`${day}T00:30`);
    await pick(form.getByLabel('参加单位'), 'sfs');
    await form.getByRole('button', { name: '召集会商' }).click();
    await form.waitFor({ state: 'detached' });
    const { meetings } = await town.get<Told>('desk', `/disputes/${id}`);
    expect(Date.parse(meetings[0]!.at)).toBe(Date.parse(`${day}T00:30:00+08:00`));
    const [month, date] = day.split('-').slice(1).map(Number);
    await page.getByText(`${month}月${date}日 00:30`).first().waitFor();
  });

  it('(a file with a Chinese name is saved under another one) does not hold here', async () => {
    const { id } = await cases.registered();
    const name = '调解协议（第二稿）“最终”100% 修改🐘.pdf';
    const { page } = await take('desk');
    await page.goto(`/disputes/${id}?do=attach`);
    const form = page.getByRole('dialog');
    await form.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer: given.pdf() });
    await form.getByText('已上传').waitFor();
    await form.getByLabel('名称').fill(name);
    await form.getByRole('button', { name: '添加附件' }).click();
    await form.waitFor({ state: 'detached' });
    const link = page.locator('#files').getByRole('link', { name });
    await link.waitFor();
    const saved = page.waitForEvent('download');
    await link.click();
    expect((await saved).suggestedFilename()).toBe(name);
  });

  it('(a visit in the evening or at the weekend does not count) does not hold here', () => {
    const moment = new Town(shanghai('2026-03-02 09:00')).resolvedBy('justice');
    // A Sunday evening.
    moment.passTo(shanghai('2026-03-08 21:40'));
    const parties = moment.dispute.parties.map(({ id }) => ({ partyId: id }));
    const made = moment.as('visitor').do('RecordVisit', { n: 1, mode: 'phone', outcome: 'stable', parties });
    expect(made.find((each) => each.type === 'VisitMade')?.at).toBe(shanghai('2026-03-08 21:40'));
    expect(moment.row!.visits[0]).toMatchObject({ state: 'done', visitedAt: shanghai('2026-03-08 21:40') });
  });

  it('(the clock begins only once somebody accepts, so that nobody accepts) does not hold here', () => {
    const asked = new Town(shanghai('2026-03-02 09:00'));
    asked.as('desk').register({ grade: 'blue' });
    asked.offer('justice');
    expect(asked.owed('answer-transfer')).toMatchObject({ openedAt: shanghai('2026-03-02 09:00'), state: 'open' });
    asked.passTo(shanghai('2026-03-04 09:00'));
    expect(asked.row!.obligations.find(({ kind }) => kind === 'answer-transfer')).toMatchObject({ state: 'late' });
    // …and the whole case has run since it came in.
    expect(asked.owed('watch')).toMatchObject({ openedAt: shanghai('2026-03-02 09:00') });
  });

  it('drew no complaint from the browser in all of this', () => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
