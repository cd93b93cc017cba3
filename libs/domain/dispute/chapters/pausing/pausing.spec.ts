import { describe, expect, it } from '@jest/globals';
import { PEOPLE, Town, rulesFor, shanghai } from '../../../../../test/support/town.js';
import { can } from '../../decide.js';
import { DEFAULT_POLICY } from '../../../policy/default-policy.js';
import { violationsOf } from '../../../proof/invariants.js';
import { attributionAt } from '../../../reading/attribution.js';
import { DAY, plusMillis } from '../../../time/time.js';
import type { Grade } from '../../../words.js';

const MONDAY = shanghai('2026-03-02 09:00');

/** Justice handles it since Monday 09:00; blue and ordinary: 7 working days, to Wednesday the 11th. */
function handled(grade: Grade = 'blue', to: 'justice' | 'land' = 'justice'): Town {
  const town = new Town(MONDAY);
  town.as('desk').register({ grade });
  town.offer(to);
  town.as(to).do('AcceptTransfer', { transferId: 't1' });
  return town;
}
const dueOf = (town: Town, kind: Parameters<Town['owed']>[0]) => town.owed(kind)?.dueAt;

describe('a suspension', () => {
  it('stops the handling clock and the whole-case clock, and the explanation shows the stretch', () => {
    const town = handled();
    expect(dueOf(town, 'handle')).toBe(shanghai('2026-03-11 17:30'));
    town.now = shanghai('2026-03-04 10:00');
    town.as('supervisor').do('SuspendDispute', { ground: 'appraisal' });
    expect(town.status).toBe('suspended');
    expect(town.owed('handle')!.state).toBe('paused');
    expect(town.owed('watch')!.state).toBe('paused');
    town.passTo(shanghai('2026-03-24 10:00'));
    town.as('supervisor').do('ResumeDispute', {});
    // 3rd counted; 4th to 23rd stood; six days from the 24th on.
    expect(dueOf(town, 'handle')).toBe(shanghai('2026-03-31 17:30'));
    expect(town.owed('handle')!.terms.pauses).toEqual([
      { from: shanghai('2026-03-04 10:00'), until: shanghai('2026-03-24 10:00'), ground: 'appraisal' },
    ]);
  });

  it('fires nothing of what stands, however long it lasts', () => {
    const town = handled();
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    const before = town.events.length;
    town.passTo(shanghai('2026-12-01 10:00'));
    const standing = town.row!.obligations.filter((each) => each.state === 'paused').map((each) => each.id);
    const fired = town.events
      .slice(before)
      .flatMap((each) => ('obligationId' in each.data ? [each.data.obligationId] : []));
    expect(fired.filter((id) => id !== undefined && standing.includes(id))).toEqual([]);
  });

  it('ends within a year from when it is given, and from when it is prolonged', () => {
    const town = handled();
    const until = (moment: string) => town.attempt('SuspendDispute', { ground: 'court', until: shanghai(moment) });
    town.as('supervisor');
    // The last day of the twelve months is a Tuesday, to the end of working time.
    expect(until('2027-03-02 17:30')).toBe('ok');
    expect(until('2027-03-02 17:31')).toBe('SUSPENSION_TOO_LONG');
    expect(until('2099-01-01 09:00')).toBe('SUSPENSION_TOO_LONG');
    town.do('SuspendDispute', { ground: 'court', until: shanghai('2027-03-01 09:00') });
    town.passTo(shanghai('2026-10-01 09:00'));
    // 2 October 2027 is a Saturday among holidays that nobody has published yet.
    expect(until('2027-09-30 17:30')).toBe('ok');
    expect(until('2027-12-01 09:00')).toBe('SUSPENSION_TOO_LONG');
    town.state = { ...town.state, core: 3 };
    expect(until('2099-01-01 09:00')).toBe('ok');
  });

  it('without an end is reviewed, and after each review again', () => {
    const town = handled('red');
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    for (const due of ['2026-03-09 17:30', '2026-03-16 17:30', '2026-03-23 17:30']) {
      expect(dueOf(town, 'review-suspension')).toBe(shanghai(due));
      town.passTo(shanghai(`${due.slice(0, 10)} 09:00`));
      town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    }
    expect(town.status).toBe('suspended');
  });

  it('of the fifth time in a row on is the supervisor’s, where the desk may suspend as well', () => {
    const town = new Town(MONDAY, rulesFor({ ...DEFAULT_POLICY, suspension: { by: ['desk', 'supervisor'] } }));
    town.as('desk').register({ grade: 'blue' });
    town.offer('justice');
    town.as('justice').do('AcceptTransfer', { transferId: 't1' });
    const suspend = () => town.as('desk').attempt('SuspendDispute', { ground: 'court' });
    // Twice it is suspended, once it is prolonged, once it ends by itself: nobody went on with it meanwhile.
    town.as('desk').do('SuspendDispute', { ground: 'court' });
    town.later(DAY).do('SuspendDispute', { ground: 'appraisal' });
    town.later(DAY).do('ResumeDispute', {});
    town.later(DAY).do('SuspendDispute', { ground: 'court', until: plusMillis(town.now, 2 * DAY) });
    town.passTo(plusMillis(town.now, 3 * DAY));
    expect(town.status).toBe('handling');
    expect(suspend()).toBe('ok');
    town.do('SuspendDispute', { ground: 'court' });
    expect(suspend()).toBe('SUSPENDED_TOO_OFTEN');
    expect(can(town.dispute, PEOPLE.desk!, town.now)).not.toContain('suspend');
    expect(can(town.dispute, PEOPLE.supervisor!, town.now)).toContain('suspend');
    expect(town.as('supervisor').attempt('SuspendDispute', { ground: 'court' })).toBe('ok');
    // A safety check is no progress; what the holder reports after it runs on is.
    town.later(DAY).as('justice').do('ReportProgress', {});
    expect(suspend()).toBe('SUSPENDED_TOO_OFTEN');
    town.as('desk').do('ResumeDispute', {});
    expect(suspend()).toBe('SUSPENDED_TOO_OFTEN');
    town.later(DAY).as('justice').do('ReportProgress', {});
    expect(suspend()).toBe('ok');
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
    town.as('desk').do('SuspendDispute', { ground: 'court' });
    expect(town.dispute.stood).toEqual({ times: 1, until: null });
  });

  it('is reviewed in time, or the review climbs like any other decision', () => {
    const town = handled();
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    expect(town.owed('review-suspension')).toMatchObject({
      dueAt: shanghai('2026-04-01 17:30'),
      holder: { departmentId: 'centre', role: 'supervisor' },
    });
    town.passTo(shanghai('2026-04-02 09:00'));
    expect(town.owed('review-suspension')!.state).toBe('late');
    town.as('supervisor').do('SuspendDispute', { ground: 'court', until: shanghai('2026-04-20 09:00') });
    expect(town.row!.suspensions).toMatchObject([{ id: 's1', reviewedAt: town.now, endedAt: null }]);
    expect(town.owed('review-suspension')!.state).toBe('open');
  });

  it('ends by itself at its stated end', () => {
    const town = handled();
    town.as('supervisor').do('SuspendDispute', { ground: 'party-absent', until: shanghai('2026-03-10 09:00') });
    town.passTo(shanghai('2026-03-10 09:00'));
    expect(town.status).toBe('handling');
    expect(town.owed('review-suspension')).toBeUndefined();
    expect(town.events.find((each) => each.type === 'DisputeResumed')).toMatchObject({
      at: shanghai('2026-03-10 09:00'),
      actor: { kind: 'clock' },
    });
  });

  it('asks for a safety check again and again, which the holder’s report meets', () => {
    const town = handled('red');
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    expect(dueOf(town, 'safety-check')).toBe(shanghai('2026-03-09 17:30'));
    town.now = shanghai('2026-03-06 10:00');
    town.as('justice').do('ReportProgress', {});
    expect(dueOf(town, 'safety-check')).toBe(shanghai('2026-03-13 17:30'));
    // A Friday plus 7 days; and on a day off it stays where it is, as visits do.
    town.now = shanghai('2026-03-08 10:00');
    town.as('justice').do('ReportProgress', {});
    expect(dueOf(town, 'safety-check')).toBe(shanghai('2026-03-15 17:30'));
  });

  it('lets nothing fall due in it: a last day that moved into it moves on', () => {
    const five = { amount: 5, unit: 'days' as const };
    const handle = { ...DEFAULT_POLICY.handle, blue: { ...DEFAULT_POLICY.handle.blue, ordinary: five } };
    const town = new Town(shanghai('2026-11-23 09:00'), rulesFor({ ...DEFAULT_POLICY, handle })).handledBy('land');
    // Five days from Monday are Saturday; the law moves it to Monday, the 30th, and on that day the case stands.
    expect(dueOf(town, 'handle')).toBe(shanghai('2026-11-30 17:30'));
    town.passTo(shanghai('2026-11-30 09:00'));
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.passTo(shanghai('2026-12-01 12:00'));
    town.as('supervisor').do('ResumeDispute', {});
    expect(dueOf(town, 'handle')).toBe(shanghai('2026-12-01 17:30'));
    town.passTo(shanghai('2026-12-01 17:29'));
    expect(town.owed('handle')!.state).toBe('open');
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });

  it('over the National Day gives the working days back, not the days off', () => {
    // 7 working days from Monday the 21st of September 2026: the 25th is the Mid-Autumn Festival, 1 to 7 October are off.
    const town = new Town(shanghai('2026-09-21 09:00')).handledBy('land');
    expect(dueOf(town, 'handle')).toBe(shanghai('2026-10-08 17:30'));
    town.passTo(shanghai('2026-09-29 15:00'));
    town.as('supervisor').do('SuspendDispute', { ground: 'appraisal' });
    town.passTo(shanghai('2026-10-09 10:00'));
    town.as('supervisor').do('ResumeDispute', {});
    // Counted: 22, 23, 24, 28. Stood: 29, 30 September and 8 October. Then 9, Saturday 10 (made up) and Monday 12.
    expect(dueOf(town, 'handle')).toBe(shanghai('2026-10-12 17:30'));
  });

  it('takes nothing from the department that comes after it', () => {
    const window = { amount: 30, unit: 'days' as const };
    const limits = { ...DEFAULT_POLICY.limits, 'return-window': { blue: window, yellow: window, red: window } };
    const town = new Town(MONDAY, rulesFor({ ...DEFAULT_POLICY, limits })).handledBy('justice');
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.passTo(shanghai('2026-03-16 09:00'));
    town.as('supervisor').do('ResumeDispute', {});
    town.as('justice').do('ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    town.offer('land');
    town.as('land').do('AcceptTransfer', { transferId: 't2' });
    // The ten working days from the 2nd to the 13th stood: all seven are left, the 16th to the 24th.
    expect(town.owed('handle')).toMatchObject({
      dueAt: shanghai('2026-03-24 17:30'),
      rule: { path: 'handle.blue.ordinary' },
    });
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });

  it('keeps what was late late', () => {
    const town = handled();
    town.passTo(shanghai('2026-03-12 10:00'));
    expect(town.owed('handle')!.state).toBe('late');
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.passTo(shanghai('2026-03-20 10:00'));
    town.as('supervisor').do('ResumeDispute', {});
    expect(town.owed('handle')).toMatchObject({ state: 'late', lateSince: shanghai('2026-03-11 17:30') });
  });

  it('may be resolved without being resumed first; its time is charged as paused', () => {
    const town = handled();
    town.now = plusMillis(MONDAY, DAY);
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.now = plusMillis(MONDAY, 3 * DAY);
    town.as('justice').do('ResolveDispute', { outcome: 'referred-to-court', terms: [] });
    expect(town.status).toBe('resolved');
    expect(town.row!.suspensions[0]!.endedAt).toBe(town.now);
    const { parts, totalMinutes } = attributionAt(town.row!, town.now);
    expect(parts.map(({ phase, minutes }) => [phase, minutes])).toEqual([
      ['handling', 1440],
      ['paused', 2880],
      ['visiting', 0],
    ]);
    expect(totalMinutes).toBe(4320);
  });

  it('is the supervisor’s by the default policy, and the desk’s where the policy says so', () => {
    expect(handled().as('desk').attempt('SuspendDispute', { ground: 'court' })).toBe('NOT_ALLOWED');
    expect(handled().as('justice').attempt('SuspendDispute', { ground: 'court' })).toBe('NOT_ALLOWED');
  });
});

describe('a statutory track', () => {
  it('owes its steps one after the other on their own limits while the handling clock stands', () => {
    const town = handled('blue', 'land');
    town.as('land').do('EnterTrack', { track: 'land-title' });
    expect(town.status).toBe('statutory');
    expect(town.owed('handle')!.state).toBe('paused');
    expect(town.owed('statutory-step')).toMatchObject({ n: 1, dueAt: shanghai('2026-03-11 17:30') });
    town.now = shanghai('2026-03-05 10:00');
    town.as('land').do('TakeTrackStep', { step: 'acceptance-opinion' });
    expect(town.owed('statutory-step')).toMatchObject({ n: 2, dueAt: shanghai('2026-03-12 17:30') });
    expect(town.as('land').attempt('TakeTrackStep', { step: 'acceptance-opinion' })).toBe('NO_SUCH_STEP');
    town.as('land').do('TakeTrackStep', { step: 'investigation' });
    expect(town.owed('statutory-step')).toBeUndefined();
    expect(town.owed('safety-check')).toBeDefined();
  });

  it('lets a step be extended as its own law says, once and by the head, whatever the grade', () => {
    const town = handled('blue', 'justice');
    town.as('justice').do('EnterTrack', { track: 'petition' });
    town.as('justice').do('TakeTrackStep', { step: 'objection' });
    const reply = town.owed('statutory-step')!;
    expect(reply).toMatchObject({ n: 3 });
    const ask = (amount: number) => ({ obligationId: reply.id, by: { amount, unit: 'days' as const } });
    expect(town.as('justice').attempt('AskExtension', ask(40))).toBe('EXTENSION_EXHAUSTED');
    town.as('justice').do('AskExtension', ask(30));
    expect(town.owed('decide-extension')!.holder).toMatchObject({ departmentId: 'justice', role: 'head' });
    town.as('justice-head').do('DecideExtension', { extensionId: 'x1', approve: true });
    const moved = town.owed('statutory-step')!;
    expect(moved.terms.extensions).toEqual([{ amount: 30, unit: 'days' }]);
    expect(moved.dueAt > reply.dueAt).toBe(true);
    expect(town.as('justice').attempt('AskExtension', ask(1))).toBe('EXTENSION_EXHAUSTED');
  });

  it('ends back with its holder, whose clock runs on', () => {
    const town = handled('blue', 'land');
    town.as('land').do('EnterTrack', { track: 'land-title' });
    town.passTo(shanghai('2026-06-01 10:00'));
    expect(town.as('land').attempt('ResolveDispute', { outcome: 'decided', terms: [] })).toBe('ON_STATUTORY_TRACK');
    town.as('land').do('EndTrack', { outcome: 'decided' });
    expect(town.status).toBe('handling');
    expect(town.owed('safety-check')).toBeUndefined();
    expect(town.owed('handle')).toMatchObject({ state: 'open' });
    expect(dueOf(town, 'handle')! > town.now).toBe(true);
    town.as('land').do('ResolveDispute', { outcome: 'decided', terms: [] });
    expect(town.row!.tracks).toMatchObject([{ track: 'land-title', outcome: 'decided' }]);
  });

  it('refuses one that the region does not know', () => {
    const town = handled();
    expect(town.as('justice').attempt('EnterTrack', { track: 'no-such-track' as never })).toBe('NO_SUCH_TRACK');
  });
});

describe('pause, extension and grade together', () => {
  it('an approved extension is counted behind the pause', () => {
    const town = handled();
    town
      .as('justice')
      .do('AskExtension', { obligationId: town.owed('handle')!.id, by: { amount: 3, unit: 'workingDays' } });
    town.as('justice-head').do('DecideExtension', { extensionId: 'x1', approve: true });
    expect(dueOf(town, 'handle')).toBe(shanghai('2026-03-16 17:30'));
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.passTo(shanghai('2026-03-09 08:00'));
    town.as('supervisor').do('ResumeDispute', {});
    // The five working days of the pause, the 2nd (its first day) being none of them: it is the start.
    expect(dueOf(town, 'handle')).toBe(shanghai('2026-03-20 17:30'));
  });

  it('a grade that is raised while the clock stands brings no obligation to run', () => {
    const town = handled('blue');
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.as('desk').do('GradeDispute', { grade: 'red' });
    expect(town.owed('handle')!.state).toBe('paused');
    expect(town.owed('plan')).toBeUndefined();
    expect(town.owed('stabilise')).toBeDefined();
    town.passTo(shanghai('2026-03-04 10:00'));
    town.as('supervisor').do('ResumeDispute', {});
    expect(town.owed('plan')).toMatchObject({ dueAt: shanghai('2026-03-05 10:00') });
  });
});
