import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { VERBS } from '#domain/dispute/commands.js';
import { RETENTION_KINDS } from '#domain/keeping/retention.js';
import * as words from '#domain/words.js';
import { en } from '#lexicon/en.js';
import { LEXICON, inSentence } from '#lexicon/languages.js';
import { digestSentence, sentenceOf, type Told } from '#lexicon/told.js';
import { zh } from '#lexicon/zh.js';
import { ACCESS_ACTIONS } from '#persistence/audit/access-log.js';
import { CHANNEL_SECRETS, DELIVERY_FAULTS } from '#persistence/delivery/delivery-store.js';
import type { Delivery } from '../../apps/api/notices/answers.js';
import { TOKEN_SCOPES } from '../../apps/api/http/token-scopes.js';
import { LISTS, listTable } from '../support/glossary.js';
import { heldPart, pageAt } from '../support/pages.js';
import { readRooms, readTable } from './import-rules.js';

const HAN = /\p{Script=Han}/u;
const members = (list: (typeof LISTS)[number]): string[] => Object.keys(zh[list]);

describe.each(LISTS)('the list %s', (list) => {
  it('has the same words in both languages, none empty and none twice', () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const said: Record<string, string> = LEXICON[language][list];
      expect(Object.keys(said).sort()).toEqual(members(list).sort());
      expect(Object.entries(said).filter(([, word]) => HAN.test(word) !== (language === 'zh-CN'))).toEqual([]);
      expect(Object.values(said).filter((word, n, all) => word.trim() !== word || all.indexOf(word) !== n)).toEqual([]);
    }
  });

  it('is what docs/glossary.md shows', () => {
    const lines = listTable(list);
    expect(heldPart('docs/glossary.md', list, lines)).toBe(lines.join('\n'));
  });
});

it('docs/glossary.md names nothing by a word that was given up', () => {
  expect(pageAt('docs/glossary.md')).not.toMatch(/裁定|不安|转手|持有单位|撤回结案|派单/);
});

it.each<[string, readonly string[], readonly string[]]>([
  ['access', ACCESS_ACTIONS, members('access')],
  ['channel', Object.keys(CHANNEL_SECRETS), members('channel')],
  ['deliveryFault', DELIVERY_FAULTS, members('deliveryFault')],
  ['kind', words.KINDS, members('kind')],
  ['notice', words.NOTICE_KINDS, members('notice')],
  ['retained', RETENTION_KINDS, members('retained')],
  ['tokenScope', TOKEN_SCOPES, members('tokenScope')],
  ['verb', Object.keys(VERBS), members('verb')],
])('%s has the words of its list and no other', (_list, known, translated) => {
  expect([...translated].sort()).toEqual([...known].sort());
});

/** A list of another room than the domain, the only one that the lexicon knows. */
void (zh.deliveryState satisfies Record<Delivery['state'], string>);

it('says an amount with its measure word, and a word as it stands inside a sentence', () => {
  expect([zh.limit({ amount: 3, unit: 'workingDays' }), en.limit({ amount: 3, unit: 'workingDays' })]).toEqual([
    '3 个工作日',
    '3 working days',
  ]);
  expect([zh.limit({ amount: 1, unit: 'months' }), en.limit({ amount: 1, unit: 'months' })]).toEqual([
    '1 个月',
    '1 month',
  ]);
  expect([inSentence(en.phase.desk), inSentence(zh.phase.desk)]).toEqual(['with the desk', '流转台处理']);
});

/** Objects whose every key is a member of one list and whose values are Chinese: the list, translated a second time. */
function translations(path: string, source: string): string[] {
  const found: string[] = [];
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node) && node.properties.length > 1) {
      const own = node.properties.filter(ts.isPropertyAssignment);
      const keys = own.map(({ name }) => (ts.isComputedPropertyName(name) ? '' : name.text));
      const list = LISTS.find((each) => keys.every((key) => members(each).includes(key)));
      const chinese = own.filter(
        ({ initializer }) => ts.isStringLiteralLike(initializer) && HAN.test(initializer.text),
      );
      const holder = ts.isSatisfiesExpression(node.parent) ? node.parent.parent : node.parent;
      const name = ts.isPropertyAssignment(holder) ? holder.name.getText() : '';
      if (own.length === node.properties.length && list && chinese.length > 0 && !SENTENCES.includes(`${path} ${name}`))
        found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} translates ${list}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Keyed by a list, and sentences: what a visitor may write down, what an empty table says. */
const SENTENCES = ['apps/web/words/zh/visits.ts visitPhrases', 'apps/web/words/zh/deliveries.ts none'];

describe('outside the lexicon', () => {
  it('no list is translated again', () => {
    const sources = [...readRooms(readTable())].filter(
      ([path, source]) => HAN.test(source) && !/^(libs\/lexicon|test)\/|\.spec\.ts$/.test(path),
    );
    expect(sources.flatMap(([path, source]) => translations(path, source))).toEqual([]);
  });

  it('it would be found out', () => {
    const of = (source: string) => translations('a.ts', source);
    expect(of(`const GRADE = { red: '红色', yellow: '黄色', blue: '蓝色' };`)).toEqual(['a.ts:1 translates grade']);
    expect(of(`const a = { 'land-title': '土地', labour: '劳动' };`)).toEqual(['a.ts:1 translates category']);
    expect(of(`const a = { title: '标题', open: '打开' };`)).toEqual([]);
    expect(of(`const a = { open: 'Open', late: 'Late' };`)).toEqual([]);
  });
});

