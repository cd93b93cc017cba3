import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ADMINISTRATOR, PEOPLE, Town, rulesFor, shanghai } from '../../../test/support/town.js';
import type { CommandActor } from '../people/actor.js';
import type { CommandData } from './commands.js';
import { DomainError } from '../errors.js';
import { violationsOf } from '../proof/invariants.js';
import { DAY, HOUR, MINUTE, instantOf, millisOf, plusMillis } from '../time/time.js';
import { CATEGORIES, COMPLEXITIES, GRADES, RESOLVE_OUTCOMES } from '../words.js';

const NOW = shanghai('2026-11-23 09:00');
const CLERK = { userId: 'admin', departmentId: 'district', roles: ['admin' as const], superiorOf: [] };
const LEDGER = { importId: '00000000-0000-4000-8000-00000000000a', source: 'police', externalNumber: '纠-2026-7' };

const told = (data: Partial<CommandData['AdoptDispute']> = {}): CommandData['AdoptDispute'] => ({
  number: '2026-00001',
  desk: 'police',
  superior: 'centre',
  category: 'neighbours',
  grade: 'blue',
  place: { village: 'village-shixi' },
  parties: [{ id: 'p1', role: 'applicant' }],
  dangerSigns: [],
  source: { channel: 'other' },
  policyHash: 'hash',
  calendarHash: 'hash',
  ledger: LEDGER,
  registeredAt: shanghai('2026-10-09 10:00'),
  ...data,
});

function adopted(data: Partial<CommandData['AdoptDispute']> = {}): Town {
  const town = new Town(NOW);
  town.actingAs(CLERK).do('AdoptDispute', told(data));
  return town;
}

const proved = (town: Town) => violationsOf(town.events, rulesFor(), town.now);

