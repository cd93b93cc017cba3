import type { MetParty, PartyRef } from '#domain/dispute/events.js';
import type { Changed } from '#domain/reading/corrected.js';
import type { Instant } from '#domain/time/time.js';
import { TABLE_WORDS } from '#lexicon/tables.js';
import { zh } from '#lexicon/zh.js';
import type { DisputeView, TimelineEntry } from '../disputes/answers.js';
import { momentText } from './dates.js';
import { metText } from './ground.js';

/** What the entries of a case say on paper: who got it, which grade, until when. */

interface Tools {
  view: DisputeView;
  department: (id: string) => string;
  person: (id: string) => string;
  at: (moment: Instant) => string;
  /** What a thing owed is called. */
  owed: (obligationId: string) => string;
  /** Until when it was owed by the entries up to one. */
  until: (obligationId: string, seq: number) => string;
  /** The dates that an entry moved, old and new. */
  moved: (entry: TimelineEntry, cause: EntryOf<'ObligationMoved'>['data']['cause']) => string[];
  /** People by the ids of parties, as they were called when the entry was made. */
  parties: (ids: readonly string[], seq: number) => string;
}

type EntryOf<T extends TimelineEntry['type']> = Extract<TimelineEntry, { type: T }>;

export const ERASED = '（已删除）';
const { head } = TABLE_WORDS['zh-CN'];
const listed = (texts: readonly string[]): string => texts.join('、');
const labelled = (label: string, value: string | number | null | undefined): string[] =>
  value === undefined || value === null || value === '' ? [] : [`${label}：${value}`];
const inFull = (amount: number): string => amount.toLocaleString('zh-CN');
/** What stands in one line. */
const line = (...facts: readonly (string | readonly string[])[]): string[] => {
  const said = facts.flat();
  return said.length > 0 ? [said.join('；')] : [];
};
const roleOf = (refs: readonly PartyRef[] | undefined, id: string) => {
  const found = refs?.find((each) => each.id === id);
  return found ? `（${zh.partyRole[found.role]}）` : '';
};

/** How many people a case concerns and what it is about, where somebody said. */
export const peopleAndAmount = ({ people, amount }: { people?: number | null; amount?: number | null }): string[] => [
  ...labelled(head.people, people === null || people === undefined ? null : inFull(people)),
  ...labelled(head.amount, amount === null || amount === undefined ? null : inFull(amount)),
];

/** Numbers by which people are reached stand on no paper: of these only that they changed. */
const OF_PARTY = { phone: head.phone, idNumber: '证件号' } as const;

function changeText(changed: Changed, { department }: Tools): string {
  if (changed.fact === 'party') {
    const { was, is } = changed;
    const named = (party: typeof was) => (party ? `${party.name ?? ERASED}（${zh.partyRole[party.role]}）` : '无');
    const hidden = (['phone', 'idNumber'] as const).filter((each) => was?.[each] !== is?.[each]);
    const moved =
      was && is && was.address !== is.address ? [`${head.address} ${was.address ?? '无'} → ${is.address ?? '无'}`] : [];
    const numbers = was && is && hidden.length > 0 ? [`${listed(hidden.map((each) => OF_PARTY[each]))}已更正`] : [];
    const same = named(was) === named(is);
    return `${head.parties}：${[same ? named(is) : `${named(was)} → ${named(is)}`, ...moved, ...numbers].join('，')}`;
  }
  const said = (value: unknown): string => {
    if (value === undefined || value === null || value === '') return '无';
    if (changed.fact === 'category') return zh.category[value as keyof typeof zh.category];
    if (changed.fact === 'dangerSigns') {
      const signs = value as (keyof typeof zh.dangerSign)[];
      return signs.length > 0 ? listed(signs.map((each) => zh.dangerSign[each])) : '无';
    }
    if (changed.fact === 'place') {
      const { village, grid, address } = value as { village: string; grid?: string; address?: string };
      return [department(village), grid, address].filter(Boolean).join(' ');
    }
    return typeof value === 'number' ? inFull(value) : String(value as string);
  };
  return `${FACT[changed.fact]}：${said(changed.was)} → ${said(changed.is)}`;
}

