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
