import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** The level of each requirement of ASVS 5.0.0, by section and in order. */
const LEVELS: Record<string, string> = {
  '1.1': '22',
  '1.2': '1111122223',
  '1.3': '112222222223',
  '1.4': '222',
  '1.5': '123',
  '2.1': '122',
  '2.2': '112',
  '2.3': '12223',
  '2.4': '23',
  '3.1': '3',
  '3.2': '113',
  '3.3': '12223',
  '3.4': '11222233',
  '3.5': '11122333',
  '3.6': '3',
  '3.7': '22333',
  '4.1': '12233',
  '4.2': '23333',
  '4.3': '22',
  '4.4': '1222',
  '5.1': '2',
  '5.2': '112333',
  '5.3': '113',
  '5.4': '222',
  '6.1': '122',
  '6.2': '111111112222',
  '6.3': '11223333',
  '6.4': '112233',
  '6.5': '22222333',
  '6.6': '2223',
  '6.7': '33',
  '6.8': '2222',
  '7.1': '222',
  '7.2': '1111',
  '7.3': '22',
  '7.4': '11222',
  '7.5': '223',
  '7.6': '22',
  '8.1': '1233',
  '8.2': '1123',
  '8.3': '133',
  '8.4': '23',
  '9.1': '111',
  '9.2': '1222',
  '10.1': '22',
  '10.2': '223',
  '10.3': '22223',
  '10.4': '1111122222233333',
  '10.5': '22222',
  '10.6': '22',
  '10.7': '222',
  '11.1': '2233',
  '11.2': '22233',
  '11.3': '11233',
  '11.4': '1222',
  '11.5': '23',
  '11.6': '23',
  '11.7': '33',
  '12.1': '12233',
  '12.2': '11',
  '12.3': '22223',
  '13.1': '2333',
  '13.2': '222223',
  '13.3': '2233',
  '13.4': '1222233',
  '14.1': '22',
  '14.2': '12223333',
  '14.3': '122',
  '15.1': '12233',
  '15.2': '12233',
  '15.3': '1222222',
  '15.4': '3333',
  '16.1': '2',
  '16.2': '22222',
  '16.3': '2222',
  '16.4': '222',
  '16.5': '2223',
  '17.1': '23',
  '17.2': '22223333',
  '17.3': '22',
};
const WANTED = Object.entries(LEVELS)
  .flatMap(([section, levels]) => [...levels].map((level, index) => ({ id: `${section}.${index + 1}`, level })))
  .filter(({ level }) => level < '3');

interface Row {
  id: string;
  level: string;
  state: string;
  proof: string;
}

const page = readFileSync('docs/asvs.md', 'utf8');
const cells = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((each) => each.trim());
const rows: Row[] = page
  .split('\n')
  .filter((line) => /^\| \d+\.\d+\.\d+ /.test(line))
  .map((line) => {
    const [id, level, , state, proof] = cells(line) as [string, string, string, string, string];
    return { id, level, state, proof };
  });
const foreign = page
  .slice(page.indexOf('## What does not apply'), page.indexOf('## Inventories'))
  .match(/\b\d+\.\d+\.\d+\b/g)!;

const quoted = (text: string) =>
  [...text.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g)].map(([, single, template]) => single ?? template ?? '');

/** Every spec by its name, and what stands in it between quotes: titles, and the rows of tables of tests. */
const specs = new Map<string, string[][]>();
for (const room of ['test', 'libs', 'apps']) {
  for (const file of readdirSync(room, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.spec.ts')) continue;
    const name = basename(file, '.spec.ts');
    specs.set(name, [...(specs.get(name) ?? []), quoted(readFileSync(join(room, file), 'utf8'))]);
  }
}
/** Which tests a row names. */
const named = ({ proof }: Row) =>
  [...proof.matchAll(/`([\w-]+)`: "([^"]+)"/g)].map(([, spec, title]) => ({ spec: spec!, title: title! }));

describe('the table of ASVS', () => {
  it('has every requirement of levels 1 and 2 once, and no id that the standard has not', () => {
    expect(WANTED).toHaveLength(253);
    const ids = [...rows.map(({ id }) => id), ...foreign];
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(WANTED.filter(({ id }) => !ids.includes(id))).toEqual([]);
    const levelOf = (id: string) => LEVELS[id.replace(/\.\d+$/, '')]?.[Number(id.split('.')[2]) - 1];
    expect(ids.filter((id) => levelOf(id) === undefined)).toEqual([]);
    expect(rows.filter(({ id, level }) => levelOf(id) !== level)).toEqual([]);
  });

  it('names a test for what is held, a document for what is documented, and why for the rest', () => {
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['held', 'documented', 'partly', 'open']));
    expect(rows.filter((row) => row.state === 'held' && named(row).length === 0)).toEqual([]);
    expect(rows.filter(({ proof }) => proof.length < 5)).toEqual([]);
    const files = rows.flatMap(({ proof }) => proof.match(/`[\w./-]+\/[\w./-]+\.(md|ts)`|`\w+\.md`/g) ?? []);
    expect(files.filter((each) => !existsSync(each.slice(1, -1)))).toEqual([]);
  });

  it('names tests that there are', () => {
    const missing = rows.flatMap((row) =>
      named(row).filter(
        ({ spec, title }) => !specs.get(spec)?.some((texts) => texts.some((text) => text.includes(title))),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('counts rightly', () => {
    const counted = rows.filter(({ level }) => level < '3');
    const of = (state: string) => counted.filter((each) => each.state === state).length;
    const apart = foreign.filter((id) => WANTED.some((each) => each.id === id)).length;
    expect(page.replaceAll(/\s+/g, ' ')).toContain(
      `**${of('held')} held** by the test that is named, ${of('documented')} met by a document, ${of('partly')} partly, ` +
        `${of('open')} open, ${apart} do not apply`,
    );
  });
});
