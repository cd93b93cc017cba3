import type { DataSource } from 'typeorm';
import { isRegistered, type DisputeState, type Registered } from '#domain/dispute/state.js';
import { CORE } from '#domain/dispute/editions.js';
import type { SentCommand } from '#domain/dispute/commands.js';
import { DISPUTE_LAW } from '#domain/dispute/decide.js';
import { eventsOf, type Deed } from '#domain/dispute/deed.js';
import { bondOf } from '#domain/dispute/merging.js';
import type { DisputeEvent, EventOf } from '#domain/dispute/events.js';
import { nothing } from '#domain/dispute/history.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import { DomainError } from '#domain/errors.js';
import type { Tree } from '#domain/people/tree.js';
import { instantOf, type Instant } from '#domain/time/time.js';
import { NO_HASH, departmentsIn, gapOf, isOther, others, recordedAfter, type Known, type Recorded } from './chain.js';
import { runAlone, transaction, type Db, type Transaction } from '../database/database.js';
import { quoted } from '../database/quoted.js';
import { rows } from '../database/rows.js';
import type { Directory } from '../people/directory.js';
import { NotSigned, demandLawful, demandSigned } from '../vault/signing.js';
import { eraseItemsOf, erasePersons } from './erasure.js';
import { eventsAfter } from './event-reader.js';
import { fold, type Folded, type Head } from './fold.js';
import { save } from './row-store.js';
import { bare, firstRules, ruled } from './ruled.js';
import { restored, type Rulebook } from '../rules/rulebook.js';
import type { TextKey, Vault } from '../vault/vault.js';
import { noted } from './taking-over.js';
import { CoreNote } from './watch.js';

/** A dispute's row with PostgreSQL's own version of it. */
interface LockedRow {
  id: string;
  version: string;
  seq: number;
  head_hash: Buffer;
  state: unknown;
  row: DisputeRow;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The one kind of value that is written into a statement's text. */
function uuid(id: string): string {
  if (!UUID.test(id)) throw new Error(`not a dispute's id: ${id}`);
  return id;
}

/** In the order of their ids, so that two that lock the same ones wait for each other and never both. */
const lockOf = (ids: readonly string[]) =>
  `SELECT id, xmin::text AS version, seq, head_hash, state, row FROM dispute
   WHERE id IN (${ids.map((id) => quoted(uuid(id))).join(', ')}) ORDER BY id FOR UPDATE`;

export type DisputeDeed = Deed<SentCommand>;

/** Another case to whose record something was added with it: its workflow does not know of it. */
export interface Beside {
  id: string;
  state: Registered;
  /** The hash of its last entry, in base64. */
  head: string;
}

/** With the other case that was written to. */
export type Appended = Recorded & { beside?: Beside };

/** Heads kept at hand; a process forgets the oldest first. */
const HEADS_CACHED = 500;

/** A head, and the version of the row that it was read from or written to; null before there is a row. */
interface Standing {
  version: string | null;
  head: Head;
}

/** What is written of a case. */
interface Writing {
  standing: Standing;
  folded: Folded;
}

/** More than rows change with it: it takes a transaction of several statements. */
const isErasure = (event: DisputeEvent): event is EventOf<'DisputeErased'> & DisputeEvent =>
  event.type === 'DisputeErased';

/** When rules last moved a case, where rungs pass in the moment of the entry before, which may be that move: no state keeps it. */
async function lastMove(db: Db, { state }: Head, events: readonly DisputeEvent[]): Promise<Instant | null> {
  if (!isRegistered(state) || !events.some(({ type, at }) => type === 'LadderStepFired' && at === state.at))
    return null;
  const [found] = await rows<{ at: Date }>(
    db,
    `SELECT at FROM event WHERE dispute_id = $1 AND type = 'RulesMoved' ORDER BY seq DESC LIMIT 1`,
    [state.id],
  );
  return found ? instantOf(found.at.getTime()) : null;
}

export class EventStore {
  /**
   * What this process wrote last of a dispute. True only while nobody else, not even a rebuild or an erasure, has
   * written the row since: PostgreSQL's own version of the row tells that.
   */
  private readonly heads = new Map<string, Standing>();
  private readonly cores: CoreNote;

  constructor(
    private readonly source: DataSource,
    private readonly vault: Vault,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
  ) {
    this.cores = new CoreNote(source, 'dispute', CORE);
  }

