import type { DangerSign, Grade } from './words.js';

/**
 * Words that point to danger in a report that somebody typed in a minute. They only make its triage urgent: a person
 * reads the report before anything else follows from it, so a word too many costs a look and a word too few costs time.
 */
const WORDS: Record<DangerSign, readonly string[]> = {
  violence: [
    '打人',
    '打架',
    '打伤',
    '殴打',
    '动手',
    '砍',
    '流血',
    '受伤',
    '砸',
    'beat',
    'beaten',
    'injured',
    'violence',
  ],
  weapon: ['持刀', '拿刀', '菜刀', '柴刀', '铁棍', '汽油', 'knife', 'weapon'],
  'self-harm': ['自杀', '轻生', '喝药', '喝农药', '跳楼', '不想活', '寻短见', 'suicide', 'self-harm'],
  threat: ['威胁', '扬言', '报复', '弄死', '同归于尽', 'threat', 'threaten'],
  group: ['聚集', '围堵', '堵路', '群体', '上访', '拉横幅', 'crowd', 'blockade'],
  minor: ['未成年', '虐童', 'child abuse'],
  'domestic-violence': ['家暴', '打老婆', '打妻子', '打老人', 'domestic violence'],
};

/** "Nobody was beaten" is no sign. */
const DENIED = /(没有?|未|无|不会|no |not |nobody )$/;

export function dangerSignsIn(text: string): DangerSign[] {
  const lower = text.toLowerCase();
  const says = (word: string) =>
    lower
      .split(word)
      .slice(0, -1)
      .some((before) => !DENIED.test(before));
  return (Object.keys(WORDS) as DangerSign[]).filter((sign) => WORDS[sign].some(says));
}

/** How fast somebody has to look at a report or a case that is not graded yet: danger signs make it urgent (domain.md §6). */
export function urgencyOf(dangerSigns: readonly DangerSign[]): Grade {
  return dangerSigns.length > 0 ? 'red' : 'blue';
}
