import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from '@jest/globals';
import { VERBS } from '#domain/dispute/commands.js';
import { bareIn, citationsIn, missingFrom, signsIn } from '../support/citations.js';
import { filesEnding, heldPart, pageAt, root } from '../support/pages.js';
import { POLICY_TABLES } from '../support/policy-tables.js';

/** The papers of the house: what they cite is there, and what they say of the code is so. */

const SELF = ['test/support/citations.ts', 'test/architecture/pages.spec.ts'];
const SOURCES = filesEnding('.ts', '.tsx', '.mjs', '.cjs', '.sql', '.yml', '.css', '.html').filter(
  (path) => !SELF.includes(path) && path !== 'apps/web/contract.ts',
);
const PAGES = filesEnding('.md');
const isThere = (path: string) => existsSync(new URL(path, root));
/** Where a page of that name may lie, seen from who cites it. */
const placeOf = (name: string, by: string) => [`docs/${name}`, name, join(dirname(by), name)].find(isThere);

/** Everything in a file that is cited and is not there. */
function unresolved(path: string, text: string): string[] {
  const of = citationsIn(text).flatMap(({ page, ...rest }) => {
    const place = placeOf(page, path);
    if (!place) return [`${path}: there is no ${page}`];
    return missingFrom(pageAt(place), rest).map((each) => `${path}: ${page} has no ${each}`);
  });
  const own = path === 'docs/glossary.md' ? 'docs/domain.md' : path;
  const bare = bareIn(text);
  if (!path.endsWith('.md')) return [...of, ...(bare.length > 0 ? [`${path}: a section of no page`] : [])];
  return [...of, ...bare.flatMap((each) => missingFrom(pageAt(own), each).map((what) => `${own} has no ${what}`))];
}

describe('a citation', () => {
  it.each([...SOURCES, ...PAGES])('in %s resolves', (path) => {
    const text = pageAt(path);
    expect(unresolved(path, text)).toEqual([]);
  });

  it('is looked for wherever the sign of a section stands', () => {
    const found = SOURCES.reduce((sum, path) => sum + signsIn(pageAt(path)), 0);
    expect(found).toBeGreaterThan(30);
  });

  it.each([
    ['a page that is not there', '(rivals.md \u00a73)', ['a.ts: there is no rivals.md']],
    ['a section that is not there', '(domain.md \u00a799)', ['a.ts: domain.md has no section 99']],
    ['a second section', '(domain.md \u00a72, \u00a799)', ['a.ts: domain.md has no section 99']],
    ['an item that is not there', '(domain.md \u00a75, 99)', ['a.ts: domain.md has no item 99']],
    [
      'a heading over two lines',
      '(architecture.md \u00a71,\n * "Made up")',
      ['a.ts: architecture.md has no "Made up"'],
    ],
    ['a heading of another section', '(domain.md \u00a76, "Two clocks")', ['a.ts: domain.md has no "Two clocks"']],
    ['no page at all', 'see \u00a74', ['a.ts: a section of no page']],
  ])('of %s is found', (_what, text, said) => {
    expect(unresolved('a.ts', text)).toEqual(said);
  });

  it('of a decision names one that was taken', () => {
    const taken = readdirSync(new URL('docs/adr/', root)).map((name) => Number.parseInt(name, 10));
    const cited = [...SOURCES, ...PAGES].flatMap((path) =>
      [...pageAt(path).matchAll(/\bADR (\d{1,4})\b/g)].map(([, number]) => `${path}: ${Number(number)}`),
    );
    expect(cited.filter((each) => !taken.includes(Number(each.split(': ')[1])))).toEqual([]);
  });
});

/** `a/{b,c}.ts` as its files; what has a star is no path. */
function braced(path: string): string[] {
  const [, before, inner, after] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  return inner === undefined ? [path] : inner.split(',').flatMap((each) => braced(`${before}${each}${after}`));
}

const ROOMS = 'apps|libs|workflows|activities|test|docs|docker|bench';

describe.each(PAGES)('%s', (page) => {
  const text = pageAt(page);

  it('names files that are there', () => {
    const named = [...text.matchAll(new RegExp(`\`((?:${ROOMS})/[\\w./{},-]+)\``, 'g'))].flatMap(([, path]) =>
      braced(path!),
    );
    expect(named.filter((path) => !['', '.ts', '.spec.ts'].some((end) => isThere(path + end)))).toEqual([]);
  });

  it('links to pages, pictures and headings that are there', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to!).filter((to) => !/^[a-z]+:/.test(to));
    const broken = links.filter((to) => {
      const [path, heading] = to.split('#') as [string, string?];
      const target = path === '' ? page : join(dirname(page), path);
      return !isThere(target) || (heading !== undefined && !slugsOf(pageAt(target)).includes(heading));
    });
    expect(broken).toEqual([]);
  });
});

/** The addresses of headings, as GitHub makes them. */
function slugsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('docs/domain.md', () => {
  it.each(Object.entries(POLICY_TABLES))('has the numbers that ship: %s', (name, lines) => {
    expect(heldPart('docs/domain.md', name, lines)).toBe(lines.join('\n'));
  });
});

describe('docs/api.md', () => {
  it('says of each verb who may use it, once', () => {
    const table = pageAt('docs/api.md').split('### Who may use which verb')[1]!.split('`fast-forward`')[0]!;
    const verbs = [...table.matchAll(/^\| (`[^|]+)\|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`([^`]+)`/g)].map(([, verb]) => verb!),
    );
    expect(verbs.sort()).toEqual(Object.keys(VERBS).sort());
  });
});

describe('docs/adr/README.md', () => {
  it('has each decision once, in order', () => {
    const files = readdirSync(new URL('docs/adr/', root)).filter((name) => /^\d{4}-/.test(name));
    const rows = [...pageAt('docs/adr/README.md').matchAll(/^\| \[(\d+)\]\(([^)]+)\)\s*\| (.+?)\s*\| (\S+)\s*\|$/gm)];
    expect(rows.map(([, number, file]) => [Number(number), file])).toEqual(
      files.sort().map((file) => [Number.parseInt(file, 10), file]),
    );
  });
});

describe.each(['README.md', 'README.zh-CN.md'])('the rules that %s points to', (page) => {
  const rows = pageAt(page)
    .split(/^## /m)
    .find((part) => part.includes('libs/domain/dispute/may/rights.ts'))!
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`'))
    .map((line) => [line.split('|')[1]!.trim(), line.split('|')[2]!] as const);

  it('are ten at least', () => {
    expect(rows.length).toBeGreaterThanOrEqual(10);
  });

  it.each(rows)('%s: one file or two, which say it', (_what, cell) => {
    const files = [...cell.matchAll(/`([^`]+\/[^`]+)`(?:\s*[(（]`([^`]+)`[)）])?/g)];
    expect([1, 2]).toContain(files.length);
    for (const [, path, name] of files) expect(pageAt(path!)).toContain(name ?? '');
  });
});
