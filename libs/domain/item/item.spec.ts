import { describe, expect, it } from '@jest/globals';
import { PEOPLE, rulesFor, shanghai } from '../../../test/support/town.js';
import type { DangerFound } from '../danger.js';
import { DomainError } from '../errors.js';
import {
  ITEM_CORE,
  decideItem,
  evolveItem,
  itemNoticesOf,
  nextItemMoment,
  unreported,
  type Item,
  type ItemCommand,
  type ItemCommandData,
  type ItemCommandType,
  type ItemEvent,
  type ItemFile,
  type ReportedItem,
} from './item.js';
import type { Instant } from '../time/time.js';

const MONDAY = shanghai('2026-03-02 09:00');

class Report {
  item: Item = unreported('00000000-0000-4000-8000-000000000009', rulesFor());
  events: ItemEvent[] = [];
  private keys = 0;

  constructor(public now: Instant = MONDAY) {}

  take(events: ItemEvent[]): ItemEvent[] {
    this.item = events.reduce(evolveItem, this.item);
    this.events.push(...events);
    return events;
  }

  do<T extends ItemCommandType>(who: string, type: T, data: ItemCommandData[T], key = `key ${++this.keys}`) {
    const command = { type, actor: PEOPLE[who]!, receivedAt: this.now, key, bodyHmac: 'body', data } as ItemCommand;
    return this.take(decideItem(command, this.item, this.now));
  }

