import { readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * Who may import whom (architecture.md §3), checked on files as text: the table is `import-table.json`, which the lint
 * configuration reads too. Pure but for `readRooms`, so that its own tests can feed it files that do not exist.
 */

interface Access {
  to: string;
  /** Types only. */
  kind?: 'type';
  /** Only these files of the room; `*` is one folder. */
  files?: string[];
  /** Names of a file that stay behind the door. */
  without?: Record<string, string[]>;
}

interface Room {
  rooms: Access[] | 'any';
  packages: string[];
  /** Packages that one file alone may use. */
  inFile?: Record<string, string[]>;
  /** Packages that no row of the table names. */
  others: boolean;
  node: boolean;
}

export interface ImportTable {
  /** Packages that a room may only use where its row says so. */
  named: string[];
  rooms: Record<string, Room>;
  /**
   * The floors inside a room, from the ground up: on each the folders and files that stand side by side. Each imports
   * what lies below it and nothing beside or above. `*` is one folder: what fits one pattern stands together.
   */
  floors: Record<string, string[][]>;
}

/** Path from the root, with `/`, to source text. */
export type Sources = ReadonlyMap<string, string>;

export interface Import {
  specifier: string;
  kind: 'value' | 'type';
  /** The imported names; `*` where all of them come. */
  names: string[];
  line: number;
}

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export function readTable(): ImportTable {
  return JSON.parse(readFileSync(new URL('./import-table.json', import.meta.url), 'utf8')) as ImportTable;
}

const CODE = /\.(ts|tsx|mts|mjs|cjs|js)$/;

export function readRooms(table: ImportTable, root = ROOT): Sources {
  const sources = new Map<string, string>();
  for (const room of Object.keys(table.rooms)) {
    let entries;
    try {
      entries = readdirSync(join(root, room), { recursive: true, withFileTypes: true });
    } catch (error) {
      // A room of the plan that is not built yet.
      if ((error as { code?: string }).code === 'ENOENT') continue;
      throw error;
    }
    for (const entry of entries) {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      if (!entry.isFile() || !CODE.test(entry.name) || path.includes(`${sep}node_modules${sep}`)) continue;
      sources.set(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8'));
    }
  }
  return sources;
}

/** Static, type, side-effect, dynamic and `import('…').T` imports, and `export … from`. */
export function importsOf(path: string, source: string): Import[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, kind: Import['kind'], names: string[]) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    found.push({ specifier: specifier.text, kind, names, line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, ...bindings(node.importClause));
    else if (ts.isExportDeclaration(node)) {
      const named = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : null;
      const typed = node.isTypeOnly || (named !== null && named.length > 0 && named.every((each) => each.isTypeOnly));
      add(node, node.moduleSpecifier, typed ? 'type' : 'value', named?.map(originalName) ?? ['*']);
    } else if (ts.isImportTypeNode(node)) {
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, 'type', ['*']);
    } else if (ts.isCallExpression(node)) {
      const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword || isRequire)
        add(node, node.arguments[0], 'value', ['*']);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const originalName = (each: ts.ImportSpecifier | ts.ExportSpecifier) => (each.propertyName ?? each.name).text;

function bindings(clause: ts.ImportClause | undefined): [Import['kind'], string[]] {
  if (!clause) return ['value', []];
  const named = clause.namedBindings;
  const elements = named && ts.isNamedImports(named) ? [...named.elements] : [];
  const names = [
    ...(clause.name ? ['default'] : []),
    ...(named && ts.isNamespaceImport(named) ? ['*'] : []),
    ...elements.map(originalName),
  ];
  const onlyTypes = !clause.name && elements.length > 0 && elements.every((each) => each.isTypeOnly);
  return [clause.phaseModifier === ts.SyntaxKind.TypeKeyword || onlyTypes ? 'type' : 'value', names];
}

/** `#domain/x.js` and its like (package.json, "imports"). */
const ALIASES: Record<string, string> = {
  '#domain/': 'libs/domain/',
  '#lexicon/': 'libs/lexicon/',
  '#guard/': 'libs/guard/',
  '#config/': 'libs/config/',
  '#persistence/': 'libs/persistence/',
  '#activities/': 'activities/',
  '#workflows/': 'workflows/',
};

type Target = { path: string } | { package: string } | { node: string } | { output: string };

export function targetOf(specifier: string, from: string, sources: Sources): Target {
  const alias = Object.keys(ALIASES).find((prefix) => specifier.startsWith(prefix));
  if (alias || specifier.startsWith('.')) {
    const path = alias
      ? ALIASES[alias]! + specifier.slice(alias.length)
      : posix.normalize(posix.join(posix.dirname(from), specifier));
    if (path.startsWith('dist/')) return { output: path };
    const candidates = [path, path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')];
    return { path: candidates.find((each) => sources.has(each)) ?? path };
  }
  if (isBuiltin(specifier)) return { node: specifier };
  const parts = specifier.split('/');
  return { package: specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]! };
}

/** A specification beside the code is a test, wherever it lies. */
export function roomOf(path: string, table: ImportTable): string | null {
  if (/\.spec\.tsx?$/.test(path)) return 'test';
  return Object.keys(table.rooms).find((room) => path.startsWith(`${room}/`)) ?? null;
}

function fits(pattern: string, text: string): boolean {
  const body = pattern.split('*').map((each) => each.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${body.join('[^/]*')}$`).test(text);
}

/** Every import that the table does not allow, as a sentence; empty when all is well. */
export function forbiddenImports(sources: Sources, table: ImportTable): string[] {
  const found: string[] = [];
  for (const [path, source] of sources) {
    const own = roomOf(path, table);
    if (own === null) continue;
    const room = table.rooms[own]!;
    for (const each of importsOf(path, source)) {
      const why = refusalOf(each, path, own, room, sources, table);
      if (why) found.push(`${path}:${each.line} imports ${each.specifier}: ${why}`);
    }
  }
  return found;
}

function refusalOf(
  { specifier, kind, names }: Import,
  path: string,
  own: string,
  room: Room,
  sources: Sources,
  table: ImportTable,
): string | null {
  const target = targetOf(specifier, path, sources);
  if ('output' in target) return own.startsWith('apps/local') || own === 'test' ? null : `${own} imports built files`;
  if ('node' in target) return room.node ? null : `${own} uses no Node built-ins`;
  if ('package' in target) {
    const allowed = [...room.packages, ...(room.inFile?.[path] ?? [])];
    if (allowed.some((pattern) => fits(pattern, target.package))) return null;
    const isNamed = table.named.some((pattern) => fits(pattern, target.package));
    return room.others && !isNamed ? null : `${own} does not use ${target.package} here`;
  }
  if (!sources.has(target.path)) return 'there is no such file';
  const to = roomOf(target.path, table);
  if (to === own || room.rooms === 'any') return null;
  const access = room.rooms.find((each) => each.to === to);
  if (!access) return `${own} does not import ${to ?? 'that'}`;
  if (access.kind === 'type' && kind !== 'type') return `${own} imports only types of ${to}`;
  if (access.files && !access.files.some((pattern) => fits(pattern, target.path))) {
    return `${own} imports only ${access.files.join(', ')} of ${to}`;
  }
  const kept = access.without?.[target.path] ?? [];
  const taken = names.filter((name) => kept.includes(name) || (name === '*' && kept.length > 0));
  return taken.length > 0 ? `${own} does not take ${taken.join(', ')} from ${to}` : null;
}

/** Every import that climbs or goes sideways inside a room, and every file that stands on none of its floors. */
export function climbs(sources: Sources, { floors }: Pick<ImportTable, 'floors'>): string[] {
  const found: string[] = [];
  for (const [house, levels] of Object.entries(floors)) {
    const standing = (path: string) => {
      if (!path.startsWith(`${house}/`) || /\.spec\.tsx?$/.test(path)) return null;
      const inside = path.slice(house.length + 1);
      const holds = (room: string) => fits(room, inside) || inside.startsWith(`${room}/`);
      const level = levels.findIndex((rooms) => rooms.some(holds));
      return { level, room: levels[level]?.find(holds) };
    };
    for (const [path, source] of sources) {
      const own = standing(path);
      if (own === null) continue;
      if (own.room === undefined) found.push(`${path} stands on no floor of ${house}`);
      for (const { specifier, line } of importsOf(path, source)) {
        const target = targetOf(specifier, path, sources);
        const other = 'path' in target ? standing(target.path) : null;
        if (!other || other.room === own.room || other.level < own.level) continue;
        found.push(`${path}:${line} imports ${specifier}, which is not below it`);
      }
    }
  }
  return found;
}

/** Circles of files that import one another, types included, each named from its first file round to it again. */
export function cycles(sources: Sources): string[][] {
  const next = new Map<string, string[]>();
  for (const [path, source] of sources) {
    const targets = importsOf(path, source).map(({ specifier }) => targetOf(specifier, path, sources));
    next.set(path, [
      ...new Set(targets.flatMap((each) => ('path' in each && sources.has(each.path) ? [each.path] : []))),
    ]);
  }
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (path: string, way: string[]): void => {
    const before = way.indexOf(path);
    if (before >= 0) {
      found.push([...way.slice(before), path]);
      return;
    }
    if (done.has(path)) return;
    for (const target of next.get(path) ?? []) walk(target, [...way, path]);
    done.add(path);
  };
  for (const path of [...next.keys()].sort()) walk(path, []);
  return found;
}
