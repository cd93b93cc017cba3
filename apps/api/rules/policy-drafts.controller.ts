import { Body, Controller, Delete, Get, Headers, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Registered } from '#domain/dispute/state.js';
import { datesOf } from '#domain/obligation/examples.js';
import { differences } from '#domain/policy/difference.js';
import { sliceOf, type PolicyDocument } from '#domain/policy/document.js';
import { problemsOf } from '#domain/policy/problems.js';
import { instantOf } from '#domain/time/time.js';
import { transaction, type Db } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import { discardPolicy, draftPolicy, policyDraft, publishPolicy, redraftPolicy } from '#persistence/rules/drafts.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { AccessLog } from '../audit/access-log.js';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import { SHEET_TYPES } from '../http/body.js';
import { Answers } from '../http/document.js';
import { detailOf } from '../http/field-words.js';
import { id } from '../http/pieces.js';
import { Problem } from '../http/problem.js';
import { Costly } from '../http/rates.js';
import { required } from '../http/required.js';
import { Tellings } from '../http/telling.js';
import { OneAtATime } from '../http/turns.js';
import { languageOf } from '../http/wording.js';
import { ChangedDraft, MoveOpen, PolicyDraft, PreviewMove, PublishPolicy } from './bodies.js';
import { demandMeant, Foretelling } from './foretelling.js';
import { MovingCases } from './moving-cases.js';
import { Policies } from './policies.js';
import { previewSheet, SheetOfPreview } from './preview-sheet.js';

const Than = z.strictObject({ from: id.optional() });

/** A policy before it holds: drafted, looked through, foretold, published; and cases moved to one that does. */
@ApiTags('rules')
@Controller('policies')
export class PolicyDraftsController {
  constructor(
    private readonly source: DataSource,
    private readonly rulebook: Rulebook,
    private readonly policies: Policies,
    private readonly directory: Directory,
    private readonly foretelling: Foretelling,
    private readonly moving: MovingCases,
    private readonly tellings: Tellings,
    private readonly log: AccessLog,
  ) {}

  @Post()
  @Answers(201, 'Policy')
  @ApiOperation({ summary: 'Draft a policy; every problem of it is named at once' })
  async draftPolicy(
    @CurrentActor() actor: Actor,
    @Body({ schema: PolicyDraft }) { document }: z.infer<typeof PolicyDraft>,
  ) {
    required(actor, 'policy.publish');
    await this.demandSound(actor, document);
    const version = await transaction(this.source, async (db) => {
      const drafted = await draftPolicy(db, actor.region, document, actor);
      await this.log.note(actor, 'policy-drafted', { data: { version: drafted } }, db);
      return drafted;
    });
    return this.envelope(actor, version);
  }

  @Put(':version')
  @Answers(200, 'Policy')
  @ApiOperation({ summary: 'Change a draft' })
  async redraftPolicy(
    @CurrentActor() actor: Actor,
    @Param('version', { schema: id }) version: string,
    @Body({ schema: ChangedDraft }) { document, madeOf }: z.infer<typeof ChangedDraft>,
  ) {
    required(actor, 'policy.publish');
    await this.demandDraft(actor, version);
    await this.demandSound(actor, document);
    await transaction(this.source, async (db) => {
      const before = await policyDraft(db, version);
      if (!before) throw new Problem('NOT_A_DRAFT');
      if (madeOf !== undefined && madeOf !== before.hash) throw new Problem('DRAFT_CHANGED', { hash: before.hash });
      await redraftPolicy(db, version, document, actor);
      const data = { version, changes: differences(before.document, document).map(({ pointer }) => pointer) };
      await this.log.note(actor, 'policy-drafted', { data }, db);
    });
    return this.envelope(actor, version);
  }

  @Delete(':version')
  @Answers(204)
  @ApiOperation({ summary: 'Throw a draft away; its number is given to no other' })
  async discardPolicy(@CurrentActor() actor: Actor, @Param('version', { schema: id }) version: string): Promise<void> {
    required(actor, 'policy.publish');
    await this.demandDraft(actor, version);
    await transaction(this.source, async (db) => {
      if (!(await discardPolicy(db, version))) throw new Problem('NOT_A_DRAFT');
      await this.log.note(actor, 'policy-discarded', { data: { version } }, db);
    });
  }

  @Get(':version/diff')
  @Answers(200, 'PolicyDifference')
  @ApiOperation({
    summary: 'Where a policy says something else than another; than the one in force where none is named',
  })
  async comparePolicies(
    @CurrentActor() actor: Actor,
    @Param('version', { schema: id }) version: string,
    @Query({ schema: Than }) { from }: z.infer<typeof Than>,
  ) {
    const than = from ?? (await this.rulebook.current(actor.region)).policy.version;
    const [before, after] = [await this.envelope(actor, than), await this.envelope(actor, version)];
    return { from: than, to: version, items: differences(before.document, after.document) };
  }

  @Post('check')
  @Answers(200, 'CheckedPolicy')
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Of what is said of problems' })
  @ApiOperation({
    summary: 'All that is wrong with a document, and the date that each limit comes to; nothing is kept',
  })
  async checkPolicy(
    @CurrentActor() actor: Actor,
    @Body({ schema: PolicyDraft }) { document }: z.infer<typeof PolicyDraft>,
    @Headers('accept-language') accepted: string | undefined,
  ) {
    required(actor, 'policy.publish');
    const found = await this.problemsOf(actor, document);
    const language = languageOf(accepted);
    const problems = found.map((each) => ({ ...each, detail: detailOf(each, language) }));
    const at = instantOf(Date.now());
    const { calendar } = await this.rulebook.current(actor.region);
    const years = { region: actor.region, version: calendar.version, years: calendar.document };
    return { problems, at, dates: datesOf(document, years, at) };
  }

