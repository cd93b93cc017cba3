import type { DisputeRow } from '#domain/dispute/row.js';
import { sha256 } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { sealedFile, type FileFacts, type SealedFile, type Whole } from '../papers/file-store.js';
import { alteredVoidings, lostPapers, lostVoidings, sealedPapersOf, sheetOf } from '../papers/paper-store.js';
import type { TextKey, Vault } from '../vault/vault.js';
import type { Report } from './finding.js';

/** What is kept beside the record is what the record says of it. */

/** What is attached is there, and is what the record says. */
export async function proveFiles(
  db: Db,
  vault: Vault,
  of: Whole,
  files: readonly FileFacts[],
  report: Report,
): Promise<void> {
  const key = files.length > 0 ? await vault.find(db, Object.values(of)[0]!) : null;
  for (const file of key ? files : []) {
    const kept = await sealedFile(db, of, file.id);
    if (!kept) report(`the file ${file.id} is not there`);
    else if (!isFile(key!, kept, file.sha256) || !isOf(kept, file)) {
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
  for (const { kind, subjectId } of key ? await alteredVoidings(db, key, id) : []) {
    report(`that the ${kind} of ${subjectId} is void is not what was said`);
  }
  for (const { kind, subjectId } of await lostVoidings(db, id)) {
    report(`that the ${kind} of ${subjectId} is void is said nowhere any more`);
  }
}

/** What stands beside its bytes was sealed with them. */
function isFile(key: TextKey, { content, thumbnail, name }: SealedFile, digest: string): boolean {
  try {
    for (const beside of [thumbnail, name]) if (beside) key.openBytes(beside);
    return sha256(key.openBytes(content)).toString('hex') === digest;
  } catch {
    return false;
  }
}

function isOf(facts: FileFacts, file: FileFacts): boolean {
  const { mediaType, size, sha256: digest } = file;
  return facts.mediaType === mediaType && facts.size === size && facts.sha256 === digest;
}
