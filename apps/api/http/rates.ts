import '@fastify/rate-limit';
import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '#config/config.js';
import { RATE_KINDS, type RateKind } from '#config/settings.js';
import { Vault } from '#persistence/vault/vault.js';
import { Problem } from './problem.js';
import { CONFIG } from './tokens.js';
import { SAFE_METHODS, type AuthenticatedRequest } from './actor.js';
import { knownDeviceOf } from './cookies.js';

const WINDOW_MS = 60_000;

const COSTLY_ROUTE = 'costly';
/** A route that reads much, or that a thief would call often. */
export const Costly = () => SetMetadata(COSTLY_ROUTE, true);

const SIGN_IN_ROUTE = 'sign-in';
/** A way in: counted apart, so that no other call of nobody closes it. */
export const SignIn = () => SetMetadata(SIGN_IN_ROUTE, true);

const UNCOUNTED_ROUTE = 'uncounted';
/** A route that costs no more than a page, and that the way in begins with. */
export const Uncounted = () => SetMetadata(UNCOUNTED_ROUTE, true);

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/** How often one caller may ask a minute, counted in this process; `RATE_LIMITS` says how much and whether at all. */
@Injectable()
export class Rates {
  private limiters: Record<RateKind, Limiter> | undefined;

  constructor(
    private readonly vault: Vault,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * One more call of its caller's within a minute.
   *
   * @throws Problem TOO_MANY_REQUESTS, with the seconds until the minute is over, where it is over `RATE_LIMITS`
   */
  async count(kind: RateKind, request: FastifyRequest): Promise<void> {
    const limits = this.config.RATE_LIMITS;
    if (!limits) return;
    const keyGenerator = (call: FastifyRequest) => this.callerOf(call);
    const make = (max: number) => request.server.createRateLimit({ max, timeWindow: WINDOW_MS, keyGenerator });
    this.limiters ??= Object.fromEntries(RATE_KINDS.map((each) => [each, make(limits[each])])) as Record<
      RateKind,
      Limiter
    >;
    const taken = await this.limiters[kind](request);
    if (!taken.isAllowed && taken.isExceeded) throw new Problem('TOO_MANY_REQUESTS', {}, taken.ttlInSeconds);
  }

  /**
   * A program by its token, a person by their name however often they are signed in. Nobody by the browser, where somebody
   * signed in on it before, else by the address, which a whole office may share.
   */
  private callerOf(request: FastifyRequest): string {
    const { actor, credential } = request as AuthenticatedRequest;
    if (actor && credential) {
      return credential.kind === 'token' ? `token ${credential.id}` : `person ${actor.userId}`;
    }
    const device = knownDeviceOf(this.config, request, this.vault);
    return device ? `device ${device}` : `address ${normalizeIP(request.ip)}`;
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
    const marked = (name: string) => this.reflector.get<boolean | undefined>(name, context.getHandler());
    if (marked(UNCOUNTED_ROUTE)) return true;
    if (!request.actor) await this.rates.count(marked(SIGN_IN_ROUTE) ? 'signins' : 'nobody', request);
    else if (marked(COSTLY_ROUTE)) await this.rates.count('costly', request);
    else await this.rates.count(SAFE_METHODS.includes(request.method) ? 'reads' : 'writes', request);
    return true;
  }
}
