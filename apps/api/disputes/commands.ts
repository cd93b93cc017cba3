import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Verb, VERBS } from '#domain/dispute/commands.js';
import { refusalBefore } from '#domain/dispute/decide.js';
import { wentOverTo } from '#domain/dispute/chapters/succession/places.js';
import { DomainError } from '#domain/errors.js';
import { readsOwnLeg } from '#domain/people/readers.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import { instantOf, millisOf, type Instant } from '#domain/time/time.js';
import { Directory } from '#persistence/people/directory.js';
import { Reader, type SeenCase } from '#persistence/reading/reader.js';
import { Retentions, caseRetainedUntil } from '#persistence/keeping/retention.js';
import { Vault } from '#persistence/vault/vault.js';
import type { Submitted } from '#workflows/dispute/messages.js';
import { AccessLog } from '../audit/access-log.js';
import type { Actor } from '../http/actor.js';
import { notFound, Problem } from '../http/problem.js';
import { Receipts, envelopeOf, type Receipt, type Sending } from '../engine/receipts.js';
import type { Done, Merged } from './answers.js';
import { splitVerb, type Body, type Split, type SplitAlone } from './to-command.js';
import { Corrections } from './corrections.js';
import { nowOf } from './view.js';
import { DisputeReading } from './reading.js';
import { Submissions, isOfTheFuture } from './submissions.js';
import { Lookups } from './lookups.js';

/** Milliseconds that a case's own time is ahead; a sender's clock has to be moved with it. */
const ahead = (instant: Instant, row: Pick<DisputeRow, 'aheadMs'>) => instantOf(millisOf(instant) + row.aheadMs);

