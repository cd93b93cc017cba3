import { describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR, PEOPLE, Town, shanghai } from '../../../../../test/support/town.js';
import { DomainError } from '../../../errors.js';
import { violationsOf } from '../../../proof/invariants.js';
import type { CommandActor } from '../../../people/actor.js';
import { mediationStop } from '../../may/situations.js';
import type { DisputeEvent } from '../../events.js';
import { evolve } from '../../evolve.js';
import { noticesOf } from '../../notices.js';
import { departmentsOn, type Registered } from '../../state.js';
import { wentOverTo } from './places.js';

const MONDAY = shanghai('2026-11-23 09:00');
const proved = (town: Town) => violationsOf(town.events, town.dispute.rules, town.now);
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'ok';
};

/** Whom each entry of a deed reaches, and who did it; folded one by one, as the record tells them. */
function toldOf(town: Town, deed: () => DisputeEvent[]) {
  let before = town.dispute;
  return deed().flatMap((event) => {
    const after = evolve(before, event) as Registered;
    const targets = noticesOf(event, before, after).map((target) => ({ ...target, by: event.actor.kind }));
    before = after;
    return targets;
  });
}

describe('a department that is closed', () => {
  it('leaves the case that it handles to its successor, whose clocks are the same', () => {
    const town = new Town(MONDAY).handledBy('justice');
    const dates = town.dispute.obligations.map(({ id, dueAt }) => [id, dueAt]);
    town.later(3_600_000);
    expect(town.types(town.succeed('justice', 'labour'))).toEqual(['DepartmentSucceeded']);
    expect(town.dispute.obligations.map(({ id, dueAt }) => [id, dueAt])).toEqual(dates);
    expect(departmentsOn(town.dispute)).toEqual(['police', 'labour']);
    expect(codeOf(() => town.as('justice').do('ReportProgress', {}))).toBe('NOT_ALLOWED');
    town.as('labour').do('ReportProgress', {});
    expect(proved(town)).toEqual([]);
  });

  it('is told who has it, as far as it went over, down to the last who goes on in its place', () => {
    const town = new Town(MONDAY).handledBy('justice');
    const to = () => wentOverTo(town.dispute, 'justice', ['labour', 'land']);
    expect(to()).toBeUndefined();
    town.succeed('justice', 'labour');
    expect(to()).toBe('labour');
    town.succeed('labour', 'land');
    expect(to()).toBe('land');
    expect(wentOverTo(town.dispute, 'justice', [])).toBeUndefined();
  });

  it('keeps its name in what is over, and each row says who had it before', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.later(3_600_000);
    const at = town.now;
    town.succeed('justice', 'labour');
    expect(town.row!.transfers).toMatchObject([{ to: 'labour', heldBefore: [{ departmentId: 'justice', until: at }] }]);
    const handle = town.row!.obligations.find((each) => each.kind === 'handle')!;
    expect(handle).toMatchObject({ holder: { departmentId: 'labour' }, heldBefore: [{ departmentId: 'justice' }] });
    const answer = town.row!.obligations.find((each) => each.kind === 'answer-transfer')!;
    expect(answer.holder.departmentId).toBe('justice');
    expect(answer).not.toHaveProperty('heldBefore');
    expect(town.row!.attribution.filter(({ phase }) => phase === 'handling')).toMatchObject([
      { departmentId: 'justice', to: at },
      { departmentId: 'labour', from: at, to: null },
    ]);
  });

  it('is answered for by its successor where it was asked, and it gives it back as the same would have', () => {
    const town = new Town(MONDAY);
    town.as('desk').register({ grade: 'blue' });
    town.offer('justice');
    town.succeed('justice', 'labour');
    town.as('labour').do('ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    expect(town.dispute.transfers).toMatchObject([{ to: 'labour', state: 'returned' }]);
    expect(proved(town)).toEqual([]);
  });

  it('leaves its people where they were named, but for whom the successor named itself', () => {
    const town = new Town(MONDAY);
    town.as('desk').register({ grade: 'blue' });
    town.offer('justice');
    town.as('justice').do('AcceptTransfer', { transferId: 't1', handler: 'justice' });
    town.succeed('justice', 'labour');
    expect(town.dispute.assigned).toEqual({ 'labour:handler': 'justice' });
    const handler: CommandActor = { ...PEOPLE.justice!, departmentId: 'labour' };
    town.actingAs(handler).do('MakePlan', {});
    town.do('ResolveDispute', { outcome: 'mediated', terms: [] });
    const visit = town.owed('return-visit')!;
    town.passTo(visit.dueAt);
    const parties = town.dispute.parties.map(({ id }) => ({ partyId: id }));
    const own = () => town.do('RecordVisit', { n: visit.n!, mode: 'phone', outcome: 'stable', parties });
    expect(codeOf(() => town.actingAs(handler) && own())).toBe('VISIT_OWN_WORK');
  });

  it('leaves the desk, with what it watches and decides', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.succeed('police', 'land');
    expect([town.dispute.desk, town.owed('watch')!.holder.departmentId, town.row!.desk]).toEqual([
      'land',
      'land',
      'land',
    ]);
    const clerk: CommandActor = { ...PEOPLE.desk!, departmentId: 'land' };
    town.actingAs(clerk).do('WithdrawDispute', {});
    expect(town.status).toBe('resolved');
    expect(proved(town)).toEqual([]);
  });

  it('was a mediator, whose hard stop goes on counting', () => {
    const town = new Town(MONDAY).handledBy('justice');
    const stop = mediationStop(town.dispute);
    expect(stop).not.toBeNull();
    town.succeed('justice', 'labour');
    expect(mediationStop(town.dispute)).toBe(stop);
  });

  it('leaves what it owes of a meeting, an order, an extension and an assist', () => {
    const town = new Town(MONDAY).handledBy('land');
    town.as('desk').do('TransferDispute', { to: 'justice', role: 'assist', designated: false });
    town.as('justice').do('AcceptTransfer', { transferId: 't2' });
    town.as('supervisor').do('CallMeeting', { departments: ['justice', 'land'], at: shanghai('2026-11-24 09:00') });
    town.passTo(shanghai('2026-11-24 10:00'));
    town.do('ConcludeMeeting', {
      meetingId: 'm1',
      decisions: [{ departmentId: 'justice', dueAt: shanghai('2026-12-01 09:00') }],
    });
    town.succeed('justice', 'labour');
    town.as('labour').do('FulfilDecision', { meetingId: 'm1', n: 1 });
    town.do('CompleteAssist', { transferId: 't2' });
    expect(town.row!.meetings[0]!.decisions).toMatchObject([{ departmentId: 'labour' }]);
    expect(proved(town)).toEqual([]);
  });

  it('may become one with who assists it or is assisted by it: each part is answered by itself', () => {
    const town = new Town(MONDAY).handledBy('land');
    town.as('desk').do('TransferDispute', { to: 'justice', role: 'assist', designated: false });
    town.as('justice').do('AcceptTransfer', { transferId: 't2' });
    town.succeed('justice', 'land');
    town.as('land').do('CompleteAssist', { transferId: 't2' });
    town.do('MakePlan', {});
    town.do('ResolveDispute', { outcome: 'mediated', terms: [] });
    expect(proved(town)).toEqual([]);
  });

  it('is gone where a case comes back that was closed or merged before: who goes on in its place has it', () => {
    const succeeded = [
      { from: 'justice', to: 'labour' },
      { from: 'police', to: 'land' },
      { from: 'forestry', to: 'labour' },
    ];
    const closed = new Town(MONDAY).resolvedBy('justice').visitAll();
    const told = toldOf(closed, () => closed.as('supervisor').do('ReopenDispute', { succeeded }, { text: 'sealed' }));
    // It hears it from who reopened the case, and of no offer: nothing is left to answer.
    expect(told.filter(({ departmentId }) => departmentId === 'labour')).toEqual([
      { kind: 'reopened', departmentId: 'labour', role: 'handler', by: 'person' },
    ]);
    expect([departmentsOn(closed.dispute), closed.owed('watch')!.holder.departmentId]).toEqual([
      ['land', 'labour'],
      'land',
    ]);
    expect(proved(closed)).toEqual([]);
    const merged = new Town(MONDAY);
    merged.as('desk').register({ grade: 'blue' });
    merged.do('MergeDispute', { into: '00000000-0000-4000-8000-000000000002' });
    merged.as('supervisor').do('SplitDispute', { succeeded }, { text: 'sealed' });
    expect([departmentsOn(merged.dispute), merged.owed('dispatch')!.holder.departmentId]).toEqual([['land'], 'land']);
    expect(proved(merged)).toEqual([]);
  });

  it('goes by the word of who looks after both, and of nobody else', () => {
    const town = new Town(MONDAY).handledBy('justice');
    expect(codeOf(() => town.succeed('justice', 'labour', PEOPLE.supervisor))).toBe('NOT_ALLOWED');
    const narrow = { ...ADMINISTRATOR, superiorOf: ['justice'] };
    expect(codeOf(() => town.succeed('justice', 'labour', narrow))).toBe('NOT_ALLOWED');
    expect(town.succeed('forestry', 'labour')).toEqual([]);
    town.as('desk').do('WithdrawDispute', {});
    town.visitAll();
    expect(codeOf(() => town.succeed('justice', 'labour'))).toBe('ALREADY_CLOSED');
  });
});
