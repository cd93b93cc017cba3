import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DAY, instantOf } from '#domain/time.js';
import { AccessLog } from '../audit/access-log.js';
import { inPages, WholeListQuery } from '../paging.js';
import { instant, text } from '../disputes/bodies.js';
import { Answers } from '../document.js';
import { badField, notFound } from '../problem.js';
import { CurrentActor, CurrentCredential, InPerson, type Actor, type Credential } from './actor.js';
import { ApiTokens } from './api-tokens.js';
import { Sessions } from './sessions.js';
import { TOKEN_SCOPES } from './token-scopes.js';

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
  async endOthers(@CurrentActor() actor: Actor, @CurrentCredential() { id }: Credential): Promise<void> {
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
    const made = await this.tokens.create(actor.userId, name, scopes, expiresAt);
    await this.log.note(actor, 'token-made', { data: { tokenId: made.id, scopes } });
    return made;
  }

  @Delete('tokens/:id')
  @Answers(204)
  @ApiOperation({ summary: 'Revoke a token' })
  async revokeToken(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    if (!(await this.tokens.revoke(actor.userId, id))) throw notFound();
    await this.log.note(actor, 'token-revoked', { data: { tokenId: id } });
  }
}
