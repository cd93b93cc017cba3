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
  why: 'no-name' | 'too-long' | 'cut' | 'too-many';
  cell?: string;
}

/** What stood beside somebody and has no place in a case, such as a wage; without a name what stood there for all of them. */
export interface Aside {
  name: string;
  cells: { head?: string; cell: string }[];
}

export interface Pasted {
  parties: DraftParty[];
  faults: Fault[];
  aside: Aside[];
  /**
   * The lines that were not taken, as they were pasted, below the head where there is one; the head alone where it heads
   * nobody.
   */
  rest: string;
}

/** What ledgers call the columns; any other has no place in a case. */
const HEADS: Record<Column, RegExp> = {
  name: /^(姓名|名字|当事人|人员|工人|农民工|职工|员工|业主|户主|村民|(当事人|人员|工人|农民工|职工|员工|业主|户主|村民|本人)姓名|name)$/i,
  role: /^(身份|角色|当事人身份|role)$/i,
  phone: /^(电话|手机|手机号|手机号码|电话号码|联系电话|联系手机|联系号码|联系方式|telephone|phone|mobile)$/i,
  idNumber: /^(证件号|证件号码|身份证|身份证号|身份证号码|身份证件号码|公民身份号码|identity number|id number|id)$/i,
  address:
    /^(地址|住址|家庭住址|家庭地址|户籍地址|户籍所在地|身份证地址|现住址|现住地址|居住地址|联系地址|详细地址|address)$/i,
};
/** Somebody has one of these, and several of the others. */
const ONCE: readonly Place[] = ['name', 'idNumber', 'role'];
/** A column that says nothing of anybody. */
const RUNNING = /^(序号|编号|no\.?|#)$/i;
/** How far down a head may stand: ledgers have a title above it. */
const HEAD_WITHIN = 4;
/** A line that is of all of them. */
const SUM = /^(合计|总计|小计|共计|total)[:：]?$/i;

/** A number that a spreadsheet cut, because it keeps fifteen figures. */
const CUT = /^\d(\.\d+)?e\+\d+$/i;
const PAPER = /^([1-9]\d{14}|[1-9]\d{16}[\dx]|[a-z]{1,3}\d{5,15})$/i;
/** Too long for a telephone: an identity number with a figure too few or too many. */
const LONG = /\d{16}/;
const PHONE = /^[\d\s()+;,/、，；转#-]*$/;
/** What says that there is none. */
const NONE = /^(无|没有|不详|不明|[-—/])$/;

/** What ledgers say of people that is no name and no address. */
const OF_PEOPLE = /^(男|女|汉|.{1,5}族)$/;
/** Where somebody lives has a word for a place in it, or is longer than what somebody does. */
const PLACE = /[省市区县旗州乡镇村组屯寨社路街道巷弄号栋幢楼室]|.{6}/;

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

type Place = Column | 'running' | undefined;

/** `手 机 号（必填）` is 手机号. */
const bare = (head: string) => head.replace(/[(（][^)）]*[)）]|\s/g, '');
const columnOf = (head: string): Place =>
  RUNNING.test(bare(head))
    ? 'running'
    : // "ID number" has its blank.
      (Object.keys(HEADS) as Column[]).find((column) => HEADS[column].test(bare(head)) || HEADS[column].test(head));
const columnsOf = ({ cells }: Cells): Place[] => {
  const found = cells.map(columnOf);
  return found.map((each, at) => (ONCE.includes(each) && found.indexOf(each) < at ? undefined : each));
};

/** What a cell without a head is, by what stands in it: of what is no number first the name, then the address. */
function guess(cell: string, party: DraftParty, roleByWord: ReadonlyMap<string, PartyRole>): Column | undefined {
  if (roleByWord.has(cell) && party.name !== '') return 'role';
  const figures = cell.replace(/\D/g, '').length;
  if (PAPER.test(cell.replace(/[\s-]/g, '')) || LONG.test(cell)) return party.idNumber === '' ? 'idNumber' : undefined;
  if (PHONE.test(cell) && figures >= 7) return 'phone';
  if (!/\p{L}/u.test(cell) || OF_PEOPLE.test(cell)) return undefined;
  if (party.name === '') return 'name';
  return party.address === '' && PLACE.test(cell) ? 'address' : undefined;
}

interface Read {
  party: DraftParty;
  aside: Aside['cells'];
}

function readLine(
  { line, cells }: Cells,
  head: { columns: readonly Place[]; cells: readonly string[] } | null,
  role: PartyRole,
  roleByWord: ReadonlyMap<string, PartyRole>,
): Read | Fault {
  const party: DraftParty = { ...BLANK_PARTY, role };
  const aside: Aside['cells'] = [];
  const setAside = (cell: string, at: number) => aside.push({ ...(head?.cells[at] && { head: head.cells[at] }), cell });
  for (const [at, cell] of cells.entries()) {
    const saysNothing = head ? head.columns[at] === 'running' : NONE.test(cell) || (at === 0 && /^\d{1,4}$/.test(cell));
    if (cell === '' || saysNothing) continue;
    const column = head ? head.columns[at] : guess(cell, party, roleByWord);
    if (CUT.test(cell) && (!head || column)) return { line, why: 'cut', cell };
    const said = column === 'role' ? roleByWord.get(cell) : undefined;
    if (said) party.role = said;
    else if (column === undefined || column === 'running' || column === 'role') setAside(cell, at);
    else {
      // Somebody with two telephones has two cells for them.
      party[column] = party[column] === '' ? cell : `${party[column]} ${cell}`;
      if (party[column].length > MOST[column]) return { line, why: 'too-long', cell };
    }
  }
  return party.name === '' ? { line, why: 'no-name' } : { party, aside };
}

const isOfAll = ({ cells }: Cells) => cells.some((cell) => SUM.test(cell.replace(/\s/g, '')));
const ofAll = ({ cells }: Cells): Aside => ({
  name: '',
  cells: cells.filter((cell) => cell !== '').map((cell) => ({ cell })),
});

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
  const headAt = lines.slice(0, HEAD_WITHIN).findIndex((each) => columnsOf(each).includes('name'));
  const above = lines.splice(0, Math.max(0, headAt));
  const headLine = headAt === -1 ? undefined : lines.shift();
  const head = headLine ? { columns: columnsOf(headLine), cells: headLine.cells } : null;
  const [parties, faults, rest, aside]: [DraftParty[], Fault[], string[], Aside[]] = [[], [], [], above.map(ofAll)];
  for (const each of lines) {
    if (isOfAll(each)) {
      aside.push(ofAll(each));
      continue;
    }
    const read = readLine(each, head, role, roleByWord);
    if ('party' in read && parties.length < room) {
      parties.push(read.party);
      if (read.aside.length > 0) aside.push({ name: read.party.name, cells: read.aside });
    } else {
      faults.push('party' in read ? { line: each.line, why: 'too-many' } : read);
      rest.push(each.text);
    }
  }
  // A head of nobody may be somebody who was pasted as 姓名 and a name beside it.
  const kept = headLine && (rest.length > 0 || parties.length === 0) ? [headLine.text, ...rest] : rest;
  return { parties, faults, aside, rest: kept.join('\n') };
}
