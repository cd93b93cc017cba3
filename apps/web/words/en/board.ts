import { TABLE_WORDS } from '#lexicon/tables.js';
import type { Wording } from '../zh.js';

export const board: Pick<Wording, 'board'> = {
  board: {
    title: 'Board',
    department: 'Department',
    column: TABLE_WORDS.en.boardColumn,
    heldHint:
      'Open: not resolved yet, graded or not. Being visited: resolved and not closed yet. The two together are all that is not closed.',
    orphaned: 'Without holder',
    orphanedHint: 'Always 0, by the rules',
    unpublished: (year: number, n: number) => `The calendar of ${year} is not published: ${n} dates are provisional`,
    lateList: 'What is late, and why',
    cause: 'Cause',
    noLate: 'Nothing is late',
    noOffers: 'No offer waits for an answer',
    waits: TABLE_WORDS.en.waits,
    returnedBy: (names: string) => `returned by ${names}, waits for the decision`,
    designate: 'Designate',
    approvals: 'To approve',
    notSent: 'Not done:',
    bouncingList: 'Cases that bounce',
    noBouncing: 'No case bounces',
    loop: 'Its way',
    offers: 'Offers without an answer',
    closed: (name: string) => (name ? `(closed; ${name} goes on in its place)` : '(closed)'),
    total: TABLE_WORDS.en.total,
    urged: 'Pressed for',
    supervised: 'Supervised',
    answerBy: 'answer by',
    chosen: (n: number) => `${n} chosen`,
    bulk: 'Supervise these',
    bulkDone: (done: number, failed: number) =>
      failed === 0 ? `${done} supervised` : `${done} supervised, ${failed} not`,
    select: 'Select',
    filtered: (name: string) => `Only ${name}`,
    showAll: 'Show all',
  },
};
