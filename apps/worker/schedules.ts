import {
  Client,
  Connection,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type ScheduleOptions,
} from '@temporalio/client';

interface Place {
  address: string;
  namespace: string;
  taskQueue: string;
}

const DELIVERY = 'delivery';
/** How long a red notice waits at most; a round without work costs two queries. */
const EVERY = '1 minute';

/** The rhythms of this installation, kept by Temporal: made where they are missing, brought to date where they are not. */
export async function keepSchedules({ address, namespace, taskQueue }: Place): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    const { schedule } = new Client({ connection, namespace });
    const wanted = {
      scheduleId: `${DELIVERY}-${taskQueue}`,
      spec: { intervals: [{ every: EVERY }] },
      action: { type: 'startWorkflow', workflowType: 'deliveryWorkflow', taskQueue, workflowId: DELIVERY, args: [] },
      // What was not delivered while nothing ran is delivered by the next round, once.
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
    } satisfies ScheduleOptions;
    try {
      await schedule.create(wanted);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await schedule.getHandle(wanted.scheduleId).update(({ state }) => ({ ...wanted, state }));
    }
  } finally {
    await connection.close();
  }
}
