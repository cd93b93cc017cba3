import { DEFAULT_POLICY } from '#domain/policy/default-policy.js';
import { POLICY_FORM, REFUSED_UNDER } from '#domain/policy/fields.js';
import type { Place } from '#domain/form/form.js';

type FieldOfPolicy = (typeof POLICY_FORM.fields)[number];

/** Renders docs/policy.md from the table that the check reads, so that the page cannot differ from the product. */
export function policyPage(): string {
  const code = (text: string) => `\`${escaped(text)}\``;
  const ships = POLICY_FORM.fields.flatMap((field) =>
    linesOf(field).map(({ path, places, source }) => [
      code(path),
      `${field.label.zh} ${field.label.en}`,
      escaped(shippedOf(field, places)),
      `**${source.kind}** ${source.zh}. ${source.en}`,
    ]),
  );
  const fields = POLICY_FORM.fields.map(({ path, shape, readBy }) => [
    code(path),
    code(shape.says),
    readBy.map(code).join(' '),
  ]);
  const refusals = Object.entries(REFUSED_UNDER).map(([refusal, path]) => [code(refusal), code(path)]);
  return [
    '# The policy of a region, member by member',
    '',
    'Generated from `libs/domain/policy/fields.ts` and the policy that ships; a test compares them. `{grade}` stands for each',
    'word of a list, `[]` for each row, `?` for what may be absent. What the members say together is checked in',
    '`policy/check.ts`.',
    '',
    '## What ships, and where it comes from',
    '',
    'A source is **law** (what a law or by-law says), **practice** (what some place published that it does), or **ours**',
    '(chosen here). A region publishes its own numbers.',
    '',
    ...table(['member', 'what it is', 'what ships', 'source'], ships),
    '',
    '## What it may be, and what reads it',
    '',
    'A limit is `{amount, unit}`, whole, above zero and at most three years long; a rung lies at most 400 days from its due',
    'moment. The functions are for who changes the product.',
    '',
    ...table(['member', 'what it may be', 'read by'], fields),
    '',
    '## Refusals that come from it',
    '',
    ...table(['refusal', 'member'], refusals),
    '',
  ].join('\n');
}

const escaped = (text: string) => text.replaceAll('|', '\\|');

/** One line a word where each has numbers of its own: a stage, a ladder, a track. */
function linesOf(field: FieldOfPolicy) {
  const { path, source, sources } = field;
  const wild = /\{(act|stage|ladder|track)\}/.exec(path);
  const places = POLICY_FORM.places(DEFAULT_POLICY, path);
  if (!wild || isOfRow(path)) return [{ path, places, source }];
  const words = [...new Set(places.map(({ keys }) => keys[0]!))];
  return words.map((word) => ({
    path: path.replace(wild[0], word),
    places: places.filter(({ keys }) => keys[0] === word).map((each) => ({ ...each, keys: each.keys.slice(1) })),
    source: sources?.[word] ?? source,
  }));
}

const isList = (path: string) => /\[\]\??$/.test(path);
const isOfRow = (path: string) => !isList(path) && path.includes('[]');
/** More rows than this are data of their own, to be read with `npm run policy -- export`. */
const MOST_ROWS = 12;

function shippedOf({ path }: FieldOfPolicy, places: readonly Place[]): string {
  if (isOfRow(path)) return 'as each row says';
  if (!isList(path)) return places.map(({ keys, value }) => [...keys, said(value)].join(' ')).join(', ');
  // Of a list its rows are places.
  const lists = new Map<string, unknown[]>();
  for (const { keys, value } of places) {
    const name = keys.slice(0, -1).join(' ');
    lists.set(name, [...(lists.get(name) ?? []), value]);
  }
  return [...lists]
    .map(([name, rows]) => {
      const told = rows.length > MOST_ROWS ? `${rows.length} rows` : rows.map(said).join('; ');
      return name === '' ? told : `${name}: ${told}`;
    })
    .join('. ');
}

function said(value: unknown): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) {
    const each = value as unknown[];
    if (each.length > MOST_ROWS) return `${each.length} of them`;
    return each.length === 0 ? 'none' : each.map((one) => (Array.isArray(one) ? one.join('–') : said(one))).join(', ');
  }
  if (typeof value !== 'object') return String(value as string | number | boolean);
  const { amount, unit, ...rest } = value as Record<string, unknown>;
  if (typeof unit === 'string') {
    const words = unit.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return `${String(amount)} ${amount === 1 ? words.replace(/s$/, '') : words}`;
  }
  return Object.entries(rest)
    .map(([key, each]) => `${key} ${said(each)}`)
    .join(', ');
}

/** Widths as prettier counts them: a Chinese sign takes two columns. */
function table(head: string[], rows: string[][]): string[] {
  const width = (text: string) => [...text].reduce((sum, sign) => sum + (/[\u2e80-\uffef]/.test(sign) ? 2 : 1), 0);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => width(row[column]!))));
  const line = (row: string[]) =>
    `| ${row.map((text, column) => text + ' '.repeat(widths[column]! - width(text))).join(' | ')} |`;
  return [line(head), `| ${widths.map((each) => '-'.repeat(each)).join(' | ')} |`, ...rows.map(line)];
}
