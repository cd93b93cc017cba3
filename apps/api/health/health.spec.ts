import { describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import type { DataSource } from 'typeorm';
import { loadConfig } from '#config/config.js';
import type { Watched } from '#persistence/record/watch.js';
import type { TemporalGateway } from '../../engine/gateway.js';
import { HealthController } from './health.controller.js';
import { Health } from './health.js';

const well = (): Watched => ({
  now: new Date(),
  readOnly: false,
  workers: 1,
  workerSkewMs: 3,
  temporalSkewMs: -20,
  reconciledAgo: 4,
  reconciles: true,
  overdueFound: 0,
  behind: 0,
});

interface World {
  watched?: Partial<Watched>;
  database?: () => Promise<unknown>;
  temporal?: boolean;
  stands?: boolean;
  purpose?: string;
}

function controller({ watched = {}, database, temporal = true, stands = false }: World) {
  const query = database ?? (() => Promise.resolve([{ ...well(), ...watched }]));
  const gateway = { health: () => Promise.resolve({ temporal, worker: temporal, stands }) } as TemporalGateway;
  const config = loadConfig({});
  return new HealthController(new Health({ query } as unknown as DataSource, gateway, config), config);
}

async function ready(world: World) {
  let status = 0;
  const reply = { status: (code: number) => (status = code) } as unknown as FastifyReply;
  const body = await controller(world).ready(world.purpose, reply);
  return { ...body, code: status };
}

const away = () => Promise.reject(new Error('ECONNREFUSED'));

describe('readyz', () => {
  it('is ready while every part is there', async () => {
    expect(await ready({})).toEqual({
      ok: true,
      reads: true,
      writes: true,
      parts: { postgres: true, temporal: true, worker: true, reconciler: true },
      warnings: [],
      code: 200,
    });
  });

  it('says which part is not, and still offers the reads where only writes are impossible', async () => {
    for (const world of [{ temporal: false }, { watched: { workers: 0 } }, { watched: { readOnly: true } }]) {
      expect(await ready(world)).toMatchObject({ code: 503, ok: false, reads: true, writes: false });
      expect(await ready({ ...world, purpose: 'reads' })).toMatchObject({ code: 200 });
    }
    expect((await ready({ watched: { workers: 0 } })).parts).toMatchObject({ temporal: true, worker: false });
  });

  it('does not offer writes while nobody is answered, though every part says that it is there', async () => {
    expect(await ready({ stands: true })).toMatchObject({
      code: 503,
      ok: false,
      reads: true,
      writes: false,
      parts: { postgres: true, temporal: true, worker: true },
      warnings: [{ code: 'NOBODY_ANSWERED' }],
    });
  });

  it('is not ready without the database, which may also freeze with the connection open', async () => {
    for (const database of [away, () => new Promise(() => undefined)]) {
      expect(await ready({ database, purpose: 'reads' })).toMatchObject({
        code: 503,
        reads: false,
        parts: { postgres: false, reconciler: false },
      });
    }
  });

  it('tells of a reconciler that does not look, while people can work', async () => {
    expect(await ready({ watched: { reconciles: false, reconciledAgo: null } })).toMatchObject({
      code: 200,
      ok: false,
      parts: { reconciler: false },
    });
  });

  it('warns of clocks that go apart, of cases whose record is behind, and of a database that is only read', async () => {
    const now = new Date(Date.now() + 7_200_000);
    const watched = { now, workerSkewMs: -6_000, temporalSkewMs: 4_000, behind: 2, readOnly: true };
    expect((await ready({ watched })).warnings).toEqual([
      { code: 'CLOCK_SKEW', clock: 'api', seconds: -7_200 },
      { code: 'CLOCK_SKEW', clock: 'worker', seconds: -6 },
      { code: 'RECORD_BEHIND', cases: 2 },
      { code: 'READ_ONLY' },
    ]);
  });
});

describe('metrics', () => {
  it('tell what is not known as not known, and a reconciler that never looked as infinitely long ago', async () => {
    const never = await controller({ watched: { reconciledAgo: null, reconciles: false } }).metrics();
    expect(never).toMatch(/^dispute_reconciled_seconds_ago \+Inf$/m);
    const gone = await controller({ database: away }).metrics();
    expect(gone).toMatch(/^dispute_part_up\{part="postgres"\} 0$/m);
    expect(gone).toMatch(/^dispute_overdue_found Nan$/m);
  });
});
