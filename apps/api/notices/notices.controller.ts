import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Reader } from '#persistence/reading/reader.js';
import { notices, unreadNotices } from '#persistence/reading/notice-reader.js';
import { rows } from '#persistence/database/rows.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { cursor, decodeCursor, limit, page } from '../http/paging.js';
import { Answers } from '../http/document.js';
import { notFound } from '../http/problem.js';

const NoticeQuery = z.strictObject({ cursor, limit });
const NoQuery = z.strictObject({});
const NoticeId = z.string().regex(/^\d{1,18}$/, 'must be the id of a notice');

@ApiTags('notices')
@Controller('notices')
export class NoticesController {
  constructor(private readonly reader: Reader) {}

  @Get()
  @Answers(200, 'NoticeList')
  @ApiOperation({ summary: "The caller's notices, newest first" })
  async listNotices(@CurrentActor() actor: Actor, @Query({ schema: NoticeQuery }) query: z.infer<typeof NoticeQuery>) {
    const before = query.cursor ? Number(decodeCursor(query.cursor, ['number'])[0]) : null;
    const found = await this.reader.as(actor, (db) => notices(db, actor.userId, before, query.limit + 1));
    return page(
      found,
      query.limit,
      ({ id }) => [Number(id)],
      (notice) => notice,
    );
  }

  @Get('count')
  @Answers(200, 'NoticeCount')
  @ApiOperation({ summary: "How many of the caller's latest 200 notices they have not read" })
  async countNotices(@CurrentActor() actor: Actor, @Query({ schema: NoQuery }) _query: object) {
    return { unread: await this.reader.as(actor, (db) => unreadNotices(db, actor.userId)) };
  }

  @Post(':id/read')
  @Answers(204)
  @ApiOperation({ summary: 'Mark a notice as read' })
  async readNotice(@CurrentActor() actor: Actor, @Param('id', { schema: NoticeId }) id: string): Promise<void> {
    const done = await this.reader.as(actor, async (db) => {
      const found = await rows(
        db,
        `WITH u AS (UPDATE notice SET read_at = coalesce(read_at, now()) WHERE id = $1 RETURNING id) SELECT id FROM u`,
        [id],
      );
      return found.length > 0;
    });
    if (!done) throw notFound();
  }
}
