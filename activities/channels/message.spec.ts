import { describe, expect, it } from '@jest/globals';
import { Tree, type Account } from '#domain/people/tree.js';
import type { Role } from '#domain/words.js';
import type { ToTell } from '#persistence/delivery/delivery-store.js';
import { maySee, messageOf } from './message.js';

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

  it('of what was done to many says to each how much is theirs, and names no case', () => {
    const digest = { noticeId: '7', kind: 'dates-moved', count: 12, visibleTo: null } as ToTell;
    expect(seenBy(digest)).toEqual(['zhou', 'qin', 'wei']);
    const { subject, lines } = messageOf([digest], PEOPLE[2]!, {
      tree: TREE,
      zone: 'Asia/Shanghai',
      publicUrl: 'https://d',
    });
    expect(subject).toBe('【您的多个期限有变更】12 项');
    expect(lines).toEqual([
      {
        noticeId: '7',
        kind: 'dates-moved',
        count: 12,
        obligation: null,
        link: 'https://d/inbox',
        text: '【您的多个期限有变更】共 12 项 · https://d/inbox',
      },
    ]);
  });

  it('of a report goes to who handed it in', () => {
    expect(seenBy({ reportedBy: 'wei' })).toEqual(['wei']);
  });
});
