import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { drawSheet, printable, runsOf, type Sheet } from '../../apps/api/papers/sheet.js';

const sheet = (more: Partial<Sheet> = {}): Sheet => ({
  number: 'YJ2026-00001',
  title: '矛盾纠纷移交函',
  addressee: '司法所',
  paragraphs: ['现将“围墙占道纠纷”移交贵单位办理。', '请于2026年11月25日17时30分前签收或者说明理由退回。'],
  sender: '石溪派出所',
  date: '2026年11月23日',
  copy: null,
  caseNumber: '案号 2026-00012',
  caseUrl: 'https://example.org/disputes/00000000-0000-4000-8000-000000000001',
  issuedAt: new Date('2026-11-23T10:00:00Z'),
  ...more,
});
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length;
/** How many lines are written on each page. */
const textsOn = (pdf: Buffer) =>
  [...pdf.toString('latin1').matchAll(/stream\n([^]*?)\nendstream/g)].flatMap(([, packed]) => {
    try {
      const shown = inflateSync(Buffer.from(packed!, 'latin1')).toString('latin1');
      return shown.startsWith('1 0 0 -1 0 841.89 cm') ? [shown.match(/ TJ$/gm)?.length ?? 0] : [];
    } catch {
      return [];
    }
  });
/** A4 in points. */
const A4 = '/MediaBox [0 0 595.28 841.89]';

