import { describe, expect, it } from '@jest/globals';
import { may } from './abilities.js';
import { deputise, passes, rolesPassed, type Placed } from './deputies.js';
import { ROLES, type Role } from '../words.js';

const person = (id: string, roles: Role[], departmentId = 'justice'): Placed => ({ id, departmentId, roles });
const acting = ({ id, ...rest }: Placed, superiorOf: string[] = []) => ({
  ...rest,
  userId: id,
  roles: [...rest.roles],
  superiorOf,
});

describe('a role', () => {
  it('passes to whoever holds it, or holds none above it: every pair of them', () => {
    const lent = ROLES.map((role) => [
      role,
      ROLES.filter((own) => passes(role, person('a', [role]), person('b', [own]))),
    ]);
    expect(Object.fromEntries(lent)).toEqual({
      reporter: ['reporter'],
      desk: ['reporter', 'desk', 'handler', 'visitor'],
      handler: ['reporter', 'desk', 'handler', 'visitor'],
      visitor: ['reporter', 'desk', 'handler', 'visitor'],
      head: ['reporter', 'desk', 'handler', 'head', 'visitor'],
      supervisor: [],
      auditor: [],
      admin: [],
    });
  });

  it('that looks over others or gives rights is lent to nobody, not to one who has it either', () => {
    for (const role of ['supervisor', 'auditor', 'admin'] as const) {
      expect([role, passes(role, person('a', [role]), person('b', [role]))]).toEqual([role, false]);
    }
  });

  it('stays in its department, and with its person', () => {
    expect(passes('head', person('a', ['head']), person('b', ['head'], 'land'))).toBe(false);
    expect(passes('head', person('a', ['head']), person('a', ['head']))).toBe(false);
  });

  it('of several passes by itself: what may not pass stays behind', () => {
    expect(rolesPassed(person('a', ['desk', 'supervisor']), person('b', ['desk']))).toEqual(['desk']);
    expect(rolesPassed(person('a', ['handler', 'head']), person('b', ['head']))).toEqual(['head']);
    expect(rolesPassed(person('a', ['handler']), person('b', ['handler', 'auditor']))).toEqual(['handler']);
  });
});

describe('an absence', () => {
  const absent = person('li', ['handler']);
  const mayBy = (who: Placed, superiorOf?: string[]) => may(acting(who, superiorOf), 'people.absence', absent);

  it('is set by the person, their head, and an administrator above their department', () => {
    expect(mayBy(absent)).toBe(true);
    expect(mayBy(person('chen', ['head']))).toBe(true);
    expect(mayBy(person('sun', ['admin'], 'district'), ['justice'])).toBe(true);
  });

  it('is set by nobody else: a colleague, another head, an administrator of another tree or of the same office', () => {
    expect(mayBy(person('wang', ['handler']))).toBe(false);
    expect(mayBy(person('liu', ['head'], 'land'))).toBe(false);
    expect(mayBy(person('sun', ['admin'], 'district-2'), ['police-2'])).toBe(false);
    expect(mayBy(person('sun', ['admin']))).toBe(false);
    expect(mayBy(person('zheng', ['supervisor'], 'centre'), ['justice'])).toBe(false);
  });
});

describe('a deputy', () => {
  const head = person('chen', ['handler', 'head']);
  const clerk = person('li', ['handler']);

  it('is told what passes', () => {
    expect(deputise(acting(head), head, clerk)).toEqual(['handler', 'head']);
  });

  it('to whom nothing passes is none', () => {
    const code = { code: 'DEPUTY_NOT_ALLOWED', facts: { deputyId: 'sun' } };
    const auditor = person('xu', ['auditor'], 'district');
    const admin = person('sun', ['admin'], 'district');
    expect(() => deputise(acting(admin, []), auditor, admin)).toThrow(expect.objectContaining(code));
  });

  it('does not name themself for more than they have, whoever they are', () => {
    const standing = { ...acting(clerk), roles: ['handler', 'head'] as Role[] };
    const desk = person('zhou', ['desk']);
    expect(() => deputise(standing, desk, clerk)).toThrow('DEPUTY_NOT_ALLOWED');
    expect(deputise(acting(head), clerk, head)).toEqual(['handler']);
  });
});
