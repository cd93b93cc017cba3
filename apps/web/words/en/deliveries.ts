import type { Wording } from '../zh.js';

export const deliveries: Pick<Wording, 'deliveries'> = {
  deliveries: {
    hint: 'Whether notices to your people reach them outside this console; your own are in the settings.',
    period: 'Period',
    days: (n: string) => (n === '1' ? 'The last day' : `The last ${n} days`),
    to: 'To',
    way: 'How',
    notices: 'Notices',
    when: 'When',
    result: 'Result',
    none: {
      failed: 'Nothing has failed',
      waiting: 'Nothing waits',
      sent: 'Nothing was sent',
      dropped: 'Nothing was dropped',
    },
    tries: (n: number) => `Tries: ${n}`,
    next: 'Next try',
    again: 'Send again',
    asked: 'It is sent again within a minute',
  },
};
