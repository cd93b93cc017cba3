import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { workflowBundle } from '../../apps/worker/workflow-bundle.js';

/** The bundler lets anything in silently: TypeORM alone makes 8.9 MB of 1.6 (architecture.md §1). */
const MOST_BYTES = 3_000_000;
/** The SDK puts stubs of these three in the place of Node's own. */
const STUBBED = ['assert', 'url', 'util'];

/** The modules of a webpack bundle by their names in its module table, `"./node_modules/ms/index.js":`. */
function modulesOf(code: string): string[] {
  return [...code.matchAll(/^\/\*\*\*\/ "([^"]+)"/gm)].map((match) => match[1]!);
}

function packageOf(name: string): string | null {
  const rest = name.split('node_modules/').at(-1)!;
  if (rest === name) return null;
  const parts = rest.split('/');
  return parts[0]!.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!;
}

/** Everything that must not be inside a workflow, by name. */
function strangers(modules: string[]): string[] {
  return modules.filter((name) => {
    const from = packageOf(name);
    if (from) return /^(typeorm|pg|pg-.*|@nestjs\/.*|@fastify\/.*|fastify|reflect-metadata|zod)$/.test(from);
    const external = /^external "?([^"]+)/.exec(name)?.[1] ?? name;
    return name.startsWith('node:') || (isBuiltin(external) && !STUBBED.includes(external));
  });
}

describe('the workflow bundle', () => {
  const code = readFileSync(workflowBundle().codePath, 'utf8');
  const modules = modulesOf(code);

  it('holds the workflows, the core and the SDK', () => {
    expect(modules.some((name) => name.endsWith('workflows/dispute/dispute.workflow.js'))).toBe(true);
    expect(modules.some((name) => name.endsWith('libs/domain/dispute/decide.js'))).toBe(true);
    expect(modules.some((name) => packageOf(name) === '@temporalio/workflow')).toBe(true);
  });

  it('holds no database, no framework and no Node built-in', () => {
    expect(strangers(modules)).toEqual([]);
    expect(code).not.toMatch(/require\(["']node:/);
  });

  it('holds no code of activities, persistence or configuration', () => {
    expect(modules.filter((name) => /(^|\/)(activities|libs\/persistence|libs\/config)\//.test(name))).toEqual([]);
  });

  it('is small', () => {
    expect(code.length).toBeLessThan(MOST_BYTES);
  });

  it('would be found out', () => {
    const bad = ['./node_modules/typeorm/index.js', './node_modules/@nestjs/common/index.js', 'node:fs', 'crypto'];
    const good = ['./node_modules/ms/index.js', './dist/libs/domain/time.js', 'assert'];
    expect(strangers([...bad, ...good])).toEqual(bad);
    expect(modulesOf(`/***/ "./a.js":\n/***/ "node:fs":\n`)).toEqual(['./a.js', 'node:fs']);
  });
});
