import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { decide } from '#domain/dispute/decide.js';
import type { Registered } from '#domain/dispute/state.js';
import { instantOf } from '#domain/time/time.js';
import type { Db } from '#persistence/database/database.js';
import { noteDivergence } from '#persistence/record/watch.js';
import { workflowIdOf } from '#workflows/dispute/messages.js';
import { itemWorkflowIdOf } from '#workflows/item/messages.js';
import { knowledge } from '#workflows/messages.js';
import { adopt, workflowOf } from '../../apps/local/adopt.js';
import { Reconciliation, type Outcome } from '../../apps/local/reconciliation.js';
import { EngineUnavailable, RecordBehind } from '../../apps/engine/gateway.js';
import { Engine, MASTER_KEY } from '../support/engine.js';
import { keptRows } from '../support/set-back.js';
import { until } from '../support/township.js';

const TOOL = fileURLToPath(new URL('../../dist/apps/local/reconcile.js', import.meta.url));
const NOTHING: Outcome['faults'] = { ahead: 0, beside: 0, behind: 0, missing: 0, 'without a workflow': 0, stuck: 0 };
const TRANSFER = { to: 'justice', role: 'lead', designated: false } as const;

/** Cases whose workflow and record went apart, as restored servers leave them, beside others that are well. */
describe('the operator', () => {
  const address = process.env.TEST_TEMPORAL_ADDRESS!;
  let engine: Engine;
  /** What comes between the record's commit and its answer. */
  let hold: (id: string) => Promise<void> = () => Promise.resolve();
  beforeAll(async () => {
    engine = await Engine.start({
      between: (store) => ({
        append: async (...args) => {
          const recorded = await store.append(...args);
          await hold(args[0]);
          return recorded;
        },
      }),
    });
  });
  afterAll(() => engine.stop());

  let said: string[] = [];
  afterEach(() => {
    said = [];
  });
  const reconciled = async (how: 'check' | 'heal', record: Db = engine.database.owner): Promise<Outcome> => {
    const speaker = { line: (text: string) => said.push(text), progress: () => undefined };
    const around = { address, namespace: 'default', taskQueue: engine.taskQueue };
    const reconciliation = await Reconciliation.begin(record, around, speaker);
    try {
      return await reconciliation[how]();
    } finally {
      await reconciliation.close();
    }
  };
  const tool = (how: string, env: Record<string, string> = {}) =>
    new Promise<{ code: number | null; said: string }>((resolve) => {
      const child = spawn(process.execPath, [TOOL, 'reconcile', how], {
        env: {
          PATH: process.env.PATH,
          DATABASE_URL: engine.database.ownerUrl,
          MASTER_KEY,
          TEMPORAL_ADDRESS: address,
          TEMPORAL_TASK_QUEUE: engine.taskQueue,
          ...env,
        },
      });
      let words = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (part: Buffer) => (words += part.toString()));
      child.on('close', (code) => resolve({ code, said: words }));
    });

  const numberOf = async (id: string) => {
    const [{ number }] = (await engine.source.query(`SELECT number FROM dispute WHERE id = $1`, [id])) as [
      { number: string },
    ];
    return number;
  };
  const note = (id: string) => engine.do(id, 'desk', 'AddNote', {});
  const noted = async () =>
    ((await engine.source.query(`SELECT workflow_id FROM divergence ORDER BY 1`)) as { workflow_id: string }[]).map(
      (each) => each.workflow_id,
    );
  const standingOf = async (workflowId: string) => {
    const { runId, historyLength, status } = await engine.client.workflow.getHandle(workflowId).describe();
    return { runId, historyLength, status: status.name };
  };
  /** Temporal's list comes a moment after the deed. */
  const listed = async (workflowId: string) => {
    for (;;) {
      const query = `WorkflowId = '${workflowId}' AND ExecutionStatus = 'Running'`;
      for await (const each of engine.client.workflow.list({ query })) if (each.workflowId === workflowId) return;
      await new Promise((tick) => setTimeout(tick, 50));
    }
  };
  /** What the record has and no workflow decided. */
  const appendBeside = async (id: string, command = engine.command('desk', 'AddNote', {})) => {
    const state = await engine.state(id);
    await engine.store.append(id, state.seq, decide(engine.signed(id, command), state, instantOf(Date.now())));
  };
  const forget = async (kind: 'dispute' | 'item', id: string) =>
    engine.database.admin.transaction(async (db) => {
      await db.query(`SET LOCAL session_replication_role = replica`);
      const tables =
        kind === 'item'
          ? ['item_event']
          : [
              'event',
              'obligation',
              'transfer',
              'visit',
              'notice',
              'command_key',
              'dispute_match',
              'dispute_words',
              'tally',
            ];
      for (const table of tables) await db.query(`DELETE FROM ${table} WHERE ${kind}_id = $1`, [id]);
      await db.query(`DELETE FROM ${kind} WHERE id = $1`, [id]);
    });

  const ahead = async () => {
    const id = await engine.register();
    const putBack = await keptRows(engine.database.admin, id);
    await engine.do(id, 'desk', 'TransferDispute', TRANSFER);
    await putBack();
    return id;
  };
  const beside = async (more: number) => {
    const id = await engine.register();
    const putBack = await keptRows(engine.database.admin, id);
    await note(id);
    await putBack();
    for (let n = 0; n <= more; n++) await appendBeside(id);
    return id;
  };
  const behind = async () => {
    const id = await engine.register();
    await appendBeside(id);
    return id;
  };
  const missing = async (kind: 'dispute' | 'item') => {
    const id = kind === 'dispute' ? await engine.register() : await engine.report();
    await listed(workflowOf({ kind, id }).workflowId);
    await forget(kind, id);
    return id;
  };
  const without = async (kind: 'dispute' | 'item') => {
    const id = kind === 'dispute' ? await engine.register() : await engine.report();
    await engine.client.workflow.getHandle(workflowOf({ kind, id }).workflowId).terminate('Temporal was lost');
    return id;
  };

  it('is told of each case that is wrong, heals them all, and touches no other', async () => {
    const open = await engine.register();
    const waiting = await engine.report();
    const well = [workflowIdOf(open), itemWorkflowIdOf(waiting)];
    await engine.do(await engine.register(), 'desk', 'WithdrawDispute', {});
    // A run that was begun for a command and knows nothing yet.
    const blank = (await engine.blank(randomUUID())) as Registered;
    await adopt(engine.client, engine.taskQueue, { kind: 'dispute', id: blank.id }, { state: blank });
    const wrong = {
      ahead: await ahead(),
      beside: await beside(0),
      besideAndOlder: await beside(1),
      behind: await behind(),
      missing: await missing('dispute'),
      missingItem: await missing('item'),
      without: await without('dispute'),
      withoutItem: await without('item'),
    };
    const before = await Promise.all(well.map(standingOf));
    await noteDivergence(engine.source, workflowIdOf(open), 3);
    const knows = async (id: string) => (await engine.handle(id).query(knowledge)).seq;

    const { faults } = await reconciled('check');
    expect(faults).toEqual({ ahead: 1, beside: 2, behind: 1, missing: 2, 'without a workflow': 2, stuck: 0 });
    for (const [name, id] of Object.entries(wrong)) {
      expect([name, said.filter((each) => each.includes(id)).length]).toEqual([name, 1]);
    }
    expect(said).toContain(
      `ahead: dispute ${await numberOf(wrong.ahead)} ${wrong.ahead}: the record ends at 4, its workflow knows 7`,
    );
    expect(said).toContain('healing: what is behind is told to read the record up');
    const divergent = [wrong.ahead, wrong.beside, wrong.besideAndOlder, wrong.missing].map(workflowIdOf);
    expect(await noted()).toEqual([...divergent, itemWorkflowIdOf(wrong.missingItem)].sort());
    // It changed nothing.
    expect(await knows(wrong.behind)).toBe(4);
    expect((await standingOf(workflowIdOf(wrong.without))).status).toBe('TERMINATED');

    said = [];
    const runs = await Promise.all(divergent.map(standingOf));
    expect((await reconciled('heal')).faults).toEqual(NOTHING);
    for (const [index, { runId }] of runs.entries()) {
      expect(said).toContain(`ended: --workflow-id ${divergent[index]} --run-id ${runId}`);
    }
    expect(await Promise.all(well.map(standingOf))).toEqual(before);
    expect(await noted()).toEqual([]);

    // People go on.
    for (const id of [open, wrong.ahead, wrong.beside, wrong.besideAndOlder, wrong.behind, wrong.without]) {
      await engine.do(id, 'desk', 'TransferDispute', TRANSFER);
      await engine.do(id, 'justice', 'AcceptTransfer', { transferId: 't1' });
    }
    await engine.register({}, wrong.missing);
    await engine.do(wrong.missing, 'desk', 'TransferDispute', TRANSFER);
    const discard = { ...engine.command('desk', 'AddNote', {}), type: 'DiscardItem' as const, data: {} };
    await engine.sendToItem(wrong.withoutItem, discard);
    expect((await reconciled('check')).faults).toEqual(NOTHING);
    expect((await engine.upkeep.verify()).problems).toEqual([]);
  });

  it('heals while people work: whoever comes at that moment is answered from the record', async () => {
    const ids = [await ahead(), await ahead(), await without('dispute'), await behind()];
    // Whoever tries again at once, four at a time, keeps the case from being healed.
    const answered = (id: string) =>
      until(
        () =>
          note(id).then(
            () => true,
            (error: unknown) => {
              if (error instanceof RecordBehind) return false;
              throw error;
            },
          ),
        50,
      );
    const [{ faults }] = await Promise.all([reconciled('heal'), ...ids.map(answered)]);
    expect(faults).toEqual(NOTHING);
    expect((await reconciled('check')).faults).toEqual(NOTHING);
    expect((await engine.upkeep.verify()).problems).toEqual([]);
  });

  it('is not told of a case in the middle of a command', async () => {
    const id = await engine.register();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    hold = () => held;
    // On a busy machine whoever sent it is told to ask again meanwhile.
    const command = note(id).catch((error: unknown) => {
      if (!(error instanceof EngineUnavailable)) throw error;
    });
    const knows = async () => (await engine.state(id)).seq === (await engine.handle(id).query(knowledge)).seq;
    // The local attempt is given up with its command in the record; until the next one is answered, it is behind.
    // Each question is a task of the workflow's: asked without a pause they keep it from its own.
    await until(async () => !(await knows()), 50);
    let looks = 0;
    const record: Db = {
      query: async (sql: string, values?: unknown[]) => {
        const isLook = sql.includes('FROM dispute WHERE id = ANY');
        // It comes to its end between two looks, however long the machine takes for it.
        if (isLook && looks > 0) await until(knows, 50);
        const found = (await engine.database.owner.query(sql, values)) as never;
        if (isLook) {
          looks += 1;
          hold = () => Promise.resolve();
          release();
        }
        return found;
      },
    };
    expect((await reconciled('check', record)).faults).toEqual(NOTHING);
    // It seemed to be behind.
    expect(looks).toBeGreaterThan(1);
    await command;
  });

  it('is told what a case that cannot answer suffers from, and heals the others', async () => {
    const [stuck, lost] = [await engine.register(), await without('dispute')];
    await engine.handle(stuck).terminate('to be begun by a later release');
    await adopt(
      engine.client,
      engine.taskQueue,
      { kind: 'dispute', id: stuck },
      { state: { ...(await engine.state(stuck)), core: 99 } },
    );
    // Before its third failure Temporal lets everybody who asks wait.
    while (((await engine.handle(stuck).describe()).raw.pendingWorkflowTask?.attempt ?? 0) < 4) {
      await new Promise((tick) => setTimeout(tick, 100));
    }
    expect((await reconciled('heal')).faults).toEqual({ ...NOTHING, stuck: 1 });
    expect(said.at(-1)).toContain(
      `${stuck}: the record ends at 4, its workflow does not answer: case ${stuck} goes by core 99`,
    );
    expect((await standingOf(workflowIdOf(lost))).status).toBe('RUNNING');
    await engine.handle(stuck).terminate('the release was taken back');
    await note(stuck);
  });

  it('has a command for it, whose exit code says whether all is well, something is wrong, or nobody could look', async () => {
    const id = await ahead();
    const [wrong, nowhere, noWorker, unsaid] = await Promise.all([
      tool('--check'),
      tool('--check', { TEMPORAL_ADDRESS: '127.0.0.1:1' }),
      tool('--check', { TEMPORAL_TASK_QUEUE: 'nobody' }),
      tool('--check', { TEMPORAL_ADDRESS: '' }),
    ]);
    expect(wrong).toMatchObject({ code: 1, said: expect.stringMatching(new RegExp(`^ahead: .*${id}`)) });
    expect(wrong.said).toMatch(/ 1 ahead, 0 beside, 0 behind, 0 missing, 0 without a workflow, 0 stuck, in .* s\n$/);
    expect(nowhere).toMatchObject({
      code: 2,
      said: expect.stringContaining('Temporal does not answer at 127.0.0.1:1'),
    });
    expect(noWorker).toMatchObject({ code: 2, said: expect.stringContaining('no worker takes tasks of nobody') });
    expect(unsaid).toMatchObject({ code: 2, said: expect.stringContaining('TEMPORAL_ADDRESS') });
    expect(await tool('--heal')).toMatchObject({ code: 0 });
    expect(await tool('--check')).toMatchObject({ code: 0 });
  });
});