  /**
   * Appends events and brings the rows with them, in one transaction. Idempotent by `(dispute, seq)`: a repeat of the
   * same events changes nothing; other events after `after` are answered, not overwritten. With no events at all it
   * only looks what the record holds after that.
   *
   * @param after the last seq that is known, and `head` the hash of that entry, where it was told
   * @param deed what the events are of, where who hands them in is not believed
   * @throws RecordGap where the record does not hold what is known; NotSigned, Unlawful where they are not of that deed;
   *   DomainError where what the record holds of another case forbids them
   */
  async append(
    disputeId: string,
    after: number,
    events: DisputeEvent[],
    head?: string,
    deed?: DisputeDeed,
  ): Promise<Appended> {
    try {
      if (deed) demandSigned(this.vault, disputeId, deed);
      const recorded = await this.appendKnown(disputeId, { seq: after, head }, events, deed);
      return recorded.others ? { ...recorded, others: await ruled(this.rulebook, recorded.others) } : recorded;
    } catch (error) {
      // The key at hand may be of a record that was put back meanwhile; the next attempt looks for it.
      this.vault.forget(disputeId);
      throw error;
    }
  }

  private async appendKnown(
    disputeId: string,
    known: Known,
    events: DisputeEvent[],
    deed: DisputeDeed | undefined,
  ): Promise<Appended> {
    if (events.length === 0) return others(await recordedAfter<DisputeEvent>(this.source, 'dispute', disputeId, known));
    const [tree, key] = await Promise.all([
      this.directory.knowing(departmentsIn(events)),
      this.vault.find(this.source, disputeId),
    ]);
    const kept = this.heads.get(disputeId) ?? (await this.beginning(disputeId, events[0]));
    const isAlone = kept && !events.some(isErasure) && !bondOf(kept.head.row, events) && deed?.refused === undefined;
    if (isAlone && kept.head.seq === known.seq && !isOther(kept.head.hash, known)) {
      // One statement is one transaction: it writes only on top of the very row that was folded from.
      if (deed) demandLawful(DISPUTE_LAW, disputeId, deed, kept.head.state, events);
      const folded = fold(kept.head, events, key, tree, await lastMove(this.source, kept.head, events));
      await this.cores.note(folded.state);
      const version = await save(
        (...statement) => runAlone(this.source, ...statement),
        folded,
        kept.version,
        this.vault,
      );
      if (version !== null) {
        this.keep(version, folded);
        return { others: null, head: folded.hash.toString('base64') };
      }
    }
    return this.appendLocked(disputeId, known, events, deed, key, tree);
  }

  /** Where nothing is at hand, or somebody else wrote meanwhile: under the dispute's lock, on top of what stands there. */
  private async appendLocked(
    disputeId: string,
    known: Known,
    events: DisputeEvent[],
    deed: DisputeDeed | undefined,
    key: TextKey | null,
    tree: Tree,
  ): Promise<Appended> {
    const other = await this.otherOf(disputeId, events, deed);
    const { written = [], ...recorded } = await transaction<Recorded & { written?: [string, Folded][] }, LockedRow>(
      this.source,
      async (db, rows) => {
        const found = rows.find(({ id }) => id === disputeId);
        const beside = rows.find(({ id }) => id !== disputeId);
        const standing = found ? await this.found(found) : await this.beginning(disputeId, events[0]);
        const seq = standing?.head.seq ?? 0;
        if (!standing || seq < known.seq) throw gapOf('dispute', disputeId, seq, known.seq);
        if (seq > known.seq) return others(await recordedAfter(db, 'dispute', disputeId, known), events.map(bare));
        if (isOther(standing.head.hash, known)) throw gapOf('dispute', disputeId, seq, known.seq);
        if (deed) demandLawful(DISPUTE_LAW, disputeId, deed, standing.head.state, events);
        const head = standing.head.hash.toString('base64');
        if (deed?.refused !== undefined && !(await this.isRefused(db, standing.head, deed, beside, tree)))
          return { others: [], head };
        const folded = await this.folded(db, standing.head, events, key, tree);
        const writing: Writing[] = [{ standing, folded }];
        writing.push(...(await this.beside(db, standing.head.row, folded, events, beside, deed?.at, tree)));
        const written: [string, Folded][] = [];
        for (const { standing, folded } of writing) {
          await this.cores.note(folded.state);
          const version = await save(db.run, folded, standing.version, this.vault);
          // Its row is locked: only that its command was answered before can have kept it from being written.
          if (version === null) throw new NotSigned(`a command to ${disputeId} was answered before`);
          written.push([version, folded]);
        }
        await this.finish(db, folded, tree);
        return { others: null, head: folded.hash.toString('base64'), written };
      },
      lockOf([disputeId, ...(other !== null && UUID.test(other) ? [other] : [])]),
    );
    // Only what was committed may be kept.
    for (const each of written) this.keep(...each);
    const [, beside] = written;
    if (!beside) return recorded;
    const { state, hash } = beside[1];
    return { ...recorded, beside: { id: state.id, state, head: hash.toString('base64') } };
  }

