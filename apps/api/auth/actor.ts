import '@fastify/cookie';
import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandActor } from '#domain/commands.js';

/** Who asks: resolved once a request, from the session and the tree of departments. */
export interface Actor extends CommandActor {
  name: string;
  /** What rows may be read with (row-level security). */
  scopes: string[];
}

export interface AuthenticatedRequest extends FastifyRequest {
  actor?: Actor;
  token?: string;
}

export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().actor!;
});

export const PUBLIC_ROUTE = 'public';
/** A route that needs no sign-in. */
export const Public = () => SetMetadata(PUBLIC_ROUTE, true);
