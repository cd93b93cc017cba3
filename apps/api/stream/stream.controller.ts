import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { AuthenticatedRequest } from '../http/actor.js';
import { Answers } from '../http/document.js';
import { Streams } from './streams.js';

const NoQuery = z.strictObject({});

@ApiTags('stream')
@Controller('stream')
export class StreamController {
  constructor(private readonly streams: Streams) {}

  @Get()
  @Answers(200, 'text/event-stream')
  @ApiOperation({
    summary: 'Server-sent events of what the caller may see: `dispute`, `notice`, `counts`, or `resync` after a gap',
  })
  openStream(
    @Req() request: AuthenticatedRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: NoQuery }) _query: object,
    @Headers('last-event-id') last: string | undefined,
  ): void {
    this.streams.open(request.actor!, request.token!, reply, last);
  }
}
