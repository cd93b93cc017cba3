import { randomUUID } from 'node:crypto';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#domain/errors.js';
import { detailOf } from './field-words.js';
import { BORDER_CODES, Problem, STATUS, type BorderCode, type FieldError, type ProblemCode } from './problem.js';
import { EngineUnavailable } from './temporal-gateway.js';
import { PROBLEM_WORDS, languageOf } from './wording.js';

const RETRY_AFTER_SECONDS = 2;

/** The second of the two borders where errors are translated: everything that is thrown becomes RFC 9457. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('api');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { code, extensions } = translate(error);
    const status = STATUS[code];
    const reference = status >= 500 ? randomUUID() : undefined;
    if (code === 'INTERNAL') this.logger.error(`${reference} ${error instanceof Error ? error.stack : String(error)}`);
    const language = languageOf(request.headers['accept-language']);
    const words = PROBLEM_WORDS[code][language];
    const errors = extensions.errors as FieldError[] | undefined;
    const fields = errors?.map((each) => ({
      pointer: each.pointer,
      code: each.code,
      detail: detailOf(each, language),
    }));
    const retryAfter = error instanceof Problem ? error.retryAfter : undefined;
    if (status === 503 || retryAfter) void reply.header('retry-after', retryAfter ?? RETRY_AFTER_SECONDS);
    void reply
      .status(status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(
        JSON.stringify({
          ...extensions,
          ...(fields && { errors: fields }),
          type: `/docs/problems#${code}`,
          title: words.title,
          status,
          detail: words.detail,
          code,
          ...(reference && { reference }),
        }),
      );
  }
}

const BY_STATUS: Record<number, BorderCode> = Object.fromEntries(BORDER_CODES.map((code) => [STATUS[code], code]));

function translate(error: unknown): { code: ProblemCode; extensions: Record<string, unknown> } {
  if (error instanceof Problem) return { code: error.code, extensions: error.extensions };
  if (error instanceof DomainError) return { code: error.code, extensions: error.facts };
  if (error instanceof EngineUnavailable || isDatabaseAway(error)) return { code: 'UNAVAILABLE', extensions: {} };
  // What Nest and Fastify throw themselves: unknown routes, broken JSON, bodies too large.
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
  return { code: BY_STATUS[status ?? 500] ?? (status && status < 500 ? 'BAD_REQUEST' : 'INTERNAL'), extensions: {} };
}

/** PostgreSQL's own "not now": connection exceptions, shutdown, too many connections, lock and statement timeouts. */
const DATABASE_AWAY = /^(08|53|57P|55P03|57014)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

export function isDatabaseAway(error: unknown): boolean {
  const { code, message, driverError } = error as { code?: unknown; message?: unknown; driverError?: unknown };
  if (typeof code === 'string' && DATABASE_AWAY.test(code)) return true;
  if (driverError && driverError !== error && isDatabaseAway(driverError)) return true;
  return /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(String(message));
}
