import { describe, expect, it } from '@jest/globals';
import { Town, shanghai } from '../../../test/support/town.js';
import { handlerOf, heldSince } from './holding.js';

const ENTERED = shanghai('2026-03-02 09:00');
const entered = () => {
  const town = new Town(ENTERED);
  town.as('desk').register({ grade: 'blue' });
  return town;
};
const since = (town: Town) => heldSince(town.row!);

describe('since when a case is held', () => {
  it('is the acceptance and not the offer; until then the desk has had it since it came in', () => {
    const town = entered();
    expect(since(town)).toBe(ENTERED);
    town.passTo(shanghai('2026-03-02 10:00'));
    town.offer('justice');
    town.passTo(shanghai('2026-03-02 16:00'));
    expect([town.row!.holder, since(town)]).toEqual(['police', ENTERED]);
    town.as('justice').do('AcceptTransfer', { transferId: 't1' });
    const accepted = town.now;
    town.passTo(shanghai('2026-03-03 16:00'));
    expect([town.row!.holder, since(town)]).toEqual(['justice', accepted]);
  });

  it('goes on through a pause, and through visits that others owe', () => {
    const town = new Town(ENTERED).handledBy('justice');
    const held = since(town);
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.passTo(shanghai('2026-03-16 09:00'));
    town.as('supervisor').do('ResumeDispute', {});
    town.passTo(shanghai('2026-03-16 10:00'));
    town.as('justice').do('MakePlan', {});
    town.do('ResolveDispute', { outcome: 'mediated', terms: [] });
    town.passTo(shanghai('2026-03-20 10:00'));
    expect([town.row!.attribution.at(-1)!.departmentId, town.row!.holder]).toEqual(['police', 'justice']);
    expect(since(town)).toBe(held);
  });

  it('begins anew at the desk when a department hands it back, and with who goes on in its place', () => {
    const town = new Town(ENTERED).handledBy('justice');
    town.passTo(shanghai('2026-03-02 15:00'));
    town.as('justice').do('ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
    town.passTo(shanghai('2026-03-03 10:00'));
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    const back = town.now;
    town.passTo(shanghai('2026-03-03 11:00'));
    expect([town.row!.holder, since(town)]).toEqual(['police', back]);
  });

  it('is, of a department in place of another, when it took its place', () => {
    const town = new Town(ENTERED).handledBy('justice');
    town.passTo(shanghai('2026-03-03 15:00'));
    town.succeed('justice', 'labour');
    const at = town.now;
    town.passTo(shanghai('2026-03-03 16:00'));
    expect([town.row!.holder, since(town)]).toEqual(['labour', at]);
  });
});

describe('who handles a case', () => {
  it('is nobody until somebody is named, and whoever was named by the department that has it', () => {
    const town = entered();
    expect(handlerOf(town.dispute)).toBeNull();
    town.offer('justice');
    town.as('justice').do('AcceptTransfer', { transferId: 't1', handler: 'wang' });
    expect(handlerOf(town.dispute)).toBe('wang');
    town.as('justice-head').do('AssignPerson', { userId: 'zhao', departmentId: 'justice' });
    expect(handlerOf(town.dispute)).toBe('zhao');
    town.as('justice').do('ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    expect(handlerOf(town.dispute)).toBeNull();
  });
});
