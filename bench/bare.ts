import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';

/** Asks the bare workflow: the least that a durable step can be with Temporal. */
export class Bare {
  constructor(
    private readonly client: Client,
    private readonly workflow: 'bareWorkflow' | 'limitedWorkflow',
    private readonly args: [number] | [],
  ) {}

  async begin(body: string): Promise<string> {
    const workflowId = `bare-${randomUUID()}`;
    await this.client.workflow.executeUpdateWithStart('step', {
      args: [body],
      startWorkflowOperation: new WithStartWorkflowOperation(this.workflow, {
        workflowId,
        taskQueue: 'bare',
        args: this.args,
        workflowIdConflictPolicy: 'USE_EXISTING',
      }),
    });
    return workflowId;
  }

  async step(id: string, body: string): Promise<void> {
    await this.client.workflow.getHandle(id).executeUpdate('step', { args: [body] });
  }
}
