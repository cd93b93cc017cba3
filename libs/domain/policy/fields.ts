import { Form, type Field, type Names } from '../form/form.js';
import { count, flag, listOf, rows, share, text, word } from '../form/shapes.js';
import type { RefusalCode } from '../errors.js';
import { NAMEABLE } from '../people/posts.js';
import {
  CATEGORIES,
  COMPLEXITIES,
  DANGER_SIGNS,
  GRADES,
  KINDS,
  POSTS,
  RUNG_ACTIONS,
  TRACKS,
  DANGER_BY,
  VISIT_BY,
  VISIT_MODES,
  type ObligationKind,
  type Post,
} from '../words.js';
import {
  APPROVER,
  CHOSEN,
  CLIMBING,
  EXTENSION,
  HANDLING,
  HOURS,
  MEDIATION,
  NAMING,
  OF_STAGES,
  OF_TRACKS,
  RAISING,
  RETURNS,
  ROUTES,
  STATUTORY,
  SUSPENDING,
  VISITING,
  VISIT_MODE,
  WITH_CONSENT,
  WORDS,
  ZONE,
} from './sources.js';
import {
  department,
  limit,
  oneMoment,
  percent,
  phrase,
  sessions,
  step,
  timeOfDay,
  village,
  zone,
  type Known,
} from './shapes.js';

/**
 * One row a member of the policy document. The check of a policy, the examples, its JSON schema, docs/policy.md and the
 * sources of refusals come from here; whoever adds a member to `PolicyDocument` adds its row.
 */

/** Stages that end by somebody's act: without a deadline a case would wait there for nobody (domain.md §5, 1). */
export const NEVER_SILENT: readonly ObligationKind[] = [
  'triage',
  'grade',
  'dispatch',
  'answer-transfer',
  'decide-return',
  'decide-extension',
  'review-suspension',
  'safety-check',
  'watch',
];
/** Stages that may be left without a deadline. Of the other kinds the limit stands elsewhere, or a person sets it. */
export const MAY_WAIT: readonly (ObligationKind | 'return-window')[] = [
  'return-window',
  'first-contact',
  'plan',
  'stabilise',
  'assist-report',
  'meeting',
];
/** Posts that can decide on an extension: the department's head, and the three that a supervisor holds (api.md). */
export const APPROVERS: readonly Post[] = ['head', 'director', 'political-legal', 'secretary'];

const NAMES: Record<string, Names> = {
  act: { words: NEVER_SILENT, must: true },
  stage: { words: MAY_WAIT, must: false },
  grade: { words: GRADES, must: true },
  complexity: { words: COMPLEXITIES, must: true },
  ladder: { words: [...KINDS, 'default'], must: false },
  track: { words: TRACKS, must: false },
  sign: { words: DANGER_SIGNS, must: true },
};

const grade = word(GRADES);
const category = word(CATEGORIES);
const dangerSign = word(DANGER_SIGNS);
const MOST_DEPARTMENTS = 200;
const YEAR_DAYS = 366;

const label = (zh: string, en: string) => ({ zh, en });

const ABOUT: Field<Known>[] = [
  { path: 'region', shape: text(64), readBy: ['Rulebook'], label: label('地区', 'Region'), source: NAMING },
  { path: 'title', shape: text(200), readBy: ['PolicyEnvelope'], label: label('名称', 'Title'), source: NAMING },
];

const LIMITS: Field<Known>[] = [
  {
    path: 'limits.{act}.{grade}',
    shape: limit(),
    readBy: ['limitOf', 'decideItem'],
    label: label('各环节时限', 'Limit of a stage'),
    source: CHOSEN,
    sources: OF_STAGES,
  },
  {
    path: 'limits.{stage}.{grade}',
    shape: limit({ nullable: true }),
    readBy: ['limitOf', 'refusalOfReturn'],
    label: label('可不设期限的环节', 'Limit of a stage that may go without'),
    source: CHOSEN,
    sources: OF_STAGES,
  },
  {
    path: 'handle.{grade}.{complexity}',
    shape: limit(),
    readBy: ['legLimit', 'regrade'],
    label: label('办理期限', 'Limit of handling'),
    source: HANDLING,
  },
  {
    path: 'leg.restAtLeast',
    shape: share(0, 1, 'a share of the limit between 0 and 1'),
    readBy: ['legLimit'],
    label: label('退单后下一部门至少有的份额', 'Share of the limit that the next department has at least'),
    source: CHOSEN,
  },
  {
    path: 'leg.total',
    shape: share(1, 10, 'a multiple of the limit between 1 and 10'),
    readBy: ['legLimit'],
    label: label('各程合计不超过期限的倍数', 'Multiple of the limit that all legs stay within'),
    source: CHOSEN,
  },
];

