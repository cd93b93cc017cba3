import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PEOPLE, Town, rulesFor, shanghai } from '../../../../../test/support/town.js';
import { ALARM } from '../../../policy/alarm.js';
import { DEFAULT_POLICY } from '../../../policy/default-policy.js';
import type { Rung } from '../../../policy/document.js';
import type { EventData, DisputeEvent } from '../../events.js';
import { holderOf } from '../../state.js';
import { violationsOf } from '../../../proof/invariants.js';
import { wayOf } from '../../../reading/circle.js';
import { raiseCore } from '../../decide.js';
import { noticesOf } from '../../notices.js';
import { MINUTE } from '../../../time/time.js';

const MONDAY = shanghai('2026-11-23 09:00');

const entered = (data: Parameters<Town['register']>[0] = { grade: 'blue' }) => {
  const town = new Town(MONDAY);
  town.as('desk').register(data);
  return town;
};
const offered = (grade: 'blue' | 'yellow' | 'red' = 'blue') => {
  const town = entered({ grade });
  town.offer('justice');
  return town;
};
const owedKinds = (town: Town) => town.dispute.obligations.map((each) => each.kind).sort();
const back = (transferId: string, reasonCode: 'not-our-duty' | 'out-of-area' | 'party-refuses' = 'not-our-duty') => ({
  transferId,
  reasonCode,
});
const lead = (to: string) => ({ to, role: 'lead', designated: false }) as const;

describe('entering', () => {
  it('owes a grade first, and neither dispatch nor watch before it', () => {
    const town = entered({});
    expect(owedKinds(town)).toEqual(['grade']);
    expect(town.owed('grade')).toMatchObject({
      dueAt: shanghai('2026-11-24 17:30'),
      holder: { departmentId: 'police' },
    });
  });

  it('owes the grade within the hour where a danger sign was seen', () => {
    expect(entered({ dangerSigns: ['threat'] }).owed('grade')!.dueAt).toBe(shanghai('2026-11-23 10:00'));
  });

  const gradedAs = (events: readonly DisputeEvent[]) =>
    events.find(({ type }) => type === 'DisputeGraded')!.data as EventData['DisputeGraded'];

  it.each([
    ['weapon', 'red'],
    ['self-harm', 'red'],
    ['violence', 'yellow'],
    ['threat', 'yellow'],
    ['group', 'yellow'],
    ['minor', 'yellow'],
    ['domestic-violence', 'yellow'],
  ] as const)('with %s is graded %s at least, and says why', (sign, grade) => {
    const town = new Town(MONDAY);
    const events = town.register({ grade: 'blue', dangerSigns: [sign] });
    expect(gradedAs(events)).toMatchObject({ grade, previous: null, because: 'danger' });
    expect(gradedAs(new Town(MONDAY).register({ grade: 'red', dangerSigns: [sign] }))).toEqual({
      grade: 'red',
      complexity: 'ordinary',
      previous: null,
    });
    const later = entered({ dangerSigns: ['group', sign] });
    later.do('GradeDispute', { grade: 'blue' });
    expect(later.dispute.grade).toBe(grade);
  });

  it('is raised by its danger once: a supervisor may think otherwise, and a region', () => {
    const town = entered({ grade: 'blue', dangerSigns: ['weapon'] });
    expect(town.attempt('GradeDispute', { grade: 'blue' })).toBe('LOWERING_NEEDS_SUPERVISOR');
    town.as('supervisor').do('GradeDispute', { grade: 'blue' });
    expect(town.dispute.grade).toBe('blue');
    const mild = rulesFor({ ...DEFAULT_POLICY, dangerAtLeast: { ...ALARM.dangerAtLeast, weapon: 'yellow' } });
    expect(gradedAs(new Town(MONDAY, mild).register({ grade: 'blue', dangerSigns: ['weapon'] })).grade).toBe('yellow');
  });

  it('is raised by what ships where its policy does not say, and not where it was entered before', () => {
    const { dangerAtLeast: _atLeast, danger: _words, ...silent } = DEFAULT_POLICY;
    const town = new Town(MONDAY, rulesFor(silent));
    expect(gradedAs(town.register({ grade: 'blue', dangerSigns: ['weapon'] })).grade).toBe('red');
    const old = new Town(MONDAY, rulesFor(silent));
    old.state = { ...old.state, core: 4 };
    expect(gradedAs(old.register({ grade: 'blue', dangerSigns: ['weapon'] }))).toEqual({
      grade: 'blue',
      complexity: 'ordinary',
      previous: null,
    });
  });

  it('owes dispatch from the grade on, and a watch that counts from entry', () => {
    const town = entered({});
    town.later(60 * MINUTE).do('GradeDispute', { grade: 'red' });
    expect(owedKinds(town)).toEqual(['dispatch', 'watch']);
    expect(town.owed('dispatch')!.dueAt).toBe(shanghai('2026-11-23 11:00'));
    expect(town.owed('watch')!.terms.countedFrom).toBe(MONDAY);
  });
});

