import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Town, PEOPLE, rulesFor, shanghai } from '../../../test/support/town.js';
import { VERBS, type PersonCommandType, type Verb } from '../dispute/commands.js';
import { can } from '../dispute/decide.js';
import { DomainError } from '../errors.js';
import type { DisputeEvent } from '../dispute/events.js';
import { proveFrom, violationsOf } from './invariants.js';
import type { Obligation } from '../obligation/obligation.js';
import { DEFAULT_POLICY } from '../policy/default-policy.js';
import type { PolicyDocument } from '../policy/document.js';
import { MINUTE, plusMillis } from '../time/time.js';
import { GRADES, RETURN_REASONS, VISIT_OUTCOMES } from '../words.js';

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
    town.visit(1);
    return town;
  };

  const withoutOpened = (events: DisputeEvent[], kind: string) => {
    const at = events.findIndex((each) => each.type === 'ObligationOpened' && each.data.obligation.kind === kind);
    const { id } = (events[at] as Extract<DisputeEvent, { type: 'ObligationOpened' }>).data.obligation;
    return renumbered(
      events.filter((each, n) => n !== at && !('obligationId' in each.data && each.data.obligationId === id)),
    );
  };
  const laterFrom = (events: DisputeEvent[], type: DisputeEvent['type'], minutes: number) => {
    const from = events.findIndex((each) => each.type === type);
    return events.map((each, n) => (n < from ? each : { ...each, at: plusMillis(each.at, minutes * MINUTE) }));
  };
  const laterOne = (events: DisputeEvent[], type: DisputeEvent['type']) => {
    const first = events.findIndex((each) => each.type === type);
    const { at } = events[first]!;
    return events.map((each, n) => (n >= first && each.at === at ? { ...each, at: plusMillis(at, 1) } : each));
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

  /** Everything that a life can have: hand-backs, assistants, pauses, tracks, more time, orders, meetings, terms, a relapse. */
  const full = () => {
    const town = new Town(shanghai('2026-03-02 09:00'));
    const wd = (amount: number) => ({ amount, unit: 'workingDays' as const });
    town.as('desk').register({ grade: 'blue', repeats: ['a'] });
    town.as('supervisor').do('RuleOutRepeat', { repeat: 'a', counted: true }, { text: 'sealed' });
    town.offer('forestry');
    town.pass({ amount: 3, unit: 'days' });
    town.offer('justice');
    town.as('justice').do('AcceptTransfer', { transferId: 't2' });
    town.later(MINUTE).do('ReturnTransfer', { transferId: 't2', reasonCode: 'not-our-duty' });
    town.later(MINUTE).as('desk').do('DecideReturn', { transferId: 't2', uphold: false });
    town.do('UrgeHolder', {});
    town.as('desk').do('TransferDispute', { to: 'land', role: 'assist', designated: false });
    town.as('land').do('AcceptTransfer', { transferId: 't3' });
    town.later(MINUTE).as('land').do('CompleteAssist', { transferId: 't3' });
    town.as('justice').do('RecordContact', { parties: ['p1'], at: town.now });
    town.as('justice').do('AskExtension', { obligationId: town.owed('handle')!.id, by: wd(3) });
    town.later(MINUTE).as('justice-head').do('DecideExtension', { extensionId: 'x1', approve: true });
    town.later(MINUTE).as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.pass({ amount: 5, unit: 'days' });
    town.as('supervisor').do('ResumeDispute', {});
    town.later(MINUTE).as('justice').do('EnterTrack', { track: 'labour' });
    town.later(MINUTE).do('EndTrack', { outcome: 'mediated' });
    town
      .later(MINUTE)
      .as('supervisor')
      .do('OrderSupervision', { answerWithin: wd(1) });
    const at = plusMillis(town.now, 60 * MINUTE);
    town.as('desk').do('CallMeeting', { departments: ['land'], at });
    const decisions = [{ departmentId: 'land', dueAt: plusMillis(at, 60 * MINUTE) }];
    town.later(MINUTE).as('desk').do('ConcludeMeeting', { meetingId: 'm1', decisions });
    town.later(MINUTE).as('land').do('FulfilDecision', { meetingId: 'm1', n: 1 });
    town.as('justice').do('AnswerSupervision', { orderId: 'o1' });
    town.do('ResolveDispute', { outcome: 'mediated', terms: [{}, {}] });
    town.later(MINUTE).visit(1, { outcome: 'uneasy' });
    town.later(MINUTE).as('visitor').do('RecordVisit', { n: 2, mode: 'in-person', outcome: 'relapsed' });
    town.later(MINUTE).as('justice').do('MakePlan', {});
    town.do('ResolveDispute', { outcome: 'mediated', terms: [{}, {}] });
    for (const n of [3, 4, 5]) town.later(MINUTE).visit(n);
    town.later(MINUTE).as('supervisor').do('WaiveVisit', { n: 6 });
    town.later(MINUTE).do('WaiveTerm', { n: 1 });
    town.later(MINUTE).as('visitor').do('FulfilTerm', { n: 2 });
    return town;
  };
  type Of<T extends DisputeEvent['type']> = Extract<DisputeEvent, { type: T }>;
  const changed =
    <T extends DisputeEvent['type']>(
      type: T,
      harm: (event: Of<T>) => void,
      which: (event: Of<T>) => boolean = () => true,
    ) =>
    (events: DisputeEvent[]) => {
      harm(events.find((event): event is Of<T> => event.type === type && which(event as Of<T>))!);
      return events;
    };
  const opened = (kind: string, harm: (obligation: Obligation) => void) =>
    changed(
      'ObligationOpened',
      ({ data }) => harm(data.obligation),
      ({ data }) => data.obligation.kind === kind,
    );
  const moved = (cause: string, harm: (obligation: Obligation) => void) =>
    changed(
      'ObligationMoved',
      ({ data }) => harm(data.obligation),
      ({ data }) => data.cause === cause,
    );

  it('find nothing in a life that has everything', () => {
    const town = full();
    expect(town.status).toBe('closed');
    expect(town.row!.closures).toHaveLength(1);
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });

  it.each<[number, string, (events: DisputeEvent[]) => DisputeEvent[]]>([
    [1, 'nobody owes anything', (events) => renumbered(events.filter((each) => each.type !== 'ObligationOpened'))],
    [2, 'another department resolves it', changed('DisputeResolved', ({ data }) => (data.departmentId = 'land'))],
    [2, 'another department has it back', changed('DisputeReopened', ({ data }) => (data.departmentId = 'land'))],
    [2, 'another department owes the handling', opened('handle', ({ holder }) => (holder.departmentId = 'land'))],
    [2, 'somebody else watches', opened('watch', ({ holder }) => (holder.departmentId = 'land'))],
    [3, 'an offer waits for nobody', (events) => withoutOpened(events, 'answer-transfer')],
    [3, 'a lapsed offer is forgotten', without('TransferLapsed')],
    [3, 'a return is never decided', (events) => withoutOpened(events, 'decide-return')],
    [4, 'a return comes after its window', (events) => laterFrom(events, 'TransferReturned', 6 * 24 * 60)],
    [5, 'a visit was made of which nobody knew', changed('VisitMade', ({ data }) => (data.n = 9))],
    [
      5,
      'an uneasy visit brings no other',
      changed(
        'VisitMade',
        ({ data }) => (data.outcome = 'uneasy'),
        ({ data }) => data.n === 3,
      ),
    ],
    [
      5,
      'a relapse is passed over',
      changed(
        'VisitMade',
        ({ data }) => (data.outcome = 'relapsed'),
        ({ data }) => data.n === 3,
      ),
    ],
    [
      5,
      'a relapse leaves the grade',
      changed(
        'DisputeGraded',
        ({ data }) => (data.grade = 'blue'),
        ({ data }) => data.previous === 'blue',
      ),
    ],
    [5, 'a visit is not planned', (events) => withoutOpened(events, 'return-visit')],
    [5, 'a visit is waived without a reason', changed('VisitWaived', (event) => delete event.text)],
    [5, 'a visit is waived by the clock', changed('VisitWaived', (event) => (event.actor = { kind: 'clock' }))],
    [
      5,
      'a visit is waived by who handles the case',
      changed('VisitWaived', (event) => (event.actor = { kind: 'person', userId: 'justice', departmentId: 'justice' })),
    ],
    [5, 'a term is waived without a reason', changed('TermWaived', (event) => delete event.text)],
    [5, 'it closes on a term that nobody kept', without('TermFulfilled')],
    [5, 'it closes on an order that nobody answered', without('SupervisionAnswered')],
    [5, 'it closes on a decision that nobody fulfilled', without('DecisionFulfilled')],
    [7, 'it is no repeat of what it never counted', changed('RepeatRuledOut', ({ data }) => (data.repeat = 'b'))],
    [7, 'it is no repeat without a reason', changed('RepeatRuledOut', (event) => delete event.text)],
    [7, 'it is no repeat twice', (events) => twice('RepeatRuledOut')(events)],
    [
      7,
      'it is no repeat by the word of who raised it',
      changed('RepeatRuledOut', (event) => (event.actor = { kind: 'person', userId: 'd', departmentId: 'police' })),
    ],
    [6, 'a lateness is not marked', without('ObligationLate')],
    [6, 'a lateness is marked later than it was', (events) => laterOne(events, 'ObligationLate')],
    [6, 'something is pressed for twice a day', twice('ObligationUrged')],
    [
      6,
      'something is pressed for that nobody owes',
      changed('ObligationUrged', ({ data }) => (data.obligationId += '9')),
    ],
    [6, 'a rung does not fire', without('LadderStepFired')],
    [6, 'a rung fires later than it was due', (events) => laterOne(events, 'LadderStepFired')],
    [6, 'a rung does something else', changed('LadderStepFired', ({ data }) => (data.do = 'bulletin'))],
    [6, 'a rung reaches somebody else', changed('LadderStepFired', ({ data }) => (data.to = ['county']))],
    [6, 'a rung is left out of a ladder', opened('handle', (each) => each.steps.pop())],
    [6, 'a rung lies elsewhere', opened('handle', ({ steps }) => (steps[0]!.at = plusMillis(steps[0]!.at, MINUTE)))],
    [
      6,
      'a limit is longer than the policy’s',
      opened(
        'handle',
        (each) => ((each.terms.limit = { amount: 9, unit: 'workingDays' }), (each.dueAt = '2026-03-18T09:30:00.000Z')),
      ),
    ],
    [
      6,
      'a clock starts later',
      opened('first-contact', ({ terms }) => (terms.countedFrom = plusMillis(terms.countedFrom, MINUTE))),
    ],
    [
      6,
      'a pause is longer than it was',
      moved('resume', ({ terms }) => (terms.pauses[0]!.until = plusMillis(terms.pauses[0]!.until!, MINUTE))),
    ],
    [
      6,
      'more time is given than was granted',
      moved('extension', ({ terms }) => (terms.extensions[0] = { amount: 9, unit: 'workingDays' })),
    ],
    [6, 'more time is given that nobody granted', changed('ExtensionDecided', ({ data }) => (data.approve = false))],
    [
      6,
      'more time is granted by who asked',
      changed(
        'ExtensionDecided',
        (event) => (event.actor = { kind: 'person', userId: 'justice', departmentId: 'justice' }),
      ),
    ],
    [
      6,
      'something is met in the future',
      changed('ObligationMet', ({ data, at }) => (data.at = plusMillis(at, MINUTE))),
    ],
    [
      13,
      'a visit counts that was made too early to tell anything',
      changed('VisitMade', ({ data }) => (data.visitedAt = plusMillis(data.visitedAt, -4 * 24 * 60 * MINUTE))),
    ],
    [
      13,
      'a visit is made by who resolved the case',
      changed('VisitMade', (event) => (event.actor = { kind: 'person', userId: 'justice', departmentId: 'justice' })),
    ],
    [
      13,
      'a visit is made by who was once named its handler',
      (events) => {
        const accepted = events.find((each): each is Of<'TransferAccepted'> => each.type === 'TransferAccepted');
        accepted!.data.handler = 'visitor';
        return events;
      },
    ],
  ])('invariant %i is broken when %s', (invariant, _what, harm) => {
    const town = full();
    const harmed = harm(JSON.parse(JSON.stringify(town.events)) as DisputeEvent[]);
    const found = violationsOf(harmed, town.state.rules, town.now);
    expect(found.map((each) => each.invariant)).toContain(invariant);
  });

  /** A department is designated and says nothing, an assistant is never heard of, and the superior suspends it twice. */
  const silent = () => {
    const town = new Town(START);
    town.as('desk').register({ grade: 'blue' });
    town.offer('justice');
    town.pass({ amount: 4, unit: 'days' });
    town.as('supervisor').do('TransferDispute', { to: 'land', role: 'lead', designated: true });
    town.pass({ amount: 4, unit: 'days' });
    town.as('desk').do('TransferDispute', { to: 'forestry', role: 'assist', designated: false });
    town.as('forestry').do('AcceptTransfer', { transferId: 't3' });
    town.as('supervisor').do('SuspendDispute', { ground: 'court', until: plusMillis(town.now, 900 * MINUTE) });
    town.pass({ amount: 2, unit: 'days' });
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.later(MINUTE).do('ResumeDispute', {});
    town.later(MINUTE).as('land').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    return town;
  };

  it('find nothing where silence bound, and charge each minute as the rows do', () => {
    const town = silent();
    const { violations, charged } = proveFrom(town.events, town.state.rules, town.now);
    expect(violations).toEqual([]);
    expect(charged).toEqual(town.row!.attribution);
    expect(town.row!.transfers.map(({ state }) => state)).toEqual(['lapsed', 'completed', 'recalled']);
  });

  it.each<[number, RegExp, string, (events: DisputeEvent[]) => DisputeEvent[]]>([
    [
      3,
      /lapsed instead of binding/,
      'a designation lapses',
      (events) =>
        events.map((each) =>
          each.type === 'TransferAccepted' && each.data.bySilence
            ? { ...each, type: 'TransferLapsed', data: { transferId: each.data.transferId } }
            : each,
        ),
    ],
    [
      3,
      /was not bound/,
      'it stays unanswered',
      (events) => {
        const at = events.findIndex((each) => each.type === 'TransferAccepted');
        return renumbered(events.slice(0, at));
      },
    ],
    [
      3,
      /said to have accepted by silence/,
      'who was only asked is bound',
      changed(
        'TransferOffered',
        ({ data }) => (data.designated = false),
        ({ data }) => data.to === 'land',
      ),
    ],
    [
      3,
      /said to have accepted by silence/,
      'a person’s silence is theirs',
      changed('TransferAccepted', (event) => (event.actor = { kind: 'person', userId: 'land', departmentId: 'land' })),
    ],
    [
      3,
      /nobody's word/,
      'time accepts without saying why',
      changed('TransferAccepted', ({ data }) => delete data.bySilence),
    ],
    [3, /still assisted/, 'an assistant who owes is forgotten', without('TransferRecalled')],
    [
      3,
      /case that goes on/,
      'an assistant is recalled while it is handled',
      (events) => {
        const at = events.findIndex((each) => each.type === 'DisputeSuspended');
        const recall = { ...events[at - 1]!, type: 'TransferRecalled', data: { transferId: 't3' } } as DisputeEvent;
        return renumbered([...events.slice(0, at), { ...recall, answers: undefined } as never, ...events.slice(at)]);
      },
    ],
    [
      4,
      /owes a dispatch|owes the dispatch/,
      'a lapse is counted for nothing',
      (events) => {
        const grade = events.find((each) => each.type === 'DisputeGraded')!;
        // One is all that a red case has, and the desk owed the next.
        return events.map((each) =>
          each === grade ? { ...each, data: { ...each.data, grade: 'red' } } : each,
        ) as never;
      },
    ],
    [
      6,
      /too far/,
      'a suspension reaches too far',
      changed('DisputeSuspended', ({ data }) => (data.until = '2031-01-01T00:00:00.000Z')),
    ],
    [
      6,
      /for a designation/,
      'a rung passes for a designation that is none',
      changed('LadderStepFired', ({ data }) => (data.skipped = 'designated')),
    ],
  ])('invariant %i is broken, as %s, when %s', (invariant, said, _what, harm) => {
    const town = silent();
    const harmed = harm(JSON.parse(JSON.stringify(town.events)) as DisputeEvent[]);
    const found = violationsOf(harmed, town.state.rules, town.now);
    const told = found.filter((each) => each.invariant === invariant).map(({ what }) => what);
    expect(told).toEqual(expect.arrayContaining([expect.stringMatching(said)]));
  });

  it('a red case that is called none breaks the fifth', () => {
    const town = new Town(START);
    town.as('desk').register({ grade: 'red' });
    town.do('MakePlan', {});
    town.do('ResolveDispute', { outcome: 'mediated', terms: [] });
    town.last('DisputeResolved')!.data.outcome = 'invalid';
    const found = violationsOf(town.events, town.state.rules, town.now);
    expect(found.filter(({ what }) => what.includes('called a red case none'))).toMatchObject([{ invariant: 5 }]);
  });

  it('a desk that suspends more often in a row than the policy says breaks the fourth', () => {
    const policy = { ...DEFAULT_POLICY, suspension: { by: ['desk', 'supervisor'], inARow: 3 } } as PolicyDocument;
    const town = new Town(START, rulesFor(policy)).handledBy('justice');
    for (const who of ['desk', 'desk', 'supervisor'] as const) {
      town.later(MINUTE).as(who).do('SuspendDispute', { ground: 'court' });
    }
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
    const last = town.last('SuspensionReviewed')!;
    last.actor = { kind: 'person', userId: 'desk', departmentId: 'police' };
    expect(violationsOf(town.events, town.state.rules, town.now)).toMatchObject([
      { invariant: 4, what: 'the desk suspended it 3 times in a row' },
    ]);
  });

  it('the record says whose each minute was, and who was ever on the case', () => {
    const town = full();
    const { charged, readers } = proveFrom(town.events, town.state.rules, town.now);
    expect(charged).toEqual(town.row!.attribution);
    expect(readers.map((each) => each.departmentId).sort()).toEqual(
      ['forestry', 'justice', 'land', 'police', 'centre'].sort(),
    );
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
