import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PHONE } from '../support/browser.js';
import { Cases } from '../support/cases.js';
import { seatsIn } from '../support/seats.js';
import { Township, until } from '../support/township.js';

interface Limit {
  amount: number;
  unit: string;
}
interface Policy {
  version: string;
  document: { title: string; handle: Record<string, Record<string, Limit>> };
}
interface Beside {
  before: number;
  after: number;
}
interface Simulation {
  cases: number;
  changed: number;
  late: Beside & { byKind: (Beside & { of: string })[] };
  latenesses: { disputeId: string; number: string; seen: boolean; before: string | null; after: string | null }[];
}

/** Rules in the console, over everything that one command starts: what they would have been, and whom they move. */
describe('rules in the console', () => {
  const town = Township.demo();
  const { seats, take } = seatsIn(town);

  const cases = new Cases(town);
  const versionOf = async (id: string) =>
    (await town.get<{ policyVersion: string }>('supervisor', `/disputes/${id}`)).policyVersion;

  const current = () => town.get<Policy>('admin', '/policies/current');
  /** A draft under which whatever is blue is handled within so many working days. */
  const draft = async (days: number, title = '缩短办理'): Promise<string> => {
    const { document } = await current();
    const each = { amount: days, unit: 'workingDays' };
    const handle = { ...document.handle, blue: { simple: each, ordinary: each, complex: each } };
    const made = await town.post('admin', '/policies', { document: { ...document, title, handle } });
    return (made!.body as unknown as Policy).version;
  };
  /** The numbers of a table, as they stand: by its head, row by row. */
  const column = (page: Page, table: string, title: string) =>
    page.locator(`${table} td[data-label="${title}"]`).allInnerTexts();

  it('tells past months once more under a draft, live, before beside after, and goes on at its address', async () => {
    const version = await draft(1);
    const { page } = await take('admin');
    await page.goto('/policy');
    const line = page.locator(`tr[data-version="${version}"]`);
    await line.getByRole('link', { name: '历史试算' }).click();
    await page.getByRole('heading', { name: '历史试算' }).waitFor();
    // The last twelve months that are over, whole; what is not past is refused in words.
    const [from, to] = [page.getByLabel('从'), page.getByLabel('到', { exact: true })];
    // In the town's zone it may be another month already.
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
    expect(await from.inputValue()).toBe(`${Number(today.slice(0, 4)) - 1}${today.slice(4, 8)}01`);
    expect((await to.inputValue()).slice(0, 8) < today.slice(0, 8)).toBe(true);
    await page.getByRole('button', { name: '开始试算' }).click();
    await page.locator('.rollout[data-state="done"]').waitFor({ timeout: 60_000 });
    const id = new URL(page.url()).searchParams.get('simulation')!;
    const told = await town.get<Simulation>('admin', `/simulations/${id}`);
    expect(told.changed).toBeGreaterThan(0);
    const figure = (of: string) => page.locator(`.figure[data-of="${of}"] b`).innerText();
    expect(await figure('changed')).toBe(String(told.changed));
    expect((await figure('late')).match(/\d+/g)!.map(Number)).toEqual([told.late.before, told.late.after]);
    const handle = told.late.byKind.find(({ of }) => of === 'handle')!;
    expect(handle.after).toBeGreaterThan(handle.before);
    await page.locator('tr[data-of="handle"] b', { hasText: `+${handle.after - handle.before}` }).waitFor();
    await until(async () => (await page.locator('.chart svg').count()) === 5);
    await page.getByRole('heading', { name: '通知：按人' }).waitFor();
    // An administrator reads no case: each is named, and leads nowhere.
    const rows = page.locator('tr[data-change]');
    expect(await rows.first().innerText()).toMatch(/\d{4}-\d{5}/);
    expect(await rows.getByRole('link').count()).toBe(0);
    // Sorted by any head: numbers from the largest, then the other way about.
    const load = 'table[data-table="load"]';
    const due = page.locator(load).getByRole('button', { name: /^到期（现行）/ });
    await due.click();
    const most = (await column(page, load, '到期（现行）')).map(Number);
    expect(most).toEqual([...most].sort((a, b) => b - a));
    await due.click();
    const least = (await column(page, load, '到期（现行）')).map(Number);
    expect(least).toEqual([...least].sort((a, b) => a - b));
    expect(least).not.toEqual(most);

    // Who comes back goes on.
    await page.goto('/policy');
    await page.goto(`/policy/${version}/simulate?simulation=${id}`);
    await page.locator('.rollout[data-state="done"]').waitFor();
    expect(await figure('changed')).toBe(String(told.changed));
  }, 120_000);

  it('says so where past months would have been no other, and links cases for whoever reads them', async () => {
    const { version } = await current();
    const { page } = await take('admin', { size: PHONE, language: 'en' });
    await page.goto(`/policy/${version}/simulate`);
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    await page.locator('.rollout[data-state="done"]').waitFor({ timeout: 60_000 });
    await page.getByText('Nothing is different').waitFor();
    expect(await page.locator('.chart').count()).toBe(0);
    const id = new URL(page.url()).searchParams.get('simulation')!;
    expect((await town.get<Simulation>('admin', `/simulations/${id}`)).cases).toBeGreaterThan(0);
    // Whoever may not publish is told so, and so is who made an address up.
    const { page: theirs } = await take('supervisor', {}, false);
    await theirs.goto(`/policy/${version}/simulate?simulation=${id}`);
    await theirs.locator('.empty').waitFor();
    const { page: lost } = await take('admin', {}, false);
    await lost.goto(`/policy/${version}/simulate?simulation=00000000-0000-4000-8000-000000000000`);
    await lost.locator('.empty').waitFor();
    // Today is not over.
    const to = lost.getByLabel('到', { exact: true });
    await lost.goto(`/policy/${version}/simulate?simulation=${id}`);
    await to.evaluate((each: { removeAttribute: (name: string) => void }) => each.removeAttribute('max'));
    await to.fill(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
    await lost.getByRole('button', { name: '重新试算' }).click();
    await lost.locator('.refusal').waitFor();
    expect(new URL(lost.url()).searchParams.get('simulation')).toBe(id);
  }, 120_000);

  it('shows who moves cases what a draft would change of one, and the version in force once', async () => {
    const version = await draft(2, '办理两日');
    const inForce = (await current()).version;
    const { id } = await cases.accepted();
    const { page } = await take('supervisor');
    await page.goto(`/disputes/${id}`);
    await page.getByRole('button', { name: '换用其他规则会怎样' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('本案已按这版规则和日历办理').waitFor();
    const offered = await dialog.getByRole('combobox').locator('option').allInnerTexts();
    expect(offered.filter((each) => each.startsWith(`${inForce} · `))).toHaveLength(1);
    expect(offered).toContainEqual(`${version} · 草稿 · 办理两日`);
    await dialog.getByRole('combobox').selectOption(version);
    await dialog.locator('tr[data-kind="handle"]').waitFor();
    // To a draft nobody moves a case; and nobody edits one who does not write rules.
    expect(await dialog.getByRole('button', { name: '改用现行规则' }).count()).toBe(0);
    await page.goto('/policy');
    await page.getByText('版本', { exact: true }).click();
    const line = page.locator(`tr[data-version="${version}"]`);
    await line.getByText('草稿').waitFor();
    expect(await line.getByRole('link', { name: '编辑草稿' }).count()).toBe(0);
    await line.getByRole('button', { name: '与前一版比较' }).click();
    await page.locator('.rule-differences tr[data-pointer="/handle/blue/ordinary"]').waitFor();
    // Who handles cases is held to no draft: it is offered to them nowhere.
    const { page: theirs } = await take('justice');
    await theirs.goto(`/disputes/${id}`);
    await theirs.getByRole('button', { name: '换用其他规则会怎样' }).click();
    await theirs.getByRole('dialog').getByText('本案已按这版规则和日历办理').waitFor();
    const fewer = await theirs.getByRole('dialog').getByRole('combobox').locator('option').allInnerTexts();
    expect(fewer.join()).not.toContain(version);
  });

  it('lets a supervisor tick cases that go by older rules, see what would move, and move them; or all they see', async () => {
    const before = await current();
    const [{ id, number }, { id: other, number: two }, { id: third }] = [
      await cases.accepted(),
      await cases.accepted(),
      await cases.accepted(),
    ];
    const { page } = await take('supervisor');
    await page.goto('/disputes');
    await page.locator('tr[data-row]').first().waitFor();
    // While there are no older rules there is nothing to tick.
    expect(await page.getByRole('checkbox', { name: /^选择/ }).count()).toBe(0);
    const version = await draft(1, '一日办结');
    town.forget('admin');
    await town.post('admin', `/policies/${version}/publish`, { moveOpen: false, reason: '提速' });
    await page.reload();
    const row = page.locator(`tr[data-row="/disputes/${id}"]`);
    await row.getByText(`按旧规则 ${before.version}`).waitFor();
    await page.getByRole('checkbox', { name: `选择 ${number}` }).check();
    await page.getByRole('checkbox', { name: `选择 ${two}` }).check();
    await page.locator('.bulk').getByText('已选 2 件').waitFor();
    await page.locator('.bulk').getByRole('button', { name: '改用现行规则' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`2 件案件将改用 ${version}`).waitFor();
    await dialog.locator('.rule-preview tr', { hasText: number }).first().waitFor();
    // Announced dates come earlier: that has to be meant.
    const move = dialog.getByRole('button', { name: '改用现行规则' });
    await dialog.getByLabel('理由').fill('试点两件');
    expect(await move.isDisabled()).toBe(true);
    await dialog.getByLabel(/^我已看过/).check();
    await move.click();
    await dialog.locator('.rollout[data-state="done"]').waitFor({ timeout: 60_000 });
    await dialog.getByText('2 / 2').waitFor();
    for (const each of [id, other]) expect(await versionOf(each)).toBe(version);
    expect(await versionOf(third)).toBe(before.version);
    // Who comes back goes on; what has moved is not ticked a second time.
    await page.reload();
    await page.locator('.rollout[data-state="done"]').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('rollout')).toBeNull();
    await page.locator(`tr[data-row="/disputes/${third}"]`).getByText('按旧规则').waitFor();
    expect(await row.getByRole('checkbox').count()).toBe(0);

    // All that they see, on a telephone and in English.
    const { page: phone } = await take('supervisor', { size: PHONE, language: 'en' });
    await phone.goto('/disputes');
    await phone.getByRole('button', { name: 'All that I see take up the rules in force' }).click();
    const sheet = phone.getByRole('dialog');
    await sheet.getByText(new RegExp(`cases take up ${version}`)).waitFor();
    await sheet.getByLabel('Why').fill('All of them');
    await sheet.getByLabel(/^I have seen it/).check();
    await sheet.getByRole('button', { name: 'Take up the rules in force' }).click();
    await sheet.locator('.rollout[data-state="done"]').waitFor({ timeout: 120_000 });
    expect(await versionOf(third)).toBe(version);
    // A desk moves nothing, and is offered nothing.
    const { page: desk } = await take('desk');
    await desk.goto('/disputes');
    await desk.locator('tr[data-row]').first().waitFor();
    expect(await desk.getByRole('checkbox', { name: /^选择/ }).count()).toBe(0);
  }, 240_000);

  it('has nothing that a browser complains of', () => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
