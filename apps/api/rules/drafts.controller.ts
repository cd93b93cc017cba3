import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { checkPolicy, type Region } from '#domain/policy/check.js';
import { differences } from '#domain/policy/difference.js';
import { sliceOf, type PolicyDocument } from '#domain/policy/document.js';
import { checkCalendar } from '#domain/time/check-calendar.js';
import type { CalendarYear } from '#domain/time/calendar.js';
import { readNotice, yearFrom } from '#domain/time/read-notice.js';
import { transaction, type Db } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import {
  draftPolicy,
  draftYear,
  nextYear,
  publishPolicy,
  publishYear,
  redraftPolicy,
  withYear,
  yearDraft,
} from '#persistence/rules/drafts.js';
import { MOVE_RULES, type Moving } from '#persistence/rules/moving.js';
import { openIds } from '#persistence/reading/open-states.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { asTheRecord } from '../disputes/sight.js';
import { Vault } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import { Answers } from '../http/document.js';
import { id } from '../http/pieces.js';
import { badField, notFound, Problem } from '../http/problem.js';
import { required } from '../http/required.js';
import { CONFIG } from '../http/tokens.js';
import { MoveOpen, NoticeText, PolicyDraft, PublishPolicy, PublishYear, YearDraftBody } from './bodies.js';
import { Rollouts } from '../rollouts/rollouts.js';
import { Foretelling } from './foretelling.js';
import { Year } from './rules.controller.js';

const Than = z.strictObject({ from: id.optional() });

