import type { PassMoment } from '../dispute/commands.js';
import type { CommandActor } from '../people/actor.js';
import { urgencyOf, type DangerFound } from '../danger.js';
import type { Law } from '../dispute/deed.js';
import { answerOf, remembered, type AnsweredKey } from '../dispute/state.js';
import { refuse } from '../errors.js';
import { answered, type Actor, type Answered, type EventData, type SealedText } from '../dispute/events.js';
import { happeningOf } from '../dispute/moments.js';
import { rungNotices, type NoticeTarget } from '../dispute/notice-targets.js';
import { nextMomentAmong, nextMomentOf, obligationOf, type Obligation, type Rules } from '../obligation/obligation.js';
import { turnOf, type Turn } from '../obligation/spread.js';
import { isAuditor, isDesk } from '../people/posts.js';
import { earlier, later, type Instant } from '../time/time.js';
import type { DangerSign, ErasureGround, Feeder, ItemState as Fate } from '../words.js';

/**
 * An information item 线索: a raw report that waits for triage 研判. A small core of its own in the same shell: a few
 * commands, one obligation, so that no report is forgotten either (domain.md §4, "Everything that waits").
 */

/** A photo or a paper that came with a report: its bytes lie beside the record, which knows them by their digest. */
export type ItemFile = Pick<EventData['FileAttached'], 'fileId' | 'mediaType' | 'size' | 'sha256'>;

/** What one person has to show of one thing. */
export const MOST_ITEM_FILES = 9;

export interface ItemEventData {
  ItemReported: {
    number: string;
    desk: string;
    superior: string;
    feeder: Feeder;
    village: string;
    dangerSigns: DangerSign[];
    /** Where its text shows some of them; of those that somebody ticked it says nothing. */
    dangerFound?: DangerFound[];
    heardAt: Instant;
    /** What came with it, in the order of its names. */
    files?: ItemFile[];
    /** The account that handed it in; the name that people know the reporter by is text. */
    reportedBy: string;
    policyVersion: string;
    calendarVersion: string;
    /** The number of the code's rules (`ITEM_CORE`); absent in entries of its first. */
    core?: number;
  };
  /** The desk read it, and nobody is in danger: the signs that it had. */
  DangerDenied: { dangerSigns: DangerSign[] };
  ItemPromoted: { disputeId: string };
  ItemLinked: { disputeId: string };
  ItemDiscarded: Record<string, never>;
  /** With the dispute that came of it, or alone where none did. */
  ItemErased: EventData['DisputeErased'];
  ObligationOpened: EventData['ObligationOpened'];
  ObligationMet: EventData['ObligationMet'];
  ObligationLate: EventData['ObligationLate'];
  LadderStepFired: EventData['LadderStepFired'];
}
export type ItemEventType = keyof ItemEventData;

interface Envelope<T extends ItemEventType> {
  seq: number;
  at: Instant;
  type: T;
  actor: Actor;
  data: ItemEventData[T];
  text?: SealedText;
  answers?: Answered;
}
export type ItemEvent = { [T in ItemEventType]: Envelope<T> }[ItemEventType];

/** What people typed, by event. */
export interface ItemText {
  ItemReported: { text: string; place?: string; reporter?: string; files?: string[] };
  ItemDiscarded: { reason: string };
  /** Only where somebody said why. */
  DangerDenied: { reason: string };
}

interface Identity {
  core: number;
  id: string;
  seq: number;
  rules: Rules;
  keys: AnsweredKey[];
  obligations: Obligation[];
}
export interface Unreported extends Identity {
  status: 'unreported';
}
export interface ReportedItem extends Identity {
  status: Fate;
  at: Instant;
  desk: string;
  superior: string;
  reportedBy: string;
  dangerSigns: DangerSign[];
  dangerFound?: DangerFound[];
  files?: ItemFile[];
  disputeId: string | null;
  /** What it knew of people is gone. */
  erased?: { at: Instant; ground: ErasureGround };
}
export type Item = Unreported | ReportedItem;

/**
 * As `CORE` of a dispute; an item's rules have a number of their own. Under the first nobody could deny its danger, and
 * code of that time would take the denial for something else; under the second nothing came with a report, and code of
 * that time would forget it.
 */
