export const inbox = {
  tab: { waiting: '当前要办', answer: '待签收', work: '办理', visits: '回访', approve: '待审批' },
  inbox: {
    empty: {
      waiting: '没有要办的案件',
      answer: '没有待签收的案件',
      work: '没有要办理的事项',
      visits: '没有要做的回访',
      approve: '没有待审批的事项',
    },
    emptyHint: '新的事项会自动出现在这里。',
    due: '期限',
    accept: '签收',
    returnIt: '退单',
    returned: (number: string) => `已提交退单 ${number}`,
    open: '打开',
    visit: '记录回访',
    decide: '审核',
    remaining: '剩余工作时间',
    updated: '有更新',
    alsoOwed: (n: number) => `本案另有 ${n} 项`,
  },
};
