import { describe, expect, it } from '@jest/globals';
import { PEOPLE, Town, shanghai } from '../../../../../test/support/town.js';
import { can } from '../../decide.js';
import { departmentsOn } from '../../state.js';
import { noticesOf } from '../../notices.js';

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

describe('pressing for what is owed', () => {
  const FRIDAY = '2026-09-25';

  /** A blue case that justice handles since Friday, 2026-09-25; National Day is off from the 1st to the 7th. */
  function owing(): Town {
    const town = new Town(shanghai(`${FRIDAY} 09:00`));
    town.as('desk').register({ grade: 'blue' });
    town.offer('justice');
    town.as('justice').do('AcceptTransfer', { transferId: 't1' });
    return town;
  }

  it('tells whoever owes it and their head, and stands on what is owed', () => {
    const town = owing();
    const before = town.dispute;
    const { id, dueAt } = town.owed('handle')!;
    const [event] = town.as('desk').do('UrgeHolder', { obligationId: id });
    expect(event).toMatchObject({ type: 'ObligationUrged', data: { obligationId: id } });
    expect(noticesOf(event!, before, town.dispute)).toEqual([
      { kind: 'urged', obligationId: id, departmentId: 'justice', role: 'handler' },
      { kind: 'urged', obligationId: id, departmentId: 'justice', role: 'head' },
    ]);
    expect(town.owed('handle')).toMatchObject({ urgedAt: town.now, dueAt });
    expect(town.row!.obligations.find((each) => each.id === id)).toMatchObject({ urgedAt: town.now, dueAt });
  });

  it('reaches the person who was named for it', () => {
    const town = owing();
    town.as('justice-head').do('AssignPerson', { userId: 'wang', departmentId: 'justice' });
    const before = town.dispute;
    const [event] = town.as('supervisor').do('UrgeHolder', { obligationId: town.owed('handle')!.id });
    expect(noticesOf(event!, before, town.dispute)).toMatchObject([
      { role: 'handler', userId: 'wang' },
      { role: 'head' },
    ]);
  });

  it('is done once an obligation and working day, by whoever it may be', () => {
    const town = owing();
    const { id: handle } = town.owed('handle')!;
    const { id: contact } = town.owed('first-contact')!;
    town.as('desk').do('UrgeHolder', { obligationId: handle });
    expect(town.as('desk').attempt('UrgeHolder', { obligationId: handle })).toBe('URGED_TODAY');
    expect(town.as('supervisor').attempt('UrgeHolder', { obligationId: handle })).toBe('URGED_TODAY');
    expect(town.as('supervisor').attempt('UrgeHolder', { obligationId: contact })).toBe('ok');
  });

  it.each([
    ['the same evening', `${FRIDAY} 21:00`, 'URGED_TODAY'],
    ['on the day off after it', '2026-09-26 10:00', 'URGED_TODAY'],
    ['on the next working day', '2026-09-28 00:01', 'ok'],
  ])('%s it is %s', (_what, at, expected) => {
    const town = owing();
    const { id: obligationId } = town.owed('handle')!;
    town.as('desk').do('UrgeHolder', { obligationId });
    town.passTo(shanghai(at));
    expect(town.as('supervisor').attempt('UrgeHolder', { obligationId })).toBe(expected);
  });

  it('counts a make-up Saturday as a day, and a whole holiday as none', () => {
    const town = owing();
    const { id: obligationId } = town.owed('watch')!;
    const press = (at: string) => {
      town.passTo(shanghai(at));
      const outcome = town.as('supervisor').attempt('UrgeHolder', { obligationId });
      if (outcome === 'ok') town.do('UrgeHolder', { obligationId });
      return outcome;
    };
    expect([press('2026-09-30 17:00'), press('2026-10-01 09:00'), press('2026-10-07 09:00')]).toEqual([
      'ok',
      'URGED_TODAY',
      'URGED_TODAY',
    ]);
    expect([press('2026-10-09 09:00'), press('2026-10-10 09:00'), press('2026-10-11 09:00')]).toEqual([
      'ok',
      'ok',
      'URGED_TODAY',
    ]);
  });

  it('takes what is due first where nobody says which, then the next', () => {
    const town = owing();
    const pressed = () => (town.as('desk').do('UrgeHolder', {})[0]!.data as { obligationId: string }).obligationId;
    const first = [town.owed('first-contact')!.id, town.owed('handle')!.id];
    expect([pressed(), pressed()]).toEqual(first);
    // What is left is the desk's own.
    expect(can(town.dispute, PEOPLE.desk!, town.now)).not.toContain('urge');
    expect(town.as('desk').attempt('UrgeHolder', {})).toBe('URGED_TODAY');
    expect(town.as('supervisor').attempt('UrgeHolder', {})).toBe('ok');
  });

  it('is the desk’s of others, a head’s of their own people, and nobody’s who handles it', () => {
    const town = owing();
    const { id: handle } = town.owed('handle')!;
    const { id: watch } = town.owed('watch')!;
    expect(town.as('justice').attempt('UrgeHolder', { obligationId: handle })).toBe('NOT_ALLOWED');
    expect(town.as('justice-head').attempt('UrgeHolder', { obligationId: handle })).toBe('ok');
    expect(town.as('justice-head').attempt('UrgeHolder', { obligationId: watch })).toBe('NOT_ALLOWED');
    expect(town.as('desk').attempt('UrgeHolder', { obligationId: watch })).toBe('NOT_ALLOWED');
    expect(town.as('desk').attempt('UrgeHolder', { obligationId: `${town.id}.99` })).toBe('NO_SUCH_OBLIGATION');
  });

  it('is for nothing whose clock stands', () => {
    const town = owing();
    const { id: obligationId } = town.owed('handle')!;
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    expect(town.as('supervisor').attempt('UrgeHolder', { obligationId })).toBe('NOTHING_TO_URGE');
  });

  it('keeps that it was pressed for when its date moves', () => {
    const town = owing();
    town.as('desk').do('UrgeHolder', { obligationId: town.owed('handle')!.id });
    town.as('desk').do('GradeDispute', { grade: 'yellow', complexity: 'simple' });
    expect(town.owed('handle')).toMatchObject({ urgedAt: shanghai(`${FRIDAY} 09:00`) });
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

describe('what a meeting decides on', () => {
  const decision = { departmentId: 'land', dueAt: shanghai('2026-03-20 17:30') };
  const nowhere = { ...decision, departmentId: 'village-shixi', staffed: false };

  function called(): Town {
    const town = handled();
    town.as('desk').do('CallMeeting', { departments: ['land'], at: shanghai('2026-03-04 09:00') });
    return town;
  }

  it('is given to nobody where nobody could do it, and the first that is not says so', () => {
    const town = called();
    const decisions = [{ ...decision, staffed: true }, nowhere];
    expect(() => town.do('ConcludeMeeting', { meetingId: 'm1', decisions })).toThrow(
      expect.objectContaining({ code: 'NOBODY_THERE', facts: { decision: 2, to: 'village-shixi' } }),
    );
    expect(town.owed('meeting')).toBeDefined();
    town.do('ConcludeMeeting', { meetingId: 'm1', decisions: [{ ...decision, staffed: true }] });
    // What the door knew is no part of the record.
    expect(town.last('MeetingConcluded')!.data.decisions).toEqual([{ n: 1, ...decision }]);
  });

  it('was by the rules of before, and by doors that did not say', () => {
    const { staffed: _unsaid, ...unsaid } = nowhere;
    expect(called().attempt('ConcludeMeeting', { meetingId: 'm1', decisions: [unsaid] })).toBe('ok');
    const town = called();
    town.state = { ...town.state, core: 8 };
    expect(town.attempt('ConcludeMeeting', { meetingId: 'm1', decisions: [nowhere] })).toBe('ok');
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

describe('a repeat that is none', () => {
  const ruleOut = (town: Town, repeat: string, counted = true) =>
    town.as('supervisor').do('RuleOutRepeat', { repeat, counted }, { text: 'sealed' });
  const entered = (grade: 'blue' | 'yellow' | undefined, ...repeats: string[]) => {
    const town = new Town(MONDAY);
    town.as('desk').register({ repeats, ...(grade && { grade }) });
    return town;
  };
  const opened = (town: Town) => town.events.filter((each) => each.type === 'ObligationOpened').length;

  it.each([
    ['blue', ['a'], ['a'], 'blue'],
    ['blue', ['a', 'b'], ['a'], 'yellow'],
    ['blue', ['a', 'b'], ['b', 'a'], 'blue'],
    ['yellow', ['a', 'b'], ['a', 'b'], 'yellow'],
    ['blue', ['a', 'b', 'c'], ['a'], 'red'],
  ] as const)('asked for as %s with %j, without %j it is %s', (asked, repeats, out, grade) => {
    const town = entered(asked, ...repeats);
    for (const each of out) ruleOut(town, each);
    expect(town.dispute.grade).toBe(grade);
    expect(town.row!.repeats).toEqual(repeats.filter((each) => !(out as readonly string[]).includes(each)));
    expect(town.row!.apart!.map(({ id }) => id)).toEqual(out);
  });

  it('lowers what is owed by the grade as a supervisor would, and opens no clock', () => {
    const live = (lower: (town: Town) => void) => {
      const town = entered('blue', 'a', 'b');
      town.offer('justice');
      town.as('justice').do('AcceptTransfer', { transferId: 't1' });
      const before = opened(town);
      lower(town);
      expect(opened(town)).toBe(before);
      expect(town.dispute.grade).toBe('blue');
      return town.dispute.obligations;
    };
    const ruled = live((town) => {
      ruleOut(town, 'a');
      ruleOut(town, 'b');
    });
    const lowered = live((town) => {
      for (const repeat of ['a', 'b']) {
        town.record({
          seq: town.state.seq + 1,
          at: town.now,
          type: 'RepeatRuledOut',
          actor: { kind: 'system' },
          data: { repeat },
        } as never);
      }
      town.as('supervisor').do('GradeDispute', { grade: 'blue' });
    });
    expect(ruled).toEqual(lowered);
  });

  it('goes back no further than a grade that was asked for afterwards, or that a relapse gave', () => {
    const town = entered('blue', 'a');
    town.as('desk').do('GradeDispute', { grade: 'red' });
    ruleOut(town, 'a');
    expect(town.dispute.grade).toBe('red');
    const later = entered('blue', 'a', 'b');
    ruleOut(later, 'b');
    expect(later.dispute.grade).toBe('yellow');
    // What was asked for is what is asked for last, also where the rules gave more.
    later.as('supervisor').do('GradeDispute', { grade: 'red' });
    later.as('supervisor').do('GradeDispute', { grade: 'blue' });
    expect(later.dispute.grade).toBe('yellow');
    ruleOut(later, 'a');
    expect(later.dispute.grade).toBe('blue');
  });

  it('goes back no further than its danger raised it', () => {
    const town = new Town(MONDAY);
    town.as('desk').register({ repeats: ['a', 'b'], grade: 'blue', dangerSigns: ['group'] });
    expect(town.dispute.grade).toBe('red');
    ruleOut(town, 'b');
    ruleOut(town, 'a');
    expect(town.dispute.grade).toBe('yellow');
  });

  it('of a case that nobody graded yet counts when it is graded', () => {
    const town = entered(undefined, 'a');
    ruleOut(town, 'a');
    town.as('desk').do('GradeDispute', { grade: 'blue' });
    expect(town.dispute.grade).toBe('blue');
  });

  it('is ruled once, by a supervisor, of what it counts', () => {
    const town = entered('blue', 'a');
    expect(town.as('desk').attempt('RuleOutRepeat', { repeat: 'a', counted: true })).toBe('NOT_ALLOWED');
    expect(town.as('supervisor').attempt('RuleOutRepeat', { repeat: 'z', counted: false })).toBe('NO_SUCH_REPEAT');
    ruleOut(town, 'a');
    expect(town.as('supervisor').attempt('RuleOutRepeat', { repeat: 'a', counted: true })).toBe('NO_SUCH_REPEAT');
  });

  it('was raised for good by older rules: the supervisor takes it back themselves', () => {
    const town = new Town(MONDAY);
    town.state = { ...town.state, core: 4 };
    town.as('desk').register({ grade: 'blue', repeats: ['a'] });
    expect(town.events.find((each) => each.type === 'DisputeGraded')!.data).not.toHaveProperty('unrepeated');
    expect(town.as('supervisor').attempt('GradeDispute', { grade: 'blue' })).toBe('SAME_GRADE');
    ruleOut(town, 'a');
    expect(town.dispute.grade).toBe('yellow');
    town.as('supervisor').do('GradeDispute', { grade: 'blue' });
    expect(town.dispute.grade).toBe('blue');
  });
});
