import { causeOf } from '#domain/reading/cause.js';
import type { DisputeRow, ObligationRow } from '#domain/dispute/row.js';
import type { Instant } from '#domain/time/time.js';
import { LEXICON, inSentence, type Language } from '#lexicon/languages.js';
import type { Tree } from '#domain/people/tree.js';

/** Causes said as people say them. */

const zh = (language: Language) => language === 'zh-CN';

/** Why it is late, in one sentence: what went wrong first, then whose time it was. */
export function causeText(
  row: DisputeRow,
  obligation: ObligationRow,
  now: Instant,
  tree: Tree,
  language: Language,
): string {
  const cause = causeOf(row, obligation, now);
  const said = zh(language) ? chinese : english;
  const { span, lateBy } = LEXICON[language];
  const name = (id: string) => {
    const department = tree.departments.get(id);
    return (zh(language) ? department?.name : department?.nameEn) ?? id;
  };
  const wrong = [
    ...cause.lay.map(({ departmentId, minutes, limit }) =>
      said.lay(name(departmentId), span(minutes), limit && LEXICON[language].limit(limit)),
    ),
    ...cause.returns.map(({ departmentId, minutes, upheld }) =>
      said.returned(name(departmentId), span(minutes), upheld),
    ),
    ...(cause.outageMinutes > 0 ? [said.outage(span(cause.outageMinutes))] : []),
  ];
  const told = cause.lay.map(({ departmentId }) => `${departmentId} waiting-for-answer`);
  const spent = cause.parts
    .filter(({ departmentId, phase }) => !told.includes(`${departmentId} ${phase}`))
    .map(({ departmentId, phase, minutes }) =>
      said.spent(name(departmentId), inSentence(LEXICON[language].phase[phase]), span(minutes)),
    );
  const parts = [...wrong, ...spent].slice(0, Math.max(3, wrong.length));
  return said.whole(lateBy(cause.lateMinutes), parts);
}

const chinese = {
  whole: (late: string, parts: string[]) => `${late}：${parts.join('；')}`,
  lay: (who: string, span: string, limit: string | null) =>
    `${who}将移交搁置 ${span}${limit ? `（时限 ${limit}）` : ''}`,
  returned: (who: string, span: string, upheld: boolean | null) =>
    upheld === null
      ? `${who}退单待审核已 ${span}`
      : upheld
        ? `${who}退单占用 ${span}`
        : `${who}退单理由未获支持，耗时 ${span}`,
  outage: (span: string) => `系统中断，晚 ${span}发现`,
  spent: (who: string, phase: string, span: string) => `${who}${phase} ${span}`,
};
const english: typeof chinese = {
  whole: (late, parts) => `${late}: ${parts.join('; ')}`,
  lay: (who, span, limit) => `${who} let the offer lie ${span}${limit ? ` of its ${limit}` : ''}`,
  returned: (who, span, upheld) =>
    upheld === null
      ? `a return by ${who} has waited ${span} for its decision`
      : upheld
        ? `${span} went to a return by ${who}`
        : `${span} went to a return by ${who} without a reason that held`,
  outage: (span) => `an outage hid it for ${span}`,
  spent: (who, phase, span) => `${who} ${phase} ${span}`,
};