  /** The case that these entries join this one to or part it from, which is locked with it; null where there is none. */
  private async otherOf(
    disputeId: string,
    events: readonly DisputeEvent[],
    deed: DisputeDeed | undefined,
  ): Promise<string | null> {
    const { command, refused } = deed ?? {};
    if (refused !== undefined) return command?.type === 'MergeDispute' ? command.data.into : null;
    const joined = events.flatMap(({ type, data }) => (type === 'DisputeResolved' ? (data.into ?? []) : []));
    if (joined.length > 0) return joined[0]!;
    if (!events.some(({ type }) => type === 'DisputeSplit' || type === 'DisputeReopened')) return null;
    const [found] = await rows<{ into: string | null }>(
      this.source,
      `SELECT row #>> '{resolution,into}' AS into FROM dispute WHERE id = $1`,
      [disputeId],
    );
    return found?.into ?? null;
  }

  /**
   * What the other case notes of it, in the same transaction: neither is written without the other.
   *
   * @param before the document that the entries stand on
   * @param now when they were decided
   * @throws DomainError as `noted`
   */
  private async beside(
    db: Db,
    before: DisputeRow | null,
    source: Folded,
    events: readonly DisputeEvent[],
    found: LockedRow | undefined,
    now: Instant | undefined,
    tree: Tree,
  ): Promise<Writing[]> {
    const bond = bondOf(before, events);
    if (!bond) return [];
    const standing = found ? await this.found(found) : null;
    const { events: told, key } = await noted(
      db,
      this.vault,
      { now: bond.at, ...bond, ...(now && { now }) },
      source,
      standing?.head ?? null,
    );
    return standing && told.length > 0 ? [{ standing, folded: fold(standing.head, told, key, tree) }] : [];
  }

  /** Whether the record refuses what its case was told that it does: meanwhile the other one may have changed. */
  private async isRefused(
    db: Db,
    head: Head,
    { refused, ...deed }: DisputeDeed,
    found: LockedRow | undefined,
    tree: Tree,
  ): Promise<boolean> {
    const events = eventsOf(DISPUTE_LAW, deed, head.state);
    try {
      await this.beside(db, head.row, fold(head, events, null, tree), events, found, deed.at, tree);
      return false;
    } catch (error) {
      if (error instanceof DomainError) return error.code === refused;
      throw error;
    }
  }

  private async folded(db: Db, head: Head, events: DisputeEvent[], key: TextKey | null, tree: Tree): Promise<Folded> {
    const folded = fold(head, events, key, tree, await lastMove(db, head, events));
    if (!events.some(isErasure)) return folded;
    // The rows without a text: from the whole record, as anybody folds it from now on who has no key.
    const all = [...(await ruled(this.rulebook, await eventsAfter(db, folded.state.id, 0))), ...events];
    const beginning = await this.beginning(folded.state.id, all[0]);
    const { row } = fold(beginning!.head, all, null, tree);
    return { ...folded, row, before: null };
  }

  /** What is not in the rows goes in the same transaction, and the key last: nothing can be half erased. */
  private async finish(db: Transaction, { state, chain }: Folded, tree: Tree): Promise<void> {
    for (const { event } of chain) {
      if (!isErasure(event)) continue;
      await eraseItemsOf(db, state.id, event, this.rulebook, tree);
      await erasePersons(db, state.id, event.seq);
      this.vault.forget(state.id);
    }
  }

  private keep(version: string, { state, row, hash }: Folded): void {
    this.heads.delete(state.id);
    if (this.heads.size >= HEADS_CACHED) this.heads.delete(this.heads.keys().next().value!);
    this.heads.set(state.id, { version, head: { seq: state.seq, hash, state, row } });
  }

  private async found({ version, seq, head_hash: hash, state, row }: LockedRow): Promise<Standing> {
    return { version, head: { seq, hash, state: await restored<DisputeState>(state, this.rulebook), row } };
  }

  /** What a registration folds onto; nothing else begins a record. */
  private async beginning(disputeId: string, first: DisputeEvent | undefined): Promise<Standing | null> {
    if (first?.type !== 'DisputeRegistered') return null;
    const rules = await firstRules(this.rulebook, disputeId, first);
    const { core = 1 } = first.data;
    return { version: null, head: { seq: 0, hash: NO_HASH, ...nothing(disputeId, rules, core) } };
  }
}
