import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CommandActor } from '#domain/commands.js';
import { DomainError } from '#domain/errors.js';
import { instantOf, type Instant } from '#domain/time.js';
import { canonical } from '#persistence/canonical.js';
import { Vault } from '#persistence/vault.js';
import type { Actor } from './auth/actor.js';

/** How a command was sent: its key, and the state that the sender saw. */
export interface Sending {
  key?: string;
  ifMatch?: number;
}

export interface Receipt {
  key: string;
  bodyHmac: string;
  /** Now, or when this key was tried first. */
  receivedAt: Instant;
  /** Where the record has the answer already. */
  seq: number | null;
}

/** The first tries of keys: what makes a repeated command the same command. */
@Injectable()
export class Receipts {
  constructor(
    private readonly source: DataSource,
    private readonly vault: Vault,
  ) {}

  /**
   * Notes the first try of a key. The moment of the first try is when the command counts, however often it is repeated;
   * a key that was answered is answered from the record; one that was refused may be used for a corrected body.
   */
  async of(actor: Actor, what: string, body: unknown, { key }: Sending): Promise<Receipt> {
    const own = this.vault.match('key', actor.userId, key ?? randomUUID());
    const bodyHmac = this.vault.match('body', what, canonical(body));
    const now = instantOf(Date.now());
    if (key === undefined) return { key: own, bodyHmac, receivedAt: now, seq: null };
    const [known] = (await this.source.query(
      // A receipt is no truth: the record writes the key itself. So nobody waits for the disk here.
      `INSERT INTO command_key AS k (key, user_id, body_hmac, received_at)
       SELECT $1, $2, $3, $4::timestamptz FROM (SELECT set_config('synchronous_commit', 'off', true)) lazy
       ON CONFLICT (key) DO UPDATE SET body_hmac = CASE WHEN k.seq IS NULL THEN excluded.body_hmac ELSE k.body_hmac END
       RETURNING body_hmac AS "bodyHmac", received_at AS "receivedAt", seq`,
      [own, actor.userId, bodyHmac, now],
    )) as { bodyHmac: string; receivedAt: Date; seq: number | null }[];
    if (known!.seq !== null && known!.bodyHmac !== bodyHmac) throw new DomainError('KEY_REUSED');
    return { key: own, bodyHmac, receivedAt: known!.receivedAt.toISOString(), seq: known!.seq };
  }
}

/** What every command carries: who, by which key, since when. */
export function envelopeOf(actor: Actor, { key, bodyHmac, receivedAt }: Receipt) {
  const { userId, departmentId, roles, superiorOf } = actor;
  const who: CommandActor = { userId, departmentId, roles, superiorOf };
  return { key, bodyHmac, receivedAt, actor: who };
}

/** A name-based UUID: a repeated registration is the same case. */
export function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(`dispute ${name}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
