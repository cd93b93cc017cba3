// Makes what is known of answers: their schemas (dist/answers.json) of the types in apps/api/*/answers.ts, which are their
// one source, and the types of the console (apps/web/contract.ts) of the OpenAPI document. A process of its own, so that it
// runs beside the rest of the build.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemasOfAnswers } from './schemas.mjs';

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
  const own = ['package-lock.json', 'apps/local/contract.mjs', 'apps/local/schemas.mjs'];
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
