import { describe, expect, it } from '@jest/globals';
import { PEOPLE, Town, shanghai } from '../../../test/support/town.js';
import type { ForwardClock } from '../dispute/commands.js';
import { decide, raiseCore, refusedCommand } from '../dispute/decide.js';
import { answerOf, KEYS_KEPT } from '../dispute/state.js';
import { CORE } from '../dispute/editions.js';
import type { DisputeEvent } from '../dispute/events.js';
import { nextMoment } from '../dispute/moments.js';
import type { Obligation } from './obligation.js';
import { DAY, HOUR, MINUTE, instantOf, millisOf, plusMillis, type Instant } from '../time/time.js';

const MONDAY = shanghai('2026-11-23 09:00');
/** Seven working days from there. */
const DUE = shanghai('2026-12-02 17:30');
const AFTERWARDS = shanghai('2026-12-17 09:00');

const handled = () => new Town(MONDAY).handledBy('justice');
const contacted = () => {
  const town = handled();
  town.do('RecordContact', { parties: ['p1'], at: town.now });
  return town;
};

type Rung = [at: Instant, action: string, ...skipped: string[]];

function rungsOf(town: Town, kind: Obligation['kind'], events: DisputeEvent[] = town.events): Rung[] {
  const ids = town.row!.obligations.filter((each) => each.kind === kind).map((each) => each.id);
  return events
    .filter((event) => event.type === 'LadderStepFired')
    .filter((event) => ids.includes(event.data.obligationId))
    .map((event) => [event.at, event.data.do, ...(event.data.skipped ? [event.data.skipped] : [])]);
}

const latenessesOf = (town: Town, kind: Obligation['kind']) =>
  town.events.filter(
    (event) =>
      event.type === 'ObligationLate' &&
      town.row!.obligations.find((each) => each.id === event.data.obligationId)!.kind === kind,
  );

/** The ladder of handling a blue dispute that somebody worked on and that is late for the first time. */
const LADDER: Rung[] = [
  [shanghai('2026-11-27 08:45'), 'remind', 'progress'],
  [shanghai('2026-12-01 11:24'), 'warn'],
  [DUE, 'explain'],
  [DUE, 'propose-listing', 'first-lateness'],
  [shanghai('2026-12-03 17:30'), 'urge'],
  [shanghai('2026-12-07 17:30'), 'supervise'],
  [shanghai('2026-12-09 17:30'), 'bulletin'],
  [shanghai('2026-12-16 17:30'), 'propose-listing'],
];

