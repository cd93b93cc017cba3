import { MOST_FILES_AT_ONCE } from '#domain/files.js';
import type { FileType } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { uuidOf } from '../database/named-id.js';
import { one, rows } from '../database/rows.js';
import type { TextKey, Vault } from '../vault/vault.js';

/**
 * The sealed bytes of files. Each is of a case, of a report, or of the person alone who handed it in; where no entry of a
 * record names it, it is nobody's after a day.
 */

export interface FileFacts {
  id: string;
  mediaType: FileType;
  /** Bytes of what is handed out. */
  size: number;
  /** Of the same, in hex. */
  sha256: string;
}

/** As it is handed in. */
export interface NewFile extends FileFacts {
  bytes: Buffer;
  /** WebP. */
  thumbnail: Buffer | null;
  name?: string | undefined;
}

/** Of what a file is part. */
export type Whole = { disputeId: string } | { itemId: string };

const FACTS = `id, media_type AS "mediaType", size, sha256`;

/**
 * What one person may have handed in and attached to nothing: whoever only hands in fills the disk. Three full forms: the
 * one that is filled in, one that lies as a draft, and one that waits on a telephone.
 */
export const MOST_UNATTACHED = { files: 3 * MOST_FILES_AT_ONCE, bytes: 600 * 1024 * 1024 };

const IN_CASE = `EXISTS (SELECT FROM dispute d WHERE d.id = f.dispute_id
  AND d.row -> 'attachments' @> jsonb_build_array(jsonb_build_object('id', f.id)))`;
const IN_REPORT = `EXISTS (SELECT FROM item i WHERE i.id = f.item_id
  AND i.item -> 'files' @> jsonb_build_array(jsonb_build_object('fileId', f.id)))`;
const ATTACHED = `(${IN_CASE} OR ${IN_REPORT})`;
/** Its person's alone. */
const FREE = `dispute_id IS NULL AND item_id IS NULL`;

/** The key of what is its person's alone. */
export const keyOfHandedIn = (vault: Vault, fileId: string): TextKey => vault.own(`file ${fileId}`);

/**
 * A file that came twice is kept once.
 *
 * @param disputeId null where there is no case yet
 * @param key of the case, or of what is its person's alone
 * @returns its id; null where its person has handed in as much as they may
 */
export async function keepFile(
  db: Db,
  disputeId: string | null,
  { id, mediaType, size, sha256, bytes: content, thumbnail, name }: NewFile,
  key: TextKey,
  userId: string,
): Promise<string | null> {
  const { files, bytes } = await one<{ files: number; bytes: number }>(
    db,
    `SELECT count(*)::int AS files, coalesce(sum(f.size), 0)::float AS bytes FROM file f
     WHERE f.created_by = $1 AND f.id <> $2 AND NOT ${ATTACHED}`,
    [userId, id],
  );
  if (files >= MOST_UNATTACHED.files || bytes + size > MOST_UNATTACHED.bytes) return null;
  await db.query(
    `INSERT INTO file (id, dispute_id, media_type, size, sha256, content, thumbnail, name, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`,
    [
      id,
      disputeId,
      mediaType,
      size,
      sha256,
      key.sealBytes(content),
      thumbnail && key.sealBytes(thumbnail),
      name === undefined ? null : key.sealBytes(Buffer.from(name)),
      userId,
    ],
  );
  return id;
}

/** What somebody handed in before, under the same name where it has one now, and nothing has taken yet. */
export async function findHandedIn(
  db: Db,
  vault: Vault,
  { sha256, name }: Pick<NewFile, 'sha256' | 'name'>,
  userId: string,
): Promise<string | null> {
  const found = await rows<{ id: string; name: Buffer | null }>(
    db,
    `SELECT id, name FROM file WHERE ${FREE} AND created_by = $2 AND sha256 = $1`,
    [sha256, userId],
  );
  const nameOf = (each: (typeof found)[number]) => opened(keyOfHandedIn(vault, each.id), each.name)?.toString();
  return found.find((each) => name === undefined || nameOf(each) === name)?.id ?? null;
}

/** @returns whether there was such a one of theirs that nothing has taken */
export async function dropHandedIn(db: Db, id: string, userId: string): Promise<boolean> {
  const gone = await rows(
    db,
    `WITH gone AS (DELETE FROM file WHERE id = $1 AND created_by = $2 AND ${FREE} RETURNING id) SELECT id FROM gone`,
    [id, userId],
  );
  return gone.length > 0;
}

const OF: Record<string, string> = { disputeId: 'dispute_id', itemId: 'item_id' };
const columnOf = (whole: Whole) => OF[Object.keys(whole)[0]!]!;
const idOf = (whole: Whole) => Object.values(whole)[0]!;

