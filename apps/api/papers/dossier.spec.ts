import { describe, expect, it } from '@jest/globals';
import { PAPER_HOUSE as tree } from '../../../test/support/paper-house.js';
import { PEOPLE, shanghai } from '../../../test/support/town.js';
import type { DisputeView, TimelineEntry } from '../disputes/answers.js';
import { dossierSheet, type DossierContent } from './dossier.js';

const NOW = shanghai('2026-03-02 09:00');
const LATER = shanghai('2026-04-01 17:30');
const by = (userId: string) => ({ kind: 'person', userId, departmentId: PEOPLE[userId]!.departmentId });

const view = {
  number: '2026-00007',
  title: '围墙占道',
  category: 'neighbours',
  grade: 'yellow',
  complexity: 'ordinary',
  status: 'handling',
  desk: 'police',
  holder: 'justice',
  place: { village: 'village-shixi', address: '三组水井旁' },
  createdAt: NOW,
  parties: [{ id: 'p1', name: '张有田', role: 'applicant', phone: '13900001234' }],
  people: 30,
  amount: 12_000.5,
  externalNumber: '110-2026-88',
  mergedFrom: [],
  mergedInto: null,
  narrative: null,
  resolution: null,
  attachments: [],
  apart: [],
  adopted: null,
  extensions: [{ id: 'e1', obligationId: 'o1' }],
  supervisions: [],
  transfers: [{ id: 't1', to: 'justice', role: 'lead' }],
  obligations: [{ id: 'o1', kind: 'handle' }],
} as unknown as DisputeView;

type Told = Partial<Record<'data' | 'text' | 'actor' | 'changed' | 'at', unknown>>;
const entry = (type: string, { at = NOW, actor = by('desk'), ...more }: Told, seq: number) =>
  ({ type, seq, at, actor, ...more }) as unknown as TimelineEntry;
const parties = { p1: { name: '张有田', phone: '139****1234' }, p2: { name: '李大山' } };
const registered = {
  data: {
    ...{ category: 'neighbours', place: { village: 'village-shixi' }, dangerSigns: ['threat'] },
    parties: [
      { id: 'p1', role: 'applicant' },
      { id: 'p2', role: 'respondent' },
    ],
    ...{ source: { channel: 'walk-in' }, people: 30, amount: 12_000.5 },
  },
  text: { title: '围墙占道', narrative: '砌墙。', address: '三组水井旁', externalNumber: '110-2026-88', parties },
};

/** The lines of the last of them. */
function lastOf(...events: [type: string, told: Told][]): string[] {
  const content = { view, papers: [], record: [], madeAt: new Date(NOW), zone: 'Asia/Shanghai' };
  const timeline = events.map(([type, told], n) => entry(type, told, n + 1));
  const { sections } = dossierSheet({ ...content, timeline } as unknown as DossierContent, tree);
  const { lines } = sections.find(({ heading }) => heading === '办理经过')!;
  const first = lines.findLastIndex((each) => /^\d+．/.test(each));
  return lines.slice(first + 1).map((each) => each.trim());
}