describe('the ladder of handling', () => {
  it('fires each rung once, in order, at its own moment', () => {
    const town = contacted();
    town.passTo(AFTERWARDS);
    expect(rungsOf(town, 'handle')).toEqual(LADDER);
    town.passTo(instantOf(millisOf(AFTERWARDS) + 5 * DAY));
    expect(rungsOf(town, 'handle')).toEqual(LADDER);
  });

  it('does the same after an outage, all at once, and records by how much it was late', () => {
    const town = contacted();
    town.now = AFTERWARDS;
    const events = town.passTo(AFTERWARDS);
    expect(rungsOf(town, 'handle')).toEqual(LADDER);
    for (const event of events) {
      if (event.type !== 'LadderStepFired' && event.type !== 'ObligationLate') continue;
      expect(event.data.delayMs).toBe(millisOf(AFTERWARDS) - millisOf(event.at));
    }
    expect(events.map((event) => event.at)).toEqual(events.map((event) => event.at).sort());
  });

  it('does the same when a person’s command is what finds it passed', () => {
    const town = contacted();
    town.now = AFTERWARDS;
    const events = town.as('desk').do('AddNote', {});
    expect(rungsOf(town, 'handle')).toEqual(LADDER);
    expect(events.at(-1)).toMatchObject({ type: 'NoteAdded', at: AFTERWARDS, actor: { kind: 'person' } });
    expect(events[0]).toMatchObject({ actor: { kind: 'clock' } });
  });

  it('does not call the ordinary trip of a timer a delay', () => {
    const town = contacted();
    town.now = shanghai('2026-11-27 08:45:30');
    expect(town.passTo(town.now)[0]!.data).not.toHaveProperty('delayMs');
  });

  it('stops when the obligation is met', () => {
    const town = contacted();
    town.passTo(shanghai('2026-12-01 12:00'));
    town.as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    town.passTo(AFTERWARDS);
    expect(rungsOf(town, 'handle')).toEqual(LADDER.slice(0, 2));
    expect(latenessesOf(town, 'handle')).toEqual([]);
  });

  it('reminds the handler at half time where nobody reported anything', () => {
    const town = handled();
    town.passTo(shanghai('2026-11-27 09:00'));
    expect(rungsOf(town, 'handle')).toEqual([[shanghai('2026-11-27 08:45'), 'remind']]);
    expect(town.last('LadderStepFired')!.data.to).toEqual(['handler']);
  });

  it.each([
    ['progress', (town: Town) => town.do('ReportProgress', {})],
    ['a plan', (town: Town) => town.do('MakePlan', {})],
    ['a contact', (town: Town) => town.do('RecordContact', { parties: ['p1'], at: town.now })],
  ])('passes over that reminder where %s was reported', (_what, report) => {
    const town = handled();
    town.later(DAY).as('justice');
    report(town);
    town.passTo(shanghai('2026-11-27 09:00'));
    expect(rungsOf(town, 'handle')).toEqual([[shanghai('2026-11-27 08:45'), 'remind', 'progress']]);
  });

  it('proposes listing at the second lateness on the same case', () => {
    // The first contact was missed: handling is the second lateness.
    const town = handled();
    town.passTo(DUE);
    expect(town.dispute.latenesses).toBe(2);
    expect(rungsOf(town, 'handle').filter(([, action]) => action === 'propose-listing')).toEqual([
      [DUE, 'propose-listing'],
    ]);
  });
});

describe('lateness', () => {
  it('is marked once, at the due moment, before the step that reacts to it', () => {
    const town = contacted();
    town.passTo(AFTERWARDS);
    expect(latenessesOf(town, 'handle')).toHaveLength(1);
    const marked = town.events.findIndex((event) => event.type === 'ObligationLate');
    expect(town.events[marked]!.at).toBe(DUE);
    expect(town.events[marked + 1]).toMatchObject({ type: 'LadderStepFired', data: { do: 'explain' } });
    expect(town.owed('handle')).toMatchObject({ state: 'late', lateSince: DUE });
  });

  it('does not catch who comes exactly at the due moment', () => {
    const town = contacted();
    town.now = DUE;
    town.as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    expect(latenessesOf(town, 'handle')).toEqual([]);
    expect(town.row!.obligations.find((each) => each.kind === 'handle')).toMatchObject({ state: 'met', metAt: DUE });
    expect(rungsOf(town, 'handle').map(([, action]) => action)).toEqual(['remind', 'warn']);
  });

  it('catches who comes a millisecond later', () => {
    const town = contacted();
    town.now = DUE;
    town.later(1).as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    expect(latenessesOf(town, 'handle')).toHaveLength(1);
    expect(town.row!.obligations.find((each) => each.kind === 'handle')).toMatchObject({
      state: 'met',
      lateSince: DUE,
    });
  });

  it('does not catch a command that came in time and was handled after an outage', () => {
    const town = contacted();
    const receivedAt = shanghai('2026-12-02 17:00');
    town.now = shanghai('2026-12-05 12:00');
    const events = town.as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [] }, { receivedAt });
    expect(events.at(-1)!.at).toBe(receivedAt);
    expect(latenessesOf(town, 'handle')).toEqual([]);
    town.passTo(town.now);
    expect(rungsOf(town, 'handle').map(([, action]) => action)).toEqual(['remind', 'warn']);
  });
});

