import type { Wording } from '../zh.js';

export const tour: Pick<Wording, 'tour'> = {
  tour: {
    title: 'Two minutes: a rehearsal from end to end',
    register: 'Register a rehearsal; a department is proposed, with the reason.',
    travel: 'Dispatch it, let it wait, and move its time three working days ahead.',
    escalate: 'See reminders, lateness and escalation, and whose days they were. It counts in no statistic.',
    step: (n: number, of: number) => `Step ${n} of ${of}.`,
    now: {
      register: 'An example is filled in. See the proposed department and its reason, then register and dispatch.',
      travel: 'It is dispatched and nobody has answered. Move the time of this rehearsal three working days ahead.',
      escalate:
        'Nobody answered in time: reminders went up the ladder, the offer lapsed, and the case is back at the desk. “Whose days” says whose minutes they were. Nor is a resolution the end: others call on its days, and only then it closes.',
    },
    forward: 'Three working days ahead',
    look: 'Show deadlines and escalations',
    leave: 'Leave the tour',
    end: 'End the tour',
    example: {
      title: 'The drain between two yards is blocked',
      narrative: 'Water from the upper yard runs into the lower one; they quarrelled twice about who clears the drain.',
      address: 'Group one',
    },
    exampleParties: ['Zhao Dashan', 'Qian Xiaohe'],
    begin: 'Register a rehearsal',
    later: 'Not now',
  },
};
