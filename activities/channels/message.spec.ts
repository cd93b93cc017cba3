import { describe, expect, it } from '@jest/globals';
import { Tree, type Account } from '#domain/people/tree.js';
import type { Role } from '#domain/words.js';
import type { ToTell } from '#persistence/delivery/delivery-store.js';
import { maySee } from './message.js';

const person = (id: string, role: Role, deputyId: string | null = null): Account => ({
  ...{ id, name: id, departmentId: 'police', roles: [role] },
  ...{ awayUntil: deputyId === null ? null : new Date('2026-03-09'), deputyId },
});
const PEOPLE = [person('zhou', 'desk', 'qin'), person('qin', 'reporter'), person('wei', 'reporter')];
const place = { id: 'police', parentId: null, name: '', nameEn: '', hasDesk: true, isVillage: false, active: true };
const TREE = new Tree(new Map([['police', place]]), PEOPLE, new Date('2026-03-02'));
const seenBy = (told: Partial<ToTell>) =>
  PEOPLE.filter((each) => maySee(each, TREE, { visibleTo: [], reportedBy: null, ...told } as ToTell)).map(
    ({ id }) => id,
  );

describe('a message', () => {
  it('goes to who may read the case, and to a deputy whom the right to it passed to', () => {
    expect(seenBy({ visibleTo: ['police'] })).toEqual(['zhou', 'qin']);
    expect(seenBy({ visibleTo: ['justice'] })).toEqual([]);
  });

  it('of a report goes to who handed it in', () => {
    expect(seenBy({ reportedBy: 'wei' })).toEqual(['wei']);
  });
});