const FACT: Record<Exclude<Changed['fact'], 'party'>, string> = {
  title: head.title,
  narrative: '经过',
  category: head.category,
  place: head.place,
  people: head.people,
  amount: head.amount,
  externalNumber: head.externalNumber,
  dangerSigns: head.dangerSigns,
};

/** What somebody typed, a text a line. */
const typed = ({ text }: TimelineEntry): string[] =>
  Object.values((text ?? {}) as Record<string, unknown>)
    .flatMap((each): unknown[] => (Array.isArray(each) ? each : [each]))
    .filter((each): each is string => typeof each === 'string' && each !== '');

const nth = (n: number) => `第${n}次`;
const term = (n: number) => `第${n}项`;
const ground = (data: EntryOf<'DisputeSuspended' | 'SuspensionReviewed'>['data'], { at }: Tools) =>
  line(`事由：${zh.ground[data.ground]}`, data.until ? `至${at(data.until)}` : '未定截止日期，定期复核');
const department = (id: string, tools: Tools) => `${head.department}：${tools.department(id)}`;
/** Which offer it is about. Another department may have gone on since in place of the one that was asked. */
function offer(entry: TimelineEntry & { data: { transferId: string } }, { view, department: name }: Tools): string[] {
  const found = view.transfers.find(({ id }) => id === entry.data.transferId);
  if (!found) return [];
  const to = found.heldBefore?.find(({ until }) => entry.at < until)?.departmentId ?? found.to;
  return [`${zh.transferRole[found.role]}单位：${name(to)}`];
}
const owedUntil = (
  { seq, data: { obligationId } }: TimelineEntry & { data: { obligationId: string } },
  tools: Tools,
) => [...labelled('事项', tools.owed(obligationId)), ...labelled(head.dueAt, tools.until(obligationId, seq))];

