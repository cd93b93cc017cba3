import type { SheetWords } from '#domain/sheet/reading.js';
import { en } from './en.js';
import { both, ROLE_WORDS } from './typed.js';
import { zh } from './zh.js';

/** What we write where a sheet says whether something is so. */
export const WHETHER = { 'zh-CN': { yes: '是', no: '否' }, en: { yes: 'Yes', no: 'No' } } as const;

export const SHEET_WORDS: SheetWords = {
  category: both(zh.category, en.category, {
    family: ['婚姻', '家庭', '婚恋家庭', '赡养'],
    neighbours: ['相邻关系', '邻里关系'],
    'land-title': ['土地', '土地纠纷'],
    'forest-title': ['山林', '林地'],
    labour: ['劳动', '劳资欠薪', '欠薪', '劳动争议'],
    debt: ['债权债务', '借贷'],
    expropriation: ['拆迁', '征地'],
    traffic: ['道路交通', '交通事故'],
    medical: ['医患'],
    property: ['物业管理'],
    environment: ['环境污染', '环保'],
    'public-order': ['打架斗殴', '治安案件'],
    other: ['其它'],
  }),
  grade: both(zh.grade, en.grade, {
    red: ['高', '高风险', '一级'],
    yellow: ['中', '中风险', '二级'],
    blue: ['低', '低风险', '三级'],
  }),
  complexity: both(zh.complexity, en.complexity, {
    simple: ['简易'],
    ordinary: ['普通'],
    complex: ['疑难', '疑难复杂'],
  }),
  outcome: both(zh.outcome, en.outcome, {
    mediated: ['调解成功', '达成协议', '调解'],
    'settled-on-spot': ['当场调解', '当场化解'],
  }),
  partyRole: both(zh.partyRole, en.partyRole),
  feeder: both(zh.feeder, en.feeder, { 'hotline-110': ['110', '警情'], 'walk-in': ['来访接待'], patrol: ['巡逻'] }),
  role: ROLE_WORDS,
  whether: both(WHETHER['zh-CN'], WHETHER.en, {
    yes: ['有', '√', '✓', 'y', 'true', '1'],
    no: ['无', '没有', '×', 'x', 'n', 'false', '0'],
  }),
};
