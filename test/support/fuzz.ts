import fc from 'fast-check';
import { POLICY_VERSION } from '../../apps/local/reference.js';

/**
 * Requests made of the OpenAPI document: valid or nearly, and then spoilt. Everything random comes from fast-check, so a
 * seed gives the same requests again. What only a running town knows (ids of cases) stands as a placeholder.
 */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

export interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Plan {
  who: string;
  method: string;
  /** As the document writes it, `/api/v1/disputes/{id}`. */
  template: string;
  /** What stands in the path beside the id. */
  pieces: Record<string, string>;
  /** What stands in place of `{id}`. */
  id: string;
  query: string;
  headers: Record<string, string>;
  /** Exactly what is sent, placeholders aside. */
  body: string | undefined;
}

/** Placeholders: a case that the caller may change, one that is nothing to them, and a number that no computer holds. */
export const OWN = '@own@';
export const FOREIGN = '@foreign@';
const ENDLESS = '@endless@';

const NASTY = [
  '',
  ' ',
  '\0',
  '\ud800',
  '\u202e',
  '\ufeff',
  'é\u0301'.repeat(20),
  '𠮷'.repeat(30),
  "' OR 1=1 --",
  '"; DROP TABLE dispute; --',
  '%',
  '_',
  '%00',
  '../../../../etc/passwd',
  '${7*7}{{7*7}}',
  '<img src=x onerror=alert(1)>',
  '=1+1',
  'a\r\nSet-Cookie: x=y',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  'NaN',
  '0x10',
  '1e999',
  '-1',
  '9'.repeat(40),
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  '0000-01-01T00:00:00Z',
  'x'.repeat(2_500),
];
const NAMES = ['police', 'justice', 'land', 'centre', 'district', 'village-helin', 'desk', 'grid', 'visitor', 'nobody'];
const KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'id', 'status', 'departmentId', 'dueAt', ''];

const words = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(...NASTY) },
);
const instants = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
  .map((each) => each.toISOString().replace('Z', '+08:00'));
const cases = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(OWN, FOREIGN) },
  { weight: 1, arbitrary: fc.uuid({ version: 4 }) },
);

function matching(pattern: string): fc.Arbitrary<string> {
  // Ids of parts of a case: what exists is more telling than what does not.
  const part = /^\^([a-z])\\d/.exec(pattern);
  if (part) return fc.constantFrom(`${part[1]}1`, `${part[1]}1`, `${part[1]}2`, `${part[1]}99`);
  if (pattern.startsWith('^[0-9a-f-]{36}'))
    return fc.tuple(cases, fc.integer({ min: 1, max: 9 })).map((x) => x.join('.'));
  if (pattern.startsWith('^[a-z0-9]')) return fc.constantFrom(...NAMES);
  if (pattern.includes('(?!')) return fc.constantFrom('/', '/inbox');
  return fc.stringMatching(new RegExp(pattern));
}

