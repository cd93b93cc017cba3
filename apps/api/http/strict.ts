import {
  Injectable,
  StandardSchemaValidationPipe,
  type ArgumentMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/internal';
import type { FastifyRequest } from 'fastify';
import { badRequest, notFound, Problem, unknownMember, type FieldError } from './problem.js';

/** Checks what a route declares. An id that no object can have is one that does not exist: it tells nobody more. */
export class BorderPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: badRequest });
  }

  /** Schemas refuse such names like any other that they do not know; dropping them in silence would hide a mistake. */
  protected override stripProtoKeys(): void {
    return;
  }

  /** @throws Problem NOT_FOUND for a parameter of the path, BAD_REQUEST for all else */
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (metadata.type !== 'param') return super.transform(value, metadata);
    return super.transform(value, metadata).catch(() => {
      throw notFound();
    });
  }
}

/** What a route does not declare it does not take: a member that nobody reads is a mistake to hear of. */
@Injectable()
export class UndeclaredGuard implements CanActivate {
  /** @throws Problem BAD_REQUEST, with each member that the route does not declare */
  canActivate(context: ExecutionContext): boolean {
    const { url, query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    // Probes and pages may be asked with anything.
    if (!url.startsWith('/api/')) return true;
    const declared = Object.keys(
      (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {}) as object,
    );
    const takes = (kind: RouteParamtypes) => declared.some((each) => each.startsWith(`${kind}:`));
    const errors = [
      ...(takes(RouteParamtypes.QUERY) ? [] : unknown(query)),
      ...(takes(RouteParamtypes.BODY) ? [] : unknown(body)),
    ];
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
    return true;
  }
}

function unknown(members: unknown): FieldError[] {
  return Object.keys(Object(members) as object).map((name) => unknownMember(name));
}
