import type { Wording } from '../zh.js';

export const visits: Pick<Wording, 'visits' | 'visitPhrases'> = {
  visits: {
    title: 'Visits',
    today: 'Today and late',
    week: 'Next seven days',
    done: 'Done',
    none: 'No visits today',
    noneWeek: 'No visits in the next seven days',
    noneDone: 'No visits made yet',
    call: 'Call',
    record: 'Record the visit',
    found: 'How are things?',
    how: 'How did you visit?',
    satisfied: 'Are they satisfied?',
    what: 'What was said?',
    saved: 'The visit is recorded',
    tolerance: 'at the latest',
    countsFrom: 'Counts from',
    ownWork: 'You handled this case; somebody else visits it.',
  },
  visitPhrases: {
    stable: 'All is calm; nothing new.|The terms were kept; both are content.',
    uneasy: 'They agreed, but there is still anger.|A small new quarrel; nothing grave.',
    relapsed: 'The quarrel is back.|The terms were not kept; they quarrel again.',
    unreachable: 'Nobody answered the telephone.|Nobody was at home.',
  },
};
