import { Body, Controller, Get, Headers, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { FILE_TYPES } from '#domain/words.js';
import { AccessLog } from '../audit/access-log.js';
import { HandingOut } from '../files/handed-out.js';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import { SHEET_TYPES } from '../http/body.js';
import { SheetRoute } from '../audit/sheet-route.js';
import { bookAs, type Ending } from '../http/spreadsheet.js';
import { SheetQuery, Tellings, type Telling } from '../http/telling.js';
import type { Cell } from '../http/workbook.js';
import { Promote } from '../disputes/bodies.js';
import { Answers } from '../http/document.js';
import type { Sending } from '../engine/receipts.js';
import { Sent } from '../engine/sending.js';
import { Discard, Erase, ItemId, ItemQuery, Link, NoDanger, Report } from './bodies.js';
import { ItemsService } from './items.service.js';
import { itemCells, ITEM_HEADS } from './told-item.js';

const SheetOfItems = z.strictObject({
  ...ItemQuery.omit({ cursor: true, limit: true, total: true, sort: true }).shape,
  ...SheetQuery,
});

@ApiTags('items')
@Controller()
export class ItemsController {
  constructor(
    private readonly items: ItemsService,
    private readonly out: HandingOut,
    private readonly log: AccessLog,
    private readonly tellings: Tellings,
  ) {}

  @Get('items')
  @Answers(200, 'ItemList')
  @ApiOperation({ summary: 'Information items and what became of them, newest first' })
  listItems(@CurrentActor() actor: Actor, @Query({ schema: ItemQuery }) query: ItemQuery) {
    return this.items.list(actor, query);
  }

  @SheetRoute('items', 'csv', 'The same as a sheet (RFC 4180), with the same filters')
  @Answers(200, SHEET_TYPES[0])
  exportItems(
    @CurrentActor() actor: Actor,
    @Query({ schema: SheetOfItems }) query: z.infer<typeof SheetOfItems>,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.exported(actor, query, accept, 'csv', reply);
  }

  @SheetRoute('items', 'xlsx', 'The same as a spreadsheet, with a sheet that says who made it, when and of what')
  @Answers(200, SHEET_TYPES[1])
  exportItemsBook(
    @CurrentActor() actor: Actor,
    @Query({ schema: SheetOfItems }) query: z.infer<typeof SheetOfItems>,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.exported(actor, query, accept, 'xlsx', reply);
  }

  private async exported(
    actor: Actor,
    { format, language, ...asked }: z.infer<typeof SheetOfItems>,
    accept: string | undefined,
    ending: Ending,
    reply: FastifyReply,
  ) {
    const telling = await this.tellings.of(actor, { format, language }, accept);
    const { title } = telling.words;
    return bookAs(reply, ending, {
      ...telling.file('items', 'items'),
      tables: [
        { name: title.items, heads: ITEM_HEADS.map(telling.head), rows: this.cells(actor, asked, telling) },
        telling.about('items', actor, asked, { state: 'itemState' }),
      ],
    });
  }

  private async *cells(
    actor: Actor,
    asked: Omit<ItemQuery, 'cursor' | 'limit' | 'total' | 'sort'>,
    telling: Telling,
  ): AsyncGenerator<Cell[]> {
    for await (const item of this.items.all(actor, asked)) yield itemCells(item, telling);
  }

  @Get('items/:id')
  @Answers(200, 'ItemView')
  @ApiOperation({ summary: 'One item, with the disputes that look like it' })
  getItem(@CurrentActor() actor: Actor, @Param('id', { schema: ItemId }) id: string) {
    return this.items.view(actor, id);
  }

  @Get('items/:id/files/:fileId')
  @Answers(200, ...FILE_TYPES)
  @ApiOperation({ summary: 'A file that came with it' })
  async getItemFile(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: ItemId }) id: string,
    @Param('fileId', { schema: ItemId }) fileId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const file = await this.out.file(await this.items.file(actor, id, fileId), reply);
    await this.log.note(actor, 'file', { data: { itemId: id, fileId } });
    return file;
  }

  @Get('items/:id/files/:fileId/thumbnail')
  @Answers(200, 'image/webp')
  @ApiOperation({ summary: 'What a picture that came with it shows, small' })
  async getItemThumbnail(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: ItemId }) id: string,
    @Param('fileId', { schema: ItemId }) fileId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.out.thumbnail(await this.items.file(actor, id, fileId), reply);
  }

  @Post('items')
  @Answers(201, 'Item')
  @ApiOperation({ summary: 'Hand in what was seen or heard' })
  async reportItem(
    @CurrentActor() actor: Actor,
    @Body({ schema: Report }) body: Report,
    @Sent() sending: Sending,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const item = await this.items.report(actor, body, sending);
    void reply.header('location', `/api/v1/items/${item.id}`);
    return item;
  }

  @Post('items/:id/promote')
  @Answers(201, 'Registered')
  @ApiOperation({ summary: 'Make a dispute of it' })
  async promoteItem(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: ItemId }) id: string,
    @Body({ schema: Promote }) body: Promote,
    @Sent() sending: Sending,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.items.promote(actor, id, body, sending);
    void reply.header('location', `/api/v1/disputes/${answer.dispute.id}`);
    return answer;
  }

  @Post('items/:id/link')
  @Answers(200, 'Item')
  @ApiOperation({ summary: 'Add it to a dispute that is there' })
  linkItem(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: ItemId }) id: string,
    @Body({ schema: Link }) body: z.infer<typeof Link>,
    @Sent() sending: Sending,
  ) {
    return this.items.link(actor, id, body, sending);
  }

  @Post('items/:id/no-danger')
  @Answers(200, 'Item')
  @ApiOperation({ summary: 'Say that nobody is in danger: its signs go, and it waits as long as any other' })
  denyDanger(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: ItemId }) id: string,
    @Body({ schema: NoDanger }) body: z.infer<typeof NoDanger>,
    @Sent() sending: Sending,
  ) {
    return this.items.denyDanger(actor, id, body, sending);
  }

  @Post('items/:id/discard')
  @Answers(200, 'Item')
  @ApiOperation({ summary: 'Set it aside, with the reason' })
  discardItem(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: ItemId }) id: string,
    @Body({ schema: Discard }) body: z.infer<typeof Discard>,
    @Sent() sending: Sending,
  ) {
    return this.items.discard(actor, id, body, sending);
  }

  @Post('items/:id/erase')
  @RecentSignIn()
  @Answers(200, 'Item')
  @ApiOperation({ summary: 'Erase what a discarded item knows of people, for good' })
  eraseItem(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: ItemId }) id: string,
    @Body({ schema: Erase }) body: Erase,
    @Sent() sending: Sending,
  ) {
    return this.items.erase(actor, id, body, sending);
  }
}
