import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HEAD_WORDS } from '../../lexicon/heads.js';
import { SHEET_WORDS } from '../../lexicon/sheet.js';
import type { CommandActor } from '../people/actor.js';
import { departmentProblems } from '../people/staffing.js';
import { Tree, type Account, type Department } from '../people/tree.js';
import { checkSheet, matchedOf, type Checked } from './check.js';
import { departmentChange, readDepartment, type Planning } from './departments.js';

const department = (id: string, parentId: string | null, name: string, more: Partial<Department> = {}): Department => ({
  id,
  parentId,
  name,
  nameEn: name,
  hasDesk: false,
  isVillage: false,
  active: true,
  workingTime: null,
  ...more,
});
const HERE = [
  department('county', null, '云溪县'),
  department('town', 'county', '云溪镇'),
  department('police', 'town', '云溪镇派出所', { nameEn: 'Police station', hasDesk: true }),
  department('mill', 'police', '警务室'),
  department('gone', 'county', '粮站', { active: false }),
  department('leaving', 'county', '老农技站', { successorId: 'police' }),
  department('other', null, '别县'),
  department('their-office', 'other', '别县司法局'),
];
const CLERK: Account = {
  id: 'clerk',
  name: '周',
  departmentId: 'police',
  roles: ['desk'],
  awayUntil: null,
  deputyId: null,
};
const ADMIN: Pick<CommandActor, 'userId' | 'departmentId' | 'roles'> = {
  userId: 'admin',
  departmentId: 'county',
  roles: ['admin'],
};

const readingOf = (asker = ADMIN, places = HERE): Planning => ({
  tree: new Tree(new Map(places.map((each) => [each.id, each])), [CLERK], new Date(0)),
  departmentIds: new Set([...places.map(({ id }) => id), 'afar']),
  usernames: new Set(['clerk']),
  pending: new Map(),
  words: SHEET_WORDS,
  zone: 'Asia/Shanghai',
  now: '2026-11-23T00:00:00.000Z',
  source: '',
  asker,
  below: new Set(),
  idOf: ({ name }, isTaken) => {
    for (let n = 1; ; n += 1) if (!isTaken(`made-${name}-${n}`)) return `made-${name}-${n}`;
  },
});

const HEADS = ['编号', '单位', '英文名', '上级', '有无办事台', '是否村', '工作时间'];
const sheetOf = (heads: string[]) => ({ kind: 'departments' as const, headRow: 1, heads, chosen: {}, remarks: [] });

/** @param rows lines of cells with commas between, from row 2 on */
function checked(rows: string[], reading = readingOf(), heads = HEADS): Checked {
  const sheet = sheetOf(heads);
  const lines = rows.map((row, index) => ({ n: index + 2, cells: row.split(',') }));
  return checkSheet(sheet, lines, matchedOf(sheet, HEAD_WORDS), reading);
}
const told = ({ faults }: Checked) =>
  faults.map(({ row, column, code, meant }) => [row, column, code, ...(meant === undefined ? [] : [meant])].join(' '));

