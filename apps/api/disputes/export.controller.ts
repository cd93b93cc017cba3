import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { stringify, type Stringifier } from 'csv-stringify';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Config } from '#config/config.js';
import { instantOf } from '#domain/time.js';
import { listDisputes, type ListedDispute } from '#persistence/dispute-reader.js';
import { Reader } from '#persistence/reader.js';
import { Rulebook } from '#persistence/rulebook.js';
import { Logged } from '../audit/logged.js';
import { CurrentActor, type Actor } from '../auth/actor.js';
import { Costly } from '../auth/rates.js';
import { Answers } from '../document.js';
import { CONFIG } from '../tokens.js';
import { OneAtATime } from '../turns.js';
import { DisputeQuery } from './bodies.js';
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
    private readonly rulebook: Rulebook,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('disputes.csv')
  @Logged('export')
  @Costly()
  @OneAtATime()
  @Answers(200, 'text/csv')
  @ApiOperation({ summary: 'The list of disputes as a sheet (RFC 4180), with the same filters' })
  export(
    @CurrentActor() actor: Actor,
    @Query({ schema: ExportQuery }) filter: z.infer<typeof ExportQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Stringifier {
    void reply
      .header('content-type', 'text/csv; charset=utf-8; header=present')
      .header('content-disposition', `attachment; filename="disputes-${instantOf(Date.now()).slice(0, 10)}.csv"`)
      .header('cache-control', 'no-store');
    // A title may begin as a formula does: spreadsheets must see text, whoever opens it.
    const sheet = stringify({
      header: true,
      columns: [...COLUMNS],
      bom: true,
      record_delimiter: 'windows',
      escape_formulas: true,
    });
    const lines = Readable.from(this.lines(actor, filter));
    // A sheet that could not be read to its end must not look whole.
    lines.on('error', (error) => sheet.destroy(error)).pipe(sheet);
    return sheet;
  }

  /** Read in pieces, each by its own short transaction: a slow line holds nothing up. */
  private async *lines(actor: Actor, asked: z.infer<typeof ExportQuery>): AsyncGenerator<Line> {
    const filter = { ...asked, today: await this.rulebook.today(this.config.REGION) };
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
