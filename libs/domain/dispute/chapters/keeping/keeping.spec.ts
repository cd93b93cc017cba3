import { describe, expect, it } from '@jest/globals';
import { Town, shanghai } from '../../../../../test/support/town.js';
import { shellOf } from '../../state.js';
import { eraseExpired } from './decide.js';
import { evolve } from '../../evolve.js';
import { violationsOf } from '../../../proof/invariants.js';

const MONDAY = shanghai('2026-11-23 09:00');
const PAST = '2026-11-01T00:00:00.000Z';
const FUTURE = '2056-11-01T00:00:00.000Z';

/** Resolved, visited once as a blue case is, and closed by itself. */
function closed(): Town {
  const town = new Town(MONDAY).resolvedBy('justice');
  town.visit(1);
  expect(town.status).toBe('closed');
  return town;
}
const erase = (town: Town, ground: 'person-request' | 'retention-over', retainedUntil: string | null = FUTURE) =>
  town.as('auditor').attempt('EraseDispute', { ground, retainedUntil });

describe('a legal hold', () => {
  it('is placed and lifted in every status, once each, and shown with who and since when', () => {
    for (const town of [new Town(MONDAY).handledBy('justice'), closed()]) {
      expect(town.as('auditor').attempt('LiftHold', {})).toBe('NOT_ON_HOLD');
      town.do('PlaceHold', {});
      expect(town.row!.hold).toEqual({ since: town.now, by: 'auditor', reason: null });
      expect(town.attempt('PlaceHold', {})).toBe('ON_HOLD');
      town.do('LiftHold', {});
      expect([town.row!.hold, town.dispute.hold]).toEqual([undefined, undefined]);
    }
  });

  it('stops every erasure until it is lifted', () => {
    const town = closed();
    town.as('auditor').do('PlaceHold', {});
    expect(erase(town, 'person-request')).toBe('ON_HOLD');
    expect(() => eraseExpired(town.dispute, PAST, town.now)).toThrow('ON_HOLD');
    town.as('auditor').do('LiftHold', {});
    expect(erase(town, 'person-request')).toBe('ok');
  });

  it('leaves everything else on the case to its people', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.as('auditor').do('PlaceHold', {});
    expect(town.as('justice').attempt('ReportProgress', {})).toBe('ok');
  });
});

describe('an erasure', () => {
  it('waits for the end of the case', () => {
    expect(erase(new Town(MONDAY).resolvedBy('justice'), 'person-request')).toBe('NOT_CLOSED');
    expect(() => eraseExpired(new Town(MONDAY).handledBy('justice').dispute, PAST, MONDAY)).toThrow('NOT_CLOSED');
  });

  it('for the end of its time waits for that end', () => {
    const town = closed();
    expect(erase(town, 'retention-over', FUTURE)).toBe('RETENTION_RUNS');
    expect(erase(town, 'retention-over', null)).toBe('RETENTION_RUNS');
    expect(erase(town, 'retention-over', PAST)).toBe('ok');
    expect(() => eraseExpired(town.dispute, FUTURE, town.now)).toThrow('RETENTION_RUNS');
  });

  it('leaves the shell of the case and its figures, and nothing of people in the state', () => {
    const town = closed();
    const before = town.row!;
    town.as('auditor').do('EraseDispute', { ground: 'authority-order', retainedUntil: null });
    expect(town.row).toMatchObject({
      erased: { at: town.now, ground: 'authority-order', by: 'auditor' },
      place: { village: before.place.village },
      status: 'closed',
      closures: before.closures,
      attribution: before.attribution,
    });
    // Only the key of the erasure itself.
    expect(town.dispute.keys).toHaveLength(1);
  });

  it('leaves nothing of what entries of an older form have as data', () => {
    const older = {
      parties: [{ id: 'p1', role: 'applicant' as const, match: 'x' }],
      place: { village: 'village-shixi', grid: 'Li’s yard', lat: 25 },
    };
    const left = { parties: [{ id: 'p1', role: 'applicant' }], place: { village: 'village-shixi' } };
    expect(shellOf(older)).toEqual(left);
    const town = closed();
    const erased = eraseExpired(town.dispute, PAST, town.now)[0]!;
    const state = evolve({ ...town.dispute, ...older }, erased);
    expect(state).toMatchObject({ ...left, erased: { at: town.now } });
    expect(JSON.stringify(state)).not.toContain('Li’s');
  });

  it('is the end: nothing more can be done on it, and it is not erased twice', () => {
    const town = closed();
    town.as('auditor').do('EraseDispute', { ground: 'person-request', retainedUntil: null });
    expect(town.attempt('EraseDispute', { ground: 'person-request', retainedUntil: null })).toBe('ERASED');
    expect(town.attempt('PlaceHold', {})).toBe('ERASED');
    expect(town.as('desk').attempt('ReopenDispute', {})).toBe('ERASED');
    expect(town.as('desk').attempt('AddNote', {})).toBe('ERASED');
    expect(eraseExpired(town.dispute, PAST, town.now)).toEqual([]);
  });

  it('that the table of retention demands is the system’s', () => {
    const town = closed();
    const [event, ...more] = eraseExpired(town.dispute, PAST, town.now);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'DisputeErased',
      actor: { kind: 'system' },
      data: { ground: 'retention-over', retainedUntil: PAST },
    });
    expect(violationsOf([...town.events, event!], town.dispute.rules, town.now)).toEqual([]);
  });

  it('of a held dispute, or anything after it, is found by the checker', () => {
    const town = closed();
    town.as('auditor').do('PlaceHold', {});
    const { hold: _hold, ...free } = town.dispute;
    const [erased] = eraseExpired(free as typeof town.dispute, PAST, town.now);
    const judged = (events: typeof town.events) =>
      violationsOf(events, town.dispute.rules, town.now).map(({ invariant, what }) => ({ invariant, what }));
    expect(judged([...town.events, erased!])).toEqual([{ invariant: 15, what: 'a dispute on hold was erased' }]);
    const noted = { ...erased!, seq: erased!.seq + 1, type: 'NoteAdded' as const, data: {} };
    expect(judged([...town.events, erased!, noted])).toHaveLength(2);
    expect(evolve(town.dispute, erased!)).toMatchObject({ erased: { at: town.now } });
  });
});