export const ITEM_CORE = 3;

export function unreported(id: string, rules: Rules): Unreported {
  return { status: 'unreported', core: ITEM_CORE, id, seq: 0, rules, keys: [], obligations: [] };
}

export function isReported(item: Item): item is ReportedItem {
  return item.status !== 'unreported';
}

/** Somebody has looked at it, and nothing more comes by itself. */
export function isItemOver({ status }: Pick<Item, 'status'>): boolean {
  return status !== 'new';
}

export interface ItemCommandData {
  ReportItem: Omit<ItemEventData['ItemReported'], 'reportedBy' | 'policyVersion' | 'calendarVersion' | 'core'>;
  DenyDanger: Record<string, never>;
  PromoteItem: { disputeId: string };
  LinkItem: { disputeId: string };
  DiscardItem: Record<string, never>;
  EraseItem: EventData['DisputeErased'];
}
export type ItemCommandType = keyof ItemCommandData;
export type ItemCommand = {
  [T in ItemCommandType]: Answered & {
    type: T;
    actor: CommandActor;
    receivedAt: Instant;
    data: ItemCommandData[T];
    text?: SealedText;
    /** The seq that the person saw; refused when a person acted on it since. */
    ifMatch?: number;
  };
}[ItemCommandType];

/**
 * The same promise as a dispute's `decide`: pure, events or a refusal.
 *
 * @throws DomainError in this order: KEY_REUSED; ALREADY_REGISTERED, of all others NOT_REGISTERED; NOT_ALLOWED to all
 *   but the desk, of an erasure all but the auditor; then ITEM_NOT_NEW, of an erasure ERASED, NOT_CLOSED unless it was
 *   discarded; STALE_VERSION; of an erasure RETENTION_RUNS, of a denial NO_DANGER_SIGNS
 */
export function decideItem(command: ItemCommand | PassMoment, item: Item, now: Instant): ItemEvent[] {
  const story = new ItemStory(item);
  if (command.type === 'PassMoment') {
    story.pass(earlier(command.upTo, now), now, true);
    return story.events;
  }
  const known = answerOf(item, command.key);
  if (known) return known.bodyHmac === command.bodyHmac ? [] : refuse('KEY_REUSED');
  const { userId, departmentId } = command.actor;
  const actor: Actor = { kind: 'person', userId, departmentId };
  const received = earlier(command.receivedAt, now);
  const at = isReported(item) ? later(received, item.at) : received;
  story.pass(at, now, false);

  if (command.type === 'ReportItem') {
    if (isReported(item)) refuse('ALREADY_REGISTERED');
    const { policyVersion, calendar } = item.rules;
    const { core } = item;
    const versions = { policyVersion, calendarVersion: calendar.version, ...(core > 1 && { core }) };
    story.tell(at, actor, 'ItemReported', { ...command.data, reportedBy: userId, ...versions }, command.text);
    oweTriage(story, at, actor, 1, at);
  } else if (command.type === 'EraseItem') {
    if (!isReported(item)) return refuse('NOT_REGISTERED');
    if (!isAuditor(command.actor, item)) refuse('NOT_ALLOWED');
    if (item.erased) refuse('ERASED');
    // What became of it is a dispute's beginning, and is kept as long as that.
    if (item.status !== 'discarded') refuse('NOT_CLOSED', { itemState: item.status, disputeId: item.disputeId });
    demandSeen(command, item);
    eraseItem(story, at, actor, command.data);
  } else {
    if (!isReported(item)) return refuse('NOT_REGISTERED');
    if (!isDesk(command.actor, item)) refuse('NOT_ALLOWED');
    if (item.status !== 'new') refuse('ITEM_NOT_NEW', { itemState: item.status, disputeId: item.disputeId });
    demandSeen(command, item);
    if (command.type === 'DenyDanger') denyDanger(story, at, actor, command.text);
    else if (command.type === 'PromoteItem') story.tell(at, actor, 'ItemPromoted', command.data);
    else if (command.type === 'LinkItem') story.tell(at, actor, 'ItemLinked', command.data);
    else story.tell(at, actor, 'ItemDiscarded', {}, command.text);
    if (command.type !== 'DenyDanger') story.meetAll(at, actor);
  }
  const last = story.events.at(-1)!;
  last.answers = answered(command);
  return story.events;
}

