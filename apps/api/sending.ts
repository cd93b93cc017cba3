import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Sending } from './receipts.js';
import { badField } from './problem.js';

/** `Idempotency-Key` and `If-Match` of a command. */
export const Sent = createParamDecorator((_data: unknown, context: ExecutionContext): Sending => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const key = headers['idempotency-key'];
  if (key !== undefined && (typeof key !== 'string' || key.trim() === '' || key.length > 200)) {
    throw badField('/Idempotency-Key', 'KEY', 'must be one text of 1 to 200 characters');
  }
  const match = headers['if-match'];
  const seq = match === undefined || match === '*' ? undefined : /^(?:W\/)?"?(\d{1,9})"?$/.exec(match)?.[1];
  if (match !== undefined && match !== '*' && seq === undefined) {
    throw badField('/If-Match', 'SEQ', 'must be the seq that you saw, such as "12"');
  }
  return { ...(key !== undefined && { key }), ...(seq !== undefined && { ifMatch: Number(seq) }) };
});
