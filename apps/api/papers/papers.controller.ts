import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { PAPERS, papersFor, type PaperAbout } from '#domain/reading/papers.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import type { Registered } from '#domain/dispute/state.js';
import { civilDateAt } from '#domain/time/time.js';
import { Directory } from '#persistence/people/directory.js';
import { uuidOf } from '#persistence/database/named-id.js';
import { findDispute, type FoundDispute } from '#persistence/reading/dispute-reader.js';
import { findPaper, keepPaper, nextPaper, papersOf, sheetOf, voidPaper } from '#persistence/papers/paper-store.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault, type TextKey } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import type { IssuedPaper } from './answers.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { attachment } from '../http/attachment.js';
import { Costly } from '../http/rates.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { text } from '../http/pieces.js';
import { DisputeId } from '../disputes/bodies.js';
import { nowOf } from '../disputes/view.js';
import { Answers } from '../http/document.js';
import { notFound, Problem } from '../http/problem.js';
import { publicUrl } from '../http/public-url.js';
import type { Sending } from '../engine/receipts.js';
import { Sent } from '../engine/sending.js';
import { CONFIG } from '../http/tokens.js';
import { OneAtATime } from '../http/turns.js';
import { Drawing } from './drawing.js';
import type { Ground } from './ground.js';
import { issuedPaper } from './issued.js';
import { letterOf, previewOf } from './letters.js';
import type { Sheet } from './sheet.js';

const Issue = z
  .strictObject({
    kind: z.enum(PAPERS),
    subjectId: z
      .string()
      .regex(/^[tormv]\d{1,3}$/, 'must be the id of a transfer, an order, a resolution, a visit or a meeting'),
  })
  .meta({ id: 'PaperIssue' });

const Void = z.strictObject({ reason: text(2_000) }).meta({ id: 'PaperVoid' });

/** @throws Problem NOT_ALLOWED where the paper is not this person's to issue, or there is nothing to issue it of */
function demandIssuable(actor: Actor, row: DisputeRow, state: Registered, about: PaperAbout): void {
  const isTheirs = papersFor(actor, row, state).some(
    ({ kind, subjectId }) => kind === about.kind && subjectId === about.subjectId,
  );
  if (!isTheirs) throw new Problem('NOT_ALLOWED');
}

const yearOf = ({ now, zone }: Ground): number => Number(civilDateAt(now, zone).slice(0, 4));

/** Official papers: numbered, kept as they were handed out, each issue and each look logged. */
@ApiTags('papers')
@Controller('disputes/:id/papers')
export class PapersController {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
    private readonly vault: Vault,
    private readonly log: AccessLog,
    private readonly drawing: Drawing,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Answers(200, 'Papers')
  @ApiOperation({ summary: 'The papers that were issued of a case, and those that the caller may issue' })
  async listPapers(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Query({ schema: WholeListQuery }) query: WholeListQuery,
  ) {
    const { row, state } = await this.get(actor, id);
    const items = await this.reader.as(actor, (db) => papersOf(db, id));
    const key = row.erased ? null : await this.vault.find(this.source, id);
    const page = inPages(
      items.map((each) => issuedPaper(each, key)),
      query,
    );
    return { ...page, mayIssue: papersFor(actor, row, state) };
  }

