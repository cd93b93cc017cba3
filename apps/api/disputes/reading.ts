import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isRegistered } from '#domain/dispute/state.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { nothing, told } from '#domain/dispute/history.js';
import { clockOf, derive } from '#domain/obligation/obligation.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import { routedNow } from '#domain/reading/next-step.js';
import { ALIKE } from '#domain/reading/repeats.js';
import { attributionAt } from '#domain/reading/attribution.js';
import { DAY, MINUTE, plusMillis, type Instant } from '#domain/time/time.js';
import { Directory } from '#persistence/people/directory.js';
import {
  countDisputes,
  filesOfMerged,
  findDispute,
  findSimilar,
  listDisputes,
  seenAmong,
  type DisputeOrder,
  type FoundDispute,
  type Similar,
} from '#persistence/reading/dispute-reader.js';
import type { FileFacts, Whole } from '#persistence/papers/file-store.js';
import { soughtBy } from '#persistence/reading/sought.js';
import { eventsAfter } from '#persistence/record/event-reader.js';
import { opened } from '#persistence/record/fold.js';
import { firstRules, ruled } from '#persistence/record/ruled.js';
import { Reader, type ReadAs } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault, type TextKey } from '#persistence/vault/vault.js';
import type { Actor } from '../http/actor.js';
import { decodeCursor, page, withTotal, type CursorKind } from '../http/paging.js';
import { momentsOf } from '../http/pieces.js';
import { badField, notFound } from '../http/problem.js';
import type { DisputeView } from './answers.js';
import type { DisputeQuery } from './bodies.js';
import { partiesFor } from './masking.js';
import { namedBy, namedIn, type Seen } from './other-cases.js';
import { disputeSummary, disputeView, nowOf } from './view.js';
import { asTheRecord } from './sight.js';

/** A file that an entry names, and what opens it. */
export interface NamedFile extends FileFacts {
  of: Whole;
  name: string | null;
  /** Null where it is erased. */
  key: TextKey | null;
  /** Who may read the row that it hangs on. */
  as: ReadAs;
}

/** A case by the number that people call it by. */
export interface NumberedCase {
  id: string;
  number: string;
  /** Whether it is there for the reader to be opened. */
  readable: boolean;
}

/** What a cursor of each order says, before the id. */
const SORTED_BY: Record<DisputeOrder, CursorKind[]> = {
  newest: ['instant'],
  oldest: ['instant'],
  changed: ['instant'],
  due: ['instant'],
  number: ['numbered'],
  'number-down': ['numbered'],
  grade: ['small', 'instant'],
  'grade-up': ['small', 'instant'],
  status: ['small', 'instant'],
  'status-down': ['small', 'instant'],
};