/** Rules before they hold: drafted, looked through, foretold, published. */
@ApiTags('rules')
@Controller()
export class DraftsController {
  constructor(
    private readonly source: DataSource,
    private readonly rulebook: Rulebook,
    private readonly vault: Vault,
    private readonly directory: Directory,
    private readonly reader: Reader,
    private readonly foretelling: Foretelling,
    private readonly rollouts: Rollouts,
    private readonly log: AccessLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('policies')
  @Answers(201, 'Policy')
  @ApiOperation({ summary: 'Draft a policy; every problem of it is named at once' })
  async draftPolicy(
    @CurrentActor() actor: Actor,
    @Body({ schema: PolicyDraft }) { document }: z.infer<typeof PolicyDraft>,
  ) {
    required(actor, 'policy.publish');
    await this.demandSound(document);
    const version = await transaction(this.source, async (db) => {
      const drafted = await draftPolicy(db, this.config.REGION, document);
      await this.log.note(actor, 'policy-drafted', { data: { version: drafted } }, db);
      return drafted;
    });
    return this.envelope(version);
  }

  @Put('policies/:version')
  @Answers(200, 'Policy')
  @ApiOperation({ summary: 'Change a draft' })
  async redraftPolicy(
    @CurrentActor() actor: Actor,
    @Param('version', { schema: id }) version: string,
    @Body({ schema: PolicyDraft }) { document }: z.infer<typeof PolicyDraft>,
  ) {
    required(actor, 'policy.publish');
    await this.demandDraft(version);
    await this.demandSound(document);
    await transaction(this.source, async (db) => {
      const before = await redraftPolicy(db, version, document);
      if (!before) throw new Problem('NOT_A_DRAFT');
      const data = { version, changes: differences(before, document).map(({ pointer }) => pointer) };
      await this.log.note(actor, 'policy-drafted', { data }, db);
    });
    return this.envelope(version);
  }

  @Get('policies/:version/diff')
  @Answers(200, 'PolicyDifference')
  @ApiOperation({
    summary: 'Where a policy says something else than another; than the one in force where none is named',
  })
  async comparePolicies(
    @Param('version', { schema: id }) version: string,
    @Query({ schema: Than }) { from }: z.infer<typeof Than>,
  ) {
    const than = from ?? (await this.rulebook.current(this.config.REGION)).policy.version;
    const [before, after] = [await this.envelope(than), await this.envelope(version)];
    return { from: than, to: version, items: differences(before.document, after.document) };
  }

  @Post('policies/:version/preview')
  @Answers(200, 'Preview')
  @ApiOperation({ summary: 'Every open date that would move, were all open cases moved to this policy now' })
  async previewPolicy(@CurrentActor() actor: Actor, @Param('version', { schema: id }) version: string) {
    required(actor, 'policy.publish');
    const { document } = await this.envelope(version);
    const policy = sliceOf(document);
    return this.foretelling.of(actor, 'policy', ({ rules: { calendar } }) => ({
      policyVersion: version,
      policy,
      calendar,
    }));
  }

  @Post('policies/:version/publish')
  @RecentSignIn()
  @Answers(202, 'PublishedPolicy')
  @ApiOperation({ summary: 'What is entered from now on goes by it; open cases only where that is said' })
  async publishPolicy(
    @CurrentActor() actor: Actor,
    @Param('version', { schema: id }) version: string,
    @Body({ schema: PublishPolicy }) { moveOpen, reason }: z.infer<typeof PublishPolicy>,
  ) {
    required(actor, 'policy.publish');
    const { document } = await this.demandDraft(version);
    await this.demandSound(document);
    const before = (await this.rulebook.current(this.config.REGION)).policy;
    const publish = async (db: Db) => {
      if (!(await publishPolicy(db, { version, region: this.config.REGION }, actor, reason)))
        throw new Problem('NOT_A_DRAFT');
      const changes = differences(before.document, document);
      const data = { version, before: before.version, moveOpen, changes: changes.map(({ pointer }) => pointer) };
      await this.log.note(actor, 'policy-published', { data }, db);
    };
    if (moveOpen) return { version, rollout: await this.moveAll(actor, 'policy', version, true, reason, publish) };
    await transaction(this.source, publish);
    return { version, rollout: null };
  }

  @Post('policies/:version/move')
  @Answers(202, 'Begun')
  @ApiOperation({
    summary: 'Move open cases to the policy in force: those that are named, or all that the caller sees',
  })
  async moveOpen(
    @CurrentActor() actor: Actor,
    @Param('version', { schema: id }) version: string,
    @Body({ schema: MoveOpen }) { disputeIds, reason }: z.infer<typeof MoveOpen>,
  ) {
    required(actor, 'policy.move');
    const { state } = await this.envelope(version);
    if (state !== 'published') throw new Problem('NOT_IN_FORCE');
    // Row-level security cuts away what they do not see.
    const seen = await this.reader.as(actor, (db) => openIds(db, { cause: 'policy', version }));
    const subjects = disputeIds ? seen.filter((each) => disputeIds.includes(each)) : seen;
    const what = this.moving({ cause: 'policy', version, allowShorter: true, reason, all: false });
    return { rollout: await this.rollouts.begin(actor, { id: randomUUID(), kind: 'move-rules', what, subjects }) };
  }

  private async moveAll(
    actor: Actor,
    cause: Moving['cause'],
    version: string,
    allowShorter: boolean,
    reason: string,
    publish: (db: Db) => Promise<void>,
  ) {
    const what = this.moving({ cause, version, allowShorter, reason, all: true });
    const sight = asTheRecord(actor, await this.directory.load());
    const subjects = await this.reader.as(sight, (db) => openIds(db, { cause, version }));
    return this.rollouts.begin(actor, { id: randomUUID(), kind: 'move-rules', what, subjects }, publish);
  }

  private moving(told: Moving): Moving {
    return { ...told, reason: this.vault.sealOwn(told.reason, MOVE_RULES) };
  }

  @Put('calendars/:region/:year')
  @Answers(200, 'DraftedYear')
  @ApiOperation({ summary: 'Draft a year of the calendar; answers what is different of it from what is known' })
  async draftYear(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
    @Body({ schema: YearDraftBody }) document: CalendarYear,
  ) {
    required(actor, 'policy.publish');
    if (region !== this.config.REGION) throw notFound();
    const errors = checkCalendar(document);
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
    if (document.region !== region) throw badField('/region', 'OTHER_REGION', 'is not the region of the address');
    if (document.year !== year) throw badField('/year', 'OTHER_YEAR', 'is not the year of the address');
    await transaction(this.source, async (db) => {
      await draftYear(db, document);
      await this.log.note(actor, 'calendar-drafted', { data: { region, year } }, db);
    });
    return this.draftedYear(region, year);
  }

  @Post('calendars/:region/:year/parse')
  @Answers(200, 'ReadYear')
  @ApiOperation({ summary: 'The year that the text of a notice says, to be looked through and drafted' })
  async parseNotice(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
    @Body({ schema: NoticeText }) { text, source }: z.infer<typeof NoticeText>,
  ) {
    required(actor, 'policy.publish');
    if (region !== this.config.REGION) throw notFound();
    const found = (await this.rulebook.years(region)).find((each) => each.year === year);
    const known = found ?? { region, year, official: false, source: '', holidays: [], makeUpDays: [], statutory: [] };
    const notice = readNotice(text, year);
    const document = yearFrom(notice, known, source ?? `国务院办公厅关于${year}年部分节假日安排的通知`);
    return { document, problems: notice.problems, differences: differences(known, document) };
  }

  @Get('calendars/:region/:year/draft')
  @Answers(200, 'DraftedYear')
  @ApiOperation({ summary: 'A year that is not published yet, and what is different of it' })
  async getYearDraft(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
  ) {
    required(actor, 'policy.publish');
    return this.draftedYear(region, year);
  }

  @Post('calendars/:region/:year/preview')
  @Answers(200, 'Preview')
  @ApiOperation({ summary: 'Every open date that would move, were the draft of this year published now' })
  async previewYear(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
  ) {
    required(actor, 'policy.publish');
    const { document } = await this.draftedYear(region, year);
    const years = withYear(await this.rulebook.years(region), document);
    const calendar = { region, version: `${region}-${year}.draft`, years };
    return this.foretelling.of(actor, 'calendar', ({ rules }) => ({ ...rules, calendar }));
  }

  @Post('calendars/:region/:year/publish')
  @RecentSignIn()
  @Answers(202, 'PublishedYear')
  @ApiOperation({ summary: 'The draft of a year counts from now on, and open dates move by it' })
  async publishYear(
    @CurrentActor() actor: Actor,
    @Param('region', { schema: id }) region: string,
    @Param('year', { schema: Year }) year: number,
    @Body({ schema: PublishYear }) { reason, allowShorter }: z.infer<typeof PublishYear>,
  ) {
    required(actor, 'policy.publish');
    const { document } = await this.draftedYear(region, year);
    const { shorter } = await this.previewYear(actor, region, year);
    // What was announced is never shortened in silence.
    if (shorter > 0 && !allowShorter) throw new Problem('DATES_SHORTENED', { shorter });
    const version = await nextYear(this.source, region, year);
    const rollout = await this.moveAll(actor, 'calendar', version, allowShorter, reason, async (db) => {
      if (!(await publishYear(db, version, document, actor, reason))) throw new Problem('PUBLISHED_MEANWHILE');
      await this.log.note(actor, 'calendar-published', { data: { version, region, year, allowShorter } }, db);
    });
    return { version, rollout };
  }

  private async draftedYear(region: string, year: number) {
    const document = region === this.config.REGION ? await yearDraft(this.source, region, year) : null;
    if (!document) throw notFound();
    const known = (await this.rulebook.years(region)).find((each) => each.year === year) ?? null;
    return { document, differences: differences(known ?? {}, document) };
  }

  private async envelope(version: string) {
    const found = (await this.rulebook.allPolicies(this.config.REGION)).find((each) => each.version === version);
    if (!found) throw notFound();
    return found;
  }

  private async demandDraft(version: string) {
    const found = await this.envelope(version);
    if (found.state !== 'draft') throw new Problem('NOT_A_DRAFT');
    return found;
  }

  /** @throws Problem BAD_REQUEST with every reason why it makes no sense */
  private async demandSound(document: PolicyDocument): Promise<void> {
    const errors = checkPolicy(document, await this.region());
    if (document.region !== undefined && document.region !== this.config.REGION)
      errors.push({ pointer: '/region', code: 'OTHER_REGION', detail: `is not ${this.config.REGION}` });
    if (errors.length > 0) {
      const named = errors.map(({ pointer, ...rest }) => ({ pointer: `/document${pointer}`, ...rest }));
      throw new Problem('BAD_REQUEST', { errors: named });
    }
  }

  /** Whom and where a policy may name. */
  private async region(): Promise<Region> {
    const active = [...(await this.directory.load()).departments.values()].filter((each) => each.active);
    const idsOf = (isVillage: boolean) => active.filter((each) => each.isVillage === isVillage).map(({ id }) => id);
    return { departments: idsOf(false), villages: idsOf(true) };
  }
}
