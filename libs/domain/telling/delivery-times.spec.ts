import { describe, expect, it } from '@jest/globals';
import { Town, rulesFor, shanghai } from '../../../test/support/town.js';
import { deliveryAt, leavesAtOnce, type Leaving } from './delivery-times.js';
import { clockOf } from '../obligation/obligation.js';
import type { Limit } from '../time/limit.js';
import type { NoticeKind, ObligationKind } from '../words.js';

const clock = clockOf(rulesFor());
const when = (kind: NoticeKind, at: string, red = false, quiet: { from: string; to: string } | null = null) =>
  deliveryAt({ kind, at: shanghai(at), red, danger: false, owed: null }, quiet, clock);

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
      expect(deliveryAt({ kind: 'resolved', at: shanghai(at), red: false, danger: false, owed: null }, null, own)).toBe(
        shanghai(expected),
      );
    },
  );

  it('quiet hours that leave no working time do not swallow it', () => {
    const at = when('urge', '2026-11-23 09:00', false, { from: '08:00', to: '18:00' });
    expect(at > shanghai('2026-11-23 09:00')).toBe(true);
    expect(at < shanghai('2026-11-30 00:00')).toBe(true);
  });
});

describe('what is owed says when it is of use to be told', () => {
  const owed = (kind: ObligationKind, limit: Limit | null, dueAt: string) => ({ kind, limit, dueAt: shanghai(dueAt) });
  const leaves = (kind: NoticeKind, at: string, about: Partial<Leaving>, quiet?: { from: string; to: string }) =>
    deliveryAt({ kind, at: shanghai(at), red: false, danger: false, owed: null, ...about }, quiet ?? null, clock);
  const days: Limit = { amount: 7, unit: 'days' };

  it.each([
    ['a Saturday', '2026-11-28'],
    ['a Sunday', '2026-11-29'],
    ['a Tuesday', '2026-12-01'],
    ['a make-up Saturday', '2026-10-10'],
    ['the first of October', '2026-10-01'],
    ['the middle of the holiday', '2026-10-05'],
  ])('each reminder of a visit on %s leaves as it is told, the visit is still ahead', (_what, date) => {
    // What a town tells of it, to the minute: no rung is made up here.
    const begun = new Date(Date.parse(`${date}T00:00:00Z`) - 7 * 86_400_000).toISOString().slice(0, 10);
    const town = new Town(shanghai(`${begun} 00:01`)).resolvedBy('justice');
    const visit = town.owed('return-visit')!;
    expect(visit.dueAt).toBe(shanghai(`${date} 17:30`));
    for (const { at, do: kind } of visit.steps) {
      const { kind: of, dueAt, terms } = visit;
      const notice = { kind, at, red: false, danger: false, owed: { kind: of, limit: terms.limit, dueAt } };
      expect(deliveryAt(notice, null, clock)).toBe(at);
    }
    expect(visit.steps.map((step) => step.do)).toEqual(expect.arrayContaining(['remind', 'explain', 'supervise']));
  });

  it('a visit that was moved, or is to be confirmed, can wait', () => {
    const about = { owed: owed('return-visit', days, '2026-12-01 17:30') };
    expect(leaves('moved', '2026-11-28 10:00', about)).toBe(shanghai('2026-11-30 08:30'));
    expect(leaves('visit-to-confirm', '2026-11-28 10:00', about)).toBe(shanghai('2026-11-30 08:30'));
  });

  it('danger, a limit in hours, and what somebody pressed for leave in the middle of the holiday', () => {
    const at = '2026-10-03 22:10';
    const hours = owed('dispatch', { amount: 8, unit: 'hours' }, '2026-10-04 06:00');
    expect(leaves('resolved', at, { danger: true })).toBe(shanghai(at));
    expect(leaves('remind', at, { owed: hours })).toBe(shanghai(at));
    expect(leaves('urged', at, {})).toBe(shanghai(at));
    expect(leaves('remind', at, { owed: owed('plan', { amount: 2, unit: 'workingDays' }, '2026-10-09 17:30') })).toBe(
      shanghai('2026-10-08 08:30'),
    );
  });

  it('a limit in working hours leaves within working time, not with the digest', () => {
    const about = { owed: owed('answer-transfer', { amount: 4, unit: 'workingHours' }, '2026-11-23 15:00') };
    expect(leaves('remind', '2026-11-23 10:00', about)).toBe(shanghai('2026-11-23 10:01'));
    expect(leaves('remind', '2026-11-21 10:00', about)).toBe(shanghai('2026-11-23 08:31'));
  });

  it('what would come with the digest after it is due does not wait for it', () => {
    const about = { owed: owed('plan', { amount: 1, unit: 'workingDays' }, '2026-11-23 17:30') };
    expect(leaves('remind', '2026-11-23 16:00', about)).toBe(shanghai('2026-11-23 16:01'));
    expect(leaves('remind', '2026-11-23 17:29:30', about)).toBe(shanghai('2026-11-23 17:29:30'));
    expect(leaves('remind', '2026-11-23 09:00', about)).toBe(shanghai('2026-11-23 14:00'));
    // It is late by now: at night nobody does it sooner.
    expect(leaves('explain', '2026-11-23 17:30', about)).toBe(shanghai('2026-11-24 08:31'));
  });

  it('the hours that a person wants quiet put off all but danger', () => {
    const quiet = { from: '21:00', to: '07:00' };
    const about = { owed: owed('return-visit', days, '2026-11-28 17:30') };
    expect(leaves('remind', '2026-11-27 22:00', about, quiet)).toBe(shanghai('2026-11-28 07:00'));
    expect(leaves('urged', '2026-11-28 03:00', {}, quiet)).toBe(shanghai('2026-11-28 07:00'));
    expect(leaves('remind', '2026-11-28 03:00', { danger: true }, quiet)).toBe(shanghai('2026-11-28 03:00'));
  });

  it('only what leaves at once passes those before it', () => {
    const about = { kind: 'remind', at: shanghai('2026-11-28 08:00'), red: false, danger: false, owed: null } as const;
    expect(leavesAtOnce(about)).toBe(false);
    expect(leavesAtOnce({ ...about, owed: owed('safety-check', days, '2026-11-28 17:30') })).toBe(true);
    expect(leavesAtOnce({ ...about, red: true })).toBe(true);
  });
});
