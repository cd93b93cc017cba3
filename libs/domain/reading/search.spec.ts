import { describe, expect, it } from '@jest/globals';
import { searchedText, spread, spreadWord, wordsOf } from './search.js';

const isFound = (query: string, ...texts: string[]) => {
  const kept = spread(texts.map(searchedText).join(' '));
  return wordsOf(query).every((word) => kept.includes(spreadWord(word)));
};

describe('a search', () => {
  it.each([
    ['张三 围墙', ['两家围墙', '张三']],
    ['围墙，张三', ['两家围墙', '张三']],
    ['围墙、张三', ['两家围墙', '张三']],
    ['张三　围墙', ['两家围墙', '张三']],
    ['张三;围墙', ['两家围墙', '张三']],
    ['“张三”！围墙？', ['两家围墙', '张三']],
  ])('finds all words of %s in any order, in whatever text they stand', (query, texts) => {
    expect(isFound(query, ...texts)).toBe(true);
    expect(isFound(`${query} 水渠`, ...texts)).toBe(false);
  });

  it.each([
    ['full width', 'ＡＢＣ１２', 'abc12'],
    ['large letters', 'Zhao', 'ZHAO'],
    ['traditional', '張嵐與鄺鈺爭圍牆', '张岚与邝钰争围墙'],
    ['simplified', '张岚与邝钰争围墙', '張嵐與鄺鈺爭圍牆'],
    ['a compatibility ideograph', '\uf90a三', '金三'],
    ['a blank within a name', '张 三', '张三'],
    ['a full-width blank within a name', '张　三', '张三'],
    ['blanks around a figure', '东移 2 米', '东移2米'],
    ['a joiner that nobody sees', '张\u200b三', '张三'],
    ['a chosen shape of a character', '葛\u{e0100}三', '葛三'],
    ...['·', '‧', '・', '･', '•', '∙', '⋅', '．', '.', ' · ', ''].map((dot) => [
      `the dot “${dot}”`,
      `阿卜杜拉${dot}买买提`,
      '阿卜杜拉买买提',
    ]),
  ])('makes one of %s', (_what, text, query) => {
    expect(isFound(query!, text!)).toBe(true);
    expect(isFound(text!, query!)).toBe(true);
  });

  it.each(['𠮷', '𠮷田', '田𠮷', '𫝹𠮷', '𰻝'])('takes %s for what it is, and no half of it for all of it', (name) => {
    expect(isFound(name, `甲${name}乙`)).toBe(true);
    expect(isFound(name, '吉田')).toBe(false);
    // Of the same first half.
    expect(isFound(name, [...name].map((each) => String.fromCodePoint(each.codePointAt(0)! ^ 1)).join(''))).toBe(false);
  });

  it('finds a name of letters that combine by its syllables', () => {
    expect(isFound('བཀྲ་ཤིས', 'བཀྲ་ཤིས་')).toBe(true);
    expect(isFound('ئابدۇللا', 'ئابدۇللا مەمەت')).toBe(true);
  });

  it('finds two signs side by side, and not apart', () => {
    expect(isFound('围墙', '村口围墙')).toBe(true);
    expect(isFound('围墙', '围了一堵墙')).toBe(false);
    expect(isFound('墙张', '围墙', '张三')).toBe(false);
  });

  it.each([
    ['qfs', true],
    ['cx', true],
    ['xc', false],
    ['c', false],
    ['a', true],
    ['00012', true],
    ['12', false],
    ['20', true],
    ['2026-00012', true],
    ['2026-0001', true],
    ['2', false],
    ['a栋', true],
    ['栋a', false],
    ['3号楼', false],
    ['13号楼', true],
    ['号楼b', false],
    ['号楼b1', true],
  ])('looks for %s as a run or at its beginning where it is short', (query, found) => {
    expect(isFound(query, '2026-00012', 'cxclqfsk', '13号楼 A栋', '13号楼b1')).toBe(found);
  });

  it('finds nothing that LIKE or a blank would make of signs alone', () => {
    for (const query of ['', ' ', '%', '_', '·', '、、', '—']) expect(wordsOf(query)).toEqual([]);
    expect(wordsOf(`' OR true --`)).toEqual(['or', 'true']);
  });
});
