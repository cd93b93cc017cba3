import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { dangerOf } from '#domain/item/danger.js';
import { uuidOf } from '#persistence/database/named-id.js';
import { DomainError } from '#domain/errors.js';
import {
  demandDeniable,
  keepsDangerFound,
  demandSeen,
  unreported,
  type Item,
  type ItemCommand,
  type ItemCommandType,
  type ReportedItem,
} from '#domain/item/item.js';
import { dangerWordsOf } from '#domain/policy/alarm.js';
import { retainedUntil, retentionRule } from '#domain/keeping/retention.js';
import { civilDateAt } from '#domain/time/time.js';
import { may } from '#domain/people/abilities.js';
import type { Known } from '#persistence/record/chain.js';
import { nextNumber } from '#persistence/record/numbers.js';
import { Directory } from '#persistence/people/directory.js';
import {
  countItemsOf,
  findDenial,
  findFirstWords,
  findItem,
  listItems,
  placeOfItem,
  type ItemPlace,
  similarToItem,
  type Denial,
  type FirstWords,
  type ItemRow,
} from '#persistence/reading/item-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { Retentions } from '#persistence/keeping/retention.js';
import { ReachReader } from '#persistence/reading/reach.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { takeHandedIn } from '#persistence/papers/file-store.js';
import { Vault, type TextKey } from '#persistence/vault/vault.js';
import { itemWorkflowIdOf } from '#workflows/item/messages.js';
import { AccessLog } from '../audit/access-log.js';
import type { Item as ItemAnswer, ItemView } from './answers.js';
import type { Actor } from '../http/actor.js';
import { required } from '../http/required.js';
import { decodeCursor, everyRow, page, withTotal } from '../http/paging.js';
import type { Done, Registered } from '../disputes/answers.js';
import { Attaching, unnamed } from '../disputes/attaching.js';
import { type Promote } from '../disputes/bodies.js';
import { momentsOf } from '../http/pieces.js';
import { DisputeReading, type NamedFile } from '../disputes/reading.js';
import { Registration } from '../disputes/registration.js';
import { unknownFile } from '../disputes/unknown.js';
import { badField, notFound, Problem, type FieldError } from '../http/problem.js';
import { Receipts, envelopeOf, type Receipt, type Sending } from '../engine/receipts.js';
import { RecordBehind, TemporalGateway, type Sight } from '../../engine/gateway.js';
import type { Erase, ItemQuery, Report } from './bodies.js';

