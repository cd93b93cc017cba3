import type { TableHead } from '#lexicon/tables.js';
import type { ItemRow } from '#persistence/reading/item-reader.js';
import { inOneLine, type Telling } from '../http/telling.js';
import type { Cell } from '../http/workbook.js';

/** A report as a row of the sheets that people take with them: without who told of it. */

export const ITEM_HEADS = [
  'number',
  'text',
  'feeder',
  'dangerSigns',
  'village',
  'place',
  'heardAt',
  'triageDueAt',
  'state',
  'disputeStatus',
  'reason',
] as const satisfies readonly TableHead[];

export function itemCells(item: ItemRow, telling: Telling): Cell[] {
  const { word, name, at, several } = telling;
  const cells: Record<(typeof ITEM_HEADS)[number], Cell> = {
    number: item.number,
    text: inOneLine(item.text),
    feeder: word('feeder', item.feeder),
    dangerSigns: several(item.dangerSigns.map((each) => word('dangerSign', each))),
    village: name(item.village),
    place: inOneLine(item.place),
    heardAt: at(item.heardAt.toISOString()),
    triageDueAt: at(item.triageDueAt.toISOString()),
    state: word('itemState', item.state),
    disputeStatus: word('status', item.disputeStatus),
    reason: inOneLine(item.reason),
  };
  return ITEM_HEADS.map((each) => cells[each]);
}
