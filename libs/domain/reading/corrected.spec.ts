import { describe, expect, it } from '@jest/globals';
import { correctionsIn, type Entry } from './corrected.js';

const entry = (seq: number, type: string, data: object, text?: object): Entry => ({
  seq,
  type,
  data,
  ...(text && { text }),
});
const changedBy = ({ seq }: Entry, entries: readonly Entry[]) => correctionsIn(entries).get(seq);

const registered = entry(
  1,
  'DisputeRegistered',
  {
    category: 'neighbours',
    place: { village: 'village-shixi' },
    dangerSigns: [],
    parties: [
      { id: 'p1', role: 'applicant' },
      { id: 'p2', role: 'respondent' },
    ],
    people: 3,
  },
  {
    title: '围墙',
    narrative: '两家争吵',
    address: '三组',
    parties: { p1: { name: '张三', phone: '138****0001' }, p2: { name: '李四' } },
  },
);
const corrected = (seq: number, data: object, text?: object) => entry(seq, 'DisputeCorrected', data, text);

describe('a correction in the record', () => {
  it('says of each fact and each person what it was and what it is', () => {
    const first = corrected(
      2,
      { people: null, dangerSigns: ['weapon'], parties: [{ id: 'p3', role: 'applicant' }], removed: ['p2'] },
      {
        reason: '听错',
        title: '院墙',
        parties: { p1: { name: '张山', phone: '138****0001' }, p3: { name: '王五' } },
      },
    );
    expect(changedBy(first, [registered, first])).toEqual([
      { fact: 'title', was: '围墙', is: '院墙' },
      { fact: 'people', was: 3, is: null },
      { fact: 'dangerSigns', was: [], is: ['weapon'] },
      {
        fact: 'party',
        was: { role: 'applicant', name: '张三', phone: '138****0001' },
        is: { role: 'applicant', name: '张山', phone: '138****0001' },
      },
      { fact: 'party', was: { role: 'respondent', name: '李四' }, is: null },
      { fact: 'party', was: null, is: { role: 'applicant', name: '王五' } },
    ]);
    const second = corrected(
      3,
      { place: { village: 'village-hekou' } },
      { title: '院子的墙', place: { address: '五组' } },
    );
    expect(changedBy(second, [registered, first, second])).toEqual([
      { fact: 'title', was: '院墙', is: '院子的墙' },
      {
        fact: 'place',
        was: { village: 'village-shixi', grid: undefined, address: '三组' },
        is: { village: 'village-hekou', grid: undefined, address: '五组' },
      },
    ]);
  });

  it('takes in who came with another case, and says nothing of what is erased', () => {
    const absorbed = entry(
      2,
      'DisputeAbsorbed',
      { from: { id: 'x', number: '2' }, parties: [{ id: 'p3', role: 'applicant' }] },
      { parties: { p3: { name: '王五' } } },
    );
    const third = corrected(3, {}, { parties: { p3: { name: '王武' } } });
    expect(changedBy(third, [registered, absorbed, third])).toEqual([
      { fact: 'party', was: { role: 'applicant', name: '王五' }, is: { role: 'applicant', name: '王武' } },
    ]);
    const erased = [{ ...registered, text: undefined }, absorbed, corrected(3, {})];
    expect(changedBy(corrected(3, {}), erased)).toEqual([]);
  });
});
