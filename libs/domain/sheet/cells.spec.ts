import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SHEET_WORDS } from '../../lexicon/sheet.js';
import { instantAt, instantOf } from '../time/time.js';
import { CATEGORIES, GRADES } from '../words.js';
import { ofSerial, readMoment, readPhone, readWord, several } from './cells.js';

const ZONE = 'Asia/Shanghai';
const moment = (text: string) => readMoment(text, ZONE);

describe('a moment in a cell', () => {
  it.each([
    ['2026-10-09 10:30', '2026-10-09T02:30:00.000Z'],
    ['2026/10/9 9:05', '2026-10-09T01:05:00.000Z'],
    ['2026.10.9', '2026-10-08T16:00:00.000Z'],
    ['20261009', '2026-10-08T16:00:00.000Z'],
    ['2026年10月9日', '2026-10-08T16:00:00.000Z'],
    ['2026年10月9日 下午3时', '2026-10-09T07:00:00.000Z'],
    ['2026年10月9日上午9时5分', '2026-10-09T01:05:00.000Z'],
    ['２０２６－１０－０９　１０：３０', '2026-10-09T02:30:00.000Z'],
    ['2026-10-09 10:30:15', '2026-10-09T02:30:15.000Z'],
    ['2026-10-09T10:30:00+08:00', '2026-10-09T02:30:00.000Z'],
  ])('%s is read', (text, at) => {
    expect(moment(text)).toMatchObject({ value: { at } });
  });

  it.each([
    ['46304', { code: 'NUMBER_FOR_MOMENT', meant: '2026-10-09' }],
    ['46304.4375', { code: 'NUMBER_FOR_MOMENT', meant: '2026-10-09 10:30' }],
    ['2026-02-30', { code: 'NOT_A_MOMENT' }],
    ['2026-10-09 25:00', { code: 'NOT_A_MOMENT', meant: '2026-10-09' }],
    ['上周', { code: 'NOT_A_MOMENT' }],
    ['12', { code: 'NOT_A_MOMENT' }],
  ])('%s is none, and what is meant is said where it can be told', (text, fault) => {
    expect(moment(text)).toEqual({ fault });
  });

  const minutes = fc
    .integer({ min: Date.parse('2000-01-01'), max: Date.parse('2035-01-01') })
    .map((each) => instantOf(Math.floor(each / 60_000) * 60_000));

  it('is the same however it is written', () => {
    fc.assert(
      fc.property(minutes, (at) => {
        const local = instantOf(Date.parse(at) + 8 * 3_600_000);
        const [date, time] = [local.slice(0, 10), local.slice(11, 16)] as const;
        const [year, month, day] = date.split('-').map(Number);
        const [hour, minute] = time.split(':').map(Number);
        const half = hour! < 12 ? '上午' : '下午';
        const written = [
          `${date} ${time}`,
          `${date}T${time}:00+08:00`,
          at,
          `${year}/${month}/${day} ${hour}:${minute}`,
          `${year}年${month}月${day}日${hour}时${minute}分`,
          `${year}年${month}月${day}日 ${half}${hour! % 12 || 12}:${String(minute).padStart(2, '0')}`,
        ];
        for (const text of written) expect({ text, ...moment(text) }).toMatchObject({ value: { at, isDay: false } });
        const serial = Date.parse(`${date}T${time}:00Z`) / 86_400_000 + 25_569;
        expect(moment(ofSerial(serial))).toMatchObject({
          value: { at: time === '00:00' ? instantAt(date, '00:00', ZONE) : at },
        });
      }),
    );
  });

  it('is read or refused whatever somebody wrote, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d年月日/:. -]{0,20}$/)),
        (text) => {
          const read = moment(text);
          expect('value' in read || 'fault' in read).toBe(true);
          if ('value' in read) expect(Number.isNaN(Date.parse(read.value.at))).toBe(false);
        },
      ),
    );
  });
});

describe('a word in a cell', () => {
  it.each([
    ['红', 'red'],
    ['红色', 'red'],
    ['黄色预警', 'yellow'],
    ['RED', 'red'],
    ['三级', 'blue'],
    [' 蓝 级 ', 'blue'],
  ])('%s is the grade %s', (text, grade) => {
    expect(readWord(text, SHEET_WORDS.grade)).toEqual({ value: grade });
  });

  it('is taken in either language and by its code, with what stands behind it', () => {
    for (const [list, codes] of [
      [SHEET_WORDS.grade, GRADES],
      [SHEET_WORDS.category, CATEGORIES],
    ] as const) {
      for (const code of codes) {
        const words = (list as ReadonlyMap<string, readonly string[]>).get(code)!;
        for (const word of [code, ...words, `${words[0]}纠纷`, ` ${words[1]!.toUpperCase()} `]) {
          expect({ word, ...readWord(word, list as never) }).toEqual({ word, value: code });
        }
      }
    }
  });

  it('says what may be meant of one that is mistyped, and nothing of what is like none', () => {
    expect(readWord('yelow', SHEET_WORDS.grade)).toEqual({
      fault: { code: 'UNKNOWN_WORD', meant: '黄', words: ['蓝', '黄', '红'] },
    });
    expect(readWord('邻理', SHEET_WORDS.category)).toMatchObject({ fault: { meant: '邻里' } });
    expect(readWord('zzzzzz', SHEET_WORDS.grade)).toEqual({
      fault: { code: 'UNKNOWN_WORD', words: ['蓝', '黄', '红'] },
    });
    expect(readWord('也许', SHEET_WORDS.whether)).toMatchObject({ fault: { words: ['是', '否'] } });
  });

  it('is one or none, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const read = readWord(text, SHEET_WORDS.grade);
        if ('value' in read) expect(GRADES).toContain(read.value);
        else expect(read.fault.code).toBe('UNKNOWN_WORD');
      }),
    );
  });
});

describe('telephones and names in a cell', () => {
  it.each([
    ['13900001111', { value: '13900001111' }],
    ['电话：0775-8812345', { value: '0775-8812345' }],
    ['1.39E+10', { fault: { code: 'NUMBER_CUT' } }],
    ['无', { fault: { code: 'NOT_A_PHONE' } }],
  ])('%s', (text, read) => {
    expect(readPhone(text)).toEqual(read);
  });

  it('are several by what people put between them', () => {
    expect(several('张三；李四;王五、赵六\n')).toEqual(['张三', '李四', '王五', '赵六']);
  });
});
