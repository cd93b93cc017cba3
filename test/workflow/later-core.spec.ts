import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CORE } from '#domain/dispute/editions.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { CoreNote, unknownCore } from '#persistence/record/watch.js';
import { DISPUTE_WORKFLOW, workflowIdOf } from '#workflows/dispute/messages.js';
import { Engine } from '../support/engine.js';

/** After a release was taken back: what it had begun goes by rules that this code does not know. */
describe('a worker of older rules than a case goes by', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  it('decides nothing for it: its task fails until somebody takes it who knows them', async () => {
    const id = randomUUID();
    await engine.vault.create(engine.database.owner, id);
    const blank = await engine.blank(id);
    const { workflowId } = await engine.client.workflow.start(DISPUTE_WORKFLOW, {
      workflowId: workflowIdOf(id),
      taskQueue: engine.taskQueue,
      args: [{ state: { ...blank, core: CORE + 1 } }],
    });
    const failures = async () => {
      const { events } = await engine.client.workflow.getHandle(workflowId).fetchHistory();
      return events!.flatMap(({ workflowTaskFailedEventAttributes: failed }) => (failed ? [failed.failure] : []));
    };
    while ((await failures()).length === 0) await new Promise((tick) => setTimeout(tick, 50));
    expect((await failures())[0]!.message).toContain(`goes by core ${CORE + 1}; this process knows ${CORE}`);
    expect((await engine.handle(id).describe()).status.name).toBe('RUNNING');
    expect(await engine.events(id)).toEqual([]);
    await engine.handle(id).terminate('it was only begun to fail');
  });

  it('writes nothing into its record either', async () => {
    const id = await engine.register();
    const { seq, at } = await engine.state(id);
    const raised = { seq: seq + 1, at, type: 'CoreRaised', actor: { kind: 'system' }, data: { core: CORE + 1 } };
    await expect(engine.store.append(id, seq, [raised as DisputeEvent])).rejects.toThrow(
      `goes by core ${CORE + 1}; this process knows ${CORE}`,
    );
    expect((await engine.state(id)).seq).toBe(seq);
  });

  it('says so, as soon as the first such case was written', async () => {
    await engine.register();
    expect(await unknownCore(engine.source)).toBeNull();
    await new CoreNote(engine.source, 'dispute', CORE + 1).note({ core: CORE });
    expect(await unknownCore(engine.source)).toBeNull();
    await new CoreNote(engine.source, 'dispute', CORE + 1).note({ core: CORE + 1 });
    expect(await unknownCore(engine.source)).toBe(`there are disputes of core ${CORE + 1}; this process knows ${CORE}`);
  });
});
