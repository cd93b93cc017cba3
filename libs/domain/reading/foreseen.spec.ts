import { describe, expect, it } from '@jest/globals';
import { Town, rulesFor, shanghai } from '../../../test/support/town.js';
import { DEFAULT_POLICY } from '../policy/default-policy.js';

const MONDAY = shanghai('2026-03-02 09:00');
const town = () => new Town(MONDAY);

describe('what a command would do to what is owed', () => {
  it('says of a resolution which visits follow, how, when, and from when on each counts', () => {
    const handled = town().handledBy('justice');
    const { begins, ends, status } = handled.foresee('ResolveDispute', { outcome: 'mediated', terms: [{}] });
    expect(status).toBe('resolved');
    const kinds = begins.map(({ kind, n, mode, dueAt, earliest }) => ({ kind, n, mode, dueAt, earliest }));
    expect(kinds).toEqual([
      {
        kind: 'return-visit',
        n: 1,
        mode: 'phone',
        dueAt: shanghai('2026-03-09 17:30'),
        earliest: expect.stringMatching(/^2026-03-05/),
      },
      { kind: 'agreement-term', n: 1, mode: undefined, dueAt: shanghai('2026-03-09 17:30'), earliest: undefined },
    ]);
    expect(ends.map(({ kind }) => kind).sort()).toEqual(['first-contact', 'handle', 'watch']);
    // Nothing came of the look.
    expect(handled.status).toBe('handling');
  });

  it('is what comes: the dates of an acceptance', () => {
    const offered = town();
    offered.as('desk').register({ grade: 'red' });
    offered.offer('justice');
    const { begins, ends } = offered.as('justice').foresee('AcceptTransfer', { transferId: 't1' });
    expect(ends).toEqual([{ kind: 'answer-transfer', departmentId: 'justice' }]);
    const before = offered.dispute.obligations.map(({ id }) => id);
    offered.do('AcceptTransfer', { transferId: 't1' });
    const come = offered.dispute.obligations.filter(({ id }) => !before.includes(id));
    expect(begins.map(({ kind, dueAt }) => ({ kind, dueAt }))).toEqual(
      come.map(({ kind, dueAt }) => ({ kind, dueAt })).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1)),
    );
    expect(begins.map(({ kind }) => kind)).toContain('stabilise');
  });

  it('has the old and the new date of an extension, and neither where it is refused', () => {
    const asked = town().handledBy('justice');
    const { id: obligationId, dueAt } = asked.owed('handle')!;
    const by = (amount: number) => ({ amount, unit: 'workingDays' as const });
    // Before it is asked for: the date of what is typed, and not that of the most there is.
    const granted = (amount: number) => asked.foresee('AskExtension', { obligationId, by: by(amount) }).granted;
    expect([1, 2, 3].map((amount) => granted(amount)!.to)).toEqual(
      ['2026-03-12 17:30', '2026-03-13 17:30', '2026-03-16 17:30'].map((each) => shanghai(each)),
    );
    expect(granted(2)).toMatchObject({ kind: 'handle', from: dueAt });
    asked.do('AskExtension', { obligationId, by: by(3) });
    const decided = (approve: boolean) =>
      asked.as('justice-head').foresee('DecideExtension', { extensionId: 'x1', approve });
    expect(decided(true).moves).toEqual([
      { kind: 'handle', departmentId: 'justice', from: dueAt, to: shanghai('2026-03-16 17:30') },
    ]);
    expect(decided(false)).toMatchObject({ moves: [], ends: [{ kind: 'decide-extension' }] });
  });

  it('says which clocks stand, and which run on to another date', () => {
    const handled = town().handledBy('justice');
    const suspend = { ground: 'court' as const };
    const { stands, begins } = handled.as('supervisor').foresee('SuspendDispute', suspend);
    expect(stands.map(({ kind }) => kind).sort()).toEqual(['first-contact', 'handle', 'watch']);
    expect(begins.map(({ kind }) => kind).sort()).toEqual(['review-suspension', 'safety-check']);
    handled.do('SuspendDispute', suspend);
    handled.pass({ amount: 2, unit: 'days' });
    const { moves } = handled.as('supervisor').foresee('ResumeDispute', {});
    expect(moves.map(({ kind }) => kind).sort()).toEqual(['first-contact', 'handle', 'watch']);
    expect(moves.every(({ from, to }) => from < to)).toBe(true);
  });

  it('betrays no spot check, and throws what would refuse it', () => {
    const within = { amount: 5, unit: 'workingDays' as const };
    const always = rulesFor({ ...DEFAULT_POLICY, spotChecks: { blue: 1, yellow: 1, red: 1, within } });
    const resolved = new Town(MONDAY, always).resolvedBy('justice');
    const visit = { n: 1, mode: 'phone', outcome: 'stable', parties: [{ partyId: 'p1' }, { partyId: 'p2' }] } as const;
    resolved.passTo(resolved.owed('return-visit')!.dueAt);
    const { begins } = resolved.as('visitor').foresee('RecordVisit', { ...visit, parties: [...visit.parties] });
    expect(begins).toEqual([]);
    resolved.do('RecordVisit', { ...visit, parties: [...visit.parties] });
    expect(resolved.owed('spot-check')).toBeDefined();
    expect(() => resolved.as('grid').foresee('WaiveVisit', { n: 1 })).toThrow('NOT_ALLOWED');
  });
});
