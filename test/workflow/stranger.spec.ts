import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { PersonCommand } from '#domain/dispute/commands.js';
import { NOT_SIGNED } from '#domain/errors.js';
import { DAY, instantOf } from '#domain/time/time.js';
import { createRecord, type RecordInput } from '#activities/record.js';
import { ITEM_WORKFLOW, itemWorkflowIdOf } from '#workflows/item/messages.js';
import { DISPUTE_WORKFLOW, workflowIdOf } from '#workflows/dispute/messages.js';
import { Engine } from '../support/engine.js';
import { PEOPLE } from '../support/town.js';

/** Somebody who reaches Temporal's port, and has no key of this installation: they are nobody there. */
describe('a stranger at the port of the engine', () => {
  let engine: Engine;
  let id: string;
  let handle: WorkflowHandle;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    id = await engine.register();
    handle = engine.client.workflow.getHandle(workflowIdOf(id));
  });

  const note = () => engine.command('supervisor', 'AddNote', {});
  const WITHDRAW = { type: 'WithdrawDispute', data: {} };
  /** What a stranger may make of a command that the door signed once, for this case. */
  const FORGED: [string, (mine: PersonCommand) => unknown][] = [
    ['that nobody signed', ({ signature: _, ...mine }) => mine],
    ['of a made-up person', (mine) => ({ ...mine, key: randomUUID(), actor: { ...PEOPLE.desk, userId: 'nobody' } })],
    ['of another person', (mine) => ({ ...mine, actor: PEOPLE.desk })],
    ['of another department', (mine) => ({ ...mine, actor: { ...mine.actor, departmentId: 'district' } })],
    ['with more rights', (mine) => ({ ...mine, actor: { ...mine.actor, roles: ['desk', 'supervisor', 'auditor'] } })],
    ['with another body', (mine) => ({ ...mine, ...WITHDRAW, actor: PEOPLE.desk })],
    ['with another text', (mine) => ({ ...mine, text: 'v1.AAAA' })],
    ['of another moment', (mine) => ({ ...mine, receivedAt: instantOf(Date.now() - DAY) })],
    ['under another key', (mine) => ({ ...mine, key: randomUUID() })],
    ['with another digest', (mine) => ({ ...mine, signature: { ...mine.signature!, digest: 'AAAA' } })],
    ['that makes time pass', (mine) => ({ ...mine, type: 'PassMoment', upTo: instantOf(Date.now() + 90 * DAY) })],
    ['that moves its clock', (mine) => ({ ...mine, type: 'ForwardClock', aheadMs: 90 * DAY })],
    ['of no known kind', (mine) => ({ ...mine, type: 'Nonsense' })],
    ['without a body', (mine) => ({ key: mine.key, bodyHmac: mine.bodyHmac, signature: mine.signature })],
    ['with a signature that is none', (mine) => ({ ...mine, signature: 'signed' })],
    ['of nobody', (mine) => ({ ...mine, actor: null })],
    ['that is a word', () => 'submit'],
    ['that is nothing', () => null],
    ['that is a list', () => [1, 2]],
  ];

  /** A case goes on: the next person is answered, and the record is what it was and that. */
  const goesOn = async (before: number) => {
    expect((await engine.state(id)).seq).toBe(before);
    await expect(engine.do(id, 'supervisor', 'AddNote', {})).resolves.toMatchObject({ seq: before + 1 });
    expect((await engine.upkeep.verify()).problems).toEqual([]);
  };

  it.each(FORGED)('a command %s is refused, and the case goes on', async (_, forge) => {
    const { seq } = await engine.state(id);
    // As far as the case knows, and beyond it, where it looks before it judges.
    for (const seen of [undefined, seq, seq + 1000]) {
      const args: [unknown, ...unknown[]] = [forge(engine.signed(id, note())), ...(seen === undefined ? [] : [seen])];
      await expect(handle.executeUpdate('submit', { args })).rejects.toThrow();
      await handle.signal('submitLater', ...args);
    }
    await goesOn(seq);
  });

  it('a command that was signed for another case is refused', async () => {
    const { seq } = await engine.state(id);
    const other = engine.signed(await engine.register(), note());
    const refused = handle.executeUpdate('submit', { args: [other, seq] });
    await expect(refused).rejects.toMatchObject({ cause: { type: NOT_SIGNED } });
    await goesOn(seq);
  });

  it('a command that was answered is not answered anew when the case has forgotten it', async () => {
    const once = engine.signed(id, note());
    const { seq: answered } = (await handle.executeUpdate('submit', { args: [once] })) as { seq: number };
    for (let n = 0; n < 50; n++) await engine.do(id, 'supervisor', 'AddNote', {});
    const again = handle.executeUpdate('submit', { args: [once] });
    await expect(again).rejects.toMatchObject({ cause: { type: NOT_SIGNED } });
    await goesOn(answered + 50);
  });

  it.each([
    ['no number', ['later', 7]],
    ['beyond all numbers', [Number.MAX_VALUE, '']],
    ['another entry', ['seq', 'AAAA']],
  ])('what was seen of the record may be %s', async (_, seen) => {
    const { seq } = await engine.state(id);
    const args = seen.map((each) => (each === 'seq' ? seq : each));
    await handle.signal('wake', ...args);
    await expect(handle.executeUpdate('submit', { args: [note(), ...args] })).rejects.toThrow();
    await goesOn(seq);
  });

  it('a case that was never registered is not begun', async () => {
    const unheard = randomUUID();
    await engine.vault.create(engine.database.owner, unheard);
    const command = { ...engine.command('desk', 'RegisterDispute', {} as never), data: registration };
    await engine.client.workflow.start(DISPUTE_WORKFLOW, {
      workflowId: workflowIdOf(unheard),
      taskQueue: engine.taskQueue,
      args: [{ state: await engine.blank(unheard) }],
    });
    const forged = engine.client.workflow.getHandle(workflowIdOf(unheard)).executeUpdate('submit', { args: [command] });
    await expect(forged).rejects.toMatchObject({ cause: { type: NOT_SIGNED } });
    expect(await engine.events(unheard)).toEqual([]);
  });

  it('a run that was begun from a made-up state records nothing, and gives way to the record', async () => {
    const { seq } = await engine.state(id);
    await handle.terminate();
    const madeUp = { ...(await engine.state(id)), desk: 'justice', superior: 'justice' };
    await engine.client.workflow.start(DISPUTE_WORKFLOW, {
      workflowId: workflowIdOf(id),
      taskQueue: engine.taskQueue,
      args: [{ state: madeUp }],
    });
    await goesOn(seq);
    expect((await engine.state(id)).desk).toBe('police');
  });

  it('entries that are handed to the record past every case are refused', async () => {
    const [last] = (await engine.events(id)).slice(-1);
    const forged = { seq: last!.seq + 1, at: last!.at, type: 'NoteAdded', actor: last!.actor, data: {} };
    const activity = createRecord(
      engine.store,
      () => Promise.resolve(),
      () => undefined,
    );
    const input = { disputeId: id, after: last!.seq, events: [forged] } as RecordInput;
    await expect(activity(input)).rejects.toMatchObject({ type: NOT_SIGNED });
    // As time's, and as of a command that the door signed for something else.
    const at = instantOf(Date.now());
    await expect(activity({ ...input, deed: { at } })).rejects.toMatchObject({ type: 'UNLAWFUL' });
    const command = engine.signed(id, note());
    await expect(activity({ ...input, deed: { at, command } })).rejects.toMatchObject({ type: 'UNLAWFUL' });
    await goesOn(last!.seq);
  });

  it('an item is not discarded, and not reported', async () => {
    const item = await engine.report();
    const own = engine.client.workflow.getHandle(itemWorkflowIdOf(item));
    const discard = { ...note(), type: 'DiscardItem', actor: PEOPLE.desk, text: undefined };
    for (const forged of [discard, { ...discard, signature: engine.signed(id, note()).signature }, null, 'word'])
      await expect(own.executeUpdate('submit', { args: [forged, 1000] })).rejects.toThrow();
    await own.signal('submitLater', discard);
    await engine.sendToItem(item, { ...discard, data: {} } as never);
    expect((await engine.itemState(item)).status).toBe('discarded');

    const unheard = randomUUID();
    await engine.client.workflow.start(ITEM_WORKFLOW, {
      workflowId: itemWorkflowIdOf(unheard),
      taskQueue: engine.taskQueue,
      args: [{ state: { ...(await engine.itemState(item)), id: unheard, seq: 0, status: 'unreported', keys: [] } }],
    });
    const report = { ...note(), type: 'ReportItem', data: { desk: 'police', superior: 'centre', dangerSigns: [] } };
    const forged = engine.client.workflow.getHandle(itemWorkflowIdOf(unheard));
    await expect(forged.executeUpdate('submit', { args: [report] })).rejects.toThrow();
    expect(await engine.source.query(`SELECT FROM item WHERE id = $1`, [unheard])).toEqual([]);
  });

  const registration = {
    number: '2026-88888',
    desk: 'police',
    superior: 'centre',
    category: 'other',
    place: { village: 'village-shixi' },
    parties: [],
    dangerSigns: [],
    source: { channel: 'walk-in' },
    rehearsal: true,
    policyHash: '',
    calendarHash: '',
  };
});
