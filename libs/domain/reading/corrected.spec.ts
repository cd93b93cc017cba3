import { describe, expect, it } from '@jest/globals';
import type { DisputeRow } from '../dispute/row.js';
import { changedBetween } from './corrected.js';

type Told = Parameters<typeof changedBetween>[0];
const registered: Told = {
  title: '围墙',
  narrative: '两家争吵',
  category: 'neighbours',
  place: { village: 'village-shixi', address: '三组' },
  dangerSigns: [],
  parties: [
    { id: 'p1', role: 'applicant', name: '张三', phone: '138****0001' },
    { id: 'p2', role: 'respondent', name: '李四' },
  ],
  people: 3,
};
const [applicant] = registered.parties as [DisputeRow['parties'][number]];

describe('a correction in the record', () => {
  it('says of each fact and each person what it was and what it is', () => {
    const { people: _unknown, ...rest } = registered;
    const first: Told = {
      ...rest,
      title: '院墙',
      dangerSigns: ['weapon'],
      parties: [
        { ...applicant, name: '张山' },
        { id: 'p3', role: 'applicant', name: '王五' },
      ],
    };
    expect(changedBetween(registered, first)).toEqual([
      { fact: 'title', was: '围墙', is: '院墙' },
      { fact: 'people', was: 3, is: undefined },
      { fact: 'dangerSigns', was: [], is: ['weapon'] },
      { fact: 'party', was: applicant, is: { ...applicant, name: '张山' } },
      { fact: 'party', was: { id: 'p2', role: 'respondent', name: '李四' }, is: null },
      { fact: 'party', was: null, is: { id: 'p3', role: 'applicant', name: '王五' } },
    ]);
    const second: Told = { ...first, title: '院子的墙', place: { village: 'village-hekou', address: '五组' } };
    expect(changedBetween(first, second)).toEqual([
      { fact: 'title', was: '院墙', is: '院子的墙' },
      {
        fact: 'place',
        was: { village: 'village-shixi', address: '三组' },
        is: { village: 'village-hekou', address: '五组' },
      },
    ]);
  });

  it('says nothing of what is erased, of nothing that is as it was, and of a place no position', () => {
    const erased: Told = {
      ...registered,
      title: null,
      narrative: null,
      parties: [{ id: 'p1', role: 'applicant', name: null }],
    };
    expect(changedBetween(erased, { ...erased })).toEqual([]);
    const measured = { ...registered, place: { ...registered.place, lat: 26, lng: 108 } };
    expect(changedBetween(registered, measured)).toEqual([]);
  });
});
