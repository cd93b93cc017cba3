import type { DataSource } from 'typeorm';
import { firstRegion } from '#domain/people/regions.js';
import { departmentProblems, personProblems } from '#domain/people/staffing.js';
import { DEFAULT_POLICY, RULES_ALONE } from '#domain/policy/default-policy.js';
import { SHIPPED_CALENDARS } from '#domain/time/shipped-calendars.js';
import type { Role } from '#domain/words.js';
import { parseInstant, type Instant } from '#domain/time/time.js';
import { hashOf } from '#persistence/database/canonical.js';
import { transaction, type Db } from '#persistence/database/database.js';
import { quoted } from '#persistence/database/quoted.js';
import { one } from '#persistence/database/rows.js';
import { putAccount, putDepartment } from '#persistence/staff/put.js';
import { readHouse } from '#persistence/staff/house.js';
import { demandSound, sealedContact } from '#persistence/staff/staff.js';
import type { Vault } from '#persistence/vault/vault.js';
import { hashPassword } from '#guard/passwords.js';

/** What a township has before its first dispute: departments, people, the shipped policy and calendar (api.md, "Demo accounts"). */

const DEPARTMENTS: [id: string, parent: string | null, name: string, nameEn: string, hasDesk?: boolean][] = [
  ['district', null, '区委政法委', 'District political-legal committee'],
  ['centre', 'district', '石桥镇综治中心', 'Township governance centre'],
  ['police', 'centre', '石桥派出所', 'Police station', true],
  ['justice', 'centre', '石桥司法所', 'Justice office'],
  ['land', 'centre', '石桥自然资源所', 'Land office'],
  ['forestry', 'centre', '石桥林业站', 'Forestry station'],
  ['labour', 'centre', '石桥人社所', 'Labour office'],
  ['agriculture', 'centre', '石桥农业农村办', 'Agriculture office'],
  ['village-shixi', 'centre', '石溪村', 'Shixi village'],
  ['village-baitang', 'centre', '白塘村', 'Baitang village'],
  ['village-helin', 'centre', '鹤林村', 'Helin village'],
];

const handlers = (id: string, surname: string): [string, string, string, Role[]][] => [
  [id, `${surname}明`, id, ['handler']],
  [`${id}-head`, `${surname}建国`, id, ['handler', 'head']],
];

const ACCOUNTS: [id: string, name: string, departmentId: string, roles: Role[]][] = [
  ['grid', '程立新', 'village-shixi', ['reporter']],
  ['desk', '周敏', 'police', ['desk']],
  ['visitor', '吴志强', 'police', ['visitor']],
  ...handlers('justice', '陈'),
  ...handlers('land', '刘'),
  ...handlers('forestry', '林'),
  ...handlers('labour', '黄'),
  ...handlers('agriculture', '罗'),
  ['supervisor', '郑卫东', 'centre', ['supervisor']],
  ['auditor', '许静', 'district', ['auditor']],
  ['admin', '孙立', 'district', ['admin']],
];

export const DEMO_PASSWORD = 'demo';
export const DEMO_USERNAMES = ACCOUNTS.map(([id]) => id);
/** No area has this code, and nobody these numbers. */
export const DEMO_TELEPHONES = ACCOUNTS.map((_, n) => `000055501${String(n + 1).padStart(2, '0')}`);
export const POLICY_VERSION = 'default-1';
export const CALENDAR_VERSION = 'default-2026.1';

/**
 * A demo township that is being made: the moment of its present, kept with the departments until the last of it is made.
 * It is a comment of the table, since it says one thing once in the life of an installation, and goes with a backup.
 */
const MADE_SINCE = 'the demo township is being made: ';

export async function townshipBegun(owner: Db): Promise<Instant | null> {
  const { said } = await one<{ said: string | null }>(
    owner,
    `SELECT obj_description('department'::regclass, 'pg_class') AS said`,
  );
  return said?.startsWith(MADE_SINCE) ? parseInstant(said.slice(MADE_SINCE.length)) : null;
}

export async function townshipMade(owner: Db): Promise<void> {
  await owner.query(`COMMENT ON TABLE department IS NULL`);
}

export interface Seed {
  /** Whether with the township's departments and the demo accounts, whose password everybody knows. */
  township: boolean;
  /** The moment of a demo township that is made next. */
  begunAt?: Instant;
  /** Of the installation, where the people of the township are to have telephones. */
  vault?: Pick<Vault, 'sealOwn'>;
}

/**
 * Writes what is missing, whole or not at all, and touches nothing that is there.
 *
 * @returns whether the database was empty
 */
export function seedReference(source: DataSource, seed: Seed = { township: true }): Promise<{ empty: boolean }> {
  return transaction(source, (owner) => writeReference(owner, seed));
}

async function writeReference(owner: Db, { township, begunAt, vault }: Seed) {
  const { there } = await one<{ there: boolean }>(
    owner,
    `SELECT EXISTS (SELECT FROM department UNION ALL SELECT FROM policy) AS there`,
  );
  if (there) return { empty: false };
  if (township) await writeTownship(owner, vault);
  const policy = township ? DEFAULT_POLICY : RULES_ALONE;
  await owner.query(
    `INSERT INTO policy (version, region, state, hash, published_at, document) VALUES ($1, $2, 'published', $3, now(), $4)`,
    [POLICY_VERSION, policy.region, hashOf(policy), JSON.stringify(policy)],
  );
  await owner.query(
    `INSERT INTO calendar (version, region, current, hash, published_at, years) VALUES ($1, 'default', true, $2, now(), $3)`,
    [CALENDAR_VERSION, hashOf(SHIPPED_CALENDARS), JSON.stringify(SHIPPED_CALENDARS)],
  );
  if (begunAt) await owner.query(`COMMENT ON TABLE department IS ${quoted(`${MADE_SINCE}${begunAt}`)}`);
  return { empty: true };
}

/**
 * By the doors that everybody's departments and people come through; nobody did it, so no log has it. What no door gives are
 * the password that everybody knows and the mark by which production refuses such accounts.
 */
async function writeTownship(owner: Db, vault: Seed['vault']): Promise<void> {
  for (const [id, parentId, name, nameEn, hasDesk = false] of DEPARTMENTS) {
    const house = await readHouse(owner, null);
    const isVillage = id.startsWith('village-');
    const region = parentId === null ? firstRegion(house.tree) : null;
    const next = { id, parentId, name, nameEn, hasDesk, isVillage, active: true, workingTime: null, region };
    demandSound(departmentProblems(next, null, house));
    await putDepartment(owner, next);
  }
  // Nobody ever saw them anywhere else.
  await owner.query(`UPDATE department SET moved_at = NULL`);
  const hash = await hashPassword(DEMO_PASSWORD);
  for (const [n, [id, name, departmentId, roles]] of ACCOUNTS.entries()) {
    const next = { id, name, departmentId, roles };
    const contact = vault ? sealedContact(vault, { phone: DEMO_TELEPHONES[n]! }) : null;
    demandSound(personProblems(next, null, await readHouse(owner, null)));
    await putAccount(owner, next, {}, contact);
    await owner.query(`UPDATE account SET password_hash = $2, demo = true WHERE id = $1`, [id, hash]);
  }
}
