import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

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

/** What of a data folder is ours; PostgreSQL looks after its own. */
const OWN = ['master.key', 'database.json', 'running', 'temporal'];

/** Nobody else enters the data folder or reads what is in it, also of before; nor what this process makes from now on. */
export function closeToOthers(dataDir: string): void {
  process.umask(0o077);
  mkdirSync(dataDir, { recursive: true });
  const { mode, gid } = statSync(dataDir);
  // As root it lets PostgreSQL's user pass (`letPostgresPass`). A place where everybody puts things is not made ours.
  const isLetting = process.getuid?.() === 0 && (mode & 0o777) === 0o710 && gid !== 0;
  if (!isLetting && (mode & S_ISVTX) === 0) chmodSync(dataDir, 0o700);
  for (const name of OWN) close(join(dataDir, name));
}

const S_ISVTX = 0o1000;

function close(path: string): void {
  if (!existsSync(path)) return;
  const isFolder = statSync(path).isDirectory();
  chmodSync(path, isFolder ? 0o700 : 0o600);
  for (const name of isFolder ? readdirSync(path) : []) close(join(path, name));
}

/** As root PostgreSQL runs as another user, who has to come through and sees nothing else there. */
export function letPostgresPass(folder: string, group: number | null): void {
  // Wider, it was made so by somebody else.
  if (![0o700, 0o710, 0o711].includes(statSync(folder).mode & 0o7777)) return;
  if (group !== null) chownSync(folder, 0, group);
  // Before its first start that user may not be there yet; the next start closes it further.
  chmodSync(folder, group === null ? 0o711 : 0o710);
}