describe('a list of departments', () => {
  it('is known by its heads, in either language', () => {
    const inEnglish = ['Id', 'Name', 'English name', 'Above', 'Has a desk', 'Is a village', 'Working time'];
    for (const heads of [HEADS, inEnglish]) {
      expect(checked([], readingOf(), heads)).toMatchObject({
        columns: { id: 0, name: 1, nameEn: 2, parentId: 3, hasDesk: 4, isVillage: 5, workingTime: 6 },
        faults: [],
      });
    }
  });

  it('has a superior by id, by name and from the same sheet, wherever it stands there', () => {
    const found = checked([
      ',石溪村,,司法所,,是,',
      'justice,司法所,Justice office,云溪镇,无,否,08:30-12:00；14:00-17:30',
      ',土地所,,town,有,,',
      ',矿区,,石溪村,,,',
    ]);
    expect(told(found)).toEqual([]);
    expect(found.good).toEqual([3, 2, 4, 5]);
    expect(Object.fromEntries(found.places)).toEqual({
      3: { id: 'justice', parentId: 'town' },
      2: { id: 'made-石溪村-1', parentId: 'justice' },
      4: { id: 'made-土地所-1', parentId: 'town' },
      5: { id: 'made-矿区-1', parentId: 'made-石溪村-1' },
    });
  });

  it('is one of those that are there by its id, else by its name under its superior', () => {
    const found = checked([
      'police,云溪派出所,,云溪镇,,,',
      ',警务室,,云溪派出所,,是,',
      ',云溪县,,,,,',
      ',云溪镇,,云溪县,,,',
    ]);
    expect(told(found)).toEqual([]);
    expect(Object.fromEntries(found.places)).toEqual({
      2: { id: 'police', parentId: 'town' },
      3: { id: 'mill', parentId: 'police' },
      4: { id: 'county', parentId: null },
      5: { id: 'town', parentId: 'county' },
    });
  });

  it('leaves as it is what a row leaves open', () => {
    const { places } = checked(['police,云溪镇派出所,,,,,']);
    expect(places.get(2)).toEqual({ id: 'police', parentId: 'town' });
    const police = HERE.find(({ id }) => id === 'police')!;
    expect(departmentChange({ name: police.name }, 'town', police)).toEqual({});
    expect(departmentChange({ name: '新名', hasDesk: false }, 'county', police)).toEqual({
      name: '新名',
      hasDesk: false,
      parentId: 'county',
    });
  });

  it.each<[string, string[], string[]]>([
    ['a superior that nobody knows', [',甲所,,云西镇,,,'], ['2 parentId UNKNOWN_DEPARTMENT 云溪镇']],
    ['no superior', [',甲所,,,,,'], ['2 parentId PARENT_REQUIRED']],
    ['no name', ['a,,,town,,,'], ['2 name REQUIRED']],
    ['an id of another county', ['afar,甲所,,town,,,'], ['2 id ID_TAKEN']],
    ['itself above it', ['a,甲所,,a,,,'], ['2 parentId DEPARTMENT_LOOP']],
    [
      'two that stand above each other, and one below them',
      ['a,甲所,,乙所,,,', 'b,乙所,,甲所,,,', 'c,丙所,,甲所,,,'],
      ['2 parentId DEPARTMENT_LOOP', '3 parentId DEPARTMENT_LOOP', '4 parentId PARENT_NOT_TAKEN 2'],
    ],
    ['one put below what is below it', ['town,云溪镇,,警务室,,,'], ['2 parentId DEPARTMENT_LOOP']],
    ['an id twice', ['a,甲所,,town,,,', 'a,乙所,,town,,,'], ['3 id TWICE 2']],
    ['a name twice under one superior', [',甲所,,town,,,', ',甲 所,,云溪镇,,,'], ['3 name TWICE 2']],
    ['the name of another that is there', ['a,警务室,,police,,,'], ['2 name NAME_TAKEN mill']],
    [
      'the name that another has until its row is brought in',
      ['mill,警务站,,,,,', ',警务室,,police,,,'],
      ['3 name NAME_TAKEN mill'],
    ],
    ['the id of one that is closed', ['gone,粮站,,county,,,'], ['2 id ID_TAKEN']],
    ['a closed one above it', [',甲所,,gone,,,'], ['2 parentId UNKNOWN_DEPARTMENT']],
    ['one that is about to be closed above it', [',甲所,,leaving,,,'], ['2 parentId UNKNOWN_DEPARTMENT']],
    ['a superior in another county', [',甲所,,别县司法局,,,'], ['2 parentId UNKNOWN_DEPARTMENT']],
    ['a department of another county', ['their-office,法律局,,,,,'], ['2 id ID_TAKEN']],
    [
      'a superior that cannot be taken',
      ['a,甲所,,town,也许,,', ',乙所,,甲所,,,'],
      ['2 hasDesk UNKNOWN_WORD', '3 parentId PARENT_NOT_TAKEN 2'],
    ],
    ['an id as nobody writes it', ['A 1,甲所,,town,,,'], ['2 id NOT_AN_ID a-1']],
    ['hours that are none', [',甲所,,town,,,上午'], ['2 workingTime NOT_HOURS']],
    ['hours out of order', [',甲所,,town,,,14:00-17:30；08:30-12:00'], ['2 workingTime NOT_HOURS']],
    ['a desk taken from its clerks', ['police,云溪镇派出所,,town,否,,'], ['2 hasDesk DESK_HAS_CLERKS']],
    [
      'a superior whose name several have',
      ['a,司法所,,town,,,', 'b,司法所,,county,,,', ',调解室,,司法所,,,'],
      ['4 parentId PLACE_UNCLEAR a，b'],
    ],
  ])('says of %s where it is and what is meant', (_what, rows, expected) => {
    const found = checked(rows);
    expect(told(found)).toEqual(expected);
    expect(found.good).toHaveLength(rows.length - new Set(found.faults.map(({ row }) => row)).size);
  });

  it('is put under none but what whoever brings it in looks after', () => {
    const town = { userId: 'town-admin', departmentId: 'town', roles: ['admin' as const] };
    const found = checked([',甲所,,county,,,', ',乙所,,police,,,', 'mill,警务站,,,,,'], readingOf(town));
    expect(told(found)).toEqual(['2 parentId UNKNOWN_DEPARTMENT']);
    // What says nothing new of one that is not theirs is no harm.
    expect(told(checked(['town,云溪镇,,云溪县,,,'], readingOf(town)))).toEqual([]);
    expect(told(checked(['town,云溪街道,,云溪县,,,'], readingOf(town)))).toEqual(['2 id ID_TAKEN']);
  });

  it('has hours as people write them', () => {
    for (const text of ['8:30-12:00,14:00-17:30', '08:30至12:00、14:00～17:30', '08:30 - 12:00；14:00—17:30']) {
      const read = readDepartment(['甲所', 'town', text], { name: 0, parentId: 1, workingTime: 2 }, readingOf());
      expect({ text, read }).toMatchObject({
        read: {
          value: {
            workingTime: {
              zone: 'Asia/Shanghai',
              hours: [
                ['08:30', '12:00'],
                ['14:00', '17:30'],
              ],
            },
          },
        },
      });
    }
  });

  it('takes a sheet of 20,000 rows, each under the one before it, in moments', () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, n) => `d${n},单位${n},,${n === 19_999 ? 'town' : `单位${n + 1}`},,,`,
    );
    const began = Date.now();
    const found = checked(rows);
    expect(found.good).toHaveLength(20_000);
    expect(found.good[0]).toBe(20_001);
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  /** Rows of few names and ids, so that they meet: under each other, in circles, twice. */
  const anyRow = fc
    .tuple(
      fc.constantFrom('', 'a', 'b', 'police', 'mill', 'gone'),
      fc.constantFrom('甲', '乙', '丙', '警务室', '云溪镇派出所'),
      fc.constantFrom('', '甲', '乙', 'a', 'b', 'town', '警务室', '云溪镇', '无此单位'),
    )
    .map(([id, name, parent]) => `${id},${name},,${parent},,,`);

  it('makes of any sheet a tree that is sound, each after what is above it', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 8 }), (rows) => {
        const reading = readingOf();
        const { good, places, faults } = checked(rows, reading);
        const wrong = new Set(faults.map(({ row }) => row));
        expect(good.toSorted()).toEqual(rows.map((_, index) => index + 2).filter((n) => !wrong.has(n)));
        const departments = new Map(reading.tree.departments);
        for (const n of good) {
          const { id, parentId } = places.get(n)!;
          const before = departments.get(id) ?? null;
          const name = rows[n - 2]!.split(',')[1]!;
          expect(parentId === null || departments.has(parentId)).toBe(true);
          const next = { ...department(id, parentId, name), ...(before && { ...before, name, parentId }) };
          // As it stands by then, a form that asked for it would be taken.
          const house = { ...reading, tree: new Tree(departments, [CLERK], new Date(0)) };
          expect(departmentProblems(next, before, house).map(({ code }) => code)).toEqual([]);
          departments.set(id, next);
        }
      }),
    );
  });
});
