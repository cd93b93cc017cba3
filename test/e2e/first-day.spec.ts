import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Hand } from '../support/hand.js';
import { pick } from '../support/browser.js';
import { seatsIn } from '../support/seats.js';
import { Township } from '../support/township.js';

const PASSWORD = '清晨的河边有两只白鹭慢慢走过';
const DEPARTMENTS = [
  '云溪镇综治中心\tGovernance centre',
  '云溪派出所\tPolice station\t流转台',
  '云溪司法所\tJustice office',
  '下湾村\t村\t云溪镇综治中心',
  '云溪 司法所\tThe same once more',
  '上湾村\tShangwan village\t村\t云溪县中心',
];
const PEOPLE = [
  '周敏\tzhoumin\t云溪派出所\t流转台、回访员、部门负责人',
  '陈明\tchenming\t云溪司法所\t承办人、部门负责人',
  // As a sheet is read, and with commas as one types them.
  '程立新，chenglixin，下湾村，网格员',
  '某人\tsomebody\t云溪粮站\t承办人',
  '某某\tsomeone\t云溪司法所\t出纳',
];

/** From an empty folder to the first transferred case of a county that never saw this product, through the browser. */
describe('the first day', () => {
  const town = new Township({ SEED: 'none' });
  const { take, keep } = seatsIn(town);
  const links = new Map<string, string>();
  let admin: Page;
  let hand: Hand;
  let seconds = 0;

  it('begins with the link that the start printed, and nothing of anybody’s is there', async () => {
    const [, link, code] = /^setup (\S+#code=(\S+)) /m.exec(town.said)!;
    expect(new URL(link!).origin).toBe(town.url);
    ({ page: admin } = await keep(''));
    hand = await Hand.on(admin);
    await admin.goto(`/setup#code=${code} (valid for a day, once)`);
    await admin.getByLabel('姓名').waitFor();
    await hand.begin();
    expect(new URL(admin.url()).hash).toBe('');
    await admin.getByLabel('姓名').fill('孙立');
    await admin.getByLabel('用户名').fill('sunli');
    await admin.getByLabel('新密码').fill(PASSWORD);
    await admin.getByRole('button', { name: '开始' }).click();
    await admin.getByRole('tab', { name: '地区与工作时间' }).waitFor();
  });

  it('is named by its administrator, with its departments and people as they were pasted', async () => {
    await admin.getByLabel('名称', { exact: true }).fill('云溪县');
    await admin.getByLabel('英文名称').fill('Yunxi county');
    // Which hours deadlines go by is said here, and that other ones move none of them.
    const deadlines = admin.getByText('期限按规则中的工作时间计算：08:30–12:00、14:00–17:30');
    await deadlines.waitFor();
    const others = admin.getByText('修改上述时间不会改变期限');
    expect(await others.count()).toBe(0);
    const end = admin.locator('input[type=time]').nth(3);
    expect(await end.inputValue()).toBe('17:30');
    await end.fill('18:00');
    await others.waitFor();
    expect(await deadlines.getByRole('link', { name: '查看全部规则' }).getAttribute('href')).toBe('/policy');
    await end.fill('17:30');
    await others.waitFor({ state: 'detached' });
    await admin.getByRole('button', { name: '保存并继续' }).click();
    // A sample township may be edited; what was typed is in no danger of it.
    const sample = admin.getByRole('button', { name: '填入示例乡镇，再修改' });
    await sample.click();
    expect(await admin.getByLabel('部门清单').inputValue()).toContain(
      '石桥派出所\tPolice station\t流转台\t石桥镇综治中心',
    );
    await sample.waitFor({ state: 'detached' });
    await admin.getByLabel('部门清单').fill(DEPARTMENTS.join('\n'));
    await admin.getByRole('button', { name: '保存并继续' }).click();
    // What is wrong stays, with its line and why.
    await admin.getByText(/第 1 行：同一上级下已有同名部门/).waitFor();
    await admin.getByText('第 2 行：“云溪县中心”不是流转台、村，也不是已有的上级部门').waitFor();
    expect(await admin.getByLabel('部门清单').inputValue()).toBe(DEPARTMENTS.slice(-2).join('\n'));
    // What is there is ticked, though not all of it was taken.
    await admin.getByRole('tab', { name: '✓ 部门' }).waitFor();
    await admin.getByRole('tab', { name: '人员' }).click();
    await admin.getByRole('button', { name: '按部门列出岗位，再填姓名' }).click();
    const posts = await admin.getByLabel('人员清单').inputValue();
    expect(new Set(posts.split('\n'))).toEqual(
      new Set([
        ...['督导', '审计'].map((role) => `姓名\t用户名\t云溪县\t${role}`),
        '姓名\t用户名\t云溪镇综治中心\t督导',
        ...['流转台', '回访员', '部门负责人'].map((role) => `姓名\t用户名\t云溪派出所\t${role}`),
        ...['承办人', '承办人、部门负责人'].map((role) => `姓名\t用户名\t云溪司法所\t${role}`),
        '姓名\t用户名\t下湾村\t报送人',
      ]),
    );
    await admin.getByRole('button', { name: '保存并继续' }).click();
    await admin.locator('.refusal li').nth(8).waitFor();
    expect(await admin.getByLabel('人员清单').inputValue()).toBe(posts);
    await admin.getByLabel('人员清单').fill(PEOPLE.join('\n'));
    await admin.getByRole('button', { name: '保存并继续' }).click();
    await admin.getByText('第 1 行：没有部门“云溪粮站”').waitFor();
    await admin.getByText('第 2 行：没有岗位“出纳”；可填：报送人、').waitFor();
    // Nobody has a link yet.
    await admin.getByRole('tab', { name: '邀请', exact: true }).waitFor();
    await admin.getByRole('tab', { name: '规则与日历' }).click();
    await admin.locator('.section time').first().waitFor();
    await admin.getByRole('button', { name: '跳过这一步' }).click();
    await admin.getByRole('button', { name: '跳过这一步' }).click();
    await admin.getByRole('button', { name: '生成 3 份邀请' }).click();
    await admin.locator('.sheet').nth(2).waitFor();
    // Served at an address of the machine itself, they open nowhere else, and that is said before they are handed over.
    await admin.getByText('只能在这台电脑上打开').waitFor();
    await admin.getByRole('tab', { name: '✓ 邀请' }).waitFor();
    for (const sheet of await admin.locator('.sheet').all()) {
      links.set((await sheet.locator('b').innerText()).trim(), (await sheet.locator('.sheet-link').innerText()).trim());
      expect(await sheet.locator('svg path').getAttribute('d')).toMatch(/^M\d+ \d+h1v1h-1z/);
    }
    expect([...links.keys()].sort()).toEqual(['chenglixin', 'chenming', 'zhoumin']);
  });

  it('ends in what is missing, each with the button that mends it', async () => {
    await admin.getByRole('link', { name: '查看就绪情况' }).click();
    await admin.getByRole('heading', { name: '就绪情况' }).waitFor();
    const item = (name: string) => admin.locator('li', { hasText: name });
    await item('催办对象无人担任').getByText('请关注').waitFor();
    await item('从未登录的人员').getByText('陈明').waitFor();
    await item('还没有流转台').getByText('无此情况').waitFor();
    expect(await item('还没有近期备份').innerText()).toMatch(/backed-up。$/);
    await item('只有一位管理员或审计员').getByRole('link', { name: '去处理' }).click();
    await admin.getByRole('button', { name: '新增人员' }).click();
    const form = admin.getByRole('dialog');
    await form.getByLabel('姓名').fill('许静');
    await form.getByLabel('用户名').fill('xujing');
    await form.getByLabel('邮箱').fill('xujing@example.gov.cn');
    await pick(form.getByRole('combobox', { name: '部门' }), '云溪县');
    await form.getByLabel('审计', { exact: true }).check();
    await form.getByRole('button', { name: '保存' }).click();
    // Who begins alone begins: nobody else could confirm it.
    const sheet = admin.getByRole('dialog').locator('.sheet');
    await sheet.waitFor();
    // On paper, or by the mail of who made it: nobody else has the link.
    const mail = new URL((await sheet.getByRole('link').getAttribute('href'))!);
    expect(decodeURIComponent(`${mail.protocol}${mail.pathname}`)).toBe('mailto:xujing@example.gov.cn');
    expect(mail.searchParams.get('body')).toContain((await sheet.locator('.sheet-link').innerText()).trim());
    expect(await admin.getByRole('dialog').getByText('待确认').count()).toBe(0);
    seconds = (await hand.told()).seconds;
    // Who is alone in a department is told so, rather than asked to choose of nobody.
    await admin.goto('/people');
    await admin.getByRole('button', { name: '陈明' }).click();
    await admin.getByRole('button', { name: '离岗停用' }).click();
    await admin.getByRole('dialog').getByText('本部门没有其他人员可以接替').waitFor();
  });

  it('has its first case at the desk, and transferred, within the hour', async () => {
    const { page } = await take('');
    const clerk = await Hand.on(page);
    await page.goto(new URL(links.get('zhoumin')!).pathname + new URL(links.get('zhoumin')!).hash);
    await page.getByLabel('新密码').waitFor();
    await clerk.begin();
    await page.getByLabel('新密码').fill(PASSWORD);
    await page.getByRole('button', { name: '开始' }).click();
    await page.locator('.page-head').getByRole('link', { name: '登记纠纷' }).click();
    await page.getByLabel('标题').fill('两家争水渠分水口');
    await page.getByLabel('经过').fill('上户堵了分水口，下户三天没水。');
    await page.getByLabel('类别').selectOption('neighbours');
    await pick(page.getByLabel('村（社区）'), 'xwc');
    await page.getByLabel('姓名 1').fill('喻不言');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.locator('.status-entered').waitFor();
    await page.getByRole('button', { name: '交办' }).first().click();
    const form = page.getByRole('dialog');
    await pick(form.getByLabel('交办给'), 'yxsfs');
    await form.getByLabel('理由').fill('由司法所调解。');
    await form.getByRole('button', { name: '交办', exact: true }).click();
    await page.locator('.status-circulating').waitFor();
    const all = seconds + (await clerk.told()).seconds;
    console.log(`the first day took ${Math.round(all / 60)} minutes of people and machine`);
    expect(all).toBeLessThan(3_600);
  });

  it('has room for another county, which is its own people’s from their sign-in on', async () => {
    await admin.goto('/people');
    await admin.getByRole('button', { name: '设立地区' }).click();
    const form = admin.getByRole('dialog');
    await form.getByLabel('县（区）名称').fill('河山县');
    await form.getByLabel('地区代号').fill('He');
    await form.getByRole('button', { name: '保存' }).click();
    await form.getByText('须为编号，例如 yunshan').waitFor();
    await form.getByLabel('地区代号').fill('heshan');
    await form.getByRole('button', { name: '保存' }).click();
    await admin.getByRole('button', { name: '河山县' }).waitFor();
    await admin.getByRole('button', { name: '新增人员' }).click();
    await form.getByLabel('姓名').fill('方圆');
    await form.getByLabel('用户名').fill('fangyuan');
    await pick(form.getByRole('combobox', { name: '部门' }), '河山县');
    await form.getByLabel('管理员', { exact: true }).check();
    await form.getByRole('button', { name: '保存' }).click();
    const link = new URL((await form.locator('.sheet-link').innerText()).trim());
    const { page } = await take('');
    await page.goto(link.pathname + link.hash);
    await page.getByLabel('新密码').fill(PASSWORD);
    await page.getByRole('button', { name: '开始' }).click();
    await page.getByRole('heading', { name: '就绪情况' }).waitFor();
    const departments = async (seat: Page, own: string) => {
      await seat.goto('/people');
      await seat.getByRole('button', { name: own }).waitFor();
      return seat.locator('.tree li b').allInnerTexts();
    };
    expect(await departments(page, '河山县')).toEqual(['河山县']);
    expect(await departments(admin, '云溪县')).not.toContain('河山县');
  });

  it('takes its code from nobody any more', async () => {
    const answer = await fetch(`${town.url}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'x', name: 'x', username: 'x', password: 'x' }),
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'SETUP_OVER']);
  });
});

const FILES = {
  departments: [
    '编号,单位,英文名,上级,有无办事台,是否村',
    ',下湾村,Xiawan village,云溪镇综治中心,否,是',
    ',云溪司法所,Justice office,云溪镇综治中心,否,否',
    ',云溪派出所,Police station,云溪镇综治中心,有,否',
    'town,云溪镇综治中心,Township centre,云溪县,否,否',
  ],
  people: [
    '姓名,账号,单位,角色,电话',
    '周敏,zhoumin,云溪派出所,流转台；回访员；部门负责人,13900001111',
    '陈明,chenming,云溪司法所,承办人、部门负责人,',
    '程立新,chenglixin,下湾村,网格员,',
    '某人,somebody,云溪粮站,承办人,',
  ],
  disputes: [
    '编号,标题,类别,等级,村,登记时间,当事人',
    '纠-7,两家争水渠分水口,邻里,蓝,下湾村,2026-11-20 09:00,喻不言；喻无声',
    '纠-8,工钱拖欠,劳资,黄,下湾村,2026-11-20 10:00,老赵',
  ],
};

/** The same county, whose departments, people and running cases stand in three files. */
describe('the first day from three files', () => {
  const town = new Township({ SEED: 'none' });
  const { take, keep } = seatsIn(town);
  let admin: Page;
  let hand: Hand;
  let seconds = 0;
  let link: string;

  /** Hands a file in as the console asks for it. */
  async function bring(kind: keyof typeof FILES, good: number, wrong: number): Promise<void> {
    await admin.goto(`/imports?kind=${kind}`);
    await admin.getByRole('cell', { name: '石桥' }).first().or(admin.getByText('纠-1')).first().waitFor();
    const buffer = Buffer.from(FILES[kind].join('\n'));
    await admin.getByLabel('表格文件').setInputFiles({ name: `${kind}.csv`, mimeType: 'text/csv', buffer });
    await admin.getByRole('button', { name: '检查' }).click();
    await admin.getByText(`可导入 ${good} 行`).waitFor();
    expect(await admin.locator('[data-code]').count()).toBe(wrong);
    await admin.getByRole('button', { name: `导入 ${good} 行` }).click();
    await admin.locator('.rollout[data-state=done]').getByText(`完成 ${good}`).waitFor();
  }

  it('begins with its administrator', async () => {
    const [, code] = /^setup \S+#code=(\S+) /m.exec(town.said)!;
    ({ page: admin } = await keep(''));
    hand = await Hand.on(admin);
    await admin.goto(`/setup#code=${code}`);
    await admin.getByLabel('姓名').waitFor();
    await hand.begin();
    await admin.getByLabel('姓名').fill('孙立');
    await admin.getByLabel('用户名').fill('sunli');
    await admin.getByLabel('新密码').fill(PASSWORD);
    await admin.getByRole('button', { name: '开始' }).click();
    await admin.getByLabel('名称', { exact: true }).fill('云溪县');
    await admin.getByRole('button', { name: '保存并继续' }).click();
    await admin.getByRole('link', { name: '或从表格导入' }).click();
    await admin.getByRole('columnheader', { name: '上级' }).waitFor();
  });

  it('has its departments, people and cases, each file after the other', async () => {
    await bring('departments', 4, 0);
    // Who works at a department that nobody knows is named, and the others come.
    await bring('people', 3, 1);
    await admin.getByRole('link', { name: '生成邀请' }).click();
    await admin.getByRole('button', { name: '生成 3 份邀请' }).click();
    const sheet = admin.locator('.sheet', { hasText: 'zhoumin' });
    link = (await sheet.locator('.sheet-link').innerText()).trim();
    await bring('disputes', 2, 0);
    seconds = (await hand.told()).seconds;
  });

  it('transfers its first case by who came with the list', async () => {
    const { page } = await take('');
    const clerk = await Hand.on(page);
    const { pathname, hash } = new URL(link);
    await page.goto(`${pathname}${hash}`);
    await page.getByLabel('新密码').waitFor();
    await clerk.begin();
    await page.getByLabel('新密码').fill(PASSWORD);
    await page.getByRole('button', { name: '开始' }).click();
    await page
      .getByRole('link', { name: /两家争水渠分水口/ })
      .first()
      .click();
    await page.locator('.status-entered').waitFor();
    await page.getByRole('button', { name: '交办' }).first().click();
    const form = page.getByRole('dialog');
    await pick(form.getByLabel('交办给'), 'yxsfs');
    await form.getByLabel('理由').fill('由司法所调解。');
    await form.getByRole('button', { name: '交办', exact: true }).click();
    await page.locator('.status-circulating').waitFor();
    const all = seconds + (await clerk.told()).seconds;
    console.log(`the first day from three files took ${Math.round(all / 60)} minutes of people and machine`);
    expect(all).toBeLessThan(3_600);
  });
});
