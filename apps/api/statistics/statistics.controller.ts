import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DAY, addMonths, earlier, instantAt, instantOf, later, plusMillis, type Instant } from '#domain/time/time.js';
import type { Counted } from '#domain/reading/counted.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import {
  GROUPINGS,
  countAges,
  countBeside,
  countItems,
  countPeriod,
  type Counts,
  type Grouping,
} from '#persistence/reading/statistics-reader.js';
import type { Measures, Statistics } from './answers.js';
import { besideCells, statisticsTables } from './tables.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { bound, flag, momentsOf } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { badField } from '../http/problem.js';
import { SHEET_TYPES } from '../http/body.js';
import { SheetRoute } from '../audit/sheet-route.js';
import { bookAs, type Ending } from '../http/spreadsheet.js';
import { SheetQuery, Tellings } from '../http/telling.js';
import { OneAtATime } from '../http/turns.js';

const Period = z.strictObject({
  from: bound,
  to: bound,
  by: z.enum(GROUPINGS).optional(),
  /** Rehearsals alone; they are among no others. */
  rehearsal: flag.default(false),
});

const SheetOfPeriod = Period.extend(SheetQuery);

/** The list behind a number. */
const FILTERS: Partial<Record<Grouping, string>> = {
  department: 'holder',
  village: 'village',
  category: 'category',
  grade: 'grade',
};

/** Days since entry that part the ages of what is open: a week, a month, a quarter. */
const AGES = [7, 30, 90] as const;

@ApiTags('statistics')
@Controller()
export class StatisticsController {
  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly tellings: Tellings,
  ) {}

  @Get('statistics')
  @OneAtATime()
  @Answers(200, 'Statistics')
  @ApiOperation({ summary: 'Measures of the disputes entered in a period, each with the list behind it' })
  getStatistics(@CurrentActor() actor: Actor, @Query({ schema: Period }) query: z.infer<typeof Period>) {
    return this.counted(actor, query);
  }

  @SheetRoute('statistics', 'csv', 'Its measures as a sheet (RFC 4180), a group a row')
  @Answers(200, SHEET_TYPES[0])
  exportStatistics(
    @CurrentActor() actor: Actor,
    @Query({ schema: SheetOfPeriod }) query: z.infer<typeof SheetOfPeriod>,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.exported(actor, query, accept, 'csv', reply);
  }

  @SheetRoute('statistics', 'xlsx', 'All of it as a spreadsheet, a sheet each')
  @Answers(200, SHEET_TYPES[1])
  exportStatisticsBook(
    @CurrentActor() actor: Actor,
    @Query({ schema: SheetOfPeriod }) query: z.infer<typeof SheetOfPeriod>,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.exported(actor, query, accept, 'xlsx', reply);
  }

  private async exported(
    actor: Actor,
    { format, language, ...period }: z.infer<typeof SheetOfPeriod>,
    accept: string | undefined,
    ending: Ending,
    reply: FastifyReply,
  ) {
    const [telling, counted] = await Promise.all([
      this.tellings.of(actor, { format, language }, accept),
      this.counted(actor, period),
    ]);
    const about = telling.about('statistics', actor, period, { more: besideCells(counted, telling) });
    const tables = [...statisticsTables(counted, telling), about] as const;
    return bookAs(reply, ending, { ...telling.file('statistics', 'statistics'), tables });
  }

  private async counted(actor: Actor, query: z.infer<typeof Period>): Promise<Statistics> {
    const { policy } = await this.rulebook.current(actor.region);
    const { zone } = policy.document.workingTime;
    const { from, to, by, rehearsal } = momentsOf(query, zone);
    if (from >= to) throw badField('/to', 'PERIOD', 'must lie after from');
    const period = { from, to, zone, rehearsal };
    const now = instantOf(Date.now());
    const since = AGES.map((days) => plusMillis(now, -days * DAY));
    const [items, beside, { total, groups, lateness, visits }, ages] = await this.reader.as(actor, async (db) => [
      rehearsal ? null : await countItems(db, period),
      await countBeside(db, period),
      await countPeriod(db, period, by ?? null),
      await countAges(db, since, rehearsal),
    ]);
    const link = (filter: Record<string, string>, path = 'disputes') =>
      `/api/v1/${path}?${new URLSearchParams({ ...filter, ...(rehearsal && { rehearsal: 'true' }) }).toString()}`;
    const listsOf = (narrowed: Record<string, string>): Lists => {
      const these = { enteredFrom: from, enteredTo: to, ...narrowed };
      return {
        disputes: (more = {}) => link({ ...these, ...more }),
        counted: (measure, more = {}) => link({ measure, ...these, ...more }, 'statistics/counted'),
      };
    };
    const lists = listsOf({});
    const list = lists.disputes;
    return {
      from,
      to,
      ...(items !== null && { items: { value: items, link: link({ from, to }, 'items') } }),
      beside: {
        merged: { value: beside.merged, link: list({ outcome: 'merged' }) },
        invalid: { value: beside.invalid, link: list({ outcome: 'invalid' }) },
      },
      ...measures(total, lists),
      visits: visits.map(({ departmentId, done, inTime, confirmed, different, waived }) => {
        const of = (value: number, measure: Counted) => ({
          value,
          link: lists.counted(measure, { department: departmentId }),
        });
        return {
          ...{ departmentId, done: of(done, 'visitsMade'), inTime: of(inTime, 'visitsInTime') },
          ...{ confirmed: of(confirmed, 'confirmed'), different: of(different, 'different') },
          waived: of(waived, 'waived'),
        };
      }),
      lateness: lateness.map(({ kind, disputes }) => ({ kind, value: disputes, link: list({ lateFor: kind }) })),
      ageing: ages.map(({ holder, counts }) => ({
        departmentId: holder,
        ages: counts.map((value, n) => ({
          fromDays: AGES[n - 1] ?? 0,
          toDays: AGES[n] ?? null,
          value,
          link: link({
            open: 'true',
            holder,
            ...(n < since.length && { from: since[n]! }),
            ...(n > 0 && { to: since[n - 1]! }),
          }),
        })),
      })),
      ...(by && {
        by,
        groups: groups.map((group) => {
          const narrowed = group.key === null ? {} : groupFilter(by, group.key, period);
          return { key: group.key, ...measures(group, listsOf(narrowed)) };
        }),
      }),
    };
  }
}

