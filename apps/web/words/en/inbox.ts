import type { Wording } from '../zh.js';

export const inbox: Pick<Wording, 'tab' | 'inbox'> = {
  tab: { waiting: 'Now', answer: 'To answer', work: 'In work', visits: 'Visits', approve: 'To approve' },
  inbox: {
    empty: {
      waiting: 'Nothing waits',
      answer: 'Nothing waits for an answer',
      work: 'Nothing in work',
      visits: 'No visits to make',
      approve: 'Nothing to approve',
    },
    emptyHint: 'New work appears here by itself.',
    due: 'Due',
    accept: 'Accept',
    returnIt: 'Return',
    returned: (number: string) => `${number} returned; the desk decides`,
    open: 'Open',
    visit: 'Record the visit',
    decide: 'Decide',
    remaining: 'Working time left',
    updated: 'Changed',
    alsoOwed: (n: number) => `${n} more of this case`,
  },
};
