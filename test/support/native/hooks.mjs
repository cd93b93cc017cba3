// What Node asks when a module is to be found and read: TypeScript beside the .js that is named, and Jest's own words.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { compiled } = createRequire(import.meta.url)('./compiled.cjs');
const ROOT = new URL('../../../', import.meta.url);
const { imports } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));
/** Where `#domain/` and the others have their sources. */
const SOURCES = Object.entries(imports).map(([name, { source }]) => ({
  name: name.slice(0, name.indexOf('*')),
  folder: new URL(source.slice(0, source.indexOf('*')), ROOT),
}));

/** Of a workflow that asks a sandbox where the others ask Temporal, and of all workflows that it imports. */
const SANDBOXED = '?sandboxed';
const TEMPORAL = '@temporalio/workflow';

function addressOf(specifier, { parentURL }) {
  const own = SOURCES.find(({ name }) => specifier.startsWith(name));
  if (own) return new URL(specifier.slice(own.name.length), own.folder);
  return specifier.startsWith('.') && parentURL ? new URL(specifier, parentURL) : undefined;
}

const sourceOf = (address) =>
  ['.ts', '.tsx']
    .map((end) => new URL(address.pathname.replace(/\.js$/, end), ROOT))
    .find((source) => source.pathname !== address.pathname && existsSync(source));

export function resolve(specifier, context, next) {
  const isInSandbox = context.parentURL?.endsWith(SANDBOXED) ?? false;
  const found = (url) => ({ url: url.href, format: 'module', shortCircuit: true });
  if (specifier === '@jest/globals') return found(new URL('globals.mjs', import.meta.url));
  if (specifier === TEMPORAL && isInSandbox) return found(new URL('../sandboxed.ts', import.meta.url));
  const address = addressOf(specifier, context);
  const source = address && sourceOf(address);
  if (!source) return next(specifier, context);
  const isWorkflow = source.href.startsWith(new URL('workflows/', ROOT).href);
  if (specifier.endsWith(SANDBOXED) || (isInSandbox && isWorkflow)) source.search = SANDBOXED;
  return found(source);
}

export function load(url, context, next) {
  if (!/\.tsx?(\?|$)/.test(url)) return next(url, context);
  return { format: 'module', source: readFileSync(compiled(url).code, 'utf8'), shortCircuit: true };
}
