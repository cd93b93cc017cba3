import { Body, Controller, Delete, Get, Headers, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { differences } from '#domain/policy/difference.js';
import { checkCalendar } from '#domain/time/check-calendar.js';
import type { CalendarYear } from '#domain/time/calendar.js';
import { readDays } from '#domain/time/read-days.js';
import { yearFrom } from '#domain/time/read-notice.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import { SHEET_TYPES } from '../http/body.js';
import { Answers } from '../http/document.js';
import { id } from '../http/pieces.js';
import { badField, notFound, Problem } from '../http/problem.js';
import { Costly } from '../http/rates.js';
import { required } from '../http/required.js';
import { Tellings } from '../http/telling.js';
import { OneAtATime } from '../http/turns.js';
import { NoticeText, PublishYear, YearDraftBody } from './bodies.js';
import { CalendarYears } from './calendar-years.js';
import { previewSheet, SheetOfPreview } from './preview-sheet.js';
import { Year } from './rules.controller.js';

/** A year of the calendar before it counts: read from its notice, drafted, foretold, published. */
@ApiTags('rules')
@Controller('calendars/:region/:year')
export class CalendarDraftsController {
  constructor(
    private readonly rulebook: Rulebook,
    private readonly tellings: Tellings,
    private readonly years: CalendarYears,
  ) {}

  @Put()
  @Answers(200, 'DraftedYear')
  @ApiOperation({ summary: 'Draft a year of the calendar; answers what is different of it from what is known' })
  async draftYear(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
    @Body({ schema: YearDraftBody }) document: CalendarYear,
  ) {
    required(actor, 'policy.publish');
    if (region !== actor.region) throw notFound();
    const errors = checkCalendar(document);
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
    if (document.region !== region) throw badField('/region', 'OTHER_REGION', 'is not the region of the address');
    if (document.year !== year) throw badField('/year', 'OTHER_YEAR', 'is not the year of the address');
    await this.years.draft(actor, document);
    return this.years.drafted(actor, region, year);
  }

  @Post('parse')
  @Answers(200, 'ReadYear')
  @ApiOperation({
    summary: 'The year that a notice, a calendar file (.ics) or lines of days say, to be looked through and drafted',
  })
  async parseNotice(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
    @Body({ schema: NoticeText }) { text, source }: z.infer<typeof NoticeText>,
  ) {
    required(actor, 'policy.publish');
    if (region !== actor.region) throw notFound();
    const found = (await this.rulebook.years(region)).find((each) => each.year === year);
    const known = found ?? { region, year, official: false, source: '', holidays: [], makeUpDays: [], statutory: [] };
    const notice = readDays(text, year);
    const document = yearFrom(notice, known, source);
    return { document, problems: notice.problems, differences: differences(known, document) };
  }

  @Get('draft')
  @Answers(200, 'DraftedYear')
  @ApiOperation({ summary: 'A year that is not published yet, and what is different of it' })
  async getYearDraft(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
  ) {
    required(actor, 'policy.publish');
    return this.years.drafted(actor, region, year);
  }

  @Delete('draft')
  @Answers(204)
  @ApiOperation({ summary: 'Throw the draft of a year away' })
  async discardYear(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
  ): Promise<void> {
    required(actor, 'policy.publish');
    await this.years.discard(actor, region, year);
  }

  @Post('preview')
  @Answers(200, 'Preview')
  @ApiOperation({ summary: 'Every open date that would move, were the draft of this year published now' })
  async previewYear(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
  ) {
    required(actor, 'policy.publish');
    return this.years.preview(actor, region, year);
  }

  @Get('preview.xlsx')
  @Costly()
  @OneAtATime({ inAll: 2 })
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Of heads and words' })
  @Answers(200, SHEET_TYPES[1])
  @ApiOperation({ summary: 'The same as a sheet' })
  async previewYearSheet(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
    @Query({ schema: SheetOfPreview }) query: z.infer<typeof SheetOfPreview>,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    required(actor, 'policy.publish');
    const { rows } = await this.years.previewRows(actor, region, year);
    const telling = await this.tellings.of(actor, { format: 'words', ...query }, accepted);
    return previewSheet(reply, rows, { id: `${region}-${year}`, year: `${year}` }, { telling, actor });
  }

  @Post('publish')
  @RecentSignIn()
  @Answers(202, 'PublishedYear')
  @ApiOperation({ summary: 'The draft of a year counts from now on, and open dates move by it' })
  async publishYear(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
    @Body({ schema: PublishYear }) told: z.infer<typeof PublishYear>,
  ) {
    required(actor, 'policy.publish');
    return this.years.publish(actor, region, year, told);
  }
}
