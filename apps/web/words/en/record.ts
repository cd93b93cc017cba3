import type { Wording } from '../zh.js';

export const record: Pick<Wording, 'record'> = {
  record: {
    verify: 'Verify the record',
    hint: 'Follows every hash, fold and deadline, and proves that nothing was altered.',
    whole: (entries: number, disputes: number) => `Whole: ${entries} entries of ${disputes} disputes, none altered`,
    broken: 'Something is not as it was written',
    kind: 'Kind',
    kinds: { event: 'Deed', access: 'Access' },
    who: 'Who',
    when: 'When',
    what: 'What',
    none: 'No entries',
    oneCase: 'One case only',
    ofCase: 'Who looked at it',
  },
};
