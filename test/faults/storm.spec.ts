import { describe, expect, it } from '@jest/globals';
import { MINUTE, instantOf, millisOf } from '#domain/time/time.js';
import { kill } from '../support/rig/harms.js';
import { suffer, type Scenario } from '../support/rig/scenario.js';
import { judgeStorm, passed, type StormEntry } from '../support/rig/storm.js';
import { FAULT_MS, FULL, describeFull, rigs } from '../support/rig/suite.js';
import { sowStorm, type Limits } from '../support/storm.js';

/** How many limits end at one moment. How soon the last of them is known is a figure, and `npm run scale -- --storm` has it. */
interface Storm {
  limits: Limits;
  count: number;
}
const STORMS: Storm[] = FULL
  ? [
      { limits: 'hours', count: 600 },
      { limits: 'days', count: 2_000 },
    ]
  : [];
const LEAD_MS = 15_000;
/** As many are sown first, whose limits end a minute later: how long these take says when the others can be there. */
const TRIED = 30;

const on = rigs();

/** Limits end together while people work; then what is asked of the rig is asked of both. */
async function holds({ limits, count }: Storm, harm?: Scenario): Promise<void> {
  await on(async (rig) => {
    const began = Date.now();
    await sowStorm(rig.installation, limits, TRIED, instantOf(began + MINUTE));
    // Twice as long as these took: the machine may be busier by then.
    const sownMs = 2 * ((Date.now() - began) / TRIED) * count;
    const due = instantOf(Math.ceil((Date.now() + LEAD_MS + sownMs) / 1000) * 1000);
    const ids = await sowStorm(rig.installation, limits, count, due);
    const since = new Date();
    expect(since.getTime()).toBeLessThan(millisOf(due));
    const figures = await suffer(rig, {
      name: `${count} limits in ${limits} end at one moment${harm ? `, ${harm.name}` : ''}`,
      hurt: async (_, work) => {
        if (harm) await passed(rig, ids, due, 0.3);
        await harm?.hurt(rig, work);
        await passed(rig, ids, due);
      },
    });
    const verdict = await judgeStorm(rig, ids, due, since);
    expect({ ...verdict, complaints: figures.complaints }).toEqual({
      ...{ unnoticed: 0, twice: [], early: [], misdated: [], lastMs: expect.any(Number) },
      complaints: [],
    });
  });
}

describeFull('the storm with people', () => {
  it.each(STORMS)('holds where $count limits in $limits end at one moment', (storm) => holds(storm), 2 * FAULT_MS);
});

describeFull('the storm with people, in which the worker dies', () => {
  it('holds', () => holds({ limits: 'days', count: 600 }, kill(['worker'])), 2 * FAULT_MS);
});

/** The judge of the storm is itself held against records in which one thing is wrong. */
describe('the judge of the storm', () => {
  const DUE = instantOf(1_800_000_000_000);
  const at = (seconds: number) => new Date(millisOf(DUE) + seconds * 1_000);
  const entry = (subject: string, type: string, seconds: number, more: Partial<StormEntry> = {}): StormEntry => ({
    ...{ subject, type, at: at(0), recorded_at: at(seconds), data: { obligationId: 'o1' } },
    ...more,
  });
  const whole = [
    entry('a', 'ObligationLate', 3),
    entry('a', 'LadderStepFired', 3, { data: { obligationId: 'o1', step: 1 } }),
    entry('b', 'ObligationLate', 9),
  ];
  const judged = (entries: StormEntry[]) =>
    judgeStorm({ sql: () => Promise.resolve(entries as never) }, ['a', 'b'], DUE, at(-60));

  it('finds nothing wrong in what is right', async () => {
    expect(await judged(whole)).toEqual({ unnoticed: 0, twice: [], early: [], misdated: [], lastMs: 9_000 });
  });

  it('finds what is missing, twice, early, and of another moment', async () => {
    expect(await judged(whole.slice(0, 2))).toMatchObject({ unnoticed: 1 });
    expect(await judged([...whole, whole[0]!])).toMatchObject({ twice: ['a ObligationLate o1 '] });
    expect(await judged([...whole.slice(0, 2), entry('b', 'ObligationLate', -1)])).toMatchObject({
      early: ['b ObligationLate o1 '],
    });
    expect(await judged([...whole.slice(0, 2), entry('b', 'ObligationLate', 9, { at: at(9) })])).toMatchObject({
      misdated: ['b ObligationLate o1 '],
    });
  });
});
