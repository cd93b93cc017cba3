import { describe, expect, it } from '@jest/globals';
import type { DisputeRow } from '#domain/dispute/row.js';
import { searchTextOf } from './search-text.js';

const of = (title: string | null, names: (string | null)[], address?: string) =>
  searchTextOf({
    number: '2026-00012',
    source: { channel: 'walk-in' },
    title,
    parties: names.map((name) => ({ name })),
    place: { village: 'village-shixi', ...(address && { address }) },
  } as DisputeRow);

describe('what a dispute is found by', () => {
  it('holds number, title, parties and place, and the first letters of their readings', () => {
    expect(of('围墙东移 2 米', ['喻不言', '罗可畏'], '三组巷口')).toBe(
      '2026-00012 围墙东移 2 米 喻不言 罗可畏 三组巷口 wqdym yby lkw szxk',
    );
  });

  it('reads a family name both as a family name and as an ordinary word', () => {
    const text = of('界址争议', ['单于志', '解放军', '曾小贤']);
    for (const letters of ['syz', 'xfj', 'jfj', 'zxx']) expect(text).toContain(letters);
  });

  it('chooses the reading by the word that a character stands in', () => {
    expect(of('重修长乐村水渠', [])).toContain('cxclcsq');
  });

  it('adds nothing where nothing is Chinese, and nothing of an erased person', () => {
    expect(of('Drain between two yards', ['Zhao'])).toBe('2026-00012 Drain between two yards Zhao');
    expect(of(null, [null])).toBe('2026-00012');
  });
});
