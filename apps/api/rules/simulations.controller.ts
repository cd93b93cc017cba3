import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Answers } from '../http/document.js';
import { id } from '../http/pieces.js';
import { SimulateMonths } from './bodies.js';
import { Simulations } from './simulations.js';

@ApiTags('rules')
@Controller()
export class SimulationsController {
  constructor(private readonly simulations: Simulations) {}

  @Post('policies/:version/simulate')
  @Answers(202, 'Begun')
  @ApiOperation({
    summary: 'Past months under this policy, beside the one in force: who would have been late, and more',
  })
  simulatePolicy(
    @CurrentActor() actor: Actor,
    @Param('version', { schema: id }) version: string,
    @Body({ schema: SimulateMonths }) body: z.infer<typeof SimulateMonths>,
  ) {
    return this.simulations.begin(actor, version, body);
  }

  @Get('simulations/:id')
  @Answers(200, 'Simulation')
  @ApiOperation({ summary: 'What a simulation came to so far' })
  getSimulation(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) simulationId: string) {
    return this.simulations.view(actor, simulationId);
  }
}
