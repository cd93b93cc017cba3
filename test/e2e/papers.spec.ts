import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Casework } from '../support/casework.js';

interface Paper {
  id: string;
  kind: string;
  subjectId: string;
  number: string;
  copy: number;
  sender: string;
  voided: { at: string; by: string; reason: string | null } | null;
}
interface Papers {
  items: Paper[];
  mayIssue: { kind: string; subjectId: string }[];
  code?: string;
}

describe('official papers', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const papers = (who: string, id: string) => api.get<Papers>(who, `/disputes/${id}/papers`);
  const issue = (who: string, id: string, kind: string, subjectId: string, headers?: Record<string, string>) =>
    api.post<Paper & { code: string }>(who, `/disputes/${id}/papers`, { kind, subjectId }, headers);
  const print = async (who: string, id: string, paper: string) => {
    const answer = await fetch(`${api.url}/api/v1/disputes/${id}/papers/${paper}`, {
      headers: { authorization: `Bearer ${await api.token(who)}` },
    });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const offered = async (more: object = {}) => {
    const { id } = await cases.register({ rehearsal: false, ...more });
    await api.post('desk', `/disputes/${id}/transfer`, { to: 'justice', reason: '需要调解' });
    return id;
  };

  it('are numbered without a gap in their department, kind and year; a further copy keeps its number', async () => {
    const [one, other] = [await offered(), await offered()];
    const year = new Date().getFullYear();
    const issued = await Promise.all([
      issue('desk', one, 'transfer-letter', 't1'),
      issue('desk', other, 'transfer-letter', 't1'),
    ]);
    expect(issued.map(({ status }) => status)).toEqual([201, 201]);
    expect(issued.map(({ body }) => body.number).sort()).toEqual([`移〔${year}〕1号`, `移〔${year}〕2号`]);
    const again = await issue('desk', one, 'transfer-letter', 't1');
    expect(again.body).toMatchObject({ number: issued[0].body.number, copy: 2, sender: 'police' });
    const third = await issue('desk', await offered(), 'transfer-letter', 't1');
    expect(third.body).toMatchObject({ number: `移〔${year}〕3号`, copy: 1 });
    // Whoever answers signs in a series of their own.
    await api.post('justice', `/disputes/${one}/accept`, { transferId: 't1' });
    expect((await issue('justice', one, 'receipt', 't1')).body).toMatchObject({ number: `回〔${year}〕1号` });
    await api.post('supervisor', `/disputes/${one}/supervise`, {
      demand: '抓紧办理',
      answerWithin: { amount: 3, unit: 'workingDays' },
    });
    expect((await issue('supervisor', one, 'supervision-order', 'o1')).body).toMatchObject({
      number: `督〔${year}〕1号`,
      sender: 'centre',
    });
  });

  it('are one copy when the same request comes twice', async () => {
    const id = await offered();
    const key = { 'idempotency-key': 'lost answer' };
    const [first, second] = [
      await issue('desk', id, 'transfer-letter', 't1', key),
      await issue('desk', id, 'transfer-letter', 't1', key),
    ];
    expect(second.body).toEqual(first.body);
    expect((await papers('desk', id)).body.items).toHaveLength(1);
  });

  it('are printed as they were handed out, whatever became of the case', async () => {
    const id = await offered();
    const { body } = await issue('desk', id, 'transfer-letter', 't1');
    const before = await print('desk', id, body.id);
    expect(before.status).toBe(200);
    expect(before.headers.get('content-type')).toBe('application/pdf');
    expect(before.headers.get('content-disposition')).toContain(encodeURIComponent('移交函'));
    expect(before.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    await api.post('justice', `/disputes/${id}/accept`, { transferId: 't1' });
    expect((await print('justice', id, body.id)).bytes.equals(before.bytes)).toBe(true);
    const { body: log } = await api.get<{ items: { action: string; userId: string; data: { number?: string } }[] }>(
      'auditor',
      `/audit?disputeId=${id}&limit=50`,
    );
    const looks = log.items.filter(({ action }) => action === 'paper');
    expect(looks.map(({ userId }) => userId).sort()).toEqual(['desk', 'desk', 'justice']);
    expect(looks[0]!.data.number).toBe(body.number);
  });

  it('are issued by who signs for them only, and exist for nobody who may not see the case', async () => {
    const id = await offered();
    expect((await papers('desk', id)).body.mayIssue).toEqual([{ kind: 'transfer-letter', subjectId: 't1' }]);
    expect((await papers('justice', id)).body.mayIssue).toEqual([]);
    for (const [who, kind] of [
      ['justice', 'transfer-letter'],
      ['justice', 'receipt'],
      ['desk', 'supervision-order'],
      ['supervisor', 'transfer-letter'],
    ] as const) {
      expect((await issue(who, id, kind, 't1')).body.code).toBe('NOT_ALLOWED');
    }
    const { body } = await issue('desk', id, 'transfer-letter', 't1');
    expect((await print('land', id, body.id)).status).toBe(404);
    expect((await papers('land', id)).status).toBe(404);
    const elsewhere = await offered();
    expect((await print('desk', elsewhere, body.id)).status).toBe(404);
    expect((await issue('desk', id, 'poster', 't1')).status).toBe(400);
  });

  it('of a rehearsal use up no number and say what they are', async () => {
    const id = await offered({ rehearsal: true });
    expect((await issue('desk', id, 'transfer-letter', 't1')).body.number).toBe('演练');
  });

  it('of an agreement, its performance, a visit and a meeting are issued by who did it, in series of their own', async () => {
    const id = await offered();
    const act = async (who: string, verb: string, data: object) => {
      const { status, body } = await api.post(who, `/disputes/${id}/${verb}`, data);
      expect({ verb, status, body: status < 300 ? null : body }).toEqual({ verb, status: 200, body: null });
    };
    await act('justice', 'accept', { transferId: 't1' });
    await act('desk', 'meet', { departments: ['justice', 'land'], at: new Date(Date.now() + 60_000).toISOString() });
    const in30 = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const decisions = [{ text: '实地丈量', departmentId: 'land', dueAt: in30 }];
    await act('desk', 'conclude-meeting', { meetingId: 'm1', decisions });
    await act('justice', 'contact', { parties: ['p1'], at: new Date().toISOString(), note: '已联系' });
    const agreement = { terms: [{ text: '拆除围墙', dueAt: in30 }] };
    await act('justice', 'resolve', { outcome: 'mediated', summary: '各让半尺', agreement });
    const mayIssue = async (who: string) =>
      (await papers(who, id)).body.mayIssue.map(({ kind, subjectId }) => `${kind} ${subjectId}`);
    expect(await mayIssue('justice')).toEqual(['receipt t1', 'mediation-agreement r1', 'performance-record r1']);
    expect(await mayIssue('desk')).toContain('meeting-minutes m1');
    const year = new Date().getFullYear();
    for (const [who, kind, subject, number] of [
      ['justice', 'mediation-agreement', 'r1', `调〔${year}〕1号`],
      ['justice', 'performance-record', 'r1', `履〔${year}〕1号`],
      ['desk', 'meeting-minutes', 'm1', `纪〔${year}〕1号`],
    ] as const) {
      const { status, body } = await issue(who, id, kind, subject);
      expect({ kind, status, number: body.number }).toEqual({ kind, status: 201, number });
      expect((await print(who, id, body.id)).bytes.subarray(0, 5).toString()).toBe('%PDF-');
    }
    expect((await issue('justice', id, 'mediation-agreement', 'r2')).body.code).toBe('NOT_ALLOWED');
    expect((await issue('desk', id, 'visit-record', 'v1')).body.code).toBe('NOT_ALLOWED');
  });

  it('are looked at before a number is taken, by who may issue them, and that look is noted', async () => {
    const id = await offered();
    const preview = (who: string, query: string) => print(who, id, `preview?${query}`);
    const seen = await preview('desk', 'kind=transfer-letter&subjectId=t1');
    expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(seen.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await papers('desk', id)).body.items).toEqual([]);
    expect((await preview('supervisor', 'kind=transfer-letter&subjectId=t1')).status).toBe(403);
    expect((await preview('land', 'kind=transfer-letter&subjectId=t1')).status).toBe(404);
    expect((await preview('desk', 'kind=poster&subjectId=t1')).status).toBe(400);
    const { body: log } = await api.get<{ items: { action: string; data: object }[] }>(
      'auditor',
      `/audit?disputeId=${id}&limit=50`,
    );
    expect(log.items.filter(({ action }) => action === 'paper').map(({ data }) => data)).toEqual([
      { kind: 'transfer-letter', subjectId: 't1', preview: true },
    ]);
    expect((await api.engine.upkeep.verify()).problems.filter((each) => each.includes(id))).toEqual([]);
  });

  it('that are void keep their number, which nobody gets again: the next one takes another', async () => {
    const id = await offered();
    const voids = (who: string, paper: string, reason: object = { reason: '收件单位写错' }) =>
      api.post<Paper & { code: string }>(who, `/disputes/${id}/papers/${paper}/void`, reason);
    const first = (await issue('desk', id, 'transfer-letter', 't1')).body;
    const copy = (await issue('desk', id, 'transfer-letter', 't1')).body;
    const held = await print('desk', id, first.id);
    expect((await voids('justice', first.id)).body.code).toBe('NOT_ALLOWED');
    expect((await voids('land', first.id)).status).toBe(404);
    expect((await voids('desk', first.id, {})).status).toBe(400);
    const { status, body } = await voids('desk', first.id);
    expect([status, body.number]).toEqual([200, first.number]);
    expect(body.voided).toMatchObject({ by: 'desk', reason: '收件单位写错' });
    // Once more says nothing new.
    expect((await voids('desk', first.id, { reason: '别的' })).body.voided).toEqual(body.voided);
    const again = (await issue('desk', id, 'transfer-letter', 't1')).body;
    expect(again).toMatchObject({ copy: 1, voided: null });
    expect(again.number).not.toBe(first.number);
    expect((await issue('desk', id, 'transfer-letter', 't1')).body).toMatchObject({ number: again.number, copy: 2 });
    const { items } = (await papers('desk', id)).body;
    expect(items.map(({ number, copy: n, voided }) => [number, n, voided !== null])).toEqual([
      [first.number, 1, true],
      [copy.number, 2, true],
      [again.number, 1, false],
      [again.number, 2, false],
    ]);
    // Marked across the page; what was handed out stands below the mark.
    expect((await print('desk', id, first.id)).bytes.equals(held.bytes)).toBe(false);
    expect((await voids('desk', again.id)).status).toBe(200);
    expect((await issue('desk', id, 'transfer-letter', 't1')).body).toMatchObject({ copy: 1, voided: null });
    const found = async () => (await api.engine.upkeep.verify()).problems.filter((each) => each.includes(id));
    expect(await found()).toEqual([]);
    const runner = api.engine.database.admin.createQueryRunner();
    await runner.query(`SET session_replication_role = replica`);
    await runner.query(`DELETE FROM void_paper WHERE dispute_id = $1 AND up_to = 2`, [id]);
    await runner.query(`UPDATE void_paper SET voided_by = 'land' WHERE dispute_id = $1`, [id]);
    await runner.query(`SET session_replication_role = DEFAULT`);
    await runner.release();
    expect(await found()).toEqual([
      `dispute ${id}: that the transfer-letter of t1 is void is not what was said`,
      `dispute ${id}: that the transfer-letter of t1 is void is said nowhere any more`,
    ]);
  });

  it('are missed when one is gone', async () => {
    const id = await offered();
    const { body } = await issue('desk', id, 'transfer-letter', 't1');
    const found = async () => (await api.engine.upkeep.verify()).problems.filter((each) => each.includes(id));
    expect(await found()).toEqual([]);
    const runner = api.engine.database.admin.createQueryRunner();
    await runner.query(`SET session_replication_role = replica`);
    await runner.query(`DELETE FROM paper WHERE id = $1`, [body.id]);
    await runner.query(`SET session_replication_role = DEFAULT`);
    await runner.release();
    expect(await found()).toEqual([`dispute ${id}: the paper ${body.id} is not there`]);
  });
});
