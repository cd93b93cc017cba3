import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { decideItem, evolveItem, unreported, type Item, type ItemEvent } from '#domain/item/item.js';
import { instantOf, millisOf } from '#domain/time/time.js';
import { TurnReader, type Coming } from '#persistence/reading/turns.js';
import { notePulse } from '#persistence/record/watch.js';
import { createReconcile } from '../../activities/reconcile.js';
import { CALENDAR_VERSION, POLICY_VERSION } from '../../apps/local/reference.js';
import { callingOf } from '../../apps/worker/temporal-worker.js';
import { Caller } from '../../apps/worker/caller.js';
import { Engine, MASTER_KEY } from '../support/engine.js';
import { sowStorm } from '../support/storm.js';
import { PEOPLE, Town } from '../support/town.js';
import { until } from '../support/township.js';

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

  it('notes its look, and then settles who sees what of a department that moved, however long that takes', async () => {
    const { owner } = engine.database;
    const [before] = (await owner.query(`SELECT count(*)::int AS looks FROM reconciliation`)) as [{ looks: number }];
    await owner.query(`CREATE TABLE settled (may_take text, looks int)`);
    await owner.query(`CREATE FUNCTION settles() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      INSERT INTO settled SELECT current_setting('statement_timeout'), count(*) FROM reconciliation; RETURN NULL; END $$`);
    await owner.query(`UPDATE department SET moved_at = now() - interval '1 minute' WHERE id = 'justice'`);
    await owner.query(`CREATE TRIGGER settles AFTER UPDATE ON department EXECUTE FUNCTION settles()`);
    try {
      await reconcile();
      expect(await owner.query(`SELECT * FROM settled`)).toEqual([{ may_take: '10min', looks: before.looks + 1 }]);
    } finally {
      await owner.query(`DROP FUNCTION settles CASCADE`);
    }
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

describe('who calls the cases whose turn it is', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  it('has all of a crowd looked at in their turns, each by one of the workers that are there, long before their timers', async () => {
    const due = instantOf(Math.ceil(Date.now() / 1_000) * 1_000 + 5_000);
    const installation = {
      database: engine.database.writerUrl,
      masterKey: MASTER_KEY,
      temporal: process.env.TEST_TEMPORAL_ADDRESS!,
      taskQueue: engine.taskQueue,
    };
    const ids = await sowStorm(installation, 'hours', 16, due);
    // Its workflow is gone, as with a server that was lost.
    await engine.handle(ids[0]!).terminate('lost');
    const called: { worker: string; id: string; at: number }[] = [];
    const callers = ['one', 'other'].map((worker) => {
      const calling = callingOf(engine.source, engine.rulebook, engine.rhythms, worker, () => undefined);
      const call = (which: Coming) => {
        called.push({ worker, id: which.id, at: Date.now() });
        return calling.call(which);
      };
      return new Caller({ ...calling, call });
    });
    for (const worker of ['one', 'other']) await notePulse(engine.source, worker, 0);
    for (const caller of callers) caller.start();
    const owed = `SELECT count(*)::int AS left FROM dispute WHERE next_moment = $1`;
    await until(async () => {
      for (const worker of ['one', 'other']) await notePulse(engine.source, worker, 0);
      const [{ left }] = (await engine.source.query(owed, [due])) as [{ left: number }];
      return left === 0;
    }, 100);
    for (const caller of callers) await caller.stop();
    expect(called.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(new Set(called.map(({ worker }) => worker)).size).toBe(2);
    for (const { id, at } of called) {
      const state = await engine.state(id);
      const late = (await engine.events(id)).filter((each) => each.type === 'ObligationLate');
      expect(late.map((each) => each.at)).toEqual([due]);
      // The clocks of this test and of PostgreSQL are one, to the millisecond.
      expect(at).toBeGreaterThanOrEqual(millisOf(due) - 50);
      expect(state.status).toBe('circulating');
    }
  });

  it('calls nobody for a worker that is not seen to be there', async () => {
    const turns = new TurnReader(engine.source, engine.rulebook);
    expect(await turns.coming('nobody', 1e9, 7)).toEqual([]);
  });
});
