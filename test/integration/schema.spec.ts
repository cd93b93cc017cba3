import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogueOf } from '#persistence/proof/catalogue.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { heldPage, root } from '../support/pages.js';
import { schemaOf } from '../support/schema.js';

const FOLDER = 'libs/persistence/schema/current';

/** What many migrations made, in one place. `WRITE_PAGES=1 npm test -- test/integration/schema.spec.ts` writes it anew. */
describe('the schema on show', () => {
  let database: TestDatabase;
  let files: Record<string, string>;
  beforeAll(async () => {
    database = await freshDatabase();
    files = await schemaOf(database.owner);
  });
  afterAll(() => database.drop());

  it('is that of a migrated database', () => {
    for (const [name, text] of Object.entries(files)) {
      expect({ [name]: heldPage(`${FOLDER}/${name}`, text) }).toEqual({ [name]: text });
    }
    expect(readdirSync(new URL(FOLDER, root)).sort()).toEqual(Object.keys(files).sort());
  });

  it('is what verify compares a database with', async () => {
    const page = landed(await catalogueOf(database.owner));
    expect(heldPage('libs/persistence/proof/landed.ts', page)).toBe(page);
  });
});

/** Hashes and no statements: `verify` has them at hand where no file is, and says of each part whether it is another. */
function landed(catalogue: Record<string, string>): string {
  const lines = Object.entries(catalogue).map(
    ([name, hash]) => `  ${/^[a-z]+$/.test(name) ? name : `'${name}'`}: '${hash}',`,
  );
  return [
    '/** What holds people and tables apart (`catalogue.ts`), after the last migration: a hash of each part, as its own test says it. */',
    'export const LANDED: Readonly<Record<string, string>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}
