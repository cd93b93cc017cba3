import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { instantOf, plusMillis } from '#domain/time/time.js';
import { Engine } from '../support/engine.js';
import { PEOPLE } from '../support/town.js';

/** A case of many months on the real server, whose time moves: nothing is skipped, nothing piles up. */
let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

const DAY = 86_400_000;

it('a red case is visited on days 1, 3, 7 and six months after that, and closes by itself', async () => {
  const id = await engine.register({ grade: 'red' });
  let ahead = 0;
  const to = async (moment: string) => {
    ahead = Math.max(ahead, Date.parse(moment) - Date.now() + 60_000);
    await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), ahead));
  };
  await engine.do(id, 'desk', 'TransferDispute', { to: 'land', role: 'lead', designated: false });
  await engine.do(id, 'land', 'AcceptTransfer', { transferId: 't1' });
  await engine.do(id, 'land', 'ReportProgress', {});
  await engine.do(id, 'land', 'MakePlan', {});
  ahead = 5 * DAY;
  await engine.gateway.fastForward(id, plusMillis(instantOf(Date.now()), ahead));
  await engine.do(id, 'land', 'ResolveDispute', { outcome: 'mediated', terms: [] }, ahead);
  const planned = (await engine.state(id)).obligations.filter((each) => each.kind === 'return-visit');
  expect(planned.map((each) => each.n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const { n, dueAt } of planned) {
    await to(dueAt);
    const parties = [{ partyId: 'p1' }, { partyId: 'p2' }];
    const pair = { mode: 'in-person-pair' as const, with: PEOPLE.desk! };
    await engine.do(id, 'visitor', 'RecordVisit', { n: n!, outcome: 'stable', parties, ...pair }, ahead);
    await engine.do(id, 'desk', 'ConfirmVisit', { n: n! }, ahead);
    await engine.checked(id, n!, ahead);
  }
  const state = await engine.state(id);
  expect(state.status).toBe('closed');
  expect(ahead).toBeGreaterThan(180 * DAY);
  const events = await engine.events(id);
  const reminded = events.filter(
    (each) => each.type === 'LadderStepFired' && planned.some((visit) => visit.id === each.data.obligationId),
  );
  // The eve and the morning of each visit; the first is owed the day after, its eve lies behind.
  expect(reminded.length).toBeGreaterThanOrEqual(16);
  expect(
    events.filter((each) => each.type === 'ObligationLate' && planned.some((v) => v.id === each.data.obligationId)),
  ).toEqual([]);
  const { problems } = await engine.upkeep.verify();
  expect(problems).toEqual([]);
  const { historyLength } = await engine.handle(id).describe();
  expect(historyLength).toBeLessThan(800);
}, 120_000);
