import { Inject, Injectable } from '@nestjs/common';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import * as oidc from 'openid-client';
import { required, type Config } from '#config/config.js';
import { USERNAME } from '#domain/people/names.js';
import { ROLES, type Role } from '#domain/words.js';
import { Vault } from '#persistence/vault/vault.js';
import { Problem, badField } from '../http/problem.js';
import { CONFIG } from '../http/tokens.js';

/** What somebody is here. */
export interface Place {
  username: string;
  name: string;
  departmentId: string;
  roles: Role[];
}

/** Who the identity provider says has signed in. */
export interface Vouched {
  subject: string;
  /** Null where it gives them no department or no role of ours: they have left, or never were here. */
  place: Place | null;
  /**
   * Whether it says anything of a department or roles. Where they sign in, silence is no place; of whom it is asked about it
   * need not say again who they are (OpenID Connect Core 1.0, 12.2), and silence says nothing.
   */
  tellsPlace: boolean;
  idToken: string;
  /** What it is asked with whether it still vouches for them; null where it gives none. */
  refreshToken: string | null;
  /** The provider's own session, where it names it. */
  sid: string | null;
  /** When they proved to the provider that it is them, where it says so. */
  provedAt: Date | null;
}

/** Whose sessions the provider has ended: one of its own sessions, or all of a person that began until then. */
export interface SignedOut {
  subject: string | null;
  sid: string | null;
  at: Date;
}

/** What has to be the same when the browser comes back; kept by the browser, sealed. */
interface Begun {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
  /** Whoever is signed in at the provider must prove anew that it is them. */
  again: boolean;
  until: number;
}

const MINUTES = 10;
/** OpenID Connect Back-Channel Logout 1.0, 2.4. */
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const LOGOUT_TOKEN_SECONDS = 300;
const CLOCK_SECONDS = 60;
const KEYS_AWAY = ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'];

/** A claim by its path: Keycloak's roles are at `realm_access.roles`. */
function claimAt(claims: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, member) => {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined;
  }, claims);
}

/** OpenID Connect, code flow with PKCE; openid-client checks state, nonce, issuer, audience, signature and times. */
@Injectable()
export class IdentityProvider {
  private configuration: Promise<oidc.Configuration> | null = null;
  private keys: ReturnType<typeof createRemoteJWKSet> | null = null;