const LADDERS: Field<Known>[] = [
  {
    path: 'ladders.{ladder}[]',
    shape: rows({ most: 20 }),
    readBy: ['stepsOf'],
    label: label('升级阶梯', 'Ladder'),
    source: CLIMBING,
  },
  {
    path: 'ladders.{ladder}[].at',
    shape: oneMoment,
    readBy: ['rungMoment'],
    label: label('何时', 'When'),
    source: CLIMBING,
  },
  {
    path: 'ladders.{ladder}[].at.percent?',
    shape: percent,
    readBy: ['rungMoment'],
    label: label('期限的百分比', 'Per cent of the limit'),
    source: CLIMBING,
  },
  {
    path: 'ladders.{ladder}[].at.before?',
    shape: limit({ rung: true }),
    readBy: ['rungMoment'],
    label: label('到期前', 'Before the due moment'),
    source: CLIMBING,
  },
  {
    path: 'ladders.{ladder}[].at.after?',
    shape: limit({ rung: true }),
    readBy: ['rungMoment'],
    label: label('逾期后', 'After it became late'),
    source: CLIMBING,
  },
  {
    path: 'ladders.{ladder}[].at.on?',
    shape: word(['eve', 'morning', 'last-workday']),
    readBy: ['rungMoment'],
    label: label('前一日、当日或此前最后一个工作日', 'On the eve, the day itself or the last working day before'),
    source: CLIMBING,
  },
  {
    path: 'ladders.{ladder}[].time?',
    shape: timeOfDay,
    readBy: ['rungMoment'],
    label: label('几点', 'At what time of that day'),
    source: CLIMBING,
  },
  {
    path: 'ladders.{ladder}[].when?',
    shape: word(['no-progress', 'second-lateness']),
    readBy: ['skippedBecause'],
    label: label('仅当', 'Only when'),
    source: CLIMBING,
  },
  {
    path: 'ladders.{ladder}[].grades?',
    shape: listOf(grade, { least: 1, most: GRADES.length }),
    readBy: ['stepsOf'],
    label: label('仅限等级', 'Only for grades'),
    source: CLIMBING,
  },
  {
    path: 'ladders.{ladder}[].do',
    shape: word(RUNG_ACTIONS),
    readBy: ['happeningOf'],
    label: label('做什么', 'What happens'),
    source: CLIMBING,
  },
  {
    path: 'ladders.{ladder}[].to',
    shape: listOf(word(POSTS), { least: 1, most: POSTS.length }),
    readBy: ['rungNotices'],
    label: label('通知谁', 'Whom it reaches'),
    source: CLIMBING,
  },
];

