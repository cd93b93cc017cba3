import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rows } from '#persistence/database/rows.js';
import { findImport, readingOf } from '#persistence/imports/import-store.js';
import { beginRollout } from '#persistence/rollouts/rollout-store.js';
import { rolloutWorkflowIdOf } from '#workflows/rollout/messages.js';
import { Api } from '../support/api.js';
import { Casework, type Page } from '../support/casework.js';
import { until } from '../support/township.js';
import { addSecondCounty } from '../support/second-county.js';

interface Imported {
  id: string;
  rows: number;
  good: number;
  wrong: number;
  errors: { row: number; column: string | null; cell: string | null; code: string; detail: string }[];
  columns: Record<string, string>;
}
interface Progress {
  state: string;
  total: number;
  moved: number;
  unchanged: number;
  failed: number;
  failures: { subject: string; code: string; detail: string }[];
}
interface Department {
  id: string;
  name: string;
  parentId: string | null;
  hasDesk: boolean;
  isVillage: boolean;
  workingTime: object | null;
}
interface Person {
  id: string;
  name: string;
  departmentId: string;
  roles: string[];
  pending: string[];
  account?: { grants: object[]; email: string | null; phone: string | null };
}

const CSV = 'text/csv';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const sheetOf =
  (heads: string) =>
  (...lines: string[]) =>
    [heads, ...lines].join('\n');
const departments = sheetOf('编号,单位,英文名,上级,有无办事台,是否村,工作时间');
const people = sheetOf('账号,姓名,单位,角色,邮箱,电话');

