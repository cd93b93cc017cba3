import { describe, expect, it } from '@jest/globals';
import type { Found, Overdue, OverdueReader, Place } from '#persistence/reading/overdue.js';
import { createReconcile } from './reconcile.js';

const PAGE = 500;

/** Cases by the moment that they missed; what was woken is overdue no more. */
class Shelf implements Pick<OverdueReader, 'find' | 'note' | 'skewOf'> {
  readonly woken: string[] = [];
  readonly notes: [found: number, woken: number][] = [];
  reads = 0;

  constructor(public ids: string[]) {}

  async find(after: Place | null = null): Promise<Found[]> {
    this.reads += 1;
    const left = this.ids.filter((id) => !this.woken.includes(id) && (after === null || id > after.id));
    return left.slice(0, PAGE).map((id) => ({ kind: 'dispute', id, at: id, read: () => this.read(id) }));
  }

  async note(found: number, woken: number): Promise<void> {
    this.notes.push([found, woken]);
  }

  async skewOf(): Promise<number> {
    return 0;
  }

  private async read(id: string): Promise<Overdue | null> {
    if (id.endsWith('soon')) return null;
    if (id.endsWith('broken')) throw new Error('no such rules');
    return { kind: 'dispute', id } as Overdue;
  }

  readonly wake = async ({ id }: Overdue): Promise<void> => {
    if (id.endsWith('dead')) throw new Error(`no ${id}`);
    this.woken.push(id);
  };
}

const named = (count: number, kind: string, from = 0) =>
  Array.from({ length: count }, (_, n) => `${String(from + n).padStart(5, '0')} ${kind}`);

describe('a look of the reconciler', () => {
  it('wakes all others, however many older ones cannot be woken', async () => {
    const shelf = new Shelf([...named(PAGE + 100, 'dead'), ...named(50, 'alive', 1_000)]);
    const told: string[] = [];
    const reconcile = createReconcile(shelf, shelf.wake, { tell: (line) => void told.push(line) });
    expect(await reconcile()).toEqual({ found: PAGE + 150, woken: 50 });
    expect(shelf.woken).toEqual(named(50, 'alive', 1_000));
    expect(shelf.notes).toEqual([[PAGE + 150, 50]]);
    // Who cannot be woken is said, and why; an outage fills no disk.
    expect(told[0]).toBe('dispute 00000 dead cannot be woken: Error: no 00000 dead');
    expect(told.length).toBeLessThan(50);
    expect(told.at(-1)).toBe(`${PAGE + 100 - 20} more cannot be woken`);
  });

  it('wakes all others where a state cannot be read', async () => {
    const shelf = new Shelf([...named(1, 'broken'), ...named(2, 'alive', 1)]);
    const told: string[] = [];
    const reconcile = createReconcile(shelf, shelf.wake, { tell: (line) => void told.push(line) });
    expect(await reconcile()).toEqual({ found: 3, woken: 2 });
    expect(told).toEqual(['dispute 00000 broken cannot be woken: Error: no such rules']);
  });

  it('leaves alone what is about to look by itself', async () => {
    const shelf = new Shelf([...named(2, 'soon'), ...named(1, 'alive', 2)]);
    expect(await createReconcile(shelf, shelf.wake)()).toEqual({ found: 1, woken: 1 });
    expect([shelf.woken, shelf.notes]).toEqual([named(1, 'alive', 2), [[1, 1]]]);
  });

  it('costs one query where nothing is overdue', async () => {
    const shelf = new Shelf([]);
    expect(await createReconcile(shelf, shelf.wake)()).toEqual({ found: 0, woken: 0 });
    expect([shelf.reads, shelf.notes]).toEqual([1, [[0, 0]]]);
  });

  it('goes on where the last one ran out of time, and comes round', async () => {
    const shelf = new Shelf([...named(60, 'dead'), ...named(10, 'alive', 1_000)]);
    // Each of those that cannot be woken takes its time to say so.
    const wake = ({ id }: Overdue) =>
      id.endsWith('dead')
        ? new Promise<void>((_, reject) => setTimeout(() => reject(new Error('late')), 60))
        : shelf.wake({ id } as Overdue);
    const reconcile = createReconcile(shelf, wake, { tell: () => undefined, lookMs: 50 });
    expect(await reconcile()).toEqual({ found: 20, woken: 0 });
    for (let n = 0; n < 3 && shelf.woken.length === 0; n++) await reconcile();
    expect(shelf.woken).toEqual(named(10, 'alive', 1_000));
    // What is overdue anew at the beginning is not forgotten.
    shelf.ids = [...named(1, 'alive'), ...shelf.ids];
    for (let n = 0; n < 4 && shelf.woken.length === 10; n++) await reconcile();
    expect(shelf.woken).toHaveLength(11);
  });

  it('waits for nobody for ever', async () => {
    const shelf = new Shelf(named(3, 'alive'));
    const told: string[] = [];
    const wake = (each: Overdue) => (each.id === shelf.ids[0] ? new Promise<void>(() => undefined) : shelf.wake(each));
    const reconcile = createReconcile(shelf, wake, { tell: (line) => void told.push(line), wakeMs: 20 });
    expect(await reconcile()).toEqual({ found: 3, woken: 2 });
    expect(told).toEqual(['dispute 00000 alive cannot be woken: Error: no answer within 20 ms']);
  });

  it('wakes each once, also one that meanwhile missed its next moment', async () => {
    const shelf = new Shelf(named(1, 'alive'));
    const again = (await shelf.find())[0]!;
    const reader = {
      note: shelf.note.bind(shelf),
      skewOf: shelf.skewOf.bind(shelf),
      find: async (after: Place | null = null) =>
        after === null || after.at < '2' ? [{ ...again, at: after ? '2' : '1' }] : [],
    };
    expect(await createReconcile(reader, shelf.wake)()).toEqual({ found: 1, woken: 1 });
  });
});
