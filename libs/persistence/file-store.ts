import type { FileType } from '#domain/words.js';
import type { Db } from './database.js';

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

/** A file that came twice is kept once. */
export async function keepFile(
  db: Db,
  disputeId: string,
  { id, mediaType, size, sha256 }: FileFacts,
  sealed: Buffer,
  userId: string,
): Promise<void> {
  await db.query(
    `INSERT INTO file (id, dispute_id, media_type, size, sha256, content, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING`,
    [id, disputeId, mediaType, size, sha256, sealed, userId],
  );
}

export async function factsOfFile(db: Db, disputeId: string, id: string): Promise<FileFacts | null> {
  const [found] = (await db.query(`SELECT ${FACTS} FROM file WHERE dispute_id = $1 AND id = $2`, [
    disputeId,
    id,
  ])) as FileFacts[];
  return found ?? null;
}

export async function contentOfFile(db: Db, disputeId: string, id: string): Promise<Buffer | null> {
  const [found] = (await db.query(`SELECT content FROM file WHERE dispute_id = $1 AND id = $2`, [disputeId, id])) as {
    content: Buffer;
  }[];
  return found?.content ?? null;
}

/** What was handed in and attached to nothing goes after a while. */
export async function sweepFiles(db: Db, before: Date): Promise<void> {
  await db.query(
    `DELETE FROM file f USING dispute d WHERE f.created_at < $1 AND d.id = f.dispute_id
     AND NOT coalesce(d.row -> 'attachments', '[]') @> jsonb_build_array(jsonb_build_object('id', f.id))`,
    [before],
  );
}
