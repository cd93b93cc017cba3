import { MOST_PARTIES } from '../dispute/parties.js';
import { later, type Instant } from '../time/time.js';
import { PARTY_ROLES, type Category, type Complexity, type Grade, type Outcome, type PartyRole } from '../words.js';
import { choicesOf, readMoment, readPhone, readText, readWord, several, type When } from './cells.js';
import type { Column, Matched } from './columns.js';
import { deskOf, placesCalled, readPlace } from './places.js';
import type { Reading, SheetWords } from './reading.js';
import { SheetRow, type RowFault } from './row.js';

/** An open case as a row of a ledger tells it. */
export interface LedgerCase {
  externalNumber: string;
  /** Which ledger; its own number is one of it alone. */
  source: string;
  title: string;
  /** None: the title is all that the ledger says. */
  narrative?: string;
  category: Category;
  grade?: Grade;
  complexity?: Complexity;
  desk: string;
  village: string;
  address?: string;
  registeredAt: Instant;
  transfer?: { to: string; offeredAt: Instant; acceptedAt?: Instant };
  resolution?: { outcome: Outcome; resolvedAt: Instant };
  parties: { name: string; role: PartyRole; phone?: string }[];
}

const SHORT = 200;
const LONG = 10_000;
const OLDEST = '2000';

/** A row of open cases, or all that is wrong with it. */
export function readDispute(
  cells: readonly string[],
  columns: Matched,
  reading: Reading,
): { value: LedgerCase; remarks: RowFault[] } | { faults: RowFault[] } {
  const row = new SheetRow(cells, columns);
  const { words, tree } = reading;
  const short = (text: string) => readText(text, SHORT);
  const externalNumber = row.demand('externalNumber', (text) => readText(text, 60));
  const title = row.demand('title', short);
  const narrative = row.read('narrative', (text) => readText(text, LONG));
  const category = row.demand('category', (text) => readWord(text, words.category));
  const grade = row.read('grade', (text) => readWord(text, words.grade));
  const complexity = row.read('complexity', (text) => readWord(text, words.complexity));
  const village = row.demand('village', (text) => readPlace(text, tree, 'village'));
  const address = row.read('address', short);
  const source = row.read('source', (text) => readText(text, 60)) ?? reading.source;
  const desk = village && readDesk(row, village.id, reading);
  const course = readCourse(row, grade, desk, reading);
  const parties = readParties(row, words);
  if (row.faults.length > 0) return { faults: row.faults };
  return {
    value: {
      externalNumber: externalNumber!,
      source: source === '' ? (ledgerOf(row, reading) ?? desk!) : source,
      title: title!,
      ...(narrative && { narrative }),
      category: category!,
      ...(grade && { grade }),
      ...(complexity && { complexity }),
      desk: desk!,
      village: village!.id,
      ...(address && { address }),
      ...course!,
      parties,
    },
    remarks: row.remarks,
  };
}

function readDesk(row: SheetRow, village: string, { tree, below }: Reading): string | undefined {
  const named = row.read('registeredBy', (text) => readPlace(text, tree, 'department'));
  if (row.has('registeredBy') && !named) return undefined;
  const desk = deskOf(named, village, tree);
  const column = row.has('registeredBy') ? 'registeredBy' : 'village';
  if ('fault' in desk) return row.fault(column, desk.fault);
  return below.has(desk.value.id) ? desk.value.id : row.fault(column, { code: 'UNKNOWN_DEPARTMENT' });
}

/** The ledger of a desk that was closed stays its own, whoever goes on in its place. */
function ledgerOf(row: SheetRow, { tree }: Reading): string | undefined {
  const named = placesCalled(row.text('registeredBy'), tree);
  return named.length === 1 ? named[0]!.id : undefined;
}

type Course = Pick<LedgerCase, 'registeredAt' | 'transfer' | 'resolution'>;

