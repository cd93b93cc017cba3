// A worker that dies by SIGKILL exactly between its commit in PostgreSQL and the end of its workflow task.
import { NativeConnection, Runtime } from '@temporalio/worker';
import { createWorker } from '../../dist/apps/worker/temporal-worker.js';
import { RECORD_TIMEOUTS, openDatabase } from '../../dist/libs/persistence/database/database.js';
import { Directory } from '../../dist/libs/persistence/people/directory.js';
import { EventStore } from '../../dist/libs/persistence/record/event-store.js';
import { ItemStore } from '../../dist/libs/persistence/record/item-store.js';
import { Rulebook } from '../../dist/libs/persistence/rules/rulebook.js';
import { Vault } from '../../dist/libs/persistence/vault/vault.js';

const { WRITER_URL, ADDRESS, TASK_QUEUE, MASTER_KEY, CRASH_ON } = process.env;
const nothing = () => undefined;
Runtime.install({
  shutdownSignals: [],
  logger: { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, log: nothing },
});
const source = await openDatabase(WRITER_URL, RECORD_TIMEOUTS).initialize();
const vault = await Vault.open(source, () => MASTER_KEY);
const [rulebook, directory] = [new Rulebook(source), new Directory(source)];
const crashing = (store) => ({
  async append(id, after, events, head) {
    const recorded = await store.append(id, after, events, head);
    if (events.some((event) => event.type === CRASH_ON)) process.kill(process.pid, 'SIGKILL');
    return recorded;
  },
});
const connection = await NativeConnection.connect({ address: ADDRESS });
const worker = await createWorker(
  connection,
  { namespace: 'default', taskQueue: TASK_QUEUE },
  {
    disputes: crashing(new EventStore(source, vault, rulebook, directory)),
    items: crashing(new ItemStore(source, vault, rulebook, directory)),
  },
);
console.log('ready');
process.once('SIGTERM', () => worker.shutdown());
await worker.run();
process.exit(0);
