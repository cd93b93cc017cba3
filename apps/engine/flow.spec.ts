import { beforeEach, describe, expect, it } from '@jest/globals';
import { Flow } from './flow.js';

describe('the flow of commands', () => {
  let now: number;
  let flow: Flow;
  beforeEach(() => {
    now = 1_000_000;
    flow = new Flow(() => now);
  });
  const silence = new Error('nobody');
  const refusal = new Error('no');

  /** A command whose end is in the test's hand. */
  const send = (workflowId: string) => {
    let end!: { resolve: (answer: string) => void; reject: (error: Error) => void };
    const work = () => new Promise<string>((resolve, reject) => (end = { resolve, reject }));
    const done = flow.watch(workflowId, work, (error) => error === silence).catch((error: Error) => error.message);
    return { done, answer: () => end.resolve('yes'), fail: (error: Error) => end.reject(error) };
  };

  it('stands when several cases wait, and goes on with the first answer, which may be a refusal', async () => {
    for (const end of ['answer', 'refusal'] as const) {
      const [one] = [send('a'), send('b')];
      expect(flow.stands).toBe(false);
      now += 6_000;
      expect(flow.stands).toBe(true);
      if (end === 'answer') one.answer();
      else one.fail(refusal);
      await one.done;
      expect(flow.stands).toBe(false);
      expect(flow.quietFor).toBe(0);
      flow = new Flow(() => now);
    }
  });

  it('is not held up by one case alone, whoever waits for it', () => {
    for (let n = 0; n < 5; n++) send('a');
    now += 9_000;
    expect(flow.stands).toBe(false);
  });

  it('stands as long as it is remembered that several were given up on', async () => {
    for (const id of ['a', 'b']) {
      const one = send(id);
      now += 10_000;
      one.fail(silence);
      await one.done;
    }
    expect(flow.stands).toBe(true);
    now += 20_000;
    expect(flow.stands).toBe(false);
  });

  it('does not stand while others are answered', async () => {
    send('a');
    send('b');
    now += 6_000;
    const other = send('c');
    other.answer();
    await other.done;
    now += 4_000;
    expect(flow.stands).toBe(false);
  });
});
