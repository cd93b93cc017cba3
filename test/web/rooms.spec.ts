import { describe, expect, it } from '@jest/globals';
import { abilitiesOf } from '#domain/people/abilities.js';
import { ROLES, type Role } from '#domain/words.js';
import type { Notice } from '../../apps/web/contract.js';
import { groupsOf } from '../../apps/web/notices/groups.js';
import { roomsOf } from '../../apps/web/shell/rooms.js';

const OF_ROLE: Record<Role, string> = {
  reporter: 'tell notices',
  desk: 'desk inbox items disputes visits statistics notices rehearsals policy calendar tell',
  handler: 'inbox disputes notices policy calendar tell',
  head: 'inbox disputes statistics notices policy calendar tell',
  visitor: 'visits notices tell',
  supervisor: 'board inbox disputes visits statistics notices deliveries rehearsals policy calendar people tell',
  auditor: 'board disputes statistics record people policy calendar notices',
  admin: 'readiness people policy calendar imports deliveries rehearsals',
};

const roomsFor = (...roles: Role[]) => {
  const abilities = abilitiesOf({ roles });
  return roomsOf((ability) => abilities.includes(ability)).map(({ name }) => name);
};

describe('the pages of the console', () => {
  it.each(ROLES)('are for a %s these, in this order', (role) => {
    expect(roomsFor(role).join(' ')).toBe(OF_ROLE[role]);
  });

  it('are each there once where several roles give it', () => {
    for (const pair of ROLES.flatMap((one) => ROLES.map((other) => [one, other] as const))) {
      const rooms = roomsFor(...pair);
      expect([pair, rooms.length]).toEqual([pair, new Set(rooms).size]);
      const either = pair.flatMap((role) => OF_ROLE[role].split(' '));
      expect(new Set(rooms)).toEqual(new Set(either));
    }
  });
});

describe('what was told', () => {
  const told = (id: string, disputeId: string, at: string) =>
    ({ id, disputeId, itemId: null, at }) as unknown as Notice;

  it('stands by day, and of a day by case, the newest first', () => {
    const groups = groupsOf(
      [
        told('5', 'a', '2026-11-24T02:00:00Z'),
        told('4', 'b', '2026-11-24T01:00:00Z'),
        told('3', 'a', '2026-11-23T16:30:00Z'),
        // A quarter of an hour before midnight in the township.
        told('2', 'a', '2026-11-23T15:45:00Z'),
        told('1', 'b', '2026-11-23T01:00:00Z'),
      ],
      'Asia/Shanghai',
    );
    expect(groups.map(({ begins, notices }) => [begins, notices.map((each) => each.id)])).toEqual([
      [true, ['5', '3']],
      [false, ['4']],
      [true, ['2']],
      [false, ['1']],
    ]);
  });
});
