import { randomBytes } from 'node:crypto';
import { Controller, Delete, Get, Header, Headers, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { transaction, type Db } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';
import { visitsFor } from '#persistence/reading/feed-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { AccessLog } from '../audit/access-log.js';
import { CurrentActor, InPerson, Public, type Actor } from '../http/actor.js';
import { Sessions, hashOfToken, isVouchedFor } from '../auth/sessions.js';
import { Answers } from '../http/document.js';
import { notFound } from '../http/problem.js';
import { publicUrl } from '../http/public-url.js';
import { CONFIG } from '../http/tokens.js';
import { languageOf } from '../http/wording.js';
import { visitCalendar } from './calendar.js';

const FeedQuery = z.strictObject({ token: z.string().max(100) });

/** A person's return visits for their calendar, at an address that is as good as a password for this one thing. */
@ApiTags('visits')
@Controller()
export class FeedController {
  constructor(
    private readonly source: DataSource,
    private readonly sessions: Sessions,
    private readonly reader: Reader,
    private readonly log: AccessLog,
    private readonly rulebook: Rulebook,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('visits/feed')
  @InPerson()
  @Answers(201, 'MadeFeed')
  @ApiOperation({ summary: "Make the address of the caller's calendar feed anew; the one before ends" })
  async createFeed(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    const token = randomBytes(32).toString('base64url');
    await this.change(actor, 'feed-made', (db) =>
      db.query(
        `INSERT INTO feed_token (account_id, token_hash) VALUES ($1, $2) ON CONFLICT (account_id)
       DO UPDATE SET token_hash = excluded.token_hash, created_at = now(), used_at = NULL`,
        [actor.userId, hashOfToken(token)],
      ),
    );
    return { url: `${publicUrl(this.config, request)}/api/v1/visits.ics?token=${token}`, token };
  }

  @Get('visits/feed')
  @InPerson()
  @Answers(200, 'Feed')
  @ApiOperation({
    summary: 'When the caller made their calendar feed, and when a calendar last read it; null where there is none',
  })
  async getFeed(@CurrentActor() actor: Actor) {
    return (await feedOf(this.source, actor)) ?? { createdAt: null, usedAt: null };
  }

  @Delete('visits/feed')
  @InPerson()
  @Answers(204)
  @ApiOperation({ summary: "End the caller's calendar feed" })
  async revokeFeed(@CurrentActor() actor: Actor): Promise<void> {
    await this.change(actor, 'feed-revoked', (db) =>
      db.query(`DELETE FROM feed_token WHERE account_id = $1`, [actor.userId]),
    );
  }

  /** Changes the caller's feed, and notes it with before and after. */
  private change(
    actor: Actor,
    action: 'feed-made' | 'feed-revoked',
    work: (db: Db) => Promise<unknown>,
  ): Promise<void> {
    return transaction(this.source, async (db) => {
      const before = await feedOf(db, actor);
      await work(db);
      await this.log.note(actor, action, { data: { before, after: await feedOf(db, actor) } }, db);
    });
  }

  @Public()
  @Get('visits.ics')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @Header('cache-control', 'private, no-store')
  @Header('referrer-policy', 'no-referrer')
  @Answers(200, 'text/calendar')
  @ApiOperation({ summary: 'The return visits of whom the token belongs to, as an iCalendar' })
  async getVisitCalendar(
    @Query({ schema: FeedQuery }) { token }: z.infer<typeof FeedQuery>,
    @Req() request: FastifyRequest,
    @Headers('accept-language') accept: string | undefined,
  ): Promise<string> {
    const [found] = await rows<{ accountId: string }>(
      this.source,
      `WITH u AS (UPDATE feed_token SET used_at = now() WHERE token_hash = $1 AND ${isVouchedFor('$2')}
         RETURNING account_id)
       SELECT account_id AS "accountId" FROM u`,
      [hashOfToken(token), this.config.OIDC_VOUCH_DAYS],
    );
    const actor = found && (await this.sessions.actorOf(found.accountId));
    if (!actor) throw notFound();
    const { policy } = await this.rulebook.current(actor.region);
    const visits = await this.reader.as(actor, (db) => visitsFor(db, actor));
    const { zone } = policy.document.workingTime;
    return visitCalendar(visits, zone, publicUrl(this.config, request), languageOf(accept));
  }
}

async function feedOf(db: Db, { userId }: Actor): Promise<{ createdAt: Date; usedAt: Date | null } | null> {
  const [found = null] = await rows<{ createdAt: Date; usedAt: Date | null }>(
    db,
    `SELECT created_at AS "createdAt", used_at AS "usedAt" FROM feed_token WHERE account_id = $1`,
    [userId],
  );
  return found;
}
