import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { DataSource } from 'typeorm';

export interface BareActivities {
  insert(body: string): Promise<void>;
}

/** Started by the bench as a process of its own, beside the product's worker. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [address, url] = process.argv.slice(2) as [string, string];
  const nothing = () => undefined;
  Runtime.install({
    logger: { trace: nothing, debug: nothing, info: nothing, log: nothing, warn: nothing, error: console.error },
  });
  const source = await new DataSource({ type: 'postgres', url, poolSize: 20 }).initialize();
  const activities: BareActivities = {
    insert: async (body) => {
      await source.query(`INSERT INTO bare (body) VALUES ($1)`, [body]);
    },
  };
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    taskQueue: 'bare',
    workflowsPath: fileURLToPath(new URL('./bare.workflow.js', import.meta.url)),
    activities,
    stickyQueueScheduleToStartTimeout: '1s',
    maxCachedWorkflows: 1_000,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentLocalActivityExecutions: 40,
  });
  console.log('ready');
  await worker.run();
}
