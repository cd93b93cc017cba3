import { describe, expect, it } from '@jest/globals';
import { proposedHandler } from './proposing.js';
import type { Role } from '../words.js';

describe('the proposed handler', () => {
  const now = new Date('2026-03-02T01:00:00Z');
  const person = (id: string, roles: Role[] = ['handler'], awayUntil: Date | null = null) => ({ id, roles, awayUntil });
  const inHand = (id: string) => ({ busy: 5, idle: 1, away: 0, chief: 0 })[id] ?? 0;

  it('is who has fewest open cases, of those who handle and are here', () => {
    const people = [
      person('busy'),
      person('idle'),
      person('away', ['handler'], new Date('2026-03-09T00:00:00Z')),
      person('chief', ['head']),
    ];
    expect(proposedHandler(people, inHand, now)).toBe('idle');
  });

  it('is back with the end of an absence, and nobody where nobody handles', () => {
    const back = person('away', ['handler'], new Date('2026-03-01T00:00:00Z'));
    expect(proposedHandler([person('busy'), back], inHand, now)).toBe('away');
    expect(proposedHandler([person('chief', ['head'])], inHand, now)).toBeNull();
  });
});
