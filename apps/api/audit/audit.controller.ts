import type { Readable } from 'node:stream';
import { Controller, Get, Headers, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { auditTrail, type AuditRow } from '#persistence/audit/access-log.js';
import { Directory } from '#persistence/people/directory.js';
import { Proof } from '#persistence/proof/proof.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault } from '#persistence/vault/vault.js';
import type { AuditEntry } from './answers.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { required } from '../http/required.js';
import { Costly } from '../http/rates.js';
import { cursor, decodeCursor, everyRow, limit, page } from '../http/paging.js';
import { instant, text } from '../http/pieces.js';
import type { ProblemCode } from '../http/problem-codes.js';
import { Answers } from '../http/document.js';
import { spreadsheet } from '../http/spreadsheet.js';
import { OneAtATime } from '../http/turns.js';
import { PROBLEM_WORDS, languageOf, type Language } from '../http/wording.js';
import { AccessLog } from './access-log.js';
import { Logged } from './logged.js';

const AuditQuery = z.strictObject({
  kind: z.enum(['access', 'event']).optional(),
  user: text(64).optional(),
  disputeId: z.uuid().optional(),
  action: text(64).optional(),
  from: instant.optional(),
  to: instant.optional(),
  cursor,
  limit,
});

/** A sheet has no pages. */
const ExportQuery = AuditQuery.omit({ cursor: true, limit: true });
/** What the reason of an act was sealed for, where that belongs to no case. */
const SEALED_FOR: Record<string, string> = {
  erase: 'erasure',
  'person-changed': 'person',
  'department-changed': 'person',
};
const COLUMNS = [
  'at',
  'kind',
  'action',
  'userId',
  'departmentId',
  'disputeId',
  'number',
  'seq',
  'data',
  'reason',
] as const;
type Place = NonNullable<Parameters<typeof auditTrail>[2]>;
type Line = Record<(typeof COLUMNS)[number], string | number | null>;

/** In words: a code is for programs, which read `data`. */
function refusalOf({ data: { code } }: AuditRow, language: Language): string | null {
  return typeof code === 'string' && code in PROBLEM_WORDS ? PROBLEM_WORDS[code as ProblemCode][language].title : null;
}

/** For the auditor alone: who did and saw what, and proof that nothing was altered. */
@ApiTags('audit')
@Controller()
export class AuditController {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly vault: Vault,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
    private readonly log: AccessLog,
  ) {}

  @Get('audit')
  @Logged('audit')
  @Answers(200, 'AuditList')
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Of a refusal' })
  @ApiOperation({ summary: 'What people of the subtree did and looked at, newest first' })
  async listAudit(
    @CurrentActor() actor: Actor,
    @Query({ schema: AuditQuery }) query: z.infer<typeof AuditQuery>,
    @Headers('accept-language') accept: string | undefined,
  ) {
    required(actor, 'record.read');
    const { cursor: place, limit: most, ...filter } = query;
    const before = place ? decodeCursor(place, ['instant', 'entry', 'entry']) : null;
    const rows = await this.reader.as(actor, (db) =>
      auditTrail(
        db,
        filter,
        before && { at: String(before[0]), kind: String(before[1]), id: String(before[2]) },
        most + 1,
      ),
    );
    const opened = new Map(await Promise.all(rows.map(async (row) => [row, await this.reasonOf(row)] as const)));
    return page(
      rows,
      most,
      ({ at, kind, id }) => [at.toISOString(), kind, id],
      (row): AuditEntry => {
        const { id: _id, text: _text, ...entry } = row;
        return { ...entry, reason: opened.get(row) ?? null, refusal: refusalOf(row, languageOf(accept)) };
      },
    );
  }

  @Get('audit.csv')
  @Logged('export', () => ({ of: 'audit' }))
  @Costly()
  @OneAtATime()
  @Answers(200, 'text/csv')
  @ApiOperation({ summary: 'The same as a sheet (RFC 4180), with the same filters' })
  async exportAudit(
    @CurrentActor() actor: Actor,
    @Query({ schema: ExportQuery }) filter: z.infer<typeof ExportQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    required(actor, 'record.read');
    const { zone } = await this.rulebook.today(actor.region);
    return spreadsheet(reply, { name: 'audit', zone }, COLUMNS, this.lines(actor, filter));
  }

  private async *lines(actor: Actor, filter: z.infer<typeof ExportQuery>): AsyncGenerator<Line> {
    const all = everyRow<AuditRow, Place>(
      (before, limit) => this.reader.as(actor, (db) => auditTrail(db, filter, before, limit)),
      ({ at, kind, id }) => ({ at: at.toISOString(), kind, id }),
    );
    for await (const row of all) {
      const { at, data, id: _id, text: _text, ...entry } = row;
      yield { ...entry, at: at.toISOString(), data: JSON.stringify(data), reason: await this.reasonOf(row) };
    }
  }

  private async reasonOf({ action, text, disputeId }: AuditRow): Promise<string | null> {
    const purpose = text && SEALED_FOR[action];
    if (purpose) return (JSON.parse(this.vault.openOwn(text, purpose)) as { reason: string }).reason;
    // Asked for anew: it may have been destroyed a moment ago.
    if (disputeId) this.vault.forget(disputeId);
    const key = text && disputeId ? await this.vault.find(this.source, disputeId) : null;
    // Without its key it was erased with the rest of the dispute's texts.
    return key ? (key.open(text!) as { reason: string }).reason : null;
  }

  @Post('audit/verify')
  @Costly()
  @OneAtATime()
  @Answers(200, 'Verification')
  @ApiOperation({ summary: 'Prove that nothing was altered; names the first entry that is not what was written' })
  async verifyRecord(@CurrentActor() actor: Actor) {
    required(actor, 'record.verify');
    await this.log.note(actor, 'verify');
    const proof = new Proof((work) => this.reader.as(actor, work), this.vault, this.rulebook, this.directory);
    const { disputes, events, looks, problems } = await proof.verify();
    const [firstBroken = null] = problems;
    return { ok: firstBroken === null, checked: events + looks, firstBroken, disputes, problems };
  }
}
