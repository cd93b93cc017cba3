import type { PaperAbout, PaperKind } from '#domain/reading/papers.js';
import { canonical } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import type { TextKey } from '../vault/vault.js';

/** A paper as it was handed out; `n` is null for a rehearsal, `copy` counts all of its subject from 1. */
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

/** What became of a paper since. */
export interface PaperStanding {
  /** How many copies of its subject were void before its own first one. */
  voidBefore: number;
  voidedAt: Date | null;
  voidedBy: string | null;
  /** Why, sealed. */
  voidText: string | null;
}

/** What voiding says: all copies of a subject up to one. */
interface Voiding extends PaperAbout {
  upTo: number;
  voidedAt: Date;
  voidedBy: string;
}

const COLUMNS = `id, kind, subject_id AS "subjectId", sender, year, n, copy, issued_at AS "issuedAt", issued_by AS "issuedBy"`;
const OF_SUBJECT = `v.dispute_id = p.dispute_id AND v.kind = p.kind AND v.subject_id = p.subject_id`;
/** Papers with how they stand, by what is asked of `p`. */
const standing = (columns: string, condition: string) =>
  `SELECT ${columns}, coalesce((SELECT max(v.up_to) FROM void_paper v WHERE ${OF_SUBJECT} AND v.up_to < p.copy), 0) AS "voidBefore",
     w.voided_at AS "voidedAt", w.voided_by AS "voidedBy", w.text AS "voidText"
   FROM paper p LEFT JOIN LATERAL (
     SELECT * FROM void_paper v WHERE ${OF_SUBJECT} AND v.up_to >= p.copy ORDER BY v.up_to LIMIT 1) w ON true
   WHERE ${condition}`;
const OWN = COLUMNS.replace(/(^|, )(\w+)/g, '$1p.$2');

export async function papersOf(db: Db, disputeId: string): Promise<(IssuedPaper & PaperStanding)[]> {
  return rows(db, `${standing(OWN, 'p.dispute_id = $1')} ORDER BY p.issued_at, p.id`, [disputeId]);
}

/** All of a case with what is on them, sealed. */
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
): Promise<(IssuedPaper & PaperStanding & { text: string }) | null> {
  const [found] = await rows<IssuedPaper & PaperStanding & { text: string }>(
    db,
    standing(`${OWN}, p.text`, 'p.dispute_id = $1 AND p.id = $2'),
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
): Promise<Pick<IssuedPaper, 'sender' | 'year' | 'n' | 'copy'> & Pick<PaperStanding, 'voidBefore'>> {
  return one(
    db,
    `SELECT sender, year, n, copy, coalesce((SELECT max(v.up_to) FROM void_paper v
       WHERE v.dispute_id = $1 AND v.kind = $2 AND v.subject_id = $3), 0) AS "voidBefore"
     FROM next_paper($1, $2, $3, $4, $5, $6)`,
    [disputeId, kind, subjectId, by.sender, by.year, by.numbered],
  );
}

/** What of a paper is sealed with it: all that its row says. */
function factsOf({ id, kind, subjectId, sender, year, n, copy, issuedAt, issuedBy }: IssuedPaper): IssuedPaper {
  return { id, kind, subjectId, sender, year, n, copy, issuedAt, issuedBy };
}

/** What is on the paper is sealed together with the facts of its row: none can be altered without the other. */
export async function keepPaper(
  db: Db,
  key: TextKey,
  disputeId: string,
  paper: IssuedPaper,
  sheet: unknown,
): Promise<IssuedPaper> {
  const text = key.seal({ sheet, issued: factsOf(paper) });
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
export function sheetOf<T>(key: TextKey, paper: IssuedPaper & { text: string }): T {
  const { sheet, issued } = key.open(paper.text) as { sheet: T; issued: unknown };
  if (canonical(issued) !== canonical(JSON.parse(JSON.stringify(factsOf(paper)))))
    throw new Error('not what was issued');
  return sheet;
}

/**
 * A paper holds no longer, nor does any other copy with its number. What was void stays so, for the reason that was given.
 *
 * @returns up to which copy; null where it was void before
 */
export async function voidPaper(
  db: Db,
  key: TextKey,
  disputeId: string,
  id: string,
  by: { userId: string; at: Date; reason: string },
): Promise<number | null> {
  // Whoever issues another copy meanwhile waits.
  await db.query(
    `SELECT pg_advisory_xact_lock(hashtext('paper ' || kind)) FROM paper WHERE dispute_id = $1 AND id = $2`,
    [disputeId, id],
  );
  const paper = (await findPaper(db, disputeId, id))!;
  if (paper.voidedAt) return null;
  const { kind, subjectId } = paper;
  const { upTo } = await one<{ upTo: number }>(
    db,
    `SELECT max(copy) AS "upTo" FROM paper WHERE dispute_id = $1 AND kind = $2 AND subject_id = $3`,
    [disputeId, kind, subjectId],
  );
  const voided: Voiding = { kind, subjectId, upTo, voidedAt: by.at, voidedBy: by.userId };
  await db.query(
    `INSERT INTO void_paper (dispute_id, kind, subject_id, up_to, voided_at, voided_by, text)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [disputeId, kind, subjectId, upTo, by.at, by.userId, key.seal({ reason: by.reason, voided })],
  );
  return upTo;
}

/** Why a paper is void. */
export const voidReason = (key: TextKey, text: string): string => (key.open(text) as { reason: string }).reason;

/** The voidings of a case that are not what was said: altered, or of another case. */
export async function alteredVoidings(db: Db, key: TextKey, disputeId: string): Promise<Voiding[]> {
  const found = await rows<Voiding & { text: string }>(
    db,
    `SELECT kind, subject_id AS "subjectId", up_to AS "upTo", voided_at AS "voidedAt", voided_by AS "voidedBy", text
     FROM void_paper WHERE dispute_id = $1 ORDER BY kind, subject_id, up_to`,
    [disputeId],
  );
  return found.filter(({ text, ...voiding }) => {
    try {
      const { voided } = key.open(text) as { voided: unknown };
      return canonical(voided) !== canonical(JSON.parse(JSON.stringify(voiding)));
    } catch {
      return true;
    }
  });
}

/** Papers of a dispute that the access log tells of and that are gone. */
export async function lostPapers(db: Db, disputeId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT DISTINCT data ->> 'paperId' AS id FROM access_log WHERE dispute_id = $1 AND action = 'paper' AND data ? 'paperId'
     EXCEPT SELECT id::text FROM paper WHERE dispute_id = $1 ORDER BY 1`,
    [disputeId],
  );
  return found.map(({ id }) => id);
}

/** What the access log says was made void, and is not there. */
export async function lostVoidings(db: Db, disputeId: string): Promise<PaperAbout[]> {
  return rows<PaperAbout>(
    db,
    `SELECT DISTINCT l.data ->> 'kind' AS kind, l.data ->> 'subjectId' AS "subjectId" FROM access_log l
     WHERE l.dispute_id = $1 AND l.action = 'paper' AND l.data ? 'voided' AND NOT EXISTS (
       SELECT FROM void_paper v WHERE v.dispute_id = l.dispute_id AND v.kind = l.data ->> 'kind'
         AND v.subject_id = l.data ->> 'subjectId' AND v.up_to = (l.data ->> 'voided')::integer) ORDER BY 1, 2`,
    [disputeId],
  );
}
