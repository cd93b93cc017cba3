import { describe, expect, it } from '@jest/globals';
import { askedOf, verbFor, type VisitAsked } from './asked.js';
import type { CommandActor } from '../people/actor.js';
import type { Role } from '../words.js';

const PLACES: Record<string, string> = { zhou: 'police', qin: 'justice' };
const person = (userId: string, departmentId: string, ...roles: Role[]): CommandActor => ({
  ...{ userId, departmentId, roles },
  superiorOf: [],
});
const holder = { departmentId: 'police', role: 'visitor' } as const;
const owed = { kind: 'return-visit', holder } as const;
const verbOf = (about: Parameters<typeof askedOf>[0], visit: VisitAsked, reader: CommandActor) =>
  verbFor(
    askedOf(about, visit, (id) => PLACES[id]),
    visit,
    reader,
  );

describe('what is asked of a visit', () => {
  it('is to make it, of whoever owes it', () => {
    const planned: VisitAsked = { state: 'planned', visitor: null };
    expect(askedOf(owed, planned, () => undefined)).toEqual({ act: 'do', verb: 'visit', holder });
    expect(verbOf(owed, planned, person('zhou', 'police', 'visitor'))).toBe('visit');
    expect(verbOf(owed, planned, person('qin', 'justice', 'handler'))).toBeNull();
  });

  it('that waits for its second is to confirm it, of the second or their head, and nothing of who made it', () => {
    const made: VisitAsked = { state: 'unconfirmed', visitor: 'zhou', with: 'qin' };
    const second = { departmentId: 'justice', role: 'visitor', userId: 'qin' };
    expect(askedOf(owed, made, (id) => PLACES[id])).toEqual({ act: 'confirm', verb: 'confirm-visit', holder: second });
    expect(verbOf(owed, made, person('qin', 'justice', 'handler'))).toBe('confirm-visit');
    expect(verbOf(owed, made, person('li', 'justice', 'head'))).toBe('confirm-visit');
    for (const [who, where] of [
      ['zhou', 'police'],
      ['wu', 'justice'],
    ] as const)
      expect(verbOf(owed, made, person(who, where, 'visitor'))).toBeNull();
    // Who works elsewhere by now is sought where the visit is owed.
    expect(askedOf(owed, { ...made, with: 'gone' }, () => undefined).holder.departmentId).toBe('police');
  });

  it('that nobody could make is to decide on it, of whom it was handed to', () => {
    const tried: VisitAsked = { state: 'unreachable', visitor: 'zhou' };
    const handed = { ...owed, holder: { departmentId: 'centre', role: 'supervisor' } } as const;
    expect(verbOf(handed, tried, person('sun', 'centre', 'supervisor'))).toBe('waive-visit');
    expect(verbOf(handed, tried, person('sun', 'centre', 'handler'))).toBeNull();
    // By older rules it stays with who could not make it.
    expect(verbOf(owed, tried, person('zhou', 'police', 'visitor'))).toBe('visit');
  });
});
