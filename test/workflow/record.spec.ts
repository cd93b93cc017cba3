import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DisputeEvent } from '#domain/dispute/events.js';
import type { EventStore } from '#persistence/record/event-store.js';
import { Engine } from '../support/engine.js';

type Append = EventStore['append'];

/** The record between workflow and PostgreSQL, when things go wrong exactly there. */
describe('the record', () => {
  let engine: Engine;
  let meddle: ((real: Append) => Append) | null = null;
  beforeAll(async () => {
    const between = (store: EventStore) => ({
      append: (...input: Parameters<Append>) => {
        const real: Append = (...given) => store.append(...given);
        return (meddle ? meddle(real) : real)(...input);
      },
    });
    engine = await Engine.start({ between });
  });
  afterEach(() => {
    meddle = null;
  });
  afterAll(() => engine.stop());

  const seqs = async (id: string) => (await engine.events(id)).map((event) => event.seq);
  const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

  it('is retried until the database answers, and loses nothing', async () => {
    const id = await engine.register();
    let failures = 0;
    meddle =
      (real) =>
      async (...input) => {
        if (++failures <= 3) throw new Error('the database is away');
        return real(...input);
      };
    const { seq } = await engine.do(id, 'desk', 'AddNote', {});
    expect(failures).toBe(4);
    expect(await seqs(id)).toEqual(upTo(seq));
  });

  it('takes what it committed for done when the answer was lost', async () => {
    const id = await engine.register();
    let calls = 0;
    meddle =
      (real) =>
      async (...input) => {
        const recorded = await real(...input);
        if (++calls === 1) throw new Error('the connection broke after the commit');
        return recorded;
      };
    const { seq } = await engine.do(id, 'desk', 'AddNote', {});
    expect(calls).toBe(2);
    expect(await seqs(id)).toEqual(upTo(seq));
    expect((await engine.events(id)).filter((event) => event.type === 'NoteAdded')).toHaveLength(1);
  });

  it('folds what another attempt wrote first and decides the command again', async () => {
    const id = await engine.register();
    let meddled = false;
    meddle = (real) => async (disputeId, after, events, head) => {
      if (!meddled) {
        meddled = true;
        // Somebody else, unknown to this run, recorded a note under the same number.
        const foreign = { seq: after + 1, at: events[0]!.at, type: 'NoteAdded', actor: { kind: 'system' }, data: {} };
        await real(disputeId, after, [foreign as DisputeEvent]);
      }
      return real(disputeId, after, events, head);
    };
    const { seq } = await engine.do(id, 'desk', 'AddNote', {});
    const notes = (await engine.events(id)).filter((event) => event.type === 'NoteAdded');
    expect(notes.map((event) => event.actor.kind)).toEqual(['system', 'person']);
    expect(await seqs(id)).toEqual(upTo(seq));
    expect((await engine.upkeep.verify()).problems).toEqual([]);
  });

  it('answers a gap as a fault instead of writing over it', async () => {
    const id = await engine.register();
    const { seq } = await engine.state(id);
    await expect(engine.store.append(id, seq + 5, [])).rejects.toMatchObject({ name: 'RecordGap' });
  });
});
