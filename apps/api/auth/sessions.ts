import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConfigError, type Config } from '#config/config.js';
import { isUnwritable } from '#persistence/database/connections.js';
import type { Db } from '#persistence/database/database.js';
import { one, rows } from '#persistence/database/rows.js';
import { Directory } from '#persistence/people/directory.js';
import { hashPassword, isOutdated, isPassword } from '#guard/passwords.js';
import { scopesOf } from '#domain/people/readers.js';
import { regionOf } from '#domain/people/regions.js';
import { tends } from '#domain/people/staffing.js';
import type { Role } from '#domain/words.js';
import type { Session } from './answers.js';
import { Changes } from '../engine/changes.js';
import { CONFIG } from '../http/tokens.js';
import type { Actor, Credential } from '../http/actor.js';
import { Problem } from '../http/problem.js';
import type { SignedOut } from './provider.js';
import { TOKEN_PREFIX, type TokenScope } from '../http/token-scopes.js';

/** A right that was taken away ends after this long at the latest. */
const REMEMBERED_MS = 2_000;
/** How often the last use is written down. */
const USED_EVERY_MS = 60_000;

export interface Identified {
  actor: Actor;
  credential: Credential;
}

export interface OpenedSession {
  token: string;
  actor: Actor;
  expiresAt: Date;
}

/** What a person had given to programs and to a calendar. */
export interface Ended {
  tokens: string[];
  feed: boolean;
}

export const hashOfToken = (token: string) => createHash('sha256').update(token).digest();

/**
 * Of a row of a token: whom a provider vouches for has to be vouched for anew now and then, so that who left is gone.
 *
 * @param days the place of OIDC_VOUCH_DAYS among the parameters
 */
export const isVouchedFor = (days: string) =>
  `EXISTS (SELECT 1 FROM account a WHERE a.id = account_id AND (a.oidc_subject IS NULL
    OR a.vouched_at > now() - make_interval(days => ${days})))`;

/** What a provider that vouched for somebody gave, each sealed. */
export interface VouchedSession {
  idToken: string;
  /** With what it is asked while this session lasts, */
  refreshToken: string | null;
  /** or about the person, whether they are signed in here or not. */
  lastingToken: string | null;
  /** The name of its own session. */
  sid: string | null;
  /** When they proved to it that it is them. */
  provedAt: Date | null;
}

/** A session or a person of whom the provider is to be asked, and with what. */
export interface ToAsk {
  of: 'session' | 'person';
  id: string;
  sealed: string;
}

/** When the last night began: three in the morning of China, as that of the worker's housekeeping. */
const NIGHT = `(date_trunc('day', now() AT TIME ZONE 'UTC' + interval '5 hours') - interval '5 hours') AT TIME ZONE 'UTC'`;

/** Who calls: local accounts, their sessions, and what token belongs to whom. Only hashes of tokens are kept. */
@Injectable()
export class Sessions implements OnModuleInit {
  private readonly remembered = new Map<string, { until: number; usedAt: number; identified: Identified }>();
  /** Hears of each session that somebody is at work with, every few seconds. */
  whenUsed: (id: string) => void = () => undefined;

  constructor(
    private readonly source: DataSource,
    private readonly directory: Directory,
    @Inject(CONFIG) private readonly config: Config,
    changes: Changes,
  ) {
    // Before any stream looks at the same announcement: those are made after this.
    changes.hear({
      heard: ({ ended }) => ended?.forEach((each) => this.forget(each)),
      connected: () => this.remembered.clear(),
    });
  }

  /**
   * Everybody knows the password of a demo account: where it counts there is none.
   *
   * @throws ConfigError where there is one in production
   */
  async onModuleInit(): Promise<void> {
    if (this.config.NODE_ENV !== 'production') return;
    const [found] = await rows(this.source, `SELECT 1 FROM account WHERE demo AND active LIMIT 1`);
    if (found) throw new ConfigError('this database holds demo accounts: it cannot be served with NODE_ENV=production');
  }

