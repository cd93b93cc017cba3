import { describe, expect, it } from '@jest/globals';
import { phrasesOf } from './phrases.js';

const used = (text: string, ...cases: number[]) => cases.map((n) => ({ caseId: `case ${n}`, text }));

describe('what a department writes again and again', () => {
  it('is what stands in three cases at least, the most used first', () => {
    const uses = [
      ...used('材料不全，请补充。', 1, 2, 3),
      ...used('不属本单位职责。', 1, 2, 3, 4),
      ...used('界址不清。', 1, 2),
      ...used('来电已悉。', 5, 5, 5, 5),
    ];
    expect(phrasesOf(uses, [])).toEqual(['不属本单位职责。', '材料不全，请补充。']);
  });

  it('is the same with other blanks around it, and no more than a handful', () => {
    expect(phrasesOf([...used(' 属实 ', 1), ...used('属实', 2), ...used('属实\n', 3)], [])).toEqual(['属实']);
    const many = ['甲', '乙', '丙', '丁', '戊', '己', '庚'].flatMap((text) => used(text, 1, 2, 3));
    expect(phrasesOf(many, [])).toHaveLength(6);
  });

  it.each([
    ['a telephone', '请拨13800009876联系'],
    ['one in full width', '请拨１３８联系'],
    ['one in signs', '电话一三八零零零'],
    ['a sum', '已付3000元'],
    ['somebody whose name is not written', '罗某已认错'],
    ['the name of a party of whichever case', '已找喻不言谈过'],
    ['a name with blanks in it', '已找喻 不言谈过'],
    ['a story', '长'.repeat(61)],
    ['nothing', '  '],
  ])('has no %s in it', (_what, text) => {
    expect(phrasesOf(used(text, 1, 2, 3), ['喻不言', '罗'])).toEqual([]);
  });

  it('may count to three', () => {
    expect(phrasesOf(used('已第三次上门', 1, 2, 3), ['喻不言'])).toEqual(['已第三次上门']);
  });
});
