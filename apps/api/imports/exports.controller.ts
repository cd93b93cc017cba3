import type { Readable } from 'node:stream';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { administers } from '#domain/people/staffing.js';
import { COLUMNS, type Column } from '#domain/sheet/columns.js';
import { rolesOf } from '#domain/sheet/people.js';
import { IMPORT_KINDS, type ImportKind } from '#domain/words.js';
import { headIn } from '#lexicon/heads.js';
import { TABLE_WORDS } from '#lexicon/tables.js';
import { listDisputes, type DisputePlace, type ListedDispute } from '#persistence/reading/dispute-reader.js';
import { listItems, placeOfItem, type ItemPlace, type ItemRow } from '#persistence/reading/item-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { contactsOf, readHouse } from '#persistence/staff/house.js';
import { Staff } from '#persistence/staff/staff.js';
import { Vault } from '#persistence/vault/vault.js';
import { DataSource } from 'typeorm';
import { Logged } from '../audit/logged.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { SHEET_TYPES } from '../http/body.js';
import { Answers } from '../http/document.js';
import { everyRow } from '../http/paging.js';
import { Costly } from '../http/rates.js';
import { required } from '../http/required.js';
import { SheetQuery } from '../http/telling.js';
import { OneAtATime } from '../http/turns.js';
import { languageOf, type Language } from '../http/wording.js';
import { bookAs, type Ending } from '../http/spreadsheet.js';
import { MOST_ROWS } from './reading/sheet.js';
import { toldDepartment, toldDispute, toldItem, toldPerson, type SheetReader } from './told.js';

const ExportName = z
  .string()
  .regex(
    new RegExp(`^(${IMPORT_KINDS.join('|')})\\.(csv|xlsx)$`),
    `must be one of ${IMPORT_KINDS.join(', ')}, and .csv or .xlsx`,
  )
  .meta({ description: 'What it holds, and its format: disputes.csv, people.xlsx' });
const ExportQuery = z.strictObject({ language: SheetQuery.language });
type Rows = AsyncIterable<Partial<Record<Column, string>>>;

/** The sheets that things are brought in from, made of what is here: brought in again they add nothing. */
@ApiTags('imports')
@Controller('exports')
export class ExportsController {
  private readonly staff: Staff;

  constructor(
    private readonly database: DataSource,
    private readonly reader: Reader,
    vault: Vault,
    private readonly rulebook: Rulebook,
  ) {
    this.staff = new Staff(database, vault);
  }

  @Get(':name')
  @Logged('export')
  @Costly()
  @OneAtATime({ inAll: 2 })
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Of heads and words' })
  @Answers(200, ...SHEET_TYPES)
  @ApiOperation({
    summary: 'Open cases or reports that the caller may see, or departments or people that they look after, as a sheet',
  })
  async exportSheet(
    @CurrentActor() actor: Actor,
    @Param('name', { schema: ExportName }) name: string,
    @Query({ schema: ExportQuery }) { language }: z.infer<typeof ExportQuery>,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const [kind, ending] = name.split('.') as [ImportKind, Ending];
    const telling = await this.telling(actor, language ?? languageOf(accepted));
    const [heads, ...rows] = await this.rows(actor, kind, telling);
    const called = telling.language === 'en' ? kind : TABLE_WORDS[telling.language].sheets[kind];
    const tables = [{ name: kind, heads: heads!, rows }] as const;
    return bookAs(reply, ending, { name: kind, called, tables, zone: telling.zone });
  }

  private async rows(actor: Actor, kind: ImportKind, telling: SheetReader): Promise<string[][]> {
    const columns: readonly Column[] = COLUMNS[kind];
    const rows = [columns.map((each) => headIn(kind, each, telling.language))];
    const tell: Record<ImportKind, () => Rows> = {
      disputes: () => this.disputes(actor, telling),
      items: () => this.items(actor, telling),
      departments: () => this.departments(actor, telling),
      people: () => this.people(actor, telling),
    };
    for await (const cells of tell[kind]()) {
      rows.push(columns.map((each) => cells[each] ?? ''));
      if (rows.length > MOST_ROWS) break;
    }
    return rows;
  }

  private async telling(actor: Actor, language: Language): Promise<SheetReader> {
    const { policy } = await this.rulebook.current(actor.region);
    return { language, zone: policy.document.workingTime.zone, departmentId: actor.departmentId };
  }

  /** Those that they look after, superiors first. */
  private async *departments(actor: Actor, telling: SheetReader): AsyncGenerator<Partial<Record<Column, string>>> {
    required(actor, 'people.manage');
    const { tree } = await readHouse(this.database, actor);
    const theirs = [...tree.departments.values()].filter(({ id, active }) => active && administers(actor, id, tree));
    const depth = new Map(theirs.map(({ id }) => [id, tree.ancestors(id).length]));
    theirs.sort((a, b) => depth.get(a.id)! - depth.get(b.id)! || (a.id < b.id ? -1 : 1));
    for (const department of theirs) yield toldDepartment(department, telling);
  }

  /** Those whom they look after, with how they are reached. */
  private async *people(actor: Actor, telling: SheetReader): AsyncGenerator<Partial<Record<Column, string>>> {
    required(actor, 'people.manage');
    const house = await readHouse(this.database, actor);
    const contacts = await contactsOf(this.database);
    for (const account of house.tree.accounts) {
      if (!administers(actor, account.departmentId, house.tree)) continue;
      yield toldPerson(
        account,
        rolesOf(account, house),
        this.staff.contactOf(contacts.get(account.id) ?? null),
        telling,
      );
    }
  }

  private async *disputes(actor: Actor, telling: SheetReader): AsyncGenerator<Partial<Record<Column, string>>> {
    const filter = { rehearsal: false, open: true, today: await this.rulebook.today(actor.region) };
    const all = everyRow<ListedDispute, DisputePlace>(
      (after, limit) => this.reader.as(actor, (db) => listDisputes(db, filter, after, limit)),
      ({ place }) => place,
    );
    for await (const { row } of all) if (!row.erased) yield toldDispute(row, telling);
  }

  private async *items(actor: Actor, telling: SheetReader): AsyncGenerator<Partial<Record<Column, string>>> {
    const all = everyRow<ItemRow, ItemPlace>(
      (after, limit) => this.reader.as(actor, (db) => listItems(db, {}, after, limit)),
      placeOfItem,
    );
    for await (const item of all) if (item.text !== null) yield toldItem(item, telling);
  }
}
