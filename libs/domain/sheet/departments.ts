import { DEPARTMENT_ID, LONGEST, nameKey } from '../people/names.js';
import { administers, deskProblems, placeProblems } from '../people/staffing.js';
import { Tree, type Department } from '../people/tree.js';
import { plain } from '../plain.js';
import type { WorkingTime } from '../time/limit.js';
import { nearest, readHours, readName, readPattern, readWord, type CellFault, type CellFaultCode } from './cells.js';
import type { ColumnOf, Matched } from './columns.js';
import { unclear } from './places.js';
import type { Reading } from './reading.js';
import { SheetRow, type RowFault } from './row.js';
import { folded } from './word.js';

/** A department as a row of a list tells it; what the row leaves open stays as it is. */
export interface ListedDepartment {
  id?: string;
  name: string;
  nameEn?: string;
  /** Its superior, by id or by name, as it is written: one of the same sheet, or one that is there. */
  parent?: string;
  hasDesk?: boolean;
  isVillage?: boolean;
  workingTime?: WorkingTime;
}

/** A row of departments, or all that is wrong with its cells; how it stands to the others is found by `planDepartments`. */
export function readDepartment(
  cells: readonly string[],
  columns: Matched,
  { words, zone }: Reading,
): { value: ListedDepartment } | { faults: RowFault[] } {
  const row = new SheetRow(cells, columns);
  const called = (text: string) => readName(text, LONGEST.department);
  const whether = (column: 'hasDesk' | 'isVillage') => row.read(column, (text) => readWord(text, words.whether));
  const id = row.read('id', (text) => readPattern(text, DEPARTMENT_ID, 'NOT_AN_ID'));
  const name = row.demand('name', called);
  const nameEn = row.read('nameEn', called);
  const parent = row.read('parentId', called);
  const hasDesk = whether('hasDesk');
  const isVillage = whether('isVillage');
  const workingTime = row.read('workingTime', (text) => readHours(text, zone));
  if (row.faults.length > 0) return { faults: row.faults };
  return {
    value: {
      ...(id && { id }),
      name: name!,
      ...(nameEn && { nameEn }),
      ...(parent && { parent }),
      ...(hasDesk && { hasDesk: hasDesk === 'yes' }),
      ...(isVillage && { isVillage: isVillage === 'yes' }),
      ...(workingTime && { workingTime }),
    },
  };
}

/** What a row that cannot be taken is called all the same: others may name it. */
export function departmentNamed(cells: readonly string[], columns: Matched): ListedDepartment {
  const row = new SheetRow(cells, columns);
  const id = plain(row.text('id'));
  return { ...(id && { id }), name: row.text('name') };
}

/** What a row says otherwise than it is; nothing where it says the same. */
export function departmentChange(
  { name, nameEn, hasDesk, isVillage, workingTime }: Omit<ListedDepartment, 'id' | 'parent'>,
  parentId: string | null,
  before: Department,
): Partial<Omit<Department, 'id' | 'active'>> {
  const isOther = (told: unknown, is: unknown) => told !== undefined && JSON.stringify(told) !== JSON.stringify(is);
  const hours = workingTime && { zone: workingTime.zone, hours: workingTime.hours };
  const had = before.workingTime && { zone: before.workingTime.zone, hours: before.workingTime.hours };
  return {
    ...(isOther(name, before.name) && { name }),
    ...(isOther(nameEn, before.nameEn) && { nameEn: nameEn! }),
    ...(isOther(parentId, before.parentId) && { parentId }),
    ...(isOther(hasDesk, before.hasDesk) && { hasDesk: hasDesk! }),
    ...(isOther(isVillage, before.isVillage) && { isVillage: isVillage! }),
    ...(isOther(hours, had) && { workingTime: workingTime! }),
  };
}

/** Where a row's department stands: its id, which is made where neither the row nor the tree has one, and its superior's. */
export interface Place {
  id: string;
  parentId: string | null;
}

/** A row as it is held against the others. */
export interface ListedLine {
  n: number;
  told: ListedDepartment;
  /** Whether something is wrong with it already; the others are told so. */
  isBad: boolean;
}

export interface DepartmentPlan {
  faults: { n: number; fault: RowFault }[];
  /** What can be brought in, superiors first. */
  places: Map<number, Place>;
}

export interface Planning extends Reading {
  /** An id that nobody has yet. */
  idOf: (named: { name: string; nameEn?: string }, isTaken: (id: string) => boolean) => string;
}

/** What a row is, as soon as its superior is known. */
interface Row extends ListedLine {
  /** The row of its superior, where that is in the sheet. */
  superior: Row | null;
  /** What is called so and is in no row, or in one that says nothing else of it. */
  others: readonly Department[];
  place: Place | null;
}

