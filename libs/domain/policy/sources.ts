import type { Source } from '../form/form.js';
import type { ObligationKind, Track } from '../words.js';

/**
 * Where the numbers that ship come from. Where a row has numbers of several, it is of the kind of those that were found, and
 * its words say which were chosen.
 */
const of =
  (kind: Source['kind']) =>
  (zh: string, en: string): Source => ({ kind, zh, en });
export const law = of('law');
export const practice = of('practice');
export const ours = of('ours');

export const CHOSEN = ours('未见全国规定或公开做法', 'no law and no published practice was found');
export const NAMING = ours('用于区分各地各版规则', 'tells regions and versions apart');

const LONGLING = '云南龙陵';
const HOTLINE = '山东12345热线';

export const OF_STAGES: Record<string, Source> = {
  triage: practice(
    `${LONGLING}“于当日上报”（蓝）；黄、红为本系统所定`,
    'Longling, Yunnan: reported the same day (blue); yellow and red are ours',
  ),
  dispatch: practice(
    `${LONGLING}“于次日交办”（蓝）；黄、红为本系统所定`,
    'Longling, Yunnan: dispatched the next day (blue); yellow and red are ours',
  ),
  'return-window': practice(
    `${HOTLINE}“应在2个工作日内回退并注明回退原因”（蓝）；黄、红为本系统所定`,
    'Shandong 12345 hotline: returned within 2 working days with the reason (blue); yellow and red are ours',
  ),
  'first-contact': practice(
    '江西新余渝水“1小时内派专人对接”（红）、24小时内反馈（黄）；蓝为本系统所定',
    'Yushui, Jiangxi: somebody assigned within an hour (red), feedback in 24 hours (yellow); blue is ours',
  ),
  plan: practice(
    '江西修水红色纠纷一事一策、联合会商；期限为本系统所定',
    'Xiushui, Jiangxi: one plan a case and joint consultation for red; its limit is ours',
  ),
} satisfies Partial<Record<ObligationKind | 'return-window', Source>>;

export const HANDLING = practice(
  '安徽东至“简单1日、一般7日、复杂20日”，甘肃高台“四级七天”；红级30日比照《人民调解工作若干规定》第三十三条的一个月',
  'Dongzhi, Anhui: simple 1, ordinary 7, complex 20 days; Gaotai, Gansu: seven days; red as the month of people’s mediation (Provisions, art. 33)',
);
export const RETURNS = practice(
  '山东潍坊热线条例第二十二条：指定后不得退回；次数为本系统所定',
  'Weifang hotline by-law, art. 22: none after designation; how many is ours',
);
export const EXTENSION = practice(
  `${HOTLINE}“一般不超过10个工作日”（黄）、《信访工作条例》第三十四条“不得超过30日”（红）；蓝为本系统所定`,
  'Shandong hotline: at most 10 working days (yellow); Regulations on Petitions, art. 34: at most 30 days (red); blue is ours',
);
export const APPROVER = practice(
  '镇包案制度由镇主要领导批准（红）；蓝、黄为本系统所定',
  'a town’s rule: approved by its leaders (red); blue and yellow are ours',
);
export const CLIMBING = practice(
  '12345办件规定：到期前提醒，逾期次日催办，超5个工作日批评；其余为本系统所定',
  'a bureau’s 12345 rule: reminded before expiry, urged the day after, criticised after 5 working days; the others are ours',
);
export const VISITING = practice(
  '辽宁绥中第1、3、7天回访，河南淮阳重点案件按月回访半年；第30天为本系统所定',
  'Suizhong: visits on day 1, 3 and 7; Huaiyang, Henan: monthly for half a year where life was threatened; day 30 is ours',
);
export const VISIT_MODE = practice(
  '浙江湖州康山：高等级上门、低等级电话；双人为本系统所定',
  'Kangshan, Huzhou: in person for the high grades, by phone for the low; in a pair is ours',
);
export const MEDIATION = law(
  '《人民调解工作若干规定》第三十三条“一般在一个月内调结”',
  'Provisions on People’s Mediation, art. 33: as a rule within a month',
);
export const WITH_CONSENT = law(
  '《深圳经济特区矛盾纠纷多元化解条例》第二十五条：当事人同意的可以继续调解',
  'Shenzhen by-law on resolving disputes, art. 25: it goes on where the parties agree',
);
export const SUSPENDING = practice(
  '广东林权争议调处条例第四十六条列明中止事由；由谁决定、多久为本系统所定',
  'Guangdong by-law on forest title, art. 46, names the grounds; who decides and how long are ours',
);
export const HOURS = ours(
  '作息时间由各地规定；期限止于业务时间终了：《民法典》第二百零三条',
  'office hours are each region’s own; that a limit ends with them is the Civil Code, art. 203',
);
export const ZONE = law(
  '《民法典》第二百条至第二百零三条：期间的计算',
  'Civil Code, art. 200–203: how periods are counted',
);
export const ROUTES = ours(
  '按各部门的法定职责列出，由各地调整',
  'by what each department is there for; each region has its own',
);
export const WORDS = ours('本系统整理的词语，未见公开的词表', 'words gathered here: no published list was found');
export const RAISING = ours(
  '本系统所定；《人民调解法》第二十五条只要求及时报告公安机关',
  'ours; the People’s Mediation Law, art. 25, asks only that the police are told',
);

const LAND = law('《土地权属争议调查处理办法》', 'Measures for Disputes over Title to Land');
export const OF_TRACKS: Record<string, Source> = {
  'land-title': LAND,
  'forest-title': ours(
    '全国规定未见期限，比照土地权属争议',
    'no limit was found in the national rule: as of title to land',
  ),
  'land-contract-arbitration': law(
    '《农村土地承包经营纠纷调解仲裁法》第二十三条、第四十七条',
    'Law on Mediation and Arbitration of Rural Land Contract Disputes, art. 23 and 47',
  ),
  labour: law('《劳动争议调解仲裁法》第十四条', 'Law on Mediation and Arbitration of Labour Disputes, art. 14'),
  petition: law('《信访工作条例》第二十二条、第二十三条、第三十四条', 'Regulations on Petitions, art. 22, 23 and 34'),
} satisfies Record<Track, Source>;
export const STATUTORY = law('各法定程序所依的法律、法规', 'the law of each track');