/** All that is kept of it, as it is kept. */
export interface SealedFile extends FileFacts {
  content: Buffer;
  thumbnail: Buffer | null;
  name: Buffer | null;
}

const SEALED = `${FACTS}, content, thumbnail, name`;

export async function sealedFile(db: Db, whole: Whole, id: string): Promise<SealedFile | null> {
  const [found] = await rows<SealedFile>(db, `SELECT ${SEALED} FROM file WHERE ${columnOf(whole)} = $1 AND id = $2`, [
    idOf(whole),
    id,
  ]);
  return found ?? null;
}

/** One part of it alone: the other may be long. */
export async function partOfFile(
  db: Db,
  whole: Whole,
  id: string,
  part: 'content' | 'thumbnail',
): Promise<Buffer | null> {
  const [found] = await rows<{ part: Buffer | null }>(
    db,
    `SELECT ${part} AS part FROM file WHERE ${columnOf(whole)} = $1 AND id = $2`,
    [idOf(whole), id],
  );
  return found?.part ?? null;
}

/** What somebody's files were called when they were handed in; `null` in the place of one without a name. */
export async function namesOfHandedIn(
  db: Db,
  vault: Vault,
  ids: readonly string[],
  of: { disputeId: string; key: TextKey | null },
): Promise<Map<string, { mediaType: FileType; name: string | null }>> {
  type Named = { id: string; mediaType: FileType; name: Buffer | null; isTaken: boolean };
  const found = await rows<Named>(
    db,
    `SELECT id, media_type AS "mediaType", name, dispute_id IS NOT NULL AS "isTaken" FROM file
     WHERE id = ANY ($1) AND item_id IS NULL AND (dispute_id IS NULL OR dispute_id = $2)`,
    [ids, of.disputeId],
  );
  return new Map(
    found.map(({ id, mediaType, name, isTaken }) => {
      const key = isTaken ? of.key : keyOfHandedIn(vault, id);
      return [id, { mediaType, name: (key && opened(key, name)?.toString()) ?? null }];
    }),
  );
}

/**
 * Gives a file that its person handed in to what they make of it, sealed with that one's key from then on; once it is there,
 * it stays there.
 *
 * @returns what it is, and what it was called where that is still known; null where there is no such file of theirs
 */
export async function takeHandedIn(
  db: Db,
  vault: Vault,
  id: string,
  whole: Whole,
  key: TextKey,
): Promise<(FileFacts & { name: string | null }) | null> {
  const [found] = await rows<SealedFile>(db, `SELECT ${SEALED} FROM file WHERE id = $1 AND ${FREE} FOR UPDATE`, [id]);
  if (!found) {
    const [taken] = await rows<FileFacts & { name: Buffer | null }>(
      db,
      `SELECT ${FACTS}, name FROM file WHERE ${columnOf(whole)} = $2 AND id = $1`,
      [id, idOf(whole)],
    );
    return taken ? { ...taken, name: opened(key, taken.name)?.toString() ?? null } : null;
  }
  const { content, thumbnail, name, ...facts } = found;
  const own = keyOfHandedIn(vault, id);
  const anew = (sealed: Buffer | null) => sealed && key.sealBytes(own.openBytes(sealed));
  await db.query(`UPDATE file SET ${columnOf(whole)} = $2, content = $3, thumbnail = $4, name = $5 WHERE id = $1`, [
    id,
    idOf(whole),
    anew(content),
    anew(thumbnail),
    anew(name),
  ]);
  return { ...facts, name: opened(own, name)?.toString() ?? null };
}

/**
 * What came with a report comes to the case that it became, sealed with that one's key; the report keeps its own.
 *
 * @returns its id there, the same however often; null where the report has none of that id any more
 */
export async function copyToCase(
  db: Db,
  id: string,
  from: { itemId: string; key: TextKey },
  to: { disputeId: string; key: TextKey },
  userId: string,
): Promise<string | null> {
  const found = await sealedFile(db, { itemId: from.itemId }, id);
  if (!found) return null;
  const { mediaType, size, sha256, content, thumbnail } = found;
  const anew = (sealed: Buffer | null) => sealed && to.key.sealBytes(from.key.openBytes(sealed));
  const own = uuidOf(`file ${to.disputeId} ${id}`);
  await db.query(
    `INSERT INTO file (id, dispute_id, media_type, size, sha256, content, thumbnail, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
    [own, to.disputeId, mediaType, size, sha256, anew(content), anew(thumbnail), userId],
  );
  return own;
}

const opened = (key: TextKey, sealed: Buffer | null) => sealed && key.openBytes(sealed);

/** What was handed in and attached to nothing goes after a while. */
export async function sweepFiles(db: Db, before: Date): Promise<void> {
  await db.query(`DELETE FROM file f WHERE f.created_at < $1 AND NOT ${ATTACHED}`, [before]);
}
