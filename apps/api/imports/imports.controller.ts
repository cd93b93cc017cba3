import { Body, Controller, Get, Headers, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor, CurrentCredential, type Actor, type Credential } from '../http/actor.js';
import { SHEET_TYPES, TakesSheet } from '../http/body.js';
import { Answers } from '../http/document.js';
import { Problem } from '../http/problem.js';
import { Costly } from '../http/rates.js';
import { OneAtATime } from '../http/turns.js';
import { languageOf } from '../http/wording.js';
import { ChooseColumns, ImportQuery } from './bodies.js';
import { Imports } from './imports.js';

const ImportId = z.uuid();
const IN_WORDS = { name: 'Accept-Language', required: false, description: 'Of what is said of cells' };

/** Files that bring something in: departments, people, open cases, reports. */
@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(private readonly imports: Imports) {}

  @Post()
  @Costly()
  @TakesSheet()
  @OneAtATime({ inAll: 3 })
  @ApiConsumes(...SHEET_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader(IN_WORDS)
  @Answers(201, 'Import')
  @ApiOperation({
    summary: 'Hand in a sheet, 20 MB and 20,000 rows at most, and have it looked through; nothing is brought in yet',
  })
  async handInSheet(
    @CurrentActor() actor: Actor,
    @CurrentCredential() credential: Credential,
    @Query({ schema: ImportQuery }) query: ImportQuery,
    @Headers('accept-language') language: string | undefined,
    @Body() body: unknown,
  ) {
    if (!Buffer.isBuffer(body)) throw new Problem('UNSUPPORTED_MEDIA_TYPE', { taken: SHEET_TYPES });
    const taken = await this.imports.take(actor, query, body, languageOf(language));
    if (query.dryRun === 'true') return taken;
    const { rollout } = await this.imports.run(actor, credential, taken.id);
    return { ...taken, rolloutId: rollout.id };
  }

  @Get(':id')
  @ApiHeader(IN_WORDS)
  @Answers(200, 'Import')
  @ApiOperation({ summary: 'A sheet that was handed in, looked through again' })
  getImport(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: ImportId }) id: string,
    @Headers('accept-language') language: string | undefined,
  ) {
    return this.imports.view(actor, id, languageOf(language));
  }

  @Patch(':id')
  @ApiHeader(IN_WORDS)
  @Answers(200, 'Import')
  @ApiOperation({ summary: 'Say which head of the sheet is which column' })
  chooseColumns(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: ImportId }) id: string,
    @Body({ schema: ChooseColumns }) body: ChooseColumns,
    @Headers('accept-language') language: string | undefined,
  ) {
    return this.imports.choose(actor, id, body, languageOf(language));
  }

  @Post(':id/run')
  @Costly()
  @Answers(202, 'Begun')
  @ApiOperation({ summary: 'Bring in the rows that are good, at a pace that leaves people alone' })
  runImport(
    @CurrentActor() actor: Actor,
    @CurrentCredential() credential: Credential,
    @Param('id', { schema: ImportId }) id: string,
  ) {
    return this.imports.run(actor, credential, id);
  }
}
