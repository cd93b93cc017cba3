import type { RefusalCode } from '#domain/errors.js';
import { REFUSED_UNDER } from '#domain/policy/fields.js';
import type { ProblemCode } from './problem-codes.js';
import type { Language } from './wording.js';

/** The rule that says no, and where it stands: a law, this region's policy (by its path), or the product's own contract. */
export interface RuleWords {
  rule: string;
  source: string;
}

/** A part of the policy, as people call it. */
const PARTS: Record<(typeof REFUSED_UNDER)[keyof typeof REFUSED_UNDER], Record<Language, string>> = {
  returns: { 'zh-CN': '退单次数', en: 'returns' },
  'limits.return-window': { 'zh-CN': '可退单时间', en: 'the time for returns' },
  'limits.plan': { 'zh-CN': '化解方案时限', en: 'the limit of the plan' },
  statutory: { 'zh-CN': '法定程序', en: 'statutory tracks' },
  'suspension.longest': { 'zh-CN': '最长中止时间', en: 'the longest suspension' },
  'suspension.inARow': { 'zh-CN': '连续中止次数', en: 'suspensions in a row' },
  extensions: { 'zh-CN': '延期', en: 'extensions' },
  'extensions.approver': { 'zh-CN': '延期审批人', en: 'who decides extensions' },
  mediationStop: { 'zh-CN': '人民调解最长期限', en: 'the limit of mediation' },
  visits: { 'zh-CN': '回访安排', en: 'return visits' },
  visitsFrom: { 'zh-CN': '最早回访时间', en: 'when a visit counts' },
  visitBy: { 'zh-CN': '由谁回访', en: 'who makes visits' },
  spotChecks: { 'zh-CN': '回访抽查', en: 'spot checks' },
  'reopen.within': { 'zh-CN': '可重新启动的期间', en: 'the time for reopening' },
};
/** The member of the policy under which it is refused. */
const policy = (code: keyof typeof REFUSED_UNDER): Record<Language, string> => ({
  'zh-CN': `本地区规则“${PARTS[REFUSED_UNDER[code]]['zh-CN']}”`,
  en: `policy of this region: ${PARTS[REFUSED_UNDER[code]].en}`,
});
const CIRCULATION = { 'zh-CN': '流转规则：移交与责任单位', en: 'rules of circulation: transfers and holders' };
const LIFE = {
  'zh-CN': '流转规则：案件的一生',
  en: 'rules of circulation: the life of a dispute',
};
const ROLES = { 'zh-CN': '流转规则：岗位与权限', en: 'rules of circulation: posts and rights' };
const CONTRACT = { 'zh-CN': '接口约定', en: 'contract of the API' };
const CIVIL_CODE = {
  'zh-CN': '《民法典》第200至203条及本地区日历',
  en: 'Civil Code art. 200-203 and the calendar of this region',
};
const MEDIATION = {
  'zh-CN': '《人民调解工作若干规定》第33条，本地区规则“人民调解最长期限”',
  en: "Rules on People's Mediation art. 33, policy of this region: the limit of mediation",
};
const PRIVACY = {
  'zh-CN': '《个人信息保护法》第47条及保存期限表',
  en: 'Personal Information Protection Law art. 47 and the table of retention',
};

const of = (source: Record<Language, string>, zh: string, en: string): Record<Language, RuleWords> => ({
  'zh-CN': { rule: zh, source: source['zh-CN'] },
  en: { rule: en, source: source.en },
});

/** Rule, source and next step as one text; the problems of the border have no rule of the domain behind them. */
export function detailWords(code: ProblemCode, next: string, language: Language): string {
  const words = isRefusal(code) ? REFUSAL_RULES[code][language] : null;
  if (!words) return next;
  return language === 'en'
    ? `${words.rule} (${words.source}) ${next}`
    : `${words.rule}（依据：${words.source}）${next}`;
}

export function ruleOf(code: ProblemCode, language: Language): RuleWords | null {
  return isRefusal(code) ? REFUSAL_RULES[code][language] : null;
}

const isRefusal = (code: ProblemCode): code is RefusalCode => code in REFUSAL_RULES;

