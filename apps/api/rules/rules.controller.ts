import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { may } from '#domain/people/abilities.js';
import { examplesOf } from '#domain/obligation/examples.js';
import { daysAhead, daysOfMonth } from '#domain/reading/days-ahead.js';
import { missingYear } from '#domain/time/missing-year.js';
import { civilDateAt, instantOf } from '#domain/time/time.js';
import { yearsDrafted } from '#persistence/rules/drafts.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { id, instant } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { notFound } from '../http/problem.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import type { PolicyFields } from './answers.js';
import { Policies } from './policies.js';
import { POLICY_FIELDS } from './policy-fields.js';

export const Year = z.coerce.number().int().min(2000).max(2999);
/** As far as people set dates in a form. */
const DAYS_AHEAD = 120;
const WorkdayQuery = z.strictObject({
  month: z
    .string()
    .regex(/^2\d{3}-(0[1-9]|1[0-2])$/, 'must be a month, such as 2026-10')
    .optional()
    .meta({ description: 'The days of this month, in place of those ahead' }),
});
const ExampleQuery = z.strictObject({ at: instant.optional() });

/** The rules that every date comes from. They are no secret: whoever is held to a deadline may read where it stands. */
@ApiTags('rules')
@Controller()
export class RulesController {
  constructor(
    private readonly rulebook: Rulebook,
    private readonly policies: Policies,
    private readonly source: DataSource,
  ) {}

  @Get('policies')
  @Answers(200, 'PolicyList')
  @ApiOperation({ summary: 'Policies of this region, the newest first' })
  async listPolicies(@CurrentActor() actor: Actor, @Query({ schema: WholeListQuery }) query: WholeListQuery) {
    return inPages(await this.policies.seen(actor), query);
  }

  @Get('workdays')
  @Answers(200, 'Workdays')
  @ApiOperation({
    summary: 'Today and the days of the next months, or those of one month: off, made up for, or the n-th working day',
  })
  async listWorkdays(
    @CurrentActor() actor: Actor,
    @Query({ schema: WorkdayQuery }) { month }: z.infer<typeof WorkdayQuery>,
  ) {
    const { policy, calendar } = await this.rulebook.current(actor.region);
    const years = { region: actor.region, version: calendar.version, years: calendar.document };
    const clock = { calendar: years, workingTime: policy.document.workingTime };
    const now = instantOf(Date.now());
    return { days: month === undefined ? daysAhead(now, clock, DAYS_AHEAD) : daysOfMonth(month, now, clock) };
  }

  @Get('policies/current')
  @Answers(200, 'Policy')
  @ApiOperation({ summary: 'The policy under which a dispute begins that is entered now' })
  async getCurrentPolicy(@CurrentActor() actor: Actor) {
    const { policy } = await this.rulebook.current(actor.region);
    return this.policies.of(actor, policy.version);
  }

  @Get('policies/form')
  @Answers(200, 'PolicyFields')
  @ApiOperation({ summary: 'What a policy is made of: each member with its label, bounds, source, and who reads it' })
  getPolicyForm(): PolicyFields {
    return POLICY_FIELDS;
  }

  @Get('policies/:version')
  @Answers(200, 'Policy')
  @ApiOperation({ summary: 'A policy as it was published' })
  getPolicy(@CurrentActor() actor: Actor, @Param('version', { schema: id }) version: string) {
    return this.policies.of(actor, version);
  }

  @Get('policies/:version/examples')
  @Answers(200, 'Examples')
  @ApiOperation({ summary: 'The date that every limit of a policy comes to, were its stage to begin now' })
  async getPolicyExamples(
    @CurrentActor() actor: Actor,
    @Param('version', { schema: id }) version: string,
    @Query({ schema: ExampleQuery }) { at = instantOf(Date.now()) }: z.infer<typeof ExampleQuery>,
  ) {
    const { document } = await this.policies.of(actor, version);
    const { calendar } = await this.rulebook.current(actor.region);
    const { region } = document;
    const years = { region, version: calendar.version, years: calendar.document };
    return { at, zone: document.workingTime.zone, items: examplesOf(version, document, years, at) };
  }

  @Get('calendars')
  @Answers(200, 'CalendarList')
  @ApiOperation({ summary: 'The years of the calendar that counts now, and where they were announced' })
  async listCalendars(@CurrentActor() actor: Actor, @Query({ schema: WholeListQuery }) query: WholeListQuery) {
    const years = await this.rulebook.years(actor.region);
    const { from, zone } = await this.rulebook.today(actor.region);
    const listed = years.map(({ region, year, official, source }) => ({ region, year, official, source }));
    // Nobody is held to a draft.
    const drafted = may(actor, 'policy.publish') ? await yearsDrafted(this.source, actor.region) : [];
    return { ...inPages(listed, query), drafted, missing: missingYear(years, civilDateAt(from, zone)) };
  }

  @Get('calendars/:region/:year')
  @Answers(200, 'CalendarYear')
  @ApiOperation({ summary: 'Holidays and make-up workdays of a year' })
  async getCalendar(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
  ) {
    if (region !== actor.region) throw notFound();
    const found = (await this.rulebook.years(region)).find((each) => each.year === year);
    if (!found) throw notFound();
    return found;
  }

  @Get('calendars/:region/:year/versions')
  @Answers(200, 'CalendarVersions')
  @ApiOperation({ summary: 'As which a year was published, the newest first: when, by whom and why' })
  async listCalendarVersions(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
    @Query({ schema: WholeListQuery }) query: WholeListQuery,
  ) {
    if (region !== actor.region) throw notFound();
    const versions = await this.rulebook.versionsOf(region, year);
    if (versions.length === 0) throw notFound();
    return inPages(versions, query);
  }
}
