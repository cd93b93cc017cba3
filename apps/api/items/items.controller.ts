import { Body, Controller, Get, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { FILE_TYPES } from '#domain/words.js';
import { AccessLog } from '../audit/access-log.js';
import { HandingOut } from '../files/handed-out.js';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import { Promote } from '../disputes/bodies.js';
import { Answers } from '../http/document.js';
import type { Sending } from '../engine/receipts.js';
import { Sent } from '../engine/sending.js';
import { Discard, Erase, ItemId, ItemQuery, Link, NoDanger, Report } from './bodies.js';
import { ItemsService } from './items.service.js';

@ApiTags('items')
@Controller('items')
export class ItemsController {
  constructor(
    private readonly items: ItemsService,
    private readonly out: HandingOut,
    private readonly log: AccessLog,
  ) {}

  @Get()
  @Answers(200, 'ItemList')
  @ApiOperation({ summary: 'Information items and what became of them, newest first' })
  listItems(@CurrentActor() actor: Actor, @Query({ schema: ItemQuery }) query: ItemQuery) {
    return this.items.list(actor, query);
  }

  @Get(':id')
  @Answers(200, 'ItemView')
  @ApiOperation({ summary: 'One item, with the disputes that look like it' })
  getItem(@CurrentActor() actor: Actor, @Param('id', { schema: ItemId }) id: string) {
    return this.items.view(actor, id);
  }

  @Get(':id/files/:fileId')
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

  @Get(':id/files/:fileId/thumbnail')
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

  @Post()
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

  @Post(':id/promote')
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

  @Post(':id/link')
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

  @Post(':id/no-danger')
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

  @Post(':id/discard')
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

  @Post(':id/erase')
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
