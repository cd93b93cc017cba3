import { describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '../words.js';
import { overseeing, readersOf, ruling, scopesOf, visibleTo, workerOf, type Involved } from './readers.js';
import { Tree, type Account } from './tree.js';

const NOW = new Date('2026-03-02T01:00:00Z');
const LATER = new Date('2026-03-09T01:00:00Z');
const department = (id: string, parentId: string | null) =>
  [id, { id, parentId, name: id, nameEn: id, hasDesk: id === 'police', isVillage: false, active: true }] as const;
const DEPARTMENTS = new Map([
  department('centre', null),
  ...['police', 'justice', 'land', 'forestry'].map((id) => department(id, 'centre')),
]);
const person = (id: string, departmentId: string, roles: Role[], away?: Partial<Account>): Account => ({
  ...{ id, name: id, departmentId, roles },
  ...{ awayUntil: null, deputyId: null },
  ...away,
});
const treeOf = (...people: Account[]) => new Tree(DEPARTMENTS, people, NOW);

const INVOLVED: Involved = {
  desk: 'police',
  holder: 'justice',
  assistants: ['land'],
  on: ['police', 'justice', 'land'],
  visiting: false,
  returned: ['forestry'],
};
const whyOf = (involved: Involved, ...people: Account[]) =>
  Object.fromEntries(
    readersOf(involved, treeOf(...people)).map(({ account, reasons }) => [account.id, reasons.map(({ why }) => why)]),
  );

describe('a case', () => {
  it('is read by those on it, those above them, its visitors, and a part of it by who gave it back', () => {
    const people = ROLES.flatMap((role) =>
      [...DEPARTMENTS.keys()].map((place) => person(`${role} ${place}`, place, [role])),
    );
    const acting = (place: string, why: string) =>
      ['handler', 'head', 'desk'].map((role) => [`${role} ${place}`, [why]] as const);
    const above = ['supervisor', 'auditor'].flatMap((role) => [
      ...['police', 'justice', 'land'].map((place) => [`${role} ${place}`, ['superior']] as const),
      [`${role} centre`, ['superior', 'superior', 'superior']] as const,
    ]);
    const expected = Object.fromEntries([
      ...acting('police', 'desk'),
      ...acting('justice', 'holder'),
      ...acting('land', 'assistant'),
      ...above,
      ...['handler', 'head'].map((role) => [`${role} forestry`, ['returned']]),
    ] as [string, string[]][]);
    expect(whyOf(INVOLVED, ...people)).toEqual(expected);
    const visitors = ['police', 'justice', 'land'].map((place) => [`visitor ${place}`, ['visitor']]);
    expect(whyOf({ ...INVOLVED, visiting: true }, ...people)).toEqual({
      ...expected,
      ...(Object.fromEntries(visitors) as Record<string, string[]>),
    });
  });

  it('has these tokens, in this order: rows of before are not made anew', () => {
    expect(visibleTo({ ...INVOLVED, visiting: true }, treeOf())).toEqual([
      ...['police', 'justice', 'land'],
      ...['^police', '^centre', '^justice', '^land'],
      ...['police#visitor', 'justice#visitor', 'land#visitor'],
      'forestry~',
    ]);
  });

  it('is read by who stands in for a reader as well, and says as what', () => {
    const away = { awayUntil: LATER, deputyId: 'hu' };
    const readers = readersOf(
      INVOLVED,
      treeOf(person('zhou', 'police', ['desk'], away), person('hu', 'police', ['visitor'])),
    );
    expect(readers.map(({ account, roles }) => [account.id, roles])).toEqual([
      ['zhou', ['desk']],
      ['hu', ['visitor', 'desk']],
    ]);
  });
});

describe('a case of a department that is being closed', () => {
  const closing = treeOf(
    person('chen', 'forestry', ['handler']),
    person('wen', 'forestry', ['visitor']),
    person('xu', 'forestry', ['supervisor', 'auditor']),
    person('he', 'land', ['handler']),
  ).with({ ...DEPARTMENTS.get('forestry')!, successorId: 'land' });
  const scopes = (id: string) => scopesOf(closing.actorOf(closing.accounts.find((each) => each.id === id)!), closing);

  it('stays before the eyes of its people once it went over, until they follow it', () => {
    expect(scopes('chen')).toEqual(['forestry', 'land']);
    expect(scopes('wen')).toEqual(['forestry#visitor', 'land#visitor']);
    const over = { ...INVOLVED, holder: 'land', assistants: [], on: ['police', 'land'], returned: [] };
    expect(readersOf(over, closing).map(({ account: { id }, reasons }) => [id, reasons.map(({ why }) => why)])).toEqual(
      [
        ['chen', ['holder']],
        ['he', ['holder']],
      ],
    );
  });

  it('gives nobody more to look over, and its successor nothing before it went over', () => {
    expect(scopes('xu')).toEqual(['^forestry', '@audit']);
    expect(scopes('he')).toEqual(['land']);
  });
});

describe('a list of work', () => {
  it('shows all that a department owes, to a pure visitor the visits, to others nothing', () => {
    const seen = ROLES.map((role) => [role, workerOf({ departmentId: 'police', roles: [role] }).sees]);
    expect(Object.fromEntries(seen)).toEqual({
      ...{ reporter: 'none', auditor: 'none', admin: 'none' },
      ...{ desk: 'all', handler: 'all', head: 'all', supervisor: 'all' },
      visitor: 'visits',
    });
    expect(workerOf({ departmentId: 'police', roles: ['visitor', 'handler'] }).sees).toBe('all');
  });

  it('counts reports for the desk alone', () => {
    const triaging = ROLES.filter((role) => workerOf({ departmentId: 'police', roles: [role] }).triages);
    expect(triaging).toEqual(['desk']);
  });
});

describe('deliveries to others', () => {
  it('are read by who looks after them, of their own department and below', () => {
    const scopes = (role: Role) => overseeing({ departmentId: 'centre', roles: [role], superiorOf: ['police'] });
    for (const role of ROLES) {
      const overseen = ['supervisor', 'admin'].includes(role) ? ['@deliveries:centre', '@deliveries:police'] : [];
      expect([role, scopes(role)]).toEqual([role, overseen]);
    }
  });

  it('open no case: nobody reads one with what an administrator has', () => {
    expect(scopesOf({ departmentId: 'centre', roles: ['admin'] }, treeOf())).toEqual([]);
    expect(scopesOf({ departmentId: 'village', roles: ['reporter'] }, treeOf())).toEqual([]);
  });
});

describe('how far cases have moved to other rules', () => {
  it('is read by who publishes rules or moves cases to them, of the own region', () => {
    for (const role of ROLES) {
      const ruled = ['supervisor', 'admin'].includes(role) ? ['@rules:heshan'] : [];
      expect([role, ruling({ region: 'heshan', roles: [role] })]).toEqual([role, ruled]);
    }
  });
});