  @Post()
  @Costly()
  @OneAtATime()
  @Answers(201, 'IssuedPaper')
  @ApiOperation({ summary: 'Issue a paper: the first copy gets a number, each further one says that it is a copy' })
  async issuePaper(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: Issue }) about: z.infer<typeof Issue>,
    @Sent() { key: sentKey }: Sending,
    @Req() request: FastifyRequest,
  ) {
    const { row, state } = await this.get(actor, id);
    demandIssuable(actor, row, state, about);
    const key = await this.keyOf(row);
    const ground = await this.groundOf(actor, row, state, request);
    const { now } = ground;
    const year = yearOf(ground);
    const issued = await this.reader.as(actor, async (db) => {
      // The same request again, because its answer was lost, is the same copy.
      const paperId = sentKey === undefined ? randomUUID() : uuidOf(`paper ${actor.userId} ${id} ${sentKey}`);
      const known = await findPaper(db, id, paperId);
      if (known) return known;
      const by = { sender: actor.departmentId, year, numbered: !row.rehearsal };
      const next = await nextPaper(db, id, about, by);
      const { voidBefore, ...allotted } = next;
      const sheet = letterOf(about, { ...allotted, copy: allotted.copy - voidBefore }, ground);
      const paper = { id: paperId, ...about, ...allotted, issuedAt: new Date(now), issuedBy: actor.userId };
      const kept = await keepPaper(db, key, id, paper, sheet);
      return { ...kept, voidBefore, voidedAt: null, voidedBy: null, voidText: null };
    });
    const answer = issuedPaper(issued, key);
    await this.note(actor, id, answer);
    return answer;
  }

  @Post(':paperId/void')
  @Answers(200, 'IssuedPaper')
  @ApiOperation({
    summary: 'Say that a paper holds no longer, with all copies of it: it keeps its number, the next one takes another',
  })
  async voidPaper(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Param('paperId', { schema: DisputeId }) paperId: string,
    @Body({ schema: Void }) { reason }: z.infer<typeof Void>,
  ) {
    const { row, state } = await this.get(actor, id);
    const paper = await this.reader.as(actor, (db) => findPaper(db, id, paperId));
    if (!paper) throw notFound();
    demandIssuable(actor, row, state, paper);
    const key = await this.keyOf(row);
    const by = { userId: actor.userId, at: new Date(nowOf(row)), reason };
    const { upTo, stands } = await this.reader.as(actor, async (db) => ({
      upTo: await voidPaper(db, key, id, paperId, by),
      stands: (await findPaper(db, id, paperId))!,
    }));
    const answer = issuedPaper(stands, key);
    if (upTo !== null) await this.note(actor, id, answer, { voided: upTo });
    return answer;
  }

  @Get('preview')
  @Costly()
  @OneAtATime()
  @Answers(200, 'application/pdf')
  @ApiOperation({ summary: 'A paper as it would be issued now, marked as a preview: it takes no number' })
  async previewPaper(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Query({ schema: Issue }) about: z.infer<typeof Issue>,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    const { row, state } = await this.get(actor, id);
    demandIssuable(actor, row, state, about);
    const ground = await this.groundOf(actor, row, state, request);
    const sheet = previewOf(about, { sender: actor.departmentId, year: yearOf(ground) }, ground);
    await this.log.note(actor, 'paper', { disputeId: id, data: { ...about, preview: true } });
    return this.printed(sheet);
  }

  @Get(':paperId')
  @Costly()
  @OneAtATime()
  @Answers(200, 'application/pdf')
  @ApiOperation({ summary: 'An issued paper as A4 PDF, as it was handed out' })
  async printPaper(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Param('paperId', { schema: DisputeId }) paperId: string,
  ): Promise<StreamableFile> {
    const { row } = await this.get(actor, id);
    const paper = await this.reader.as(actor, (db) => findPaper(db, id, paperId));
    if (!paper) throw notFound();
    const key = await this.keyOf(row);
    const sheet = sheetOf<Sheet>(key, paper);
    await this.note(actor, id, issuedPaper(paper, key));
    return this.printed({ ...sheet, issuedAt: paper.issuedAt, ...(paper.voidedAt && { mark: '作废' }) });
  }

  private async printed(sheet: Sheet): Promise<StreamableFile> {
    const pdf = await this.drawing.sheet(sheet);
    return new StreamableFile(pdf, {
      type: 'application/pdf',
      disposition: attachment('paper.pdf', `${sheet.title} ${sheet.number}.pdf`),
    });
  }

  private async groundOf(
    actor: Actor,
    row: DisputeRow,
    { rules }: Registered,
    request: FastifyRequest,
  ): Promise<Ground> {
    return {
      row,
      tree: await this.directory.of(actor),
      zone: rules.policy.workingTime.zone,
      now: nowOf(row),
      caseUrl: `${publicUrl(this.config, request)}/disputes/${row.id}`,
    };
  }

  private note(actor: Actor, disputeId: string, { id, kind, subjectId, number, copy }: IssuedPaper, more: object = {}) {
    const data = { paperId: id, kind, subjectId, number, copy, ...more };
    return this.log.note(actor, 'paper', { disputeId, data });
  }

  private async get(actor: Actor, id: string): Promise<FoundDispute> {
    const found = await findDispute(this.reader, actor, this.rulebook, id);
    if (!found) throw notFound();
    return found;
  }

  /** None for what was erased, also while this process still remembers the key. */
  private async keyOf({ id, erased }: DisputeRow): Promise<TextKey> {
    const key = erased ? null : await this.vault.find(this.source, id);
    if (!key) throw new Problem('ERASED');
    return key;
  }
}
