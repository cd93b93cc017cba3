import type { Column, ColumnOf } from '#domain/sheet/columns.js';
import type { ImportKind } from '#domain/words.js';

interface Head {
  'zh-CN': string;
  en: string;
  /** What else ledgers call it. */
  also: readonly string[];
}

const HEADS: Record<Column, Head> = {
  externalNumber: {
    'zh-CN': '编号',
    en: 'Number',
    // What only counts the rows stands for a number where there is none.
    also: [
      '外部编号',
      '原编号',
      '台账编号',
      '案件编号',
      '纠纷编号',
      'outside number',
      'external number',
      '序号',
      'no',
      'no.',
    ],
  },
  title: { 'zh-CN': '标题', en: 'Title', also: ['纠纷名称', '案件名称', '名称', '事由', '案由'] },
  narrative: {
    'zh-CN': '情况',
    en: 'What happened',
    also: ['经过', '事情经过', '简要经过', '基本情况', '纠纷情况', '简要情况', '主要内容', '案情', '内容', 'narrative'],
  },
  category: { 'zh-CN': '类别', en: 'Category', also: ['纠纷类别', '纠纷类型', '类型', '案件类型'] },
  grade: { 'zh-CN': '等级', en: 'Grade', also: ['风险等级', '级别', '分级', '预警等级', '颜色'] },
  complexity: { 'zh-CN': '复杂程度', en: 'Complexity', also: ['难易程度', '难易'] },
  village: {
    'zh-CN': '村',
    en: 'Village',
    also: ['村（社区）', '村社区', '村居', '社区', '所属村', '发生地', '行政村'],
  },
  address: { 'zh-CN': '地址', en: 'Address', also: ['详细地址', '地点', '发生地点'] },
  registeredAt: {
    'zh-CN': '登记时间',
    en: 'Registered',
    also: ['登记日期', '录入时间', '受理时间', '受理日期', '发生时间', 'registered at', 'date'],
  },
  transferredTo: {
    'zh-CN': '流转单位',
    en: 'Transferred to',
    also: ['交办给', '责任单位', '承办单位', '主办单位', '移交单位', '交办单位', '办理单位'],
  },
  transferredAt: {
    'zh-CN': '流转时间',
    en: 'Transferred',
    also: ['移交时间', '交办时间', '流转日期', '交办日期', 'transferred at'],
  },
  acceptedAt: { 'zh-CN': '签收时间', en: 'Accepted', also: ['接收时间', '签收日期', 'accepted at'] },
  resolvedAt: { 'zh-CN': '办结时间', en: 'Resolved', also: ['化解时间', '办结日期', '结案时间', 'resolved at'] },
  outcome: { 'zh-CN': '办结方式', en: 'Outcome', also: ['处理结果', '办理结果', '化解方式', '结果'] },
  parties: { 'zh-CN': '当事人', en: 'Parties', also: ['当事人姓名', '双方当事人', '涉事人员'] },
  phone: { 'zh-CN': '电话', en: 'Telephone', also: ['联系电话', '联系方式', '手机', '手机号', 'phone'] },
  registeredBy: { 'zh-CN': '流转台', en: 'Desk', also: ['登记单位', '受理单位', '录入单位'] },
  source: { 'zh-CN': '来源台账', en: 'Ledger', also: ['台账', '数据来源', 'source'] },
  text: { 'zh-CN': '内容', en: 'What was heard', also: ['线索内容', '情况', '信息内容', 'text'] },
  feeder: { 'zh-CN': '来源', en: 'Source', also: ['线索来源', '信息来源', '渠道', 'feeder'] },
  place: { 'zh-CN': '地点', en: 'Place', also: ['地址', '详细地址'] },
  reporter: { 'zh-CN': '报送人', en: 'Reported by', also: ['报告人', '上报人', '反映人', 'reporter'] },
  heardAt: { 'zh-CN': '得知时间', en: 'Heard', also: ['上报时间', '报送时间', '时间', '日期', 'heard at'] },
  id: { 'zh-CN': '代码', en: 'Id', also: ['编号', '部门编号', '单位编号', '单位代码'] },
  name: { 'zh-CN': '名称', en: 'Name', also: ['部门', '单位', '部门名称', '单位名称', '机构名称'] },
  nameEn: { 'zh-CN': '英文名称', en: 'English name', also: ['英文名', '英文', 'name en'] },
  parentId: {
    'zh-CN': '上级',
    en: 'Above',
    also: ['上级部门', '上级单位', '上级编号', '上级代码', '隶属', 'parent', 'parent id'],
  },
  hasDesk: {
    'zh-CN': '是否流转台',
    en: 'Has a desk',
    also: ['流转台', '有无流转台', '有无办事台', '是否办事台', '办事台', 'desk', 'has desk'],
  },
  isVillage: { 'zh-CN': '是否村社区', en: 'Is a village', also: ['是否村', '是否村居', 'village', 'is village'] },
  workingTime: { 'zh-CN': '工作时间', en: 'Working time', also: ['作息时间', '上班时间', 'working hours'] },
  username: { 'zh-CN': '用户名', en: 'User name', also: ['账号', '帐号', '登录名', 'account'] },
  departmentId: { 'zh-CN': '部门', en: 'Department', also: ['单位', '所在部门', '所属单位', 'department id'] },
  roles: { 'zh-CN': '角色', en: 'Roles', also: ['岗位', '职责', 'role'] },
  email: { 'zh-CN': '邮箱', en: 'Mail', also: ['电子邮箱', '邮件', 'email', 'e-mail'] },
};

/** What a column of the same name is called where it says something else. */
const ELSEWHERE: { readonly [K in ImportKind]?: Partial<Record<ColumnOf<K>, Head>> } = {
  people: { name: { 'zh-CN': '姓名', en: 'Name', also: ['人员', '人员姓名', 'full name'] } },
};

const headOf = (kind: ImportKind, column: Column): Head =>
  (ELSEWHERE[kind] as Partial<Record<Column, Head>> | undefined)?.[column] ?? HEADS[column];

/** The head that we write above a column. */
export const headIn = (kind: ImportKind, column: Column, language: 'zh-CN' | 'en'): string =>
  headOf(kind, column)[language];

const wordsOf = (kind: ImportKind) =>
  Object.fromEntries(
    (Object.keys(HEADS) as Column[]).map((column) => {
      const { 'zh-CN': chinese, en: english, also } = headOf(kind, column);
      return [column, [chinese, english, ...also]];
    }),
  ) as unknown as Record<Column, readonly string[]>;

/** What is taken for the heads of a sheet's columns, by what it brings in. */
export const HEAD_WORDS: Readonly<Record<ImportKind, Readonly<Record<Column, readonly string[]>>>> = {
  disputes: wordsOf('disputes'),
  items: wordsOf('items'),
  departments: wordsOf('departments'),
  people: wordsOf('people'),
};