describe('an offer', () => {
  it('is answered on a clock that starts with the offer', () => {
    const town = entered({ grade: 'yellow' });
    town.now = shanghai('2026-11-23 16:00');
    town.offer('justice');
    expect(town.owed('answer-transfer')).toMatchObject({
      dueAt: shanghai('2026-11-24 11:00'),
      holder: { departmentId: 'justice', role: 'handler' },
    });
    expect(town.owed('dispatch')).toBeUndefined();
    expect(holderOf(town.dispute)).toBe('police');
  });

  it('that is accepted makes the department the holder, with its limit from acceptance', () => {
    const town = offered();
    town.passTo(shanghai('2026-11-24 10:00'));
    town.as('justice').do('AcceptTransfer', { transferId: 't1', handler: 'wang' });
    expect(town.status).toBe('handling');
    expect(holderOf(town.dispute)).toBe('justice');
    expect(town.owed('handle')).toMatchObject({
      dueAt: shanghai('2026-12-03 17:30'),
      holder: { departmentId: 'justice', role: 'handler', userId: 'wang' },
    });
    expect(owedKinds(town)).toEqual(['first-contact', 'handle', 'watch']);
  });

  it('to the desk’s own department is accepted at once', () => {
    const town = entered();
    town.offer('police');
    expect(town.status).toBe('handling');
    expect(town.dispute.transfers).toMatchObject([{ to: 'police', state: 'accepted' }]);
    expect(owedKinds(town)).toEqual(['first-contact', 'handle', 'watch']);
  });

  it('that is recalled leaves the desk with a fresh dispatch', () => {
    const town = offered();
    town
      .later(60 * MINUTE)
      .as('desk')
      .do('RecallTransfer', { transferId: 't1' });
    expect(owedKinds(town)).toEqual(['dispatch', 'watch']);
    expect(town.owed('dispatch')!.openedAt).toBe(shanghai('2026-11-23 10:00'));
    expect(town.as('justice').attempt('AcceptTransfer', { transferId: 't1' })).toBe('NO_OPEN_TRANSFER');
    expect(town.as('desk').attempt('TransferDispute', lead('justice'))).toBe('ok');
  });
});

describe('an offer that nobody answers', () => {
  it('reminds the handler, tells the head, and lapses at twice its limit', () => {
    const town = offered();
    const steps = town.owed('answer-transfer')!.steps.map((step) => [step.at, step.do, ...step.to]);
    expect(steps).toEqual([
      [shanghai('2026-11-24 08:45'), 'remind', 'handler'],
      [shanghai('2026-11-24 17:30'), 'explain', 'head'],
      [shanghai('2026-11-25 17:30'), 'redispatch', 'desk'],
    ]);
    town.passTo(shanghai('2026-11-25 17:29'));
    expect(town.dispute.transfers).toMatchObject([{ state: 'offered' }]);
    expect(town.owed('answer-transfer')).toMatchObject({ state: 'late', lateSince: shanghai('2026-11-24 17:30') });
    town.passTo(shanghai('2026-11-25 17:30'));
    expect(town.dispute.transfers).toMatchObject([{ state: 'lapsed' }]);
    expect(town.owed('answer-transfer')).toBeUndefined();
  });

  it('tells the desk once that it lapsed, and whoever else the ladder names that it is to be dispatched again', () => {
    const { ladders } = DEFAULT_POLICY;
    const last: Rung = { at: { percent: 200 }, do: 'redispatch', to: ['desk', 'head'] };
    const policy = { ...DEFAULT_POLICY, ladders: { ...ladders, 'answer-transfer': [last] } };
    const town = new Town(MONDAY, rulesFor(policy));
    town.as('desk').register({ grade: 'blue' });
    town.offer('justice');
    const before = town.dispute;
    const from = town.events.length;
    town.passTo(shanghai('2026-11-25 17:30'));
    const told = town.events.slice(from).flatMap((event) => noticesOf(event, before, town.dispute));
    expect(told.map(({ kind, post, role }) => [kind, post ?? role])).toEqual([
      ['redispatch', 'head'],
      ['lapsed', 'desk'],
    ]);
  });

  it('becomes a dispatch that the desk owes, by a deadline of its own', () => {
    const town = offered();
    town.passTo(shanghai('2026-11-25 18:00'));
    expect(town.owed('dispatch')).toMatchObject({
      openedAt: shanghai('2026-11-25 17:30'),
      dueAt: shanghai('2026-11-26 17:30'),
      holder: { departmentId: 'police', role: 'desk' },
    });
    expect(town.as('justice').attempt('AcceptTransfer', { transferId: 't1' })).toBe('NO_OPEN_TRANSFER');
  });

  it('costs the next department nothing of its limit', () => {
    const town = offered();
    town.passTo(shanghai('2026-11-26 09:00'));
    town.offer('land');
    town.as('land').do('AcceptTransfer', { transferId: 't2' });
    expect(town.owed('handle')!.dueAt).toBe(shanghai('2026-12-07 17:30'));
  });

  it('goes to the superior where the desk may not choose any more', () => {
    const town = entered();
    town.offer('justice');
    town.as('justice').do('ReturnTransfer', back('t1'));
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    town.offer('land');
    // A red case has one return only, and one was upheld already.
    town.as('desk').do('GradeDispute', { grade: 'red' });
    town.passTo(shanghai('2026-11-23 12:00'));
    expect(town.last('TransferLapsed')).toBeDefined();
    expect(town.as('desk').attempt('TransferDispute', lead('forestry'))).toBe('RETURNS_EXHAUSTED');
    expect(town.owed('dispatch')!.holder).toEqual({ departmentId: 'centre', role: 'supervisor' });
  });
});

