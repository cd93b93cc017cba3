import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Sending } from './receipts.js';
import { badField } from '../http/problem.js';

const HEADERS = [
  {
    name: 'Idempotency-Key',
    description: 'The same key with the same body is one deed, and has the first answer again',
  },
  {
    name: 'If-Match',
    description: 'The seq that the sender saw; 412 when the case or the item changed materially since',
  },
];

function describeHeaders(target: object, name: string | symbol | undefined): void {
  const route = Object.getOwnPropertyDescriptor(target, name!)!;
  for (const each of HEADERS) ApiHeader({ ...each, required: false })(target, name!, route);
}

/** `Idempotency-Key` and `If-Match` of a command. */
export const Sent = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Sending => {
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
  },
  [describeHeaders],
);