/** Of every event: a new one does not compile until it says what paper tells of it. */
const TOLD: { [T in TimelineEntry['type']]: (entry: EntryOf<T>, tools: Tools) => string[] } = {
  DisputeRegistered: ({ data, text, seq }, { department: name, at, parties }) => [
    ...labelled(head.title, text?.title),
    ...line(
      `${head.category}：${zh.category[data.category]}`,
      labelled(head.village, name(data.place.village)),
      labelled('网格', text?.grid ?? data.place.grid),
      labelled(head.address, text?.address),
    ),
    ...line(
      labelled(head.parties, listed(data.parties.map(({ id }) => `${parties([id], seq)}${roleOf(data.parties, id)}`))),
      peopleAndAmount(data),
      labelled(head.dangerSigns, listed(data.dangerSigns.map((each) => zh.dangerSign[each]))),
    ),
    ...line(
      `${head.feeder}：${zh.feeder[data.source.channel as keyof typeof zh.feeder] ?? data.source.channel}${text?.reference ? ` ${text.reference}` : ''}`,
      labelled(head.externalNumber, data.ledger?.externalNumber ?? text?.externalNumber),
      labelled('发生时间', data.occurredAt && at(data.occurredAt)),
    ),
    ...labelled('经过', text?.narrative),
  ],
  DisputeAdopted: (_entry, { view, department: name }) => labelled('原台账', view.adopted && name(view.adopted.from)),
  DisputeCorrected: ({ changed = [], text, data }, tools) => [
    ...changed.map((each) => changeText(each, tools)),
    ...labelled('理由', text?.reason ?? (data.importId ? '据原台账' : null)),
  ],
  DisputeGraded: (entry, { moved }) => {
    const { grade, complexity, previous, because } = entry.data;
    const before = previous && previous !== grade ? `（原为${zh.grade[previous]}色）` : '';
    return [
      ...line(
        `${head.grade}：${zh.grade[grade]}色${before}`,
        `${head.complexity}：${zh.complexity[complexity]}`,
        labelled('依规则', because && zh.gradeReason[because]),
      ),
      ...moved(entry, 'grade'),
      ...typed(entry),
    ];
  },
  RepeatRuledOut: (entry, { view }) => [
    // Which one only who may see that case hears.
    view.apart.find(({ id }) => id !== null && id === entry.data.repeat)?.number ?? '此前的一件纠纷',
    ...typed(entry),
  ],
  TransferOffered: ({ data, text }, { department: name }) => [
    ...line(`${zh.transferRole[data.role]}单位：${name(data.to)}`, data.designated ? '上级指定' : []),
    ...labelled('理由', text?.reason),
    ...labelled('请求事项', text?.requestedAction),
  ],
  TransferAccepted: (entry, tools) =>
    line(
      offer(entry, tools),
      labelled(zh.post.handler, entry.data.handler && tools.person(entry.data.handler)),
      entry.data.bySilence ? zh.notice['accepted-by-silence'] : [],
    ),
  TransferReturned: (entry, tools) => [
    ...line(
      `理由：${zh.returnReason[entry.data.reasonCode]}`,
      entry.data.handBack ? '签收后交回' : [],
      labelled('建议转给', entry.data.suggestedDepartment && tools.department(entry.data.suggestedDepartment)),
    ),
    ...typed(entry),
  ],
  ReturnDecided: (entry, tools) => [
    ...line(entry.data.uphold ? '准予退单' : '退单未获支持', offer(entry, tools)),
    ...typed(entry),
  ],
  TransferRecalled: (entry, tools) => [...offer(entry, tools), ...typed(entry)],
  TransferLapsed: (entry, tools) => offer(entry, tools),
  AssistCompleted: (entry, tools) => [...offer(entry, tools), ...typed(entry)],
  ContactMade: (entry, { at, parties }) => [
    ...line(labelled(head.parties, parties(entry.data.parties, entry.seq)), `时间：${at(entry.data.contactedAt)}`),
    ...typed(entry),
  ],
  ConsentGiven: (entry, { parties }) => [
    ...labelled(head.parties, parties(entry.data.parties, entry.seq)),
    ...typed(entry),
  ],
  PlanMade: ({ data, text }, { at }) => [
    ...labelled('目标', text?.goal),
    ...(text?.measures ?? []).map((each, n) => `措施${n + 1}．${each}`),
    ...labelled(head.dueAt, data.dueAt && at(data.dueAt)),
  ],
  ProgressReported: typed,
  DisputeResolved: ({ data, text }, tools) => {
    const { at, view } = tools;
    const { summary, terms, reason } = (text ?? {}) as { summary?: string; terms?: string[]; reason?: string };
    const into = data.into === undefined ? null : view.mergedInto;
    return [
      ...line(
        `${head.outcome}：${zh.outcome[data.outcome]}`,
        department(data.departmentId, tools),
        labelled('并入', into?.number),
      ),
      ...labelled('情况', summary),
      ...data.terms.map(
        ({ n, dueAt }) => `协议${term(n)}：${terms?.[n - 1] ?? ERASED}（履行时限：${dueAt ? at(dueAt) : '未约定'}）`,
      ),
      ...labelled('理由', reason),
    ];
  },
  ExtensionAsked: (entry, tools) => [
    ...line(
      owedUntil(entry, tools),
      `申请延长：${zh.limit(entry.data.by)}`,
      `审批单位：${tools.department(entry.data.decider.departmentId)}`,
    ),
    ...typed(entry),
  ],
  ExtensionDecided: (entry, { view, owed, moved }) => {
    const asked = view.extensions.find(({ id }) => id === entry.data.extensionId);
    return [
      ...line(
        zh.extensionState[entry.data.approve ? 'approved' : 'refused'],
        labelled('事项', asked && owed(asked.obligationId)),
      ),
      ...moved(entry, 'extension'),
      ...typed(entry),
    ];
  },
  ExtensionLapsed: ({ data }, { view, owed }) => {
    const asked = view.extensions.find(({ id }) => id === data.extensionId);
    return labelled('事项', asked && owed(asked.obligationId));
  },
  DisputeSuspended: (entry, tools) => [...ground(entry.data, tools), ...typed(entry)],
  SuspensionReviewed: (entry, tools) => [...ground(entry.data, tools), ...typed(entry)],
  DisputeResumed: (entry, { moved }) => [...moved(entry, 'resume'), ...typed(entry)],
  TrackEntered: ({ data, text }) => line(zh.track[data.track], labelled('文号', text?.reference)),
  TrackStepTaken: ({ data }) => [zh.trackStep[data.step] ?? data.step],
  TrackEnded: (entry) => [zh.trackOutcome[entry.data.outcome], ...typed(entry)],
  SupervisionOrdered: ({ data, text }, { view, department: name, at }) => {
    const due = view.supervisions.find(({ id }) => id === data.orderId)?.dueAt;
    return [
      ...line(`督办单位：${name(data.departmentId)}`, `答复时限：${due ? at(due) : zh.limit(data.answerWithin)}`),
      ...labelled('要求', text?.demand),
    ];
  },
  SupervisionAnswered: typed,
  ObligationUrged: (entry, tools) => [...line(owedUntil(entry, tools)), ...typed(entry)],
  MeetingCalled: ({ data }, { at, department: name }) =>
    line(`时间：${at(data.at)}`, `参会单位：${listed(data.departments.map(name))}`),
  MeetingConcluded: ({ data, text }, { at, department: name }) =>
    data.decisions.map(
      ({ n, departmentId, dueAt }) =>
        `${term(n)}：${text?.decisions?.[n - 1] ?? ERASED}（责任单位：${name(departmentId)}，时限：${at(dueAt)}）`,
    ),
  DecisionFulfilled: (entry) => [term(entry.data.n), ...typed(entry)],
  PersonAssigned: ({ data }, { department: name, person, owed }) =>
    line(
      `${zh.role[data.role]}：${name(data.departmentId)} ${person(data.userId)}`,
      labelled('事项', data.obligationId && owed(data.obligationId)),
    ),
  VisitMade: (entry, { at, person, view }) => {
    const { n, mode, outcome, satisfied, visitedAt, attempts, with: second, parties = [] } = entry.data;
    return [
      ...line(
        `${nth(n)}，${at(visitedAt)}，${zh.visitMode[mode]}，${zh.visitOutcome[outcome]}`,
        satisfied === undefined ? [] : `对处理结果${satisfied ? '满意' : '不满意'}`,
        labelled('回访对象', metOf(parties, view)),
        labelled('同行人', second && person(second.userId)),
        attempts > 1 ? `已尝试${attempts}次` : [],
      ),
      ...typed(entry),
    ];
  },
  VisitConfirmed: ({ data }) => [nth(data.n)],
  VisitChecked: (entry) => [...line(nth(entry.data.n), zh.checkState[entry.data.result]), ...typed(entry)],
  VisitGivenUp: ({ data }) => [nth(data.n)],
  VisitWaived: (entry) => [nth(entry.data.n), ...typed(entry)],
  TermFulfilled: (entry) => [`协议${term(entry.data.n)}`, ...typed(entry)],
  TermWaived: (entry) => [`协议${term(entry.data.n)}`, ...typed(entry)],
  DisputeReopened: (entry, tools) => [
    ...line(
      entry.data.cause === 'relapse' ? zh.notice.relapsed : [],
      entry.data.n === undefined ? [] : nth(entry.data.n),
      department(entry.data.departmentId, tools),
    ),
    ...typed(entry),
  ],
  DisputeClosed: ({ data }, tools) =>
    line(`${head.outcome}：${zh.outcome[data.outcome]}`, department(data.departmentId, tools)),
  DisputeAbsorbed: ({ data, seq }, { person, parties, department: name }) =>
    line(
      `编号：${data.from.number}`,
      `并案人：${name(data.by.departmentId)} ${person(data.by.userId)}`,
      labelled(
        '随案当事人',
        listed((data.parties ?? []).map(({ id }) => `${parties([id], seq)}${roleOf(data.parties, id)}`)),
      ),
    ),
  DisputeSplit: typed,
  DisputeSplitOff: ({ data }, { person, department: name }) =>
    line(`编号：${data.from.number}`, `拆分人：${name(data.by.departmentId)} ${person(data.by.userId)}`),
  NoteAdded: typed,
  FileAttached: (entry) => [...typed(entry), ...(entry.data.n === undefined ? [] : [`${nth(entry.data.n)}回访`])],
  HoldPlaced: typed,
  HoldLifted: typed,
  DisputeErased: ({ data }, { at }) =>
    line(zh.erasureGround[data.ground], labelled('保存至', data.retainedUntil && at(data.retainedUntil))),
  CoreRaised: ({ data }) => [`第${data.core}版`],
  CommandRefused: () => [],
  RulesMoved: (entry, { moved }) => [
    entry.data.cause === 'policy' ? `规则版本：${entry.data.policyVersion}` : `日历版本：${entry.data.calendarVersion}`,
    ...moved(entry, entry.data.cause),
    ...typed(entry),
  ],
  DepartmentSucceeded: (entry, { department: name }) => [
    `${name(entry.data.from)} → ${name(entry.data.to)}`,
    ...typed(entry),
  ],
  ClockForwarded: ({ data }) => [`累计${zh.span(data.aheadMs / 60_000)}`],
  ObligationOpened: (entry, tools) =>
    line(
      labelled('事项', tools.owed(entry.data.obligation.id)),
      `${head.dueAt}：${tools.at(entry.data.obligation.dueAt)}`,
    ),
  ObligationMet: ({ data }, { owed }) => labelled('事项', owed(data.obligationId)),
  ObligationVoided: ({ data }, { owed }) => labelled('事项', owed(data.obligationId)),
  ObligationWaived: ({ data }, { owed }) => labelled('事项', owed(data.obligationId)),
  ObligationHandedOver: ({ data }, { owed, department: name, person }) =>
    line(
      labelled('事项', owed(data.obligationId)),
      `移交给：${[name(data.holder.departmentId), data.holder.userId && person(data.holder.userId)].filter(Boolean).join(' ')}`,
    ),
  ObligationPaused: ({ data }, { owed }) => labelled('事项', owed(data.obligationId)),
  ObligationMoved: ({ data }, { owed, at }) =>
    line(labelled('事项', owed(data.obligationId)), `期限由${at(data.from)}改为${at(data.obligation.dueAt)}`),
  ObligationLate: (entry, tools) => line(owedUntil(entry, tools)),
  LadderStepFired: (entry, tools) =>
    line(owedUntil(entry, tools), labelled('对象', listed(entry.data.to.map((each) => zh.post[each])))),
};

