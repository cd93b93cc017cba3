import '@fastify/cookie';
import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandActor } from '#domain/people/actor.js';
import type { TokenScope } from './token-scopes.js';

/** Who asks: resolved once a request, from the session and the tree of departments. */
export interface Actor extends CommandActor {
  name: string;
  /** What rows may be read with (row-level security). */
  scopes: string[];
  /** Whose rules, numbers and directory are theirs: of others they know nothing. */
  region: string;
}

/** By what they are known: a session of a person, or a program's token. */
export type Credential = { kind: 'session'; id: string } | { kind: 'token'; id: string; scopes: TokenScope[] };

export interface AuthenticatedRequest extends FastifyRequest {
  actor?: Actor;
  credential?: Credential;
  token?: string;
}

export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().actor!;
});

export const CurrentCredential = createParamDecorator((_data: unknown, context: ExecutionContext): Credential => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().credential!;
});

export const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

export const PUBLIC_ROUTE = 'public';
/** A route that needs no sign-in. */
export const Public = () => SetMetadata(PUBLIC_ROUTE, true);

export const IN_PERSON_ROUTE = 'in-person';
/** A route that wants the person, and takes no token of a program: what gives or takes away access itself. */
export const InPerson = () => SetMetadata(IN_PERSON_ROUTE, true);

export const RECENT_ROUTE = 'recent-sign-in';
/** A route that wants the person, and that they proved to be it not long ago: what gives rights or cannot be undone. */
export const RecentSignIn = () => applyDecorators(InPerson(), SetMetadata(RECENT_ROUTE, true));
