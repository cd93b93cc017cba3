import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { DisputeRow } from '#domain/dispute/rows.js';
import { searchTextOf } from '../../record/search-text.js';

const AT_ONCE = 1_000;

/** Disputes that were there before the search knew the first letters of Chinese words are found by them too. */
export class Initials1764610000000 implements MigrationInterface {
  readonly name = 'Initials1764610000000';

  async up(db: QueryRunner): Promise<void> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const found = (await db.query(`SELECT id, row FROM dispute WHERE id > $1 ORDER BY id LIMIT ${AT_ONCE}`, [
        after,
      ])) as { id: string; row: DisputeRow }[];
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
