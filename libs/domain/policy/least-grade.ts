import { gradeRank, type Category, type DangerSign, type Grade } from '../words.js';
import { dangerAtLeastOf } from './alarm.js';
import type { PolicyDocument } from './document.js';

/** Why a policy demands a grade. */
export type GradeReason = 'major-kind' | 'repeat' | 'danger';

/**
 * The least grade that a policy demands: of a major kind 重大类, of a quarrel that was reported before, of its danger signs.
 *
 * @returns with what demands it; of blue, which nothing has to demand, with none
 */
export function leastGrade(
  policy: Pick<PolicyDocument, 'majorKinds' | 'repeat' | 'dangerAtLeast'>,
  about: { category?: Category | undefined; repeats: number; dangerSigns: readonly DangerSign[] },
): { grade: Grade; because?: GradeReason } {
  const { second, third } = policy.repeat;
  const atLeast = dangerAtLeastOf(policy);
  const demands: [GradeReason, Grade][] = [
    ...(about.category && policy.majorKinds.includes(about.category)
      ? [['major-kind', 'yellow'] as [GradeReason, Grade]]
      : []),
    ...[second, third].slice(0, about.repeats).map((grade): [GradeReason, Grade] => ['repeat', grade]),
    ...about.dangerSigns.map((sign): [GradeReason, Grade] => ['danger', atLeast[sign]]),
  ];
  return demands.reduce<{ grade: Grade; because?: GradeReason }>(
    (least, [because, grade]) => (gradeRank(grade) > gradeRank(least.grade) ? { grade, because } : least),
    { grade: 'blue' },
  );
}