  /**
   * Whom somebody means who types this: user names know no case, width or blanks.
   *
   * @returns `name`, the same for all that mean the same; `id` of the account, null where there is none
   */
  async named(typed: string): Promise<{ name: string; id: string | null }> {
    const found = await one<{ name: string; id: string | null }>(
      this.source,
      `SELECT username_key($1) AS name, account_named($1) AS id`,
      [typed],
    );
    return found;
  }

  /**
   * Whether somebody is the local administrator of an installation that an identity provider signs people in to: for the day
   * when the provider is away. The demo's are none.
   */
  async isBreakGlass(accountId: string | null): Promise<boolean> {
    const found = await rows<{ roles: Role[] }>(
      this.source,
      `SELECT roles FROM account WHERE id = $1 AND active AND NOT demo AND oidc_subject IS NULL`,
      [accountId],
    );
    return found.some(tends);
  }

  /** Checks a password; null tells nobody whether there is no such account or the password was wrong. */
  async check(accountId: string | null, password: string): Promise<Actor | null> {
    const [account] = await rows<{ id: string; passwordHash: string | null }>(
      this.source,
      `SELECT id, password_hash AS "passwordHash" FROM account WHERE id = $1 AND active`,
      [accountId],
    );
    if (!(await isPassword(password, account?.passwordHash))) return null;
    const { id, passwordHash } = account!;
    if (isOutdated(passwordHash!)) await this.keepPassword(id, password);
    return this.actorOf(id);
  }

  /**
   * The new password takes effect for the next sign-in; whoever was signed in with the old one ends here, and so does what
   * was given to programs and calendars while it was good.
   *
   * @returns what ended beside the sessions
   */
  async setPassword(db: Db, accountId: string, password: string, keptSession: string | null): Promise<Ended> {
    await this.keepPassword(accountId, password, db);
    await this.endOthers(accountId, keptSession, db);
    return this.endGiven(accountId, db);
  }

  /** Ends the password itself, and what was opened with it: nobody signs in until another one is set. */
  async clearPassword(db: Db, accountId: string): Promise<void> {
    await db.query(`UPDATE account SET password_hash = NULL WHERE id = $1`, [accountId]);
    await this.endOthers(accountId, null, db);
    await this.endGiven(accountId, db);
  }

  /** Ends what a person gave to programs and calendars. */
  private async endGiven(accountId: string, db: Db): Promise<Ended> {
    const ended = await one<Ended>(
      db,
      `WITH t AS (DELETE FROM api_token WHERE account_id = $1 RETURNING id),
         f AS (DELETE FROM feed_token WHERE account_id = $1 RETURNING 1)
       SELECT array(SELECT id::text FROM t ORDER BY 1) AS tokens, EXISTS (SELECT 1 FROM f) AS feed`,
      [accountId],
    );
    this.forget(accountId);
    return ended;
  }

  /** Ends all access of whom the provider names, where there is such a person. */
  async endAllOf(subject: string, db: Db): Promise<{ userId: string; departmentId: string } | null> {
    const [found] = await rows<{ userId: string; departmentId: string }>(
      db,
      `SELECT id AS "userId", department_id AS "departmentId" FROM account WHERE oidc_subject = $1`,
      [subject],
    );
    if (!found) return null;
    await this.endOthers(found.userId, null, db);
    await this.endGiven(found.userId, db);
    // Whoever looks after them reads in the readiness who is gone, and says who takes over.
    await db.query(`UPDATE account SET vouched_at = NULL, provider_token = NULL WHERE id = $1`, [found.userId]);
    return found;
  }

  private async keepPassword(accountId: string, password: string, db: Db = this.source): Promise<void> {
    await db.query(`UPDATE account SET password_hash = $2 WHERE id = $1`, [accountId, await hashPassword(password)]);
  }

