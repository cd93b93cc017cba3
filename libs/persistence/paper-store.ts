import type { PaperAbout, PaperKind } from '#domain/papers.js';
import type { Db } from './database.js';

/** A paper as it was handed out; `n` is null for a rehearsal, `copy` counts from 1. */
export interface IssuedPaper {
  id: string;
  kind: PaperKind;
  subjectId: string;
  sender: string;
  year: number;
  n: number | null;
  copy: number;
  issuedAt: Date;
  issuedBy: string;
}

const COLUMNS = `id, kind, subject_id AS "subjectId", sender, year, n, copy, issued_at AS "issuedAt", issued_by AS "issuedBy"`;

export async function papersOf(db: Db, disputeId: string): Promise<IssuedPaper[]> {
  return (await db.query(`SELECT ${COLUMNS} FROM paper WHERE dispute_id = $1 ORDER BY issued_at, id`, [
    disputeId,
  ])) as IssuedPaper[];
}

export async function findPaper(
  db: Db,
  disputeId: string,
  id: string,
): Promise<(IssuedPaper & { text: string }) | null> {
  const [found] = (await db.query(`SELECT ${COLUMNS}, text FROM paper WHERE dispute_id = $1 AND id = $2`, [
    disputeId,
    id,
  ])) as (IssuedPaper & { text: string })[];
  return found ?? null;
}

/** The next copy's number; it is this transaction's until that ends, so that no number is left out or given twice. */
export async function nextPaper(
  db: Db,
  disputeId: string,
  { kind, subjectId }: PaperAbout,
  by: { sender: string; year: number; numbered: boolean },
): Promise<Pick<IssuedPaper, 'sender' | 'year' | 'n' | 'copy'>> {
  const [next] = (await db.query(`SELECT sender, year, n, copy FROM next_paper($1, $2, $3, $4, $5, $6)`, [
    disputeId,
    kind,
    subjectId,
    by.sender,
    by.year,
    by.numbered,
  ])) as Pick<IssuedPaper, 'sender' | 'year' | 'n' | 'copy'>[];
  return next!;
}

export async function keepPaper(db: Db, disputeId: string, paper: IssuedPaper, text: string): Promise<IssuedPaper> {
  const { id, kind, subjectId, sender, year, n, copy, issuedAt, issuedBy } = paper;
  const [kept] = (await db.query(
    `INSERT INTO paper (id, dispute_id, kind, subject_id, sender, year, n, copy, issued_at, issued_by, text)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${COLUMNS}`,
    [id, disputeId, kind, subjectId, sender, year, n, copy, issuedAt, issuedBy, text],
  )) as IssuedPaper[];
  return kept!;
}
