import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { GRADES } from '#domain/words.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { cursor, inPages, limit, WholeListQuery } from '../http/paging.js';
import { Answers } from '../http/document.js';
import { languageOf } from '../http/wording.js';
import { BoardService } from './board.service.js';

const LateQuery = z.strictObject({
  department: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
    .optional(),
  grade: z.enum(GRADES).optional(),
  cursor,
  limit,
});

@ApiTags('board')
@Controller('board')
export class BoardController {
  constructor(private readonly board: BoardService) {}

  @Get()
  @Answers(200, 'Board')
  @ApiOperation({ summary: 'Departments by what is open, due, late, returned, lapsed and bouncing' })
  getBoard(@CurrentActor() actor: Actor, @Headers('accept-language') accept: string | undefined) {
    return this.board.board(actor, languageOf(accept));
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

  @Get('bouncing')
  @Answers(200, 'BounceList')
  @ApiOperation({ summary: 'Disputes that are handed on and on, with their loop' })
  async listBouncing(@CurrentActor() actor: Actor, @Query({ schema: WholeListQuery }) query: WholeListQuery) {
    return inPages(await this.board.bouncing(actor), query);
  }
}
