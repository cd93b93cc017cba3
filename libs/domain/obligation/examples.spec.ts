import { expect, it } from '@jest/globals';
import { Town, rulesFor, shanghai } from '../../../test/support/town.js';
import fc from 'fast-check';
import { DEFAULT_POLICY } from '../policy/default-policy.js';
import type { PolicyDocument } from '../policy/document.js';
import { POLICY_FORM } from '../policy/fields.js';
import { datesOf, examplesOf } from './examples.js';

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

const dates = (document: object = DEFAULT_POLICY) =>
  new Map(datesOf(document as PolicyDocument, rulesFor().calendar, at).map((each) => [each.pointer, each.dueAt]));

it('of a document that is written each limit has its date, the same as of one that was published', () => {
  const found = dates();
  for (const { path, dueAt, lateAfter } of examples()) {
    const [member, of, n] = path.split('.');
    const step = member === 'statutory' ? DEFAULT_POLICY.statutory[of!]!.findIndex((each) => each.step === n) : 0;
    const pointer = {
      visits: `/visits/${of}/${n}/after`,
      statutory: `/statutory/${of}/${step}/limit`,
    }[member!];
    expect([path, found.get(pointer ?? `/${path.replaceAll('.', '/')}`)]).toEqual([path, dueAt]);
    if (lateAfter) expect(found.get(`/visits/${of}/${n}/tolerance`)).toBe(lateAfter);
  }
  const limits = POLICY_FORM.fields
    .filter(({ shape }) => shape.says.startsWith('limit'))
    .flatMap(({ path }) => POLICY_FORM.places(DEFAULT_POLICY, path))
    .filter(({ value }) => value !== null);
  expect(found.size).toBe(limits.length);
  // A window that looks back ends before it begins.
  expect(found.get('/repeat/within')! < at).toBe(true);
});

it('what makes no sense has no date, and without working hours nothing has', () => {
  const limits = {
    ...DEFAULT_POLICY.limits,
    dispatch: { ...DEFAULT_POLICY.limits.dispatch, red: { amount: 0, unit: 'hours' } },
  };
  const visits = {
    ...DEFAULT_POLICY.visits,
    blue: [{ after: 'soon', mode: 'phone', tolerance: { amount: 1, unit: 'days' } }],
  };
  const found = dates({ ...DEFAULT_POLICY, limits, visits });
  expect([found.has('/limits/dispatch/red'), found.has('/limits/grade/red')]).toEqual([false, true]);
  expect([found.has('/visits/blue/0/tolerance'), found.has('/visits/red/0/tolerance')]).toEqual([false, true]);
  for (const workingTime of [
    undefined,
    null,
    { zone: 'Mars', hours: [['08:00', '12:00']] },
    { zone: 'UTC', hours: [] },
  ]) {
    expect(dates({ ...DEFAULT_POLICY, workingTime }).size).toBe(0);
  }
  expect(dates({}).size).toBe(0);
});

it('takes anything that somebody sends', () => {
  const nonsense = fc.object({
    key: fc.constantFrom('amount', 'unit', 'blue', 'red', 'after', 'at', 'handle'),
    maxDepth: 4,
  });
  const members = fc.dictionary(
    fc.constantFrom('limits', 'handle', 'visits', 'ladders', 'statutory', 'repeat'),
    nonsense,
  );
  fc.assert(
    fc.property(members, (more) => {
      expect(dates({ ...DEFAULT_POLICY, ...more }).size).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 100 },
  );
});
