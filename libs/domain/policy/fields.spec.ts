import { expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { heldPage } from '../../../test/support/pages.js';
import { changedPolicies } from '../../../test/support/policies.js';
import { policyPage } from '../../../test/support/policy-page.js';
import { DEFAULT_POLICY } from './default-policy.js';
import { POLICY_FORM, REFUSED_UNDER } from './fields.js';

const ROOT = new URL('../../../', import.meta.url);

it('docs/policy.md shows the table', () => {
  const page = policyPage();
  expect(heldPage('docs/policy.md', page)).toBe(page);
});

it('whoever reads a member is somewhere in the product', () => {
  const files = ['libs', 'apps', 'activities', 'workflows'].flatMap((room) =>
    readdirSync(new URL(room, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.spec.ts') && !name.includes('domain/policy/'))
      .map((name) => readFileSync(new URL(`${room}/${name}`, ROOT), 'utf8')),
  );
  const words = new Set(files.flatMap((text) => text.match(/\w+/g) ?? []));
  const readers = POLICY_FORM.fields.flatMap(({ readBy }) => readBy);
  expect(readers.filter((name) => !words.has(name))).toEqual([]);
});

it('every number that ships has its row', () => {
  const rows = POLICY_FORM.fields.flatMap(({ path }) => POLICY_FORM.places(DEFAULT_POLICY, path));
  const paths = new Set(rows.map(({ path }) => path));
  const isTold = (path: string) => path.split('.').some((_, n, parts) => paths.has(parts.slice(0, n + 1).join('.')));
  const leaves = (value: unknown, path: string): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, each]) => leaves(each, path === '' ? key : `${path}.${key}`))
      : [path];
  expect(leaves(DEFAULT_POLICY, '').filter((path) => !isTold(path))).toEqual([]);
});

it('a refusal names a member', () => {
  const plain = POLICY_FORM.fields.map(({ path }) => path.replace(/\.?\{grade\}|\[\]|\?/g, ''));
  for (const path of Object.values(REFUSED_UNDER)) {
    const found = plain.some((each) => each === path || each.startsWith(`${path}.`) || path.startsWith('limits.'));
    expect([path, found]).toEqual([path, true]);
  }
});

it('its JSON schema takes what the check lets pass', () => {
  // Formats that say to people and programs what a value is about; what it may be the rest says.
  const formats = { limit: true, department: true, village: true, sessions: true, phrase: true, step: true } as const;
  const validate = new Ajv2020({ formats, keywords: ['mostDays'] }).compile(POLICY_FORM.schema());
  const passes = (document: unknown) =>
    POLICY_FORM.check(document, {
      departments: ['police', 'justice', 'land', 'forestry', 'labour', 'agriculture'],
      villages: [],
      workMinutes: 420,
    }).length === 0;
  expect(validate(DEFAULT_POLICY)).toBe(true);
  fc.assert(
    fc.property(changedPolicies(passes), (policy) => {
      expect([validate(policy), validate.errors]).toEqual([true, null]);
    }),
    { numRuns: 20 },
  );
  expect(validate({ ...DEFAULT_POLICY, lunch: true })).toBe(false);
  expect(validate({ ...DEFAULT_POLICY, handle: null })).toBe(false);
});
