import type { PolicyField, PolicyFields } from '../../contract.js';
import type { Wording } from '../../words/zh.js';
import { valueAt } from './document.js';

/** The form of a policy, as the API describes it: which fields there are, where they stand, how their words are said. */

export type Chapter = PolicyFields['chapters'][number]['name'];
type Names = PolicyFields['names'];

interface Part {
  name: string;
  isWild: boolean;
  isList: boolean;
}

const partsOf = (path: string): Part[] =>
  path.split('.').map((part) => {
    const bare = part.replace(/\?$/, '').replace(/\[\]$/, '');
    return { name: bare.replace(/^\{|\}$/g, ''), isWild: bare.startsWith('{'), isList: /\[\]\??$/.test(part) };
  });

/** One field with all its places, or a list with what each of its rows has. */
export interface Block {
  field: PolicyField;
  /** Of a list: the members of a row; of a member that is one of several, those. */
  members: Member[];
}

export interface Member {
  name: string;
  field: PolicyField;
  optional: boolean;
  oneOf: Member[];
}

export const isRows = ({ path }: PolicyField) => /\[\]\??$/.test(path);

/** The fields of a chapter, those of a row gathered under their list. */
export function blocksOf(fields: readonly PolicyField[]): Block[] {
  const lists = fields.filter(isRows);
  return fields
    .filter(({ path }) => !lists.some((list) => path.startsWith(`${list.path}.`)))
    .map((field) => ({ field, members: isRows(field) ? membersOf(`${field.path}.`, fields) : [] }));
}

function membersOf(prefix: string, fields: readonly PolicyField[]): Member[] {
  return fields
    .filter(({ path }) => path.startsWith(prefix) && !path.slice(prefix.length).includes('.'))
    .map((field) => ({
      name: field.path.slice(prefix.length).replace('?', ''),
      field,
      optional: field.path.endsWith('?'),
      oneOf: membersOf(`${field.path}.`, fields),
    }));
}

/** One place of a field, and the words that stand for its wildcards there. */
export interface Place {
  pointer: string;
  keys: { of: string; word: string }[];
}

/** Where a document has such a field. Of a list, the list itself. */
export function placesOf(field: PolicyField, names: Names, document: unknown): Place[] {
  return partsOf(field.path).reduce<Place[]>(
    (places, { name, isWild }) =>
      places.flatMap(({ pointer, keys }) => {
        if (!isWild) return [{ pointer: `${pointer}/${name}`, keys }];
        const { words, must } = names[name]!;
        const known = must ? words : words.filter((word) => valueAt(document, `${pointer}/${word}`) !== undefined);
        return known.map((word) => ({ pointer: `${pointer}/${word}`, keys: [...keys, { of: name, word }] }));
      }),
    [{ pointer: '', keys: [] }],
  );
}

/** The words that a document may have there and has not, and what would stand for one of them; null where all must be. */
export function missingNames(field: PolicyField, names: Names, document: unknown) {
  const parts = partsOf(field.path);
  const at = parts.findIndex(({ name, isWild }) => isWild && !names[name]!.must);
  if (at < 0) return null;
  const of = parts[at]!.name;
  const pointer = parts.slice(0, at).reduce((path, { name }) => `${path}/${name}`, '');
  const words = names[of]!.words.filter((word) => valueAt(document, `${pointer}/${word}`) === undefined);
  const inner = parts[at + 1];
  const blank = inner ? Object.fromEntries(names[inner.name]!.words.map((word) => [word, null])) : [];
  return { of, pointer, words, blank };
}

/** The field that a place belongs to, with the words and rows on the way; a list stands for what is wrong with it whole. */
export function fieldAt(form: PolicyFields, pointer: string) {
  const steps = pointer.split('/').slice(1);
  const found = form.chapters.flatMap(({ name: chapter, fields }) =>
    fields.flatMap((field) => {
      const keys = matched(partsOf(field.path), steps, form.names);
      return keys ? [{ chapter, field, ...keys }] : [];
    }),
  );
  return found.sort((a, b) => b.length - a.length)[0] ?? null;
}

function matched(parts: readonly Part[], steps: readonly string[], names: Names) {
  const keys: { of: string; word: string }[] = [];
  let at = 0;
  for (const { name, isWild, isList } of parts) {
    const step = steps[at];
    if (step === undefined || !(isWild ? names[name]!.words.includes(step) : step === name)) return null;
    if (isWild) keys.push({ of: name, word: step });
    at += 1;
    if (!isList || steps[at] === undefined) continue;
    keys.push({ of: '', word: steps[at]! });
    at += 1;
  }
  return { keys, length: at };
}

/** What a word of a wildcard is called; a row by its number. */
export function keyWord({ of, word }: { of: string; word: string }, t: Wording): string {
  if (of === '') return t.changing.row(Number(word) + 1);
  if (word === 'return-window') return t.rules.returnWindow;
  if (word === 'default') return t.rules.otherKinds;
  const words: Record<string, string> =
    {
      act: t.kind,
      stage: t.kind,
      ladder: t.kind,
      grade: t.grade,
      complexity: t.complexity,
      track: t.track,
      sign: t.dangerSign,
    }[of] ?? {};
  return words[word] ?? word;
}

/** What the words of a closed list are called, found by all of them. */
export function wordsFor(list: readonly string[], t: Wording): Record<string, string> {
  const known: Record<string, string>[] = [
    t.grade,
    t.category,
    t.dangerSign,
    t.post,
    t.role,
    t.rung,
    t.rungWhen,
    t.visitMode,
    t.changing.visitBy,
    t.changing.dangerBy,
    t.changing.on,
    t.unit,
  ];
  return known.find((words) => list.every((word) => word in words)) ?? {};
}

/** A step of a statutory track. */
export function stepSaid(step: unknown, t: Wording): unknown {
  const words: Record<string, string> = t.trackStep;
  return typeof step === 'string' && Object.hasOwn(words, step) ? words[step] : step;
}
