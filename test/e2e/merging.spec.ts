import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Casework, type Done, type Problem, type View } from '../support/casework.js';

interface Named {
  id?: string;
  number: string;
}
interface Whole extends View {
  mergedFrom: (Named & { parties: string[] })[];
  mergedInto: Named | null;
  resolution: { outcome: string; into?: string | null } | null;
  attachments: { id: string; name: string; from?: string }[];
  parties: { id: string; name: string; role: string; phone?: string; address?: string }[];
  repeats: (string | null)[];
}
type Merged = Done & Problem & { dispute: Whole; into: Whole | null };

const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
const reason = { reason: '不是同一件事' };

describe('two disputes that are one', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const merge = (who: string, id: string, into: string, headers?: Record<string, string>) =>
    cases.act<Merged>(who, id, 'merge', { into }, headers);
  const view = async (who: string, id: string) => (await cases.view(who, id)) as Whole;
  const owner = () => api.engine.database.owner;
  const verified = async () => (await api.engine.upkeep.verify()).problems;
  const party = (name: string, more: object = {}) => ({ name, role: 'other', ...more });
  let telephone = 13700000000;
  const phone = () => String(++telephone);
  const attached = async (who: string, id: string, name: string) => {
    const answer = await fetch(`${api.url}/api/v1/disputes/${id}/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await api.token(who)}`, 'content-type': 'application/pdf' },
      body: `${PDF}${randomUUID()}`,
    });
    const { fileId } = (await answer.json()) as { fileId: string };
    await cases.does(who, id, 'attach', { fileId, name });
    return fileId;
  };
  const taken = async (who: string, id: string, fileId: string) => {
    const answer = await fetch(`${api.url}/api/v1/disputes/${id}/files/${fileId}`, {
      headers: { authorization: `Bearer ${await api.token(who)}` },
    });
    return { status: answer.status, text: await answer.text() };
  };

  it('answer with the one that goes on, which names where people and files came from', async () => {
    const shared = phone();
    const one = await cases.register({
      parties: [
        party('甘守田', { phone: shared, role: 'applicant' }),
        party('祝有年', { phone: phone() }),
        party('郝无咎', { address: '四组' }),
      ],
    });
    const fileId = await attached('desk', one.id, '现场照片');
    const other = await cases.handledBy('justice', {
      title: '同一堵墙',
      parties: [party('甘守田（更名）', { phone: `+86 ${shared}`, role: 'applicant' }), party('郝无咎')],
    });
    const { status, body } = await merge('desk', one.id, other.id);
    expect(status).toBe(200);
    expect(body.dispute).toMatchObject({
      status: 'closed',
      mergedFrom: [],
      mergedInto: { id: other.id, number: other.number },
      resolution: { outcome: 'merged', into: other.id },
    });
    expect(body.into).toMatchObject({
      id: other.id,
      status: 'handling',
      mergedInto: null,
      mergedFrom: [{ id: one.id, number: one.number, parties: ['p3'] }],
    });
    // Who has the same telephone is the same, and so is who has the same name and no number that speaks against it.
    expect(body.into!.parties.map(({ id, name }) => [id, name])).toEqual([
      ['p1', '甘守田（更名）'],
      ['p2', '郝无咎'],
      ['p3', '祝有年'],
    ]);
    expect(body.into!.parties[1]).toMatchObject({ address: '四组' });
    // The handler of the other one never saw this one: its number, not its id; its people and its files, under their right.
    expect((await api.get('justice', `/disputes/${one.id}`)).status).toBe(404);
    const seen = await view('justice', other.id);
    expect(seen.mergedFrom).toMatchObject([{ number: one.number }]);
    expect(seen.mergedFrom[0]).not.toHaveProperty('id');
    expect(seen.attachments).toMatchObject([{ id: fileId, name: '现场照片', from: one.number }]);
    expect(await taken('justice', other.id, fileId)).toMatchObject({ status: 200 });
    expect((await taken('justice', other.id, fileId)).text).toContain('%PDF');
    expect((await taken('land', other.id, fileId)).status).toBe(404);
    const told = (await cases.timeline('justice', other.id)).find(({ type }) => type === 'DisputeAbsorbed')!;
    expect(told).toMatchObject({
      actor: { kind: 'system' },
      data: { from: { number: one.number }, by: { userId: 'desk' } },
      text: { parties: { p3: { name: '祝有年' } } },
    });
    expect(JSON.stringify([seen, told])).not.toContain(one.id);
    expect(await verified()).toEqual([]);
  });

  it('are refused where one is closed, is the other one, or leads to it, and where nobody may see it', async () => {
    const [a, b, c] = [await cases.register(), await cases.register(), await cases.register()];
    await cases.does('desk', c.id, 'resolve', { outcome: 'invalid', summary: '误报' });
    const refused = async (...[who, id, into]: Parameters<typeof merge>) => {
      const { status, body } = await merge(who, id, into);
      return [status, body.code];
    };
    expect(await refused('desk', a.id, a.id)).toEqual([409, 'MERGE_INTO_ITSELF']);
    expect(await refused('desk', a.id, c.id)).toEqual([409, 'MERGE_INTO_CLOSED']);
    expect(await refused('justice', a.id, b.id)).toEqual([404, 'NOT_FOUND']);
    expect((await merge('desk', a.id, b.id)).status).toBe(200);
    expect(await refused('desk', b.id, a.id)).toEqual([409, 'MERGE_CIRCLE']);
    const unseen = await merge('desk', b.id, randomUUID());
    expect([unseen.status, unseen.body.errors]).toMatchObject([400, [{ pointer: '/into', code: 'UNKNOWN_DISPUTE' }]]);
    const rehearsal = await cases.register({ rehearsal: true });
    expect((await merge('desk', b.id, rehearsal.id)).body.errors).toMatchObject([{ pointer: '/into' }]);
    expect((await view('desk', b.id)).status).toBe('entered');
  });

  it('of each into the other at once: one is answered, the other refused, over and over', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await cases.register(), await cases.register()];
      const answers = await Promise.all([merge('desk', a.id, b.id), merge('desk', b.id, a.id)]);
      expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([200, 'MERGE_CIRCLE']);
    }
  });

  it('a repeated key has its first answer again, whatever became of the other one', async () => {
    const [a, b] = [await cases.register(), await cases.register()];
    const headers = { 'idempotency-key': randomUUID() };
    const first = await merge('desk', a.id, b.id, headers);
    await cases.does('desk', b.id, 'resolve', { outcome: 'settled-on-spot', summary: '当场说和' });
    await cases.let(b.id);
    const again = await merge('desk', a.id, b.id, headers);
    expect([again.status, again.body.seq, again.body.into!.status]).toEqual([200, first.body.seq, 'closed']);
  });

  it('what others were merged into is no invalid case; what was merged comes back by a split alone', async () => {
    const [a, b, c] = [
      await cases.register({ parties: [party('甘守田')] }),
      await cases.register(),
      await cases.register(),
    ];
    await merge('desk', a.id, b.id);
    const invalid = await cases.act('desk', b.id, 'resolve', { outcome: 'invalid', summary: '误报' });
    expect([invalid.status, invalid.body]).toMatchObject([
      409,
      { code: 'OTHERS_MERGED_INTO_IT', mergedFrom: [a.number] },
    ]);
    expect((await view('desk', a.id)).can).toEqual(expect.arrayContaining(['split', 'note']));
    expect((await view('desk', a.id)).can).not.toContain('reopen');
    expect((await cases.act('desk', a.id, 'reopen', reason)).body.code).toBe('ONLY_BY_SPLIT');
    expect((await cases.act('desk', c.id, 'split', reason)).body.code).toBe('NOT_MERGED');
    await merge('desk', b.id, c.id);
    expect((await view('desk', c.id)).mergedFrom.map(({ number }) => number)).toEqual([b.number]);
    const back = (await cases.does('desk', a.id, 'split', reason)) as Whole;
    expect(back).toMatchObject({ status: 'entered', mergedInto: null, resolution: null });
    expect(back.obligations.filter(({ state }) => state === 'open').map(({ kind }) => kind)).toEqual([
      'dispatch',
      'watch',
    ]);
    expect(await view('desk', b.id)).toMatchObject({ status: 'closed', mergedFrom: [] });
    expect((await view('desk', b.id)).parties.map(({ name }) => name)).not.toContain('甘守田');
    expect(await verified()).toEqual([]);
  });

  it('count once, and a third report of the same people counts them once, too', async () => {
    const person = party('覃守诚', { phone: phone(), role: 'applicant' });
    const period = {
      from: new Date(Date.now() - 3_600_000).toISOString(),
      to: new Date(Date.now() + 3_600_000).toISOString(),
    };
    interface Counted {
      entered: { value: number; link: string };
      beside: Record<'merged' | 'invalid', { value: number; link: string }>;
    }
    const counted = async () =>
      (await api.get<Counted>('supervisor', `/statistics?${new URLSearchParams(period).toString()}`)).body;
    const listed = async ({ link }: { link: string }) =>
      (await cases.all<View>('supervisor', link.replace('/api/v1', ''))).length;
    const first = await cases.register({ parties: [person] });
    const second = (await cases.register({ parties: [person] })) as Whole;
    expect([second.grade, second.repeats]).toEqual(['yellow', [first.id]]);
    const before = await counted();
    const { body } = await merge('desk', second.id, first.id);
    // What was only another report of the same raises nothing.
    expect(body.into).toMatchObject({ grade: 'blue', repeats: [] });
    const after = await counted();
    expect(after.entered.value).toBe(before.entered.value - 1);
    expect(after.beside.merged.value).toBe(before.beside.merged.value + 1);
    for (const each of [after.entered, after.beside.merged, after.beside.invalid])
      expect(await listed(each)).toBe(each.value);
    const third = (await cases.register({ parties: [person] })) as Whole;
    expect([third.grade, third.repeats]).toEqual(['yellow', [first.id]]);
    await cases.does('desk', second.id, 'split', reason);
    expect((await counted()).beside.merged.value).toBe(before.beside.merged.value);
  });

  it('the reporter of either hears what becomes of the one that goes on', async () => {
    interface Item {
      id: string;
      state: string;
      disputeId: string | null;
      disputeStatus: string | null;
    }
    const { body: report } = await api.post<Item>('grid', '/items', {
      text: '两家为院墙争吵',
      feeder: 'patrol',
      village: 'village-shixi',
    });
    const one = await cases.register();
    await api.post('desk', `/items/${report.id}/link`, { disputeId: one.id });
    const other = await cases.handledBy('justice');
    await merge('desk', one.id, other.id);
    const last = await cases.register();
    const item = async (who: string) => (await api.get<Item>(who, `/items/${report.id}`)).body;
    expect(await item('grid')).toMatchObject({ disputeStatus: 'handling' });
    expect(await item('desk')).toMatchObject({ disputeId: other.id });
    await merge('desk', other.id, last.id);
    expect(await item('grid')).toMatchObject({ disputeStatus: 'entered' });
    await cases.does('desk', last.id, 'resolve', { outcome: 'settled-on-spot', summary: '当场说和' });
    expect(await item('grid')).toMatchObject({ disputeStatus: 'resolved' });
  });

  it('a case is kept as long as the one that it leads to', async () => {
    const [a, b] = [await cases.register(), await cases.register()];
    await merge('desk', a.id, b.id);
    const rules = ['case', 'item', 'access-log', 'notice', 'delivery', 'receipt'].map((kind) => ({
      kind,
      years: 1,
      source: '县档案局',
    }));
    await api.call('admin', 'PUT', '/retention', { rules, reason: '按表执行' });
    const longAgo = (id: string) =>
      owner().query(`UPDATE dispute SET closed_at = now() - interval '3 years' WHERE id = $1`, [id]);
    await longAgo(a.id);
    const due = async () => {
      const { body } = await api.get<{ due: { id: string }[] }>('auditor', '/retention');
      return body.due.map(({ id }) => id).sort();
    };
    expect(await due()).toEqual([]);
    expect((await cases.act('auditor', a.id, 'erase', { ground: 'retention-over', reason: '期满' })).body.code).toBe(
      'RETENTION_RUNS',
    );
    await cases.does('desk', b.id, 'resolve', { outcome: 'settled-on-spot', summary: '当场说和' });
    await cases.let(b.id);
    expect(await due()).toEqual([]);
    await longAgo(b.id);
    expect(await due()).toEqual([a.id, b.id].sort());
  });

  it('who takes away what one of them noted is found by the other', async () => {
    const [a, b] = [await cases.register(), await cases.register()];
    await merge('desk', a.id, b.id);
    const runner = api.engine.database.admin.createQueryRunner();
    await runner.query(`SET session_replication_role = replica`);
    await runner.query(`DELETE FROM event WHERE dispute_id = $1 AND type = 'DisputeAbsorbed'`, [b.id]);
    await runner.query(`SET session_replication_role = DEFAULT`);
    await runner.release();
    expect((await verified()).filter((each) => /invariant 12 .*does not note that it was merged/.test(each))).toEqual([
      expect.stringContaining(a.id),
    ]);
  });
});