describe('a designation that nobody answers', () => {
  /** By the supervisor, to the land office. */
  const designated = (at: string, data: Parameters<Town['register']>[0] = { grade: 'blue' }) => {
    const town = new Town(shanghai(at));
    town.as('desk').register(data);
    town.as('supervisor').do('TransferDispute', { ...lead('land'), designated: true });
    return town;
  };

  it('binds at its due moment: the head has heard of it, and the handling runs from then', () => {
    const town = designated('2026-11-23 09:00');
    town.passTo(shanghai('2026-11-24 17:29'));
    expect(town.status).toBe('circulating');
    const told = town.passTo(shanghai('2026-11-24 17:30'));
    expect(town.types(told).slice(0, 4)).toEqual([
      'ObligationLate',
      'LadderStepFired',
      'TransferAccepted',
      'ObligationVoided',
    ]);
    expect(told[1]!.data).toMatchObject({ do: 'explain', to: ['head'] });
    expect(told[2]).toMatchObject({ actor: { kind: 'clock' }, data: { transferId: 't1', bySilence: true } });
    expect(town.status).toBe('handling');
    expect(town.owed('handle')).toMatchObject({
      openedAt: shanghai('2026-11-24 17:30'),
      dueAt: shanghai('2026-12-03 17:30'),
      holder: { departmentId: 'land', role: 'handler' },
    });
    // Nobody answered: there is nothing to be receipted, and nothing that was in time.
    expect(town.row!.transfers).toMatchObject([{ state: 'accepted', bySilence: true, answeredAt: null }]);
    expect(town.as('land').attempt('ReturnTransfer', back('t1'))).toBe('DESIGNATED_NO_RETURN');
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });

  it.each([
    ['over a weekend', '2026-11-27 15:00', { grade: 'yellow' }, '2026-11-30 10:00'],
    ['over a make-up Saturday', '2026-10-09 15:00', { grade: 'yellow' }, '2026-10-10 10:00'],
    ['over the first of October', '2026-09-30 15:00', { grade: 'blue' }, '2026-10-08 17:30'],
    ['of a red case, in the night', '2026-11-23 23:10', { grade: 'red' }, '2026-11-24 00:10'],
  ] as const)('binds when its limit is over, %s', (_when, at, data, due) => {
    const town = designated(at, data);
    expect(town.owed('answer-transfer')!.dueAt).toBe(shanghai(due));
    town.passTo(shanghai('2026-12-31 12:00'));
    expect(town.last('TransferAccepted')!.at).toBe(shanghai(due));
    expect(town.last('TransferLapsed')).toBeUndefined();
    expect(town.row!.attribution.slice(0, 2).map(({ departmentId, phase, to }) => [departmentId, phase, to])).toEqual([
      ['land', 'waiting-for-answer', shanghai(due)],
      ['land', 'handling', null],
    ]);
  });

  it('is answered in time by who comes exactly in time, and leaves the rest to the clock', () => {
    const town = designated('2026-11-23 09:00');
    town.now = shanghai('2026-11-24 17:30');
    town.as('land').do('AcceptTransfer', { transferId: 't1' });
    expect(town.row!.transfers[0]).toMatchObject({ state: 'accepted', answeredAt: town.now });
    expect(town.row!.transfers[0]).not.toHaveProperty('bySilence');
  });

  it('tells handler, head and desk, and whoever decides on an older picture has to look again', () => {
    const town = designated('2026-11-23 09:00');
    const { state: before, row } = town;
    const seen = row!.seq;
    town.passTo(shanghai('2026-11-24 17:30'));
    const event = town.last('TransferAccepted')!;
    expect(noticesOf(event, before as never, town.dispute)).toEqual([
      { kind: 'accepted-by-silence', departmentId: 'land', role: 'handler' },
      { kind: 'accepted-by-silence', departmentId: 'land', role: 'head' },
      { kind: 'accepted-by-silence', departmentId: 'police', role: 'desk' },
    ]);
    expect(town.as('land').attempt('MakePlan', {}, { ifMatch: seen })).toBe('STALE_VERSION');
  });

  it('binds an assistant as well', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.as('supervisor').do('TransferDispute', { to: 'land', role: 'assist', designated: true });
    town.passTo(shanghai('2026-11-24 17:30'));
    expect(town.dispute.transfers[1]).toMatchObject({ role: 'assist', state: 'accepted' });
    expect(town.owed('assist-report')).toMatchObject({ holder: { departmentId: 'land' }, openedAt: town.now });
  });

  it('does not lapse however the ladder goes: a rung that would dispatch again passes', () => {
    const { ladders } = DEFAULT_POLICY;
    const early: Rung = { at: { percent: 50 }, do: 'redispatch', to: ['desk'] };
    const rungs = [early, ...ladders['answer-transfer']!];
    const policy = { ...DEFAULT_POLICY, ladders: { ...ladders, 'answer-transfer': rungs } };
    const town = new Town(MONDAY, rulesFor(policy));
    town.as('desk').register({ grade: 'blue' });
    town.as('supervisor').do('TransferDispute', { ...lead('land'), designated: true });
    const told = town.passTo(shanghai('2026-11-24 12:00'));
    expect(told[0]!.data).toMatchObject({ do: 'redispatch', skipped: 'designated' });
    expect(town.dispute.transfers[0]!.state).toBe('offered');
    town.passTo(shanghai('2026-11-24 17:30'));
    expect(town.status).toBe('handling');
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });

  it('lapsed by the rules of before; one that was late when they came binds at the next rung', () => {
    const old = designated('2026-11-23 09:00');
    old.state = { ...old.state, core: 3 };
    old.passTo(shanghai('2026-11-25 17:30'));
    expect(old.dispute.transfers[0]!.state).toBe('lapsed');

    const town = designated('2026-11-23 09:00');
    town.state = { ...town.state, core: 3 };
    town.passTo(shanghai('2026-11-25 09:00'));
    expect(town.owed('answer-transfer')!.state).toBe('late');
    for (const event of raiseCore(town.state, 4, town.now)) town.record(event);
    expect(town.status).toBe('circulating');
    town.passTo(shanghai('2026-11-25 17:30'));
    expect(town.dispute.transfers[0]!.state).toBe('accepted');
    expect(town.last('TransferAccepted')!.data.bySilence).toBe(true);
  });
});

