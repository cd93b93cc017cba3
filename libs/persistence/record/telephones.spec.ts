import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { telephoneParts, telephonesOf } from './telephones.js';

const MOBILE = '+8613800001111';
const OTHER = '+8613900002222';
const LINE = '+868722123456';

describe('the telephones that somebody gives', () => {
  it.each([
    '13800001111',
    '138 0000 1111',
    '138-0000-1111',
    '138—0000—1111',
    '+86 13800001111',
    '+86138 0000 1111',
    '(+86)13800001111',
    '0086-13800001111',
    '0086 13800001111',
    '8613800001111',
    '86-138-0000-1111',
    '013800001111',
    '１３８００００１１１１',
    '＋８６　１３８００００１１１１',
    '138\u00a00000\u20031111',
    '\u202a13800001111\u202c',
    '电话：13800001111',
    '手机13800001111（儿子）',
    '13800001111。',
  ])('are one mobile, however it is written: %s', (text) => {
    expect(telephonesOf(text)).toEqual([MOBILE]);
  });

  it.each(['0872-2123456', '08722123456', '(0872)2123456', '0872 2123456', '+86 872 2123456', '0086-872-2123456'])(
    'are one line with its area: %s',
    (text) => {
      expect(telephonesOf(text)).toEqual([LINE]);
    },
  );

  it.each([
    '13800001111 13900002222',
    '13800001111/13900002222',
    '13800001111、13900002222',
    '13800001111，13900002222',
    '13800001111;13900002222',
    '13800001111或13900002222',
    '138 0000 1111 139 0000 2222',
    '13800001111-13900002222',
    '本人13800001111 妻子 13900002222',
    '13800001111\n13900002222\n13800001111',
    '1380000111113900002222',
  ])('are two in one field, each of them once: %s', (text) => {
    expect(telephonesOf(text)).toEqual([MOBILE, OTHER]);
  });

  it.each([
    '0872-2123456转801',
    '0872-2123456 转 801',
    '08722123456分机801',
    '0872-2123456-801',
    '0872-2123456 ext. 801',
    '0872-2123456#801',
  ])('are those of an extension, which is not the whole house: %s', (text) => {
    expect(telephonesOf(text)).toEqual([`${LINE};801`]);
  });

  it('are a line without its area, as such', () => {
    expect(telephonesOf('2123456')).toEqual(['2123456']);
    expect(telephonesOf('6212 3456')).toEqual(['62123456']);
    expect(telephonesOf('0872-2123456/2123457')).toEqual([LINE, '2123457']);
    expect(telephonesOf('2123456 13800001111')).toEqual(['2123456', MOBILE]);
  });

  it('are those of other countries', () => {
    expect(telephonesOf('+852 9123 4567')).toEqual(['+85291234567']);
    expect(telephonesOf('0085291234567')).toEqual(['+85291234567']);
    expect(telephonesOf('+95 9 7777 12345')).toEqual(['+959777712345']);
  });

  it('are mobiles of a row of numbers that was given out since the tables were made', () => {
    expect(telephonesOf('14112345678')).toEqual(['+8614112345678']);
  });

  it.each([
    '无',
    '没有',
    '不详',
    '/',
    '-',
    '？',
    '',
    '   ',
    '0',
    '00000000000',
    '11111111111',
    '13800000000',
    '13000000000',
    '88888888',
    '2222222',
    '1234567',
    '110',
    '12345',
    '10086',
    '95588',
    '138****1111',
    '138xxxx1111',
    '1.38E+10',
    '1.3800001111E+10',
    '110105194912310021',
    '11010519491231002X',
    '1380000111',
    '138000011112',
  ])('are none: %s', (text) => {
    expect(telephonesOf(text)).toEqual([]);
  });

  it('are read of any text, without a fault and in no time that anybody would notice', () => {
    const signs = fc.constantFrom(...'0138+-() .,;/#x转*电\u200b');
    fc.assert(
      fc.property(fc.string({ unit: signs, maxLength: 30 }), (text) => {
        for (const each of telephonesOf(text)) expect(each).toMatch(/^\+?\d{7,15}(;\d{1,6})?$/);
      }),
    );
  });

  it.each([
    ['无', [['无', null]]],
    ['13800001111（儿子）', [['13800001111（儿子）', MOBILE]]],
    [
      '13800001111/13900002222',
      [
        ['13800001111', MOBILE],
        ['/', null],
        ['13900002222', OTHER],
      ],
    ],
    [
      '本人13800001111 妻子 13900002222',
      [
        ['本人13800001111', MOBILE],
        [' ', null],
        ['妻子', null],
        [' ', null],
        ['13900002222', OTHER],
      ],
    ],
    [
      '138 0000 1111、无；0872-2123456转801',
      [
        ['138 0000 1111', MOBILE],
        ['、', null],
        ['无', null],
        ['；', null],
        ['0872-2123456转801', `${LINE};801`],
      ],
    ],
    [
      '138 0000 1111 139 0000 2222',
      [
        ['138 0000 1111 139 0000 2222', null],
        [' ', null],
        ['13800001111', MOBILE],
        [' ', null],
        ['13900002222', OTHER],
      ],
    ],
  ])('are called one by one: %s', (text, parts) => {
    expect(telephoneParts(text).map(({ text: part, number }) => [part, number])).toEqual(parts);
  });

  it('are called each, whatever was typed, and none of that is lost', () => {
    const bits = fc.constantFrom(
      '13800001111',
      '13900002222',
      '0872-2123456',
      '转801',
      ' ',
      '/',
      '、',
      '\n',
      '无',
      '或',
      '-',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 7 }), (typed) => {
        const text = typed.join('');
        const parts = telephoneParts(text);
        expect(new Set(parts.flatMap(({ number }) => number ?? []))).toEqual(new Set(telephonesOf(text)));
        // Numbers that stand behind what did not part them come between; each character is still there, in its order.
        let shown = parts.map((each) => each.text).join('');
        for (const piece of text.split(/([/、\s])/)) {
          expect(shown).toContain(piece);
          shown = shown.slice(shown.indexOf(piece) + piece.length);
        }
      }),
    );
  });
});
