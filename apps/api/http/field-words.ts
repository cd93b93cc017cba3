import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '#guard/passwords.js';
import type { FieldError } from './problem.js';
import type { Language } from './wording.js';

/** What is wrong with one field, in the language of the caller: never in the words of the library that found it. */

const BY_CODE: Record<string, string> = {
  UNKNOWN_MEMBER: '没有这个字段，请删除或核对拼写',
  NOT_JSON: '不是有效的 JSON',
  UNKNOWN_DEPARTMENT: '没有这个部门',
  DEPARTMENT_CLOSED: '该单位已撤并，请选择承接单位',
  UNKNOWN_PERSON: '没有这个人员',
  UNKNOWN_VILLAGE: '没有这个村（社区）',
  UNKNOWN_DISPUTE: '在您可见的范围内没有这件纠纷',
  OTHER_DEPARTMENT: '该人员不在本部门',
  NO_DESK: '该地没有对应的流转台',
  IN_THE_FUTURE: '不能晚于现在',
  IN_THE_PAST: '须在将来；已返岗的不填',
  OUT_OF_RANGE: '超出允许范围',
  PERIOD: '须晚于起始时间',
  CURSOR: '不是本列表的游标，请从头开始',
  KEY: '须为 1 至 200 个字符的文本',
  SEQ: '须为您看到的序号，例如 "12"',
  EMPTY_FILE: '文件是空的，请重新选择',
  BROKEN_FILE: '文件已损坏或不完整，请打开确认后另存并重新上传',
  TOO_MANY_POINTS:
    '图片超过 5000 万像素（JPEG、PNG、单页 TIFF 超过 2.1 亿像素，HEIC、AVIF 超过 1.5 亿像素）。请在手机相机设置中改用 JPEG（“兼容性最佳”）重拍，或缩小后重新上传',
  PASSWORD_PROTECTED: '文件设有密码，请取消密码后重新保存',
  OLD_FORMAT: '文件是 2007 年以前的 .xls 格式，请另存为 .xlsx',
  NOT_TEXT: '文字编码既不是 UTF-8 也不是 GB18030，请另存为 .xlsx',
  TOO_MANY_ROWS: '超过 20000 行，请拆分为多个文件',
  TOO_MANY_COLUMNS: '有列名的列超过 30 列，请删除不导入的列',
  TOO_MUCH: '文件内容过多，请拆分为多个文件',
  NO_HEADS: '没有找到列名行，请在数据上方写明各列名称',
  UNKNOWN_HEAD: '表格中没有这一列',
  OTHER_ENDING: '扩展名与文件内容不符，请改正或去掉扩展名',
  UNKNOWN_FILE: '没有这个文件，请重新上传',
  NOT_A_URL: '须为网址，例如 https://example.com/hook',
  NOT_HTTPS: '须以 https:// 开头',
  WITH_CREDENTIALS: '网址中不能带用户名和密码',
  PORT: '须使用 https 的默认端口',
  PRIVATE: '指向本单位内部网络，不能使用',
  UNKNOWN_HOST: '没有这个主机，请核对网址',
  NOT_AN_ADDRESS: '须为邮箱地址',
  KNOWN: '已经添加过',
  NOT_TAKEN: '这种方式不用填',
  NOTHING_OTHER: '与现有登记内容相同，没有需要更正的',
  NO_SUCH_PARTY: '没有这位当事人',
  TOO_MANY: '已达上限，请先删除一个',
  AT_LEAST_A_YEAR: '最短一年（访问日志依《网络安全法》第二十一条不少于六个月）',
  CASES_ONLY: '只有案件分等级和类别',
  NEVER_REACHED: '前面的规则已包括该类，本条不会用到',
  KIND_MISSING: '缺少适用于该类全部内容的规则',
  ID_TAKEN: '编号已被使用',
  NAME_TAKEN: '同一上级下已有同名部门（大小写、全半角和空格不作区分）',
  PARENT_REQUIRED: '须选择上级部门',
  DEPARTMENT_LOOP: '该部门在其之下，不能作为上级',
  DESK_HAS_CLERKS: '仍有人员在该流转台工作，请先调整其岗位',
  DESK_MISSING: '该部门没有流转台，请先设流转台或选择其他岗位',
  USERNAME_TAKEN: '用户名已被使用（大小写、全半角和空格不作区分）',
  UNKNOWN_ROLE: '没有这个岗位',
  OTHER_REGION: '与此处的地区不一致',
  UNKNOWN_REGION: '没有这个地区',
  REGION_TAKEN: '已被其他地区使用',
  OTHER_YEAR: '不属于这一年',
  ROLE_NOT_ALLOWED: '管理员和审计员不能由一人兼任',
  SUCCESSOR_IS_SELF: '须为其他人员或单位，不能是其本身',
  SUCCESSOR_UNLIKE: '村（社区）由村（社区）承接，部门由部门承接',
  SUCCESSOR_LACKS_ROLE: '接替人还没有相应岗位，请先授予',
  SESSION_ORDER: '时段须先后排列、互不重叠',
  WORKING_DAY_TOO_SHORT: '工作时间太短',
  REHEARSALS_OFF: '此处未开启演练',
  REQUIRED: '须填写',
  UNKNOWN_WORD: '不在可选范围内',
  UNKNOWN_ZONE: '须为 Asia/Shanghai、Asia/Urumqi 或 UTC',
  LIMIT_NOT_POSITIVE: '须为大于零的整数',
  LIMIT_TOO_LONG: '期限太长',
  RUNG_TOO_FAR: '提醒或升级距到期太远',
  ONE_MOMENT: '“何时”只能选一种：百分比、到期前、逾期后、前一日或当日',
  NOT_A_PHRASE: '须为词语，省略号只能在一端，表示它在所连词语的哪一边',
  TIME_OF_DAY: '须为两个时刻，例如 08:30 至 12:00',
  VISITS_REQUIRED: '每个级别至少回访一次',
  VISIT_ORDER: '每次回访须晚于前一次',
  RETURNS_DISAGREE: '每部门次数不得超过每案次数，且两者同为 0 或同不为 0',
  DUPLICATE: '与前面的一项重复',
  OUTCOME_REQUIRED: '逾期无人签收的交办没有出路：请在 100% 或之后设置“重新交办”',
  NOTHING_OFFERED: '只有待签收的交办才能重新交办',
  SUM_TOO_LONG: '期限连同延期、各程合计太长',
  TOO_LONG: '超过允许的字数',
  NOT_STORABLE: '含有无法保存的字符',
  NO_SUCH_DATE: '没有这一天',
  DATE_ORDER: '日期须按先后排列',
  OFF_AS_WELL: '同时列为放假',
  WORKED_ANYWAY: '不是周末，本来就上班',
  NOT_OFF: '是法定节假日，但没有列入放假',
  NOT_PUBLISHED: '尚未公布的年份只能填法定节假日',
};

