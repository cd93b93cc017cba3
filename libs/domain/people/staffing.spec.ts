import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../errors.js';
import { nameKey } from './names.js';
import {
  POWER,
  administers,
  confirmRole,
  demandOthersInPower,
  demandResettable,
  departmentProblems,
  granted,
  heldAlone,
  leaves,
  leftByChange,
  leftBySuccession,
  personProblems,
  successionProblems,
  successorProblems,
  type House,
} from './staffing.js';
import { Tree, type Account } from './tree.js';
import type { Role } from '../words.js';
import { account, department } from '../../../test/support/staff.js';

const PLACES = [
  department('county', null),
  department('town', 'county'),
  department('police', 'town', { hasDesk: true }),
  department('justice', 'town'),
  department('mill', 'justice'),
  department('gone', 'town', { active: false }),
  department('leaving', 'town', { successorId: 'justice' }),
];
const PEOPLE = [
  account('admin', 'county', ['admin']),
  account('auditor', 'county', ['auditor']),
  account('town-admin', 'town', ['admin']),
  account('clerk', 'police', ['desk']),
  account('chen', 'justice', ['handler']),
  account('li', 'justice', ['handler', 'head']),
];

const treeOf = (people: Account[]) => new Tree(new Map(PLACES.map((each) => [each.id, each])), people, new Date(0));
const houseOf = (people = PEOPLE): House => ({
  tree: treeOf(people),
  departmentIds: new Set(PLACES.map(({ id }) => id)),
  usernames: new Set([...people.map(({ id }) => nameKey(id)), 'wang']),
  pending: new Map(),
});
const house = houseOf();
const actorOf = (id: string) => house.tree.actorOf(PEOPLE.find((each) => each.id === id)!);
const told = (problems: { pointer: string; code: string }[]) =>
  problems.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a department that is made or changed', () => {
  const of = (id: string) => PLACES.find((each) => each.id === id)!;

  it('is sound under a superior that is there, with a name of its own', () => {
    expect(departmentProblems(department('land', 'town'), null, house)).toEqual([]);
  });

  it.each([
    ['an id that is taken', department('justice', 'town', { name: '另' }), ['/id ID_TAKEN']],
    ['a superior that is not there', department('land', 'nowhere'), ['/parentId UNKNOWN_DEPARTMENT']],
    ['a superior that is closed', department('land', 'gone'), ['/parentId UNKNOWN_DEPARTMENT']],
    ['a superior that is about to be closed', department('land', 'leaving'), ['/parentId UNKNOWN_DEPARTMENT']],
    ['no superior', department('land', null), ['/parentId PARENT_REQUIRED']],
    [
      'the name of another, but for case, width and blanks',
      department('x', 'town', { name: 'Ｊｕs tice' }),
      ['/name NAME_TAKEN'],
    ],
    [
      'all of it at once',
      department('police', 'nowhere', { name: 'x' }),
      ['/id ID_TAKEN', '/parentId UNKNOWN_DEPARTMENT'],
    ],
  ])('is refused with %s', (_what, next, expected) => {
    expect(told(departmentProblems(next, null, house))).toEqual(expected);
  });

  it('may have the name of one under another superior, and of one that is closed', () => {
    expect(departmentProblems(department('x', 'county', { name: 'justice' }), null, house)).toEqual([]);
    expect(departmentProblems(department('x', 'town', { name: 'gone' }), null, house)).toEqual([]);
  });

  it.each(['justice', 'mill'])('is never put below itself, as under %s', (parentId) => {
    expect(told(departmentProblems({ ...of('justice'), parentId }, of('justice'), house))).toEqual([
      '/parentId DEPARTMENT_LOOP',
    ]);
  });

  it('keeps its desk as long as a clerk works at it', () => {
    expect(told(departmentProblems({ ...of('police'), hasDesk: false }, of('police'), house))).toEqual([
      '/hasDesk DESK_HAS_CLERKS',
    ]);
  });

  it('takes no desk from all who are above its cases', () => {
    const running = [{ desk: 'police', superior: 'town', count: 2 }];
    const tree = treeOf([account('chief', 'county', ['supervisor'])])
      .with(department('elsewhere', null))
      .with(department('other', 'elsewhere'));
    const moved = (parentId: string) => leftByChange(of('town'), { ...of('town'), parentId }, running, tree);
    expect([moved('county'), moved('elsewhere')]).toEqual([[], running]);
    expect(leftBySuccession('other', [{ ...running[0]!, superior: 'elsewhere' }], tree)).toHaveLength(1);
    expect(leftBySuccession('justice', running, tree)).toEqual([]);
    // Who decides on the cases of a desk does not become that desk: nobody would decide on them.
    expect(leftBySuccession('town', [{ ...running[0]!, superior: 'town' }], tree)).toHaveLength(1);
  });

  it('takes nothing from what is going over into it either', () => {
    const running = [{ desk: 'mill', superior: 'town', count: 2 }];
    const tree = treeOf([account('chief', 'town', ['supervisor'])])
      .with(department('other', 'county'))
      .with(department('mill', 'town', { hasDesk: true, successorId: 'police' }));
    const police = tree.departments.get('police')!;
    expect(leftByChange(police, { ...police, parentId: 'other' }, running, tree)).toEqual(running);
    expect(leftByChange(police, { ...police, hasDesk: false }, running, tree)).toEqual(running);
    expect(leftByChange(police, { ...police, parentId: 'town' }, running, tree)).toEqual([]);
    // Who is above the one that goes on, and above it alone, is held by what comes.
    const apart = tree
      .with(department('mill', 'other', { hasDesk: true, successorId: 'police' }))
      .with(department('other', null));
    expect(heldAlone({ id: 'chief', departmentId: 'town', roles: ['supervisor'] }, [], running, apart)).toMatchObject([
      { role: 'supervisor', count: 2 },
    ]);
  });

  it('is closed once what goes over into it has arrived', () => {
    const closing = { ...house, tree: house.tree.with(department('mill', 'town', { successorId: 'justice' })) };
    const left = { cases: 0, items: 0, people: 0 };
    expect(() => successionProblems(of('justice'), 'police', left, closing)).toThrow('SUCCESSION_RUNS');
    expect(successionProblems(of('mill'), 'justice', left, { ...house, tree: house.tree.with(of('mill')) })).toEqual(
      [],
    );
  });

  it('is the first of all only if it was', () => {
    expect(departmentProblems({ ...of('county'), name: '本县' }, of('county'), house)).toEqual([]);
    expect(told(departmentProblems({ ...of('town'), parentId: null }, of('town'), house))).toEqual([
      '/parentId PARENT_REQUIRED',
    ]);
  });
});

