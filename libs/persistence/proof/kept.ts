import type { AttachmentRow, DisputeRow } from '#domain/dispute/row.js';
import { sha256 } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { contentOfFile, factsOfFile } from '../papers/file-store.js';
import { lostPapers, sealedPapersOf, sheetOf } from '../papers/paper-store.js';
import type { TextKey, Vault } from '../vault/vault.js';
import type { Report } from './finding.js';

/** What is kept beside the record is what the record says of it. */

/** What is attached is there, and is what the record says. */
export async function proveFiles(db: Db, vault: Vault, row: DisputeRow, report: Report): Promise<void> {
  const { id, erased, attachments = [] } = row;
  const key = erased ? null : await vault.find(db, id);
  for (const file of key ? attachments : []) {
    const [content, facts] = [await contentOfFile(db, id, file.id), await factsOfFile(db, id, file.id)];
    if (!content || !facts) report(`the file ${file.id} is not there`);
    else if (!isFile(key!, content, file.sha256) || !isOf(facts, file)) {
      report(`the file ${file.id} is not what was attached`);
    }
  }
}

/** What was issued is there, and is what was handed out. */
export async function provePapers(db: Db, vault: Vault, { id, erased }: DisputeRow, report: Report): Promise<void> {
  const key = erased ? null : await vault.find(db, id);
  for (const paper of key ? await sealedPapersOf(db, id) : []) {
    try {
      sheetOf(key!, paper);
    } catch {
      report(`the paper ${paper.id} is not what was issued`);
    }
  }
  for (const lost of await lostPapers(db, id)) report(`the paper ${lost} is not there`);
}

function isFile(key: TextKey, content: Buffer, digest: string): boolean {
  try {
    return sha256(key.openBytes(content)).toString('hex') === digest;
  } catch {
    return false;
  }
}

function isOf(facts: Pick<AttachmentRow, 'mediaType' | 'size' | 'sha256'>, file: AttachmentRow): boolean {
  const { mediaType, size, sha256: digest } = file;
  return facts.mediaType === mediaType && facts.size === size && facts.sha256 === digest;
}
