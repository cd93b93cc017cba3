import type { Instant } from '../time/time.js';
import type { Feeder } from '../words.js';
import { readMoment, readText, readWord } from './cells.js';
import type { Matched } from './columns.js';
import { deskOf, readPlace } from './places.js';
import type { Reading } from './reading.js';
import { SheetRow, type RowFault } from './row.js';

/** A report as a row of a list tells it. */
export interface LedgerItem {
  externalNumber: string;
  source: string;
  text: string;
  feeder: Feeder;
  desk: string;
  village: string;
  place?: string;
  reporter?: string;
  heardAt: Instant;
}

/** A row of reports, or all that is wrong with it. */
export function readItem(
  cells: readonly string[],
  columns: Matched,
  { words, tree, zone, now, source, below }: Reading,
): { value: LedgerItem; remarks: RowFault[] } | { faults: RowFault[] } {
  const row = new SheetRow(cells, columns);
  const externalNumber = row.demand('externalNumber', (text) => readText(text, 60));
  const text = row.demand('text', (each) => readText(each, 10_000));
  const feeder = row.read('feeder', (each) => readWord(each, words.feeder));
  const village = row.demand('village', (each) => readPlace(each, tree, 'village'));
  const place = row.read('place', (each) => readText(each, 200));
  const reporter = row.read('reporter', (each) => readText(each, 100));
  const heard = row.demand('heardAt', (each) => readMoment(each, zone));
  if (heard && heard.at > now) row.fault('heardAt', { code: 'IN_THE_FUTURE' });
  if (heard && heard.at < '2000') row.fault('heardAt', { code: 'TOO_OLD' });
  const desk = village && deskOf(undefined, village.id, tree);
  if (desk && 'fault' in desk) row.fault('village', desk.fault);
  if (desk && 'value' in desk && !below.has(desk.value.id)) row.fault('village', { code: 'UNKNOWN_VILLAGE' });
  if (row.faults.length > 0 || !desk || 'fault' in desk) return { faults: row.faults };
  return {
    value: {
      externalNumber: externalNumber!,
      source,
      text: text!,
      feeder: feeder ?? 'other',
      desk: desk.value.id,
      village: village.id,
      ...(place && { place }),
      ...(reporter && { reporter }),
      heardAt: heard!.at,
    },
    remarks: row.remarks,
  };
}