describe('the time of a dispute', () => {
  it('never goes back: a command that was received before the last event takes effect with it', () => {
    const town = contacted();
    town.passTo(shanghai('2026-12-03 09:00'));
    const [event] = town.as('justice').do('AddNote', {}, { receivedAt: shanghai('2026-12-01 09:00') });
    expect(event!.at).toBe(DUE);
  });

  it('never runs ahead of the clock, whatever a command says about its receipt', () => {
    const town = contacted();
    const [event] = town.do('AddNote', {}, { receivedAt: shanghai('2027-01-01 09:00') });
    expect(event!.at).toBe(MONDAY);
  });

  it('does not move by itself when nothing is due', () => {
    const town = contacted();
    expect(decide({ type: 'PassMoment', upTo: town.now }, town.state, town.now)).toEqual([]);
  });

  it('is not passed further than the clock of the world', () => {
    const town = contacted();
    expect(decide({ type: 'PassMoment', upTo: AFTERWARDS }, town.state, town.now)).toEqual([]);
  });

  it('has a next moment as long as something is owed, and none once it is closed', () => {
    const town = contacted();
    expect(nextMoment(town.state)).toBe(shanghai('2026-11-27 08:45'));
    town.as('desk').do('MergeDispute', { into: '00000000-0000-4000-8000-000000000002' });
    expect(nextMoment(town.state)).toBeNull();
  });

  it('of a rehearsal can be moved ahead, what falls due at that very moment included', () => {
    const forward = (aheadMs: number): ForwardClock => ({
      type: 'ForwardClock',
      actor: PEOPLE.desk!,
      receivedAt: DUE,
      aheadMs,
      key: 'forward',
      bodyHmac: 'body',
    });
    const town = new Town(MONDAY).handledBy('justice', { rehearsal: true });
    const events = decide(forward(DAY), town.state, DUE);
    expect(events.some((event) => event.type === 'ObligationLate' && event.at === DUE)).toBe(true);
    expect(events.at(-1)).toMatchObject({
      type: 'ClockForwarded',
      data: { aheadMs: DAY },
      answers: { key: 'forward' },
    });
    expect(() => decide(forward(DAY), handled().state, DUE)).toThrow('NOT_A_REHEARSAL');
  });
});

describe('a repeated command', () => {
  it('changes nothing and finds the answer that it got first', () => {
    const town = contacted();
    town.do('ReportProgress', {}, { key: 'k' });
    const { state } = town;
    expect(town.later(MINUTE).do('ReportProgress', {}, { key: 'k' })).toEqual([]);
    expect(town.state).toBe(state);
    expect(answerOf(state, 'k')).toEqual({
      key: 'k',
      bodyHmac: 'body',
      seq: state.status !== 'unregistered' && state.seq,
    });
  });

  it('is answered by the last of the events that it made', () => {
    const town = new Town(MONDAY);
    const events = town.register({ grade: 'red' }).concat(town.offer('police'));
    const answering = events.filter((event) => event.answers);
    expect(answering).toHaveLength(2);
    expect(answering[1]).toBe(events.at(-1));
  });

  it('with another body is refused', () => {
    const town = contacted();
    town.do('ReportProgress', {}, { key: 'k' });
    expect(town.attempt('ReportProgress', {}, { key: 'k', bodyHmac: 'another' })).toBe('KEY_REUSED');
  });

  it('is recognised also when the state would refuse it by now', () => {
    const town = handled();
    town.do('ResolveDispute', { outcome: 'mediated', terms: [] }, { key: 'k' });
    expect(town.attempt('ResolveDispute', { outcome: 'mediated', terms: [] })).toBe('ALREADY_RESOLVED');
    expect(town.do('ResolveDispute', { outcome: 'mediated', terms: [] }, { key: 'k' })).toEqual([]);
  });

  it('is remembered over as many later commands as the dispute keeps', () => {
    const town = contacted();
    town.do('AddNote', {}, { key: 'k' });
    for (let n = 0; n < KEYS_KEPT - 1; n++) town.do('AddNote', {});
    expect(answerOf(town.state, 'k')).toBeDefined();
    town.do('AddNote', {});
    expect(answerOf(town.state, 'k')).toBeUndefined();
    expect(town.state.keys).toHaveLength(KEYS_KEPT);
  });

  it('that was refused by signal is history, and its key is answered too', () => {
    const town = contacted();
    const command = {
      type: 'CloseDispute' as const,
      actor: PEOPLE.desk!,
      receivedAt: MONDAY,
      key: 'k',
      bodyHmac: 'body',
      data: {},
    };
    const [event] = refusedCommand(command, town.dispute, 'NOT_RESOLVED', town.now);
    expect(event).toMatchObject({
      type: 'CommandRefused',
      actor: { kind: 'system' },
      data: { command: 'CloseDispute', code: 'NOT_RESOLVED' },
      answers: { key: 'k' },
    });
  });
});

