import { describe, expect, it } from '@jest/globals';
import { drawSheet, printable, type Sheet } from '../../apps/api/papers/sheet.js';

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

  it('loses no character of a name, and shows none that turns or hides text', () => {
    expect(printable('龘䶮㛃·阿卜杜热合曼')).toBe('龘䶮㛃·阿卜杜热合曼');
    expect(printable('𠮷某')).toBe('〓(U+20BB7)某');
    expect(printable('a\u202Egpj.exe\u200B\u0007')).toBe('agpj.exe');
    expect(printable('一\r\n二\r三')).toBe('一\n二\n三');
  });
});