describe('a notice is a sentence', () => {
  const owed = {
    kind: 'return-visit',
    n: 2,
    by: '司法所',
    act: 'do',
    mine: true,
    due: '11月24日 17:30',
    state: 'open',
  } as const;
  const told: Told = { kind: 'remind', who: null, what: '2026-00012', owed, why: 'department' };
  const english = { ...told, owed: { ...owed, by: 'Justice office', due: '24 Nov 17:30' } };

  it('says what is owed, by when, and why it is told to this person', () => {
    expect(sentenceOf(told, 'zh-CN')).toBe(
      '提醒：2026-00012的第 2 次「回访」快到期。请在 11月24日 17:30 前办理第 2 次「回访」。由您部门负责。',
    );
    expect(sentenceOf(english, 'en')).toBe(
      'Reminder: “return visit” no. 2 of 2026-00012 is due soon. You owe “return visit” no. 2 by 24 Nov 17:30. Your department answers for it.',
    );
  });

  it('says of a visit whether it is to be made, confirmed or decided on', () => {
    const of = (act: 'confirm' | 'decide') => sentenceOf({ ...told, owed: { ...owed, act } }, 'zh-CN').split('。')[1];
    expect(of('confirm')).toBe('请在 11月24日 17:30 前办理第 2 次「回访」的同行确认');
    expect(of('decide')).toBe('请在 11月24日 17:30 前办理第 2 次「回访」的处理决定');
    expect(sentenceOf({ ...english, owed: { ...english.owed, act: 'confirm' } }, 'en')).toContain(
      'You owe the confirmation of “return visit” no. 2 by 24 Nov 17:30',
    );
  });

  it('says what was written beside it as it was typed, between what was done and what is owed', () => {
    const pressed = { kind: 'urged', who: '张三', note: '请今天联系双方' } as const;
    expect(sentenceOf({ ...told, ...pressed }, 'zh-CN')).toBe(
      '张三催办2026-00012的第 2 次「回访」。留言：“请今天联系双方”。请在 11月24日 17:30 前办理第 2 次「回访」。由您部门负责。',
    );
    expect(sentenceOf({ ...english, ...pressed, note: 'call them today' }, 'en')).toContain(
      'of 2026-00012. Note: “call them today”. You owe',
    );
  });

  it('says of what was done that nothing is left to do, and of others who owes it', () => {
    expect(sentenceOf({ ...told, owed: { ...owed, state: 'ended' } }, 'zh-CN')).toContain('此事已了，无需再办');
    expect(sentenceOf({ ...english, owed: { ...english.owed, mine: false, state: 'late' } }, 'en')).toContain(
      'Justice office owes “return visit” no. 2, which was due 24 Nov 17:30',
    );
  });

  it('says of a date that has passed that it did, and of one that was moved that it was', () => {
    const late = { ...owed, state: 'late' } as const;
    expect(sentenceOf({ ...told, owed: late }, 'zh-CN')).toBe(
      '提醒：2026-00012的第 2 次「回访」期限已过。第 2 次「回访」已于 11月24日 17:30 到期，请尽快办理。由您部门负责。',
    );
    expect(sentenceOf({ ...english, kind: 'warn', owed: { ...english.owed, state: 'late' } }, 'en')).toBe(
      'Reminder: the date of “return visit” no. 2 of 2026-00012 has passed. You owe “return visit” no. 2, which was due 24 Nov 17:30. Your department answers for it.',
    );
    expect(sentenceOf({ ...told, owed: { ...owed, moved: true } }, 'zh-CN')).toContain(
      '2026-00012的第 2 次「回访」期限有变更。请在 11月24日 17:30 前办理',
    );
    expect(sentenceOf({ ...english, kind: 'warn', owed: { ...english.owed, moved: true } }, 'en')).not.toContain(
      'nearly used up',
    );
    // What was not said of a date to come is said as it was.
    expect(sentenceOf({ ...told, kind: 'urge', owed: { ...owed, moved: true } }, 'zh-CN')).toContain('催办');
  });

  it('of what was done to many says how much, and of what is the reader’s own where it stands', () => {
    expect(digestSentence('dates-moved', 3, 'zh-CN')).toBe('您的多个期限有变更，共 3 项，见“我的待办”。');
    expect(digestSentence('late-moved', 3, 'zh-CN')).toBe('新规则施行时即已超期的事项，共 3 项。');
    expect(digestSentence('late-moved', 3, 'en')).toBe('Late at once under the new rules: 3.');
  });

  it.each([...words.RUNG_ACTIONS, ...words.DEEDS_TOLD])(
    'of kind %s leaves nothing blank, in either language',
    (kind) => {
      for (const who of [null, 'WHO']) {
        for (const about of [owed, null]) {
          const zhSaid = sentenceOf({ ...told, kind, who, owed: about }, 'zh-CN');
          const enSaid = sentenceOf({ ...english, kind, who, owed: about && english.owed }, 'en');
          expect([zhSaid, enSaid].filter((each) => /undefined|null|\s\s|[。.]{2}/.test(each))).toEqual([]);
          expect([HAN.test(enSaid), zhSaid.includes('2026-00012'), enSaid.includes('2026-00012')]).toEqual([
            false,
            true,
            true,
          ]);
        }
      }
    },
  );
});
