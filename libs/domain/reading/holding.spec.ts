import { describe, expect, it } from '@jest/globals';
import { Town, shanghai } from '../../../test/support/town.js';
import { dueFirst, handlerOf, heldSince } from './holding.js';

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

describe('what is due first of whoever has a case', () => {
  const kind = (town: Town) => dueFirst(town.dispute)?.kind;

  it('is of the holder, or of who is asked, and never the clock of the whole case', () => {
    const town = new Town(ENTERED);
    town.as('desk').register({ grade: 'red' });
    expect(kind(town)).toBe('dispatch');
    town.offer('justice');
    expect(kind(town)).toBe('answer-transfer');
    town.as('justice').do('AcceptTransfer', { transferId: 't1' });
    // Of a red case the first contact is owed within the hour, and the handling in a month.
    expect(kind(town)).toBe('first-contact');
    town.do('RecordContact', { parties: ['p1', 'p2'], at: town.now });
    expect(kind(town)).not.toBe('first-contact');
  });

  it('is a term of the agreement that is due before the first visit', () => {
    const town = new Town(ENTERED).handledBy('justice');
    town.do('ResolveDispute', { outcome: 'mediated', terms: [{ dueAt: shanghai('2026-03-04 17:30') }] });
    expect(kind(town)).toBe('agreement-term');
    town.do('FulfilTerm', { n: 1 });
    expect(kind(town)).toBe('return-visit');
  });

  it('is not what stands still while something else runs', () => {
    const town = new Town(ENTERED).handledBy('justice');
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    expect(town.owed('handle')!.state).toBe('paused');
    expect(dueFirst(town.dispute)!.state).not.toBe('paused');
  });
});
