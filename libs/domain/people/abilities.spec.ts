import { describe, expect, it } from '@jest/globals';
import { Town, shanghai } from '../../../test/support/town.js';
import type { Verb } from '../dispute/commands.js';
import { RIGHTS } from '../dispute/may/rights.js';
import { ROLES, type Role } from '../words.js';
import { ABILITIES, ABILITY_NAMES, abilitiesOf, may, type Ability } from './abilities.js';
import type { CommandActor } from './actor.js';
import { LOOKS_OVER } from './posts.js';

const BELOW = ['police', 'justice', 'land'];
const actorIn = (departmentId: string, ...roles: Role[]): CommandActor => ({
  userId: 'li',
  departmentId,
  roles,
  superiorOf: roles.some((role) => LOOKS_OVER.includes(role)) && departmentId === 'centre' ? BELOW : [],
});

/** Written by hand, once: whoever moves an ability moves it here as well. */
const OF_ROLE: Record<Role, Ability[]> = {
  reporter: ['item.report', 'notices.see', 'people.absence'],
  desk: [
    'dispute.register',
    'disputes.see',
    'handler.call',
    'inbox.see',
    'item.report',
    'item.triage',
    'notices.see',
    'people.absence',
    'rehearsal.forward',
    'reporter.see',
    'rules.see',
    'statistics.see',
    'visit.make',
    'visits.see',
  ],
  handler: [
    'disputes.see',
    'handler.call',
    'inbox.see',
    'item.report',
    'notices.see',
    'people.absence',
    'rules.see',
    'visit.make',
  ],
  head: [
    'disputes.see',
    'handler.call',
    'inbox.see',
    'item.report',
    'notices.see',
    'people.absence',
    'rules.see',
    'statistics.see',
    'visit.make',
  ],
  visitor: ['handler.call', 'item.report', 'notices.see', 'people.absence', 'visit.make', 'visits.see'],
  supervisor: [
    'board.see',
    'deliveries.oversee',
    'dispute.designate',
    'dispute.supervise',
    'disputes.see',
    'handler.call',
    'inbox.see',
    'item.report',
    'notices.see',
    'people.absence',
    'people.see',
    'policy.drafts',
    'policy.move',
    'rehearsal.forward',
    'rules.see',
    'statistics.see',
    'visits.see',
  ],
  auditor: [
    'board.see',
    'disputes.see',
    'handler.call',
    'item.erase',
    'notices.see',
    'people.absence',
    'people.confirm',
    'people.see',
    'record.read',
    'record.verify',
    'reporter.see',
    'retention.see',
    'rules.see',
    'statistics.see',
  ],
  admin: [
    'deliveries.oversee',
    'import.run',
    'people.absence',
    'people.confirm',
    'people.manage',
    'people.see',
    'policy.drafts',
    'policy.publish',
    'rehearsal.attend',
    'rehearsal.forward',
    'retention.see',
    'retention.set',
    'rules.see',
    'tokens.others',
  ],
};

describe('what people may', () => {
  it.each(ROLES)('of the role %s is this, and nothing else', (role) => {
    expect(abilitiesOf({ roles: [role] })).toEqual(OF_ROLE[role]);
  });

  it('adds up where somebody has several roles', () => {
    const both = abilitiesOf({ roles: ['visitor', 'admin'] });
    expect(new Set(both)).toEqual(new Set([...OF_ROLE.visitor, ...OF_ROLE.admin]));
  });

  it('is named in order, each name once', () => {
    expect([...ABILITY_NAMES]).toEqual([...new Set(ABILITY_NAMES)].sort());
    expect(Object.keys(ABILITIES).sort()).toEqual([...ABILITY_NAMES]);
  });

  it('ends at a border where it has one', () => {
    const clerk = actorIn('police', 'desk');
    expect([may(clerk, 'item.triage', { desk: 'police' }), may(clerk, 'item.triage', { desk: 'police-2' })]).toEqual([
      true,
      false,
    ]);
    const auditor = actorIn('centre', 'auditor');
    expect([may(auditor, 'item.erase', { desk: 'police' }), may(auditor, 'item.erase', { desk: 'police-2' })]).toEqual([
      true,
      false,
    ]);
    // Of the desk's own department an auditor reads, and is above nobody there.
    expect(may(actorIn('police', 'auditor'), 'item.erase', { desk: 'police' })).toBe(false);
    const admin = actorIn('centre', 'admin');
    for (const [departmentId, allowed] of [['justice', true] as const, ['centre', false] as const]) {
      expect(may(admin, 'tokens.others', { departmentId })).toBe(allowed);
    }
    expect(may(clerk, 'reporter.see', { desk: 'police' })).toBe(true);
    expect(may(clerk, 'reporter.see', { desk: 'police-2' })).toBe(false);
    expect(may(auditor, 'reporter.see', { desk: 'police-2' })).toBe(true);
  });

  /** By which ability the console offers what is decided on the case. */
  const OFFERED_BY: [Ability, Verb][] = [
    ['visit.make', 'visit'],
    ['dispute.supervise', 'supervise'],
  ];

  it.each(OFFERED_BY)('offers by %s to whom the case itself would let: %s', (ability, verb) => {
    const town = new Town(shanghai('2026-11-23 09:00'));
    town.as('desk').register({ grade: 'blue' });
    town.do('TransferDispute', { to: 'justice', role: 'lead', designated: false });
    town.as('justice').do('AcceptTransfer', { transferId: 't1' });
    for (const role of ROLES) {
      const places = [...BELOW, 'centre'];
      const lets = places.some((departmentId) => RIGHTS[verb](actorIn(departmentId, role), town.dispute));
      expect([role, abilitiesOf({ roles: [role] }).includes(ability)]).toEqual([role, lets]);
    }
  });

  it('offers designation to whom it is not refused', () => {
    for (const role of ROLES) {
      const town = new Town(shanghai('2026-11-23 09:00'));
      town.as('desk').register({ grade: 'blue' });
      const outcomes = [...BELOW, 'centre'].map((departmentId) =>
        town
          .actingAs(actorIn(departmentId, role))
          .attempt('TransferDispute', { to: 'justice', role: 'lead', designated: true }),
      );
      expect([role, may(actorIn('centre', role), 'dispute.designate')]).toEqual([role, outcomes.includes('ok')]);
    }
  });
});