@Injectable()
export class ItemsService {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly vault: Vault,
    private readonly directory: Directory,
    private readonly gateway: TemporalGateway,
    private readonly receipts: Receipts,
    private readonly disputes: DisputeReading,
    private readonly registration: Registration,
    private readonly attaching: Attaching,
    private readonly log: AccessLog,
  ) {}

  async list(actor: Actor, { cursor, limit, total, sort, ...filter }: ItemQuery) {
    const after = cursor ? decodeCursor(cursor, ['instant', 'string']) : null;
    const { policy } = await this.rulebook.current(actor.region);
    const asked = momentsOf(filter, policy.document.workingTime.zone);
    const rows = await this.reader.as(actor, (db) =>
      listItems(db, asked, after && { at: String(after[0]), id: String(after[1]) }, limit + 1, sort),
    );
    const placeOf = (row: ItemRow) => Object.values(placeOfItem(row, sort)) as [string, string];
    const found = page(rows, limit, placeOf, shown);
    return withTotal(found, total, () => this.reader.as(actor, (db) => countItemsOf(db, asked)));
  }

  /** All of a list. */
  async *all(actor: Actor, filter: Omit<ItemQuery, 'cursor' | 'limit' | 'total' | 'sort'>): AsyncGenerator<ItemRow> {
    const { zone } = await this.rulebook.today(actor.region);
    const asked = momentsOf(filter, zone);
    yield* everyRow<ItemRow, ItemPlace>(
      (after, limit) => this.reader.as(actor, (db) => listItems(db, asked, after, limit)),
      (row) => placeOfItem(row),
    );
  }

  async view(actor: Actor, id: string) {
    const item = await this.get(actor, id);
    const triages = may(actor, 'item.triage', item);
    const similar = triages ? await this.reader.as(actor, (db) => similarToItem(db, item)) : [];
    const denial = triages ? await this.denialOf(actor, item) : null;
    const { files: names = [] } = await this.firstWords(actor, item);
    const { files, ...rest } = shown(item);
    const named = files.map((each, n) => ({ ...each, name: names[n] ?? null }));
    return { ...rest, files: named, ...(await this.whoTold(actor, item)), denial, similar };
  }

  private async denialOf(actor: Actor, { id, item }: ItemRow): Promise<Denial | null> {
    const key = await this.keyOf(id, item);
    return this.reader.as(actor, (db) => findDenial(db, id, key));
  }

  /** Erased elsewhere: this process may still remember the key. */
  private keyOf(id: string, item: ItemRow['item']) {
    return (item as ReportedItem).erased ? null : this.vault.find(this.source, id);
  }

  /** Who told of it: for the desk of origin and the auditor, one look at a time; accounts know what they handed in. */
  private async whoTold(actor: Actor, item: ItemRow): Promise<Pick<ItemView, 'reporter' | 'reportedBy'>> {
    const { id, reportedBy } = item;
    if (!may(actor, 'reporter.see', item)) return actor.userId === reportedBy ? { reportedBy } : {};
    // Noted first: what could not be noted is not shown.
    await this.log.note(actor, 'view', { data: { itemId: id, reporter: true } });
    return { reporter: await this.reporterOf(actor, item), reportedBy };
  }

  private async reporterOf(actor: Actor, item: ItemRow): Promise<string | null> {
    return (await this.firstWords(actor, item)).reporter ?? null;
  }

  private async firstWords(actor: Actor, { id, item }: ItemRow): Promise<FirstWords> {
    const key = await this.keyOf(id, item);
    return key ? this.reader.as(actor, (db) => findFirstWords(db, id, key)) : {};
  }

  /**
   * Of an item that the actor may see.
   *
   * @throws Problem NOT_FOUND where there is no such item, or it has no such file
   */
  async file(actor: Actor, id: string, fileId: string): Promise<NamedFile> {
    const item = await this.get(actor, id);
    const { files = [] } = item.item as ReportedItem;
    const n = files.findIndex((each) => each.fileId === fileId);
    if (n === -1) throw notFound();
    const { fileId: _id, ...facts } = files[n]!;
    const { files: names = [] } = await this.firstWords(actor, item);
    const key = await this.keyOf(id, item.item);
    return { id: fileId, ...facts, of: { itemId: id }, name: names[n] ?? null, key, as: actor };
  }

  /**
   * Answers what the reporter may see of it; danger signs are read out of the text as well.
   *
   * @throws Problem NOT_ALLOWED; BAD_REQUEST for a village that is none or has no desk, or a moment ahead; DomainError
   *   KEY_REUSED; then as `TemporalGateway.submit`
   */
  async report(actor: Actor, body: Report, sending: Sending): Promise<ItemAnswer> {
    required(actor, 'item.report');
    const tree = await this.directory.of(actor);
    const village = tree.departments.get(body.village);
    if (!village?.active || !village.isVillage) {
      throw badField('/village', 'UNKNOWN_VILLAGE', `there is no village "${body.village}"`);
    }
    const desk = tree.deskFor(body.village);
    if (!desk) throw badField('/village', 'NO_DESK', `no desk takes what is reported from "${body.village}"`);
    const receipt = await this.receipts.of(actor, 'report', body, sending);
    return this.receipts.settle(receipt, () => this.enter(actor, body, desk, receipt, sending));
  }

  private async enter(actor: Actor, body: Report, desk: string, receipt: Receipt, sending: Sending) {
    const tree = await this.directory.of(actor);
    const id = sending.key === undefined ? randomUUID() : uuidOf(`report ${receipt.key}`);
    if (body.heardAt && body.heardAt > receipt.receivedAt) {
      throw badField('/heardAt', 'IN_THE_FUTURE', 'must not lie in the future');
    }
    let seq = 0;
    if (receipt.seq === null) {
      const { policy, calendar } = await this.rulebook.current(actor.region);
      const rules = await this.rulebook.rules(policy.version, calendar.version);
      const day = civilDateAt(receipt.receivedAt, rules.policy.workingTime.zone);
      const key = await this.vault.create(this.source, id);
      const files = await this.take(actor, id, key, body.files ?? []);
      const names = files.map(({ name, mediaType }) => name ?? unnamed(mediaType));
      const { text, place, reporter, feeder, village: villageId } = body;
      const command: ItemCommand = {
        ...envelopeOf(actor, receipt),
        type: 'ReportItem',
        data: {
          number: await nextNumber(this.source, actor.region, 'item', day),
          desk,
          superior: tree.departments.get(desk)!.parentId ?? desk,
          feeder,
          village: villageId,
          ...dangerOf(text, dangerWordsOf(policy.document), body.dangerSigns),
          heardAt: body.heardAt ?? receipt.receivedAt,
          ...(files.length > 0 && {
            files: files.map(({ id: fileId, mediaType, size, sha256 }) => ({ fileId, mediaType, size, sha256 })),
          }),
        },
        text: key.seal({
          text,
          ...(place && { place }),
          ...(reporter && { reporter }),
          ...(names.length > 0 && { files: names }),
        }),
      };
      const answer = await this.gateway.reportItem(
        id,
        command,
        unreported(id, rules),
        this.sight(actor, id, { seq: 0 }),
      );
      if (answer.bodyHmac !== receipt.bodyHmac) throw new DomainError('KEY_REUSED');
      seq = answer.seq;
    }
    const item = await this.find(actor, id);
    // Its workflow remembers a report that was taken back with the record.
    if (!item || (item.item as Item).seq < seq) throw new RecordBehind(itemWorkflowIdOf(id), seq);
    return shown(item);
  }

  /** @throws Problem BAD_REQUEST with each that its reporter did not hand in before */
  private async take(actor: Actor, itemId: string, key: TextKey, ids: readonly string[]) {
    const taken = [];
    const errors: FieldError[] = [];
    for (const [n, id] of [...new Set(ids)].entries()) {
      const file = await this.reader.as(actor, (db) => takeHandedIn(db, this.vault, id, { itemId }, key));
      if (file) taken.push(file);
      else errors.push(unknownFile(`/files/${n}`));
    }
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
    return taken;
  }

  /**
   * The dispute first, then the item: whoever repeats it after a fault in between finishes what was begun.
   *
   * @throws as `link`, and as `Registration.register`
   */
  async promote(actor: Actor, id: string, body: Promote, sending: Sending): Promise<Registered> {
    const item = await this.workable(actor, id);
    const disputeId = uuidOf(`item ${id}`);
    if (item.state !== 'new' && (item.item as ReportedItem).disputeId !== disputeId) this.refuseEnded(item);
    // Before there is a dispute. Of a repeated deed it is not asked again.
    if (item.state === 'new') demandSeen(sending, item.item as Item);
    const registration = {
      ...body,
      dangerSigns: body.dangerSigns ?? item.dangerSigns,
      source: { ...(await this.sourceOf(actor, item)), ...body.source, itemId: id },
    };
    const own = (step: string): Sending => ({
      ...sending,
      ...(sending.key !== undefined && { key: `${step} ${id} ${sending.key}` }),
    });
    const promote = () => this.send(actor, item, 'PromoteItem', { disputeId }, own('promoted'));
    try {
      const registered = await this.registration.register(actor, registration, own('promote'), id);
      // A try of before may still be on its way: it is the same deed.
      if (item.state === 'new') await promote();
      return await this.bring(actor, registered, item, sending);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'ALREADY_REGISTERED') throw error;
      if (item.state !== 'new') this.refuseEnded(item);
      await promote();
      const dispute = await this.disputes.view(actor, disputeId);
      return this.bring(actor, { seq: dispute.seq, dispute, similar: [] }, item, sending);
    }
  }

  /** What came with it comes to the case. */
  private async bring<D extends Done>(actor: Actor, done: D, item: ItemRow, sending: Sending): Promise<D> {
    const { files = [] } = item.item as ReportedItem;
    if (files.length === 0) return done;
    const { files: names = [] } = await this.firstWords(actor, item);
    return this.attaching.bring(actor, done, { id: item.id, files, names }, sending);
  }

  /** Where it came from and who told of it, so that a form need not look at that to hand it on. */
  private async sourceOf(actor: Actor, item: ItemRow) {
    const reporter = await this.reporterOf(actor, item);
    return { channel: item.feeder, ...(reporter && { reporter }) };
  }

  /**
   * Ends an item that tells of a dispute that is there already.
   *
   * @throws Problem NOT_FOUND where the actor sees no such item, NOT_ALLOWED to all but its desk, BAD_REQUEST where the
   *   dispute cannot be seen or is erased; DomainError ITEM_NOT_NEW, KEY_REUSED; then as `TemporalGateway.submit`
   */
  async link(actor: Actor, id: string, { disputeId }: { disputeId: string }, sending: Sending): Promise<ItemAnswer> {
    const item = await this.workable(actor, id);
    if (!(await this.disputes.isOpenToMore(actor, disputeId))) {
      throw badField('/disputeId', 'UNKNOWN_DISPUTE', 'there is no such dispute among those that you may see');
    }
    await this.send(actor, item, 'LinkItem', { disputeId }, sending);
    await this.add(actor, disputeId, item, sending);
    return shown(await this.get(actor, id));
  }

  /** To a case that its desk works on; to others it told of, and they ask. */
  private async add(actor: Actor, disputeId: string, item: ItemRow, sending: Sending): Promise<void> {
    if (!(item.item as ReportedItem).files) return;
    const dispute = await this.disputes.view(actor, disputeId);
    if (dispute.can.includes('attach')) await this.bring(actor, { seq: dispute.seq, dispute }, item, sending);
  }

  /** @throws as `link`; DomainError NO_DANGER_SIGNS where it shows none, or runs in code that cannot deny them */
  async denyDanger(
    actor: Actor,
    id: string,
    { reason }: { reason?: string | undefined },
    sending: Sending,
  ): Promise<ItemAnswer> {
    const item = await this.workable(actor, id);
    await this.send(actor, item, 'DenyDanger', {}, sending, reason === undefined ? undefined : { reason });
    return shown(await this.get(actor, id));
  }

  /** @throws as `link` */
  async discard(actor: Actor, id: string, { reason }: { reason: string }, sending: Sending): Promise<ItemAnswer> {
    const item = await this.workable(actor, id);
    await this.send(actor, item, 'DiscardItem', {}, sending, { reason });
    return shown(await this.get(actor, id));
  }

  /**
   * What was set aside and is kept no longer; the reason stays where the auditors look.
   *
   * @throws Problem NOT_FOUND, NOT_ALLOWED; DomainError NOT_CLOSED unless it was discarded, RETENTION_RUNS, ERASED
   */
  async erase(actor: Actor, id: string, { ground, reason }: Erase, sending: Sending): Promise<ItemAnswer> {
    const item = await this.get(actor, id);
    required(actor, 'item.erase', item);
    const { table } = (await Retentions.load(this.source, await this.directory.of(actor))).of(item.desk);
    const until = retainedUntil(retentionRule(table, 'item'), item.receivedAt.toISOString());
    const text = this.vault.sealOwn(JSON.stringify({ reason }), 'erasure');
    await this.log.note(actor, 'erase', { data: { itemId: id, ground }, text });
    await this.send(actor, item, 'EraseItem', { ground, retainedUntil: until }, sending);
    return shown(await this.get(actor, id));
  }

  private refuseEnded(item: ItemRow): never {
    throw new DomainError('ITEM_NOT_NEW', { itemState: item.state, disputeId: item.disputeId });
  }

  private find(actor: Actor, id: string): Promise<ItemRow | null> {
    return this.reader.as(actor, (db) => findItem(db, id));
  }

  private async get(actor: Actor, id: string): Promise<ItemRow> {
    const item = await this.find(actor, id);
    if (!item) throw notFound();
    return item;
  }

  private sight(actor: Actor, id: string, { seq, head }: Known): Sight<Item> {
    const state = () => this.reader.as(actor, (db) => new ReachReader(db, this.rulebook).state({ kind: 'item', id }));
    return { seq, head, state };
  }

  private async workable(actor: Actor, id: string): Promise<ItemRow> {
    const item = await this.get(actor, id);
    required(actor, 'item.triage', item);
    return item;
  }

  private async send(
    actor: Actor,
    item: ItemRow,
    type: Exclude<ItemCommandType, 'ReportItem'>,
    data: object,
    sending: Sending,
    text?: object,
  ): Promise<void> {
    const receipt = await this.receipts.of(actor, `${type} ${item.id}`, { data, text }, sending);
    if (receipt.seq === null)
      await this.receipts.settle(receipt, () => this.submit(actor, item, type, data, receipt, sending, text));
  }

  private async submit(
    actor: Actor,
    item: ItemRow,
    type: Exclude<ItemCommandType, 'ReportItem'>,
    data: object,
    receipt: Receipt,
    { ifMatch }: Sending,
    text?: object,
  ): Promise<void> {
    if (type === 'DenyDanger') demandDeniable(item.item as Item);
    const key = text && (await this.vault.find(this.source, item.id));
    const command = {
      ...envelopeOf(actor, receipt),
      type,
      data,
      ...(text && key && { text: key.seal(text) }),
      ...(ifMatch !== undefined && { ifMatch }),
    } as ItemCommand;
    const sight = this.sight(actor, item.id, { seq: (item.item as Item).seq, head: item.head });
    const answer = await this.gateway.submitToItem(item.id, command, sight).catch(async (error: unknown) => {
      if (!(error instanceof DomainError) || !('disputeId' in error.facts)) throw error;
      // Its law knows of which case it is a part, and not who may read that one.
      const { disputeId } = await this.get(actor, item.id);
      throw new DomainError(error.code, { ...error.facts, disputeId });
    });
    if (answer.bodyHmac !== receipt.bodyHmac) throw new DomainError('KEY_REUSED');
  }
}

/** What whoever sees it reads: who told is no part of it. */
function shown({ item, head: _head, reportedBy: _reportedBy, ...row }: ItemRow): ItemAnswer {
  const { core, seq, erased = null, dangerFound = [], files = [] } = item as ReportedItem;
  const shownFiles = erased
    ? []
    : files.map(({ fileId: id, mediaType, size }) => ({ id, mediaType, size, name: null }));
  const found = erased || !keepsDangerFound(core) ? null : dangerFound;
  return { ...row, dangerFound: found, files: shownFiles, seq, erased };
}
