import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { DisputeRow } from '#domain/dispute/row.js';
import { waitsFor } from '#domain/reading/asked.js';
import { Directory } from '#persistence/people/directory.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import {
  countVisits,
  visits,
  type VisitFilter,
  type VisitPlace,
  type VisitWork,
} from '#persistence/reading/visit-reader.js';
import { Logged } from '../audit/logged.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { cursor, decodeCursor, everyRow, limit, page, total, withTotal } from '../http/paging.js';
import { bound, flag, id, momentsOf, username } from '../http/pieces.js';
import { partiesFor } from '../disputes/masking.js';
import { partyCells } from '../disputes/told-dispute.js';
import { nowOf } from '../disputes/view.js';
import { Answers } from '../http/document.js';
import { disputeInWork, visitView } from '../disputes/view.js';
import { SHEET_TYPES } from '../http/body.js';
import { SheetRoute } from '../audit/sheet-route.js';
import { bookAs, type Ending } from '../http/spreadsheet.js';
import { inOneLine, SheetQuery, Tellings, type Telling } from '../http/telling.js';
import type { Cell } from '../http/workbook.js';
import type { DoorstepSheet } from './answers.js';

const STATES = ['planned', 'due', 'unconfirmed', 'done', 'undone', 'late', 'waived', 'unreachable'] as const;
const VisitQuery = z.strictObject({
  from: bound.optional(),
  to: bound.optional(),
  state: z.enum(STATES).optional(),
  village: id.optional(),
  /** Who made it or went with them; of what is open, in whose name it is. */
  handler: username.optional(),
  own: flag.optional().meta({ description: 'Those alone that the department of the caller owes' }),
  rehearsal: flag.default(false),
  cursor,
  limit,
  total,
});

const SheetOfVisits = z.strictObject({
  ...VisitQuery.omit({ cursor: true, limit: true, total: true }).shape,
  ...SheetQuery,
});
const HEADS = [
  'number',
  'title',
  'n',
  'mode',
  'dueAt',
  'toleranceUntil',
  'state',
  'visitedAt',
  'result',
  'visitor',
  'department',
  'holder',
  'village',
  'address',
  'parties',
  'phone',
] as const;

type Asked = Omit<z.infer<typeof VisitQuery>, 'cursor' | 'limit' | 'total'>;

const filterOf = ({ departmentId }: Actor, { own, ...asked }: Asked, zone: string): VisitFilter => ({
  ...momentsOf(asked, zone),
  zone,
  ...(own && { owedBy: departmentId }),
});

@ApiTags('visits')
@Controller()
export class VisitsController {
  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
    private readonly tellings: Tellings,
  ) {}

  @Get('visits')
  @Logged('visits', ({ items }: { items: { dispute: { id: string } }[] }) => ({
    disputes: [...new Set(items.map((each) => each.dispute.id))],
  }))
  @Answers(200, 'VisitList')
  @ApiOperation({ summary: 'Return visits by their day' })
  async listVisits(
    @CurrentActor() actor: Actor,
    @Query({ schema: VisitQuery }) { cursor, limit, total, ...asked }: z.infer<typeof VisitQuery>,
  ) {
    const after = cursor ? decodeCursor(cursor, ['instant', 'string', 'small']) : null;
    const { policy } = await this.rulebook.current(actor.region);
    const { zone } = policy.document.workingTime;
    const filter = filterOf(actor, asked, zone);
    const rows = await this.reader.as(actor, (db) =>
      visits(db, filter, after && { dueAt: String(after[0]), id: String(after[1]), n: Number(after[2]) }, limit + 1),
    );
    const tree = await this.directory.of(actor);
    const found = page(
      rows,
      limit,
      ({ visit, dispute }) => [visit.dueAt, dispute.id, visit.n],
      ({ visit, dispute }) => ({
        ...visitView(visit, nowOf(dispute), zone),
        ownWork: dispute.resolution?.ownWork?.includes(actor.userId) ?? false,
        confirms: waitsFor(actor, visit, (id) => tree.departmentOf(id)),
        dispute: {
          ...disputeInWork(dispute),
          seq: dispute.seq,
          parties: partiesFor(dispute, actor.departmentId),
          ...sheetOf(dispute, zone),
        },
      }),
    );
    return withTotal(found, total, () => this.reader.as(actor, (db) => countVisits(db, filter)));
  }

  @SheetRoute('visits', 'csv', 'The same as a sheet (RFC 4180), with the same filters')
  @Answers(200, SHEET_TYPES[0])
  exportVisits(
    @CurrentActor() actor: Actor,
    @Query({ schema: SheetOfVisits }) query: z.infer<typeof SheetOfVisits>,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.exported(actor, query, accept, 'csv', reply);
  }

  @SheetRoute('visits', 'xlsx', 'The same as a spreadsheet, with a sheet that says who made it, when and of what')
  @Answers(200, SHEET_TYPES[1])
  exportVisitsBook(
    @CurrentActor() actor: Actor,
    @Query({ schema: SheetOfVisits }) query: z.infer<typeof SheetOfVisits>,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.exported(actor, query, accept, 'xlsx', reply);
  }

  private async exported(
    actor: Actor,
    { format, language, ...asked }: z.infer<typeof SheetOfVisits>,
    accept: string | undefined,
    ending: Ending,
    reply: FastifyReply,
  ) {
    const telling = await this.tellings.of(actor, { format, language }, accept);
    const { title } = telling.words;
    const rows = this.cells(actor, filterOf(actor, asked, telling.zone), telling);
    return bookAs(reply, ending, {
      ...telling.file('visits', 'visits'),
      tables: [
        { name: title.visits, heads: HEADS.map(telling.head), rows },
        telling.about('visits', actor, asked, { state: 'visitState' }),
      ],
    });
  }

  private async *cells(actor: Actor, filter: VisitFilter, telling: Telling): AsyncGenerator<Cell[]> {
    const all = everyRow<VisitWork, VisitPlace>(
      (after, limit) => this.reader.as(actor, (db) => visits(db, filter, after, limit)),
      ({ dueAt, id, n }) => ({ dueAt: dueAt.toISOString(), id, n }),
    );
    for await (const { visit, dispute } of all) {
      const { state } = visitView(visit, nowOf(dispute), telling.zone);
      const cells: Record<(typeof HEADS)[number], Cell> = {
        number: dispute.number,
        title: inOneLine(dispute.title),
        n: visit.n,
        mode: telling.word('visitMode', visit.mode),
        dueAt: telling.at(visit.dueAt),
        toleranceUntil: telling.at(visit.toleranceUntil),
        state: telling.word('visitState', state),
        visitedAt: telling.at(visit.visitedAt),
        result: telling.word('visitOutcome', visit.outcome),
        visitor: telling.person(visit.visitor),
        department: telling.name(visit.departmentId ?? null),
        holder: telling.name(dispute.holder),
        village: telling.name(dispute.place.village),
        address: inOneLine(dispute.place.address ?? null),
        ...partyCells(dispute, telling, actor.departmentId),
      };
      yield HEADS.map((each) => cells[each]);
    }
  }
}

function sheetOf(dispute: DisputeRow, zone: string): DoorstepSheet {
  const now = nowOf(dispute);
  return {
    now,
    visits: dispute.visits.map((each) => visitView(each, now, zone)),
    resolution: dispute.resolution && { terms: dispute.resolution.terms },
  };
}