describe('a case of an old ledger', () => {
  it('stands where the ledger says, each entry at its own moment, and tells where it came from', () => {
    const transfer = { to: 'land', offeredAt: shanghai('2026-10-10 09:00'), acceptedAt: shanghai('2026-10-10 11:00') };
    const town = adopted({ transfer });
    expect(town.dispute).toMatchObject({ status: 'handling', lead: 'land', enteredAt: shanghai('2026-10-09 10:00') });
    const by = (type: string) => town.events.filter((each) => each.type === type).map(({ at }) => at);
    expect(by('TransferOffered')).toEqual([transfer.offeredAt]);
    expect(by('TransferAccepted')).toEqual([transfer.acceptedAt]);
    expect(by('DisputeAdopted')).toEqual([NOW]);
    expect(town.row).toMatchObject({ ledger: LEDGER, adoptedAt: NOW, createdAt: shanghai('2026-10-09 10:00') });
    expect(town.dispute).not.toHaveProperty('adopting');
    expect(proved(town)).toEqual([]);
  });

  it('has its clocks from when they began: what is late was late then, and nobody noticed it late', () => {
    const transfer = { to: 'land', offeredAt: shanghai('2026-10-10 09:00'), acceptedAt: shanghai('2026-10-10 11:00') };
    const town = adopted({ transfer });
    const handle = town.owed('handle')!;
    expect(handle).toMatchObject({ openedAt: transfer.acceptedAt, state: 'late' });
    // Seven working days from 10 October, a make-up day, over a week-end.
    expect(handle.dueAt).toBe(shanghai('2026-10-20 17:30'));
    expect(handle.lateSince).toBe(handle.dueAt);
    for (const { type, data } of town.events)
      if (type === 'ObligationLate' || type === 'LadderStepFired') expect(data).not.toHaveProperty('delayMs');
  });

  it('keeps what is ahead for when it comes', () => {
    const town = adopted({ registeredAt: plusMillis(NOW, -HOUR) });
    expect(town.dispute).toMatchObject({ status: 'entered', latenesses: 0 });
    expect(town.owed('dispatch')!.dueAt > NOW).toBe(true);
    town.passTo(plusMillis(town.owed('dispatch')!.dueAt, MINUTE));
    expect(town.dispute.latenesses).toBe(1);
    expect(proved(town)).toEqual([]);
  });

  it('was answered where the ledger says so, however late; else its offer has lapsed, as silence does', () => {
    const offeredAt = shanghai('2026-10-10 09:00');
    const late = adopted({ transfer: { to: 'land', offeredAt, acceptedAt: plusMillis(offeredAt, 10 * DAY) } });
    expect(late.dispute).toMatchObject({ status: 'handling', lead: 'land' });
    expect(late.events.map(({ type }) => type)).not.toContain('TransferLapsed');
    expect(late.row!.obligations.find(({ kind }) => kind === 'answer-transfer')).toMatchObject({ state: 'met' });
    const silent = adopted({ transfer: { to: 'land', offeredAt } });
    expect(silent.dispute).toMatchObject({ status: 'circulating' });
    expect(silent.owed('dispatch')).toMatchObject({ state: 'late' });
    expect([...proved(late), ...proved(silent)]).toEqual([]);
  });

  it('goes on like any other', () => {
    const town = adopted({
      transfer: { to: 'justice', offeredAt: plusMillis(NOW, -2 * HOUR), acceptedAt: plusMillis(NOW, -HOUR) },
    });
    town.as('justice').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    expect(town.status).toBe('resolved');
    expect(proved(town)).toEqual([]);
  });

  it('is corrected by its ledger, by the word of who brings in what its desk kept, wherever people might correct it', () => {
    const transfer = { to: 'land', offeredAt: shanghai('2026-11-20 09:00'), acceptedAt: shanghai('2026-11-20 11:00') };
    const town = adopted({ transfer });
    const data = { category: 'water' as const, importId: LEDGER.importId };
    const attempt = (actor: CommandActor) => town.actingAs(actor).attempt('CorrectByLedger', data);
    const { desk, supervisor, land, auditor } = PEOPLE as Record<string, CommandActor>;
    for (const who of [desk, supervisor, land, auditor, CLERK])
      expect([who!.userId, attempt(who!)]).toEqual([who!.userId, 'NOT_ALLOWED']);
    expect(attempt({ ...CLERK, departmentId: 'police' })).toBe('ok');
    expect(town.actingAs(ADMINISTRATOR).attempt('CorrectDispute', { category: 'water' })).toBe('NOT_ALLOWED');
    const owed = town.dispute.obligations.map(({ id, dueAt }) => [id, dueAt]);
    expect(town.types(town.do('CorrectByLedger', data))).toEqual(['DisputeCorrected']);
    expect(town.row).toMatchObject({ category: 'water', ledger: LEDGER });
    expect(town.dispute).not.toHaveProperty('importId');
    expect(town.dispute.obligations.map(({ id, dueAt }) => [id, dueAt])).toEqual(owed);
    expect(proved(town)).toEqual([]);
    town.as('auditor').do('PlaceHold', {});
    expect(attempt(ADMINISTRATOR)).toBe('ON_HOLD');
    town.as('auditor').do('LiftHold', {});
    town.as('land').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    town.visitAll();
    expect(attempt(ADMINISTRATOR)).toBe('ALREADY_CLOSED');
  });

  it('is the only one that a ledger corrects: of another the record tells it', () => {
    const town = new Town(NOW);
    town.as('desk').register();
    town.actingAs(ADMINISTRATOR).do('CorrectByLedger', { category: 'water', importId: LEDGER.importId });
    expect(proved(town).map(({ what }) => what)).toEqual(['it was corrected by a ledger, and came of none']);
  });

  it.each<[string, Partial<CommandData['AdoptDispute']>, string]>([
    [
      'was accepted before it was offered',
      { transfer: { to: 'land', offeredAt: shanghai('2026-10-10 09:00'), acceptedAt: shanghai('2026-10-09 11:00') } },
      'MOMENT_OUT_OF_RANGE',
    ],
    ['lies ahead', { registeredAt: plusMillis(NOW, MINUTE) }, 'MOMENT_OUT_OF_RANGE'],
    [
      'was handed on without a grade',
      { grade: undefined as never, transfer: { to: 'land', offeredAt: NOW } },
      'NOT_GRADED',
    ],
    [
      'was resolved before it was answered',
      {
        transfer: { to: 'land', offeredAt: shanghai('2026-10-10 09:00') },
        resolution: { outcome: 'mediated', resolvedAt: NOW },
      },
      'NO_OPEN_TRANSFER',
    ],
  ])('is refused whole where it %s', (_what, data, code) => {
    const town = new Town(NOW);
    expect(() => town.actingAs(CLERK).do('AdoptDispute', told(data))).toThrow(code);
    expect(town.events).toEqual([]);
  });

  it('is registered once, and by its ledger alone', () => {
    const town = adopted();
    expect(() => town.actingAs(CLERK).do('AdoptDispute', told())).toThrow('ALREADY_REGISTERED');
    const cut = town.events.slice(0, -1);
    expect(violationsOf(cut, rulesFor(), NOW)).toMatchObject([{ invariant: 7 }]);
    const twice = [...town.events, { ...town.events.at(-1)!, seq: town.events.length + 1, answers: undefined }];
    expect(violationsOf(twice as never, rulesFor(), NOW)).toMatchObject([{ invariant: 7 }]);
  });

  it('proves whatever a ledger says of it, and whatever follows', () => {
    const START = millisOf(shanghai('2025-02-01 00:00'));
    const moments = fc
      .array(fc.integer({ min: START, max: millisOf(NOW) }), { minLength: 4, maxLength: 4 })
      .map((each) => [...each].sort((a, b) => a - b).map(instantOf));
    const ledgers = fc.record({
      moments,
      grade: fc.constantFrom(undefined, ...GRADES),
      complexity: fc.constantFrom(undefined, ...COMPLEXITIES),
      category: fc.constantFrom(...CATEGORIES),
      to: fc.constantFrom(undefined, 'police', 'justice', 'land'),
      isAccepted: fc.boolean(),
      outcome: fc.constantFrom(undefined, ...RESOLVE_OUTCOMES),
    });
    fc.assert(
      fc.property(ledgers, ({ moments: [a, b, c, d], to, isAccepted, outcome, grade, complexity, category }) => {
        const town = new Town(NOW);
        try {
          town.actingAs(CLERK).do(
            'AdoptDispute',
            told({
              category,
              registeredAt: a!,
              grade: grade as never,
              ...(complexity && { complexity }),
              ...(to && { transfer: { to, offeredAt: b!, ...(isAccepted && { acceptedAt: c! }) } }),
              ...(outcome && { resolution: { outcome, resolvedAt: d! } }),
            }),
          );
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          expect(town.events).toEqual([]);
          return;
        }
        town.passTo(plusMillis(NOW, 40 * DAY));
        expect(proved(town)).toEqual([]);
        expect(town.events.map(({ at }) => at)).toEqual(town.events.map(({ at }) => at).sort());
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
