import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { DomainError } from '#domain/errors.js';
import { Engine } from '../support/engine.js';

/** Two quarrels that are one, whatever runs at once (domain.md §3). */
describe('merging', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  /** Merged, or why not. */
  const merge = async (id: string, into: string): Promise<string> => {
    try {
      await engine.do(id, 'desk', 'MergeDispute', { into });
      return 'merged';
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  };
  const types = async (id: string) => (await engine.events(id)).map((each: DisputeEvent) => each.type);

  it('of each into the other at once closes one of them', async () => {
    for (let round = 0; round < 10; round++) {
      const [a, b] = [await engine.register(), await engine.register()] as const;
      const answers = await Promise.all([merge(a, b), merge(b, a)]);
      expect(answers.sort()).toEqual(['MERGE_CIRCLE', 'merged']);
      const states = await Promise.all([engine.state(a), engine.state(b)]);
      expect(states.map(({ status }) => status).sort()).toEqual(['closed', 'entered']);
    }
  });

  it('into what was closed is refused, and so is a ring', async () => {
    const [a, b, c] = [await engine.register(), await engine.register(), await engine.register()] as const;
    await engine.do(c, 'desk', 'ResolveDispute', { outcome: 'invalid', terms: [] });
    expect(await merge(a, c)).toBe('MERGE_INTO_CLOSED');
    expect(await merge(a, b)).toBe('merged');
    expect(await merge(b, a)).toBe('MERGE_CIRCLE');
    expect(await types(b)).toContain('DisputeAbsorbed');
  });
});