describe('where nobody could answer', () => {
  it('nothing is offered, to lead or to assist, by the desk or by the superior', () => {
    const town = entered();
    const nowhere = { ...lead('village-shixi'), staffed: false };
    expect(town.as('desk').attempt('TransferDispute', nowhere)).toBe('NOBODY_THERE');
    expect(town.as('supervisor').attempt('TransferDispute', { ...nowhere, designated: true })).toBe('NOBODY_THERE');
    expect(town.as('desk').attempt('TransferDispute', { ...lead('justice'), staffed: true })).toBe('ok');
    // Who may not ask at all hears that, and not who works where.
    expect(town.as('justice').attempt('TransferDispute', nowhere)).toBe('NOT_ALLOWED');
    const handled = new Town(MONDAY).handledBy('justice');
    const assist = { to: 'village-shixi', role: 'assist', designated: false, staffed: false } as const;
    expect(handled.as('desk').attempt('TransferDispute', assist)).toBe('NOBODY_THERE');
    expect(handled.attempt('TransferDispute', { ...assist, to: 'land', staffed: true })).toBe('ok');
  });

  it('it was by the rules of before, and by doors that did not say', () => {
    const town = entered();
    expect(town.as('desk').attempt('TransferDispute', lead('village-shixi'))).toBe('ok');
    town.state = { ...town.state, core: 3 };
    expect(town.attempt('TransferDispute', { ...lead('village-shixi'), staffed: false })).toBe('ok');
  });
});

describe('a return before acceptance', () => {
  const returned = () => {
    const town = offered();
    town.later(60 * MINUTE);
    town.as('justice').do('ReturnTransfer', { ...back('t1'), suggestedDepartment: 'land' });
    return town;
  };

  it('answers the offer and makes the desk owe a decision', () => {
    const town = returned();
    expect(town.last('TransferReturned')!.data).toEqual({
      transferId: 't1',
      reasonCode: 'not-our-duty',
      handBack: false,
      suggestedDepartment: 'land',
    });
    expect(owedKinds(town)).toEqual(['decide-return', 'watch']);
    expect(town.owed('decide-return')).toMatchObject({ dueAt: shanghai('2026-11-24 17:30'), subjectId: 't1' });
    expect(holderOf(town.dispute)).toBe('police');
  });

  it('that is upheld leaves the desk with a fresh dispatch', () => {
    const town = returned();
    town
      .later(60 * MINUTE)
      .as('desk')
      .do('DecideReturn', { transferId: 't1', uphold: true });
    expect(town.dispute.transfers).toMatchObject([{ state: 'returned' }]);
    expect(town.owed('dispatch')).toMatchObject({ openedAt: shanghai('2026-11-23 11:00'), holder: { role: 'desk' } });
    expect(town.owed('decide-return')).toBeUndefined();
  });

  it('that is not upheld offers the same transfer again, with a fresh clock and a fresh window', () => {
    const town = returned();
    town.passTo(shanghai('2026-11-24 15:00'));
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: false });
    expect(town.dispute.transfers).toMatchObject([
      { id: 't1', state: 'offered', offeredAt: town.now, returning: null },
    ]);
    expect(town.owed('answer-transfer')!.dueAt).toBe(shanghai('2026-11-25 17:30'));
    town.passTo(shanghai('2026-11-26 17:30'));
    expect(town.dispute.returns.total).toBe(0);
  });

  it('cannot give a reason again that was not upheld; another one it can', () => {
    const town = returned();
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: false });
    expect(town.as('justice').attempt('ReturnTransfer', back('t1'))).toBe('REASON_NOT_UPHELD');
    expect(town.as('justice').attempt('ReturnTransfer', back('t1', 'out-of-area'))).toBe('ok');
    town.as('justice').do('AcceptTransfer', { transferId: 't1' });
    expect(town.as('justice').attempt('ReturnTransfer', back('t1'))).toBe('REASON_NOT_UPHELD');
  });

  it('leaves the reason free for another department', () => {
    const town = returned();
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: false });
    town.as('desk').do('RecallTransfer', { transferId: 't1' });
    town.offer('land');
    expect(town.as('land').attempt('ReturnTransfer', back('t2'))).toBe('ok');
  });
});

describe('a hand-back after acceptance', () => {
  const handedBack = () => {
    const town = new Town(MONDAY).handledBy('justice');
    town
      .later(60 * MINUTE)
      .as('justice')
      .do('ReturnTransfer', back('t1'));
    return town;
  };

  it('leaves the case with the department until the desk has decided', () => {
    const town = handedBack();
    expect(town.last('TransferReturned')!.data.handBack).toBe(true);
    expect(town.status).toBe('handling');
    expect(holderOf(town.dispute)).toBe('justice');
    expect(owedKinds(town)).toEqual(['decide-return', 'first-contact', 'handle', 'watch']);
    expect(town.as('justice').attempt('RecordContact', { parties: ['p1'], at: town.now })).toBe('ok');
  });

  it('that is upheld voids what the department owed and leaves the desk with a dispatch', () => {
    const town = handedBack();
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    expect(town.status).toBe('circulating');
    expect(holderOf(town.dispute)).toBe('police');
    expect(owedKinds(town)).toEqual(['dispatch', 'watch']);
    const ended = town
      .row!.obligations.filter((each) => each.subjectId === 't1')
      .map((each) => [each.kind, each.state]);
    expect(ended).toEqual([
      ['answer-transfer', 'met'],
      ['handle', 'void'],
      ['first-contact', 'void'],
      ['decide-return', 'met'],
    ]);
  });

  it('that is not upheld lets all stand as it was', () => {
    const town = handedBack();
    const before = town.owed('handle');
    town
      .later(60 * MINUTE)
      .as('desk')
      .do('DecideReturn', { transferId: 't1', uphold: false });
    expect(town.owed('handle')).toEqual(before);
    expect(town.owed('answer-transfer')).toBeUndefined();
    expect(town.dispute.transfers).toMatchObject([{ state: 'accepted', offeredAt: MONDAY, returning: null }]);
  });

  it('makes the next department contact the parties itself', () => {
    const town = handedBack();
    town.as('justice').do('RecordContact', { parties: ['p1'], at: town.now });
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    town.offer('land');
    town.as('land').do('AcceptTransfer', { transferId: 't2' });
    expect(town.owed('first-contact')!.holder.departmentId).toBe('land');
  });

  it.each([
    ['blue', '2026-11-25 17:30'],
    ['yellow', '2026-11-24 17:30'],
    ['red', '2026-11-23 13:00'],
  ] as const)('of a %s case is possible up to %s and not a moment longer', (grade, end) => {
    const town = new Town(MONDAY).handledBy('justice', { grade });
    town.now = shanghai(end);
    expect(town.attempt('ReturnTransfer', back('t1'))).toBe('ok');
    town.later(1);
    expect(town.attempt('ReturnTransfer', back('t1'))).toBe('RETURN_WINDOW_OVER');
  });

  it('has the window of the offer, however late the department accepted', () => {
    const town = offered();
    town.passTo(shanghai('2026-11-25 17:00'));
    town.as('justice').do('AcceptTransfer', { transferId: 't1' });
    expect(town.attempt('ReturnTransfer', back('t1'))).toBe('ok');
    town.now = shanghai('2026-11-25 17:31');
    expect(town.attempt('ReturnTransfer', back('t1'))).toBe('RETURN_WINDOW_OVER');
  });
});

