import { randomBytes } from 'node:crypto';
import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { transaction } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import { endInvitation, findInvitation } from '#persistence/staff/invitations.js';
import { Vault } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import { Public } from '../http/actor.js';
import { originOf, setDeviceCookie, setSessionCookie } from '../http/cookies.js';
import { Answers } from '../http/document.js';
import { Problem, notFound } from '../http/problem.js';
import { SignIn } from '../http/rates.js';
import { CONFIG } from '../http/tokens.js';
import { NewPassword } from './new-password.js';
import { Sessions } from './sessions.js';
import { userOf } from './user.js';

const Acceptance = z
  .strictObject({ token: z.string().min(1).max(200), password: z.string().min(1).max(1_000) })
  .meta({ id: 'InvitationAcceptance' });

/** Who was invited, or whose password was ended, sets one; by that they sign in. */
@ApiTags('auth')
@Controller('auth')
export class InvitationsController {
  constructor(
    private readonly source: DataSource,
    private readonly sessions: Sessions,
    private readonly passwords: NewPassword,
    private readonly vault: Vault,
    private readonly directory: Directory,
    private readonly log: AccessLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @SignIn()
  @Post('accept-invitation')
  @Answers(200, 'SignedIn')
  @ApiOperation({ summary: 'Set a password by the link of an invitation, which is over then, and sign in' })
  async acceptInvitation(
    @Body({ schema: Acceptance }) { token, password }: z.infer<typeof Acceptance>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (originOf(this.config, request) === 'foreign') throw new Problem('CROSS_SITE');
    const actor = await transaction(this.source, async (db) => {
      const invitation = await findInvitation(db, token);
      const invited = invitation && (await this.sessions.actorOf(invitation.userId));
      if (!invited) throw new Problem('INVITATION_OVER');
      const takes = this.config.AUTH_MODE === 'local' || (await this.sessions.isBreakGlass(invited.userId));
      if (!takes) throw notFound();
      await this.passwords.demandGood('/password', password, invited);
      const ended = await this.sessions.setPassword(db, invited.userId, password, null);
      await endInvitation(db, invited.userId);
      await this.log.note(invited, 'password-changed', { data: { by: invitation.kind, ended } }, db);
      return invited;
    });
    await this.log.note(actor, 'sign-in', { data: { by: 'invitation' } });
    const session = await this.sessions.open(actor, request.headers['user-agent']);
    // Theirs may be the first sign-in of a region.
    this.directory.forget();
    const { name } = await this.sessions.named(actor.userId);
    setSessionCookie(this.config, reply, session);
    setDeviceCookie(this.config, reply, name, randomBytes(16).toString('base64url'), this.vault);
    return { token: session.token, user: userOf(actor) };
  }
}
