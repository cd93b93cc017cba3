import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ItemFile } from '#domain/item/item.js';
import type { FileType } from '#domain/words.js';
import { withEnding } from '#lexicon/file-kinds.js';
import { copyToCase, namesOfHandedIn } from '#persistence/papers/file-store.js';
import { Reader } from '#persistence/reading/reader.js';
import { Vault } from '#persistence/vault/vault.js';
import type { Actor } from '../http/actor.js';
import { Problem } from '../http/problem.js';
import type { Sending } from '../engine/receipts.js';
import type { Done } from './answers.js';
import { DisputeCommands } from './commands.js';
import { unknownFile } from './unknown.js';

interface Named {
  fileId: string;
  name: string;
}

/** What nobody named. */
export const unnamed = (type: FileType) => withEnding('附件', type);

/** What was handed in before there was a case, or came with a report, becomes part of the case: an entry each, by whoever brings it. */
@Injectable()
export class Attaching {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly vault: Vault,
    private readonly commands: DisputeCommands,
  ) {}

  /**
   * @param disputeId where an earlier try of the same may have brought them already
   * @returns how they were called when the actor handed them in
   * @throws Problem BAD_REQUEST with each that they did not
   */
  async named(actor: Actor, disputeId: string, ids: readonly string[]): Promise<Named[]> {
    if (ids.length === 0) return [];
    const key = await this.vault.find(this.source, disputeId);
    const found = await this.reader.as(actor, (db) => namesOfHandedIn(db, this.vault, ids, { disputeId, key }));
    const errors = ids.flatMap((id, n) => (found.has(id) ? [] : [unknownFile(`/files/${n}`)]));
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
    return ids.map((fileId) => {
      const { name, mediaType } = found.get(fileId)!;
      return { fileId, name: name ?? unnamed(mediaType) };
    });
  }

  /**
   * One after the other; those that an earlier try attached are there.
   *
   * @returns what the last of them answered, beside what `done` has more than that
   * @throws as `DisputeCommands.command`
   */
  async attach<D extends Done>(actor: Actor, done: D, files: readonly Named[], { key }: Sending): Promise<D> {
    let last: D = done;
    const { id, attachments } = done.dispute;
    for (const file of files) {
      if (attachments.some((each) => each.id === file.fileId)) continue;
      const own: Sending = key === undefined ? {} : { key: `file ${file.fileId} ${key}` };
      last = { ...last, ...(await this.commands.command(actor, id, 'attach', file, own)) };
    }
    return last;
  }

  /**
   * @param names of its files, in their order
   * @throws as `attach`
   */
  async bring<D extends Done>(
    actor: Actor,
    done: D,
    { id: itemId, files, names }: { id: string; files: readonly ItemFile[]; names: readonly string[] },
    sending: Sending,
  ): Promise<D> {
    const disputeId = done.dispute.id;
    const [from, to] = [await this.vault.find(this.source, itemId), await this.vault.find(this.source, disputeId)];
    if (!from || !to) return done;
    const brought: Named[] = [];
    for (const [n, { fileId, mediaType }] of files.entries()) {
      const own = await this.reader.as(actor, (db) =>
        copyToCase(db, fileId, { itemId, key: from }, { disputeId, key: to }, actor.userId),
      );
      if (own) brought.push({ fileId: own, name: names[n] ?? unnamed(mediaType) });
    }
    return this.attach(actor, done, brought, sending);
  }
}
