import { randomBytes } from 'node:crypto';
import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { tends } from '#domain/people/staffing.js';
import { Directory } from '#persistence/people/directory.js';
import { endSetup, isSetupCode, isUntended } from '#persistence/staff/setup.js';
import { Staff } from '#persistence/staff/staff.js';
import { Vault } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import { Guesses } from '../auth/guesses.js';
import { NewPassword } from '../auth/new-password.js';
import { Sessions } from '../auth/sessions.js';
import { userOf } from '../auth/user.js';
import { CurrentActor, Public, type Actor } from '../http/actor.js';
import { originOf, sessionCookieOf, setDeviceCookie, setSessionCookie } from '../http/cookies.js';
import { Answers } from '../http/document.js';
import { text, username } from '../http/pieces.js';
import { Problem } from '../http/problem.js';
import { SignIn } from '../http/rates.js';
import { required } from '../http/required.js';
import { CONFIG } from '../http/tokens.js';
import { SetupService } from './setup.service.js';

const FirstAdministrator = z
  .strictObject({
    code: z.string().min(1).max(100),
    name: text(50),
    username,
    password: z.string().min(1).max(1_000),
  })
  .meta({ id: 'FirstAdministrator' });

/** The first day: who reads the operator's code looks after the installation from then on. */
@ApiTags('setup')
@Controller()
export class SetupController {
  private readonly staff: Staff;

  constructor(
    private readonly source: DataSource,
    private readonly vault: Vault,
    private readonly directory: Directory,
    private readonly sessions: Sessions,
    private readonly guesses: Guesses,
    private readonly passwords: NewPassword,
    private readonly log: AccessLog,
    private readonly setup: SetupService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.staff = new Staff(source, vault);
  }

  @Public()
  @Get('setup')
  @Answers(200, 'Setup')
  @ApiOperation({ summary: 'Whether nobody looks after it yet; for who does, the steps of the guided setup' })
  async getSetup(@Req() request: FastifyRequest) {
    const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const token = bearer ?? sessionCookieOf(this.config, request);
    const actor = token ? await this.sessions.actorBy(token) : null;
    const steps = actor && tends(actor) ? await this.setup.steps(actor) : { done: [], missing: [], posts: [] };
    return { open: await isUntended(this.source), ...steps };
  }

  @Public()
  @SignIn()
  @Post('setup')
  @Answers(201, 'SignedIn')
  @ApiOperation({ summary: 'Make the first administrator by the code that the start printed, and sign them in; once' })
  async beginSetup(
    @Body({ schema: FirstAdministrator }) { code, password, ...person }: z.infer<typeof FirstAdministrator>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (originOf(this.config, request) === 'foreign') throw new Problem('CROSS_SITE');
    if (!(await isUntended(this.source))) throw new Problem('SETUP_OVER');
    const isRight = await this.guesses.watch('setup', request.ip, null, async () =>
      (await isSetupCode(this.source, code)) ? true : null,
    );
    if (!isRight) throw new Problem('SETUP_CODE_WRONG');
    await this.passwords.demandGood('/password', password, {
      userId: person.username,
      name: person.name,
      departmentId: '',
    });
    await this.staff.change(null, async (db, house) => {
      // Of two who come at once one waited for the other.
      if (!(await isUntended(db))) throw new Problem('SETUP_OVER');
      if (!(await isSetupCode(db, code))) throw new Problem('SETUP_CODE_WRONG');
      await this.staff.found(db, house, person);
      await this.sessions.setPassword(db, person.username, password, null);
      await endSetup(db);
    });
    this.directory.forget();
    const actor = (await this.sessions.actorOf(person.username))!;
    await this.log.note(actor, 'sign-in', { data: { by: 'setup' } });
    const session = await this.sessions.open(actor, request.headers['user-agent']);
    const { name } = await this.sessions.named(actor.userId);
    setSessionCookie(this.config, reply, session);
    setDeviceCookie(this.config, reply, name, randomBytes(16).toString('base64url'), this.vault);
    return { token: session.token, user: userOf(actor) };
  }

  @Get('readiness')
  @Answers(200, 'Readiness')
  @ApiOperation({
    summary: 'What is missing for the work to go on where the caller looks after it, and where that is mended',
  })
  async getReadiness(@CurrentActor() actor: Actor) {
    required(actor, 'people.manage');
    return this.setup.readiness(actor);
  }
}
