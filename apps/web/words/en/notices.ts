import type { Wording } from '../zh.js';

export const notices: Pick<Wording, 'notices'> = {
  notices: {
    title: 'Notices',
    empty: 'No notices',
    unread: 'unread',
    unreadOnly: 'Unread only',
    allRead: 'Nothing unread',
    readAll: 'Mark all as read',
    all: 'See all notices',
    bell: (unread) => (unread > 0 ? `Latest notices, ${unread} unread` : 'Latest notices'),
    lost: (n) =>
      n === 1
        ? 'One more notice is of a case that you left: nothing is left to do.'
        : `${n} more notices are of cases that you left: nothing is left to do.`,
  },
};
