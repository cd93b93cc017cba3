import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { PAPERS, papersFor } from '#domain/reading/papers.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import { civilDateAt } from '#domain/time/time.js';
import { Directory } from '#persistence/people/directory.js';
import { uuidOf } from '#persistence/database/named-id.js';
import { findDispute, type FoundDispute } from '#persistence/reading/dispute-reader.js';
import {
  findPaper,
  keepPaper,
  nextPaper,
  papersOf,
  sheetOf,
  type IssuedPaper as PaperRow,
} from '#persistence/papers/paper-store.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault, type TextKey } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import type { IssuedPaper } from './answers.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Costly } from '../http/rates.js';
import { inPages, WholeListQuery } from '../http/paging.js';
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
import { letterOf, numberText } from './letters.js';
import type { Sheet } from './sheet.js';

const Issue = z
  .strictObject({
    kind: z.enum(PAPERS),
    subjectId: z.string().regex(/^[to]\d{1,3}$/, 'must be the id of a transfer or an order'),
  })
  .meta({ id: 'PaperIssue' });

const shown = ({ id, kind, subjectId, sender, year, n, copy, issuedAt, issuedBy }: PaperRow): IssuedPaper => ({
  id,
  kind,
  subjectId,
  number: numberText(kind, { year, n }),
  copy,
  sender,
  issuedAt,
  issuedBy,
});

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
    return { ...inPages(items.map(shown), query), mayIssue: papersFor(actor, row, state) };
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
    const isOffered = papersFor(actor, row, state).some(
      ({ kind, subjectId }) => kind === about.kind && subjectId === about.subjectId,
    );
    if (!isOffered) throw new Problem('NOT_ALLOWED');
    const key = await this.keyOf(row);
    const tree = await this.directory.of(actor);
    const { zone } = state.rules.policy.workingTime;
    const now = nowOf(row);
    const caseUrl = `${publicUrl(this.config, request)}/disputes/${id}`;
    const year = Number(civilDateAt(now, zone).slice(0, 4));
    const issued = await this.reader.as(actor, async (db) => {
      // The same request again, because its answer was lost, is the same copy.
      const paperId = sentKey === undefined ? randomUUID() : uuidOf(`paper ${actor.userId} ${id} ${sentKey}`);
      const known = await findPaper(db, id, paperId);
      if (known) return known;
      const by = { sender: actor.departmentId, year, numbered: !row.rehearsal };
      const next = await nextPaper(db, id, about, by);
      const sheet = letterOf(about, next, { row, tree, zone, now, caseUrl });
      const paper = { id: paperId, ...about, ...next, issuedAt: new Date(now), issuedBy: actor.userId };
      return keepPaper(db, key, id, paper, sheet);
    });
    const answer = shown(issued);
    await this.note(actor, id, answer);
    return answer;
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
    await this.note(actor, id, shown(paper));
    const pdf = await this.drawing.sheet({ ...sheet, issuedAt: paper.issuedAt });
    const name = encodeURIComponent(`${sheet.title} ${sheet.number}.pdf`);
    return new StreamableFile(pdf, {
      type: 'application/pdf',
      disposition: `attachment; filename="paper.pdf"; filename*=UTF-8''${name}`,
    });
  }

  private note(actor: Actor, disputeId: string, { id, kind, subjectId, number, copy }: IssuedPaper) {
    return this.log.note(actor, 'paper', { disputeId, data: { paperId: id, kind, subjectId, number, copy } });
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
