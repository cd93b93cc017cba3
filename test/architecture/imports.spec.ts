import { describe, expect, it } from '@jest/globals';
import {
  climbs,
  cycles,
  forbiddenImports,
  importsOf,
  readRooms,
  readTable,
  targetOf,
  type Sources,
} from './import-rules.js';

const table = readTable();

describe('the rooms of this repository', () => {
  const sources = readRooms(table);

  it('are read, all of them that exist', () => {
    const rooms = new Set([...sources.keys()].map((path) => path.split('/')[0]));
    expect([...rooms].sort()).toEqual(expect.arrayContaining(['activities', 'apps', 'libs', 'test', 'workflows']));
    expect(sources.size).toBeGreaterThan(80);
  });

  it('import one another only as the table says', () => {
    expect(forbiddenImports(sources, table)).toEqual([]);
  });

  it('climb no floor inside', () => {
    expect(climbs(sources, table)).toEqual([]);
  });

  it('prove a record by nothing that it was made by', () => {
    const taken = [...sources].flatMap(([path, source]) => {
      if (!path.startsWith('libs/domain/proof/') || path.endsWith('.spec.ts')) return [];
      // Types are shapes, and a moment as a number is no rule.
      return importsOf(path, source).filter(({ kind, specifier }) => {
        const target = targetOf(specifier, path, sources);
        const own = 'path' in target && /^libs\/domain\/(proof\/|time\/time\.ts$)/.test(target.path);
        return kind === 'value' && !own;
      });
    });
    expect(taken).toEqual([]);
  });

  it('hold no circle of files', () => {
    expect(cycles(sources).map((circle) => circle.join(' → '))).toEqual([]);
  });
});

const files = (sources: Record<string, string>): Sources => new Map(Object.entries(sources));

const HOUSE = {
  'libs/domain/time/time.ts': '',
  'libs/config/config.ts': '',
  'libs/persistence/database/database.ts': '',
  'libs/persistence/record/event-store.ts': '',
  'libs/persistence/record/fold.ts': '',
  'activities/index.ts': '',
  'workflows/dispute/messages.ts': '',
  'workflows/dispute/dispute.workflow.ts': '',
  'apps/api/main.ts': '',
  'test/support/town.ts': '',
};

/** What the checker says of one file that imports like this. */
const said = (path: string, source: string) => forbiddenImports(files({ ...HOUSE, [path]: source }), table);

