import { describe, expect, it } from '@jest/globals';
import { REFUSAL_CODES } from '#domain/errors.js';
import { Spot } from '#domain/form/shapes.js';
import { checkPolicy } from '#domain/policy/check.js';
import { DEFAULT_POLICY } from '#domain/policy/default-policy.js';
import { POLICY_FORM } from '#domain/policy/fields.js';
import { REFUSAL_RULES, detailWords } from './refusal-rules.js';
import { PROBLEM_WORDS } from './wording.js';
import { en } from '#lexicon/en.js';
import { takenWords } from '#lexicon/file-kinds.js';
import { inSentence } from '#lexicon/languages.js';
import { zh } from '#lexicon/zh.js';
import { FLAW_WORDS } from '../auth/new-password.js';
import { z } from 'zod';
import { detailOf, FIELD_WORDS } from './field-words.js';
import { badRequest } from './problem.js';

it.each(REFUSAL_CODES)('%s says the rule, where it stands and what can be done next, in both languages', (code) => {
  for (const [language, script] of [
    ['zh-CN', /[一-鿿]/],
    ['en', /^[^一-鿿]+$/],
  ] as const) {
    const { rule, source } = REFUSAL_RULES[code][language];
    const { detail: next } = PROBLEM_WORDS[code][language];
    const said = detailWords(code, next, language);
    for (const part of [rule, source, next]) {
      expect(part).toMatch(script);
      expect(said).toContain(part);
    }
    // What to do next is more than the title said again.
    expect(next).not.toBe(PROBLEM_WORDS[code][language].title);
  }
});

it('says to a superior, too, what they can do where nobody answers who was pressed', () => {
  const said = PROBLEM_WORDS.URGED_TODAY;
  expect(said['zh-CN'].detail).toMatch(/您是上级的可直接督办.+报请上级/);
  expect(said.en.detail).toMatch(/do so if you are one/);
});

it('says why a grade stays that was chosen below the least, and by what it can go down', () => {
  const said = PROBLEM_WORDS.SAME_GRADE;
  expect(said['zh-CN'].detail).toMatch(/最低等级/);
  expect(said['zh-CN'].detail).toContain(`“${zh.verb['not-same']}”`);
  expect(said.en.detail).toMatch(/least grade/);
  expect(said.en.detail).toContain(inSentence(en.verb['not-same']).replace('a repeat', 'that repeat'));
});

it('names the policy in words and not by its paths', () => {
  const sources = Object.values(REFUSAL_RULES).map((words) => words['zh-CN'].source);
  expect(sources.filter((each) => each.includes('本地区规则')).length).toBeGreaterThan(10);
  expect(sources.filter((each) => /[A-Za-z]/.test(each))).toEqual([]);
});

/** What officers know by no other name. */
const NAMES =
  /https(:\/\/[\w./]*)?|\.[a-z]{3,4}\b|JSON|JPEG|PNG|TIFF|HEIC|AVIF|UTF-8|GB18030|\.xlsx?|Excel|CSV|PDF|OpenID|UTC|Asia\/\w+|\/docs/g;

it('says nothing in Chinese by the names that programs have for it', () => {
  const said: string[] = [
    ...Object.values(PROBLEM_WORDS).flatMap(({ 'zh-CN': { title, detail } }) => [title, detail]),
    ...Object.values(REFUSAL_RULES).flatMap(({ 'zh-CN': { rule, source } }) => [rule, source]),
    ...Object.values(FIELD_WORDS),
  ];
  expect(
    said.filter((each) => /[a-zA-Z]{3,}/.test(each.replace(takenWords('zh-CN'), '').replaceAll(NAMES, ''))),
  ).toEqual([]);
});

it.each(Object.entries(FLAW_WORDS))('a password that is %s is told so in Chinese', (code, detail) => {
  expect(detailOf({ pointer: '/password', code, detail }, 'zh-CN')).toMatch(/^[^a-z]+$/);
});

