import { pinyin } from 'pinyin-pro';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const AT_ONCE = 1_000;

/** A row as it was then, and what its search text was made of: a migration goes on saying what it said. */
interface Row {
  number: string;
  title: string | null;
  parties: { name: string | null }[];
  place: { address?: string };
}

function searchTextOf(row: Row): string {
  const names = row.parties.map((party) => party.name);
  const words = [row.number, row.title, ...names, row.place.address].filter(isText);
  const letters = [row.title, ...names, row.place.address].filter(isText).flatMap(initialsOf);
  return [...words, ...new Set(letters)].join(' ');
}

const isText = (each: string | null | undefined): each is string => each !== null && each !== undefined;

function initialsOf(words: string): string[] {
  const letters = (surname: 'off' | 'head') =>
    pinyin(words, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'removed', surname }).join('');
  return [letters('off'), letters('head')].filter((each) => each !== '');
}

/** Disputes that were there before the search knew the first letters of Chinese words are found by them too. */
export class Initials1764610000000 implements MigrationInterface {
  readonly name = 'Initials1764610000000';

  async up(db: QueryRunner): Promise<void> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const found = (await db.query(`SELECT id, row FROM dispute WHERE id > $1 ORDER BY id LIMIT ${AT_ONCE}`, [
        after,
      ])) as { id: string; row: Row }[];
      if (found.length === 0) break;
      await db.query(
        `UPDATE dispute SET search = fresh.search
         FROM unnest($1::uuid[], $2::text[]) AS fresh(id, search) WHERE dispute.id = fresh.id`,
        [found.map(({ id }) => id), found.map(({ row }) => searchTextOf(row))],
      );
      after = found.at(-1)!.id;
    }
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
