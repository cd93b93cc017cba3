import type { Field } from './field.js';
import { placeOf, saidOf, type Person, type Place } from './correcting.js';

/** Of a field, what its value becomes of. */
type Named = Pick<Field, 'name' | 'kind' | 'optional' | 'number' | 'none'>;

/** The body of a command: what was typed, without what was left empty. */
export function bodyOf(fields: Named[], values: Record<string, unknown>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.name];
    if (value === undefined || value === null || value === '' || (field.kind === 'flag' && value !== true)) continue;
    if (field.kind === 'reference' && field.number) body[field.name] = Number(value);
    else if (field.kind === 'checks') {
      const chosen = (value as string[]).map((each) => (field.number ? Number(each) : each));
      if (chosen.length > 0 || field.none) body[field.name] = chosen;
    } else if (field.kind === 'verdict') body[field.name] = value === 'true';
    else if (field.kind === 'people') body[field.name] = (value as Person[]).flatMap(saidOf);
    else if (field.kind === 'place') body[field.name] = placeOf(value as Place);
    else if (field.kind === 'lines' || field.kind === 'decisions')
      body[field.name] = (value as unknown[]).filter(Boolean);
    else if (field.kind === 'terms') {
      const terms = (value as { text: string; dueAt?: string }[]).filter((each) => each.text.trim());
      if (terms.length > 0) {
        body[field.name] = { terms: terms.map(({ text: words, dueAt }) => ({ text: words, ...(dueAt && { dueAt }) })) };
      }
    } else body[field.name] = value;
  }
  return body;
}

export function missing(fields: Named[], values: Record<string, unknown>): string[] {
  return fields
    .filter((each) => !each.optional && each.kind !== 'flag' && each.kind !== 'lines' && each.kind !== 'decisions')
    .filter(({ name }) => {
      const value = values[name];
      return (
        value === undefined ||
        value === null ||
        (typeof value === 'string' && value.trim() === '') ||
        isEmptyList(value)
      );
    })
    .map(({ name }) => name);
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;
