import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { uuidOf } from '#persistence/database/named-id.js';
import {
  dropHandedIn,
  findHandedIn,
  keepFile,
  keyOfHandedIn,
  MOST_UNATTACHED,
} from '#persistence/papers/file-store.js';
import { Reader } from '#persistence/reading/reader.js';
import { Vault, type TextKey } from '#persistence/vault/vault.js';
import type { Actor } from '../http/actor.js';
import { notFound, Problem } from '../http/problem.js';
import type { Sending } from '../engine/receipts.js';
import type { TakenFile } from './answers.js';
import { Cleaning, type Said } from './clean.js';

/** Files on their way in: part of something once an entry names them, and gone after a day if none does. */
@Injectable()
export class HandingIn {
  constructor(
    private readonly reader: Reader,
    private readonly vault: Vault,
    private readonly cleaning: Cleaning,
  ) {}

  /**
   * The same file of the same person, because the answer was lost, is the same file; under another name it is another one,
   * and so it is in another form, which has a key of its own.
   *
   * @param of the case and its key; null where there is none yet
   * @throws Problem as `Cleaning.of`; FILES_UNATTACHED
   */
  async keep(
    actor: Actor,
    handed: unknown,
    said: Said,
    of: { disputeId: string; key: TextKey } | null,
    sending: Sending = {},
  ): Promise<TakenFile> {
    const { mediaType, bytes, thumbnail } = await this.cleaning.of(handed, said);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const facts = { mediaType, size: bytes.length, sha256 };
    const { userId } = actor;
    const what = said.name === undefined ? sha256 : `${sha256} ${said.name}`;
    const kept = await this.reader.as(actor, async (db) => {
      const id = of
        ? uuidOf(`file ${of.disputeId} ${userId} ${what}`)
        : sending.key === undefined
          ? ((await findHandedIn(db, this.vault, { sha256, name: said.name }, userId)) ?? randomUUID())
          : uuidOf(`file ${userId} ${sending.key} ${what}`);
      const key = of?.key ?? keyOfHandedIn(this.vault, id);
      const file = { id, ...facts, bytes, thumbnail, ...(!of && { name: said.name }) };
      return keepFile(db, of?.disputeId ?? null, file, key, userId);
    });
    if (kept === null) throw new Problem('FILES_UNATTACHED', { most: MOST_UNATTACHED });
    return { fileId: kept, ...facts };
  }

  /** @throws Problem NOT_FOUND where they have no such file that nothing took */
  async takeBack(actor: Actor, fileId: string): Promise<void> {
    if (!(await this.reader.as(actor, (db) => dropHandedIn(db, fileId, actor.userId)))) throw notFound();
  }
}
