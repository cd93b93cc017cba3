import { describe, expect, it } from '@jest/globals';
import { Town, ADMINISTRATOR, rulesFor, shanghai } from '../../../test/support/town.js';
import { correctionOf } from '../dispute/correction.js';
import { nothing } from '../dispute/history.js';
import type { DisputeEvent } from '../dispute/events.js';
import type { EventText, OpenedEvent } from '../dispute/text.js';
import { violationsOf } from '../proof/invariants.js';
import { saidAnew } from './anew.js';
import type { LedgerCase } from './disputes.js';

const NOW = shanghai('2026-11-23 09:00');
const LEDGER = { importId: '00000000-0000-4000-8000-00000000000a', source: 'police', externalNumber: '纠-1' };
const LATER = '00000000-0000-4000-8000-00000000000b';

const ROW: LedgerCase = {
  externalNumber: '纠-1',
  source: 'police',
  title: '围墙东移',
  category: 'neighbours',
  desk: 'police',
  village: 'village-shixi',
  registeredAt: shanghai('2026-10-09 10:00'),
  parties: [
    { name: '张三', role: 'applicant', phone: '13900001111' },
    { name: '李四', role: 'respondent' },
  ],
};
const people = (...names: string[]): LedgerCase['parties'] =>
  names.map((name, index) => ({ name, role: index === 0 ? 'applicant' : 'respondent' }));

/** Texts are no secret here. */
const open = ({ text, ...event }: DisputeEvent) =>
  ({ ...event, ...(text !== undefined && { text: JSON.parse(text) as unknown }) }) as OpenedEvent;

/** A case of a ledger whose first row it was, and what people and later rows make of it. */
class Adopted {
  readonly town = new Town(NOW);

  constructor({ title, narrative, category, village, registeredAt, parties }: LedgerCase = ROW) {
    const named = parties.map((each, index) => ({ ...each, id: `p${index + 1}` }));
    this.town.actingAs(ADMINISTRATOR).do(
      'AdoptDispute',
      {
        number: '2026-00001',
        desk: 'police',
        superior: 'centre',
        category,
        place: { village },
        parties: named.map(({ id, role }) => ({ id, role })),
        dangerSigns: [],
        source: { channel: 'other' },
        policyHash: 'hash',
        calendarHash: 'hash',
        ledger: LEDGER,
        registeredAt,
      },
      {
        text: JSON.stringify({
          title,
          narrative: narrative ?? title,
          parties: Object.fromEntries(named.map(({ id, role: _, ...each }) => [id, each])),
        }),
      },
    );
  }

  private look(told: LedgerCase) {
    const { row, state, said } = saidAnew(told, nothing(this.town.id, rulesFor()), this.town.events, open);
    return { row, state, ...correctionOf(said, row, state) };
  }

  get row() {
    return this.look(ROW).row;
  }

  /** What a row would correct. */
  said(told: LedgerCase) {
    const { data, text } = this.look(told);
    return { ...data, ...text };
  }

  /** A row is brought in. */
  bring(told: LedgerCase): this {
    const { data, text, isOther } = this.look(told);
    this.town.later(60_000);
    if (isOther)
      this.town
        .actingAs(ADMINISTRATOR)
        .do('CorrectByLedger', { ...data, importId: LATER }, { text: JSON.stringify(text) });
    return this;
  }

  /** A clerk corrects it. */
  people(said: Parameters<typeof correctionOf>[0]): this {
    const { row, state } = this.look(ROW);
    const { data, text } = correctionOf(said, row, state);
    this.town.later(60_000);
    const words: EventText['DisputeCorrected'] = { ...text, reason: '看过身份证' };
    this.town.as('desk').do('CorrectDispute', data, { text: JSON.stringify(words) });
    return this;
  }
}

