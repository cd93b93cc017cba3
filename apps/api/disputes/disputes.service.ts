import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '#config/config.js';
import type { PersonCommand, Verb } from '#domain/dispute/commands.js';
import { VERBS } from '#domain/dispute/commands.js';
import { refusalBefore } from '#domain/dispute/decide.js';
import { answerOf, isRegistered, shellOf, unregistered, type DisputeState } from '#domain/dispute/state.js';
import { DomainError } from '#domain/errors.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { evolve } from '#domain/dispute/evolve.js';
import { count, countBack, roughMillis, type Limit } from '#domain/time/limit.js';
import { clockOf, derive } from '#domain/obligation/obligation.js';
import { retainedUntil, retentionRule } from '#domain/keeping/retention.js';
import { knowsReporter, mayRegister, readsOwnLeg } from '#domain/people/posts.js';
import { type DisputeRow } from '#domain/dispute/row.js';
import { attributionAt } from '#domain/reading/attribution.js';
import { project } from '#domain/dispute/project.js';
import { civilDateAt, DAY, instantOf, millisOf, MINUTE, plusMillis, type Instant } from '#domain/time/time.js';
import { one } from '#persistence/database/rows.js';
import type { Known } from '#persistence/record/chain.js';
import { Directory } from '#persistence/people/directory.js';
import {
  findDispute,
  findSimilar,
  listDisputes,
  seenAmong,
  type FoundDispute,
} from '#persistence/reading/dispute-reader.js';
import { eventsAfter, opened } from '#persistence/record/event-store.js';
import { factsOfFile } from '#persistence/papers/file-store.js';
import { formerly } from '#persistence/people/scopes.js';
import { Reader, type SeenCase } from '#persistence/reading/reader.js';
import { findRepeats } from '#persistence/record/repeats.js';
import { ReachReader } from '#persistence/reading/reach.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Retentions } from '#persistence/keeping/retention.js';
import { Vault, type TextKey } from '#persistence/vault/vault.js';
import { workflowIdOf, type Submitted } from '#workflows/dispute/messages.js';
import type { Answer } from '#workflows/messages.js';
import { AccessLog } from '../audit/access-log.js';
import type { TimelineEntry } from '../http/answers.js';
import type { Actor } from '../http/actor.js';
import { decodeCursor, page } from '../http/paging.js';
import { badField, notFound, Problem, type FieldError } from '../http/problem.js';
import { Changes } from '../engine/changes.js';
import { Receipts, envelopeOf, uuidOf, type Receipt, type Sending } from '../engine/receipts.js';
import { RecordBehind, TemporalGateway, type Sight } from '../engine/gateway.js';
import { CONFIG } from '../http/tokens.js';
import type { DisputeQuery, Register } from './bodies.js';
import { contactFor, partiesFor, readsContacts } from './masking.js';
import { namedBy, withOthers, type Seen } from './other-cases.js';
import { splitRegistration, splitVerb, type Body, type Split } from './to-command.js';
import { disputeSummary, disputeView, nowOf } from './view.js';

/** Whether the sender says to have seen more than there is. */
const isOfTheFuture = ({ ifMatch }: Sending, { seq }: { seq: number }) => ifMatch !== undefined && ifMatch > seq;

/** Milliseconds that a case's own time is ahead; a sender's clock has to be moved with it. */
const ahead = (instant: Instant, row: Pick<DisputeRow, 'aheadMs'>) => instantOf(millisOf(instant) + row.aheadMs);

/** Two years: longer than any rehearsal of a policy needs in one step. */
const FARTHEST_FORWARD_DAYS = 732;

/** At which entry a command stands, and the dispute where it was looked at on the way. */
interface Held {
  seq: number;
  found?: FoundDispute;
}

@Injectable()
export class DisputesService {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly vault: Vault,
    private readonly directory: Directory,
    private readonly gateway: TemporalGateway,
    private readonly receipts: Receipts,
    private readonly changes: Changes,
    private readonly log: AccessLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  private as(actor: Actor) {
    return { userId: actor.userId, scopes: actor.scopes };
  }

  private async find(actor: Actor, id: string): Promise<FoundDispute | null> {
    return findDispute(this.reader, this.as(actor), this.rulebook, id);
  }

  private async get(actor: Actor, id: string): Promise<FoundDispute> {
    const found = await this.find(actor, id);
    if (!found) throw notFound();
    return found;
  }

