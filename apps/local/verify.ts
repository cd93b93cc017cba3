import { knowsRun, lastRun } from '#persistence/proof/checkpoints.js';
import { Upkeep } from '#persistence/proof/upkeep.js';
import { askedOf, runTool } from './tools.js';

/** Proves the record; with what an earlier run said about the last checkpoint, also that its end was not cut off since. */

const { values: asked } = askedOf({
  options: {
    knows: { type: 'string', multiple: true, default: [] },
    accept: { type: 'string', multiple: true, default: [] },
  },
});

await runTool(async ({ source, masterKeys }) => {
  const upkeep = await Upkeep.of(source, masterKeys);
  if (asked.accept.length > 0) await upkeep.accept(asked.accept);
  const { disputes, events, looks, problems } = await upkeep.verify();
  for (const known of asked.knows) {
    const [, n, mac] = /^(\d{1,9}):(.+)$/.exec(known) ?? [];
    if (!n || !(await knowsRun(source, Number(n), mac!))) problems.push(`the checkpoint ${known} is not there`);
  }
  for (const problem of problems) console.log(problem);
  const last = await lastRun(source);
  if (last) console.log(`the last checkpoint is ${last.n}:${last.mac} of ${last.takenAt.toISOString()}`);
  console.log(`verified ${disputes} disputes with ${events} entries and ${looks} looks: ${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
});
