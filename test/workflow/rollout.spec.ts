import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DomainError } from '#domain/errors.js';
import { rows } from '#persistence/database/rows.js';
import { beginRollout, progressOf, type Ended } from '#persistence/rollouts/rollout-store.js';
import { EngineUnavailable } from '../../apps/engine/gateway.js';
import { rolloutWorkflowIdOf } from '#workflows/rollout/messages.js';
import { Engine } from '../support/engine.js';
import { PEOPLE } from '../support/town.js';

/** What is done to each, by a test. */
type Doing = (subject: string) => Promise<Ended>;
const MOVED: Ended = { state: 'moved' };

describe('a rollout', () => {
  let engine: Engine;
  let doing: Doing;
  let more: () => string[];
  let done: string[] = [];
  let ended = 0;

  beforeAll(async () => {
    engine = await Engine.start({
      acts: () => ({
        'import-items': {
          do: async (_rollout, { subject }) => {
            const outcome = await doing(subject);
            done.push(subject);
            return outcome;
          },
          more: async () => more(),
          end: async () => void (ended += 1),
        },
      }),
    });
  });
  afterAll(() => engine.stop());
  afterEach(() => {
    done = [];
    ended = 0;
    more = () => [];
  });
  more = () => [];

  async function begun(subjects: string[], id: string = randomUUID()): Promise<string> {
    await beginRollout(engine.source, engine.vault, {
      id,
      kind: 'import-items',
      what: {},
      actor: PEOPLE.desk!,
      subjects,
    });
    await engine.gateway.startRollout(id);
    return id;
  }
  const result = (id: string) => engine.client.workflow.getHandle(rolloutWorkflowIdOf(id)).result();
  const progress = (id: string) => progressOf(engine.source, id);
  const many = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);

  it('does what it does to each once, and says how far it came and what failed', async () => {
    doing = async (subject) => {
      if (subject === 's3') throw new DomainError('NOT_GRADED', { why: 'x' });
      return subject === 's4' ? { state: 'unchanged' } : MOVED;
    };
    const id = await begun(many(120));
    await result(id);
    expect(await progress(id)).toMatchObject({ state: 'done', total: 120, moved: 118, unchanged: 1, failed: 1 });
    expect(new Set(done).size).toBe(119);
    expect(done).toHaveLength(119);
    expect(ended).toBe(1);
    const failed = await rows(
      engine.source,
      `SELECT subject, code, facts FROM rollout_item WHERE state = 'failed' AND rollout_id = $1`,
      [id],
    );
    expect(failed).toEqual([{ subject: 's3', code: 'NOT_GRADED', facts: { why: 'x' } }]);
  });

  it('is the same one when it is begun a second time, while it runs and after', async () => {
    doing = async () => MOVED;
    const id = await begun(['a', 'b', 'a']);
    await begun(['a', 'b'], id);
    await result(id);
    await begun(['b', 'a'], id);
    await result(id);
    expect(await progress(id)).toMatchObject({ state: 'done', total: 2, moved: 2 });
    expect([...done].sort()).toEqual(['a', 'b']);
  });

  it('goes on to what came up while it ran', async () => {
    doing = async () => MOVED;
    const late = [['c', 'a'], ['d']];
    more = () => late.shift() ?? [];
    const id = await begun(['a', 'b']);
    await result(id);
    expect([...done].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(await progress(id)).toMatchObject({ state: 'done', total: 4, moved: 4 });
  });

  it('is resumed where it was cut off: nothing is lost, and what was done is not done again', async () => {
    let reach!: () => void;
    let release!: () => void;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const released = new Promise<Ended>((resolve) => (release = () => resolve(MOVED)));
    let isHeld = false;
    doing = (subject) => {
      if (subject === 's20') isHeld = true;
      if (!isHeld) return Promise.resolve(MOVED);
      reach();
      return released;
    };
    const id = await begun(many(60));
    await reached;
    const before = [...done];
    expect(await progress(id)).toMatchObject({ state: 'running', total: 60 });
    await engine.client.workflow.getHandle(rolloutWorkflowIdOf(id)).terminate('its server was lost');
    doing = async () => MOVED;
    // As the worker does with what nobody goes on with.
    await engine.gateway.startRollout(id);
    await result(id);
    expect(await progress(id)).toMatchObject({ state: 'done', total: 60, moved: 60, failed: 0 });
    expect(before.length).toBeGreaterThan(5);
    for (const each of before) expect(done.filter((other) => other === each)).toHaveLength(1);
    release();
  });

  it('waits for an engine that is away, and tries a fault again before it gives one up', async () => {
    const tries: Record<string, number> = {};
    doing = async (subject) => {
      tries[subject] = (tries[subject] ?? 0) + 1;
      if (subject === 'away' && tries[subject]! < 3) throw new EngineUnavailable('nobody');
      if (subject === 'faulty' && tries[subject]! < 2) throw new Error('once');
      return MOVED;
    };
    const id = await begun(['away', 'faulty']);
    await result(id);
    expect(await progress(id)).toMatchObject({ state: 'done', moved: 2, failed: 0 });
    expect(tries).toEqual({ away: 3, faulty: 2 });
  });

  describe('that somebody wrote or changed in the database', () => {
    const refused = async (alter: (id: string) => Promise<unknown>) => {
      doing = async () => MOVED;
      const id = randomUUID();
      await beginRollout(engine.source, engine.vault, {
        id,
        kind: 'import-items',
        what: { of: 1 },
        actor: PEOPLE.desk!,
        subjects: ['a'],
      });
      await alter(id);
      await engine.gateway.startRollout(id);
      await result(id);
      return progress(id);
    };
    const set = (what: string) => (id: string) =>
      engine.database.owner.query(`UPDATE rollout SET ${what} WHERE id = $1`, [id]);

    it.each([
      ['in the name of somebody else', set(`actor = jsonb_set(actor, '{userId}', '"supervisor"')`)],
      ['by somebody with more power', set(`actor = jsonb_set(actor, '{roles}', '["supervisor"]')`)],
      ['for something else', set(`what = '{"of": 2}'`)],
      ['at another moment', set(`made_at = made_at - interval '1 day'`)],
      ['shown to somebody else', set(`made_by = 'supervisor'`)],
    ])('is refused as a whole: %s', async (_how, alter) => {
      expect(await refused(alter)).toMatchObject({ state: 'refused', moved: 0, failed: 0 });
      expect([done, ended]).toEqual([[], 0]);
    });

    it('is refused for what nobody asked of it', async () => {
      const more = (id: string) =>
        engine.database.owner.query(`INSERT INTO rollout_item (rollout_id, n, subject) VALUES ($1, 9, 'b')`, [id]);
      expect(await refused(more)).toMatchObject({ state: 'done', moved: 1, failed: 1 });
      expect(done).toEqual(['a']);
    });
  });
});
