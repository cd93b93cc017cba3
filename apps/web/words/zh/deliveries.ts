export const deliveries = {
  deliveries: {
    hint: '本单位及下属人员在系统外的通知是否送达；本人的在“设置”中查看。',
    period: '时间范围',
    days: (n: string) => (n === '1' ? '最近一天' : `最近 ${n} 天`),
    to: '收件人',
    way: '方式',
    notices: '通知数',
    when: '时间',
    result: '结果',
    none: {
      failed: '没有发送失败的通知',
      waiting: '没有待发送的通知',
      sent: '没有已发送的通知',
      dropped: '没有已放弃的通知',
    },
    tries: (n: number) => `已试 ${n} 次`,
    next: '下次尝试',
    again: '重新发送',
    asked: '一分钟内重新发送',
  },
};
