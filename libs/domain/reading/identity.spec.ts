import { describe, expect, it } from '@jest/globals';
import { papersOf } from './identity.js';

/** GB 11643-1999, annex A, and numbers of the demo township, whose region nobody lives in. */
const LONG = '11010519491231002X';

describe('the papers that somebody shows', () => {
  it.each([
    ['as it stands', LONG],
    ['with a small x', '11010519491231002x'],
    ['full width', '１１０１０５１９４９１２３１００２Ｘ'],
    ['in groups', ' 110105 19491231 002X '],
    ['with dashes', '110105-19491231—002X'],
    ['a Cyrillic Х', '11010519491231002Х'],
    ['a times sign', '11010519491231002×'],
    ['a word before it', '身份证号码：11010519491231002X'],
    ['of the fifteen figures of before 1999', '110105491231002'],
    ['a zero-width blank in it', '110105\u200b19491231002X'],
  ])('are one number: %s', (_how, text) => {
    expect(papersOf(text)).toEqual([LONG]);
  });

  it.each([
    ['a passport', 'e 12345678', 'E12345678'],
    ['a passport of two letters', 'EA1234567', 'EA1234567'],
    ['a permit of Hong Kong', '回乡证 H1234567890', 'H1234567890'],
    ['a permit of Macau', 'M12345678', 'M12345678'],
    ['a card of a foreigner', 'USA110080012345', 'USA110080012345'],
  ])('%s is known by letters and figures', (_what, text, read) => {
    expect(papersOf(text)).toEqual([read]);
  });

  it.each([
    ['a word', '无'],
    ['nothing', '  '],
    ['a wrong check figure', '110105194912310021'],
    ['a day that never was', '110105194913310029'],
    ['one figure too few', '11010519491231002'],
    ['one too many', '11010519491231002X1'],
    ['eighteen times the same', '111111111111111111'],
    ['fifteen times the same', '000000000000000'],
    ['a run of the same behind a letter', 'E00000000'],
    ['what a spreadsheet cut', '1.10105E+17'],
    ['what was masked', '110105********002X'],
    ['a word of letters', 'unknown'],
    ['a telephone', '13800001111'],
  ])('%s is no paper', (_what, text) => {
    expect(papersOf(text)).toEqual([]);
  });

  it('are several in one field, each of them once', () => {
    const other = '990101195706121378';
    expect(papersOf(`${LONG}、${other}；E12345678\n${LONG}`)).toEqual([LONG, other, 'E12345678']);
  });
});
