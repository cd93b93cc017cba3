import type { Wording } from '../zh.js';

export const notices: Pick<Wording, 'notices'> = {
  notices: {
    title: 'Notices',
    empty: 'No notices',
    unread: 'unread',
    readAll: 'Mark all as read',
    lost: '(you left this case)',
  },
};
