import { describe, expect, it } from '@jest/globals';
import { HELD_OUT, SEEN, SENTENCES, type Sentence } from '../../test/support/danger-sentences.js';
import { dangerReader } from './danger.js';
import { ALARM } from './policy/alarm.js';
import type { DangerRule, DangerWords } from './policy/document.js';
import { DANGER_SIGNS } from './words.js';

const read = dangerReader(ALARM);
const signsIn = (text: string) => read(text).map(({ sign }) => sign);
const quoted = (text: string) => read(text).map(({ sign, from, to }) => `${sign}: ${text.slice(from, to)}`);

/** A reader of violence alone. */
function reading(rule: Omit<DangerRule, 'sign'>, more: Partial<DangerWords> = {}) {
  const find = dangerReader({ dangerDenied: [], dangerBreaks: [], ...more, danger: [{ sign: 'violence', ...rule }] });
  return (text: string) => find(text).map(({ from, to }) => text.slice(from, to))[0] ?? null;
}

describe('danger in what people write', () => {
  it.each([
    ['他说今晚要杀了我全家', 'threat'],
    ['捅了一刀', 'violence'],
    ['要放火烧他家', 'threat'],
    ['老公喝了酒打我', 'domestic-violence'],
    ['老人要上吊', 'self-harm'],
    ['喝了百草枯', 'self-harm'],
    ['两家吵起来，老李拿刀威胁', 'weapon'],
    ['He was BEATEN with a knife', 'weapon'],
    ['没有动手，后来又动手了', 'violence'],
  ])('%s shows %s', (text, sign) => expect(signsIn(text)).toContain(sign));

  it.each(['砍了三棵树', '没有人受伤', '说话声音很大，没有动手', '邻居排水沟堵了', ''])('%s shows none', (text) =>
    expect(signsIn(text)).toEqual([]),
  );

  it('says by which words', () => {
    expect(quoted('昨天在地里，他拿着一把杀猪刀追我')).toContain('weapon: 拿着一把杀猪刀');
    expect(quoted('“Ｈｅ says he will kill me”')).toEqual(['threat: kill me']);
  });

  describe.each([
    ['that were looked at', SEEN],
    ['that were held out', HELD_OUT],
  ])('of the sentences %s', (_, sentences) => {
    const share = (of: readonly Sentence[]) => of.filter(({ text }) => read(text).length > 0).length / of.length;

    it('nine of ten with danger are found', () => {
      expect(share(sentences.filter(({ signs }) => signs.length > 0))).toBeGreaterThanOrEqual(0.9);
    });

    it('at most one of ten without is', () => {
      expect(share(sentences.filter(({ signs }) => signs.length === 0))).toBeLessThanOrEqual(0.1);
    });
  });

  it('is measured by 300 sentences, half of them harmless, all signs in both halves', () => {
    expect([SENTENCES.length, new Set(SENTENCES.map(({ text }) => text)).size]).toEqual([300, 300]);
    expect(SENTENCES.filter(({ signs }) => signs.length === 0).length).toBe(150);
    for (const half of [SEEN, HELD_OUT]) {
      expect(half.length).toBeGreaterThan(120);
      expect([...new Set(half.flatMap(({ signs }) => signs))].sort()).toEqual([...DANGER_SIGNS].sort());
    }
  });
});

describe('a rule of words', () => {
  it('needs what has to stand near, on its side, in the same clause, within its reach', () => {
    const find = reading({ words: ['刀'], near: ['拿…', '…砍'], within: 3 });
    expect(find('他拿着把菜刀')).toBe('拿着把菜刀');
    expect(find('刀砍过来')).toBe('刀砍');
    expect(find('他拿着一把很长的刀')).toBeNull();
    expect(find('刀拿来')).toBeNull();
    expect(find('他拿着，刀在家里')).toBeNull();
    expect(find('他拿着 刀在家里')).toBeNull();
  });

  it('is excused by a longer word over it, and by another word near it', () => {
    const find = reading({ words: ['打', '砍'], unless: ['打工', '…树'] });
    expect(find('打工去了')).toBeNull();
    expect(find('打工回来打人')).toBe('打');
    expect(find('砍了三棵树')).toBeNull();
    expect(find('树下砍我')).toBe('砍');
  });

  it('is denied shortly before it, not across another clause', () => {
    const find = reading(
      { words: ['打'], near: ['…我', '被…'] },
      { dangerDenied: ['没…', 'not…'], dangerBreaks: ['就'] },
    );
    expect(find('他没打我')).toBeNull();
    expect(find('没钱就打我')).toBe('打我');
    expect(find('没说什么其他的话打我')).toBe('打我');
    expect(find('我没被打')).toBeNull();
  });

  it('reads traditional signs, full width and capitals as what they mean, and whole words of other scripts', () => {
    expect(reading({ words: ['打伤'] })('兩家人打傷三個')).toBe('打傷');
    expect(reading({ words: ['伤'] })('𠮷家，受傷')).toBe('傷');
    expect(reading({ words: ['hit'] })('He ＨＩＴ me')).toBe('ＨＩＴ');
    expect(reading({ words: ['hit'] })('a white dog')).toBeNull();
    expect(reading({ words: ['didnt'] })("he didn't")).toBe("didn't");
  });

  it('takes any text, as long as one may be', () => {
    const longest = ['打', '打我', '没有打', '老公打我，', '刀孩子'].map((words) =>
      words.repeat(20_000 / words.length),
    );
    for (const text of [...longest, '…。\u0000\ud800，😀']) expect(() => read(text)).not.toThrow();
  }, 60_000);
});
