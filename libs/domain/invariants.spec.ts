import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Town, PEOPLE } from '../../test/support/town.js';
import { VERBS, type PersonCommandType, type Verb } from './commands.js';
import { can } from './decide.js';
import { DomainError } from './errors.js';
import type { DisputeEvent } from './events.js';
import { violationsOf } from './invariants.js';
import { MINUTE } from './time.js';
import { GRADES, RETURN_REASONS, VISIT_OUTCOMES } from './words.js';

const START = '2026-02-02T01:00:00.000Z';

/** Mostly somebody who may, now and then just anybody. */
const person = fc.oneof(
  { weight: 4, arbitrary: fc.constant('rightful') },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(PEOPLE)) },
);
/** Mostly what is open just then (found when the step is played), now and then any number. */
const transferId = fc.oneof(
  { weight: 5, arbitrary: fc.constant('open') },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }).map((n) => `t${n}`) },
);
const visitNumber = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 8 }) },
);
const department = fc.constantFrom('police', 'justice', 'land', 'forestry');
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('TransferDispute'),
      data: fc.record({ to: department, role: fc.constantFrom('lead', 'lead', 'assist'), designated: fc.boolean() }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('AcceptTransfer'), data: fc.record({ transferId }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('ReturnTransfer'),
      data: fc.record({ transferId, reasonCode: fc.constantFrom(...RETURN_REASONS) }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('DecideReturn'), data: fc.record({ transferId, uphold: fc.boolean() }) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('RecallTransfer'), data: fc.record({ transferId }) }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('CompleteAssist'), data: fc.record({ transferId }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('GradeDispute'), data: fc.record({ grade: fc.constantFrom(...GRADES) }) }),
  },
  { weight: 2, arbitrary: fc.constant({ type: 'MakePlan', data: {} }) },
  { weight: 2, arbitrary: fc.constant({ type: 'ReportProgress', data: {} }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('ResolveDispute'),
      data: fc.record({
        outcome: fc.constantFrom('mediated', 'settled-on-spot', 'invalid', 'refused'),
        terms: fc.constantFrom([], [{}]),
      }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('RecordVisit'),
      data: fc.record({
        n: visitNumber,
        mode: fc.constantFrom('phone', 'in-person'),
        outcome: fc.constantFrom(...VISIT_OUTCOMES),
      }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('WaiveVisit'), data: fc.record({ n: visitNumber }) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('FulfilTerm'), data: fc.constant({ n: 1 }) }) },
  { weight: 1, arbitrary: fc.constant({ type: 'ReopenDispute', data: {} }) },
  { weight: 1, arbitrary: fc.constant({ type: 'CloseDispute', data: {} }) },
);
/** Mostly minutes, sometimes weeks: work, silence, outages. */
const pause = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 1, arbitrary: fc.integer({ min: 300, max: 40_000 }) },
);
const life = fc.array(fc.record({ who: person, minutes: pause, step, noticed: fc.boolean() }), {
  maxLength: 60,
  size: 'max',
});

function rightful(town: Town, type: string): string {
  const verb = (Object.keys(VERBS) as Verb[]).find((each) => VERBS[each] === type)!;
  return Object.keys(PEOPLE).find((who) => can(town.dispute, PEOPLE[who]!, town.now).includes(verb)) ?? 'desk';
}

function aimed(town: Town, { type, data }: { type: string; data: unknown }): unknown {
  const { transfers } = town.dispute;
  if ((data as { transferId?: string }).transferId === 'open') {
    const open =
      transfers.find((each) => each.returning && type === 'DecideReturn') ??
      transfers.find((each) => each.role === 'assist' && each.state === 'accepted' && type === 'CompleteAssist') ??
      transfers.find((each) => each.state === 'offered') ??
      transfers.find((each) => each.state === 'accepted');
    return { ...(data as object), transferId: open?.id ?? 't1' };
  }
  if ((data as { n?: number }).n === 0) {
    const owed = town.dispute.obligations.find((each) => each.kind === 'return-visit');
    return { ...(data as object), n: owed?.n ?? 1 };
  }
  return data;
}

