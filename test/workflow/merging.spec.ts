import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonCommand } from '#domain/dispute/commands.js';
import { refusedCommand } from '#domain/dispute/decide.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { DomainError, type RefusalCode } from '#domain/errors.js';
import { instantOf } from '#domain/time/time.js';
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

  it('of many into each other, many times over: never both, never a ring, and each that was answered is there', async () => {
    const all: string[] = [];
    for (let round = 0; round < 12; round++) {
      const ids = await Promise.all(Array.from({ length: 3 }, () => engine.register()));
      const [a, b, c] = ids as [string, string, string];
      all.push(...ids);
      const wanted: [string, string][] = [
        [a, b],
        [b, a],
        [b, c],
        [c, a],
        [a, c],
      ];
      const answers = await Promise.all(wanted.map(([id, into]) => merge(id, into)));
      const states = await Promise.all(ids.map((id) => engine.state(id)));
      // Of three that are one, one goes on at least; who was told so was merged where they said.
      expect(states.some(({ status }) => status !== 'closed')).toBe(true);
      for (const [n, [id, into]] of wanted.entries()) {
        if (answers[n] !== 'merged') continue;
        const end = (await engine.events(id)).find(({ type }) => type === 'DisputeResolved');
        expect(end!.data).toMatchObject({ outcome: 'merged', into });
      }
      expect(answers.filter((answer) => answer === 'merged')).toHaveLength(
        states.filter(({ status }) => status === 'closed').length,
      );
    }
    expect((await engine.upkeep.verify()).problems).toEqual([]);
  });

  it('is known to the one that goes on a moment later, or as soon as it is asked anything', async () => {
    const [a, b] = [await engine.register(), await engine.register()] as const;
    const { seq } = await engine.state(b);
    expect(await merge(a, b)).toBe('merged');
    const known = async () => (await engine.handle(b).query<{ seq: number }>('knowledge')).seq;
    const until = Date.now() + 10_000;
    while ((await known()) === seq && Date.now() < until) await new Promise((tick) => setTimeout(tick, 20));
    expect(await known()).toBe(seq + 1);
    expect(await engine.do(b, 'desk', 'AddNote', {})).toMatchObject({ seq: seq + 2 });
  });

  it('that nobody can wait for is noted where it is refused', async () => {
    const [a, b] = [await engine.register(), await engine.register()] as const;
    await engine.do(b, 'desk', 'ResolveDispute', { outcome: 'invalid', terms: [] });
    const command = engine.signed(a, engine.command('desk', 'MergeDispute', { into: b }));
    await engine.handle(a).signal('submitLater', command, (await engine.state(a)).seq);
    await engine.do(a, 'desk', 'AddNote', {});
    const refused = (await engine.events(a)).find(({ type }) => type === 'CommandRefused');
    expect(refused!.data).toEqual({ command: 'MergeDispute', code: 'MERGE_INTO_CLOSED' });
    expect((await engine.state(a)).status).toBe('entered');
  });

  it('is not said to be refused by who hands that in, where the record would take it', async () => {
    const [a, b, c] = [await engine.register(), await engine.register(), await engine.register()] as const;
    const state = await engine.state(a);
    const at = instantOf(Date.now());
    const noted = async (into: string, refused: RefusalCode) => {
      const command = engine.signed(a, engine.command('desk', 'MergeDispute', { into })) as PersonCommand;
      const events = refusedCommand(command, state, refused, at);
      return engine.store.append(a, state.seq, events, undefined, { at, command, refused });
    };
    await engine.do(c, 'desk', 'ResolveDispute', { outcome: 'invalid', terms: [] });
    expect(await noted(b, 'MERGE_INTO_CLOSED')).toMatchObject({ others: [] });
    expect(await noted(c, 'MERGE_CIRCLE')).toMatchObject({ others: [] });
    expect((await engine.state(a)).seq).toBe(state.seq);
    expect(await noted(c, 'MERGE_INTO_CLOSED')).toMatchObject({ others: null });
    expect(await types(a)).toContain('CommandRefused');
  });

  it('is undone by a split of both records, and never by a reopening', async () => {
    const [a, b] = [await engine.register(), await engine.register()] as const;
    expect(await merge(a, b)).toBe('merged');
    await expect(engine.do(a, 'desk', 'ReopenDispute', {})).rejects.toMatchObject({ code: 'ONLY_BY_SPLIT' });
    const text = (await engine.vault.find(engine.source, a))!.seal({ reason: '不是同一件事' });
    await engine.send(a, engine.command('desk', 'SplitDispute', {}, { text }));
    expect((await engine.state(a)).status).toBe('entered');
    expect(await types(b)).toContain('DisputeSplitOff');
    expect(await merge(b, a)).toBe('merged');
    expect((await engine.upkeep.verify()).problems).toEqual([]);
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