const BY_TEXT: Record<string, string> = {
  'a limit is a whole amount above zero; write null for none': '须为大于零的整数；没有期限的请选“不设期限”',
  'must be given by who refuses or lowers': '不予准许或调低等级，须写明理由',
  'must not contain any of / \\ : * ? " < > | or hidden characters': '不能含有 / \\ : * ? " < > | 或隐藏字符',
  'must be an id': '须为编号（小写字母、数字、连字符）',
  'contains characters that cannot be stored': '含有无法保存的字符',
  'must be RFC 3339 with an offset, such as 2026-11-23T09:00:00+08:00':
    '须为带时区的时间，例如 2026-11-23T09:00:00+08:00',
  'must be a time of day, such as 21:00': '须为时刻，例如 21:00',
  'must be a time of day such as 17:30': '须为时刻，例如 17:30',
  'only a rung of a day has a time of day': '只有“前一日、当日或此前最后一个工作日”的才有钟点，请删除',
  'the lead does not assist itself': '主办单位不能同时协办',
  'must be the six digits of the message': '须为消息中的六位数字',
  'must be the id of a notice': '须为通知的编号',
  'must be the id of a transfer, an order, a resolution, a visit or a meeting':
    '须为移交、督办、办结、回访或会商的编号',
  'must be a telephone number': '须为电话号码',
  'must be a path of this site': '须为本站内的路径',
  'must be the id of an obligation': '须为责任时限的编号',
  [`must have at least ${SHORTEST_PASSWORD} characters; a sentence is easiest to keep`]: `至少 ${SHORTEST_PASSWORD} 个字符；一句好记的话最合适`,
  [`must have at most ${LONGEST_PASSWORD} characters`]: `最多 ${LONGEST_PASSWORD} 个字符`,
  'is among the passwords that everybody tries first': '过于常见，容易被猜到',
  'is made of names that stand beside it': '由姓名、用户名或部门名组成，容易被猜到',
  'repeats too few characters': '重复的字符过多',
  'must lie between the years 1900 and 2200': '须在 1900 年至 2200 年之间',
};

/** What stands here in Chinese. */
export const FIELD_WORDS: Record<string, string> = { ...BY_CODE, ...BY_TEXT };

/** `must be the id of a party, such as p1` */
const SUCH_AS = /^must be the id of .*, such as (\S+)$/;

/** `is no JSON: it breaks after 12 characters` */
const BREAKS_AFTER = / it breaks after (\d+) characters$/;

