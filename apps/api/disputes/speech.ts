import { causeOf, minutesOfDay, workingMinutesUntil } from '#domain/reading/cause.js';
import type { Clock } from '#domain/time/limit.js';
import { lateAt } from '#domain/obligation/obligation.js';
import type { DisputeRow, ObligationRow } from '#domain/dispute/row.js';
import type { Instant } from '#domain/time/time.js';
import { LEXICON, inSentence, type Language } from '#lexicon/languages.js';
import type { Tree } from '#domain/people/tree.js';

/** Time and causes said as people say them. */

const zh = (language: Language) => language === 'zh-CN';

/** `剩 1 个工作日 3 小时`, `1 working day 3 h left`, `超期 2 天`. */
export function remainingOf(obligation: ObligationRow, now: Instant, clock: Clock, language: Language) {
  const end = lateAt(obligation);
  const workingMinutes = workingMinutesUntil(end, now, clock);
  if (now > end) return { workingMinutes, text: lateText((Date.parse(now) - Date.parse(end)) / 60_000, language) };
  const day = minutesOfDay(clock);
  const days = Math.floor(workingMinutes / day);
  const hours = Math.floor((workingMinutes % day) / 60);
  const minutes = (workingMinutes % day) % 60;
  const parts = zh(language)
    ? [days && `${days} 个工作日`, hours && `${hours} 小时`, !days && minutes && `${minutes} 分钟`]
    : [
        days && `${days} working day${days > 1 ? 's' : ''}`,
        hours && `${hours} h`,
        !days && minutes && `${minutes} min`,
      ];
  const said = parts.filter(Boolean).join(' ') || (zh(language) ? '不足 1 分钟' : 'less than a minute');
  return { workingMinutes, text: zh(language) ? `剩 ${said}` : `${said} left` };
}

function spanText(minutes: number, language: Language): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days > 0) return zh(language) ? `${days} 天` : `${days} day${days > 1 ? 's' : ''}`;
  if (hours > 0) return zh(language) ? `${hours} 小时` : `${hours} h`;
  return zh(language) ? `${Math.max(1, Math.floor(minutes))} 分钟` : `${Math.max(1, Math.floor(minutes))} min`;
}

function lateText(minutes: number, language: Language): string {
  return zh(language) ? `超期 ${spanText(minutes, language)}` : `${spanText(minutes, language)} late`;
}

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
  const span = (minutes: number) => spanText(minutes, language);
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
  return said.whole(lateText(cause.lateMinutes, language), parts);
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
