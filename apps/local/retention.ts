import { Expiry, listDue } from '#persistence/keeping/expiry.js';
import { Vault } from '#persistence/vault/vault.js';
import { askedOf, runTool } from './tools.js';

/** Shows what has been kept long enough and changes nothing; carries out what was shown, by its name. */

const { values: asked } = askedOf({
  options: { 'dry-run': { type: 'boolean', default: false }, run: { type: 'string' } },
});

await runTool(async ({ source, masterKeys }) => {
  if (asked.run !== undefined && !asked['dry-run']) {
    const expiry = new Expiry(source, await Vault.open(source, masterKeys));
    for (const [kind, n] of Object.entries(await expiry.carryOut(asked.run))) console.log(`${kind}: ${n}`);
    return 0;
  }
  const { name, version, oneByOne, rows } = await listDue(source, new Date().toISOString());
  console.log(`kept long enough by the tables of retention, up to version ${version}:`);
  const tables = rows.filter((each) => each.kind === rows[0]!.kind).length;
  for (const { kind, number, id, retainedUntil, held } of oneByOne) {
    console.log(`${kind} ${number} ${id} until ${retainedUntil}${held ? ' ON HOLD, stays' : ''}`);
  }
  for (const { kind, before, due, departments } of rows) {
    const whose = tables > 1 ? ` of ${departments.join(' ')}` : '';
    console.log(`${kind}: ${due}${before ? ` from before ${before}` : ''}${whose}`);
  }
  console.log(`nothing was changed; to erase just this: npm run retention -- --run ${name}`);
  return 0;
});
