import { withUpkeep } from './tools.js';

await withUpkeep(async (upkeep) => {
  const { disputes, events, problems } = await upkeep.verify();
  for (const problem of problems) console.log(problem);
  console.log(`verified ${disputes} disputes with ${events} entries: ${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
});
