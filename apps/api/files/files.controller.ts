import { createHash } from 'node:crypto';
import { Body, Controller, Get, Headers, Param, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { refusalBefore } from '#domain/dispute/decide.js';
import { DomainError } from '#domain/errors.js';
import { FILE_TYPES, type FileType } from '#domain/words.js';
import { findDispute, type FoundDispute } from '#persistence/reading/dispute-reader.js';
import { uuidOf } from '#persistence/database/named-id.js';
import { contentOfFile, keepFile, MOST_UNATTACHED, type FileFacts } from '#persistence/papers/file-store.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Costly } from '../http/rates.js';
import { TakesFile } from '../http/body.js';
import { DisputeId } from '../disputes/bodies.js';
import { DisputeReading } from '../disputes/reading.js';
import { nowOf } from '../disputes/view.js';
import { Answers } from '../http/document.js';
import { notFound, Problem } from '../http/problem.js';
import { OneAtATime } from '../http/turns.js';
import { cleaned } from './clean.js';
import { Pictures } from './pictures.js';

/** In the memory of this process, twenty megabytes each; who comes then is told to come again. */
const FILES_AT_ONCE = 6;

const ENDINGS: Record<FileType, string> = {
  'application/pdf': '.pdf',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
};

/** With the ending of what it is, whatever its name says. */
const called = (name: string, type: FileType) =>
  name.toLowerCase().endsWith(ENDINGS[type]) ? name : `${name}${ENDINGS[type]}`;

/** Files of a case: handed in here, and part of it once the verb `attach` named them. */
@ApiTags('files')
@Controller('disputes/:id/files')
export class FilesController {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly vault: Vault,
    private readonly log: AccessLog,
    private readonly pictures: Pictures,
    private readonly disputes: DisputeReading,
  ) {}

  @Post()
  @Costly()
  @TakesFile()
  @OneAtATime({ inAll: FILES_AT_ONCE })
  @ApiConsumes(...FILE_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  // Of several bodies and nothing else that may be left out, the Python generator makes a module that does not load.
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Of what is said where it is refused' })
  @Answers(201, 'TakenFile')
  @ApiOperation({ summary: 'Hand in a file, 20 MB at most; `attach` makes it part of the case within a day' })
  async handInFile(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Headers('content-type') type: string | undefined,
    @Body() body: unknown,
  ) {
    const { row, state } = await this.get(actor, id);
    const refusal = refusalBefore('attach', state, actor, nowOf(row));
    if (refusal) throw new DomainError(refusal);
    if (!Buffer.isBuffer(body)) throw new Problem('UNSUPPORTED_MEDIA_TYPE', { taken: FILE_TYPES });
    const { mediaType, bytes } = await cleaned(body, String(type).split(';')[0]!.trim().toLowerCase(), this.pictures);
    const key = row.erased ? null : await this.vault.find(this.source, id);
    if (!key) throw new DomainError('ERASED');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    // The same file of the same person, because the answer was lost, is the same file.
    const facts: FileFacts = {
      id: uuidOf(`file ${id} ${actor.userId} ${sha256}`),
      mediaType,
      size: bytes.length,
      sha256,
    };
    const kept = await this.reader.as(actor, (db) => keepFile(db, id, facts, key.sealBytes(bytes), actor.userId));
    if (!kept) throw new Problem('FILES_UNATTACHED', { most: MOST_UNATTACHED });
    const { id: fileId, ...rest } = facts;
    return { fileId, ...rest };
  }

  @Get(':fileId')
  @Answers(200, ...FILE_TYPES)
  @ApiOperation({ summary: 'An attached file, for those who may see the case now' })
  async getFile(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Param('fileId', { schema: DisputeId }) fileId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { row } = await this.get(actor, id);
    const own = row.attachments?.find((each) => each.id === fileId);
    // Who may see a case may see what came with those that were merged into it; it stays sealed where it was attached.
    const taken = own || !row.mergedFrom ? null : await this.disputes.fileOfMerged(actor, id, fileId);
    const file = own ?? taken?.file;
    if (!file) throw notFound();
    const at = taken?.id ?? id;
    const key = row.erased ? null : await this.vault.find(this.source, at);
    const as = taken ? await this.disputes.record(actor) : actor;
    const content = key && (await this.reader.as(as, (db) => contentOfFile(db, at, fileId)));
    if (!content) throw new DomainError('ERASED');
    const bytes = key.openBytes(content);
    if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) {
      throw new Error(`the file ${fileId} of ${id} is not what was attached`);
    }
    await this.log.note(actor, 'file', { disputeId: id, data: { fileId } });
    void reply
      .header('cache-control', 'private, no-store')
      .header('content-security-policy', "default-src 'none'; sandbox");
    return new StreamableFile(bytes, {
      type: file.mediaType,
      length: bytes.length,
      disposition: `attachment; filename="file"; filename*=UTF-8''${encodeURIComponent(called(file.name ?? fileId, file.mediaType))}`,
    });
  }

  private async get(actor: Actor, id: string): Promise<FoundDispute> {
    const found = await findDispute(this.reader, actor, this.rulebook, id);
    if (!found) throw notFound();
    return found;
  }
}
