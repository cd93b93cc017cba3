import { Injectable } from '@nestjs/common';
import { answerOf, type DisputeState } from '#domain/dispute/state.js';
import { DomainError } from '#domain/errors.js';
import type { Known } from '#persistence/record/chain.js';
import type { FoundDispute } from '#persistence/reading/dispute-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { ReachReader } from '#persistence/reading/reach.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { workflowIdOf, type Submitted } from '#workflows/dispute/messages.js';
import type { Answer } from '#workflows/messages.js';
import type { Actor } from '../http/actor.js';
import { Changes } from '../engine/changes.js';
import type { Receipt, Sending } from '../engine/receipts.js';
import { RecordBehind, TemporalGateway, type Sight } from '../../engine/gateway.js';
import type { Done } from './answers.js';
import { DisputeReading } from './reading.js';

/** Whether the sender says to have seen more than there is. */
export const isOfTheFuture = ({ ifMatch }: Sending, { seq }: { seq: number }) => ifMatch !== undefined && ifMatch > seq;

/** At which entry a command stands, and the dispute where it was looked at on the way. */
export interface Held {
  seq: number;
  found?: FoundDispute;
}

/** How a command goes to its workflow, and how its answer comes back. */
@Injectable()
export class Submissions {
  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly gateway: TemporalGateway,
    private readonly changes: Changes,
    private readonly reading: DisputeReading,
  ) {}

  /** Sends a command once, or answers what the same key was answered before. */
  async send(
    actor: Actor,
    id: string,
    seen: Known,
    receipt: Receipt,
    command: (receipt: Receipt) => Promise<Submitted>,
  ): Promise<Done> {
    if (receipt.seq !== null) return this.answer(actor, id, { seq: receipt.seq }, receipt);
    const submitted = await command(receipt);
    const sight = this.sight(actor, id, seen);
    const held = await this.answered(actor, id, receipt, () => this.gateway.submit(id, submitted, sight));
    return this.answer(actor, id, held, receipt);
  }

  /** What was seen of the record as the command was looked at; `state` is read where no workflow runs. */
  sight(actor: Actor, id: string, { seq, head }: Known): Sight<DisputeState> {
    const state = async () =>
      this.reader.as(await this.reading.record(actor), (db) =>
        new ReachReader(db, this.rulebook).state({ kind: 'dispute', id }),
      );
    return { seq, head, state };
  }

  /**
   * What became of a command: as its workflow says, or the record as soon as it holds the key (ADR 0014).
   *
   * @throws DomainError KEY_REUSED where that key was answered for another body
   */
  async answered(actor: Actor, id: string, { key, bodyHmac }: Receipt, send: () => Promise<Answer>): Promise<Held> {
    const reader = await this.reading.record(actor);
    const answer: Answer & Partial<Held> = await this.changes.firstOf(id, send, async () => {
      const found = await this.reading.find(reader, id);
      const held = found && answerOf(found.state, key);
      return held ? { ...held, found } : null;
    });
    if (answer.bodyHmac !== bodyHmac) throw new DomainError('KEY_REUSED');
    return answer;
  }

  /**
   * An act may take the case out of its author's sight; what became of it they are shown as the answer to that act. A
   * repeated key is answered as it was the first time, whatever happened since: `now` is the moment of the act.
   *
   * @throws RecordBehind where the record does not hold the answer any more
   */
  async answer(actor: Actor, id: string, { seq, found: seen }: Held, receipt: Receipt): Promise<Done> {
    const reader = await this.reading.record(actor);
    const found = seen ?? (await this.reading.find(reader, id));
    // Its workflow remembers an answer that was taken back with the record.
    if (!found || found.row.seq < seq) throw new RecordBehind(workflowIdOf(id), seq);
    if (found.row.seq === seq) return { seq, dispute: await this.reading.show(found, actor, found.row.updatedAt) };
    if (receipt.seq === null) return { seq, dispute: await this.reading.show(found, actor) };
    const past = await this.reading.asItStood(reader, found, (each) => each.seq <= seq);
    const dispute = await this.reading.show(past, actor, past.row.updatedAt);
    return { seq, dispute: { ...dispute, parties: this.reading.partiesThen(actor, found, past) } };
  }

  /** The first answer of a key to somebody who lost sight of the case since: as it stood then, nothing that came later. */
  async answeredAgain(actor: Actor, id: string, seq: number): Promise<Done> {
    const reader = await this.reading.record(actor);
    const found = await this.reading.get(reader, id);
    const past = await this.reading.asItStood(reader, found, (each) => each.seq <= seq);
    return { seq, dispute: await this.reading.showPast(actor, found, past, past.row.updatedAt) };
  }
}
