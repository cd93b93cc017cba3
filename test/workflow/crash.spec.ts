import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leash, type Child } from '../../apps/local/child.js';
import { freePort, startTemporal, type Server } from '../../apps/local/servers.js';
import { Engine, MASTER_KEY } from '../support/engine.js';

const program = fileURLToPath(new URL('../support/crashing-worker.mjs', import.meta.url));

describe('a crash of worker and server between the commit and the end of the workflow task', () => {
  let folder: string;
  let server: Server;
  let engine: Engine;
  let port: number;
  const binary = process.env.TEMPORAL_CLI_PATH ?? 'temporal';
  const startServer = () => startTemporal({ binary, file: join(folder, 'temporal.db'), port });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-crash-'));
    port = await freePort();
    server = await startServer();
    engine = await Engine.start({ address: server.url, worker: false });
  });
  afterAll(async () => {
    await engine.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const crashingWorker = (crashOn: string): Promise<Child> =>
    new Promise((ready) => {
      const child = leash(process.execPath, [program], {
        env: {
          WRITER_URL: engine.database.writerUrl,
          ADDRESS: server.url,
          TASK_QUEUE: engine.taskQueue,
          MASTER_KEY,
          CRASH_ON: crashOn,
        },
        onLine: (line) => line === 'ready' && ready(child),
      });
    });

  it('loses no acknowledged command and applies none twice', async () => {
    const worker = await crashingWorker('ProgressReported');
    const id = await engine.register();
    await engine.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
    await engine.do(id, 'justice', 'AcceptTransfer', { transferId: 't1' });

    const doomed = engine.command('justice', 'ReportProgress', {});
    const waiting = engine.send(id, doomed).catch((error: Error) => error);
    await worker.exited;
    await server.kill();
    // PostgreSQL has the events; Temporal's history does not know of them.
    const recorded = await engine.events(id);
    expect(recorded.at(-2)!.type === 'ProgressReported' || recorded.at(-1)!.type === 'ProgressReported').toBe(true);

    server = await startServer();
    await engine.startWorker(server.url);
    await waiting;
    const answer = await engine.send(id, doomed);
    const later = await engine.do(id, 'justice', 'ReportProgress', {});
    expect(later.seq).toBeGreaterThan(answer.seq);
    const events = await engine.events(id);
    expect(events.filter((event) => event.type === 'ProgressReported')).toHaveLength(2);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect((await engine.upkeep.verify()).problems).toEqual([]);
  });
});
