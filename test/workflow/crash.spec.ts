import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Signable } from '#persistence/vault/signing.js';
import { workflowIdOf } from '#workflows/dispute/messages.js';
import { itemWorkflowIdOf } from '#workflows/item/messages.js';
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

  /** A command of which PostgreSQL knows, Temporal does not, and whose sender never asks again. */
  const forgotten = async (crashOn: string, workflowId: string, unsigned: Signable, seen: number) => {
    const command = engine.signed(workflowId.replace(/^[a-z]+-/, ''), unsigned);
    const worker = await crashingWorker(crashOn);
    const handle = engine.client.workflow.getHandle(workflowId);
    const waiting = engine.client
      .withDeadline(Date.now() + 2_000, () => handle.executeUpdate('submit', { args: [command, seen] }))
      .catch((error: Error) => error);
    await worker.exited;
    await server.kill();
    await waiting;
    server = await startServer();
    await engine.startWorker(server.url);
  };

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
    await engine.stopWorker();
  });

  it('judges the next command, of somebody else, by the record and not by what the workflow missed', async () => {
    const worker = await crashingWorker('nothing');
    const id = await engine.register();
    await worker.stop();
    const transfer = { to: 'justice', role: 'lead', designated: false } as const;
    const offer = engine.command('desk', 'TransferDispute', transfer);
    const { seq } = await engine.state(id);
    await forgotten('TransferOffered', workflowIdOf(id), offer, seq);
    expect((await engine.events(id)).at(-1)!.seq).toBeGreaterThan(seq);
    // The state that the workflow has would refuse it: nothing is offered to justice there.
    await engine.do(id, 'justice', 'AcceptTransfer', { transferId: 't1' });
    expect((await engine.state(id)).status).toBe('handling');
    // And refuses by the record what the record refuses.
    await expect(engine.do(id, 'desk', 'RecallTransfer', { transferId: 't1' })).rejects.toMatchObject({
      code: 'NO_OPEN_TRANSFER',
    });
    expect((await engine.upkeep.verify()).problems).toEqual([]);
    await engine.stopWorker();
  });

  it('has a merging in both records or in neither, and judges either case by that', async () => {
    const worker = await crashingWorker('nothing');
    const [a, b] = [await engine.register(), await engine.register()] as const;
    await worker.stop();
    const merging = engine.command('desk', 'MergeDispute', { into: b });
    const { seq } = await engine.state(a);
    await forgotten('DisputeResolved', workflowIdOf(a), merging, seq);
    const states = [await engine.state(a), await engine.state(b)];
    expect(states.map(({ status }) => status)).toEqual(['closed', 'entered']);
    expect((await engine.events(b)).filter(({ type }) => type === 'DisputeAbsorbed')).toHaveLength(1);
    // Neither workflow knows of it: who asks one of them hears what both records say.
    await expect(engine.do(b, 'desk', 'MergeDispute', { into: a })).rejects.toMatchObject({ code: 'MERGE_CIRCLE' });
    await expect(engine.do(a, 'desk', 'MergeDispute', { into: b })).rejects.toMatchObject({ code: 'ALREADY_CLOSED' });
    // The sender whom nobody answered asks again.
    await expect(engine.send(a, merging)).resolves.toMatchObject({ bodyHmac: 'body' });
    expect((await engine.events(b)).filter(({ type }) => type === 'DisputeAbsorbed')).toHaveLength(1);
    expect((await engine.upkeep.verify()).problems).toEqual([]);
    await engine.stopWorker();
  });

  it('keeps the clocks that the workflow missed', async () => {
    const worker = await crashingWorker('nothing');
    const id = await engine.register({ rehearsal: false });
    await engine.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
    await engine.do(id, 'justice', 'AcceptTransfer', { transferId: 't1' });
    await worker.stop();
    const order = engine.command('supervisor', 'OrderSupervision', { answerWithin: { amount: 1, unit: 'seconds' } });
    const { seq } = await engine.state(id);
    await forgotten('SupervisionOrdered', workflowIdOf(id), order, seq);
    expect((await engine.events(id)).at(-1)!.seq).toBeGreaterThan(seq);
    const overdue = async () => (await engine.overdue.find(null, { patience: 0 })).filter((each) => each.id === id);
    while ((await overdue()).length === 0) await new Promise((tick) => setTimeout(tick, 50));
    // Once is enough: it says what the record has, and the workflow looks there.
    for (const each of await overdue()) await engine.rhythms.wake((await each.read())!);
    while ((await overdue()).length > 0) await new Promise((tick) => setTimeout(tick, 50));
    const late = (await engine.events(id)).filter((event) => event.type === 'ObligationLate');
    expect(late).toHaveLength(1);
    expect((await engine.upkeep.verify()).problems).toEqual([]);
    await engine.stopWorker();
  });

  it('does the same for a report of the grid', async () => {
    const worker = await crashingWorker('nothing');
    const id = await engine.report();
    const disputeId = await engine.register();
    await worker.stop();
    const promote = { ...engine.command('desk', 'AddNote', {}), type: 'PromoteItem', data: { disputeId } } as const;
    const { seq } = await engine.itemState(id);
    await forgotten('ItemPromoted', itemWorkflowIdOf(id), promote, seq);
    const discard = { ...engine.command('desk', 'AddNote', {}), type: 'DiscardItem', data: {} } as const;
    await expect(engine.sendToItem(id, discard)).rejects.toMatchObject({ code: 'ITEM_NOT_NEW' });
    expect((await engine.itemState(id)).status).toBe('promoted');
    await engine.stopWorker();
  });
});
