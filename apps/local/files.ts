import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Files of the data folder that are there whole or not at all, also when the power goes. */

export function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = openSync(`${file}.new`, 'w', 0o600);
  writeSync(draft, text);
  fsyncSync(draft);
  closeSync(draft);
  intoPlace(`${file}.new`, file);
}

/** Gives a file or a folder that is written out its last name, for good. */
export function intoPlace(draft: string, name: string): void {
  renameSync(draft, name);
  const folder = openSync(dirname(name), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