/** The verbs: what a person asks of a case is looked at, noted where it must be, and sent. */
@Injectable()
export class DisputeCommands {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly vault: Vault,
    private readonly directory: Directory,
    private readonly receipts: Receipts,
    private readonly log: AccessLog,
    private readonly reading: DisputeReading,
    private readonly submissions: Submissions,
    private readonly lookups: Lookups,
    private readonly corrections: Corrections,
  ) {}

  /**
   * Answers once the read model has it; a repeated key is answered as it was the first time.
   *
   * @throws Problem NOT_FOUND where the actor sees no such case; BAD_REQUEST where a field names what is not there;
   *   WENT_OVER; else a DomainError with the code of the rule that refuses (`decide`), or as `TemporalGateway.submit` where none
   *   could be asked
   */
  async command<V extends Verb>(actor: Actor, id: string, verb: V, body: Body<V>, sending: Sending): Promise<Done> {
    const what = `${verb} ${id}`;
    const { receipt, seen } = await this.receipts.ofDispute(actor, id, what, body, sending);
    const done = await this.receipts.settle(receipt, () =>
      this.carryOut(actor, id, verb, body, sending, receipt, seen).catch((error: unknown) =>
        this.refusedOf(actor, id, error),
      ),
    );
    return verb === 'merge' ? this.withTarget(actor, done, body as Body<'merge'>) : done;
  }

  /** Of a department that is being closed its people still read what went over before them: who refuses them says where it is. */
  private async refusedOf(actor: Actor, id: string, error: unknown): Promise<never> {
    if (!(error instanceof DomainError) || error.code !== 'NOT_ALLOWED') throw error;
    const successors = (await this.directory.of(actor)).successorsOf(actor.departmentId);
    if (successors.length === 0) throw error;
    const { state } = await this.reading.get(actor, id);
    const departmentId = wentOverTo(state, actor.departmentId, successors);
    throw departmentId === undefined ? error : new Problem('WENT_OVER', { departmentId });
  }

  private async withTarget(actor: Actor, done: Done, { into }: Body<'merge'>): Promise<Merged> {
    const target = await this.reading.find(actor, into);
    return { ...done, into: target && (await this.reading.show(target, actor)) };
  }

  private async carryOut<V extends Verb>(
    actor: Actor,
    id: string,
    verb: V,
    body: Body<V>,
    sending: Sending,
    receipt: Receipt,
    seen: SeenCase | null,
  ): Promise<Done> {
    if (!seen) {
      if (receipt.seq === null) throw await this.outOfSight(actor, id, verb, body);
      return this.submissions.answeredAgain(actor, id, receipt.seq);
    }
    if (receipt.seq === null && isOfTheFuture(sending, seen)) throw await this.unseen(actor, id, verb);
    // Only of what was not answered yet: a correction that was made would find nothing that is other, and whom a body names
    // may be gone by now.
    const command = async (receipt: Receipt): Promise<Submitted> => {
      await this.lookups.demandReason(actor, id, verb, body);
      const known =
        verb === 'erase'
          ? await this.beforeErasure(actor, id, body as Body<'erase'>)
          : {
              ...(await this.lookups.of(actor, seen, body)),
              ...((verb === 'reopen' || verb === 'split') && (await this.lookups.succeeded(actor, id))),
            };
      const { data, text, madeOf } = await this.split(actor, id, verb, body);
      const ifMatch = sending.ifMatch ?? madeOf;
      const key = text && (await this.vault.find(this.source, id));
      return {
        ...envelopeOf(actor, receipt),
        receivedAt: ahead(receipt.receivedAt, seen),
        type: VERBS[verb],
        data: { ...data, ...known },
        ...(text && key && { text: key.seal(text) }),
        ...(ifMatch !== undefined && { ifMatch }),
      } as Submitted;
    };
    return this.submissions.send(actor, id, seen, receipt, command);
  }

  private async split<V extends Verb>(actor: Actor, id: string, verb: V, body: Body<V>): Promise<Split> {
    if (verb !== 'correct') return splitVerb(verb as SplitAlone, body as Body<SplitAlone>);
    return this.corrections.of(actor, await this.reading.get(actor, id), body as Body<'correct'>);
  }

  /** Nobody can have seen what is not there yet; but who may not act at all hears that first, as of a stale picture. */
  private async unseen(actor: Actor, id: string, verb: Verb): Promise<DomainError> {
    const { row, state } = await this.reading.get(actor, id);
    const refusal = refusalBefore(verb, state, actor, nowOf(row));
    if (refusal) return new DomainError(refusal, { disputeStatus: state.status });
    return new DomainError('STALE_VERSION', { seq: row.seq });
  }

  /**
   * What somebody hears who may not see the case. A department whose own offer was recalled, lapsed or returned in the
   * meantime knew of it: it hears that the offer is not open any more, and of the case no more than that.
   */
  private async outOfSight(actor: Actor, id: string, verb: Verb, body: object): Promise<Error> {
    if (verb !== 'accept' && verb !== 'return') return notFound();
    if (!readsOwnLeg(actor)) return notFound();
    const found = await this.reading.find(await this.reading.record(actor), id);
    const { transferId } = body as Body<'accept' | 'return'>;
    const wasOffered = found?.row.transfers.some((each) => each.id === transferId && each.to === actor.departmentId);
    return wasOffered ? new DomainError('NO_OPEN_TRANSFER', { transferId }) : notFound();
  }

  /** What the core has to know of an erasure; who asked for it is noted before anything is gone. */
  private async beforeErasure(actor: Actor, id: string, body: Body<'erase'>) {
    const { row, state } = await this.reading.get(actor, id);
    const isAllowed = refusalBefore('erase', state, actor, nowOf(row)) === null;
    if (isAllowed) await this.noteErasure(actor, id, body);
    return { retainedUntil: await this.retainedUntil(actor, id) };
  }

  /** Until when the tables of retention keep it, whoever may see what it leads to. */
  private async retainedUntil(actor: Actor, id: string): Promise<Instant | null> {
    const retentions = await Retentions.load(this.source, await this.directory.of(actor));
    return this.reader.as(await this.reading.record(actor), (db) => caseRetainedUntil(db, retentions, id));
  }

  /** Who erased it and why must outlive the dispute's own key; what could not be noted is not done. */
  private async noteErasure(actor: Actor, id: string, { ground, reason }: Body<'erase'>): Promise<void> {
    const text = this.vault.sealOwn(JSON.stringify({ reason }), 'erasure');
    await this.log.note(actor, 'erase', { disputeId: id, data: { ground }, text });
  }
}
