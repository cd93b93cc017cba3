import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { CORE } from '#domain/dispute.js';
import { Public } from '../auth/actor.js';
import { TemporalGateway } from '../temporal-gateway.js';

const metrics = new Registry();
collectDefaultMetrics({ register: metrics });
const overdueFound = new Gauge({
  name: 'dispute_overdue_found',
  help: 'Cases whose next moment had passed unnoticed at the last look of the reconciler',
  registers: [metrics],
});
const reconciledAgo = new Gauge({
  name: 'dispute_reconciled_seconds_ago',
  help: 'Seconds since the last look of the reconciler',
  registers: [metrics],
});

/** What says nothing in time is not there: a frozen server takes connections and never answers. */
const DEADLINE_MS = 2_000;

function answers(asked: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const silent = setTimeout(() => resolve(false), DEADLINE_MS);
    void asked
      .then(
        () => resolve(true),
        () => resolve(false),
      )
      .finally(() => clearTimeout(silent));
  });
}

@Public()
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly source: DataSource,
    private readonly gateway: TemporalGateway,
  ) {}

  @Get('livez')
  live() {
    return { status: 'ok' };
  }

  /** Ready only while every part is there; each part says for itself. */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const [postgres, engine] = await Promise.all([answers(this.source.query('SELECT 1')), this.gateway.health()]);
    const parts = { postgres, ...engine };
    const ready = Object.values(parts).every(Boolean);
    void reply.status(ready ? 200 : 503);
    return { status: ready ? 'ok' : 'unavailable', parts };
  }

  @Get('version')
  version() {
    return { name: 'dispute-circulation', api: 'v1', core: CORE, node: process.version };
  }

  @Get('metrics')
  @Header('content-type', metrics.contentType)
  async metrics() {
    const [last] = (await this.source.query(
      `SELECT found, extract(epoch FROM now() - at)::float AS ago FROM reconciliation ORDER BY at DESC LIMIT 1`,
    )) as { found: number; ago: number }[];
    overdueFound.set(last?.found ?? 0);
    reconciledAgo.set(last?.ago ?? 0);
    return metrics.metrics();
  }
}
