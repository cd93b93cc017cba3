import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { decideItem, evolveItem, unreported, type Item, type ItemEvent } from '#domain/item/item.js';
import { instantOf } from '#domain/time/time.js';
import { createReconcile } from '../../activities/reconcile.js';
import { CALENDAR_VERSION, POLICY_VERSION } from '../../apps/local/reference.js';
import { Engine } from '../support/engine.js';
import { PEOPLE, Town } from '../support/town.js';

const DAYS_AGO = 20;

describe('the reconciler', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  const reconcile = () => createReconcile(engine.overdue, engine.rhythms.wake)();
  const ago = () => instantOf(Date.now() - DAYS_AGO * 86_400_000);

  /** Recorded, and offered to justice, before an outage of days; no workflow knows of it. */
  async function forgotten(rehearsal = false): Promise<string> {
    const id = randomUUID();
    await engine.vault.create(engine.database.owner, id);
    const town = new Town(ago(), await engine.rulebook.rules(POLICY_VERSION, CALENDAR_VERSION), id);
    town.as('desk').register({ grade: 'blue', rehearsal, number: `2026-R${id.slice(0, 8)}` });
    town.offer('justice');
    await engine.store.append(id, 0, town.events);
    return id;
  }

  it('wakes what slept through an outage: each rung once, in order, late because of the outage', async () => {
    const id = await forgotten();
    expect(await reconcile()).toEqual({ found: 1, woken: 1 });
    // The answer to this update comes after everything that had passed.
    await engine.do(id, 'desk', 'AddNote', {});
    const events = await engine.events(id);
    const passed = events.filter((each) => each.actor.kind === 'clock');
    expect(passed.length).toBeGreaterThan(5);
    expect(passed.map((each) => each.at)).toEqual([...passed.map((each) => each.at)].sort());
    const delayed = passed.filter((each) => each.type === 'LadderStepFired' || each.type === 'ObligationLate');
    for (const each of delayed) expect(each.data).toMatchObject({ delayMs: expect.any(Number) });
    const rungs = passed.flatMap((each) =>
      each.type === 'LadderStepFired' ? [`${each.data.obligationId} ${each.data.step}`] : [],
    );
    expect(new Set(rungs).size).toBe(rungs.length);
    expect(events.map((each) => each.type)).toContain('TransferLapsed');
    expect(await reconcile()).toEqual({ found: 0, woken: 0 });
  });

  it('leaves rehearsals alone: they have a time of their own', async () => {
    await forgotten(true);
    expect(await reconcile()).toEqual({ found: 0, woken: 0 });
  });

  it('wakes an item that nobody looked at', async () => {
    const id = randomUUID();
    const rules = await engine.rulebook.rules(POLICY_VERSION, CALENDAR_VERSION);
    await engine.vault.create(engine.database.owner, id);
    let item: Item = unreported(id, rules);
    const at = ago();
    const data = {
      number: `X-${id.slice(0, 8)}`,
      desk: 'police',
      superior: 'centre',
      feeder: 'patrol' as const,
      village: 'village-shixi',
      dangerSigns: [],
      heardAt: at,
    };
    const key = await engine.vault.find(engine.database.owner, id);
    const text = key!.seal({ text: '两家吵架' });
    const events: ItemEvent[] = decideItem(
      { type: 'ReportItem', actor: PEOPLE.grid!, receivedAt: at, key: id, bodyHmac: '', data, text },
      item,
      at,
    );
    item = events.reduce(evolveItem, item);
    await engine.items.append(id, 0, events);
    expect(await reconcile()).toEqual({ found: 1, woken: 1 });
    await engine.client.workflow.getHandle(`item-${id}`).executeUpdate('submit', {
      args: [
        engine.signed(id, {
          type: 'DiscardItem',
          actor: PEOPLE.desk!,
          receivedAt: instantOf(Date.now()),
          key: randomUUID(),
          bodyHmac: '',
          data: {},
        }),
      ],
    });
    const rows = (await engine.source.query(`SELECT type FROM item_event WHERE item_id = $1 ORDER BY seq`, [id])) as {
      type: string;
    }[];
    expect(rows.map((each) => each.type)).toEqual([
      'ItemReported',
      'ObligationOpened',
      'LadderStepFired',
      'ObligationLate',
      'LadderStepFired',
      'LadderStepFired',
      'LadderStepFired',
      'ItemDiscarded',
      'ObligationMet',
    ]);
    expect(await reconcile()).toEqual({ found: 0, woken: 0 });
  });

  it('runs as a workflow of its own and counts what it found', async () => {
    await forgotten();
    const outcome = await engine.client.workflow.execute('reconcilerWorkflow', {
      workflowId: `reconciler-${randomUUID()}`,
      taskQueue: engine.taskQueue,
    });
    expect(outcome).toEqual({ found: 1, woken: 1 });
    const [last] = (await engine.source.query(`SELECT found, woken FROM reconciliation ORDER BY at DESC LIMIT 1`)) as {
      found: number;
    }[];
    expect(last).toEqual({ found: 1, woken: 1 });
  });

  it('wakes the others where a case cannot be woken', async () => {
    const [one, other] = [await forgotten(), await forgotten()];
    const wake = (each: { id: string }) =>
      each.id === one ? Promise.reject(new Error('no engine')) : engine.rhythms.wake(each as never);
    const told: string[] = [];
    const reconcile = createReconcile(engine.overdue, wake, { tell: (line) => void told.push(line) });
    expect(await reconcile()).toEqual({ found: 2, woken: 1 });
    expect(told).toEqual([`dispute ${one} cannot be woken: Error: no engine`]);
    await engine.do(other, 'desk', 'AddNote', {});
    expect(await engine.overdue.find()).toMatchObject([{ id: one }]);
  });

  it('finds each once, page by page', async () => {
    const made = [await forgotten(), await forgotten(), await forgotten()];
    const all = await engine.overdue.find();
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(made));
    let after = null;
    for (const each of all) {
      const [next] = await engine.overdue.find(after, { size: 1 });
      expect(next!.id).toBe(each.id);
      after = each;
    }
    expect(await engine.overdue.find(after, { size: 1 })).toEqual([]);
  });
});
