import { describe, expect, it } from '@jest/globals';
import { HEAD_WORDS } from '../../lexicon/heads.js';
import { SHEET_WORDS } from '../../lexicon/sheet.js';
import { Tree, type Account, type Department } from '../people/tree.js';
import type { Role } from '../words.js';
import { CELL_FAULTS } from './cells.js';
import { isRemark, REMARKS } from './remarks.js';
import { checkSheet, matchedOf } from './check.js';
import type { Planning } from './departments.js';

const department = (id: string, name: string, more: Partial<Department> = {}): Department => ({
  ...{ id, name, nameEn: id, parentId: id === 'centre' ? null : 'centre' },
  ...{ hasDesk: false, isVillage: false, active: true },
  ...more,
});
const handler = (departmentId: string): Account => ({
  ...{ id: `of-${departmentId}`, name: departmentId, departmentId, roles: ['handler'] as Role[] },
  ...{ awayUntil: null, deputyId: null },
});
const PLACES = [
  department('centre', '云溪镇综治中心'),
  department('police', '云溪派出所', { hasDesk: true }),
  department('justice', '云溪司法所'),
  department('mediation', '云溪镇调解委员会', { active: false, successorId: 'justice' }),
  department('window', '云溪信访窗口', {
    ...{ nameEn: 'Petition Window', hasDesk: true },
    ...{ active: false, successorId: 'police' },
  }),
  department('shixi', '石溪村', { isVillage: true }),
];
const reading: Planning = {
  tree: new Tree(
    new Map(PLACES.map((each) => [each.id, each])),
    ['police', 'justice'].map(handler),
    new Date('2026-11-23T00:00:00Z'),
  ),
  departmentIds: new Set(),
  usernames: new Set(),
  pending: new Map(),
  words: SHEET_WORDS,
  zone: 'Asia/Shanghai',
  now: '2026-11-23T00:00:00.000Z',
  source: '',
  asker: { userId: 'sunli', departmentId: 'centre', roles: ['admin'] },
  below: new Set(PLACES.map(({ id }) => id)),
  idOf: ({ name }) => name,
};

const HEADS = ['台账编号', '标题', '类别', '等级', '村', '登记时间', '流转单位', '流转时间', '流转台'];
const looked = (to: string, desk = '', heads = HEADS) => {
  const cells = ['甲-1', '排水', '邻里', '蓝', '石溪村', '2026-11-20', to, to && '2026-11-21', desk];
  const sheet = { kind: 'disputes' as const, headRow: 1, heads, chosen: {}, remarks: [] };
  return checkSheet(sheet, [{ n: 2, cells }], matchedOf(sheet, HEAD_WORDS), reading);
};

describe('a sheet of open cases', () => {
  it('has remarks that are among what is said of cells', () => {
    expect(CELL_FAULTS).toEqual(expect.arrayContaining([...REMARKS]));
  });

  it('has its numbers in the column that says so best, and in that which counts the rows where there is no other', () => {
    const columns = (...heads: string[]) =>
      matchedOf({ kind: 'disputes', headRow: 1, heads, chosen: {}, remarks: [] }, HEAD_WORDS).externalNumber;
    expect(columns('序号', '标题', '台账编号')).toBe(2);
    expect(columns('No.', '原编号')).toBe(1);
    expect(columns('标题', '序号')).toBe(1);
  });

  it('that names a closed department means whoever goes on in its place, and says so', () => {
    for (const name of ['云溪镇调解委员会', 'mediation']) {
      const { good, values, faults } = looked(name);
      expect([good, values.get(2)]).toMatchObject([[2], { transfer: { to: 'justice' } }]);
      expect(faults).toMatchObject([{ row: 2, place: 6, code: 'SUCCEEDED', meant: '云溪司法所' }]);
      expect(faults.every(isRemark)).toBe(true);
    }
  });

  it('of a desk that was closed is still its ledger, whoever goes on in its place', () => {
    for (const name of ['云溪信访窗口', 'window', 'Petition window'])
      expect(looked('', name).values.get(2)).toMatchObject({ desk: 'police', source: 'window' });
    expect(looked('', '云溪派出所').values.get(2)).toMatchObject({ desk: 'police', source: 'police' });
  });

  it('hands nothing on to where nobody could take it', () => {
    const { good, faults } = looked('石溪村');
    expect(good).toEqual([]);
    expect(faults).toMatchObject([{ row: 2, place: 6, column: 'transferredTo', code: 'NOBODY_THERE' }]);
    expect(faults.some(isRemark)).toBe(false);
  });

  it('may have a column that is not brought in: that asks for no change', () => {
    const { good, faults } = looked('', '', [...HEADS, '备注']);
    expect([good, faults.map((each) => [each.code, isRemark(each)])]).toEqual([[2], [['UNKNOWN_COLUMN', true]]]);
  });
});
