// The rules that are ours; the general ones, which ask for types, are in .oxlintrc.json.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** Who may import whom: the same table that test/architecture checks, here for the editor. */
const table = JSON.parse(readFileSync(new URL('./test/architecture/import-table.json', import.meta.url), 'utf8'));
const rooms = Object.keys(table.rooms);
const external = (source) => ({ to: { module: { origin: 'external', ...(source && { source }) } } });

/** The policies of one room, in order; the last that fits decides. */
function policiesOf([type, row]) {
  const from = { element: { type } };
  const policies = [];
  if (row.rooms === 'any') policies.push({ from, allow: { to: { element: { type: rooms } } } });
  else {
    for (const { to, kind, files, without = {} } of row.rooms) {
      const allow = { to: { element: { type: to }, ...(files && { file: { path: files } }) } };
      policies.push({ from, allow: { ...allow, ...(kind && { dependency: { kind } }) } });
      for (const [path, specifiers] of Object.entries(without)) {
        policies.push({ from, disallow: { to: { file: { path } }, dependency: { specifiers } } });
      }
    }
  }
  if (row.node) policies.push({ from, allow: { to: { module: { origin: 'core' } } } });
  if (row.others) policies.push({ from, allow: external() }, { from, disallow: external(table.named) });
  if (row.packages.length > 0) policies.push({ from, allow: external(row.packages) });
  for (const [path, packages] of Object.entries(row.inFile ?? {})) {
    policies.push({ from: { ...from, file: { path } }, allow: external(packages) });
  }
  return policies;
}

const noAmbient = (...objects) =>
  objects.map((name) => ({ name, message: 'The core is pure and replays: it gets such things handed in.' }));
const never = (selector, message) => ({ selector, message });
const pure = [
  never('NewExpression[callee.name="Date"][arguments.length=0]', 'Reads the clock of the process; time is handed in.'),
  never('CallExpression[callee.name="Date"]', 'Reads the clock of the process; time is handed in.'),
  never('MemberExpression[object.name="Math"][property.name="random"]', 'A replay would draw another number.'),
  never('MemberExpression[property.name=/^toLocale/]', 'Depends on locale and zone of the process.'),
];
const noClock = never(
  'MemberExpression[object.name="Date"][property.name="now"]',
  'Only workflows/shell.ts reads workflow time.',
);

/** `'${…}'` and `'${…} days'`: a value between the quotes of SQL. */
const asText = [
  `TemplateLiteral > TemplateElement[tail=false][value.raw=/(^|[^'])'$/]`,
  `TemplateLiteral > TemplateElement.quasis:not(:first-child)[value.raw=/^[ a-z]*'(?!s\\b)/]`,
].map((selector) =>
  never(
    selector,
    'A value is a parameter of a statement; where none can be, quoted() in libs/persistence/database/quoted.ts.',
  ),
);

export default tseslint.config(
  { ignores: ['apps/web/contract.ts', 'dist/', 'node_modules/', '.data/', '.cache/', 'coverage/'] },
  {
    files: ['apps', 'workflows', 'activities', 'libs', 'bench', 'test'].map((room) => `${room}/**/*.{ts,tsx}`),
    ignores: ['**/*.spec.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { boundaries },
    settings: {
      'boundaries/elements': rooms.map((type) => ({ type, pattern: type, partialMatch: false })),
      'boundaries/dependency-nodes': ['import', 'dynamic-import', 'export', 'require'],
      'boundaries/additional-dependency-nodes': [
        { selector: 'TSImportType Literal', kind: 'type', name: 'import-type' },
      ],
      'import/resolver': { [fileURLToPath(new URL('./test/architecture/lint-resolver.cjs', import.meta.url))]: {} },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        { default: 'disallow', checkAllOrigins: true, policies: Object.entries(table.rooms).flatMap(policiesOf) },
      ],
    },
  },
  {
    files: ['libs/domain/**/*.ts', 'workflows/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', ...noAmbient('process', 'Intl', 'performance', 'crypto', 'Buffer')],
      'no-restricted-syntax': ['error', ...pure, noClock],
    },
  },
  {
    // A statement has its type beside it: `rows` and `one`.
    files: ['libs/persistence/**/*.ts', 'activities/**/*.ts', 'apps/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/migrations/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSAsExpression > AwaitExpression > CallExpression[callee.property.name="query"]',
          message: 'rows<T>() and one<T>() in libs/persistence/database/rows.ts read what a statement answers',
        },
        ...asText,
      ],
    },
  },
  {
    // The one place that reads workflow time.
    files: ['workflows/shell.ts'],
    rules: { 'no-restricted-syntax': ['error', ...pure] },
  },
);