describe('the checker', () => {
  it.each([
    ['libs/domain/a.ts', `import { x } from '#persistence/database/database.js';`],
    ['libs/domain/a.ts', `import type { x } from '#persistence/database/database.js';`],
    ['libs/domain/a.ts', `import { x } from '../persistence/database.js';`],
    ['libs/domain/a.ts', `export * from '#config/config.js';`],
    ['libs/domain/a.ts', `export const load = () => import('../config/config.js');`],
    ['libs/domain/a.ts', `let x: import('../config/config.js').Config;`],
    ['libs/domain/a.ts', `import 'node:fs';`],
    ['libs/domain/a.ts', `import fs from 'fs';`],
    ['libs/domain/a.ts', `import { z } from 'zod';`],
    ['libs/domain/a.ts', `import { x } from './gone.js';`],
    ['libs/config/a.ts', `import { x } from '#domain/time/time.js';`],
    ['libs/config/a.ts', `import { Module } from '@nestjs/common';`],
    ['libs/persistence/a.ts', `import { Module } from '@nestjs/common';`],
    ['libs/persistence/a.ts', `import { createActivities } from '#activities/index.js';`],
    ['activities/a.ts', `import { Client } from '@temporalio/client';`],
    ['workflows/a.ts', `import { createActivities } from '#activities/index.js';`],
    ['workflows/a.ts', `import { x } from '#persistence/database/database.js';`],
    ['workflows/a.ts', `import { Client } from '@temporalio/client';`],
    ['workflows/a.ts', `import { createHash } from 'node:crypto';`],
    ['apps/worker/a.ts', `import { x } from '#workflows/dispute/dispute.workflow.js';`],
    ['apps/worker/a.ts', `import { x } from '#domain/time/time.js';`],
    ['apps/api/a.ts', `import { Client } from '@temporalio/client';`],
    ['apps/api/a.ts', `import { disputeWorkflow } from '#workflows/dispute/dispute.workflow.js';`],
    ['apps/api/a.ts', `import { EventStore as Store } from '#persistence/record/event-store.js';`],
    ['apps/api/a.ts', `import * as store from '#persistence/record/event-store.js';`],
    ['apps/api/a.ts', `import { Town } from '../../test/support/town.js';`],
    ['apps/local/a.ts', `import '../api/main.js';`],
    ['apps/web/a.tsx', `import { GRADES } from '#domain/time/time.js';`],
  ])('catches in %s: %s', (path, source) => {
    expect(said(path, source)).toEqual([expect.stringContaining(`${path}:1 imports `)]);
  });

  it.each([
    ['libs/domain/a.ts', `import { x } from './time/time.js';`],
    ['libs/persistence/persistence.module.ts', `import { Module } from '@nestjs/common';`],
    ['workflows/a.ts', `import type { Activities } from '#activities/index.js';`],
    ['workflows/a.ts', `import { type Activities } from '#activities/index.js';`],
    ['apps/engine/gateway.ts', `import { Client } from '@temporalio/client';`],
    ['apps/api/a.ts', `import { submit } from '#workflows/dispute/messages.js';`],
    ['apps/api/a.ts', `import { opened } from '#persistence/record/fold.js';`],
    ['apps/web/a.tsx', `import type { Grade } from '#domain/time/time.js';`],
    ['libs/domain/a.spec.ts', `import { Town } from '../../test/support/town.js'; import 'node:fs';`],
    ['libs/domain/a.ts', `// import fs from 'node:fs';\nexport const text = "import 'zod'";`],
  ])('allows in %s: %s', (path, source) => {
    expect(said(path, source)).toEqual([]);
  });

  it('reads every form of import', () => {
    const source = [
      `import a, { b as c } from 'one';`,
      `import type { D } from 'two';`,
      `import 'three';`,
      `export type { E } from 'four';`,
      `await import('five');`,
      `type F = import('six').F;`,
    ].join('\n');
    expect(importsOf('a.ts', source)).toEqual([
      { specifier: 'one', kind: 'value', names: ['default', 'b'], line: 1 },
      { specifier: 'two', kind: 'type', names: ['D'], line: 2 },
      { specifier: 'three', kind: 'value', names: [], line: 3 },
      { specifier: 'four', kind: 'type', names: ['E'], line: 4 },
      { specifier: 'five', kind: 'value', names: ['*'], line: 5 },
      { specifier: 'six', kind: 'type', names: ['*'], line: 6 },
    ]);
  });

  it('finds a circle, also one of types alone', () => {
    const circle = files({
      'libs/domain/a.ts': `import { b } from './b.js';`,
      'libs/domain/b.ts': `import type { C } from '#domain/c.js';`,
      'libs/domain/c.ts': `export * from './a.js';`,
      'libs/domain/d.ts': `import './a.js';`,
    });
    expect(cycles(circle)).toEqual([['libs/domain/a.ts', 'libs/domain/b.ts', 'libs/domain/c.ts', 'libs/domain/a.ts']]);
  });

  it('finds no circle where two ways lead to one file', () => {
    const diamond = files({
      'libs/domain/a.ts': `import './b.js'; import './c.js';`,
      'libs/domain/b.ts': `import './d.js';`,
      'libs/domain/c.ts': `import './d.js';`,
      'libs/domain/d.ts': ``,
    });
    expect(cycles(diamond)).toEqual([]);
  });

  it('finds what climbs, what goes sideways and what stands on no floor', () => {
    const house = files({
      'libs/domain/words.ts': `import './time/time.js';`,
      'libs/domain/time/time.ts': `import '../words.js'; import './day.js';`,
      'libs/domain/time/day.ts': '',
      'libs/domain/people/posts.ts': `import '#domain/time/time.js';`,
      'libs/domain/people/posts.spec.ts': `import '../attic.js';`,
      'libs/domain/attic.ts': '',
    });
    expect(climbs(house, { floors: { 'libs/domain': [['words.ts'], ['time', 'people']] } })).toEqual([
      'libs/domain/words.ts:1 imports ./time/time.js, which is not below it',
      'libs/domain/people/posts.ts:1 imports #domain/time/time.js, which is not below it',
      'libs/domain/attic.ts stands on no floor of libs/domain',
    ]);
  });

  it('finds a chapter whose files stand on different floors and climb between them', () => {
    const house = files({
      'libs/domain/dispute/chapters/entry/evolve.ts': `import './decide.js'; import '../legs/evolve.js';`,
      'libs/domain/dispute/chapters/entry/decide.ts': `import './evolve.js'; import '../legs/decide.js';`,
      'libs/domain/dispute/chapters/legs/evolve.ts': '',
      'libs/domain/dispute/chapters/legs/decide.ts': `import '../../decide.js';`,
      'libs/domain/dispute/chapters/legs/notes.ts': '',
      'libs/domain/dispute/decide.ts': `import './chapters/entry/decide.js';`,
    });
    const floors = { 'libs/domain/dispute': [['chapters/*/evolve.ts'], ['chapters/*/decide.ts'], ['decide.ts']] };
    expect(climbs(house, { floors })).toEqual([
      'libs/domain/dispute/chapters/entry/evolve.ts:1 imports ./decide.js, which is not below it',
      'libs/domain/dispute/chapters/legs/decide.ts:1 imports ../../decide.js, which is not below it',
      'libs/domain/dispute/chapters/legs/notes.ts stands on no floor of libs/domain/dispute',
    ]);
  });
});
