import { randomBytes } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Logger, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { transaction } from '#persistence/database/database.js';
import { LONGEST_PASSWORD } from '#guard/passwords.js';
import { Vault } from '#persistence/vault/vault.js';
import { Answers, MayAnswer } from '../http/document.js';
import { Problem, notFound } from '../http/problem.js';
import { AccessLog } from '../audit/access-log.js';
import { CONFIG } from '../http/tokens.js';
import { CurrentActor, CurrentCredential, InPerson, Public, type Actor, type Credential } from '../http/actor.js';
import {
  clearSessionCookie,
  deviceOf,
  originOf,
  sessionCookieOf,
  setDeviceCookie,
  setSessionCookie,
} from '../http/cookies.js';
import { Guesses } from './guesses.js';
import { IdentityProvider } from './provider.js';
import { SignIn } from '../http/rates.js';
import { NewPassword } from './new-password.js';
import { Sessions } from './sessions.js';
import { userOf } from './user.js';

const password = z.string().min(1).max(LONGEST_PASSWORD);
const Credentials = z.strictObject({ username: z.string().min(1).max(100), password });
const PasswordChange = z.strictObject({ current: password, next: z.string().min(1).max(1_000) });

@ApiTags('auth')
@Controller()
export class AuthController {
  private readonly logger = new Logger('sign-in');

  constructor(
    private readonly sessions: Sessions,
    private readonly guesses: Guesses,
    private readonly provider: IdentityProvider,
    private readonly passwords: NewPassword,
    private readonly vault: Vault,
    private readonly log: AccessLog,
    private readonly source: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @SignIn()
  @Post('auth/login')
  @Answers(200, 'SignedIn')
  @ApiOperation({ summary: 'Sign in with a local account; answers a bearer token and sets an http-only cookie' })
  async signIn(
    @Body({ schema: Credentials }) { username, password }: z.infer<typeof Credentials>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    // Nobody signs a visitor of their own page in under an account of theirs.
    if (originOf(this.config, request) === 'foreign') throw new Problem('CROSS_SITE');
    // A name that no database can hold is nobody's, and is told so like any other.
    if (username.includes('\0') || !username.isWellFormed()) throw new Problem('CREDENTIALS_WRONG');
    const { name, id } = await this.sessions.named(username);
    const isLocal = this.config.AUTH_MODE === 'local';
    // Where an identity provider is, local accounts are no way in, but for the one that is kept for the day without it.
    if (!isLocal && !(await this.sessions.isBreakGlass(id))) throw notFound();
    const device = deviceOf(this.config, request, name, this.vault);
    const actor = await this.guesses.watch(name, request.ip, device, () => this.sessions.check(id, password));
    if (!actor) {
      if (id) await this.log.noteFailure(id);
      throw new Problem('CREDENTIALS_WRONG');
    }
    await this.log.note(actor, 'sign-in');
    if (!isLocal) await this.tellBreakGlass(actor, request.ip);
    const session = await this.sessions.open(actor, request.headers['user-agent']);
    await this.sessions.endReplaced(sessionCookieOf(this.config, request));
    setSessionCookie(this.config, reply, session);
    setDeviceCookie(this.config, reply, name, device ?? randomBytes(16).toString('base64url'), this.vault);
    return { token: session.token, user: userOf(actor) };
  }

  /** In the access log for who audits, and loud in the log of the process for who operates. */
  private async tellBreakGlass(actor: Actor, address: string): Promise<void> {
    await this.log.note(actor, 'break-glass');
    this.logger.error(`${actor.userId} signed in past the identity provider, from ${address}`);
  }

  @Post('auth/logout')
  @HttpCode(204)
  @MayAnswer(204)
  @MayAnswer(200, 'SignedOutElsewhere')
  @ApiOperation({ summary: 'End this session' })
  @InPerson()
  async signOut(
    @CurrentActor() actor: Actor,
    @CurrentCredential() { id }: Credential,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const idToken = await this.sessions.idTokenOf(id);
    await this.sessions.end(actor.userId, id);
    await this.log.note(actor, 'sign-out');
    clearSessionCookie(this.config, reply);
    void reply.header('clear-site-data', '"cache", "storage"');
    const logoutUrl = idToken && (await this.provider.logoutUrl(this.vault.openOwn(idToken, 'id-token')));
    if (!logoutUrl) return undefined;
    // Signed out here; the browser has to go there to be signed out there.
    void reply.status(200);
    return { logoutUrl };
  }

  @Get('me')
  @Answers(200, 'User')
  @ApiOperation({ summary: 'Who is signed in, and what they may' })
  getMe(@CurrentActor() actor: Actor) {
    return userOf(actor);
  }

  @Put('me/password')
  @InPerson()
  @Answers(204)
  @ApiOperation({ summary: 'Change the own password; ends all other sessions, tokens and the calendar feed' })
  async changePassword(
    @CurrentActor() actor: Actor,
    @CurrentCredential() { id }: Credential,
    @Body({ schema: PasswordChange }) { current, next }: z.infer<typeof PasswordChange>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    if (this.config.AUTH_MODE !== 'local') throw notFound();
    await this.passwords.demandGood('/next', next, actor);
    const { name } = await this.sessions.named(actor.userId);
    const known = await this.guesses.watch(name, request.ip, id, () => this.sessions.check(actor.userId, current));
    if (!known) throw new Problem('PASSWORD_WRONG');
    await transaction(this.source, async (db) => {
      const ended = await this.sessions.setPassword(db, actor.userId, next, id);
      await this.log.note(actor, 'password-changed', { data: { ended } }, db);
    });
  }
}
