import { describe, expect, it } from '@jest/globals';
import { maskedIdNumber, maskedPhone, partiesFor } from './masking.js';

describe('masking', () => {
  it.each([
    ['13800009876', '138****9876'],
    ['0872-5551234', '087*****1234'],
    ['5551234', '******4'],
    ['110', '***'],
  ])('hides telephone %s as %s', (phone, shown) => expect(maskedPhone(phone)).toBe(shown));

  it.each([
    ['532901198001011234', '532901********1234'],
    ['P1234567', '******67'],
  ])('hides identity number %s as %s', (idNumber, shown) => expect(maskedIdNumber(idNumber)).toBe(shown));

  it('hides identity numbers from everybody, telephones from all but the desk and the holder', () => {
    const parties = [
      { id: 'p1', name: '甲', role: 'other' as const, phone: '13800009876', idNumber: '532901198001011234' },
    ];
    const shown = (departmentId: string) => partiesFor({ desk: 'police', holder: 'labour', parties }, departmentId)[0]!;
    for (const [who, phone] of [
      ['police', '13800009876'],
      ['labour', '13800009876'],
      ['justice', '138****9876'],
    ] as const) {
      const { phone: seen, idNumber } = shown(who);
      expect([who, seen, idNumber]).toEqual([who, phone, '532901********1234']);
    }
  });
});
