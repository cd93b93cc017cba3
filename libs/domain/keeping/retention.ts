import { addMonths, type Instant } from '../time/time.js';
import type { Category, Grade } from '../words.js';

/**
 * How long what is kept about people is kept. Published law gives no number for mediation files (docs/security.md,
 * "How long"): the table is data, to be replaced by that of the archive authority.
 */

/** Cases and items are erased one by one and leave their shell; of the others whole rows go. */
export const RETENTION_KINDS = ['case', 'item', 'access-log', 'notice', 'delivery', 'receipt'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** Of these a row goes by its age alone, by itself; of the others somebody looks at a list first. */
export const AGED_KINDS = ['receipt', 'notice', 'delivery'] as const satisfies RetentionKind[];
export type AgedKind = (typeof AGED_KINDS)[number];

export interface RetentionRule {
  kind: RetentionKind;
  /** Null: for ever. */
  years: number | null;
  /** Where the number comes from. */
  source: string;
  /** Of cases only: which ones. The first rule that fits counts; one without conditions must come last. */
  grades?: Grade[];
  categories?: Category[];
}

export interface RetentionTable {
  rules: RetentionRule[];
}

/** In the language of those who have to answer for it. */
const CHOSEN = '保守默认值；应以档案主管部门批准的保管期限表为准（档案法实施条例）';
const SHORTEST = '个人信息保护法第十九条：必要的最短时间；年数为默认值';

export const DEFAULT_RETENTION: RetentionTable = {
  rules: [
    { kind: 'case', years: null, grades: ['red'], source: CHOSEN },
    { kind: 'case', years: null, categories: ['land-title', 'forest-title'], source: CHOSEN },
    { kind: 'case', years: 30, source: CHOSEN },
    { kind: 'item', years: 2, source: SHORTEST },
    {
      kind: 'access-log',
      years: 3,
      source:
        '网络安全法第二十一条：不少于六个月；默认三年，与个人信息保护影响评估记录一致（个人信息保护法第五十六条）',
    },
    { kind: 'notice', years: 2, source: SHORTEST },
    { kind: 'delivery', years: 1, source: SHORTEST },
    { kind: 'receipt', years: 1, source: SHORTEST },
  ],
};

/**
 * Of a case or an item: the rule that it is kept by, the first of the table that fits.
 *
 * @throws Error where no rule fits, which no table that its check let pass allows
 */
export function retentionRule(table: RetentionTable, kind: RetentionKind, about: About = {}): RetentionRule {
  const fits = ({ kind: of, grades, categories }: RetentionRule) =>
    of === kind &&
    (!grades || (about.grade != null && grades.includes(about.grade))) &&
    (!categories || (about.category !== undefined && categories.includes(about.category)));
  const rule = table.rules.find(fits);
  if (!rule) throw new Error(`the table of retention has no rule for a ${kind}`);
  return rule;
}

interface About {
  grade?: Grade | null;
  category?: Category;
}

/** The moment as many years later; null for ever. The last of February where that year has no 29th. */
function yearsFrom(at: Instant, years: number): Instant {
  return addMonths(at.slice(0, 10), years * 12) + at.slice(10);
}

/** Until when what ended then is kept; null for ever. */
export function retainedUntil({ years }: RetentionRule, end: Instant): Instant | null {
  return years === null ? null : yearsFrom(end, years);
}

/** What is older than this has been kept long enough by the rule; null where nothing is ever old enough. */
export function retentionLimit({ years }: RetentionRule, now: Instant): Instant | null {
  return years === null ? null : yearsFrom(now, -years);
}

export interface RetentionProblem {
  pointer: string;
  code: string;
  detail: string;
}

/** What goes the moment that it ends was never kept; the law wants six months of the access log. */
const YEARS_AT_LEAST = 1;

/** What keeps a table from making sense; all at once. */
export function retentionProblems({ rules }: RetentionTable): RetentionProblem[] {
  const problems: RetentionProblem[] = [];
  rules.forEach(({ kind, years, grades, categories }, index) => {
    const isBounded = grades !== undefined || categories !== undefined;
    if (kind !== 'case' && isBounded) {
      problems.push({
        pointer: `/rules/${index}`,
        code: 'CASES_ONLY',
        detail: 'only cases have a grade and a category',
      });
    }
    if (years !== null && years < YEARS_AT_LEAST) {
      problems.push({
        pointer: `/rules/${index}/years`,
        code: 'AT_LEAST_A_YEAR',
        detail: 'a year is the shortest time (of an access log the law wants six months: Cybersecurity Law art. 21)',
      });
    }
    const earlier = rules.findIndex(
      (each, before) => before < index && each.kind === kind && !each.grades && !each.categories,
    );
    if (earlier !== -1) {
      problems.push({
        pointer: `/rules/${index}`,
        code: 'NEVER_REACHED',
        detail: `the rule at ${earlier} takes every ${kind} already`,
      });
    }
  });
  for (const kind of RETENTION_KINDS) {
    if (rules.some((each) => each.kind === kind && !each.grades && !each.categories)) continue;
    problems.push({ pointer: '/rules', code: 'KIND_MISSING', detail: `no rule for every ${kind}` });
  }
  return problems;
}
