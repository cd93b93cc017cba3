import '@fastify/rate-limit';
import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RATE_KINDS, type Config, type RateKind } from '#config/config.js';
import { Problem } from '../problem.js';
import { CONFIG } from '../tokens.js';
import { SAFE_METHODS, type AuthenticatedRequest } from './actor.js';

const WINDOW_MS = 60_000;

const COSTLY_ROUTE = 'costly';
/** A route that reads much, or that a thief would call often. */
export const Costly = () => SetMetadata(COSTLY_ROUTE, true);

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/** A program by its token, a person by their name however often they are signed in, nobody by the address. */
function callerOf(request: FastifyRequest): string {
  const { actor, credential } = request as AuthenticatedRequest;
  if (!actor || !credential) return `address ${normalizeIP(request.ip)}`;
  return credential.kind === 'token' ? `token ${credential.id}` : `person ${actor.userId}`;
}

/** How often one caller may ask a minute, counted in this process; `RATE_LIMITS` says how much and whether at all. */
@Injectable()
export class Rates {
  private limiters: Record<RateKind, Limiter> | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async count(kind: RateKind, request: FastifyRequest): Promise<void> {
    const limits = this.config.RATE_LIMITS;
    if (!limits) return;
    const make = (max: number) =>
      request.server.createRateLimit({ max, timeWindow: WINDOW_MS, keyGenerator: callerOf });
    this.limiters ??= Object.fromEntries(RATE_KINDS.map((each) => [each, make(limits[each])])) as Record<
      RateKind,
      Limiter
    >;
    const taken = await this.limiters[kind](request);
    if (!taken.isAllowed && taken.isExceeded) throw new Problem('TOO_MANY_REQUESTS', {}, taken.ttlInSeconds);
  }
}

/** After the sign-in, since it counts persons and not addresses. Probes, metrics and pages are not counted. */
@Injectable()
export class RateGuard implements CanActivate {
  constructor(
    private readonly rates: Rates,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!request.url.startsWith('/api/')) return true;
    const costly = this.reflector.get<boolean | undefined>(COSTLY_ROUTE, context.getHandler());
    if (!request.actor) await this.rates.count('nobody', request);
    else if (costly) await this.rates.count('costly', request);
    else await this.rates.count(SAFE_METHODS.includes(request.method) ? 'reads' : 'writes', request);
    return true;
  }
}
