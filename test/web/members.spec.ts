import { describe, expect, it } from '@jest/globals';
import { membersOf } from '../../apps/web/record/members.js';

describe('an entry of the access log', () => {
  it('tells what became of a person: only what changed', () => {
    const before = { id: 'liu', name: '刘二', departmentId: 'justice', roles: ['handler'], pending: [] };
    const after = { ...before, departmentId: 'police', roles: ['handler', 'head'], contact: 'changed' };
    expect(membersOf({ userId: 'liu', before, after })).toEqual({
      state: null,
      changes: [
        { member: 'departmentId', before: 'justice', after: 'police' },
        { member: 'roles', before: ['handler'], after: ['handler', 'head'] },
        { member: 'contact', before: undefined, after: 'changed' },
      ],
    });
  });

  it('tells that somebody or something is new, is gone, or is closed', () => {
    const made = membersOf({
      before: null,
      after: { id: 'a', name: '甲', parentId: 'b', hasDesk: false, active: true },
    });
    expect([made.state, made.changes.map(({ member }) => member)]).toEqual(['new', ['name', 'parentId', 'active']]);
    expect(membersOf({ userId: 'liu', before: { name: '刘二' }, after: null })).toEqual({ state: 'gone', changes: [] });
    const closed = { name: '甲', active: true };
    expect(membersOf({ before: closed, after: { ...closed, active: false } }).changes).toEqual([
      { member: 'active', before: true, after: false },
    ]);
  });

  it('tells nothing where it is about no change', () => {
    expect(membersOf({ rows: 3 })).toEqual({ state: null, changes: [] });
    expect(membersOf({ version: 'p-2', before: 'p-1', changes: ['/returns'] })).toEqual({ state: null, changes: [] });
  });
});