/** A bound is told with its number in both languages: what we say of it in English, and how in Chinese. */
const BOUNDS: [RegExp, (...bounds: string[]) => string][] = [
  [/^a limit reaches at most (\d+) days$/, (days) => `期限折合最长 ${days} 天`],
  [/^a rung lies at most (\d+) days from its due moment$/, (days) => `提醒或升级距到期最多 ${days} 天`],
  [/^a limit and all its extensions reach at most (\d+) days$/, (days) => `期限连同延期合计最长 ${days} 天`],
  [/^all legs together reach at most (\d+) days$/, (days) => `各程合计最长 ${days} 天`],
  [/^must be a whole number of at least (\d+)$/, (least) => `须为不小于 ${least} 的整数`],
  [/^must be at most (\d+)$/, (most) => `不能大于 ${most}`],
  [/^a (?:share|multiple) of .* between (\d+) and (\d+)$/, (least, most) => `须在 ${least} 至 ${most} 之间`],
  [/^a percentage lies above (\d+) and at most at (\d+)$/, (above, most) => `须大于 ${above}，不超过 ${most}`],
  [/^a working day has at least (\d+) minutes$/, (minutes) => `每天的工作时间至少 ${minutes} 分钟`],
  [/^(?:there are )?at most (\d+)$/, (most) => `最多 ${most} 项`],
  [/^at most (\d+) characters$/, (most) => `最多 ${most} 个字`],
  [/^at most (\d+) filters are kept/, (most) => `最多保存 ${most} 个，请先删除一个`],
  [/^must lie in the next (\d+) days$/, (days) => `须在今后 ${days} 天之内`],
  [/^moves at most (\d+) days at once$/, (days) => `一次最多推进 ${days} 天`],
];

/** What a schema found, as far as words hang on it (zod's issues). */
interface Found {
  code?: string;
  /** Of `invalid_type`. */
  expected?: string;
  /** Of what a bound is: `string`, `number`, `int`, `array`, … */
  origin?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  inclusive?: boolean;
  values?: readonly unknown[];
  format?: string;
  message: string;
}
type Said = Record<Language, string>;

const WHOLE: Said = { 'zh-CN': '须为整数，例如 12', en: 'must be a whole number, such as 12' };
const OF_TYPE: Record<string, Said> = {
  number: { 'zh-CN': '须为数字，例如 12000', en: 'must be a number, such as 12000' },
  int: WHOLE,
  string: { 'zh-CN': '须为文字', en: 'must be text' },
  boolean: { 'zh-CN': '须为 true 或 false', en: 'must be true or false' },
  array: { 'zh-CN': '须为列表', en: 'must be a list' },
  object: { 'zh-CN': '须为一组字段', en: 'must be an object' },
};
const OF_FORMAT: Record<string, Said> = {
  uuid: { 'zh-CN': '须为系统给出的编号', en: 'must be an id (UUID)' },
  email: { 'zh-CN': '须为邮箱地址', en: 'must be an address of mail' },
};
const REQUIRED: Said = { 'zh-CN': '须填写', en: 'has to be filled in' };

/** The unit in which something is counted: letters, things of a list, or nothing. */
const UNITS: Partial<Record<string, Said>> = {
  string: { 'zh-CN': ' 个字', en: ' characters' },
  array: { 'zh-CN': ' 项', en: ' entries' },
};
function bounded(language: Language, { origin = '', minimum, maximum, inclusive = true }: Found): string {
  const isLeast = minimum !== undefined;
  const unit = UNITS[origin]?.[language];
  if (isLeast && unit && Number(minimum) === 1) return REQUIRED[language];
  const bound = String(isLeast ? minimum : maximum);
  if (!unit && !inclusive)
    return language === 'en'
      ? `must be ${isLeast ? 'above' : 'below'} ${bound}`
      : `须${isLeast ? '大于' : '小于'} ${bound}`;
  if (language === 'en')
    return unit
      ? `${isLeast ? 'at least' : 'at most'} ${bound}${unit}`
      : `must be ${isLeast ? 'at least' : 'at most'} ${bound}`;
  return unit ? `${isLeast ? '至少' : '最多'} ${bound}${unit}` : `不能${isLeast ? '小于' : '大于'} ${bound}`;
}

function wordsOf(found: Found, language: Language): string | undefined {
  const { code, expected = '', values = [], format = '', message } = found;
  switch (code) {
    case 'invalid_type':
      return (message.endsWith('received undefined') ? REQUIRED : OF_TYPE[expected])?.[language];
    case 'too_small':
    case 'too_big':
      return bounded(language, found);
    case 'invalid_value':
      return language === 'en'
        ? `must be one of ${values.map(String).join(', ')}`
        : `须为下列之一：${values.map(String).join('、')}`;
    case 'invalid_format':
      return OF_FORMAT[format]?.[language];
    default:
      return undefined;
  }
}

/** As the library says it; what we say ourselves of a pattern comes as it is. */
const OF_LIBRARY = /^(Invalid|Too|Unrecognized) /;

/** What is wrong with a field, in the caller's language. */
export function detailOf({ code, detail, issue }: FieldError, language: Language): string {
  const isOurs = !issue || !OF_LIBRARY.test(detail);
  if (!isOurs) {
    const otherwise = language === 'en' ? detail : '填写有误，请核对后重新填写';
    return wordsOf(issue as Found, language) ?? otherwise;
  }
  if (language === 'en') return detail;
  const example = SUCH_AS.exec(detail)?.[1];
  if (example) return `须为编号，例如 ${example}`;
  const length = BREAKS_AFTER.exec(detail)?.[1];
  if (length) return `不是有效的 JSON：在第 ${length} 个字符之后出错`;
  for (const [said, words] of BOUNDS) {
    const found = said.exec(detail);
    if (found) return words(...found.slice(1));
  }
  return BY_TEXT[detail] ?? BY_CODE[code] ?? `填写有误：${detail}`;
}
