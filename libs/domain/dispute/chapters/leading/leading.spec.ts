import { describe, expect, it } from '@jest/globals';
import { Town, shanghai } from '../../../../../test/support/town.js';
import { departmentsOn } from '../../state.js';
import { noticesOf } from '../../../telling/notices.js';

const MONDAY = shanghai('2026-03-02 09:00');

function handled(): Town {
  const town = new Town(MONDAY);
  town.as('desk').register({ grade: 'blue' });
  town.offer('justice');
  town.as('justice').do('AcceptTransfer', { transferId: 't1' });
  return town;
}

function visited(town: Town): Town {
  town.as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [] });
  town.visit(1);
  return town;
}

describe('a supervision order', () => {
  it('is owed within its own time by the department that held the case', () => {
    const town = handled();
    town.as('supervisor').do('OrderSupervision', { answerWithin: { amount: 2, unit: 'workingDays' } });
    expect(town.owed('supervision-answer')).toMatchObject({
      dueAt: shanghai('2026-03-04 17:30'),
      holder: { departmentId: 'justice', role: 'handler' },
    });
    expect(town.row!.supervisions).toMatchObject([{ id: 'o1', state: 'open', dueAt: shanghai('2026-03-04 17:30') }]);
    expect(town.as('desk').attempt('AnswerSupervision', { orderId: 'o1' })).toBe('NOT_ALLOWED');
    town.as('justice').do('AnswerSupervision', { orderId: 'o1' });
    expect(town.row!.supervisions).toMatchObject([{ state: 'answered' }]);
  });

  it('keeps a case open until it is answered', () => {
    const town = handled();
    town.as('supervisor').do('OrderSupervision', { answerWithin: { amount: 2, unit: 'workingDays' } });
    visited(town);
    expect(town.status).toBe('resolved');
    expect(town.as('desk').attempt('CloseDispute', {})).toBe('OBLIGATIONS_OPEN');
    town.as('justice').do('AnswerSupervision', { orderId: 'o1' });
    expect(town.status).toBe('closed');
  });
});

describe('a joint meeting', () => {
  const decision = { departmentId: 'land', dueAt: shanghai('2026-03-20 17:30') };

  function met(): Town {
    const town = handled();
    town.as('desk').do('CallMeeting', { departments: ['land', 'justice'], at: shanghai('2026-03-04 09:00') });
    return town;
  }

  it('is owed by the desk in the time that the grade gives', () => {
    expect(met().owed('meeting')).toMatchObject({ dueAt: shanghai('2026-03-09 17:30'), holder: { role: 'desk' } });
  });

  it('lets those who are called read the case, and those who owe a decision until it is done', () => {
    const town = met();
    expect(departmentsOn(town.dispute)).toContain('land');
    town.as('desk').do('ConcludeMeeting', { meetingId: 'm1', decisions: [decision] });
    expect(departmentsOn(town.dispute)).toContain('land');
    town.as('land').do('FulfilDecision', { meetingId: 'm1', n: 1 });
    expect(departmentsOn(town.dispute)).not.toContain('land');
  });

  it('makes an obligation of every decision, with the date that was agreed', () => {
    const town = met();
    town
      .as('supervisor')
      .do('ConcludeMeeting', { meetingId: 'm1', decisions: [decision, { ...decision, departmentId: 'justice' }] });
    expect(town.owed('meeting')).toBeUndefined();
    expect(town.dispute.obligations.filter((each) => each.kind === 'meeting-decision')).toMatchObject([
      { n: 1, dueAt: decision.dueAt, holder: { departmentId: 'land' } },
      { n: 2, dueAt: decision.dueAt, holder: { departmentId: 'justice' } },
    ]);
    expect(town.as('justice').attempt('FulfilDecision', { meetingId: 'm1', n: 1 })).toBe('NOT_ALLOWED');
    expect(town.as('justice').attempt('FulfilDecision', { meetingId: 'm1', n: 3 })).toBe('NO_SUCH_DECISION');
    visited(town);
    expect(town.status).toBe('resolved');
    town.as('land').do('FulfilDecision', { meetingId: 'm1', n: 1 });
    town.as('justice').do('FulfilDecision', { meetingId: 'm1', n: 2 });
    expect(town.status).toBe('closed');
  });

  it('that was not held when the case ends has no object any more', () => {
    const town = met();
    visited(town);
    expect(town.status).toBe('closed');
    expect(town.row!.meetings).toMatchObject([{ state: 'void' }]);
  });

  it('is called for a time to come, and decides on dates to come', () => {
    const town = met();
    expect(town.as('desk').attempt('CallMeeting', { departments: ['land'], at: MONDAY })).toBe('MOMENT_OUT_OF_RANGE');
    const past = { ...decision, dueAt: MONDAY };
    expect(town.as('desk').attempt('ConcludeMeeting', { meetingId: 'm1', decisions: [past] })).toBe(
      'MOMENT_OUT_OF_RANGE',
    );
  });
});

