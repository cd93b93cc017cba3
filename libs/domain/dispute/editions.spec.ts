import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CORE, EDITIONS, follows, type EditionName } from './editions.js';

const ROOM = fileURLToPath(new URL('.', import.meta.url));
const NAMES = Object.keys(EDITIONS) as EditionName[];

/** The rules of disputes, but for the table itself. */
function codeOfRules(): string {
  return readdirSync(ROOM, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && path !== 'editions.ts')
    .map((path) => readFileSync(join(ROOM, path), 'utf8'))
    .join('\n');
}

describe('the editions of the rules', () => {
  const code = codeOfRules();
  const asked = new Set([...code.matchAll(/\bfollows\([^()]*, '(\w+)'\)/g)].map(([, name]) => name));

  it('are each asked for by name, and none by number', () => {
    expect([...asked].sort()).toEqual([...NAMES].sort());
    expect(code).not.toMatch(/\bcore\s*(>=|<|<=|===|!==)\s*\d/);
  });

  it.each(NAMES)('%s is not followed by what was entered under the first rules', (name) => {
    expect(follows({ core: 1 }, name)).toBe(false);
    expect(follows({ core: EDITIONS[name].since }, name)).toBe(true);
    expect(follows({ core: CORE }, name)).toBe(true);
  });

  it('end with the newest, under which disputes are entered', () => {
    expect(NAMES.some((name) => EDITIONS[name].since === CORE)).toBe(true);
    expect(CORE).toBe(10);
  });
});
