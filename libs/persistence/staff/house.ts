import { pinyin } from 'pinyin-pro';
import type { CommandActor } from '#domain/people/actor.js';
import { nameKey } from '#domain/people/names.js';
import { regionsKnownTo } from '#domain/people/regions.js';
import type { House } from '#domain/people/staffing.js';
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

/** Who knows of an installation what is of their own region; who works at its command line knows all of it. */
export type Knowing = Pick<CommandActor, 'departmentId' | 'roles'> | null;

/** Departments and people as they are in this moment. */
export async function readHouse(db: Db, who: Knowing): Promise<House> {
  const tree = await new Directory(db).load();
  const people = await rows<{ id: string; pending: Role[] }>(
    db,
    `SELECT id, ARRAY(SELECT jsonb_object_keys(pending)) AS pending FROM account`,
  );
  return {
    tree: who ? tree.within(regionsKnownTo(who, tree)) : tree,
    departmentIds: new Set(tree.departments.keys()),
    usernames: new Set(people.map(({ id }) => nameKey(id))),
    pending: new Map(people.filter(({ pending }) => pending.length > 0).map(({ id, pending }) => [id, pending])),
  };
}

/** …and nobody else changes them until the transaction ends. */
export async function lockHouse(db: Db, who: Knowing): Promise<House> {
  await db.query(`SELECT pg_advisory_xact_lock(hashtextextended('staff', 0))`);
  return readHouse(db, who);
}

export async function keptOf(db: Db, userId: string): Promise<Kept> {
  const [kept] = await rows<Kept>(db, `SELECT pending, contact FROM account WHERE id = $1`, [userId]);
  return kept ?? { pending: {}, contact: null };
}

/**
 * By which ways people are reached, sealed; of those who have any.
 *
 * @param userIds of whom; null: of everybody
 */
export async function contactsOf(db: Db, userIds: readonly string[] | null = null): Promise<Map<string, string>> {
  const found = await rows<{ id: string; contact: string }>(
    db,
    `SELECT id, contact FROM account WHERE active AND contact IS NOT NULL AND ($1::text[] IS NULL OR id = ANY ($1))`,
    [userIds],
  );
  return new Map(found.map(({ id, contact }) => [id, contact]));
}

const LONGEST_ID = 64;

/** An id that nobody has yet, made of what a department is called in English, else of how its name is read. */
export function departmentIdOf(
  { name, nameEn }: { name: string; nameEn?: string | undefined },
  isTaken: (id: string) => boolean,
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
    if (!isTaken(id)) return id;
  }
}
