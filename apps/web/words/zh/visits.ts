import type { VisitOutcome } from '#domain/words.js';

export const visits = {
  visits: {
    title: '回访',
    today: '今天及逾期',
    week: '未来七天',
    done: '已完成',
    none: '今天没有要做的回访',
    noneWeek: '未来七天没有回访',
    noneDone: '还没有完成的回访',
    call: '拨打',
    record: '记录回访',
    found: '情况怎样？',
    how: '怎样回访的？',
    satisfied: '对处理满意吗？',
    what: '说了什么？',
    saved: '回访已记录',
    tolerance: '宽限至',
    countsFrom: '此前回访不算数，起算时间：',
    ownWork: '本案由您办理，请由其他人回访。',
  },
  visitPhrases: {
    stable: '双方情况稳定，没有新的矛盾。|约定已履行，双方满意。',
    uneasy: '口头答应，但还有怨气，需要继续关注。|有新的小摩擦，未激化。',
    relapsed: '矛盾再次发生。|对方没有履行约定，又起争执。',
    unreachable: '电话无人接听。|上门无人在家。',
  } satisfies Record<VisitOutcome, string>,
};