  private async show({ row, state }: FoundDispute, actor: Actor, now = nowOf(row)) {
    const { document } = await this.rulebook.policy(row.policyVersion);
    return disputeView(row, state, actor, document.routing, now, await this.seenOf(actor, row));
  }

  /** Which of the other cases that a case names the reader may see. */
  private async seenOf(actor: Actor, row: DisputeRow): Promise<Seen> {
    const ids = namedBy(row);
    if (ids.length === 0) return new Set();
    const seen = await this.reader.as(this.as(actor), (db) => seenAmong(db, ids));
    return new Set(seen);
  }

  /** Whether the caller may see it and something can still be added to it. */
  async isOpenToMore(actor: Actor, id: string): Promise<boolean> {
    const found = await this.find(actor, id);
    return found !== null && !found.row.erased;
  }

  /** What opens its texts; none for what was erased, also while this process still remembers the key. */
  private async keyOf(row: DisputeRow): Promise<TextKey | null> {
    return row.erased ? null : this.vault.find(this.source, row.id);
  }

  async view(actor: Actor, id: string, at?: Instant) {
    const found = await this.get(actor, id);
    if (at === undefined) return this.show(found, actor);
    // The caller's clock may run a little ahead of ours.
    if (at > plusMillis(nowOf(found.row), MINUTE)) throw badField('/at', 'IN_THE_FUTURE', 'must not be later than now');
    return this.showPast(actor, found, await this.asItStood(actor, found, (each) => each.at <= at), at);
  }

  private async showPast(actor: Actor, found: FoundDispute, past: FoundDispute, at: Instant) {
    const parties = this.partiesThen(actor, found, past);
    return { ...(await this.show(past, actor, at)), parties, can: [], nextStep: null };
  }

  /** Whoever held it then may read the parties' telephones only if they hold it now. */
  private partiesThen(actor: Actor, found: FoundDispute, past: FoundDispute) {
    return partiesFor({ ...found.row, parties: past.row.parties }, actor.departmentId);
  }

  /** The fold of the record up to a moment or entry: the same functions, fewer events. */
  private async asItStood(
    actor: Actor,
    found: FoundDispute,
    isPast: (event: DisputeEvent) => boolean,
  ): Promise<FoundDispute> {
    const { id } = found.row;
    const events = (await this.reader.as(this.as(actor), (db) => eventsAfter(db, id, 0))).filter(isPast);
    const key = await this.keyOf(found.row);
    let state: Parameters<typeof evolve>[0] = unregistered(id, found.state.rules);
    let row: DisputeRow | null = null;
    for (const event of events) {
      state = evolve(state, event);
      if (isRegistered(state)) row = project(row, opened(event, key), state);
    }
    if (!row || !isRegistered(state)) throw notFound();
    // Entries of before positions were sealed have one in their data.
    const { erased } = found.row;
    return { row: erased ? { ...row, place: found.row.place, erased } : row, state };
  }

  async list(actor: Actor, { cursor, limit, sort, ...filter }: DisputeQuery) {
    const after = cursor ? decodeCursor(cursor, ['instant', 'string']) : null;
    const today = await this.rulebook.today(this.config.REGION);
    const rows = await this.reader.as(this.as(actor), (db) =>
      listDisputes(
        db,
        { ...filter, today },
        after && { place: String(after[0]), id: String(after[1]) },
        limit + 1,
        sort,
      ),
    );
    return page(
      rows,
      limit,
      ({ place, id }) => [place.toISOString(), id],
      ({ row }) => disputeSummary(row, nowOf(row)),
    );
  }

  async timeline(actor: Actor, id: string) {
    const found = await this.find(actor, id);
    if (!found) return this.ownLeg(actor, id);
    const { row } = found;
    const key = await this.keyOf(row);
    const events = await this.reader.as(this.as(actor), (db) => eventsAfter(db, id, 0));
    const whole = readsContacts(row, actor.departmentId);
    const isToldWho = knowsReporter(actor, row);
    const seen = await this.seenOf(actor, row);
    return events.map((event): TimelineEntry => {
      const { answers: _answers, ...plain } = opened(event, key);
      const entry = withOthers(plain, seen);
      if (entry.type !== 'DisputeRegistered') return entry;
      if (!entry.text) return row.erased ? { ...entry, data: { ...entry.data, ...shellOf(entry.data) } } : entry;
      const { reporter, parties, ...text } = entry.text;
      const shown = Object.fromEntries(
        Object.entries(parties ?? {}).map(([id, each]) => [id, contactFor(each, whole)]),
      );
      return {
        ...entry,
        text: { ...text, parties: shown, ...(isToldWho && reporter !== undefined && { reporter }) },
      };
    });
  }

