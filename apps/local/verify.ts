import { Upkeep } from '#persistence/upkeep.js';
import { runTool } from './tools.js';

await runTool(async ({ source, masterKeys }) => {
  const upkeep = await Upkeep.of(source, masterKeys);
  const { disputes, events, problems } = await upkeep.verify();
  for (const problem of problems) console.log(problem);
  console.log(`verified ${disputes} disputes with ${events} entries: ${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
});