describe('departments and people of a list', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
    await addSecondCounty(api.engine.database.owner);
  });
  afterAll(() => api.stop());

  async function handIn(kind: string, sheet: string | Uint8Array, type = CSV, who = 'admin') {
    const response = await fetch(`${api.url}/api/v1/imports?kind=${kind}`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${await api.token(who)}` },
      body: sheet,
    });
    return { status: response.status, body: (await response.json()) as Imported };
  }
  const taken = async (...given: Parameters<typeof handIn>) => {
    const { status, body } = await handIn(...given);
    expect(status).toBe(201);
    return body;
  };
  const begun = async (id: string, who = 'admin') => {
    const { status, body } = await api.post<{ rollout: { id: string } }>(who, `/imports/${id}/run`, {});
    expect(status).toBe(202);
    return body.rollout.id;
  };
  const ended = async (rolloutId: string, who = 'admin') => {
    await api.engine.client.workflow.getHandle(rolloutWorkflowIdOf(rolloutId)).result();
    return (await api.get<Progress>(who, `/rollouts/${rolloutId}`)).body;
  };
  const run = async (id: string) => ended(await begun(id));
  const brought = async (kind: string, sheet: string, good: number) => {
    const { id, errors, ...found } = await taken(kind, sheet);
    expect({ errors, good: found.good }).toEqual({ errors: [], good });
    return run(id);
  };
  const told = ({ errors }: Imported) => errors.map(({ cell, column, code }) => `${cell} ${column} ${code}`);
  /** What other processes changed this one knows within seconds. */
  const known = async <T>(path: string, isThere: (all: T[]) => boolean): Promise<T[]> => {
    const all = async () => (await api.get<Page<T>>('admin', path)).body.items;
    await until(async () => isThere(await all()), 100);
    return all();
  };
  const person = async (id: string) => (await api.get<Person>('admin', `/users/${id}`)).body;
  const audited = async (action: string) =>
    (
      await api.get<Page<{ userId: string; data: { departmentId?: string; userId?: string; before: object | null } }>>(
        'auditor',
        `/audit?action=${action}&limit=200`,
      )
    ).body.items;

  const TREE = departments(
    ',凉亭村,,新河镇综治中心,无,是,',
    'xinhe,新河镇综治中心,Xinhe centre,区委政法委,否,否,',
    ',新河派出所,Xinhe police,xinhe,有,否,08:30-12:00；14:00-17:30',
    ',警务室,,新河派出所,否,否,',
  );

  it('are given to nobody who does not look after them, and to no program', async () => {
    for (const kind of ['departments', 'people']) {
      for (const who of ['desk', 'supervisor', 'auditor'])
        expect((await handIn(kind, TREE, CSV, who)).status).toBe(403);
    }
    const { id } = await taken('departments', TREE);
    const { body: made } = await api.post<{ token: string }>('admin', '/tokens', {
      name: 'a program',
      scopes: ['read', 'write'],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const authorization = { authorization: `Bearer ${made.token}` };
    const refused = await api.call('', 'POST', `/imports/${id}/run`, {}, authorization);
    expect(refused).toMatchObject({ status: 403, body: { code: 'IN_PERSON_ONLY' } });
    await api.engine.database.owner.query(`UPDATE session SET proved_at = now() - interval '1 day'`);
    const late = await api.post('admin', `/imports/${id}/run`, {});
    expect(late.body).toMatchObject({ code: 'SIGN_IN_AGAIN' });
    for (const who of ['admin', 'auditor']) api.forget(who);
  });

  it('names every bad cell of a list of departments, and brings nothing in', async () => {
    const body = await taken(
      'departments',
      departments(
        'a,甲所,,乙所,,,',
        'b,乙所,,甲所,,,',
        'c,丙所,,石桥综治中心,也许,,',
        'c,丁所,,centre,,,全天',
        ',石桥司法所,,centre,,,',
        ',石桥司法 所,,centre,,,',
        'E 1,戊所,,centre,,,',
        ',己所,,二所,,,',
        'centre-2,二镇,,centre,,,',
        ',庚所,,,,,',
        ',辛所,,district,,,',
      ),
    );
    expect(told(body)).toEqual([
      'D2 上级 DEPARTMENT_LOOP',
      'D3 上级 DEPARTMENT_LOOP',
      'E4 有无办事台 UNKNOWN_WORD',
      'A5 编号 TWICE',
      'G5 工作时间 NOT_HOURS',
      'B7 单位 TWICE',
      'A8 编号 NOT_AN_ID',
      'D9 上级 UNKNOWN_DEPARTMENT',
      'A10 编号 ID_TAKEN',
      'D11 上级 PARENT_REQUIRED',
    ]);
    expect(body).toMatchObject({ rows: 11, good: 2 });
    expect(body.errors.find(({ cell }) => cell === 'A8')!.detail).toContain('e-1');
    expect(body.errors.every(({ detail }) => /[一-鿿]/.test(detail))).toBe(true);
  });

  it('brings departments in, superiors first, each by its own entry of the log; a second time nothing', async () => {
    expect(await brought('departments', TREE, 4)).toMatchObject({ state: 'done', total: 4, moved: 4, failed: 0 });
    const all = await known<Department>('/departments', (items) => items.some(({ name }) => name === '警务室'));
    const of = (name: string) => all.find((each) => each.name === name);
    expect(of('新河镇综治中心')).toMatchObject({ id: 'xinhe', parentId: 'district', hasDesk: false });
    expect(of('新河派出所')).toMatchObject({
      id: 'xinhe-police',
      parentId: 'xinhe',
      hasDesk: true,
      workingTime: {
        zone: 'Asia/Shanghai',
        hours: [
          ['08:30', '12:00'],
          ['14:00', '17:30'],
        ],
      },
    });
    expect(of('凉亭村')).toMatchObject({ id: 'liang-ting-cun', parentId: 'xinhe', isVillage: true });
    expect(of('警务室')).toMatchObject({ parentId: 'xinhe-police' });
    const entries = (await audited('department-changed')).filter(({ data }) => data.before === null);
    expect(entries.map(({ userId, data }) => [userId, data.departmentId]).sort()).toEqual(
      ['xinhe', 'xinhe-police', 'liang-ting-cun', of('警务室')!.id].map((id) => ['admin', id]).sort(),
    );
    expect(await brought('departments', TREE, 4)).toMatchObject({ total: 4, moved: 0, unchanged: 4 });
    expect(await audited('department-changed')).toHaveLength(4);
  });

  it('corrects what a row says otherwise, by the rules of a click', async () => {
    const corrected = departments('xinhe-police,新河街道派出所,,,,,', 'liang-ting-cun,凉亭村,,新河街道派出所,,,');
    expect(await brought('departments', corrected, 2)).toMatchObject({ moved: 2, failed: 0 });
    const all = await known<Department>('/departments', (items) => items.some(({ name }) => name === '新河街道派出所'));
    expect(all.find(({ id }) => id === 'liang-ting-cun')).toMatchObject({ parentId: 'xinhe-police', isVillage: true });
    // A desk with cases keeps its superior.
    await cases.handledBy('justice');
    const moved = await taken('departments', departments('police,石桥派出所,,xinhe,,,'));
    expect(moved).toMatchObject({ good: 1 });
    const { failures } = await run(moved.id);
    expect(failures).toMatchObject([{ subject: '2', code: 'CASES_OPEN' }]);
  });

  const STAFF = people(
    'zhaoyun,赵云,新河街道派出所,流转台；回访员,,13900001111',
    'sunce,孙策,新河镇综治中心,督导,sunce@example.org,',
    'luxun,陆逊,xinhe,管理员,,',
    'zhugeke,诸葛恪,石桥司法所,承办人、部门负责人,,0775-8812345',
  );

  it('names every bad cell of a list of people, and brings nobody in', async () => {
    const body = await taken(
      'people',
      people(
        'justice,陈不明,石桥司法所,承办人,,',
        'zhangfei,张飞,石桥司法所,承办人；大将军,,',
        'guanyu,关羽,石桥司法所,流转台,,',
        'machao,马超,石桥司法所,管理员、审计,,',
        'huangzhong,黄忠,二镇,承办人,,',
        'weiyan,魏延,石桥粮站,承办人,,',
        'Wei Yan,魏延,石桥司法所,承办人,nobody,123',
        'admin,孙立,district,督导,,',
        'nobody,,,,,',
        'justice-head,陈建国,石桥自然资源所,部门负责人,,',
        'justice-head,陈建国,石桥林业站,部门负责人,,',
      ),
    );
    expect(told(body)).toEqual([
      'A2 账号 USERNAME_TAKEN',
      'D3 角色 UNKNOWN_WORD',
      'D4 角色 DESK_MISSING',
      'D5 角色 ROLE_NOT_ALLOWED',
      'C6 单位 UNKNOWN_DEPARTMENT',
      'C7 单位 UNKNOWN_DEPARTMENT',
      'A8 账号 NOT_A_USERNAME',
      'E8 邮箱 NOT_AN_ADDRESS',
      'F8 电话 NOT_A_PHONE',
      'D9 角色 ROLE_NOT_ALLOWED',
      'B10 姓名 REQUIRED',
      'C10 单位 REQUIRED',
      'D10 角色 REQUIRED',
      // Nobody is the head of two departments.
      'A12 账号 TWICE',
    ]);
    expect(body.errors[0]!.detail).toContain('陈明');
    expect(body.errors[1]!.detail).toContain('“大将军”');
    expect(body.good).toBe(1);
    const none = await taken('people', people('justice,陈不明,石桥司法所,承办人,,'));
    expect(none.good).toBe(0);
    expect(await api.post('admin', `/imports/${none.id}/run`, {})).toMatchObject({ body: { code: 'NOTHING_GOOD' } });
  });

  it('brings people in as POST /users does: what makes power waits for a second person, and who is new is invited', async () => {
    expect(await brought('people', STAFF, 4)).toMatchObject({ state: 'done', moved: 4, failed: 0 });
    expect(await person('zhaoyun')).toMatchObject({
      departmentId: 'xinhe-police',
      roles: ['desk', 'visitor'],
      pending: [],
      account: { phone: '13900001111', signedInAt: null, invitedUntil: null },
    });
    expect(await person('luxun')).toMatchObject({
      roles: [],
      pending: ['admin'],
      account: { grants: [{ role: 'admin', by: 'admin' }] },
    });
    const entries = await audited('person-changed');
    expect(entries.map(({ userId, data }) => [userId, data.userId, data.before])).toEqual(
      expect.arrayContaining(['zhaoyun', 'sunce', 'luxun', 'zhugeke'].map((id) => ['admin', id, null])),
    );
    const { body: link } = await api.post<{ link: string }>('admin', '/users/zhaoyun/invite', {});
    const accepted = await api.post('', '/auth/accept-invitation', {
      token: /#token=([\w-]+)$/.exec(link.link)![1],
      password: 'ein langer Satz vom Fluss',
    });
    expect(accepted.status).toBe(200);
    const second = await api.post<Person>('auditor', '/users/luxun/confirm-role', { role: 'admin' });
    expect(second.body).toMatchObject({ roles: ['admin'], pending: [] });
  });

  it('adds nobody a second time, and corrects department, roles and telephone', async () => {
    expect(await brought('people', STAFF, 4)).toMatchObject({ moved: 0, unchanged: 4, failed: 0 });
    const corrected = people('zhugeke,诸葛恪,石桥自然资源所,承办人,,13900002222');
    expect(await brought('people', corrected, 1)).toMatchObject({ moved: 1 });
    expect(await person('zhugeke')).toMatchObject({
      departmentId: 'land',
      roles: ['handler'],
      account: { phone: '13900002222' },
    });
  });

  it('says of a row that has become wrong since then what it is, and by which column', async () => {
    const { id, good } = await taken('people', people('late,晚来,石桥司法所,承办人,,'));
    expect(good).toBe(1);
    const other = { username: 'late', name: '先到', departmentId: 'land', roles: ['handler'] };
    expect((await api.post('admin', '/users', other)).status).toBe(201);
    expect((await api.post('admin', `/imports/${id}/run`, {})).body).toMatchObject({ code: 'NOTHING_GOOD' });
    // What was asked for a moment before.
    const { source, vault, gateway } = api.engine;
    const rolloutId = randomUUID();
    const actor = { userId: 'admin', departmentId: 'district', roles: ['admin' as const], superiorOf: [] };
    const what = { importId: id, reading: readingOf((await findImport(source, id))!) };
    await beginRollout(source, vault, { id: rolloutId, kind: 'import-people', what, actor, subjects: ['2'] });
    await gateway.startRollout(rolloutId);
    const { moved, failures } = await ended(rolloutId);
    expect({ moved, failures }).toMatchObject({ moved: 0, failures: [{ subject: '2', code: 'USERNAME_TAKEN' }] });
    expect(failures[0]!.detail).toMatch(/^用户名：用户名已属他人/);
  });

  it('takes nobody away from what nobody else would do', async () => {
    await cases.handledBy('justice');
    const away = people('justice,陈明,石桥自然资源所,承办人,,', 'justice-head,陈建国,石桥自然资源所,承办人,,');
    const { moved, failures } = await brought('people', away, 2);
    expect(moved + failures.length).toBe(2);
    expect(failures.map(({ code }) => code)).toContain('SUCCESSOR_REQUIRED');
  });

  it('goes on where it was cut off, and nobody is there twice', async () => {
    const many = people(...Array.from({ length: 30 }, (_, n) => `p${n},某${n},石桥司法所,承办人,,`));
    const { id, good } = await taken('people', many);
    expect(good).toBe(30);
    const rolloutId = await begun(id);
    await api.engine.client.workflow.getHandle(rolloutWorkflowIdOf(rolloutId)).terminate('its server was lost');
    const progress = await run(id);
    expect(progress).toMatchObject({ state: 'done', total: 30, failed: 0 });
    const [counted] = await rows<{ count: string }>(
      api.engine.source,
      `SELECT count(*) FROM account WHERE name LIKE '某%'`,
    );
    expect(counted!.count).toBe('30');
    const entries = (await audited('person-changed')).filter(({ data }) => /^p\d+$/.test(data.userId ?? ''));
    expect(entries).toHaveLength(30);
  });

  it('does nothing by a row whose place in the tree somebody changed in the database', async () => {
    const { id } = await taken('departments', departments(',偷梁所,,centre,,,'));
    const rolloutId = await begun(id);
    await ended(rolloutId);
    await api.engine.database.owner.query(
      `UPDATE rollout SET ended_at = NULL, what = jsonb_set(what, '{places}', '{"2": {"id": "police", "parentId": null}}') WHERE id = $1`,
      [rolloutId],
    );
    await api.engine.gateway.startRollout(rolloutId);
    const progress = await ended(rolloutId);
    expect(progress).toMatchObject({ state: 'refused' });
  });

  it('reads what a spreadsheet hides in them, and says it', async () => {
    const file = (name: string) => readFileSync(new URL(`../support/sheets/${name}.xlsx`, import.meta.url));
    const places = await taken('departments', file('departments'), XLSX);
    expect(places.errors.map(({ row, code }) => [row, code])).toEqual([
      [0, 'HIDDEN_SHEET'],
      [4, 'FORMULA'],
      [5, 'MERGED_CELLS'],
      [6, 'MERGED_CELLS'],
    ]);
    expect(places).toMatchObject({ rows: 4, good: 1, columns: { name: '单位名称', parentId: '上级单位' } });
    const staff = await taken('people', file('people'), XLSX);
    expect(staff.errors.map(({ row, code }) => [row, code])).toEqual([
      [0, 'HIDDEN_SHEET'],
      [4, 'FORMULA'],
      [5, 'NUMBER_CUT'],
      [6, 'MERGED_CELLS'],
      [7, 'MERGED_CELLS'],
    ]);
    expect(staff).toMatchObject({ rows: 5, good: 1, columns: { username: '账号', departmentId: '所在部门' } });
  });

  it('writes the sheets that it reads: brought in again they add nothing', async () => {
    const before = await audited('person-changed');
    for (const kind of ['departments', 'people']) {
      for (const language of ['zh-CN', 'en']) {
        const exported = await api.get<string>('admin', `/exports/${kind}.csv`, { 'accept-language': language });
        const { id, rows: count, good, errors } = await taken(kind, exported.body);
        expect({ kind, good, errors }).toEqual({ kind, good: count, errors: [] });
        expect(await run(id)).toMatchObject({ total: count, moved: 0, unchanged: count, failed: 0 });
      }
      const headers = { authorization: `Bearer ${await api.token('admin')}` };
      const xlsx = await fetch(`${api.url}/api/v1/exports/${kind}.xlsx`, { headers });
      expect(await taken(kind, new Uint8Array(await xlsx.arrayBuffer()), XLSX)).toMatchObject({ wrong: 0 });
      expect((await api.get('supervisor', `/exports/${kind}.csv`)).status).toBe(403);
    }
    expect(await audited('person-changed')).toHaveLength(before.length);
    // Nobody of another county is among them.
    const { body } = await api.get<string>('admin-2', '/exports/people.csv');
    expect(body.split('\r\n').filter((line) => line !== '')).toHaveLength(1 + 5);
    expect(body).not.toContain('zhaoyun');
  });

  it('leaves a record that proves itself', async () => {
    const { body } = await api.post<{ ok: boolean }>('auditor', '/audit/verify', {});
    expect(body).toMatchObject({ ok: true });
  });
});
