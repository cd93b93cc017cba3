import { describe, expect, it } from '@jest/globals';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/**
 * Replay tests read histories from JSON. With more than one protobufjs in the tree both directions throw "type must be
 * a Type"; the line `protobufjs` in package.json keeps it to one.
 */
describe('histories as JSON', () => {
  const history = {
    events: [
      {
        eventId: '1',
        eventTime: '2026-11-23T02:00:00Z',
        eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
        workflowExecutionStartedEventAttributes: {
          workflowType: { name: 'disputeWorkflow' },
          taskQueue: { name: 'disputes', kind: 'TASK_QUEUE_KIND_NORMAL' },
          input: { payloads: [{ metadata: { encoding: 'anNvbi9wbGFpbg==' }, data: 'e30=' }] },
        },
      },
    ],
  };

  it('are read', () => {
    const [event] = historyFromJSON(history).events!;
    expect(Number(event!.eventId)).toBe(1);
    expect(event!.workflowExecutionStartedEventAttributes!.workflowType!.name).toBe('disputeWorkflow');
  });

  it('come back the same', () => {
    const json = historyToJSON(historyFromJSON(history));
    expect(historyFromJSON(JSON.parse(json))).toEqual(historyFromJSON(history));
    expect(JSON.parse(json)).toMatchObject({ events: [{ eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED' }] });
  });
});
