export const notices = {
  notices: {
    title: '通知',
    empty: '没有通知',
    unread: '未读',
    unreadOnly: '只看未读',
    allRead: '没有未读通知',
    readAll: '全部标为已读',
    all: '查看全部通知',
    bell: (unread: number) => (unread > 0 ? `最近通知，${unread} 条未读` : '最近通知'),
    lost: (n: number) => `另有 ${n} 条通知属于您已不经办的案件，无需处理。`,
  },
};
