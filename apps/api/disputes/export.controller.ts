import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Stringifier } from 'csv-stringify';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { listDisputes, type ListedDispute } from '#persistence/reading/dispute-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { Logged } from '../audit/logged.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Costly } from '../http/rates.js';
import { Answers } from '../http/document.js';
import { spreadsheet } from '../http/spreadsheet.js';
import { OneAtATime } from '../http/turns.js';
import { DisputeQuery } from './bodies.js';
import { DisputeReading } from './reading.js';
import { disputeSummary, nowOf } from './view.js';

/** A sheet has no pages. */
const ExportQuery = DisputeQuery.omit({ cursor: true, limit: true, sort: true });
const ROWS_A_READING = 500;

/** Named as the fields of the contract, so that a sheet made of them does not depend on anybody's language. */
const COLUMNS = [
  'id',
  'number',
  'title',
  'category',
  'grade',
  'complexity',
  'status',
  'desk',
  'holder',
  'assistants',
  'village',
  'address',
  'createdAt',
  'updatedAt',
  'closedAt',
  'nextDueAt',
  'late',
] as const;

type Line = Record<(typeof COLUMNS)[number], string | number | null>;

@ApiTags('disputes')
@Controller()
export class ExportController {
  constructor(
    private readonly reader: Reader,
    private readonly reading: DisputeReading,
  ) {}

  @Get('disputes.csv')
  @Logged('export')
  @Costly()
  @OneAtATime()
  @Answers(200, 'text/csv')
  @ApiOperation({ summary: 'The list of disputes as a sheet (RFC 4180), with the same filters' })
  exportDisputes(
    @CurrentActor() actor: Actor,
    @Query({ schema: ExportQuery }) filter: z.infer<typeof ExportQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Stringifier {
    return spreadsheet(reply, 'disputes', COLUMNS, this.lines(actor, filter));
  }

  /** Read in pieces, each by its own short transaction: a slow line holds nothing up. */
  private async *lines(actor: Actor, asked: z.infer<typeof ExportQuery>): AsyncGenerator<Line> {
    const filter = await this.reading.filterOf(actor, asked);
    let after: { place: string; id: string } | null = null;
    for (;;) {
      const place: typeof after = after;
      const rows: ListedDispute[] = await this.reader.as(actor, (db) =>
        listDisputes(db, filter, place, ROWS_A_READING),
      );
      for (const { row } of rows) {
        const { place: where, assistants, ...summary } = disputeSummary(row, nowOf(row));
        yield { ...summary, village: where.village, address: where.address ?? null, assistants: assistants.join(' ') };
      }
      const last = rows.at(-1);
      if (!last || rows.length < ROWS_A_READING) return;
      after = { place: last.place.toISOString(), id: last.id };
    }
  }
}
