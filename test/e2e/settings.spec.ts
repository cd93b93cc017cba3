import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../../apps/local/servers.js';
import { DESKTOP, launch, PHONE, sit, type Seat } from '../support/browser.js';
import { MailSink, WebSink, bodyOf } from '../support/sinks.js';
import { Township } from '../support/township.js';

const AXE = `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations.flatMap((v) =>
  v.nodes.map((n) => v.id + ' ' + n.target.join(' '))))`;
const WIDER = `document.documentElement.scrollWidth - document.documentElement.clientWidth`;

/** Pictures for eyes; none without it. */
const FOLDER = process.env.SCREENS_DIR;

/** What a person sets for themselves, and what becomes of notices outside the console, in a real browser. */
describe('settings and deliveries', () => {
  let town: Township;
  let browser: Browser;
  let mail: MailSink;
  let web: WebSink;
  let temporal: Connection;
  const seats: Seat[] = [];

  beforeAll(async () => {
    [mail, web] = await Promise.all([MailSink.start(), WebSink.start()]);
    const port = await freePort();
    town = Township.demo({
      SMTP_URL: mail.url,
      MAIL_FROM: 'notices@example.gov.cn',
      OUTGOING_ALLOW: web.host,
      TEMPORAL_PORT: String(port),
    });
    [browser] = await Promise.all([launch(), town.start()]);
    temporal = await Connection.connect({ address: `127.0.0.1:${port}` });
  }, 120_000);
  afterEach(async () => {
    for (const { context } of seats.splice(0)) await context.close();
  });
  afterAll(async () => {
    await temporal?.close();
    await browser?.close();
    await Promise.all([mail.stop(), web.stop(), town.remove()]);
  });

  const take = async (who: string, options?: Parameters<typeof sit>[3]): Promise<Seat> => {
    const seat = await sit(browser, town.url, who, options);
    await seat.page.addInitScript({ path: 'node_modules/axe-core/axe.min.js' });
    seats.push(seat);
    return seat;
  };
  /** Nothing that a machine can hold against a screen. */
  const clean = async ({ page, complaints }: Seat, name: string) => {
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    if (FOLDER) await page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage: true });
    const refused = /status of (400|409)/;
    expect([
      ...(await page.evaluate<string[]>(AXE)),
      ...complaints.filter((each) => !refused.test(each)),
      await page.evaluate<number>(WIDER),
    ]).toEqual([0]);
  };
  /** What else comes at the next minute. */
  const deliver = () =>
    new Client({ connection: temporal }).workflow.execute('deliveryWorkflow', {
      workflowId: randomUUID(),
      taskQueue: 'disputes',
    }) as Promise<{ sent: number; failed: number }>;
  const section = (page: Page, title: string) =>
    page.locator('section.section', { has: page.getByRole('heading', { name: title, exact: true }) });

  it('confirm an e-mail address with the code that comes, on a phone', async () => {
    const seat = await take('justice', { size: PHONE });
    const { page } = seat;
    await page.goto('/settings');
    const channels = section(page, '通知发到哪里');
    await channels.getByLabel('地址', { exact: true }).fill('chen@example.com');
    await channels.getByRole('button', { name: '添加' }).click();
    await channels.getByText('待确认').waitFor();
    await channels.getByText('确认码即将发出，一般一分钟内到达。').waitFor();
    await deliver();
    const code = channels.getByLabel('确认码');
    await code.waitFor();
    await clean(seat, 'confirm-phone');
    const sent = /确认码是 (\d{6})/.exec(bodyOf(mail.received[0]!.source))![1]!;
    await code.fill(String((Number(sent) + 1) % 1_000_000).padStart(6, '0'));
    await channels.getByRole('button', { name: '确认', exact: true }).click();
    await channels.getByText('确认码不对').waitFor();
    await channels.getByText('还可以试 4 次。').waitFor();
    await clean(seat, 'confirm-wrong-phone');
    await code.fill(sent);
    await channels.getByRole('button', { name: '确认', exact: true }).click();
    await page.getByText('chen@example.com 已确认').waitFor();
    await channels.getByText('待确认').waitFor({ state: 'detached' });
  });

  it('say who one is, who stands in, for whom one does, and what one may by which role, on a phone', async () => {
    const seat = await take('labour', { size: PHONE });
    const { page } = seat;
    await page.goto('/settings');
    const own = section(page, '我的岗位');
    await own.getByText('没有代理人').waitFor();
    const absence = { awayUntil: new Date(Date.now() + 86_400_000).toISOString(), deputyId: 'labour-head' };
    const status = await page.evaluate<number>(
      `fetch('/api/v1/users/labour', { method: 'PATCH', headers: { 'content-type': 'application/json' },
         body: '${JSON.stringify(absence)}' }).then((answer) => answer.status)`,
    );
    expect(status).toBe(200);
    await page.reload();
    for (const told of ['黄明', '石桥人社所', '承办人', '黄建国']) await own.getByText(told).first().waitFor();
    await own.getByText('我能做什么，为什么').click();
    await own.locator('li', { hasText: '报送线索' }).getByText('由岗位决定 承办人').waitFor();
    expect(await own.locator('li', { hasText: '登记纠纷' }).count()).toBe(0);
    await clean(seat, 'self-phone');
    const { page: other } = await take('labour-head', { size: PHONE });
    await other.goto('/settings');
    await section(other, '我的岗位').getByText('黄明').waitFor();
  });

  it('say what each channel tells and when it is quiet; the legal deadlines cannot all be off', async () => {
    const seat = await take('forestry', { size: PHONE });
    const { page } = seat;
    await town.post('forestry', '/channels', { kind: 'webhook', address: `http://${web.host}/mute` });
    await page.goto('/settings');
    const channels = section(page, '通知发到哪里');
    await channels.getByText(/^接收哪些通知、何时免打扰/).click();
    await channels.getByLabel('已办结').uncheck();
    await channels.getByLabel('免打扰自').fill('20:00');
    await channels.getByRole('button', { name: '保存' }).click();
    // One of the two times is missing: it is said at the times.
    await channels.locator('.field-error').first().waitFor();
    await channels.getByLabel('免打扰至').fill('07:30');
    await clean(seat, 'choices-phone');
    await channels.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存').waitFor();
    const kept = async () =>
      (await town.get<{ items: { muted: string[]; quietHours: object | null }[] }>('forestry', '/channels')).items[0]!;
    expect(await kept()).toMatchObject({ muted: ['resolved'], quietHours: { from: '20:00', to: '07:30' } });
    await channels.getByLabel('催办', { exact: true }).uncheck();
    await channels.getByRole('button', { name: '保存' }).click();
    await channels.getByText('法定期限通知不能全部关闭').waitFor();
    await channels.locator('[data-code=LEGAL_NOTICES]').getByText('催办', { exact: true }).waitFor();
    expect((await kept()).muted).toEqual(['resolved']);
  });

  it('take the secret of a robot, in English', async () => {
    const seat = await take('land', { size: DESKTOP, language: 'en' });
    const { page } = seat;
    await page.goto('/settings');
    const channels = section(page, 'Where notices go');
    await channels.getByLabel('DingTalk robot').check();
    await channels.getByLabel('Address', { exact: true }).fill(`http://${web.host}/robot`);
    await channels.getByLabel('Signing secret').fill('SEC1234');
    await clean(seat, 'robot-en');
    await channels.getByRole('button', { name: 'Add', exact: true }).click();
    await channels.getByRole('button', { name: `Remove http://${web.host}` }).waitFor();
    expect(await channels.getByText('To be confirmed').count()).toBe(0);
    // As when the other side said that it is gone.
    await page.evaluate(`fetch('/api/v1/channels').then((answer) => answer.json()).then(({ items }) =>
      fetch('/api/v1/channels/' + items[0].id, { method: 'PATCH', body: '{"active":false}',
        headers: { 'content-type': 'application/json' } }))`);
    await page.reload();
    await channels.getByText('switched off').waitFor();
    await channels.getByRole('button', { name: /^Switch on again/ }).click();
    await channels.getByText('switched off').waitFor({ state: 'detached' });
  });

  it.each([
    ['desk', PHONE, 'zh-CN' as const, ['回访日历订阅', '生成订阅地址', '订阅地址', '更换地址', '停用订阅']],
    [
      'visitor',
      DESKTOP,
      'en' as const,
      [
        'Return visits in your calendar',
        'Make the address',
        'Address of the calendar',
        'Make a new address',
        'End the subscription',
      ],
    ],
  ])('give %s an address of the calendar, once, anew and no more', async (who, size, language, words) => {
    const seat = await take(who, { size, language });
    const { page } = seat;
    await seat.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const [title, make, label, renew, end] = words as [string, string, string, string, string];
    const read = async (url: string) => (await fetch(url)).status;
    await page.goto('/settings');
    const feed = section(page, title);
    await feed.getByRole('button', { name: make }).click();
    const field = feed.getByRole('textbox', { name: label });
    const first = await field.inputValue();
    expect(await read(first)).toBe(200);
    await feed.getByRole('button', { name: /^(复制|Copy)$/ }).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(first);
    await clean(seat, `feed-${language}`);
    const answer = page.waitForResponse((each) => each.request().method() === 'POST');
    await feed.getByRole('button', { name: renew }).click();
    const { url: second } = (await (await answer).json()) as { url: string };
    await feed.locator(`input[value="${second}"]`).waitFor();
    expect([await read(first), await read(second)]).toEqual([404, 200]);
    await page.reload();
    await feed.getByRole('button', { name: end }).waitFor();
    expect(await field.count()).toBe(0);
    await feed.getByRole('button', { name: end }).click();
    await feed.getByRole('button', { name: make }).waitFor();
    expect(await read(second)).toBe(404);
  });

  it.each([
    [PHONE, 'zh-CN' as const, ['程序令牌', '用途', '办理', '生成令牌', '新令牌：网格', '撤销 网格', '有效期至']],
    [
      DESKTOP,
      'en' as const,
      ['Tokens for programs', 'What for', 'Act', 'Make a token', 'New token: 网格', 'Revoke 网格', 'Valid until'],
    ],
  ])('make a token for a program and take it back: %o', async (size, language, words) => {
    const seat = await take('justice-head', { size, language });
    const { page } = seat;
    const [title, name, act, make, made, revoke, until] = words as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    await page.goto('/settings');
    const tokens = section(page, title);
    await tokens.getByLabel(name).fill('网格');
    await tokens.getByLabel(act, { exact: true }).check();
    await tokens.getByRole('button', { name: make }).click();
    const token = await tokens.getByRole('textbox', { name: made }).inputValue();
    const ask = async () =>
      (await fetch(`${town.url}/api/v1/inbox/counts`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await ask()).toBe(200);
    await tokens.getByText(until).waitFor();
    await clean(seat, `tokens-${language}`);
    await page.reload();
    await tokens.getByRole('button', { name: revoke }).waitFor();
    expect(await tokens.getByRole('textbox', { name: made }).count()).toBe(0);
    await tokens.getByRole('button', { name: revoke }).click();
    await tokens.getByRole('button', { name: revoke }).waitFor({ state: 'detached' });
    expect(await ask()).toBe(401);
  });

  it('let an administrator see and revoke the tokens of a person below, on a phone', async () => {
    const given = (name: string) =>
      town.post('land', '/tokens', {
        name,
        scopes: ['read'],
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      });
    expect((await given('网格平台'))!.status).toBe(201);
    expect((await given('统计报表'))!.status).toBe(201);
    const seat = await take('admin', { size: PHONE });
    const { page } = seat;
    await page.goto('/people');
    const names = page.locator('.tree');
    const { items } = await town.get<{ items: { id: string; name: string }[] }>('admin', '/users');
    const nameOf = (id: string) => items.find((each) => each.id === id)!.name;
    await names.getByRole('button', { name: nameOf('land'), exact: true }).tap();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '程序令牌' }).tap();
    const line = dialog.locator('li', { hasText: '网格平台' });
    await line.getByText('最近使用 从未').waitFor();
    await clean(seat, 'tokens-of-phone');
    await line.getByRole('button', { name: '撤销 网格平台' }).tap();
    await dialog.getByText('确定撤销“网格平台”').waitFor();
    await clean(seat, 'tokens-of-sure-phone');
    const left = async () =>
      (await town.get<{ items: { name: string }[] }>('admin', '/users/land/tokens')).items.map(({ name }) => name);
    await dialog.getByRole('button', { name: '取消' }).tap();
    expect(await left()).toEqual(['网格平台', '统计报表']);
    await line.getByRole('button', { name: '撤销 网格平台' }).tap();
    await dialog.getByRole('button', { name: '撤销', exact: true }).tap();
    await page.getByText('令牌“网格平台”已撤销').waitFor();
    await line.waitFor({ state: 'detached' });
    expect(await left()).toEqual(['统计报表']);
    const wide = await take('admin', { size: DESKTOP, language: 'en', dark: true });
    await wide.page.goto('/people');
    await wide.page.getByRole('button', { name: nameOf('land'), exact: true }).click();
    await wide.page.getByRole('dialog').getByRole('button', { name: 'tokens' }).click();
    await wide.page.getByText(`Programs’ tokens of ${nameOf('land')}`).waitFor();
    await wide.page.getByRole('button', { name: 'Revoke 统计报表' }).waitFor();
    await clean(wide, 'tokens-of-desktop');
    // Who may not, sees names.
    const { page: above } = await take('supervisor');
    await above.goto('/people');
    await above.locator('.tree').getByText(nameOf('land')).waitFor();
    expect(await above.locator('.tree').getByRole('button').count()).toBe(0);
  });

  it('show the supervisor what failed and why, and send it again', async () => {
    web.answer = { status: 200, body: '{"errcode":310000,"errmsg":"keywords not in content"}' };
    const robot = await town.post('justice', '/channels', { kind: 'dingtalk', address: `http://${web.host}/ding` });
    expect(robot!.status).toBe(201);
    const registered = await town.post('desk', '/disputes', {
      title: '院坝积水',
      narrative: '两家为院坝排水争执。',
      category: 'neighbours',
      grade: 'red',
      place: { village: 'village-shixi', address: '五组院坝' },
      parties: [{ name: '申不害', role: 'applicant' }],
      source: { channel: 'walk-in' },
    });
    const { id } = (registered!.body as unknown as { dispute: { id: string } }).dispute;
    const sentOn = await town.post('desk', `/disputes/${id}/transfer`, { to: 'justice', reason: '属调解职责' });
    expect(sentOn!.status).toBe(200);
    await deliver();
    const seat = await take('supervisor', { size: PHONE });
    const { page } = seat;
    await page.goto('/deliveries');
    await page.getByText('对方拒收').waitFor();
    await page.getByText('keywords not in content').waitFor();
    await clean(seat, 'deliveries-phone');
    const wide = await take('admin', { size: DESKTOP, language: 'en', dark: true });
    await wide.page.goto('/deliveries');
    await wide.page.getByText('The other side refused it').waitFor();
    await clean(wide, 'deliveries-desktop');
    web.answer = { status: 200, body: '{"errcode":0}' };
    await page.getByRole('button', { name: /^重新发送/ }).click();
    await page.getByText('没有发送失败的通知').waitFor();
    await deliver();
    await page.getByRole('tab', { name: '已发送' }).click();
    await page.getByText('钉钉机器人').first().waitFor();
    // Its test message, the notice, and the notice once more.
    expect(web.received.filter((each) => each.path === '/ding')).toHaveLength(3);
  });
});
