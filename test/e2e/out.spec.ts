import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

describe('disputes.csv', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
  });
  afterAll(() => api.stop());
  const register = async (more: object = {}) => (await api.post<Done>('desk', '/disputes', body(more))).body.dispute;
  const sheet = async (who: string, query = '') => {
    const answer = await api.get<string>(who, `/disputes.csv${query}`);
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
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="disputes-\d{4}-\d\d-\d\d\.csv"$/);
  });

  it('holds no names and no telephones', async () => {
    await register();
    const all = (await sheet('desk')).join();
    expect(all).toContain('宅基地界址纠纷');
    expect(all).not.toMatch(/祝有田|139000012/);
  });

  it('takes no paging and no unknown filter', async () => {
    for (const query of ['?limit=5', '?cursor=x', '?bogus=1', '?grade=green']) {
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