  @Post(':version/preview')
  @Answers(200, 'Preview')
  @ApiOperation({ summary: 'Every open date that would move, were all open cases moved to this policy now' })
  async previewPolicy(@CurrentActor() actor: Actor, @Param('version', { schema: id }) version: string) {
    required(actor, 'policy.publish');
    return this.foretelling.of(actor, 'policy', await this.under(actor, version));
  }

  @Get(':version/preview.xlsx')
  @Costly()
  @OneAtATime({ inAll: 2 })
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Of heads and words' })
  @Answers(200, SHEET_TYPES[1])
  @ApiOperation({ summary: 'The same as a sheet' })
  async previewPolicySheet(
    @CurrentActor() actor: Actor,
    @Param('version', { schema: id }) version: string,
    @Query({ schema: SheetOfPreview }) query: z.infer<typeof SheetOfPreview>,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    required(actor, 'policy.publish');
    const { rows } = await this.foretelling.all(actor, 'policy', await this.under(actor, version));
    const telling = await this.tellings.of(actor, { format: 'words', ...query }, accepted);
    return previewSheet(reply, rows, { id: version, version }, { telling, actor });
  }

  @Post(':version/publish')
  @RecentSignIn()
  @Answers(202, 'PublishedPolicy')
  @ApiOperation({ summary: 'What is entered from now on goes by it; open cases only where that is said' })
  async publishPolicy(
    @CurrentActor() actor: Actor,
    @Param('version', { schema: id }) version: string,
    @Body({ schema: PublishPolicy }) { moveOpen, reason, allowShorter }: z.infer<typeof PublishPolicy>,
  ) {
    required(actor, 'policy.publish');
    const { document } = await this.demandDraft(actor, version);
    await this.demandSound(actor, document);
    if (moveOpen && !allowShorter) demandMeant(await this.previewPolicy(actor, version));
    const before = (await this.rulebook.current(actor.region)).policy;
    const publish = async (db: Db) => {
      if (!(await publishPolicy(db, { version, region: actor.region }, actor, reason)))
        throw new Problem('NOT_A_DRAFT');
      const changes = differences(before.document, document);
      const data = { version, before: before.version, moveOpen, changes: changes.map(({ pointer }) => pointer) };
      await this.log.note(actor, 'policy-published', { data }, db);
    };
    const told = { cause: 'policy' as const, version, allowShorter, reason };
    if (moveOpen) return { version, rollout: await this.moving.all(actor, told, publish) };
    await transaction(this.source, publish);
    return { version, rollout: null };
  }

  @Post(':version/move/preview')
  @Answers(200, 'Preview')
  @ApiOperation({
    summary: 'Every open date that would move, were these cases, or all that the caller sees, moved now',
  })
  async previewMove(
    @CurrentActor() actor: Actor,
    @Param('version', { schema: id }) version: string,
    @Body({ schema: PreviewMove }) { disputeIds }: z.infer<typeof PreviewMove>,
  ) {
    required(actor, 'policy.move');
    await this.demandInForce(actor, version);
    const chosen = await this.moving.wouldMove(actor, { cause: 'policy', version }, disputeIds);
    return this.foretelling.of(actor, 'policy', await this.under(actor, version), { who: actor, chosen });
  }

  @Post(':version/move')
  @Answers(202, 'Begun')
  @ApiOperation({
    summary: 'Move open cases to the policy in force: those that are named, or all that the caller sees',
  })
  async moveOpen(
    @CurrentActor() actor: Actor,
    @Param('version', { schema: id }) version: string,
    @Body({ schema: MoveOpen }) { disputeIds, reason, allowShorter }: z.infer<typeof MoveOpen>,
  ) {
    required(actor, 'policy.move');
    await this.demandInForce(actor, version);
    if (!allowShorter) demandMeant(await this.previewMove(actor, version, { disputeIds }));
    const told = { cause: 'policy' as const, version, allowShorter, reason };
    return { rollout: await this.moving.seen(actor, told, disputeIds) };
  }

  private envelope(actor: Actor, version: string) {
    return this.policies.of(actor, version);
  }

  private async demandInForce(actor: Actor, version: string): Promise<void> {
    const { state } = await this.envelope(actor, version);
    if (state !== 'published') throw new Problem('NOT_IN_FORCE');
  }

  private async demandDraft(actor: Actor, version: string) {
    const found = await this.envelope(actor, version);
    if (found.state !== 'draft') throw new Problem('NOT_A_DRAFT');
    return found;
  }

  /** The rules that a case would move to: this policy, and the calendar that it has. */
  private async under(actor: Actor, version: string) {
    const { document } = await this.envelope(actor, version);
    const policy = sliceOf(document);
    return ({ rules: { calendar } }: Registered) => ({ policyVersion: version, policy, calendar });
  }

  /** @throws Problem BAD_REQUEST with every reason why it makes no sense */
  private async demandSound(actor: Actor, document: PolicyDocument): Promise<void> {
    const errors = await this.problemsOf(actor, document);
    if (errors.length > 0) {
      const named = errors.map(({ pointer, ...rest }) => ({ pointer: `/document${pointer}`, ...rest }));
      throw new Problem('BAD_REQUEST', { errors: named });
    }
  }

  private async problemsOf(actor: Actor, document: PolicyDocument) {
    return problemsOf(document, actor.region, await this.directory.of(actor));
  }
}
