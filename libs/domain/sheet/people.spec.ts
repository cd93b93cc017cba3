import { describe, expect, it } from '@jest/globals';
import { HEAD_WORDS } from '../../lexicon/heads.js';
import { SHEET_WORDS } from '../../lexicon/sheet.js';
import { nameKey } from '../people/names.js';
import { Tree, type Account, type Department } from '../people/tree.js';
import type { Role } from '../words.js';
import { checkSheet, matchedOf, readLine } from './check.js';
import type { Planning } from './departments.js';
import { personChange } from './people.js';

const department = (id: string, parentId: string | null, name: string, more: Partial<Department> = {}): Department => ({
  id,
  parentId,
  name,
  nameEn: name,
  hasDesk: false,
  isVillage: false,
  active: true,
  ...more,
});
const account = (id: string, name: string, departmentId: string, roles: Role[]): Account => ({
  id,
  name,
  departmentId,
  roles,
  awayUntil: null,
  deputyId: null,
});
const PLACES = [
  department('county', null, '云溪县'),
  department('police', 'county', '云溪派出所', { hasDesk: true }),
  department('justice', 'county', '司法所'),
  department('justice-2', 'police', '司法所'),
  department('other', null, '别县'),
];
const PEOPLE = [
  account('sunli', '孙立', 'county', ['admin']),
  account('chenming', '陈明', 'justice', ['handler']),
  account('afar', '远方', 'other', ['handler']),
];
const reading: Planning = {
  tree: new Tree(new Map(PLACES.map((each) => [each.id, each])), PEOPLE, new Date(0)),
  departmentIds: new Set(PLACES.map(({ id }) => id)),
  usernames: new Set([...PEOPLE.map(({ id }) => nameKey(id)), 'gone']),
  pending: new Map([['chenming', ['auditor'] as const]]),
  words: SHEET_WORDS,
  zone: 'Asia/Shanghai',
  now: '2026-11-23T00:00:00.000Z',
  source: '',
  asker: { userId: 'sunli', departmentId: 'county', roles: ['admin'] },
  below: new Set(),
  idOf: () => 'x',
};
const sheet = {
  kind: 'people' as const,
  headRow: 1,
  heads: ['用户名', '单位', '姓名', '岗位', '邮箱', '电话'],
  chosen: {},
  remarks: [],
};
const columns = matchedOf(sheet, HEAD_WORDS);
const checked = (...rows: string[]) =>
  checkSheet(
    sheet,
    rows.map((row, index) => ({ n: index + 2, cells: row.split(',') })),
    columns,
    reading,
  );

describe('a list of people', () => {
  it('is known by its heads, also where they are called as departments have them', () => {
    expect(columns).toEqual({ username: 0, departmentId: 1, name: 2, roles: 3, email: 4, phone: 5 });
  });

  it.each([
    ['流转台；回访员、部门负责人', ['desk', 'visitor', 'head']],
    ['handler', ['handler']],
    ['Handler / Head', ['handler', 'head']],
    ['政法委员', ['supervisor']],
    ['承办人，承办人', ['handler']],
  ])('takes roles as people write them: %s', (text, roles) => {
    const read = readLine('people', { n: 2, cells: ['new', 'police', '周敏', text] }, columns, reading);
    expect(read).toMatchObject({ value: { username: 'new', departmentId: 'police', roles } });
  });

  it.each([
    ['a user name that somebody of another name has', 'chenming,justice,陈民,承办人', '2 username USERNAME_TAKEN 陈明'],
    ['one of somebody who left', 'gone,justice,走了,承办人', '2 username USERNAME_TAKEN'],
    ['one of another county', 'afar,justice,远方,承办人', '2 username USERNAME_TAKEN'],
    ['a user name as nobody signs in', 'Zhou Min,justice,周敏,承办人', '2 username NOT_A_USERNAME zhou-min'],
    ['a role that there is not', 'zhoumin,justice,周敏,承办人；出纳', '2 roles UNKNOWN_WORD 出纳'],
    ['one that is mistyped', 'zhoumin,justice,周敏,承办入', '2 roles UNKNOWN_WORD 承办入 承办人'],
    ['no role', 'zhoumin,justice,周敏,、', '2 roles REQUIRED'],
    // A role is of the department that the row names, and of no other.
    [
      'a head of a department elsewhere',
      'zhoumin,justice,周敏,云溪派出所负责人',
      '2 roles UNKNOWN_WORD 云溪派出所负责人 部门负责人',
    ],
    ['both powers', 'zhoumin,justice,周敏,管理员、审计', '2 roles ROLE_NOT_ALLOWED'],
    ['a desk where there is none', 'zhoumin,justice,周敏,流转台', '2 roles DESK_MISSING'],
    ['the own roles', 'sunli,county,孙立,督导', '2 roles ROLE_NOT_ALLOWED'],
    ['the own department', 'sunli,police,孙立,管理员', '2 departmentId ROLE_NOT_ALLOWED'],
    ['a department that is not there', 'zhoumin,司发所,周敏,承办人', '2 departmentId UNKNOWN_DEPARTMENT 司法所'],
    ['a department of another county', 'zhoumin,别县,周敏,承办人', '2 departmentId UNKNOWN_DEPARTMENT'],
    [
      'a department whose name several have',
      'zhoumin,司法所,周敏,承办人',
      '2 departmentId PLACE_UNCLEAR justice，justice-2',
    ],
    ['an address that is none', 'zhoumin,justice,周敏,承办人,zhou@', '2 email NOT_AN_ADDRESS'],
    ['a telephone that is none', 'zhoumin,justice,周敏,承办人,,没有', '2 phone NOT_A_PHONE'],
  ])('says of %s where it is and what is meant', (_what, row, expected) => {
    const { faults, good } = checked(row);
    expect(
      faults.map(({ row: n, column, code, part, meant }) => [n, column, code, part, meant].filter(Boolean).join(' ')),
    ).toEqual([expected]);
    expect(good).toEqual([]);
  });

  it('has each user name once', () => {
    const { faults, good } = checked('zhoumin,justice,周敏,承办人', 'zhoumin,justice,周敏,承办人');
    expect(faults).toMatchObject([{ row: 3, column: 'username', code: 'TWICE', meant: '2' }]);
    expect(good).toEqual([2]);
  });

  it('says nothing new of who is there as they are, what waits for a second person among it', () => {
    const { faults } = checked('chenming,justice,陈 明,审计；承办人', 'sunli,county,孙立,管理员');
    expect(faults).toEqual([]);
    const told = {
      username: 'chenming',
      name: '陈明',
      departmentId: 'justice',
      roles: ['auditor', 'handler'] as Role[],
    };
    expect(personChange({ ...told, phone: '13900001111' }, PEOPLE[1]!, { phone: '13900001111' }, reading)).toEqual({});
    expect(
      personChange({ ...told, roles: ['handler'], departmentId: 'police', email: 'a@b.cn' }, PEOPLE[1]!, {}, reading),
    ).toEqual({ roles: ['handler'], departmentId: 'police', email: 'a@b.cn' });
  });
});
