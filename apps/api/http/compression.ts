import { randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * What is read comes compressed to who takes that: a page of a list is 33 kB, and 5.6 of it.
 *
 * Only what is read: whatever hands out a secret (a token, a link of an invitation, the address of a feed) is asked for by
 * POST, and never stands compressed beside words that somebody chose. Of the words in a case a length could still tell who
 * watches the line and writes into the same case; so each length is off by a random number of bytes, in a field of the
 * format that nobody reads ("Heal the BREACH", Palacios and others 2022; so do other frameworks).
 *
 * An own hook, since the package for it compresses streams: all of ours is there at once, with its length.
 */
const LEAST_BYTES = 1_400;
const MOST_PADDING = 100;
const COMPRESSED = /^(application\/(problem\+)?json|text\/(csv|calendar))\b/;

const compressed = promisify(gzip);

/** Whether this header takes gzip: by its name, or by the star where its name is not there. */
export function takesGzip(header: string | undefined): boolean {
  const quality = new Map(
    (header ?? '').split(',').map((each): [string, number] => {
      const [name = '', ...parameters] = each.toLowerCase().split(';');
      const q = parameters.map((one) => /^\s*q\s*=\s*([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined);
      return [name.trim(), Number(q ?? 1)];
    }),
  );
  return (quality.get('gzip') ?? quality.get('*') ?? 0) > 0;
}

/** @returns the bytes in gzip's format, longer by a random number of bytes that say nothing */
export async function gzipped(body: Buffer): Promise<Buffer> {
  const whole = await compressed(body);
  // Ten bytes of a header (RFC 1952, 2.3), of which the fourth says that the name of a file comes behind them.
  const head = Buffer.from(whole.subarray(0, 10));
  head[3] = 0x08;
  const name = Buffer.alloc(randomInt(1, MOST_PADDING + 1), 'a');
  return Buffer.concat([head, name, Buffer.of(0), whole.subarray(10)]);
}

export function compressAnswers(fastify: FastifyInstance): void {
  fastify.addHook<unknown>('onSend', async (request, reply, payload) => {
    if (!mayBeCompressed(request, reply) || (typeof payload !== 'string' && !Buffer.isBuffer(payload))) return payload;
    varyByEncoding(reply);
    const body = Buffer.from(payload as string);
    if (body.length < LEAST_BYTES || !takesGzip(request.headers['accept-encoding'])) return payload;
    const smaller = await gzipped(body);
    void reply.header('content-encoding', 'gzip').header('content-length', smaller.length);
    return smaller;
  });
}

function mayBeCompressed({ method, url }: FastifyRequest, reply: FastifyReply): boolean {
  return (
    method === 'GET' &&
    url.startsWith('/api/') &&
    COMPRESSED.test(String(reply.getHeader('content-type') ?? '')) &&
    !reply.hasHeader('content-encoding') &&
    !reply.hasHeader('content-range') &&
    // A strong one names these very bytes.
    !String(reply.getHeader('etag') ?? '').startsWith('"')
  );
}

function varyByEncoding(reply: FastifyReply): void {
  const before = [reply.getHeader('vary') ?? []].flat().join(', ');
  if (/(^|,)\s*(\*|accept-encoding)\s*(,|$)/i.test(before)) return;
  void reply.header('vary', before ? `${before}, accept-encoding` : 'accept-encoding');
}
