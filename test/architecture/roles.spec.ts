import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { roleWords } from './role-words.js';

/** The one room that knows what roles may, and what names them without asking. */
const MAY_NAME_ROLES: [path: string, why: string][] = [
  ['libs/domain/people/', 'decides'],
  ['libs/domain/words.ts', 'the list itself'],
  ['libs/lexicon/', 'what people call them'],
  ['libs/domain/policy/default-policy.ts', 'posts on ladders, and by whom a rule lets a case rest: data'],
  ['apps/local/reference.ts', 'the people of the demo township, and the first administrator'],
];

const files = execFileSync('git', ['ls-files', 'libs', 'apps', 'activities', 'workflows'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.tsx?$/.test(path) && !/\.spec\.tsx?$|\/migrations\/|contract\.ts$/.test(path));

describe('what a role may', () => {
  it('is asked in libs/domain/people alone, by console, API and SQL too', () => {
    const found = files
      .filter((path) => !MAY_NAME_ROLES.some(([where]) => path.startsWith(where)))
      .flatMap((path) => roleWords(path, readFileSync(path, 'utf8')));
    expect(found).toEqual([]);
  });

  it.each(MAY_NAME_ROLES)('is named in %s: %s', (where) => {
    const found = files
      .filter((path) => path.startsWith(where))
      .flatMap((path) => roleWords(path, readFileSync(path, 'utf8')));
    // An excuse that nobody needs any more goes.
    expect(found).not.toEqual([]);
  });

  it.each([
    `if (actor.roles.includes('desk')) go();`,
    `if (roles.some((role) => role !== 'reporter')) go();`,
    `const may = user!.roles.includes(wanted);`,
    `const acts = ['desk', 'handler'].includes(role);`,
    `const ROOMS = { desk: [], supervisor: [], auditor: [] };`,
    `switch (true) { case actor.role === 'head': go(); }`,
    "db.query(`SELECT 1 FROM account WHERE 'supervisor' = ANY (roles)`);",
    'db.query(`SELECT 1 FROM account WHERE roles && $1`);',
  ])('would be found in: %s', (source) => {
    expect(roleWords('a.ts', source)).not.toEqual([]);
  });

  it.each([
    `const words = person.roles.map((role) => t.role[role]);`,
    `tell({ kind: 'offered', departmentId, role: 'handler' });`,
    `const tab = ['inbox', 'desk'];`,
    `type Sides = Pick<Row, 'desk' | 'holder'>;`,
    `if (transfer.role === 'lead') go();`,
    `if (may(actor, 'board.see')) go();`,
  ])('is not asked in: %s', (source) => {
    expect(roleWords('a.ts', source)).toEqual([]);
  });
});
