import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MoveRules } from '#domain/dispute/commands.js';
import { openObligations } from '#domain/dispute/state.js';
import { CORE } from '#domain/dispute/editions.js';
import { evolve } from '#domain/dispute/evolve.js';
import { nextMoment, turn } from '#domain/dispute/moments.js';
import { DAY, instantOf, millisOf, plusMillis } from '#domain/time/time.js';
import { hashOf } from '#persistence/database/canonical.js';
import { stored } from '#persistence/rules/rulebook.js';
import { DISPUTE_WORKFLOW, workflowIdOf } from '#workflows/dispute/messages.js';
import { adopt } from '../../apps/local/adopt.js';
import { CALENDAR_VERSION, POLICY_VERSION } from '../../apps/local/reference.js';
import { Engine } from '../support/engine.js';

const millisIn = ({ seconds, nanos }: { seconds?: unknown; nanos?: number | null }) =>
  Number(seconds) * 1000 + (nanos ?? 0) / 1e6;

describe('a dispute on the real engine', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  const historyLength = async (id: string) => (await engine.handle(id).describe()).historyLength;

  it('goes from registration to closure, a week later on its own clock', async () => {
    const id = await engine.resolved();
    // To the end of the visit's day: its morning has come whatever hour it is now.
    const { dueAt, steps } = openObligations(await engine.state(id), 'return-visit')[0]!;
    await engine.gateway.fastForward(id, dueAt);
    const ahead = millisOf(dueAt) - Date.now();
    const parties = [{ partyId: 'p1' }, { partyId: 'p2' }];
    const visit = { n: 1, mode: 'phone' as const, outcome: 'stable' as const, parties };
    const made = await engine.do(id, 'visitor', 'RecordVisit', visit, ahead);
    const answer = (await engine.checked(id, 1, ahead)) ?? made;
    const state = await engine.state(id);
    expect(state.status).toBe('closed');
    expect(answer.seq).toBe(state.seq);
    const fired = (await engine.events(id)).filter((event) => event.type === 'LadderStepFired');
    // The eve and the morning; where the eve is a day off, the last working day before it as well.
    const called = steps.filter((each) => each.at <= dueAt);
    expect(called.length).toBeGreaterThan(1);
    expect(fired.map((event) => event.data.do)).toEqual(called.map((each) => each.do));
    await expect(engine.handle(id).result()).resolves.toBeUndefined();
  });

  it('moves to rules that were published after it began, and so does whoever reads its record', async () => {
    const id = await engine.register({ rehearsal: false });
    const before = await engine.state(id);
    const [policy] = await engine.source.query(`SELECT document, hash FROM policy WHERE version = $1`, [
      POLICY_VERSION,
    ]);
    const watch = {
      blue: { amount: 9, unit: 'days' },
      yellow: { amount: 9, unit: 'days' },
      red: { amount: 9, unit: 'days' },
    };
    const document = { ...policy.document, limits: { ...policy.document.limits, watch } };
    await engine.database.owner.query(
      `INSERT INTO policy (version, region, state, document, hash) VALUES ('later-1', 'default', 'draft', $1, $2)`,
      [document, hashOf(document)],
    );
    const rules = await engine.rulebook.rules('later-1', CALENDAR_VERSION);
    const { key, bodyHmac, receivedAt, actor } = engine.command('supervisor', 'AddNote', {});
    const hashes = { policyHash: hashOf(document), calendarHash: '' };
    const data = { ...hashes, rules, cause: 'policy' as const, allowShorter: true };
    const move: MoveRules = { type: 'MoveRules', key, bodyHmac, receivedAt, actor, data };
    const { seq } = await engine.send(id, move);
    const state = await engine.state(id);
    expect(state.seq).toBe(seq);
    expect(state.rules.policyVersion).toBe('later-1');
    const [was, is] = [before, state].map((each) => openObligations(each, 'watch')[0]!.dueAt);
    expect(millisOf(is!)).toBeLessThan(millisOf(was!));
    // Which rules stands in the record, and not what they say: a rebuild and a proof look that up, and so does a worker
    // that knows nothing of the case.
    const entries = await engine.events(id);
    expect(JSON.stringify(entries.filter(({ type }) => type === 'RulesMoved'))).not.toContain('workingTime');
    await engine.handle(id).terminate();
    await engine.do(id, 'desk', 'AddNote', {});
    await engine.upkeep.rebuild();
    expect((await engine.state(id)).rules.policyVersion).toBe('later-1');
    expect((await engine.upkeep.verify()).problems).toEqual([]);
    // Once is enough.
    expect((await engine.send(id, { ...move, key: 'again' })).seq).toBe(seq + 1);
  });

  it('refuses without a trace in history', async () => {
    const id = await engine.register();
    const before = await historyLength(id);
    for (let n = 0; n < 3; n++) {
      await expect(
        engine.do(id, 'desk', 'RecordVisit', { n: 1, mode: 'phone', outcome: 'stable' }),
      ).rejects.toMatchObject({
        code: 'NOT_RESOLVED',
      });
    }
    expect(await historyLength(id)).toBe(before);
  });

  it('leaves no dispute behind when the registration itself is refused', async () => {
    const id = await engine.register();
    const command = engine.command('desk', 'RegisterDispute', {
      number: '2026-99999',
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
    });
    await expect(
      engine.gateway.register(id, command, await engine.blank(id), engine.sight('dispute', id)),
    ).rejects.toMatchObject({
      code: 'ALREADY_REGISTERED',
    });
  });

  it('answers a repeated key with its first answer and refuses it for another body', async () => {
    const id = await engine.register();
    const command = engine.command('desk', 'AddNote', {});
    const first = await engine.send(id, command);
    const events = (await engine.events(id)).length;
    expect(await engine.send(id, command)).toEqual(first);
    const others = await Promise.all(Array.from({ length: 5 }, () => engine.send(id, command)));
    expect(new Set(others.map((answer) => answer.seq))).toEqual(new Set([first.seq]));
    expect((await engine.events(id)).length).toBe(events);
  });

  it('lets one of two acceptances win', async () => {
    const id = await engine.register();
    await engine.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
    const answers = await Promise.allSettled([
      engine.do(id, 'justice', 'AcceptTransfer', { transferId: 't1' }),
      engine.do(id, 'justice-head', 'AcceptTransfer', { transferId: 't1' }),
    ]);
    expect(answers.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await engine.events(id)).filter((event) => event.type === 'TransferAccepted')).toHaveLength(1);
  });

  it('continues as new in the middle of its life and remembers its keys', async () => {
    const id = randomUUID();
    await engine.vault.create(engine.database.owner, id);
    await engine.client.workflow.start(DISPUTE_WORKFLOW, {
      workflowId: workflowIdOf(id),
      taskQueue: engine.taskQueue,
      args: [{ state: await engine.blank(id), historyLimit: 20 }],
    });
    await engine.register({}, id);
    const command = engine.command('desk', 'AddNote', {});
    const first = await engine.send(id, command);
    for (let n = 0; n < 12; n++) await engine.do(id, 'desk', 'AddNote', {});
    const { runId } = await engine.handle(id).describe();
    const firstRun = (await engine.handle(id).fetchHistory()).events![0]!.workflowExecutionStartedEventAttributes!;
    expect(firstRun.continuedExecutionRunId).not.toBe('');
    expect(runId).not.toBe(firstRun.firstExecutionRunId);
    expect(await engine.send(id, command)).toEqual(first);
    const state = await engine.state(id);
    expect((await engine.events(id)).map((event) => event.seq)).toEqual(
      Array.from({ length: state.seq }, (_, n) => n + 1),
    );
  });

  it('that began under older rules of the code takes up those of today when it continues as new', async () => {
    const id = randomUUID();
    await engine.vault.create(engine.database.owner, id);
    await engine.client.workflow.start(DISPUTE_WORKFLOW, {
      workflowId: workflowIdOf(id),
      taskQueue: engine.taskQueue,
      args: [{ state: { ...(await engine.blank(id)), core: 1 }, historyLimit: 20 }],
    });
    await engine.register({}, id);
    expect((await engine.state(id)).core).toBe(1);
    for (let n = 0; n < 8; n++) await engine.do(id, 'desk', 'AddNote', {});
    const raised = (await engine.events(id)).filter((event) => event.type === 'CoreRaised');
    expect(raised.map(({ actor, data }) => [actor.kind, data])).toEqual([['system', { core: CORE }]]);
    expect((await engine.state(id)).core).toBe(CORE);
  });

  it('wakes a closed dispute for a note and lets it sleep again', async () => {
    const id = await engine.register();
    await engine.do(id, 'desk', 'ResolveDispute', { outcome: 'invalid', terms: [] });
    expect((await engine.state(id)).status).toBe('closed');
    await engine.handle(id).result();
    await engine.do(id, 'desk', 'AddNote', {});
    expect((await engine.events(id)).at(-1)!.type).toBe('NoteAdded');
    await engine.handle(id).result();
  });

  it('reopens a closed dispute, which then runs on', async () => {
    const id = await engine.register();
    await engine.do(id, 'desk', 'ResolveDispute', { outcome: 'invalid', terms: [] });
    await engine.handle(id).result();
    await engine.do(id, 'desk', 'ReopenDispute', {});
    expect((await engine.handle(id).describe()).status.name).toBe('RUNNING');
    expect((await engine.state(id)).status).toBe('handling');
  });

  it('ends when it is canceled, and goes on from the record at the next command', async () => {
    const id = await engine.register();
    await engine.handle(id).cancel();
    await expect(engine.handle(id).result()).rejects.toThrow();
    expect((await engine.handle(id).describe()).status.name).toBe('CANCELLED');
    const { seq } = await engine.do(id, 'desk', 'AddNote', {});
    expect((await engine.state(id)).seq).toBe(seq);
    expect((await engine.handle(id).describe()).status.name).toBe('RUNNING');
  });

  it('goes on from the record when its workflow was lost', async () => {
    const id = await engine.register();
    await engine.handle(id).terminate('the server was lost');
    await engine.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
    await engine.do(id, 'justice', 'AcceptTransfer', { transferId: 't1' });
    expect((await engine.state(id)).status).toBe('handling');
    expect((await engine.upkeep.verify()).problems).toEqual([]);
  });

  it('behaves after an adoption like the original', async () => {
    const lives = await Promise.all([engine.resolved(), engine.resolved()]);
    const [original, adopted] = lives;
    await engine.handle(adopted).terminate('imported elsewhere');
    const adopting = async () =>
      adopt(engine.client, engine.taskQueue, { kind: 'dispute', id: adopted }, { state: await engine.state(adopted) });
    expect(await adopting()).toBe(true);
    expect(await adopting()).toBe(false);
    for (const id of lives) {
      await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), 10 * DAY));
      await engine.do(id, 'supervisor', 'WaiveVisit', { n: 1 }, 10 * DAY);
    }
    const types = async (id: string) => (await engine.events(id)).map((event) => event.type);
    expect(await types(adopted)).toEqual(await types(original));
    expect(await types(original)).toContain('ObligationLate');
    expect((await engine.state(adopted)).status).toBe('closed');
  });

  it('has in its record just what its state is the fold of', async () => {
    const id = await engine.resolved();
    const events = await engine.events(id);
    const folded = events.reduce(evolve, await engine.blank(id));
    expect(JSON.parse(JSON.stringify(stored(folded)))).toEqual(
      JSON.parse(JSON.stringify(stored(await engine.state(id)))),
    );
  });

  it('looks by itself long after its turn, in which it is called, a rehearsal at its moment', async () => {
    const looks = async (id: string) => {
      const state = await engine.state(id);
      const moment = nextMoment(state)!;
      const { events } = await engine.handle(id).fetchHistory();
      const timers = events!.filter((each) => each.timerStartedEventAttributes);
      const { eventTime, timerStartedEventAttributes: timer } = timers.at(-1)!;
      const after = millisIn(eventTime!) + millisIn(timer!.startToFireTimeout!) - millisOf(moment);
      const planned = turn(state, moment).aloneMs;
      // What a workflow task leads to is noted a little after its own time.
      return { planned, isAsPlanned: after >= planned && after < planned + 1_000 };
    };
    const own = await Promise.all(Array.from({ length: 6 }, () => engine.register({ rehearsal: false })));
    const planned = await Promise.all(own.map(looks));
    expect(planned.map((each) => each.isAsPlanned)).toEqual(own.map(() => true));
    expect(new Set(planned.map((each) => each.planned)).size).toBe(own.length);
    expect(await looks(await engine.register({ rehearsal: true }))).toMatchObject({ planned: 0, isAsPlanned: true });
  });

  it('needs one workflow task and at most eight history events a command', async () => {
    const id = await engine.register();
    const before = await engine.handle(id).fetchHistory();
    const commands = 6;
    for (let n = 0; n < commands; n++) await engine.do(id, 'desk', 'AddNote', {});
    const after = await engine.handle(id).fetchHistory();
    const added = after.events!.slice(before.events!.length);
    const tasks = added.filter((event) => event.workflowTaskCompletedEventAttributes);
    expect(tasks).toHaveLength(commands);
    expect(added.length / commands).toBeLessThanOrEqual(8);
  });
});