describe('a person who comes or changes', () => {
  const wang = { id: 'wang2', name: '王', departmentId: 'justice', roles: ['handler'] as Role[] };

  it('is sound with a name of their own, a department and a role', () => {
    expect(personProblems(wang, null, house)).toEqual([]);
  });

  it.each([
    ['a name that somebody has', { ...wang, id: 'Ｃｈｅｎ' }, ['/username USERNAME_TAKEN']],
    ['a name of somebody who left', { ...wang, id: 'WANG' }, ['/username USERNAME_TAKEN']],
    ['a department that is closed', { ...wang, departmentId: 'gone' }, ['/departmentId UNKNOWN_DEPARTMENT']],
    ['no role', { ...wang, roles: [] }, ['/roles REQUIRED']],
    ['a role that there is not', { ...wang, roles: ['king' as Role] }, ['/roles UNKNOWN_ROLE']],
    ['a desk where there is none', { ...wang, roles: ['desk' as const] }, ['/roles DESK_MISSING']],
    ['both powers', { ...wang, roles: ['admin' as const, 'auditor' as const] }, ['/roles ROLE_NOT_ALLOWED']],
  ])('is refused with %s', (_what, next, expected) => {
    expect(told(personProblems(next, null, house))).toEqual(expected);
  });

  it('keeps what they had before the rule', () => {
    const old = { ...wang, roles: ['desk'] as Role[] };
    expect(personProblems({ ...old, name: '汪' }, old, house)).toEqual([]);
  });
});

