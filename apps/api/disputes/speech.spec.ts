import { expect, it } from '@jest/globals';
import type { Obligation } from '#domain/obligation/obligation.js';
import type { Language } from '#lexicon/languages.js';
import type { Tree } from '#domain/people/tree.js';
import { Town, shanghai } from '../../../test/support/town.js';
import { causeText } from './speech.js';

const names: Record<string, [string, string]> = {
  police: ['派出所', 'Police station'],
  justice: ['司法所', 'Justice office'],
  forestry: ['林业站', 'Forestry station'],
  land: ['自然资源所', 'Land office'],
  centre: ['综治中心', 'Governance centre'],
};
const tree = {
  departments: new Map(Object.entries(names).map(([id, [name, nameEn]]) => [id, { id, name, nameEn }])),
} as unknown as Tree;

function cause(town: Town, kind: Obligation['kind'], language: Language): string {
  const late = town.row!.obligations.find((each) => each.kind === kind && each.state === 'late')!;
  return causeText(town.row!, late, town.now, tree, language);
}
const both = (town: Town, kind: Obligation['kind']) => [cause(town, kind, 'zh-CN'), cause(town, kind, 'en')];
const back = { transferId: 't1', reasonCode: 'not-our-duty' } as const;
const entered = () => {
  const town = new Town(shanghai('2026-03-02 09:00'));
  town.as('desk').register({ grade: 'blue' });
  return town;
};

it('says who let an offer lie, and how long it might have', () => {
  const town = entered();
  town.offer('forestry');
  town.passTo(shanghai('2026-03-04 10:00'));
  expect(both(town, 'answer-transfer')).toEqual([
    '超期 16 小时：林业站将移交搁置 2 天（时限 1 个工作日）',
    '16 h late: Forestry station let the offer lie 2 days of its 1 working day',
  ]);
});

it('says what a return without a reason that held has cost', () => {
  const town = entered();
  town.offer('justice');
  town.as('justice').do('ReturnTransfer', back);
  town.passTo(shanghai('2026-03-03 10:00'));
  town.as('desk').do('DecideReturn', { transferId: 't1', uphold: false });
  town.as('justice').do('AcceptTransfer', { transferId: 't1' });
  town.passTo(shanghai('2026-04-03 10:00'));
  expect(both(town, 'watch')).toEqual([
    '超期 1 天：司法所退单理由未获支持，耗时 1 天；司法所办理 31 天；派出所流转台处理 1 天',
    '1 day late: 1 day went to a return by Justice office without a reason that held; Justice office handling 31 days; Police station with the desk 1 day',
  ]);
});

it('says that a return held, or still waits for the desk', () => {
  const town = entered();
  town.offer('justice');
  town.as('justice').do('ReturnTransfer', back);
  town.passTo(shanghai('2026-03-04 10:00'));
  expect(both(town, 'decide-return')).toEqual([
    '超期 16 小时：司法所退单待审核已 2 天；派出所流转台处理 2 天',
    '16 h late: a return by Justice office has waited 2 days for its decision; Police station with the desk 2 days',
  ]);
  town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
  town.passTo(shanghai('2026-04-03 10:00'));
  expect(cause(town, 'watch', 'en')).toContain('2 days went to a return by Justice office; ');
});

it('says how long it stood, whose time the rest was, and that the pause made nobody late', () => {
  const town = new Town(shanghai('2026-03-02 09:00')).handledBy('justice');
  town.as('supervisor').do('SuspendDispute', { ground: 'court' });
  town.passTo(shanghai('2026-03-16 09:00'));
  town.as('supervisor').do('ResumeDispute', {});
  town.passTo(shanghai('2026-03-26 09:00'));
  expect(both(town, 'handle')).toEqual([
    '超期 1 天：司法所中止 14 天；司法所办理 10 天',
    '1 day late: Justice office paused 14 days; Justice office handling 10 days',
  ]);
});

it('says that an outage hid it', () => {
  const town = new Town(shanghai('2026-03-02 09:00')).handledBy('justice');
  town.now = shanghai('2026-03-16 18:00');
  town.passTo(town.now);
  expect(both(town, 'handle')).toEqual([
    '超期 5 天：系统中断，晚 5 天发现；司法所办理 14 天',
    '5 days late: an outage hid it for 5 days; Justice office handling 14 days',
  ]);
});

it('blames who owed it: a visit is the police’s who make it, not the lead’s that waits for it', () => {
  const town = new Town(shanghai('2026-03-02 09:00')).resolvedBy('justice');
  town.passTo(shanghai('2026-03-13 09:30'));
  expect(both(town, 'return-visit')).toEqual([
    '超期 1 天：派出所回访 11 天',
    '1 day late: Police station visiting 11 days',
  ]);
});

it('blames the centre for a designation that only the centre may make, also in the whole case', () => {
  const town = entered();
  for (const [n, who] of ['justice', 'land'].entries()) {
    const transferId = `t${n + 1}`;
    town.offer(who);
    town.as(who).do('ReturnTransfer', { transferId, reasonCode: 'not-our-duty' });
    town.as('desk').do('DecideReturn', { transferId, uphold: true });
  }
  town.passTo(shanghai('2026-03-06 10:00'));
  expect(both(town, 'dispatch')).toEqual([
    '超期 2 天：综治中心待指定 4 天',
    '2 days late: Governance centre designating 4 days',
  ]);
  town.passTo(shanghai('2026-04-03 10:00'));
  expect(cause(town, 'watch', 'zh-CN')).toBe('超期 1 天：综治中心待指定 32 天');
});

it('blames an assistant for its own report, and leaves out what stood', () => {
  const town = new Town(shanghai('2026-03-02 09:00')).handledBy('justice');
  town.as('desk').do('TransferDispute', { to: 'forestry', role: 'assist', designated: false });
  town.as('forestry').do('AcceptTransfer', { transferId: 't2' });
  town.as('supervisor').do('SuspendDispute', { ground: 'court', until: shanghai('2026-03-12 09:00') });
  town.passTo(shanghai('2026-03-16 09:00'));
  expect(cause(town, 'assist-report', 'zh-CN')).toBe('超期 10 天：林业站办理 14 天');
  expect(cause(town, 'first-contact', 'zh-CN')).toBe('超期 3 天：司法所中止 10 天；司法所办理 4 天');
});

it('divides a visit that was handed over between who could not make it and who decides on it', () => {
  const town = new Town(shanghai('2026-03-02 09:00')).resolvedBy('justice');
  for (const day of ['10', '11', '12']) {
    town.passTo(shanghai(`2026-03-${day} 10:00`));
    town.as('visitor').do('RecordVisit', { n: 1, mode: day === '12' ? 'in-person' : 'phone', outcome: 'unreachable' });
  }
  town.passTo(shanghai('2026-03-13 10:00'));
  town.as('visitor').do('RecordVisit', { n: 1, mode: 'in-person', outcome: 'unreachable' });
  expect(town.last('ObligationHandedOver')).toBeDefined();
  town.passTo(shanghai('2026-03-28 10:00'));
  expect(cause(town, 'return-visit', 'zh-CN')).toBe('超期 16 天：综治中心回访 15 天；派出所回访 11 天');
  expect(town.row!.attribution.map(({ departmentId, phase }) => `${departmentId} ${phase}`)).toEqual([
    'police visiting',
    'centre visiting',
  ]);
});
