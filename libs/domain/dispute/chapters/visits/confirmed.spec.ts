import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { PEOPLE, Town, rulesFor, shanghai } from '../../../../../test/support/town.js';
import type { CommandData } from '../../commands.js';
import { can, decide } from '../../decide.js';
import { DomainError } from '../../../errors.js';
import { DEFAULT_POLICY } from '../../../policy/default-policy.js';
import type { PolicyDocument } from '../../../policy/document.js';
import { violationsOf } from '../../../proof/invariants.js';
import { nextStep } from '../../../reading/next-step.js';
import { noticesOf } from '../../notices.js';
import { isDrawn } from './draw.js';

/** A Monday; so is day 7. */
const MONDAY = shanghai('2026-11-23 09:00');
const within = { amount: 5, unit: 'workingDays' } as const;
const drawing = (share: number): PolicyDocument => ({
  ...DEFAULT_POLICY,
  spotChecks: { blue: share, yellow: share, red: share, within },
});
const ALL = rulesFor(drawing(1));
const NONE = rulesFor(drawing(0));
const BOTH = [{ partyId: 'p1' }, { partyId: 'p2' }];

/** What the rules refuse, with what they say of it. */
function refusal(act: () => unknown): object | 'ok' {
  try {
    act();
    return 'ok';
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, ...error.facts };
    throw error;
  }
}

/** Resolved by justice, on the day of its first visit. */
function onItsDay(grade: 'blue' | 'red', rules = NONE): Town {
  const town = new Town(MONDAY, rules).resolvedBy('justice', { grade });
  town.passTo(shanghai(grade === 'red' ? '2026-11-24 10:00' : '2026-11-30 10:00'));
  return town.as('visitor');
}