/** Values that a schema takes, mostly. */
export function valueOf(schema: Schema, description: Description): fc.Arbitrary<unknown> {
  const inner = (each: Schema) => valueOf(each, description);
  if (schema.$ref) return inner(description.components.schemas[schema.$ref.split('/').at(-1)!]!);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(inner));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => inner({ ...schema, type })));
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {}).map(([name, each]) => [name, inner(each)] as const);
      return fc.record(Object.fromEntries(members), { requiredKeys: schema.required ?? [], noNullPrototype: true });
    }
    case 'array':
      return fc.array(schema.items ? inner(schema.items) : words, {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case 'string':
      if (schema.format === 'uuid') return cases;
      if (schema.format === 'date-time') return instants;
      if (schema.pattern) return matching(schema.pattern);
      return words.map((text) => text.slice(0, schema.maxLength) || 'x'.repeat(schema.minLength ?? 0));
    case 'integer':
    case 'number': {
      const [least, most] = [schema.minimum ?? 0, schema.maximum ?? 1_000];
      const whole = fc.integer({ min: Math.ceil(least), max: Math.floor(most) });
      return fc.oneof(whole, fc.constantFrom(...[least, most, 1].filter((each) => each >= least && each <= most)));
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return words;
  }
}

/** A value of any other kind. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, ENDLESS, 2 ** 53 + 2, [], {}, [[]], { a: 1 }),
  fc.constantFrom(...NASTY),
);

interface Spoiling {
  at: number;
  how: 'replace' | 'remove' | 'add' | 'deepen' | 'repeat';
  key: string;
  value: unknown;
}
const spoiling: fc.Arbitrary<Spoiling> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace', 'remove', 'add', 'deepen', 'repeat'),
  key: fc.constantFrom(...KEYS),
  value: odd,
});

/** Spoils one place of a value; which one the number says. */
function spoil(value: unknown, { at, how, key, value: other }: Spoiling): unknown {
  if (typeof value !== 'object' || value === null || at % 5 === 0) return change(value);
  const keys = Object.keys(value);
  if (keys.length === 0) return change(value);
  const chosen = keys[at % keys.length]!;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  const member = copy[chosen];
  if (how === 'remove' && !Array.isArray(value)) delete copy[chosen];
  else copy[chosen] = spoil(member, { at: Math.floor(at / 7), how, key, value: other });
  return copy;

  function change(whole: unknown): unknown {
    if (how === 'deepen') return Array.from({ length: 200 }).reduce((nested) => [nested], whole);
    if (how === 'repeat') return Array.from({ length: 60 }, () => whole);
    if (how === 'add' && typeof whole === 'object' && whole !== null) {
      const more = Object.fromEntries([...Object.entries(whole), [key, other]]) as object;
      return Array.isArray(whole) ? [...(whole as unknown[]), other] : more;
    }
    return other;
  }
}

/** JSON.stringify would drop a member that is called so, and knows no endless number. */
const written = (value: unknown) => JSON.stringify(value)?.replaceAll(`"${ENDLESS}"`, '1e999');

const RAW = [
  '',
  'null',
  '[]',
  '"x"',
  '{',
  '{"a":1}{"b":2}',
  '\ufeff{}',
  '{"__proto__":{"status":"closed"}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"reason":"a","reason":"b"}',
  '['.repeat(20_000),
  '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000),
  `{"reason":"${'x'.repeat(600_000)}"}`,
  `{${Array.from({ length: 5_000 }, (_, n) => `"k${n}":1`).join(',')}}`,
];

const strange = fc.record(
  {
    'if-match': fc.constantFrom('"0"', '"1"', '*', 'W/"3"', '-1', '"x"', '9'.repeat(30), '"1", "2"'),
    'idempotency-key': fc.oneof(fc.constantFrom('once', 'twice', ' ', 'x'.repeat(5_000), 'é', '__proto__'), fc.uuid()),
    'accept-language': fc.constantFrom('en', 'zh-CN', 'de', '*', 'en;q=x', ','.repeat(2_000)),
    'content-type': fc.constantFrom(
      'text/plain',
      'application/json; charset=utf-16',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/xml',
      'x',
      'application/json;'.repeat(200),
    ),
    accept: fc.constantFrom('text/html', 'application/xml', 'x'),
    origin: fc.constantFrom('https://evil.example', 'null'),
    cookie: fc.constantFrom('session=x', 'session=; session=y', 'device=a.b', '=;;=%00'),
    'x-forwarded-for': fc.constantFrom('127.0.0.1', 'x'),
    'last-event-id': fc.constantFrom('-1', '9'.repeat(25), 'x'),
    'content-encoding': fc.constantFrom('gzip', 'x'),
  },
  { requiredKeys: [] },
);

const PLACES = [
  '%',
  '%00',
  '%ff',
  '%2e%2e%2f',
  '..%5c',
  '.',
  '__proto__',
  '0',
  '-1',
  '1.5',
  '9999999999999999999999',
  'null',
  '%F0%9F%92%A9',
  'x'.repeat(300),
  '%27%20OR%201%3D1',
  '00000000-0000-0000-0000-000000000000',
  '0'.repeat(36),
  `${'0'.repeat(36)}.1`,
];

/** What else a path names, as it stands in the town. */
const STANDING: Record<string, string> = {
  version: POLICY_VERSION,
  region: 'default',
  year: '2026',
  name: 'disputes.csv',
};

/** All that a person may send to one operation, and much that nobody may. */
function toOperation(method: string, template: string, operation: Operation, description: Description) {
  const schema = operation.requestBody?.content['application/json']?.schema;
  const value = schema ? valueOf(schema, description) : fc.constant(undefined);
  const body = fc.oneof(
    { weight: 8, arbitrary: value.map(written) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(value, fc.array(spoiling, { minLength: 1, maxLength: 3 }))
        .map(([whole, spoilings]) => written(spoilings.reduce(spoil, whole))),
    },
    { weight: 1, arbitrary: fc.constantFrom(...RAW) },
  );
  const parameters = (operation.parameters ?? []).filter((each) => each.in === 'query');
  const fine = fc.record(
    Object.fromEntries(parameters.map((each) => [each.name, valueOf(each.schema ?? {}, description)])),
    {
      requiredKeys: parameters.filter((each) => each.required).map((each) => each.name),
      noNullPrototype: true,
    },
  );
  const query = fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: fine }, { weight: 1, arbitrary: fc.constant({}) }),
      fc.array(fc.tuple(fc.constantFrom(...parameters.map((each) => each.name), ...KEYS, 'id[]', 'id[$ne]'), words), {
        maxLength: 2,
      }),
      fc.nat(3),
    )
    .map(([members, more, spoilt]) => {
      const pairs = [...Object.entries(members), ...(spoilt === 0 ? more : [])];
      const part = (each: unknown) => encodeURIComponent(String(each).toWellFormed());
      return pairs.length === 0 ? '' : `?${pairs.map((pair) => pair.map(part).join('=')).join('&')}`;
    });
  const id = template.includes('obligations')
    ? matching('^[0-9a-f-]{36}')
    : /users/.test(template)
      ? fc.constantFrom(...NAMES)
      : /notices|deliveries/.test(template)
        ? fc.constantFrom('1', '2', '3', '99999')
        : cases;
  return fc.record({
    method: fc.oneof(
      { weight: 30, arbitrary: fc.constant(method) },
      { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS') },
    ),
    template: fc.constant(template),
    pieces: fc.record(
      Object.fromEntries(
        (operation.parameters ?? [])
          .filter((each) => each.in === 'path' && each.name !== 'id')
          .map(({ name }) => [
            name,
            fc.oneof(
              { weight: 12, arbitrary: fc.constant(STANDING[name] ?? '1') },
              { weight: 1, arbitrary: fc.constantFrom(...PLACES) },
            ),
          ]),
      ),
      { noNullPrototype: true },
    ),
    id: fc.oneof({ weight: 12, arbitrary: id }, { weight: 1, arbitrary: fc.constantFrom(...PLACES) }),
    query,
    headers: fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: strange }),
    body,
  });
}

/** @returns so many requests, the same ones for the same seed */
export function plansOf(description: Description, people: readonly string[], seed: number, count: number): Plan[] {
  const operations = Object.entries(description.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      toOperation(method.toUpperCase(), template, operation, description),
    ),
  );
  const plan = fc
    .tuple(fc.constantFrom(...people), fc.oneof(...operations))
    .map(([who, request]) => ({ who, ...request }) as Plan);
  return fc.sample(plan, { seed, numRuns: count });
}
