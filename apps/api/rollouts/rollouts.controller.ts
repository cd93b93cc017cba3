import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Answers } from '../http/document.js';
import { languageOf } from '../http/wording.js';
import { RolloutQuery } from './bodies.js';
import { Rollouts } from './rollouts.js';

@ApiTags('rollouts')
@Controller('rollouts')
export class RolloutsController {
  constructor(private readonly rollouts: Rollouts) {}

  @Get()
  @Answers(200, 'RolloutList')
  @ApiOperation({
    summary:
      'Acts on many things and how far each came, the newest first: those that the caller began or oversees, and for who ' +
      'publishes rules or moves cases to them, those by which cases of the region move',
  })
  listRollouts(@CurrentActor() actor: Actor, @Query({ schema: RolloutQuery }) query: RolloutQuery) {
    return this.rollouts.list(actor, query);
  }

  @Get(':id')
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Of what is said of failures' })
  @Answers(200, 'Rollout')
  @ApiOperation({ summary: 'How far an act on many things has come, and what of it failed' })
  getRollout(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: z.uuid() }) id: string,
    @Headers('accept-language') language: string | undefined,
  ) {
    return this.rollouts.view(actor, id, languageOf(language));
  }
}
