import { pinyin } from 'pinyin-pro';
import { nameKey, type House } from '#domain/people/staffing.js';
import type { Role } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { Directory } from '../people/directory.js';

/** Of a person what only those know who look after them. */
export interface Kept {
  /** Roles that wait for a second person, and who granted each. */
  pending: Partial<Record<Role, string>>;
  /** Sealed. */
  contact: string | null;
}

/** Departments and people as they are in this moment, and nobody else changes them until the transaction ends. */
export async function lockHouse(db: Db): Promise<House> {
  await db.query(`SELECT pg_advisory_xact_lock(hashtextextended('staff', 0))`);
  const tree = await new Directory(db).load();
  const names = await rows<{ id: string }>(db, `SELECT id FROM account`);
  return { tree, usernames: new Set(names.map(({ id }) => nameKey(id))) };
}

export async function keptOf(db: Db, userId: string): Promise<Kept> {
  const [kept] = await rows<Kept>(db, `SELECT pending, contact FROM account WHERE id = $1`, [userId]);
  return kept ?? { pending: {}, contact: null };
}

const LONGEST_ID = 64;

/** An id that nobody has yet, made of what a department is called in English, else of how its name is read. */
export function departmentIdOf(
  { name, nameEn }: { name: string; nameEn?: string | undefined },
  { tree }: House,
): string {
  const read = nameEn ?? pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).join(' ');
  const words = read
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  const base =
    words
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, LONGEST_ID - 4)
      .replace(/-+$/, '') || 'department';
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!tree.departments.has(id)) return id;
  }
}
