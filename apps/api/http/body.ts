import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '#config/config.js';
import { MOST_MEGABYTES, SHEET_MEGABYTES } from '#domain/files.js';
import { SAID_TYPES } from '#lexicon/file-kinds.js';
import type { AuthenticatedRequest } from './actor.js';
import { badField, Problem } from './problem.js';
import { CONFIG } from './tokens.js';

/**
 * Bodies. None is read before it is known which route it is for, who sends it and whether they may call now: who is nobody
 * fills no memory. Each has a size, a time and its kinds, by its route.
 */
interface BodyRule {
  /** Media types; what is neither of these nor JSON, and a foreign page can send unasked, is answered with 415. */
  types: readonly string[];
  /** At most. */
  bytes: number;
  /** Within which setting it has to be here. */
  within: 'BODY_SECONDS' | 'FILE_BODY_SECONDS';
  parse(bytes: Buffer, request: FastifyRequest): unknown;
  /** What is said in place of `UNSUPPORTED_MEDIA_TYPE` and `TOO_LARGE`, which speak of words. */
  refused?: () => Problem;
  tooLarge?: () => Problem;
}

const KB = 1024;

const JSON_OF_A_PERSON: BodyRule = {
  types: ['application/json'],
  bytes: 512 * KB,
  within: 'BODY_SECONDS',
  parse: (bytes, { server }) =>
    new Promise((resolve, reject) => {
      const parse = server.getDefaultJsonParser('error', 'error');
      const text = bytes.toString('utf8');
      // Fastify's own, which answers by its callback; what it needs of the request it has not.
      void parse(undefined as never, text, (error, body) => (error ? reject(noJson(text)) : resolve(body)));
    }),
};

/** Where a body breaks that is no JSON, as far as the parser tells, which says no more of it than that to Fastify. */
function noJson(text: string): Problem {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
    return badField('', 'UNKNOWN_MEMBER', 'names "__proto__" or a prototype, which nothing here has');
  } catch (error) {
    const { message } = error as SyntaxError;
    const at = message.includes('end of JSON') ? text.length : /at position (\d+)/.exec(message)?.[1];
    return badField('', 'NOT_JSON', at === undefined ? 'is no JSON' : `is no JSON: it breaks after ${at} characters`);
  }
}

const JSON_OF_NOBODY: BodyRule = { ...JSON_OF_A_PERSON, bytes: 32 * KB };

/** The one form that is taken is an identity provider's, which proves itself by what is in it. */
const FORM: BodyRule = {
  ...JSON_OF_NOBODY,
  types: ['application/x-www-form-urlencoded'],
  parse: (bytes) => Object.fromEntries(new URLSearchParams(bytes.toString('utf8'))),
};

/** Files come as themselves; a foreign page cannot send these types unasked. */
const FILE: BodyRule = {
  types: SAID_TYPES,
  bytes: Math.max(...Object.values(MOST_MEGABYTES)) * KB * KB,
  within: 'FILE_BODY_SECONDS',
  parse: (bytes) => bytes,
  refused: () => new Problem('FILE_NOT_TAKEN', { taken: SAID_TYPES }),
  tooLarge: () => new Problem('FILE_TOO_LARGE', { most: MOST_MEGABYTES }),
};

const RULE = 'body';
export const TakesForm = () => SetMetadata(RULE, FORM);
export const TakesFile = () => SetMetadata(RULE, FILE);

/** As a browser calls a spreadsheet, or a file of text. */
export const SHEET_TYPES = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] as const;
const SHEET: BodyRule = {
  types: SHEET_TYPES,
  bytes: SHEET_MEGABYTES * KB * KB,
  within: 'FILE_BODY_SECONDS',
  parse: (bytes) => bytes,
  tooLarge: () => new Problem('SHEET_TOO_LARGE'),
};
export const TakesSheet = () => SetMetadata(RULE, SHEET);

/** In the place of a body that is on its way. */
const UNREAD = Symbol('unread');
const RULE_OF = Symbol('body rule');
type WithRule = AuthenticatedRequest & { [RULE_OF]?: BodyRule };

/** The router only notes that there is one; `BodyGuard` reads it when it is its turn. */
export function leaveBodiesUnread(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null, UNREAD));
}

/** After the guards that know who calls and how often. */
@Injectable()
export class BodyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @throws Problem UNSUPPORTED_MEDIA_TYPE, TOO_LARGE, BODY_TOO_SLOW; BAD_REQUEST for one that breaks off or cannot be
   *   read
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<WithRule>();
    if (request.body !== UNREAD) return true;
    const json = request.actor ? JSON_OF_A_PERSON : JSON_OF_NOBODY;
    const said = this.reflector.get<BodyRule | undefined>(RULE, context.getHandler());
    const type = request.headers['content-type']?.split(';')[0]!.trim().toLowerCase() ?? '';
    const rule = [said, json].find((each) => each?.types.includes(type));
    if (!rule)
      throw (said ?? json).refused?.() ?? new Problem('UNSUPPORTED_MEDIA_TYPE', { taken: (said ?? json).types });
    request[RULE_OF] = rule;
    request.body = await rule.parse(await bytesOf(request, rule, this.config[rule.within] * 1000), request);
    return true;
  }
}

async function bytesOf({ raw, headers }: FastifyRequest, rule: BodyRule, withinMs: number): Promise<Buffer> {
  const { bytes: most, tooLarge = () => new Problem('TOO_LARGE') } = rule;
  // Said before anything is read.
  if (Number(headers['content-length']) > most) throw tooLarge();
  if (raw.destroyed) throw new Problem('BAD_REQUEST');
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const take = (part: Buffer) => {
      bytes += part.length;
      parts.push(part);
      if (bytes > most) end(tooLarge());
    };
    const whole = () => end();
    const gone = () => end(new Problem('BAD_REQUEST'));
    const slow = setTimeout(() => end(new Problem('BODY_TOO_SLOW')), withinMs);
    const end = (problem?: Problem) => {
      clearTimeout(slow);
      raw.off('data', take).off('end', whole).off('error', gone).off('close', gone);
      if (problem) reject(problem);
      else resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts, bytes));
    };
    raw.on('data', take).on('end', whole).on('error', gone).on('close', gone);
  });
}

/** What is let pass of a body that nobody wanted. */
const MOST_LET_GO = 64 * KB * KB;

/**
 * Most clients read no answer before they have sent all; closing on them in the middle would hide why. So what is left of a
 * refused body goes by unkept, within the time that its route gives, and to a point; then the line is closed.
 */
export function letRestGoBy(fastify: FastifyInstance, config: Config): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { raw } = request;
    done();
    if (raw.complete || raw.destroyed) return;
    if (reply.statusCode === 408) return void raw.socket.destroy();
    const { actor, [RULE_OF]: rule } = request as WithRule;
    const within = actor && rule ? rule.within : 'BODY_SECONDS';
    let left = MOST_LET_GO;
    const close = () => raw.socket.destroy();
    const tooLong = setTimeout(close, config[within] * 1000);
    raw
      .on('data', (part: Buffer) => {
        left -= part.length;
        if (left < 0) close();
      })
      .once('close', () => clearTimeout(tooLong))
      .resume();
  });
}
