import { describe, expect, it } from '@jest/globals';
import { County } from '../../../test/support/county.js';
import { Town, shanghai } from '../../../test/support/town.js';
import type { CommandData } from './commands.js';
import { DomainError } from '../errors.js';
import { retold } from '../simulation/retold.js';
import { violationsOf } from '../proof/invariants.js';
import { plusMillis } from '../time/time.js';

const MONDAY = shanghai('2026-11-23 09:00');
const idOf = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

type Registration = Partial<CommandData['RegisterDispute']>;

/** Three cases of one morning. */
function three(...how: Registration[]) {
  const towns = [1, 2, 3].map((n) => new Town(MONDAY, undefined, idOf(n)));
  towns.forEach((town, index) =>
    town.as('desk').register({ grade: 'blue', number: `2026-0000${index + 1}`, ...how[index] }),
  );
  const [a, b, c] = towns as [Town, Town, Town];
  const county = new County(a, b, c);
  const attempt = (work: () => unknown): string => {
    try {
      work();
      return 'ok';
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  };
  const merge = (source: Town, target: Town) =>
    attempt(() => county.do(source.as('desk'), 'MergeDispute', { into: target.id }));
  const split = (town: Town) => attempt(() => county.do(town.as('desk'), 'SplitDispute', {}));
  const proved = () => ({
    broken: [a, b, c].flatMap(({ events, state, now }) => violationsOf(events, state.rules, now)),
    untied: county.untied(),
  });
  return { a, b, c, merge, split, proved };
}
const NOTHING = { broken: [], untied: [] };

describe('merging', () => {
  it('closes one and tells the other, which lists where it came from', () => {
    const { a, b, merge, proved } = three();
    expect(merge(a, b)).toBe('ok');
    expect([a.status, b.status]).toEqual(['closed', 'entered']);
    expect(a.row!.resolution).toMatchObject({ outcome: 'merged', into: b.id });
    expect(b.last('DisputeAbsorbed')).toMatchObject({
      actor: { kind: 'system' },
      data: { from: { id: a.id, number: '2026-00001' }, by: { userId: 'desk', departmentId: 'police' } },
    });
    expect(b.row!.mergedFrom).toEqual([{ id: a.id, number: '2026-00001', at: MONDAY, parties: [] }]);
    expect(b.dispute.absorbed).toEqual([{ id: a.id, number: '2026-00001', parties: [] }]);
    expect(proved()).toEqual(NOTHING);
  });

  it('never both, never a ring, never into a closed one, never into itself', () => {
    const { a, b, c, merge, proved } = three();
    expect(merge(a, a)).toBe('MERGE_INTO_ITSELF');
    expect(merge(a, b)).toBe('ok');
    expect(merge(b, a)).toBe('MERGE_CIRCLE');
    expect(merge(c, a)).toBe('MERGE_INTO_CLOSED');
    expect(merge(b, c)).toBe('ok');
    expect(merge(c, a)).toBe('MERGE_CIRCLE');
    expect(c.status).toBe('entered');
    expect(c.row!.mergedFrom!.map(({ id }) => id)).toEqual([b.id]);
    expect(proved()).toEqual(NOTHING);
  });

  it('leaves both as they were where it is refused', () => {
    const { a, b, merge } = three();
    a.as('desk').do('ResolveDispute', { outcome: 'invalid', terms: [] });
    const before = [a.events.length, b.events.length];
    expect(merge(b, a)).toBe('MERGE_INTO_CLOSED');
    expect([a.events.length, b.events.length]).toEqual(before);
    expect(b.status).toBe('entered');
  });

  it('a rehearsal and a real one are none of each other', () => {
    const { a, b, merge } = three({ rehearsal: true });
    expect(merge(a, b)).toBe('NOT_REGISTERED');
    expect(merge(b, a)).toBe('NOT_REGISTERED');
  });

  it('takes people over under numbers of their own, once, and not more than a case has', () => {
    const party = (n: number) => ({ id: `p${n}`, role: 'other' as const });
    const many = Array.from({ length: 3 }, (_, index) => party(index + 1));
    const { a, b, c, merge, proved } = three({ parties: many }, {}, { parties: many });
    expect(merge(a, b)).toBe('ok');
    expect(b.dispute.parties.map(({ id }) => id)).toEqual(['p1', 'p2', 'p3']);
    expect(b.dispute.absorbed![0]!.parties).toEqual(['p3']);
    b.as('desk').do('CorrectDispute', { removed: ['p3'] });
    expect(merge(c, b)).toBe('ok');
    expect(b.dispute.parties.map(({ id }) => id)).toEqual(['p1', 'p2', 'p4']);
    expect(b.row!.parties.map(({ id }) => id)).toEqual(['p1', 'p2', 'p4']);
    expect(proved()).toEqual(NOTHING);
    const crowd = three(
      { parties: Array.from({ length: 200 }, (_, n) => party(n + 1)) },
      { parties: [party(300), party(301)] },
    );
    expect(crowd.merge(crowd.b, crowd.a)).toBe('TOO_MANY_PARTIES');
    expect(crowd.b.status).toBe('entered');
  });

  it('keeps the danger of both: nobody lowers a grade by merging', () => {
    const { a, b, merge, proved } = three({ grade: 'red', dangerSigns: ['weapon'] });
    expect(merge(a, b)).toBe('ok');
    expect(b.dispute).toMatchObject({ grade: 'red', dangerSigns: ['weapon'] });
    // Sooner what is sooner under it; nothing later.
    expect(b.owed('dispatch')!.terms.limit).toEqual({ amount: 1, unit: 'hours' });
    expect(b.owed('watch')!.terms.limit).toEqual({ amount: 30, unit: 'days' });
    expect(proved()).toEqual(NOTHING);
  });

  it('a grade that only the other report raised is no grade of the quarrel', () => {
    const { a, b, merge, proved } = three({}, { repeats: [idOf(1)] });
    expect(b.dispute.grade).toBe('yellow');
    expect(merge(b, a)).toBe('ok');
    expect(a.dispute).toMatchObject({ grade: 'blue', repeats: 0 });
    expect(proved()).toEqual(NOTHING);
  });

  it('is no repeat of what it is; a supervisor may lower what that had raised', () => {
    const { a, b, merge, proved } = three({}, { repeats: [idOf(1), idOf(9)] });
    expect(b.dispute.grade).toBe('red');
    expect(merge(a, b)).toBe('ok');
    expect(b.row!.repeats).toEqual([idOf(9)]);
    expect(b.dispute).toMatchObject({ grade: 'red', repeats: 1 });
    b.as('supervisor').do('GradeDispute', { grade: 'blue' });
    expect(b.dispute.grade).toBe('yellow');
    expect(proved()).toEqual(NOTHING);
  });

  it('grades what was not graded yet as it was merged with, and hastens it where neither was', () => {
    const graded = three({ grade: 'yellow', complexity: 'complex' }, { grade: undefined as never });
    expect(graded.merge(graded.a, graded.b)).toBe('ok');
    expect(graded.b.dispute).toMatchObject({ grade: 'yellow', complexity: 'complex' });
    expect(graded.b.owed('dispatch')).toBeDefined();
    expect(graded.proved()).toEqual(NOTHING);
    const neither = three({ grade: undefined as never, dangerSigns: ['weapon'] }, { grade: undefined as never });
    const before = neither.b.owed('grade')!.dueAt;
    expect(neither.merge(neither.a, neither.b)).toBe('ok');
    expect(neither.b.owed('grade')!.dueAt < before).toBe(true);
    expect(neither.proved()).toEqual(NOTHING);
    for (const { b } of [graded, neither])
      expect(retold(b.id, b.events, b.state.rules, b.now).events).toEqual(b.events);
  });

  it('what is resolved goes on for one that is no more dangerous, and for no other', () => {
    const { a, b, c, merge, proved } = three({ grade: 'yellow' });
    b.offer('justice');
    b.as('justice').do('AcceptTransfer', { transferId: 't1' });
    b.do('ResolveDispute', { outcome: 'mediated', terms: [] });
    expect(merge(a, b)).toBe('MERGE_INTO_RESOLVED');
    expect(a.status).toBe('entered');
    expect(merge(c, b)).toBe('ok');
    b.visit(1);
    expect([b.status, b.row!.resolution!.outcome]).toEqual(['closed', 'mediated']);
    expect(merge(a, b)).toBe('MERGE_INTO_CLOSED');
    a.passTo(b.now);
    c.passTo(b.now);
    expect(proved()).toEqual(NOTHING);
  });

  it('what others were merged into ends by its visits, or goes on in another; it never proves to have been none', () => {
    const { a, b, merge } = three();
    merge(a, b);
    expect(b.as('desk').attempt('ResolveDispute', { outcome: 'invalid', terms: [] })).toBe('OTHERS_MERGED_INTO_IT');
    expect(b.as('desk').attempt('ResolveDispute', { outcome: 'settled-on-spot', terms: [] })).toBe('ok');
  });

  it('notes first what fell due before, each at its own moment', () => {
    const { a, b, merge, proved } = three();
    a.later(40 * 86_400_000);
    b.later(40 * 86_400_000);
    expect(merge(a, b)).toBe('ok');
    const types = b.types();
    expect(types.indexOf('ObligationLate')).toBeGreaterThan(0);
    expect(types.indexOf('ObligationLate')).toBeLessThan(types.indexOf('DisputeAbsorbed'));
    expect(proved().untied).toEqual([]);
    expect(violationsOf(b.events, b.state.rules, b.now)).toEqual([]);
  });

  it('of rehearsals is noted by the clock of either, however far one is ahead', () => {
    const { a, b, merge } = three({ rehearsal: true }, { rehearsal: true });
    const aheadMs = 40 * 86_400_000;
    a.passTo(plusMillis(MONDAY, aheadMs));
    const forwarded = { type: 'ClockForwarded', actor: { kind: 'system' }, data: { aheadMs } } as const;
    a.record({ ...forwarded, seq: a.dispute.seq + 1, at: a.now });
    expect(merge(a, b)).toBe('ok');
    expect(a.last('DisputeResolved')!.at).toBe(a.now);
    expect(b.last('DisputeAbsorbed')!.at).toBe(MONDAY);
    expect(b.types()).not.toContain('ObligationLate');
  });

  it('is stale news to who has not seen it', () => {
    const { a, b, merge } = three();
    const seen = b.dispute.seq;
    merge(a, b);
    expect(b.as('desk').attempt('WithdrawDispute', {}, { ifMatch: seen })).toBe('STALE_VERSION');
  });
});

describe('a split', () => {
  it('is the one way back: to the desk, with fresh clocks, and the other one has not got it any more', () => {
    const { a, b, merge, split, proved } = three({ parties: [{ id: 'p7', role: 'applicant' }] });
    merge(a, b);
    expect(b.dispute.parties.map(({ id }) => id)).toEqual(['p1', 'p2', 'p3']);
    a.later(3_600_000);
    expect(a.as('desk').attempt('ReopenDispute', {})).toBe('ONLY_BY_SPLIT');
    expect(split(a)).toBe('ok');
    expect(a.status).toBe('entered');
    expect(a.dispute.obligations.map(({ kind, openedAt }) => [kind, openedAt])).toEqual([
      ['dispatch', a.now],
      ['watch', a.now],
    ]);
    expect(a.row).toMatchObject({ resolution: null, closedAt: null, closures: [] });
    expect(a.row!.splits).toEqual([{ into: b.id, mergedAt: MONDAY, splitAt: a.now }]);
    expect(b.last('DisputeSplitOff')!.data).toMatchObject({ from: { id: a.id }, removed: ['p3'] });
    expect([b.dispute.absorbed, b.row!.mergedFrom]).toEqual([undefined, undefined]);
    expect(b.dispute.parties.map(({ id }) => id)).toEqual(['p1', 'p2']);
    expect(split(a)).toBe('NOT_MERGED');
    expect(proved()).toEqual(NOTHING);
    // Neither number is given again.
    b.as('desk').do('CorrectDispute', { parties: [{ id: 'p4', role: 'other' }] });
    expect(merge(a, b)).toBe('ok');
    expect(b.dispute.absorbed![0]!.parties).toEqual(['p5']);
    expect(proved()).toEqual(NOTHING);
  });

  it('of what was not graded owes a grade', () => {
    const { a, b, merge, split, proved } = three({ grade: undefined as never });
    merge(a, b);
    expect(split(a)).toBe('ok');
    expect(a.dispute.obligations.map(({ kind }) => kind)).toEqual(['grade']);
    expect(proved()).toEqual(NOTHING);
  });

  it('goes on from its desk as any other', () => {
    const { a, b, merge, split, proved } = three();
    a.offer('justice');
    a.as('justice').do('AcceptTransfer', { transferId: 't1' });
    merge(a, b);
    split(a);
    a.offer('land');
    a.as('land').do('AcceptTransfer', { transferId: 't2' });
    a.do('ResolveDispute', { outcome: 'mediated', terms: [] });
    a.visit(1);
    expect([a.status, a.row!.closures]).toEqual(['closed', []]);
    b.passTo(a.now);
    expect(proved().untied).toEqual([]);
    expect(violationsOf(a.events, a.state.rules, a.now)).toEqual([]);
  });

  it('from one that is closed, erased or merged itself is noted there', () => {
    const { a, b, c, merge, split, proved } = three();
    merge(a, b);
    merge(b, c);
    expect(split(a)).toBe('ok');
    expect(b.status).toBe('closed');
    expect(b.last('DisputeSplitOff')).toBeDefined();
    merge(a, c);
    c.as('desk').do('ResolveDispute', { outcome: 'settled-on-spot', terms: [] });
    c.visit(1);
    c.as('auditor').do('EraseDispute', { ground: 'person-request', retainedUntil: null });
    a.passTo(c.now);
    expect(split(a)).toBe('ok');
    expect(c.last('DisputeSplitOff')).toBeDefined();
    expect(c.status).toBe('closed');
    b.passTo(c.now);
    expect(proved()).toEqual(NOTHING);
  });

  it('takes nobody out of what is kept as it is said', () => {
    const { a, b, merge, split, proved } = three({ parties: [{ id: 'p7', role: 'applicant' }] });
    merge(a, b);
    b.as('auditor').do('PlaceHold', {});
    expect(split(a)).toBe('ok');
    expect(b.dispute.parties.map(({ id }) => id)).toEqual(['p1', 'p2', 'p3']);
    expect(proved()).toEqual(NOTHING);
  });

  it('is the desk’s and the supervisor’s', () => {
    const { a, b, merge } = three();
    merge(a, b);
    expect(a.as('supervisor').attempt('SplitDispute', {})).toBe('ok');
    expect(a.as('justice').attempt('SplitDispute', {})).toBe('NOT_ALLOWED');
  });
});

describe('one that was merged under the first rules', () => {
  it('is reopened as it was, and the one that went on notes it where it noted the merging', () => {
    const { a, b, merge, proved } = three();
    const first = a.events[0]! as { data: { core?: number } };
    first.data.core = 5;
    a.state = { ...a.state, core: 5 };
    merge(a, b);
    expect(a.as('desk').attempt('ReopenDispute', {})).toBe('ok');
    new County(a, b).do(a, 'ReopenDispute', {});
    expect(b.dispute.absorbed).toBeUndefined();
    expect(proved()).toEqual(NOTHING);
  });
});
