import { describe, expect, it } from '@jest/globals';
import type { DisputeRow } from '#domain/dispute/row.js';
import { PAPERS, papersFor, resolutionId } from '#domain/reading/papers.js';
import { PAPER_SERIES, PAPER_TITLE } from '#lexicon/papers.js';
import { PAPER_HOUSE as tree } from '../../../test/support/paper-house.js';
import { PEOPLE, shanghai, Town } from '../../../test/support/town.js';
import type { Ground } from './ground.js';
import { letterOf, previewOf } from './letters.js';

const FIRST = shanghai('2026-03-02 09:00');
const due = shanghai('2026-04-01 17:30');

/** A case that justice mediated, with what people typed. */
function mediated(more: (row: DisputeRow) => Partial<DisputeRow> = () => ({})) {
  const town = new Town(FIRST);
  town.handledBy('justice');
  town.do('MakePlan', {});
  town.do('ResolveDispute', { outcome: 'mediated', terms: [{ dueAt: due }, {}] });
  const { row: told } = town;
  const row: DisputeRow = {
    ...told!,
    title: '围墙占道',
    narrative: '新砌围墙占用巷道半米。',
    parties: told!.parties.map((each, n) => ({
      ...each,
      name: ['张有田', '李大山'][n]!,
      phone: '13900001234',
      idNumber: '110101199001010000',
      ...(n === 0 && { address: '石溪村三组' }),
    })),
    resolution: {
      ...told!.resolution!,
      summary: '双方各让半尺。',
      terms: told!.resolution!.terms.map((each, n) => ({ ...each, text: ['拆除围墙', '不再争执'][n]! })),
    },
  };
  return { town, row: { ...row, ...more(row) } };
}

const groundOf = (row: DisputeRow, now = FIRST): Ground => ({ row, tree, zone: 'Asia/Shanghai', now, caseUrl: 'u' });
const issue = { sender: 'justice', year: 2026, n: 3, copy: 1 };

describe('papers', () => {
  it('have a title and a series of their own', () => {
    expect(new Set(PAPERS.map((each) => PAPER_SERIES[each])).size).toBe(PAPERS.length);
    expect(new Set(PAPERS.map((each) => PAPER_TITLE[each])).size).toBe(PAPERS.length);
  });

  it('an agreement says parties, facts, terms with their time, how it takes effect, and who signs', () => {
    const { row } = mediated();
    const sheet = letterOf({ kind: 'mediation-agreement', subjectId: 'r1' }, issue, groundOf(row));
    expect(sheet).toMatchObject({
      number: '调〔2026〕3号',
      title: '人民调解协议书',
      addressee: null,
      sender: '司法所',
    });
    const text = sheet.paragraphs.join('\n');
    for (const said of [
      '申请人：张有田',
      '单位或者住址：石溪村三组',
      '纠纷主要事实、争议事项：新砌围墙占用巷道半米。',
      '经调解，自愿达成如下协议：双方各让半尺。',
      '1．拆除围墙',
      '2．不再争执',
      '第1项于2026年4月1日前履行',
      '其余各项的履行时限',
      '人民调解员签名并加盖人民调解委员会印章之日起生效',
      '三十日内共同向人民法院申请司法确认',
    ]) {
      expect(text).toContain(said);
    }
    expect(sheet.signatures).toEqual([
      '申请人张有田（签名、盖章或者按指印）：',
      '被申请人李大山（签名、盖章或者按指印）：',
      '人民调解员（签名）：',
      '记录人（签名）：',
      '人民调解委员会（印章）：',
    ]);
    // Whoever sees the case may print it: numbers of people are for the pen.
    expect(JSON.stringify(sheet)).not.toMatch(/13900001234|110101/);
  });

  it('a record of performance says of each term whether it is kept', () => {
    const { row } = mediated(({ resolution }) => ({
      resolution: {
        ...resolution!,
        terms: resolution!.terms.map((each) =>
          each.n === 1 ? { ...each, fulfilledAt: shanghai('2026-04-02 10:00') } : each,
        ),
      },
    }));
    const about = { kind: 'performance-record', subjectId: 'r1' } as const;
    const { paragraphs } = letterOf(about, issue, groundOf(row, shanghai('2026-04-03 10:00')));
    expect(paragraphs).toContain('1．拆除围墙（时限：2026年4月1日）：已于2026年4月2日履行，超过约定时限。');
    expect(paragraphs).toContain('2．不再争执：尚未履行。');
  });

  it('a record of a visit says when, how, by whom, whom they met and what they found', () => {
    const { town } = mediated();
    town.visit(1, { outcome: 'stable', parties: [{ partyId: 'p1', kept: true, satisfied: true }, { partyId: 'p2' }] });
    const { row } = mediated(() => ({ visits: town.row!.visits }));
    const visit = row.visits.find((each) => each.n === 1)!;
    const { paragraphs } = letterOf({ kind: 'visit-record', subjectId: 'v1' }, issue, groundOf(row));
    const text = paragraphs.join('\n');
    expect(visit.visitedAt).not.toBeNull();
    for (const said of ['第1次回访', '回访人：韦回访', '张有田（称对方已履行约定，满意）、李大山', '回访结果：稳定']) {
      expect(text).toContain(said);
    }
  });

  it('minutes say who met when, and who does what until when', () => {
    const { row } = mediated(() => ({
      meetings: [
        {
          id: 'm1',
          at: shanghai('2026-03-05 09:00'),
          departments: ['justice', 'land'],
          calledAt: FIRST,
          state: 'concluded',
          decisions: [{ n: 1, text: '实地丈量', departmentId: 'land', dueAt: due, fulfilledAt: null, note: null }],
        },
      ],
    }));
    const { paragraphs } = letterOf({ kind: 'meeting-minutes', subjectId: 'm1' }, issue, groundOf(row));
    expect(paragraphs).toContain('参会单位：司法所、自然资源所。');
    expect(paragraphs.at(-1)).toBe('1．实地丈量（责任单位：自然资源所，时限：2026年4月1日17时30分）');
  });

  it('before a number is taken show none, and say what they are', () => {
    const { row } = mediated();
    const about = { kind: 'mediation-agreement', subjectId: 'r1' } as const;
    const preview = previewOf(about, { sender: 'justice', year: 2026 }, groundOf(row));
    expect(preview).toMatchObject({ number: '调〔2026〕　号', mark: '预览', copy: null });
    const { mark: _mark, ...rest } = preview;
    expect({ ...rest, number: '调〔2026〕3号' }).toEqual(letterOf(about, issue, groundOf(row)));
  });
});

