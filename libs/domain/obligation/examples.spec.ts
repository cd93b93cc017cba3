import { expect, it } from '@jest/globals';
import { Town, rulesFor, shanghai } from '../../../test/support/town.js';
import { DEFAULT_POLICY } from '../policy/default-policy.js';
import { examplesOf } from './examples.js';

const at = shanghai('2026-11-23 09:00');
const examples = () => examplesOf('default-1', DEFAULT_POLICY, rulesFor().calendar, at);

it('an example is the date that a case gets', () => {
  const town = new Town(at).resolvedBy('land');
  for (const obligation of town.row!.obligations) {
    const example = examples().find(({ path }) => path === obligation.rule.path);
    expect([obligation.rule.path, example?.dueAt]).toEqual([obligation.rule.path, obligation.dueAt]);
    expect(example!.lateAfter).toBe(obligation.lateAfter);
  }
  expect(town.row!.obligations.length).toBeGreaterThan(5);
});

it('every limit of a policy has one, and a stage without a deadline has none', () => {
  const paths = examples().map(({ path }) => path);
  expect(paths).toContain('limits.plan.red');
  expect(paths).not.toContain('limits.plan.blue');
  expect(paths.filter((path) => path.startsWith('visits.red.'))).toHaveLength(9);
  expect(new Set(paths).size).toBe(paths.length);
});
