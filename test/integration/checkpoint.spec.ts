import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { takeCheckpoint } from '#persistence/checkpoints.js';
import { Engine } from '../support/engine.js';

describe('a checkpoint', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  const take = () => takeCheckpoint(engine.source, engine.vault, new Date());
  const problemsOf = async (id: string) =>
    (await engine.upkeep.verify()).problems.filter((each) => each.includes(id) && each.includes('checkpoint'));
  /** As who owns the database can: past every trigger. */
  const asOwner = async (...statements: [string, unknown[]][]) => {
    const runner = engine.database.owner.createQueryRunner();
    try {
      await runner.query(`SET session_replication_role = replica`);
      for (const [statement, parameters] of statements) await runner.query(statement, parameters);
    } finally {
      await runner.query(`SET session_replication_role = DEFAULT`);
      await runner.release();
    }
  };

  it('notes what grew, once', async () => {
    const id = await engine.register();
    expect(await take()).toBeGreaterThan(0);
    expect(await take()).toBe(0);
    await engine.do(id, 'desk', 'AddNote', {});
    expect(await take()).toBe(1);
    expect(await problemsOf(id)).toEqual([]);
  });

  it('finds a record whose end was cut off and whose rows were folded anew', async () => {
    const id = await engine.register();
    await engine.do(id, 'desk', 'AddNote', {});
    const { length } = await engine.events(id);
    await take();
    await asOwner([`DELETE FROM event WHERE dispute_id = $1 AND seq = $2`, [id, length]]);
    await engine.upkeep.rebuild();
    expect(await problemsOf(id)).toHaveLength(1);
    expect((await problemsOf(id))[0]).toContain(`entry ${length} is not what the checkpoint`);
  });

  it('finds a dispute of which nothing is left', async () => {
    const id = await engine.register();
    await take();
    await asOwner(
      [`DELETE FROM event WHERE dispute_id = $1`, [id]],
      [`DELETE FROM obligation WHERE dispute_id = $1`, [id]],
      [`DELETE FROM dispute WHERE id = $1`, [id]],
    );
    expect(await problemsOf(id)).toHaveLength(1);
  });

  it('cannot be made to fit', async () => {
    const id = await engine.register();
    await take();
    await asOwner([`UPDATE checkpoint SET seq = seq - 1 WHERE dispute_id = $1`, [id]]);
    expect((await problemsOf(id))[0]).toContain('was altered');
    await expect(engine.database.owner.query(`DELETE FROM checkpoint`)).rejects.toThrow('append-only');
  });
});
