import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { DisputeRow } from '#domain/dispute/row.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { visits } from '#persistence/reading/visit-reader.js';
import { Logged } from '../audit/logged.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { cursor, decodeCursor, limit, page } from '../http/paging.js';
import { bound, flag, momentsOf } from '../http/pieces.js';
import { partiesFor } from '../disputes/masking.js';
import { nowOf } from '../disputes/view.js';
import { Answers } from '../http/document.js';
import { disputeInWork, visitView } from '../disputes/view.js';
import type { DoorstepSheet } from './answers.js';

const STATES = ['planned', 'due', 'unconfirmed', 'done', 'undone', 'late', 'waived', 'unreachable'] as const;
const VisitQuery = z.strictObject({
  from: bound.optional(),
  to: bound.optional(),
  state: z.enum(STATES).optional(),
  rehearsal: flag.default(false),
  cursor,
  limit,
});

@ApiTags('visits')
@Controller('visits')
export class VisitsController {
  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
  ) {}

  @Get()
  @Logged('visits', ({ items }: { items: { dispute: { id: string } }[] }) => ({
    disputes: [...new Set(items.map((each) => each.dispute.id))],
  }))
  @Answers(200, 'VisitList')
  @ApiOperation({ summary: 'Return visits by their day' })
  async listVisits(@CurrentActor() actor: Actor, @Query({ schema: VisitQuery }) query: z.infer<typeof VisitQuery>) {
    const after = query.cursor ? decodeCursor(query.cursor, ['instant', 'string', 'small']) : null;
    const { policy } = await this.rulebook.current(actor.region);
    const { zone } = policy.document.workingTime;
    const { from, to, state } = momentsOf(query, zone);
    const rows = await this.reader.as(actor, (db) =>
      visits(
        db,
        { from, to, state, zone, rehearsal: query.rehearsal },
        after && { dueAt: String(after[0]), id: String(after[1]), n: Number(after[2]) },
        query.limit + 1,
      ),
    );
    return page(
      rows,
      query.limit,
      ({ visit, dispute }) => [visit.dueAt, dispute.id, visit.n],
      ({ visit, dispute }) => ({
        ...visitView(visit, nowOf(dispute), zone),
        ownWork: dispute.resolution?.ownWork?.includes(actor.userId) ?? false,
        dispute: {
          ...disputeInWork(dispute),
          seq: dispute.seq,
          parties: partiesFor(dispute, actor.departmentId),
          ...sheetOf(dispute, zone),
        },
      }),
    );
  }
}

function sheetOf(dispute: DisputeRow, zone: string): DoorstepSheet {
  const now = nowOf(dispute);
  return {
    now,
    visits: dispute.visits.map((each) => visitView(each, now, zone)),
    resolution: dispute.resolution && { terms: dispute.resolution.terms },
  };
}
