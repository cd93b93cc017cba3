export const record = {
  record: {
    verify: '校验完整性',
    hint: '逐条核对哈希链、折叠状态与时限，证明没有被改动。',
    whole: (entries: number, disputes: number) => `完整：核对 ${entries} 条记录、${disputes} 件纠纷，没有改动`,
    broken: '发现不一致',
    kind: '类型',
    kinds: { event: '办理', access: '访问' },
    who: '人员',
    when: '时间',
    what: '操作',
    none: '没有记录',
    oneCase: '仅一件纠纷',
    ofCase: '本案操作记录',
  },
};