describe('a visit in a pair', () => {
  const pair = (more: Partial<CommandData['RecordVisit']> = {}): CommandData['RecordVisit'] => ({
    n: 1,
    mode: 'in-person-pair',
    outcome: 'stable',
    with: PEOPLE.desk!,
    ...more,
  });

  it('names the second: one alone is refused, in whatever words', () => {
    const town = onItsDay('red');
    const { with: _second, ...alone } = pair();
    const code = { code: 'PAIR_REQUIRED', n: 1, mode: 'in-person-pair' };
    expect(refusal(() => town.do('RecordVisit', alone))).toEqual(code);
    expect(refusal(() => town.do('RecordVisit', pair({ mode: 'in-person' })))).toMatchObject(code);
    expect(refusal(() => onItsDay('blue').do('RecordVisit', alone))).toEqual(code);
  });

  it.each([
    ['oneself', 'visitor', 'PAIR_REQUIRED'],
    ['somebody who may not visit', 'grid', 'PAIR_REQUIRED'],
    ['somebody of another office', 'land', 'PAIR_REQUIRED'],
    ['who resolved it', 'justice', 'VISIT_OWN_WORK'],
  ])('not %s', (_what, who, code) => {
    expect(onItsDay('red').attempt('RecordVisit', pair({ with: PEOPLE[who]! }))).toBe(code);
  });

  it('needs no second where nobody was met, or where the quarrel is back', () => {
    const { with: _second, ...alone } = pair();
    for (const outcome of ['unreachable', 'relapsed'] as const)
      expect(onItsDay('red').attempt('RecordVisit', { ...alone, outcome })).toBe('ok');
  });

  it('is unconfirmed, late after its tolerance, and holds the case until the second says so', () => {
    const town = onItsDay('red');
    town.do('RecordVisit', pair());
    expect(town.row!.visits[0]).toMatchObject({ state: 'unconfirmed', with: 'desk', departmentId: 'police' });
    expect(town.attempt('RecordVisit', pair())).toBe('VISIT_NOT_OPEN');
    town.passTo(shanghai('2026-11-25 05:30'));
    expect(town.owed('return-visit')).toMatchObject({ n: 1, state: 'late' });
    expect(refusal(() => town.as('desk').do('CloseDispute', {}))).toMatchObject({ code: 'VISITS_OPEN' });
    town.as('desk').do('ConfirmVisit', { n: 1 });
    expect(town.row!.visits[0]).toMatchObject({ state: 'done', confirmedAt: town.now });
    // Within what may be reported afterwards it counts when it was made, and was never late.
    expect(town.row!.obligations.find((each) => each.kind === 'return-visit' && each.n === 1)).toMatchObject({
      state: 'met',
      metAt: shanghai('2026-11-24 10:00'),
      lateSince: null,
    });
    expect(violationsOf(town.events, NONE, town.now)).toEqual([]);
  });

  it('is confirmed by the second or their head; by nobody else, and not by who recorded it', () => {
    const town = onItsDay('red');
    town.do('RecordVisit', pair());
    const head = { ...PEOPLE.desk!, userId: 'police-head', roles: ['desk' as const, 'head' as const] };
    for (const who of ['visitor', 'justice', 'justice-head', 'supervisor'])
      expect(town.as(who).attempt('ConfirmVisit', { n: 1 })).toBe('NOT_ALLOWED');
    expect(town.actingAs(head).attempt('ConfirmVisit', { n: 1 })).toBe('ok');
    expect(town.as('desk').attempt('ConfirmVisit', { n: 2 })).toBe('VISIT_NOT_OPEN');
    // A head who recorded it cannot confirm their own word.
    const own = onItsDay('red').actingAs({ ...head, roles: ['visitor', 'head'] });
    own.do('RecordVisit', pair());
    expect(own.attempt('ConfirmVisit', { n: 1 })).toBe('NOT_ALLOWED');
  });

  it('is the next step of who went along, and of nobody else', () => {
    const town = onItsDay('red');
    town.do('RecordVisit', pair());
    expect(nextStep(town.dispute, PEOPLE.desk!, town.now)).toMatchObject({ verb: 'confirm-visit', n: 1 });
    expect(can(town.dispute, PEOPLE.visitor!, town.now)).not.toContain('confirm-visit');
  });

  it('reminds who must confirm it on its day, and not who made it; late, the head of that one', () => {
    const rules = rulesFor({ ...drawing(0), visitsFrom: 0 });
    const town = new Town(MONDAY, rules).resolvedBy('justice', { grade: 'red' });
    town.passTo(shanghai('2026-11-23 12:00'));
    town.as('visitor').do('RecordVisit', pair({ with: PEOPLE['justice-head']! }));
    const told: object[] = [];
    for (const moment of ['2026-11-23 17:30', '2026-11-24 08:00', '2026-11-24 17:30', '2026-11-25 05:31']) {
      const [before, from] = [town.dispute, town.events.length];
      town.passTo(shanghai(moment));
      for (const event of town.events.slice(from)) told.push(...noticesOf(event, before, town.dispute));
    }
    const second = { departmentId: 'justice', userId: 'justice-head', role: 'visitor' };
    const ofVisit = told.filter(
      (each) => 'obligationId' in each && each.obligationId === town.owed('return-visit')!.id,
    );
    expect(ofVisit).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'remind', ...second })]));
    expect(ofVisit.filter((each) => !('departmentId' in each && each.departmentId === 'justice'))).toEqual([]);
    expect(ofVisit).toContainEqual(expect.objectContaining({ kind: 'explain', post: 'head' }));
    const [urged] = town.as('supervisor').do('UrgeHolder', { obligationId: town.owed('return-visit')!.id });
    expect(noticesOf(urged!, town.dispute, town.dispute)).toMatchObject([second, { departmentId: 'justice' }]);
  });

  it('may be waived unconfirmed', () => {
    const town = onItsDay('red', ALL);
    town.do('RecordVisit', pair());
    town.as('supervisor').do('WaiveVisit', { n: 1 });
    expect(town.row!.visits[0]!.state).toBe('waived');
    expect(town.owed('spot-check')).toBeUndefined();
    expect(violationsOf(town.events, ALL, town.now)).toEqual([]);
  });
});

