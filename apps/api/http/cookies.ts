import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '#config/config.js';
import type { Vault } from '#persistence/vault/vault.js';

/** What a browser keeps of us: the session, and that somebody signed in on it before. */

const isSecure = (config: Config) => config.PUBLIC_URL?.startsWith('https:') ?? false;
/** `__Host-`: browsers take it from this very host only, over https only, for all of it. */
const nameOf = (config: Config, name: string) => (isSecure(config) ? `__Host-${name}` : name);
const options = (config: Config) =>
  ({ httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure(config) }) as const;

const DEVICE_DAYS = 365;

export function sessionCookieOf(config: Config, request: FastifyRequest): string | undefined {
  return request.cookies[nameOf(config, 'session')];
}

/** It ends with the session. */
export function setSessionCookie(
  config: Config,
  reply: FastifyReply,
  { token, expiresAt }: { token: string; expiresAt: Date },
): void {
  void reply.setCookie(nameOf(config, 'session'), token, { ...options(config), expires: expiresAt });
}

export function clearSessionCookie(config: Config, reply: FastifyReply): void {
  void reply.clearCookie(nameOf(config, 'session'), options(config));
}

const deviceParts = (config: Config, request: FastifyRequest) =>
  (request.cookies[nameOf(config, 'device')] ?? '').split('.') as [
    device: string,
    ofPerson?: string,
    ofAnybody?: string,
  ];

/** The browser on which this person signed in before; null for any other. */
export function deviceOf(config: Config, request: FastifyRequest, name: string, vault: Vault): string | null {
  const [device, ofPerson] = deviceParts(config, request);
  return device && ofPerson === vault.match('known-device', name, device) ? device : null;
}

/** A browser on which somebody signed in before, whoever it was; null for any other. */
export function knownDeviceOf(config: Config, request: FastifyRequest, vault: Vault): string | null {
  const [device, , ofAnybody] = deviceParts(config, request);
  return device && ofAnybody === vault.match('anybodys-device', device) ? device : null;
}

/**
 * For a year; without the vault's own signs nobody makes one.
 *
 * @param name of who signed in
 */
export function setDeviceCookie(config: Config, reply: FastifyReply, name: string, device: string, vault: Vault) {
  const value = [device, vault.match('known-device', name, device), vault.match('anybodys-device', device)].join('.');
  void reply.setCookie(nameOf(config, 'device'), value, { ...options(config), maxAge: DEVICE_DAYS * 86_400 });
}

/**
 * Where a request comes from, as the browser says: from our own pages, from elsewhere, or no browser said anything.
 * `Sec-Fetch-Site` is what all browsers send today; `Origin` what older ones do with every POST.
 */
export function originOf(config: Config, request: FastifyRequest): 'own' | 'foreign' | 'unknown' {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'own' : 'foreign';
  if (origin === undefined) return 'unknown';
  const own = config.PUBLIC_URL ? new URL(config.PUBLIC_URL).origin : [`http://${host}`, `https://${host}`];
  return own.includes(origin) ? 'own' : 'foreign';
}

const SIGN_IN_MINUTES = 10;
/** The provider's page sends the browser back: a strict cookie would not come along. */
const onReturn = (config: Config) => ({ ...options(config), sameSite: 'lax' }) as const;

export function signInCookieOf(config: Config, request: FastifyRequest): string | undefined {
  return request.cookies[nameOf(config, 'sign-in')];
}

/**
 * For ten minutes: so long somebody may be at the provider's.
 *
 * @param sealed of `IdentityProvider.begin`
 */
export function setSignInCookie(config: Config, reply: FastifyReply, sealed: string): void {
  void reply.setCookie(nameOf(config, 'sign-in'), sealed, { ...onReturn(config), maxAge: SIGN_IN_MINUTES * 60 });
}

export function clearSignInCookie(config: Config, reply: FastifyReply): void {
  void reply.clearCookie(nameOf(config, 'sign-in'), onReturn(config));
}
