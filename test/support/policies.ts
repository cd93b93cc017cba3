import fc from 'fast-check';
import { DEFAULT_POLICY } from '#domain/policy/default-policy.js';
import type { PolicyDocument } from '#domain/policy/document.js';
import { POLICY_FORM } from '#domain/policy/fields.js';
import { UNITS } from '#domain/time/limit.js';

/** Policies that somebody made of the shipped one by changing some places of it, sensibly and not, by `policy/fields.ts`. */

type Json = Record<string, unknown>;

const limit = fc.record({
  amount: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }) },
    // About where each unit ends, and beyond.
    { weight: 3, arbitrary: fc.constantFrom(36, 285, 400, 785, 1100, 5500, 26_400, 1_584_000, 95_040_000) },
    { weight: 1, arbitrary: fc.constantFrom(0, -1, -0, 0.5, NaN, Infinity, 999_999, 1e308) },
  ),
  unit: fc.constantFrom(...UNITS),
});
const junk = fc.constantFrom<unknown>(null, undefined, '', 'constructor', '__proto__', -0, NaN, Infinity, [], {}, 1e9);

/** A value for a member, by its schema: mostly within its bounds and at them. */
function valueOf(schema: Json): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  if (schema.anyOf) return fc.option(limit);
  if (schema.type === 'object') return limit;
  const [least, most] = [schema.minimum ?? 0, schema.maximum ?? 1000] as [number, number];
  if (schema.type === 'integer') return fc.oneof(fc.integer({ min: least, max: most }), fc.constantFrom(least, most));
  if (schema.type === 'number') return fc.oneof(fc.double({ min: least, max: most, noNaN: true }), fc.constant(most));
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'array' && schema.items) {
    const { enum: words } = schema.items as Json;
    if (Array.isArray(words))
      return fc.uniqueArray(fc.constantFrom(...(words as unknown[])), { maxLength: words.length });
  }
  return fc.constantFrom<unknown>(
    'justice',
    'police',
    'land',
    'village-shixi',
    [['09:00', '09:30']],
    [['00:00', '23:59']],
  );
}

const places = POLICY_FORM.fields.flatMap(({ path, shape }) =>
  POLICY_FORM.places(DEFAULT_POLICY, path).map((place) => ({ pointer: place.path.split('.'), shape })),
);

interface Change {
  pointer: string[];
  value: unknown;
}
const change: fc.Arbitrary<Change> = fc.constantFrom(...places).chain(({ pointer, shape }) =>
  fc.record({
    pointer: fc.constant(pointer),
    value: fc.oneof(
      { weight: 12, arbitrary: shape.says.startsWith('list of') ? listAt(pointer) : valueOf(shape.schema) },
      { weight: 1, arbitrary: junk },
    ),
  }),
);

/** A list as it was, longer, shorter or the other way round. */
function listAt(pointer: string[]): fc.Arbitrary<unknown> {
  const now = pointer.reduce<unknown>((node, key) => (node as Json)[key], DEFAULT_POLICY);
  const list = Array.isArray(now) ? (now as unknown[]) : [];
  return fc.oneof(
    fc.shuffledSubarray(list),
    fc.subarray(list),
    fc.constant([...list, ...list]),
    fc.constant(list.toReversed()),
  );
}

/**
 * @param passes decides whether a change stays: many small ones make a policy far from the shipped one, and what does not
 * pass was asked about all the same
 */
export function changedPolicies(passes: (document: unknown) => boolean): fc.Arbitrary<PolicyDocument> {
  return fc.array(change, { minLength: 1, maxLength: 30 }).map((changes) =>
    changes.reduce<PolicyDocument>((document, each) => {
      // What is published is JSON: no member of it is there and says nothing.
      const next = JSON.parse(JSON.stringify(changed(structuredClone(document) as unknown as Json, each))) as Json;
      return passes(next) ? (next as unknown as PolicyDocument) : document;
    }, DEFAULT_POLICY),
  );
}

function changed(document: Json, { pointer, value }: Change): Json {
  const last = pointer.at(-1)!;
  const place = pointer
    .slice(0, -1)
    .reduce<unknown>(
      (node, key) => (typeof node === 'object' && node !== null ? (node as Json)[key] : undefined),
      document,
    );
  if (typeof place === 'object' && place !== null) (place as Json)[last] = structuredClone(value);
  return document;
}
