import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CommandActor } from '#domain/people/actor.js';
import { DomainError } from '#domain/errors.js';
import type { Instant } from '#domain/time/time.js';
import { canonical } from '#persistence/database/canonical.js';
import { Reader, type SeenCase } from '#persistence/reading/reader.js';
import { Vault } from '#persistence/vault/vault.js';
import type { Actor } from '../http/actor.js';
import { Problem, STATUS } from '../http/problem.js';

/** How a command was sent: its key, and the state that the sender saw. */
export interface Sending {
  key?: string;
  ifMatch?: number;
}

export interface Receipt {
  key: string;
  bodyHmac: string;
  /** When this key was tried first, by PostgreSQL's clock. */
  receivedAt: Instant;
  /** Where the record has the answer already. */
  seq: number | null;
  /** Whether the sender gave a key, so that the try is noted. */
  isKept: boolean;
}

/** The first tries of keys: what makes a repeated command the same command. */
@Injectable()
export class Receipts {
  constructor(
    private readonly reader: Reader,
    private readonly vault: Vault,
  ) {}

  /**
   * Notes the first try of a key. The moment of the first try is when the command counts, however often it is repeated;
   * a key that was answered is answered from the record; one that was refused may be used for a corrected body.
   */
  async of(actor: Actor, what: string, body: unknown, sending: Sending): Promise<Receipt> {
    return (await this.ofDispute(actor, null, what, body, sending)).receipt;
  }

  /**
   * The same for a command to a dispute, with what has to be known of it; null where the actor may see none.
   *
   * @param what the act and its object: the same key with another of them, or another body, is no repeat
   * @throws DomainError KEY_REUSED where this key has the answer to another body
   */
  async ofDispute(
    actor: Actor,
    id: string | null,
    what: string,
    body: unknown,
    { key }: Sending,
  ): Promise<{ receipt: Receipt; seen: SeenCase | null }> {
    const own = this.vault.match('key', actor.userId, key ?? randomUUID());
    const bodyHmac = this.vault.match('body', what, canonical(body));
    const isKept = key !== undefined;
    const { seen, kept, now } = await this.reader.openCommand(actor, id, { key: isKept ? own : null, bodyHmac });
    if (kept && kept.seq !== null && kept.bodyHmac !== bodyHmac) throw new DomainError('KEY_REUSED');
    const receivedAt = (kept?.receivedAt ?? now).toISOString();
    return { receipt: { key: own, bodyHmac, receivedAt, seq: kept?.seq ?? null, isKept }, seen };
  }

  /**
   * Does what the command asks. Where it is refused the try is over: the same form may be corrected and sent again under
   * its key, and counts from then. Where nobody answered it goes on, and the next sending repeats it.
   */
  async settle<T>({ key, seq, isKept }: Receipt, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const isRefusal = error instanceof DomainError || (error instanceof Problem && STATUS[error.code] < 500);
      if (isRefusal && isKept && seq === null) await this.reader.refuseCommand(key);
      throw error;
    }
  }
}

/** What every command carries: who, by which key, since when. */
export function envelopeOf(actor: Actor, { key, bodyHmac, receivedAt }: Receipt) {
  const { userId, departmentId, roles, superiorOf } = actor;
  const who: CommandActor = { userId, departmentId, roles, superiorOf };
  return { key, bodyHmac, receivedAt, actor: who };
}
