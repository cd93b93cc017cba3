import { EMAIL, LONGEST, PHONE, USERNAME, nameKey } from '../people/names.js';
import { administers, personProblems } from '../people/staffing.js';
import type { Account, Department } from '../people/tree.js';
import type { Role } from '../words.js';
import { readName, readPattern, readPhone, readWords, type CellFaultCode, type Read } from './cells.js';
import type { ColumnOf, Matched } from './columns.js';
import { readPlace } from './places.js';
import type { Reading } from './reading.js';
import { SheetRow, type RowFault } from './row.js';

/** A person as a row of a list tells them; of what the row leaves open nothing is said. */
export interface ListedPerson {
  username: string;
  name: string;
  departmentId: string;
  roles: Role[];
  email?: string;
  phone?: string;
}

/** A row of people, or all that is wrong with it. */
export function readPerson(
  cells: readonly string[],
  columns: Matched,
  reading: Reading,
): { value: ListedPerson; remarks: RowFault[] } | { faults: RowFault[] } {
  const row = new SheetRow(cells, columns);
  const username = row.demand('username', (text) => readPattern(text, USERNAME, 'NOT_A_USERNAME'));
  const name = row.demand('name', (text) => readName(text, LONGEST.person));
  const department = row.demand('departmentId', (text) => readPlace(text, reading.tree, 'department'));
  const roles = row.demand('roles', (text) => readWords(text, reading.words.role));
  const email = row.read('email', readEmail);
  const phone = row.read('phone', readContactPhone);
  if (username && name && department && roles) judge(row, { username, name, department, roles }, reading);
  if (row.faults.length > 0) return { faults: row.faults };
  return {
    value: {
      username: username!,
      name: name!,
      departmentId: department!.id,
      roles: roles!,
      ...(email && { email }),
      ...(phone && { phone }),
    },
    remarks: row.remarks,
  };
}

function readEmail(text: string): Read<string> {
  const read = readPattern(text, EMAIL, 'NOT_AN_ADDRESS');
  return 'value' in read && read.value.length > LONGEST.email
    ? { fault: { code: 'TOO_LONG', meant: `≤ ${LONGEST.email}` } }
    : read;
}

function readContactPhone(text: string): Read<string> {
  const read = readPhone(text);
  return 'fault' in read || PHONE.test(read.value) ? read : { fault: { code: 'NOT_A_PHONE' } };
}

interface Named extends Pick<ListedPerson, 'username' | 'name' | 'roles'> {
  department: Department;
}

/** What the rules say to it that a form is told as well, and who may say it. */
function judge(row: SheetRow, { username, name, department, roles }: Named, reading: Reading): void {
  const { tree, asker } = reading;
  const before = tree.accounts.find(({ id }) => id === username);
  const isOwn = asker.userId === username;
  if (before && !isSame(before, name, reading)) {
    const isTheirs = administers(asker, before.departmentId, tree);
    return row.fault('username', { code: 'USERNAME_TAKEN', ...(isTheirs && { meant: before.name }) });
  }
  const next = { id: username, name, departmentId: department.id, roles };
  for (const { pointer, code } of personProblems(next, before ?? null, reading)) {
    row.fault(pointer.slice(1) as ColumnOf<'people'>, { code: code as CellFaultCode });
  }
  const moves = before?.departmentId !== department.id;
  if (moves && !administers(asker, department.id, tree)) row.fault('departmentId', { code: 'UNKNOWN_DEPARTMENT' });
  if (before && isOwn && (moves || !hasJust(rolesOf(before, reading), roles)))
    row.fault(moves ? 'departmentId' : 'roles', { code: 'ROLE_NOT_ALLOWED' });
}

/** Whether a row is of this person: of another name it is of somebody else, and of whom they do not look after as well. */
function isSame({ id, name, departmentId }: Account, told: string, { asker, tree }: Reading): boolean {
  return nameKey(name) === nameKey(told) && (asker.userId === id || administers(asker, departmentId, tree));
}

/** All that were granted, also what waits for a second person: a row names them alike. */
export const rolesOf = ({ id, roles }: Account, { pending }: Pick<Reading, 'pending'>): Role[] => [
  ...roles,
  ...(pending.get(id) ?? []),
];

const hasJust = (had: readonly Role[], told: readonly Role[]): boolean =>
  had.length === told.length && told.every((role) => had.includes(role));

/** What a row says otherwise than it is; nothing where it says the same. */
export function personChange(
  told: ListedPerson,
  before: Account,
  contact: { email?: string; phone?: string },
  reading: Pick<Reading, 'pending'>,
): Partial<Omit<ListedPerson, 'username' | 'name'>> {
  const { departmentId, roles, email, phone } = told;
  return {
    ...(departmentId !== before.departmentId && { departmentId }),
    ...(!hasJust(rolesOf(before, reading), roles) && { roles }),
    ...(email !== undefined && email !== contact.email && { email }),
    ...(phone !== undefined && phone !== contact.phone && { phone }),
  };
}
