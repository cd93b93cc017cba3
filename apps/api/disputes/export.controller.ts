import type { Readable } from 'node:stream';
import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { DisputeRow } from '#domain/dispute/row.js';
import { listDisputes, type DisputePlace, type ListedDispute } from '#persistence/reading/dispute-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { Logged } from '../audit/logged.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { SHEET_TYPES } from '../http/body.js';
import { everyRow } from '../http/paging.js';
import { Costly } from '../http/rates.js';
import { Answers } from '../http/document.js';
import { bookAs, spreadsheet, type Ending } from '../http/spreadsheet.js';
import { SheetQuery, Tellings, type Telling } from '../http/telling.js';
import { OneAtATime } from '../http/turns.js';
import type { Cell } from '../http/workbook.js';
import { DisputeQuery } from './bodies.js';
import { DisputeReading } from './reading.js';
import { disputeCells, DISPUTE_HEADS } from './told-dispute.js';
import { disputeSummary, nowOf } from './view.js';

/** A sheet has no pages, and is sorted by who reads it. */
const ExportQuery = z.strictObject({
  ...DisputeQuery.omit({ cursor: true, limit: true, sort: true, total: true }).shape,
  ...SheetQuery,
});
type ExportQuery = z.infer<typeof ExportQuery>;
type Asked = Omit<ExportQuery, keyof typeof SheetQuery>;

/** Named as the fields of the contract, so that a program that reads them does not depend on anybody's language. */
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
    private readonly tellings: Tellings,
  ) {}

  @Get('disputes.csv')
  @Logged('export')
  @Costly()
  @OneAtATime()
  @Answers(200, SHEET_TYPES[0])
  @ApiOperation({
    summary: 'The list of disputes as a sheet (RFC 4180), with the same filters, in words or by codes and in UTC',
  })
  exportDisputes(
    @CurrentActor() actor: Actor,
    @Query({ schema: ExportQuery }) query: ExportQuery,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    return this.exported(actor, query, accept, 'csv', reply);
  }

  @Get('disputes.xlsx')
  @Logged('export')
  @Costly()
  @OneAtATime()
  @Answers(200, SHEET_TYPES[1])
  @ApiOperation({ summary: 'The same as a spreadsheet, with a sheet that says who made it, when and of what' })
  exportDisputesBook(
    @CurrentActor() actor: Actor,
    @Query({ schema: ExportQuery }) query: ExportQuery,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    return this.exported(actor, query, accept, 'xlsx', reply);
  }

  private async exported(
    actor: Actor,
    { format, language, ...asked }: ExportQuery,
    accept: string | undefined,
    ending: Ending,
    reply: FastifyReply,
  ): Promise<Readable> {
    const telling = await this.tellings.of(actor, { format, language }, accept);
    const title = asked.rehearsal ? 'rehearsals' : 'disputes';
    const file = telling.file('disputes', title);
    if (telling.coded && ending === 'csv') return spreadsheet(reply, file, COLUMNS, this.lines(actor, asked));
    const table = telling.coded
      ? { heads: COLUMNS, rows: this.coded(actor, asked) }
      : { heads: DISPUTE_HEADS.map(telling.head), rows: this.told(actor, asked, telling) };
    return bookAs(reply, ending, {
      ...file,
      tables: [{ name: telling.words.title[title], ...table }, telling.about(title, actor, asked)],
    });
  }

  private async *told(actor: Actor, asked: Asked, telling: Telling): AsyncGenerator<Cell[]> {
    for await (const row of this.rows(actor, asked)) {
      yield disputeCells(row, { telling, departmentId: actor.departmentId });
    }
  }

  private async *coded(actor: Actor, asked: Asked): AsyncGenerator<Cell[]> {
    for await (const line of this.lines(actor, asked)) yield COLUMNS.map((each) => line[each]);
  }

  private async *lines(actor: Actor, asked: Asked): AsyncGenerator<Line> {
    for await (const row of this.rows(actor, asked)) {
      const { place: where, assistants, ...summary } = disputeSummary(row, nowOf(row));
      yield { ...summary, village: where.village, address: where.address ?? null, assistants: assistants.join(' ') };
    }
  }

  private async *rows(actor: Actor, asked: Asked): AsyncGenerator<DisputeRow> {
    const filter = await this.reading.filterOf(actor, asked);
    const all = everyRow<ListedDispute, DisputePlace>(
      (after, limit) => this.reader.as(actor, (db) => listDisputes(db, filter, after, limit)),
      ({ place }) => place,
    );
    for await (const { row } of all) yield row;
  }
}
