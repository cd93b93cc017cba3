import {
  Injectable,
  SetMetadata,
  UseInterceptors,
  applyDecorators,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { finalize, type Observable } from 'rxjs';
import type { AuthenticatedRequest } from './actor.js';
import { Problem } from './problem.js';

/** Lines of those who wait for each other: one at a time, in the order in which they came. */
export class Turns {
  private readonly lines = new Map<string, { last: Promise<void>; length: number }>();

  /** @param longest how many may be in a line, the one whose turn it is among them */
  constructor(private readonly longest: number) {}

  /**
   * @returns what ends the turn, once it has come
   * @throws Problem TOO_MANY_REQUESTS when the line is too long
   */
  async take(key: string): Promise<() => void> {
    const line = this.lines.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (line.length >= this.longest) throw new Problem('TOO_MANY_REQUESTS', {}, 1);
    this.lines.set(key, line);
    line.length += 1;
    const before = line.last;
    let pass!: () => void;
    line.last = new Promise((done) => (pass = done));
    let over = false;
    await before;
    return () => {
      if (over) return;
      over = true;
      line.length -= 1;
      if (line.length === 0) this.lines.delete(key);
      pass();
    };
  }
}

const RULE = 'one-at-a-time';
const TURN = Symbol('turn');
type WithTurn = AuthenticatedRequest & { [TURN]?: { working: boolean; end: () => void } };
/** Of one person's calls to one route. */
const LONGEST_LINE = 10;

/**
 * Before the body is read, so that who waits for their turn holds nothing. The turn ends when the work is done and the
 * answer has gone, whichever is later: who hangs up does not thereby start a second one beside it.
 */
@Injectable()
export class TurnGuard implements CanActivate {
  private readonly persons = new Turns(LONGEST_LINE);
  private readonly underWay = new Map<string, number>();

  constructor(private readonly reflector: Reflector) {}

  /**
   * Waits for the turn; a route that is not `OneAtATime` has none.
   *
   * @throws Problem TOO_MANY_REQUESTS where the person's line is full, UNAVAILABLE where as many work on it as may, BAD_REQUEST
   *   where the caller hung up meanwhile
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<{ inAll: number } | undefined>(RULE, context.getHandler());
    if (!rule) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<WithTurn>();
    const route = `${context.getClass().name}.${context.getHandler().name}`;
    const pass = await this.persons.take(`${route} ${request.actor!.userId}`);
    const { raw } = http.getResponse<FastifyReply>();
    const others = this.underWay.get(route) ?? 0;
    const hungUp = raw.closed || request.raw.socket.destroyed;
    if (hungUp || others >= rule.inAll) {
      pass();
      throw new Problem(hungUp ? 'BAD_REQUEST' : 'UNAVAILABLE');
    }
    this.underWay.set(route, others + 1);
    const turn = {
      working: false,
      end: () => {
        this.underWay.set(route, this.underWay.get(route)! - 1);
        pass();
      },
    };
    request[TURN] = turn;
    raw.once('close', () => {
      if (!turn.working) turn.end();
    });
    return true;
  }
}

@Injectable()
export class TurnInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const turn = http.getRequest<WithTurn>()[TURN]!;
    turn.working = true;
    return next.handle().pipe(
      finalize(() => {
        turn.working = false;
        if (http.getResponse<FastifyReply>().raw.closed) turn.end();
      }),
    );
  }
}

/**
 * A route whose work is so much that a person does one at a time of it, their programs included; their next waits.
 *
 * @param inAll how many there may be of all people at once; more are told to come again
 */
export const OneAtATime = ({ inAll = Infinity } = {}) =>
  applyDecorators(SetMetadata(RULE, { inAll }), UseInterceptors(TurnInterceptor));
