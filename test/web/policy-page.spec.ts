import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_POLICY } from '#domain/policy/default-policy.js';
import type { PolicyDocument } from '#domain/policy/document.js';
import { POLICY_FORM } from '#domain/policy/fields.js';
import { POLICY_FIELDS } from '../../apps/api/rules/policy-fields.js';
import type { PolicyFields } from '../../apps/web/contract.js';
import { besides, IN_TABLES } from '../../apps/web/rules/besides.js';
import { valueAt, withAbsent, withValue } from '../../apps/web/rules/editor/document.js';
import { boundsSaid, labelOf, limitIn, type Saying, type Schema } from '../../apps/web/rules/editor/said.js';
import { en } from '../../apps/web/words/en.js';
import { zh } from '../../apps/web/words/zh.js';

const FORM = POLICY_FIELDS as PolicyFields;
const ALL = FORM.chapters.flatMap(({ fields }) => fields);
/** With a row of each kind, so that every member stands somewhere. */
const WHOLE: PolicyDocument = {
  ...DEFAULT_POLICY,
  visitsAtLeast: [{ category: 'labour', dangerSign: 'minor', as: 'red' }],
  majorKinds: ['labour'],
};
const SAYING: Record<'zh' | 'en', Saying> = {
  zh: { t: zh, language: 'zh-CN', name: (id) => id, listed: (names) => names.join('、') },
  en: { t: en, language: 'en', name: (id) => id, listed: (names) => names.join(', ') },
};

const pageOf = (document: unknown, language: 'zh' | 'en') =>
  FORM.chapters
    .flatMap(({ fields }) => besides(fields, FORM, document, SAYING[language]))
    .map(({ label, values }) => `${label}: ${values.map(({ word, text }) => `${word} ${text}`).join()}`)
    .join('\n');

/** Another value than this, of the same kind. */
function another(value: unknown, { enum: words, items, type, maximum }: Schema): unknown {
  if (words) return words.find((each) => each !== value);
  if (Array.isArray(value)) return value.length > 0 ? value.slice(0, -1) : [items?.enum?.[0] ?? 'police'];
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return type === 'number' && maximum === 1 ? value / 2 : value + 1;
  if (typeof value === 'object') return { amount: 77, unit: 'days' };
  return `${value as string}x`;
}

describe('the page of rules', () => {
  it.each(ALL.filter(({ path }) => !IN_TABLES.includes(path)).map((field) => [field.path, field] as const))(
    'says %s in both languages, and what becomes of it',
    (path, field) => {
      const isList = /\[\]\??$/.test(path);
      const places = POLICY_FORM.places(WHOLE, path).map((each) => `/${each.path.replaceAll('.', '/')}`);
      expect(places).not.toEqual([]);
      for (const language of ['zh', 'en'] as const) {
        const page = pageOf(WHOLE, language);
        expect(page).toContain(labelOf(field, SAYING[language].language));
        for (const pointer of places) {
          const changed = withValue(
            WHOLE,
            pointer,
            isList ? [] : another(valueAt(WHOLE, pointer), field.schema as Schema),
          );
          expect([pointer, pageOf(changed, language) === page]).toEqual([pointer, false]);
        }
      }
    },
  );

  it('has a table for each other one, that names it', () => {
    const tables = ['policy', 'limits', 'ladders', 'danger', 'routing']
      .map((name) => readFileSync(`apps/web/rules/${name}.tsx`, 'utf8'))
      .join('\n');
    const known = ALL.map(({ path }) => path);
    const nameOf = (path: string) =>
      path
        .replaceAll(/\.?\{\w+\}|\[\]|\?/g, '')
        .split('.')
        .at(-1)!;
    expect(IN_TABLES.filter((path) => !known.includes(path))).toEqual([]);
    expect(IN_TABLES.filter((path) => !new RegExp(`\\b${nameOf(path)}\\b`).test(tables))).toEqual([]);
  });

  it('tells each limit its own bound, in the editor', () => {
    const limits = ALL.flatMap(({ schema }) => limitIn(schema as Schema) ?? []);
    expect(new Set(limits.map(({ mostDays }) => mostDays))).toEqual(new Set([1100, 400, 366]));
    for (const language of ['zh', 'en'] as const) {
      const said = limits.map((each) => boundsSaid(each, SAYING[language]));
      expect(
        said.filter(
          (text, n) => !text.includes(` ${limits[n]!.mostDays} `) && !text.startsWith(`${limits[n]!.mostDays}`),
        ),
      ).toEqual([]);
    }
  });

  it('says of what was published before a member was there what its absence means', () => {
    const { visitsFrom: _from, spotChecks: _checks, danger: _danger, ...rest } = DEFAULT_POLICY;
    const before = { ...rest, suspension: { by: DEFAULT_POLICY.suspension.by } };
    expect(withAbsent(before, FORM.absent)).toEqual(DEFAULT_POLICY);
    expect(withAbsent(WHOLE, FORM.absent)).toEqual(WHOLE);
  });
});
