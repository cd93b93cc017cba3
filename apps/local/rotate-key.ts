import { KeyRing } from '#persistence/vault/key-ring.js';
import { rotate } from '#persistence/vault/rotation.js';
import { newMasterKey, readMasterKeys, writeMasterKeys } from './secrets.js';
import { askedOf, runTool, type Workplace } from './tools.js';
import { rows } from '#persistence/database/rows.js';

/** Wraps all keys by the newest master key of the ring; makes that key first, or removes the old ones, where asked to. */

const { values: asked } = askedOf({
  options: { new: { type: 'boolean', default: false }, forget: { type: 'boolean', default: false } },
});

function ownFile(keyFile: string | null, what: string): string {
  if (keyFile !== null) return keyFile;
  throw new Error(`MASTER_KEY is given from outside; ${what} there, not here (docs/operations.md, "Keys")`);
}

/** Whether all that is wrapped is wrapped by the newest key of the ring. */
async function isDone({ source }: Workplace, ring: KeyRing): Promise<boolean> {
  const needed = await rows<{ id: string }>(source, `SELECT id FROM master_key`);
  return needed.every(({ id }) => id === ring.newest);
}

await runTool(async (place) => {
  const { source, masterKeys, keyFile } = place;
  let ring = KeyRing.of(masterKeys());
  if (asked.new && !(await isDone(place, ring))) {
    console.log(`an earlier rotation to ${ring.newest} goes on; no other key is made`);
  } else if (asked.new) {
    const file = ownFile(keyFile, 'put the new key first in it');
    // In the file before the first key is wrapped by it: whatever dies from here on, it is never lost.
    writeMasterKeys(file, [newMasterKey(), ...readMasterKeys(file)]);
    ring = KeyRing.of(masterKeys());
    console.log(`made the master key ${ring.newest}; back up ${file} now`);
  }
  const { rewrapped, retired } = await rotate(source, ring, (n) => console.error(`· ${n} keys`));
  console.log(`${rewrapped} keys were wrapped anew; the master key ${ring.newest} wraps all`);
  const unused = ring.ids.filter((id) => id !== ring.newest);
  if (retired.length > 0) console.log(`retired: ${retired.join(', ')}`);
  if (unused.length === 0) return 0;
  if (!asked.forget) {
    console.log(`no longer needed in the ring: ${unused.join(', ')} (npm run rotate-key -- --forget removes them)`);
    return 0;
  }
  const file = ownFile(keyFile, 'remove the old keys');
  writeMasterKeys(file, readMasterKeys(file).slice(0, 1));
  console.log(`removed from the ring: ${unused.join(', ')}; backups of before need them still`);
  return 0;
});
