import { BESIDE, RATES, VALUES } from '#lexicon/measures.js';
import type { Grouping } from '#persistence/reading/statistics-reader.js';
import type { Telling } from '../http/telling.js';
import type { Cell, Table } from '../http/workbook.js';
import type { Measures, Statistics } from './answers.js';

/** The measures of a period as tables to take away, one a sheet. */

const HOURS = ['medianHours', 'p90Hours'] as const;

/** The first has a group a row and the whole below them; where nothing is grouped, the whole alone. */
export function statisticsTables(counted: Statistics, telling: Telling): [Table, ...Table[]] {
  const { title, total } = telling.words;
  const by = counted.by ?? 'department';
  const numbers = (of: Measures): Cell[] => [
    ...VALUES.map((each) => of[each].value),
    of.resolutionHours.median,
    of.resolutionHours.p90,
    ...RATES.map((each) => telling.share(of[each].value)),
  ];
  // Programs ask for the whole without groups.
  const whole = telling.coded && counted.groups ? [] : [[telling.coded ? null : total, ...numbers(counted)]];
  const spans = counted.ageing[0]?.ages ?? [];
  return [
    {
      name: title.statistics,
      heads: [
        telling.own('grouping', by),
        ...[...VALUES, ...HOURS, ...RATES].map((each) => telling.own('measure', each)),
      ],
      rows: [...(counted.groups ?? []).map((each) => [groupName(by, each.key, telling), ...numbers(each)]), ...whole],
    },
    {
      name: title.lateness,
      heads: [telling.head('kind'), telling.head('disputes')],
      rows: counted.lateness.map(({ kind, value }) => [telling.word('kind', kind), value]),
    },
    {
      name: title.visitsMade,
      heads: [
        telling.head('department'),
        telling.word('visitState', 'done')!,
        telling.own('measure', 'inTime'),
        telling.word('checkState', 'confirmed')!,
        telling.word('checkState', 'different')!,
        telling.word('visitState', 'waived')!,
      ],
      rows: counted.visits.map(({ departmentId, done, inTime, confirmed, different, waived }) => [
        telling.name(departmentId),
        ...[done, inTime, confirmed, different, waived].map((each) => each.value),
      ]),
    },
    {
      name: title.ageing,
      heads: [
        telling.head('department'),
        ...spans.map(({ fromDays, toDays }) =>
          telling.coded ? `${fromDays}-${toDays ?? ''}` : telling.words.days(fromDays, toDays),
        ),
      ],
      rows: counted.ageing.map(({ departmentId, ages }) => [
        telling.name(departmentId),
        ...ages.map((each) => each.value),
      ]),
    },
  ];
}

/** What is counted beside those that were entered. */
export function besideCells({ items, beside }: Statistics, telling: Telling): Cell[][] {
  return [
    ...(items ? [[telling.own('measure', 'items'), items.value]] : []),
    ...BESIDE.map((each) => [telling.words.beside(telling.word('outcome', each)!), beside[each].value]),
  ];
}

function groupName(by: Grouping, key: string | null, telling: Telling): string | null {
  if (by === 'category' || by === 'grade') return telling.word(by, key);
  return by === 'month' ? key : telling.name(key);
}
