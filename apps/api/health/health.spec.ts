import { describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import type { DataSource } from 'typeorm';
import type { TemporalGateway } from '../temporal-gateway.js';
import { HealthController } from './health.controller.js';

const engine = { health: () => Promise.resolve({ temporal: true, worker: true }) } as TemporalGateway;

async function ready(query: () => Promise<unknown>) {
  let status = 0;
  const reply = { status: (code: number) => (status = code) } as unknown as FastifyReply;
  const body = await new HealthController({ query } as unknown as DataSource, engine).ready(reply);
  return { ...body, code: status };
}

describe('readyz', () => {
  it.each([
    ['a database that answers', () => Promise.resolve([]), 200, true],
    ['a database that is away', () => Promise.reject(new Error('ECONNREFUSED')), 503, false],
    ['a database that says nothing', () => new Promise<never>(() => undefined), 503, false],
  ])('tells of %s within seconds', async (_what, query, code, postgres) => {
    expect(await ready(query)).toEqual({
      code,
      status: postgres ? 'ok' : 'unavailable',
      parts: { postgres, temporal: true, worker: true },
    });
  });
});