describe('the end of ping-pong', () => {
  const upheldBy = (town: Town, who: string) => {
    town.offer(who);
    const transferId = `t${town.dispute.transfers.length}`;
    town.as(who).do('ReturnTransfer', back(transferId));
    town.as('desk').do('DecideReturn', { transferId, uphold: true });
  };

  it('refuses a second return by the same department', () => {
    const town = entered();
    upheldBy(town, 'justice');
    town.offer('justice');
    expect(town.as('justice').attempt('ReturnTransfer', back('t2', 'out-of-area'))).toBe('RETURNS_EXHAUSTED');
    expect(town.as('justice').attempt('AcceptTransfer', { transferId: 't2' })).toBe('ok');
  });

  it('refuses the desk a third choice: the superior owes a designation', () => {
    const town = entered();
    upheldBy(town, 'justice');
    expect(town.owed('dispatch')!.holder).toEqual({ departmentId: 'police', role: 'desk' });
    upheldBy(town, 'land');
    expect(town.owed('dispatch')!.holder).toEqual({ departmentId: 'centre', role: 'supervisor' });
    expect(town.as('desk').attempt('TransferDispute', lead('forestry'))).toBe('RETURNS_EXHAUSTED');
    expect(town.as('supervisor').attempt('TransferDispute', { ...lead('forestry'), designated: true })).toBe('ok');
  });

  it('comes after one return already where the case is red', () => {
    const town = entered({ grade: 'red' });
    upheldBy(town, 'justice');
    expect(town.as('desk').attempt('TransferDispute', lead('land'))).toBe('RETURNS_EXHAUSTED');
  });

  it('lets nobody return what was designated, neither before nor after acceptance', () => {
    const town = entered();
    upheldBy(town, 'justice');
    upheldBy(town, 'land');
    town.as('supervisor').do('TransferDispute', { ...lead('land'), designated: true });
    expect(town.as('land').attempt('ReturnTransfer', back('t3', 'out-of-area'))).toBe('DESIGNATED_NO_RETURN');
    town.as('land').do('AcceptTransfer', { transferId: 't3' });
    expect(town.as('land').attempt('ReturnTransfer', back('t3', 'out-of-area'))).toBe('DESIGNATED_NO_RETURN');
  });

  it('gives the desk no new choice when what was designated is taken back', () => {
    const town = entered({ grade: 'red' });
    upheldBy(town, 'justice');
    town.as('supervisor').do('TransferDispute', { ...lead('land'), designated: true });
    town.as('desk').do('RecallTransfer', { transferId: 't2' });
    expect(town.owed('dispatch')!.holder).toEqual({ departmentId: 'centre', role: 'supervisor' });
    expect(town.as('desk').attempt('TransferDispute', lead('forestry'))).toBe('RETURNS_EXHAUSTED');
    expect(town.as('supervisor').attempt('TransferDispute', { ...lead('forestry'), designated: true })).toBe('ok');
  });

  it('counts offers that nobody answered beside the returns that held, and leaves who is asked its return', () => {
    const town = entered();
    town.offer('justice');
    town.passTo(shanghai('2026-11-25 17:30'));
    expect(town.dispute).toMatchObject({ lapses: 1, returns: { total: 0 } });
    town.now = shanghai('2026-11-26 09:00');
    town.offer('land');
    expect(town.as('land').attempt('ReturnTransfer', back('t2'))).toBe('ok');
    town.passTo(shanghai('2026-12-01 09:00'));
    expect(town.dispute.lapses).toBe(2);
    expect(town.owed('dispatch')!.holder).toEqual({ departmentId: 'centre', role: 'supervisor' });
    expect(town.as('desk').attempt('TransferDispute', lead('forestry'))).toBe('RETURNS_EXHAUSTED');
    expect(wayOf(town.row!)).toEqual(['justice', 'land']);
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
    // By the rules of before the desk could go on so for ever.
    town.state = { ...town.state, core: 3, lapses: undefined } as never;
    expect(town.as('desk').attempt('TransferDispute', lead('forestry'))).toBe('ok');
  });

  it('counts no assistant that stays silent, and begins anew with a new course', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.as('desk').do('TransferDispute', { to: 'land', role: 'assist', designated: false });
    town.passTo(shanghai('2026-11-25 17:30'));
    expect(town.dispute.transfers[1]!.state).toBe('lapsed');
    expect(town.dispute).not.toHaveProperty('lapses');
    const again = entered({ grade: 'yellow' });
    again.offer('justice');
    again.passTo(shanghai('2026-11-25 09:00'));
    again.offer('land');
    again.as('land').do('AcceptTransfer', { transferId: 't2' });
    again.do('MakePlan', {});
    again.do('ResolveDispute', { outcome: 'mediated', terms: [] });
    expect(again.dispute.lapses).toBe(1);
    again.as('desk').do('ReopenDispute', {});
    expect(again.dispute).not.toHaveProperty('lapses');
  });

  it('does not count returns that were not upheld', () => {
    const town = offered();
    for (const reasonCode of ['not-our-duty', 'out-of-area', 'party-refuses'] as const) {
      town.as('justice').do('ReturnTransfer', back('t1', reasonCode));
      town.as('desk').do('DecideReturn', { transferId: 't1', uphold: false });
    }
    expect(town.dispute.returns).toEqual({ total: 0, byDepartment: {} });
    expect(town.as('justice').attempt('ReturnTransfer', { transferId: 't1', reasonCode: 'insufficient-facts' })).toBe(
      'ok',
    );
  });
});