describe('what is told of a spot check', () => {
  const told = (town: Town, act: () => unknown) => {
    const [before, from] = [town.dispute, town.events.length];
    act();
    return town.events.slice(from).flatMap((event) => noticesOf(event, before, town.dispute));
  };

  it('is that it was drawn, to the office that owes it; late, to nobody beside it but who is above', () => {
    const town = onItsDay('blue', ALL);
    const made = { n: 1, mode: 'phone', outcome: 'stable', parties: BOTH } as const;
    const drawn = told(town, () => town.do('RecordVisit', made));
    const office = { obligationId: town.owed('spot-check')!.id, departmentId: 'centre', role: 'supervisor' };
    expect(drawn).toEqual([{ kind: 'check-drawn', ...office }]);
    const late = told(town, () => town.passTo(shanghai('2026-12-20 10:00')));
    expect(late.filter(({ post }) => post !== 'director')).toEqual(
      ['remind', 'explain', 'urge'].map((kind) => ({ kind, ...office })),
    );
    expect(late).toContainEqual(
      expect.objectContaining({ kind: 'supervise', post: 'director', departmentId: 'centre' }),
    );
  });

  it('is that it heard something else, to who recorded the visit, their head and the desk; else nothing', () => {
    for (const result of ['confirmed', 'different'] as const) {
      const town = onItsDay('blue', ALL);
      town.do('RecordVisit', { n: 1, mode: 'phone', outcome: 'stable', parties: BOTH });
      const heard = told(town, () => town.as('supervisor').do('CheckVisit', { n: 1, result }));
      const kind = 'visit-different';
      expect(heard).toEqual(
        result === 'confirmed'
          ? []
          : [
              { kind, departmentId: 'police', userId: 'visitor', whereOf: 'visitor', role: 'visitor' },
              { kind, departmentId: 'police', whereOf: 'visitor', role: 'head' },
              { kind, departmentId: 'police', role: 'desk' },
            ],
      );
    }
  });
});

describe('whom a visit met', () => {
  it('is said with their answers, and whether all are content follows from them', () => {
    const town = onItsDay('blue');
    const parties = [
      { partyId: 'p1', satisfied: true, kept: true },
      { partyId: 'p2', satisfied: false },
    ];
    town.do('RecordVisit', { n: 1, mode: 'phone', outcome: 'stable', parties });
    expect(town.row!.visits[0]).toMatchObject({ parties, satisfied: false });
  });

  it('is each side once over the plan: the last asks for who is missing', () => {
    const town = new Town(MONDAY, NONE).resolvedBy('justice', { grade: 'yellow' });
    const first = [{ partyId: 'p1' }];
    for (const n of [1, 2, 3]) town.visit(n, { parties: first });
    const missing = { code: 'SIDES_MISSING', n: 4, sides: ['respondent'] };
    expect(refusal(() => town.visit(4, { parties: first }))).toEqual(missing);
    expect(refusal(() => town.do('RecordVisit', { n: 4, mode: 'phone', outcome: 'stable' }))).toEqual(missing);
    town.visit(4, { parties: [{ partyId: 'p2' }] });
    expect(town.status).toBe('closed');
    expect(violationsOf(town.events, NONE, town.now)).toEqual([]);
  });

  it('is asked of the last that is made, also while one before it waits for its second', () => {
    const rules = rulesFor({
      ...drawing(0),
      visits: {
        ...DEFAULT_POLICY.visits,
        blue: [
          { after: { amount: 1, unit: 'days' }, mode: 'in-person-pair', tolerance: within },
          { after: { amount: 7, unit: 'days' }, mode: 'phone', tolerance: within },
        ],
      },
    });
    const town = new Town(MONDAY, rules).resolvedBy('justice');
    town.passTo(shanghai('2026-11-30 10:00'));
    const stable = { outcome: 'stable' as const, parties: [{ partyId: 'p1' }] };
    town.as('visitor').do('RecordVisit', { n: 1, mode: 'in-person-pair', with: PEOPLE.desk!, ...stable });
    expect(town.attempt('RecordVisit', { n: 2, mode: 'phone', ...stable })).toBe('SIDES_MISSING');
  });

  it('is nobody whom the case does not know', () => {
    const visit = { n: 1, mode: 'phone', outcome: 'stable', parties: [{ partyId: 'p9' }] } as const;
    expect(onItsDay('blue').attempt('RecordVisit', { ...visit, parties: [...visit.parties] })).toBe('NO_SUCH_PARTY');
  });

  it('is anybody where nobody is named as a side', () => {
    const town = new Town(MONDAY, NONE).resolvedBy('justice', { parties: [{ id: 'p1', role: 'other' }] });
    town.passTo(shanghai('2026-11-30 10:00'));
    const visit = { n: 1, mode: 'phone' as const, outcome: 'stable' as const };
    expect(refusal(() => town.as('visitor').do('RecordVisit', visit))).toMatchObject({ sides: ['other'] });
    expect(town.attempt('RecordVisit', { ...visit, parties: [{ partyId: 'p1' }] })).toBe('ok');
  });

  it('saw what of the agreement is kept, on the same sheet', () => {
    const town = new Town(MONDAY, NONE).handledBy('justice');
    town.do('ResolveDispute', { outcome: 'mediated', terms: [{}, {}] });
    town.passTo(shanghai('2026-11-30 10:00'));
    const visit = { n: 1, mode: 'phone' as const, outcome: 'stable' as const, parties: BOTH };
    expect(town.as('visitor').attempt('RecordVisit', { ...visit, terms: [3] })).toBe('NO_SUCH_TERM');
    const told = town.do('RecordVisit', { ...visit, terms: [1, 2, 2] });
    expect(town.types(told).filter((each) => each === 'TermFulfilled')).toHaveLength(2);
    expect(town.status).toBe('closed');
    expect(violationsOf(town.events, NONE, town.now)).toEqual([]);
  });
});

