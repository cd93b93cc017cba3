import type { CellFaultCode } from '#domain/sheet/cells.js';
import type { Language } from '../http/wording.js';

type Sentence = (meant?: string) => string;
const or = (meant: string | undefined, more: (meant: string) => string): string =>
  meant === undefined ? '' : more(meant);

/** What is wrong with a cell, and what would have to stand there. */
export const CELL_WORDS: Record<CellFaultCode, Record<Language, Sentence>> = {
  REQUIRED: { 'zh-CN': () => '不能为空', en: () => 'must not be empty' },
  TOO_LONG: {
    'zh-CN': (meant) => `太长${or(meant, (m) => `（${m} 字）`)}，请缩短`,
    en: (meant) => `is too long${or(meant, (m) => ` (${m} characters)`)}`,
  },
  UNKNOWN_WORD: {
    'zh-CN': (meant) => `没有这个选项${or(meant, (m) => `；是否为“${m}”？`)}`,
    en: (meant) => `is none of the words of this column${or(meant, (m) => `; is "${m}" meant?`)}`,
  },
  UNKNOWN_VILLAGE: {
    'zh-CN': (meant) => `没有这个村（社区），或不在您管理的范围内${or(meant, (m) => `；是否为“${m}”？`)}`,
    en: (meant) => `is no village, or none that you administer${or(meant, (m) => `; is "${m}" meant?`)}`,
  },
  UNKNOWN_DEPARTMENT: {
    'zh-CN': (meant) => `没有这个部门，或不在您管理的范围内${or(meant, (m) => `；是否为“${m}”？`)}`,
    en: (meant) => `is no department, or none that you administer${or(meant, (m) => `; is "${m}" meant?`)}`,
  },
  NOT_A_MOMENT: {
    'zh-CN': (meant) => `不是日期或时间，例如 2026-10-09 10:30${or(meant, (m) => `；是否为 ${m}？`)}`,
    en: (meant) => `is no date or time, such as 2026-10-09 10:30${or(meant, (m) => `; is ${m} meant?`)}`,
  },
  NUMBER_FOR_MOMENT: {
    'zh-CN': (meant) => `是数字，不是日期；是否为 ${meant}？请将该列设为日期格式`,
    en: (meant) => `is a number and no date; is ${meant} meant? Give the column a date format`,
  },
  OUT_OF_ORDER: {
    'zh-CN': (meant) => `早于前一步的时间${or(meant, (m) => `（应 ${m}）`)}`,
    en: (meant) => `lies before the step before it${or(meant, (m) => ` (${m})`)}`,
  },
  IN_THE_FUTURE: { 'zh-CN': () => '不能晚于现在', en: () => 'must not lie in the future' },
  TOO_OLD: { 'zh-CN': () => '早于 2000 年，请核对', en: () => 'lies before the year 2000' },
  NOT_A_PHONE: { 'zh-CN': () => '不是电话号码', en: () => 'is no telephone number' },
  NUMBER_CUT: {
    'zh-CN': () => '数字过长，表格软件已截断；请将该列设为文本后重新填写',
    en: () => 'is a number that the spreadsheet cut; make the column text and fill it in again',
  },
  MORE_PHONES_THAN_PARTIES: {
    'zh-CN': (meant) => `电话多于当事人${or(meant, (m) => `（${m}）`)}`,
    en: (meant) => `has more telephones than there are parties${or(meant, (m) => ` (${m})`)}`,
  },
  TOO_MANY: {
    'zh-CN': (meant) => `数量过多${or(meant, (m) => `（${m}）`)}`,
    en: (meant) => `are too many${or(meant, (m) => ` (${m})`)}`,
  },
  TWICE: {
    'zh-CN': (meant) => `与第 ${meant} 行重复`,
    en: (meant) => `stands in row ${meant} already`,
  },
  NEEDS: { 'zh-CN': (meant) => `还需填写${meant ?? ''}`, en: (meant) => `needs ${meant ?? 'another column'} as well` },
  NO_DESK: { 'zh-CN': () => '没有对应的流转台', en: () => 'belongs to no desk' },
  DESK_UNCLEAR: {
    'zh-CN': (meant) => `对应多个流转台（${meant}），请增加“流转台”一列`,
    en: (meant) => `belongs to several desks (${meant}): add a column "Desk"`,
  },
  MERGED_CELLS: {
    'zh-CN': (meant) => `是合并的单元格${or(meant, (m) => `（${m}）`)}，请取消合并并逐行填写`,
    en: (meant) => `is a merged cell${or(meant, (m) => ` (${m})`)}: take it apart and fill in each row`,
  },
  FORMULA: {
    'zh-CN': (meant) => `是公式${or(meant, (m) => `（结果为“${m}”）`)}，请粘贴为数值`,
    en: (meant) => `is a formula${or(meant, (m) => ` (of "${m}")`)}: paste its value instead`,
  },
  CELL_ERROR: { 'zh-CN': () => '是表格软件的错误值', en: () => 'is an error of the spreadsheet' },
  UNKNOWN_COLUMN: {
    'zh-CN': () => '这一列不会导入；如有对应字段，请在列对应中选择',
    en: () => 'is a column that is not brought in; where it is one of ours, choose it',
  },
  COLUMN_MISSING: {
    'zh-CN': () => '缺少这一列，请在列对应中选择',
    en: () => 'is missing: choose the column that it is',
  },
  HIDDEN_SHEET: {
    'zh-CN': (meant) => `隐藏的工作表“${meant}”不会导入`,
    en: (meant) => `the hidden sheet "${meant}" is not brought in`,
  },
  OTHER_SHEET: {
    'zh-CN': (meant) => `只导入第一张工作表，“${meant}”不会导入`,
    en: (meant) => `only the first sheet is brought in, not "${meant}"`,
  },
};