/** Somebody has to look at it: soon where danger shows, else within the desk's working day. */
function oweTriage(story: ItemStory, at: Instant, actor: Actor, n: number, countedFrom: Instant): void {
  const { item } = story;
  if (!isReported(item)) return;
  const grade = urgencyOf(item.dangerSigns);
  const limit = item.rules.policy.limits.triage?.[grade];
  if (!limit) return;
  const holder = { departmentId: item.desk, role: 'desk' as const };
  const opening = { kind: 'triage' as const, holder, path: `limits.triage.${grade}`, terms: { limit, countedFrom } };
  const obligation = obligationOf(`${item.id}.${n}`, opening, grade, at, item.rules);
  story.tell(at, actor, 'ObligationOpened', { obligation });
}

/** It waits on as if no danger had shown, counted from when it came in. */
function denyDanger(story: ItemStory, at: Instant, actor: Actor, text?: SealedText): void {
  const { item } = story;
  demandDeniable(item);
  if (!isReported(item)) return;
  const [triage] = item.obligations;
  story.tell(at, actor, 'DangerDenied', { dangerSigns: item.dangerSigns }, text);
  story.meetAll(at, actor);
  oweTriage(story, at, actor, 2, triage?.terms.countedFrom ?? at);
}

/** Whether it is known by which words its danger was found, and its desk may deny it. */
export const keepsDangerFound = (core: number): boolean => core >= 2;

/**
 * Asked before it is sent, too: a workflow that began under the first rules may still run in code that does not know it.
 *
 * @throws DomainError NO_DANGER_SIGNS
 */
export function demandDeniable(item: Item): void {
  if (!keepsDangerFound(item.core) || !isReported(item) || item.dangerSigns.length === 0) refuse('NO_DANGER_SIGNS');
}

/**
 * As `If-Match` of a dispute: what a person did since, the sender has to have seen; and nobody has seen what is not there yet.
 *
 * @throws DomainError STALE_VERSION
 */
export function demandSeen({ ifMatch }: { ifMatch?: number }, { keys, seq }: Pick<Item, 'keys' | 'seq'>): void {
  if (ifMatch === undefined) return;
  // Whatever a person did answered a command.
  const actedAt = keys.at(-1)?.seq ?? 0;
  if (ifMatch < actedAt || ifMatch > seq) refuse('STALE_VERSION', { seq });
}

/** Nobody sends a command to an item without waiting for its answer; it is over before it takes up a later number. */
export const ITEM_LAW: Law<Item, ItemCommand, ItemEvent> = {
  decide: decideItem,
  refused: () => null,
  raised: () => [],
};

/**
 * @param actor the system where the table of retention demands it, or where its dispute is erased
 * @returns nothing where it is erased already
 * @throws DomainError RETENTION_RUNS where `retention-over` is the ground and it is not
 */
export function itemErased(
  item: ReportedItem,
  data: EventData['DisputeErased'],
  actor: Actor,
  at: Instant,
): ItemEvent[] {
  if (item.erased) return [];
  const story = new ItemStory(item);
  eraseItem(story, later(at, item.at), actor, data);
  return story.events;
}

function eraseItem(story: ItemStory, at: Instant, actor: Actor, data: EventData['DisputeErased']): void {
  const isOver = data.retainedUntil !== null && data.retainedUntil <= at;
  if (data.ground === 'retention-over' && !isOver) refuse('RETENTION_RUNS', { retainedUntil: data.retainedUntil });
  story.tell(at, actor, 'ItemErased', data);
}

class ItemStory {
  readonly events: ItemEvent[] = [];

  constructor(public item: Item) {}

  tell<T extends ItemEventType>(at: Instant, actor: Actor, type: T, data: ItemEventData[T], text?: SealedText): void {
    const seq = this.item.seq + 1;
    const event = { seq, at, type, actor, data, ...(text !== undefined && { text }) } as ItemEvent;
    this.events.push(event);
    this.item = evolveItem(this.item, event);
  }

  meetAll(at: Instant, actor: Actor): void {
    for (const { id } of this.item.obligations) this.tell(at, actor, 'ObligationMet', { obligationId: id, at });
  }

