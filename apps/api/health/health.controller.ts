import { Controller, Get, Header, Inject, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Config } from '#config/config.js';
import { CORE } from '#domain/dispute/editions.js';
import { Public } from '../http/actor.js';
import { CONFIG } from '../http/tokens.js';
import { Health } from './health.js';

@Public()
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly health: Health,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** 503 where the process should be started anew: its own connections are dead while new ones work. */
  @Get('livez')
  async live(@Res({ passthrough: true }) reply: FastifyReply) {
    const isStuck = await this.health.isStuck();
    void reply.status(isStuck ? 503 : 200);
    return { status: isStuck ? 'stuck' : 'ok' };
  }

  /** 200 while people can read and write, or with `for=reads` while they can read; each part says for itself. */
  @Get('readyz')
  async ready(@Query('for') purpose: string | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    const answer = await this.health.look();
    const ready = answer.reads && (purpose === 'reads' || answer.writes);
    void reply.status(ready ? 200 : 503);
    return answer;
  }

  @Get('version')
  version() {
    return {
      name: 'dispute-circulation',
      api: 'v1',
      core: CORE,
      node: process.version,
      start: this.config.START_NONCE,
    };
  }

  @Get('metrics')
  @Header('content-type', Health.METRICS_TYPE)
  metrics() {
    return this.health.metrics();
  }
}
