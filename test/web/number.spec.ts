import { describe, expect, it } from '@jest/globals';
import { numberOf } from '../../apps/web/base/number.js';

describe('a number that somebody types', () => {
  it.each([
    ['12000', 12_000],
    ['1,200', 1_200],
    ['12 人', 12],
    ['￥12,000', 12_000],
    ['１２，０００元', 12_000],
    ['12万', 120_000],
    ['1.5万元', 15_000],
    ['1.15万', 11_500],
    ['约3万元', 30_000],
    ['2亿', 200_000_000],
    ['3千5百元', 3_500],
    ['1万2千', 12_000],
    ['12000.50元整', 12_000.5],
    ['-5', -5],
    ['0', 0],
  ])('is read: %s', (text, number) => expect(numberOf(text)).toBe(number));

  it.each(['十二万', '不清楚', '1万2', '2千3万', '12a', '1.2.3', '万'])('is none, and goes as it is: %s', (text) =>
    expect(numberOf(text)).toBe(text),
  );
});