const metOf = (met: readonly MetParty[], { parties }: DisputeView): string => listed(met.map(metText(parties)));

/** What of the case its entries are told with. */
export interface Told {
  view: DisputeView;
  timeline: readonly TimelineEntry[];
  zone: string;
  department: (id: string) => string;
  person: (id: string) => string;
}

/** The lines below the word of an entry. */
export function entryLines({ view, timeline, zone, ...names }: Told): (entry: TimelineEntry) => string[] {
  const at = (moment: Instant) => momentText(moment, zone);
  const owed = (id: string) => {
    const found = view.obligations.find((each) => each.id === id);
    return found ? `${zh.kind[found.kind]}${found.n === undefined ? '' : ` ${found.n}`}` : '';
  };
  const until = (id: string, seq: number) => {
    const found = timeline.findLast(
      (each): each is EntryOf<'ObligationOpened' | 'ObligationMoved'> =>
        (each.type === 'ObligationOpened' || each.type === 'ObligationMoved') &&
        each.seq < seq &&
        each.data.obligation.id === id,
    );
    return found ? at(found.data.obligation.dueAt) : '';
  };
  const moved: Tools['moved'] = (entry, cause) =>
    timeline
      // All that one deed tells has its moment.
      .filter(
        (each): each is EntryOf<'ObligationMoved'> =>
          each.type === 'ObligationMoved' && each.seq > entry.seq && each.at === entry.at && each.data.cause === cause,
      )
      .filter(({ data: { from, obligation } }) => from !== obligation.dueAt)
      .map(({ data }) => `${owed(data.obligationId)}期限由${at(data.from)}改为${at(data.obligation.dueAt)}`);
  const parties = (ids: readonly string[], seq: number) => {
    const nameOf = (id: string) => {
      const naming = timeline.findLast((each) => each.seq <= seq && namesOf(each)?.[id] !== undefined);
      return (naming && namesOf(naming)?.[id]?.name) ?? ERASED;
    };
    return listed(ids.map(nameOf));
  };
  const tools: Tools = { view, at, owed, until, moved, parties, ...names };
  return (entry) => (TOLD[entry.type] as (entry: TimelineEntry, tools: Tools) => string[])(entry, tools);
}

const namesOf = ({ text }: TimelineEntry): Record<string, { name: string }> | undefined =>
  (text as { parties?: Record<string, { name: string }> } | undefined)?.parties;
