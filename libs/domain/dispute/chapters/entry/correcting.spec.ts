import { describe, expect, it } from '@jest/globals';
import { PEOPLE, Town, shanghai } from '../../../../../test/support/town.js';
import { violationsOf } from '../../../proof/invariants.js';
import { CORE } from '../../editions.js';

const MONDAY = shanghai('2026-11-23 09:00');
const town = () => new Town(MONDAY);
const owed = (of: Town) => of.dispute.obligations.map(({ id, kind, dueAt }) => ({ id, kind, dueAt }));

describe('a correction', () => {
  it('says anew what was mistyped, and opens no second clock', () => {
    const one = town().handledBy('justice', { category: 'neighbours' });
    const before = owed(one);
    const told = one.as('justice').do('CorrectDispute', { category: 'water', place: { village: 'village-donghe' } });
    expect(one.types(told)).toEqual(['DisputeCorrected']);
    expect(owed(one)).toEqual(before);
    expect(one.row).toMatchObject({ category: 'water', place: { village: 'village-donghe' }, grade: 'blue' });
    expect(one.state).toMatchObject({ category: 'water', place: { village: 'village-donghe' } });
  });

  it('numbers a new party once, and gives the number of who is gone to nobody', () => {
    const one = town();
    one.as('desk').register();
    one.do('CorrectDispute', { parties: [{ id: 'p3', role: 'other' }], removed: ['p2'] });
    expect(one.dispute.parties.map(({ id }) => id)).toEqual(['p1', 'p3']);
    one.do('CorrectDispute', { removed: ['p3'] });
    // Somebody else corrected it meanwhile: what this one was made of is not there any more.
    expect(one.attempt('CorrectDispute', { parties: [{ id: 'p3', role: 'respondent' }] })).toBe('STALE_VERSION');
    expect(one.attempt('CorrectDispute', { removed: ['p2'] })).toBe('NO_SUCH_PARTY');
    one.do('CorrectDispute', {
      parties: [
        { id: 'p4', role: 'respondent' },
        { id: 'p1', role: 'other' },
      ],
    });
    expect(one.dispute.parties).toEqual([
      { id: 'p1', role: 'other' },
      { id: 'p4', role: 'respondent' },
    ]);
    expect(one.row!.parties.map(({ id, role }) => ({ id, role }))).toEqual(one.dispute.parties);
  });

  it('raises the grade where the policy asks for more of what it is, and lowers none', () => {
    const one = town().handledBy('justice');
    const handle = () => one.owed('handle')!.dueAt;
    const before = { n: one.dispute.obligations.length, due: handle() };
    const told = one.as('desk').do('CorrectDispute', { repeats: ['a', 'b'] });
    expect(one.types(told).slice(0, 2)).toEqual(['DisputeCorrected', 'DisputeGraded']);
    expect(one.dispute.grade).toBe('red');
    expect(handle() <= before.due).toBe(true);
    expect(one.dispute.obligations.filter(({ kind }) => kind === 'handle')).toHaveLength(1);
    expect(one.dispute.obligations.filter(({ kind }) => kind === 'watch')).toHaveLength(1);
    one.do('CorrectDispute', { repeats: [] });
    expect(one.dispute.grade).toBe('red');
    expect(one.attempt('GradeDispute', { grade: 'blue' })).toBe('LOWERING_NEEDS_SUPERVISOR');
    one.as('supervisor').do('GradeDispute', { grade: 'blue' });
    expect(one.dispute.grade).toBe('blue');
  });

  it('raises the grade by a sign of danger that was forgotten, once', () => {
    const one = town().handledBy('justice', { dangerSigns: ['group'] });
    expect(one.dispute.grade).toBe('yellow');
    one.as('supervisor').do('GradeDispute', { grade: 'blue' });
    one.as('desk').do('CorrectDispute', { dangerSigns: ['group', 'weapon'] });
    expect(one.dispute.grade).toBe('red');
    one.as('supervisor').do('GradeDispute', { grade: 'blue' });
    one.as('desk').do('CorrectDispute', { category: 'water', dangerSigns: ['weapon'] });
    expect(one.dispute.grade).toBe('blue');
  });

  it('leaves what an earlier case raised to be taken back', () => {
    const one = town();
    one.as('desk').register({ grade: 'blue', repeats: ['a'] });
    one.do('CorrectDispute', { repeats: ['a', 'b'] });
    expect(one.dispute.grade).toBe('red');
    for (const repeat of ['a', 'b'])
      one.as('supervisor').do('RuleOutRepeat', { repeat, counted: true }, { text: 'sealed' });
    expect(one.dispute.grade).toBe('blue');
    expect(violationsOf(one.events, one.state.rules, one.now)).toEqual([]);
  });

  it('makes a grade that is owed due sooner where a sign of danger was forgotten, never later', () => {
    const one = town();
    one.as('desk').register();
    const before = one.owed('grade')!;
    one.do('CorrectDispute', { dangerSigns: ['weapon'] });
    const after = one.owed('grade')!;
    expect(after.id).toBe(before.id);
    expect(after.dueAt < before.dueAt).toBe(true);
    one.do('CorrectDispute', { dangerSigns: [] });
    expect(one.owed('grade')!.dueAt).toBe(after.dueAt);
  });

  it('leaves it to others whom the visits need not hear, once it was resolved', () => {
    const one = town().resolvedBy('justice');
    const attempt = (who: keyof typeof PEOPLE, data: object) => one.as(who).attempt('CorrectDispute', data);
    const turned = { parties: [{ id: 'p2', role: 'other' }] };
    expect(attempt('justice', { removed: ['p2'] })).toBe('VISIT_OWN_WORK');
    expect(attempt('justice', { removed: ['p1', 'p2'] })).toBe('VISIT_OWN_WORK');
    expect(attempt('justice', turned)).toBe('VISIT_OWN_WORK');
    // A name, a number, somebody more to hear.
    expect(attempt('justice', { parties: [{ id: 'p2', role: 'respondent' }] })).toBe('ok');
    expect(attempt('justice', { parties: [{ id: 'p3', role: 'other' }] })).toBe('ok');
    expect(attempt('desk', turned)).toBe('ok');
    expect(attempt('justice-head', { removed: ['p2'] })).toBe('ok');

    const earlier = town().resolvedBy('justice');
    earlier.state = { ...earlier.state, core: CORE - 1 };
    expect(earlier.as('justice').attempt('CorrectDispute', { removed: ['p2'] })).toBe('ok');
  });

  it('is the word of the desk or of who has the case, while it is open and no hold keeps it as it is', () => {
    const one = town().handledBy('justice');
    const attempt = (who: keyof typeof PEOPLE) => one.as(who).attempt('CorrectDispute', { category: 'water' });
    expect([attempt('desk'), attempt('justice'), attempt('land'), attempt('visitor'), attempt('supervisor')]).toEqual([
      'ok',
      'ok',
      'NOT_ALLOWED',
      'NOT_ALLOWED',
      'NOT_ALLOWED',
    ]);
    one.as('auditor').do('PlaceHold', {});
    expect(attempt('desk')).toBe('ON_HOLD');
    one.as('auditor').do('LiftHold', {});
    one.as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    // After the resolution the visits are planned: the grade is left to them.
    const told = one.as('desk').do('CorrectDispute', { repeats: ['a', 'b'] });
    expect(one.types(told)).toEqual(['DisputeCorrected']);
    one.visitAll();
    expect(one.status).toBe('closed');
    expect(attempt('desk')).toBe('ALREADY_CLOSED');
    expect(violationsOf(one.events, one.state.rules, one.now)).toEqual([]);
  });
});
