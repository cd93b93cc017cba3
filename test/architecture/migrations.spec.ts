import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { MIGRATIONS } from '#persistence/database/migrate.js';

/** What each migration said to PostgreSQL when it was landed: SHA-256 of its statements and their values. */
const LANDED = JSON.parse(readFileSync(new URL('./migrations.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

async function said(migration: InstanceType<(typeof MIGRATIONS)[number]>): Promise<string> {
  const hash = createHash('sha256');
  const query = (...statement: unknown[]) => {
    hash.update(JSON.stringify(statement));
    return Promise.resolve([]);
  };
  await migration.up({ query } as unknown as QueryRunner);
  return hash.digest('hex');
}

const FOLDER = new URL('../../libs/persistence/database/migrations/', import.meta.url);

/**
 * A database runs a migration once. Whoever edits one that was landed makes two kinds of databases: those that ran it
 * before have what it said then, and the next migration may find neither. What has to change is a migration of its own,
 * and its line here is added when it lands.
 */
describe('a migration that was landed', () => {
  it.each(MIGRATIONS.map((Migration) => new Migration()))('$name says what it said then', async (migration) => {
    expect({ [migration.name]: await said(migration) }).toEqual({ [migration.name]: LANDED[migration.name] });
  });

  it('is still in the list, and the list is in the order in which they were made', () => {
    const names = MIGRATIONS.map((Migration) => new Migration().name);
    expect(names).toEqual(Object.keys(LANDED));
    const made = names.map((name) => Number(/\d+$/.exec(name)![0]));
    expect(made).toEqual(made.toSorted((a, b) => a - b));
  });

  it('imports nothing of this house: what it says does not change with the code of today', () => {
    const files = readdirSync(FOLDER);
    expect(files).toHaveLength(MIGRATIONS.length);
    const own = files.flatMap((file) =>
      [...readFileSync(new URL(file, FOLDER), 'utf8').matchAll(/\b(?:from|import|require)\b\s*\(?\s*['"]([^'"]+)['"]/g)]
        .map(([, from]) => `${file}: ${from}`)
        .filter((each) => /: [.#/]/.test(each)),
    );
    expect(own).toEqual([]);
  });
});
