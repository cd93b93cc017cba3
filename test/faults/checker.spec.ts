import { describe, expect, it } from '@jest/globals';
import { judge, type Entry } from '../support/rig/checker.js';
import { Health, well, type Look } from '../support/rig/health.js';
import type { Rig } from '../support/rig/rig.js';
import type { Taken } from '../support/rig/work.js';

/** The judge of all faults is itself held against records in which one thing is wrong. */

const BEGAN = Date.now() - 600_000;
const AT = (seconds: number) => new Date(BEGAN + seconds * 1_000);
const NONE = { from: 0, to: 0 };

const entry = (seq: number, second: number, type: string, more: Partial<Entry> = {}): Entry => ({
  subject: 'd1',
  seq,
  at: AT(second),
  recorded_at: AT(second),
  type,
  kind: 'person',
  who: 'desk',
  answers: true,
  data: {},
  ...more,
});
const clock = (seq: number, second: number, type: string, step?: number): Entry =>
  entry(seq, second, type, {
    kind: 'clock',
    who: null,
    answers: false,
    data: { obligationId: 'o', ...(step !== undefined && { step }) },
  });
const step = (verb: string, seq: number, second: number, who = 'desk'): Taken => ({
  ...{ who, verb, dispute: 'd1', item: null, seq },
  ...{ firstSent: AT(second).getTime(), sent: AT(second).getTime(), answered: AT(second).getTime() + 50 },
});

/** Registered, ordered to answer within ten seconds, reminded, late, and noted. */
const ENTRIES: Entry[] = [
  entry(1, 0, 'DisputeRegistered'),
  entry(2, 1, 'SupervisionOrdered', {
    who: 'supervisor',
    answers: false,
    data: { orderId: 'o1', answerWithin: { amount: 10, unit: 'seconds' } },
  }),
  entry(3, 1, 'ObligationOpened', { who: 'supervisor', data: { obligation: { id: 'o' } } }),
  clock(4, 9, 'LadderStepFired', 0),
  clock(5, 11, 'ObligationLate'),
  clock(6, 11, 'LadderStepFired', 1),
  entry(7, 20, 'NoteAdded'),
];
const TAKEN = [step('register', 1, 0), step('supervise', 3, 1, 'supervisor'), step('note', 7, 20)];

function judged(entries: Entry[], taken = TAKEN, outage = NONE, unanswered: Taken[] = []) {
  const rig = { sql: (text: string) => Promise.resolve(text.includes('item_event') ? [] : entries) } as Pick<
    Rig,
    'sql'
  >;
  return judge(rig, BEGAN, { taken, unanswered }, outage);
}
const without = (seq: number) =>
  ENTRIES.filter((each) => each.seq !== seq).map((each) => (each.seq > seq ? { ...each, seq: each.seq - 1 } : each));
const changed = (seq: number, more: Partial<Entry>) =>
  ENTRIES.map((each) => (each.seq === seq ? { ...each, ...more } : each));

describe('the checker', () => {
  it('has nothing to say of a record that is as it was answered', async () => {
    expect(await judged(ENTRIES)).toEqual({
      ...{ entries: 7, lost: [], doubled: [], repeated: [], unnoticed: [] },
      ...{ latestClockMs: 0, misdatedMs: 0 },
    });
  });

  it('misses what was acknowledged and is not there', async () => {
    expect((await judged(ENTRIES.slice(0, 6))).lost).toContain('d1 NoteAdded desk 1 times');
  });

  it('misses an entry in the middle', async () => {
    expect((await judged(ENTRIES.filter(({ seq }) => seq !== 4))).lost).toEqual(['d1 has nothing before 5']);
  });

  it('sees what is there twice, and forgives what was never answered', async () => {
    const twice = [...ENTRIES, entry(8, 21, 'NoteAdded')];
    expect((await judged(twice)).doubled).toEqual(['d1 NoteAdded desk 1 times too often']);
    expect((await judged(twice, TAKEN, NONE, [step('note', 0, 21)])).doubled).toEqual([]);
  });

  it('sees two steps that were answered with the same entry', async () => {
    expect((await judged(ENTRIES, [...TAKEN, step('note', 7, 20)])).lost).toContain('d1 7 was the answer to two steps');
  });

  it.each([
    ['a rung that was not fired', 4, 'd1 LadderStepFired 0 of o1'],
    ['a lateness that was not noticed', 5, 'd1 ObligationLate  of o1'],
  ])('misses %s', async (_what, seq, said) => {
    const taken = TAKEN.map((each) => ({ ...each, seq: each.seq! > seq ? each.seq! - 1 : each.seq }));
    expect((await judged(without(seq), taken)).unnoticed).toEqual([said]);
  });

  it('asks for no clock of an order that was answered in time', async () => {
    const answered = entry(4, 5, 'SupervisionAnswered', { who: 'land', data: { orderId: 'o1' } });
    const taken = [...TAKEN.slice(0, 2), step('answer-supervision', 4, 5, 'land')];
    expect((await judged([...ENTRIES.slice(0, 3), answered], taken)).unnoticed).toEqual([]);
  });

  it('sees a rung that was fired twice, or before its moment', async () => {
    expect((await judged([...ENTRIES, clock(8, 21, 'LadderStepFired', 1)])).repeated).toEqual([
      'LadderStepFired o 1 2 times',
    ]);
    expect((await judged(changed(5, { recorded_at: AT(10) }))).repeated).toEqual(['ObligationLate d1 early']);
  });

  it('measures how late a clock was, but for what lay in an outage', async () => {
    const late = changed(5, { recorded_at: AT(131) });
    expect((await judged(late)).latestClockMs).toBe(120_000);
    expect((await judged(late, TAKEN, { from: AT(1).getTime(), to: AT(101).getTime() })).latestClockMs).toBe(30_000);
  });

  it('measures how far an entry is dated from its sender’s act', async () => {
    expect((await judged(changed(7, { at: AT(-7_180) }))).misdatedMs).toBe(7_200_000);
  });
});

describe('the look at readyz', () => {
  const said = (...statuses: [second: number, status: number][]): Health => {
    const looks = statuses.map(([second, status]): Look => {
      const at = AT(second).getTime();
      return { from: at, to: at, status, parts: { worker: status === 200 }, warnings: [] };
    });
    return Object.assign(Object.create(Health.prototype) as Health, { looks });
  };
  const every = (status: number) => Array.from({ length: 40 }, (_, n): [number, number] => [n, status]);
  const span = { from: AT(0).getTime(), to: AT(40).getTime() };

  it('measures how long all was said to be well while nobody was answered', () => {
    expect(said(...every(200)).wellWhileStill([step('note', 1, 9.95)], span)).toBe(19_000);
    expect(said(...every(503)).wellWhileStill([], span)).toBe(0);
  });

  it('counts from when readyz changed its mind, too', () => {
    expect(said([0, 503], [15, 503], [16, 200], [20, 200]).wellWhileStill([], span)).toBe(0);
  });

  it('measures how long something was said to be away while all went on', () => {
    const steps = every(0).map(([second]) => step('note', 1, second));
    expect(said(...every(503)).illWhileMoving(steps)).toBe(28_000);
    expect(said(...every(503)).illWhileMoving([])).toBe(0);
  });

  it('tells when something was said first', () => {
    expect(said([1, 200], [4, 503]).saidAfter(AT(2).getTime(), ({ parts }) => parts.worker === false)).toBe(2_000);
    expect(said([1, 200], [4, 503]).saidAfter(AT(2).getTime(), well)).toBeNull();
  });
});