const VISITS: Field<Known>[] = [
  {
    path: 'visits.{grade}[]',
    shape: rows({ least: 1, most: 24, empty: ['VISITS_REQUIRED', 'every grade has at least one return visit'] }),
    readBy: ['planVisits'],
    label: label('回访计划', 'Return visits'),
    source: VISITING,
  },
  {
    path: 'visits.{grade}[].after',
    // Nobody is visited minutes after a quarrel, nor only when offices are open.
    shape: limit({ units: ['hours', 'days', 'months', 'workingDays'] }),
    readBy: ['oweVisit'],
    label: label('办结后多久', 'How long after the resolution'),
    source: VISITING,
  },
  {
    path: 'visits.{grade}[].mode',
    shape: word(VISIT_MODES),
    readBy: ['oweVisit'],
    label: label('方式', 'How'),
    source: VISIT_MODE,
  },
  {
    path: 'visits.{grade}[].tolerance',
    shape: limit(),
    readBy: ['oweVisit'],
    label: label('宽限', 'Tolerance'),
    source: CHOSEN,
  },
  {
    path: 'visitsAtLeast[]',
    shape: rows({ most: 100, distinct: ['category', 'dangerSign'] }),
    readBy: ['visitGrade'],
    label: label('按更高等级回访的情形', 'Visits as of a stricter grade'),
    source: CHOSEN,
  },
  {
    path: 'visitsAtLeast[].category?',
    shape: category,
    readBy: ['visitGrade'],
    label: label('类别', 'Category'),
    source: CHOSEN,
  },
  {
    path: 'visitsAtLeast[].dangerSign?',
    shape: dangerSign,
    readBy: ['visitGrade'],
    label: label('危险信号', 'Danger sign'),
    source: CHOSEN,
  },
  {
    path: 'visitsAtLeast[].as',
    shape: grade,
    readBy: ['visitGrade'],
    label: label('至少按此等级', 'At least as this grade'),
    source: CHOSEN,
  },
  {
    path: 'unreachable.tries',
    shape: count(1, 20),
    readBy: ['recordVisit'],
    label: label('不同日期联系不上的次数', 'Tries on different days that met nobody'),
    source: CHOSEN,
  },
  {
    path: 'reportedLate',
    shape: limit(),
    readBy: ['countsAt'],
    label: label('事后补报仍按发生时计', 'How late a report still counts when it was made'),
    source: CHOSEN,
  },
  {
    path: 'visitsFrom?',
    shape: share(0, 1, 'a share of the time since the visit before, between 0 and 1'),
    readBy: ['earliestOf'],
    label: label('回访自两次之间的何处起算有效', 'From which part of the time since the one before a visit counts'),
    source: CHOSEN,
  },
  {
    path: 'visitBy?',
    shape: word(VISIT_BY),
    readBy: ['ownWorkOf'],
    label: label('由谁回访', 'Who visits'),
    source: CHOSEN,
  },
  {
    path: 'spotChecks?.{grade}',
    shape: share(0, 1, 'a share of the visits done, between 0 and 1'),
    readBy: ['drawCheck'],
    label: label('抽查回访的比例', 'Share of visits that are checked'),
    source: CHOSEN,
  },
  {
    path: 'spotChecks?.within',
    shape: limit(),
    readBy: ['drawCheck'],
    label: label('抽查期限', 'Limit of a spot check'),
    source: CHOSEN,
  },
];

const DECISIONS: Field<Known>[] = [
  {
    path: 'returns.{grade}.perDepartment',
    shape: count(0, 20),
    readBy: ['refusalOfReturn'],
    label: label('每部门退单次数', 'Returns of a department'),
    source: RETURNS,
  },
  {
    path: 'returns.{grade}.perDispute',
    shape: count(0, 20),
    readBy: ['returnsExhausted'],
    label: label('每案退单次数', 'Returns of a case'),
    source: RETURNS,
  },
  {
    path: 'extensions.{grade}.by',
    shape: limit(),
    readBy: ['quotaOf'],
    label: label('每次延期', 'An extension'),
    source: EXTENSION,
  },
  {
    path: 'extensions.{grade}.times',
    shape: count(0, 12),
    readBy: ['extensionsUsed'],
    label: label('延期次数', 'How many of them'),
    source: CHOSEN,
  },
  {
    path: 'extensions.{grade}.approver',
    shape: word(APPROVERS),
    readBy: ['deciderOf'],
    label: label('审批岗位', 'Who decides'),
    source: APPROVER,
  },
  {
    path: 'mediationStop.limit',
    shape: limit(),
    readBy: ['mediationStop'],
    label: label('人民调解期限', "Stop of people's mediation"),
    source: MEDIATION,
  },
  {
    path: 'mediationStop.withConsent',
    shape: flag,
    readBy: ['hasConsent'],
    label: label('双方同意可以继续', 'Longer with the consent of both parties'),
    source: WITH_CONSENT,
  },
  {
    path: 'mediators',
    shape: listOf(department, { most: MOST_DEPARTMENTS }),
    readBy: ['mediationStop'],
    label: label('人民调解机构', "Departments of people's mediation"),
    source: MEDIATION,
  },
  {
    path: 'suspension.by',
    shape: listOf(word(NAMEABLE), { least: 1, most: NAMEABLE.length }),
    readBy: ['suspends'],
    label: label('谁可中止', 'Who may suspend'),
    source: SUSPENDING,
  },
  {
    path: 'suspension.longest?',
    shape: limit({ mostDays: YEAR_DAYS }),
    readBy: ['refuseTooLong'],
    label: label('中止最长至多久之后', 'How far away the end of a suspension may be'),
    source: CHOSEN,
  },
  {
    path: 'suspension.inARow?',
    shape: count(2, 50),
    readBy: ['refusalOfSuspension'],
    label: label('连续中止第几次起须由上级决定', 'From how many suspensions in a row on only the supervisor decides'),
    source: CHOSEN,
  },
  {
    path: 'relapse.{grade}',
    shape: grade,
    readBy: ['reopen'],
    label: label('反弹后的等级', 'Grade after a relapse'),
    source: CHOSEN,
  },
  {
    path: 'reopen.within',
    shape: limit(),
    readBy: ['SITUATIONS'],
    label: label('重新启动期限', 'Window of reopening'),
    source: CHOSEN,
  },
  {
    path: 'repeat.within',
    shape: limit(),
    readBy: ['findRepeats'],
    label: label('重复纠纷的回看期', 'How far back a report is a repeat'),
    source: CHOSEN,
  },
  {
    path: 'repeat.second',
    shape: grade,
    readBy: ['leastGrade'],
    label: label('第二次至少', 'A second report is at least'),
    source: CHOSEN,
  },
  {
    path: 'repeat.third',
    shape: grade,
    readBy: ['leastGrade'],
    label: label('第三次起至少', 'A third report is at least'),
    source: CHOSEN,
  },
  {
    path: 'majorKinds',
    shape: listOf(category, { most: CATEGORIES.length }),
    readBy: ['leastGrade'],
    label: label('重大类', 'Major kinds'),
    source: CHOSEN,
  },
];

