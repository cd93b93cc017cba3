import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rows } from '#persistence/database/rows.js';
import { findImport, linesOf, readingOf } from '#persistence/imports/import-store.js';
import { Directory } from '#persistence/people/directory.js';
import { beginRollout } from '#persistence/rollouts/rollout-store.js';
import { rolloutWorkflowIdOf } from '#workflows/rollout/messages.js';
import { mailSender } from '../../activities/channels/senders.js';
import { adopting } from '../../activities/rollouts/adopting.js';
import { Api } from '../support/api.js';
import { Casework } from '../support/casework.js';
import { until } from '../support/township.js';

interface Imported {
  id: string;
  rows: number;
  good: number;
  wrong: number;
  errors: { row: number; column: string | null; cell: string | null; code: string; detail: string }[];
  columns: Record<string, string>;
}
interface Progress {
  id: string;
  state: 'running' | 'done';
  total: number;
  moved: number;
  unchanged: number;
  failed: number;
  failures: { subject: string; code: string; detail: string }[];
}

const HEADS = '编号,标题,情况,类别,等级,村,登记时间,流转单位,流转时间,签收时间,办结时间,办结方式,当事人,电话';
const CSV = { 'content-type': 'text/csv' };

describe('a township brings its open cases in', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const handIn = (sheet: string | Uint8Array, query = 'kind=disputes', headers: Record<string, string> = CSV) =>
    fetch(`${api.url}/api/v1/imports?${query}`, { method: 'POST', headers, body: sheet }).then(async (response) => ({
      status: response.status,
      body: (await response.json()) as Imported & { errors: { code: string }[] },
    }));
  const asAdmin = async (headers = CSV) => ({ ...headers, authorization: `Bearer ${await api.token('admin')}` });
  const taken = async (sheet: string, query?: string) => {
    const { status, body } = await handIn(sheet, query, await asAdmin());
    expect(status).toBe(201);
    return body;
  };
  const sheet = (...lines: string[]) => [HEADS, ...lines].join('\n');
  async function run(id: string): Promise<Progress> {
    const { status, body } = await api.post<{ rollout: Progress }>('admin', `/imports/${id}/run`, {});
    expect(status).toBe(202);
    await api.engine.client.workflow.getHandle(rolloutWorkflowIdOf(body.rollout.id)).result();
    const { body: progress } = await api.get<Progress>('admin', `/rollouts/${body.rollout.id}`);
    return progress;
  }
  const found = async (q: string) =>
    (
      await api.get<{ items: { id: string; status: string; number: string }[] }>(
        'desk',
        `/disputes?q=${encodeURIComponent(q)}`,
      )
    ).body.items;
  const notices = async () =>
    (await rows<{ count: string }>(api.engine.source, `SELECT count(*) FROM notice WHERE rollout_id IS NULL`))[0]!
      .count;

  const GOOD = [
    '纠-1,围墙东移,两家争界,邻里,蓝,石溪村,2026-10-09 10:00,石桥自然资源所,2026-10-10 09:00,2026-10-10 11:00,,,张三；李四,13900001111；13900002222',
    '纠-2,=欠薪,工程款未付,劳资,黄,白塘村,2026-11-20,,,,,,王五,',
    '纠-3,赡养,三兄弟,婚姻家庭,蓝,鹤林村,2026-10-12 09:00,司法所,2026-10-12 10:00,2026-10-12 15:00,2026-10-20 16:00,调解成功,老赵,',
  ];

  it('names every bad cell, with its place, what is wrong and what is meant, and brings nothing in', async () => {
    const body = await taken(
      sheet(
        GOOD[0]!,
        '纠-9,坏行,,邻理,橙,石西村,46304,石桥自然资源所,2026-10-08,,,,某,没有',
        '纠-1,又一行,,邻里,蓝,石溪村,2026-10-09,,,,,,,',
        ',没有编号,,邻里,蓝,石溪村,2027-10-09,,,,,,,',
      ),
    );
    expect(body).toMatchObject({
      rows: 4,
      good: 1,
      columns: { externalNumber: '编号', grade: '等级', transferredTo: '流转单位' },
    });
    const said = body.errors.map(({ row, column, cell, code }) => [row, column, cell, code]);
    expect(said).toEqual([
      [3, '类别', 'D3', 'UNKNOWN_WORD'],
      [3, '等级', 'E3', 'UNKNOWN_WORD'],
      [3, '村', 'F3', 'UNKNOWN_VILLAGE'],
      [3, '登记时间', 'G3', 'NUMBER_FOR_MOMENT'],
      [3, '电话', 'N3', 'NOT_A_PHONE'],
      [4, '编号', 'A4', 'TWICE'],
      [5, '编号', 'A5', 'REQUIRED'],
      [5, '登记时间', 'G5', 'IN_THE_FUTURE'],
    ]);
    expect(body.errors[0]!.detail).toContain('“邻里”');
    expect(body.errors[3]!.detail).toContain('2026-10-09');
    expect(await found('围墙东移')).toEqual([]);
  });

  it('is handed in by who brings in, and by nobody else', async () => {
    const nobody = await handIn(sheet(...GOOD));
    expect(nobody.status).toBe(401);
    for (const who of ['desk', 'justice', 'supervisor', 'auditor']) {
      const { status } = await handIn(sheet(...GOOD), 'kind=disputes', {
        ...CSV,
        authorization: `Bearer ${await api.token(who)}`,
      });
      expect([who, status]).toEqual([who, 403]);
    }
  });

  it('brings them in as they stood: at their moments, with their numbers, and tells nobody of what was', async () => {
    const before = await notices();
    const { id, good } = await taken(sheet(...GOOD));
    expect(good).toBe(3);
    expect(await run(id)).toMatchObject({ state: 'done', total: 3, moved: 3, unchanged: 0, failed: 0 });
    expect(await notices()).toBe(before);
    // Each is told once how much is late with them.
    const { body: told } = await api.get<{ items: { kind: string; count: number; number: string | null }[] }>(
      'land',
      '/notices',
    );
    const digests = told.items.filter(({ kind }) => kind === 'late-imported');
    expect(digests).toMatchObject([{ number: null }]);
    const [wall] = await found('纠-1');
    const { body } = await api.get<Record<string, unknown>>('desk', `/disputes/${wall!.id}`);
    expect(body).toMatchObject({
      title: '围墙东移',
      status: 'handling',
      holder: 'land',
      grade: 'blue',
      createdAt: '2026-10-09T02:00:00.000Z',
      externalNumber: '纠-1',
      parties: [
        { name: '张三', role: 'applicant' },
        { name: '李四', role: 'respondent' },
      ],
      obligations: expect.arrayContaining([
        expect.objectContaining({ kind: 'handle', openedAt: '2026-10-10T03:00:00.000Z', state: 'late' }),
      ]),
    });
    const { obligations } = body as { obligations: { state: string; holder: { departmentId: string } }[] };
    const late = obligations.filter(({ state, holder }) => state === 'late' && holder.departmentId === 'land');
    expect(digests[0]!.count).toBe(late.length);
    const { body: timeline } = await api.get<{ items: { at: string; type: string }[] }>(
      'desk',
      `/disputes/${wall!.id}/timeline`,
    );
    const at = (type: string) => timeline.items.find((each) => each.type === type)?.at;
    expect(at('TransferAccepted')).toBe('2026-10-10T03:00:00.000Z');
    expect(at('DisputeAdopted')! > '2026-10-11').toBe(true);
    expect((await found('纠-2'))[0]).toMatchObject({ status: 'entered' });
    expect((await found('纠-3'))[0]).toMatchObject({ status: 'resolved' });
  });

  it('brings nothing in a second time, and says of a corrected row what cannot be corrected', async () => {
    const again = await taken(sheet(...GOOD));
    expect(await run(again.id)).toMatchObject({ total: 3, moved: 0, unchanged: 3, failed: 0 });
    const other = await taken(sheet(GOOD[0]!.replace('2026-10-10 11:00', '2026-10-10 12:00'), GOOD[1]!));
    // The dry run says it, so that the run has nothing else to say.
    expect(other).toMatchObject({ good: 1, wrong: 1, errors: [{ row: 2, column: '签收时间', code: 'ROW_DIFFERS' }] });
    expect(await run(other.id)).toMatchObject({ total: 1, unchanged: 1, failed: 0 });
    expect(await found('围墙东移')).toHaveLength(1);
  });

  describe('a row that was put right', () => {
    const ROW =
      '正-1,水沟改道,两家争水沟,邻里,蓝,石溪村,2026-10-09 10:00,石桥自然资源所,2026-10-10 09:00,2026-10-10 11:00,,,张三；李四,13900001111；13900002222';
    const RIGHT = ROW.replace('水沟改道', '水沟填埋')
      .replace('邻里', '水利')
      .replace('石溪村', '白塘村')
      .replace('李四', '李思')
      .replace('13900001111', '13900003333');
    const brought = async (...lines: string[]) => run((await taken(sheet(...lines))).id);
    const idOf = async (number: string) => (await found(number))[0]!.id;
    const reason = { reason: '当事人出示身份证' };
    const corrections = async (id: string) =>
      (await cases.timeline('desk', id)).filter(({ type }) => type === 'DisputeCorrected');

    it('corrects its case, once', async () => {
      expect(await brought(ROW)).toMatchObject({ moved: 1 });
      const id = await idOf('正-1');
      const before = await cases.view('desk', id);
      const told = await notices();
      const { id: importId } = await taken(sheet(RIGHT));
      expect(await run(importId)).toMatchObject({ moved: 1, unchanged: 0, failed: 0 });
      const after = await cases.view('desk', id);
      expect(after).toMatchObject({
        title: '水沟填埋',
        category: 'water',
        grade: before.grade,
        place: { village: 'village-baitang' },
        parties: [
          { id: 'p1', name: '张三', phone: '13900003333' },
          { id: 'p2', name: '李思' },
        ],
      });
      // No clock hears of it, and nobody.
      expect(after.obligations.map(({ id, dueAt }) => [id, dueAt])).toEqual(
        before.obligations.map(({ id, dueAt }) => [id, dueAt]),
      );
      expect(await notices()).toBe(told);
      expect(await corrections(id)).toMatchObject([
        { actor: { userId: 'admin' }, data: { importId, category: 'water' }, text: { title: '水沟填埋' } },
      ]);
      expect((await found('李思')).map((each) => each.id)).toEqual([id]);
      expect(await brought(RIGHT)).toMatchObject({ moved: 0, unchanged: 1, failed: 0 });
      expect(await corrections(id)).toHaveLength(1);
    });

    it('undoes nothing that people corrected here, but where it says what was never said of it', async () => {
      const id = await idOf('正-1');
      await cases.does('desk', id, 'correct', { title: '水沟改道、填埋', ...reason });
      expect(await brought(RIGHT)).toMatchObject({ moved: 0, unchanged: 1, failed: 0 });
      const more = RIGHT.replace('两家争水沟', '两家争水沟，已停工');
      expect(await brought(more)).toMatchObject({ moved: 1 });
      expect(await cases.view('desk', id)).toMatchObject({ title: '水沟改道、填埋', narrative: '两家争水沟，已停工' });
      expect(await brought(more.replace('水沟填埋', '水沟全部填埋'))).toMatchObject({ moved: 1 });
      expect(await cases.view('desk', id)).toMatchObject({ title: '水沟全部填埋' });
      const told = await corrections(id);
      expect(told.map(({ actor, text }) => [actor.userId, text?.title ?? null])).toEqual([
        ['admin', '水沟填埋'],
        ['desk', '水沟改道、填埋'],
        ['admin', null],
        ['admin', '水沟全部填埋'],
      ]);
    });

    it('is done once where its answer was lost', async () => {
      const { id: importId } = await taken(sheet(ROW.replace('正-1', '正-2'), GOOD[1]!));
      expect(await run(importId)).toMatchObject({ moved: 1, unchanged: 1 });
      const next = await taken(sheet(ROW.replace('正-1', '正-2').replace('张三', '张散')));
      const { source, vault, rulebook, gateway } = api.engine;
      const directory = new Directory(source);
      const act = adopting({
        ...{ source, vault, rulebook, directory, door: gateway },
        ...{ mail: mailSender(null), publicUrl: api.url },
      });
      const tree = await directory.load();
      const rollout = {
        id: randomUUID(),
        kind: 'import-disputes' as const,
        what: { importId: next.id, reading: readingOf((await findImport(source, next.id))!) },
        actor: tree.actorOf(tree.accounts.find((each) => each.id === 'admin')!),
        madeAt: new Date().toISOString(),
      };
      const item = { n: 1, subject: '2', isSigned: true };
      for (const time of ['first', 'second']) {
        expect([time, await act.do(rollout, item)]).toEqual([time, { state: 'moved' }]);
      }
      expect(await corrections(await idOf('正-2'))).toHaveLength(1);
    });

    it('is named where it speaks of what a sheet cannot correct, and then nothing of it is taken', async () => {
      const id = await idOf('正-2');
      const { title } = await cases.view('desk', id);
      const row = ROW.replace('正-1', '正-2').replace('张三', '张散').replace('水沟改道', '别的标题');
      const other = await taken(sheet(row.replace('2026-10-10 11:00', '2026-10-10 12:00')));
      expect(other).toMatchObject({ good: 0, errors: [{ row: 2, column: '签收时间', code: 'ROW_DIFFERS' }] });
      expect(await api.post('admin', `/imports/${other.id}/run`, {})).toMatchObject({ status: 409 });
      expect((await cases.view('desk', id)).title).toBe(title);
      // A case that was entered here came of no ledger.
      const own = await cases.register({ title: '本所登记的纠纷', grade: 'blue' });
      const exported = await api.get<string>('desk', '/exports/disputes.csv', { 'accept-language': 'zh-CN' });
      const [heads, ...lines] = exported.body.split('\r\n');
      const line = lines.find((each) => each.includes(own.number))!;
      const { good, errors } = await taken([heads, line.replace('本所登记的纠纷', '改了标题')].join('\r\n'));
      expect([good, errors]).toMatchObject([0, [{ column: '标题', code: 'ROW_DIFFERS' }]]);
      expect(errors[0]!.detail).toContain(own.number);
    });

    it('is named where its case is closed or on hold, and adds nothing where it says what it said', async () => {
      const row = GOOD[2]!.replace('纠-3', '正-3');
      expect(await brought(row)).toMatchObject({ moved: 1 });
      const id = await idOf('正-3');
      await cases.does('auditor', id, 'hold', { reason: '信访复核' });
      const right = row.replace('三兄弟', '三姐妹');
      expect(await brought(right)).toMatchObject({ moved: 0, failures: [{ code: 'ON_HOLD' }] });
      await cases.does('auditor', id, 'lift-hold', { reason: '复核完毕' });
      expect((await cases.let(id)).status).toBe('closed');
      expect(await brought(row)).toMatchObject({ unchanged: 1, failed: 0 });
      expect(await brought(right)).toMatchObject({ moved: 0, failures: [{ code: 'ALREADY_CLOSED' }] });
      expect(await corrections(id)).toEqual([]);
    });
  });

  it('takes as many parties in one row as a case has, so that what is written is read again', async () => {
    const row = (count: number) =>
      `众-${count},工地欠薪,,劳资,黄,白塘村,2026-11-20,,,,,,${Array.from({ length: count }, (_, n) => `工友${n}`).join('；')},`;
    expect(await taken(sheet(row(60), row(200)))).toMatchObject({ good: 2, errors: [] });
    expect((await taken(sheet(row(201)))).errors).toMatchObject([{ column: '当事人', code: 'TOO_MANY' }]);
  });

  it('keeps the numbers of two ledgers apart', async () => {
    const { id } = await taken(sheet(GOOD[1]!), `kind=disputes&source=${encodeURIComponent('信访局')}`);
    expect(await run(id)).toMatchObject({ moved: 1 });
    expect(await found('纠-2')).toHaveLength(2);
  });

  it('goes on where it was cut off, and each row is one case', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, index) =>
        `批-${index},批量第${index}件,,邻里,蓝,石溪村,2026-11-${String((index % 20) + 1).padStart(2, '0')},,,,,,,`,
    );
    const { id, good } = await taken(sheet(...lines));
    expect(good).toBe(40);
    const { body } = await api.post<{ rollout: Progress }>('admin', `/imports/${id}/run`, {});
    const handle = api.engine.client.workflow.getHandle(rolloutWorkflowIdOf(body.rollout.id));
    await handle.terminate('its server was lost');
    expect(await run(id)).toMatchObject({ state: 'done', total: 40, failed: 0 });
    const [counted] = await rows<{ count: string }>(
      api.engine.source,
      `SELECT count(*) FROM dispute WHERE row ->> 'title' LIKE '批量第%'`,
    );
    expect(counted!.count).toBe('40');
  }, 120_000);

  it('brings in no row whose sheet or place somebody changed in the database', async () => {
    const { id } = await taken(sheet(GOOD[0]!, GOOD[1]!));
    const { source, vault, gateway, client } = api.engine;
    const rolloutId = randomUUID();
    const actor = { userId: 'admin', departmentId: 'centre', roles: [], superiorOf: [] };
    const what = { importId: id, reading: 'as it was before' };
    await beginRollout(source, vault, { id: rolloutId, kind: 'import-disputes', what, actor, subjects: ['2'] });
    await gateway.startRollout(rolloutId);
    await client.workflow.getHandle(rolloutWorkflowIdOf(rolloutId)).result();
    const { body } = await api.get<Progress>('admin', `/rollouts/${rolloutId}`);
    expect(body).toMatchObject({ moved: 0, failures: [{ subject: '2', code: 'NOT_VOUCHED' }] });
    const other = await taken(sheet(GOOD[2]!, GOOD[1]!));
    const [to, from] = [other.id, id];
    await api.engine.database.owner.query(
      `INSERT INTO import_row (import_id, n, cells) SELECT $1, 9, cells FROM import_row WHERE import_id = $2 AND n = 2`,
      [to, to],
    );
    await expect(linesOf(source, vault, to)).rejects.toThrow();
    // Its own rows went with the rollout's end.
    expect(await linesOf(source, vault, from)).toEqual([]);
  });

  it('takes heads that it does not know once somebody said what they are', async () => {
    const { id, good, errors } = await taken('档号,标题,类别,村,登记时间\n甲-1,排水,邻里,石溪村,2026-11-20\n');
    expect(good).toBe(0);
    expect(errors.map(({ code }) => code)).toEqual(['COLUMN_MISSING', 'UNKNOWN_COLUMN']);
    const { status, body } = await api.call<Imported>('admin', 'PATCH', `/imports/${id}`, {
      columns: { externalNumber: '档号' },
    });
    expect({ status, good: body.good, wrong: body.wrong }).toEqual({ status: 200, good: 1, wrong: 0 });
    expect(await run(id)).toMatchObject({ moved: 1 });
    const late = await api.call('admin', 'PATCH', `/imports/${id}`, { columns: { title: null } });
    expect(late).toMatchObject({ status: 409, body: { code: 'IMPORT_RAN' } });
  });

  it('reads what a spreadsheet hides, and says it', async () => {
    const bytes = readFileSync(new URL('../support/sheets/ledger.xlsx', import.meta.url));
    const type = { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
    const { status, body } = await handIn(bytes, 'kind=disputes', await asAdmin(type));
    expect(status).toBe(201);
    expect(body.errors.map(({ row, code }) => [row, code])).toEqual([
      [0, 'HIDDEN_SHEET'],
      [0, 'OTHER_SHEET'],
      [5, 'FORMULA'],
      [5, 'NUMBER_FOR_MOMENT'],
      [5, 'NUMBER_CUT'],
      [6, 'MERGED_CELLS'],
      [6, 'MERGED_CELLS'],
    ]);
    expect(body).toMatchObject({ rows: 4, good: 2 });
    const locked = readFileSync(new URL('../support/sheets/protected.xlsx', import.meta.url));
    const refused = await handIn(locked, 'kind=disputes', await asAdmin(type));
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ code: 'PASSWORD_PROTECTED' }] } });
  });

  it('says of what no sheet is why it is none', async () => {
    const many = `${HEADS},${Array.from({ length: 30 }, (_, index) => `列${index}`).join(',')}\n`;
    for (const [given, code] of [
      ['', 'EMPTY_FILE'],
      ['甲,乙\n1,2\n', 'NO_HEADS'],
      [many, 'TOO_MANY_COLUMNS'],
      [sheet(...Array.from({ length: 20_001 }, (_, index) => `n${index}`)), 'TOO_MANY_ROWS'],
    ] as const) {
      const { status, body } = await handIn(given, 'kind=disputes', await asAdmin());
      expect({ status, codes: body.errors.map((each) => each.code) }).toEqual({ status: 400, codes: [code] });
    }
    const nothing = await taken(sheet('甲-9,,,,,,,,,,,,,'));
    expect(await api.post('admin', `/imports/${nothing.id}/run`, {})).toMatchObject({
      status: 409,
      body: { code: 'NOTHING_GOOD' },
    });
  });

  it('brings in reports as well, once, for the desk to look at', async () => {
    const list =
      '编号,内容,来源,村,时间,报送人\n线-1,水渠被堵,巡查,石溪村,2026-11-02 08:00,程立新\n线-2,两家持刀对峙,来访,白塘村,2026-11-03,\n';
    const { id, good, wrong } = await taken(list, 'kind=items');
    expect({ good, wrong }).toEqual({ good: 2, wrong: 0 });
    expect(await run(id)).toMatchObject({ total: 2, moved: 2, failed: 0 });
    const again = await taken(list.replace('两家持刀对峙', '两家对峙'), 'kind=items');
    expect(await run(again.id)).toMatchObject({ unchanged: 1, failed: 1 });
    const { body } = await api.get<{ items: { text: string; heardAt: string; state: string; village: string }[] }>(
      'desk',
      '/items',
    );
    expect(body.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          text: '水渠被堵',
          heardAt: '2026-11-02T00:00:00.000Z',
          state: 'new',
          village: 'village-shixi',
        }),
      ]),
    );
  });

  it('writes the sheets that it reads: brought in again they add nothing', async () => {
    const before = await rows(api.engine.source, `SELECT count(*) FROM dispute`);
    for (const language of ['zh-CN', 'en']) {
      const exported = await api.get<string>('desk', '/exports/disputes.csv', { 'accept-language': language });
      expect(exported.body.split('\r\n').length).toBeGreaterThan(45);
      // A link says its language in the address.
      const linked = await api.get<string>('desk', `/exports/disputes.csv?language=${language}`, {
        'accept-language': 'fr',
      });
      expect(linked.body.split('\r\n')[0]).toBe(exported.body.split('\r\n')[0]);
      const { id, rows: count, good, errors } = await taken(exported.body);
      expect({ good, errors }).toEqual({ good: count, errors: [] });
      expect(await run(id)).toMatchObject({ total: count, moved: 0, unchanged: count, failed: 0 });
    }
    const items = await api.get<string>('desk', '/exports/items.csv');
    const { id } = await taken(items.body, 'kind=items');
    expect(await run(id)).toMatchObject({ total: 2, unchanged: 2 });
    expect(await rows(api.engine.source, `SELECT count(*) FROM dispute`)).toEqual(before);
    const headers = { authorization: `Bearer ${await api.token('desk')}` };
    const xlsx = await fetch(`${api.url}/api/v1/exports/disputes.xlsx`, { headers });
    const again = await handIn(
      new Uint8Array(await xlsx.arrayBuffer()),
      'kind=disputes',
      await asAdmin({ 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }),
    );
    expect(again).toMatchObject({ status: 201, body: { wrong: 0 } });
  });

  it('keeps the numbers of two desks apart, though they stand in one sheet', async () => {
    const { status } = await api.call('admin', 'PATCH', '/departments/justice', { hasDesk: true });
    expect(status).toBe(200);
    const row = (desk: string, title = '两所各一件') => `两-1,${title},邻里,石溪村,2026-11-20,${desk}`;
    const of = (...lines: string[]) => ['编号,标题,类别,村,登记时间,登记单位', ...lines].join('\n');
    const both = await taken(of(row('石桥派出所'), row('石桥司法所')));
    expect(both).toMatchObject({ good: 2, errors: [] });
    // The worker knows of the new desk within seconds: what it left out is handed in once more.
    await run(both.id);
    await until(async () => (await run((await taken(of(row('石桥派出所'), row('石桥司法所')))).id)).failed === 0, 100);
    expect(await found('两所各一件')).toHaveLength(1);
    const [counted] = await rows<{ desks: string[] }>(
      api.engine.source,
      `SELECT array_agg(desk ORDER BY desk) AS desks FROM dispute WHERE row ->> 'title' = '两所各一件'`,
    );
    expect(counted!.desks).toEqual(['justice', 'police']);
    expect((await taken(of(row('石桥司法所'), row('石桥司法所', '又一件')))).errors).toMatchObject([{ code: 'TWICE' }]);
    // Where a village has two desks and the row names none, nobody guesses.
    expect((await taken(of(row('')))).errors).toMatchObject([{ column: '村', code: 'DESK_UNCLEAR' }]);
  });

  it('leaves a record that proves itself', async () => {
    const { body } = await api.post<{ ok: boolean; firstBroken: unknown }>('auditor', '/audit/verify', {});
    expect(body).toMatchObject({ ok: true });
  });
});
