import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { OWED_COLUMNS } from '#domain/reading/board.js';
import { GRADES } from '#domain/words.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { cursor, inPages, limit, WholeListQuery } from '../http/paging.js';
import { flag } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { languageOf } from '../http/wording.js';
import { BoardService } from './board.service.js';

const OwedQuery = z.strictObject({
  department: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
    .optional(),
  grade: z.enum(GRADES).optional(),
  rehearsal: flag.default(false),
  cursor,
  limit,
  column: z.enum(OWED_COLUMNS).default('late'),
});
const LateQuery = OwedQuery.omit({ column: true });
const BoardQuery = z.strictObject({ rehearsal: flag.default(false) });
const BounceQuery = WholeListQuery.extend({ rehearsal: flag.default(false) });

@ApiTags('board')
@Controller('board')
export class BoardController {
  constructor(private readonly board: BoardService) {}

  @Get()
  @Answers(200, 'Board')
  @ApiOperation({ summary: 'Departments by what is open, due, late, returned, lapsed and bouncing' })
  getBoard(
    @CurrentActor() actor: Actor,
    @Query({ schema: BoardQuery }) { rehearsal }: z.infer<typeof BoardQuery>,
    @Headers('accept-language') accept: string | undefined,
  ) {
    return this.board.board(actor, rehearsal, languageOf(accept));
  }

  @Get('late')
  @Answers(200, 'LateList')
  @ApiOperation({ summary: 'Late obligations with the cause in one sentence' })
  listLate(
    @CurrentActor() actor: Actor,
    @Query({ schema: LateQuery }) query: z.infer<typeof LateQuery>,
    @Headers('accept-language') accept: string | undefined,
  ) {
    return this.board.late(actor, query, languageOf(accept));
  }

  @Get('owed')
  @Answers(200, 'OwedList')
  @ApiOperation({ summary: 'What a number of the board counts that counts obligations' })
  listOwed(
    @CurrentActor() actor: Actor,
    @Query({ schema: OwedQuery }) { column, ...query }: z.infer<typeof OwedQuery>,
    @Headers('accept-language') accept: string | undefined,
  ) {
    return this.board.owed(actor, column, query, languageOf(accept));
  }

  @Get('bouncing')
  @Answers(200, 'BounceList')
  @ApiOperation({ summary: 'Disputes that are handed on and on, with their loop' })
  async listBouncing(
    @CurrentActor() actor: Actor,
    @Query({ schema: BounceQuery }) { rehearsal, ...query }: z.infer<typeof BounceQuery>,
  ) {
    return inPages(await this.board.bouncing(actor, rehearsal), query);
  }
}
