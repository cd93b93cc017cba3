import { numberOf } from '../base/number.js';
import type { Field } from './field.js';
import { lacksName, placeOf, saidOf, type Person, type Place } from './correcting.js';

interface Term {
  text: string;
  dueAt?: string;
}

/** Of a field, what its value becomes of. */
type Named = Pick<Field, 'name' | 'kind' | 'optional' | 'number' | 'none' | 'clears'>;

/** The body of a command: what was typed, without what was left empty. */
export function bodyOf(fields: Named[], values: Record<string, unknown>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.name];
    if (value === '' && field.clears) body[field.name] = null;
    if (value === undefined || value === null || value === '' || (field.kind === 'flag' && value !== true)) continue;
    if (field.kind === 'number') body[field.name] = numberOf(value as string);
    else if (field.kind === 'reference' && field.number) body[field.name] = Number(value);
    else if (field.kind === 'checks') {
      const chosen = (value as string[]).map((each) => (field.number ? Number(each) : each));
      if (chosen.length > 0 || field.none) body[field.name] = chosen;
    } else if (field.kind === 'verdict') body[field.name] = value === 'true';
    else if (field.kind === 'people') body[field.name] = (value as Person[]).flatMap(saidOf);
    else if (field.kind === 'place') body[field.name] = placeOf(value as Place);
    else if (field.kind === 'lines' || field.kind === 'decisions')
      body[field.name] = (value as unknown[]).filter(Boolean);
    else if (field.kind === 'terms') {
      const terms = value as Term[];
      if (terms.length > 0) {
        body[field.name] = { terms: terms.map(({ text: words, dueAt }) => ({ text: words, ...(dueAt && { dueAt }) })) };
      }
    } else body[field.name] = value;
  }
  return body;
}

/** What people type, and who they are: no rule reads it. */
const TYPED: readonly Field['kind'][] = ['line', 'number', 'text', 'lines', 'people'];

/** The body as far as rules read it; null while something of that is not chosen yet. */
export function dataOf(fields: Named[], values: Record<string, unknown>): Record<string, unknown> | null {
  const read = fields.filter(({ kind }) => !TYPED.includes(kind));
  const words = (name: string) => read.some((each) => each.kind === 'terms' && name.startsWith(`${each.name}/`));
  if (missing(read, values).some((name) => !words(name))) return null;
  const dated = read.map((each) => {
    if (each.kind !== 'terms') return {};
    const terms = ((values[each.name] as Term[] | undefined) ?? []).map(({ dueAt }) => ({ ...(dueAt && { dueAt }) }));
    return terms.length > 0 ? { [each.name]: { terms } } : {};
  });
  // Of a place the village is read, and not where somebody lives in it.
  const places = read.flatMap(({ kind, name }) =>
    kind === 'place' ? [{ [name]: { village: (values[name] as Place).village } }] : [],
  );
  return Object.assign(bodyOf(read, values), ...dated, ...places) as Record<string, unknown>;
}

/** The places that must not be left empty, as in a pointer: a field, or what is in it (`agreement/terms/0/text`). */
export function missing(fields: Named[], values: Record<string, unknown>): string[] {
  return fields.flatMap((field) => {
    const value = values[field.name];
    // Whoever added one meant to say something with it.
    if (field.kind === 'terms') return gapsIn(value, `${field.name}/terms`, ['text']);
    if (field.kind === 'decisions') return gapsIn(value, field.name, ['text', 'departmentId', 'dueAt']);
    if (field.kind === 'people') {
      return ((value as Person[] | undefined) ?? []).flatMap((each, n) =>
        lacksName(each) ? [`${field.name}/${n}/name`] : [],
      );
    }
    if (field.optional || field.kind === 'flag' || field.kind === 'lines') return [];
    return isEmpty(value) ? [field.name] : [];
  });
}

const gapsIn = (listed: unknown, at: string, members: string[]): string[] =>
  ((listed as Record<string, unknown>[] | undefined) ?? []).flatMap((each, n) =>
    members.filter((name) => isEmpty(each[name])).map((name) => `${at}/${n}/${name}`),
  );

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);
