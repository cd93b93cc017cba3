// A worker whose only workflow thread is held by a workflow that loops.
import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { ThreadWatch } from '../../dist/apps/worker/thread-watch.js';

const nothing = () => undefined;
Runtime.install({
  shutdownSignals: [],
  logger: { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, log: nothing },
});
const { ADDRESS, TASK_QUEUE, LOOK_MS } = process.env;
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: ADDRESS }),
  taskQueue: TASK_QUEUE,
  workflowsPath: fileURLToPath(new URL('./looping.workflow.mjs', import.meta.url)),
});
const end = (why) => {
  console.log(why);
  process.exit(1);
};
new ThreadWatch({ lookMs: Number(LOOK_MS), warn: (why) => console.log(why), giveUp: end });
process.once('SIGTERM', () => worker.shutdown());
const running = worker.run();
console.log('ready');
await running;
process.exit(0);
