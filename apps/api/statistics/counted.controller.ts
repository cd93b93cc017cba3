import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { COUNTED } from '#domain/reading/counted.js';
import { instantOf } from '#domain/time/time.js';
import { CATEGORIES, GRADES } from '#domain/words.js';
import type { TableHead } from '#lexicon/tables.js';
import { countCounted, listCounted, type CountedPlace, type CountedRow } from '#persistence/reading/counted-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { disputeInWork } from '../disputes/view.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { cursor, decodeCursor, everyRow, limit, page, total, withTotal } from '../http/paging.js';
import { flag, id, instant } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { SHEET_TYPES } from '../http/body.js';
import { SheetRoute } from '../audit/sheet-route.js';
import { bookAs, type Ending } from '../http/spreadsheet.js';
import { inOneLine, SheetQuery, Tellings, type Telling } from '../http/telling.js';
import type { Cell } from '../http/workbook.js';
import type { CountedThing } from './answers.js';

/** The disputes as in their list; `department` owed what is counted, or made it. */
const CountedQuery = z.strictObject({
  measure: z.enum(COUNTED),
  enteredFrom: instant,
  enteredTo: instant,
  holder: id.optional(),
  village: id.optional(),
  category: z.enum(CATEGORIES).optional(),
  grade: z.enum(GRADES).optional(),
  department: id.optional(),
  rehearsal: flag.default(false),
  cursor,
  limit,
  total,
});
type CountedQuery = z.infer<typeof CountedQuery>;
type Asked = Omit<CountedQuery, 'cursor' | 'limit' | 'total'>;

const SheetOfCounted = z.strictObject({
  ...CountedQuery.omit({ cursor: true, limit: true, total: true }).shape,
  ...SheetQuery,
});
const HEADS = [
  'number',
  'title',
  'grade',
  'kind',
  'n',
  'department',
  'lateAfter',
  'doneAt',
  'holder',
  'village',
] as const satisfies readonly TableHead[];

const placeOf = ({ createdAt, id, place }: CountedRow): CountedPlace => ({
  ...{ createdAt: createdAt.toISOString(), id, place },
});

/** What a number of the statistics counts that counts no disputes. */
@ApiTags('statistics')
@Controller()
export class CountedController {
  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly tellings: Tellings,
  ) {}

  @Get('statistics/counted')
  @Answers(200, 'CountedList')
  @ApiOperation({
    summary: 'What a number of the statistics counts that counts no disputes, of the newest dispute first',
  })
  async listCounted(
    @CurrentActor() actor: Actor,
    @Query({ schema: CountedQuery }) { cursor, limit, total, ...asked }: CountedQuery,
  ) {
    const after = cursor ? decodeCursor(cursor, ['instant', 'string', 'small']) : null;
    const place = after && { createdAt: String(after[0]), id: String(after[1]), place: Number(after[2]) };
    const { measure, ...filter } = await this.filterOf(actor, asked);
    const found = await this.reader.as(actor, (db) => listCounted(db, measure, filter, place, limit + 1));
    const shown = page(found, limit, ({ createdAt, id, place }) => [createdAt.toISOString(), id, place], countedThing);
    return withTotal(shown, total, () => this.reader.as(actor, (db) => countCounted(db, measure, filter)));
  }

  @SheetRoute('statistics/counted', 'csv', 'The same as a sheet (RFC 4180), with the same filters')
  @Answers(200, SHEET_TYPES[0])
  exportCounted(
    @CurrentActor() actor: Actor,
    @Query({ schema: SheetOfCounted }) query: z.infer<typeof SheetOfCounted>,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.exported(actor, query, accept, 'csv', reply);
  }

  @SheetRoute(
    'statistics/counted',
    'xlsx',
    'The same as a spreadsheet, with a sheet that says who made it, when and of what',
  )
  @Answers(200, SHEET_TYPES[1])
  exportCountedBook(
    @CurrentActor() actor: Actor,
    @Query({ schema: SheetOfCounted }) query: z.infer<typeof SheetOfCounted>,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.exported(actor, query, accept, 'xlsx', reply);
  }

  private async exported(
    actor: Actor,
    { format, language, ...asked }: z.infer<typeof SheetOfCounted>,
    accept: string | undefined,
    ending: Ending,
    reply: FastifyReply,
  ) {
    const telling = await this.tellings.of(actor, { format, language }, accept);
    const { title } = telling.words;
    return bookAs(reply, ending, {
      ...telling.file('counted', 'counted'),
      tables: [
        { name: title.counted, heads: HEADS.map(telling.head), rows: this.cells(actor, asked, telling) },
        telling.about('counted', actor, asked),
      ],
    });
  }

  private async *cells(actor: Actor, asked: Asked, telling: Telling): AsyncGenerator<Cell[]> {
    const { measure, ...filter } = await this.filterOf(actor, asked);
    const all = everyRow<CountedRow, CountedPlace>(
      (after, limit) => this.reader.as(actor, (db) => listCounted(db, measure, filter, after, limit)),
      placeOf,
    );
    for await (const { dispute, kind, n, departmentId, lateAfter, doneAt } of all) {
      const cells: Record<(typeof HEADS)[number], Cell> = {
        number: dispute.number,
        title: inOneLine(dispute.title),
        grade: telling.word('grade', dispute.grade),
        kind: telling.word('kind', kind),
        n,
        department: telling.name(departmentId),
        lateAfter: telling.at(lateAfter?.toISOString()),
        doneAt: telling.at(doneAt?.toISOString()),
        holder: telling.name(dispute.holder),
        village: telling.name(dispute.place.village),
      };
      yield HEADS.map((each) => cells[each]);
    }
  }

  private async filterOf(actor: Actor, asked: Asked) {
    return { ...asked, today: await this.rulebook.today(actor.region) };
  }
}

const countedThing = ({ dispute, kind, n, departmentId, lateAfter, doneAt }: CountedRow): CountedThing => ({
  ...{ dispute: disputeInWork(dispute), kind, n, departmentId },
  lateAfter: lateAfter && instantOf(lateAfter.getTime()),
  doneAt: doneAt && instantOf(doneAt.getTime()),
});