describe('a spot check', () => {
  const made = (rules = ALL) => {
    const town = onItsDay('blue', rules);
    town.do('RecordVisit', { n: 1, mode: 'phone', outcome: 'stable', parties: BOTH });
    return town;
  };

  it('is owed by the office of the superior within five working days, and holds the case', () => {
    const town = made();
    expect(town.status).toBe('resolved');
    expect(town.owed('spot-check')).toMatchObject({
      n: 1,
      holder: { departmentId: 'centre', role: 'supervisor' },
      dueAt: shanghai('2026-12-07 17:30'),
      rule: { path: 'spotChecks.within' },
    });
    expect(town.row!.visits[0]!.check).toEqual({
      state: 'owed',
      dueAt: shanghai('2026-12-07 17:30'),
      by: null,
      reason: null,
    });
    expect(refusal(() => town.as('desk').do('CloseDispute', {}))).toEqual({ code: 'CHECK_OPEN', openChecks: [1] });
    expect(nextStep(town.dispute, PEOPLE.supervisor!, town.now)).toMatchObject({ verb: 'check-visit', n: 1 });
  });

  it('that hears the same lets the case close', () => {
    const town = made();
    for (const who of ['desk', 'visitor', 'justice'])
      expect(town.as(who).attempt('CheckVisit', { n: 1, result: 'confirmed' })).toBe('NOT_ALLOWED');
    town.as('supervisor').do('CheckVisit', { n: 1, result: 'confirmed' });
    expect(town.status).toBe('closed');
    expect(town.row!.visits[0]).toMatchObject({ state: 'done', check: { state: 'confirmed', by: 'supervisor' } });
    expect(violationsOf(town.events, ALL, town.now)).toEqual([]);
  });

  it('that hears something else undoes the visit and adds one, which is drawn and asked for both sides anew', () => {
    const town = made();
    town.as('supervisor').do('CheckVisit', { n: 1, result: 'different' });
    expect(town.status).toBe('resolved');
    expect(town.row!.visits).toMatchObject([
      { n: 1, state: 'undone', departmentId: 'police', check: { state: 'different', by: 'supervisor' } },
      { n: 2, state: 'planned' },
    ]);
    expect(town.attempt('CheckVisit', { n: 1, result: 'confirmed' })).toBe('NO_SUCH_CHECK');
    expect(refusal(() => town.visit(2, { parties: [{ partyId: 'p1' }] }))).toMatchObject({ code: 'SIDES_MISSING' });
    town.visit(2);
    expect(town.status).toBe('closed');
    expect(violationsOf(town.events, ALL, town.now)).toEqual([]);
  });

  it('is not answered by who made the visit, went along, or did the work', () => {
    const town = onItsDay('red', ALL);
    const also = (userId: string) => ({ ...PEOPLE.supervisor!, userId });
    town.do('RecordVisit', { n: 1, mode: 'in-person-pair', outcome: 'stable', with: PEOPLE.desk!, parties: BOTH });
    for (const userId of ['visitor', 'desk', 'justice'])
      expect(town.actingAs(also(userId)).attempt('CheckVisit', { n: 1, result: 'confirmed' })).toBe('SELF_APPROVAL');
    expect(town.as('supervisor').attempt('CheckVisit', { n: 1, result: 'confirmed' })).toBe('ok');
  });

  it('goes with a reopening', () => {
    const town = made();
    town.as('desk').do('ReopenDispute', {});
    expect(town.owed('spot-check')).toBeUndefined();
    expect(town.row!.visits[0]).not.toHaveProperty('check');
    expect(violationsOf(town.events, ALL, town.now)).toEqual([]);
  });

  it('is drawn by what nobody can know before, and stays as it was drawn', () => {
    const town = onItsDay('blue', rulesFor(drawing(0.5)));
    const visit = { n: 1, mode: 'phone', outcome: 'stable', parties: BOTH } as const;
    const drawn = (bodyHmac: string, key: string) => {
      const command = {
        type: 'RecordVisit' as const,
        actor: PEOPLE.visitor!,
        receivedAt: town.now,
        key,
        bodyHmac,
        data: { ...visit, parties: [...BOTH] },
      };
      const told = decide(command, town.state, town.now);
      return told.some((each) => each.type === 'ObligationOpened' && each.data.obligation.kind === 'spot-check');
    };
    // The key says nothing, the HMAC of the body all; asked again it is the same.
    const bodies = Array.from({ length: 64 }, (_, n) => `hmac ${n}`);
    const lots = bodies.map((each) => drawn(each, 'a'));
    expect(bodies.map((each) => drawn(each, 'another'))).toEqual(lots);
    expect(new Set(lots)).toEqual(new Set([true, false]));
    // A recorded try is final: the same visit under another key and body is refused.
    town.do('RecordVisit', { ...visit, parties: [...BOTH] }, { bodyHmac: bodies[lots.indexOf(true)]! });
    for (const bodyHmac of bodies)
      expect(town.attempt('RecordVisit', { ...visit, parties: [...BOTH] }, { bodyHmac })).toBe('VISIT_NOT_OPEN');
  });

  it.each([
    ['blue', 0.1],
    ['red', 0.25],
  ] as const)('is drawn of 100,000 visits of %s cases as the policy says, within a tenth', (grade, share) => {
    const { spotChecks } = DEFAULT_POLICY;
    expect(spotChecks![grade]).toBe(share);
    let drawn = 0;
    for (let each = 0; each < 100_000; each += 1) {
      // As the door makes it: of the case, and of a body that differs in as little as a number.
      const bodyHmac = createHmac('sha256', 'key')
        .update(`visit ${each >> 4}\u0000{"n":${each & 15}}`)
        .digest('base64url');
      if (isDrawn(bodyHmac, `${each >> 4} ${each & 15}`, share)) drawn += 1;
    }
    expect(drawn).toBeGreaterThan(100_000 * share * 0.9);
    expect(drawn).toBeLessThan(100_000 * share * 1.1);
  });

  it('is drawn of none and of all where a policy says so', () => {
    expect(
      [0, 1].map((share) => Array.from({ length: 1000 }, (_, n) => isDrawn(`${n}`, '', share)).filter(Boolean).length),
    ).toEqual([0, 1000]);
  });
});

