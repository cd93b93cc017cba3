import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '#config/config.js';
import { DomainError } from '#domain/errors.js';
import { count, roughMillis, type Limit } from '#domain/time/limit.js';
import { clockOf } from '#domain/obligation/obligation.js';
import { may } from '#domain/people/abilities.js';
import { DAY, millisOf } from '#domain/time/time.js';
import type { FoundDispute } from '#persistence/reading/dispute-reader.js';
import type { Actor } from '../http/actor.js';
import { required } from '../http/required.js';
import { badField, notFound } from '../http/problem.js';
import { Receipts, envelopeOf, type Sending } from '../engine/receipts.js';
import { TemporalGateway } from '../../engine/gateway.js';
import { CONFIG } from '../http/tokens.js';
import type { Language } from '../http/wording.js';
import type { WouldSend } from '../notices/answers.js';
import { WouldSends } from '../notices/would-send.js';
import type { Done } from './answers.js';
import { nowOf } from './view.js';
import { DisputeReading } from './reading.js';
import { Submissions, isOfTheFuture } from './submissions.js';
import { asSuperior } from './sight.js';

/** Two years: longer than any rehearsal of a policy needs in one step. */
const FARTHEST_FORWARD_DAYS = 732;

/** The own time of a rehearsal, which people move. */
@Injectable()
export class Rehearsals {
  constructor(
    private readonly gateway: TemporalGateway,
    private readonly receipts: Receipts,
    private readonly reading: DisputeReading,
    private readonly submissions: Submissions,
    private readonly wouldSends: WouldSends,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Moves it by so much, days as 24 hours each; what falls due on the way happens.
   *
   * @throws Problem NOT_FOUND where the caller sees no such rehearsal or there are none here, NOT_ALLOWED, BAD_REQUEST
   *   beyond two years; DomainError NOT_A_REHEARSAL, STALE_VERSION, KEY_REUSED; then as `TemporalGateway.fastForward`
   *   and `submit`
   */
  async fastForward(actor: Actor, id: string, by: Limit, sending: Sending): Promise<Done> {
    if (this.config.REHEARSALS === 'off') throw notFound();
    const found = (await this.reading.find(actor, id)) ?? (await this.rehearsalFor(actor, id));
    const { row, state } = found;
    required(actor, 'rehearsal.forward');
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
      return this.submissions.send(actor, id, { seq: row.seq }, sent, async (receipt) => {
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

  /**
   * What would have been sent of it, to whom by which way.
   *
   * @throws Problem NOT_FOUND as `fastForward`; DomainError NOT_A_REHEARSAL
   */
  async wouldSend(actor: Actor, id: string, language: Language): Promise<WouldSend[]> {
    if (this.config.REHEARSALS === 'off') throw notFound();
    const own = await this.reading.find(actor, id);
    const found = own ?? (await this.rehearsalFor(actor, id));
    return this.wouldSends.of(actor, own ? actor : asSuperior(actor), found, language);
  }

  /** An administrator reads no case, but may move the time of a rehearsal, which is none. */
  private async rehearsalFor(actor: Actor, id: string): Promise<FoundDispute> {
    if (!may(actor, 'rehearsal.attend')) throw notFound();
    const found = await this.reading.get(asSuperior(actor), id);
    if (!found.row.rehearsal) throw notFound();
    return found;
  }
}
