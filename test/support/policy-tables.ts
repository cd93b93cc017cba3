import { ALARM } from '#domain/policy/alarm.js';
import { DEFAULT_POLICY } from '#domain/policy/default-policy.js';
import type { Rung, VisitRule } from '#domain/policy/document.js';
import type { Limit } from '#domain/time/limit.js';
import { CATEGORIES, COMPLEXITIES, DANGER_SIGNS, GRADES, type Grade } from '#domain/words.js';
import { tableOf } from './pages.js';

/** The numbers that ship, as the tables of docs/domain.md. */

const UNITS: Record<Limit['unit'], string> = {
  seconds: 's',
  minutes: 'min',
  hours: 'h',
  days: 'd',
  months: 'months',
  workingHours: 'working h',
  workingDays: 'wd',
};

const limitOf = (limit: Limit | null) => (limit ? `${limit.amount} ${UNITS[limit.unit]}` : '–');
const byGrade = (name: string, cell: (grade: Grade) => string) => [name, ...GRADES.map(cell)];
const visitOf = ({ after, mode, tolerance }: VisitRule) => `${limitOf(after)} ${mode}, +${limitOf(tolerance)}`;

function momentOf({ at, time }: Rung): string {
  if ('percent' in at) return `${at.percent} %`;
  if ('after' in at) return `+${limitOf(at.after)}`;
  return 'before' in at ? `−${limitOf(at.before)}` : [at.on, ...(time ? [time] : [])].join(' ');
}

const { limits, handle, visits, returns, extensions, relapse, ladders, routing, statutory } = DEFAULT_POLICY;
const { dangerAtLeast } = ALARM;
const head = (name: string) => [name, ...GRADES];

export const POLICY_TABLES: Record<string, string[]> = {
  limits: tableOf([
    head('limit'),
    ...Object.entries(limits).map(([kind, row]) => byGrade(`\`${kind}\``, (grade) => limitOf(row[grade]))),
    ...COMPLEXITIES.map((each) => byGrade(`\`handle\`, ${each}`, (grade) => limitOf(handle[grade][each]))),
  ]),
  quotas: tableOf([
    head('quota'),
    byGrade('returns of a department', (grade) => `${returns[grade].perDepartment}`),
    byGrade('returns of a case', (grade) => `${returns[grade].perDispute}`),
    byGrade('extension', (grade) => {
      const { by, times, approver } = extensions[grade];
      return `${limitOf(by)}, ${times} time, by \`${approver}\``;
    }),
    byGrade('after a relapse', (grade) => relapse[grade]),
  ]),
  visits: tableOf([
    head('visit'),
    ...visits.red.map((_, n) => byGrade(`${n + 1}`, (grade) => (visits[grade][n] ? visitOf(visits[grade][n]) : '–'))),
  ]),
  ladders: tableOf([
    ['ladder', 'when', 'does', 'to', 'only'],
    ...Object.entries(ladders).flatMap(([kind, rungs]) =>
      rungs.map((rung) => [
        `\`${kind}\``,
        momentOf(rung),
        rung.do,
        rung.to.join(', '),
        [...(rung.grades ?? []), ...(rung.when ? [rung.when] : [])].join(', ') || '–',
      ]),
    ),
  ]),
  statutory: tableOf([
    ['track', 'steps'],
    ...Object.entries(statutory).map(([track, steps]) => [
      `\`${track}\``,
      steps
        .map(
          ({ step, limit, extension }) => `${step} ${limitOf(limit)}${extension ? ` (+ ${limitOf(extension)})` : ''}`,
        )
        .join(', '),
    ]),
  ]),
  danger: tableOf([
    ['danger sign', 'first graded at least'],
    ...DANGER_SIGNS.map((sign) => [`\`${sign}\``, dangerAtLeast[sign]]),
  ]),
  routing: tableOf([
    ['category', 'first department'],
    ...CATEGORIES.map((category) => [
      `\`${category}\``,
      routing
        .filter((rule) => rule.category === category)
        .map((rule) => (rule.dangerSign ? `${rule.to} where there is ${rule.dangerSign}` : rule.to))
        .join('; ') || 'the desk names it',
    ]),
  ]),
};
