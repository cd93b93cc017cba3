import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { type DisputeState } from '#domain/dispute/state.js';
import { CORE } from '#domain/dispute/editions.js';
import type { Item } from '#domain/item/item.js';
import { DAY, instantOf, plusMillis } from '#domain/time/time.js';
import { canonical } from '#persistence/database/canonical.js';
import { DISPUTE_WORKFLOW, workflowIdOf } from '#workflows/dispute/messages.js';
import { itemWorkflowIdOf } from '#workflows/item/messages.js';
import { workflowBundle } from '../../apps/worker/workflow-bundle.js';
import { CALENDAR_VERSION, POLICY_VERSION } from '../../apps/local/reference.js';
import { Engine } from '../support/engine.js';
import { Town } from '../support/town.js';

/**
 * Histories of released code, kept in the repository. Each is replayed with today's code, and the state that comes of it
 * must be the one that the record had: a changed `evolve` replays silently to another state.
 */
const folder = fileURLToPath(new URL('./histories', import.meta.url));

type State = DisputeState | Item;

interface Recording {
  history: unknown;
  state: State;
}

async function replayed(recording: Recording, bundle: WorkflowBundle | { codePath: string }): Promise<State | null> {
  let last: State | null = null;
  await Worker.runReplayHistory(
    {
      workflowBundle: bundle,
      sinks: {
        replay: { folded: { fn: (_info, state: State) => void (last = state), callDuringReplay: true } },
      },
    },
    historyFromJSON(recording.history),
  );
  return last;
}

const recordings = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, recording: JSON.parse(readFileSync(join(folder, name), 'utf8')) as Recording }));