  /** What fell due happens at its own moment, in order. */
  pass(upTo: Instant, now: Instant, inclusive: boolean): void {
    for (;;) {
      const moment = nextItemMoment(this.item);
      if (moment === null || moment > upTo || (moment === upTo && !inclusive) || !isReported(this.item)) return;
      const obligation = this.item.obligations.find((each) => nextMomentOf(each) === moment)!;
      const { type, data } = happeningOf(obligation, moment, now);
      this.tell(later(moment, this.item.at), { kind: 'clock' }, type, data);
    }
  }
}

export function nextItemMoment(item: Item): Instant | null {
  return nextMomentAmong(item.obligations);
}

/** When an item takes its turn after its next moment. */
export function itemTurn(item: Item, moment: Instant): Turn {
  return turnOf(item.id, item.obligations, moment, isReported(item) ? urgencyOf(item.dangerSigns) : null);
}

export function evolveItem(item: Item, event: ItemEvent): Item {
  const next = applyToItem(item, event);
  const { answers, seq } = event;
  return {
    ...next,
    seq,
    keys: answers ? remembered(next.keys, answers, seq) : next.keys,
    ...(isReported(next) && { at: event.at }),
  };
}

function applyToItem(item: Item, event: ItemEvent): Item {
  if (event.type === 'ItemReported') {
    const { desk, superior, reportedBy, dangerSigns, dangerFound, files, core = 1 } = event.data;
    const more = { ...(dangerFound && { dangerFound }), ...(files && { files }) };
    const { at } = event;
    return { ...item, core, status: 'new', at, desk, superior, reportedBy, dangerSigns, ...more, disputeId: null };
  }
  if (!isReported(item)) return item;
  const change = (id: string, update: (each: Obligation) => Obligation) => ({
    ...item,
    obligations: item.obligations.map((each) => (each.id === id ? update(each) : each)),
  });
  switch (event.type) {
    case 'DangerDenied': {
      const { dangerFound: _found, ...rest } = item;
      return { ...rest, dangerSigns: [] };
    }
    case 'ItemPromoted':
      return { ...item, status: 'promoted', disputeId: event.data.disputeId };
    case 'ItemLinked':
      return { ...item, status: 'linked', disputeId: event.data.disputeId };
    case 'ItemDiscarded':
      return { ...item, status: 'discarded' };
    case 'ItemErased':
      return { ...item, keys: [], erased: { at: event.at, ground: event.data.ground } };
    case 'ObligationOpened':
      return { ...item, obligations: [...item.obligations, event.data.obligation] };
    case 'ObligationMet':
      return { ...item, obligations: item.obligations.filter((each) => each.id !== event.data.obligationId) };
    case 'ObligationLate':
      return change(event.data.obligationId, (each) => ({ ...each, state: 'late', lateSince: event.at }));
    case 'LadderStepFired': {
      const { obligationId, step } = event.data;
      const fired = (each: Obligation) =>
        each.steps.map((one, index) => (index === step ? { ...one, firedAt: event.at } : one));
      return change(obligationId, (each) => ({ ...each, steps: fired(each) }));
    }
  }
}

/** The desk hears of what came in; the reporter hears what became of it. */
export function itemNoticesOf(event: ItemEvent, before: Item, after: ReportedItem): NoticeTarget[] {
  switch (event.type) {
    case 'ItemReported':
      return [
        {
          kind: urgencyOf(after.dangerSigns) === 'red' ? 'item-urgent' : 'item',
          departmentId: after.desk,
          role: 'desk',
        },
      ];
    case 'LadderStepFired': {
      const obligation = before.obligations.find((each) => each.id === event.data.obligationId);
      return obligation ? rungNotices(obligation, event.data, after.desk) : [];
    }
    case 'ItemPromoted':
    case 'ItemLinked':
    case 'ItemDiscarded': {
      const kinds = {
        ItemPromoted: 'item-promoted',
        ItemLinked: 'item-linked',
        ItemDiscarded: 'item-discarded',
      } as const;
      return [{ kind: kinds[event.type], departmentId: after.desk, role: 'reporter', userId: after.reportedBy }];
    }
    default:
      return [];
  }
}
