import { Controller, Get, Headers, Inject, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { stringify } from 'csv-stringify/sync';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { COLUMNS, type Column } from '#domain/sheet/columns.js';
import { instantAt, instantOf, millisOf } from '#domain/time/time.js';
import { HEADS } from '#lexicon/heads.js';
import { listDisputes, type ListedDispute } from '#persistence/reading/dispute-reader.js';
import { listItems, type ItemRow } from '#persistence/reading/item-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Logged } from '../audit/logged.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { SHEET_TYPES } from '../http/body.js';
import { Answers } from '../http/document.js';
import { Costly } from '../http/rates.js';
import { CONFIG } from '../http/tokens.js';
import { OneAtATime } from '../http/turns.js';
import { languageOf, type Language } from '../http/wording.js';
import { workbook } from '../http/workbook.js';
import { MOST_ROWS } from './reading/sheet.js';
import { toldDispute, toldItem, type Telling } from './told.js';

type Kind = 'disputes' | 'items';
const ExportName = z
  .string()
  .regex(/^(disputes|items)\.(csv|xlsx)$/, 'must be disputes or items, and .csv or .xlsx')
  .meta({ description: 'disputes.csv, disputes.xlsx, items.csv or items.xlsx' });
const PAGE = 500;

/** The sheets that things are brought in from, made of what is here: brought in again they add nothing. */
@ApiTags('imports')
@Controller('exports')
export class ExportsController {
  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get(':name')
  @Logged('export')
  @Costly()
  @OneAtATime({ inAll: 2 })
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Of heads and words' })
  @Answers(200, ...SHEET_TYPES)
  @ApiOperation({ summary: 'Open cases, or reports, that the caller may see, as a sheet that can be brought in again' })
  async exportSheet(
    @CurrentActor() actor: Actor,
    @Param('name', { schema: ExportName }) name: string,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const [kind, ending] = name.split('.') as [Kind, 'csv' | 'xlsx'];
    const language = languageOf(accepted);
    const rows = await this.rows(actor, kind, language);
    const bytes =
      ending === 'xlsx'
        ? Buffer.from(workbook(kind, rows))
        : Buffer.from(stringify(rows, { bom: true, record_delimiter: 'windows', escape_formulas: true }));
    void reply.header('cache-control', 'no-store');
    return new StreamableFile(bytes, {
      type: SHEET_TYPES[ending === 'csv' ? 0 : 1],
      length: bytes.length,
      disposition: `attachment; filename="${kind}-${instantOf(Date.now()).slice(0, 10)}.${ending}"`,
    });
  }

  private async rows(actor: Actor, kind: Kind, language: Language): Promise<string[][]> {
    const columns: readonly Column[] = COLUMNS[kind];
    const telling = await this.telling(actor, language);
    const rows = [columns.map((each) => HEADS[each][language])];
    const tell = kind === 'disputes' ? this.disputes(actor, telling) : this.items(actor, telling);
    for await (const cells of tell) {
      rows.push(columns.map((each) => cells[each] ?? ''));
      if (rows.length > MOST_ROWS) break;
    }
    return rows;
  }

  private async telling(actor: Actor, language: Language): Promise<Telling> {
    const { policy } = await this.rulebook.current(this.config.REGION);
    const { zone } = policy.document.workingTime;
    const offsetMinutes =
      (Date.parse('2026-01-01T00:00:00Z') - millisOf(instantAt('2026-01-01', '00:00', zone))) / 60_000;
    return { language, offsetMinutes, departmentId: actor.departmentId };
  }

  private async *disputes(actor: Actor, telling: Telling): AsyncGenerator<Partial<Record<Column, string>>> {
    const filter = { rehearsal: false, open: true, today: await this.rulebook.today(this.config.REGION) };
    let after: { place: string; id: string } | null = null;
    for (;;) {
      const place = after as { place: string; id: string } | null;
      const found: ListedDispute[] = await this.reader.as(actor, (db) => listDisputes(db, filter, place, PAGE));
      for (const { row } of found) if (!row.erased) yield toldDispute(row, telling);
      const last = found.at(-1);
      if (!last || found.length < PAGE) return;
      after = { place: last.place.toISOString(), id: last.id };
    }
  }

  private async *items(actor: Actor, telling: Telling): AsyncGenerator<Partial<Record<Column, string>>> {
    let after: { heardAt: string; id: string } | null = null;
    for (;;) {
      const place = after as { heardAt: string; id: string } | null;
      const found: ItemRow[] = await this.reader.as(actor, (db) => listItems(db, {}, place, PAGE));
      for (const item of found) if (item.text !== null) yield toldItem(item, telling);
      const last = found.at(-1);
      if (!last || found.length < PAGE) return;
      after = { heardAt: last.heardAt.toISOString(), id: last.id };
    }
  }
}
