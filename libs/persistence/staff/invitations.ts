import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';

/** By what somebody shows that they are who was invited: said once, kept as a hash, good for one password. */

export type InvitationKind = 'invitation' | 'reset';

const VALID: Record<InvitationKind, string> = { invitation: '7 days', reset: '1 day' };

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Behind the #: no server on the way and no log of one ever has it. Whose it is, the page says before they choose a password. */
export const invitationLink = (at: string, token: string, username: string): string =>
  `${at}/invitation?user=${encodeURIComponent(username)}#token=${token}`;

/** The one before ends. */
export async function invite(
  db: Db,
  userId: string,
  kind: InvitationKind,
  by: string,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const { expiresAt } = await one<{ expiresAt: Date }>(
    db,
    `INSERT INTO invitation AS i (account_id, token_hash, kind, made_by, expires_at)
     VALUES ($1, $2, $3, $4, now() + $5::interval)
     ON CONFLICT (account_id) DO UPDATE SET token_hash = excluded.token_hash, kind = excluded.kind,
       made_by = excluded.made_by, made_at = now(), expires_at = excluded.expires_at
     RETURNING expires_at AS "expiresAt"`,
    [userId, hashOf(token), kind, by, VALID[kind]],
  );
  return { token, expiresAt };
}

export interface Invitation {
  userId: string;
  kind: InvitationKind;
  expiresAt: Date;
}

/** Whom a token is of; null where it is nobody's, was used, or is over. Whoever asks keeps others from using it meanwhile. */
export async function findInvitation(db: Db, token: string): Promise<Invitation | null> {
  const [found = null] = await rows<Invitation>(
    db,
    `SELECT i.account_id AS "userId", i.kind, i.expires_at AS "expiresAt" FROM invitation i
     JOIN account a ON a.id = i.account_id AND a.active
     WHERE i.token_hash = $1 AND i.expires_at > now() FOR UPDATE OF i`,
    [hashOf(token)],
  );
  return found;
}

/** Nobody ever had it: where it was sent, it was not taken. */
export async function lapseInvitation(db: Db, userId: string): Promise<void> {
  await db.query(`UPDATE invitation SET expires_at = now() WHERE account_id = $1`, [userId]);
}

export async function endInvitation(db: Db, userId: string): Promise<void> {
  await db.query(`DELETE FROM invitation WHERE account_id = $1`, [userId]);
}
