import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { OWED_COLUMNS } from '#domain/reading/board.js';
import { GRADES } from '#domain/words.js';
import { WORK_ORDERS } from '#persistence/reading/work-reader.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { cursor, inPages, limit, WholeListQuery } from '../http/paging.js';
import { flag, id } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { SHEET_TYPES } from '../http/body.js';
import { SheetRoute } from '../audit/sheet-route.js';
import { bookAs, type Ending } from '../http/spreadsheet.js';
import { SheetQuery, Tellings } from '../http/telling.js';
import { languageOf } from '../http/wording.js';
import { BoardService } from './board.service.js';

const OwedQuery = z.strictObject({
  department: id.optional(),
  grade: z.enum(GRADES).optional(),
  rehearsal: flag.default(false),
  cursor,
  limit,
  column: z.enum(OWED_COLUMNS).default('late'),
  sort: z.enum(WORK_ORDERS).optional(),
});
const LateQuery = OwedQuery.omit({ column: true });
const BoardQuery = z.strictObject({ rehearsal: flag.default(false) });
const SheetOfBoard = BoardQuery.extend(SheetQuery);
const BounceQuery = WholeListQuery.extend({ rehearsal: flag.default(false) });

@ApiTags('board')
@Controller()
export class BoardController {
  constructor(
    private readonly board: BoardService,
    private readonly tellings: Tellings,
  ) {}

  @Get('board')
  @Answers(200, 'Board')
  @ApiOperation({ summary: 'Departments by what is open, due, late, returned, lapsed and bouncing' })
  getBoard(
    @CurrentActor() actor: Actor,
    @Query({ schema: BoardQuery }) { rehearsal }: z.infer<typeof BoardQuery>,
    @Headers('accept-language') accept: string | undefined,
  ) {
    return this.board.board(actor, rehearsal, languageOf(accept));
  }

  @Get('board/late')
  @Answers(200, 'LateList')
  @ApiOperation({ summary: 'Late obligations with the cause in one sentence' })
  listLate(
    @CurrentActor() actor: Actor,
    @Query({ schema: LateQuery }) query: z.infer<typeof LateQuery>,
    @Headers('accept-language') accept: string | undefined,
  ) {
    return this.board.late(actor, query, languageOf(accept));
  }

  @Get('board/owed')
  @Answers(200, 'OwedList')
  @ApiOperation({ summary: 'What a number of the board counts that counts obligations' })
  listOwed(
    @CurrentActor() actor: Actor,
    @Query({ schema: OwedQuery }) { column, ...query }: z.infer<typeof OwedQuery>,
    @Headers('accept-language') accept: string | undefined,
  ) {
    return this.board.owed(actor, column, query, languageOf(accept));
  }

  @Get('board/bouncing')
  @Answers(200, 'BounceList')
  @ApiOperation({ summary: 'Disputes that are handed on and on, with their loop' })
  async listBouncing(
    @CurrentActor() actor: Actor,
    @Query({ schema: BounceQuery }) { rehearsal, ...query }: z.infer<typeof BounceQuery>,
  ) {
    return inPages(await this.board.bouncing(actor, rehearsal), query);
  }

  @SheetRoute('board', 'csv', 'The numbers of the board as a sheet (RFC 4180)')
  @Answers(200, SHEET_TYPES[0])
  exportBoard(
    @CurrentActor() actor: Actor,
    @Query({ schema: SheetOfBoard }) query: z.infer<typeof SheetOfBoard>,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.exported(actor, query, accept, 'csv', reply);
  }

  @SheetRoute('board', 'xlsx', 'The board as a spreadsheet: its numbers, and all that is late with its cause')
  @Answers(200, SHEET_TYPES[1])
  exportBoardBook(
    @CurrentActor() actor: Actor,
    @Query({ schema: SheetOfBoard }) query: z.infer<typeof SheetOfBoard>,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.exported(actor, query, accept, 'xlsx', reply);
  }

  private async exported(
    actor: Actor,
    { rehearsal, ...asked }: z.infer<typeof SheetOfBoard>,
    accept: string | undefined,
    ending: Ending,
    reply: FastifyReply,
  ) {
    const telling = await this.tellings.of(actor, asked, accept);
    const tables = await this.board.tables(actor, rehearsal, telling);
    return bookAs(reply, ending, {
      ...telling.file('board', 'board'),
      tables: [...tables, telling.about('board', actor, { rehearsal })],
    });
  }
}
