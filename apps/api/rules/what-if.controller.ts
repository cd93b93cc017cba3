import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { sliceOf } from '#domain/policy/document.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { DisputeId } from '../disputes/bodies.js';
import { DisputeReading } from '../disputes/reading.js';
import { nowOf } from '../disputes/view.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Answers } from '../http/document.js';
import { id } from '../http/pieces.js';
import type { WhatIf } from './answers.js';
import { foretold } from './foretelling.js';
import { Policies } from './policies.js';

const Under = z.strictObject({ policy: id.optional() });

/** One case under other rules than its own, before anybody moves it. */
@ApiTags('rules')
@Controller('disputes')
export class WhatIfController {
  constructor(
    private readonly reading: DisputeReading,
    private readonly rulebook: Rulebook,
    private readonly policies: Policies,
  ) {}

  @Get(':id/what-if')
  @Answers(200, 'WhatIf')
  @ApiOperation({ summary: 'The open dates of a case that would move under the rules in force, or under this policy' })
  async whatIf(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) disputeId: string,
    @Query({ schema: Under }) { policy }: z.infer<typeof Under>,
  ): Promise<WhatIf> {
    const { row, state } = await this.reading.get(actor, disputeId);
    const { policy: inForce, calendar } = await this.rulebook.current(actor.region);
    // Never by its version alone: what is remembered of a version is what was published, and a draft changes.
    const document = policy ? (await this.policies.of(actor, policy)).document : inForce.document;
    const policyVersion = policy ?? inForce.version;
    const versions = { policyVersion, calendarVersion: calendar.version };
    const same = row.policyVersion === policyVersion && row.calendarVersion === calendar.version;
    const stays = row.status === 'closed' ? 'closed' : row.rehearsal ? 'rehearsal' : null;
    if (same || stays) return { ...versions, same, stays, moves: [] };
    const years = { region: document.region, version: calendar.version, years: calendar.document };
    const rules = { policyVersion, policy: sliceOf(document), calendar: years };
    const moves = foretold(state, rules, 'policy', nowOf(row));
    return { ...versions, same, stays: moves ? null : 'procedure', moves: moves ?? [] };
  }
}
