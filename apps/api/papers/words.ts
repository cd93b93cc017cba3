import type { EventType } from '#domain/dispute/events.js';
import type { PaperKind } from '#domain/reading/papers.js';
import type {
  Category,
  Complexity,
  DangerSign,
  Grade,
  Outcome,
  PartyRole,
  ReturnReason,
  Status,
  TransferRole,
} from '#domain/words.js';

/** The words of papers that go into files, which are Chinese whatever the reader of a screen has chosen. */

type Words<K extends string> = Record<K, string>;

export const TITLE: Words<PaperKind> = {
  'transfer-letter': '矛盾纠纷移交函',
  receipt: '矛盾纠纷移交回执',
  'supervision-order': '矛盾纠纷督办单',
};
/** What a number begins with, the year in the brackets of official papers: 移〔2026〕31号. */
export const SERIES: Words<PaperKind> = { 'transfer-letter': '移', receipt: '回', 'supervision-order': '督' };
export const GRADE: Words<Grade> = { red: '红色', yellow: '黄色', blue: '蓝色' };
export const COMPLEXITY: Words<Complexity> = { simple: '简单', ordinary: '一般', complex: '复杂' };
export const TRANSFER_ROLE: Words<TransferRole> = { lead: '主办', assist: '协办' };
export const CATEGORY: Words<Category> = {
  family: '婚姻家庭',
  neighbours: '邻里',
  homestead: '宅基地',
  'land-title': '土地权属',
  'land-contract': '土地承包',
  'forest-title': '山林权属',
  water: '水利',
  expropriation: '征地拆迁',
  labour: '劳资',
  debt: '债务',
  contract: '合同',
  consumer: '消费',
  traffic: '交通',
  medical: '医疗',
  property: '物业',
  environment: '环境',
  'public-order': '治安',
  other: '其他',
};
export const DANGER: Words<DangerSign> = {
  violence: '暴力',
  weapon: '凶器',
  'self-harm': '自伤',
  threat: '威胁',
  group: '群体性',
  minor: '涉未成年人',
  'domestic-violence': '家庭暴力',
};
export const PARTY: Words<PartyRole> = {
  applicant: '申请人',
  respondent: '被申请人',
  victim: '受害人',
  witness: '证人',
  other: '其他',
};
export const RETURN: Words<ReturnReason> = {
  'not-our-duty': '非本单位职责',
  'out-of-area': '不属本辖区',
  'already-in-procedure': '已进入其他程序',
  'insufficient-facts': '事实不清',
  'party-refuses': '当事人拒绝',
};

export const STATUS: Words<Status> = {
  entered: '已录入',
  circulating: '流转中',
  handling: '办理中',
  suspended: '中止',
  statutory: '法定程序中',
  resolved: '已办结，回访中',
  closed: '已销号',
};
export const OUTCOME: Words<Outcome> = {
  'settled-on-spot': '当场化解',
  mediated: '调解成功',
  decided: '依法处理',
  'referred-to-court': '诉讼仲裁',
  refused: '拒绝调解',
  withdrawn: '撤回',
  merged: '并案',
  invalid: '无效',
};
export const EVENT: Words<EventType> = {
  DisputeRegistered: '登记',
  DisputeGraded: '定级',
  TransferOffered: '交办',
  TransferAccepted: '签收',
  TransferReturned: '退单',
  ReturnDecided: '裁定退单',
  TransferRecalled: '撤回交办',
  TransferLapsed: '逾期未签收，交办失效',
  AssistCompleted: '协办反馈',
  ContactMade: '首次联系当事人',
  ConsentGiven: '同意继续调解',
  PlanMade: '制定一案一策',
  ProgressReported: '进展',
  DisputeResolved: '办结',
  ExtensionAsked: '申请延期',
  ExtensionDecided: '审批延期',
  ExtensionLapsed: '延期申请失效',
  DisputeSuspended: '中止办理',
  SuspensionReviewed: '复核中止',
  DisputeResumed: '恢复办理',
  TrackEntered: '进入法定程序',
  TrackStepTaken: '法定环节',
  TrackEnded: '法定程序结束',
  SupervisionOrdered: '督办',
  SupervisionAnswered: '回复督办',
  MeetingCalled: '召集会商',
  MeetingConcluded: '会商决议',
  DecisionFulfilled: '会商事项完成',
  PersonAssigned: '指派',
  VisitMade: '回访',
  VisitGivenUp: '多次未联系上',
  VisitWaived: '豁免回访',
  TermFulfilled: '协议条款履行',
  TermWaived: '豁免协议条款',
  DisputeReopened: '重新启动',
  DisputeClosed: '销号',
  NoteAdded: '备注',
  FileAttached: '添加附件',
  ObligationOpened: '开始计时',
  ObligationMet: '按责完成',
  ObligationVoided: '责任失效',
  ObligationWaived: '责任豁免',
  ObligationPaused: '暂停计时',
  ObligationMoved: '期限变更',
  ObligationLate: '超期',
  LadderStepFired: '升级',
  CommandRefused: '操作被拒绝',
  ClockForwarded: '演练时间快进',
  HoldPlaced: '冻结保存',
  HoldLifted: '解除冻结',
  DisputeErased: '删除个人信息',
  CoreRaised: '改用新版程序规则',
};
