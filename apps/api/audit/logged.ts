import {
  Injectable,
  SetMetadata,
  UseInterceptors,
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { concatMap, type Observable } from 'rxjs';
import type { AccessAction } from '#persistence/audit/access-log.js';
import type { AuthenticatedRequest } from '../http/actor.js';
import { AccessLog } from './access-log.js';

type DataOf = (answer: never) => Record<string, unknown> | undefined;
interface LoggedAs {
  action: AccessAction;
  dataOf?: DataOf;
}

const LOGGED = 'logged';

@Injectable()
export class LoggedInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly log: AccessLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { action, dataOf } = this.reflector.get<LoggedAs>(LOGGED, context.getHandler());
    const { actor, params } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const { id } = params as { id?: string };
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        const data = dataOf?.(answer as never);
        await this.log.note(actor!, action, { ...(id && { disputeId: id }), ...(data && { data }) });
        return answer;
      }),
    );
  }
}

/** What this route answers is personal data: it is answered only when it is noted who read it. */
export const Logged = (action: AccessAction, dataOf?: DataOf) =>
  applyDecorators(SetMetadata(LOGGED, { action, dataOf } satisfies LoggedAs), UseInterceptors(LoggedInterceptor));
