import type { Account, Department } from '#domain/people/tree.js';
import type { Role } from '#domain/words.js';

/** Departments and people of which a test tells no more than it is about; they are called by their ids. */

export const department = (id: string, parentId: string | null, more: Partial<Department> = {}): Department => ({
  id,
  parentId,
  name: id,
  nameEn: id,
  hasDesk: false,
  isVillage: false,
  active: true,
  ...more,
});

export const account = (id: string, departmentId: string, roles: Role[]): Account => ({
  id,
  name: id,
  departmentId,
  roles,
  awayUntil: null,
  deputyId: null,
});
