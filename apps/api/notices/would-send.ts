import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { after, nothing, type History } from '#domain/dispute/history.js';
import { isRegistered, type Registered } from '#domain/dispute/state.js';
import { DomainError } from '#domain/errors.js';
import type { DisputeRow, ObligationRow } from '#domain/dispute/row.js';
import { clockOf } from '#domain/obligation/obligation.js';
import type { CommandActor } from '#domain/people/actor.js';
import type { Tree } from '#domain/people/tree.js';
import { ASKS } from '#domain/telling/asks.js';
import { deliveryAt } from '#domain/telling/delivery-times.js';
import type { NoticeTarget } from '#domain/dispute/notice-targets.js';
import { noticesOf as targetsOf } from '#domain/dispute/notices.js';
import { instantOf, type Instant } from '#domain/time/time.js';
import type { WorkingTime } from '#domain/time/limit.js';
import type { NoticeKind } from '#domain/words.js';
import type { Language } from '#lexicon/languages.js';
import { Directory } from '#persistence/people/directory.js';
import { rehearsalsSeen } from '#persistence/reading/dispute-reader.js';
import { waysOf, type ToldNotice, type Way } from '#persistence/reading/notice-reader.js';
import { Reader, type ReadAs } from '#persistence/reading/reader.js';
import { eventsAfter } from '#persistence/record/event-reader.js';
import { opened } from '#persistence/record/fold.js';
import { noticesOf } from '#persistence/record/notices.js';
import { firstRules, ruled } from '#persistence/record/ruled.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault, type TextKey } from '#persistence/vault/vault.js';
import type { Actor } from '../http/actor.js';
import type { FoundDispute } from '#persistence/reading/dispute-reader.js';
import type { NoticeView, WouldSend } from './answers.js';
import { noteOf, noticeView } from './telling.js';

/** What one entry of a rehearsal would have told, before it is known who has which post. */
interface Told {
  event: DisputeEvent;
  targets: NoticeTarget[];
  /** What the case had come to when its moment was over: by which clock, and what was owed and of which visits. */
  state: Registered;
  row: DisputeRow;
}

/** A notice that nobody was sent. */
export interface RehearsedNotice {
  seq: number;
  userId: string;
  kind: NoticeKind;
  obligationId: string | null;
  at: Instant;
  told: Told;
}

/** So many cases that are rehearsed are remembered, as far as they were told. */
const REMEMBERED = 50;
/** Of so many rehearsals, the latest, somebody's notices are put together. */
const LOOKED_THROUGH = 20;

/**
 * A rehearsal tells nobody anything. What it would have told is worked out of its record by the functions that tell of real
 * cases: whom each entry reaches, and when that leaves the house by which of their ways.
 */
@Injectable()
export class WouldSends {
  private readonly remembered = new Map<string, { seq: number; told: Told[] }>();

  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
    private readonly vault: Vault,
  ) {}

  /**
   * @param reader in whose sight the record is read
   * @throws DomainError NOT_A_REHEARSAL
   */
  async of(actor: Actor, reader: ReadAs, { row }: FoundDispute, language: Language): Promise<WouldSend[]> {
    if (!row.rehearsal) throw new DomainError('NOT_A_REHEARSAL');
    const [told, tree] = [await this.toldBy(reader, row.id, row.seq), await this.directory.of(actor)];
    const notices = told.flatMap((each) => noticesIn(each, tree));
    const people = [...new Set(notices.map(({ userId }) => userId))];
    const ways = await this.reader.as(reader, (db) => waysOf(db, people));
    const items = notices.flatMap((each) => {
      const account = tree.accounts.find(({ id }) => id === each.userId)!;
      const { departmentId } = account;
      const then = { row: { ...each.told.row, title: row.title }, now: each.at };
      const { sentence } = viewOf(each, then, tree.actorOf(account), tree, language);
      const own = ways.filter(({ accountId, muted }) => accountId === each.userId && !muted.includes(each.kind));
      const { seq, kind, userId: to } = each;
      const hours = tree.hoursOf(departmentId);
      return [
        { at: each.at, seq, kind, to, channel: 'console' as const, sentence },
        ...own.map((way) => ({ at: leavesAt(each, way, hours), seq, kind, to, channel: way.kind, sentence })),
      ];
    });
    return items.sort((a, b) => (a.at === b.at ? a.seq - b.seq : a.at < b.at ? -1 : 1));
  }

  /**
   * What the caller would have been told of the rehearsals that they see, newest first, as it stands now. What asks nothing
   * of them, or nothing more, is read: nobody was told.
   */
  async toCaller(actor: Actor, language: Language): Promise<NoticeView[]> {
    const [cases, tree] = [
      await this.reader.as(actor, (db) => rehearsalsSeen(db, LOOKED_THROUGH)),
      await this.directory.of(actor),
    ];
    const all: NoticeView[] = [];
    for (const row of cases) {
      const own = (await this.toldBy(actor, row.id, row.seq))
        .flatMap((told) => noticesIn(told, tree))
        .filter(({ userId }) => userId === actor.userId);
      const key =
        own.some(({ kind }) => kind === 'urged') && !row.erased ? await this.vault.find(this.source, row.id) : null;
      all.push(
        ...own.map((notice) =>
          viewOf(notice, { row, now: instantOf(Date.now() + row.aheadMs) }, actor, tree, language, key),
        ),
      );
    }
    return all.sort((a, b) => b.at.getTime() - a.at.getTime());
  }

  private async toldBy(reader: ReadAs, id: string, seq: number): Promise<Told[]> {
    const known = this.remembered.get(id);
    if (known && known.seq >= seq) return known.told;
    const events = await this.reader.as(reader, (db) => eventsAfter(db, id, 0));
    let history: History = nothing(id, await firstRules(this.rulebook, id, events[0]));
    const told: Told[] = [];
    let moment: Told[] = [];
    for (const event of await ruled(this.rulebook, events)) {
      const before = history.state;
      const next = after(history, event, opened(event, null));
      history = next;
      const targets = isRegistered(before) ? targetsOf(event, before, next.state) : [];
      if (moment[0]?.event.at !== event.at) moment = [];
      if (targets.length > 0) moment.push({ event, targets, ...next });
      // What is told is read when all that was done in its moment is done: an offer with its answer owed.
      for (const each of moment) Object.assign(each, next);
      if (targets.length > 0) told.push(moment.at(-1)!);
    }
    this.remembered.delete(id);
    this.remembered.set(id, { seq: events.length, told });
    if (this.remembered.size > REMEMBERED) this.remembered.delete(this.remembered.keys().next().value!);
    return told;
  }
}