describe('a visit that nobody could make', () => {
  it('is handed over to the superior, who decides on it', () => {
    const town = new Town(MONDAY, NONE).resolvedBy('justice');
    const nobody = (day: string, mode: 'phone' | 'in-person') => {
      town.passTo(shanghai(`${day} 10:00`));
      town.as('visitor').do('RecordVisit', { n: 1, mode, outcome: 'unreachable' });
    };
    for (const day of ['2026-11-28', '2026-11-29', '2026-11-30']) nobody(day, 'phone');
    const { dueAt } = town.owed('return-visit')!;
    expect(town.owed('return-visit')!.holder).toEqual({ departmentId: 'police', role: 'visitor' });
    nobody('2026-12-01', 'in-person');
    expect(town.owed('return-visit')).toMatchObject({ dueAt, holder: { departmentId: 'centre', role: 'supervisor' } });
    expect(town.row!.obligations.at(-1)).toMatchObject({ kind: 'return-visit', holder: { departmentId: 'centre' } });
    expect(nextStep(town.dispute, PEOPLE.supervisor!, town.now)).toMatchObject({ verb: 'waive-visit', n: 1 });
    // It may still be made.
    expect(town.attempt('RecordVisit', { n: 1, mode: 'in-person', outcome: 'stable', parties: BOTH })).toBe('ok');
    town.as('supervisor').do('WaiveVisit', { n: 1 });
    expect(town.status).toBe('closed');
    expect(violationsOf(town.events, NONE, town.now)).toEqual([]);
  });
});