const phrases = (least: number) => listOf(phrase, { least, most: 400 });

const DANGER: Field<Known>[] = [
  {
    path: 'dangerAtLeast?.{sign}',
    shape: grade,
    readBy: ['leastGrade'],
    label: label('有此危险苗头的，首次定级至少为', 'A case with this danger sign is first graded at least'),
    source: RAISING,
  },
  {
    path: 'danger[]?',
    shape: rows({ most: 300 }),
    readBy: ['dangerReader'],
    label: label('从文字中识别危险苗头', 'How words show a danger sign'),
    source: WORDS,
  },
  {
    path: 'danger[]?.sign',
    shape: dangerSign,
    readBy: ['dangerReader'],
    label: label('危险苗头', 'Danger sign'),
    source: WORDS,
  },
  {
    path: 'danger[]?.words',
    shape: phrases(1),
    readBy: ['dangerReader'],
    label: label('出现其中之一', 'One of these words'),
    source: WORDS,
  },
  {
    path: 'danger[]?.near?',
    shape: phrases(1),
    readBy: ['dangerReader'],
    label: label('附近还要有其中之一', 'Near one of these'),
    source: WORDS,
  },
  {
    path: 'danger[]?.within?',
    shape: count(0, 30),
    readBy: ['dangerReader'],
    label: label('相隔至多几字（不写为6）', 'At most so many signs apart (6 where it is not said)'),
    source: WORDS,
  },
  {
    path: 'danger[]?.unless?',
    shape: phrases(1),
    readBy: ['dangerReader'],
    label: label('有其中之一则不算', 'Unless one of these is there'),
    source: WORDS,
  },
  {
    path: 'dangerBy?',
    shape: word(DANGER_BY),
    readBy: ['dangerOf'],
    label: label('线索里的危险凭什么识别', 'By what danger is found in a report'),
    source: WORDS,
  },
  {
    path: 'dangerDenied?',
    shape: phrases(0),
    readBy: ['dangerReader'],
    label: label('否定词：紧接其后的不算', 'What denies a word shortly behind it'),
    source: WORDS,
  },
  {
    path: 'dangerBreaks?',
    shape: phrases(0),
    readBy: ['dangerReader'],
    label: label('另起一句的词（同逗号）', 'Words that begin another clause, as a comma does'),
    source: WORDS,
  },
];

const ROUTING: Field<Known>[] = [
  {
    path: 'routing[]',
    shape: rows({ most: 500, distinct: ['category', 'village', 'dangerSign'] }),
    readBy: ['suggest'],
    label: label('交办建议', 'Routing'),
    source: ROUTES,
  },
  {
    path: 'routing[].category',
    shape: category,
    readBy: ['suggest'],
    label: label('类别', 'Category'),
    source: ROUTES,
  },
  {
    path: 'routing[].village?',
    shape: village,
    readBy: ['suggest'],
    label: label('村（社区）', 'Village'),
    source: ROUTES,
  },
  {
    path: 'routing[].dangerSign?',
    shape: dangerSign,
    readBy: ['suggest'],
    label: label('危险信号', 'Danger sign'),
    source: ROUTES,
  },
  {
    path: 'routing[].to',
    shape: department,
    readBy: ['suggest'],
    label: label('建议主办', 'Department to lead'),
    source: ROUTES,
  },
  {
    path: 'routing[].assist?',
    shape: listOf(department, { most: 20 }),
    readBy: ['PolicyEnvelope'],
    label: label('协办', 'Departments to assist'),
    source: ROUTES,
  },
  {
    path: 'routing[].reason',
    shape: text(200, 'say why'),
    readBy: ['suggest'],
    label: label('理由', 'Reason'),
    source: ROUTES,
  },
];

