import type { PaperAbout, PaperKind } from '#domain/papers.js';
import type { DisputeRow, ObligationRow, SupervisionRow, TransferRow } from '#domain/rows.js';
import type { Instant } from '#domain/time.js';
import type { Category, Complexity, DangerSign, Grade, PartyRole, ReturnReason, TransferRole } from '#domain/words.js';
import type { Tree } from '#persistence/directory.js';
import type { Sheet } from './sheet.js';

/** The text of an official paper, in the language of the files that it goes into. */

type Words<K extends string> = Record<K, string>;
const TITLE: Words<PaperKind> = {
  'transfer-letter': '矛盾纠纷移交函',
  receipt: '矛盾纠纷移交回执',
  'supervision-order': '矛盾纠纷督办单',
};
/** What a number begins with, the year in the brackets of official papers: 移〔2026〕31号. */
const SERIES: Words<PaperKind> = { 'transfer-letter': '移', receipt: '回', 'supervision-order': '督' };
const GRADE: Words<Grade> = { red: '红色', yellow: '黄色', blue: '蓝色' };
const COMPLEXITY: Words<Complexity> = { simple: '简单', ordinary: '一般', complex: '复杂' };
const TRANSFER_ROLE: Words<TransferRole> = { lead: '主办', assist: '协办' };
const CATEGORY: Words<Category> = {
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
const DANGER: Words<DangerSign> = {
  violence: '暴力',
  weapon: '凶器',
  'self-harm': '自伤',
  threat: '威胁',
  group: '群体性',
  minor: '涉未成年人',
  'domestic-violence': '家庭暴力',
};
const PARTY: Words<PartyRole> = {
  applicant: '申请人',
  respondent: '被申请人',
  victim: '受害人',
  witness: '证人',
  other: '其他',
};
const RETURN: Words<ReturnReason> = {
  'not-our-duty': '非本单位职责',
  'out-of-area': '不属本辖区',
  'already-in-procedure': '已进入其他程序',
  'insufficient-facts': '事实不清',
  'party-refuses': '当事人拒绝',
};

export function numberText(kind: PaperKind, { year, n }: { year: number; n: number | null }): string {
  return n === null ? '演练' : `${SERIES[kind]}〔${year}〕${n}号`;
}

interface Ground {
  row: DisputeRow;
  tree: Tree;
  zone: string;
  now: Instant;
  caseUrl: string;
}

/** @param issue what was allotted to this copy */
export function letterOf(
  { kind, subjectId }: PaperAbout,
  issue: { sender: string; year: number; n: number | null; copy: number },
  ground: Ground,
): Sheet {
  const { row, tree, zone, now, caseUrl } = ground;
  const name = (id: string) => tree.departments.get(id)?.name ?? id;
  const transfer = row.transfers.find(({ id }) => id === subjectId);
  const order = row.supervisions.find(({ id }) => id === subjectId);
  const [addressee, paragraphs] =
    kind === 'supervision-order'
      ? [name(order!.departmentId), orderText(order!, ground)]
      : kind === 'receipt'
        ? [name(transfer!.from), receiptText(transfer!, ground)]
        : [name(transfer!.to), transferText(transfer!, ground)];
  const copy = issue.copy > 1 ? `补印（第${issue.copy}份）` : null;
  return {
    number: numberText(kind, issue),
    title: TITLE[kind],
    addressee,
    paragraphs,
    sender: name(issue.sender),
    date: dayText(now, zone),
    copy: row.rehearsal ? '演练，不作凭据' : copy,
    caseNumber: `纠纷编号 ${row.number}`,
    caseUrl,
    issuedAt: new Date(now),
  };
}

function subjectOf({ row, tree }: Ground): string {
  const village = tree.departments.get(row.place.village)?.name ?? row.place.village;
  const parties = row.parties.map(({ name, role }) => `${name ?? '（已删除）'}（${PARTY[role]}）`).join('、');
  const grade = row.grade ? `，${GRADE[row.grade]}` : '';
  return `${village}${CATEGORY[row.category]}纠纷“${row.title ?? ''}”（编号${row.number}${grade}，${COMPLEXITY[row.complexity]}）。当事人：${parties}。`;
}

function transferText(transfer: TransferRow, ground: Ground): string[] {
  const { row, zone } = ground;
  const answer = owed(row, 'answer-transfer', transfer.id);
  const due = transfer.answerDueAt ?? answer?.dueAt ?? null;
  return [
    `现有${subjectOf(ground)}依照职责，移交贵单位${TRANSFER_ROLE[transfer.role]}，请予办理。`,
    ...(row.narrative ? [`基本情况：${row.narrative}`] : []),
    ...(row.dangerSigns.length > 0 ? [`风险提示：${row.dangerSigns.map((each) => DANGER[each]).join('、')}。`] : []),
    ...(transfer.reason ? [`移交理由：${transfer.reason}`] : []),
    ...(transfer.requestedAction ? [`请求事项：${transfer.requestedAction}`] : []),
    transfer.designated
      ? '本件系上级指定管辖，贵单位不得退回。'
      : due
        ? `请于${momentText(due, zone)}前签收；认为不属本单位职责的，请于同一时限内退回并说明理由。`
        : '请及时签收；认为不属本单位职责的，请退回并说明理由。',
    ...handling(transfer, ground),
    '当事人联系方式及后续办理情况，请扫描页脚二维码登录查看。',
  ];
}

function receiptText(transfer: TransferRow, ground: Ground): string[] {
  const { zone, tree } = ground;
  const at = momentText(transfer.answeredAt!, zone);
  const back = transfer.returnReason;
  if (!back) {
    return [
      `贵单位移交的${subjectOf(ground)}`,
      `本单位已于${at}签收，作为${TRANSFER_ROLE[transfer.role]}单位办理。`,
      ...handling(transfer, ground),
    ];
  }
  const suggested = back.suggestedDepartment && tree.departments.get(back.suggestedDepartment)?.name;
  return [
    `贵单位移交的${subjectOf(ground)}`,
    `本单位于${at}${back.handBack ? '交回' : '退回'}，理由：${RETURN[back.code]}。${back.text ?? ''}`,
    ...(suggested ? [`建议移交：${suggested}。`] : []),
    ...(transfer.upheld === null ? [] : [`贵单位裁定退回${transfer.upheld ? '成立' : '不成立'}。`]),
  ];
}

function orderText(order: SupervisionRow, ground: Ground): string[] {
  const { zone } = ground;
  return [
    `贵单位承办的${subjectOf(ground)}`,
    ...(order.demand ? [`督办要求：${order.demand}`] : []),
    ...(order.dueAt ? [`请于${momentText(order.dueAt, zone)}前书面答复办理情况。`] : []),
    ...(order.answeredAt ? [`贵单位已于${momentText(order.answeredAt, zone)}答复：${order.answer ?? ''}`] : []),
  ];
}

/** Known once it was accepted. */
function handling(transfer: TransferRow, { row, zone }: Ground): string[] {
  const due = owed(row, transfer.role === 'lead' ? 'handle' : 'assist-report', transfer.id)?.dueAt;
  return due ? [`办理期限：${momentText(due, zone)}。`] : [];
}

const owed = (row: DisputeRow, kind: ObligationRow['kind'], subjectId: string) =>
  row.obligations.find((each) => each.kind === kind && (each.subjectId === undefined || each.subjectId === subjectId));

const parts = (at: Instant, timeZone: string) =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    })
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );

function dayText(at: Instant, zone: string): string {
  const { year, month, day } = parts(at, zone);
  return `${year}年${Number(month)}月${Number(day)}日`;
}

function momentText(at: Instant, zone: string): string {
  const { hour, minute } = parts(at, zone);
  return `${dayText(at, zone)}${hour}时${minute}分`;
}
