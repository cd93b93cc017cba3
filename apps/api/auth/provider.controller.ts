import { Body, Controller, Get, Header, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { transaction, type Db } from '#persistence/database/database.js';
import { one, rows } from '#persistence/database/rows.js';
import { Directory } from '#persistence/people/directory.js';
import { Vault } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import { TakesForm } from '../http/body.js';
import { MayAnswer } from '../http/document.js';
import { Problem, notFound } from '../http/problem.js';
import { CONFIG } from '../http/tokens.js';
import { Public } from '../http/actor.js';
import { clearSignInCookie, setSessionCookie, setSignInCookie, signInCookieOf } from '../http/cookies.js';
import { IdentityProvider, type Place } from './provider.js';
import { SignIn } from '../http/rates.js';
import { Sessions } from './sessions.js';

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
    private readonly directory: Directory,
    private readonly source: DataSource,
    private readonly vault: Vault,
    private readonly log: AccessLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('login')
  @SignIn()
  @MayAnswer(302)
  @ApiOperation({ summary: 'Send the browser to the identity provider (code flow with PKCE)' })
  async login(@Query({ schema: Start }) { returnTo, again }: z.infer<typeof Start>, @Res() reply: FastifyReply) {
    this.assertHere();
    const { url, sealed } = await this.provider.begin(returnTo, again === 'true');
    setSignInCookie(this.config, reply, sealed);
    return reply.header('cache-control', 'no-store').redirect(url, 302);
  }

  @Get('callback')
  @SignIn()
  @MayAnswer(302)
  @ApiOperation({ summary: 'Where the identity provider sends the browser back to' })
  async callback(
    @Query({ schema: Returned }) _returned: object,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    this.assertHere();
    const query = new URL(request.url, 'http://here').search;
    const { vouched, returnTo } = await this.provider.finish(query, signInCookieOf(this.config, request));
    const { subject, place, idToken, sid, provedAt } = vouched;
    const isPlace = place && (await this.directory.load()).departments.get(place.departmentId)?.active;
    const id = isPlace ? await this.takePlace(subject, place) : await this.leave(subject);
    // What the provider says of a person may have changed: everything that is remembered is read anew.
    this.directory.forget();
    const actor = id === null ? null : await this.sessions.actorOf(id);
    if (!actor) throw new Problem('NO_PLACE_HERE');
    this.sessions.forget(actor.userId);
    await this.log.note(actor, 'sign-in', { data: { by: 'oidc' } });
    const agent = request.headers['user-agent'];
    const session = await this.sessions.open(actor, agent, {
      idToken: this.vault.sealOwn(idToken, 'id-token'),
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
  async signedOutThere(@Body({ schema: SignedOutThere }) body: z.infer<typeof SignedOutThere>): Promise<void> {
    this.assertHere();
    for (const accountId of await this.sessions.endByProvider(await this.provider.signedOut(body.logout_token))) {
      const actor = await this.sessions.actorOf(accountId);
      if (actor) await this.log.note(actor, 'sign-out', { data: { by: 'oidc' } });
    }
  }

  /** From now on a person is what the provider says of them; what is not as it was is noted with it. */
  private async takePlace(subject: string, { name, departmentId, roles, ...place }: Place): Promise<string | null> {
    // Who is here already under this name, but for case, width or blanks, is meant.
    const username = (await this.sessions.named(place.username)).id ?? place.username;
    return transaction(this.source, async (db) => {
      const before = await personBy(db, `oidc_subject = $1 OR id = $2`, [subject, username]);
      const { id } = await one<{ id: string | null }>(db, `SELECT sign_in_by_provider($1, $2, $3, $4, $5) AS id`, [
        subject,
        username,
        name,
        departmentId,
        roles,
      ]);
      const after = id === null ? null : await personBy(db, `id = $1`, [id]);
      if (id !== null && JSON.stringify(before) !== JSON.stringify(after)) {
        const data = { userId: id, by: 'oidc', before, after };
        await this.log.note({ userId: id, departmentId }, 'person-changed', { data }, db);
      }
      return id;
    });
  }

  /** Whom the provider knows and gives no place here has left: what was opened for them is closed. */
  private async leave(subject: string): Promise<null> {
    const left = await this.sessions.endAllOf(subject);
    if (left) await this.log.note(left, 'person-changed', { data: { userId: left.userId, by: 'oidc', after: null } });
    return null;
  }

  private assertHere(): void {
    if (this.config.AUTH_MODE !== 'oidc') throw notFound();
  }
}

async function personBy(db: Db, condition: string, values: string[]): Promise<object | null> {
  const [found = null] = await rows<object>(
    db,
    `SELECT id, name, department_id AS "departmentId", roles FROM account WHERE ${condition}
     ORDER BY oidc_subject IS NULL LIMIT 1`,
    values,
  );
  return found;
}
