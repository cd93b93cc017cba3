import { describe, expect, it } from '@jest/globals';
import type { DisputeRow } from '#domain/dispute/row.js';
import { formerSearchTextOf, isSearchedAlike, searchTextOf } from './search-text.js';

const of = (title: string | null, names: (string | null)[], address?: string, more: Partial<DisputeRow> = {}) =>
  ({
    number: '2026-00012',
    source: { channel: 'walk-in' },
    title,
    narrative: null,
    parties: names.map((name) => ({ name })),
    place: { village: 'village-shixi', ...(address && { address }) },
    ...more,
  }) as DisputeRow;
const textOf = (...about: Parameters<typeof of>) => searchTextOf(of(...about));

describe('what a dispute is found by', () => {
  it('holds number, title, parties and place, and their readings in full and by first letters', () => {
    expect(textOf('围墙东移 2 米', ['喻不言', '罗可畏'], '三组巷口')).toBe(
      '2026-00012 围墙东移2米 喻不言 罗可畏 三组巷口 weiqiangdongyimi wqdym yubuyan yby luokewei lkw sanzuxiangkou szxk',
    );
  });

  it('holds its numbers elsewhere, and the narrative', () => {
    const text = textOf('界址', [], undefined, {
      externalNumber: '１２３４５-GD-7',
      ledger: { importId: 'x', source: 'police', externalNumber: '纠-2026-7' },
      source: { channel: 'hotline', reference: 'HL 77' },
      narrative: '两家爭一堵牆。多次爭吵',
    });
    expect(text).toBe('2026-00012 纠 2026-7 12345-gd-7 hl 77 界址 两家争一堵墙 多次争吵 jiezhi jz');
  });

  it('holds the first 500 characters of the narrative, and no half of one', () => {
    const kept = textOf(null, [], undefined, { narrative: '𠮷'.repeat(501) });
    expect([...kept].filter((each) => each === '𠮷')).toHaveLength(500);
    expect(kept.isWellFormed()).toBe(true);
  });

  it('reads a family name both as a family name and as an ordinary word', () => {
    const text = textOf('界址争议', ['单于志', '解放军', '曾小贤']);
    for (const letters of ['syz', 'xfj', 'jfj', 'zxx', 'shanyuzhi', 'xiefangjun', 'jiefangjun', 'zengxiaoxian'])
      expect(text.split(' ')).toContain(letters);
  });

  it('chooses the reading by the word that a character stands in', () => {
    expect(textOf('重修长乐村水渠', [])).toContain('chongxiuchanglecunshuiqu cxclcsq');
  });

  it('reads what was written in traditional signs or with blanks as what it is', () => {
    expect(textOf(null, ['張 三', '吕绿'])).toBe('2026-00012 张三 吕绿 zhangsan zs lvlv ll');
  });

  it('adds nothing where nothing is Chinese, and nothing of an erased person', () => {
    expect(textOf('Drain between two yards', ['Zhao'])).toBe('2026-00012 drain between two yards zhao');
    expect(textOf(null, [null])).toBe('2026-00012');
  });

  it('stays the same until something of it changes', () => {
    const before = of('界址', ['喻不言'], '三组');
    expect(isSearchedAlike({ ...before, status: 'closed' } as DisputeRow, before)).toBe(true);
    for (const change of [
      { title: '围墙' },
      { narrative: '两家' },
      { parties: [] },
      { place: { village: 'village-helin' } },
      { externalNumber: '7' },
    ])
      expect(isSearchedAlike({ ...before, ...change }, before)).toBe(false);
  });

  it('is known as a release of before kept it', () => {
    expect(formerSearchTextOf(of('围墙东移 2 米', ['喻不言'], '三组巷口'))).toBe(
      '2026-00012 围墙东移 2 米 喻不言 三组巷口 wqdym yby szxk',
    );
  });
});
