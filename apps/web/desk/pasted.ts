import type { PartyRole } from '#domain/words.js';
import { BLANK_PARTY, type DraftParty } from '../parts/party.js';

/** A table of people that somebody copied out of a spreadsheet, read line by line. Nothing of it is lost. */

/** The most of a case, and the most of each field, as the API takes them; a test holds them together. */
export const MOST_PARTIES = 200;
export const MOST = { name: 100, phone: 60, idNumber: 60, address: 200 } as const;
type Column = keyof typeof MOST | 'role';

/** Why a line was not taken; `cell` is what was not understood of it. */
export interface Fault {
  line: number;
  why: 'no-name' | 'unread' | 'too-long' | 'cut' | 'too-many';
  cell?: string;
}

export interface Pasted {
  parties: DraftParty[];
  faults: Fault[];
  /** The lines that were not taken, as they were pasted, below the head where there is one; the head alone where it heads nobody. */
  rest: string;
}

/** What ledgers call the columns. */
const HEADS: Record<Column, RegExp> = {
  name: /^(姓名|名字|当事人|当事人姓名|人员|工人姓名|name)$/i,
  role: /^(身份|角色|当事人身份|role)$/i,
  phone: /^(电话|手机|手机号|手机号码|电话号码|联系电话|联系方式|telephone|phone|mobile)$/i,
  idNumber: /^(证件号|证件号码|身份证|身份证号|身份证号码|公民身份号码|identity number|id number|id)$/i,
  address: /^(地址|住址|家庭住址|家庭地址|户籍地址|现住址|address)$/i,
};
/** A column that says nothing of anybody. */
const RUNNING = /^(序号|编号|no\.?|#)$/i;

/** A number that a spreadsheet cut, because it keeps fifteen figures. */
const CUT = /^\d(\.\d+)?e\+\d+$/i;
const PAPER = /^([1-9]\d{14}|[1-9]\d{16}[\dx]|[a-z]{1,3}\d{5,15})$/i;
/** Too long for a telephone: an identity number with a figure too few or too many. */
const LONG = /\d{16}/;
const PHONE = /^[\d\s()+;,/、，；转#-]*$/;
/** What says that there is none. */
const NONE = /^(无|没有|不详|不明|[-—/])$/;

type Cells = { line: number; text: string; cells: string[] };

/** Lines of cells; one that a spreadsheet put in quotes may hold what would end it. */
function split(text: string): Cells[] {
  const ends = text.includes('\t') ? '\t\n' : ',，\n';
  const cell = new RegExp(`"((?:[^"]|"")*)"(?=[${ends}]|$)|([^${ends}]*)`, 'y');
  const found: Cells[] = [];
  let [cells, begun, line]: [string[], number, number] = [[], 0, 1];
  while (cell.lastIndex <= text.length) {
    const [, quoted, bare = ''] = cell.exec(text)!;
    cells.push((quoted?.replaceAll('""', '"') ?? bare).replace(/\s+/g, ' ').trim());
    const at = cell.lastIndex;
    cell.lastIndex += 1;
    if (at < text.length && text[at] !== '\n') continue;
    const lines = text.slice(begun, at);
    if (cells.some((each) => each !== '')) found.push({ line, text: lines, cells });
    [cells, begun, line] = [[], at + 1, line + lines.split('\n').length];
  }
  return found;
}

const columnOf = (head: string): Column | undefined =>
  (Object.keys(HEADS) as Column[]).find((column) => HEADS[column].test(head.replace(/\s/g, '')));

/** What a cell without a head is, by what stands in it: of what is no number first the name, then the address. */
function guess(cell: string, party: DraftParty, roleByWord: ReadonlyMap<string, PartyRole>): Column | undefined {
  if (roleByWord.has(cell) && party.name !== '') return 'role';
  const bare = cell.replace(/[\s-]/g, '');
  const figures = cell.replace(/\D/g, '').length;
  if (PAPER.test(bare) || LONG.test(cell)) return party.idNumber === '' ? 'idNumber' : undefined;
  if (PHONE.test(cell) && figures >= 7) return 'phone';
  if (figures >= 5 && !/\p{L}/u.test(cell)) return undefined;
  if (party.name === '') return 'name';
  return party.address === '' ? 'address' : undefined;
}

function readLine(
  { line, cells }: Cells,
  columns: readonly (Column | 'running' | undefined)[] | null,
  role: PartyRole,
  roleByWord: ReadonlyMap<string, PartyRole>,
): DraftParty | Fault {
  const party: DraftParty = { ...BLANK_PARTY, role };
  for (const [at, cell] of cells.entries()) {
    const saysNothing = columns ? columns[at] === 'running' : NONE.test(cell) || (at === 0 && /^\d{1,4}$/.test(cell));
    if (cell === '' || saysNothing) continue;
    if (CUT.test(cell)) return { line, why: 'cut', cell };
    const column = columns ? columns[at] : guess(cell, party, roleByWord);
    if (column === undefined || column === 'running') return { line, why: 'unread', cell };
    if (column === 'role') {
      const said = roleByWord.get(cell);
      if (!said) return { line, why: 'unread', cell };
      party.role = said;
      continue;
    }
    // Somebody with two telephones has two cells for them.
    party[column] = party[column] === '' ? cell : `${party[column]} ${cell}`;
    if (party[column].length > MOST[column]) return { line, why: 'too-long', cell };
  }
  return party.name === '' ? { line, why: 'no-name' } : party;
}

/**
 * @param text tab or comma separated, with a head or without one
 * @param room how many more parties the case takes
 * @param role of those of whom the table says none
 * @param roleByWord each role by the word that a table has for it
 */
export function readPasted(
  text: string,
  room: number,
  role: PartyRole,
  roleByWord: ReadonlyMap<string, PartyRole>,
): Pasted {
  const lines = split(text.replace(/\r\n?/g, '\n'));
  const named = lines[0]?.cells.map((cell) => (RUNNING.test(cell) ? 'running' : columnOf(cell)));
  const head = named?.includes('name') ? lines.shift() : undefined;
  const [parties, faults, rest]: [DraftParty[], Fault[], string[]] = [[], [], []];
  for (const each of lines) {
    const read = readLine(each, head ? named! : null, role, roleByWord);
    const isParty = 'name' in read;
    if (isParty && parties.length < room) parties.push(read);
    else {
      faults.push(isParty ? { line: each.line, why: 'too-many' } : read);
      rest.push(each.text);
    }
  }
  // A head of nobody may be somebody who was pasted as 姓名 and a name beside it.
  const kept = head && (rest.length > 0 || parties.length === 0) ? [head.text, ...rest] : rest;
  return { parties, faults, rest: kept.join('\n') };
}
