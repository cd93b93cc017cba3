import { describe, expect, it } from '@jest/globals';
import { PEOPLE, Town, rulesFor, shanghai } from '../../../../../test/support/town.js';
import { can } from '../../decide.js';
import { DomainError } from '../../../errors.js';
import { moreTimes } from '../../may/more-time.js';
import { DEFAULT_POLICY } from '../../../policy/default-policy.js';
import type { Limit } from '../../../time/limit.js';
import type { Complexity, Grade } from '../../../words.js';

const MONDAY = shanghai('2026-03-02 09:00');
const days = (amount: number): Limit => ({ amount, unit: 'workingDays' });

function handled(grade: Grade = 'blue', complexity: Complexity = 'ordinary', rules = rulesFor()): Town {
  const town = new Town(MONDAY, rules);
  town.as('desk').register({ grade, complexity });
  town.offer('justice');
  town.as('justice').do('AcceptTransfer', { transferId: 't1' });
  return town;
}
const ask = (town: Town, by = days(3)) => ({ obligationId: town.owed('handle')!.id, by });
const yes = { extensionId: 'x1', approve: true };

describe('an extension', () => {
  it('is decided by the head of the department for a blue case, and moves the due moment', () => {
    const town = handled();
    town.as('justice').do('AskExtension', ask(town));
    expect(town.owed('decide-extension')).toMatchObject({
      holder: { departmentId: 'justice', role: 'head' },
      dueAt: shanghai('2026-03-03 17:30'),
    });
    expect(town.owed('handle')!.dueAt).toBe(shanghai('2026-03-11 17:30'));
    town.as('justice-head').do('DecideExtension', yes);
    expect(town.owed('handle')!.dueAt).toBe(shanghai('2026-03-16 17:30'));
    expect(town.row!.extensions).toMatchObject([
      { state: 'approved', decidedBy: 'justice-head', requestedBy: 'justice' },
    ]);
  });

  it('is the superior’s to decide for a yellow one', () => {
    const town = handled('yellow');
    town.as('justice').do('AskExtension', ask(town, days(10)));
    expect(town.owed('decide-extension')!.holder).toEqual({ departmentId: 'centre', role: 'supervisor' });
    expect(town.as('justice-head').attempt('DecideExtension', yes)).toBe('NOT_ALLOWED');
    expect(town.as('supervisor').attempt('DecideExtension', yes)).toBe('ok');
  });

  it('of a head goes to the next superior, never back to the head', () => {
    const town = handled();
    town.as('justice-head').do('AskExtension', ask(town));
    expect(town.owed('decide-extension')!.holder).toEqual({ departmentId: 'centre', role: 'supervisor' });
    expect(town.as('justice-head').attempt('DecideExtension', yes)).toBe('SELF_APPROVAL');
    expect(town.as('supervisor').attempt('DecideExtension', yes)).toBe('ok');
  });

  it('is never granted by who asked', () => {
    const town = handled();
    town.as('justice').do('AskExtension', ask(town));
    expect(town.as('justice').attempt('DecideExtension', yes)).toBe('SELF_APPROVAL');
  });

  it('is asked before expiry: in the last moment yes, after it no', () => {
    const town = handled();
    town.passTo(shanghai('2026-03-11 17:30'));
    expect(town.as('justice').attempt('AskExtension', ask(town))).toBe('EXTENSION_TOO_LATE');
    const inTime = handled();
    inTime.now = shanghai('2026-03-11 17:30');
    expect(inTime.as('justice').attempt('AskExtension', ask(inTime))).toBe('ok');
  });

  it('that is refused says how much, how often still, and by whose word', () => {
    const factsOf = (act: () => unknown) => {
      try {
        act();
      } catch (error) {
        return (error as DomainError).facts;
      }
      return null;
    };
    const town = handled();
    expect(factsOf(() => town.do('AskExtension', ask(town, days(4))))).toEqual({
      by: days(3),
      left: 1,
      approver: 'head',
    });
    expect(moreTimes(town.dispute).find(({ obligationId }) => obligationId === town.owed('handle')!.id)).toMatchObject({
      by: days(3),
      left: 1,
      dueAt: shanghai('2026-03-16 17:30'),
    });
    town.do('AskExtension', ask(town));
    town.as('justice-head').do('DecideExtension', yes);
    expect(factsOf(() => town.as('justice').do('AskExtension', ask(town)))).toMatchObject({
      left: 0,
      approver: 'head',
    });
    const late = handled();
    late.passTo(shanghai('2026-03-12 10:00'));
    expect(factsOf(() => late.as('justice').do('AskExtension', ask(late)))).toMatchObject({ by: days(3), left: 1 });
  });

  it('that was asked in time and granted late makes what became late open again', () => {
    const town = handled();
    town.now = shanghai('2026-03-11 17:00');
    town.as('justice').do('AskExtension', ask(town));
    town.passTo(shanghai('2026-03-12 10:00'));
    expect(town.owed('handle')!.state).toBe('late');
    town.as('justice-head').do('DecideExtension', yes);
    expect(town.owed('handle')).toMatchObject({ state: 'open', lateSince: null, dueAt: shanghai('2026-03-16 17:30') });
    town.passTo(shanghai('2026-03-16 17:30'));
    const { id } = town.owed('handle')!;
    const late = town.events.filter((each) => each.type === 'ObligationLate' && each.data.obligationId === id);
    expect(late.length).toBe(2);
    const rungs = town
      .owed('handle')!
      .steps.filter((each) => each.firedAt !== null)
      .map((each) => each.rung);
    expect(new Set(rungs).size).toBe(rungs.length);
  });

  it('has a quota, in number and in length', () => {
    const town = handled();
    expect(town.as('justice').attempt('AskExtension', ask(town, days(4)))).toBe('EXTENSION_EXHAUSTED');
    town.as('justice').do('AskExtension', ask(town));
    expect(town.as('justice').attempt('AskExtension', ask(town))).toBe('EXTENSION_OPEN');
    town.as('justice-head').do('DecideExtension', yes);
    expect(town.as('justice').attempt('AskExtension', ask(town))).toBe('EXTENSION_EXHAUSTED');
  });

  it('is offered in can[] while there is something that could be given more time, and no longer', () => {
    const isOffered = (town: Town) => can(town.dispute, PEOPLE.justice!, town.now).includes('extend');
    const town = handled();
    expect(isOffered(town)).toBe(true);
    town.as('justice').do('AskExtension', ask(town));
    expect(isOffered(town)).toBe(false);
    town.as('justice-head').do('DecideExtension', { ...yes, approve: false });
    expect(isOffered(town)).toBe(true);
    town.as('justice').do('AskExtension', ask(town));
    town.as('justice-head').do('DecideExtension', { ...yes, extensionId: 'x2' });
    expect(isOffered(town)).toBe(false);
    // The plan of a yellow case is a second thing that may need time.
    const planned = handled('yellow');
    planned.as('justice').do('AskExtension', ask(planned));
    expect(isOffered(planned)).toBe(true);
    const late = handled();
    late.passTo(shanghai('2026-03-11 17:30'));
    expect(isOffered(late)).toBe(false);
  });

  it('that is refused uses up nothing', () => {
    const town = handled();
    town.as('justice').do('AskExtension', ask(town));
    town.as('justice-head').do('DecideExtension', { ...yes, approve: false });
    expect(town.owed('handle')!.dueAt).toBe(shanghai('2026-03-11 17:30'));
    expect(town.as('justice').attempt('AskExtension', ask(town))).toBe('ok');
  });

  it('that nobody decides climbs like any other obligation', () => {
    const town = handled();
    town.as('justice').do('AskExtension', ask(town));
    town.passTo(shanghai('2026-03-05 09:00'));
    expect(town.owed('decide-extension')).toMatchObject({ state: 'late' });
    expect(
      town
        .owed('decide-extension')!
        .steps.filter((each) => each.firedAt)
        .map((each) => each.do),
    ).toEqual(['remind', 'explain', 'urge']);
  });

  it('lapses with what it was asked for', () => {
    const town = handled();
    town.as('justice').do('AskExtension', ask(town));
    town.as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    expect(town.row!.extensions).toMatchObject([{ state: 'lapsed' }]);
    expect(town.owed('decide-extension')).toBeUndefined();
    expect(town.as('justice-head').attempt('DecideExtension', yes)).toBe('NO_SUCH_EXTENSION');
  });

  it('is not there for an answer, a contact, a visit or the watch', () => {
    const town = handled();
    const watch = { obligationId: town.owed('watch')!.id, by: days(1) };
    expect(town.as('desk').attempt('AskExtension', watch)).toBe('NOT_EXTENDABLE');
    const contact = { obligationId: town.owed('first-contact')!.id, by: days(1) };
    expect(town.as('justice').attempt('AskExtension', contact)).toBe('NOT_EXTENDABLE');
    expect(town.as('justice').attempt('AskExtension', watch)).toBe('NOT_ALLOWED');
    expect(town.as('justice').attempt('AskExtension', { ...watch, obligationId: 'none' })).toBe('NO_SUCH_OBLIGATION');
  });
});