describe('the limit of a leg after a return', () => {
  /** Justice returned on Monday; the desk let it lie, and land accepted then. Seven working days in all. */
  const acceptedBy = (moment: string) => {
    const town = offered();
    town
      .later(30 * MINUTE)
      .as('justice')
      .do('ReturnTransfer', back('t1'));
    town.passTo(shanghai(moment));
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    town.offer('land');
    town.as('land').do('AcceptTransfer', { transferId: 't2' });
    return town;
  };

  it('is what is left of the whole, while that is more than half', () => {
    expect(acceptedBy('2026-11-23 15:00').owed('handle')).toMatchObject({
      dueAt: shanghai('2026-12-02 17:30'),
      rule: { path: 'handle.blue.ordinary' },
      terms: { countedFrom: MONDAY },
    });
  });

  it('is half the limit from acceptance, when that is more', () => {
    expect(acceptedBy('2026-12-01 15:00').owed('handle')).toMatchObject({
      dueAt: shanghai('2026-12-07 17:30'),
      rule: { path: 'leg.restAtLeast' },
    });
  });

  it('ends at one and a half times the limit from the first offer in any case', () => {
    expect(acceptedBy('2026-12-03 15:00').owed('handle')).toMatchObject({
      dueAt: shanghai('2026-12-08 17:30'),
      rule: { path: 'leg.total' },
      terms: { countedFrom: MONDAY },
    });
  });

  it('is late at once where the course has used up all its time', () => {
    const town = acceptedBy('2026-12-15 15:00');
    expect(town.owed('handle')!.dueAt).toBe(shanghai('2026-12-08 17:30'));
    town.passTo(town.now);
    expect(town.owed('handle')).toMatchObject({ state: 'late', lateSince: shanghai('2026-12-15 15:00') });
  });

  it('leaves the watch of the desk as it was', () => {
    const town = acceptedBy('2026-12-03 15:00');
    // 30 days from entry, of which a Wednesday is the last.
    expect(town.owed('watch')).toMatchObject({ dueAt: shanghai('2026-12-23 17:30'), openedAt: MONDAY });
  });
});

describe('assistants', () => {
  const assisted = () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.as('desk').do('TransferDispute', { to: 'land', role: 'assist', designated: false });
    return town;
  };

  it('are asked only where somebody leads', () => {
    expect(entered().attempt('TransferDispute', { to: 'land', role: 'assist', designated: false })).toBe(
      'NOT_HANDLING',
    );
  });

  it('owe a report from acceptance on and leave the case with the lead', () => {
    const town = assisted();
    town.as('land').do('AcceptTransfer', { transferId: 't2' });
    expect(town.owed('assist-report')).toMatchObject({
      dueAt: shanghai('2026-11-26 17:30'),
      holder: { departmentId: 'land' },
    });
    expect(holderOf(town.dispute)).toBe('justice');
    town.do('CompleteAssist', { transferId: 't2' });
    expect(town.owed('assist-report')).toBeUndefined();
    expect(town.dispute.transfers[1]!.state).toBe('completed');
    expect(town.as('land').attempt('CompleteAssist', { transferId: 't2' })).toBe('NO_OPEN_TRANSFER');
  });

  it('are not asked twice, and the lead does not assist itself', () => {
    const town = assisted();
    for (const to of ['land', 'justice']) {
      expect(town.as('desk').attempt('TransferDispute', { to, role: 'assist', designated: false })).toBe(
        'SAME_DEPARTMENT',
      );
    }
  });

  it('may return what was asked, which counts against nobody', () => {
    const town = assisted();
    town.as('land').do('ReturnTransfer', back('t2'));
    town.as('desk').do('DecideReturn', { transferId: 't2', uphold: true });
    expect(town.dispute.returns.total).toBe(0);
    expect(town.status).toBe('handling');
    expect(town.owed('dispatch')).toBeUndefined();
  });

  it('that still owe their report when the lead resolves are recalled, those that gave it stay completed', () => {
    const town = assisted();
    town.as('land').do('AcceptTransfer', { transferId: 't2' });
    town.as('desk').do('TransferDispute', { to: 'forestry', role: 'assist', designated: false });
    town.as('forestry').do('AcceptTransfer', { transferId: 't3' });
    town.as('forestry').do('CompleteAssist', { transferId: 't3' });
    const before = town.dispute;
    town.as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    expect(town.dispute.transfers.map(({ state }) => state)).toEqual(['completed', 'recalled', 'completed']);
    expect(town.row!.transfers.map(({ state }) => state)).toEqual(['completed', 'recalled', 'completed']);
    expect(town.owed('assist-report')).toBeUndefined();
    // Nobody took an offer back: what was assisted is over.
    expect(noticesOf(town.last('TransferRecalled')!, before, town.dispute)).toEqual([
      { kind: 'assist-ended', departmentId: 'land', role: 'handler' },
    ]);
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
    expect(town.as('land').attempt('CompleteAssist', { transferId: 't2' })).toBe('NO_OPEN_TRANSFER');
  });

  it('were said to have completed what they had not, by the rules of before', () => {
    const town = assisted();
    town.as('land').do('AcceptTransfer', { transferId: 't2' });
    town.state = { ...town.state, core: 3 };
    town.as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    expect(town.dispute.transfers[1]!.state).toBe('completed');
  });

  it('that stay silent lapse without a dispatch', () => {
    const town = assisted();
    town.passTo(shanghai('2026-11-25 17:30'));
    expect(town.dispute.transfers[1]!.state).toBe('lapsed');
    expect(town.owed('dispatch')).toBeUndefined();
    expect(town.status).toBe('handling');
  });
});

