import { describe, expect, it } from '@jest/globals';
import { Town, shanghai } from '../../../../test/support/town.js';
import { needsReason } from './reasons.js';

describe('a reason', () => {
  const { dispute } = new Town(shanghai('2026-03-02 09:00')).handledBy('justice', { grade: 'yellow' });

  it('is needed by who refuses, and not by who grants', () => {
    for (const [verb, member] of [
      ['decide-return', 'uphold'],
      ['decide-extension', 'approve'],
    ] as const) {
      expect([true, false].map((yes) => needsReason(verb, { [member]: yes }, dispute))).toEqual([false, true]);
    }
  });

  it('is needed for a lower grade, and not for the first or a higher one', () => {
    const grades = ['blue', 'yellow', 'red'];
    expect(grades.map((grade) => needsReason('grade', { grade }, dispute))).toEqual([true, false, false]);
    expect(grades.map((grade) => needsReason('grade', { grade }, { ...dispute, grade: null }))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('hangs on nothing of the case elsewhere: there the body says whether it is needed', () => {
    expect(needsReason('recall', { transferId: 't1' }, dispute)).toBe(false);
  });
});
