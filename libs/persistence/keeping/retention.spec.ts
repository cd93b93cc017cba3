import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RETENTION } from '#domain/keeping/retention.js';
import type { Db } from '../database/database.js';
import { Tree } from '#domain/people/tree.js';
import { dueRows, Retentions } from './retention.js';

const department = (id: string, parentId: string | null) =>
  [id, { id, parentId, name: id, nameEn: id, hasDesk: false, isVillage: false, active: true }] as const;
const tree = new Tree(
  new Map([
    department('district', null),
    department('centre', 'district'),
    department('police', 'centre'),
    department('labour', 'district'),
    department('district-2', null),
  ]),
  [],
  new Date('2026-11-23T02:00:00Z'),
);
const published = (version: number, departmentId: string | null, years = 1) => ({
  version,
  departmentId,
  publishedAt: null,
  publishedBy: 'x',
  table: { rules: DEFAULT_RETENTION.rules.map((each) => ({ ...each, years })) },
});
/** A database that knows these tables, and answers how much is due with how many departments were asked for. */
const knowing = (rows: object[]): Db => ({
  query: async <T>(text: string, values?: unknown[]) =>
    (text.includes('count_expired') ? [{ due: (values![2] as string[]).length }] : rows) as T,
});
const load = (...rows: object[]) => Retentions.load(knowing(rows), tree);

describe('the tables of retention', () => {
  it('hold where they were set and below, the nearest before one further up', async () => {
    const retentions = await load(published(3, 'centre'), published(5, 'district'));
    const versions = [...tree.departments.keys()].map((id) => [id, retentions.of(id).version]);
    expect(Object.fromEntries(versions)).toEqual({ district: 5, centre: 3, police: 3, labour: 5, 'district-2': 0 });
    expect(retentions.version).toBe(5);
    expect([...retentions.everywhere().values()]).toEqual([
      ['district', 'labour'],
      ['centre', 'police'],
      ['district-2'],
    ]);
  });

  it('leave to what ships whatever none of them holds for', async () => {
    const retentions = await load();
    expect(retentions.of('police').table).toBe(DEFAULT_RETENTION);
  });

  it('of an author whom nobody knows hold wherever no nearer one does', async () => {
    const retentions = await load(published(1, null), published(2, 'centre'));
    expect([retentions.of('police').version, retentions.of('district-2').version]).toEqual([2, 1]);
  });

  it('let rows of whom nobody knows go by the one that keeps the longest, and only when everybody is asked for', async () => {
    const db = knowing([published(1, 'district', 1), published(2, 'district-2', 7)]);
    const retentions = await Retentions.load(db, tree);
    const now = '2026-11-23T02:00:00.000Z';
    const asked = async (everybody: boolean) =>
      (await dueRows(db, retentions.everywhere(), now, everybody))
        .filter((each) => each.kind === 'notice')
        .map(({ before, departments }) => `${before?.slice(0, 4)} ${departments.join(' ')}`);
    expect(await asked(false)).toEqual(['2025 centre district labour police', '2019 district-2']);
    expect(await asked(true)).toEqual(['2025 centre district labour police', '2019 district-2 ']);
  });
});
