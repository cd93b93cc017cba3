import type { DisputeRow, MeetingRow, PartyRow, VisitRow } from '#domain/dispute/row.js';
import { zh } from '#lexicon/zh.js';
import { dayText, momentText } from './dates.js';
import { departmentName, metText, partyName, personName, subjectOf, type Content, type Ground } from './ground.js';

/**
 * Papers that nobody is sent and people sign: what was agreed, how it is kept, what a visit found, what a meeting decided.
 * What the house does not know, or does not print for everybody who sees the case, is left blank for the pen.
 */

/** Of signs that stay together: a line of wide ones breaks anywhere (UAX #14). */
const BLANK = '_______';
/** Who is bound by an agreement; witnesses are not. */
const isBound = ({ role }: PartyRow): boolean => role !== 'witness';
const bySignOf = (row: DisputeRow) =>
  row.parties.filter(isBound).map((each) => `${zh.partyRole[each.role]}${partyName(each)}（签名、盖章或者按指印）：`);

/** People's Mediation Law art. 28, 29, 31 and 33, in the order of the form of the Ministry of Justice (司发通〔2010〕239号). */
export function agreement(ground: Ground): Content {
  const { row, zone } = ground;
  const { terms, summary } = row.resolution!;
  const due = terms.filter(({ dueAt }) => dueAt !== null);
  return {
    addressee: null,
    paragraphs: [
      ...row.parties
        .filter(isBound)
        .map(
          (each) =>
            `${zh.partyRole[each.role]}：${partyName(each)}，性别${BLANK}，民族${BLANK}，年龄${BLANK}，职业或者职务${BLANK}${BLANK}，联系方式${BLANK}${BLANK}${BLANK}，单位或者住址：${each.address ?? `${BLANK}${BLANK}${BLANK}`}。`,
        ),
      `纠纷主要事实、争议事项：${row.narrative ?? row.title ?? ''}`,
      `经调解，自愿达成如下协议：${summary ?? ''}`,
      ...terms.map(({ n, text }) => `${n}．${text ?? ''}`),
      due.length > 0
        ? `履行方式、时限：${due.map(({ n, dueAt }) => `第${n}项于${dayText(dueAt!, zone)}前履行`).join('；')}。${due.length < terms.length ? `其余各项的履行时限：${BLANK}${BLANK}。` : ''}`
        : `履行方式、时限：${BLANK}${BLANK}${BLANK}${BLANK}。`,
      '本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。当事人应当按照约定履行。',
      '各方当事人认为有必要的，可以自本协议生效之日起三十日内共同向人民法院申请司法确认。',
      `本协议一式${BLANK}份，各方当事人、人民调解委员会各持一份。`,
    ],
    signatures: [...bySignOf(row), '人民调解员（签名）：', '记录人（签名）：', '人民调解委员会（印章）：'],
  };
}

export function performance(ground: Ground): Content {
  const { row, zone } = ground;
  const { terms, resolvedAt } = row.resolution!;
  return {
    addressee: null,
    paragraphs: [
      subjectOf(ground),
      `各方当事人于${dayText(resolvedAt, zone)}达成调解协议，至${dayText(ground.now, zone)}的履行情况如下：`,
      ...terms.map(({ n, text, dueAt, fulfilledAt, waivedAt }) => {
        const until = dueAt ? `（时限：${dayText(dueAt, zone)}）` : '';
        const late = fulfilledAt && dueAt && fulfilledAt > dueAt ? '，超过约定时限' : '';
        const kept = fulfilledAt
          ? `已于${dayText(fulfilledAt, zone)}履行${late}`
          : waivedAt
            ? `已于${dayText(waivedAt, zone)}免于履行`
            : '尚未履行';
        return `${n}．${text ?? ''}${until}：${kept}。`;
      }),
      `当事人意见：${BLANK}${BLANK}${BLANK}${BLANK}`,
    ],
    signatures: [...bySignOf(row), '人民调解员（签名）：', '记录人（签名）：'],
  };
}

export function visitRecord(visit: VisitRow, ground: Ground): Content {
  const { row, zone } = ground;
  const met = (visit.parties ?? []).map(metText(row.parties));
  const { by, at } = { by: visit.visitor, at: visit.visitedAt };
  return {
    addressee: null,
    paragraphs: [
      subjectOf(ground),
      `第${visit.n}次回访，应访日期：${dayText(visit.dueAt, zone)}。`,
      `回访时间：${at ? momentText(at, zone) : BLANK}；回访方式：${zh.visitMode[visit.mode]}。`,
      `回访人：${by ? personName(by, ground) : BLANK}${visit.with ? `；同行人：${personName(visit.with, ground)}${visit.confirmedAt ? '' : '（尚未确认）'}` : ''}。`,
      `回访对象：${met.length > 0 ? met.join('、') : BLANK}。`,
      `回访结果：${visit.outcome ? zh.visitOutcome[visit.outcome] : BLANK}${visit.satisfied === null ? '' : `；对处理结果${visit.satisfied ? '满意' : '不满意'}`}。`,
      ...(visit.note ? [`情况记录：${visit.note}`] : []),
      ...(visit.check?.state === 'different' ? ['本次回访经抽查与记录不符，须重新回访。'] : []),
    ],
    signatures: ['回访对象（签名）：', '回访人（签名）：', ...(visit.with ? ['同行人（签名）：'] : [])],
  };
}

export function minutes(meeting: MeetingRow, ground: Ground): Content {
  const { zone } = ground;
  return {
    addressee: null,
    paragraphs: [
      `时间：${momentText(meeting.at, zone)}`,
      `地点：${BLANK}${BLANK}${BLANK}${BLANK}`,
      `主持人：${BLANK}${BLANK}　记录人：${BLANK}${BLANK}`,
      `参会单位：${meeting.departments.map((each) => departmentName(each, ground)).join('、')}。`,
      `会商事项：${subjectOf(ground)}`,
      meeting.decisions.length > 0 ? '会议议定以下事项：' : '会议未议定事项。',
      ...meeting.decisions.map(({ n, text, departmentId, dueAt, fulfilledAt }) => {
        const done = fulfilledAt ? `，已于${dayText(fulfilledAt, zone)}完成` : '';
        return `${n}．${text ?? ''}（责任单位：${departmentName(departmentId, ground)}，时限：${momentText(dueAt, zone)}${done}）`;
      }),
    ],
    signatures: ['主持人（签名）：', '记录人（签名）：'],
  };
}
