import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DAY, instantOf } from '#domain/time/time.js';
import { transaction } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import { AccessLog } from '../audit/access-log.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { instant, text, username } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { badField, notFound } from '../http/problem.js';
import { CurrentActor, CurrentCredential, InPerson, type Actor, type Credential } from '../http/actor.js';
import { required } from '../http/required.js';
import { ApiTokens } from './api-tokens.js';
import { Sessions } from './sessions.js';
import { TOKEN_SCOPES } from '../http/token-scopes.js';

const LONGEST_DAYS = 366;
const NewToken = z.strictObject({
  name: text(100),
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1).max(TOKEN_SCOPES.length),
  expiresAt: instant,
});
const Id = z.uuid();

/** What a person gave access to: browsers where they are signed in, programs that act for them. */
@ApiTags('auth')
@InPerson()
@Controller()
export class AccessController {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly log: AccessLog,
    private readonly directory: Directory,
    private readonly source: DataSource,
  ) {}

  @Get('sessions')
  @Answers(200, 'SessionList')
  @ApiOperation({ summary: 'Where the caller is signed in' })
  async listSessions(
    @CurrentActor() actor: Actor,
    @CurrentCredential() { id }: Credential,
    @Query({ schema: WholeListQuery }) query: WholeListQuery,
  ) {
    const items = await this.sessions.list(actor.userId);
    return inPages(
      items.map((each) => ({ ...each, current: each.id === id })),
      query,
    );
  }

  @Delete('sessions/:id')
  @Answers(204)
  @ApiOperation({ summary: 'End a session of the caller' })
  async endSession(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    if (!(await this.sessions.end(actor.userId, id))) throw notFound();
    await this.log.note(actor, 'sessions-ended');
  }

  @Delete('sessions')
  @Answers(204)
  @ApiOperation({ summary: 'End all sessions of the caller but this' })
  async endOtherSessions(@CurrentActor() actor: Actor, @CurrentCredential() { id }: Credential): Promise<void> {
    await this.sessions.endOthers(actor.userId, id);
    await this.log.note(actor, 'sessions-ended');
  }

  @Get('tokens')
  @Answers(200, 'TokenList')
  @ApiOperation({ summary: "The caller's tokens for programs, with their last use" })
  async listTokens(@CurrentActor() actor: Actor, @Query({ schema: WholeListQuery }) query: WholeListQuery) {
    return inPages(await this.tokens.list(actor.userId), query);
  }

  @Post('tokens')
  @Answers(201, 'MadeToken')
  @ApiOperation({ summary: 'Make a token for a program; it is shown this once' })
  async createToken(
    @CurrentActor() actor: Actor,
    @Body({ schema: NewToken }) { name, scopes, expiresAt }: z.infer<typeof NewToken>,
  ) {
    const now = Date.now();
    if (expiresAt <= instantOf(now) || expiresAt > instantOf(now + LONGEST_DAYS * DAY)) {
      throw badField('/expiresAt', 'OUT_OF_RANGE', `must lie in the next ${LONGEST_DAYS} days`);
    }
    return transaction(this.source, async (db) => {
      const made = await this.tokens.create(actor.userId, name, scopes, expiresAt, db);
      const after = { scopes: made.scopes, expiresAt: made.expiresAt };
      await this.log.note(actor, 'token-made', { data: { tokenId: made.id, before: null, after } }, db);
      return made;
    });
  }

  @Get('users/:id/tokens')
  @Answers(200, 'TokenList')
  @ApiOperation({ summary: 'The tokens for programs of a person below the department of the administrator who asks' })
  async listTokensOfUser(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: username }) userId: string,
    @Query({ schema: WholeListQuery }) query: WholeListQuery,
  ) {
    await this.administered(actor, userId);
    return inPages(await this.tokens.list(userId), query);
  }

  @Delete('users/:id/tokens/:tokenId')
  @Answers(204)
  @ApiOperation({ summary: 'Revoke a token of a person below the department of the administrator who asks' })
  async revokeTokenOfUser(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: username }) userId: string,
    @Param('tokenId', { schema: Id }) tokenId: string,
  ): Promise<void> {
    await this.administered(actor, userId);
    await this.end(actor, userId, tokenId);
  }

  /** Whose access the caller looks after. */
  private async administered(actor: Actor, userId: string): Promise<void> {
    const account = (await this.directory.of(actor)).accounts.find((each) => each.id === userId);
    if (!account) throw notFound();
    required(actor, 'tokens.others', account);
  }

  private async end(actor: Actor, userId: string, tokenId: string): Promise<void> {
    await transaction(this.source, async (db) => {
      const before = await this.tokens.revoke(userId, tokenId, db);
      if (!before) throw notFound();
      await this.log.note(actor, 'token-revoked', { data: { userId, tokenId, before, after: null } }, db);
    });
  }

  @Delete('tokens/:id')
  @Answers(204)
  @ApiOperation({ summary: 'Revoke a token' })
  async revokeToken(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    await this.end(actor, actor.userId, id);
  }
}