  attempt<T extends ItemCommandType>(who: string, type: T, data: ItemCommandData[T], more: { ifMatch?: number } = {}) {
    try {
      const command = {
        type,
        actor: PEOPLE[who]!,
        receivedAt: this.now,
        key: 'attempt',
        bodyHmac: 'body',
        data,
        ...more,
      };
      decideItem(command as ItemCommand, this.item, this.now);
      return 'ok';
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  }

  passTo(now: Instant): void {
    for (let next = nextItemMoment(this.item); next !== null && next <= now; next = nextItemMoment(this.item)) {
      this.take(decideItem({ type: 'PassMoment', upTo: next }, this.item, next));
    }
    this.now = now;
  }
}

function reported(
  dangerSigns: ItemCommandData['ReportItem']['dangerSigns'] = [],
  dangerFound?: DangerFound[],
  files?: ItemFile[],
): Report {
  const report = new Report();
  report.do('grid', 'ReportItem', {
    number: 'X2026-00001',
    desk: 'police',
    superior: 'centre',
    feeder: 'info-officer',
    village: 'village-shixi',
    dangerSigns,
    ...(dangerFound && { dangerFound }),
    ...(files && { files }),
    heardAt: MONDAY,
  });
  return report;
}

describe('an information item', () => {
  it('is looked at within seven working hours, within half an hour where danger shows', () => {
    expect(reported().item.obligations).toMatchObject([
      { kind: 'triage', dueAt: shanghai('2026-03-03 09:00'), holder: { departmentId: 'police', role: 'desk' } },
    ]);
    expect(reported(['weapon']).item.obligations[0]!.dueAt).toBe(shanghai('2026-03-02 09:30'));
  });

  it('that nobody looks at is late once, and climbs its ladder rung by rung', () => {
    const report = reported();
    report.passTo(shanghai('2026-03-20 09:00'));
    expect(report.events.filter((each) => each.type === 'ObligationLate').length).toBe(1);
    const rungs = report.events.flatMap((each) => (each.type === 'LadderStepFired' ? [each.data.do] : []));
    expect(rungs).toEqual(['remind', 'explain', 'urge', 'supervise']);
    expect(report.item.obligations[0]!.state).toBe('late');
    expect(nextItemMoment(report.item)).toBeNull();
  });

  it('delivers what passed during an outage in order, each at its moment, marked with the delay', () => {
    const report = reported();
    report.now = shanghai('2026-03-05 09:00');
    const passed = report.take(decideItem({ type: 'PassMoment', upTo: report.now }, report.item, report.now));
    expect(passed.map((each) => each.at)).toEqual([...passed.map((each) => each.at)].sort());
    for (const event of passed)
      expect(event.data).toMatchObject({ delayMs: Date.parse(report.now) - Date.parse(event.at) });
  });

  it.each([
    ['PromoteItem', { disputeId: 'd' }, 'promoted'],
    ['LinkItem', { disputeId: 'd' }, 'linked'],
    ['DiscardItem', {}, 'discarded'],
  ] as const)('%s ends it, once, by the desk alone', (type, data, state) => {
    const report = reported();
    for (const who of ['grid', 'justice', 'supervisor', 'visitor']) {
      expect(report.attempt(who, type, data)).toBe('NOT_ALLOWED');
    }
    report.do('desk', type, data, 'a key');
    expect(report.item).toMatchObject({ status: state, obligations: [] });
    expect(report.do('desk', type, data, 'a key')).toEqual([]);
    expect(report.attempt('desk', 'PromoteItem', { disputeId: 'e' })).toBe('ITEM_NOT_NEW');
  });

  it('is acted on by who says what they saw unless a person acted since, or nobody can have seen it', () => {
    const report = reported();
    const { seq: seen } = report.item;
    report.passTo(shanghai('2026-03-20 09:00'));
    expect(report.item.seq).toBeGreaterThan(seen);
    const discard = (ifMatch: number) => report.attempt('desk', 'DiscardItem', {}, { ifMatch });
    expect([seen - 1, seen, report.item.seq, report.item.seq + 1].map(discard)).toEqual([
      'STALE_VERSION',
      'ok',
      'ok',
      'STALE_VERSION',
    ]);
    const ground = { ground: 'person-request', retainedUntil: null } as const;
    const erase = (ifMatch: number) => report.attempt('auditor', 'EraseItem', ground, { ifMatch });
    const before = report.item.seq;
    expect([seen, before + 9].map(erase)).toEqual(['NOT_CLOSED', 'NOT_CLOSED']);
    report.do('desk', 'DiscardItem', {}, 'a key');
    expect([before, report.item.seq].map(erase)).toEqual(['STALE_VERSION', 'ok']);
    expect(report.attempt('desk', 'DiscardItem', {}, { ifMatch: before })).toBe('ITEM_NOT_NEW');
    expect(report.attempt('grid', 'EraseItem', ground, { ifMatch: before })).toBe('NOT_ALLOWED');
  });

  it('tells its reporter what became of it', () => {
    const report = reported();
    const before = report.item;
    const [event] = report.do('desk', 'DiscardItem', {});
    expect(itemNoticesOf(event!, before, report.item as ReportedItem)).toEqual([
      { kind: 'item-discarded', departmentId: 'police', role: 'reporter', userId: 'grid' },
    ]);
  });

  it('needs nobody’s leave to be reported, and is reported once', () => {
    const report = reported();
    expect(report.attempt('grid', 'ReportItem', {} as never)).toBe('ALREADY_REGISTERED');
    expect(new Report().attempt('desk', 'DiscardItem', {})).toBe('NOT_REGISTERED');
  });
});

describe('the files of a report', () => {
  const photo: ItemFile = { fileId: 'f', mediaType: 'image/jpeg', size: 9, sha256: 'ab' };

  it('are known by their digest as long as it is, in its state and its first entry', () => {
    const report = reported([], undefined, [photo]);
    report.do('desk', 'DiscardItem', {});
    expect(report.item).toMatchObject({ files: [photo] });
    expect(report.events[0]!.data).toMatchObject({ files: [photo] });
    expect(reported().item).not.toHaveProperty('files');
  });
});

describe('the danger of a report', () => {
  const deny = (report: Report, who: 'desk' | 'grid' | 'justice' = 'desk') => report.attempt(who, 'DenyDanger', {});

  it('is denied by the desk, once; then it waits as long as any other, counted from when it came', () => {
    const report = reported(['weapon', 'threat']);
    report.now = shanghai('2026-03-02 09:10');
    expect(['grid', 'justice'].map((who) => deny(report, who as 'grid'))).toEqual(['NOT_ALLOWED', 'NOT_ALLOWED']);
    const events = report.do('desk', 'DenyDanger', {}, 'a key');
    expect(events.map(({ type }) => type)).toEqual(['DangerDenied', 'ObligationMet', 'ObligationOpened']);
    expect(events[0]).toMatchObject({ actor: { userId: 'desk' }, data: { dangerSigns: ['weapon', 'threat'] } });
    expect(report.item).toMatchObject({
      status: 'new',
      dangerSigns: [],
      obligations: [{ kind: 'triage', openedAt: report.now, dueAt: shanghai('2026-03-03 09:00') }],
    });
    expect(report.item).not.toHaveProperty('dangerFound');
    expect(report.do('desk', 'DenyDanger', {}, 'a key')).toEqual([]);
    expect(deny(report)).toBe('NO_DANGER_SIGNS');
    report.do('desk', 'DiscardItem', {});
    expect(deny(report)).toBe('ITEM_NOT_NEW');
  });

  it('that is denied late was late, and is owed anew', () => {
    const report = reported(['weapon']);
    report.passTo(shanghai('2026-03-04 09:00'));
    expect(deny(report)).toBe('ok');
    report.do('desk', 'DenyDanger', {});
    report.passTo(shanghai('2026-03-04 09:01'));
    expect(report.events.filter(({ type }) => type === 'ObligationLate').length).toBe(2);
  });

  it('is not denied of a report that came in under the first rules, whose code would take it for something else', () => {
    const report = reported(['weapon']);
    report.item = { ...report.item, core: 1 };
    expect(deny(report)).toBe('NO_DANGER_SIGNS');
  });

  it('is kept with the words that show it', () => {
    const dangerFound = [{ sign: 'weapon' as const, from: 1, to: 4 }];
    expect(reported(['weapon'], dangerFound).item).toMatchObject({ core: ITEM_CORE, dangerFound });
    expect(reported(['weapon']).item).not.toHaveProperty('dangerFound');
  });
});