describe('an official paper', () => {
  it('is one A4 page of less than 200 kB, the same bytes each time', async () => {
    const [one, other] = await Promise.all([drawSheet(sheet()), drawSheet(sheet())]);
    expect(one.subarray(0, 5).toString()).toBe('%PDF-');
    expect(one.toString('latin1')).toContain(A4);
    expect(pagesOf(one)).toBe(1);
    expect(one.length).toBeLessThan(200_000);
    expect(one.equals(other)).toBe(true);
    expect(one.equals(await drawSheet(sheet({ number: 'YJ2026-00002' })))).toBe(false);
  });

  it('goes on to further pages and stays small', async () => {
    const demand = Array.from({ length: 10 }, (_, n) => `${n + 1}、${'限期办结并书面报告办理情况；'.repeat(12)}`);
    const long = await drawSheet(sheet({ addressee: '某'.repeat(200), paragraphs: [demand.join('\n')] }));
    expect(pagesOf(long)).toBeGreaterThan(1);
    expect(pagesOf(long)).toBeLessThan(8);
    expect(long.length).toBeLessThan(200_000);
  });

  it.each([
    ['with one long paragraph', (n: number) => sheet({ paragraphs: ['某事由有关单位办理。'.repeat(30 + 4 * n)] })],
    ['with many short ones', (n: number) => sheet({ paragraphs: Array.from({ length: 8 + n }, () => '另行协商。') })],
    [
      'with names below it',
      (n: number) => sheet({ signatures: Array.from({ length: 4 + n }, (_, k) => `当事人${k}（签名）：`) }),
    ],
  ])(
    '%s ends on no page that has nothing but sender and date',
    async (_, of) => {
      for (let n = 0; n < 24; n += 1) {
        const pages = textsOn(await drawSheet(of(n)));
        // Sender, date, and three at the foot.
        expect({ n, pages, last: pages.at(-1)! > 5 }).toEqual({ n, pages, last: true });
      }
    },
    60_000,
  );

  it('begins no page with the last line of a paragraph alone', async () => {
    const three = '某事由有关单位依法依规及时办理并书面报告。'.repeat(4).slice(0, 70);
    const stays = [];
    for (let n = 12; n < 22; n += 1) {
      const short = Array.from({ length: n }, () => '另行协商。');
      const many = Array.from({ length: 6 }, () => '其他事项。');
      const paragraphs = [...short, three, ...many];
      const [first] = textsOn(await drawSheet(sheet({ paragraphs, addressee: null, signatures: ['签名：'] })));
      // Title, number, and three at the foot.
      stays.push(Math.min(3, first! - 5 - n));
    }
    expect(stays).toContain(3);
    expect(stays).toContain(1);
    expect(stays).not.toContain(2);
  }, 60_000);

  it('loses no character of a name, and shows none that turns or hides text', () => {
    expect(printable('龘䶮㛃·阿卜杜热合曼')).toBe('龘䶮㛃·阿卜杜热合曼');
    expect(printable('𲎯某')).toBe('〓(U+323AF)某');
    expect(printable('a\u202Egpj.exe\u200B\u0007')).toBe('agpj.exe');
    expect(printable('一\r\n二\r三')).toBe('一\n二\n三');
    expect(printable('བསྟན་འཛིན། ئابدۇللا')).toBe('བསྟན་འཛིན། ئابدۇللا');
  });

  it('writes each name in the font that has it, and words that run from right to left in their order', () => {
    expect(runsOf('申请人：ئابدۇللا مەمەت（买买提）')).toEqual([
      { font: 'body', text: '申请人：' },
      { font: 'arabic', text: 'مەمەت' },
      { font: 'body', text: ' ' },
      { font: 'arabic', text: 'ئابدۇللا' },
      { font: 'body', text: '（买买提）' },
    ]);
    expect(runsOf('ئۈرۈمچى 司法所')).toEqual([
      { font: 'arabic', text: 'ئۈرۈمچى' },
      { font: 'body', text: ' ' },
      { font: 'body', text: '司法所' },
    ]);
    expect(runsOf('བསྟན་འཛིན་ 丹增')).toEqual([
      { font: 'tibetan', text: 'བསྟན་འཛིན་ ' },
      { font: 'body', text: '丹增' },
    ]);
  });

  it('writes rare signs of names, to extension F', async () => {
    const rare = sheet({ paragraphs: ['申请人：𠮷野、𫠰某、𬱖某、㐂某、𪚥某、𬎪某。'] });
    const pdf = await drawSheet(rare);
    expect(pdf.length).toBeLessThan(200_000);
    expect(rare.paragraphs.map(printable)).toEqual(rare.paragraphs);
    expect(new Set(runsOf('𠮷野').map(({ font }) => font)).size).toBe(2);
    // The same bytes, whatever was drawn before.
    const other = sheet({ paragraphs: ['申请人：𬎪某。'] });
    const alone = await drawSheet(other);
    await drawSheet(rare);
    expect((await drawSheet(other)).equals(alone)).toBe(true);
    expect((await drawSheet(rare)).equals(pdf)).toBe(true);
  });

  it('embeds what it writes with, and no more', async () => {
    const fontsOf = (pdf: Buffer) =>
      [
        ...new Set(
          pdf
            .toString('latin1')
            .match(/\/FontName \/[A-Z]{6}\+[\w-]+/g)!
            .map((each) => each.slice(18)),
        ),
      ].sort();
    const names = sheet({ paragraphs: ['申请人：བསྟན་འཛིན་（丹增）、ئابدۇللا مەمەت（阿卜杜拉·麦麦提）。'] });
    expect(fontsOf(await drawSheet(names))).toHaveLength(3);
    expect(fontsOf(await drawSheet(names)).join()).toMatch(/Naskh.*Tibetan/);
    expect(fontsOf(await drawSheet(sheet()))).toHaveLength(1);
  });

  it('says on each page what a sign stands for that it wrote in place of a character, and nothing else of it', async () => {
    const plain = await drawSheet(sheet());
    const lacking = await drawSheet(sheet({ addressee: '𠮷某' }));
    expect(lacking.length).toBeGreaterThan(plain.length);
    expect(pagesOf(lacking)).toBe(1);
  });

  it('has room for those who sign, and bears its mark', async () => {
    const people = Array.from({ length: 30 }, (_, n) => `申请人第${n + 1}人（签名、盖章或者按指印）：`);
    const signed = await drawSheet(sheet({ addressee: null, signatures: people }));
    expect(pagesOf(signed)).toBeGreaterThan(1);
    expect(pagesOf(signed)).toBeLessThan(5);
    const plain = await drawSheet(sheet());
    for (const mark of ['预览', '作废'] as const) {
      const marked = await drawSheet(sheet({ mark }));
      expect(pagesOf(marked)).toBe(1);
      expect(marked.equals(plain)).toBe(false);
    }
  });
});