describe('who makes power', () => {
  it('looks after what is below them, and after the first department of all', () => {
    const over = (id: string) =>
      PLACES.map((each) => each.id).filter((each) => administers(actorOf(id), each, house.tree));
    expect(over('admin')).toEqual(['county', 'town', 'police', 'justice', 'mill', 'gone', 'leaving']);
    expect(over('town-admin')).toEqual(['police', 'justice', 'mill', 'gone', 'leaving']);
    expect(over('auditor')).toEqual([]);
  });

  it.each(POWER)('grants %s, and another confirms it', (role) => {
    const chen = { ...account('chen', 'town', []), roles: ['handler', role] as Role[] };
    const { roles, pending } = granted(actorOf('admin'), chen, ['handler'], house.tree);
    expect({ roles, pending }).toEqual({ roles: ['handler'], pending: [role] });
    const confirming = (id: string) => {
      try {
        confirmRole(actorOf(id), chen, role, 'admin', house.tree);
        return 'ok';
      } catch (error) {
        return (error as DomainError).code;
      }
    };
    expect(confirming('auditor')).toBe('ok');
    expect(confirming('town-admin')).toBe('ok');
    expect(confirming('admin')).toBe('ROLE_NOT_ALLOWED');
    expect(confirming('li')).toBe('NOT_ALLOWED');
    expect(() => confirmRole(actorOf('auditor'), chen, role, undefined, house.tree)).toThrow('ROLE_NOT_PENDING');
  });

  it('grants at once what makes none, and what somebody has already', () => {
    const next = account('town-admin', 'town', ['admin', 'supervisor']);
    expect(granted(actorOf('admin'), next, ['admin'], house.tree)).toEqual({
      roles: ['admin', 'supervisor'],
      pending: [],
    });
  });

  it('grants at once where nobody else could confirm: who begins alone begins', () => {
    const alone = treeOf([PEOPLE[0]!]);
    const next = account('second', 'county', ['auditor']);
    expect(granted(actorOf('admin'), next, [], alone)).toEqual({ roles: ['auditor'], pending: [] });
    // With the second one there it waits: neither who grants nor who is granted counts.
    expect(
      granted(actorOf('admin'), account('third', 'county', ['admin']), [], treeOf([PEOPLE[0]!, next])).pending,
    ).toEqual(['admin']);
    expect(granted(actorOf('admin'), next, [], treeOf([PEOPLE[0]!, next])).pending).toEqual([]);
  });
});

describe('power that is taken away', () => {
  const codeOf = (work: () => void) => {
    try {
      work();
      return 'ok';
    } catch (error) {
      return (error as DomainError).code;
    }
  };
  const admin = account('admin', 'county', ['admin']);
  const auditor = account('auditor', 'county', ['auditor']);
  const townAdmin = account('town-admin', 'town', ['admin']);
  const taking = (who: Account, next: Pick<Account, 'departmentId' | 'roles'> | null, ...others: Account[]) =>
    codeOf(() => demandOthersInPower({ userId: 'admin' }, who, next, treeOf([admin, who, ...others])));

  it.each([
    ['lets the only other go', auditor, null, [], 'ROLE_NOT_ALLOWED'],
    ['takes it from the only other', auditor, { ...auditor, roles: ['handler'] }, [], 'ROLE_NOT_ALLOWED'],
    ['moves the only other away', auditor, { ...auditor, departmentId: 'town' }, [], 'ROLE_NOT_ALLOWED'],
    ['has one below who cannot confirm there', auditor, null, [townAdmin], 'ROLE_NOT_ALLOWED'],
    ['has one above who can', townAdmin, null, [auditor], 'ok'],
    ['has a third beside them', auditor, null, [account('third', 'county', ['admin'])], 'ok'],
    ['gives the other one more role', auditor, { ...auditor, roles: ['auditor', 'supervisor'] }, [], 'ok'],
    ['lets somebody go who is in none', account('li', 'justice', ['handler']), null, [], 'ok'],
  ] as const)('is looked at where an administrator %s', (_what, who, next, others, expected) => {
    const changed = next && { departmentId: next.departmentId, roles: [...next.roles] };
    expect(taking(who, changed, ...others)).toBe(expected);
  });

  it('is not come to by a link: only the operator resets who has it', () => {
    expect(POWER.map((role) => codeOf(() => demandResettable({ roles: ['handler', role] })))).toEqual([
      'ROLE_NOT_ALLOWED',
      'ROLE_NOT_ALLOWED',
    ]);
    expect(codeOf(() => demandResettable({ roles: ['supervisor', 'desk'] }))).toBe('ok');
  });
});