describe('grading', () => {
  it('first is done by the desk or a superior', () => {
    const town = entered({});
    expect(town.as('visitor').attempt('GradeDispute', { grade: 'red' })).toBe('NOT_ALLOWED');
    expect(town.as('supervisor').attempt('GradeDispute', { grade: 'red' })).toBe('ok');
  });

  it('up is open to anyone on the case, to nobody else', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.as('desk').do('TransferDispute', { to: 'land', role: 'assist', designated: false });
    for (const who of ['desk', 'justice', 'land', 'visitor', 'supervisor']) {
      expect(town.as(who).attempt('GradeDispute', { grade: 'red' })).toBe('ok');
    }
    for (const who of ['forestry', 'grid', 'auditor']) {
      expect(town.as(who).attempt('GradeDispute', { grade: 'red' })).toBe('NOT_ALLOWED');
    }
  });

  it('down needs a supervisor', () => {
    const town = new Town(MONDAY).handledBy('justice', { grade: 'red' });
    for (const who of ['desk', 'justice']) {
      expect(town.as(who).attempt('GradeDispute', { grade: 'yellow' })).toBe('LOWERING_NEEDS_SUPERVISOR');
    }
    town.as('supervisor').do('GradeDispute', { grade: 'blue' });
    expect(town.last('DisputeGraded')!.data).toEqual({ grade: 'blue', previous: 'red', complexity: 'ordinary' });
  });

  it('that changes nothing is refused, and the complexity is the desk’s to judge', () => {
    const town = new Town(MONDAY).handledBy('justice');
    expect(town.as('desk').attempt('GradeDispute', { grade: 'blue' })).toBe('SAME_GRADE');
    expect(town.as('justice').attempt('GradeDispute', { grade: 'blue', complexity: 'complex' })).toBe('NOT_ALLOWED');
    expect(town.as('desk').attempt('GradeDispute', { grade: 'blue', complexity: 'complex' })).toBe('ok');
  });

  it('up brings an answer forward', () => {
    const town = offered();
    town
      .later(30 * MINUTE)
      .as('justice')
      .do('GradeDispute', { grade: 'red' });
    expect(town.owed('answer-transfer')!.dueAt).toBe(shanghai('2026-11-23 10:00'));
    expect(town.last('ObligationMoved')!.data).toMatchObject({ cause: 'grade', from: shanghai('2026-11-24 17:30') });
  });

  it('up lets a limit that would be over already begin now', () => {
    const town = offered();
    town.now = shanghai('2026-11-23 14:00');
    town.as('desk').do('GradeDispute', { grade: 'red' });
    expect(town.owed('answer-transfer')!.dueAt).toBe(shanghai('2026-11-23 15:00'));
  });

  it('up gives nobody time, also where the shorter limit would begin now', () => {
    const town = offered('yellow');
    town.now = shanghai('2026-11-23 14:30');
    expect(town.owed('answer-transfer')!.dueAt).toBe(shanghai('2026-11-23 15:00'));
    town.as('desk').do('GradeDispute', { grade: 'red' });
    expect(town.owed('answer-transfer')!.dueAt).toBe(shanghai('2026-11-23 15:00'));
  });

  it('up leaves the watch and the handling where they are, although the higher grade has more time', () => {
    const town = new Town(MONDAY).handledBy('justice');
    const before = [town.owed('watch')!.dueAt, town.owed('handle')!.dueAt];
    town.do('GradeDispute', { grade: 'red' });
    expect([town.owed('watch')!.dueAt, town.owed('handle')!.dueAt]).toEqual(before);
  });

  it('up makes the holder owe what the higher grade asks for', () => {
    const town = new Town(MONDAY).handledBy('justice');
    expect(town.owed('plan')).toBeUndefined();
    town.later(60 * MINUTE).do('GradeDispute', { grade: 'yellow' });
    expect(town.owed('plan')!.dueAt).toBe(shanghai('2026-11-25 17:30'));
    town.do('GradeDispute', { grade: 'red' });
    expect(town.owed('stabilise')!.dueAt).toBe(shanghai('2026-11-24 10:00'));
    expect(town.dispute.obligations.filter((each) => each.kind === 'plan')).toHaveLength(1);
  });

  const ladderOf = (town: Town) =>
    town
      .owed('handle')!
      .steps.filter((each) => each.firedAt === null)
      .map((each) => [each.at, each.do, ...each.to]);

  it('up brings the ladder of the higher grade, also where the date stays', () => {
    const town = new Town(MONDAY).handledBy('justice');
    const { dueAt } = town.owed('handle')!;
    town.do('GradeDispute', { grade: 'red' });
    expect(town.owed('handle')!.dueAt).toBe(dueAt);
    expect(ladderOf(town)).toEqual([
      [shanghai('2026-11-27 08:45'), 'remind', 'handler'],
      [shanghai('2026-12-01 11:24'), 'warn', 'handler', 'head'],
      [dueAt, 'explain', 'head'],
      [dueAt, 'propose-listing', 'county'],
      [shanghai('2026-12-03 05:30'), 'supervise', 'political-legal', 'secretary'],
      [shanghai('2026-12-03 17:30'), 'urge', 'head', 'desk'],
      [shanghai('2026-12-03 17:30'), 'bulletin', 'secretary'],
      [shanghai('2026-12-16 17:30'), 'propose-listing', 'county'],
    ]);
  });

  it('up tells those of a red case at once of what is late for days, and each of them once', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.do('RecordContact', { parties: ['p1'], at: town.now });
    town.passTo(shanghai('2026-12-04 10:00'));
    town.do('GradeDispute', { grade: 'red' });
    const passed = town.passTo(town.now);
    const fired = passed.flatMap((each) => (each.type === 'LadderStepFired' ? [each.data] : []));
    expect(fired.map((each) => each.do)).toEqual(['supervise', 'bulletin']);
    for (const each of fired) expect(each).not.toHaveProperty('delayMs');
    town.passTo(shanghai('2026-12-15 10:00'));
    const all = town.events.flatMap((each) => (each.type === 'LadderStepFired' ? [each.data.step] : []));
    expect(all.length).toBeGreaterThan(6);
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });

  it('down calls nobody for rungs of the lower grade that lie in the past', () => {
    const town = new Town(MONDAY).handledBy('justice', { grade: 'red' });
    town.passTo(shanghai('2027-01-05 10:00'));
    town.as('supervisor').do('GradeDispute', { grade: 'blue' });
    expect(town.passTo(town.now).filter((each) => each.type === 'LadderStepFired')).toEqual([]);
  });

  it('tells nobody of a date that did not move', () => {
    const town = new Town(MONDAY).handledBy('justice');
    const before = town.dispute;
    const events = town.do('GradeDispute', { grade: 'red' });
    const moved = events.filter(
      (each) => each.type === 'ObligationMoved' && each.data.from === each.data.obligation.dueAt,
    );
    expect(moved).toHaveLength(1);
    for (const each of moved) expect(noticesOf(each, before, town.dispute)).toEqual([]);
  });

  it('by complexity reaches a later leg as well', () => {
    const town = offered();
    town.as('justice').do('ReturnTransfer', back('t1'));
    town.passTo(shanghai('2026-12-01 15:00'));
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    town.offer('land');
    town.as('land').do('AcceptTransfer', { transferId: 't2' });
    expect(town.owed('handle')!.rule.path).toBe('leg.restAtLeast');
    town.as('desk').do('GradeDispute', { grade: 'blue', complexity: 'complex' });
    // Twenty days from the first offer leave more than half of them: to Sunday the 13th, so to Monday.
    expect(town.owed('handle')).toMatchObject({
      dueAt: shanghai('2026-12-14 17:30'),
      rule: { path: 'handle.blue.complex' },
    });
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });

  it('up never pushes a due moment back, whenever and from wherever', () => {
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 20 });
    fc.assert(
      fc.property(
        fc.constantFrom('blue', 'yellow'),
        fc.constantFrom('offered', 'returned', 'handling'),
        minutes,
        (grade, situation, after) => {
          const town = entered({ grade });
          town.offer('justice');
          if (situation === 'returned') town.as('justice').do('ReturnTransfer', back('t1'));
          if (situation === 'handling') town.as('justice').do('AcceptTransfer', { transferId: 't1' });
          town.pass({ amount: after, unit: 'minutes' });
          const before = new Map(town.dispute.obligations.map((each) => [each.id, each.dueAt]));
          town.as('desk').do('GradeDispute', { grade: 'red' });
          for (const { id, dueAt } of town.dispute.obligations) {
            if (before.has(id)) expect(dueAt <= before.get(id)!).toBe(true);
          }
        },
      ),
    );
  });

  it('by complexity counts both ways', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.passTo(shanghai('2026-11-26 10:00'));
    town.as('desk').do('GradeDispute', { grade: 'blue', complexity: 'complex' });
    expect(town.owed('handle')!.dueAt).toBe(shanghai('2026-12-14 17:30'));
    // One day from Monday would be over: it begins now.
    town.do('GradeDispute', { grade: 'blue', complexity: 'simple' });
    expect(town.owed('handle')!.dueAt).toBe(shanghai('2026-11-27 17:30'));
  });

  it('starts major kinds at yellow, and leaves them there', () => {
    const rules = rulesFor({ ...DEFAULT_POLICY, majorKinds: ['forest-title'] });
    const town = new Town(MONDAY, rules);
    town.register({ grade: 'blue', category: 'forest-title' });
    expect(town.dispute.grade).toBe('yellow');
    expect(town.as('supervisor').attempt('GradeDispute', { grade: 'blue' })).toBe('SAME_GRADE');
    const other = new Town(MONDAY, rules);
    other.register({ grade: 'blue', category: 'debt' });
    expect(other.dispute.grade).toBe('blue');
  });
});

it('counts the returns of a department whose name every object inherits', () => {
  const stranger = { userId: 'stranger', departmentId: 'constructor', roles: ['handler' as const], superiorOf: [] };
  Object.assign(PEOPLE, { stranger });
  const town = new Town(shanghai('2026-11-23 09:00'));
  town.as('desk').register({ grade: 'blue' });
  town.offer('constructor');
  town.as('stranger').do('ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
  town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
  expect(town.dispute.returns).toEqual({ total: 1, byDepartment: { constructor: 1 } });
  town.offer('constructor');
  const again = { transferId: 't2', reasonCode: 'insufficient-facts' } as const;
  expect(town.as('stranger').attempt('ReturnTransfer', again)).toBe('RETURNS_EXHAUSTED');
  delete PEOPLE.stranger;
});
