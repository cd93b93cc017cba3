import { describe, expect, it } from '@jest/globals';
import { postsOf } from './posts.js';
import { Tree, type Account } from './tree.js';

const NOW = new Date('2026-03-02T01:00:00Z');
const LATER = new Date('2026-03-09T01:00:00Z');
const department = (id: string, parentId: string | null) =>
  [id, { id, parentId, name: id, nameEn: id, hasDesk: false, isVillage: false, active: true }] as const;
const DEPARTMENTS = new Map([department('centre', null), department('justice', 'centre')]);

const person = (id: string, roles: Account['roles'], away?: Partial<Account>): Account => ({
  id,
  name: id,
  departmentId: 'justice',
  roles,
  awayUntil: null,
  deputyId: null,
  ...away,
});
const treeOf = (...people: Account[]) => new Tree(DEPARTMENTS, people, NOW);
const toHead = { post: 'head', departmentId: 'justice' } as const;

describe('a department', () => {
  it('can answer where somebody handles there, also one who is away, or a desk’s clerk', () => {
    for (const role of ['handler', 'head', 'desk'] as const) {
      expect([role, treeOf(person('li', [role])).isStaffed('justice')]).toEqual([role, true]);
    }
    expect(treeOf(person('li', ['handler'], { awayUntil: LATER })).isStaffed('justice')).toBe(true);
  });

  it('cannot where nobody is, or only who reports, visits or looks over others', () => {
    expect(treeOf(person('li', ['handler'])).isStaffed('centre')).toBe(false);
    expect(treeOf(person('li', ['reporter', 'visitor', 'supervisor', 'auditor'])).isStaffed('justice')).toBe(false);
    expect(treeOf().isStaffed('nowhere')).toBe(false);
  });
});

describe('a person', () => {
  it('holds the posts of their roles, so that each rung of a ladder reaches somebody', () => {
    expect(postsOf({ roles: ['handler', 'head'] })).toEqual(['handler', 'head']);
    expect(postsOf({ roles: ['supervisor'] })).toEqual(['director', 'political-legal', 'secretary']);
    expect(postsOf({ roles: ['auditor'] })).toEqual(['county']);
    expect(postsOf({ roles: ['reporter', 'admin'] })).toEqual([]);
  });
});

describe('whoever handles', () => {
  it('is told, else whoever answers for the department, before anybody above it', () => {
    const toHandler = { role: 'handler', departmentId: 'justice' } as const;
    const boss = { ...person('boss', ['supervisor']), departmentId: 'centre' };
    const told = (...people: Account[]) =>
      treeOf(boss, ...people)
        .people(toHandler)
        .map(({ id }) => id);
    expect(told(person('li', ['handler']), person('head', ['head']))).toEqual(['li']);
    expect(told(person('head', ['head']), person('visitor', ['visitor']))).toEqual(['head']);
    expect(told(person('visitor', ['visitor']))).toEqual(['boss']);
  });

  it('was named and works elsewhere by now is not told any more, and whoever reports is, wherever they are', () => {
    const li = { ...person('li', ['handler']), departmentId: 'centre' };
    const tree = treeOf(li, person('wang', ['handler']));
    const told = (role: 'handler' | 'reporter') =>
      tree.people({ role, departmentId: 'justice', userId: 'li' }).map(({ id }) => id);
    expect([told('handler'), told('reporter')]).toEqual([['wang'], ['li']]);
  });
});

describe('a deputy', () => {
  const away = { awayUntil: LATER, deputyId: 'li' };

  it('receives what would reach the absent, and may do what they may', () => {
    const tree = treeOf(person('head', ['handler', 'head'], away), person('li', ['handler']));
    expect(tree.people(toHead).map((each) => each.id)).toEqual(['li']);
    expect(tree.rolesOf(tree.accounts[1]!)).toEqual(['handler', 'head']);
  });

  it('is nobody’s deputy any more once the absent is back', () => {
    const back = { awayUntil: new Date('2026-03-01T00:00:00Z'), deputyId: 'li' };
    const tree = treeOf(person('head', ['head'], back), person('li', ['handler']));
    expect(tree.people(toHead).map((each) => each.id)).toEqual(['head']);
    expect(tree.rolesOf(tree.accounts[1]!)).toEqual(['handler']);
  });

  it('who is away too is stood in for by their own', () => {
    const tree = treeOf(
      person('head', ['head'], away),
      person('li', ['handler'], { awayUntil: LATER, deputyId: 'wang' }),
      person('wang', ['handler']),
    );
    expect(tree.people(toHead).map((each) => each.id)).toEqual(['wang']);
  });

  it('who is away as well, for each other, leaves the post where it is: somebody is always told', () => {
    const tree = treeOf(
      person('head', ['head'], away),
      person('li', ['handler'], { awayUntil: LATER, deputyId: 'head' }),
    );
    expect(tree.people(toHead).map((each) => each.id)).toEqual(['head']);
  });

  it('is told once, however many they stand in for', () => {
    const tree = treeOf(person('a', ['head'], away), person('b', ['head'], away), person('li', ['head']));
    expect(tree.people(toHead).map((each) => each.id)).toEqual(['li']);
  });

  it('gets nothing that is never lent, whatever the row says', () => {
    for (const role of ['supervisor', 'auditor', 'admin'] as const) {
      const tree = treeOf(person('boss', [role], away), person('li', ['handler']));
      expect([role, tree.rolesOf(tree.accounts[1]!)]).toEqual([role, ['handler']]);
    }
    const named = treeOf(person('auditor', ['auditor'], away), person('li', ['admin']));
    expect(named.people({ userId: 'auditor', departmentId: 'justice' }).map(({ id }) => id)).toEqual(['auditor']);
  });

  it('of another department gets nothing, and is told nothing', () => {
    const tree = treeOf(person('head', ['head'], away), { ...person('li', ['handler']), departmentId: 'centre' });
    expect(tree.rolesOf(tree.accounts[1]!)).toEqual(['handler']);
    expect(tree.people(toHead).map((each) => each.id)).toEqual(['head']);
  });

  it('who looks over others gets no hand in their work', () => {
    const tree = treeOf(person('clerk', ['handler'], away), person('li', ['auditor']));
    expect(tree.rolesOf(tree.accounts[1]!)).toEqual(['auditor']);
  });
});
