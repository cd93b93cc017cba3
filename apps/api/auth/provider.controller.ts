import { Body, Controller, Get, Header, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { Vault } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import { TakesForm } from '../http/body.js';
import { MayAnswer } from '../http/document.js';
import { Problem, notFound } from '../http/problem.js';
import { CONFIG } from '../http/tokens.js';
import { Public } from '../http/actor.js';
import { clearSignInCookie, setSessionCookie, setSignInCookie, signInCookieOf } from '../http/cookies.js';
import { IdentityProvider } from './provider.js';
import { SignIn } from '../http/rates.js';
import { Sessions } from './sessions.js';
import { Vouching } from './vouching.js';

/** A path of our own: nobody is sent on to another site with our help. */
const Start = z.strictObject({
  returnTo: z
    .string()
    .max(500)
    .regex(/^\/(?![/\\])[^\\\s]*$/, 'must be a path of this site')
    .default('/'),
  /** `true` asks the provider for the password again, whoever is signed in there. */
  again: z.enum(['true', 'false']).default('false'),
});

/** What the provider adds to the address is its own matter; openid-client looks at what counts. */
const Returned = z.record(z.string(), z.string().max(4_000));

/** What else a provider sends is its own matter, here too. */
const SignedOutThere = z.object({ logout_token: z.string().min(1).max(20_000) });

@Public()
@ApiTags('auth')
@Controller('auth/oidc')
export class ProviderController {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly sessions: Sessions,
    private readonly vouching: Vouching,
    private readonly vault: Vault,
    private readonly log: AccessLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('login')
  @SignIn()
  @MayAnswer(302)
  @ApiOperation({ summary: 'Send the browser to the identity provider (code flow with PKCE)' })
  async beginProviderSignIn(
    @Query({ schema: Start }) { returnTo, again }: z.infer<typeof Start>,
    @Res() reply: FastifyReply,
  ) {
    this.assertHere();
    const { url, sealed } = await this.provider.begin(returnTo, again === 'true');
    setSignInCookie(this.config, reply, sealed);
    return reply.header('cache-control', 'no-store').redirect(url, 302);
  }

  @Get('callback')
  @SignIn()
  @MayAnswer(302)
  @ApiOperation({ summary: 'Where the identity provider sends the browser back to' })
  async finishProviderSignIn(
    @Query({ schema: Returned }) _returned: object,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    this.assertHere();
    const query = new URL(request.url, 'http://here').search;
    const { vouched, returnTo } = await this.provider.finish(query, signInCookieOf(this.config, request));
    const { idToken, refreshToken, sid, provedAt } = vouched;
    const actor = await this.vouching.take(vouched);
    if (!actor) throw new Problem('NO_PLACE_HERE');
    await this.log.note(actor, 'sign-in', { data: { by: 'oidc' } });
    const agent = request.headers['user-agent'];
    const toAskWith = refreshToken && this.vault.sealOwn(refreshToken, 'refresh-token');
    const session = await this.sessions.open(actor, agent, {
      idToken: this.vault.sealOwn(idToken, 'id-token'),
      refreshToken: this.provider.givesForGood ? null : toAskWith,
      lastingToken: this.provider.givesForGood ? toAskWith : null,
      sid,
      provedAt,
    });
    clearSignInCookie(this.config, reply);
    setSessionCookie(this.config, reply, session);
    return reply.header('cache-control', 'no-store').redirect(returnTo, 302);
  }

  @Post('backchannel-logout')
  @TakesForm()
  @HttpCode(200)
  @MayAnswer(200)
  @Header('cache-control', 'no-store')
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiOperation({
    summary: 'For the identity provider: somebody signed out there (OpenID Connect Back-Channel Logout)',
  })
  async takeProviderSignOut(@Body({ schema: SignedOutThere }) body: z.infer<typeof SignedOutThere>): Promise<void> {
    this.assertHere();
    for (const accountId of await this.sessions.endByProvider(await this.provider.signedOut(body.logout_token))) {
      const actor = await this.sessions.actorOf(accountId);
      if (actor) await this.log.note(actor, 'sign-out', { data: { by: 'oidc' } });
    }
  }

  private assertHere(): void {
    if (this.config.AUTH_MODE !== 'oidc') throw notFound();
  }
}
