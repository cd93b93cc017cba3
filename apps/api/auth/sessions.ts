import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { verify } from '@node-rs/argon2';
import { DataSource } from 'typeorm';
import { Directory } from '#persistence/directory.js';
import { scopesOf } from '#persistence/scopes.js';
import type { Actor } from './actor.js';

/** A working day and some more; after it one signs in again. */
const SESSION_HOURS = 12;
/** A right that was taken away ends after this long at the latest. */
const REMEMBERED_MS = 2_000;

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** A hash that no password has: verifying against it takes as long as against a real one. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$wWm5Uq0nZ2Ct6s9V7a5J3l2m0Yw0w9m0c3m1m2m3m4k';

/** Local accounts and their sessions. Only hashes of tokens are kept. */
@Injectable()
export class Sessions {
  private readonly remembered = new Map<string, { until: number; actor: Actor }>();

  constructor(
    private readonly source: DataSource,
    private readonly directory: Directory,
  ) {}

  /** Checks a password; null tells nobody whether the name or the password was wrong. */
  async open(username: string, password: string): Promise<{ token: string; actor: Actor; expiresAt: Date } | null> {
    const [account] = (await this.source.query(
      `SELECT password_hash AS "passwordHash" FROM account WHERE id = $1 AND active`,
      [username],
    )) as { passwordHash: string | null }[];
    const matches = await verify(account?.passwordHash ?? NOBODY, password).catch(() => false);
    const actor = account && matches ? await this.actorOf(username) : null;
    if (!actor) return null;
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + SESSION_HOURS * 3_600_000);
    await this.source.query(`INSERT INTO session (token_hash, account_id, expires_at) VALUES ($1, $2, $3)`, [
      hashOf(token),
      username,
      expiresAt,
    ]);
    return { token, actor, expiresAt };
  }

  async actorBy(token: string): Promise<Actor | null> {
    const remembered = this.remembered.get(token);
    if (remembered && remembered.until > Date.now()) return remembered.actor;
    const [session] = (await this.source.query(
      `SELECT account_id AS "accountId" FROM session WHERE token_hash = $1 AND expires_at > now()`,
      [hashOf(token)],
    )) as { accountId: string }[];
    const actor = session ? await this.actorOf(session.accountId) : null;
    this.remembered.delete(token);
    if (!actor) return null;
    if (this.remembered.size > 10_000) this.remembered.clear();
    this.remembered.set(token, { until: Date.now() + REMEMBERED_MS, actor });
    return actor;
  }

  async close(token: string): Promise<void> {
    this.remembered.delete(token);
    await this.source.query(`DELETE FROM session WHERE token_hash = $1`, [hashOf(token)]);
  }

  private async actorOf(accountId: string): Promise<Actor | null> {
    const tree = await this.directory.load();
    const account = tree.accounts.find((each) => each.id === accountId);
    if (!account) return null;
    const { id, name, departmentId, roles } = account;
    return {
      userId: id,
      name,
      departmentId,
      roles,
      superiorOf: roles.includes('supervisor') ? tree.descendants(departmentId) : [],
      scopes: scopesOf(account),
    };
  }
}
