export const notices = {
  notices: {
    title: '通知',
    empty: '没有通知',
    unread: '未读',
    readAll: '全部标为已读',
    lost: '（您已不在此案）',
  },
};
