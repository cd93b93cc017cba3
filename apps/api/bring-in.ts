import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { configOfProcess } from '#config/config.js';
import { DomainError } from '#domain/errors.js';
import { isRemark } from '#domain/sheet/remarks.js';
import type { ImportKind } from '#domain/words.js';
import { ApiModule } from './api.module.js';
import { TemporalGateway } from '../engine/gateway.js';
import { Sessions } from './auth/sessions.js';
import type { Actor } from './http/actor.js';
import { Problem } from './http/problem.js';
import { PROBLEM_WORDS } from './http/wording.js';
import { Imports } from './imports/imports.js';
import { Rollouts } from './rollouts/rollouts.js';

/**
 * Brings a sheet in for who works at the command line (`npm run admin -- import`): by the doors of the console, without a
 * sign-in, in the name of an administrator. The sheet comes on stdin. It ends with 0 where every row is good or brought in.
 */

const { values: asked } = parseArgs({
  options: {
    kind: { type: 'string', default: '' },
    as: { type: 'string', default: '' },
    source: { type: 'string', default: '' },
    run: { type: 'boolean', default: false },
  },
});
const LANGUAGE = 'en';
const LOOKED_EVERY_MS = 500;
/** Where nothing moves for so long there may be no worker: whoever waits is told then, and it goes on when there is one. */
const PATIENCE_MS = 30_000;

const app = await NestFactory.createApplicationContext(ApiModule.forRoot(configOfProcess()), {
  logger: ['error'],
  abortOnError: false,
});

async function bringIn(): Promise<boolean> {
  const [imports, actor] = [app.get(Imports), await app.get(Sessions).actorOf(asked.as)];
  if (!actor) throw new Error(`there is no ${asked.as} here`);
  const kind = asked.kind as ImportKind;
  const taken = await imports.take(actor, { kind, source: asked.source, dryRun: 'true' }, await sheet(), LANGUAGE);
  const heads = Object.entries(taken.columns).map(([ours, theirs]) => `${ours}: ${theirs}`);
  console.log(`columns   ${heads.join(', ')}`);
  for (const { row, column, cell, detail } of taken.errors) {
    const place = row === 0 ? 'sheet' : `row ${row}`;
    console.log([place, ...(column ? [column] : []), ...(cell ? [`(${cell})`] : []), detail].join(' '));
  }
  if (taken.wrong > taken.errors.filter((each) => !isRemark(each)).length)
    console.log(`and more: ${taken.wrong} in all`);
  console.log(`${taken.good} of ${taken.rows} rows are good`);
  const isWhole = taken.good === taken.rows;
  if (asked.run) return (await run(actor, taken.id)) && isWhole;
  console.log('nothing was brought in: say --run to bring in the rows that are good');
  return isWhole;
}

async function run(actor: Actor, importId: string): Promise<boolean> {
  const { rollout } = await app.get(Imports).begin(actor, importId);
  let far = -1;
  for (let since = Date.now(); ; await sleep(LOOKED_EVERY_MS)) {
    if (Date.now() - since > PATIENCE_MS) {
      if (!(await app.get(TemporalGateway).health()).worker) break;
      since = Date.now();
    }
    const { state, moved, unchanged, failed, total, failures } = await app
      .get(Rollouts)
      .view(actor, rollout.id, LANGUAGE);
    if (moved + unchanged + failed > far) since = Date.now();
    far = moved + unchanged + failed;
    if (state === 'running') continue;
    for (const { subject, detail } of failures) console.log(`row ${subject} ${detail}`);
    console.log(`of ${total} rows ${moved} were brought in, ${unchanged} were there already, ${failed} failed`);
    return state === 'done' && failed === 0;
  }
  console.log(`${far} are through; the others are brought in as soon as a worker runs (rollout ${rollout.id})`);
  return false;
}

async function sheet(): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function sentenceOf(error: unknown): string {
  if (error instanceof Problem) {
    const { errors = [] } = error.extensions;
    const { title, detail } = PROBLEM_WORDS[error.code][LANGUAGE];
    return errors.length > 0 ? errors.map((each) => each.detail).join('\n') : `${title}. ${detail}`;
  }
  if (error instanceof DomainError) {
    const { title, detail } = PROBLEM_WORDS[error.code][LANGUAGE];
    return `${title}. ${detail}`;
  }
  return (error as Error).message;
}

try {
  process.exitCode = (await bringIn()) ? 0 : 1;
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
} finally {
  await app.close();
}
