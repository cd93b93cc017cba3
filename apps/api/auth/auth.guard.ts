import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Config } from '#config/config.js';
import { Problem } from '../http/problem.js';
import { CONFIG } from '../http/tokens.js';
import {
  IN_PERSON_ROUTE,
  PUBLIC_ROUTE,
  RECENT_ROUTE,
  SAFE_METHODS,
  type AuthenticatedRequest,
  type Credential,
} from '../http/actor.js';
import { originOf, sessionCookieOf } from '../http/cookies.js';
import { Rates } from '../http/rates.js';
import { Sessions } from './sessions.js';

/** Everybody signs in, but for the routes that say otherwise. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly sessions: Sessions,
    private readonly rates: Rates,
    private readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @throws Problem UNAUTHENTICATED, TOO_MANY_REQUESTS where nobody asks too often; of a session CROSS_SITE,
   *   SIGN_IN_AGAIN; of a program IN_PERSON_ONLY, SCOPE_MISSING
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const marked = (name: string) =>
      this.reflector.getAllAndOverride<boolean>(name, [context.getHandler(), context.getClass()]);
    if (marked(PUBLIC_ROUTE)) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const token = bearer ?? sessionCookieOf(this.config, request);
    const identified = token ? await this.sessions.identify(token) : null;
    if (!identified) {
      await this.rates.count('nobody', request);
      throw new Problem('UNAUTHENTICATED');
    }
    const safe = SAFE_METHODS.includes(request.method);
    // Known before anything is refused: a refusal is noted with who it was.
    request.actor = identified.actor;
    request.credential = identified.credential;
    request.token = token;
    // A browser sends its cookie along whoever made the page: the page must prove to be ours.
    if (!bearer && !safe && originOf(this.config, request) !== 'own') throw new Problem('CROSS_SITE');
    permit(identified.credential, safe, marked(IN_PERSON_ROUTE));
    if (marked(RECENT_ROUTE)) await this.sessions.demandRecent(identified.credential);
    return true;
  }
}

function permit(credential: Credential, safe: boolean, inPerson: boolean): void {
  if (credential.kind === 'session') return;
  if (inPerson) throw new Problem('IN_PERSON_ONLY');
  const wanted = safe ? 'read' : 'write';
  if (!credential.scopes.includes(wanted)) throw new Problem('SCOPE_MISSING', { scope: wanted });
}
