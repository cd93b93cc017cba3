import { describe, expect, it } from '@jest/globals';
import type { PartyRow } from '#domain/dispute/row.js';
import { takenOver } from './taking-over.js';

const party = (id: string, name: string | null, more: Partial<PartyRow> = {}): PartyRow => ({
  id,
  role: 'other',
  name,
  ...more,
});

describe('who comes to a case with another one', () => {
  it.each<[string, PartyRow, PartyRow, 'the same' | 'another']>([
    [
      'one telephone',
      party('p1', '甲', { phone: '13800001111' }),
      party('p1', '乙', { phone: '+86 138-0000-1111' }),
      'the same',
    ],
    [
      'one paper',
      party('p1', '甲', { idNumber: '11010519491231002X' }),
      party('p1', '甲', { idNumber: '11010519491231002x' }),
      'the same',
    ],
    [
      'one name, two telephones',
      party('p1', '甲', { phone: '13800001111' }),
      party('p1', '甲', { phone: '13900001111' }),
      'another',
    ],
    ['one name, one telephone known', party('p1', '甲', { phone: '13800001111' }), party('p1', '甲'), 'the same'],
    ['one name, nothing known', party('p1', '甲'), party('p1', '甲'), 'the same'],
    ['what is no number', party('p1', '甲', { phone: '无' }), party('p1', '乙', { phone: '无' }), 'another'],
    ['two names', party('p1', '甲'), party('p1', '乙'), 'another'],
    ['who was erased', party('p1', null), party('p1', null), 'another'],
  ])('is %s', (_what, there, from, who) => {
    const { added } = takenOver([there], [from], 1);
    expect(added.map(({ id }) => id)).toEqual(who === 'another' ? ['p2'] : []);
  });

  it('has the next numbers, and brings what was not known of who was there', () => {
    const there = [party('p1', '甲'), party('p4', '乙', { address: '三组' })];
    const from = [
      party('p1', '乙', { role: 'applicant', address: '四组', phone: '13800002222' }),
      party('p2', '丙', { phone: '13800003333' }),
      party('p3', '丁'),
      // Typed twice there as well.
      party('p4', '乙', { phone: '138 0000 2222', idNumber: '11010519491231002X' }),
    ];
    expect(takenOver(there, from, 6)).toEqual({
      added: [party('p7', '丙', { phone: '13800003333' }), party('p8', '丁')],
      completed: [party('p4', '乙', { address: '三组', phone: '13800002222', idNumber: '11010519491231002X' })],
    });
  });
});
