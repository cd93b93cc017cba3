import { Body, Controller, Get, Header, Headers, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Logged } from '../audit/logged.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Answers } from '../http/document.js';
import { Sent } from '../engine/sending.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { languageOf } from '../http/wording.js';
import { AtQuery, DisputeId, DisputeQuery, FastForward, Foresee, Register } from './bodies.js';
import type { Sending } from '../engine/receipts.js';
import { Foreseeing } from './foreseeing.js';
import { Handling } from './handling.js';
import { DisputeReading } from './reading.js';
import { Registration } from './registration.js';
import { Rehearsals } from './rehearsals.js';
import { RelatedCases } from './related.js';
import { Timeline } from './timeline.js';

/** Who reported a case is known to few: each look at it is noted apart. */
function showsReporter({ items }: { items: { text?: object }[] }) {
  return items.some((each) => each.text && 'reporter' in each.text) ? { reporter: true } : undefined;
}

/** Disputes. The commands on them, one route a verb, are in commands.controller.ts. */
@ApiTags('disputes')
@Controller('disputes')
export class DisputesController {
  constructor(
    private readonly reading: DisputeReading,
    private readonly entries: Timeline,
    private readonly registration: Registration,
    private readonly rehearsals: Rehearsals,
    private readonly foreseeing: Foreseeing,
    private readonly related: RelatedCases,
    private readonly handling: Handling,
  ) {}

  @Post()
  @Answers(201, 'Registered')
  @ApiOperation({ summary: 'Register a dispute, and grade it when a grade is given' })
  async registerDispute(
    @CurrentActor() actor: Actor,
    @Body({ schema: Register }) body: Register,
    @Sent() sending: Sending,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.registration.register(actor, body, sending);
    void reply.header('location', `/api/v1/disputes/${answer.dispute.id}`);
    return answer;
  }

  @Get()
  @Answers(200, 'DisputeList')
  @ApiOperation({ summary: 'Disputes that the caller may see, newest first' })
  listDisputes(@CurrentActor() actor: Actor, @Query({ schema: DisputeQuery }) query: DisputeQuery) {
    return this.reading.list(actor, query);
  }

  @Get(':id')
  @Logged('view')
  @Header('cache-control', 'no-store')
  @Answers(200, 'DisputeView')
  @ApiOperation({ summary: 'One dispute, now or as it stood at a moment' })
  getDispute(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Query({ schema: AtQuery }) { at }: z.infer<typeof AtQuery>,
  ) {
    return this.reading.view(actor, id, at);
  }

  @Get(':id/timeline')
  @Logged('timeline', showsReporter)
  @Answers(200, 'Timeline')
  @ApiOperation({ summary: 'What happened, by whom, in order' })
  async getTimeline(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Query({ schema: WholeListQuery }) query: WholeListQuery,
  ) {
    return inPages(await this.entries.of(actor, id), query);
  }

  @Get(':id/attribution')
  @Answers(200, 'Attribution')
  @ApiOperation({ summary: 'Whose minutes they were' })
  getAttribution(@CurrentActor() actor: Actor, @Param('id', { schema: DisputeId }) id: string) {
    return this.reading.attribution(actor, id);
  }

  @Get(':id/similar')
  @Answers(200, 'SimilarList')
  @ApiOperation({ summary: 'What looks like it by names, place and kind: a suspicion, which raises nothing' })
  async listSimilar(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Query({ schema: WholeListQuery }) query: WholeListQuery,
  ) {
    return inPages(await this.reading.similarTo(actor, id), query);
  }

  @Get(':id/related')
  @Answers(200, 'RelatedList')
  @ApiOperation({ summary: 'Other cases of the same people or place, whenever they were entered' })
  async listRelated(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Query({ schema: WholeListQuery }) query: WholeListQuery,
  ) {
    return inPages(await this.related.of(actor, id), query);
  }

  @Get(':id/handler')
  @Answers(200, 'Handlers')
  @ApiOperation({ summary: 'Who handles it now, and how they are reached' })
  getHandler(@CurrentActor() actor: Actor, @Param('id', { schema: DisputeId }) id: string) {
    return this.handling.of(actor, id);
  }

  @Post(':id/preview')
  @Answers(200, 'Foreseen')
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Of a refusal' })
  @ApiOperation({ summary: 'What a command would do to what is owed, or what would refuse it; nothing is kept' })
  previewCommand(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: Foresee }) body: Foresee,
    @Headers('accept-language') accept: string | undefined,
  ) {
    return this.foreseeing.of(actor, id, body, languageOf(accept));
  }

  @Get(':id/would-send')
  @Answers(200, 'WouldSendList')
  @ApiOperation({ summary: 'What a rehearsal would have sent, to whom by which way' })
  async listWouldSend(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Query({ schema: WholeListQuery }) query: WholeListQuery,
    @Headers('accept-language') accept: string | undefined,
  ) {
    return inPages(await this.rehearsals.wouldSend(actor, id, languageOf(accept)), query);
  }

  @Post(':id/fast-forward')
  @Answers(200, 'Done')
  @ApiOperation({ summary: "Move a rehearsal's own time" })
  fastForward(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: FastForward }) { by }: z.infer<typeof FastForward>,
    @Sent() sending: Sending,
  ) {
    return this.rehearsals.fastForward(actor, id, by, sending);
  }
}