/** So many names that nobody knows are held against those that are known: that is dear. */
const MOST_SUGGESTED = 200;

/**
 * The tree as it would be: a superior may stand anywhere in the sheet, a row of a department that is there corrects it, and
 * each is held against the rules in its place.
 */
export function planDepartments(lines: readonly ListedLine[], reading: Planning): DepartmentPlan {
  return new Plan(lines, reading).made();
}

class Plan {
  private readonly rows: Row[];
  private readonly plan: DepartmentPlan = { faults: [], places: new Map() };
  private readonly byId = new Map<string, Row>();
  private readonly byName = new Map<string, Row[]>();
  /** Of those that are there and no row gives another name. */
  private readonly known = new Map<string, Department[]>();
  /** Who is called so under whom, as far as it is planned: a row, or one that is there. */
  private readonly siblings = new Map<string, Row | Department>();
  private readonly departments: Map<string, Department>;
  private suggested = 0;

  constructor(
    lines: readonly ListedLine[],
    private readonly reading: Planning,
  ) {
    this.departments = new Map(reading.tree.departments);
    this.rows = lines.map((line) => ({ ...line, superior: null, others: [], place: null }));
    for (const row of this.rows) {
      const { id, name, nameEn } = row.told;
      if (id !== undefined && !this.byId.has(id)) this.byId.set(id, row);
      for (const word of new Set([name, nameEn ?? name].map(folded))) append(this.byName, word, row);
    }
    for (const department of reading.tree.departments.values()) {
      const { id, name, nameEn, parentId, active } = department;
      if (!active) continue;
      // Whatever a row makes of it, it has that name until then.
      this.siblings.set(spotOf(parentId, name), department);
      if (this.byId.has(id)) continue;
      for (const word of new Set([name, nameEn].map(folded))) append(this.known, word, department);
    }
  }

  made(): DepartmentPlan {
    for (const row of this.rows) if (!row.isBad) this.link(row);
    for (const row of this.superiorsFirst()) if (!row.isBad) this.settle(row);
    return this.plan;
  }

  private say(row: Row, column: ColumnOf<'departments'>, fault: CellFault): void {
    row.isBad = true;
    this.plan.faults.push({ n: row.n, fault: { column, ...fault } });
  }

  /** Who may be meant by what stands there for the superior. */
  private link(row: Row): void {
    const { parent, id, name } = row.told;
    if (parent === undefined) return;
    const [asId, word] = [plain(parent).toLowerCase(), folded(parent)];
    const named = this.byId.get(asId);
    const there = this.reading.tree.departments.get(asId);
    const rows = named ? [named] : there?.active ? [] : (this.byName.get(word) ?? []);
    const others = rows.filter((each) => each !== row);
    if (others.length > 1) return this.say(row, 'parentId', unclear(others.map(wordOf)).fault);
    row.superior = others[0] ?? null;
    row.others = named ? [] : there?.active ? [there] : (this.known.get(word) ?? []);
    if (row.superior || row.others.length > 0) return;
    if (id === asId || folded(name) === word) return this.say(row, 'parentId', { code: 'DEPARTMENT_LOOP' });
    row.others = this.endingWith(word);
    if (row.others.length === 0) this.say(row, 'parentId', this.unknown(word));
  }

  /** Within a township nobody writes its name before that of an office. */
  private endingWith(word: string): Department[] {
    if (word.length < 2) return [];
    return [...new Set([...this.known].filter(([name]) => name.endsWith(word)).flatMap(([, found]) => found))];
  }

  private unknown(word: string): CellFault {
    this.suggested += 1;
    const names = [...this.rows.map(({ told }) => told), ...[...this.known.values()].flat()].map(({ name }) => name);
    const meant =
      this.suggested > MOST_SUGGESTED
        ? undefined
        : nearest(
            word,
            [...new Set(names)].map((each) => [each]),
          );
    return { code: 'UNKNOWN_DEPARTMENT', ...(meant && { meant }) };
  }

  /** Rows in the order in which they can be made; those that stand above each other are told so. */
  private superiorsFirst(): Row[] {
    const order = new Set<Row>();
    for (const row of this.rows) {
      const line = new Set<Row>();
      let at: Row | null = row;
      for (; at && !order.has(at) && !line.has(at); at = at.superior) line.add(at);
      const above = [...line];
      if (at && line.has(at)) {
        for (const each of above.slice(above.indexOf(at))) this.say(each, 'parentId', { code: 'DEPARTMENT_LOOP' });
      }
      for (const each of above.reverse()) order.add(each);
    }
    return [...order];
  }

