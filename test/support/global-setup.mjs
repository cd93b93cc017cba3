// One PostgreSQL and one Temporal development server for the whole run; a migrated template that files clone.
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PASSWORD = 'test';

export default async function setup(config) {
  // Unit tests alone need no server.
  const paths = config.testPathPatterns?.patterns ?? [];
  if (paths.length > 0 && paths.every((path) => path.startsWith('libs/domain') || path.includes('architecture')))
    return;
  const { startPostgres, startTemporal } = await import('../../dist/apps/local/servers.js');
  const { migrate } = await import('../../dist/libs/persistence/database/migrate.js');
  const { seedReference } = await import('../../dist/apps/local/reference.js');
  const { DataSource } = await import('typeorm');
  const folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-test-'));
  chmodSync(folder, 0o755);
  const [postgres, temporal] = await Promise.all([
    startPostgres({ dataDir: folder, password: PASSWORD }),
    startTemporal({ binary: process.env.TEMPORAL_CLI_PATH ?? 'temporal', file: join(folder, 'temporal.db') }),
  ]);
  const admin = await new DataSource({ type: 'postgres', url: postgres.url }).initialize();
  await admin.query('CREATE DATABASE template_dispute');
  const templateUrl = postgres.url.replace(/\/postgres$/, '/template_dispute');
  const url = await migrate(templateUrl, { owner: PASSWORD, writer: PASSWORD, reader: PASSWORD });
  const template = await new DataSource({ type: 'postgres', url }).initialize();
  await seedReference(template);
  await template.destroy();
  await admin.destroy();
  process.env.TEST_POSTGRES_URL = postgres.url;
  process.env.TEST_TEMPORAL_ADDRESS = temporal.url;
  process.env.TEST_DEMO_FOLDER = join(folder, 'demo');
  globalThis.__servers = {
    async stop() {
      await temporal.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
