import { describe, expect, it } from '@jest/globals';
import { Town, rulesFor, shanghai } from '../../../test/support/town.js';
import { DEFAULT_POLICY } from '../policy/default-policy.js';
import { unregistered, type DisputeState } from './state.js';
import type { DisputeEvent } from './events.js';
import { evolve } from './evolve.js';
import { type DisputeRow, type ObligationRow, type VisitRow } from './row.js';
import { obligationStateAt, visitStateAt } from '../reading/standing.js';
import { attributionAt } from '../reading/attribution.js';
import type { EventText, OpenedEvent } from './text.js';
import { project } from './project.js';
import { DAY, MINUTE, millisOf, plusMillis, type Instant } from '../time/time.js';

const MONDAY = shanghai('2026-11-23 09:00');

/** Everything that a dispute can meet: a return, silence, a hand-back, help, a relapse, a closure, a reopening. */
function longLife(): Town {
  const { returns } = DEFAULT_POLICY;
  // One more than ships: after an upheld return and a lapse the desk chooses once again.
  const blue = { ...returns.blue, perDispute: 3 };
  const town = new Town(MONDAY, rulesFor({ ...DEFAULT_POLICY, returns: { ...returns, blue } }));
  // Odd seconds, so that minutes have to be cut somewhere.
  const wait = (minutes: number) => town.passTo(plusMillis(town.now, minutes * MINUTE + 17_017));
  town.as('desk').register();
  wait(90);
  town.as('desk').do('GradeDispute', { grade: 'blue' });
  wait(45);
  town.offer('justice');
  wait(200);
  town.as('justice').do('ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
  wait(100);
  town.as('desk').do('DecideReturn', { transferId: 't1', uphold: false });
  wait(30);
  town.as('justice').do('ReturnTransfer', { transferId: 't1', reasonCode: 'out-of-area' });
  wait(10);
  town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
  wait(15);
  town.offer('land');
  wait(5 * 24 * 60);
  town.offer('forestry');
  wait(60);
  town.as('forestry').do('AcceptTransfer', { transferId: 't3' });
  town.as('desk').do('TransferDispute', { to: 'land', role: 'assist', designated: false });
  town.as('land').do('AcceptTransfer', { transferId: 't4' });
  wait(60);
  town.as('land').do('CompleteAssist', { transferId: 't4' });
  town.as('forestry').do('ReturnTransfer', { transferId: 't3', reasonCode: 'party-refuses' });
  wait(20);
  town.as('desk').do('DecideReturn', { transferId: 't3', uphold: false });
  wait(3 * 24 * 60);
  town.as('forestry').do('ResolveDispute', { outcome: 'mediated', terms: [{}] });
  wait(6 * 24 * 60);
  town.as('visitor').do('RecordVisit', { n: 1, mode: 'phone', outcome: 'relapsed' });
  wait(2 * 24 * 60);
  town.as('forestry').do('MakePlan', {});
  town.as('forestry').do('ResolveDispute', { outcome: 'mediated', terms: [] });
  wait(24 * 60);
  town.visitAll();
  wait(24 * 60);
  town.as('desk').do('ReopenDispute', {});
  wait(24 * 60);
  return town;
}

const town = longLife();

interface Reading {
  state: DisputeState;
  row: DisputeRow | null;
}

const nothing: Reading = { state: unregistered(town.id, town.state.rules), row: null };

function read(events: DisputeEvent[], from: Reading = nothing, text?: (event: DisputeEvent) => unknown): Reading {
  let { state, row } = from;
  for (const event of events) {
    state = evolve(state, event);
    if (state.status === 'unregistered') throw new Error('not registered');
    row = project(row, { ...event, text: text?.(event) } as OpenedEvent, state);
  }
  return { state, row };
}

describe('the attribution', () => {
  it('charges each minute of a short life to one department and phase', () => {
    const short = new Town(MONDAY);
    short.as('desk').register({ grade: 'blue' });
    short.later(10 * MINUTE).offer('justice');
    short
      .later(20 * MINUTE)
      .as('justice')
      .do('ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
    short
      .later(5 * MINUTE)
      .as('desk')
      .do('DecideReturn', { transferId: 't1', uphold: true });
    short.later(15 * MINUTE).offer('land');
    short
      .later(30 * MINUTE)
      .as('land')
      .do('AcceptTransfer', { transferId: 't2' });
    short
      .later(40 * MINUTE)
      .as('land')
      .do('ReturnTransfer', { transferId: 't2', reasonCode: 'not-our-duty' });
    short
      .later(60 * MINUTE)
      .as('land')
      .do('ResolveDispute', { outcome: 'mediated', terms: [] });
    short.later(7 * DAY).visit(1);
    const { totalMinutes, parts } = attributionAt(short.row!, plusMillis(short.now, 1000 * MINUTE));
    expect(parts.map((part) => [part.departmentId, part.phase, part.minutes])).toEqual([
      ['police', 'desk', 10],
      ['justice', 'waiting-for-answer', 20],
      ['police', 'desk', 20],
      ['land', 'waiting-for-answer', 30],
      // A hand-back leaves the case with the department while the desk decides.
      ['land', 'handling', 100],
      // To the end of the last day.
      ['police', 'visiting', 7 * 24 * 60 + 330],
    ]);
    expect(totalMinutes).toBe(180 + 7 * 24 * 60 + 330);
  });

  it('has neither gap nor overlap over a long life, but for the time it was closed', () => {
    const { attribution, createdAt, closures } = town.row!;
    expect(attribution[0]!.from).toBe(createdAt);
    expect(attribution.at(-1)!.to).toBeNull();
    const gaps = attribution
      .slice(1)
      .map((part, index) => [attribution[index]!.to, part.from])
      .filter(([ended, began]) => ended !== began);
    const reopenedAt = town.last('DisputeReopened')!.at;
    expect(gaps).toEqual([[closures.at(-1)!.closedAt, reopenedAt]]);
    for (const part of attribution) expect(part.to === null || part.to > part.from).toBe(true);
  });

  it('adds up to the whole at every moment, although minutes are cut', () => {
    const { closures } = town.row!;
    const closedAt = closures.at(-1)!.closedAt!;
    const grid = (from: Instant, to: Instant) => Math.floor((millisOf(to) - millisOf(from)) / MINUTE);
    for (let row: DisputeRow | null = null, n = 0, state = nothing.state; n < town.events.length; n++) {
      state = evolve(state, town.events[n]!);
      row = project(row, town.events[n] as OpenedEvent, state as never);
      const { totalMinutes, parts } = attributionAt(row, row.updatedAt);
      expect(totalMinutes).toBe(parts.reduce((sum, part) => sum + part.minutes, 0));
      if (row.updatedAt <= closedAt) expect(totalMinutes).toBe(grid(row.createdAt, row.updatedAt));
    }
  });

  it('goes through the phases that the dispute went through', () => {
    const steps = town.row!.attribution.map((part) => `${part.departmentId} ${part.phase}`);
    expect(steps).toEqual([
      'police desk',
      'justice waiting-for-answer',
      'police desk',
      'justice waiting-for-answer',
      'police desk',
      'land waiting-for-answer',
      'police desk',
      'forestry waiting-for-answer',
      'forestry handling',
      'police visiting',
      'forestry handling',
      'police visiting',
      'forestry handling',
    ]);
  });

  it('stops with the closure', () => {
    const events = town.events.slice(0, town.events.findIndex((event) => event.type === 'DisputeClosed') + 1);
    const { row } = read(events);
    expect(row!.attribution.at(-1)!.to).toBe(row!.closedAt);
    const afterwards = plusMillis(row!.closedAt!, 1000 * MINUTE);
    expect(attributionAt(row!, afterwards)).toEqual(attributionAt(row!, row!.closedAt!));
  });

  it('counts what still lasts up to the moment of reading', () => {
    const open = new Town(MONDAY);
    open.register();
    expect(attributionAt(open.row!, plusMillis(MONDAY, 5 * MINUTE + 59_999)).totalMinutes).toBe(5);
    expect(attributionAt(open.row!, plusMillis(MONDAY, 6 * MINUTE)).totalMinutes).toBe(6);
    expect(attributionAt(open.row!, plusMillis(MONDAY, -MINUTE)).totalMinutes).toBe(0);
  });
});

describe('the rows', () => {
  it('are the same whether a life is read at once or in two halves, wherever it is cut', () => {
    const whole = read(town.events);
    expect(whole.row).toEqual(town.row);
    expect(whole.state).toEqual(town.state);
    for (let cut = 1; cut < town.events.length; cut += 3) {
      const stored = JSON.parse(JSON.stringify(read(town.events.slice(0, cut)))) as Reading;
      expect(read(town.events.slice(cut), stored)).toEqual(whole);
    }
  });

  it('are safe as JSON', () => {
    expect(JSON.parse(JSON.stringify(town.row))).toStrictEqual(town.row);
  });

  it('know the way of each transfer', () => {
    expect(town.row!.transfers.map(({ to, role, state, upheld }) => [to, role, state, upheld])).toEqual([
      ['justice', 'lead', 'returned', true],
      ['land', 'lead', 'lapsed', null],
      ['forestry', 'lead', 'completed', false],
      ['land', 'assist', 'completed', null],
      ['forestry', 'lead', 'completed', null],
      ['forestry', 'lead', 'accepted', null],
    ]);
  });

  it('keep every earlier closure', () => {
    expect(town.row!.closures).toHaveLength(2);
    expect(town.row!.closures.map((each) => each.closedAt === null)).toEqual([true, false]);
  });

  it('have the obligations that ended, and as open exactly those of the state', () => {
    const open = town.row!.obligations.filter((each) => each.state === 'open' || each.state === 'late');
    expect(open.map((each) => each.id)).toEqual(town.dispute.obligations.map((each) => each.id));
    expect(town.row!.obligations.length).toBeGreaterThan(20);
  });
});

describe('what people typed', () => {
  const TEXTS: Partial<{ [T in keyof EventText]: EventText[T] }> = {
    DisputeRegistered: {
      title: 'A wall',
      narrative: 'He built it on my land.',
      grid: 'North',
      address: 'Lane 3',
      parties: { p1: { name: 'Li', phone: '139' } },
    },
    TransferOffered: { reason: 'Yours', requestedAction: 'Measure it' },
    TransferReturned: { reason: 'Not ours' },
    PlanMade: { goal: 'Peace', measures: ['talk'] },
    DisputeResolved: { summary: 'They agreed', terms: ['He moves the wall'] },
    VisitMade: { note: 'Quiet' },
  };
  const said = read(town.events, nothing, (event) => TEXTS[event.type as keyof EventText]).row!;

  it('stands in the rows', () => {
    expect(said).toMatchObject({
      title: 'A wall',
      narrative: 'He built it on my land.',
      place: { grid: 'North', address: 'Lane 3' },
    });
    expect(said.parties).toEqual([
      { id: 'p1', role: 'applicant', name: 'Li', phone: '139' },
      { id: 'p2', role: 'respondent', name: null },
    ]);
    expect(said.transfers[0]).toMatchObject({ reason: 'Yours', requestedAction: 'Measure it' });
    expect(said.transfers[0]!.returnReason).toMatchObject({ code: 'out-of-area', text: 'Not ours' });
    expect(said.visits[0]!.note).toBe('Quiet');
  });

  it('is null once it was erased, and everything else stays as it was', () => {
    const erased = town.row!;
    expect(erased).toMatchObject({ title: null, narrative: null, parties: [{ name: null }, { name: null }] });
    expect(erased.transfers[0]).toMatchObject({ reason: null, requestedAction: null });
    expect(erased.visits[0]!.note).toBeNull();
    const { attribution, obligations, closures, status, seq } = said;
    expect(erased).toMatchObject({ attribution, obligations, closures, status, seq });
  });

  it('of a resolution and a plan is null too', () => {
    const resolvedAt = town.events.findIndex((event) => event.type === 'DisputeResolved') + 1;
    const { row } = read(town.events.slice(0, resolvedAt));
    expect(row!.resolution).toMatchObject({ summary: null, terms: [{ n: 1, text: null, fulfilledAt: null }] });
  });
});

describe('a visit as it stands at a moment', () => {
  const zone = 'Asia/Shanghai';
  const visit = new Town(MONDAY).resolvedBy('justice').row!.visits[0]!;

  it.each([
    ['2026-11-29 23:59:59', 'planned'],
    ['2026-11-30 00:00', 'due'],
    ['2026-12-02 17:30', 'due'],
    ['2026-12-02 17:30:01', 'late'],
  ])('is at %s %s', (moment, state) => {
    expect(visitStateAt(visit, shanghai(moment), zone)).toBe(state);
  });

  it.each<VisitRow['state']>(['done', 'waived', 'unreachable'])('stays %s once it is', (state) => {
    expect(visitStateAt({ ...visit, state }, shanghai('2027-12-02 17:30'), zone)).toBe(state);
  });
});

describe('an obligation as it stands at a moment', () => {
  const row: Pick<ObligationRow, 'state' | 'dueAt' | 'lateAfter'> = { state: 'open', dueAt: MONDAY };

  it('is late after its due moment, not at it', () => {
    expect(obligationStateAt(row, MONDAY)).toBe('open');
    expect(obligationStateAt(row, plusMillis(MONDAY, 1))).toBe('late');
  });

  it('is late only after its tolerance', () => {
    const tolerant = { ...row, lateAfter: plusMillis(MONDAY, 1000) };
    expect(obligationStateAt(tolerant, plusMillis(MONDAY, 1000))).toBe('open');
    expect(obligationStateAt(tolerant, plusMillis(MONDAY, 1001))).toBe('late');
  });

  it.each(['met', 'waived', 'void', 'paused', 'late'] as const)('stays %s once it is', (state) => {
    expect(obligationStateAt({ ...row, state }, plusMillis(MONDAY, 1000))).toBe(state);
  });
});