/** Lives a random life; whatever the rules refuse is refused with a code. */
function lived(
  steps: { who: string; minutes: number; step: { type: string; data: unknown }; noticed: boolean }[],
  grade?: 'blue' | 'yellow' | 'red',
): Town {
  const town = new Town(START);
  town.as('desk').register({ ...(grade && { grade }) });
  for (const { who, minutes, step: each, noticed } of steps) {
    // Either time passes as it should, or nobody notices until the next command comes.
    if (noticed) town.pass({ amount: Math.max(1, minutes), unit: 'minutes' });
    else town.later(minutes * MINUTE);
    try {
      town
        .as(who === 'rightful' ? rightful(town, each.type) : who)
        .do(each.type as PersonCommandType, aimed(town, each) as never);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  town.passTo(town.now);
  return town;
}

describe('the invariants', () => {
  it('hold for every life that the rules let happen', () => {
    fc.assert(
      fc.property(life, fc.constantFrom(undefined, ...GRADES), (steps, grade) => {
        const town = lived(steps, grade);
        expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
      }),
      { numRuns: process.env.CHECK === 'full' ? 20_000 : 150 },
    );
  });

  it('were held against lives that go everywhere', () => {
    const towns = fc.sample(life, { numRuns: 300, seed: 7 }).map((steps) => lived(steps, 'blue'));
    const reached = new Set(towns.flatMap((town) => town.types()));
    for (const type of [
      'ReturnDecided',
      'TransferLapsed',
      'DisputeReopened',
      'DisputeClosed',

      'AssistCompleted',
      'ObligationMoved',
    ]) {
      expect(reached).toContain(type);
    }
  });

  /** A long life that was right, and what happens to the checker when one thing in it is not. */
  const right = () => {
    const town = new Town(START);
    town.as('desk').register({ grade: 'blue' });
    town.as('desk').do('TransferDispute', { to: 'justice', role: 'lead', designated: false });
    town.later(MINUTE).as('justice').do('ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
    town.later(MINUTE).as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    town.later(MINUTE).as('desk').do('TransferDispute', { to: 'land', role: 'lead', designated: false });
    town.later(MINUTE).as('land').do('AcceptTransfer', { transferId: 't2' });
    town.pass({ amount: 12, unit: 'days' });
    town.as('land').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    town.pass({ amount: 6, unit: 'days' });
    town.as('visitor').do('RecordVisit', { n: 1, mode: 'phone', outcome: 'stable' });
    return town;
  };

  const renumbered = (events: DisputeEvent[]) => events.map((event, index) => ({ ...event, seq: index + 1 }));
  const without = (type: DisputeEvent['type']) => (events: DisputeEvent[]) => {
    const at = events.findIndex((event) => event.type === type);
    return renumbered([...events.slice(0, at), ...events.slice(at + 1)]);
  };
  const twice = (type: DisputeEvent['type']) => (events: DisputeEvent[]) => {
    const at = events.findIndex((event) => event.type === type);
    return renumbered([...events.slice(0, at + 1), ...events.slice(at)]);
  };

  it('find nothing in a right life', () => {
    const town = right();
    expect(town.status).toBe('closed');
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });

  it.each<[string, (events: DisputeEvent[]) => DisputeEvent[]]>([
    ['an entry is missing', (events) => events.filter((event) => event.seq !== 5)],
    ['an acceptance is missing', without('TransferAccepted')],
    ['a transfer is accepted twice', twice('TransferAccepted')],
    ['a return is decided that was not asked for', without('TransferReturned')],
    ['it closes without its visit', without('VisitMade')],
    ['an obligation ends twice', twice('ObligationMet')],
    ['a lateness is marked twice', twice('ObligationLate')],
    ['a ladder step fires twice', twice('LadderStepFired')],
    ['it is resolved without anybody who handles it', without('DisputeResolved')],
    [
      'a command is answered twice',
      (events) =>
        events.map((event) => (event.answers ? { ...event, answers: { ...event.answers, key: 'same' } } : event)),
    ],
    [
      'time goes back',
      (events) => events.map((event) => (event.seq === 8 ? { ...event, at: '2020-01-01T00:00:00.000Z' } : event)),
    ],
    [
      'a due moment is not what its rule says',
      (events) =>
        events.map((event) =>
          event.type === 'ObligationOpened' && event.data.obligation.kind === 'handle'
            ? { ...event, data: { obligation: { ...event.data.obligation, dueAt: '2026-03-01T09:30:00.000Z' } } }
            : event,
        ),
    ],
  ])('are broken when %s', (_what, harm) => {
    const town = right();
    const harmed = harm(JSON.parse(JSON.stringify(town.events)) as DisputeEvent[]);
    expect(violationsOf(harmed, town.state.rules, town.now)).not.toEqual([]);
  });

  it('are broken when a deadline passed unnoticed', () => {
    const town = new Town(START);
    town.as('desk').register({ grade: 'red' });
    town.later(3 * 24 * 60 * MINUTE);
    expect(violationsOf(town.events, town.state.rules, town.now)).not.toEqual([]);
    town.passTo(town.now);
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });
});