describe('what is wrong in a policy', () => {
  const REGION = { departments: ['police', 'justice', 'land', 'forestry', 'labour', 'agriculture'], villages: [] };
  const numbers = (text: string) => text.match(/\d+/g) ?? [];
  interface Bounded {
    format?: string;
    anyOf?: Bounded[];
    mostDays?: number;
    minimum?: number;
    maximum?: number;
    maxItems?: number;
  }
  const fields = POLICY_FORM.fields.flatMap(({ path, shape }) => {
    const schema = shape.schema as Bounded;
    const { mostDays } = schema.anyOf?.[0] ?? schema;
    const values = mostDays
      ? [{ bound: mostDays, value: { amount: 1e6, unit: 'days' } }]
      : [
          { bound: schema.minimum, value: (schema.minimum ?? 0) - 1 },
          { bound: schema.maximum, value: (schema.maximum ?? 0) + 1 },
          { bound: schema.maxItems, value: Array.from({ length: (schema.maxItems ?? 0) + 1 }, (_, n) => n) },
        ];
    return values.flatMap(({ bound, value }) => (bound === undefined ? [] : [{ path, bound, value, shape }]));
  });

  it.each(fields)('is told with the bound of $path, $bound, in both languages', ({ bound, value, shape }) => {
    const spot = new Spot({ ...REGION, workMinutes: 420 });
    shape.check(value, spot);
    const [zh, en] = (['zh-CN', 'en'] as const).map((language) => detailOf(spot.problems[0]!, language));
    expect(numbers(en!)).toContain(`${bound}`);
    expect(numbers(zh!)).toEqual(numbers(en!));
  });

  it('is told of a time of day by one, and of a working day by two', () => {
    const { workingTime, ladders, routing } = DEFAULT_POLICY;
    const rung = { at: { on: 'eve' }, time: '25:00', do: 'remind', to: ['visitor'] } as const;
    const told = (change: object) =>
      checkPolicy({ ...DEFAULT_POLICY, ...change }, REGION).map((each) => detailOf(each, 'zh-CN'));
    expect(told({ ladders: { ...ladders, 'return-visit': [rung] } })).toEqual(['须为时刻，例如 17:30']);
    expect(told({ workingTime: { ...workingTime, hours: [['08:30', '25:00']] } })).toEqual([
      '须为两个时刻，例如 08:30 至 12:00',
    ]);
    expect(
      told({ ladders: { ...ladders, 'return-visit': [{ ...rung, at: { percent: 50 }, time: '08:00' }] } }),
    ).toEqual(['只有“前一日、当日或此前最后一个工作日”的才有钟点，请删除']);
    expect(told({ routing: [{ ...routing[0]!, assist: [routing[0]!.to] }] })).toEqual(['主办单位不能同时协办']);
  });
});

describe('what a schema finds', () => {
  const found = (schema: z.ZodType, value: unknown) => {
    const { errors = [] } = badRequest(schema.safeParse(value).error!.issues).extensions;
    return (['zh-CN', 'en'] as const).map((language) => detailOf(errors[0]!, language));
  };
  it.each([
    ['an empty text', z.string().min(1), '', '须填写', 'has to be filled in'],
    ['nothing', z.object({ reason: z.string() }), {}, '须填写', 'has to be filled in'],
    ['a long text', z.string().max(3), '四个字了', '最多 3 个字', 'at most 3 characters'],
    ['a short text', z.string().min(12), 'x', '至少 12 个字', 'at least 12 characters'],
    ['a word for a number', z.number(), '十二万', '须为数字，例如 12000', 'must be a number, such as 12000'],
    ['a broken number', z.int(), 1.5, '须为整数，例如 12', 'must be a whole number, such as 12'],
    ['a number below', z.number().min(0), -1, '不能小于 0', 'must be at least 0'],
    ['a number that is none above nought', z.number().gt(0), 0, '须大于 0', 'must be above 0'],
    ['a number above', z.number().max(1_000_000), 1e9, '不能大于 1000000', 'must be at most 1000000'],
    ['an empty list', z.array(z.string()).min(1), [], '须填写', 'has to be filled in'],
    ['a long list', z.array(z.string()).max(1), ['', ''], '最多 1 项', 'at most 1 entries'],
    ['another word', z.enum(['a', 'b']), 'c', '须为下列之一：a、b', 'must be one of a, b'],
    ['an address of mail', z.email(), 'x', '须为邮箱地址', 'must be an address of mail'],
    [
      'a pattern of ours',
      z.string().regex(/^p\d$/, 'must be an id'),
      'x',
      '须为编号（小写字母、数字、连字符）',
      'must be an id',
    ],
  ] as [string, z.ZodType, unknown, string, string][])('is said in words of people: %s', (_, schema, value, zh, en) => {
    expect(found(schema, value)).toEqual([zh, en]);
  });

  it('is never said in the words of the library', () => {
    for (const [schema, value] of [
      [z.union([z.string(), z.number()]), {}],
      [z.record(z.string().min(2), z.string()), { a: 'x' }],
      [z.number().multipleOf(2), 1],
      [z.string().regex(/x/), 'y'],
    ] as const) {
      expect(found(schema, value)[0]).toBe('填写有误，请核对后重新填写');
    }
  });
});
