import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { Problem, notFound } from '../problem.js';
import { CONFIG } from '../tokens.js';
import { CurrentActor, Public, type Actor, type AuthenticatedRequest } from './actor.js';
import { SESSION_COOKIE } from './auth.guard.js';
import { Sessions } from './sessions.js';

const Credentials = z.strictObject({ username: z.string().min(1).max(100), password: z.string().min(1).max(200) });

function userOf({ userId, name, departmentId, roles }: Actor) {
  return { id: userId, username: userId, name, departmentId, roles };
}

@ApiTags('auth')
@Controller()
export class AuthController {
  constructor(
    private readonly sessions: Sessions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Post('auth/login')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with a local account; answers a bearer token and sets an http-only cookie' })
  async login(
    @Body({ schema: Credentials }) { username, password }: z.infer<typeof Credentials>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    // Local accounts, the demo's among them, are no way in where an identity provider is.
    if (this.config.AUTH_MODE !== 'local') throw notFound();
    const session = await this.sessions.open(username, password);
    if (!session) throw new Problem('UNAUTHENTICATED');
    void reply.setCookie(SESSION_COOKIE, session.token, {
      httpOnly: true,
      sameSite: 'strict',
      path: '/',
      expires: session.expiresAt,
    });
    return { token: session.token, user: userOf(session.actor) };
  }

  @Post('auth/logout')
  @HttpCode(204)
  @ApiOperation({ summary: 'End this session' })
  async logout(@Req() request: AuthenticatedRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.sessions.close(request.token!);
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
  }

  @Get('me')
  @ApiOperation({ summary: 'Who is signed in' })
  me(@CurrentActor() actor: Actor) {
    return userOf(actor);
  }
}
