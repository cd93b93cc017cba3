import { Controller, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Directory } from '#persistence/people/directory.js';
import { Reader } from '#persistence/reading/reader.js';
import { notices, unreadNotices } from '#persistence/reading/notice-reader.js';
import { rows } from '#persistence/database/rows.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault } from '#persistence/vault/vault.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { cursor, decodeCursor, inPages, limit, page } from '../http/paging.js';
import { flag } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { notFound } from '../http/problem.js';
import { languageOf } from '../http/wording.js';
import type { NoticeView } from './answers.js';
import { noteOf, noticeView } from './telling.js';
import { WouldSends } from './would-send.js';

const NoticeQuery = z.strictObject({
  lost: flag.optional(),
  /** Those that `GET /notices/count` counts, of the latest 200. */
  unread: flag.default(false),
  rehearsal: flag.default(false),
  cursor,
  limit,
});
const CountQuery = z.strictObject({ rehearsal: flag.default(false) });
const NoticeId = z.string().regex(/^\d{1,18}$/, 'must be the id of a notice');

const isUnread = ({ readAt }: NoticeView) => readAt === null;

@ApiTags('notices')
@Controller('notices')
export class NoticesController {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly directory: Directory,
    private readonly rulebook: Rulebook,
    private readonly vault: Vault,
    private readonly wouldSends: WouldSends,
  ) {}

  @Get()
  @Answers(200, 'NoticeList')
  @ApiOperation({
    summary: "The caller's notices as sentences, newest first; `lost`: only those of cases that they left, or none",
  })
  async listNotices(
    @CurrentActor() actor: Actor,
    @Query({ schema: NoticeQuery }) query: z.infer<typeof NoticeQuery>,
    @Headers('accept-language') accept: string | undefined,
  ) {
    if (query.rehearsal) {
      const all = await this.wouldSends.toCaller(actor, languageOf(accept));
      return inPages(query.unread ? all.filter(isUnread) : all, query);
    }
    const last = query.cursor ? decodeCursor(query.cursor, ['instant', 'number']) : null;
    const before = last && { at: String(last[0]), id: String(last[1]) };
    const wanted = { before, lost: query.lost ?? null, unread: query.unread, limit: query.limit + 1 };
    const [found, tree, { policy }] = await Promise.all([
      this.reader.as(actor, (db) => notices(db, actor.userId, wanted)),
      this.directory.of(actor),
      this.rulebook.current(actor.region),
    ]);
    const setting = { tree, zone: policy.document.workingTime.zone, language: languageOf(accept) };
    const notes = new Map<string, string | undefined>();
    for (const { id, disputeId, said } of found) {
      if (said) notes.set(id, noteOf(said, await this.vault.find(this.source, disputeId!)));
    }
    return page(
      found,
      query.limit,
      ({ at, id }) => [at.toISOString(), Number(id)],
      (notice) => noticeView(notice, actor, setting, notes.get(notice.id)),
    );
  }

  @Get('count')
  @Answers(200, 'NoticeCount')
  @ApiOperation({ summary: "How many of the caller's latest 200 notices they have not read" })
  async countNotices(
    @CurrentActor() actor: Actor,
    @Query({ schema: CountQuery }) { rehearsal }: z.infer<typeof CountQuery>,
    @Headers('accept-language') accept: string | undefined,
  ) {
    if (rehearsal) {
      const all = await this.wouldSends.toCaller(actor, languageOf(accept));
      return { unread: all.filter(isUnread).length, lost: 0 };
    }
    return this.reader.as(actor, (db) => unreadNotices(db, actor.userId));
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
