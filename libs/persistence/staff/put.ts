import type { PlannedPerson } from '#domain/people/staffing.js';
import type { Department } from '#domain/people/tree.js';
import type { Role } from '#domain/words.js';
import type { Db } from '../database/database.js';

/** The two functions by which departments and people come to be as they are; what may be, the rules have said before. */

export async function putDepartment(db: Db, department: Department): Promise<void> {
  const { id, parentId, name, nameEn, hasDesk, isVillage, workingTime, region = null } = department;
  await db.query(`SELECT put_department($1, $2, $3, $4, $5, $6, $7, $8)`, [
    id,
    parentId,
    name,
    nameEn,
    hasDesk,
    isVillage,
    workingTime ? JSON.stringify(workingTime) : null,
    region,
  ]);
}

/**
 * @param pending roles that wait for a second person, by who granted each
 * @param contact sealed
 * @param isHere false where the account is closed
 */
export async function putAccount(
  db: Db,
  { id, name, departmentId, roles }: PlannedPerson,
  pending: Partial<Record<Role, string>> = {},
  contact: string | null = null,
  isHere = true,
): Promise<void> {
  await db.query(`SELECT put_account($1, $2, $3, $4, $5, $6, $7)`, [
    id,
    name,
    departmentId,
    roles,
    JSON.stringify(pending),
    contact,
    isHere,
  ]);
}
