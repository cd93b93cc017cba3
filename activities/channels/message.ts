import type { NoticeKind, ObligationKind } from '#domain/words.js';
import { scopesOf } from '#persistence/people/scopes.js';
import type { ToTell } from '#persistence/delivery/delivery-store.js';
import type { Account, Tree } from '#persistence/people/directory.js';

/**
 * What leaves the house: the case by its number, what is owed by when, why this person, and where to look. No title, no
 * name, no place: mail servers and chat rooms are others'.
 */

const NOTICE_WORDS: Record<NoticeKind, string> = {
  offered: '待签收',
  accepted: '已签收',
  returned: '退单待裁定',
  'return-upheld': '退单成立',
  'return-not-upheld': '退单不成立',
  recalled: '已撤回',
  lapsed: '逾期未签收',
  resolved: '已办结',
  merged: '已并案',
  withdrawn: '已撤回申请',
  reopened: '重新启动',
  relapsed: '反弹',
  moved: '期限调整',
  remind: '提醒',
  warn: '预警',
  explain: '到期，请说明',
  urge: '催办',
  supervise: '督办',
  supervision: '督办',
  bulletin: '通报',
  'propose-listing': '建议挂牌督办',
  redispatch: '需改派',
  unreachable: '回访联系不上',
  'welfare-check': '需上门核实',
  'extension-asked': '延期待审批',
  'extension-approved': '延期已批准',
  'extension-refused': '延期未批准',
  suspended: '已中止',
  resumed: '已恢复',
  statutory: '转入法定程序',
  'statutory-ended': '法定程序结束',
  'supervision-answered': '督办已答复',
  meeting: '会商通知',
  'meeting-decision': '会商事项待办',
  assigned: '指派给您',
  item: '线索待研判',
  'item-urgent': '紧急线索',
  'item-promoted': '线索已立为纠纷',
  'item-linked': '线索已并入在办纠纷',
  'item-discarded': '线索未立案',
};

const OBLIGATION_WORDS: Record<ObligationKind, string> = {
  triage: '研判',
  grade: '定级',
  dispatch: '派单',
  'answer-transfer': '签收答复',
  'decide-return': '裁定退单',
  'first-contact': '首次联系当事人',
  plan: '制定一案一策',
  handle: '办结',
  stabilise: '稳控',
  'decide-extension': '审批延期',
  'review-suspension': '复核中止',
  'assist-report': '协办反馈',
  meeting: '召开会商',
  'meeting-decision': '落实会商决定',
  'supervision-answer': '答复督办',
  'statutory-step': '法定步骤',
  'safety-check': '安全走访',
  'return-visit': '回访',
  'agreement-term': '协议履行',
  watch: '全程跟踪',
};

const GRADE_WORDS = { red: '红色', yellow: '黄色', blue: '蓝色' } as const;

export interface Line {
  noticeId: string;
  kind: NoticeKind;
  /** Of a dispute, or of an item that was reported. */
  disputeId?: string;
  itemId?: string;
  number: string;
  obligation: { kind: ObligationKind; dueAt: string } | null;
  link: string;
  text: string;
}

export interface Message {
  subject: string;
  lines: Line[];
}

export interface Setting {
  tree: Tree;
  zone: string;
  publicUrl: string;
}

/** Whether somebody may still see a case when they are about to be told of it. */
export function maySee(account: Account, { visibleTo, reportedBy }: ToTell): boolean {
  return reportedBy === account.id || scopesOf(account).some((scope) => visibleTo.includes(scope));
}

export function messageOf(contents: readonly ToTell[], account: Account, { tree, zone, publicUrl }: Setting): Message {
  const local = new Intl.DateTimeFormat('zh-CN', {
    timeZone: zone,
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const name = (id: string) => tree.departments.get(id)?.name ?? id;
  const lines = contents.map((each): Line => {
    const { noticeId, kind, disputeId, itemId, number, grade, obligation } = each;
    const isOwnReport = each.reportedBy === account.id;
    const owed = obligation
      ? `${OBLIGATION_WORDS[obligation.kind]}，${local.format(new Date(obligation.dueAt))} 前`
      : null;
    const own = obligation?.holder.departmentId === account.departmentId || each.holder === account.departmentId;
    const why = isOwnReport
      ? `由您报送，${name(each.holder)}承办`
      : own
        ? `由${name(account.departmentId)}承办`
        : `由${name(obligation?.holder.departmentId ?? each.holder)}承办，请您关注`;
    const link = `${publicUrl}${disputeId ? `/disputes/${disputeId}` : isOwnReport ? '/tell' : '/items'}`;
    const parts = [
      `【${NOTICE_WORDS[kind]}】${number}${grade ? `（${GRADE_WORDS[grade]}）` : ''}`,
      ...(owed && !isOwnReport ? [owed] : []),
      why,
    ];
    return {
      noticeId,
      kind,
      ...(disputeId && { disputeId }),
      ...(itemId && { itemId }),
      number,
      obligation: obligation && { kind: obligation.kind, dueAt: obligation.dueAt },
      link,
      text: `${parts.join(' · ')} ${link}`,
    };
  });
  const first = contents[0]!;
  const subject =
    lines.length === 1 ? `【${NOTICE_WORDS[first.kind]}】${first.number}` : `矛盾纠纷待办 ${lines.length} 件`;
  return { subject, lines };
}
