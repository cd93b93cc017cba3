import { get, type IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { PHONE, pick } from '../support/browser.js';
import { drawnBody } from '../support/earlier.js';
import { Cases, type View } from '../support/cases.js';
import { seatsIn } from '../support/seats.js';
import { Township, until } from '../support/township.js';

/** What has the focus, by the name that is read out, and whether one sees that it has. */
const NAME_OF_FOCUS = `(() => {
  const at = document.activeElement;
  const shown = at.matches('input[type=radio], input[type=checkbox]') ? at.closest('label') : at;
  const style = (each) => each && getComputedStyle(each);
  const ring = (each) => { const s = style(each); return s && ((s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== 'none'); };
  const name = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent ?? '';
  return { name: name.trim(), radio: at.type === 'radio', seen: at === document.body || ring(at) || ring(shown) || [...shown.children].some(ring) };
})()`;

/** The console in a real browser, over everything that one command starts: what each person must be able to do. */
describe('the console', () => {
  const town = Township.demo();
  const { seats, take } = seatsIn(town);
  const cases = new Cases(town);
  const act: Cases['act'] = (...given) => cases.act(...given);
  const offered: Cases['offered'] = (more) => cases.offered(more);
  /** Down the list until the row of a dispute has the focus. */
  const walkTo = async (page: Page, number: string) => {
    for (let n = 0; n < 40; n++) {
      await page.keyboard.press('j');
      if ((await page.evaluate<string>('document.activeElement.textContent')).includes(number)) return;
    }
    throw new Error(`j does not come to ${number}`);
  };
  /** Tab by tab, and for a group of answers arrow by arrow, to what is called so; the focus is seen wherever it is. */
  const tabTo = async (page: Page, name: string) => {
    const passed: string[] = [];
    for (let n = 0; n < 80; n++) {
      const at = await page.evaluate<{ name: string; radio: boolean; seen: boolean }>(NAME_OF_FOCUS);
      if (at.name.startsWith(name)) {
        expect({ name: at.name, seen: at.seen }).toEqual({ name: at.name, seen: true });
        return;
      }
      // A group of answers is one stop of the Tab key; its own arrows walk it.
      const around = at.radio && passed.filter((each) => each === at.name).length === 0;
      passed.push(at.name);
      await page.keyboard.press(around ? 'ArrowRight' : 'Tab');
    }
    throw new Error(`the Tab key does not come to ${name}: ${passed.join(' | ')}`);
  };
  const choose = async (page: Page, name: string) => {
    await tabTo(page, name);
    // An arrow that came to it chose it already.
    if (!(await page.evaluate<boolean>('document.activeElement.checked'))) await page.keyboard.press('Space');
  };
  const row = (page: Page, number: string) => page.locator('li.work', { hasText: number });

  it('signs a person in by one click on a demo account, and says what is wrong with a password', async () => {
    const { page } = await take('');
    await page.goto('/');
    await page.getByLabel('用户名').fill('desk');
    // Hidden while it is typed, and known to whoever keeps passwords for people.
    const password = page.locator('input[type=password][autocomplete=current-password]');
    await password.fill('nonsense');
    expect(await page.getByLabel('密码').inputValue()).toBe('nonsense');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('alert').getByText('用户名或密码不正确').waitFor();
    expect(await page.getByLabel('用户名').inputValue()).toBe('desk');
    await page.getByRole('button', { name: /^desk/ }).click();
    await page.getByRole('heading', { name: '流转台', level: 1 }).waitFor();
    seats.pop();
  });

  it('is at / for whoever asks, whatever they say they take', async () => {
    for (const accept of ['*/*', 'text/html', 'application/json']) {
      const answer = await fetch(`${town.url}/`, { headers: { accept } });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    }
    const elsewhere = await fetch(`${town.url}/nowhere`, { headers: { accept: '*/*' } });
    expect([elsewhere.status, elsewhere.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('comes compressed as it was built, and what is known already is not sent again', async () => {
    const home = await (await fetch(`${town.url}/`)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(home)![1]!;
    // By hand: fetch says of whatever it asks with a condition that no cache counts.
    const asked = (path: string, headers: Record<string, string>) =>
      new Promise<IncomingMessage>((done, fail) => {
        get(`${town.url}${path}`, { headers }, (response) => done(response.resume())).on('error', fail);
      });
    for (const path of ['/', script]) {
      const forms = await Promise.all(
        ['identity', 'gzip', 'br'].map(async (encoding) => {
          const { headers, statusCode } = await asked(path, { 'accept-encoding': encoding });
          const etag = headers.etag!;
          const again = await asked(path, { 'accept-encoding': encoding, 'if-none-match': etag });
          const sent = headers['content-encoding'] ?? 'identity';
          return { status: statusCode, again: again.statusCode, etag, vary: headers.vary?.toLowerCase(), sent };
        }),
      );
      expect(forms.map(({ sent }) => sent)).toEqual(['identity', 'gzip', 'br']);
      // One address, three forms: a cache between must not take one for another.
      expect(new Set(forms.map(({ etag }) => etag)).size).toBe(3);
      for (const each of forms) {
        expect(each).toMatchObject({ status: 200, again: 304, vary: expect.stringContaining('accept-encoding') });
      }
    }
  });

  it('lets a handler accept a case with two clicks from the sign-in, see what begins, and take it back for ten seconds', async () => {
    const { number, id } = await offered();
    const { page } = await take('');
    await page.goto('/');
    await page.getByRole('button', { name: /^justice / }).click();
    const accept = page.getByRole('button', { name: `签收 ${number}` });
    await accept.click();
    const leaving = page.getByRole('region', { name: '即将提交' });
    await leaving.getByText('首次联系').waitFor();
    await leaving.getByText(/^\d+ 秒后提交$/).waitFor();
    await leaving.getByRole('button', { name: `撤回 签收 · ${number}` }).click();
    await leaving.waitFor({ state: 'detached' });
    expect(await town.get('justice', `/disputes/${id}`)).toMatchObject({ status: 'circulating' });
    await accept.click();
    await leaving.getByRole('button', { name: `立即提交 签收 · ${number}` }).click();
    await page.getByText(`已提交：签收 · ${number}`).waitFor();
    await row(page, number).waitFor({ state: 'detached' });
    const view = await town.get<View & { holder: string }>('justice', `/disputes/${id}`);
    expect(view).toMatchObject({ status: 'handling', holder: 'justice' });
    // Left alone, it goes when its seconds are over.
    const other = await offered();
    await page.clock.install();
    await page.getByRole('button', { name: `签收 ${other.number}` }).click();
    await leaving.getByText(/^\d+ 秒后提交$/).waitFor();
    expect(await town.get('justice', `/disputes/${other.id}`)).toMatchObject({ status: 'circulating' });
    await page.clock.runFor(10_000);
    await page.getByText(`已提交：签收 · ${other.number}`).waitFor();
    expect(await town.get('justice', `/disputes/${other.id}`)).toMatchObject({ status: 'handling' });
  });

  it('keeps what was typed over an expired login, and sends it by itself after signing in again', async () => {
    const { number, id } = await offered();
    const { page, context } = await take('justice', { size: PHONE });
    await page.goto('/inbox?tab=answer');
    await page.getByRole('button', { name: `退单 ${number}` }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('radio', { name: '非本单位职责' }).check();
    await form.getByLabel('理由').fill('占道属自然资源所执法事项。');
    await form.getByLabel(/建议转给/).selectOption('land');
    await context.clearCookies();
    await form.getByRole('button', { name: '退单', exact: true }).click();
    const again = page.getByRole('dialog', { name: '登录已过期' });
    await again.getByLabel('密码').fill('demo');
    await again.getByRole('button', { name: '登录' }).click();
    await page.getByText(`已提交退单 ${number}`).waitFor();
    const { transfers } = await town.get<{ transfers: { return: object }[] }>('desk', `/disputes/${id}`);
    expect(transfers[0]!.return).toMatchObject({
      code: 'not-our-duty',
      text: '占道属自然资源所执法事项。',
      suggestedDepartment: 'land',
    });
    // The refused attempt is the one complaint that the browser may make.
    expect(seats.pop()!.complaints.filter((each) => !each.includes('status of 401'))).toEqual([]);
  });

  it('says what is not sent while the line is down, and sends it once when it is back', async () => {
    const { number, id } = await offered();
    await act('justice', id, 'accept', { transferId: 't1' });
    const { page, context } = await take('justice');
    await page.goto(`/disputes/${id}`);
    await page.getByRole('button', { name: '报告进展' }).click();
    await page.getByLabel('情况记录').fill('已到现场丈量。');
    await context.setOffline(true);
    await page.getByRole('dialog').getByRole('button', { name: '报告进展' }).click();
    await page.getByText('未发送').waitFor();
    await context.setOffline(false);
    await page.getByText(`已提交：报告进展 · ${number}`).waitFor();
    await page.locator('.entry-ProgressReported').getByText('已到现场丈量。').waitFor();
    const { items } = await town.get<{ items: { type: string }[] }>('justice', `/disputes/${id}/timeline`);
    expect(items.filter((each) => each.type === 'ProgressReported')).toHaveLength(1);
    seats.pop();
  });

  it('keeps a draft over a closed dialog and a reloaded page', async () => {
    const { id } = await offered();
    await act('justice', id, 'accept', { transferId: 't1' });
    const { page } = await take('justice');
    await page.goto(`/disputes/${id}`);
    await page.getByRole('button', { name: '报告进展' }).click();
    await page.getByLabel('情况记录').fill('写到一半');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: '报告进展' }).click();
    expect(await page.getByLabel('情况记录').inputValue()).toBe('写到一半');
  });

  it('keeps what was typed when somebody asks too often, and says when to try again', async () => {
    const { number, id } = await offered();
    await act('justice', id, 'accept', { transferId: 't1' });
    const { page } = await take('justice');
    await page.goto(`/disputes/${id}`);
    await page.getByRole('button', { name: '报告进展' }).click();
    await page.getByLabel('情况记录').fill('已通知双方到场。');
    const body = { type: '', title: '请求过于频繁', detail: '请稍后再试。', status: 429, code: 'TOO_MANY_REQUESTS' };
    const headers = { 'content-type': 'application/problem+json', 'retry-after': '7' };
    await page.route('**/progress', (route) => route.fulfill({ status: 429, headers, json: body }), { times: 1 });
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: '报告进展' }).click();
    await form.getByRole('alert').filter({ hasText: '请在 7 秒后重试' }).waitFor();
    expect(await page.getByLabel('情况记录').inputValue()).toBe('已通知双方到场。');
    await form.getByRole('button', { name: '报告进展' }).click();
    await page.getByText(`已提交：报告进展 · ${number}`).waitFor();
    seats.pop();
  });

  it('shows a refusal in the words of the person, at its field or beside the button', async () => {
    const { id } = await offered();
    const { page } = await take('desk', { language: 'en' });
    await page.goto(`/disputes/${id}`);
    const actions = page.locator('.next-step');
    await actions.getByRole('button', { name: /Other actions/ }).click();
    await actions.getByRole('button', { name: 'Withdraw', exact: true }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await form.getByText('Please fill this in').waitFor();
    await act('justice', id, 'accept', { transferId: 't1' });
    await form.getByLabel('Reason').fill('They made it up themselves');
    await form.getByRole('button', { name: 'Withdraw', exact: true }).click();
    const refusal = form.getByRole('alert').filter({ hasText: /changed|No open transfer/ });
    await refusal.waitFor();
    expect(await form.getByLabel('Reason').inputValue()).toBe('They made it up themselves');
    seats.pop();
  });

  it('lets the desk register and dispatch in one screen, with the proposal and its reason beside it', async () => {
    await offered();
    const { page } = await take('desk');
    await page.goto('/desk/new');
    await page.getByLabel('标题').fill('两家争水渠分水口');
    await page.getByLabel('经过').fill('上户堵了分水口，下户三天没水，吵了两次。');
    await page.getByLabel('类别').selectOption('neighbours');
    await pick(page.getByLabel('村（社区）'), 'village-shixi');
    await page.getByLabel('姓名 1').fill(`喻不言${cases.serial}`);
    await page.locator('.proposal-name').waitFor();
    expect(await page.locator('.proposal-name').textContent()).toBe('石桥司法所');
    // The same person was in a dispute before: it is shown while one types.
    await page
      .getByText(/疑似同一纠纷|有同名当事人/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: '登记并交办' }).click();
    await page.getByRole('heading', { name: '两家争水渠分水口' }).waitFor();
    await page.locator('.status-circulating').waitFor();
    expect(await page.evaluate<string>('JSON.stringify(localStorage)')).not.toContain('争水渠分水口');
  });

  it('says before it is sent what is no number, and takes a whole building site out of a table', async () => {
    const { page } = await take('desk');
    await page.goto('/desk/new');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByLabel('姓名 1').fill('喻不言');
    await page.getByLabel('电话 1').fill('无');
    await page.getByLabel('证件号 1').fill('110105194912310021');
    await page.getByText('“无”不是电话号码').waitFor();
    await page.getByText('“110105194912310021”不是证件号').waitFor();
    await page.getByLabel('电话 1').fill('１３７６６６６５５５１ 13755554443');
    await page.getByText('认出 2 个号码').waitFor();
    expect(await page.getByText('不是电话号码').count()).toBe(0);
    await page.getByText('从表格粘贴').click();
    const workers = Array.from({ length: 60 }, (_, n) => `${n + 1}\t工友${n}\t1396666${String(n).padStart(4, '0')}`);
    await page.getByLabel('粘贴的表格').fill(['序号\t姓名\t电话', ...workers, '61\t\t13966660061'].join('\n'));
    await page.getByRole('button', { name: '加入当事人' }).click();
    await page.getByText('已加入 60 人').waitFor();
    await page.getByText('第 62 行：没有姓名').waitFor();
    expect(await page.getByLabel('粘贴的表格').inputValue()).toBe('序号\t姓名\t电话\n61\t\t13966660061');
    expect(await page.getByLabel('姓名 61').inputValue()).toBe('工友59');
    await page.getByLabel('标题').fill('工地欠薪');
    await page.getByLabel('经过').fill('六十一名工友被拖欠三个月工钱。');
    await page.getByLabel('类别').selectOption('labour');
    await pick(page.getByLabel('村（社区）'), 'village-shixi');
    await page.getByLabel('涉及人数').fill('75');
    await page.getByLabel('涉及金额（元）').fill('1,234,567.5');
    // Nothing is registered while somebody who was pasted stands beside it.
    await page.getByRole('button', { name: /^登记/ }).click();
    await page.getByRole('button', { name: '清空表格' }).click();
    await page.getByRole('button', { name: /^登记/ }).click();
    await page.waitForURL(/\/disputes\/[0-9a-f-]{36}$/);
    await page.getByText('1,234,567.5').waitFor();
    const id = page.url().split('/').at(-1)!;
    const view = await town.get<{ parties: { name: string; phone?: string; idNumber?: string }[]; people: number }>(
      'desk',
      `/disputes/${id}`,
    );
    expect([view.parties.length, view.people]).toEqual([61, 75]);
    expect(view.parties[0]).toMatchObject({ name: '喻不言', phone: '１３７６６６６５５５１ 13755554443' });
    // No telephone stands in an address, where logs would keep it.
    expect(asked.filter((each) => /1376|1396|%EF%BC%91/i.test(each))).toEqual([]);
  });

  it('lets a supervisor rule that an earlier case is of others, where the case names it', async () => {
    const phone = `13766${String(Date.now()).slice(-6)}`;
    const register = async (name: string) => {
      const { id, number } = await cases.registered({ parties: [{ name, role: 'applicant', phone }] });
      return { id, number };
    };
    const first = await register('甲某某');
    const { id } = await register('乙某某');
    const { page } = await take('supervisor');
    await page.goto(`/disputes/${id}`);
    await page.getByRole('link', { name: first.number }).waitFor();
    await page.getByRole('button', { name: `不是同一批人 ${first.number}` }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('理由').fill('两家合用村委会的座机');
    await form.getByRole('button', { name: '排除重复' }).click();
    await page.getByText('已排除的重复').waitFor();
    await page.locator('.grade-blue').first().waitFor();
    const view = await town.get<{ grade: string; repeats: string[]; apart: object[] }>('desk', `/disputes/${id}`);
    expect(view).toMatchObject({
      grade: 'blue',
      repeats: [],
      apart: [{ id: first.id, reason: '两家合用村委会的座机' }],
    });
  });

  it('lets the desk correct what was mistyped, where it stands', async () => {
    const wrong = { name: '打错的名', role: 'applicant', phone: '13700001234', idNumber: '11010519491231002X' };
    const { id } = await cases.registered({ parties: [wrong], amount: 1_234_567, people: 3, externalNumber: 'H-17' });
    const { page } = await take('desk');
    await page.goto(`/disputes/${id}`);
    await page.getByRole('button', { name: '更正', exact: true }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('标题').fill('改对的标题');
    await form.getByLabel('姓名').fill('写对的名');
    // What was somebody else's is taken out; beside what nobody ever wrote there is nothing to take.
    expect(await form.getByLabel('去掉原有的').count()).toBe(2);
    await form.getByLabel('去掉原有的证件号').check();
    await form.getByRole('button', { name: '添加当事人' }).click();
    await form.getByLabel('姓名').nth(1).fill('漏记的人');
    await form.getByLabel('群体性').check();
    // What is no number is said, and not taken for none.
    await form.getByLabel('涉及金额（元）').fill('十二万');
    await form.getByLabel('涉及人数').fill('');
    await form.getByLabel('理由').fill('登记时听错了');
    await form.getByRole('button', { name: '更正' }).click();
    await form.locator('[data-field=amount] .field-error').waitFor();
    await form.getByLabel('涉及金额（元）').fill('123,456 元');
    await form.getByRole('button', { name: '更正' }).click();
    await page.getByRole('heading', { name: '改对的标题' }).waitFor();
    await page.locator('.entry', { hasText: '登记时听错了' }).getByText('涉及人数、涉及金额（元）').waitFor();
    // What it was stands beside what it is.
    const entry = page.locator('.entry', { hasText: '登记时听错了' });
    const pairs = async () =>
      (await entry.locator('.was-and-is li').allInnerTexts()).map((each) => each.replaceAll(/\s+/g, ' '));
    expect(await pairs()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^标题.*→.*改对的标题$/),
        expect.stringMatching(/^姓名 · 打错的名.*打错的名.*→.*写对的名$/),
        expect.stringMatching(/^当事人.*—.*→.*漏记的人/),
        expect.stringMatching(/^涉及金额（元）.*1,234,567.*→.*123,456$/),
      ]),
    );
    const view = await town.get<{ parties: object[]; dangerSigns: string[]; grade: string }>('desk', `/disputes/${id}`);
    expect(view).toMatchObject({
      parties: [
        { id: 'p1', name: '写对的名', phone: '13700001234' },
        { id: 'p2', name: '漏记的人' },
      ],
      dangerSigns: ['group'],
      grade: 'yellow',
      amount: 123_456,
      people: null,
      externalNumber: 'H-17',
    });
    expect(view.parties[0]).not.toHaveProperty('idNumber');
    expect(seats.pop()!.complaints.filter((each) => !each.includes('status of 400'))).toEqual([]);
  });

  it('lets the desk merge two cases, the alike ones first, says where either went, and splits them again', async () => {
    const person = { name: '柏无恙', role: 'applicant', phone: '13700004321' };
    const one = await cases.registered({ title: '院墙纠纷甲', parties: [person] });
    const other = await cases.registered({ title: '院墙纠纷乙', parties: [person, { name: '祝有年', role: 'other' }] });
    const { page } = await take('desk');
    await page.goto(`/disputes/${other.id}`);
    await page.getByRole('button', { name: /其他操作/ }).click();
    await page.locator('[data-verb="merge"]').click();
    const form = page.getByRole('dialog');
    await form.getByText('当事人 2 人').waitFor();
    // Those that look alike come first; by its number, or by its title, another is found in the same field.
    const into = form.getByLabel('并入哪个案件');
    await into.click();
    await form.locator('.combobox li', { hasText: one.number }).getByText('相似案件').waitFor();
    await into.fill(one.number);
    await form.locator('.combobox li').filter({ hasNotText: one.number }).first().waitFor({ state: 'detached' });
    await into.press('Enter');
    expect(await into.inputValue()).toBe(`${one.number} 院墙纠纷甲`);
    await form.getByRole('button', { name: '并案' }).click();
    await page.locator('.dispute-head', { hasText: '已并入' }).getByRole('link', { name: one.number }).click();
    await page.getByRole('heading', { name: '院墙纠纷甲' }).waitFor();
    await page.getByText(`来自 ${other.number}`).waitFor();
    await page.getByText('有案件并入本案').first().waitFor();
    await page
      .locator('.dispute-head', { hasText: '并入本案的纠纷' })
      .getByRole('link', { name: other.number })
      .click();
    await page.getByRole('heading', { name: '院墙纠纷乙' }).waitFor();
    // Nothing was erased of it.
    await page.getByRole('heading', { name: '办结情况' }).waitFor();
    expect(await page.getByText('（内容已清除）').count()).toBe(0);
    await page.locator('[data-verb="split"]').click();
    await form.getByLabel('理由').fill('不是同一件事');
    await form.getByRole('button', { name: '拆分' }).click();
    await page.locator('.dispute-head', { hasText: '已并入' }).waitFor({ state: 'detached' });
    const seen = await town.get<{ mergedFrom: object[]; status: string }>('desk', `/disputes/${one.id}`);
    expect(seen.mergedFrom).toEqual([]);
    expect(await town.get<{ status: string }>('desk', `/disputes/${other.id}`)).toMatchObject({ status: 'entered' });
  });

  it('lets a visitor record a visit on a phone with one thumb', async () => {
    const { id, number } = await cases.toVisitToday();
    const { page } = await take('visitor', { size: PHONE });
    await page.goto('/visits?span=week');
    // By whose they are and where; what one looks at is narrowed by the same.
    await page.getByText('更多条件').tap();
    await page.getByLabel('村（社区）', { exact: true }).selectOption('village-baitang');
    await page.getByRole('tab', { name: '今天及逾期' }).tap();
    expect(new URL(page.url()).searchParams.get('village')).toBe('village-baitang');
    await page.locator('.visit-card, .empty').first().waitFor();
    expect(await page.getByRole('button', { name: `记录回访 ${number} 1` }).count()).toBe(0);
    await page.getByLabel('村（社区）', { exact: true }).selectOption('village-shixi');
    await page.getByRole('button', { name: `记录回访 ${number} 1` }).tap();
    const form = page.getByRole('dialog');
    await form.getByRole('radio', { name: '稳定' }).tap();
    for (const party of [0, 1]) await form.getByRole('radio', { name: '满意', exact: true }).nth(party).tap();
    await form.getByRole('button', { name: '双方情况稳定，没有新的矛盾。' }).tap();
    await form.getByRole('button', { name: '记录回访' }).tap();
    await page.getByText(`已提交：记录回访 · ${number}`).waitFor();
    const { visits } = await town.get<{ visits: object[] }>('desk', `/disputes/${id}`);
    expect(visits[0]).toMatchObject({ state: 'done', outcome: 'stable', satisfied: true });
  });

  it('brings the first field that is wrong into sight below the head of the form, with the focus', async () => {
    const { number } = await cases.toVisitToday();
    const { page } = await take('visitor', { size: PHONE });
    await page.goto('/visits');
    await page.getByRole('button', { name: `记录回访 ${number} 1` }).tap();
    const form = page.getByRole('dialog');
    await form.getByRole('radio', { name: '稳定' }).tap();
    await form.getByRole('radio', { name: '双人上门' }).tap();
    await form.getByRole('button', { name: '记录回访' }).tap();
    const wrong = form.locator('.field-wrong').first();
    await wrong.waitFor();
    const box = async (of: ReturnType<typeof form.locator>) => (await of.boundingBox())!;
    const [head, foot] = [await box(form.locator('.dialog-head')), await box(form.locator('.form-foot'))];
    await wrong.locator(':focus').first().waitFor();
    expect((await box(wrong)).y).toBeGreaterThanOrEqual(head.y + head.height);
    expect((await box(wrong)).y).toBeLessThan(foot.y);
  });

  it('asks on the doorstep whether what was agreed is kept, and ticks what is done', async () => {
    const { id, number } = await cases.toVisitToday('blue', ['退还多占的半米', '每年清一次沟']);
    const { page } = await take('visitor', { size: PHONE });
    await page.goto('/visits');
    await page.getByRole('button', { name: `记录回访 ${number} 1` }).tap();
    const form = page.getByRole('dialog');
    await form.getByRole('radio', { name: '稳定' }).tap();
    for (const party of [0, 1]) await form.getByRole('radio', { name: '满意', exact: true }).nth(party).tap();
    await form.getByRole('radio', { name: '已履行' }).nth(0).tap();
    await form.getByRole('radio', { name: '未履行' }).nth(1).tap();
    await form.getByRole('checkbox', { name: /退还多占的半米/ }).tap();
    await form.getByLabel('说了什么？').fill('墙拆了，沟还没清。');
    await form.getByRole('button', { name: '记录回访' }).tap();
    await page.getByText(`已提交：记录回访 · ${number}`).waitFor();
    type Visited = {
      visits: { parties: object[] }[];
      resolution: { terms: { text: string; fulfilledAt: string | null }[] };
    };
    const { visits, resolution } = await town.get<Visited>('desk', `/disputes/${id}`);
    expect(visits[0]!.parties).toEqual([
      { partyId: 'p1', satisfied: true, kept: true },
      { partyId: 'p2', satisfied: true, kept: false },
    ]);
    expect(resolution.terms.map(({ text, fulfilledAt }) => [text, fulfilledAt !== null])).toEqual([
      ['退还多占的半米', true],
      ['每年清一次沟', false],
    ]);
  });

  it('lets a head who handles no cases record a visit of their office from the list', async () => {
    const { id, number } = await cases.toVisitToday();
    const database = await town.database();
    const become = async (roles: string[]) => {
      await database.query(`UPDATE account SET roles = $1 WHERE id = 'justice-head'`, [roles]);
      // People are known anew within seconds.
      await until(
        async () => (await town.get<{ roles: string[] }>('justice-head', '/me')).roles.join() === roles.join(),
        250,
      );
    };
    await become(['head']);
    try {
      const { page } = await take('justice-head');
      await page.goto('/visits');
      await page.getByRole('button', { name: `记录回访 ${number} 1` }).click();
      const form = page.getByRole('dialog');
      await form.getByRole('radio', { name: '稳定' }).check();
      for (const party of [0, 1]) await form.getByRole('radio', { name: '见到，未表态' }).nth(party).check();
      await form.getByRole('button', { name: '双方情况稳定，没有新的矛盾。' }).click();
      await form.getByRole('button', { name: '记录回访' }).click();
      await page.getByText(`已提交：记录回访 · ${number}`).waitFor();
      const { visits } = await town.get<{ visits: object[] }>('desk', `/disputes/${id}`);
      expect(visits[0]).toMatchObject({ state: 'done', outcome: 'stable' });
    } finally {
      await become(['handler', 'head']);
      await database.destroy();
    }
  });

  it('has a visit in a pair confirmed by who went along, and a drawn one checked by the centre', async () => {
    const { id, number } = await cases.toVisitToday('red');
    const { page } = await take('visitor', { size: PHONE });
    await page.goto(`/disputes/${id}`);
    await page.locator('.next-do .primary').tap();
    const form = page.getByRole('dialog').or(page.locator('form.verb-form')).first();
    await form.getByRole('radio', { name: '稳定' }).tap();
    await form.getByLabel('同行人（由其本人或负责人确认）').selectOption('desk');
    await form.getByRole('radio', { name: '见到，未表态' }).first().tap();
    await form.getByRole('button', { name: '双方情况稳定，没有新的矛盾。' }).tap();
    await form.getByRole('button', { name: '记录回访' }).tap();
    await page.getByText(`已提交：记录回访 · ${number}`).waitFor();
    await page.locator('.visit-unconfirmed').getByText('待同行人确认').waitFor();

    const { page: desk } = await take('desk', { language: 'en' });
    await desk.goto(`/disputes/${id}`);
    await desk.getByRole('button', { name: 'Confirm a visit made together' }).first().click();
    const confirming = desk.locator('form[data-verb="confirm-visit"]');
    await confirming.getByRole('button', { name: 'Confirm a visit made together' }).click();
    await desk.locator('.visit-done').first().waitFor();
    expect((await town.get<{ visits: object[] }>('desk', `/disputes/${id}`)).visits[0]).toMatchObject({
      state: 'done',
      by: 'visitor',
      with: 'desk',
      confirmedAt: expect.any(String),
      parties: [{ partyId: 'p1' }],
    });

    // At the next door one reads how far it is, and what was said at this one.
    await page.goto('/visits');
    const next = page.locator('.visit-card', { hasText: number }).filter({ hasText: '第 2 次' });
    await next.getByText('进度 1/9').waitFor();
    await next.getByText('以前的回访（1 次）').tap();
    await next.locator('.past-visits').getByText('双方情况稳定，没有新的矛盾。').waitFor();

    // Only who has the installation's key knows beforehand which words are drawn.
    const pair = { n: 2, mode: 'in-person-pair', outcome: 'stable', with: 'desk' };
    await act('visitor', id, 'visit', await drawnBody(town, id, pair));
    const { page: centre } = await take('supervisor', { size: PHONE });
    await centre.goto(`/disputes/${id}`);
    await centre.getByText('待抽查').first().waitFor();
    const more = centre.locator('.next-do [aria-expanded=false]');
    if (await more.count()) await more.tap();
    await centre.getByRole('button', { name: '抽查回访', exact: true }).first().tap();
    const check = centre.locator('form[data-verb="check-visit"]');
    // The first may have been drawn as well; then it is asked which of the two.
    const second = check.getByRole('radio', { name: /第 2 次/ });
    if (await second.count()) await second.tap();
    await check.getByRole('radio', { name: '抽查不符' }).tap();
    await check.getByLabel('情况记录').fill('两家都说没人来过。');
    await check.getByRole('button', { name: '抽查回访' }).tap();
    await centre.locator('.visit-undone').getByText('两家都说没人来过。').waitFor();
    const { visits } = await town.get<{ visits: { n: number; state: string; check: object | null }[] }>(
      'desk',
      `/disputes/${id}`,
    );
    expect(visits[1]).toMatchObject({ state: 'undone', check: { state: 'different', by: 'supervisor' } });
    expect(visits.at(-1)).toMatchObject({ n: 10, state: 'planned' });
  });

  it('says at the department that nobody is there, and marks what silence accepted', async () => {
    const { id } = await cases.registered({ rehearsal: true });
    const { page } = await take('desk', { size: PHONE });
    await page.goto(`/disputes/${id}`);
    await page.locator('.next-do .primary').tap();
    const form = page.locator('form[data-verb=transfer]');
    await form.getByLabel('交办给').selectOption('centre');
    await form.getByRole('button', { name: '交办', exact: true }).tap();
    await form.locator('[data-field=to] .field-error').getByText('该单位没有人能签收').waitFor();
    await act('supervisor', id, 'transfer', { to: 'land', designated: true, reason: '由自然资源所牵头。' });
    await act('desk', id, 'fast-forward', { by: { amount: 2, unit: 'workingDays' } });
    await page.goto(`/disputes/${id}`);
    await page.locator('.transfers').getByText('逾期未答复，视为签收').waitFor();
    // The refused offer is what the browser was told of.
    seats.pop();
    const { page: centre } = await take('supervisor', { language: 'en' });
    await centre.goto(`/disputes/${id}`);
    await centre.locator('.entry-TransferAccepted').getByText('Accepted by silence').waitFor();
    await centre.getByText('handed on once').waitFor();
  });

  it('takes a photo on a doorstep; a file that is none is refused at its field, and nothing typed is lost', async () => {
    const { id, number } = await offered();
    await act('justice', id, 'accept', { transferId: 't1' });
    await act('justice', id, 'resolve', { outcome: 'mediated', summary: '拆墙让道' });
    const { page } = await take('visitor', { size: PHONE });
    await page.goto('/visits');
    await page.getByRole('tab', { name: '未来七天' }).tap();
    await page.getByRole('button', { name: `拍照 / 附件 ${number} 1` }).tap();
    const form = page.getByRole('dialog');
    await form.getByLabel('名称').fill('拆后的巷道');
    const choose = (name: string, mimeType: string, buffer: Buffer) =>
      form.getByLabel('文件').setInputFiles({ name, mimeType, buffer });
    const photo = await sharp({ create: { width: 30, height: 40, channels: 3, background: '#642' } })
      .jpeg()
      .toBuffer();
    await choose('x.jpg', 'image/jpeg', photo.subarray(0, 100));
    await form.locator('.field-error').waitFor();
    await choose('x.jpg', 'image/jpeg', photo);
    await form.getByText('已上传').waitFor();
    expect(await form.getByLabel('名称').inputValue()).toBe('拆后的巷道');
    await form.getByRole('button', { name: '添加附件' }).tap();
    await page.getByText(`已提交：添加附件 · ${number}`).waitFor();
    await page.goto(`/disputes/${id}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#files').getByRole('link', { name: '拆后的巷道' }).tap(),
    ]);
    expect(download.suggestedFilename()).toBe('拆后的巷道.jpg');
    await page.locator('#files').getByText('第 1 次').first().waitFor();
    // The refused picture is what the browser was told of.
    seats.pop();
  });

  it('keeps a filter for the person, on whatever machine', async () => {
    const { page } = await take('supervisor', { language: 'en' });
    await page.goto('/disputes?grade=red&late=true');
    await page.getByRole('button', { name: 'Save this filter' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Red and late');
    await page.getByRole('dialog').getByRole('button', { name: 'Save this filter' }).click();
    const kept = page.getByRole('button', { name: 'Red and late', exact: true });
    await kept.waitFor();
    const other = await take('supervisor', { language: 'en', size: PHONE });
    await other.page.goto('/disputes');
    await other.page.getByRole('button', { name: 'Red and late', exact: true }).tap();
    await other.page.waitForURL(({ searchParams: at }) => at.get('grade') === 'red' && at.get('late') === 'true');
    await page.getByRole('button', { name: 'Forget the filter Red and late' }).click();
    await kept.waitFor({ state: 'detached' });
  });

  it('opens the list behind a number of the board in one click, and takes number and department away together', async () => {
    const { page } = await take('supervisor', { size: PHONE });
    await page.goto('/board');
    const number = page.getByRole('link', { name: '石桥农业农村办 · 反复流转' });
    const value = await number.innerText();
    await number.tap();
    await page.locator(`tbody[data-rows="${value}"]`).waitFor();
    await page.getByRole('button', { name: '取消筛选“看板：反复流转 · 石桥农业农村办”' }).tap();
    await page.waitForURL(({ search }) => search === '');
    await page.locator('tbody[data-rows="50"]').waitFor();
  });

  it('opens the list behind a statistic, says its filters, and takes them away', async () => {
    const { page } = await take('supervisor', { language: 'en' });
    await page.goto('/statistics?from=2026-01-01&to=2026-06-30');
    await page.getByRole('link', { name: '1 Still open', exact: true }).click();
    const filters = page.getByRole('group', { name: 'Filters', exact: true });
    const rows = page.locator('tbody[data-rows]');
    await expect(rows.getAttribute('data-rows')).resolves.toBe('1');
    expect(await filters.getByRole('button').allInnerTexts()).toEqual([
      'Entered from 1 Jan 00:00 ×',
      'Entered before 1 Jul 00:00 ×',
      'Open ×',
    ]);
    await filters.getByRole('button', { name: 'Without the filter “Open”' }).click();
    await page.locator('tbody[data-rows="43"]').waitFor();
  });

  it('opens the list behind a rate, from its bar and from the table beside it', async () => {
    const { page } = await take('supervisor', { language: 'en' });
    await page.goto('/statistics?from=2026-01-01&to=2026-06-30');
    const rows = page.locator('tbody[data-rows]');
    const chart = page.locator('section', { has: page.getByRole('heading', { name: 'Rates' }) });
    const said = chart.locator('svg text', { hasText: '97.7%' }).first();
    const { x, y, height } = (await said.boundingBox())!;
    // The bar ends where its number begins.
    await page.mouse.click(x - 12, y + height / 2);
    await page.waitForURL(/\/disputes\?/);
    await expect(rows.getAttribute('data-rows')).resolves.toBe('42');
    await page.goBack();
    await page.getByRole('link', { name: 'Total · Resolution rate · part: 42' }).click();
    await expect(rows.getAttribute('data-rows')).resolves.toBe('42');
  });

  it('hands out a transfer letter with its number, and the dossier', async () => {
    const { id } = await offered();
    const { page } = await take('desk');
    await page.goto(`/disputes/${id}`);
    const papers = page.locator('#papers');
    const downloadOf = async (click: () => Promise<void>) => {
      const [download] = await Promise.all([page.waitForEvent('download'), click()]);
      return download.suggestedFilename();
    };
    expect(await downloadOf(() => papers.getByRole('button', { name: '出具 移交函' }).click())).toMatch(
      /^矛盾纠纷移交函 移〔\d{4}〕\d+号\.pdf$/,
    );
    await papers.getByRole('link', { name: /移交函 移〔/ }).waitFor();
    await papers.getByRole('button', { name: '补印 移交函' }).waitFor();
    const preview = await papers.getByRole('link', { name: '预览 移交函' }).getAttribute('href');
    expect(preview).toBe(`/api/v1/disputes/${id}/papers/preview?kind=transfer-letter&subjectId=t1`);
    // One that was issued by mistake stays, and says that it is void; the next one takes another number.
    await papers.getByRole('button', { name: '作废' }).click();
    await page.getByLabel('作废理由').fill('收件单位写错');
    await page.getByRole('dialog').getByRole('button', { name: '作废' }).click();
    // The form stands among the papers, with the same words in it.
    await papers.getByText(/作废人：.*收件单位写错/).waitFor();
    await papers.locator('.tag', { hasText: /^作废$/ }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await papers.getByRole('button', { name: '作废' }).count()).toBe(0);
    await papers.getByRole('button', { name: '出具 移交函' }).waitFor();
    expect(await downloadOf(() => papers.getByRole('link', { name: '导出案卷' }).click())).toMatch(/^案卷 .*\.zip$/);
  });

  it('takes the supervisor from a number to its list in one click, with the cause, and lets them act there', async () => {
    const { page } = await take('supervisor');
    await page.goto('/');
    await page.getByRole('link', { name: /石桥派出所 · 超期/ }).click();
    const late = page.locator('#owed');
    await late.getByText('只看：石桥派出所').waitFor();
    await late
      .getByText(/超期 \d+ 天：/)
      .first()
      .waitFor();
    await late.getByRole('button', { name: '显示全部' }).click();
    const line = late.getByRole('row').filter({ hasText: '2026-00045' }).first();
    // One tap, and the row says so.
    await line.getByRole('button', { name: '催办' }).click();
    await page.getByText('已提交：催办 · 2026-00045').waitFor();
    await line.getByText('已催办').waitFor();
    await line.getByRole('button', { name: /督办/ }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('督办要求').fill('请三日内说明未修原因并报方案。');
    await form.getByRole('button', { name: '督办', exact: true }).click();
    await page.getByText('已提交：督办 · 2026-00045').waitFor();
    await line.getByText('已督办 · 答复期限').waitFor();
  });

  it('tells in a sentence what is owed over every page, and one click opens the form that does it', async () => {
    const { id, number } = await offered();
    const { page } = await take('justice');
    await page.goto('/disputes');
    await page.getByRole('button', { name: /^最近通知，\d+ 条未读$/ }).click();
    const panel = page.getByRole('dialog', { name: '通知' });
    const told = panel.getByRole('link', {
      name: new RegExp(`交办${number}《.+》。请在 .+ 前办理「签收」。由您部门负责。`),
    });
    await told.click();
    const form = page.getByRole('dialog', { name: '签收' });
    await form.getByRole('button', { name: '签收', exact: true }).click();
    await page.locator('.status-handling').waitFor();
    expect(new URL(page.url()).search).toBe('');
    // Done is done: it is read by itself, and says that nothing is left to do.
    await page.goto('/notices');
    const old = page.locator('.notice-old', { hasText: number });
    await old.getByText(/此事已了，无需再办/).waitFor();
    expect(await page.locator('.notice-new', { hasText: number }).count()).toBe(0);
    await old.getByRole('link').click();
    await page.waitForURL(`**/disputes/${id}`);
    expect(await page.getByRole('dialog').count()).toBe(0);
    // Of a case that is no longer theirs nothing is left in the list; below it one line says of how many.
    const { id: lost, number: recalled } = await offered();
    await page.goto('/notices');
    await page.locator('.notice', { hasText: recalled }).first().waitFor();
    await act('desk', lost, 'recall', { transferId: 't1', reason: '误发' });
    await page.reload();
    await page.getByText(/^另有 \d+ 条通知属于您已不经办的案件，无需处理。$/).waitFor();
    expect(await page.locator('.notice', { hasText: recalled }).count()).toBe(0);
  });

  it('lets a rehearsal travel in time and shows it late', async () => {
    const { id } = await offered({ rehearsal: true });
    await act('justice', id, 'accept', { transferId: 't1' });
    const { page } = await take('desk');
    await page.goto(`/disputes/${id}`);
    await page.getByText('这是演练案件').waitFor();
    await page.getByLabel('移动演练时间', { exact: true }).fill('1');
    await page.getByLabel('移动演练时间: 单位').selectOption('months');
    await page.getByRole('button', { name: '快进' }).click();
    await page.locator('.clock .late-mark').first().waitFor({ timeout: 40_000 });
    await page.locator('.entry-ObligationLate').first().waitFor();
    // What would have been sent, to whom by which way.
    await page.getByText('本该发出的通知').click();
    await page.getByRole('cell', { name: '系统内通知' }).first().waitFor();
    // While one rehearses, lists show rehearsals alone.
    const { number } = await town.get<{ number: string }>('desk', `/disputes/${id}`);
    await page.getByRole('button', { name: '演练模式', exact: true }).click();
    await page.getByText('只显示演练案件').waitFor();
    await page.goto('/disputes');
    await page.locator('tbody tr', { hasText: number }).first().waitFor();
    expect(await page.locator('tbody tr:has(a):not(:has-text("R-"))').count()).toBe(0);
    await page.goto('/statistics');
    await page.getByRole('link', { name: '合计 · 按时率 · 总数' }).click();
    await page.locator('tbody tr', { hasText: number }).first().waitFor();
    const sheet = await page.locator('.take-away a').first().getAttribute('href');
    expect(sheet).toMatch(/^\/api\/v1\/statistics\/counted\.xlsx\?measure=judged&.*rehearsal=true&language=zh-CN$/);
    expect(await page.locator('tbody tr:has(a):not(:has-text("R-"))').count()).toBe(0);
    await page.getByRole('button', { name: '退出演练模式' }).click();
    await page.getByRole('button', { name: '演练模式', exact: true }).waitFor();
  });

  it('explains a date, and shows the case as it stood at an earlier moment', async () => {
    const { id } = await offered();
    await act('justice', id, 'accept', { transferId: 't1' });
    const { page } = await take('justice');
    await page.goto(`/disputes/${id}`);
    await page.locator('.clock').first().getByRole('button').click();
    const why = page.getByRole('dialog');
    await why.getByText('起算').waitFor();
    await why.getByRole('button', { name: '关闭' }).click();
    await page.getByRole('slider').focus();
    await page.keyboard.press('Home');
    await page.getByText(/时的样子，只能查看/).waitFor();
    expect(new URL(page.url()).searchParams.get('at')).not.toBeNull();
    expect(await page.locator('.next-step').count()).toBe(0);
    await page.locator('.status-entered').waitFor();
    await page.getByRole('button', { name: '回到现在' }).click();
    await page.locator('.status-handling').waitFor();
  });

  it('moves a row into an open inbox without anybody reloading', async () => {
    const { page } = await take('justice');
    await page.goto('/inbox?tab=answer');
    await page.getByRole('tab', { name: /待签收/, selected: true }).waitFor();
    const { number } = await offered();
    await row(page, number).waitFor();
  });

  it('marks what a colleague changed where it stands', async () => {
    const { number, id } = await offered();
    const { page } = await take('justice');
    await page.goto('/disputes');
    const line = page.locator('tr', { hasText: number });
    await line.locator('.status-circulating').waitFor();
    await act('justice', id, 'accept', { transferId: 't1' });
    await line.locator('.status-handling').waitFor();
    expect(await line.getAttribute('class')).toBe('changed');
  });

  it('takes a report from a phone to the desk, where it becomes a dispute, and tells the reporter', async () => {
    const story = '桥头两户为停车位又争起来，三轮车横在路口。';
    const { page: phone } = await take('grid', { size: PHONE });
    await phone.goto('/');
    await phone.getByLabel('发生了什么？').fill(story);
    await phone.getByRole('button', { name: '报送', exact: true }).tap();
    const report = phone.locator('li.item', { hasText: story });
    await report.getByText('正在研判').waitFor();
    const { page } = await take('desk');
    await page.goto('/items');
    const line = page.locator('li', { hasText: story });
    await line.getByRole('link', { name: '立为纠纷' }).click();
    expect(await page.getByLabel('经过').inputValue()).toBe(story);
    await page.getByLabel('类别').selectOption('neighbours');
    await page.locator('.proposal-name').waitFor();
    await page.getByRole('button', { name: '登记并交办' }).click();
    await page.locator('.status-circulating').waitFor();
    await phone.reload();
    await report.getByText('已立为纠纷').waitFor();
    // To its end, and then as well something can be added.
    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    await act('desk', id, 'recall', { transferId: 't1', reason: '双方已自行和解' });
    await act('desk', id, 'resolve', { outcome: 'settled-on-spot', summary: '双方当场和解' });
    await phone.reload();
    await report.getByText('已处理，正在回访').waitFor();
    await act('supervisor', id, 'waive-visit', { n: 1, reason: '当事人外迁' });
    await phone.reload();
    await report.getByText('已处理完毕').waitFor();
    await report.getByRole('button', { name: /^补充情况/ }).waitFor();
  });

  it('hands on who told of a report that becomes a dispute, and looks at nobody for it', async () => {
    const told = { text: '塘坝放水又起争执。', feeder: 'info-officer', village: 'village-shixi', reporter: '端木知言' };
    const item = (await town.post('grid', '/items', told))!.body as unknown as { id: string };
    const { page } = await take('desk');
    await page.goto(`/desk/new?item=${item.id}`);
    await page.getByLabel('类别').selectOption('neighbours');
    await page.getByRole('button', { name: /^登记/ }).click();
    await page.waitForURL(/\/disputes\/[0-9a-f-]{36}$/);
    const id = page.url().split('/').at(-1)!;
    const { items } = await town.get<{ items: { text: object }[] }>('desk', `/disputes/${id}/timeline`);
    expect(items[0]!.text).toMatchObject({ reporter: '端木知言' });
    type Looks = { items: { userId: string; data: { itemId?: string } }[] };
    const looks = await town.get<Looks>('auditor', '/audit?action=view&user=desk&limit=100');
    expect(looks.items.filter(({ data }) => data.itemId === item.id)).toEqual([]);
  });

  it('shows a masked telephone whole only for a reason, which the auditor then reads, and proves the record', async () => {
    const { id, number } = await offered();
    const { page: above } = await take('supervisor');
    await above.goto(`/disputes/${id}`);
    await above.getByText(/138\*+/).waitFor();
    await above.getByRole('button', { name: /显示完整 电话/ }).click();
    await above.getByLabel('理由').fill('核实当事人是否已联系');
    await above.getByRole('dialog').getByRole('button', { name: '显示完整' }).click();
    await above.locator('a[href^="tel:+86138"]').waitFor();
    const { page } = await take('auditor', { language: 'en' });
    await page.goto('/record?user=supervisor');
    await page.locator('tr', { hasText: '核实当事人是否已联系' }).getByText(number).waitFor();
    await page.getByRole('button', { name: 'Verify the record' }).click();
    // All of it is gone through, however busy the machine is.
    await page.getByText(/Whole: \d+ entries/).waitFor({ timeout: 90_000 });
    // Whoever else is looked for is found by some letters; nobody loads everybody for a name.
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const who = page.getByRole('combobox', { name: 'Who' });
    expect(await who.inputValue()).toBe('郑卫东 · Township governance centre');
    await who.fill('justi');
    await page.getByRole('option', { name: /^陈明 · / }).click();
    await page.waitForURL(({ searchParams }) => searchParams.get('user') === 'justice');
    // Who was chosen is shown before anybody can take them away again.
    await until(async () => /^陈明 · /.test(await who.inputValue()), 50);
    await who.fill('');
    // Nothing is loaded by it: the browser tells of no navigation that could be waited for.
    await until(() => !new URL(page.url()).searchParams.has('user'), 50);
    const everybody = asked.filter((url) => /\/users(\?(?!q=|id=|department=)|$)/.test(url));
    expect(everybody).toEqual([]);
  });

  it('shows no white page: a fault has a reference and can be tried again', async () => {
    const { page } = await take('desk');
    const list = '**/api/v1/disputes?*';
    await page.route(list, (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: '系统内部错误', detail: '', status: 500, code: 'INTERNAL', reference: 'f00-1' }),
      }),
    );
    await page.goto('/disputes');
    await page.getByRole('alert').getByText('f00-1').waitFor();
    await page.unroute(list);
    await page.getByRole('button', { name: '重试' }).click();
    await page.locator('tbody tr').first().waitFor();
    // An answer that no page expects.
    await page.route(list, (route) => route.fulfill({ contentType: 'application/json', body: '{"items":[null]}' }));
    await page.reload();
    await page.getByRole('heading', { name: '页面出错了' }).waitFor();
    expect(await page.locator('.crashed code').textContent()).toMatch(/^[0-9a-f]{8}$/);
    await page.unroute(list);
    await page.getByRole('button', { name: '重试' }).click();
    await page.locator('tbody tr').first().waitFor();
    seats.pop();
  });

  it('works from the keyboard: walk, open, accept', async () => {
    const { id, number } = await offered();
    const { page } = await take('justice');
    await page.goto('/inbox?tab=answer');
    await row(page, number).waitFor();
    await walkTo(page, number);
    // A key is soon pressed: it opens what has to be looked at, who offers it, and what begins.
    await page.keyboard.press('a');
    const form = page.getByRole('dialog', { name: '签收' });
    await form.getByText('交办单位').waitFor();
    await form.locator('.foreseen-begins', { hasText: '首次联系' }).waitFor();
    await page.keyboard.press('Enter');
    await form.waitFor({ state: 'detached' });
    await page.getByText(/^\d+ 秒后提交$/).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: '快捷键' }).waitFor();
    // Who leaves the page has thought about it.
    await page.goto('/docs/problems');
    await until(async () => (await town.get<View>('desk', `/disputes/${id}`)).status === 'handling');
  });

  it('says of a resolution which visits follow, refuses a term without words at its place, and drops none', async () => {
    const { id } = await offered();
    await act('justice', id, 'accept', { transferId: 't1' });
    const { page } = await take('justice', { size: PHONE });
    await page.goto(`/disputes/${id}`);
    await page.getByRole('button', { name: '办结', exact: true }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('结果').selectOption('mediated');
    await form.locator('.foreseen-begins', { hasText: /回访 第 1 次.*起算时间/ }).waitFor();
    await form.getByLabel('处理情况').fill('双方各让一步。');
    await form.getByRole('button', { name: '添加一项' }).click();
    await form.locator('.foreseen-begins', { hasText: '第 1 条' }).waitFor();
    await form.getByRole('button', { name: '办结', exact: true }).click();
    await form.locator('.sub-form').getByText('请填写此项').waitFor();
    await form.getByLabel('第 1 条').fill('月底前拆墙');
    await form.getByRole('button', { name: '办结', exact: true }).click();
    await page.locator('.status-resolved').first().waitFor();
    const { resolution } = await town.get<{ resolution: { terms: object[] } }>('desk', `/disputes/${id}`);
    expect(resolution.terms).toMatchObject([{ text: '月底前拆墙' }]);
  });

  it('finds departments by their letters, the proposed one first, each with what it has in hand, and without a barrier', async () => {
    const { id } = await cases.registered({ category: 'neighbours' });
    const { page } = await take('desk');
    await page.addInitScript({ path: 'node_modules/axe-core/axe.min.js' });
    await page.goto(`/disputes/${id}?do=transfer`);
    const form = page.getByRole('dialog');
    const to = form.getByRole('combobox', { name: '交办给' });
    expect(await to.inputValue()).toBe('石桥司法所');
    await to.click();
    const options = form.locator('.combobox [role=option]');
    await options.first().getByText('建议').waitFor();
    expect(await options.first().innerText()).toMatch(/石桥司法所[\s\S]*在办 \d+ 件/);
    for (const letters of ['lyz', 'linye', '林业', 'forestry']) {
      await to.fill(letters);
      await form.locator('.combobox li.active', { hasText: '林业' }).waitFor();
    }
    expect(await to.getAttribute('aria-activedescendant')).toBe(
      await form.locator('.combobox li.active').getAttribute('id'),
    );
    const barriers = `axe.run('dialog', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) =>
      r.violations.flatMap((v) => v.nodes.map((n) => v.id + ' ' + n.target.join(' '))))`;
    expect(await page.evaluate<string[]>(barriers)).toEqual([]);
    await form.getByLabel('理由').fill('别处的事。');
    await to.fill('没有这样的单位');
    await form.getByText('没有找到').waitFor();
    // Nothing is handed in by who believes to have found it, and nothing is left out of what is.
    await to.press('Enter');
    await form.getByText('没有找到').waitFor();
    expect(await form.locator('[type=submit]').isEnabled()).toBe(true);
    // Who leaves it half typed has what was chosen before.
    await to.press('Tab');
    expect(await to.inputValue()).toBe('石桥司法所');
    await form.getByRole('button', { name: '取消' }).click();
  });

  it('sets a date in working days, and says what day it is in the calendar', async () => {
    const { id } = await offered();
    const { page } = await take('desk');
    await page.goto(`/disputes/${id}?do=meet`);
    const form = page.getByRole('dialog');
    const { days } = await town.get<{ days: { date: string; nth: number | null; reason: string }[] }>(
      'desk',
      '/workdays',
    );
    await form.getByRole('button', { name: '3 个工作日后' }).click();
    await form.getByText('第 3 个工作日', { exact: true }).waitFor();
    const third = days.find(({ nth }) => nth === 3)!;
    expect((await form.getByLabel('时间').inputValue()).slice(0, 10)).toBe(third.date);
    const off = days.find(({ reason }) => reason === 'weekend')!;
    await form.getByLabel('时间').fill(`${off.date}T09:00`);
    await form.locator('.day-off', { hasText: '周末' }).waitFor();
    await form.getByRole('button', { name: '取消' }).click();
  });

  it('offers what a department writes again and again, and fills it in with one click', async () => {
    const often = '双方在外务工，约定时间另行上门。';
    const once = '只说过一次的话。';
    for (const words of [often, often, often, once]) {
      const { id } = await offered();
      await act('justice', id, 'accept', { transferId: 't1' });
      await act('justice', id, 'progress', { note: words });
    }
    const { id } = await offered();
    await act('justice', id, 'accept', { transferId: 't1' });
    const { page } = await take('justice');
    await page.goto(`/disputes/${id}?do=progress`);
    const form = page.getByRole('dialog');
    await form.getByRole('group', { name: '常用语' }).getByRole('button', { name: often }).click();
    expect(await form.getByLabel('情况记录').inputValue()).toBe(often);
    expect(await form.getByRole('button', { name: once }).count()).toBe(0);
    // Those of another department are its own.
    const { phrases } = await town.get<{ phrases: string[] }>('land', '/phrases?verb=progress');
    expect(phrases).not.toContain(often);
    await form.getByRole('button', { name: '取消' }).click();
  });

  it('has a colleague named who handles what is accepted, found by letters, with what each has in hand', async () => {
    const { id } = await offered();
    const { page } = await take('justice');
    await page.goto(`/disputes/${id}?do=accept`);
    const form = page.getByRole('dialog');
    const handler = form.getByLabel('承办人');
    await handler.click();
    await form
      .locator('.combobox li', { hasText: '陈建国' })
      .getByText(/经办 \d+ 件/)
      .waitFor();
    expect(await form.locator('.combobox li', { hasText: '建议' }).count()).toBe(1);
    await pick(handler, 'cjg');
    expect(await handler.inputValue()).toContain('陈建国');
    await form.getByRole('button', { name: '签收', exact: true }).click();
    await page.locator('.handled-by', { hasText: '陈建国' }).waitFor();
    expect(await town.get('justice', `/disputes/${id}`)).toMatchObject({ handler: 'justice-head' });
  });

  it('says the date of the more time that is typed, and takes a refusal away once it is another', async () => {
    const { id } = await offered();
    await act('justice', id, 'accept', { transferId: 't1' });
    const { page } = await take('justice');
    await page.goto(`/disputes/${id}?do=extend`);
    const form = page.locator('form[data-verb=extend]');
    const amount = form.locator('[data-field=by] input');
    const { moreTime } = await town.get<{ moreTime: { obligationId: string; by: { amount: number } }[] }>(
      'justice',
      `/disputes/${id}`,
    );
    const { obligationId } = moreTime[0]!;
    for (const days of [1, 2]) {
      await amount.fill(String(days));
      const { granted } = (await town.post('justice', `/disputes/${id}/preview`, {
        verb: 'extend',
        body: { obligationId, by: { amount: days, unit: 'workingDays' } },
      }))!.body as unknown as { granted: { to: string } };
      await form.locator(`.foreseen-moves time[datetime="${granted.to}"]`).waitFor();
    }
    await form.getByLabel('理由').fill('等待鉴定');
    await amount.fill('9');
    await form.getByRole('button', { name: '申请延期' }).click();
    await page.locator('form[data-verb=extend] > .refusal').waitFor();
    await amount.fill('2');
    await page.locator('.refusal').waitFor({ state: 'detached' });
    await form.locator('.foreseen-moves').waitFor();
    expect(seats.pop()!.complaints.filter((each) => !each.includes('status of 409'))).toEqual([]);
  });

  it('reads what is written at registration for danger, says by which words, and ticks it with one click', async () => {
    const { page } = await take('desk');
    await page.goto('/desk/new');
    await page.getByLabel('经过').fill('他说今晚要杀了我全家。');
    await page.locator('.danger-read', { hasText: '威胁（“杀了我全家”）' }).waitFor();
    expect(await page.getByRole('checkbox', { name: '威胁' }).isChecked()).toBe(false);
    await page.getByRole('button', { name: '勾选这些苗头' }).click();
    expect(await page.getByRole('checkbox', { name: '威胁' }).isChecked()).toBe(true);
    await page.locator('.danger-read').waitFor({ state: 'detached' });
  });

  it('offers why a desk discards reports again and again, too', async () => {
    const why = '属村务公开事项，已请村委会答复。';
    const report = async (text: string) =>
      (await town.post('grid', '/items', { text, feeder: 'patrol', village: 'village-shixi' }))!.body as unknown as {
        id: string;
        number: string;
      };
    for (const n of [1, 2, 3])
      await town.post('desk', `/items/${(await report(`问账目 ${n}`)).id}/discard`, { reason: why });
    const { number } = await report('又问账目');
    const { page } = await take('desk');
    await page.goto('/items');
    await page.locator('.visit-card', { hasText: number }).getByRole('button', { name: '不立案' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: why }).click();
    await form.getByRole('button', { name: '不立案' }).click();
    await page.locator('.visit-card', { hasText: number }).waitFor({ state: 'detached' });
  });

  it('shows who decides on a return or on more time what it is about, and what a yes does to the clocks', async () => {
    const { id } = await offered();
    const reason = '占道属自然资源所执法事项。';
    await act('justice', id, 'return', {
      transferId: 't1',
      reasonCode: 'not-our-duty',
      reason,
      suggestedDepartment: 'land',
    });
    const { page: desk } = await take('desk');
    await desk.goto(`/disputes/${id}?do=decide-return`);
    const about = desk.getByRole('dialog').locator('.about');
    for (const words of [/退单单位.*石桥司法所/, /退单原因.*非本单位职责/, `理由${reason}`, /建议转给.*自然资源所/]) {
      await about.locator('div', { hasText: words }).waitFor();
    }
    // What it says of the return it says once.
    expect(await desk.getByRole('dialog').locator('.field-fixed').count()).toBe(0);
    await desk.getByRole('dialog').getByText('如果准予').waitFor();
    await desk.locator('.foreseen-begins', { hasText: '交办' }).waitFor();
    const second = await offered();
    await act('justice', second.id, 'accept', { transferId: 't1' });
    const { obligations } = await town.get<{ obligations: { id: string; kind: string }[] }>(
      'justice',
      `/disputes/${second.id}`,
    );
    const handle = obligations.find(({ kind }) => kind === 'handle')!;
    await act('justice', second.id, 'extend', {
      obligationId: handle.id,
      by: { amount: 2, unit: 'workingDays' },
      reason: '当事人住院',
    });
    const { page: head } = await take('justice-head', { language: 'en', size: PHONE });
    await head.goto(`/disputes/${second.id}?do=decide-extension`);
    const asked = head.getByRole('dialog');
    await asked.locator('.about', { hasText: '当事人住院' }).getByText('Due now').waitFor();
    await asked.locator('.foreseen-moves').getByText('moves to').waitFor();
    await asked.getByRole('radio', { name: 'Refuse' }).check();
    await asked.locator('.foreseen-moves').waitFor({ state: 'detached' });
  });

  it('works from the keyboard alone: return with reason and department, the focus seen and given back', async () => {
    const { number, id } = await offered();
    const { page } = await take('justice');
    await page.goto('/inbox?tab=answer');
    await row(page, number).waitFor();
    await walkTo(page, number);
    await page.keyboard.press('r');
    const form = page.getByRole('dialog');
    await form.waitFor();
    await choose(page, '非本单位职责');
    await tabTo(page, '理由');
    await page.keyboard.type('界址归自然资源所查证。');
    await tabTo(page, '建议转给');
    // Found by its first letters, without an input method; Esc takes the list away and not the form.
    await page.keyboard.type('zrzy');
    await form.getByRole('option', { name: /自然资源所.*在办 \d+ 件/ }).waitFor();
    await page.keyboard.press('Escape');
    await form.locator('.combobox [role=option]').first().waitFor({ state: 'detached' });
    await page.keyboard.type('zrzy');
    await page.keyboard.press('Enter');
    // Esc closes and loses nothing; the focus is back on the row's button, and everything is there again.
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    expect(await page.evaluate<string>('document.activeElement.closest("[data-row]").textContent')).toContain(number);
    await page.keyboard.press('r');
    expect(await form.getByLabel('理由').inputValue()).toBe('界址归自然资源所查证。');
    await tabTo(page, '退单');
    await page.keyboard.press('Enter');
    await page.getByText(`已提交退单 ${number}`).waitFor();
    const { transfers } = await town.get<{ transfers: { return: object }[] }>('desk', `/disputes/${id}`);
    expect(transfers[0]!.return).toMatchObject({ code: 'not-our-duty', suggestedDepartment: 'land' });
  });

  it('works from the keyboard alone: a return visit', async () => {
    const { id, number } = await cases.toVisitToday();
    const { page } = await take('visitor');
    await page.goto('/visits?span=week');
    await page.getByRole('tab', { name: '未来七天' }).waitFor();
    await tabTo(page, '未来七天');
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('tab', { name: '今天及逾期', selected: true }).waitFor();
    await page.getByRole('button', { name: `记录回访 ${number} 1` }).waitFor();
    await tabTo(page, `记录回访 ${number} 1`);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await choose(page, '稳定');
    await choose(page, '满意');
    await page.keyboard.press('Tab');
    await choose(page, '满意');
    await tabTo(page, '双方情况稳定，没有新的矛盾。');
    await page.keyboard.press('Enter');
    await tabTo(page, '记录回访');
    await page.keyboard.press('Enter');
    await page.getByText(`已提交：记录回访 · ${number}`).waitFor();
    const { visits } = await town.get<{ visits: object[] }>('desk', `/disputes/${id}`);
    expect(visits[0]).toMatchObject({ state: 'done', outcome: 'stable', satisfied: true });
  });

  it('does not search while a Chinese word is being composed', async () => {
    const { page } = await take('desk');
    await page.goto('/disputes');
    const search = page.getByRole('searchbox');
    await search.fill('wa');
    // What an input method sends when Enter takes the word that is offered.
    const goesOn = await page.evaluate<boolean>(
      `document.activeElement.dispatchEvent(
         new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))`,
    );
    expect(goesOn).toBe(false);
    await search.fill('围墙');
    await search.press('Enter');
    await page.waitForURL(/q=/);
    await page.locator('tbody tr', { hasText: '围墙' }).first().waitFor();
    await page.locator('tbody tr', { hasNotText: '围墙' }).first().waitFor({ state: 'detached' });
  });

  it('lets the auditor hold a closed case, and erase it when nothing holds it', async () => {
    const { page } = await take('auditor', { language: 'en' });
    const { items } = await town.get<{ items: (View & { title: string })[] }>('auditor', '/disputes?status=closed');
    const { id, title } = items[0]!;
    await page.goto(`/disputes/${id}`);
    const does = async (verb: string, fill: () => Promise<unknown>) => {
      await page.locator(`[data-verb=${verb}]`).click();
      await fill();
      await page.locator('dialog button[type=submit]').click();
      await page.locator('dialog').waitFor({ state: 'detached' });
    };
    const typed = (words: string) => () => page.locator('dialog textarea').fill(words);
    const line = page.locator('.keeping-line');
    await does('hold', typed('court file asked for'));
    await line.getByText('Legal hold').waitFor();
    expect(await line.textContent()).toContain('court file asked for');
    expect(await page.locator('[data-verb=erase]').count()).toBe(0);
    await does('lift-hold', typed('returned'));
    await line.waitFor({ state: 'detached' });
    // It wants a sign-in of just now: asked for over the form, which then goes out by itself.
    const database = await town.database();
    await database.query(`UPDATE session SET proved_at = now() - interval '1 hour' WHERE account_id = 'auditor'`);
    await page.locator('[data-verb=erase]').click();
    await page.getByLabel('Ordered by an authority').check();
    await page.locator('dialog input[type=text], dialog input:not([type])').fill('order 1 of the county');
    await page.locator('dialog button[type=submit]').click();
    const sure = page.getByRole('dialog', { name: 'Show that it is you' });
    await sure.getByRole('button', { name: 'Close' }).click();
    await page.locator('dialog').getByText('Sign in again for this').waitFor();
    await page.locator('dialog button[type=submit]').click();
    await sure.getByLabel('Password').fill('demo');
    await sure.getByRole('button', { name: 'Sign in' }).click();
    await sure.waitFor({ state: 'detached' });
    await page.locator('dialog').waitFor({ state: 'detached' });
    await line.getByText('Personal data erased').waitFor();
    expect(await line.textContent()).toContain('Ordered by an authority');
    expect(await page.locator('body').textContent()).not.toContain(title);
    await page.goto('/record');
    await page.getByText('order 1 of the county').waitFor();
    await page.getByText('How long things are kept').click();
    await page.getByText('30 years').waitFor();
    // The two refusals are what the browser may complain of, and what was under way as one signed in anew.
    expect(seats.pop()!.complaints.filter((each) => !/status of 40[13]/.test(each))).toEqual([]);
  });

  it('shows what anybody typed as text: none of it runs, wherever it is shown', async () => {
    const hit = `<img src=x onerror="window.hit=1"><svg onload="window.hit=1"></svg><script>window.hit=1</script>`;
    const { id } = await offered({
      title: `井台 ${hit}`,
      narrative: `争水 ${hit}`,
      place: { village: 'village-shixi', address: `javascript:window.hit=1 ${hit}` },
      parties: [{ name: `柏十一${hit}`, role: 'applicant' }],
    });
    await town.post('grid', '/items', { text: `听说 ${hit}`, feeder: 'patrol', village: 'village-shixi', place: hit });
    for (const [who, path, shown] of [
      ['desk', '/disputes', `井台 ${hit}`],
      ['desk', `/disputes/${id}`, `争水 ${hit}`],
      ['desk', '/items', `听说 ${hit}`],
      ['justice', '/inbox', `井台 ${hit}`],
    ] as const) {
      const { page, context } = await take(who);
      await page.goto(path);
      await page.getByText(shown, { exact: false }).first().waitFor();
      await page.emulateMedia({ media: 'print' });
      expect([who, path, await page.evaluate('window.hit ?? null')]).toEqual([who, path, null]);
      await context.close();
    }
  });

  it('gives a list away with its filters, and puts it on paper with who did, when, and which', async () => {
    const { number } = await offered({ category: 'water' });
    const { page } = await take('desk');
    await page.goto('/disputes?category=water&status=circulating');
    await page.getByText(number).waitFor();
    await page.getByText('导出', { exact: true }).click();
    const hrefs = await page
      .locator('.take-away a')
      .evaluateAll((all) =>
        (all as unknown as { getAttribute: (name: string) => string | null }[]).map((each) =>
          each.getAttribute('href'),
        ),
      );
    expect(hrefs).toEqual([
      '/api/v1/disputes.xlsx?status=circulating&category=water&language=zh-CN',
      '/api/v1/disputes.csv?status=circulating&category=water&language=zh-CN',
      '/api/v1/disputes.csv?status=circulating&category=water&format=codes',
    ]);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Excel 表格（XLSX）' }).click();
    expect((await download).suggestedFilename()).toMatch(/^纠纷案件-\d{4}-\d\d-\d\d\.xlsx$/);
    expect(await page.locator('.on-paper').count()).toBe(0);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)!;
    // A4, across.
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([842, 595]);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    const said = await page.locator('.on-paper').textContent();
    for (const each of ['派出所', '类别: 水利', '状态: 流转中', '共 1 条']) expect(said).toContain(each);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await page.locator('.on-paper').count()).toBe(0);
  });

  it('draws all that it knows of a long list for paper, and says where there is more', async () => {
    const { page } = await take('supervisor');
    await page.goto('/disputes');
    const body = page.locator('tbody[data-rows]');
    const drawn = () => body.locator('tr:not(.space)').count();
    await body.locator('tr').first().waitFor();
    const known = Number(await body.getAttribute('data-rows'));
    expect(known).toBeGreaterThan(40);
    expect(await drawn()).toBeLessThan(known);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await drawn()).toBe(known);
    expect(await page.locator('.on-paper').textContent()).toMatch(new RegExp(`(共|仅前) ${known} 条`));
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
  });

  it('says the numbers of a chart under the pointer, with no style inside the page, and would be stopped else', async () => {
    const { page } = await take('supervisor');
    await page.goto('/statistics?from=2026-01-01&to=2026-06-30');
    const chart = page.locator('.chart').first();
    await chart.locator('svg text').first().waitFor();
    const texts = () => chart.locator('svg text').count();
    const before = await texts();
    const { width, height } = (await chart.boundingBox())!;
    for (let n = 1; n < 20 && (await texts()) <= before; n++) {
      await chart.hover({ position: { x: (width * n) / 20, y: height / 2 } });
      await page.evaluate('new Promise(requestAnimationFrame)');
    }
    expect(await texts()).toBeGreaterThan(before);
    expect(await page.locator('style').count()).toBe(0);
    // A page of its own: the browser complains about what is tried here.
    const other = await take('', {}, false);
    await other.page.goto('/');
    await other.page
      .evaluate(`document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { color: rgb(1, 2, 3) }' }));
      document.body.insertAdjacentHTML('beforeend', '<p id="tried" style="color: rgb(1, 2, 3)" onclick="window.hit=1">x</p>');
      document.getElementById('tried').click()`);
    expect(
      await other.page.evaluate(
        `[getComputedStyle(document.body).color, getComputedStyle(document.getElementById('tried')).color, window.hit ?? null]`,
      ),
    ).not.toContain('rgb(1, 2, 3)');
    expect(await other.page.evaluate('window.hit ?? null')).toBeNull();
    expect(other.complaints.some((each) => each.includes('style-src'))).toBe(true);
    await other.context.close();
  });

  interface Policy {
    version: string;
    document: Record<string, object> & { handle: object };
  }
  interface Owing extends View {
    policyVersion: string;
    obligations: { kind: string; openedAt: string; dueAt: string; state: string }[];
  }
  const policyInForce = () => town.get<Policy>('admin', '/policies/current');
  const handleOf = ({ obligations }: Owing) =>
    obligations.find(({ kind, state }) => kind === 'handle' && state !== 'met')!;
  const owing = (id: string) => town.get<Owing>('supervisor', `/disputes/${id}`);
  const setBack = async ({ document }: Policy) => {
    const made = await town.post('admin', '/policies', { document });
    const { version } = made!.body as unknown as Policy;
    // Publishing wants a sign-in of just now.
    town.forget('admin');
    const done = await town.post('admin', `/policies/${version}/publish`, { moveOpen: false, reason: '恢复' });
    expect(done!.status).toBe(202);
  };

  it('says who drafted a version, and throws a draft away once that was confirmed', async () => {
    const before = await policyInForce();
    const made = await town.post('admin', '/policies', { document: before.document });
    const { version } = made!.body as unknown as Policy;
    const { page } = await take('admin');
    await page.goto(`/policy?version=${version}`);
    const row = page.locator(`tr[data-version="${version}"]`);
    await row.getByText(/起草.*孙立/).waitFor();
    await row.getByRole('button', { name: '废弃草稿' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '取消' }).click();
    await row.getByRole('button', { name: '废弃草稿' }).click();
    await dialog.getByRole('button', { name: '废弃草稿' }).click();
    await page.waitForURL((url) => url.pathname === '/policy' && url.search === '');
    await row.waitFor({ state: 'detached' });
    await page.getByText(before.version).first().waitFor();
    await page.context().close();
  });

  it('lets the administrator draft rules field by field, and a date of a case comes from what was typed', async () => {
    const before = await policyInForce();
    const { id: old } = await cases.accepted();
    const { page } = await take('admin');
    await page.goto('/policy');
    await page.getByRole('button', { name: '起草新版本' }).click();
    await page.getByRole('heading', { name: '编辑草稿' }).waitFor();
    await page.locator('[data-pointer="/title"] input').fill('办理提速');
    await page.getByRole('tab', { name: /^时限/ }).click();
    const field = page.locator('[data-pointer="/handle/blue/ordinary"]');
    const date = field.locator('time');
    const was = await date.getAttribute('datetime');
    // What makes no sense is said at its field, and above with the way to it; it has no date.
    await field.locator('input').fill('0');
    await field.getByText('须为大于零的整数', { exact: true }).waitFor();
    expect(await field.locator('input').inputValue()).toBe('0');
    // Nothing was there before.
    expect(await page.getByText('已恢复上次未提交的内容').count()).toBe(0);
    // Numbers say where they come from, and words of the rules are said as people say them.
    await page.locator('[data-field="handle.{grade}.{complexity}"] [data-source="practice"]').waitFor();
    expect(await page.locator('.rule-field code').count()).toBe(0);
    await page.getByRole('tab', { name: /^工作时间与法定程序/ }).click();
    const step = page.locator('[data-pointer="/statutory/land-title/0/step"] input');
    await step.waitFor();
    expect(await step.inputValue()).toBe('受理意见');
    await page.locator('[data-source="law"]').getByText('《土地权属争议调查处理办法》').first().waitFor();
    await page.getByRole('tab', { name: /^提醒与升级/ }).click();
    await page.locator('option', { hasText: '前一日下午' }).first().waitFor({ state: 'attached' });
    expect(await page.locator('option', { hasText: /^(eve|morning|last-workday)$/ }).count()).toBe(0);
    await page.locator('.rule-problems').getByText('办理期限 · 蓝 · 一般').waitFor();
    expect(await date.count()).toBe(0);
    await page.getByRole('tab', { name: /^回访/ }).click();
    await page.locator('.rule-problems').getByRole('button').click();
    await until(async () => (await page.evaluate<string>('document.activeElement.id')) === 'at/handle/blue/ordinary');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('3');
    await page.locator('.rule-problems').waitFor({ state: 'detached' });
    await until(async () => (await date.getAttribute('datetime'))! < was!);
    // What was typed outlives the page.
    await page.reload();
    await page.getByText('已恢复上次未提交的内容').waitFor();
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByText('已保存').waitFor();
    await page.getByRole('button', { name: '预览并发布' }).click();

    const version = page.url().split('/').at(-2)!;
    const changed = page.locator('.rule-differences tr[data-pointer="/handle/blue/ordinary"]');
    await changed.getByText('3 个工作日').waitFor();
    await page.getByText('项期限会变动').waitFor();
    const row = page.locator('.rule-preview tbody tr', { hasText: (await owing(old)).number });
    await row.first().waitFor();
    // Sorted by what somebody asks for.
    await page.getByRole('button', { name: '新期限' }).click();
    const dates = await page
      .locator('.rule-preview tbody tr td:last-child time')
      .evaluateAll((all) => (all as unknown as { dateTime: string }[]).map((each) => each.dateTime));
    expect(dates).toEqual([...dates].sort());
    expect(dates.length).toBeGreaterThan(1);
    const sheet = page.waitForEvent('download');
    await page.getByRole('link', { name: '导出' }).click();
    expect((await sheet).suggestedFilename()).toMatch(new RegExp(`^将变动的期限（${version}）-.*\\.xlsx$`));
    expect((await sheet).url()).toMatch(/\?language=zh-CN$/);
    await page.getByLabel('理由').fill('全县提速');
    // As all that is typed, it outlives the page.
    await page.reload();
    await page.getByText('项期限会变动').waitFor();
    expect(await page.getByLabel('理由').inputValue()).toBe('全县提速');
    await page.getByRole('radio', { name: '移到新规则' }).check();
    // Announced dates come earlier: not without a word.
    const publish = page.getByRole('button', { name: '发布', exact: true });
    expect(await publish.isDisabled()).toBe(true);
    await page.getByRole('radio', { name: '仍按原规则' }).check();
    await publish.click();
    await page.getByText('已发布：').waitFor();
    await page.goto('/policy');
    const line = page.locator(`tr[data-version="${version}"]`);
    await line.getByText('全县提速').waitFor();
    await line.getByText('现行').waitFor();
    // What no table tells stands there by its own name.
    const member = (path: string) => page.locator(`[data-field="${path}"]`);
    await member('spotChecks?.{grade}').getByText('25%').waitFor();
    await member('visitBy?').getByText('由办理人以外的人').waitFor();
    await member('visitsAtLeast[]').getByText('至少按此等级: 黄').waitFor();
    await member('dangerDenied?').getByText('没有').first().waitFor({ state: 'attached' });

    const { id } = await cases.accepted();
    const mine = handleOf(await owing(id));
    const { items } = await town.get<{ items: { path: string; dueAt: string }[] }>(
      'admin',
      `/policies/${version}/examples?at=${mine.openedAt}`,
    );
    expect(mine.dueAt).toBe(items.find(({ path }) => path === 'handle.blue.ordinary')!.dueAt);

    // An older case reads what it would be, and its supervisor takes the newer rules up for it.
    const stood = handleOf(await owing(old));
    const { page: theirs } = await take('supervisor');
    await theirs.goto(`/disputes/${old}`);
    await theirs.getByRole('button', { name: '换用其他规则会怎样' }).click();
    const dialog = theirs.getByRole('dialog');
    const moment = dialog.locator('tr[data-kind="handle"] time');
    await moment.first().waitFor();
    expect(await moment.first().getAttribute('datetime')).toBe(stood.dueAt);
    const foretold = await moment.last().getAttribute('datetime');
    expect(foretold! < stood.dueAt).toBe(true);
    await dialog.getByLabel('理由').fill('当事人要求');
    // An announced date comes earlier: not without a word.
    await dialog.getByLabel(/^我已看过/).check();
    await dialog.getByRole('button', { name: '改用现行规则' }).click();
    await dialog.locator('.rollout[data-state="done"]').waitFor({ timeout: 60_000 });
    expect(await owing(old)).toMatchObject({ policyVersion: version });
    expect(handleOf(await owing(old)).dueAt).toBe(foretold);
    await setBack(before);
  }, 180_000);

  it('says beside the button that somebody else saved the draft meanwhile, however long the page is', async () => {
    const { document } = await policyInForce();
    const made = await town.post('admin', '/policies', { document });
    const { version } = made!.body as unknown as Policy;
    // A browser complains of each refusal.
    const { page } = await take('admin', { size: PHONE }, false);
    await page.goto(`/policy/${version}/edit?part=limits`);
    const field = page.locator('[data-pointer="/handle/blue/simple"] input').first();
    await field.fill('9');
    await page.getByText('有未保存的修改').first().waitFor();
    // The same draft, saved by another hand.
    const { page: other } = await take('admin');
    await other.goto(`/policy/${version}/edit`);
    await other.locator('[data-pointer="/title"] input').fill('另一位的名称');
    await other.getByRole('button', { name: '保存草稿' }).click();
    await other.getByText('已保存').waitFor();

    await field.scrollIntoViewIfNeeded();
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.locator('.rule-foot', { hasText: '草稿已由他人改动' }).waitFor();
    // In sight is the last of the ways out as well, above the bar.
    const keep = page.getByRole('button', { name: '以我的为准' });
    const bar = async () => (await page.locator('.rule-foot').boundingBox())!.y;
    await until(async () => {
      const { y, height } = (await keep.boundingBox())!;
      return y > 0 && y + height <= (await bar());
    });
    await keep.click();
    await page.locator('.rule-foot', { hasText: '已保存' }).waitFor();
  }, 120_000);

  it('moves open cases by a publishing that says so, with progress to its end', async () => {
    const before = await policyInForce();
    const { id } = await cases.accepted();
    const { dueAt } = handleOf(await owing(id));
    const each = { amount: 9, unit: 'workingDays' };
    const document = {
      ...before.document,
      handle: {
        ...before.document.handle,
        blue: { simple: each, ordinary: each, complex: { amount: 30, unit: 'days' } },
      },
    };
    const made = await town.post('admin', '/policies', { document });
    const { version } = made!.body as unknown as Policy;
    const { page } = await take('admin', { size: PHONE, language: 'en' });
    await page.goto(`/policy/${version}/publish`);
    await page.getByText('dates would move').waitFor();
    await page.getByRole('radio', { name: 'move to these' }).check();
    await page.getByLabel('Why').fill('More time');
    const word = page.getByLabel(/announced dates come earlier/);
    if (await word.count()) await word.check();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.locator('.rollout[data-state="done"]').waitFor({ timeout: 120_000 });
    expect(await owing(id)).toMatchObject({ policyVersion: version });
    const later = handleOf(await owing(id)).dueAt;
    expect(later > dueAt).toBe(true);
    // Who comes back by another way finds it: at the version, in the list, and whoever else answers for rules.
    await page.goto(`/policy/${version}/publish`);
    await page.locator('.rollout[data-state="done"]').waitFor();
    await page.getByText('cases that are not closed move to it').waitFor();
    expect(await page.getByText('what runs already keeps its rules').count()).toBe(0);
    const { page: theirs } = await take('supervisor');
    await theirs.goto('/policy');
    const line = theirs.locator('.rule-moves tr', { hasText: version });
    await line.getByText('全部未销号案件').waitFor();
    await line.getByRole('link').click();
    await theirs.locator('.rollout[data-state="done"]').waitFor();
    await theirs.getByText('未销号案件已逐件移到新规则').waitFor();
    await theirs.getByText('无需变动').waitFor();
    // The case says from which rules to which, and which dates.
    await theirs.goto(`/disputes/${id}`);
    const entry = theirs.locator('.entry-RulesMoved').last();
    await entry.getByText(version).waitFor();
    expect(await entry.locator('code').allInnerTexts()).toEqual([before.version, version]);
    const dates = await entry
      .locator('.entry-date', { hasText: '办理' })
      .locator('time')
      .evaluateAll((all) => (all as unknown as { dateTime: string }[]).map((each) => each.dateTime));
    expect(dates).toEqual([dueAt, later]);
    await setBack(before);
  }, 240_000);

  const NOTICE = `一、元旦：1月1日（周五）至3日（周日）放假，共3天。二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假。六、中秋节：9月15日（周三）放假。七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。八、丰收节：择日放假。`;

  it('lets the administrator make a year of the calendar from its notice and by clicking days', async () => {
    // The browser itself says that a year that makes no sense was not taken.
    const { page } = await take('admin', {}, false);
    await page.goto('/calendar?year=2027');
    await page.getByRole('link', { name: '编辑 2027 年' }).first().click();
    const day = (date: string) => page.locator(`[data-date="${date}"]`);
    await day('2027-01-01').waitFor();
    // Nothing of it was touched yet.
    const foot = page.locator('.rule-foot [role=status]');
    expect(await foot.innerText()).toBe('');
    // As a Chinese spreadsheet saves it: in GB18030.
    const gb = [0x32, 0x30, 0x32, 0x37, 0x2d, 0x31, 0x2d, 0x31, 0x2c, 0xb7, 0xc5, 0xbc, 0xd9];
    const sheet = { name: '2027.csv', mimeType: 'text/csv', buffer: Buffer.from(gb) };
    await page.getByLabel(/\.csv/).setInputFiles(sheet);
    await until(async () => (await page.getByLabel('通知正文').inputValue()) === '2027-1-1,放假');
    await page.getByLabel('通知正文').fill(NOTICE);
    await page.getByRole('button', { name: '读取' }).click();
    await page.getByText('读到放假 27 天、调休上班 5 天').waitFor();
    expect(await foot.innerText()).toBe('有未保存的修改');
    // What was not understood is quoted.
    await page.locator('li[data-code="NOT_UNDERSTOOD"]').getByText('择日放假').waitFor();
    expect(await day('2027-02-08').getAttribute('class')).toContain('day-holiday');
    expect(await day('2027-02-14').getAttribute('class')).toContain('day-make-up');
    // A Monday is no make-up day: said by its date, and nothing is kept.
    await page.getByRole('radio', { name: '调休上班' }).check();
    await day('2027-03-15').click();
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.locator('.field-error').getByText('2027-03-15').waitFor();
    await page.locator('.field-error').getByText('不是周末').waitFor();
    await day('2027-03-15').click();
    await page.getByRole('radio', { name: '放假', exact: true }).check();
    await day('2027-03-15').click();
    await page.locator('[data-list="holidays"]').getByText('3月15日').waitFor();
    // What was clicked outlives the page.
    await page.goto('/calendar?year=2027');
    await page.getByRole('link', { name: '编辑 2027 年' }).first().click();
    await page.getByText('已恢复上次未提交的内容').waitFor();
    await page.locator('[data-list="holidays"]').getByText('3月15日').waitFor();
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByText('发布后所有未销号案件按新日历重新计算').waitFor();
    // A draft is seen where calendars are, and published from there with the reason that it brings along.
    await page.goto('/calendar');
    const drafted = page.locator('[data-drafted="2027"]');
    await drafted.getByText('2027 年日历有草稿，尚未发布').waitFor();
    await drafted.getByRole('link', { name: '预览并发布' }).click();
    await page.locator('[data-list="holidays"]').getByText('3月15日').waitFor();
    await page.getByText('发布后所有未销号案件按新日历重新计算').waitFor();
    await page.getByLabel('理由').waitFor();
    expect(await page.getByLabel('理由').inputValue()).toBe('国务院办公厅关于2027年部分节假日安排的通知');
    const publish = page.getByRole('button', { name: '发布', exact: true });
    await publish.waitFor();
    const word = page.getByLabel(/已告知的期限将提前/);
    if (await word.count()) await word.check();
    await publish.click();
    await page.locator('.rollout[data-state="done"]').waitFor({ timeout: 120_000 });
    const { holidays, official } = await town.get<{ holidays: string[]; official: boolean }>(
      'desk',
      '/calendars/default/2027',
    );
    expect([official, holidays.includes('2027-03-15'), holidays.length]).toEqual([true, true, 28]);
    await page.goto('/calendar/2027/publish');
    await page.locator('.rollout[data-state="done"]').waitFor();
    await page.goto('/calendar');
    await page
      .locator('.rule-moves')
      .getByText(/-2027\.1/)
      .first()
      .waitFor();
    expect(await drafted.count()).toBe(0);
    // The year says as which it was published, why, and how cases moved; what it was before is read again.
    await page.goto('/calendar?year=2027');
    const published = page.locator('tr[data-version$="-2027.1"]');
    await published.getByText('国务院办公厅关于2027年部分节假日安排的通知').waitFor();
    await published.locator('[data-list="holidays"]').getByText('3月15日').waitFor();
    await published.locator('a[href^="/rollouts/"]').waitFor();
    await page.locator('tr[data-version]').last().getByRole('link').click();
    const earlier = page.getByText('这是以前的一版');
    await earlier.waitFor();
    await page.getByRole('link', { name: '查看现行日历' }).click();
    await earlier.waitFor({ state: 'detached' });
  }, 180_000);

  /** Of a control the next value that it may have. */
  const another = async (page: Page, pointer: string) => {
    const control = page
      .locator(`[data-pointer="${pointer}"]`)
      .locator('input:enabled, select:enabled, textarea:enabled')
      .first();
    const { type, value, step, others } = await control.evaluate((found) => {
      const each = found as unknown as { type: string; value: string; step: string; options?: { value: string }[] };
      return {
        type: each.type,
        value: each.value,
        step: each.step,
        others: [...(each.options ?? [])].map((one) => one.value),
      };
    });
    if (type === 'checkbox') await control.click();
    else if (type === 'time') await control.fill('08:15');
    else if (type === 'text' || type === 'textarea') await control.fill('改过');
    else if (type === 'number')
      // One less, so that nothing comes to be more than it may be.
      await control.fill(
        String(step === 'any' && Number(value) < 1 ? 0.75 : Number(value) > 1 ? Number(value) - 1 : 2),
      );
    else await control.selectOption(others.find((one) => one !== value && one !== '')!);
  };

  (process.env.CHECK === 'full' ? it : it.skip)(
    'has an editor for each field of a policy, and each limit a date that follows it',
    async () => {
      const before = await policyInForce();
      const made = await town.post('admin', '/policies', { document: before.document });
      const { version, document } = made!.body as unknown as Policy;
      interface Form {
        chapters: { name: string; fields: { path: string; says: string }[] }[];
      }
      const form = await town.get<Form>('admin', '/policies/form');
      const { page } = await take('admin');
      const found: string[] = [];
      const draft = () =>
        page.evaluate<{ document: unknown } | null>(
          `JSON.parse(localStorage.getItem('dispute-console.draft.policy.${version}'))`,
        );
      const at = (of: unknown, pointer: string) =>
        pointer
          .split('/')
          .slice(1)
          .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], of);
      for (const { name, fields } of form.chapters) {
        await page.goto(`/policy/${version}/edit?part=${name}`);
        await page.locator('.rule-field').first().waitFor();
        for (const { path, says } of fields) {
          if (/\[\]\??$/.test(path) || path.endsWith('.at')) continue;
          const list = /^.*?\[\]\??/.exec(path)?.[0] ?? path;
          const block = page.locator(`[data-field="${list}"]`);
          const member = path.split('.').at(-1)!.replace('?', '');
          if (/\.at\./.test(path)) await block.locator('select[aria-label^="何时"]').first().selectOption(member);
          const cell = block.locator(path === list ? '[data-pointer]' : `[data-pointer$="/${member}"]`).first();
          const pointer = (await cell.getAttribute('data-pointer'))!;
          const date = cell.locator('.rule-until time');
          const was = says.startsWith('limit') && (await date.count()) ? await date.getAttribute('datetime') : null;
          await another(page, pointer);
          await until(async () => {
            const now = (await draft())?.document;
            return now !== undefined && JSON.stringify(at(now, pointer)) !== JSON.stringify(at(document, pointer));
          });
          if (was) await until(async () => (await date.count()) > 0 && (await date.getAttribute('datetime')) !== was);
          found.push(path);
          await page.getByRole('button', { name: '清空' }).click();
        }
      }
      expect(found.length).toBeGreaterThan(55);
      await page.context().close();
    },
    600_000,
  );

  it('drew no complaint from the browser in all of this', () => {
    expect(seats.flatMap((each) => each.complaints)).toEqual([]);
  });
});
