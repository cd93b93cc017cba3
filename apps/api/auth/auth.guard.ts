import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '../problem.js';
import { PUBLIC_ROUTE, type AuthenticatedRequest } from './actor.js';
import { Sessions } from './sessions.js';

export const SESSION_COOKIE = 'session';

export function tokenOf(request: AuthenticatedRequest): string | undefined {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && token) return token;
  return request.cookies?.[SESSION_COOKIE];
}

/** Everybody signs in, but for the routes that say otherwise. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly sessions: Sessions,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC_ROUTE, [context.getHandler(), context.getClass()]))
      return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const token = tokenOf(request);
    const actor = token ? await this.sessions.actorBy(token) : null;
    if (!actor) throw new Problem('UNAUTHENTICATED');
    request.actor = actor;
    request.token = token;
    return true;
  }
}
