import { lateAt } from '#domain/obligation/obligation.js';
import type { DisputeRow, ObligationRow } from '#domain/dispute/row.js';
import { obligationStateAt } from '#domain/reading/standing.js';
import { DAY, millisOf, type Instant } from '#domain/time/time.js';
import type { TableHead } from '#lexicon/tables.js';
import { inOneLine, type Telling } from '../http/telling.js';
import type { Cell } from '../http/workbook.js';
import { partiesFor } from './masking.js';
import { disputeSummary, nowOf } from './view.js';

/** A case as a row of the sheets that people take with them: no more of its parties than the case itself shows them. */

export const DISPUTE_HEADS = [
  'number',
  'externalNumber',
  'title',
  'category',
  'grade',
  'complexity',
  'status',
  'village',
  'address',
  'parties',
  'phone',
  'createdAt',
  'desk',
  'holder',
  'assistants',
  'offeredTo',
  'nextDueAt',
  'late',
  'daysLate',
  'resolvedAt',
  'outcome',
  'closedAt',
  'updatedAt',
] as const satisfies readonly TableHead[];

interface Ground {
  telling: Telling;
  /** Of who reads it. */
  departmentId: string;
}

export function disputeCells(row: DisputeRow, { telling, departmentId }: Ground): Cell[] {
  const { word, name, at, several } = telling;
  const now = nowOf(row);
  const summary = disputeSummary(row, now);
  const late = row.obligations.filter((each) => obligationStateAt(each, now) === 'late');
  const cells: Record<(typeof DISPUTE_HEADS)[number], Cell> = {
    number: row.number,
    externalNumber: inOneLine(row.ledger?.externalNumber ?? row.externalNumber ?? null),
    title: inOneLine(row.title),
    category: word('category', row.category),
    grade: word('grade', row.grade),
    complexity: word('complexity', row.complexity),
    status: word('status', row.status),
    village: name(row.place.village),
    address: inOneLine(row.place.address ?? null),
    ...partyCells(row, telling, departmentId),
    createdAt: at(row.createdAt),
    desk: name(row.desk),
    holder: name(row.holder),
    assistants: several(row.assistants.map(name)),
    offeredTo: several(summary.offeredTo.map(name)),
    nextDueAt: at(summary.nextDueAt),
    late: several(late.map((each) => owedText(each, telling))),
    daysLate: daysLate(late, now),
    resolvedAt: at(row.resolution?.resolvedAt),
    outcome: word('outcome', row.resolution?.outcome ?? null),
    closedAt: at(row.closedAt),
    updatedAt: at(row.updatedAt),
  };
  return DISPUTE_HEADS.map((each) => cells[each]);
}

/** Their names and roles, and their telephones as the reader may have them. */
export function partyCells(
  row: Pick<DisputeRow, 'desk' | 'holder' | 'parties'>,
  telling: Telling,
  departmentId: string,
): Record<'parties' | 'phone', Cell> {
  const parties = partiesFor(row, departmentId).filter((each) => each.name !== null);
  return {
    parties: telling.several(
      parties.map((each) => telling.beside(inOneLine(each.name)!, telling.word('partyRole', each.role))),
    ),
    phone: telling.several(parties.map(({ phone }) => inOneLine(phone ?? null))),
  };
}

/** `回访 2` */
export const owedText = ({ kind, n }: Pick<ObligationRow, 'kind' | 'n'>, telling: Telling): string =>
  `${telling.word('kind', kind)}${n === undefined ? '' : ` ${n}`}`;

/** Of what has been late for longest, in whole days as every page says it (`lateBy`); null where nothing is. */
export function daysLate(late: readonly ObligationRow[], now: Instant): number | null {
  const since = late.map(lateAt).sort()[0];
  return since === undefined ? null : Math.floor((millisOf(now) - millisOf(since)) / DAY);
}
