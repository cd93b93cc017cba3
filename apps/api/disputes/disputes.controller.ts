import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Logged } from '../audit/logged.js';
import { CurrentActor, type Actor } from '../auth/actor.js';
import { Sent } from '../sending.js';
import { AtQuery, DisputeId, DisputeQuery, FastForward, Register, VERB_BODIES as BODIES } from './bodies.js';
import { DisputesService, type Sending } from './disputes.service.js';

type BodyOf<V extends keyof typeof BODIES> = z.infer<(typeof BODIES)[V]>;

/** Who reported a case is known to few: each look at it is noted apart. */
function showsReporter({ items }: { items: { text?: object }[] }) {
  return items.some((each) => each.text && 'reporter' in each.text) ? { reporter: true } : undefined;
}

/** Disputes and the commands on them: one line each, the rest is the core's. */
@ApiTags('disputes')
@Controller('disputes')
export class DisputesController {
  constructor(private readonly disputes: DisputesService) {}

  @Post()
  @ApiOperation({ summary: 'Register a dispute, and grade it when a grade is given' })
  async register(
    @CurrentActor() actor: Actor,
    @Body({ schema: Register }) body: Register,
    @Sent() sending: Sending,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.disputes.register(actor, body, sending);
    void reply.header('location', `/api/v1/disputes/${answer.dispute.id}`);
    return answer;
  }

  @Get()
  @ApiOperation({ summary: 'Disputes that the caller may see, newest first' })
  list(@CurrentActor() actor: Actor, @Query({ schema: DisputeQuery }) query: DisputeQuery) {
    return this.disputes.list(actor, query);
  }

  @Get(':id')
  @Logged('view')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'One dispute, now or as it stood at a moment' })
  view(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Query({ schema: AtQuery }) { at }: z.infer<typeof AtQuery>,
  ) {
    return this.disputes.view(actor, id, at);
  }

  @Get(':id/timeline')
  @Logged('timeline', showsReporter)
  @ApiOperation({ summary: 'What happened, by whom, in order' })
  timeline(@CurrentActor() actor: Actor, @Param('id', { schema: DisputeId }) id: string) {
    return this.disputes.timeline(actor, id);
  }

  @Get(':id/attribution')
  @ApiOperation({ summary: 'Whose minutes they were' })
  attribution(@CurrentActor() actor: Actor, @Param('id', { schema: DisputeId }) id: string) {
    return this.disputes.attribution(actor, id);
  }

  @Post(':id/fast-forward')
  @HttpCode(200)
  @ApiOperation({ summary: "Move a rehearsal's own time" })
  fastForward(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: FastForward }) { by }: z.infer<typeof FastForward>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.fastForward(actor, id, by, sending);
  }

  @Post(':id/grade')
  @HttpCode(200)
  @ApiOperation({ summary: 'Grade a dispute, or raise its grade' })
  grade(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['grade'] }) body: BodyOf<'grade'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'grade', body, sending);
  }

  @Post(':id/plan')
  @HttpCode(200)
  @ApiOperation({ summary: 'Write the plan 一案一策' })
  plan(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['plan'] }) body: BodyOf<'plan'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'plan', body, sending);
  }

  @Post(':id/transfer')
  @HttpCode(200)
  @ApiOperation({ summary: 'Offer the dispute to a department' })
  transfer(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['transfer'] }) body: BodyOf<'transfer'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'transfer', body, sending);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Accept a transfer' })
  accept(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['accept'] }) body: BodyOf<'accept'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'accept', body, sending);
  }

  @Post(':id/return')
  @HttpCode(200)
  @ApiOperation({ summary: 'Return an offer, or hand back an accepted case' })
  return(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['return'] }) body: BodyOf<'return'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'return', body, sending);
  }

  @Post(':id/decide-return')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decide a return' })
  decideReturn(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['decide-return'] }) body: BodyOf<'decide-return'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'decide-return', body, sending);
  }

  @Post(':id/recall')
  @HttpCode(200)
  @ApiOperation({ summary: 'Recall an offer' })
  recall(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['recall'] }) body: BodyOf<'recall'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'recall', body, sending);
  }

  @Post(':id/complete-assist')
  @HttpCode(200)
  @ApiOperation({ summary: 'Report and end assisting' })
  completeAssist(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['complete-assist'] }) body: BodyOf<'complete-assist'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'complete-assist', body, sending);
  }

  @Post(':id/contact')
  @HttpCode(200)
  @ApiOperation({ summary: 'Record the first contact with the parties' })
  contact(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['contact'] }) body: BodyOf<'contact'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'contact', body, sending);
  }

  @Post(':id/progress')
  @HttpCode(200)
  @ApiOperation({ summary: 'Report progress' })
  progress(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['progress'] }) body: BodyOf<'progress'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'progress', body, sending);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Record how the dispute ended' })
  resolve(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['resolve'] }) body: BodyOf<'resolve'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'resolve', body, sending);
  }

  @Post(':id/fulfil-term')
  @HttpCode(200)
  @ApiOperation({ summary: 'Record that a term of the agreement was kept' })
  fulfilTerm(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['fulfil-term'] }) body: BodyOf<'fulfil-term'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'fulfil-term', body, sending);
  }

  @Post(':id/visit')
  @HttpCode(200)
  @ApiOperation({ summary: 'Record a return visit' })
  visit(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['visit'] }) body: BodyOf<'visit'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'visit', body, sending);
  }

  @Post(':id/waive-visit')
  @HttpCode(200)
  @ApiOperation({ summary: 'Waive a return visit' })
  waiveVisit(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['waive-visit'] }) body: BodyOf<'waive-visit'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'waive-visit', body, sending);
  }

  @Post(':id/close')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close the dispute; it closes by itself when nothing is open' })
  close(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['close'] }) body: BodyOf<'close'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'close', body, sending);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reopen a resolved or closed dispute' })
  reopen(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['reopen'] }) body: BodyOf<'reopen'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'reopen', body, sending);
  }

  @Post(':id/note')
  @HttpCode(200)
  @ApiOperation({ summary: 'Add a note' })
  note(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: BODIES['note'] }) body: BodyOf<'note'>,
    @Sent() sending: Sending,
  ) {
    return this.disputes.command(actor, id, 'note', body, sending);
  }
}