  /** What it is, where it stands, and whether it may. */
  private settle(row: Row): void {
    const { superior, others, told } = row;
    if (superior?.isBad) return this.say(row, 'parentId', { code: 'PARENT_NOT_TAKEN', meant: String(superior.n) });
    const above = new Map(others.map((each) => [each.id, each as { id: string }]));
    if (superior) above.set(superior.place!.id, wordOf(superior));
    if (above.size > 1) return this.say(row, 'parentId', unclear([...above.values()]).fault);
    const [parentId] = above.keys();
    const existing = this.existing(row, parentId);
    // Of one that is closed, or of another county.
    const isTaken = told.id !== undefined && this.reading.departmentIds.has(told.id) && !existing?.active;
    if (isTaken || existing?.active === false) return this.say(row, 'id', { code: 'ID_TAKEN' });
    if (parentId === undefined && !existing) return this.say(row, 'parentId', { code: 'PARENT_REQUIRED' });
    const place = { id: existing?.id ?? told.id ?? '', parentId: parentId ?? existing?.parentId ?? null };
    this.judge(row, place, existing);
    if (row.isBad) return;
    place.id ||= this.reading.idOf(
      told,
      (id) => this.reading.departmentIds.has(id) || this.departments.has(id) || this.byId.has(id),
    );
    row.place = place;
    this.siblings.set(spotOf(place.parentId, told.name), row);
    this.departments.set(place.id, nextOf(told, place, existing));
    this.plan.places.set(row.n, place);
  }

  /** Which of those that are there it is: by its id, else by its name under its superior; null for one that is new. */
  private existing({ told: { id, name } }: Row, parentId: string | undefined): Department | null {
    if (id !== undefined) return this.reading.tree.departments.get(id) ?? null;
    const there = this.siblings.get(spotOf(parentId ?? null, name));
    return there && !('told' in there) && !this.byId.has(there.id) ? there : null;
  }

  /** The rules, as a form is told them, and who may say it. */
  private judge(row: Row, place: Place, existing: Department | null): void {
    const { told } = row;
    const { asker, tree } = this.reading;
    const { parentId } = place;
    const namesake = this.siblings.get(spotOf(parentId, told.name));
    if (namesake && 'told' in namesake) return this.say(row, 'name', { code: 'TWICE', meant: String(namesake.n) });
    if (namesake && namesake !== existing) return this.say(row, 'name', { code: 'NAME_TAKEN', meant: namesake.id });
    if (existing && Object.keys(departmentChange(told, parentId, existing)).length === 0) return;
    if (existing && !administers(asker, existing.id, tree))
      return told.id === undefined
        ? this.say(row, 'name', { code: 'NAME_TAKEN', meant: existing.id })
        : this.say(row, 'id', { code: 'ID_TAKEN' });
    const moves = existing?.parentId !== parentId;
    // A superior that is new in the sheet was judged before it.
    const isBelow = parentId === null || !tree.departments.has(parentId) || administers(asker, parentId, tree);
    const stays = parentId === null || !tree.departments.has(parentId) || tree.stays(parentId);
    if (moves && !(isBelow && stays)) this.say(row, 'parentId', { code: 'UNKNOWN_DEPARTMENT' });
    const next = nextOf(told, place, existing);
    const planned = new Tree(this.departments, tree.accounts, new Date(0));
    for (const { pointer, code } of [
      ...(existing && moves ? placeProblems(next, existing, planned) : []),
      ...deskProblems(next, existing, tree),
    ]) {
      this.say(row, pointer.slice(1) as ColumnOf<'departments'>, { code: code as CellFaultCode });
    }
  }
}

const spotOf = (parentId: string | null, name: string) => `${parentId ?? ''} ${nameKey(name)}`;
const wordOf = ({ told, n }: Row) => ({ id: told.id ?? `${told.name} #${n}` });

function append<T>(lists: Map<string, T[]>, word: string, each: T): void {
  const list = lists.get(word);
  if (list) list.push(each);
  else lists.set(word, [each]);
}

function nextOf(told: ListedDepartment, { id, parentId }: Place, existing: Department | null): Department {
  const { name, nameEn, hasDesk, isVillage, workingTime } = told;
  return {
    id,
    parentId,
    name,
    nameEn: nameEn ?? existing?.nameEn ?? name,
    hasDesk: hasDesk ?? existing?.hasDesk ?? false,
    isVillage: isVillage ?? existing?.isVillage ?? false,
    active: true,
    workingTime: workingTime ?? existing?.workingTime ?? null,
    region: existing?.region ?? null,
  };
}
