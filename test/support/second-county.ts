import type { DataSource } from 'typeorm';
import { hashPassword } from '#guard/passwords.js';

/** The department of each account of a county further, which must never learn of a case of this one. */
const PLACES = {
  desk: 'police-2',
  visitor: 'police-2',
  supervisor: 'centre-2',
  auditor: 'district-2',
  admin: 'district-2',
};
export const FURTHER = Object.keys(PLACES).map((role) => `${role}-2`);

export async function addSecondCounty(owner: DataSource): Promise<void> {
  await owner.query(
    `INSERT INTO department (id, parent_id, name, name_en, has_desk, region) VALUES
       ('district-2', NULL, '二区', 'd', false, 'default'), ('centre-2', 'district-2', '二镇', 'c', false, NULL),
       ('police-2', 'centre-2', '二所', 'p', true, NULL)`,
  );
  for (const [role, department] of Object.entries(PLACES)) {
    await owner.query(
      `INSERT INTO account (id, name, department_id, roles, password_hash) VALUES ($1, '外', $2, ARRAY[$3], $4)`,
      [`${role}-2`, department, role, await hashPassword('demo')],
    );
  }
}