/** The list of one group: a filter of the list, or the part of the period that a month is. */
function groupFilter(by: Grouping, key: string, period: { from: Instant; to: Instant; zone: string }) {
  const filter = FILTERS[by];
  if (filter) return { [filter]: key };
  const first = `${key}-01`;
  const from = instantAt(first, '00:00', period.zone);
  const to = instantAt(addMonths(first, 1), '00:00', period.zone);
  return { enteredFrom: later(from, period.from), enteredTo: earlier(to, period.to) };
}

const share = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 1000) / 1000);

/** The addresses of the lists behind numbers of the same disputes. */
interface Lists {
  disputes: (more?: Record<string, string>) => string;
  counted: (measure: Counted, more?: Record<string, string>) => string;
}

function measures(c: Counts, { disputes, counted }: Lists): Measures {
  const of = (part: number, whole: number, link: string, wholeLink: string) => ({
    ...{ value: share(part, whole), part, whole, link, wholeLink },
  });
  const countedOf = (part: Counted & keyof Counts, whole: Counted & keyof Counts) =>
    of(c[part], c[whole], counted(part), counted(whole));
  return {
    entered: { value: c.entered, link: disputes() },
    circulated: { value: c.circulated, link: disputes({ circulated: 'true' }) },
    resolved: { value: c.resolved, link: disputes({ resolved: 'true' }) },
    open: { value: c.open, link: disputes({ open: 'true' }) },
    other: {
      value: c.entered - c.resolved - c.open,
      link: disputes({ open: 'false', resolved: 'false' }),
    },
    reopened: { value: c.reopened, link: disputes({ reopened: 'true' }) },
    resolutionRate: of(c.resolved, c.entered, disputes({ resolved: 'true' }), disputes()),
    stableResolutionRate: of(c.stable, c.entered, disputes({ stable: 'true' }), disputes()),
    resolutionHours: { median: c.medianHours, p90: c.p90Hours, link: disputes({ everResolved: 'true' }) },
    onTimeRate: countedOf('metInTime', 'judged'),
    acceptanceRate: countedOf('answeredInTime', 'offered'),
    misDispatchRate: countedOf('returnsUpheld', 'offered'),
    visitRate: countedOf('visitsInTime', 'visitsDue'),
    satisfaction: { ...countedOf('satisfied', 'asked'), participation: share(c.asked, c.visitsMade) },
  };
}
