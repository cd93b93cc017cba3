import { describe, expect, it } from '@jest/globals';
import type { PartyRow } from '#domain/dispute/row.js';
import type { Vault } from '../vault/vault.js';
import { formerTokens, matchTokens } from './repeats.js';

const vault = { match: (...parts: string[]) => parts.join(' ') } as Vault;
const of = (...parties: Pick<PartyRow, 'phone' | 'idNumber'>[]) => ({
  category: 'neighbours' as const,
  place: { village: 'village-shixi' },
  parties,
});

describe('by what a case is found again', () => {
  it.each(['无', '没有', '不知道', '—', '0', '00000000000'])(
    'is nothing where somebody typed %s for a telephone',
    (phone) => {
      expect(matchTokens(of({ phone }, { idNumber: phone }), vault)).toEqual([]);
    },
  );

  it('is each number of each party once, whoever gave it', () => {
    const parties = [
      { phone: '13800001111，0872-2123456', idNumber: '110105491231002' },
      { phone: '+86 138 0000 1111', idNumber: '11010519491231002x' },
    ];
    expect(matchTokens(of(...parties), vault)).toEqual([
      'd:paper 11010519491231002X',
      't:telephone +8613800001111',
      't:telephone +868722123456',
    ]);
  });

  it('was once the same for all of whom nothing is known', () => {
    expect(formerTokens(of({ phone: '无' }), vault)).toEqual(formerTokens(of({ phone: '不知道' }), vault));
  });

  it('is the place as well, where it is known to ten metres', () => {
    const place = { village: 'village-shixi', lat: 25.12344, lng: 100.5 };
    expect(matchTokens({ ...of(), place }, vault)).toEqual(['a:spot neighbours 25.1234 100.5000']);
  });
});