  /** A department that returned the case keeps what happened between it and the desk, no more (api.md, "Intake"). */
  private async ownLeg(actor: Actor, id: string) {
    const former = { ...actor, scopes: readsOwnLeg(actor) ? [formerly(actor.departmentId)] : [] };
    const { row } = await this.get(former, id);
    const own = row.transfers.filter((each) => each.to === actor.departmentId && each.state === 'returned');
    const ids = new Set(own.map((each) => each.id));
    const owed = new Set(
      row.obligations.filter((each) => each.subjectId && ids.has(each.subjectId)).map((each) => each.id),
    );
    const key = await this.keyOf(row);
    const events = await this.reader.as(this.as(former), (db) => eventsAfter(db, id, 0));
    // The leg ends with the decision; what the desk did about it afterwards is the desk's.
    const end = events.findLast((each) => each.type === 'ReturnDecided' && ids.has(each.data.transferId))?.seq ?? 0;
    const isOwn = ({ seq, actor: by, data }: DisputeEvent): boolean => {
      if (seq > end) return false;
      const about = data as { transferId?: string; obligationId?: string; obligation?: { id: string } };
      const obligationId = about.obligationId ?? about.obligation?.id;
      if (about.transferId !== undefined) return ids.has(about.transferId);
      if (obligationId !== undefined) return owed.has(obligationId);
      return by.kind === 'person' && by.departmentId === actor.departmentId;
    };
    const seen = await this.seenOf(actor, row);
    return events.filter(isOwn).map((event) => {
      const { answers: _answers, ...entry } = opened(event, key);
      return withOthers(entry, seen);
    });
  }

  async attribution(actor: Actor, id: string) {
    const { row } = await this.get(actor, id);
    return attributionAt(row, nowOf(row));
  }

  /** The derivation of a due moment, computed anew from the record by the function that made it. */
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

