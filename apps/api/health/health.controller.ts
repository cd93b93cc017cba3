import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { CORE } from '#domain/dispute.js';
import { Public } from '../auth/actor.js';
import { TemporalGateway } from '../temporal-gateway.js';

const metrics = new Registry();
collectDefaultMetrics({ register: metrics });

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
    const [postgres, engine] = await Promise.all([
      this.source.query('SELECT 1').then(
        () => true,
        () => false,
      ),
      this.gateway.health(),
    ]);
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
  metrics() {
    return metrics.metrics();
  }
}
