import { Upkeep } from '#persistence/proof/upkeep.js';
import { runTool } from './tools.js';

await runTool(async ({ source, masterKeys }) => {
  const started = Date.now();
  const upkeep = await Upkeep.of(source, masterKeys);
  const disputes = await upkeep.rebuild((done, of) => {
    if (done % 1_000 === 0) console.error(`· ${done} of ${of}`);
  });
  console.log(`rebuilt the rows of ${disputes} disputes in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return 0;
});
