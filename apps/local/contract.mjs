// Makes what is known of answers: their schemas (dist/answers.json) of the types in apps/api/http/answers.ts, which are their
// one source, and the types of the console (apps/web/contract.ts) of the OpenAPI document. A process of its own, so that it
// runs beside the rest of the build.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const SOURCE = 'apps/api/http/answers.ts';
/** What an OpenAPI document can call a component. */
const IS_NAME = /^\w+$/;
const REF = '#/definitions/';

async function schemasOfAnswers() {
  const { createGenerator } = await import('ts-json-schema-generator');
  const generator = createGenerator({
    path: SOURCE,
    tsconfig: 'tsconfig.json',
    type: 'Shapes',
    jsDoc: 'extended',
    // `tsc` checks types; this only reads them.
    skipTypeCheck: true,
  });
  const { definitions } = generator.createSchema('Shapes');
  const { properties } = definitions.Shapes;
  const referred = (schema) => schema.$ref && decodeURIComponent(schema.$ref.slice(REF.length));
  // A name of `Shapes` takes the place of the type that it stands for.
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
    return { $ref: `#/components/schemas/${take(type)}`, ...beside };
  };
  for (const schema of Object.values(properties)) take(referred(schema));
  const files = generator.program.getSourceFiles().map(({ fileName }) => relative(process.cwd(), fileName));
  return { text: JSON.stringify(schemas), files: files.filter((file) => !file.startsWith('node_modules')) };
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

async function typesOfDocument() {
  const [{ describeServer }, { default: openapiTS, astToString }] = await Promise.all([
    import('../../dist/apps/api/server.js'),
    import('openapi-typescript'),
  ]);
  const document = JSON.parse(JSON.stringify(await describeServer()));
  const types = await openapiTS(document, {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    // What has a default may be left out of a body.
    defaultNonNullable: false,
    silent: true,
  });
  const sources = ['apps/api', 'libs'].flatMap((room) =>
    readdirSync(room, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  return {
    text: `// Made by the build of /api/v1/openapi.json.\n${astToString(types)}`,
    files: ['dist/answers.json', ...sources],
  };
}

/** Makes a file when one of those changed that it was made of the last time; a new one is imported by one that changed. */
async function unlessFresh(output, make) {
  const stamp = `dist/${output.split('/').at(-1)}.stamp`;
  const own = ['package-lock.json', 'apps/local/contract.mjs'];
  const hashOf = (files) => {
    const hash = createHash('sha256');
    for (const file of [...own, ...files]) hash.update(file).update(existsSync(file) ? readFileSync(file) : '');
    return hash.digest('hex');
  };
  if (existsSync(output) && existsSync(stamp)) {
    const { files, hash } = JSON.parse(readFileSync(stamp, 'utf8'));
    if (hashOf(files) === hash) return;
  }
  const started = Date.now();
  const { text, files } = await make();
  writeFileSync(output, text);
  writeFileSync(stamp, JSON.stringify({ files, hash: hashOf(files) }));
  console.error(`· made ${output} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

await unlessFresh('dist/answers.json', schemasOfAnswers);
await unlessFresh('apps/web/contract.ts', typesOfDocument);
