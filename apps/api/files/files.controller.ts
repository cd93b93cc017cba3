import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  Param,
  Post,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { refusalBefore } from '#domain/dispute/decide.js';
import { DomainError } from '#domain/errors.js';
import { may } from '#domain/people/abilities.js';
import { FILE_TYPES } from '#domain/words.js';
import { FILE_KINDS, UNSAID } from '#lexicon/file-kinds.js';
import { findDispute, type FoundDispute } from '#persistence/reading/dispute-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import type { Sending } from '../engine/receipts.js';
import { Sent } from '../engine/sending.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Costly } from '../http/rates.js';
import { TakesFile } from '../http/body.js';
import { DisputeId, fileName } from '../disputes/bodies.js';
import { DisputeReading, type NamedFile } from '../disputes/reading.js';
import { nowOf } from '../disputes/view.js';
import { Answers } from '../http/document.js';
import { badRequest, notFound, Problem } from '../http/problem.js';
import { OneAtATime } from '../http/turns.js';
import type { Said } from './clean.js';
import { HandingIn } from './handed-in.js';
import { HandingOut } from './handed-out.js';

/** In the memory of this process, fifty megabytes each; who comes then is told to come again. */
const FILES_AT_ONCE = 6;

/** A file is the body as it is. */
const FileBody = () =>
  applyDecorators(
    Costly(),
    TakesFile(),
    OneAtATime({ inAll: FILES_AT_ONCE }),
    ApiConsumes(...Object.values(FILE_KINDS).map(({ types }) => types[0]), UNSAID),
    ApiBody({ schema: { type: 'string', format: 'binary' } }),
    ApiHeader({
      name: 'Content-Disposition',
      required: false,
      description: "What it is called: attachment; filename*=UTF-8''… (RFC 6266)",
    }),
    // Of several bodies and nothing else that may be left out, the Python generator makes a module that does not load.
    ApiHeader({ name: 'Accept-Language', required: false, description: 'Of what is said where it is refused' }),
  );

/**
 * How a request calls what it brings. A name says what people see there and stands in no address, which others keep.
 *
 * @throws Problem BAD_REQUEST for what is no name of a file
 */
function saidOf({ 'content-type': type = UNSAID, 'content-disposition': disposition = '' }: Headed): Said {
  const [, encoded, plain] = /;\s*filename(?:\*=UTF-8''([^;\s]*)|="([^"]*)")/i.exec(disposition) ?? [];
  const name = encoded === undefined ? plain : unescaped(encoded);
  const said = { type: type.split(';')[0]!.trim().toLowerCase() };
  if (name === undefined) return said;
  const { data, error } = fileName.safeParse(name);
  if (error) throw badRequest(error.issues.map((each) => ({ ...each, path: ['Content-Disposition'] })));
  return { ...said, name: data };
}

interface Headed {
  'content-type'?: string;
  'content-disposition'?: string;
}

function unescaped(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Files that somebody has before there is a case. */
@ApiTags('files')
@Controller('files')
export class HandInController {
  constructor(private readonly handing: HandingIn) {}

  @Post()
  @FileBody()
  @Answers(201, 'TakenFile')
  @ApiOperation({ summary: 'Hand in a file for a report or a registration, which take it within a day' })
  async handInFileEarly(
    @CurrentActor() actor: Actor,
    @Headers() headers: Headed,
    @Sent() sending: Sending,
    @Body() body: unknown,
  ) {
    if (!may(actor, 'item.report') && !may(actor, 'dispute.register')) throw new Problem('NOT_ALLOWED');
    return this.handing.keep(actor, body, saidOf(headers), null, sending);
  }

  @Delete(':fileId')
  @Answers(204)
  @ApiOperation({ summary: 'Take back a file that the caller handed in, as long as nothing has taken it' })
  async takeFileBack(
    @CurrentActor() actor: Actor,
    @Param('fileId', { schema: DisputeId }) fileId: string,
  ): Promise<void> {
    await this.handing.takeBack(actor, fileId);
  }
}

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
    private readonly handing: HandingIn,
    private readonly out: HandingOut,
    private readonly disputes: DisputeReading,
  ) {}

  @Post()
  @FileBody()
  @Answers(201, 'TakenFile')
  @ApiOperation({ summary: 'Hand in a file; `attach` makes it part of the case within a day' })
  async handInFile(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Headers() headers: Headed,
    @Body() body: unknown,
  ) {
    const { row, state } = await this.get(actor, id);
    const refusal = refusalBefore('attach', state, actor, nowOf(row));
    if (refusal) throw new DomainError(refusal);
    const key = row.erased ? null : await this.vault.find(this.source, id);
    if (!key) throw new DomainError('ERASED');
    return this.handing.keep(actor, body, saidOf(headers), { disputeId: id, key });
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
    const wanted = await this.wanted(actor, id, fileId);
    const file = await this.out.file(wanted, reply);
    await this.log.note(actor, 'file', { disputeId: id, data: { fileId } });
    return file;
  }

  @Get(':fileId/thumbnail')
  @Answers(200, 'image/webp')
  @ApiOperation({ summary: 'What an attached picture shows, small' })
  async getThumbnail(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Param('fileId', { schema: DisputeId }) fileId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.out.thumbnail(await this.wanted(actor, id, fileId), reply);
  }

  /** @throws Problem NOT_FOUND where the caller sees no such case, or it has no such file */
  private async wanted(actor: Actor, id: string, fileId: string): Promise<NamedFile> {
    const found = await this.get(actor, id);
    const wanted = (await this.disputes.filesOf(actor, found)).find((each) => each.id === fileId);
    if (!wanted) throw notFound();
    return wanted;
  }

  private async get(actor: Actor, id: string): Promise<FoundDispute> {
    const found = await findDispute(this.reader, actor, this.rulebook, id);
    if (!found) throw notFound();
    return found;
  }
}
