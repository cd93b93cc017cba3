import { describe, expect, it } from '@jest/globals';
import { Town } from '../../../test/support/town.js';
import { raiseCore } from './decide.js';
import { CORE } from './editions.js';

describe('the life of a dispute', () => {
  it('travels from the desk to its last return visit', () => {
    const town = new Town('2026-11-23T01:00:00.000Z');
    town.as('desk').register({ grade: 'blue', complexity: 'ordinary' });
    town.as('desk').do('TransferDispute', { to: 'justice', role: 'lead', designated: false });
    town.as('justice').do('AcceptTransfer', { transferId: 't1' });
    town.as('justice').do('RecordContact', { parties: ['p1'], at: town.now });
    town.as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    expect(town.status).toBe('resolved');
    town.pass({ amount: 7, unit: 'days' });
    town.visit(1);
    expect(town.status).toBe('closed');
  });

  it('takes up later rules while it runs, and none once it is closed', () => {
    const town = new Town('2026-11-23T01:00:00.000Z');
    town.state = { ...town.state, core: CORE - 1 };
    town.resolvedBy('justice');
    expect(raiseCore(town.state, CORE, town.now).map(({ type }) => type)).toEqual(['CoreRaised']);
    expect(town.visitAll().status).toBe('closed');
    expect(raiseCore(town.state, CORE, town.now)).toEqual([]);
  });
});