/** Cases as their readers see them: now, at a moment, in lists. */
@Injectable()
export class DisputeReading {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly vault: Vault,
    private readonly directory: Directory,
  ) {}

  /** Null where the reader sees no such case. */
  async find(reader: ReadAs, id: string): Promise<FoundDispute | null> {
    return findDispute(this.reader, reader, this.rulebook, id);
  }

  /** @throws Problem NOT_FOUND where the reader sees no such case */
  async get(reader: ReadAs, id: string): Promise<FoundDispute> {
    const found = await this.find(reader, id);
    if (!found) throw notFound();
    return found;
  }

  /** The sight of the record itself, in which answers are looked for. */
  async record(actor: Actor): Promise<ReadAs> {
    return asTheRecord(actor, await this.directory.of(actor));
  }

  /** @param now by the case's own clock: what has fallen due, and what the actor may do */
  async show(found: FoundDispute, actor: Actor, now = nowOf(found.row)): Promise<DisputeView> {
    const { document } = await this.rulebook.policy(found.row.policyVersion);
    const [seen, tree, merged] = await Promise.all([
      this.seenOf(actor, found.row),
      this.directory.of(actor),
      this.mergedWith(actor, found.row, now),
    ]);
    const routing = routedNow(document.routing, (id) => tree.successorOf(id));
    return disputeView(found, routing, { actor, now, seen, ...merged, isStaffed: (id) => tree.isStaffed(id) });
  }

  /**
   * As it stood at a moment: with nothing that may be done to it.
   *
   * @param found as it is: whether its reader may have the parties' telephones
   * @param past the fold up to that moment
   */
  async showPast(actor: Actor, found: FoundDispute, past: FoundDispute, at: Instant): Promise<DisputeView> {
    const parties = this.partiesThen(actor, found, past);
    return { ...(await this.show(past, actor, at)), parties, can: [], nextStep: null };
  }

  /** Whoever held it then may read the parties' telephones only if they hold it now. */
  partiesThen(actor: Actor, found: FoundDispute, past: FoundDispute) {
    return partiesFor({ ...found.row, parties: past.row.parties }, actor.departmentId);
  }

  /**
   * The fold of the record up to a moment or entry: the same functions, fewer events.
   *
   * @throws Problem NOT_FOUND where it was not registered by then
   */
  async asItStood(
    reader: ReadAs,
    found: FoundDispute,
    isPast: (event: DisputeEvent) => boolean,
  ): Promise<FoundDispute> {
    const { id } = found.row;
    const events = (await this.reader.as(reader, (db) => eventsAfter(db, id, 0))).filter(isPast);
    const key = await this.keyOf(found.row);
    if (events.length === 0) throw notFound();
    const rules = await firstRules(this.rulebook, id, events[0]);
    const entries = await ruled(this.rulebook, events);
    const { state, row } = told(nothing(id, rules), entries, (event) => opened(event, key));
    if (!row || !isRegistered(state)) throw notFound();
    // Entries of before positions were sealed have one in their data.
    const { erased } = found.row;
    return { row: erased ? { ...row, place: found.row.place, erased } : row, state };
  }

  /**
   * Which of the other cases that a case names the reader may see.
   *
   * @param events what else names any
   */
  async seenOf(actor: Actor, row: DisputeRow, events: readonly DisputeEvent[] = []): Promise<Seen> {
    const ids = [...namedBy(row), ...namedIn(events)];
    return ids.length === 0 ? new Map() : this.reader.as(actor, (db) => seenAmong(db, ids));
  }

  /** Those of these cases that are there: of what the actor may not see its number is told, and nothing else. */
  async numbersOf(actor: Actor, ids: readonly string[]): Promise<Map<string, NumberedCase>> {
    if (ids.length === 0) return new Map();
    const all = await this.reader.as(await this.record(actor), (db) => seenAmong(db, ids));
    const seen = await this.reader.as(actor, (db) => seenAmong(db, ids));
    return new Map([...all].map(([id, number]) => [id, { id, number, readable: seen.has(id) }]));
  }

  /** What it shows of cases that are one with it, to whoever may see it: a number, and the files that came with them. */
  private async mergedWith(actor: Actor, { id, resolution, mergedFrom }: DisputeRow, until: Instant) {
    const into = resolution?.into;
    if (into === undefined && !mergedFrom) return { into: null, taken: [] };
    return this.reader.as(await this.record(actor), async (db) => {
      const numbers = into === undefined ? new Map<string, string>() : await seenAmong(db, [into]);
      const files = mergedFrom ? await filesOfMerged(db, id) : [];
      const taken = files.filter(({ file }) => file.at <= until).map(({ number, file }) => ({ ...file, from: number }));
      return { into: (into !== undefined && numbers.get(into)) || null, taken };
    });
  }

  /**
   * All files of a case, its own first. Who may see it may see what came with those that were merged into it, which stays
   * sealed where it was attached.
   */
  async filesOf(actor: Actor, { row }: FoundDispute): Promise<NamedFile[]> {
    const record = row.mergedFrom ? await this.record(actor) : actor;
    const merged = row.mergedFrom ? await this.reader.as(record, (db) => filesOfMerged(db, row.id)) : [];
    const own = (row.attachments ?? []).map((file) => ({ id: row.id, file, as: actor as ReadAs }));
    const all = [...own, ...merged.map((each) => ({ ...each, as: record }))];
    const ids = [...new Set(all.map(({ id }) => id))];
    const find = async (id: string) => [id, row.erased ? null : await this.vault.find(this.source, id)] as const;
    const keys = new Map(await Promise.all(ids.map(find)));
    return all.map(({ id, file, as }) => {
      const { id: fileId, name, mediaType, size, sha256 } = file;
      return { id: fileId, of: { disputeId: id }, name, mediaType, size, sha256, key: keys.get(id)!, as };
    });
  }

  /**
   * What looks like it among what the reader may see, entered before or since, but for what it counts or what was ruled
   * apart from it.
   *
   * @throws Problem NOT_FOUND where the reader sees no such case
   */
  async similarTo(actor: Actor, id: string): Promise<Similar[]> {
    const { row } = await this.get(actor, id);
    const names = row.parties.flatMap(({ name }) => (name === null ? [] : [name]));
    const { category, rehearsal, createdAt, title, place } = row;
    const about = { id, names, village: place.village, category, title: title ?? '', rehearsal };
    const until = plusMillis(createdAt, ALIKE.days * DAY);
    const found = await this.reader.as(actor, (db) => findSimilar(db, { ...about, at: createdAt, until }));
    const known = new Set(namedBy(row));
    return found.filter((each) => !known.has(each.id));
  }

  /** What opens its texts; none for what was erased, also while this process still remembers the key. */
  async keyOf(row: DisputeRow): Promise<TextKey | null> {
    return row.erased ? null : this.vault.find(this.source, row.id);
  }

  /** Whether the caller may see it and something can still be added to it. */
  async isOpenToMore(actor: Actor, id: string): Promise<boolean> {
    const found = await this.find(actor, id);
    return found !== null && !found.row.erased;
  }

  /**
   * @param at as it stood then; else as it is
   * @throws Problem NOT_FOUND, also where it was not registered by then; BAD_REQUEST for a moment over a minute ahead
   */
  async view(actor: Actor, id: string, at?: Instant): Promise<DisputeView> {
    const found = await this.get(actor, id);
    if (at === undefined) return this.show(found, actor);
    // The caller's clock may run a little ahead of ours.
    if (at > plusMillis(nowOf(found.row), MINUTE)) throw badField('/at', 'IN_THE_FUTURE', 'must not be later than now');
    return this.showPast(actor, found, await this.asItStood(actor, found, (each) => each.at <= at), at);
  }

  /**
   * A page of what the actor sees, with the cursor of the next.
   *
   * @throws Problem BAD_REQUEST for a cursor of another list
   */
  async list(actor: Actor, { cursor, limit, sort, total, ...asked }: DisputeQuery) {
    const after = cursor ? decodeCursor(cursor, [...SORTED_BY[sort], 'string']) : null;
    const filter = await this.filterOf(actor, asked);
    const place = after && { by: after.slice(0, -1), id: String(after.at(-1)) };
    const rows = await this.reader.as(actor, (db) => listDisputes(db, filter, place, limit + 1, sort));
    const found = page(
      rows,
      limit,
      ({ place }) => [...place.by, place.id],
      ({ row }) => disputeSummary(row, nowOf(row)),
    );
    return withTotal(found, total, () => this.reader.as(actor, (db) => countDisputes(db, filter)));
  }

  /** What of a question about many is today's or the caller's own. */
  async filterOf(actor: Actor, { q, ...asked }: Omit<DisputeQuery, 'cursor' | 'limit' | 'sort' | 'total'>) {
    const [today, tree] = await Promise.all([this.rulebook.today(actor.region), this.directory.of(actor)]);
    return {
      ...momentsOf(asked, today.zone),
      today,
      ...(q !== undefined && { sought: soughtBy(q, actor.departmentId, tree, this.vault) }),
    };
  }

  /** @throws Problem NOT_FOUND where the reader sees no such case */
  async attribution(actor: Actor, id: string) {
    const { row } = await this.get(actor, id);
    return attributionAt(row, nowOf(row));
  }

  /**
   * The derivation of a due moment, computed anew from the record by the function that made it.
   *
   * @param obligationId `<dispute>.<number>`
   * @throws Problem NOT_FOUND where there is none, or of no case that the reader sees
   */
  async explanation(actor: Actor, obligationId: string) {
    const disputeId = obligationId.slice(0, obligationId.lastIndexOf('.'));
    const { row, state } = await this.get(actor, disputeId);
    const obligation = row.obligations.find((each) => each.id === obligationId);
    if (!obligation) throw notFound();
    const { policyVersion, calendarVersion } = obligation.rule;
    const rules = await this.rulebook.rules(policyVersion, calendarVersion);
    const zone = state.rules.policy.workingTime.zone;
    return { obligation, zone, ...derive(obligation.terms, obligation.rule, clockOf(rules)) };
  }
}
