import { lookup as resolve, type LookupAddress } from 'node:dns';
import { request as http } from 'node:http';
import { request as https } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Addresses that people give us to call. The machine that calls them stands inside; so nothing inside may be named,
 * neither when an address is saved nor, since names change, when it is connected to.
 */

export type AddressFlaw = 'NOT_A_URL' | 'NOT_HTTPS' | 'WITH_CREDENTIALS' | 'PORT' | 'PRIVATE' | 'UNKNOWN_HOST';

export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
  constructor(readonly flaw: AddressFlaw) {
    super(`the address may not be called: ${flaw}`);
  }
}

const TIMEOUT_MS = 5_000;
const LONGEST_ANSWER = 64 * 1024;

/** All that IPv6 has given out for the open net; outside of it lie the many forms that an IPv4 address can hide in. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address in the clothes of an IPv6 one is that IPv4 address.
  const meant = ipaddr.process(address);
  return meant.range() === 'unicast' && (meant instanceof ipaddr.IPv4 || meant.match(GLOBAL_IPV6));
}

export interface Answer {
  status: number;
  retryAfter: string | null;
  body: string;
}

/** @param allowed exact `host:port` that this installation may call though they are private: a matter of deployment */
export class Outgoing {
  private readonly allowed: ReadonlySet<string>;

  constructor(
    allowed: readonly string[] = [],
    private readonly resolver: typeof resolve = resolve,
  ) {
    this.allowed = new Set(allowed);
  }

  /** What can be said of an address without asking anybody; null when nothing is wrong. */
  private parse(address: string): { url: URL; free: boolean } {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url) throw new ForbiddenAddress('NOT_A_URL');
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    const free = this.allowed.has(`${url.hostname}:${port}`);
    if (url.protocol !== 'https:' && !(free && url.protocol === 'http:')) throw new ForbiddenAddress('NOT_HTTPS');
    if (url.username || url.password) throw new ForbiddenAddress('WITH_CREDENTIALS');
    if (!free && port !== '443') throw new ForbiddenAddress('PORT');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!free && isIP(host) && !isPublic(host)) throw new ForbiddenAddress('PRIVATE');
    return { url, free };
  }

  /** Checks an address before it is saved, its name included. */
  async check(address: string): Promise<void> {
    const { url, free } = this.parse(address);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (free || isIP(host)) return;
    await new Promise<void>((done, fail) =>
      this.lookup(host, { all: true }, (error) => (error ? fail(error) : done())),
    );
  }

  /** Resolves a name for a connection, and refuses it when any of its addresses lies inside. */
  private readonly lookup: LookupFunction = (host, options, callback) => {
    this.resolver(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const flaw = error || addresses.length === 0 ? 'UNKNOWN_HOST' : null;
      const refused = flaw ?? (addresses.every(({ address }) => isPublic(address)) ? null : 'PRIVATE');
      if (refused) return callback(new ForbiddenAddress(refused), '', 0);
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };

  /** One POST: no redirect is followed, nothing waits for long, and of the answer only its beginning is read. */
  async post(address: string, body: string, headers: Record<string, string>): Promise<Answer> {
    const { url, free } = this.parse(address);
    const send = url.protocol === 'http:' ? http : https;
    return new Promise<Answer>((done, fail) => {
      const request = send(
        url,
        {
          method: 'POST',
          headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'dispute-circulation' },
          signal: AbortSignal.timeout(TIMEOUT_MS),
          agent: false,
          ...(!free && { lookup: this.lookup }),
        },
        (response) => {
          let read = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            read += chunk;
            if (read.length > LONGEST_ANSWER) response.destroy(new Error('the answer is too long'));
          });
          response.on('error', fail);
          response.on('end', () =>
            done({ status: response.statusCode!, retryAfter: response.headers['retry-after'] ?? null, body: read }),
          );
        },
      );
      request.on('error', fail);
      request.end(body);
    });
  }
}
