import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Casework, quarrel, waterDispute, type Page, type View } from '../support/casework.js';

const MOBILE = '13912345678';
const PAPER = '53012319750505123X';

/** One field, in which people type what they have: a word, a name in a hurry, a number from another office. */
describe('the search', () => {
  let api: Api;
  let cases: Casework;
  /** Handled by justice, assisted by land. */
  let wall: View;
  let water: View;

  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
    const { id } = await cases.handledBy('justice', {
      title: '圍牆東移 2 米，占道',
      narrative:
        '甲方于清明节前后连夜砌起一堵墙，堵住乙方去晒谷场的路。' + '两家多次争吵。'.repeat(80) + '末了说到石狮子。',
      place: { village: 'village-shixi', address: '三组巷口13号' },
      parties: [
        { name: '张 三', role: 'applicant', phone: `${MOBILE}，0872-2123456`, idNumber: PAPER.toLowerCase() },
        { name: '阿卜杜拉·买买提', role: 'respondent' },
        { name: '𠮷田𫝹', role: 'respondent' },
      ],
      externalNumber: 'ＧＤ-2026-0417',
      source: { channel: 'other', reference: '12345 热线 88 号' },
    });
    await cases.does('desk', id, 'transfer', { to: 'land', role: 'assist', reason: '查底册' });
    wall = await cases.does('land', id, 'accept', { transferId: 't2' });
    water = await cases.register(
      waterDispute({ parties: [{ name: '单于志', role: 'applicant', phone: '13987654321' }] }),
    );
  });
  afterAll(() => api.stop());

  const found = async (who: string, q: string, more = '') =>
    (await cases.all<View>(who, `/disputes?q=${encodeURIComponent(q)}${more}`)).map(({ id }) => id);

  it.each([
    ['its number', () => wall.number],
    ['the end of its number', () => wall.number.slice(-5)],
    ['two words in any order', () => '占道 张三'],
    ['words of several of its texts', () => '围墙、买买提，三组'],
    ['full-width blanks', () => '张三　围墙'],
    ['a name without its blank', () => '张三'],
    ['a name in traditional signs', () => '張三'],
    ['simplified signs of a traditional title', () => '围墙东移2米'],
    ['full-width figures', () => '東移２米'],
    ['a name without its dot', () => '阿卜杜拉买买提'],
    ['a name with another dot', () => '阿卜杜拉•买买提'],
    ['a name with a third dot', () => '阿卜杜拉 ・ 买买提'],
    ['a rare sign', () => '𫝹'],
    ['a name of rare signs', () => '𠮷田𫝹'],
    ['pinyin', () => 'zhangsan'],
    ['pinyin, a syllable at a time', () => 'zhang san'],
    ['first letters of a name', () => 'zs'],
    ['first letters in large', () => 'ZS'],
    ['first letters of a title', () => 'wqdy'],
    ['its number elsewhere', () => 'GD-2026-0417'],
    ['a part of its number elsewhere', () => '0417'],
    ['what its source calls it', () => '热线 88'],
    ['its village', () => '石溪'],
    ['its village in English', () => 'shixi village'],
    ['its village in first letters, and a name', () => 'sxc 张三'],
    ['the first sign of its village, and a name', () => '石 张三'],
    ['the first two letters of its village, and a name', () => 'sx 张三'],
    ['its village in traditional signs', () => '石谿 张三'],
    ['its address', () => '巷口13号'],
    ['its narrative', () => '晒谷场'],
    ['its narrative and a name', () => '清明节 张三'],
  ])('finds a case by %s', async (what, q) => {
    // ICU knows no simplified sign for 谿, which is a variant; nobody finds by it what is written 溪.
    expect(await found('desk', q())).toEqual(what === 'its village in traditional signs' ? [] : [wall.id]);
  });

  it.each([
    '张三 水渠',
    '单于志 围墙',
    '三张',
    '墙围',
    '𠮷',
    '张四',
    'hang',
    'z',
    '石狮子',
    '村',
    'vi',
    'xc',
    '%',
    '_',
    '、',
    `' OR true --`,
    'X围X墙X',
    'village-shixi',
  ])('finds nothing of the two by %s', async (q) => {
    expect(await found('desk', q)).toEqual(q === '𠮷' || q === 'hang' ? [wall.id] : []);
  });

  it('finds a name by either of its readings, and both cases by what both have', async () => {
    for (const q of ['chanyuzhi', 'shanyuzhi', 'syz', 'cyz', '单于志'])
      expect(await found('desk', q)).toEqual([water.id]);
    expect(await found('desk', '两家')).toEqual([water.id, wall.id]);
  });

  describe('of a whole telephone or identity number', () => {
    const NUMBERS = [
      MOBILE,
      '+86 139 1234 5678',
      '0086-139-1234-5678',
      '１３９１２３４５６７８',
      '139-1234-5678',
      '0872-2123456',
      '(0872) 2123456',
      `张三 ${MOBILE}`,
      `139 1234 5678 围墙`,
      `电话${MOBILE}`,
      PAPER,
      PAPER.toLowerCase(),
      '530123 19750505 123X',
      `身份证：${PAPER}`,
    ];

    it.each(NUMBERS)('finds its party by %s for the desk and the holder, who read it whole', async (q) => {
      for (const who of ['desk', 'justice', 'justice-head'])
        expect([who, await found(who, q)]).toEqual([who, [wall.id]]);
    });

    it.each(NUMBERS)('answers on %s those who read it masked, or nothing, as if there were none', async (q) => {
      const bodyFor = async (who: string, asked: string) =>
        JSON.stringify((await api.get<Page<View>>(who, `/disputes?q=${encodeURIComponent(asked)}`)).body);
      for (const who of ['supervisor', 'land', 'auditor', 'labour', 'forestry-head']) {
        expect([who, await bodyFor(who, q)]).toEqual([who, await bodyFor(who, '13900000000')]);
      }
      // Who sees the case finds it by its words.
      expect(await found('supervisor', '张三')).toEqual([wall.id]);
      expect(await found('land', '张三')).toEqual([wall.id]);
      expect(await found('labour', '张三')).toEqual([]);
    });

    it.each(['1391234567', '12345678', '391234567', '530123', '19750505', '2123456', '1391234', '139123456789'])(
      'finds nothing by a part of it, or by more: %s',
      async (q) => {
        for (const who of ['desk', 'justice']) expect(await found(who, q)).toEqual([]);
      },
    );

    it('wants every other word as well', async () => {
      expect(await found('desk', `${MOBILE} 水渠`)).toEqual([]);
      expect(await found('desk', `${MOBILE} 13987654321`)).toEqual([]);
      expect(await found('desk', `${MOBILE} 石溪`)).toEqual([wall.id]);
    });

    it('goes with a correction, and finds what was told anew', async () => {
      const { id } = await cases.register(
        quarrel({ parties: [{ name: '改号人', role: 'applicant', phone: '13711110001' }] }),
      );
      await cases.does('desk', id, 'correct', { parties: [{ id: 'p1', phone: '13711110002' }], reason: '听错' });
      expect(await found('desk', '13711110001')).toEqual([]);
      expect(await found('desk', '13711110002')).toEqual([id]);
    });

    it('does not find who was erased, by that or by any word', async () => {
      const { id, number } = await cases.closedBy('justice', {
        title: '枫桥断墙案',
        narrative: '霍家说墙已砌好',
        parties: [
          { name: '翟守拙', role: 'applicant', phone: '13711110003' },
          { name: '霍九成', role: 'respondent' },
        ],
      });
      const words = ['13711110003', '翟守拙', 'zhaishouzhuo', '枫桥断墙', '墙已砌好'];
      for (const q of words) expect([q, await found('justice', q)]).toEqual([q, [id]]);
      await cases.does('auditor', id, 'erase', { ground: 'person-request', reason: '书面申请' });
      for (const q of words) expect([q, await found('justice', q)]).toEqual([q, []]);
      expect(await found('justice', number)).toEqual([id]);
    });
  });

  it('is the same for the sheet, and apart for rehearsals', async () => {
    const sheet = async (q: string, who = 'desk') =>
      (await api.get<string>(who, `/disputes.csv?format=codes&q=${encodeURIComponent(q)}`)).body.includes(wall.id);
    for (const q of ['zhangsan 围墙', MOBILE]) expect([q, await sheet(q)]).toEqual([q, true]);
    expect(await sheet(MOBILE, 'supervisor')).toBe(false);
    expect(await found('desk', '张三', '&rehearsal=true')).toEqual([]);
  });

  it('follows a village that has another name, at once', async () => {
    const named = await api.call('admin', 'PATCH', '/departments/village-shixi', { name: '栖霞社区' });
    expect(named.status).toBe(200);
    expect(await found('desk', '栖霞 张三')).toEqual([wall.id]);
    expect(await found('desk', 'qixia 张三')).toEqual([wall.id]);
    expect(await found('desk', '石溪 张三')).toEqual([]);
    expect((await api.engine.upkeep.verify()).problems).toEqual([]);
  });
});
