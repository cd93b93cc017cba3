// The schemas of answers, made of the types in `apps/api/*/answers.ts`, each union with names and a sign that tells one from
// another: programs that are made of the document name their classes by it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { relative } from 'node:path';

const API = 'apps/api';
const SOURCES = `${API}/*/answers.ts`;
/** A room of its own comes with its controllers. */
const ROOMS = 'apps/api/api.module.ts';
/** What an OpenAPI document can call a component. */
const IS_NAME = /^\w+$/;
const REF = '#/definitions/';
const COMPONENT = '#/components/schemas/';

/** @returns the schemas as JSON, and the files that they were made of */
export async function schemasOfAnswers() {
  const { createGenerator } = await import('ts-json-schema-generator');
  const generator = createGenerator({
    path: SOURCES,
    tsconfig: 'tsconfig.json',
    jsDoc: 'extended',
    // `tsc` checks types; this only reads them.
    skipTypeCheck: true,
  });
  const definitions = {};
  const properties = {};
  for (const root of rootsIn(sources())) {
    Object.assign(definitions, generator.createSchema(root).definitions);
    Object.assign(properties, definitions[root].properties);
  }
  const files = generator.program.getSourceFiles().map(({ fileName }) => relative(process.cwd(), fileName));
  return {
    text: JSON.stringify(withNamedUnions(components(definitions, properties))),
    files: [ROOMS, ...files.filter((file) => !file.startsWith('node_modules'))],
  };
}

const sources = () =>
  readdirSync(API)
    .map((room) => `${API}/${room}/answers.ts`)
    .filter((file) => existsSync(file))
    .sort();

/** `DisputeShapes` of `apps/api/disputes/answers.ts`. */
const rootsIn = (files) =>
  files.map((file) => {
    const [, root] = /^export interface (\w+Shapes) /m.exec(readFileSync(file, 'utf8')) ?? [];
    if (!root) throw new Error(`${file} has no interface of its shapes`);
    return root;
  });

/** The definitions by the names that they have in the document. */
function components(definitions, properties) {
  const referred = (schema) => schema.$ref && decodeURIComponent(schema.$ref.slice(REF.length));
  // A name among the shapes takes the place of the type that it stands for.
  const names = new Map(Object.entries(properties).map(([name, schema]) => [referred(schema), name]));
  const schemas = {};
  const take = (type) => {
    const name = names.get(type) ?? type;
    if (!(name in schemas)) {
      schemas[name] = null;
      schemas[name] = resolved(definitions[type]);
    }
    return name;
  };
  // A type without a name of its own, such as a page of something, is written where it is used.
  const resolved = (schema) => {
    if (Array.isArray(schema)) return schema.map(resolved);
    if (typeof schema !== 'object' || schema === null) return schema;
    const { $ref, ...rest } = schema;
    const beside = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, resolved(value)]));
    const type = referred(schema);
    if (type === undefined) return strict(beside);
    if (!names.has(type) && !IS_NAME.test(type)) return { ...resolved(definitions[type]), ...beside };
    return { $ref: `${COMPONENT}${take(type)}`, ...beside };
  };
  for (const schema of Object.values(properties)) take(referred(schema));
  return schemas;
}

/** What the generator says in the words of draft 7, and what it must not say: that an answer may have any member. */
function strict(schema) {
  const { properties, additionalProperties: more, items, ...rest } = schema;
  if (properties && typeof more === 'object' && Object.keys(more).length > 0) {
    throw new Error(
      `the keys ${Object.keys(properties).join(', ')} are taken for some of many: write them as one list`,
    );
  }
  return Array.isArray(items) ? { ...rest, prefixItems: items } : schema;
}

const pascal = (text) => text.replaceAll(/(?:^|[-_])(\w)/g, (_all, letter) => letter.toUpperCase());
const isShape = ({ properties }) => properties !== undefined;

/**
 * Every union of the document in a form that programs can be made of: closed lists as one list; shapes as components of
 * their own, `DisputeResolvedEntry` of `TimelineEntry`, told apart by the member that is another word in each.
 */
export function withNamedUnions(schemas) {
  const named = {};
  const add = (name, schema) => {
    if (name in schemas || name in named) throw new Error(`two schemas are called ${name}`);
    named[name] = schema;
    return { $ref: `${COMPONENT}${name}` };
  };
  const told = (schema, at) => {
    if (Array.isArray(schema)) return schema.map((each, index) => told(each, `${at}/${index}`));
    if (typeof schema !== 'object' || schema === null) return schema;
    const { anyOf, ...rest } = Object.fromEntries(
      Object.entries(schema).map(([key, value]) => [key, told(value, `${at}/${key}`)]),
    );
    if (!anyOf) return rest;
    const words = anyOf.flatMap((each) => wordsOf(each, schemas) ?? [null]);
    if (!words.includes(null)) return { type: 'string', enum: words, ...rest };
    if (!anyOf.some(isShape)) return { anyOf, ...rest };
    if (!IS_NAME.test(at) || !anyOf.every(isShape))
      throw new Error(`${at} is a union of shapes: give each a type of its own`);
    return { ...shapesApart(anyOf, at, add), ...rest };
  };
  const all = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, told(schema, name)]));
  return { ...all, ...named };
}

/** The words of a closed list; undefined of anything else. */
function wordsOf({ $ref, type, const: word, enum: words, anyOf }, schemas) {
  if ($ref) return wordsOf(schemas[$ref.slice(COMPONENT.length)], schemas);
  if (anyOf) {
    const all = anyOf.map((each) => wordsOf(each, schemas));
    return all.includes(undefined) ? undefined : all.flat();
  }
  return type !== 'string' ? undefined : word !== undefined ? [word] : words;
}

function shapesApart(shapes, name, add) {
  const tail = /[A-Z][a-z]+$/.exec(name)[0];
  const propertyName = Object.keys(shapes[0].properties).find((key) =>
    shapes.every(({ properties }) => properties[key]?.const !== undefined),
  );
  if (propertyName === undefined) {
    // Told apart by the one member that each has.
    const refs = shapes.map((shape) => add(`${pascal(soleMember(shape, name))}${tail}`, shape));
    return { anyOf: refs };
  }
  const mapping = {};
  const oneOf = shapes.map((shape) => {
    const word = shape.properties[propertyName].const;
    const stem = pascal(word);
    const properties = Object.fromEntries(
      Object.entries(shape.properties).map(([key, each]) => [
        key,
        isShape(each) ? add(stem + pascal(key), each) : each,
      ]),
    );
    const ref = add(`${stem}${tail}`, { ...shape, properties });
    mapping[word] = ref.$ref;
    return ref;
  });
  return { oneOf, discriminator: { propertyName, mapping } };
}

function soleMember({ properties }, name) {
  const [key, ...others] = Object.keys(properties);
  if (others.length > 0) throw new Error(`the shapes of ${name} have no member that tells them apart`);
  return key;
}
