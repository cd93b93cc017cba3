import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { VERBS, type PersonCommand } from '#domain/dispute/commands.js';
import { needsReason } from '#domain/dispute/may/reasons.js';
import type { Registered } from '#domain/dispute/state.js';
import { DomainError } from '#domain/errors.js';
import { foreseen } from '#domain/reading/foreseen.js';
import type { Instant } from '#domain/time/time.js';
import type { FoundDispute } from '#persistence/reading/dispute-reader.js';
import type { Actor } from '../http/actor.js';
import { problemOf } from '../http/problem-body.js';
import { badRequest } from '../http/problem.js';
import type { Language } from '../http/wording.js';
import { envelopeOf } from '../engine/receipts.js';
import type { ForeseenView } from './answers.js';
import { foreseenBody, type Foresee } from './bodies.js';
import { Corrections } from './corrections.js';
import { Lookups } from './lookups.js';
import { DisputeReading } from './reading.js';
import { splitVerb, type Body } from './to-command.js';
import { nowOf } from './view.js';

/** What a command would do, asked before it is sent: nothing is kept, and nobody is told. */
@Injectable()
export class Foreseeing {
  constructor(
    private readonly reading: DisputeReading,
    private readonly lookups: Lookups,
    private readonly corrections: Corrections,
  ) {}

  /**
   * What would refuse it is an answer as well.
   *
   * @throws Problem NOT_FOUND where the actor sees no such case; BAD_REQUEST where the body is none of that verb, or names
   *   what is not there
   */
  async of(actor: Actor, id: string, { verb, body }: Foresee, language: Language): Promise<ForeseenView> {
    const found = await this.reading.get(actor, id);
    const { row, state } = found;
    const read = foreseenBody(verb).safeParse(body);
    if (!read.success) throw badRequest(read.error.issues.map((each) => ({ ...each, path: ['body', ...each.path] })));
    const data = await this.dataOf(actor, found, verb, read.data);
    if (data === null) return { refused: null, needsReason: false, ...unchanged(state) };
    const at = nowOf(row);
    const command = { ...this.envelope(actor, at), type: VERBS[verb], data } as PersonCommand;
    const why = needsReason(verb, data, state);
    try {
      return { refused: null, needsReason: why, ...foreseen(command, state, at) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return {
        refused: { ...error.facts, ...problemOf(error.code, language) },
        needsReason: why,
        ...unchanged(state),
      };
    }
  }

  /** What the core has to know of it; null of a correction that says what is there already. */
  private async dataOf(actor: Actor, found: FoundDispute, verb: Foresee['verb'], said: object): Promise<object | null> {
    if (verb === 'correct') {
      const { data, isOther } = await this.corrections.foreseen(actor, found, said);
      return isOther ? data : null;
    }
    const known = await this.lookups.of(actor, found.row, said);
    const succeeded = verb === 'reopen' && (await this.lookups.succeeded(actor, found.row.id));
    return { ...splitVerb(verb, said as Body<typeof verb>).data, ...known, ...succeeded };
  }

  /** Of no body that anybody sends: what is drawn by that nobody hears before. */
  private envelope(actor: Actor, receivedAt: Instant) {
    return envelopeOf(actor, { key: randomUUID(), bodyHmac: '', receivedAt, seq: null, isKept: false });
  }
}

const unchanged = ({ status, grade }: Registered) => ({
  status,
  grade,
  begins: [],
  moves: [],
  stands: [],
  granted: null,
  ends: [],
});
