import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { Called, Coming } from '#persistence/reading/turns.js';
import { Caller, type Calling } from './caller.js';

interface Case {
  turnAt: number | null;
  /** Its next moment; null once it passed. */
  at: string | null;
}

/** Cases in memory, which look at their clocks as long after they were called as it is said. */
class Town implements Calling {
  readonly cases = new Map<string, Case>();
  readonly order: string[] = [];
  readonly told: string[] = [];
  atOnce = 0;
  /** How many looked at their clocks at once as each of them began. */
  readonly loads: number[] = [];
  read = 0;

  constructor(private readonly tookMs: (id: string) => number) {}

  add(id: string, turnAt: number | null): this {
    this.cases.set(id, { turnAt, at: `moment of ${id}` });
    return this;
  }

  get open(): [string, Case & { at: string }][] {
    return [...this.cases].filter((each): each is [string, Case & { at: string }] => each[1].at !== null);
  }

  async coming(): Promise<Coming[]> {
    return this.open.map(([id, { at }]) => ({ kind: 'dispute', id, at }));
  }

  async turns(of: readonly Coming[]): Promise<Called[]> {
    this.read += of.length;
    return of.map((each) => ({ ...each, turnAt: this.cases.get(each.id)!.turnAt }));
  }

  async due(of: readonly Coming[]): Promise<{ now: number; ids: Set<string> }> {
    const ids = of.map(({ id }) => id).filter((id) => this.cases.get(id)!.at !== null);
    return { now: Date.now(), ids: new Set(ids) };
  }

  async call({ id }: Coming): Promise<void> {
    this.order.push(id);
    const took = this.tookMs(id);
    if (took === Infinity) throw new Error('nobody there');
    this.loads.push(++this.atOnce);
    void pause(took).then(() => {
      this.atOnce -= 1;
      this.cases.get(id)!.at = null;
    });
  }

  tell(line: string): void {
    this.told.push(line);
  }

  async until(holds: () => boolean, againMs?: number): Promise<void> {
    const caller = new Caller(this, againMs);
    caller.start();
    while (!holds()) await pause(5);
    await caller.stop();
  }
}

const named = (count: number, name = 'case') => Array.from({ length: count }, (_, n) => `${name} ${n}`);

describe('who calls the cases whose turn it is', () => {
  it('calls them in the order of their turns, each once', async () => {
    const town = new Town(() => 1);
    const ids = named(30);
    ids.forEach((id, n) => town.add(id, Date.now() - 1_000 + ((n * 7) % 30)));
    const inTurn = ids.toSorted((a, b) => town.cases.get(a)!.turnAt! - town.cases.get(b)!.turnAt!);
    await town.until(() => [...town.cases.values()].every(({ at }) => at === null));
    expect(town.order).toEqual(inTurn);
    expect(town.told).toEqual([]);
  });

  it('leaves alone whose turn is to come, whose own timer sees to it, and who moved', async () => {
    const town = new Town(() => 1)
      .add('now', Date.now() - 1)
      .add('later', Date.now() + 60_000)
      .add('alone', null)
      .add('moved', Date.now() - 1);
    const due = town.due.bind(town);
    town.due = (of) => due(of.filter(({ id }) => id !== 'moved'));
    await town.until(() => town.cases.get('now')!.at === null);
    expect(town.order).toEqual(['now']);
  });

  it('has few of them look at once: more where they are quick, one where they are slow', async () => {
    const quick = new Town(() => 20);
    const slow = new Town(() => 900);
    for (const id of named(120)) quick.add(id, 0);
    for (const id of named(9)) slow.add(id, 0);
    await Promise.all([quick, slow].map((town) => town.until(() => town.open.length === 0)));
    expect(Math.max(...quick.loads)).toBeGreaterThan(4);
    expect(Math.max(...quick.loads)).toBeLessThanOrEqual(16);
    expect(Math.max(...slow.loads)).toBe(4);
    expect(slow.loads.at(-1)).toBe(1);
  });

  it('tells whom it cannot call and goes on with the others', async () => {
    const town = new Town((id) => (id === 'dead' ? Infinity : 1)).add('dead', 0);
    for (const id of named(8)) town.add(id, 1);
    await town.until(() => named(8).every((id) => town.cases.get(id)!.at === null));
    expect(town.told).toEqual(['dispute dead cannot be called: Error: nobody there']);
    expect(town.order.filter((id) => id === 'dead')).toHaveLength(1);
  });

  it('calls once more whom it could not call', async () => {
    let tries = 0;
    const town = new Town(() => (++tries === 1 ? Infinity : 1)).add('away', 0);
    await town.until(() => town.open.length === 0, 100);
    expect(town.order).toEqual(['away', 'away']);
    expect(town.told).toEqual(['dispute away cannot be called: Error: nobody there']);
  });

  it('reads each turn once, and once more where its moment moved', async () => {
    const town = new Town(() => 1).add('later', Date.now() + 60_000).add('alone', null);
    await town.until(() => town.read === 2);
    expect(town.read).toBe(2);
  });
});
