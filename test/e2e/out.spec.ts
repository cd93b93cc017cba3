import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import ICAL from 'ical.js';
import { Api } from '../support/api.js';

interface Done {
  dispute: { id: string; number: string; visits: { n: number; dueAt: string }[] };
}

/** Nobody and no place twice: a second report would be graded higher. */
let cases = 0;
const body = (more: object = {}) => ({
  title: '宅基地界址纠纷',
  narrative: '两家为一尺地界争执。',
  category: 'homestead',
  grade: 'blue',
  place: { village: 'village-baitang', address: `二组 12 号之${(cases += 1)}` },
  parties: [{ name: `祝有田${cases}`, role: 'applicant', phone: `139000012${String(cases).padStart(2, '0')}` }],
  source: { channel: 'walk-in' },
  ...more,
});

describe('disputes.csv for programs', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
  });
  afterAll(() => api.stop());
  const register = async (more: object = {}) => (await api.post<Done>('desk', '/disputes', body(more))).body.dispute;
  const sheet = async (who: string, query = '') => {
    const answer = await api.get<string>(who, `/disputes.csv${query}${query ? '&' : '?'}format=codes`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    return answer.body.split('\r\n').slice(1, -1);
  };

  it.each(['=HYPERLINK("http://x","y")', '+1+cmd', '-2+3', '@SUM(A1)', '＝1+1', '＋1', '－1', '＠x'])(
    'shows %s as text',
    async (title) => {
      const { number } = await register({ title });
      const line = (await sheet('desk')).find((each) => each.includes(number))!;
      expect(line).toContain(`'${title[0]}`);
      expect(line).not.toMatch(/(^|,|,")[=+\-@＝＋－＠]/);
    },
  );

  it('has what the list has, with the same filters, and for nobody more than the list', async () => {
    await register({ category: 'water' });
    await register({ category: 'water', rehearsal: true });
    for (const [who, query] of [
      ['desk', ''],
      ['desk', '?category=water'],
      ['desk', '?rehearsal=true'],
      ['supervisor', '?grade=blue&village=village-baitang'],
      ['land', ''],
      ['admin', ''],
      ['grid', ''],
    ] as const) {
      const { items } = (
        await api.get<{ items: { id: string }[] }>(who, `/disputes${query}${query ? '&' : '?'}limit=200`)
      ).body;
      const ids = (await sheet(who, query)).map((line) => line.slice(0, 36));
      expect({ who, query, ids }).toEqual({ who, query, ids: items.map((each) => each.id) });
    }
    expect((await sheet('desk')).length).toBeGreaterThan(1);
    expect(await sheet('land')).toEqual([]);
  });

  it('is UTF-8 and says so, also to a spreadsheet', async () => {
    const answer = await fetch(`${api.url}/api/v1/disputes.csv`, {
      headers: { authorization: `Bearer ${await api.token('desk')}` },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="disputes-\d{4}-\d\d-\d\d\.csv";/);
  });

  it('holds no names and no telephones', async () => {
    await register();
    const all = (await sheet('desk')).join();
    expect(all).toContain('宅基地界址纠纷');
    expect(all).not.toMatch(/祝有田|139000012/);
  });

  it('says codes and moments in UTC, the same to whoever asks in whichever language', async () => {
    const { number } = await register();
    const ask = async (language: string) =>
      (await api.get<string>('desk', '/disputes.csv?format=codes', { 'accept-language': language })).body;
    const said = await ask('zh-CN');
    expect(await ask('en')).toBe(said);
    const [heads, ...lines] = said.split('\r\n');
    expect(heads!.replace('\ufeff', '')).toBe(
      'id,number,title,category,grade,complexity,status,desk,holder,assistants,village,address,createdAt,updatedAt,closedAt,nextDueAt,late',
    );
    const line = lines.find((each) => each.includes(number))!;
    expect(line).toMatch(
      new RegExp(`^[-0-9a-f]{36},${number},宅基地界址纠纷,homestead,blue,\\w+,\\w+,police,police,,village-baitang,`),
    );
    expect(line).toMatch(/,\d{4}-\d\d-\d\dT[\d:.]+Z,\d{4}-\d\d-\d\dT[\d:.]+Z,,\d{4}-\d\d-\d\dT[\d:.]+Z,0$/);
  });

  it('takes no paging and no unknown filter', async () => {
    for (const query of ['?limit=5', '?cursor=x', '?bogus=1', '?grade=green', '?format=xml', '?language=fr']) {
      expect((await api.get('desk', `/disputes.csv${query}`)).status).toBe(400);
    }
    expect((await api.get('', '/disputes.csv')).status).toBe(401);
  });

  it('is read in pieces and comes whole and in order', async () => {
    // Rows as they are, twelve hundred times, in a second: what is tested is the reading.
    await api.engine.database.owner.query(
      `INSERT INTO dispute SELECT gen_random_uuid(), 'copy-' || n, seq, head_hash, state, row, status, grade, 'traffic', desk,
         holder, village, false, clock_ahead, NULL, NULL, NULL, created_at - n * interval '1 second', graded_at,
         updated_at, resolved_at, closed_at, visible_to, search
       FROM (SELECT * FROM dispute WHERE NOT rehearsal LIMIT 1) d, generate_series(1, 1200) n`,
    );
    expect(await sheet('desk', '?category=traffic')).toHaveLength(1200);
  });
});

describe('sheets for people', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
  });
  afterAll(() => api.stop());
  const register = async (more: object = {}) => (await api.post<Done>('desk', '/disputes', body(more))).body.dispute;
  const csv = async (who: string, path: string, language = 'zh-CN') => {
    const { status, body: text } = await api.get<string>(who, path, { 'accept-language': language });
    expect({ path, status }).toEqual({ path, status: 200 });
    const [heads, ...rows] = parse(text, { bom: true }) as string[][];
    return rows.map((row) => Object.fromEntries(heads!.map((head, n) => [head, row[n]!])));
  };
  const book = async (who: string, path: string) => {
    const headers = { authorization: `Bearer ${await api.token(who)}`, 'accept-language': 'zh-CN' };
    const answer = await fetch(`${api.url}/api/v1${path}`, { headers });
    expect({ path, status: answer.status }).toEqual({ path, status: 200 });
    expect(answer.headers.get('content-type')).toContain('spreadsheetml.sheet');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="\w+-\d{4}-\d\d-\d\d\.xlsx"; filename\*=UTF-8''(%[\dA-F]{2}){6,}-\d{4}-\d\d-\d\d\.xlsx$/,
    );
    const parts = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    const text = (path: string) => strFromU8(parts[`xl/${path}`]!);
    const names = [...text('workbook.xml').matchAll(/<sheet name="([^"]*)"/g)].map((match) => match[1]!);
    const rowsOf = (n: number) =>
      [...text(`worksheets/sheet${n}.xml`).matchAll(/<row>(.*?)<\/row>/g)].map(([, row]) =>
        [
          ...row!.matchAll(
            /<c(?: t="inlineStr")?(?: s="(\d)")?(?:\/>|>(?:<is><t[^>]*>(.*?)<\/t><\/is>|<v>(.*?)<\/v>)<\/c>)/g,
          ),
        ].map(
          ([, style, said, value]) =>
            said ?? (value === undefined ? '' : style === '2' ? { day: Number(value) } : Number(value)),
        ),
      );
    return { names, sheets: Object.fromEntries(names.map((name, n) => [name, rowsOf(n + 1)])) };
  };

  it('say a case in the words of who reads it, in local time, with its days late and no more of its parties than it shows', async () => {
    const { id, number } = await register({ title: '宅基地\n界址' });
    const { createdAt } = (await api.get<{ createdAt: string }>('desk', `/disputes/${id}`)).body;
    const local = new Date(Date.parse(createdAt) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    const line = (await csv('desk', '/disputes.csv')).find((each) => each['编号'] === number)!;
    expect(line).toMatchObject({
      标题: '宅基地 界址',
      类别: '宅基地',
      等级: '蓝',
      状态: '已录入',
      '村（社区）': '白塘村',
      当事人: expect.stringMatching(/^祝有田\d+（申请人）$/),
      电话: expect.stringMatching(/^139000012\d\d$/),
      登记时间: local,
      超期事项: '',
      超期天数: '',
    });
    const told = (await csv('supervisor', '/disputes.csv', 'en')).find((each) => each.Number === number)!;
    expect(told).toMatchObject({
      Category: 'Homestead',
      Grade: 'Blue',
      Parties: expect.stringMatching(/ \(Applicant\)$/),
    });
    expect(told.Telephone).toMatch(/^139\*{4}12\d\d$/);
    // The language of the address is that of a link, which can say no header.
    expect(Object.keys((await csv('desk', '/disputes.csv?language=en'))[0]!)).toContain('Held by');
  });

  it('count the days late that every page says', async () => {
    const { id, number } = await register();
    await api.engine.database.owner.query(
      `UPDATE dispute SET row = jsonb_set(row, '{obligations}', (SELECT jsonb_agg(
         CASE WHEN o ->> 'state' = 'open' THEN o || jsonb_build_object('dueAt', $2::text) - 'lateAfter' ELSE o END)
         FROM jsonb_array_elements(row -> 'obligations') o)) WHERE id = $1`,
      [id, new Date(Date.now() - 14 * 86_400_000).toISOString()],
    );
    const line = (await csv('desk', '/disputes.csv')).find((each) => each['编号'] === number)!;
    expect(line['超期事项']).toContain('交办');
    expect(line['超期天数']).toBe('14');
  });

  it('are spreadsheets with moments as dates, and a sheet that says who made it, when, and of what', async () => {
    const { number } = await register();
    const { names, sheets } = await book('desk', '/disputes.xlsx?grade=blue&village=village-baitang&late=false');
    expect(names).toEqual(['纠纷案件', '说明']);
    const [heads, ...rows] = sheets['纠纷案件']!;
    const row = rows.find((each) => each.includes(number))!;
    const day = row[heads!.indexOf('登记时间')] as { day: number };
    expect(Math.abs(day.day - (Date.now() + 8 * 3_600_000) / 86_400_000 - 25_569)).toBeLessThan(1);
    const about = new Map(sheets['说明'] as [string, unknown][]);
    expect(about.get('表格')).toBe('纠纷案件');
    expect(about.get('导出人')).toBe('周敏（石桥派出所）');
    expect(about.get('导出时间')).toMatchObject({ day: expect.any(Number) });
    expect([about.get('等级'), about.get('村（社区）'), about.get('超期')]).toEqual(['蓝', '白塘村', '否']);
    expect((await book('desk', '/disputes.xlsx?category=debt')).sheets['纠纷案件']).toHaveLength(1);
  });

  it('have the numbers of the board and of the statistics as their pages have them', async () => {
    const board = (await api.get<{ departments: { departmentId: string; open: number }[] }>('supervisor', '/board'))
      .body;
    const open = board.departments.reduce((sum, each) => sum + each.open, 0);
    const { names, sheets } = await book('supervisor', '/board.xlsx');
    expect(names).toEqual(['督办看板', '超期事项与原因', '说明']);
    expect(sheets['督办看板']!.at(-1)!.slice(0, 2)).toEqual(['合计', open]);
    expect(await csv('supervisor', '/board.csv?format=codes')).toMatchObject([
      ...board.departments.map(({ departmentId, open: n }) => ({ department: departmentId, open: String(n) })),
      { department: '', open: String(open) },
    ]);
    expect((await api.get('desk', '/board.xlsx')).status).toBe(403);
    const period = 'from=2026-01-01&to=2199-12-31';
    const counted = (await api.get<{ entered: { value: number } }>('supervisor', `/statistics?${period}`)).body;
    const lines = await csv('supervisor', `/statistics.csv?${period}&by=category`);
    expect(lines.at(-1)).toMatchObject({ 类别: '合计', 登记: String(counted.entered.value) });
    const measures = await book('supervisor', `/statistics.xlsx?${period}`);
    expect(measures.names).toEqual(['统计', '超期环节', '回访与抽查', '在办案件时长', '说明']);
    expect(measures.sheets['回访与抽查']![0]).toEqual(['单位', '已回访', '按时', '抽查属实', '抽查不符', '已豁免']);
  });

  it('have what a number of the statistics counts, one by one', async () => {
    const { id, number } = await register({ title: '界址\n之争' });
    await api.post('desk', `/disputes/${id}/transfer`, { to: 'land', reason: '地界' });
    const asked = `measure=offered&enteredFrom=2026-01-01T00:00:00Z&enteredTo=2199-01-01T00:00:00Z&department=land`;
    const { items } = (await api.get<{ items: { lateAfter: string }[] }>('supervisor', `/statistics/counted?${asked}`))
      .body;
    const lines = await csv('supervisor', `/statistics/counted.csv?${asked}`);
    expect(lines).toHaveLength(items.length);
    expect(lines[0]).toMatchObject({ 编号: number, 标题: '界址 之争', 环节: '签收', 单位: '石桥自然资源所', 完成: '' });
    const [coded] = await csv('supervisor', `/statistics/counted.csv?${asked}&format=codes`);
    expect(coded).toMatchObject({ kind: 'answer-transfer', n: '', department: 'land', lateAfter: items[0]!.lateAfter });
    const { names, sheets } = await book('supervisor', `/statistics/counted.xlsx?${asked}`);
    expect(names).toEqual(['统计明细', '说明']);
    expect(sheets['统计明细']).toHaveLength(items.length + 1);
    expect(sheets['说明']).toContainEqual(['统计项目', '流转到其他单位的移交']);
    expect((await api.get('supervisor', `/statistics/counted.csv?${asked}&limit=5`)).status).toBe(400);
  });

  it('have the visits and the reports with the filters of their lists', async () => {
    const text = '两家为水沟争吵';
    await api.post('grid', '/items', { text, feeder: 'patrol', village: 'village-shixi' });
    expect(await csv('desk', '/items.csv?state=new')).toMatchObject([
      { 内容: text, 来源: '巡查', '村（社区）': '石溪村' },
    ]);
    expect(await csv('desk', '/items.csv?state=discarded')).toEqual([]);
    expect(await csv('desk', '/visits.csv')).toEqual([]);
    expect((await book('desk', '/visits.xlsx?state=late')).sheets['说明']).toContainEqual(['状态', '逾期未访']);
  });

  it('stand in the access log, each with what it was of', async () => {
    const { items } = (
      await api.get<{ items: { userId: string; data: object }[] }>('auditor', '/audit?action=export&limit=200')
    ).body;
    for (const table of ['board', 'statistics', 'statistics/counted', 'visits', 'items'])
      expect(items).toContainEqual(expect.objectContaining({ data: { of: table } }));
  });
});

