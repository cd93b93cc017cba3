import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  Catch,
  HttpException,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors.js';
import { noteDivergence } from '#persistence/record/watch.js';
import { BadForm } from '#persistence/staff/staff.js';
import { AccessLog } from '../audit/access-log.js';
import type { AuthenticatedRequest } from '../http/actor.js';
import { isDatabaseAway } from '../http/away.js';
import { FaultLog } from '../http/fault-log.js';
import { detailOf } from '../http/field-words.js';
import { BORDER_CODES, type BorderCode, type ProblemCode } from '../http/problem-codes.js';
import { Problem, STATUS, type FieldError } from '../http/problem.js';
import { problemOf } from '../http/problem-body.js';
import { EngineUnavailable, RecordBehind } from '../../engine/gateway.js';
import { languageOf } from '../http/wording.js';

const RETRY_AFTER_SECONDS = 2;
/** Until somebody looked at it: the record of a case does not catch up by itself. */
const BEHIND_SECONDS = 60;

/** The second of the two borders where errors are translated: everything that is thrown becomes RFC 9457. */
@Catch()
export class ProblemFilter implements ExceptionFilter, OnApplicationShutdown {
  private readonly logger = new Logger('api');
  private readonly faults = new FaultLog(this.logger);

  constructor(
    private readonly log: AccessLog,
    private readonly source: DataSource,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (error instanceof RecordBehind) {
      // It is answered either way; that it could not be noted must be seen.
      noteDivergence(this.source, error.workflowId, error.seq).catch((fault: Error) =>
        this.logger.error(`a record behind its workflow was not noted: ${fault.stack}`),
      );
    }
    const http = host.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    const answer = () => answerProblem(error, request, http.getResponse<FastifyReply>(), this.faults);
    const refused = refusedIn(error, request);
    if (!refused) return answer();
    this.log
      .note(request.actor!, 'refused', refused)
      // It is refused either way; that it could not be noted must be seen.
      .catch((fault: Error) => this.logger.error(`a refusal was not noted: ${fault.stack}`))
      .then(answer)
      .catch((fault: Error) => this.logger.error(`a refusal was not answered: ${fault.stack}`));
  }

  onApplicationShutdown(): void {
    this.faults.flush();
  }
}

const CASES = '/api/v1/disputes/:id';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What somebody may not do, and each id that is unknown to them: whether there is such a case makes no difference. */
function refusedIn(error: unknown, { actor, method, routeOptions, params }: AuthenticatedRequest) {
  const { code } = translate(error);
  const { id } = (params ?? {}) as { id?: string };
  const asked = id !== undefined && UUID.test(id) ? id : undefined;
  if (!actor || !(STATUS[code] === 403 || (STATUS[code] === 404 && asked))) return null;
  const isCase = asked && routeOptions.url?.startsWith(CASES);
  return {
    ...(isCase && { disputeId: asked }),
    data: { code, route: `${method} ${routeOptions.url}`, ...(asked && !isCase && { id: asked }) },
  };
}

/** What the router itself refuses reaches no hook and no filter: an address that cannot be read, an id that is too long. */
export function answerUnroutable(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-content-type-options', 'nosniff').header('content-security-policy', "default-src 'none'");
  answerProblem(error, request, reply, new FaultLog(new Logger('api')));
}

const BROKEN: Record<string, [status: number, reason: string, code: BorderCode]> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'BAD_REQUEST'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'BODY_TOO_SLOW'],
};

/**
 * What is no HTTP at all, is not said in time, or has headers beyond all measure: no request ever came of it, and the line
 * is closed. One that said nothing is closed without a word: browsers open lines before they have anything to ask, and
 * would take what is written there for the answer to the request that they begin in that moment.
 */
export function answerBroken(error: { code?: string }, socket: Socket): void {
  const isGone = error.code === 'ECONNRESET' || socket.destroyed || !socket.writable;
  if (isGone || socket.bytesRead === 0) return void socket.destroy();
  const [status, reason, code] = BROKEN[error.code ?? ''] ?? [400, 'Bad Request', 'BAD_REQUEST'];
  const body = JSON.stringify({ ...problemOf(code, 'en'), status });
  socket.end(
    [
      `HTTP/1.1 ${status} ${reason}`,
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'x-content-type-options: nosniff',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, faults: FaultLog): void {
  const { code, extensions } = translate(error);
  const status = STATUS[code];
  const reference = status >= 500 ? randomUUID() : undefined;
  if (reference) faults.tell(reference, code, `${request.method} ${request.routeOptions.url}`, error);
  const language = languageOf(request.headers['accept-language']);
  const errors = extensions.errors as FieldError[] | undefined;
  const fields = errors?.map((each) => ({
    pointer: each.pointer,
    code: each.code,
    detail: detailOf(each, language),
  }));
  const retryAfter = error instanceof Problem ? error.retryAfter : undefined;
  const later = code === 'RECORD_BEHIND' ? BEHIND_SECONDS : RETRY_AFTER_SECONDS;
  if (status === 503 || retryAfter) void reply.header('retry-after', retryAfter ?? later);
  const body = JSON.stringify({
    ...extensions,
    ...(fields && { errors: fields }),
    ...problemOf(code, language),
    ...(reference && { reference }),
  });
  void reply.status(status).header('content-type', 'application/problem+json; charset=utf-8').send(body);
}

const BY_STATUS: Record<number, BorderCode> = Object.fromEntries(BORDER_CODES.map((code) => [STATUS[code], code]));

function translate(error: unknown): { code: ProblemCode; extensions: Record<string, unknown> } {
  if (error instanceof Problem) return { code: error.code, extensions: error.extensions };
  if (error instanceof BadForm) return { code: 'BAD_REQUEST', extensions: { errors: error.problems } };
  if (error instanceof DomainError) return { code: error.code, extensions: error.facts };
  if (error instanceof RecordBehind) return { code: 'RECORD_BEHIND', extensions: {} };
  if (error instanceof EngineUnavailable || isDatabaseAway(error)) return { code: 'UNAVAILABLE', extensions: {} };
  // What Nest and Fastify throw themselves: unknown routes, broken JSON, bodies too large.
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
  return { code: BY_STATUS[status ?? 500] ?? (status && status < 500 ? 'BAD_REQUEST' : 'INTERNAL'), extensions: {} };
}