const TIME: Field<Known>[] = [
  {
    path: 'workingTime.zone',
    shape: zone,
    readBy: ['civilDateAt'],
    label: label('时区', 'Time zone'),
    source: ZONE,
  },
  {
    path: 'workingTime.hours',
    shape: sessions,
    readBy: ['endOfWork'],
    label: label('工作时间', 'Working hours'),
    source: HOURS,
  },
  {
    path: 'statutory.{track}[]',
    shape: rows({ least: 1, most: 20, distinct: ['step'] }),
    readBy: ['stepsOn'],
    label: label('法定程序', 'Statutory track'),
    source: STATUTORY,
    sources: OF_TRACKS,
  },
  {
    path: 'statutory.{track}[].step',
    shape: step,
    readBy: ['takeTrackStep'],
    label: label('环节', 'Step'),
    source: STATUTORY,
    sources: OF_TRACKS,
  },
  {
    path: 'statutory.{track}[].limit',
    shape: limit(),
    readBy: ['oweStep'],
    label: label('期限', 'Limit'),
    source: STATUTORY,
    sources: OF_TRACKS,
  },
  {
    path: 'statutory.{track}[].extension?',
    shape: limit(),
    readBy: ['quotaOf'],
    label: label('依法可延长一次', 'Extension by its own law, once'),
    source: STATUTORY,
    sources: OF_TRACKS,
  },
];

/** As people read it, part by part. */
export const CHAPTER_NAMES = [
  'about',
  'limits',
  'ladders',
  'visits',
  'decisions',
  'danger',
  'routing',
  'time',
] as const;
export type Chapter = (typeof CHAPTER_NAMES)[number];
export const CHAPTERS: Record<Chapter, readonly Field<Known>[]> = {
  about: ABOUT,
  limits: LIMITS,
  ladders: LADDERS,
  visits: VISITS,
  decisions: DECISIONS,
  danger: DANGER,
  routing: ROUTING,
  time: TIME,
};

export const POLICY_FORM = new Form<Known>(
  CHAPTER_NAMES.flatMap((each) => CHAPTERS[each]),
  NAMES,
);

/** Where in the policy a refusal comes from, as people are told it. */
export const REFUSED_UNDER = {
  RETURNS_EXHAUSTED: 'returns',
  RETURN_WINDOW_OVER: 'limits.return-window',
  ON_STATUTORY_TRACK: 'statutory',
  NOT_ON_STATUTORY_TRACK: 'statutory',
  NO_SUCH_TRACK: 'statutory',
  NO_SUCH_STEP: 'statutory',
  SUSPENSION_TOO_LONG: 'suspension.longest',
  SUSPENDED_TOO_OFTEN: 'suspension.inARow',
  NOT_EXTENDABLE: 'extensions',
  EXTENSION_OPEN: 'extensions',
  EXTENSION_EXHAUSTED: 'extensions',
  EXTENSION_TOO_LATE: 'extensions',
  NO_SUCH_EXTENSION: 'extensions',
  SELF_APPROVAL: 'extensions.approver',
  CONSENT_REQUIRED: 'mediationStop',
  MEDIATION_OVER: 'mediationStop',
  PLAN_REQUIRED: 'limits.plan',
  NO_SUCH_VISIT: 'visits',
  VISIT_NOT_OPEN: 'visits',
  VISIT_IN_PERSON_REQUIRED: 'visits',
  VISIT_TOO_EARLY: 'visitsFrom',
  VISIT_OWN_WORK: 'visitBy',
  PAIR_REQUIRED: 'visits',
  SIDES_MISSING: 'visits',
  NO_SUCH_CHECK: 'spotChecks',
  CHECK_OPEN: 'spotChecks',
  VISITS_OPEN: 'visits',
  REOPEN_WINDOW_OVER: 'reopen.within',
} as const satisfies Partial<Record<RefusalCode, string>>;
