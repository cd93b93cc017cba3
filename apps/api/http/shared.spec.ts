import { describe, expect, it } from '@jest/globals';
import { Shared } from './shared.js';

describe('shared work', () => {
  const open = () => {
    const shared = new Shared<number>();
    const ends: ((fails?: boolean) => void)[] = [];
    const work = () =>
      new Promise<number>((done, fail) => {
        const n = ends.length;
        ends.push((fails) => (fails ? fail(new Error(`work ${n}`)) : done(n)));
      });
    return { shared, ends, work };
  };
  const turn = () => new Promise(setImmediate);

  it('is done once more for all who came while it was being done, and never beside itself', async () => {
    const { shared, ends, work } = open();
    const first = shared.of('a', work);
    const others = [shared.of('a', work), shared.of('a', work)];
    expect(ends).toHaveLength(1);
    ends[0]!();
    expect(await first).toBe(0);
    await turn();
    expect(ends).toHaveLength(2);
    const late = shared.of('a', work);
    ends[1]!();
    expect(await Promise.all(others)).toEqual([1, 1]);
    await turn();
    ends[2]!();
    expect(await late).toBe(2);
  });

  it('begins anew when it is over, also when it failed', async () => {
    const { shared, ends, work } = open();
    const first = shared.of('a', work);
    const next = shared.of('a', work);
    ends[0]!(true);
    await expect(first).rejects.toThrow('work 0');
    await turn();
    ends[1]!();
    expect(await next).toBe(1);
    await turn();
    const again = shared.of('a', work);
    ends[2]!();
    expect(await again).toBe(2);
  });

  it('is another’s who asks for another', () => {
    const { shared, ends, work } = open();
    void shared.of('a', work);
    void shared.of('b', work);
    expect(ends).toHaveLength(2);
  });
});