describe('who may issue them', () => {
  const kinds = (who: string, { town, row }: ReturnType<typeof mediated>) =>
    papersFor(PEOPLE[who]!, row, town.dispute).map(({ kind, subjectId }) => `${kind} ${subjectId}`);

  it('an agreement: who mediated, and the desk; nobody where it was not mediated', () => {
    const both = ['mediation-agreement r1', 'performance-record r1'];
    expect(kinds('justice', mediated())).toEqual(['receipt t1', ...both]);
    expect(kinds('desk', mediated())).toEqual(['transfer-letter t1', ...both]);
    expect(kinds('land', mediated())).toEqual([]);
    expect(kinds('supervisor', mediated())).toEqual([]);
    const decided = mediated(({ resolution }) => ({ resolution: { ...resolution!, outcome: 'decided' } }));
    expect(kinds('justice', decided)).toEqual(['receipt t1']);
    const plain = mediated(({ resolution }) => ({ resolution: { ...resolution!, terms: [] } }));
    expect(kinds('justice', plain)).toEqual(['receipt t1', 'mediation-agreement r1']);
  });

  it('an agreement after a relapse is another one', () => {
    const { row } = mediated();
    expect(resolutionId(row)).toBe('r1');
    const earlier = { resolvedAt: FIRST, closedAt: null, outcome: 'mediated', departmentId: 'justice' } as const;
    expect(resolutionId({ ...row, closures: [{ ...earlier, resolvedAt: shanghai('2026-02-01 09:00') }] })).toBe('r2');
    // What stands is among them once it was closed.
    expect(resolutionId({ ...row, closures: [{ ...earlier, resolvedAt: row.resolution!.resolvedAt }] })).toBe('r1');
  });

  it('a record of a visit: who made it, and the desk; of one that nobody made there is none', () => {
    const { town } = mediated();
    expect(kinds('desk', mediated()).filter((each) => each.startsWith('visit-record'))).toEqual([]);
    town.visit(1);
    const visited = { town, row: { ...mediated().row, visits: town.row!.visits } };
    expect(kinds('visitor', visited)).toEqual(['visit-record v1']);
    expect(kinds('desk', visited)).toContain('visit-record v1');
    expect(kinds('justice', visited)).not.toContain('visit-record v1');
  });
});
