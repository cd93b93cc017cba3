import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { plusMillis } from '../time/time.js';
import type { Grade } from '../words.js';
import { UNITS, type Limit, type Unit } from '../time/limit.js';
import { rulesFor, shanghai } from '../../../test/support/town.js';
import { lateAt, obligationOf } from './obligation.js';
import { NO_TURN, turnOf } from './spread.js';

const START = shanghai('2026-03-02 09:00');
const rules = rulesFor();

function owed(limit: Limit | null, grade: Grade) {
  const terms = limit ? { limit } : { limit, fixedDueAt: plusMillis(START, 3_600_000) };
  const holder = { departmentId: 'justice', role: 'handler' } as const;
  // Without a ladder: what falls due is the lateness alone.
  const made = obligationOf('o1', { kind: 'answer-transfer', holder, path: '/x', terms }, grade, START, rules);
  return { ...made, steps: [] };
}

const SECOND = 1_000;
const MINUTE = 60_000;

const turns = (limit: Limit | null, grade: Grade) => {
  const obligation = owed(limit, grade);
  return Array.from({ length: 2_000 }, () => turnOf(randomUUID(), [obligation], lateAt(obligation), grade));
};

type Bounds = [called: number, firstAlone: number, lastAlone: number];
const AT_ONCE: Bounds = [0, 0, 0];
const SOON: Bounds = [5 * SECOND, 30 * SECOND, 65 * SECOND];
const IN_TURNS: Bounds = [55 * SECOND, 5 * MINUTE, 15 * MINUTE + 55 * SECOND];

const BOUNDS: Record<Unit, Bounds> = {
  seconds: AT_ONCE,
  minutes: AT_ONCE,
  hours: SOON,
  workingHours: SOON,
  days: IN_TURNS,
  workingDays: IN_TURNS,
  months: IN_TURNS,
};

describe('the turn of what falls due together', () => {
  it.each<[Unit | 'a date', Grade, Bounds]>([
    ...UNITS.map((unit): [Unit, Grade, Bounds] => [unit, 'blue', BOUNDS[unit]]),
    ['workingDays', 'red', SOON],
    ['hours', 'red', SOON],
    ['minutes', 'red', AT_ONCE],
    ['a date', 'yellow', IN_TURNS],
  ])('of limits in %s, %s, is evenly within %j ms', (unit, grade, [most, firstAlone, lastAlone]) => {
    const found = turns(unit === 'a date' ? null : { amount: 3, unit }, grade);
    const called = found.map(({ calledMs }) => calledMs);
    const alone = found.map(({ aloneMs }) => aloneMs);
    expect(Math.min(...called)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...called)).toBeLessThanOrEqual(most);
    expect(Math.min(...alone)).toBeGreaterThanOrEqual(firstAlone);
    expect(Math.max(...alone)).toBeLessThanOrEqual(lastAlone);
    // Of two thousand at one instant no tenth of the time has more than half as many again as its share.
    for (let tenth = 0; most > 0 && tenth < 10; tenth++) {
      const within = called.filter((each) => Math.floor((each * 10) / most) === tenth).length;
      expect(within).toBeGreaterThan(100);
      expect(within).toBeLessThan(300);
    }
  });

  it('comes by itself in the order in which it is called', () => {
    const found = turns({ amount: 3, unit: 'days' }, 'blue').sort((a, b) => a.aloneMs - b.aloneMs);
    const called = found.map(({ calledMs }) => calledMs);
    expect(called).toEqual(called.toSorted((a, b) => a - b));
  });

  it('is the same for a case whenever it is asked', () => {
    const obligation = owed({ amount: 3, unit: 'days' }, 'blue');
    const id = randomUUID();
    const once = () => turnOf(id, [obligation], lateAt(obligation), 'blue');
    expect(once()).toEqual(once());
  });

  it('is that of the shortest of what falls due at the moment, and none of what does not', () => {
    const long = owed({ amount: 3, unit: 'days' }, 'blue');
    const short = { ...long, id: 'o2', terms: { ...long.terms, limit: { amount: 72, unit: 'minutes' as const } } };
    expect(turnOf(randomUUID(), [long, short], lateAt(long), 'blue')).toEqual(NO_TURN);
    expect(turnOf(randomUUID(), [long], plusMillis(lateAt(long), 1), 'blue')).toEqual(NO_TURN);
  });
});
