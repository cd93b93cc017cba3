import { describe, expect, it } from '@jest/globals';
import { en } from './en.js';
import { entryWord } from './entries.js';
import { zh } from './zh.js';

describe('an entry of a record', () => {
  const accepted = { seq: 5, type: 'TransferAccepted', data: { transferId: 't2' } } as const;
  const recalled = { seq: 9, type: 'TransferRecalled', data: { transferId: 't2' } } as const;

  it('is called by its kind, and a rung by what it does', () => {
    expect(entryWord(accepted, [], zh)).toBe(zh.event.TransferAccepted);
    const rung = { seq: 3, type: 'LadderStepFired', data: { do: 'explain' } } as const;
    expect(entryWord(rung, [rung], en)).toBe(en.rung.explain);
  });

  it('does not call a rung that reached nobody by what it would have done', () => {
    const rung = {
      seq: 3,
      type: 'LadderStepFired',
      data: { do: 'propose-listing', skipped: 'first-lateness' },
    } as const;
    expect(entryWord(rung, [rung], zh)).toBe('未提请挂牌：首次超期');
    expect(entryWord(rung, [rung], en)).toBe('Skipped: Listing proposed (late for the first time)');
  });

  it('is the end of an assist where an assist ends that was accepted, and an offer taken back where it was not', () => {
    expect(entryWord(recalled, [accepted, recalled], zh)).toBe('协办已结束');
    expect(entryWord(recalled, [accepted, recalled], en)).toBe('The assistance is over');
    const another = { ...accepted, data: { transferId: 't1' } };
    expect(entryWord(recalled, [another, recalled], zh)).toBe(zh.event.TransferRecalled);
    expect(entryWord(recalled, [], en)).toBe('Offer recalled');
  });
});