export const REFUSAL_RULES: Record<RefusalCode, Record<Language, RuleWords>> = {
  NOT_ALLOWED: of(
    ROLES,
    '每项操作只由规定岗位、在案部门的人员执行。',
    'Each act belongs to a post of a department on the case.',
  ),
  LOWERING_NEEDS_SUPERVISOR: of(
    ROLES,
    '等级可由任何在案人员调高，调低须由乡镇评估审定。',
    'Whoever is on a case may raise its grade; lowering it needs the assessment of the township.',
  ),
  STALE_VERSION: of(
    CONTRACT,
    '看到之后又有重要变化的，须先看到。',
    'Who sends If-Match decides on what they have seen.',
  ),
  KEY_REUSED: of(CONTRACT, '一个幂等键只对应一份内容。', 'An Idempotency-Key belongs to one body.'),
  NOT_REGISTERED: of(LIFE, '案件从登记开始。', 'A case begins with its registration.'),
  ALREADY_REGISTERED: of(LIFE, '一件纠纷只登记一次。', 'A dispute is registered once.'),
  NOT_GRADED: of(LIFE, '先分级录入，再流转或办结。', 'A dispute is graded before it travels or is resolved.'),
  TRANSFER_OPEN: of(
    CIRCULATION,
    '任何时候只有一个主办部门对案件负责。',
    'At any moment exactly one department holds the case.',
  ),
  NO_OPEN_TRANSFER: of(CIRCULATION, '只能答复仍待签收的移交。', 'Only a transfer that still waits can be answered.'),
  SAME_DEPARTMENT: of(
    CIRCULATION,
    '主办部门不得同时协办，同一部门不重复协办。',
    'The lead does not assist itself, and nobody is asked twice.',
  ),
  NOBODY_THERE: of(
    CIRCULATION,
    '只能交办给有人签收、能够答复的单位，联席会议的议定事项也是如此。',
    'A case, and what a meeting decided, is given only to where somebody can answer it.',
  ),
  RETURNS_EXHAUSTED: of(
    policy('RETURNS_EXHAUSTED'),
    '准予的退单和逾期未签的交办合计达到上限后，由共同上级指定办理部门。',
    'Past the maximum of returns that held and offers that nobody answered the common superior designates the department.',
  ),
  DESIGNATED_NO_RETURN: of(
    {
      'zh-CN': '指定办理规则（参照《潍坊市12345政务服务便民热线条例》第22条）',
      en: 'rule of designation (as Weifang hotline by-law art. 22)',
    },
    '上级指定之后不得退单。',
    'After a designation there is no return.',
  ),
  RETURN_WINDOW_OVER: of(
    policy('RETURN_WINDOW_OVER'),
    '退单须在移交之日起算的退单时限内提出。',
    'A return is asked for inside the return window, which counts from the offer.',
  ),
  RETURN_OPEN: of(
    CIRCULATION,
    '退单提出后由流转台审核，审核前该移交不再变动。',
    'A return waits for the desk, and nothing else happens to the transfer meanwhile.',
  ),
  NO_RETURN_OPEN: of(CIRCULATION, '只审核已提出而未审核的退单。', 'Only a return that waits can be decided.'),
  REASON_NOT_UPHELD: of(
    CIRCULATION,
    '未获支持的退单理由，同一部门不得再次提出。',
    'A reason that was not upheld cannot be given again by the same department.',
  ),
  NOT_HANDLING: of(LIFE, '该操作属于办理阶段。', 'This belongs to the handling of a case.'),
  SUSPENDED: of(LIFE, '中止期间办理期限停止计算。', 'While a case is suspended its handling stands.'),
  SUSPENSION_TOO_LONG: of(
    policy('SUSPENSION_TOO_LONG'),
    '中止的截止日期不得超过规定的最长时间，未写截止日期的定期复核。',
    'A suspension ends within the time that the policy allows; one without an end is reviewed.',
  ),
  SUSPENDED_TOO_OFTEN: of(
    policy('SUSPENDED_TOO_OFTEN'),
    '其间没有办理进展而连续中止的，达到规定次数起由上级决定。',
    'Suspensions in a row, with no progress between them, are from a number on the supervisor’s to give.',
  ),
  NOT_SUSPENDED: of(LIFE, '只有中止的案件可以恢复。', 'Only a suspended case is resumed.'),
  ON_STATUTORY_TRACK: of(
    policy('ON_STATUTORY_TRACK'),
    '法定程序进行期间，办理期限停止计算，按法定环节推进。',
    'On a statutory track the case follows the steps of the law.',
  ),
  NOT_ON_STATUTORY_TRACK: of(
    policy('NOT_ON_STATUTORY_TRACK'),
    '法定环节只在法定程序中办理。',
    'Steps of the law are taken on a statutory track.',
  ),
  NO_SUCH_TRACK: of(
    policy('NO_SUCH_TRACK'),
    '法定程序由本地区规则列明。',
    'The policy lists the tracks of this region.',
  ),
  NO_SUCH_STEP: of(
    policy('NO_SUCH_STEP'),
    '法定环节依次办理，已过的不再办。',
    'Steps are taken in order, and each once.',
  ),
  NO_SUCH_OBLIGATION: of(LIFE, '只能就未完成的时限提出请求。', 'Only what is still owed can be asked about.'),
  NOT_EXTENDABLE: of(
    policy('NOT_EXTENDABLE'),
    '签收、首次联系、回访和全案时限不得延期。',
    'Answers, first contacts, visits and the whole-case clock are not extended.',
  ),
  EXTENSION_OPEN: of(
    policy('EXTENSION_OPEN'),
    '同一时限一次只审批一份延期申请。',
    'One request at a time for one deadline.',
  ),
  EXTENSION_EXHAUSTED: of(
    policy('EXTENSION_EXHAUSTED'),
    '延期的次数和时长有上限。',
    'More time is limited in number and in length.',
  ),
  EXTENSION_TOO_LATE: of(
    policy('EXTENSION_TOO_LATE'),
    '延期须在到期之前申请。',
    'More time is asked for before expiry.',
  ),
  NO_SUCH_EXTENSION: of(
    policy('NO_SUCH_EXTENSION'),
    '只审批尚未审批的申请。',
    'Only a request that waits can be decided.',
  ),
  SELF_APPROVAL: of(
    policy('SELF_APPROVAL'),
    '本人的申请、本人办的事由他人决定。',
    'What somebody asked for or did is decided by somebody else.',
  ),
  CONSENT_REQUIRED: of(
    MEDIATION,
    '人民调解一般在一个月内完成，经双方同意可以继续。',
    "People's mediation ends within a month unless both parties agree to go on.",
  ),
  MEDIATION_OVER: of(
    MEDIATION,
    '人民调解一般在一个月内完成，本地区不再延长。',
    "People's mediation ends within a month, and this region knows no going on.",
  ),
  NO_SUCH_ORDER: of(LIFE, '只回复尚未回复的督办。', 'Only an order that waits can be answered.'),
  NOTHING_TO_URGE: of(
    LIFE,
    '只催办他人当前应办、未暂停计时的事项。',
    'Pressed for is what somebody else owes while its clock runs.',
  ),
  URGED_TODAY: of(LIFE, '同一事项每个工作日催办一次。', 'The same thing is pressed for once a working day.'),
  NO_SUCH_MEETING: of(LIFE, '会商召开一次，形成一次决定。', 'A meeting is concluded once.'),
  NO_SUCH_DECISION: of(LIFE, '会商决定逐项落实，各项一次。', 'Each decision of a meeting is fulfilled once.'),
  OTHER_DEPARTMENT: of(ROLES, '部门负责人只指派本部门人员。', 'Heads name the people of their own department.'),
  MERGE_INTO_ITSELF: of(LIFE, '并案须有另一件继续办理的纠纷。', 'Another dispute goes on in place of a merged one.'),
  MERGE_INTO_CLOSED: of(LIFE, '并入的须是仍在办理或回访的纠纷。', 'A merged dispute leads to one that is open.'),
  MERGE_INTO_RESOLVED: of(
    ROLES,
    '等级随纠纷走：并案不能使其降低。',
    'A grade holds for the quarrel: merging lowers none.',
  ),
  MERGE_CIRCLE: of(LIFE, '两件纠纷并为一件，总有一件继续办理。', 'Of two disputes that are one, one goes on.'),
  OTHERS_MERGED_INTO_IT: of(
    LIFE,
    '已并案的纠纷须有一件继续办理，经回访销号。',
    'A merged dispute leads to one that closes by its own visits.',
  ),
  INVALID_ONLY_BLUE: of(
    LIFE,
    '无效结案不经回访即销号，只适用于蓝色（或未定级）案件。',
    'What is called invalid closes without a visit: nothing that is more than blue.',
  ),
  ONLY_BY_SPLIT: of(LIFE, '已并案的纠纷只能经拆分恢复。', 'A merged dispute comes back by a split alone.'),
  NOT_MERGED: of(LIFE, '只有已并案的纠纷才能拆分。', 'What was not merged is not split.'),
  ITEM_NOT_NEW: of(LIFE, '一条线索只研判一次。', 'An item is triaged once.'),
  NO_DANGER_SIGNS: of(
    LIFE,
    '排除的是线索已有的危险苗头，一次。',
    'Denied are the danger signs that a report has, once.',
  ),
  SAME_GRADE: of(LIFE, '定级须改变等级或复杂程度。', 'Grading changes the grade or the complexity.'),
  NO_SUCH_REPEAT: of(
    LIFE,
    '排除重复只针对本案计入的较早案件，每件一次。',
    'What is ruled out is an earlier case that this one counts, once.',
  ),
  PLAN_REQUIRED: of(policy('PLAN_REQUIRED'), '该等级实行一案一策。', 'A case of this grade has one written plan.'),
  ALREADY_RESOLVED: of(LIFE, '办结之后只有回访、履约和督办。', 'After the resolution come visits, terms and orders.'),
  NOT_RESOLVED: of(LIFE, '回访和销号在办结之后。', 'Visits and closing follow the resolution.'),
  NO_SUCH_VISIT: of(policy('NO_SUCH_VISIT'), '回访按等级和类别制定计划。', 'Visits are planned by grade and category.'),
  VISIT_NOT_OPEN: of(policy('VISIT_NOT_OPEN'), '每次回访只完成一次。', 'A visit is made once.'),
  VISIT_IN_PERSON_REQUIRED: of(
    policy('VISIT_IN_PERSON_REQUIRED'),
    '该次回访须当面进行；多次联系不上时也须上门。',
    'This visit is made in person; so is the try after several in vain.',
  ),
  VISIT_TOO_EARLY: of(
    policy('VISIT_TOO_EARLY'),
    '回访在与上一次之间过了规定的时间之后才算数。',
    'A visit counts when enough time has passed since the one before it.',
  ),
  VISIT_OWN_WORK: of(
    policy('VISIT_OWN_WORK'),
    '回访由办结人和承办人以外的人进行。',
    'Others than who resolved or handled the case visit it.',
  ),
  PAIR_REQUIRED: of(
    policy('PAIR_REQUIRED'),
    '双人回访由两名可以回访的人员进行，同行人另行确认。',
    'Two who may each visit make a visit in a pair, and the second confirms it.',
  ),
  SIDES_MISSING: of(
    policy('SIDES_MISSING'),
    '整个回访计划中双方至少各见一次。',
    'Each side is met once over the plan of visits.',
  ),
  NO_SUCH_CHECK: of(
    policy('NO_SUCH_CHECK'),
    '只抽查被抽中的回访，一次。',
    'Only a visit that was drawn is checked, once.',
  ),
  CHECK_OPEN: of(policy('CHECK_OPEN'), '抽查回访完成后才能销号。', 'A dispute closes over no open spot check.'),
  NO_SUCH_TERM: of(LIFE, '协议条款逐项履行或豁免，各项一次。', 'Each term of an agreement is kept or waived once.'),
  TOO_MANY_FILES: of(CONTRACT, '每件纠纷的附件数量有上限。', 'A dispute has a limited number of files.'),
  TOO_MANY_PARTIES: of(CONTRACT, '每件纠纷的当事人数量有上限。', 'A dispute has a limited number of parties.'),
  NO_SUCH_PARTY: of(LIFE, '只能填写已登记的当事人。', 'Only registered parties can be named.'),
  MOMENT_OUT_OF_RANGE: of(
    CIVIL_CODE,
    '行为发生在过去，期限届满于将来。',
    'Deeds lie in the past and due dates in the future.',
  ),
  VISITS_OPEN: of(policy('VISITS_OPEN'), '未回访不销号。', 'No case closes without its return visits.'),
  OBLIGATIONS_OPEN: of(
    LIFE,
    '条款、督办、会商决定未完成不销号。',
    'No case closes with a term, an order or a decision open.',
  ),
  ALREADY_CLOSED: of(LIFE, '销号后不再办理。', 'A closed case is not handled any more.'),
  REOPEN_WINDOW_OVER: of(policy('REOPEN_WINDOW_OVER'), '重新启动有期限。', 'A case is reopened within a window.'),
  NOT_A_REHEARSAL: of(
    CONTRACT,
    '真实案件的时间不能移动，通知已真实发出。',
    'The time of a real case is not moved, and what it sends is sent.',
  ),
  ON_HOLD: of(PRIVACY, '冻结保存的案件不得删除。', 'What is on legal hold is kept.'),
  NOT_ON_HOLD: of(PRIVACY, '只能解除已有的冻结。', 'Only a hold that is there is lifted.'),
  NOT_CLOSED: of(PRIVACY, '在办期间需要使用个人信息。', 'While a case runs, what is known of people is needed.'),
  RETENTION_RUNS: of(PRIVACY, '保存期限内须保存。', 'What has a time of retention is kept until its end.'),
  DEPUTY_NOT_ALLOWED: of(
    ROLES,
    '领导、审计和管理岗位不得代理；其他岗位只由本部门已有该岗位或没有更高岗位的同事代理。',
    'Supervisor, auditor and administrator are never lent; another post passes, in its department, to who has it or none above.',
  ),
  ERASED: of(PRIVACY, '删除个人信息后案件不再变动。', 'After an erasure nothing more is written.'),
  USERNAME_TAKEN: of(ROLES, '一个用户名只属于一个人。', 'A user name is of one person for ever.'),
  DEPARTMENT_LOOP: of(ROLES, '部门按隶属关系成树。', 'Departments are a tree.'),
  REGION_TAKEN: of(
    ROLES,
    '各地区互不相见，编号和名称各用各的。',
    'Regions see nothing of each other, so each has an id and a name of its own.',
  ),
  ROLE_NOT_ALLOWED: of(
    ROLES,
    '管理员、审计员由一人授予、另一人确认，两者不由一人兼任，其密码由运维人员重置；任何人不得因撤下他人而独掌管理，也不得变更本人的岗位。',
    'Administrators and auditors are granted by one and confirmed by another, nobody is both, and their passwords are reset by the operator; nobody comes to be alone in power by taking it from others, and nobody changes their own roles.',
  ),
  ROLE_NOT_PENDING: of(ROLES, '待确认的岗位只确认一次。', 'A role that waits is confirmed once.'),
  SUCCESSOR_REQUIRED: of(
    ROLES,
    '人员离岗不留下无人负责的事项。',
    'Nobody leaves anything behind that is nobody\u2019s.',
  ),
  DEPARTMENTS_BELOW: of(
    ROLES,
    '单位撤并不使下级单位失去上级。',
    'No department loses its superior by another being closed.',
  ),
  SUCCESSION_RUNS: of(
    ROLES,
    '单位撤并逐一移交，移交不中断。',
    'One department is closed after the other: what is on its way arrives.',
  ),
  ITEMS_WAITING: of(ROLES, '线索由收到它的流转台研判。', 'A report is looked at by the desk that it came to.'),
  CASES_OPEN: of(ROLES, '在办案件的流转台和上级不变。', 'A case keeps its desk and the superior of it while it runs.'),
};
