import { describe, expect, it } from '@jest/globals';
import { BLIND } from '../../test/support/danger-blind.js';
import { OWN } from '../../test/support/danger-own.js';
import { HELD_OUT, SEEN, SENTENCES, type Sentence } from '../../test/support/danger-sentences.js';
import { weightsPage } from '../../test/support/danger-training.js';
import { DEV, LEARNT, WRITTEN } from '../../test/support/danger-written.js';
import { heldPage } from '../../test/support/pages.js';
import { dangerReader } from './danger.js';
import { dangerOf } from './item/danger.js';
import { ALARM } from './policy/alarm.js';
import { DANGER_WEIGHTS } from './policy/danger-weights.js';
import type { DangerRule, DangerWords } from './policy/document.js';
import { weighed, type Weights } from './weighing.js';
import { DANGER_SIGNS, type DangerSign } from './words.js';

const read = dangerReader(ALARM, DANGER_WEIGHTS);
const signsIn = (text: string) => read(text).map(({ sign }) => sign);
const quoted = (text: string) => read(text).map(({ sign, from, to }) => `${sign}: ${text.slice(from, to)}`);

/** A reader of violence alone. */
function reading(rule: Omit<DangerRule, 'sign'>, more: Partial<Omit<DangerWords, 'dangerBy'>> = {}) {
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
    ['帮我照顾好妈，我走了', 'self-harm'],
    ['喝药了', 'self-harm'],
    ['他要杀了我', 'threat'],
    ['他要杀 了 我', 'threat'],
    ['他说不存在，后来又拿刀砍我', 'weapon'],
    ['没有人管，他要杀我全家', 'threat'],
  ])('%s shows %s', (text, sign) => expect(signsIn(text)).toContain(sign));

  it.each([
    '砍了三棵树',
    '没有人受伤',
    '说话声音很大，没有动手',
    '经了解，不存在家庭暴力',
    '没有人说要自杀，只是心里烦',
    '没人说过要跳楼',
    '邻居排水沟堵了',
    '',
  ])('%s shows none', (text) => expect(signsIn(text)).toEqual([]));

  it('finds what stands in the middle of everyday', () => {
    const everyday = '今年的补贴听说月底发，请问带什么材料，户口本复印件要几份，去哪里盖章，老人不方便能不能代办。';
    expect(signsIn(everyday)).toEqual([]);
    expect(signsIn(`${everyday}散会以后他拿刀砍我，我手断了。${everyday}`)).toEqual(['violence', 'weapon']);
  });

  it('says by which words', () => {
    expect(quoted('昨天在地里，他拿着一把杀猪刀追我')).toContain('weapon: 拿着一把杀猪刀');
    expect(quoted('“Ｈｅ says he will kill me”')).toEqual(['threat: kill me']);
  });

  const share = (of: readonly Sentence[], isFound: (found: DangerSign[]) => boolean = (found) => found.length > 0) =>
    of.filter(({ text }) => isFound(signsIn(text))).length / of.length;

  describe.each([
    ['that were looked at', SEEN],
    ['that were held out', HELD_OUT],
    ['of three writers that were learnt from', LEARNT],
    ['of three writers that were only measured', DEV],
    ['of a writer who knew of nothing', BLIND],
  ])('of the sentences %s', (_, sentences) => {
    it('nine of ten with danger are found', () => {
      expect(share(sentences.filter(({ signs }) => signs.length > 0))).toBeGreaterThanOrEqual(0.9);
    });

    it('at most one of ten without is', () => {
      expect(share(sentences.filter(({ signs }) => signs.length === 0))).toBeLessThanOrEqual(0.1);
    });

    it.each([
      ['weapon', 0.8],
      ['self-harm', 0.75],
    ] as const)('%s, which makes a case red, is found as what it is: %d', (sign, least) => {
      const of = sentences.filter(({ signs }) => signs.includes(sign));
      expect(share(of, (found) => found.includes(sign))).toBeGreaterThanOrEqual(least);
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

it('1,200 sentences of three writers are split into what was learnt from and what was not', () => {
  expect([WRITTEN.length, new Set(WRITTEN.map(({ text }) => text)).size]).toEqual([1200, 1200]);
  expect([LEARNT.length + DEV.length, DEV.length > 280]).toEqual([1200, true]);
  const taught = new Set([...LEARNT, ...SEEN, ...OWN].map(({ text }) => text));
  expect([...DEV, ...HELD_OUT].filter(({ text }) => taught.has(text))).toEqual([]);
});

it('the weights are what the sentences teach', () => {
  const page = weightsPage();
  expect(heldPage('libs/domain/policy/danger-weights.ts', page)).toBe(page);
}, 120_000);

it('a policy reads by its words alone, where it says so', () => {
  const text = '帮我照顾好妈，我走了';
  expect(dangerOf(text, ALARM).dangerSigns).toEqual(['self-harm']);
  expect(dangerOf(text, { ...ALARM, dangerBy: 'words' })).toEqual({ dangerSigns: [] });
  expect(dangerOf('他拿刀砍我', { ...ALARM, dangerBy: 'words' }).dangerSigns).toContain('weapon');
});

describe('words that are weighed', () => {
  const none = weighed({});
  const signs = Object.fromEntries(DANGER_SIGNS.map((sign) => [sign, none])) as Record<DangerSign, typeof none>;
  const weighing = (danger: Record<string, string>, of: Partial<Weights['signs']> = {}, rule?: string) => {
    const find = dangerReader(
      { danger: rule ? [{ sign: 'threat', words: [rule] }] : [], dangerDenied: [], dangerBreaks: [] },
      { danger: weighed(danger), signs: { ...signs, ...of } },
    );
    return (text: string) => find(text).map(({ sign, from, to }) => `${sign}: ${text.slice(from, to)}`);
  };

  it('show danger together, each once, and none where those of everyday outweigh it', () => {
    const find = weighing({ 60: '血 刀口', 40: '门口 knife', '-60': '杀猪' }, { weapon: weighed({ 1: '刀口' }) });
    expect(find('血，血，血')).toEqual([]);
    expect(find('门口有血')).toEqual(['violence: 门口有血']);
    expect(find('路上。门口的刀口。')).toEqual(['weapon: 门口的刀口']);
    expect(find('门口的血，杀猪的')).toEqual([]);
    expect(find('刀，口，Knife')).toEqual([]);
    expect(find('血 A KNIFE')).toEqual(['violence: 血 A KNIFE']);
  });

  it('leave what a rule found unless those of everyday outweigh it around there, and say what else it is', () => {
    const find = weighing({ 100: '哭', '-100': '借' }, { weapon: weighed({ 150: '刀' }) }, '烧');
    expect(find('烧')).toEqual(['threat: 烧']);
    expect(find('烧，刀')).toEqual(['threat: 烧']);
    expect(find('烧，借')).toEqual([]);
    expect(find('烧，借，哭')).toEqual(['threat: 烧']);
    expect(find('烧，哭，刀')).toEqual(['weapon: 刀', 'threat: 烧']);
    expect(find(`烧，借${'甲乙丙丁'.repeat(10)}烧`)).toEqual(['threat: 烧']);
  });

  it('of a long text are weighed by stretches', () => {
    const find = weighing({ 60: '血', 40: '门口', '-100': '借' });
    const between = '甲乙丙丁'.repeat(20);
    expect(find(`门口${between}血`)).toEqual([]);
    expect(find(`借${between}门口的血${between}借`)).toEqual(['violence: 门口的血']);
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
  });
});
