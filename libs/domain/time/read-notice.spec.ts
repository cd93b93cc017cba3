import { describe, expect, it } from '@jest/globals';
import { readNotice } from './read-notice.js';
import { SHIPPED_CALENDARS } from './shipped-calendars.js';

/** As the State Council Office published them; the shipped calendars were written by hand. */
const NOTICES: Record<number, string> = {
  2024: `一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。`,
  2025: `各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2025年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周三）放假1天，不调休。
　　二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
　　三、清明节：4月4日（周五）至6日（周日）放假，共3天。
　　四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
　　五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
　　六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。`,
  2026: `一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`,
};

describe('the text of a notice', () => {
  it.each(Object.keys(NOTICES).map(Number))('of %i is the year that was written by hand', (year) => {
    const shipped = SHIPPED_CALENDARS.find((each) => each.year === year)!;
    const { problems, source: _source, ...read } = readNotice(NOTICES[year]!, year);
    expect(problems).toEqual([]);
    expect(read).toEqual({ holidays: shipped.holidays, makeUpDays: shipped.makeUpDays });
  });

  it.each<[as: string, numbered: (n: number) => string, end: string]>([
    ['1.', (n) => `${n}. `, '。'],
    ['1、', (n) => `${n}、`, '。'],
    ['(1)', (n) => `（${n}）`, '。'],
    ['1) without full stops', (n) => `${n}）`, ''],
  ])('is the same where its parts are numbered as %s', (_as, numbered, end) => {
    const lines = NOTICES[2026]!
      .split('\n')
      .map((line, n) => line.replace(/^.、/, numbered(n + 1)).replace(/。$/, end));
    expect(readNotice(lines.join('\n'), 2026)).toEqual(readNotice(NOTICES[2026]!, 2026));
  });

  it('begins in the year before where it says so', () => {
    const { holidays, problems } = readNotice('一、元旦：2022年12月31日至2023年1月2日放假，共3天。', 2023);
    expect([holidays, problems]).toEqual([['2022-12-31', '2023-01-01', '2023-01-02'], []]);
  });

  it('says what it does not understand, and guesses nothing', () => {
    const codes = (text: string, year = 2026) => readNotice(text, year).problems.map(({ code }) => code);
    expect(codes('')).toEqual(['NOTHING_FOUND']);
    expect(codes('今天天气很好。')).toEqual(['NOTHING_FOUND']);
    expect(codes('一、元旦：2月30日放假。')).toEqual(['NO_SUCH_DATE', 'NOT_UNDERSTOOD', 'NOTHING_FOUND']);
    expect(codes('一、元旦：1月1日至3日放假，共4天。')).toEqual(['OTHER_LENGTH']);
    expect(codes('一、元旦：1月3日至1日放假。')).toEqual(['NOT_UNDERSTOOD', 'NOTHING_FOUND']);
    expect(codes('一、元旦：照常上班。')).toEqual(['NOT_UNDERSTOOD', 'NOTHING_FOUND']);
    // Last year's notice for this year.
    expect(new Set(codes(NOTICES[2025]!, 2026))).toEqual(new Set(['NOTICE_OF_OTHER_YEAR', 'OTHER_WEEKDAY']));
  });

  it('says what it is, by its number or its title, and of which year', () => {
    const title = '国务院办公厅关于2026年\n部分节假日安排的通知\n';
    const read = (head: string, year = 2026) => readNotice(`${head}${NOTICES[2026]!}`, year);
    expect(read('').source).toBe('国务院办公厅关于2026年部分节假日安排的通知');
    for (const sent of ['国办发明电〔2025〕7号', '国办发明电[2025]7号', '国办发明电（2025）7号'])
      expect(read(`${title}${sent}\n`).source).toBe('国办发明电〔2025〕7号');
    const other = read(title, 2027);
    expect(other.source).toBe('国务院办公厅关于2026年部分节假日安排的通知');
    expect(other.problems[0]).toEqual({
      code: 'NOTICE_OF_OTHER_YEAR',
      said: '国务院办公厅关于2026年部分节假日安排的通知',
    });
    expect(readNotice('今天天气很好。', 2026).source).toBeNull();
  });
});