describe('a row of a ledger whose case is there', () => {
  it('says nothing where it says what it said', () => {
    expect(new Adopted().said(ROW)).toEqual({});
  });

  it('corrects what it says otherwise, once, and takes its own word back', () => {
    const one = new Adopted();
    const next: LedgerCase = { ...ROW, title: '围墙西移', category: 'water', village: 'village-donghe' };
    expect(one.said(next)).toEqual({
      title: '围墙西移',
      // Its title stood for the story that it does not tell.
      narrative: '围墙西移',
      category: 'water',
      place: {},
    });
    one.bring(next);
    expect(one.row).toMatchObject({ title: '围墙西移', category: 'water', place: { village: 'village-donghe' } });
    expect(one.said(next)).toEqual({});
    expect(one.said(ROW)).toMatchObject({ title: '围墙东移', category: 'neighbours' });
    expect(violationsOf(one.town.events, one.town.state.rules, one.town.now)).toEqual([]);
  });

  it('leaves what people corrected here against all that stood there before, and is the later word where it is new', () => {
    const one = new Adopted().people({ title: '院墙东移', narrative: '两家都说过' });
    expect(one.said(ROW)).toEqual({});
    // What a sheet said that was written of it meanwhile is old, too.
    one.people({ title: '院墙东移半米' });
    expect(one.said({ ...ROW, title: '院墙东移' })).toEqual({});
    expect(one.said({ ...ROW, title: '院墙西移' })).toEqual({ title: '院墙西移' });
    // Another cell that is put right brings no old word back with it.
    expect(one.said({ ...ROW, category: 'water' })).toEqual({ category: 'water' });
  });

  it('keeps of a home what it knows nothing of, but no grid of another village', () => {
    const place = { village: 'village-shixi', grid: '三组', address: '三组 12 号', lat: 30.1, lng: 103.2 };
    const one = new Adopted().people({ place });
    const { lat, lng } = place;
    expect(one.said({ ...ROW, address: '三组 21 号' })).toEqual({
      place: { grid: '三组', address: '三组 21 号', lat, lng },
    });
    expect(one.said({ ...ROW, village: 'village-donghe' })).toEqual({ place: { address: '三组 12 号', lat, lng } });
  });

  it('knows each of its people by their name, and by their place where only that is left', () => {
    const phone = '13900001111';
    const one = new Adopted();
    const renamed = [ROW.parties[0]!, { name: '李思', role: 'respondent' as const }];
    expect(one.said({ ...ROW, parties: renamed })).toEqual({
      parties: { p2: { name: '李思' } },
    });
    const inserted = [ROW.parties[0]!, { name: '王五', role: 'respondent' as const }, ROW.parties[1]!];
    expect(one.said({ ...ROW, parties: inserted })).toEqual({ parties: { p3: { name: '王五' } } });
    one.bring({ ...ROW, parties: inserted });
    expect(one.row.parties.map(({ id, name }) => `${id} ${name}`)).toEqual(['p1 张三', 'p2 李四', 'p3 王五']);
    expect(one.said(ROW)).toEqual({ removed: ['p3'] });
    expect(one.said({ ...ROW, parties: inserted })).toEqual({});
    expect(one.said({ ...ROW, parties: [] })).toEqual({});
    const other = [{ ...inserted[0]!, phone: '13900002222' }, ...inserted.slice(1)];
    expect(one.said({ ...ROW, parties: other })).toEqual({
      parties: { p1: { name: '张三', phone: '13900002222' } },
    });
    expect(one.row.parties[0]!.phone).toBe(phone);
  });

  it('leaves whom people named, renamed and took out', () => {
    const one = new Adopted({ ...ROW, parties: people('张三', '李四', '王五') });
    one.people({
      parties: [
        { id: 'p2', name: '李思', phone: '13900003333' },
        { id: 'p3', remove: true },
        { name: '赵六', role: 'other' },
      ],
    });
    expect(one.said({ ...ROW, parties: people('张三', '李四', '王五') })).toEqual({});
    expect(one.said({ ...ROW, parties: people('张三', '李思') })).toEqual({});
    // Whom people named already is no second one.
    expect(one.said({ ...ROW, parties: people('张三', '李四', '王五', '赵六') })).toEqual({
      parties: { p4: { name: '赵六' } },
    });
    // Of one whom it names no more nothing is left.
    expect(one.said({ ...ROW, parties: people('张三') })).toEqual({ removed: ['p2'] });
  });

  it('names somebody anew whom only the ledger had taken out', () => {
    const one = new Adopted({ ...ROW, parties: people('张三', '李四') });
    one.bring({ ...ROW, parties: people('张三') });
    expect(one.row.parties.map(({ id }) => id)).toEqual(['p1']);
    expect(one.said({ ...ROW, parties: people('张三', '李四') })).toEqual({ parties: { p3: { name: '李四' } } });
  });
});
