import { describe, expect, it } from '@jest/globals';
import { rulesFor, shanghai } from '../../../test/support/town.js';
import { deliveryAt } from './delivery-times.js';
import { clockOf } from '../obligation/obligation.js';
import type { NoticeKind } from '../words.js';

const clock = clockOf(rulesFor());
const when = (kind: NoticeKind, at: string, red = false, quiet: { from: string; to: string } | null = null) =>
  deliveryAt({ kind, at: shanghai(at), red }, quiet, clock);

describe('when a notice may leave the house', () => {
  it.each([
    ['a working moment', '2026-11-23 09:15', '2026-11-23 09:16'],
    ['the noon break', '2026-11-23 12:30', '2026-11-23 14:01'],
    ['the last minute', '2026-11-23 17:29:30', '2026-11-24 08:30:30'],
    ['the evening', '2026-11-23 20:00', '2026-11-24 08:31'],
    ['a Friday evening', '2026-11-27 18:00', '2026-11-30 08:31'],
    ['the National Day holiday', '2026-10-02 10:00', '2026-10-08 08:31'],
    ['a make-up Saturday', '2026-10-10 10:00', '2026-10-10 10:01'],
  ])('an urgent one of %s waits for working time', (_what, at, expected) => {
    expect(when('urge', at)).toBe(shanghai(expected));
  });

  it.each([
    ['early', '2026-11-23 07:00', '2026-11-23 08:30'],
    ['just then', '2026-11-23 08:30', '2026-11-23 08:30'],
    ['in the morning', '2026-11-23 08:30:01', '2026-11-23 14:00'],
    ['in the afternoon', '2026-11-23 14:01', '2026-11-24 08:30'],
    ['on a Friday afternoon', '2026-11-27 15:00', '2026-11-30 08:30'],
    ['before a holiday', '2026-09-30 17:00', '2026-10-08 08:30'],
  ])('one that can wait, made %s, goes with the next digest', (_what, at, expected) => {
    expect(when('resolved', at)).toBe(shanghai(expected));
  });

  it('a red one goes at once, at night and in quiet hours', () => {
    const at = '2026-11-22 03:00';
    expect(when('remind', at, true, { from: '21:00', to: '08:00' })).toBe(shanghai(at));
  });

  it.each([
    ['over midnight', { from: '20:00', to: '09:30' }, '2026-11-23 20:30', '2026-11-24 09:31'],
    ['at noon', { from: '11:00', to: '15:00' }, '2026-11-23 11:30', '2026-11-23 15:01'],
    ['until the evening', { from: '16:00', to: '19:00' }, '2026-11-23 16:30', '2026-11-24 08:31'],
  ])('quiet hours %s are kept', (_what, quiet, at, expected) => {
    expect(when('urge', at, false, quiet)).toBe(shanghai(expected));
  });

  it.each([
    ['the morning, at work until noon alone', [['07:00', '11:00']], '2026-11-23 06:00', '2026-11-23 08:30'],
    ['the morning, at work from ten on', [['10:00', '18:00']], '2026-11-23 06:00', '2026-11-23 14:00'],
    ['the evening, at work in the evening alone', [['18:00', '22:00']], '2026-11-23 09:00', '2026-11-23 18:00'],
  ] as [string, [string, string][], string, string][])(
    'one that can wait, made in %s, goes when they are',
    (_what, hours, at, expected) => {
      const own = { ...clock, workingTime: { zone: 'Asia/Shanghai', hours } };
      expect(deliveryAt({ kind: 'resolved', at: shanghai(at), red: false }, null, own)).toBe(shanghai(expected));
    },
  );

  it('quiet hours that leave no working time do not swallow it', () => {
    const at = when('urge', '2026-11-23 09:00', false, { from: '08:00', to: '18:00' });
    expect(at > shanghai('2026-11-23 09:00')).toBe(true);
    expect(at < shanghai('2026-11-30 00:00')).toBe(true);
  });
});
