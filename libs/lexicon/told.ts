import type { Act } from '#domain/reading/asked.js';
import type { Why } from '#domain/telling/asks.js';
import type { DigestKind, NoticeKind, ObligationKind } from '#domain/words.js';
import { LEXICON, inSentence, type Language } from './languages.js';

/**
 * A notice as a sentence: who did what on which case, what is owed of it, by when, and why this person is told. The list, a
 * message out of the house and what a rehearsal would send all say the same.
 */

export interface Told {
  kind: NoticeKind;
  /** Who did it, as the reader may know them; null where a date passed. */
  who: string | null;
  /** The case or the report, as the reader may know it. */
  what: string;
  /** What it is about, where somebody owed it. */
  owed: {
    kind: ObligationKind;
    n?: number;
    /** What is to be done about it. */
    act: Act;
    /** The department. */
    by: string;
    /** Whether the reader's own department owes it. */
    mine: boolean;
    /** In the reader's words for moments. */
    due: string;
    state: 'open' | 'late' | 'ended';
    /** Its date is another one than when this was told. */
    moved?: boolean;
  } | null;
  why: Why;
  /** What whoever did it wrote beside it, as they typed it; never in what leaves the house. */
  note?: string | undefined;
}

/** What is said of one case or report. */
type OfOne = Exclude<NoticeKind, DigestKind>;

interface Saying {
  deeds: Record<OfOne, (who: string, what: string, thing: string) => string>;
  /** Of a date that was told as one to come, and has passed. */
  passed: (what: string, thing: string) => string;
  system: string;
  /** Where nothing is owed that it could name. */
  something: string;
  thing: (kind: string, n?: number) => string;
  /** Of a visit, where something else is asked than to make it. */
  act: Record<Exclude<Act, 'do'>, (visit: string) => string>;
  own: (due: string, thing: string) => string;
  ownLate: (due: string, thing: string) => string;
  others: (by: string, due: string, thing: string) => string;
  othersLate: (by: string, due: string, thing: string) => string;
  ended: string;
  note: (note: string) => string;
  why: Record<Why, string>;
  many: (deed: string, count: number) => string;
  /** Where it stands, of what is the reader's own. */
  inbox: string;
  whole: (parts: string[]) => string;
}

const ZH: Saying = {
  deeds: {
    remind: (_who, what, thing) => `提醒：${what}的${thing}快到期`,
    warn: (_who, what, thing) => `预警：${what}的${thing}时限将尽`,
    explain: (_who, what, thing) => `${what}的${thing}到期未办，请说明原因`,
    urge: (_who, what, thing) => `${what}的${thing}已超期，催办`,
    supervise: (_who, what, thing) => `${what}的${thing}仍未办，升级督办`,
    bulletin: (_who, what, thing) => `${what}的${thing}长期未办，予以通报`,
    'propose-listing': (_who, what, thing) => `${what}的${thing}提请挂牌督办`,
    redispatch: (_who, what) => `${what}的交办没有人答复，请重新交办`,
    offered: (who, what) => `${who}交办${what}`,
    accepted: (who, what) => `${who}签收了${what}`,
    returned: (who, what) => `${who}退回了${what}`,
    'return-upheld': (who, what) => `${who}准予退单：${what}`,
    'return-not-upheld': (who, what) => `${who}未支持退单：${what}`,
    recalled: (who, what) => `${who}撤回了${what}的交办`,
    'assist-ended': (who, what) => `${who}结束了${what}的办理，无需再协办`,
    lapsed: (_who, what) => `${what}的交办逾期没有人答复，已失效`,
    'accepted-by-silence': (_who, what) => `${what}的指定交办逾期没有人答复，视为签收`,
    resolved: (who, what) => `${who}办结了${what}`,
    merged: (who, what) => `${who}将${what}并入另一案`,
    absorbed: (_who, what) => `另一案并入了${what}`,
    split: (who, what) => `${who}将${what}从并入的案件中拆出，退回流转台`,
    'split-off': (_who, what) => `原并入${what}的案件已拆出`,
    withdrawn: (who, what) => `${who}将${what}撤回结束`,
    reopened: (who, what) => `${who}重新启动了${what}`,
    relapsed: (who, what) => `${who}回访发现${what}反弹`,
    unreachable: (who, what) => `${who}回访${what}多次未联系上当事人`,
    'welfare-check': (_who, what) => `${what}的当事人多次联系不上，请上门核实平安`,
    'visit-to-confirm': (who, what) => `${who}登记了与您同行的${what}回访，请确认`,
    'check-drawn': (_who, what) => `${what}的一次回访被抽中，请电话抽查`,
    'visit-different': (who, what) => `${who}抽查发现${what}的一次回访与记录不符，该次回访作废，另加一次`,
    'extension-asked': (who, what) => `${who}为${what}申请延期`,
    'extension-approved': (who, what) => `${who}批准了${what}的延期`,
    'extension-refused': (who, what) => `${who}未批准${what}的延期`,
    suspended: (who, what) => `${who}中止了${what}的办理`,
    resumed: (who, what) => `${who}恢复了${what}的办理`,
    statutory: (who, what) => `${who}将${what}转入法定程序`,
    'statutory-ended': (who, what) => `${who}结束了${what}的法定程序`,
    supervision: (who, what) => `${who}督办${what}`,
    'supervision-answered': (who, what) => `${who}回复了${what}的督办`,
    urged: (who, what, thing) => `${who}催办${what}的${thing}`,
    meeting: (who, what) => `${who}召集${what}的会商`,
    'meeting-decision': (who, what) => `${who}登记了${what}的会商决定`,
    assigned: (who, what) => `${who}指派您办理${what}`,
    moved: (_who, what, thing) => `${what}的${thing}期限有变更`,
    item: (_who, what) => `线索${what}等待研判`,
    'item-urgent': (_who, what) => `紧急线索${what}等待研判`,
    'item-promoted': (_who, what) => `您报送的线索${what}已立为纠纷`,
    'item-linked': (_who, what) => `您报送的线索${what}已并入已有纠纷`,
    'item-discarded': (_who, what) => `您报送的线索${what}未立案`,
  },
  passed: (what, thing) => `提醒：${what}的${thing}期限已过`,
  system: '系统',
  something: '事项',
  thing: (kind, n) => (n === undefined ? `「${kind}」` : `第 ${n} 次「${kind}」`),
  act: { confirm: (visit) => `${visit}的同行确认`, decide: (visit) => `${visit}的处理决定` },
  own: (due, thing) => `请在 ${due} 前办理${thing}`,
  ownLate: (due, thing) => `${thing}已于 ${due} 到期，请尽快办理`,
  others: (by, due, thing) => `${by}须在 ${due} 前办理${thing}`,
  othersLate: (by, due, thing) => `${by}的${thing}已于 ${due} 到期`,
  ended: '此事已了，无需再办',
  note: (note) => `留言：“${note}”`,
  why: {
    named: '您是指定的承办人',
    department: '由您部门负责',
    desk: '由您流转台跟踪',
    reporter: '由您报送',
    watching: '请您关注',
  },
  many: (deed, count) => `${deed}，共 ${count} 项`,
  inbox: '，见“我的待办”',
  whole: (parts) => `${parts.join('。')}。`,
};