describe('who leaves', () => {
  const owed = [
    { departmentId: 'justice', role: 'handler' as const, count: 3 },
    { departmentId: 'justice', role: 'head' as const, count: 1 },
  ];
  const chen = PEOPLE.find(({ id }) => id === 'chen')!;
  const li = PEOPLE.find(({ id }) => id === 'li')!;

  it('leaves nothing behind that nobody there could answer', () => {
    expect(heldAlone(chen, owed, [], house.tree)).toEqual([]);
    expect(heldAlone(li, owed, [], house.tree)).toMatchObject([{ role: 'head', count: 1, disputeId: null }]);
    expect(heldAlone(li, owed, [], treeOf([li]))).toHaveLength(2);
  });

  it('is missed where they answered for it under another name: a head alone handles, too', () => {
    const head = account('zhao', 'justice', ['head']);
    const handled = owed.slice(0, 1);
    expect(heldAlone(head, handled, [], treeOf([head]))).toMatchObject([{ role: 'handler', count: 3 }]);
    expect(heldAlone(chen, handled, [], treeOf([chen, head]))).toEqual([]);
    expect(heldAlone(account('wang', 'justice', ['visitor']), handled, [], treeOf([head]))).toEqual([]);
  });

  it('and is named for what they can still answer holds it further', () => {
    const head = account('zhao', 'justice', ['head']);
    const named = { departmentId: 'justice', role: 'handler' as const, disputeId: 'd', number: 'n' };
    const becomes = (next: Partial<Account>) => leaves(head, { ...head, ...next }, named, house.tree);
    expect([{ name: '赵' }, { roles: ['handler' as const] }, { roles: ['visitor' as const] }].map(becomes)).toEqual([
      false,
      false,
      true,
    ]);
    expect(becomes({ departmentId: 'police' })).toBe(true);
  });

  it('is missed as the last above a desk where cases run, whatever is owed there now', () => {
    const running = [{ desk: 'police', superior: 'town', count: 4 }];
    const boss = account('boss', 'town', ['supervisor']);
    const told = (...people: Account[]) => heldAlone(boss, [], running, treeOf(people));
    expect(told(boss)).toMatchObject([{ departmentId: 'town', role: 'supervisor', count: 4 }]);
    expect(told(boss, account('chief', 'county', ['supervisor']))).toEqual([]);
    // Beside the desk, or at it, nobody is above it.
    expect(told(boss, account('other', 'police', ['supervisor']))).toHaveLength(1);
  });

  it('while their department goes over into another is counted there, and those of the other for them', () => {
    const closing = treeOf([chen]).with(department('justice', 'town', { successorId: 'police' }));
    const gone = [{ departmentId: 'police', role: 'handler' as const, count: 2 }];
    expect(heldAlone(chen, gone, [], closing)).toMatchObject([{ departmentId: 'police', count: 2 }]);
    const named = { departmentId: 'police', role: 'handler' as const, disputeId: 'd', number: 'n' };
    expect(leaves(chen, { ...chen, departmentId: 'mill' }, named, closing)).toBe(true);
    expect(leaves(chen, { ...chen, departmentId: 'police' }, named, closing)).toBe(false);
    const above = { departmentId: 'police', role: 'supervisor' as const, disputeId: null, number: null, count: 1 };
    const boss = account('boss', 'police', ['supervisor']);
    expect(leaves(boss, { ...boss, departmentId: 'justice' }, above, closing)).toBe(true);
    const both = new Tree(closing.departments, [chen, account('heir', 'police', ['handler'])], new Date(0));
    expect(heldAlone(chen, gone, [], both)).toEqual([]);
    expect(successorProblems(both.accounts[1], chen, [named], both)).toEqual([]);
  });

  it('while what their department owes has not gone over yet is held by those who are still there', () => {
    const people = [chen, account('heir', 'police', ['handler'])];
    const closing = treeOf(people).with(department('justice', 'town', { successorId: 'police' }));
    const owed = [{ departmentId: 'justice', role: 'handler' as const, count: 737 }];
    expect(heldAlone(chen, owed, [], closing)).toMatchObject([{ departmentId: 'justice', count: 737 }]);
    expect(heldAlone(people[1]!, owed, [], closing)).toEqual([]);
    const named = { departmentId: 'justice', role: 'handler' as const, disputeId: 'd', number: 'n' };
    expect(leaves(chen, { ...chen, departmentId: 'police' }, named, closing)).toBe(true);
    expect(told(successorProblems(people[1], chen, [named], closing))).toEqual(['/successorId OTHER_DEPARTMENT']);
    // Once it is closed, what was its is read by who is there now.
    const closed = closing.with(department('justice', 'town', { successorId: 'police', active: false }));
    expect(leaves(chen, { ...chen, departmentId: 'police' }, named, closed)).toBe(false);
  });

  it.each([
    ['nobody', undefined, 'UNKNOWN_PERSON'],
    ['themself', li, 'SUCCESSOR_IS_SELF'],
    ['somebody of another department', PEOPLE.find(({ id }) => id === 'clerk')!, 'OTHER_DEPARTMENT'],
    ['a colleague without the role', chen, 'SUCCESSOR_LACKS_ROLE'],
  ])('has no successor in %s', (_who, successor, code) => {
    expect(told(successorProblems(successor, li, heldAlone(li, owed, [], house.tree), house.tree))).toEqual([
      `/successorId ${code}`,
    ]);
  });

  it('has one in a colleague who has each role', () => {
    const named = [{ departmentId: 'justice', role: 'handler' as const, disputeId: 'd', number: 'n' }];
    expect(successorProblems(chen, li, named, house.tree)).toEqual([]);
  });
});