function noticesIn(told: Told, tree: Tree): RehearsedNotice[] {
  return noticesOf(told.event, told.targets, tree).map(({ seq, user_id: userId, kind, obligation_id, at }) => ({
    seq,
    userId,
    kind,
    obligationId: obligation_id,
    at,
    told,
  }));
}

/** What it is about: what it names, or what it asks for; the same as `ABOUT` says of those that were sent. */
function aboutOf({ kind, obligationId, at }: RehearsedNotice, { obligations }: DisputeRow): ObligationRow | null {
  const about = obligations.filter((each) =>
    obligationId ? each.id === obligationId : each.openedAt === at && each.kind === ASKS[kind],
  );
  return about.reduce<ObligationRow | null>((first, each) => (first && first.dueAt <= each.dueAt ? first : each), null);
}

function leavesAt(notice: RehearsedNotice, { quietFrom: from, quietTo: to }: Way, hours: WorkingTime | null): Instant {
  const { kind, at, told } = notice;
  const { grade, dangerSigns, rules } = told.state;
  const owed = aboutOf(notice, told.row);
  const leaving = {
    kind,
    at,
    red: grade === 'red',
    danger: dangerSigns.length > 0,
    owed: owed ? { kind: owed.kind, limit: owed.limit, dueAt: owed.dueAt } : null,
  };
  const clock = clockOf(rules);
  return deliveryAt(leaving, from && to ? { from, to } : null, hours ? { ...clock, workingTime: hours } : clock);
}

/**
 * The notice as its reader reads it at a moment of the case.
 *
 * @param key opens what was written beside it, for its own reader alone
 */
function viewOf(
  notice: RehearsedNotice,
  { row, now }: { row: DisputeRow; now: Instant },
  reader: CommandActor,
  tree: Tree,
  language: Language,
  key: TextKey | null = null,
): NoticeView {
  const { seq, kind, obligationId, at, told } = notice;
  const { id, number, title, grade, desk, holder } = row;
  const owed = aboutOf(notice, row);
  const of: ToldNotice = {
    id: `${id}.${seq}.${kind}`,
    disputeId: id,
    itemId: null,
    rolloutId: null,
    count: null,
    number,
    title,
    kind,
    obligationId,
    at: new Date(at),
    readAt: null,
    grade,
    actor: told.event.actor,
    said: (kind === 'urged' && told.event.text) || null,
    owed,
    visit: (owed?.kind === 'return-visit' && row.visits.find(({ n }) => n === owed.n)) || null,
    desk,
    holder,
    reportedBy: null,
    now,
    moved: false,
    lost: false,
  };
  const setting = { tree, zone: told.state.rules.policy.workingTime.zone, language };
  const view = noticeView(of, reader, setting, noteOf(of.said, key));
  return { ...view, readAt: view.verb ? null : new Date(owed?.endedAt ?? at) };
}
