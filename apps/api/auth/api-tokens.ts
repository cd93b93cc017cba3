import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Db } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';
import type { ApiToken } from './answers.js';
import { Problem } from '../http/problem.js';
import { Sessions, hashOfToken } from './sessions.js';
import { TOKEN_PREFIX, type TokenScope } from '../http/token-scopes.js';

const TOKENS_A_PERSON = 20;

const COLUMNS = `id, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt", used_at AS "usedAt"`;

/** Tokens that a person gives to other systems: they act as that person, and do no more than their scopes. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly source: DataSource,
    private readonly sessions: Sessions,
  ) {}

  async list(accountId: string): Promise<ApiToken[]> {
    return rows<ApiToken>(
      this.source,
      `SELECT ${COLUMNS} FROM api_token WHERE account_id = $1 ORDER BY created_at, id`,
      [accountId],
    );
  }

  /**
   * The token itself is shown this once.
   *
   * @param db the transaction in which it is noted
   * @throws Problem TOO_MANY_TOKENS
   */
  async create(accountId: string, name: string, scopes: TokenScope[], expiresAt: string, db: Db) {
    const token = `${TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
    const [made] = await rows<ApiToken>(
      db,
      `INSERT INTO api_token (token_hash, account_id, name, scopes, expires_at)
       SELECT $1, $2, $3, $4, $5
       WHERE (SELECT count(*) FROM api_token WHERE account_id = $2 AND expires_at > now()) < $6
       RETURNING ${COLUMNS}`,
      [hashOfToken(token), accountId, name, [...new Set(scopes)], expiresAt, TOKENS_A_PERSON],
    );
    if (!made) throw new Problem('TOO_MANY_TOKENS', { most: TOKENS_A_PERSON });
    return { ...made, token };
  }

  /** @returns what it was; null where there was none */
  async revoke(accountId: string, id: string, db: Db): Promise<Pick<ApiToken, 'scopes' | 'expiresAt'> | null> {
    const [gone = null] = await rows<Pick<ApiToken, 'scopes' | 'expiresAt'>>(
      db,
      `WITH gone AS (DELETE FROM api_token WHERE account_id = $1 AND id = $2 RETURNING scopes, expires_at)
       SELECT scopes, expires_at AS "expiresAt" FROM gone`,
      [accountId, id],
    );
    this.sessions.forget(accountId);
    return gone;
  }
}
