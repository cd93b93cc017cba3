import type { Problem } from '#domain/form/shapes.js';
import type { House } from '#domain/people/staffing.js';
import { departmentChange, type ListedDepartment, type Place } from '#domain/sheet/departments.js';
import { personChange, type ListedPerson } from '#domain/sheet/people.js';
import type { Reading } from '#domain/sheet/reading.js';
import type { Transaction } from '#persistence/database/database.js';
import { forgetLines } from '#persistence/imports/import-store.js';
import type { Ended, Rollout, Waiting } from '#persistence/rollouts/rollout-store.js';
import { keptOf } from '#persistence/staff/house.js';
import { asking, BadForm, Staff } from '#persistence/staff/staff.js';
import { lineRead, type ActDeps, type Brought } from './bringing-in.js';
import type { Act } from './rollout.js';

/**
 * Departments and people of a list, brought in by the doors that a form of the console has: one that is there and is told
 * otherwise is changed, and what says nothing new changes nothing.
 */

/** One after the other: a superior before who is under it, and each waits for the same lock anyway. */
const LANES = 1;

type Change = (db: Transaction, house: House) => Promise<Ended>;

function inHouse(deps: ActDeps, change: (rollout: Rollout, item: Waiting, staff: Staff) => Change): Act {
  const { source, vault, directory } = deps;
  const staff = new Staff(source, vault);
  return {
    lanes: LANES,
    async do(rollout, item) {
      try {
        return await staff.change(rollout.actor, change(rollout, item, staff));
      } catch (error) {
        if (error instanceof BadForm) return failed(error.problems);
        throw error;
      } finally {
        directory.forget();
      }
    },
    end: ({ what }) => forgetLines(source, (what as Brought).importId),
  };
}

function failed([first]: readonly Problem[]): Ended {
  const { pointer, code } = first!;
  return { state: 'failed', code, facts: { columns: [pointer.split('/')[1]] } };
}

export const bringingDepartments = (deps: ActDeps): Act =>
  inHouse(deps, (rollout, item, staff) => async (db, house) => {
    const read = await lineRead({ ...deps, source: db }, 'departments', rollout, item, house);
    if ('state' in read) return read;
    const place = (rollout.what as Brought).places?.[item.subject];
    if (!place) return { state: 'failed', code: 'ROW_GONE', facts: {} };
    return putDepartment(staff, db, house, rollout, read.value, place);
  });

async function putDepartment(
  staff: Staff,
  db: Transaction,
  house: House,
  { actor }: Rollout,
  told: ListedDepartment,
  { id, parentId }: Place,
): Promise<Ended> {
  const before = house.tree.departments.get(id);
  if (!before) {
    const { name, nameEn, hasDesk, isVillage, workingTime } = told;
    await staff.writeDepartment(db, asking(actor), house, {
      id,
      parentId,
      name,
      nameEn,
      hasDesk,
      isVillage,
      workingTime,
    });
    return { state: 'moved' };
  }
  const change = departmentChange(told, parentId, before);
  if (Object.keys(change).length === 0) return { state: 'unchanged' };
  const changed = await staff.writeDepartmentChange(db, asking(actor), house, id, change);
  return changed ? { state: 'moved' } : { state: 'failed', code: 'ID_TAKEN', facts: { columns: ['id'] } };
}

export const bringingPeople = (deps: ActDeps): Act =>
  inHouse(deps, (rollout, item, staff) => async (db, house) => {
    const read = await lineRead({ ...deps, source: db }, 'people', rollout, item, house);
    return 'state' in read ? read : putPerson(staff, db, house, rollout, read.value, read.reading);
  });

async function putPerson(
  staff: Staff,
  db: Transaction,
  house: House,
  { actor }: Rollout,
  told: ListedPerson,
  reading: Reading,
): Promise<Ended> {
  const { username } = told;
  const before = house.tree.accounts.find((each) => each.id === username);
  if (!before) {
    await staff.writePerson(db, asking(actor), house, told);
    return { state: 'moved' };
  }
  const { contact } = await keptOf(db, username);
  const change = personChange(told, before, staff.contactOf(contact), reading);
  if (Object.keys(change).length === 0) return { state: 'unchanged' };
  await staff.writeChange(db, asking(actor), house, username, change);
  return { state: 'moved' };
}
