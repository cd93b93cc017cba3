import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DAY, addMonths, earlier, instantAt, instantOf, later, plusMillis, type Instant } from '#domain/time/time.js';
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
import type { Measures } from './answers.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { bound, momentsOf } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { badField } from '../http/problem.js';
import { OneAtATime } from '../http/turns.js';

const Period = z.strictObject({ from: bound, to: bound, by: z.enum(GROUPINGS).optional() });

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
@Controller('statistics')
export class StatisticsController {
  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
  ) {}

  @Get()
  @OneAtATime()
  @Answers(200, 'Statistics')
  @ApiOperation({ summary: 'Measures of the disputes entered in a period, each with the list behind it' })
  async getStatistics(@CurrentActor() actor: Actor, @Query({ schema: Period }) query: z.infer<typeof Period>) {
    const { policy } = await this.rulebook.current(actor.region);
    const { zone } = policy.document.workingTime;
    const { from, to, by } = momentsOf(query, zone);
    if (from >= to) throw badField('/to', 'PERIOD', 'must lie after from');
    const period = { from, to, zone };
    const now = instantOf(Date.now());
    const since = AGES.map((days) => plusMillis(now, -days * DAY));
    const [items, beside, { total, groups, lateness, visits }, ages] = await this.reader.as(actor, async (db) => [
      await countItems(db, period),
      await countBeside(db, period),
      await countPeriod(db, period, by ?? null),
      await countAges(db, since),
    ]);
    const link = (filter: Record<string, string>) => `/api/v1/disputes?${new URLSearchParams(filter).toString()}`;
    const list = (more: Record<string, string> = {}) => link({ enteredFrom: from, enteredTo: to, ...more });
    return {
      from,
      to,
      items: { value: items, link: `/api/v1/items?${new URLSearchParams({ from, to }).toString()}` },
      beside: {
        merged: { value: beside.merged, link: list({ outcome: 'merged' }) },
        invalid: { value: beside.invalid, link: list({ outcome: 'invalid' }) },
      },
      ...measures(total, list),
      visits: visits.map(({ departmentId, ...counts }) => {
        const value = (of: keyof typeof counts) => ({ value: counts[of], link: list({ resolved: 'true' }) });
        const [done, inTime] = [value('done'), value('inTime')];
        return { departmentId, done, inTime, confirmed: value('confirmed'), different: value('different') };
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
            ...(n < since.length && { enteredFrom: since[n]! }),
            ...(n > 0 && { enteredTo: since[n - 1]! }),
          }),
        })),
      })),
      ...(by && {
        by,
        groups: groups.map((group) => {
          const narrowed = group.key === null ? {} : groupFilter(by, group.key, period);
          return { key: group.key, ...measures(group, (more) => list({ ...narrowed, ...more })) };
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

function measures(c: Counts, list: (more?: Record<string, string>) => string): Measures {
  const of = (part: number, whole: number, link: string) => ({ value: share(part, whole), part, whole, link });
  return {
    entered: { value: c.entered, link: list() },
    circulated: { value: c.circulated, link: list({ circulated: 'true' }) },
    resolved: { value: c.resolved, link: list({ resolved: 'true' }) },
    open: { value: c.open, link: list({ open: 'true' }) },
    reopened: { value: c.reopened, link: list({ reopened: 'true' }) },
    resolutionRate: of(c.resolved, c.entered, list({ resolved: 'true' })),
    stableResolutionRate: of(c.stable, c.entered, list({ stable: 'true' })),
    resolutionHours: { median: c.medianHours, p90: c.p90Hours, link: list() },
    onTimeRate: of(c.metInTime, c.judged, list()),
    acceptanceRate: of(c.answeredInTime, c.offered, list({ circulated: 'true' })),
    misDispatchRate: of(c.returnsUpheld, c.offered, list({ circulated: 'true' })),
    visitRate: of(c.visitsInTime, c.visitsDue, list({ resolved: 'true' })),
    satisfaction: {
      ...of(c.satisfied, c.asked, list({ resolved: 'true' })),
      participation: share(c.asked, c.visitsMade),
    },
  };
}
