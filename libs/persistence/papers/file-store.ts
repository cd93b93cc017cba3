import type { FileType } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';

/** The sealed bytes of files. A file that no entry of the record names is none yet: nobody can read it. */

export interface FileFacts {
  id: string;
  mediaType: FileType;
  /** Bytes of what is handed out. */
  size: number;
  /** Of the same, in hex. */
  sha256: string;
}

const FACTS = `id, media_type AS "mediaType", size, sha256`;

/** What one person may have handed in and attached to nothing: whoever only hands in fills the disk. */
export const MOST_UNATTACHED = { files: 20, bytes: 100 * 1024 * 1024 };

const ATTACHED = `coalesce(d.row -> 'attachments', '[]') @> jsonb_build_array(jsonb_build_object('id', f.id))`;

/**
 * A file that came twice is kept once.
 *
 * @returns whether it is kept; false where its person has handed in as much as they may
 */
export async function keepFile(
  db: Db,
  disputeId: string,
  { id, mediaType, size, sha256 }: FileFacts,
  sealed: Buffer,
  userId: string,
): Promise<boolean> {
  const { files, bytes } = await one<{ files: number; bytes: number }>(
    db,
    `SELECT count(*)::int AS files, coalesce(sum(f.size), 0)::float AS bytes FROM file f JOIN dispute d ON d.id = f.dispute_id
     WHERE f.created_by = $1 AND f.id <> $2 AND NOT ${ATTACHED}`,
    [userId, id],
  );
  if (files >= MOST_UNATTACHED.files || bytes + size > MOST_UNATTACHED.bytes) return false;
  await db.query(
    `INSERT INTO file (id, dispute_id, media_type, size, sha256, content, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING`,
    [id, disputeId, mediaType, size, sha256, sealed, userId],
  );
  return true;
}

export async function factsOfFile(db: Db, disputeId: string, id: string): Promise<FileFacts | null> {
  const [found] = await rows<FileFacts>(db, `SELECT ${FACTS} FROM file WHERE dispute_id = $1 AND id = $2`, [
    disputeId,
    id,
  ]);
  return found ?? null;
}

export async function contentOfFile(db: Db, disputeId: string, id: string): Promise<Buffer | null> {
  const [found] = await rows<{ content: Buffer }>(db, `SELECT content FROM file WHERE dispute_id = $1 AND id = $2`, [
    disputeId,
    id,
  ]);
  return found?.content ?? null;
}

/** What was handed in and attached to nothing goes after a while. */
export async function sweepFiles(db: Db, before: Date): Promise<void> {
  await db.query(
    `DELETE FROM file f USING dispute d WHERE f.created_at < $1 AND d.id = f.dispute_id
     AND NOT ${ATTACHED}`,
    [before],
  );
}