  constructor(
    private readonly vault: Vault,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    if (config.AUTH_MODE !== 'oidc') return;
    for (const name of ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'PUBLIC_URL'] as const) required(config, name);
  }

  /** Whether what it gives to ask with outlives its own session (OpenID Connect Core 1.0, 11). */
  get givesForGood(): boolean {
    return this.config.OIDC_SCOPE.split(' ').includes('offline_access');
  }

  private discovered(): Promise<oidc.Configuration> {
    const issuer = new URL(required(this.config, 'OIDC_ISSUER'));
    // A provider without TLS is one for trying out.
    const plain = issuer.protocol === 'http:' && this.config.NODE_ENV !== 'production';
    this.configuration ??= oidc
      .discovery(
        issuer,
        required(this.config, 'OIDC_CLIENT_ID'),
        undefined,
        this.config.OIDC_CLIENT_SECRET ? oidc.ClientSecretPost(this.config.OIDC_CLIENT_SECRET) : oidc.None(),
        plain ? { execute: [oidc.allowInsecureRequests] } : {},
      )
      .catch((error: unknown) => {
        // Away for now: the next sign-in looks again.
        this.configuration = null;
        throw unavailable(error) ?? away(error);
      });
    return this.configuration;
  }

  private get redirectUri(): string {
    return `${required(this.config, 'PUBLIC_URL').replace(/\/$/, '')}/api/v1/auth/oidc/callback`;
  }

  /** Where to send a browser, and what it must bring back. */
  async begin(returnTo: string, again: boolean): Promise<{ url: string; sealed: string }> {
    const configuration = await this.discovered();
    const begun: Begun = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      returnTo,
      again,
      until: Date.now() + MINUTES * 60_000,
    };
    // What lasts is given where somebody says yes to it (OpenID Connect Core 1.0, 11).
    const prompts = [...(again ? ['login'] : []), ...(this.givesForGood ? ['consent'] : [])];
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.redirectUri,
      scope: this.config.OIDC_SCOPE,
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: 'S256',
      ...(prompts.length > 0 && { prompt: prompts.join(' ') }),
      ...(again && { max_age: '0' }),
    });
    return { url: url.href, sealed: this.vault.sealOwn(JSON.stringify(begun), 'sign-in') };
  }

  /**
   * @param query of the address that the browser came back to
   * @param sealed what `begin` sealed, as the cookie brought it back
   * @throws Problem SIGN_IN_REFUSED where that is none of ours, too old, or the provider vouches for nobody;
   *   UNAVAILABLE where it does not answer
   */
  async finish(query: string, sealed: string | undefined): Promise<{ vouched: Vouched; returnTo: string }> {
    const begun = this.opened(sealed);
    const configuration = await this.discovered();
    const address = new URL(this.redirectUri);
    address.search = query;
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, address, {
        pkceCodeVerifier: begun.verifier,
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        idTokenExpected: true,
        ...(begun.again && { maxAge: 0 }),
      });
      return { vouched: this.vouched(tokens), returnTo: begun.returnTo };
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw unavailable(error) ?? new Problem('SIGN_IN_REFUSED');
    }
  }

  /**
   * Whether it still vouches for whom it gave this token.
   *
   * @returns what to ask with next and what it says of them now, where it says it; null where it has ended what it gave
   * @throws Problem UNAVAILABLE where it does not answer
   */
  async again(refreshToken: string): Promise<{ refreshToken: string; vouched: Vouched | null } | null> {
    const configuration = await this.discovered();
    try {
      const tokens = await oidc.refreshTokenGrant(configuration, refreshToken);
      const vouched = tokens.id_token === undefined ? null : this.vouched(tokens);
      return { refreshToken: tokens.refresh_token ?? refreshToken, vouched };
    } catch (error) {
      if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') return null;
      throw unavailable(error) ?? error;
    }
  }

  private opened(sealed: string | undefined): Begun {
    try {
      const begun = JSON.parse(this.vault.openOwn(sealed ?? '', 'sign-in')) as Begun;
      if (begun.until > Date.now()) return begun;
    } catch {
      // Not ours, altered, or none at all: the same as too late.
    }
    throw new Problem('SIGN_IN_REFUSED');
  }

  private vouched(tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers): Vouched {
    const claims = tokens.claims()!;
    const text = (path: string) => {
      const value = claimAt(claims, path);
      return typeof value === 'string' ? value : null;
    };
    const listed = claimAt(claims, this.config.OIDC_ROLES_CLAIM);
    const roles = Array.isArray(listed) ? ROLES.filter((role) => listed.includes(role)) : [];
    const username = text(this.config.OIDC_USERNAME_CLAIM)?.toLowerCase() ?? '';
    const departmentId = text(this.config.OIDC_DEPARTMENT_CLAIM);
    const isNamed = USERNAME.test(username);
    return {
      subject: `${claims.iss} ${claims.sub}`,
      place:
        isNamed && departmentId !== null && roles.length > 0
          ? { username, name: text('name') ?? username, departmentId, roles }
          : null,
      tellsPlace: [this.config.OIDC_ROLES_CLAIM, this.config.OIDC_DEPARTMENT_CLAIM].some(
        (path) => claimAt(claims, path) !== undefined,
      ),
      idToken: tokens.id_token!,
      refreshToken: tokens.refresh_token ?? null,
      sid: text('sid'),
      provedAt: claims.auth_time === undefined ? null : new Date(claims.auth_time * 1000),
    };
  }

  /**
   * Looks at a logout token as the specification says (2.6); nothing of it is believed before.
   *
   * @throws Problem BAD_REQUEST where it is none for us, UNAVAILABLE where the provider's keys cannot be had
   */
  async signedOut(token: string): Promise<SignedOut> {
    const server = (await this.discovered()).serverMetadata();
    if (!server.jwks_uri) throw away(new Error('the identity provider names no keys'));
    this.keys ??= createRemoteJWKSet(new URL(server.jwks_uri));
    const { payload } = await jwtVerify(token, this.keys, {
      issuer: server.issuer,
      audience: required(this.config, 'OIDC_CLIENT_ID'),
      requiredClaims: ['iat', 'jti', 'events'],
      maxTokenAge: LOGOUT_TOKEN_SECONDS,
      clockTolerance: CLOCK_SECONDS,
    }).catch((error: unknown) => {
      // Its keys could not be had: that is no fault of the token.
      if (!(error instanceof errors.JOSEError) || KEYS_AWAY.includes(error.code)) throw away(error);
      throw badField('/logout_token', 'INVALID', 'is no logout token of the identity provider for this client');
    });
    const { sub, iat, sid } = payload as JWTPayload & { sid?: unknown };
    const events = payload.events as Record<string, unknown> | null;
    const named = typeof sid === 'string' || typeof sub === 'string';
    // An ID token is signed by the same key for the same client: it names no such event, and has a nonce.
    if (typeof events?.[LOGOUT_EVENT] !== 'object' || 'nonce' in payload || !named) {
      throw badField('/logout_token', 'INVALID', 'is no logout token: it names no event, or nobody, or has a nonce');
    }
    return {
      sid: typeof sid === 'string' ? sid : null,
      subject: typeof sub === 'string' ? `${payload.iss} ${sub}` : null,
      at: new Date((iat! + CLOCK_SECONDS) * 1000),
    };
  }

  /** Where a browser signs out at the provider too; null where the provider knows no such place. */
  async logoutUrl(idToken: string): Promise<string | null> {
    const configuration = await this.discovered().catch(() => null);
    if (!configuration?.serverMetadata().end_session_endpoint) return null;
    return oidc.buildEndSessionUrl(configuration, {
      id_token_hint: idToken,
      post_logout_redirect_uri: `${required(this.config, 'PUBLIC_URL').replace(/\/$/, '')}/`,
    }).href;
  }
}

const away = (cause: unknown) => new Problem('UNAVAILABLE', {}, undefined, cause);

/** The provider did not answer: that is nobody's refusal. The library wraps what the network said, more than once. */
function unavailable(error: unknown): Problem | null {
  for (let each = error as Failure | undefined; each; each = each.cause) {
    const silent = each.name === 'TypeError' || each.name === 'TimeoutError' || each.code === 'OAUTH_TIMEOUT';
    const broken = (each.status ?? 0) >= 500 || /^E[A-Z]+$|^UND_/.test(each.code ?? '');
    if (silent || broken) return away(error);
  }
  return null;
}

interface Failure {
  name?: string;
  code?: string;
  status?: number;
  cause?: Failure;
}