describe('naming a person', () => {
  const wang = { userId: 'wang', departmentId: 'justice' };

  it('is the head’s for the people of the department, for all that it owes and will owe', () => {
    const town = handled();
    expect(town.as('justice').attempt('AssignPerson', wang)).toBe('NOT_ALLOWED');
    town.as('justice-head').do('AssignPerson', wang);
    expect(town.owed('handle')!.holder.userId).toBe('wang');
    expect(town.row!.obligations.find((each) => each.kind === 'handle')!.holder.userId).toBe('wang');
    town.as('desk').do('GradeDispute', { grade: 'yellow' });
    expect(town.owed('plan')!.holder.userId).toBe('wang');
    expect(town.owed('watch')!.holder.userId).toBeUndefined();
  });

  it('may be for one obligation alone', () => {
    const town = handled();
    const { id } = town.owed('first-contact')!;
    town.as('justice-head').do('AssignPerson', { ...wang, obligationId: id });
    expect(town.owed('first-contact')!.holder.userId).toBe('wang');
    expect(town.owed('handle')!.holder.userId).toBeUndefined();
  });

  it('reaches no other department', () => {
    const town = handled();
    expect(town.as('justice-head').attempt('AssignPerson', { userId: 'li', departmentId: 'land' })).toBe(
      'OTHER_DEPARTMENT',
    );
    const watch = { ...wang, obligationId: town.owed('watch')!.id };
    expect(town.as('justice-head').attempt('AssignPerson', watch)).toBe('OTHER_DEPARTMENT');
    expect(town.as('desk').attempt('AssignPerson', wang)).toBe('OTHER_DEPARTMENT');
  });

  it('tells the person', () => {
    const town = handled();
    const before = town.dispute;
    const [event] = town.as('justice-head').do('AssignPerson', wang);
    expect(noticesOf(event!, before, town.dispute)).toEqual([
      { kind: 'assigned', departmentId: 'justice', role: 'handler', userId: 'wang' },
    ]);
  });
});

describe('ends that the desk sets', () => {
  it('a withdrawn case is visited like any other', () => {
    const town = handled();
    town.as('desk').do('WithdrawDispute', {});
    expect(town.status).toBe('resolved');
    expect(town.row!.resolution).toMatchObject({ outcome: 'withdrawn', departmentId: 'justice' });
    expect(town.row!.obligations.find((each) => each.kind === 'handle')!.state).toBe('void');
    town.visit(1);
    expect(town.status).toBe('closed');
  });

  it('a withdrawn offer is recalled with it', () => {
    const town = new Town(MONDAY);
    town.as('desk').register({ grade: 'blue' });
    town.offer('justice');
    town.as('desk').do('WithdrawDispute', {});
    expect(town.row!.transfers).toMatchObject([{ state: 'recalled' }]);
    expect(town.status).toBe('resolved');
  });

  it('a merged case closes at once, names what goes on in its place, and leaves nothing owed', () => {
    const town = handled();
    town.as('supervisor').do('OrderSupervision', { answerWithin: { amount: 2, unit: 'workingDays' } });
    expect(town.as('desk').attempt('MergeDispute', { into: town.id })).toBe('MERGE_INTO_ITSELF');
    town.as('desk').do('MergeDispute', { into: '00000000-0000-4000-8000-000000000002' });
    expect(town.status).toBe('closed');
    expect(town.row!.resolution).toMatchObject({ outcome: 'merged', into: '00000000-0000-4000-8000-000000000002' });
    expect(town.row!.supervisions).toMatchObject([{ state: 'void' }]);
    expect(town.row!.visits).toEqual([]);
  });
});

describe('a quarrel that was reported before', () => {
  const grades = (repeats: string[], grade: 'blue' | 'yellow' | 'red' = 'blue') => {
    const town = new Town(MONDAY);
    town.as('desk').register({ grade, repeats });
    return town;
  };

  it('is at least yellow the second time and red the third', () => {
    expect(grades([]).dispute.grade).toBe('blue');
    expect(grades(['a']).dispute.grade).toBe('yellow');
    expect(grades(['a', 'b']).dispute.grade).toBe('red');
    expect(grades(['a'], 'red').dispute.grade).toBe('red');
  });

  it('says so in the record, and cannot be graded below it', () => {
    const town = grades(['a']);
    expect(town.events.find((each) => each.type === 'DisputeGraded')!.data).toMatchObject({ because: 'repeat' });
    town.as('desk').do('GradeDispute', { grade: 'red' });
    town.as('supervisor').do('GradeDispute', { grade: 'blue' });
    expect(town.dispute.grade).toBe('yellow');
    expect(town.row!.repeats).toEqual(['a']);
  });
});