describe('the dossier on paper', () => {
  it.each<[string, Told, string[]]>([
    [
      'DisputeRegistered',
      registered,
      [
        '标题：围墙占道',
        '类别：邻里；村（社区）：石溪村；地址：三组水井旁',
        '当事人：张有田（申请人）、李大山（被申请人）；涉及人数：30；涉及金额（元）：12,000.5；危险苗头：威胁',
        '来源：来访；外部编号：110-2026-88',
        '经过：砌墙。',
      ],
    ],
    [
      'DisputeGraded',
      {
        data: { grade: 'yellow', complexity: 'complex', previous: 'blue', because: 'repeat' },
        text: { reason: '两次' },
      },
      ['等级：黄色（原为蓝色）；复杂程度：复杂；依规则：重复发生', '两次'],
    ],
    [
      'TransferOffered',
      { data: { transferId: 't1', to: 'justice', role: 'lead', designated: true }, text: { reason: '职责' } },
      ['主办单位：司法所；上级指定', '理由：职责'],
    ],
    ['TransferAccepted', { data: { transferId: 't1', handler: 'justice' } }, ['主办单位：司法所；承办人：陆调解']],
    [
      'TransferReturned',
      {
        data: { transferId: 't1', reasonCode: 'not-our-duty', handBack: false, suggestedDepartment: 'land' },
        text: { reason: '界址' },
      },
      ['理由：非本单位职责；建议转给：自然资源所', '界址'],
    ],
    [
      'MeetingConcluded',
      {
        data: { meetingId: 'm1', decisions: [{ n: 1, departmentId: 'land', dueAt: LATER }] },
        text: { decisions: ['现场勘界'] },
      },
      ['第1项：现场勘界（责任单位：自然资源所，时限：2026年4月1日17时30分）'],
    ],
    [
      'DisputeResolved',
      {
        data: { outcome: 'mediated', departmentId: 'justice', terms: [{ n: 1, dueAt: LATER }, { n: 2 }] },
        text: { summary: '各让半尺', terms: ['拆墙', '不再争执'] },
      },
      [
        '办结方式：调解成功；单位：司法所',
        '情况：各让半尺',
        '协议第1项：拆墙（履行时限：2026年4月1日17时30分）',
        '协议第2项：不再争执（履行时限：未约定）',
      ],
    ],
    [
      'DisputeSuspended',
      { data: { suspensionId: 's1', ground: 'appraisal', until: LATER }, text: { reason: '等结果' } },
      ['事由：鉴定评估；至2026年4月1日17时30分', '等结果'],
    ],
    [
      'VisitMade',
      {
        data: {
          ...{ n: 2, mode: 'in-person-pair', outcome: 'stable', satisfied: true, visitedAt: NOW, attempts: 1 },
          with: { userId: 'visitor', departmentId: 'police' },
          parties: [{ partyId: 'p1', kept: true }],
        },
        text: { note: '都好' },
      },
      [
        '第2次，2026年3月2日09时00分，双人上门，稳定；对处理结果满意；回访对象：张有田（称对方已履行约定）；同行人：韦回访',
        '都好',
      ],
    ],
    [
      'SupervisionOrdered',
      { data: { orderId: 's1', departmentId: 'land', answerWithin: { amount: 3, unit: 'workingDays' } } },
      ['督办单位：自然资源所；答复时限：3 个工作日'],
    ],
    [
      'ObligationHandedOver',
      { data: { obligationId: 'o1', holder: { departmentId: 'land', role: 'head' } } },
      ['事项：办理；移交给：自然资源所'],
    ],
    ['RepeatRuledOut', { data: { repeat: null }, text: { reason: '两家人' } }, ['此前的一件纠纷', '两家人']],
  ])('tells of %s what it was', (type, told, lines) => {
    expect(lastOf([type, told])).toEqual(lines);
  });

  it('says of what somebody was late or pressed, and until when it was owed then', () => {
    const opened: [string, Told] = [
      'ObligationOpened',
      { data: { obligation: { id: 'o1', kind: 'handle', dueAt: NOW } } },
    ];
    const of = (type: string, data: object) => lastOf(opened, [type, { data: { obligationId: 'o1', ...data } }]);
    expect(of('ObligationLate', {})).toEqual(['事项：办理；期限：2026年3月2日09时00分']);
    expect(of('ObligationUrged', {})).toEqual(['事项：办理；期限：2026年3月2日09时00分']);
    expect(of('LadderStepFired', { step: 1, do: 'supervise', to: ['head', 'director'] })).toEqual([
      '事项：办理；期限：2026年3月2日09时00分；对象：部门负责人、中心主任',
    ]);
  });

  it('says of an extension how much was asked for, and the old and the new date once it was given', () => {
    const asked: Told = {
      data: {
        extensionId: 'e1',
        obligationId: 'o1',
        by: { amount: 5, unit: 'workingDays' },
        decider: { departmentId: 'police' },
      },
    };
    expect(lastOf(['ExtensionAsked', asked])).toEqual(['事项：办理；申请延长：5 个工作日；审批单位：派出所']);
    const timeline: [string, Told][] = [
      ['ExtensionDecided', { data: { extensionId: 'e1', approve: true } }],
      [
        'ObligationMoved',
        { data: { obligationId: 'o1', cause: 'extension', from: NOW, obligation: { id: 'o1', dueAt: LATER } } },
      ],
    ];
    expect(lastOf(...timeline)).toEqual([
      '已批准；事项：办理',
      '办理期限由2026年3月2日09时00分改为2026年4月1日17时30分',
    ]);
  });

  it('says what a correction changed, of numbers by which people are reached only that', () => {
    const person = { id: 'p1', name: '张有田', role: 'applicant' };
    const changed = [
      { fact: 'people', was: 5, is: 30 },
      { fact: 'place', was: { village: 'village-shixi' }, is: { village: 'village-shixi', address: '三组' } },
      { fact: 'party', was: { ...person, phone: '13900001234' }, is: { ...person, phone: '13900005678' } },
      { fact: 'party', was: null, is: { id: 'p2', name: '李大山', role: 'witness' } },
    ];
    const lines = lastOf(['DisputeCorrected', { data: {}, text: { reason: '核实' }, changed }]);
    expect(lines).toEqual([
      '涉及人数：5 → 30',
      '地点：石溪村 → 石溪村 三组',
      '当事人：张有田（申请人），电话已更正',
      '当事人：无 → 李大山（证人）',
      '理由：核实',
    ]);
    expect(lines.join()).not.toMatch(/139/);
  });

  it('says the outside number, how many it concerns and the sum, each by its name', () => {
    const content = { view, timeline: [], papers: [], record: [], madeAt: new Date(NOW), zone: 'Asia/Shanghai' };
    const { lines } = dossierSheet(content as unknown as DossierContent, tree).sections[0]!;
    expect(lines).toEqual(
      expect.arrayContaining([
        '村（社区）：石溪村　地址：三组水井旁',
        '外部编号：110-2026-88',
        '涉及人数：30',
        '涉及金额（元）：12,000.5',
      ]),
    );
    expect(lines.join()).not.toContain('13900001234');
  });

  it('lists what papers were issued of it, those that hold no longer as void', () => {
    const paper = {
      kind: 'receipt',
      number: '回〔2026〕2号',
      copy: 1,
      sender: 'justice',
      issuedAt: new Date(NOW),
      issuedBy: 'justice',
    };
    const papers = [
      { ...paper, voided: { at: new Date(LATER), by: 'justice', reason: '写错' } },
      { ...paper, number: '回〔2026〕3号', copy: 2, voided: null },
    ];
    const content = { view, timeline: [], papers, record: [], madeAt: new Date(NOW), zone: 'Asia/Shanghai' };
    const { sections } = dossierSheet(content as unknown as DossierContent, tree);
    expect(sections.find(({ heading }) => heading === '已出具的文书')!.lines).toEqual([
      '1．【作废】矛盾纠纷移交回执　回〔2026〕2号　司法所 陆调解　2026年3月2日09时00分；2026年4月1日17时30分 陆调解作废：写错',
      '2．矛盾纠纷移交回执　回〔2026〕3号（第2份）　司法所 陆调解　2026年3月2日09时00分',
    ]);
  });
});