describe('the hard stop of people’s mediation', () => {
  const BOTH = { parties: ['p1', 'p2'] };

  it('lets a mediator go on after thirty days only with the consent of both parties', () => {
    const town = handled('red');
    // 30 days from Monday the 2nd of March: Wednesday the 1st of April.
    town.passTo(shanghai('2026-04-01 17:30'));
    expect(town.as('justice').attempt('ReportProgress', {})).toBe('ok');
    town.passTo(shanghai('2026-04-01 17:31'));
    expect(town.as('justice').attempt('ReportProgress', {})).toBe('CONSENT_REQUIRED');
    town.as('justice').do('GiveConsent', { parties: ['p1'] });
    expect(town.as('justice').attempt('ReportProgress', {})).toBe('CONSENT_REQUIRED');
    town.as('justice').do('GiveConsent', { parties: ['p2'] });
    expect(town.as('justice').attempt('ReportProgress', {})).toBe('ok');
  });

  it('always leaves resolving, the statutory track and the end as refused', () => {
    const town = handled();
    town.passTo(shanghai('2026-04-10 10:00'));
    expect(town.as('justice').attempt('ResolveDispute', { outcome: 'refused', terms: [] })).toBe('ok');
    expect(town.as('justice').attempt('ResolveDispute', { outcome: 'mediated', terms: [] })).toBe('ok');
    expect(town.as('justice').attempt('EnterTrack', { track: 'labour' })).toBe('ok');
  });

  it('outranks an extension', () => {
    const town = handled('red');
    const month: Limit = { amount: 30, unit: 'days' };
    expect(town.as('justice').attempt('AskExtension', ask(town, month))).toBe('CONSENT_REQUIRED');
    // Whoever asks for more time reads it before, and not only when it is refused.
    const { id } = town.owed('handle')!;
    const told = () => moreTimes(town.dispute).find(({ obligationId }) => obligationId === id)!.stop;
    expect(told()).toEqual({ at: shanghai('2026-04-01 17:30'), withConsent: true });
    town.as('justice').do('GiveConsent', BOTH);
    expect(told()).toBeNull();
    expect(town.as('justice').attempt('AskExtension', ask(town, month))).toBe('ok');
  });

  it('does not bind a department that is no mediator', () => {
    const town = new Town(MONDAY);
    town.as('desk').register({ grade: 'blue' });
    town.offer('land');
    town.as('land').do('AcceptTransfer', { transferId: 't1' });
    town.passTo(shanghai('2026-05-01 10:00'));
    expect(town.as('land').attempt('ReportProgress', {})).toBe('ok');
  });

  it('waits while the handling clock stands', () => {
    const town = handled();
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.passTo(shanghai('2026-03-22 09:00'));
    town.as('supervisor').do('ResumeDispute', {});
    town.passTo(shanghai('2026-04-10 10:00'));
    expect(town.as('justice').attempt('ReportProgress', {})).toBe('ok');
    town.passTo(shanghai('2026-04-22 10:00'));
    expect(town.as('justice').attempt('ReportProgress', {})).toBe('CONSENT_REQUIRED');
  });

  it('cannot be bought where the policy knows no consent', () => {
    const policy = { ...DEFAULT_POLICY, mediationStop: { ...DEFAULT_POLICY.mediationStop, withConsent: false } };
    const town = handled('blue', 'ordinary', rulesFor(policy));
    town.passTo(shanghai('2026-04-10 10:00'));
    expect(town.as('justice').attempt('ReportProgress', {})).toBe('MEDIATION_OVER');
    expect(town.as('justice').attempt('GiveConsent', BOTH)).toBe('MEDIATION_OVER');
  });
});
