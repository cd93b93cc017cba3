import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { policies } from '../../../test/support/rulebooks.js';
import { DEFAULT_POLICY } from './default-policy.js';
import { differences, type Difference } from './difference.js';

it('names each place that differs, a limit as a whole', () => {
  const watch = { ...DEFAULT_POLICY.limits.watch!, blue: { amount: 40, unit: 'days' as const } };
  const visits = { ...DEFAULT_POLICY.visits, blue: [] };
  const changed = {
    ...DEFAULT_POLICY,
    title: '新',
    limits: { ...DEFAULT_POLICY.limits, watch },
    visits,
    majorKinds: ['family'],
  };
  expect(differences(DEFAULT_POLICY, changed)).toEqual([
    { pointer: '/title', from: DEFAULT_POLICY.title, to: '新' },
    { pointer: '/limits/watch/blue', from: { amount: 30, unit: 'days' }, to: { amount: 40, unit: 'days' } },
    { pointer: '/visits/blue/0', from: DEFAULT_POLICY.visits.blue[0] },
    { pointer: '/majorKinds', from: [], to: ['family'] },
  ]);
});

it('makes the second document out of the first', () => {
  fc.assert(
    fc.property(policies, policies, (one, other) => {
      const made = differences(one, other).reduce<unknown>(applied, structuredClone(one));
      expect(JSON.parse(JSON.stringify(made))).toEqual(JSON.parse(JSON.stringify(other)));
      expect(differences(one, structuredClone(one))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

function applied(document: unknown, { pointer, ...change }: Difference): unknown {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = path.pop();
  if (last === undefined) return change.to;
  const place = path.reduce<Record<string, unknown>>((at, part) => at[part] as never, document as never);
  if ('to' in change) place[last] = change.to;
  // What is left out of a list stood at its end.
  else if (Array.isArray(place)) place.length = Math.min(place.length, Number(last));
  else delete place[last];
  return document;
}
