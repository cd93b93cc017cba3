import type { CellFault, CellFaultCode } from '#domain/sheet/cells.js';
import type { Language } from '../http/wording.js';

type Sentence = (meant?: string, words?: readonly string[]) => string;
const or = (meant: string | undefined, more: (meant: string) => string): string =>
  meant === undefined ? '' : more(meant);

/** What is wrong with a cell, and what would have to stand there. */
const CELL_WORDS: Record<CellFaultCode, Record<Language, Sentence>> = {
  REQUIRED: { 'zh-CN': () => '不能为空', en: () => 'must not be empty' },
  TOO_LONG: {
    'zh-CN': (meant) => `太长${or(meant, (m) => `（${m} 字）`)}，请缩短`,
    en: (meant) => `is too long${or(meant, (m) => ` (${m} characters)`)}`,
  },
  UNKNOWN_WORD: {
    'zh-CN': (meant, words) =>
      `没有这个选项${or(words?.join('、'), (all) => `（可填：${all}）`)}${or(meant, (m) => `；是否为“${m}”？`)}`,
    en: (meant, words) =>
      `is none of the words of this column${or(words?.join(', '), (all) => ` (${all})`)}${or(meant, (m) => `; is "${m}" meant?`)}`,
  },
  UNKNOWN_VILLAGE: {
    'zh-CN': (meant) => `没有这个村（社区），或不在您管理的范围内${or(meant, (m) => `；是否为“${m}”？`)}`,
    en: (meant) => `is no village, or none that you administer${or(meant, (m) => `; is "${m}" meant?`)}`,
  },
  UNKNOWN_DEPARTMENT: {
    'zh-CN': (meant) => `没有这个部门，或不在您管理的范围内${or(meant, (m) => `；是否为“${m}”？`)}`,
    en: (meant) => `is no department, or none that you administer${or(meant, (m) => `; is "${m}" meant?`)}`,
  },
  PLACE_UNCLEAR: {
    'zh-CN': (meant) => `不止一个叫这个名称${or(meant, (m) => `（${m}）`)}，请填写编号`,
    en: (meant) => `is the name of several${or(meant, (m) => ` (${m})`)}: write the id`,
  },
  PARENT_REQUIRED: {
    'zh-CN': () => '不能为空：只有最上级的部门没有上级',
    en: () => 'must not be empty: only the first department has nobody above it',
  },
  PARENT_NOT_TAKEN: {
    'zh-CN': (meant) => `上级在第 ${meant} 行，该行有误，请先更正`,
    en: (meant) => `stands in row ${meant}, which cannot be brought in: mend that first`,
  },
  DEPARTMENT_LOOP: {
    'zh-CN': () => '上级在本部门之下（或就是本部门）',
    en: () => 'lies below this department, or is it',
  },
  ID_TAKEN: {
    'zh-CN': () => '编号已被使用，该部门不由您管理或已撤销；请换一个编号，或留空由系统生成',
    en: () =>
      'is of a department that you do not administer, or that is closed: take another, or none to have one made',
  },
  NAME_TAKEN: {
    'zh-CN': (meant) => `同一上级下已有同名部门${or(meant, (m) => `（编号 ${m}）；如是同一部门，请填写该编号`)}`,
    en: (meant) => `is another's under the same superior${or(meant, (m) => `; where it is that one, its id is ${m}`)}`,
  },
  OTHER_REGION: {
    'zh-CN': () => '属于另一个地区，人员和部门不能跨地区调动',
    en: () => 'is of another region: nobody and nothing moves from one to another',
  },
  DESK_HAS_CLERKS: {
    'zh-CN': () => '仍有人员在该流转台工作，请先调整其角色',
    en: () => 'is a desk that people work at: change their roles first',
  },
  USERNAME_TAKEN: {
    'zh-CN': (meant) => `用户名已属他人${or(meant, (m) => `（${m}）`)}，请换一个；更正姓名请到“人员”中办理`,
    en: (meant) =>
      `is somebody else's${or(meant, (m) => ` (${m})`)}: take another; a name is corrected on the page of people`,
  },
  ROLE_NOT_ALLOWED: {
    'zh-CN': () => '不能这样授予：管理员和审计员不由一人兼任，自己的部门和角色不由自己更改',
    en: () =>
      'may not be granted so: nobody is administrator and auditor at once, nor changes what they are themselves',
  },
  DESK_MISSING: {
    'zh-CN': () => '该部门没有流转台，请先设流转台或填写其他角色',
    en: () => 'needs a desk, which the department has not: give it one first, or name another role',
  },
  NOT_AN_ID: {
    'zh-CN': (meant) => `须为小写字母、数字和连字符${or(meant, (m) => `，例如 ${m}`)}；留空由系统生成`,
    en: (meant) => `must be small letters, figures and hyphens${or(meant, (m) => `, as ${m}`)}; empty, one is made`,
  },
  NOT_A_USERNAME: {
    'zh-CN': (meant) => `须为小写字母、数字，可含 . _ -${or(meant, (m) => `，例如 ${m}`)}`,
    en: (meant) => `must be small letters and figures, with . _ - between${or(meant, (m) => `, as ${m}`)}`,
  },
  NOT_AN_ADDRESS: {
    'zh-CN': (meant) => `不是邮箱地址${or(meant, (m) => `；是否为 ${m}？`)}`,
    en: (meant) => `is no mail address${or(meant, (m) => `; is ${m} meant?`)}`,
  },
  NOT_HOURS: {
    'zh-CN': () => '不是工作时间，例如 08:30-12:00；14:00-17:30',
    en: () => 'are no hours, such as 08:30-12:00；14:00-17:30',
  },
  NOT_STORABLE: { 'zh-CN': () => '含有无法保存的字符', en: () => 'contains characters that cannot be stored' },
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
  NOBODY_THERE: {
    'zh-CN': () => '该单位还没有能签收办理的人员，请先为其添加经办人',
    en: () => 'has nobody who could take it on: add a handler there first',
  },
  SUCCEEDED: {
    'zh-CN': (meant) => `该单位已撤并，按承接单位“${meant}”导入`,
    en: (meant) => `is closed: it is brought in for "${meant}", which goes on in its place`,
  },
  ROW_DIFFERS: {
    'zh-CN': (meant) => `与已有案件${or(meant, (m) => ` ${m} `)}不一致，表格不能更正这一项：请在案件中办理`,
    en: (meant) =>
      `says otherwise than the case${or(meant, (m) => ` ${m}`)} that is here, where no sheet corrects it: act on the case`,
  },
};

export const isCellFault = (code: string): code is CellFaultCode => Object.hasOwn(CELL_WORDS, code);

/** What is wrong with a cell, or with a part of it. */
export function cellWords({ code, meant, words, part }: CellFault, language: Language): string {
  const said = CELL_WORDS[code][language](meant, words);
  return part === undefined ? said : language === 'en' ? `"${part}" ${said}` : `“${part}”${said}`;
}