describe('visits.ics', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
  });
  afterAll(() => api.stop());

  const act = (who: string, id: string, verb: string, data: object) =>
    api.post<Done & { code: string }>(who, `/disputes/${id}/${verb}`, data);
  const resolved = async (more: object = {}) => {
    const { id } = (await api.post<Done>('desk', '/disputes', body(more))).body.dispute;
    await act('desk', id, 'transfer', { to: 'land', reason: '地界' });
    await act('land', id, 'accept', { transferId: 't1' });
    await act('land', id, 'contact', { parties: ['p1'], at: new Date().toISOString(), note: '已联系' });
    await act('land', id, 'plan', { goal: '定界', measures: ['丈量'] });
    return (await act('land', id, 'resolve', { outcome: 'mediated', summary: '各让半尺' })).body.dispute;
  };
  const feed = async (who: string) => {
    const { body: made } = await api.post<{ url: string; token: string }>(who, '/visits/feed', undefined);
    return made;
  };
  const read = async (token: string) => {
    const answer = await api.get<string>('', `/visits.ics?token=${token}`);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const events = new ICAL.Component(ICAL.parse(answer.body) as unknown[]).getAllSubcomponents('vevent');
    return { text: answer.body, events: events.map((each) => new ICAL.Event(each)) };
  };
  const eventsOf = async (token: string, id: string) =>
    (await read(token)).events
      .filter((each) => each.uid.includes(id))
      .map((each) => ({
        uid: each.uid,
        sequence: each.sequence,
        status: each.component.getFirstPropertyValue('status'),
        date: each.startDate.toString(),
      }));

  it('holds the visits that a person owes, on their days', async () => {
    const { id, number, visits } = await resolved();
    const { url, token } = await feed('visitor');
    expect(url).toBe(`${api.url}/api/v1/visits.ics?token=${token}`);
    const day = new Date(Date.parse(visits[0]!.dueAt) + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(await eventsOf(token, id)).toEqual([
      { uid: `visit-${id}-1@dispute-circulation`, sequence: 0, status: 'CONFIRMED', date: day },
    ]);
    const { text, events } = await read(token);
    expect(events.find((each) => each.uid.includes(id))!.summary).toContain(number);
    // Telephones hand their calendars on to others.
    expect(text).not.toMatch(/祝有田|139000012|宅基地|12 号|village/);
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    // A handler of another department owes no visit.
    expect((await read((await feed('land')).token)).events).toEqual([]);
  });

  it('keeps the UID of a visit, counts its changes and cancels what is done', async () => {
    const { id } = await resolved();
    const { token } = await feed('visitor');
    await api.engine.source.query(`UPDATE visit SET due_at = due_at + interval '2 days' WHERE dispute_id = $1`, [id]);
    const [before] = await eventsOf(token, id);
    expect(before).toMatchObject({ sequence: 1, status: 'CONFIRMED' });
    await api.engine.source.query(`UPDATE visit SET due_at = due_at WHERE dispute_id = $1`, [id]);
    expect(await eventsOf(token, id)).toEqual([before]);
    await act('visitor', id, 'visit', { n: 1, mode: 'phone', outcome: 'relapsed', note: '又吵起来' });
    await act('land', id, 'plan', { goal: '化解', measures: ['上门'] });
    await act('land', id, 'resolve', { outcome: 'mediated', summary: '再次和解' });
    const told = await eventsOf(token, id);
    const [done, added] = [1, 2].map((n) => told.find(({ uid }) => uid.startsWith(`visit-${id}-${n}@`)));
    expect(done).toMatchObject({ uid: before!.uid, sequence: 2, status: 'CANCELLED' });
    expect(added).toMatchObject({ uid: `visit-${id}-2@dispute-circulation`, sequence: 0, status: 'CONFIRMED' });
    // With the last one the case closes, and the visitor may not see it any more: the calendar still hears of it.
    for (const n of [2, 3, 4, 5]) await act('supervisor', id, 'waive-visit', { n, reason: '当事人已外迁' });
    expect((await api.get('visitor', `/disputes/${id}`)).status).toBe(404);
    expect((await eventsOf(token, id)).map((each) => each.status)).toEqual(Array(5).fill('CANCELLED'));
  });

  it('cancels the visits of a case that broke out again', async () => {
    const { id } = await resolved({ grade: 'yellow' });
    const { token } = await feed('visitor');
    expect((await eventsOf(token, id)).map((each) => each.status)).toEqual(Array(4).fill('CONFIRMED'));
    await act('supervisor', id, 'reopen', { reason: '又吵起来' });
    const after = await eventsOf(token, id);
    expect(after.map((each) => each.status)).toEqual(Array(4).fill('CANCELLED'));
    expect(after.every((each) => each.sequence > 0)).toBe(true);
  });

  it('knows no rehearsals', async () => {
    const { id } = await resolved({ rehearsal: true });
    expect(await eventsOf((await feed('visitor')).token, id)).toEqual([]);
  });

  it('opens to the newest token of a person and to nothing else', async () => {
    const first = await feed('visitor');
    expect((await api.get<{ usedAt: string | null }>('visitor', '/visits/feed')).body.usedAt).toBeNull();
    await read(first.token);
    expect((await api.get<{ usedAt: string | null }>('visitor', '/visits/feed')).body.usedAt).not.toBeNull();
    const second = await feed('visitor');
    const status = async (token: string) => (await api.get('', `/visits.ics?token=${token}`)).status;
    expect([await status(first.token), await status(second.token), await status('guess')]).toEqual([404, 200, 404]);
    // The token of the feed opens nothing else, and no other token the feed.
    expect((await api.call('', 'GET', '/me', undefined, { authorization: `Bearer ${second.token}` })).status).toBe(401);
    expect(await status(await api.token('visitor'))).toBe(404);
    expect((await api.call('visitor', 'DELETE', '/visits/feed')).status).toBe(204);
    expect(await status(second.token)).toBe(404);
    expect((await api.get('', '/visits.ics')).status).toBe(400);
  });
});
