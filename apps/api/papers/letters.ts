import { visitId, type PaperAbout, type PaperKind } from '#domain/reading/papers.js';
import type { DisputeRow, ObligationRow, SupervisionRow, TransferRow } from '#domain/dispute/row.js';
import { PAPER_SERIES, PAPER_TITLE } from '#lexicon/papers.js';
import { zh } from '#lexicon/zh.js';
import { dayText, momentText } from './dates.js';
import { departmentName, subjectOf, type Content, type Ground } from './ground.js';
import { agreement, minutes, performance, visitRecord } from './records.js';
import type { Sheet } from './sheet.js';

/** The text of an official paper, in the language of the files that it goes into. */

export function numberText(kind: PaperKind, { year, n }: { year: number; n: number | null }): string {
  return n === null ? '演练' : `${PAPER_SERIES[kind]}〔${year}〕${n}号`;
}

const CONTENTS: Record<PaperKind, (subjectId: string, ground: Ground) => Content> = {
  'transfer-letter': (id, ground) => {
    const transfer = ground.row.transfers.find((each) => each.id === id)!;
    return letter(transfer.to, transferText(transfer, ground), ground);
  },
  receipt: (id, ground) => {
    const transfer = ground.row.transfers.find((each) => each.id === id)!;
    return letter(transfer.from, receiptText(transfer, ground), ground);
  },
  'supervision-order': (id, ground) => {
    const order = ground.row.supervisions.find((each) => each.id === id)!;
    return letter(order.departmentId, orderText(order, ground), ground);
  },
  'mediation-agreement': (_id, ground) => agreement(ground),
  'performance-record': (_id, ground) => performance(ground),
  'visit-record': (id, ground) =>
    visitRecord(
      ground.row.visits.find((each) => visitId(each) === id)!,
      ground,
    ),
  'meeting-minutes': (id, ground) =>
    minutes(
      ground.row.meetings.find((each) => each.id === id)!,
      ground,
    ),
};

const letter = (to: string, paragraphs: string[], ground: Ground): Content => ({
  addressee: departmentName(to, ground),
  paragraphs,
});

/** @param issue what was allotted to this copy; of a preview nothing was */
export function letterOf(
  { kind, subjectId }: PaperAbout,
  issue: { sender: string; year: number; n: number | null; copy: number },
  ground: Ground,
): Sheet {
  const { row, zone, now, caseUrl } = ground;
  const copy = issue.copy > 1 ? `补印（第${issue.copy}份）` : null;
  return {
    number: numberText(kind, issue),
    title: PAPER_TITLE[kind],
    ...CONTENTS[kind](subjectId, ground),
    sender: departmentName(issue.sender, ground),
    date: dayText(now, zone),
    copy: row.rehearsal ? '演练，不作凭据' : copy,
    caseNumber: `纠纷编号 ${row.number}`,
    caseUrl,
    issuedAt: new Date(now),
  };
}

/** The same before a number was taken, marked so. */
export function previewOf(about: PaperAbout, issue: { sender: string; year: number }, ground: Ground): Sheet {
  const sheet = letterOf(about, { ...issue, n: null, copy: 1 }, ground);
  return { ...sheet, number: `${PAPER_SERIES[about.kind]}〔${issue.year}〕　号`, mark: '预览' };
}

function transferText(transfer: TransferRow, ground: Ground): string[] {
  const { row, zone } = ground;
  const answer = owed(row, 'answer-transfer', transfer.id);
  const due = transfer.answerDueAt ?? answer?.dueAt ?? null;
  return [
    `现有${subjectOf(ground)}依照职责，移交贵单位${zh.transferRole[transfer.role]}，请予办理。`,
    ...(row.narrative ? [`基本情况：${row.narrative}`] : []),
    ...(row.dangerSigns.length > 0
      ? [`风险提示：${row.dangerSigns.map((each) => zh.dangerSign[each]).join('、')}。`]
      : []),
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
      `本单位已于${at}签收，作为${zh.transferRole[transfer.role]}单位办理。`,
      ...handling(transfer, ground),
    ];
  }
  const suggested = back.suggestedDepartment && tree.departments.get(back.suggestedDepartment)?.name;
  return [
    `贵单位移交的${subjectOf(ground)}`,
    `本单位于${at}${back.handBack ? '交回' : '退回'}，理由：${zh.returnReason[back.code]}。${back.text ?? ''}`,
    ...(suggested ? [`建议移交：${suggested}。`] : []),
    ...(transfer.upheld === null ? [] : [`贵单位审核认为退回${transfer.upheld ? '成立' : '不成立'}。`]),
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
