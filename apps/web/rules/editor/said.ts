import type { Limit, PolicyField, PolicyFields } from '../../contract.js';
import type { Language } from '#lexicon/languages.js';
import type { Wording } from '../../words/zh.js';
import { fieldAt, keyWord, stepSaid, wordsFor } from './form.js';

/** Places and values of a policy in words, for differences and problems. */

export interface Saying {
  t: Wording;
  language: Language;
  /** Of departments and villages. */
  name: (id: string) => string;
  listed: (names: readonly string[]) => string;
}

export const labelOf = ({ label }: PolicyField, language: Language) => (language === 'en' ? label.en : label.zh);

/** 办理期限 · 蓝 · 一般; a place that no field describes is said as it stands. */
export function placeSaid(form: PolicyFields, pointer: string, { t, language }: Saying): string {
  const found = fieldAt(form, pointer);
  if (!found) return pointer;
  return [labelOf(found.field, language), ...found.keys.map((key) => keyWord(key, t))].join(' · ');
}

/** @param value of JSON, whatever it is: a row that came or went is told by all of its members */
export function valueSaid(form: PolicyFields, pointer: string, value: unknown, saying: Saying): string {
  const { t, language, listed } = saying;
  if (value === undefined) return '–';
  if (value === null) return t.rules.none;
  if (typeof value === 'boolean') return value ? t.yes : t.no;
  if (isLimit(value)) return t.limit(value);
  const inner = (key: string | number, each: unknown) => valueSaid(form, `${pointer}/${key}`, each, saying);
  if (Array.isArray(value)) {
    const each = value as unknown[];
    if (each.every((one) => typeof one === 'string'))
      return listed(each.map((one) => wordSaid(form, pointer, one, saying)));
    return each.map((one, n) => (Array.isArray(one) ? one.join('–') : inner(n, one))).join('; ');
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, each]) => {
        const field = fieldAt(form, `${pointer}/${key}`)?.field;
        return `${field ? labelOf(field, language) : key}: ${inner(key, each)}`;
      })
      .join(language === 'en' ? ', ' : '，');
  }
  if (typeof value === 'number') return numberSaid(form, pointer, value);
  return typeof value === 'string' ? wordSaid(form, pointer, value, saying) : JSON.stringify(value);
}

/** A part of one is said in per cent. */
function numberSaid(form: PolicyFields, pointer: string, value: number): string {
  const { type, maximum } = (fieldAt(form, pointer)?.field.schema ?? {}) as Schema;
  return type === 'number' && maximum === 1 ? `${Number((value * 100).toFixed(2))}%` : String(value);
}

function isLimit(value: unknown): value is Limit {
  return typeof value === 'object' && value !== null && 'amount' in value && 'unit' in value;
}

function wordSaid(form: PolicyFields, pointer: string, word: string, { t, name }: Saying): string {
  const schema = fieldAt(form, pointer)?.field.schema as Schema | undefined;
  const { enum: words, format } = (schema?.items ?? schema ?? {}) as Schema;
  if (words) return wordsFor(words, t)[word] ?? word;
  if (format === 'step') return String(stepSaid(word, t));
  return format === 'department' || format === 'village' ? name(word) : word;
}

/** Of a value that is a limit, or none, what the limit may be. */
export const limitIn = (schema: Schema): Schema | undefined =>
  [schema, ...(schema.anyOf ?? [])].find(({ format }) => format === 'limit');

/** What a value may be, in words. */
export function boundsSaid(schema: Schema, { t, listed }: Pick<Saying, 't' | 'listed'>): string {
  const { bounds } = t.changing;
  const { type, format, anyOf, items, minimum, exclusiveMinimum, maximum, maxLength, minItems = 0, maxItems } = schema;
  const limit = limitIn(schema);
  if (limit) return [bounds.limit(limit.mostDays!), ...(anyOf ? [t.rules.none] : [])].join(' · ');
  if (schema.enum) {
    const words = wordsFor(schema.enum, t);
    return listed(schema.enum.map((each) => words[each] ?? each));
  }
  if (type === 'boolean') return listed([t.yes, t.no]);
  if (type === 'string') return maxLength === undefined ? t.board.department : bounds.characters(maxLength);
  if (minimum !== undefined && maximum !== undefined) return `${minimum} – ${maximum}`;
  if (exclusiveMinimum !== undefined && maximum !== undefined) return `> ${exclusiveMinimum}, ≤ ${maximum}`;
  if (maxItems !== undefined) return items && !format ? bounds.several : bounds.rows(minItems, maxItems);
  return '';
}

/** As much of JSON Schema as the fields of a policy say. */
export interface Schema {
  type?: string;
  format?: string;
  enum?: string[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  maxProperties?: number;
  items?: Schema;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  /** Of a limit: how far it reaches. */
  mostDays?: number;
}
