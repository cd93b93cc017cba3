import { causeOf, minutesOfDay, workingMinutesUntil } from '#domain/cause.js';
import type { Clock } from '#domain/limit.js';
import { lateAt } from '#domain/obligation.js';
import type { DisputeRow, ObligationRow } from '#domain/rows.js';
import type { Instant } from '#domain/time.js';
import type { Tree } from '#persistence/directory.js';
import { PHASE_WORDS, type Language } from '../wording.js';

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

/** Why it is late, in one sentence. */
export function causeText(
  row: DisputeRow,
  obligation: ObligationRow,
  now: Instant,
  tree: Tree,
  language: Language,
): string {
  const cause = causeOf(row, obligation, now);
  const name = (id: string) => {
    const department = tree.departments.get(id);
    return (zh(language) ? department?.name : department?.nameEn) ?? id;
  };
  const parts = cause.parts
    .slice(0, 3)
    .map(({ departmentId, phase, minutes }) =>
      zh(language)
        ? `${name(departmentId)}${PHASE_WORDS[phase]![language]} ${spanText(minutes, language)}`
        : `${name(departmentId)} ${PHASE_WORDS[phase]![language]} ${spanText(minutes, language)}`,
    );
  const unfounded = cause.returns.filter((each) => each.upheld === false).map((each) => name(each.departmentId));
  if (unfounded.length > 0) {
    parts.push(
      zh(language)
        ? `${unfounded.join('、')}退单理由未获支持`
        : `${unfounded.join(', ')} returned it without a reason that held`,
    );
  }
  return zh(language)
    ? `${lateText(cause.lateMinutes, language)}：${parts.join('；')}`
    : `${lateText(cause.lateMinutes, language)}: ${parts.join('; ')}`;
}