describe('recorded histories', () => {
  if (process.env.RECORD_HISTORIES) {
    let engine: Engine;
    beforeAll(async () => {
      engine = await Engine.start();
      if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    });
    afterAll(() => engine.stop());

    const keep = async (name: string, id: string, workflowId = workflowIdOf(id), kept?: State) => {
      const history = await engine.client.workflow.getHandle(workflowId).fetchHistory();
      const state = kept ?? (await engine.state(id));
      const recording: Recording = { history: JSON.parse(historyToJSON(history)) as unknown, state };
      const file = join(folder, `${name}.json`);
      // A recording is of the code that made it: it is never written over.
      if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(recording)}\n`);
    };

    it('are recorded: a life to its last visit', async () => {
      const id = await engine.resolved();
      await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), 7 * DAY));
      await engine.do(id, 'visitor', 'RecordVisit', { n: 1, mode: 'phone', outcome: 'stable' }, 7 * DAY);
      await keep('life', id);
    });
    it('are recorded: returned, designated, handled late', async () => {
      const id = await engine.register({ grade: 'yellow' });
      for (const [n, to] of ['justice', 'land'].entries()) {
        await engine.do(id, 'desk', 'TransferDispute', { to, role: 'lead', designated: false });
        await engine.do(id, to, 'ReturnTransfer', { transferId: `t${n + 1}`, reasonCode: 'not-our-duty' });
        await engine.do(id, 'desk', 'DecideReturn', { transferId: `t${n + 1}`, uphold: true });
      }
      await engine.do(id, 'supervisor', 'TransferDispute', { to: 'justice', role: 'lead', designated: true });
      await engine.do(id, 'justice', 'AcceptTransfer', { transferId: 't3' });
      await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), 20 * DAY));
      await engine.do(id, 'justice', 'ReportProgress', {}, 20 * DAY);
      await keep('returns-and-lateness', id);
    });
    it('are recorded: relapse and a fresh leg', async () => {
      const id = await engine.resolved();
      await engine.do(id, 'visitor', 'RecordVisit', { n: 1, mode: 'phone', outcome: 'relapsed' });
      await engine.do(id, 'justice', 'MakePlan', {});
      await engine.do(id, 'justice', 'ResolveDispute', { outcome: 'mediated', terms: [{}] });
      await keep('relapse', id);
    });
    it('are recorded: nobody answers', async () => {
      const id = await engine.register();
      await engine.do(id, 'desk', 'TransferDispute', { to: 'forestry', role: 'lead', designated: false });
      await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), 9 * DAY));
      await engine.do(id, 'desk', 'TransferDispute', { to: 'land', role: 'lead', designated: false }, 9 * DAY);
      await keep('lapse', id);
    });
    it('are recorded: more time, a pause, a procedure, a meeting and an order', async () => {
      const id = await engine.register();
      await engine.do(id, 'desk', 'TransferDispute', { to: 'land', role: 'lead', designated: false });
      await engine.do(id, 'land', 'AcceptTransfer', { transferId: 't1' });
      const handle = (await engine.state(id)).obligations.find((each) => each.kind === 'handle')!;
      await engine.do(id, 'land', 'AskExtension', {
        obligationId: handle.id,
        by: { amount: 2, unit: 'workingDays' },
      });
      await engine.do(id, 'supervisor', 'DecideExtension', { extensionId: 'x1', approve: true });
      await engine.do(id, 'supervisor', 'SuspendDispute', { ground: 'appraisal' });
      await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), 40 * DAY));
      await engine.do(id, 'supervisor', 'ResumeDispute', {}, 40 * DAY);
      await engine.do(id, 'land', 'EnterTrack', { track: 'land-title' }, 40 * DAY);
      await engine.do(id, 'land', 'EndTrack', { outcome: 'mediated' }, 40 * DAY);
      const at = plusMillis(instantOf(Date.now()), 42 * DAY);
      await engine.do(id, 'desk', 'CallMeeting', { departments: ['forestry'], at }, 40 * DAY);
      const decisions = [{ departmentId: 'forestry', dueAt: at }];
      await engine.do(id, 'desk', 'ConcludeMeeting', { meetingId: 'm1', decisions }, 40 * DAY);
      await engine.do(id, 'supervisor', 'OrderSupervision', { answerWithin: { amount: 1, unit: 'days' } }, 40 * DAY);
      await engine.do(id, 'land', 'AnswerSupervision', { orderId: 'o1' }, 40 * DAY);
      await keep('pauses', id);
    });
    it('are recorded: handed back, assisted, handled by the desk itself', async () => {
      const id = await engine.register();
      await engine.do(id, 'desk', 'TransferDispute', { to: 'land', role: 'lead', designated: false });
      await engine.do(id, 'land', 'AcceptTransfer', { transferId: 't1' });
      await engine.do(id, 'desk', 'TransferDispute', { to: 'forestry', role: 'assist', designated: false });
      await engine.do(id, 'forestry', 'AcceptTransfer', { transferId: 't2' });
      await engine.do(id, 'forestry', 'CompleteAssist', { transferId: 't2' });
      await engine.do(id, 'land', 'ReturnTransfer', { transferId: 't1', reasonCode: 'insufficient-facts' });
      await engine.do(id, 'desk', 'DecideReturn', { transferId: 't1', uphold: true });
      await engine.do(id, 'desk', 'TransferDispute', { to: 'police', role: 'lead', designated: false });
      await engine.do(id, 'desk', 'AssignPerson', { userId: 'desk', departmentId: 'police', role: 'handler' });
      await engine.do(id, 'desk', 'ResolveDispute', { outcome: 'settled-on-spot', terms: [] });
      await engine.do(id, 'supervisor', 'WaiveVisit', { n: 1 });
      await engine.do(id, 'desk', 'ReopenDispute', {});
      await keep('hand-back', id);
    });
    it('are recorded: withdrawn, and visited all the same', async () => {
      const id = await engine.register({ grade: 'yellow' });
      await engine.do(id, 'desk', 'WithdrawDispute', {});
      await engine.do(id, 'visitor', 'RecordVisit', { n: 1, mode: 'in-person', outcome: 'uneasy' });
      await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), 3 * DAY));
      await engine.do(id, 'visitor', 'RecordVisit', { n: 2, mode: 'phone', outcome: 'unreachable' }, 3 * DAY);
      await keep('withdrawn', id);
    });
    it('are recorded: merged into another', async () => {
      const id = await engine.register();
      await engine.do(id, 'desk', 'MergeDispute', { into: await engine.register() });
      await keep('merged', id);
    });
    it('are recorded: an item that came to nothing', async () => {
      const id = await engine.report({ dangerSigns: ['violence'] });
      await engine.sendToItem(id, { ...engine.command('desk', 'AddNote', {}), type: 'DiscardItem', data: {} });
      await keep('item', id, itemWorkflowIdOf(id), await engine.itemState(id));
    });
    it('are recorded: an item whose danger its desk denies', async () => {
      const dangerFound = [{ sign: 'weapon' as const, from: 0, to: 2 }];
      const id = await engine.report({ dangerSigns: ['weapon', 'threat'], dangerFound });
      for (const type of ['DenyDanger', 'DiscardItem'] as const) {
        const command = { ...engine.command('desk', 'AddNote', {}), type, data: {} };
        await engine.sendToItem(id, command as never);
      }
      await keep('item-calm', id, itemWorkflowIdOf(id), await engine.itemState(id));
    });
    it('are recorded: raised by its danger', async () => {
      const id = await engine.register({ grade: 'blue', dangerSigns: ['weapon'] });
      expect(await engine.state(id)).toMatchObject({ core: CORE, grade: 'red' });
      await engine.do(id, 'supervisor', 'GradeDispute', { grade: 'yellow' });
      await keep('danger', id);
    });
    it.each([
      ['PromoteItem', 'item-promoted'],
      ['LinkItem', 'item-linked'],
    ] as const)('are recorded: an item, %s', async (type, name) => {
      const id = await engine.report();
      const data = { disputeId: await engine.register() };
      const command = { ...engine.command('desk', 'AddNote', {}), type, data };
      await engine.sendToItem(id, command as never);
      await keep(name, id, itemWorkflowIdOf(id), await engine.itemState(id));
    });
    it('are recorded: returns used up, designated, and nobody answers that either', async () => {
      // Since the fourth such a silence binds.
      const id = await runningFrom({ ...(await engine.blank(randomUUID())), core: 2 }, 10_000);
      await engine.register({ grade: 'red' }, id);
      await engine.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
      await engine.do(id, 'justice', 'ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
      await engine.do(id, 'desk', 'DecideReturn', { transferId: 't1', uphold: true });
      await engine.do(id, 'supervisor', 'TransferDispute', { to: 'land', role: 'lead', designated: true });
      await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), DAY));
      await engine.do(id, 'supervisor', 'TransferDispute', { to: 'forestry', role: 'lead', designated: true }, DAY);
      await engine.do(id, 'forestry', 'AcceptTransfer', { transferId: 't3' }, DAY);
      expect((await engine.state(id)).returns.total).toBe(1);
      await keep('designation', id);
    });
    it('are recorded: a designation that binds by silence, an assist recalled, suspended twice', async () => {
      const id = await engine.register({ grade: 'blue' });
      await engine.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
      await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), 9 * DAY));
      await engine.do(id, 'supervisor', 'TransferDispute', { to: 'land', role: 'lead', designated: true }, 9 * DAY);
      await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), 18 * DAY));
      await engine.do(id, 'desk', 'TransferDispute', { to: 'forestry', role: 'assist', designated: false }, 18 * DAY);
      await engine.do(id, 'forestry', 'AcceptTransfer', { transferId: 't3' }, 18 * DAY);
      await engine.do(id, 'supervisor', 'SuspendDispute', { ground: 'court' }, 18 * DAY);
      await engine.do(id, 'supervisor', 'SuspendDispute', { ground: 'appraisal' }, 18 * DAY);
      await engine.do(id, 'supervisor', 'ResumeDispute', {}, 18 * DAY);
      await engine.do(id, 'land', 'ResolveDispute', { outcome: 'mediated', terms: [] }, 18 * DAY);
      const { transfers, lapses, stood } = await engine.state(id);
      expect([transfers.map(({ state }) => state), lapses, stood?.times]).toEqual([
        ['lapsed', 'completed', 'recalled'],
        1,
        2,
      ]);
      await keep('silence', id);
    });
    it('are recorded: a grade that is raised late, more time decided after expiry, an agreement partly waived', async () => {
      const id = await engine.register();
      await engine.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
      await engine.do(id, 'justice', 'AcceptTransfer', { transferId: 't1' });
      const { id: obligationId } = (await engine.state(id)).obligations.find((each) => each.kind === 'handle')!;
      const by = { amount: 2, unit: 'workingDays' as const };
      await engine.do(id, 'justice', 'AskExtension', { obligationId, by });
      await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), 13 * DAY));
      await engine.do(id, 'justice-head', 'DecideExtension', { extensionId: 'x1', approve: true }, 13 * DAY);
      await engine.do(id, 'desk', 'GradeDispute', { grade: 'red' }, 13 * DAY);
      await engine.do(id, 'justice', 'MakePlan', {}, 13 * DAY);
      await engine.do(id, 'justice', 'ResolveDispute', { outcome: 'mediated', terms: [{}, {}] }, 13 * DAY);
      await engine.do(id, 'supervisor', 'WaiveTerm', { n: 1 }, 13 * DAY);
      await engine.do(id, 'justice', 'FulfilTerm', { n: 2 }, 13 * DAY);
      await keep('grade-and-terms', id);
    });
    it('are recorded: adopted from its record, with what had passed', async () => {
      const id = randomUUID();
      await engine.vault.create(engine.database.owner, id);
      const before = instantOf(Date.now() - 20 * DAY);
      const town = new Town(before, await engine.rulebook.rules(POLICY_VERSION, CALENDAR_VERSION), id);
      town.as('desk').register({ grade: 'blue', rehearsal: true, number: `2026-A${id.slice(0, 8)}` });
      town.offer('justice');
      await engine.store.append(id, 0, town.events);
      await engine.do(id, 'desk', 'AddNote', {});
      await keep('adopted', id);
    });
    it('are recorded: months of a red case, over several runs', async () => {
      const id = await runningFrom(await engine.blank(randomUUID()), 40);
      await engine.register({ grade: 'red' }, id);
      await engine.do(id, 'desk', 'TransferDispute', { to: 'land', role: 'lead', designated: false });
      await engine.do(id, 'land', 'AcceptTransfer', { transferId: 't1' });
      await engine.do(id, 'land', 'MakePlan', {});
      await engine.do(id, 'land', 'ResolveDispute', { outcome: 'mediated', terms: [] });
      for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) {
        const visit = (await engine.state(id)).obligations.find((each) => each.n === n)!;
        const ahead = Date.parse(visit.dueAt) - Date.now();
        await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), ahead));
        await engine.do(id, 'visitor', 'RecordVisit', { n, mode: 'in-person-pair', outcome: 'stable' }, ahead);
      }
      await keep('months', id);
    });
    it('are recorded: a case of the first core that took up the second when it continued as new', async () => {
      const blank = await engine.blank(randomUUID());
      const id = await runningFrom({ ...blank, core: 1 }, 20);
      await engine.register({}, id);
      for (let n = 0; n < 8; n++) await engine.do(id, 'desk', 'AddNote', {});
      const events = await engine.events(id);
      expect(events[0]!.data).not.toHaveProperty('core');
      expect(events.filter((each) => each.type === 'CoreRaised').map((each) => each.data)).toEqual([{ core: CORE }]);
      expect((await engine.state(id)).core).toBe(CORE);
      const { problems } = await engine.upkeep.verify();
      expect(problems.filter((each) => each.includes(id))).toEqual([]);
      await keep('core-raised', id);
    });

    async function runningFrom(state: DisputeState, historyLimit: number): Promise<string> {
      await engine.vault.create(engine.database.owner, state.id);
      await engine.client.workflow.start(DISPUTE_WORKFLOW, {
        workflowId: workflowIdOf(state.id),
        taskQueue: engine.taskQueue,
        args: [{ state, historyLimit }],
      });
      return state.id;
    }
  }

  it('replay with the code of today to the state of the record', async () => {
    const kept = recordings();
    expect(kept.length).toBeGreaterThanOrEqual(17);
    for (const { name, recording } of kept) {
      const state = await replayed(recording, workflowBundle());
      expect({ name, state: canonical(state) }).toEqual({ name, state: canonical(recording.state) });
    }
  });

  it('catch a fold that was changed', async () => {
    const code = readFileSync(workflowBundle().codePath, 'utf8');
    const changed = code.replace(/latenesses: (\w+)\.latenesses \+ 1/, 'latenesses: $1.latenesses + 2');
    expect(changed).not.toBe(code);
    const { recording } = recordings().find(({ name }) => name.startsWith('returns'))!;
    const state = await replayed(recording, { code: changed });
    expect(canonical(state)).not.toBe(canonical(recording.state));
  });

  it('catch a shell that asks the world for other things', async () => {
    const code = readFileSync(workflowBundle().codePath, 'utf8');
    const changed = code.replace('await record(local)', 'await record(regular)');
    expect(changed).not.toBe(code);
    const { recording } = recordings().find(({ name }) => name.startsWith('life'))!;
    await expect(replayed(recording, { code: changed })).rejects.toThrow(/[Nn]ondeterminism/);
  });
});
