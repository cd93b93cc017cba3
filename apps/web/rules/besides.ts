import type { PolicyField, PolicyFields } from '../contract.js';
import { valueAt } from './editor/document.js';
import { blocksOf, keyWord, placesOf, type Block, type Member } from './editor/form.js';
import { labelOf, valueSaid, type Saying } from './editor/said.js';

/** Members of a policy that a table of the page tells in a way of its own; each other one is told as the form names it. */
export const IN_TABLES: readonly string[] = [
  'title',
  'limits.{act}.{grade}',
  'limits.{stage}.{grade}',
  'handle.{grade}.{complexity}',
  'ladders.{ladder}[]',
  ...['at', 'at.percent?', 'at.before?', 'at.after?', 'at.on?', 'time?', 'when?', 'grades?', 'do', 'to'].map(
    (member) => `ladders.{ladder}[].${member}`,
  ),
  'visits.{grade}[]',
  ...['after', 'mode', 'tolerance'].map((member) => `visits.{grade}[].${member}`),
  'dangerAtLeast?.{sign}',
  'danger[]?',
  ...['sign', 'words', 'near?', 'within?', 'unless?'].map((member) => `danger[]?.${member}`),
  'routing[]',
  ...['category', 'village?', 'dangerSign?', 'to', 'assist?', 'reason'].map((member) => `routing[].${member}`),
  'statutory.{track}[]',
  ...['step', 'limit', 'extension?'].map((member) => `statutory.{track}[].${member}`),
];

/** What a policy says of one member: once, or by the words of its wildcards. */
export interface Said {
  path: string;
  label: string;
  /** Whether each of its words is a grade, as the columns of a table are. */
  byGrade: boolean;
  values: { word: string; text: string }[];
}

/** Of a chapter all that no table tells; a list of which a table left out a member is told whole. */
export function besides(fields: readonly PolicyField[], form: PolicyFields, document: unknown, saying: Saying): Said[] {
  return blocksOf(fields)
    .filter((block) => !pathsOf(block).every((path) => IN_TABLES.includes(path)))
    .map(({ field }) => {
      const places = placesOf(field, form.names, document);
      return {
        path: field.path,
        label: labelOf(field, saying.language),
        byGrade: places.every(({ keys }) => keys.length === 1 && keys[0]!.of === 'grade'),
        values: places.map(({ pointer, keys }) => ({
          word: keys.map((key) => keyWord(key, saying.t)).join(' · '),
          text: valueSaid(form, pointer, valueAt(document, pointer), saying) || saying.t.rules.nothing,
        })),
      };
    });
}

const pathsOf = ({ field, members }: Block): string[] => [
  field.path,
  ...members.flatMap((each: Member) => [each.field.path, ...each.oneOf.map((one) => one.field.path)]),
];
