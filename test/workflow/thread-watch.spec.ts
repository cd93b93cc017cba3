import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { leash, type Child } from '../../apps/local/child.js';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

describe('a workflow that never gives its thread back', () => {
  const taskQueue = `test-${randomUUID()}`;
  const address = process.env.TEST_TEMPORAL_ADDRESS!;
  const lines: string[] = [];
  let client: Client;
  let worker: Child;

  beforeAll(async () => {
    client = new Client({ connection: await Connection.connect({ address }) });
    await new Promise<void>((ready) => {
      worker = leash(
        process.execPath,
        ['--import', at('../../dist/apps/worker/workflow-threads.js'), at('../support/looping-worker.mjs')],
        {
          env: { ADDRESS: address, TASK_QUEUE: taskQueue, LOOK_MS: '100' },
          onLine: (line) => {
            lines.push(line);
            if (line === 'ready') ready();
          },
        },
      );
    });
  });
  afterAll(async () => {
    await worker.stop();
    await client.connection.close();
  });

  const started = (type: string) =>
    client.workflow.start(type, { taskQueue, workflowId: `${type}-${randomUUID()}`, args: [] });

  it.each(['loops', 'loopsInPromises'])('is found where it %s, and the others of the thread go on', async (type) => {
    const before = lines.length;
    const looping = await started(type);
    // Begun while the thread is held, by a worker that has no other.
    const others = await Promise.all(Array.from({ length: 5 }, () => started('quick')));
    await expect(Promise.all(others.map((each) => each.result()))).resolves.toEqual(Array(5).fill('done'));
    const { events } = await looping.fetchHistory();
    const failed = events!.flatMap(({ workflowTaskFailedEventAttributes: why }) => why?.failure?.message ?? []);
    expect(failed).toEqual([expect.stringContaining('held its thread and was stopped')]);
    expect(lines.slice(before)).toContain('a workflow thread hangs: what it runs is stopped');
    await looping.terminate();
  });

  it('ends by itself when it is asked to, though one loops', async () => {
    const looping = await started('loops');
    const other = await started('quick');
    await other.result();
    await looping.terminate();
    await worker.stop();
    await expect(worker.exited).resolves.toBe(0);
  });
});
