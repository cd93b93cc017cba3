import type { Config } from '#config/config.js';
import { temporalOf } from '#config/temporal.js';
import { holderOf } from './hold.js';
import { Reconciliation, sayOutcome, wrongOf } from './reconciliation.js';
import { askedOf, runTool } from './tools.js';

/** Names each case whose workflow and record do not go together, and changes none; or heals them. */

/** Nothing could be said of any case, so it is neither well nor wrong. */
const NOT_LOOKED = 2;

function asksToHeal(): boolean {
  const { values } = askedOf({
    options: { check: { type: 'boolean', default: false }, heal: { type: 'boolean', default: false } },
  });
  return values.heal && !values.check;
}

/** The Temporal that is named, or that of a start on the same data folder. */
function addressOf({ TEMPORAL_ADDRESS: named, DATA_DIR: dataDir }: Config): string {
  const address = named ?? holderOf(dataDir)?.temporal;
  if (address === undefined) {
    throw new Error(`no start runs on ${dataDir}: say where Temporal is by TEMPORAL_ADDRESS`);
  }
  return address;
}

const heals = asksToHeal();

await runTool(async ({ source, config }) => {
  const started = Date.now();
  const reconciliation = await Reconciliation.begin(source, temporalOf(config, addressOf(config)), {
    line: (text) => console.log(text),
    progress: (text) => console.error(`· ${text}`),
  });
  try {
    const outcome = heals ? await reconciliation.heal() : await reconciliation.check();
    console.log(`${sayOutcome(outcome)}, in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return wrongOf(outcome) === 0 ? 0 : 1;
  } finally {
    await reconciliation.close();
  }
}, NOT_LOOKED);