const EN: Saying = {
  deeds: {
    remind: (_who, what, thing) => `Reminder: ${thing} of ${what} is due soon`,
    warn: (_who, what, thing) => `Warning: the time for ${thing} of ${what} is nearly used up`,
    explain: (_who, what, thing) => `${thing} of ${what} is due and not done: please explain`,
    urge: (_who, what, thing) => `${thing} of ${what} is late: it is urged`,
    supervise: (_who, what, thing) => `${thing} of ${what} is still not done: it went up to supervision`,
    bulletin: (_who, what, thing) => `${thing} of ${what} has not been done for long: it is in the bulletin`,
    'propose-listing': (_who, what, thing) => `${thing} of ${what}: listing is proposed`,
    redispatch: (_who, what) => `nobody answered the offer of ${what}: dispatch it again`,
    offered: (who, what) => `${who} offers you ${what}`,
    accepted: (who, what) => `${who} accepted ${what}`,
    returned: (who, what) => `${who} returned ${what}`,
    'return-upheld': (who, what) => `${who} upheld the return of ${what}`,
    'return-not-upheld': (who, what) => `${who} did not uphold the return of ${what}`,
    recalled: (who, what) => `${who} recalled the offer of ${what}`,
    'assist-ended': (who, what) => `${who} ended the handling of ${what}: your assistance is needed no more`,
    lapsed: (_who, what) => `nobody answered the offer of ${what}: it lapsed`,
    'accepted-by-silence': (_who, what) => `nobody answered the designation of ${what}: it is accepted by silence`,
    resolved: (who, what) => `${who} resolved ${what}`,
    merged: (who, what) => `${who} merged ${what} into another case`,
    absorbed: (_who, what) => `another case was merged into ${what}`,
    split: (who, what) => `${who} split ${what} from the case that it was merged into: it is back at the desk`,
    'split-off': (_who, what) => `a case that was merged into ${what} was split from it again`,
    withdrawn: (who, what) => `${who} ended ${what} as withdrawn`,
    reopened: (who, what) => `${who} reopened ${what}`,
    relapsed: (who, what) => `${who} found on a visit that ${what} relapsed`,
    unreachable: (who, what) => `${who} reached nobody of ${what} in several tries`,
    'welfare-check': (_who, what) => `nobody of ${what} can be reached: see at the door that they are well`,
    'visit-to-confirm': (who, what) => `${who} recorded a visit of ${what} made together with you: please confirm it`,
    'check-drawn': (_who, what) => `a visit of ${what} was drawn for a spot check: please call the parties`,
    'visit-different': (who, what) =>
      `${who} called the parties of ${what} and heard something else than a visit says: it counts no more, and one was added`,
    'extension-asked': (who, what) => `${who} asks for more time for ${what}`,
    'extension-approved': (who, what) => `${who} approved more time for ${what}`,
    'extension-refused': (who, what) => `${who} refused more time for ${what}`,
    suspended: (who, what) => `${who} suspended the handling of ${what}`,
    resumed: (who, what) => `${who} resumed the handling of ${what}`,
    statutory: (who, what) => `${who} took ${what} to a statutory track`,
    'statutory-ended': (who, what) => `${who} ended the statutory track of ${what}`,
    supervision: (who, what) => `${who} issued a supervision order on ${what}`,
    'supervision-answered': (who, what) => `${who} answered the supervision order on ${what}`,
    urged: (who, what, thing) => `${who} presses for ${thing} of ${what}`,
    meeting: (who, what) => `${who} calls a joint meeting about ${what}`,
    'meeting-decision': (who, what) => `${who} recorded what the meeting about ${what} decided`,
    assigned: (who, what) => `${who} named you for ${what}`,
    moved: (_who, what, thing) => `the date of ${thing} of ${what} changed`,
    item: (_who, what) => `the report ${what} waits for triage`,
    'item-urgent': (_who, what) => `the urgent report ${what} waits for triage`,
    'item-promoted': (_who, what) => `your report ${what} became a dispute`,
    'item-linked': (_who, what) => `your report ${what} went to a running dispute`,
    'item-discarded': (_who, what) => `your report ${what} became no case`,
  },
  passed: (what, thing) => `Reminder: the date of ${thing} of ${what} has passed`,
  system: 'The system',
  something: 'what is owed',
  thing: (kind, n) => (n === undefined ? `“${inSentence(kind)}”` : `“${inSentence(kind)}” no. ${n}`),
  act: { confirm: (visit) => `the confirmation of ${visit}`, decide: (visit) => `the decision on ${visit}` },
  own: (due, thing) => `You owe ${thing} by ${due}`,
  ownLate: (due, thing) => `You owe ${thing}, which was due ${due}`,
  others: (by, due, thing) => `${by} owes ${thing} by ${due}`,
  othersLate: (by, due, thing) => `${by} owes ${thing}, which was due ${due}`,
  ended: 'It is done: nothing is left to do',
  note: (note) => `Note: “${note}”`,
  why: {
    named: 'You are named for it',
    department: 'Your department answers for it',
    desk: 'Your desk watches it',
    reporter: 'You handed it in',
    watching: 'For you to know',
  },
  many: (deed, count) => `${deed}: ${count}`,
  inbox: ', in your list of work',
  whole: (parts) => `${parts.map((each) => each.charAt(0).toUpperCase() + each.slice(1)).join('. ')}.`,
};