  /** @param itemId the item that it comes from: one item becomes one dispute, whoever promotes it */
  async register(actor: Actor, body: Register, sending: Sending, itemId?: string) {
    if (!mayRegister(actor)) throw new Problem('NOT_ALLOWED');
    const tree = await this.directory.load();
    if (body.rehearsal && this.config.REHEARSALS === 'off') {
      throw badField('/rehearsal', 'REHEARSALS_OFF', 'rehearsals are switched off here');
    }
    const errors: FieldError[] = [];
    if (!tree.departments.get(body.place.village)?.isVillage) {
      errors.push({
        pointer: '/place/village',
        code: 'UNKNOWN_VILLAGE',
        detail: `there is no village "${body.place.village}"`,
      });
    }
    if (body.occurredAt && body.occurredAt > instantOf(Date.now())) {
      errors.push({ pointer: '/occurredAt', code: 'IN_THE_FUTURE', detail: 'must not lie in the future' });
    }
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });

    const receipt = await this.receipts.of(actor, 'register', body, sending);
    return this.receipts.settle(receipt, () => this.enter(actor, body, receipt, sending, itemId));
  }

  private async enter(actor: Actor, body: Register, receipt: Receipt, sending: Sending, itemId?: string) {
    const tree = await this.directory.load();
    const id = itemId ? uuidOf(`item ${itemId}`) : sending.key === undefined ? randomUUID() : uuidOf(receipt.key);
    const policyAndCalendar = await this.rulebook.current(this.config.REGION);
    const { policy, calendar } = policyAndCalendar;
    const rules = await this.rulebook.rules(policy.version, calendar.version);
    const register = async (): Promise<Held> => {
      const [{ n }, key] = await Promise.all([
        one<{ n: string }>(this.source, `SELECT nextval('dispute_number') AS n`),
        this.vault.create(this.source, id),
      ]);
      const year = civilDateAt(receipt.receivedAt, rules.policy.workingTime.zone).slice(0, 4);
      const superior = tree.departments.get(actor.departmentId)?.parentId ?? actor.departmentId;
      const { data, text } = splitRegistration(body, {
        number: `${year}-${n.padStart(5, '0')}`,
        desk: actor.departmentId,
        superior,
        policyHash: policy.hash,
        calendarHash: calendar.hash,
      });
      const { within } = rules.policy.repeat;
      const since = countBack(receipt.receivedAt, within, clockOf(rules));
      const repeats = body.rehearsal
        ? []
        : await this.reader.as(this.as(actor), (db) => findRepeats(db, this.vault, body, id, since));
      if (repeats.length > 0) data.repeats = repeats;
      const command: PersonCommand = {
        ...envelopeOf(actor, receipt),
        type: 'RegisterDispute',
        data,
        text: key.seal(text),
      };
      const sight = this.sight(actor, id, { seq: 0 });
      return this.answered(actor, id, receipt, () =>
        this.gateway.register(id, command, unregistered(id, rules), sight),
      );
    };
    const [held, similar] = await Promise.all([
      receipt.seq === null ? register() : { seq: receipt.seq },
      // Up to the first try: a repeated registration is answered with the same ones.
      this.reader.as(this.as(actor), (db) =>
        findSimilar(db, {
          id,
          names: body.parties.map((party) => party.name),
          village: body.place.village,
          category: body.category,
          title: body.title,
          rehearsal: body.rehearsal,
          at: receipt.receivedAt,
        }),
      ),
    ]);
    return { ...(await this.answer(actor, id, held, receipt)), similar };
  }

  async command<V extends Verb>(actor: Actor, id: string, verb: V, body: Body<V>, sending: Sending) {
    const what = `${verb} ${id}`;
    const { receipt, seen } = await this.receipts.ofDispute(actor, id, what, body, sending);
    return this.receipts.settle(receipt, () => this.carryOut(actor, id, verb, body, sending, receipt, seen));
  }

  private async carryOut<V extends Verb>(
    actor: Actor,
    id: string,
    verb: V,
    body: Body<V>,
    sending: Sending,
    receipt: Receipt,
    seen: SeenCase | null,
  ) {
    if (!seen) {
      if (receipt.seq === null) throw await this.outOfSight(actor, id, verb, body);
      return this.answeredAgain(actor, id, receipt.seq);
    }
    if (receipt.seq === null && isOfTheFuture(sending, seen)) throw await this.unseen(actor, id, verb);
    const known =
      verb === 'erase'
        ? await this.beforeErasure(actor, id, body as Body<'erase'>, receipt)
        : await this.lookUp(actor, seen, body);
    const { data, text }: Split = splitVerb(verb, body);
    const command = async (receipt: Receipt): Promise<Submitted> => {
      const key = text && (await this.vault.find(this.source, id));
      return {
        ...envelopeOf(actor, receipt),
        receivedAt: ahead(receipt.receivedAt, seen),
        type: VERBS[verb],
        data: { ...data, ...known },
        ...(text && key && { text: key.seal(text) }),
        ...(sending.ifMatch !== undefined && { ifMatch: sending.ifMatch }),
      } as Submitted;
    };
    return this.send(actor, id, seen, receipt, command);
  }

  /** Nobody can have seen what is not there yet; but who may not act at all hears that first, as of a stale picture. */
  private async unseen(actor: Actor, id: string, verb: Verb): Promise<DomainError> {
    const { row, state } = await this.get(actor, id);
    const refusal = refusalBefore(verb, state, actor, nowOf(row));
    if (refusal) return new DomainError(refusal, { disputeStatus: state.status });
    return new DomainError('STALE_VERSION', { seq: row.seq });
  }

  /** What the core has to know of an erasure; who asked for it is noted before anything is gone. */
  private async beforeErasure(actor: Actor, id: string, body: Body<'erase'>, receipt: Receipt) {
    const { row, state } = await this.get(actor, id);
    const isAllowed = refusalBefore('erase', state, actor, nowOf(row)) === null;
    if (isAllowed && receipt.seq === null) await this.noteErasure(actor, id, body);
    return this.retention(row);
  }

  /** Until when the table of retention keeps it. */
  private async retention({ desk, grade, category, closedAt }: DisputeRow): Promise<{ retainedUntil: Instant | null }> {
    const { table } = (await Retentions.load(this.source, await this.directory.load())).of(desk);
    return { retainedUntil: closedAt && retainedUntil(retentionRule(table, 'case', { grade, category }), closedAt) };
  }

  /** Who erased it and why must outlive the dispute's own key; what could not be noted is not done. */
  private async noteErasure(actor: Actor, id: string, { ground, reason }: Body<'erase'>): Promise<void> {
    const text = this.vault.sealOwn(JSON.stringify({ reason }), 'erasure');
    await this.log.note(actor, 'erase', { disputeId: id, data: { ground }, text });
  }

  async fastForward(actor: Actor, id: string, by: Limit, sending: Sending) {
    if (this.config.REHEARSALS === 'off') throw notFound();
    const found = (await this.find(actor, id)) ?? (await this.rehearsalFor(actor, id));
    const { row, state } = found;
    if (!actor.roles.some((role) => role === 'desk' || role === 'supervisor' || role === 'admin')) {
      throw new Problem('NOT_ALLOWED');
    }
    if (!row.rehearsal) throw new DomainError('NOT_A_REHEARSAL');
    if (roughMillis(by) > FARTHEST_FORWARD_DAYS * DAY) {
      throw badField('/by/amount', 'OUT_OF_RANGE', `moves at most ${FARTHEST_FORWARD_DAYS} days at once`);
    }
    const sent = await this.receipts.of(actor, `fast-forward ${id}`, by, sending);
    const send = async () => {
      const isStale = sending.ifMatch !== undefined && sending.ifMatch < state.materialSeq;
      if (sent.seq === null && (isStale || isOfTheFuture(sending, row))) {
        throw new DomainError('STALE_VERSION', { seq: row.seq });
      }
      return this.send(actor, id, { seq: row.seq }, sent, async (receipt) => {
        const from = nowOf(row);
        const exact = by.unit === 'days' ? { amount: by.amount * 24, unit: 'hours' as const } : by;
        const target = count(from, exact, clockOf(state.rules), { pauses: [], moves: false }).dueAt;
        await this.gateway.fastForward(id, target);
        return {
          ...envelopeOf(actor, receipt),
          type: 'ForwardClock',
          receivedAt: target,
          aheadMs: row.aheadMs + (millisOf(target) - millisOf(from)),
        };
      });
    };
    return this.receipts.settle(sent, send);
  }

  /** An administrator reads no case, but may move the time of a rehearsal, which is none. */
  private async rehearsalFor(actor: Actor, id: string): Promise<FoundDispute> {
    if (!actor.roles.includes('admin')) throw notFound();
    const found = await this.get({ ...actor, scopes: [`^${actor.departmentId}`] }, id);
    if (!found.row.rehearsal) throw notFound();
    return found;
  }

  /** Sends a command once, or answers what the same key was answered before. */
  private async send(
    actor: Actor,
    id: string,
    seen: Known,
    receipt: Receipt,
    command: (receipt: Receipt) => Promise<Submitted>,
  ) {
    if (receipt.seq !== null) return this.answer(actor, id, { seq: receipt.seq }, receipt);
    const submitted = await command(receipt);
    const sight = this.sight(actor, id, seen);
    const held = await this.answered(actor, id, receipt, () => this.gateway.submit(id, submitted, sight));
    return this.answer(actor, id, held, receipt);
  }

  private sight(actor: Actor, id: string, { seq, head }: Known): Sight<DisputeState> {
    const state = async () =>
      this.reader.as(this.as(await this.allSeeing(actor)), (db) =>
        new ReachReader(db, this.rulebook).state({ kind: 'dispute', id }),
      );
    return { seq, head, state };
  }

  /** What became of a command: as its workflow says, or the record as soon as it holds the key (ADR 0014). */
  private async answered(
    actor: Actor,
    id: string,
    { key, bodyHmac }: Receipt,
    send: () => Promise<Answer>,
  ): Promise<Held> {
    const reader = await this.allSeeing(actor);
    const answer: Answer & Partial<Held> = await this.changes.firstOf(id, send, async () => {
      const found = await this.find(reader, id);
      const held = found && answerOf(found.state, key);
      return held ? { ...held, found } : null;
    });
    if (answer.bodyHmac !== bodyHmac) throw new DomainError('KEY_REUSED');
    return answer;
  }

  /**
   * An act may take the case out of its author's sight; what became of it they are shown as the answer to that act. A
   * repeated key is answered as it was the first time, whatever happened since: `now` is the moment of the act.
   */
  private async answer(actor: Actor, id: string, { seq, found: seen }: Held, receipt: Receipt) {
    const reader = await this.allSeeing(actor);
    const found = seen ?? (await this.find(reader, id));
    // Its workflow remembers an answer that was taken back with the record.
    if (!found || found.row.seq < seq) throw new RecordBehind(workflowIdOf(id), seq);
    if (found.row.seq === seq) return { seq, dispute: await this.show(found, actor, found.row.updatedAt) };
    if (receipt.seq === null) return { seq, dispute: await this.show(found, actor) };
    const past = await this.asItStood(reader, found, (each) => each.seq <= seq);
    const dispute = await this.show(past, actor, past.row.updatedAt);
    return { seq, dispute: { ...dispute, parties: this.partiesThen(actor, found, past) } };
  }

  /** The first answer of a key to somebody who lost sight of the case since: as it stood then, nothing that came later. */
  private async answeredAgain(actor: Actor, id: string, seq: number) {
    const reader = await this.allSeeing(actor);
    const found = await this.get(reader, id);
    const past = await this.asItStood(reader, found, (each) => each.seq <= seq);
    return { seq, dispute: await this.showPast(actor, found, past, past.row.updatedAt) };
  }

  /**
   * What somebody hears who may not see the case. A department whose own offer was recalled, lapsed or returned in the
   * meantime knew of it: it hears that the offer is not open any more, and of the case no more than that.
   */
  private async outOfSight(actor: Actor, id: string, verb: Verb, body: object): Promise<Error> {
    if (verb !== 'accept' && verb !== 'return') return notFound();
    if (!readsOwnLeg(actor)) return notFound();
    const found = await this.find(await this.allSeeing(actor), id);
    const { transferId } = body as Body<'accept' | 'return'>;
    const wasOffered = found?.row.transfers.some((each) => each.id === transferId && each.to === actor.departmentId);
    return wasOffered ? new DomainError('NO_OPEN_TRANSFER', { transferId }) : notFound();
  }

  /** Reads as the top of the tree does; for what a person was or is being answered, never for what they ask. */
  private async allSeeing(actor: Actor): Promise<Actor> {
    const tree = await this.directory.load();
    return { ...actor, scopes: [`^${tree.ancestors(actor.departmentId).at(-1)!}`] };
  }

  /**
   * Departments, people and disputes that a body names must exist; the core does not know them. Answers what the core
   * has to know of them besides.
   */
  private async lookUp(actor: Actor, seen: SeenCase, body: object): Promise<object> {
    const tree = await this.directory.load();
    const errors: FieldError[] = [];
    const fault = (pointer: string, code: string, detail: string) => errors.push({ pointer, code, detail });
    const named = body as {
      to?: string;
      suggestedDepartment?: string;
      departments?: string[];
      decisions?: { departmentId: string }[];
      handler?: string;
      userId?: string;
      into?: string;
      fileId?: string;
    };
    const department = (pointer: string, id: string | undefined) => {
      if (id === undefined || tree.departments.get(id)?.active) return;
      fault(pointer, 'UNKNOWN_DEPARTMENT', `there is no department "${id}"`);
    };
    department('/to', named.to);
    department('/suggestedDepartment', named.suggestedDepartment);
    named.departments?.forEach((id, index) => department(`/departments/${index}`, id));
    named.decisions?.forEach(({ departmentId }, index) => department(`/decisions/${index}/departmentId`, departmentId));
    const person = (pointer: string, id: string | undefined) => {
      const account = tree.accounts.find((each) => each.id === id);
      if (id !== undefined && !account) fault(pointer, 'UNKNOWN_PERSON', `there is no person "${id}"`);
      return account;
    };
    const handler = person('/handler', named.handler);
    if (handler && handler.departmentId !== actor.departmentId) {
      fault('/handler', 'OTHER_DEPARTMENT', `"${handler.id}" does not work at ${actor.departmentId}`);
    }
    const assigned = person('/userId', named.userId);
    if (named.into !== undefined) {
      const target = await this.find(actor, named.into);
      if (!target || target.row.rehearsal !== seen.rehearsal) {
        fault('/into', 'UNKNOWN_DISPUTE', 'there is no such dispute among those that you may see');
      } else if (target.row.status === 'closed') {
        fault('/into', 'ALREADY_CLOSED', 'a closed dispute cannot go on in place of another; reopen it first');
      }
    }
    const fileId = named.fileId;
    const file = fileId && (await this.reader.as(this.as(actor), (db) => factsOfFile(db, seen.id, fileId)));
    if (fileId && !file) fault('/fileId', 'UNKNOWN_FILE', 'there is no such file; hand it in first');
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
    if (file) return { mediaType: file.mediaType, size: file.size, sha256: file.sha256 };
    return assigned ? { departmentId: assigned.departmentId } : {};
  }
}