describe('what the system notes by itself', () => {
  it('comes after all that fell due before it, each at its moment', () => {
    const town = contacted();
    const { seq } = town.dispute;
    const due = nextMoment(town.dispute)!;
    const later = plusMillis(due, HOUR);
    const about = { actor: PEOPLE.desk!, receivedAt: later, key: 'k', bodyHmac: 'body' };
    const command = { type: 'CloseDispute' as const, data: {}, ...about };
    for (const events of [
      refusedCommand(command, town.dispute, 'NOT_RESOLVED', later),
      raiseCore({ ...town.dispute, core: CORE - 1 }, CORE, later),
    ]) {
      expect(events[0]).toMatchObject({ seq: seq + 1, at: due, actor: { kind: 'clock' } });
      expect(events.at(-1)).toMatchObject({ at: later, actor: { kind: 'system' } });
    }
  });
});

describe('a command that says what it has seen', () => {
  const seen = (town: Town) => ({ ifMatch: town.dispute.seq });

  it('is good as long as nothing changed', () => {
    const town = contacted();
    expect(town.attempt('ReportProgress', {}, seen(town))).toBe('ok');
  });

  it('is good after reminders and marks of lateness', () => {
    const town = contacted();
    const before = seen(town);
    town.passTo(AFTERWARDS);
    expect(town.dispute.seq).toBeGreaterThan(before.ifMatch);
    expect(town.as('justice').attempt('ReportProgress', {}, before)).toBe('ok');
    expect(town.as('justice').attempt('ResolveDispute', { outcome: 'mediated', terms: [] }, before)).toBe('ok');
  });

  it.each<[string, (town: Town) => void]>([
    ['a person added a note', (town) => town.as('desk').do('AddNote', {})],
    ['the grade was raised', (town) => town.as('desk').do('GradeDispute', { grade: 'red' })],
    [
      'it was handed back',
      (town) => town.as('justice').do('ReturnTransfer', { transferId: 't1', reasonCode: 'out-of-area' }),
    ],
  ])('is stale after %s', (_what, change) => {
    const town = contacted();
    const before = seen(town);
    change(town);
    expect(town.as('justice').attempt('ReportProgress', {}, before)).toBe('STALE_VERSION');
    expect(town.as('justice').attempt('ReportProgress', {}, seen(town))).toBe('ok');
  });

  it('is stale after an offer lapsed by itself', () => {
    const town = new Town(MONDAY);
    town.register({ grade: 'red' });
    town.offer('justice');
    const before = seen(town);
    town.passTo(shanghai('2026-11-23 10:30'));
    expect(town.as('desk').attempt('AddNote', {}, before)).toBe('ok');
    town.passTo(shanghai('2026-11-23 11:00'));
    expect(town.as('desk').attempt('AddNote', {}, before)).toBe('STALE_VERSION');
  });

  it('hears why it may not at all before it hears that it is stale', () => {
    const town = contacted();
    const before = seen(town);
    town.as('desk').do('MergeDispute', { into: '00000000-0000-4000-8000-000000000002' });
    expect(town.as('justice').attempt('ReportProgress', {}, before)).toBe('ALREADY_CLOSED');
  });
});
