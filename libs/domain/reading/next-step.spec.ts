import { describe, expect, it } from '@jest/globals';
import { suggest } from './next-step.js';
import type { PolicyDocument } from '../policy/document.js';
import type { TransferRow } from '../dispute/row.js';
import type { ReturnReason } from '../words.js';

const routing: PolicyDocument['routing'] = [
  { category: 'neighbours', to: 'justice', reason: '邻里归司法所' },
  { category: 'neighbours', village: 'baitang', to: 'committee', reason: '白塘由村调委会先调' },
  { category: 'neighbours', dangerSign: 'violence', to: 'police', reason: '有暴力迹象' },
  { category: 'homestead', to: 'land', reason: '宅基地归国土所' },
];
const about = { category: 'neighbours', village: 'shixi', dangerSigns: [], transfers: [] } as const;
interface Returned {
  by: string;
  code: ReturnReason;
  named: string | null;
  text: string | null;
}
const returned = (more: Partial<Returned> = {}): TransferRow => {
  const { by = 'justice', code = 'not-our-duty', named = null, text = '界址不清，应由国土所确认' } = more;
  return {
    id: 't1',
    from: 'police',
    to: by,
    role: 'lead',
    state: 'returned',
    designated: false,
    offeredAt: '2026-03-02T01:00:00.000Z',
    answeredAt: '2026-03-02T02:00:00.000Z',
    answerDueAt: null,
    reason: null,
    requestedAction: null,
    returnReason: { code, text, handBack: false, suggestedDepartment: named },
    upheld: true,
  };
};

describe('the proposed department', () => {
  it('is that of the most specific rule: danger before village before category', () => {
    expect(suggest(routing, about)).toEqual({ departmentId: 'justice', reason: '邻里归司法所' });
    expect(suggest(routing, { ...about, village: 'baitang' })?.departmentId).toBe('committee');
    const signs = ['violence'] as const;
    expect(suggest(routing, { ...about, village: 'baitang', dangerSigns: signs })?.departmentId).toBe('police');
    expect(suggest(routing, { ...about, category: 'other' })).toBeNull();
  });

  it('is the one that the last return named, for the reason that it gave', () => {
    const transfers = [
      returned({ by: 'labour', named: 'forestry' }),
      returned({ named: 'land', code: 'party-refuses' }),
    ];
    expect(suggest(routing, { ...about, transfers })).toEqual({
      departmentId: 'land',
      reason: '界址不清，应由国土所确认',
    });
  });

  it('is nobody who gave it back as none of theirs', () => {
    expect(suggest(routing, { ...about, transfers: [returned()] })).toBeNull();
    expect(suggest(routing, { ...about, village: 'baitang', transfers: [returned()] })?.departmentId).toBe('committee');
    const back = [returned({ named: 'land' }), returned({ by: 'land', code: 'out-of-area', named: 'justice' })];
    expect(suggest(routing, { ...about, transfers: back })).toBeNull();
  });

  it('may be the same again where facts or parties were what was missing', () => {
    const transfers = [returned({ code: 'insufficient-facts' })];
    expect(suggest(routing, { ...about, transfers })?.departmentId).toBe('justice');
  });

  it('follows the rules where the words of a return were erased', () => {
    const transfers = [returned({ by: 'forestry', named: 'land', text: null })];
    expect(suggest(routing, { ...about, transfers })?.departmentId).toBe('justice');
  });

  it('is no place where nobody could answer, whoever named it', () => {
    const isStaffed = (id: string) => id !== 'land' && id !== 'committee';
    expect(suggest(routing, { ...about, transfers: [returned({ named: 'land' })] }, isStaffed)).toBeNull();
    expect(suggest(routing, { ...about, village: 'baitang', transfers: [] }, isStaffed)?.departmentId).toBe('justice');
  });

  it('counts no return that the desk did not uphold, and none of who assists', () => {
    for (const more of [{ upheld: false }, { upheld: null }, { role: 'assist' }] as const) {
      const transfers = [{ ...returned({ named: 'land' }), ...more }];
      expect(suggest(routing, { ...about, transfers })?.departmentId).toBe('justice');
    }
  });
});
