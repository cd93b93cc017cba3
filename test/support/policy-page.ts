import { POLICY_FORM, REFUSED_UNDER } from '#domain/policy/fields.js';

/** Renders docs/policy.md from the table that the check reads, so that the page cannot differ from the product. */
export function policyPage(): string {
  const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
  const fields = POLICY_FORM.fields.map(({ path, label, shape, readBy, source }) => [
    code(path),
    `${label.zh} ${label.en}`,
    code(shape.says),
    readBy.map(code).join(' '),
    source,
  ]);
  const refusals = Object.entries(REFUSED_UNDER).map(([refusal, path]) => [code(refusal), code(path)]);
  return [
    '# The policy of a region, member by member',
    '',
    'Generated from `libs/domain/policy/fields.ts`; a test compares the two. `{grade}` stands for each word of a list, `[]`',
    'for each row, `?` for what may be absent. A limit is `{amount, unit}`, whole, above zero and at most three years long;',
    'a rung lies at most 400 days from its due moment. What the members say together is checked in `policy/check.ts`.',
    '',
    ...table(['member', 'what it is', 'what it may be', 'read by', 'source'], fields),
    '',
    '## Refusals that come from it',
    '',
    ...table(['refusal', 'member'], refusals),
    '',
  ].join('\n');
}

/** Widths as prettier counts them: a Chinese sign takes two columns. */
function table(head: string[], rows: string[][]): string[] {
  const width = (text: string) => [...text].reduce((sum, sign) => sum + (/[\u2e80-\uffef]/.test(sign) ? 2 : 1), 0);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => width(row[column]!))));
  const line = (row: string[]) =>
    `| ${row.map((text, column) => text + ' '.repeat(widths[column]! - width(text))).join(' | ')} |`;
  return [line(head), `| ${widths.map((each) => '-'.repeat(each)).join(' | ')} |`, ...rows.map(line)];
}