const SAYINGS: Record<Language, Saying> = { 'zh-CN': ZH, en: EN };

function dutyOf(saying: Saying, thing: string, owed: NonNullable<Told['owed']>): string {
  const { by, mine, due, state } = owed;
  if (state === 'ended') return saying.ended;
  if (state === 'late') return mine ? saying.ownLate(due, thing) : saying.othersLate(by, due, thing);
  return mine ? saying.own(due, thing) : saying.others(by, due, thing);
}

/** What they say lies ahead is told by what is so when it is read: a date may have passed by then, or been moved. */
function deedOf(saying: Saying, { kind, who, what, owed }: Told, thing: string): string {
  const isAhead = kind === 'remind' || kind === 'warn';
  if (isAhead && owed?.state === 'late') return saying.passed(what, thing);
  if (isAhead && owed?.state === 'open' && owed.moved) return saying.deeds.moved('', what, thing);
  // Of what was done to many it may be one that is named: its date moved.
  if (kind === 'dates-moved' || kind === 'late-moved') return saying.deeds.moved('', what, thing);
  // What a later release tells is at least about a case.
  return isOfOne(saying, kind) ? saying.deeds[kind](who ?? saying.system, what, thing) : what;
}

const isOfOne = (saying: Saying, kind: NoticeKind): kind is OfOne => Object.hasOwn(saying.deeds, kind);

/** @param count how much of what was done to many is the reader's */
export function digestSentence(kind: NoticeKind, count: number, language: Language): string {
  const saying = SAYINGS[language];
  const many = saying.many(LEXICON[language].notice[kind], count);
  // What is late is told to those above as well, who find it on their board.
  return saying.whole([kind === 'late-moved' ? many : `${many}${saying.inbox}`]);
}

export function sentenceOf(told: Told, language: Language): string {
  const { owed, why, note } = told;
  const saying = SAYINGS[language];
  const n = owed?.kind === 'return-visit' || owed?.kind === 'spot-check' ? owed.n : undefined;
  const named = owed ? saying.thing(LEXICON[language].kind[owed.kind], n) : saying.something;
  const thing = owed && owed.act !== 'do' ? saying.act[owed.act](named) : named;
  return saying.whole([
    deedOf(saying, told, thing),
    ...(note ? [saying.note(note)] : []),
    ...(owed ? [dutyOf(saying, thing, owed)] : []),
    saying.why[why],
  ]);
}