/** What happened when, in order. A day without a time is as early as what came before it on that day allows. */
function readCourse(row: SheetRow, grade: Grade | undefined, desk: string | undefined, reading: Reading) {
  const moments = new Moments(row, reading);
  const registeredAt = moments.next('registeredAt', true);
  const to = row.read('transferredTo', (text) => readPlace(text, reading.tree, 'department'))?.id;
  // As where somebody hands it on by hand.
  if (to && !row.has('resolvedAt') && !reading.tree.isStaffed(to)) row.fault('transferredTo', { code: 'NOBODY_THERE' });
  const offeredAt = moments.next('transferredAt', row.has('transferredTo'));
  const acceptedAt = moments.next('acceptedAt', false);
  const resolvedAt = moments.next('resolvedAt', row.has('outcome'));
  const outcome = row.read('outcome', (text) => readWord(text, reading.words.outcome));
  if (row.has('resolvedAt') && !row.has('outcome')) row.fault('outcome', { code: 'REQUIRED' });
  // In which one it goes on, no sheet can say.
  if (outcome === 'merged') {
    const others = new Map([...reading.words.outcome].filter(([each]) => each !== outcome));
    row.fault('outcome', { code: 'UNKNOWN_WORD', words: choicesOf(others) });
  }
  const isMoved = row.has('transferredAt') || row.has('acceptedAt');
  if (isMoved && !row.has('transferredTo')) row.fault('transferredTo', { code: 'REQUIRED' });
  if ((isMoved || row.has('resolvedAt')) && !row.has('grade')) row.fault('grade', { code: 'REQUIRED' });
  if (row.has('resolvedAt') && row.has('transferredTo') && !row.has('acceptedAt') && to !== desk)
    row.fault('acceptedAt', { code: 'REQUIRED' });
  if (registeredAt === undefined) return undefined;
  const course: Course = {
    registeredAt,
    ...(to && offeredAt && { transfer: { to, offeredAt, ...(acceptedAt && { acceptedAt }) } }),
    ...(outcome && resolvedAt && { resolution: { outcome, resolvedAt } }),
  };
  return course;
}

class Moments {
  private last: When | undefined;

  constructor(
    private readonly row: SheetRow,
    private readonly reading: Pick<Reading, 'zone' | 'now'>,
  ) {}

  next(column: Column, isNeeded: boolean): Instant | undefined {
    const { row, last } = this;
    const { zone, now } = this.reading;
    const read = (text: string) => readMoment(text, zone);
    const when = isNeeded ? row.demand(column, read) : row.read(column, read);
    if (!when) return undefined;
    const at = when.isDay && when.date === last?.date ? later(when.at, last.at) : when.at;
    if (at > now) return row.fault(column, { code: 'IN_THE_FUTURE' });
    if (at < OLDEST) return row.fault(column, { code: 'TOO_OLD' });
    if (last && at < last.at) return row.fault(column, { code: 'OUT_OF_ORDER', meant: `≥ ${last.date}` });
    this.last = { ...when, at };
    return at;
  }
}

/** Who stands first asks, who stands second is asked; a role may stand behind a name. */
const BY_PLACE: readonly PartyRole[] = ['applicant', 'respondent'];
const WITH_ROLE = /^(.*?)[（(]([^）)]+)[）)]$/;

function readParties(row: SheetRow, { partyRole }: SheetWords): LedgerCase['parties'] {
  const names = several(row.text('parties'));
  const phones = several(row.text('phone'));
  if (names.length > MOST_PARTIES) row.fault('parties', { code: 'TOO_MANY', meant: `≤ ${MOST_PARTIES}` });
  if (phones.length > names.length)
    row.fault('phone', { code: 'MORE_PHONES_THAN_PARTIES', meant: `≤ ${names.length}` });
  return names.map((each, index) => {
    const [, name = each, word = ''] = WITH_ROLE.exec(each) ?? [];
    const part = word === '' ? undefined : readWord(word, partyRole);
    if (name.length > 100) row.fault('parties', { code: 'TOO_LONG', meant: '≤ 100' });
    const written = phones[index];
    // Who has none stands in the row all the same.
    const phone = written === undefined || /^[-—无]$/.test(written) ? undefined : readPhone(written);
    if (phone && 'fault' in phone) row.fault('phone', phone.fault);
    const isPart = part && 'value' in part;
    return {
      name: isPart ? name : each,
      role: isPart ? part.value : (BY_PLACE[index] ?? PARTY_ROLES[PARTY_ROLES.length - 1]!),
      ...(phone && 'value' in phone && { phone: phone.value }),
    };
  });
}