  /**
   * @param vouched what a provider that vouched for the person gave; none where they proved here and now that it is them
   */
  async open(actor: Actor, agent: string | undefined, vouched: VouchedSession | null = null): Promise<OpenedSession> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + this.config.SESSION_HOURS * 3_600_000);
    await this.source.query(
      `WITH over AS (DELETE FROM session WHERE account_id = $2 AND expires_at < now()),
         seen AS (UPDATE account SET signed_in_at = now(), provider_token = $9, provider_asked_at = now() WHERE id = $2)
       INSERT INTO session (token_hash, account_id, expires_at, agent, id_token, provider_sid, proved_at,
         refresh_token, asked_at)
       VALUES ($1, $2, $3, $4, $5, $6, least($7, now()), $8, now())`,
      [
        hashOfToken(token),
        actor.userId,
        expiresAt,
        agent?.slice(0, 200) ?? null,
        vouched?.idToken ?? null,
        vouched?.sid ?? null,
        vouched ? vouched.provedAt : new Date(),
        vouched?.refreshToken ?? null,
        vouched?.lastingToken ?? null,
      ],
    );
    return { token, actor, expiresAt };
  }

  /** Whose token it is, of a session or of a program; null where it is nobody's, or not any more. */
  async identify(token: string): Promise<Identified | null> {
    const remembered = this.remembered.get(token);
    const now = Date.now();
    if (remembered && remembered.until > now) return remembered.identified;
    this.remembered.delete(token);
    const used = !remembered || remembered.usedAt < now - USED_EVERY_MS;
    const look = async (noting: boolean) =>
      token.startsWith(TOKEN_PREFIX) ? this.program(token, noting) : this.session(token, noting);
    const found = await look(used).catch((error: unknown) => {
      // That it was used cannot be written down: whoever has it may read all the same.
      if (used && isUnwritable(error)) return look(false);
      throw error;
    });
    const actor = found && (await this.actorOf(found.accountId));
    if (!actor) return null;
    if (this.remembered.size > 10_000) this.remembered.clear();
    if (found.credential.kind === 'session') this.whenUsed(found.credential.id);
    const identified = { actor, credential: found.credential };
    this.remembered.set(token, {
      until: now + REMEMBERED_MS,
      usedAt: used ? now : remembered.usedAt,
      identified,
    });
    return identified;
  }

  async actorBy(token: string): Promise<Actor | null> {
    return (await this.identify(token))?.actor ?? null;
  }

  private async session(token: string, used: boolean) {
    const which = `token_hash = $1 AND expires_at > now() AND used_at > now() - make_interval(mins => $2)`;
    const [found] = await rows<{ id: string; accountId: string }>(
      this.source,
      used
        ? `WITH u AS (UPDATE session SET used_at = now() WHERE ${which} RETURNING id, account_id)
           SELECT id, account_id AS "accountId" FROM u`
        : `SELECT id, account_id AS "accountId" FROM session WHERE ${which}`,
      [hashOfToken(token), this.config.SESSION_IDLE_MINUTES],
    );
    return found && { accountId: found.accountId, credential: { kind: 'session' as const, id: found.id } };
  }

  private async program(token: string, used: boolean) {
    const which = `token_hash = $1 AND expires_at > now() AND ${isVouchedFor('$2')}`;
    const [found] = await rows<{ id: string; accountId: string; scopes: TokenScope[] }>(
      this.source,
      used
        ? `WITH u AS (UPDATE api_token SET used_at = now() WHERE ${which} RETURNING id, account_id, scopes)
           SELECT id, account_id AS "accountId", scopes FROM u`
        : `SELECT id, account_id AS "accountId", scopes FROM api_token WHERE ${which}`,
      [hashOfToken(token), this.config.OIDC_VOUCH_DAYS],
    );
    if (!found) return undefined;
    const { id, accountId, scopes } = found;
    return { accountId, credential: { kind: 'token' as const, id, scopes } };
  }

  async list(accountId: string): Promise<Session[]> {
    return rows<Session>(
      this.source,
      `SELECT id, created_at AS "createdAt", used_at AS "usedAt", expires_at AS "expiresAt", agent FROM session
       WHERE account_id = $1 AND expires_at > now() ORDER BY used_at DESC, id`,
      [accountId],
    );
  }

  /**
   * That the person asks, and proved not long ago that it is them; asked of the database, which every process does.
   *
   * @throws Problem IN_PERSON_ONLY, SIGN_IN_AGAIN
   */
  async demandRecent({ kind, id }: Credential): Promise<void> {
    if (kind !== 'session') throw new Problem('IN_PERSON_ONLY');
    const withinMinutes = this.config.RECENT_SIGN_IN_MINUTES;
    if (!(await this.isRecent(id))) throw new Problem('SIGN_IN_AGAIN', { withinMinutes });
  }

  private async isRecent(id: string): Promise<boolean> {
    const [found] = await rows<{ recent: boolean | null }>(
      this.source,
      `SELECT proved_at > now() - make_interval(mins => $2) AS recent FROM session WHERE id = $1`,
      [id, this.config.RECENT_SIGN_IN_MINUTES],
    );
    return found?.recent === true;
  }

  /** What the provider gave for a session, sealed. */
  async idTokenOf(id: string): Promise<string | null> {
    const [found] = await rows<{ token: string | null }>(
      this.source,
      `SELECT id_token AS token FROM session WHERE id = $1`,
      [id],
    );
    return found?.token ?? null;
  }

  /** With what the provider is to be asked about a session now; null where it is not time, or nothing to ask with. */
  async toAskWith(id: string, everySeconds: number): Promise<ToAsk | null> {
    const [due] = await rows<ToAsk>(
      this.source,
      `WITH its AS (
         UPDATE session SET asked_at = now()
         WHERE id = $1 AND refresh_token IS NOT NULL AND asked_at < now() - make_interval(secs => $2)
         RETURNING 'session' AS of, id::text, refresh_token AS sealed),
       theirs AS (
         UPDATE account a SET provider_asked_at = now() FROM session s
         WHERE s.id = $1 AND s.refresh_token IS NULL AND s.id_token IS NOT NULL AND a.id = s.account_id
           AND a.provider_token IS NOT NULL AND a.provider_asked_at < now() - make_interval(secs => $2)
         RETURNING 'person' AS of, a.id, a.provider_token AS sealed)
       SELECT * FROM its UNION ALL SELECT * FROM theirs`,
      [id, everySeconds],
    );
    return due ?? null;
  }

  /** The next person of whom it was not asked since the last night began; whichever process it is, each is asked about once. */
  async toAskAtNight(): Promise<ToAsk | null> {
    const [due] = await rows<ToAsk>(
      this.source,
      `UPDATE account SET provider_asked_at = now() WHERE id = (
         SELECT id FROM account WHERE active AND provider_token IS NOT NULL AND provider_asked_at < ${NIGHT}
         ORDER BY provider_asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING 'person' AS of, id, provider_token AS sealed`,
    );
    return due ?? null;
  }

  async askNextWith({ of, id }: ToAsk, sealed: string): Promise<void> {
    const kept = of === 'person' ? 'account SET provider_token' : 'session SET refresh_token';
    await this.source.query(`UPDATE ${kept} = $2 WHERE id = $1`, [id, sealed]);
  }

  /** The provider gave no answer: of this person it is asked once more tonight. */
  async askOnceMore({ id }: ToAsk): Promise<void> {
    await this.source.query(`UPDATE account SET provider_asked_at = ${NIGHT} - interval '1 second' WHERE id = $1`, [
      id,
    ]);
  }

  /** It vouches for them still, and says nothing new of them. */
  async vouchedAgain(accountId: string): Promise<void> {
    await this.source.query(`UPDATE account SET vouched_at = now() WHERE id = $1 AND vouched_at IS NOT NULL`, [
      accountId,
    ]);
  }

  /** The provider vouches for them no more: who is at work is out, and what they gave to programs rests until it does again. */
  async endVouching(accountId: string, db: Db): Promise<{ userId: string; departmentId: string } | null> {
    await this.endOthers(accountId, null, db);
    const [found] = await rows<{ userId: string; departmentId: string }>(
      db,
      `WITH gone AS (
         UPDATE account SET vouched_at = NULL, provider_token = NULL WHERE id = $1 AND provider_token IS NOT NULL
         RETURNING id, department_id)
       SELECT id AS "userId", department_id AS "departmentId" FROM gone`,
      [accountId],
    );
    return found ?? null;
  }

  /** @returns whose session it was; null where it had ended before */
  async endOne(id: string, db: Db): Promise<{ userId: string; departmentId: string } | null> {
    const [ended] = await rows<{ userId: string; departmentId: string }>(
      db,
      `WITH gone AS (DELETE FROM session WHERE id = $1 RETURNING account_id)
       SELECT a.id AS "userId", a.department_id AS "departmentId" FROM account a JOIN gone ON gone.account_id = a.id`,
      [id],
    );
    return ended ?? null;
  }

  /** Ends the session that a browser had before it signed in anew, whoever's it was. */
  async endReplaced(token: string | undefined): Promise<void> {
    if (token === undefined) return;
    await this.source.query(`DELETE FROM session WHERE token_hash = $1`, [hashOfToken(token)]);
    this.remembered.delete(token);
  }

  /** @returns whether there was one */
  async end(accountId: string, id: string): Promise<boolean> {
    const ended = await rows(
      this.source,
      `WITH gone AS (DELETE FROM session WHERE account_id = $1 AND id = $2 RETURNING id) SELECT id FROM gone`,
      [accountId, id],
    );
    this.forget(accountId);
    return ended.length > 0;
  }

  /**
   * Ends what the provider ended: its one session where it names it, else all that it had vouched for until then. Whoever
   * sends the same again ends nothing that began since.
   *
   * @returns whose sessions ended
   */
  async endByProvider({ subject, sid, at }: SignedOut): Promise<string[]> {
    const ended = await rows<{ accountId: string }>(
      this.source,
      `WITH gone AS (
         DELETE FROM session s USING account a
         WHERE a.id = s.account_id AND s.id_token IS NOT NULL
           AND ($1::text IS NULL OR a.oidc_subject = $1)
           AND CASE WHEN $2::text IS NULL THEN s.created_at <= $3 ELSE s.provider_sid = $2 END
         RETURNING account_id)
       SELECT DISTINCT account_id AS "accountId" FROM gone`,
      [subject, sid, at],
    );
    for (const { accountId } of ended) this.forget(accountId);
    return ended.map(({ accountId }) => accountId);
  }

  /**
   * Signs a person out everywhere.
   *
   * @param kept the session in which they ask for it, which goes on; null for none
   */
  async endOthers(accountId: string, kept: string | null, db: Db = this.source): Promise<void> {
    await db.query(`DELETE FROM session WHERE account_id = $1 AND id IS DISTINCT FROM $2::uuid`, [accountId, kept]);
    this.forget(accountId);
  }

  /** What this process remembers of a person's tokens; others forget by themselves within two seconds. */
  forget(accountId: string): void {
    for (const [token, { identified }] of this.remembered) {
      if (identified.actor.userId === accountId) this.remembered.delete(token);
    }
  }

  async actorOf(accountId: string): Promise<Actor | null> {
    return (await this.actorsOf([accountId])).get(accountId) ?? null;
  }

  /** As they are now, by account; those who are here no more are missing. */
  async actorsOf(accountIds: readonly string[]): Promise<Map<string, Actor>> {
    const tree = await this.directory.load();
    const wanted = new Set(accountIds);
    return new Map(
      tree.accounts
        .filter(({ id }) => wanted.has(id))
        .map((account) => {
          const actor = tree.actorOf(account);
          const { departmentId } = actor;
          return [
            account.id,
            {
              ...actor,
              name: account.name,
              scopes: scopesOf(actor, tree),
              region: regionOf(departmentId, tree),
            },
          ];
        }),
    );
  }
}
