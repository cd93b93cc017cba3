import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { policies } from '../../../test/support/rulebooks.js';
import { DEFAULT_POLICY } from './default-policy.js';
import { written } from './written.js';

/** As a database hands it out: by length of the name, then by the alphabet. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, shuffled((value as Record<string, unknown>)[key])]));
}

it('says all of a policy, and the same in whatever order it came', () => {
  fc.assert(
    fc.property(policies, (policy) => {
      const document = JSON.parse(JSON.stringify(policy)) as unknown;
      expect(JSON.parse(written(document))).toEqual(document);
      expect(written(shuffled(document))).toBe(written(document));
    }),
    { numRuns: 50, seed: 20261129 },
  );
});

it('differs in one line where one limit does', () => {
  const lines = written(DEFAULT_POLICY).split('\n');
  expect(lines).toContain('      "blue": {"amount": 7, "unit": "workingHours"},');
  const changed = structuredClone(DEFAULT_POLICY);
  changed.visits.blue[0]!.after.amount = 9;
  const others = written(changed).split('\n');
  expect(others.filter((line, n) => line !== lines[n])).toEqual([
    '      {"after": {"amount": 9, "unit": "days"}, "mode": "phone", "tolerance": {"amount": 2, "unit": "days"}}',
  ]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(160);
});
