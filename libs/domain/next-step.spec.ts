import { describe, expect, it } from '@jest/globals';
import { suggest, type UpheldReturn } from './next-step.js';
import type { PolicyDocument } from './policy.js';

const routing: PolicyDocument['routing'] = [
  { category: 'neighbours', to: 'justice', reason: '邻里归司法所' },
  { category: 'neighbours', village: 'baitang', to: 'committee', reason: '白塘由村调委会先调' },
  { category: 'neighbours', dangerSign: 'violence', to: 'police', reason: '有暴力迹象' },
  { category: 'homestead', to: 'land', reason: '宅基地归国土所' },
];
const about = { category: 'neighbours', village: 'shixi', dangerSigns: [], returns: [] } as const;
const returned = (more: Partial<UpheldReturn> = {}): UpheldReturn => ({
  by: 'justice',
  code: 'not-our-duty',
  named: null,
  text: '界址不清，应由国土所确认',
  ...more,
});

describe('the proposed department', () => {
  it('is that of the most specific rule: danger before village before category', () => {
    expect(suggest(routing, about)).toEqual({ departmentId: 'justice', reason: '邻里归司法所' });
    expect(suggest(routing, { ...about, village: 'baitang' })?.departmentId).toBe('committee');
    const signs = ['violence'] as const;
    expect(suggest(routing, { ...about, village: 'baitang', dangerSigns: signs })?.departmentId).toBe('police');
    expect(suggest(routing, { ...about, category: 'other' })).toBeNull();
  });

  it('is the one that the last return named, for the reason that it gave', () => {
    const returns = [returned({ by: 'labour', named: 'forestry' }), returned({ named: 'land', code: 'party-refuses' })];
    expect(suggest(routing, { ...about, returns })).toEqual({
      departmentId: 'land',
      reason: '界址不清，应由国土所确认',
    });
  });

  it('is nobody who gave it back as none of theirs', () => {
    expect(suggest(routing, { ...about, returns: [returned()] })).toBeNull();
    expect(suggest(routing, { ...about, village: 'baitang', returns: [returned()] })?.departmentId).toBe('committee');
    const back = [returned({ named: 'land' }), returned({ by: 'land', code: 'out-of-area', named: 'justice' })];
    expect(suggest(routing, { ...about, returns: back })).toBeNull();
  });

  it('may be the same again where facts or parties were what was missing', () => {
    const returns = [returned({ code: 'insufficient-facts' })];
    expect(suggest(routing, { ...about, returns })?.departmentId).toBe('justice');
  });

  it('follows the rules where the words of a return were erased', () => {
    const returns = [returned({ by: 'forestry', named: 'land', text: null })];
    expect(suggest(routing, { ...about, returns })?.departmentId).toBe('justice');
  });
});
