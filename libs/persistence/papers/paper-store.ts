import type { PaperAbout, PaperKind } from '#domain/reading/papers.js';
import { canonical } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import type { TextKey } from '../vault/vault.js';

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
  return rows<IssuedPaper>(db, `SELECT ${COLUMNS} FROM paper WHERE dispute_id = $1 ORDER BY issued_at, id`, [
    disputeId,
  ]);
}

/** The same with what is on them, sealed. */
export async function sealedPapersOf(db: Db, disputeId: string): Promise<(IssuedPaper & { text: string })[]> {
  return rows<IssuedPaper & { text: string }>(
    db,
    `SELECT ${COLUMNS}, text FROM paper WHERE dispute_id = $1 ORDER BY issued_at, id`,
    [disputeId],
  );
}

export async function findPaper(
  db: Db,
  disputeId: string,
  id: string,
): Promise<(IssuedPaper & { text: string }) | null> {
  const [found] = await rows<IssuedPaper & { text: string }>(
    db,
    `SELECT ${COLUMNS}, text FROM paper WHERE dispute_id = $1 AND id = $2`,
    [disputeId, id],
  );
  return found ?? null;
}

/** The next copy's number; it is this transaction's until that ends, so that no number is left out or given twice. */
export async function nextPaper(
  db: Db,
  disputeId: string,
  { kind, subjectId }: PaperAbout,
  by: { sender: string; year: number; numbered: boolean },
): Promise<Pick<IssuedPaper, 'sender' | 'year' | 'n' | 'copy'>> {
  const next = await one<Pick<IssuedPaper, 'sender' | 'year' | 'n' | 'copy'>>(
    db,
    `SELECT sender, year, n, copy FROM next_paper($1, $2, $3, $4, $5, $6)`,
    [disputeId, kind, subjectId, by.sender, by.year, by.numbered],
  );
  return next;
}

/** What is on the paper is sealed together with the facts of its row: none can be altered without the other. */
export async function keepPaper(
  db: Db,
  key: TextKey,
  disputeId: string,
  paper: IssuedPaper,
  sheet: unknown,
): Promise<IssuedPaper> {
  const text = key.seal({ sheet, issued: paper });
  const { id, kind, subjectId, sender, year, n, copy, issuedAt, issuedBy } = paper;
  const kept = await one<IssuedPaper>(
    db,
    `INSERT INTO paper (id, dispute_id, kind, subject_id, sender, year, n, copy, issued_at, issued_by, text)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${COLUMNS}`,
    [id, disputeId, kind, subjectId, sender, year, n, copy, issuedAt, issuedBy, text],
  );
  return kept;
}

/** What is on a paper, as it was sealed; throws when it is not what was issued. */
export function sheetOf<T>(key: TextKey, { text, ...paper }: IssuedPaper & { text: string }): T {
  const { sheet, issued } = key.open(text) as { sheet: T; issued: unknown };
  if (canonical(issued) !== canonical(JSON.parse(JSON.stringify(paper)))) throw new Error('not what was issued');
  return sheet;
}

/** Papers of a dispute that the access log tells of and that are gone. */
export async function lostPapers(db: Db, disputeId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT DISTINCT data ->> 'paperId' AS id FROM access_log WHERE dispute_id = $1 AND action = 'paper'
     EXCEPT SELECT id::text FROM paper WHERE dispute_id = $1 ORDER BY 1`,
    [disputeId],
  );
  return found.map(({ id }) => id);
}
