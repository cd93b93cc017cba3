import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { Api } from '../support/api.js';

interface Party {
  id: string;
  phone?: string;
  idNumber?: string;
}
interface View {
  id: string;
  number: string;
  parties: Party[];
}
interface Entry {
  at: string;
  kind: string;
  action: string;
  userId: string;
  disputeId: string | null;
  number: string | null;
  data: Record<string, unknown>;
  reason: string | null;
}

const PHONE = '13700005678';
const ID_NUMBER = '532901198001011234';
/** Another character than the one that stands there, whatever it is. */
const OTHER_CHARACTER = `overlay(text placing CASE substr(text, 20, 1) WHEN 'A' THEN 'B' ELSE 'A' END from 20)`;

describe('who sees what of a case', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
  });
  afterAll(() => api.stop());

  /** Nobody twice: a second report would be graded higher. */
  let cases = 0;
  const register = async (more: object = {}) =>
    (
      await api.post<{ dispute: View }>('desk', '/disputes', {
        title: '欠薪纠纷',
        narrative: '工头欠三个月工钱。',
        category: 'labour',
        grade: 'blue',
        place: { village: 'village-shixi' },
        parties: [
          { name: '鲍石匠', role: 'applicant', phone: PHONE, idNumber: ID_NUMBER },
          { name: `工头方某${(cases += 1)}`, role: 'respondent' },
        ],
        source: { channel: 'walk-in', reporter: '覃守诚' },
        ...more,
      })
    ).body.dispute;
  const act = (who: string, id: string, verb: string, data: object) =>
    api.post<{ dispute: View; code: string }>(who, `/disputes/${id}/${verb}`, data);
  /** Handled by labour, with justice assisting. */
  const handled = async () => {
    const { id } = await register();
    await act('desk', id, 'transfer', { to: 'labour', reason: '劳资' });
    await act('labour', id, 'accept', { transferId: 't1' });
    await act('desk', id, 'transfer', { to: 'justice', role: 'assist', reason: '协助调解' });
    await act('justice', id, 'accept', { transferId: 't2' });
    return id;
  };
  const trail = async (query = '') =>
    (await api.get<{ items: Entry[]; next: string | null }>('auditor', `/audit?${query}`)).body;

  it('shows telephones whole to desk and holder and masked to everybody else, identity numbers to nobody, in every place', async () => {
    const id = await handled();
    for (const [who, whole] of [
      ['desk', true],
      ['labour', true],
      ['labour-head', true],
      ['justice', false],
      ['supervisor', false],
      ['auditor', false],
    ] as const) {
      const view = (await api.get<View>(who, `/disputes/${id}`)).body;
      const phone = whole ? PHONE : '137****5678';
      expect({ who, ...view.parties[0] }).toMatchObject({ who, phone, idNumber: '532901********1234' });
      const others = await Promise.all(
        [
          `/disputes/${id}/timeline`,
          `/disputes/${id}?at=${encodeURIComponent(new Date().toISOString())}`,
          '/visits',
        ].map((path) => api.get(who, path)),
      );
      const seen = JSON.stringify(others.map((each) => each.body));
      expect({ who, whole: seen.includes(PHONE), id: seen.includes(ID_NUMBER) }).toEqual({ who, whole, id: false });
      expect(seen).toContain('鲍石匠');
    }
    for (const who of ['desk', 'labour']) {
      const note = await act(who, id, 'note', { text: '记' });
      expect([who, note.status, JSON.stringify(note.body).includes(ID_NUMBER)]).toEqual([who, 200, false]);
    }
    const done = await act('justice', id, 'progress', { note: '已谈' });
    expect(JSON.stringify(done.body)).not.toContain(PHONE);
  });

  it('hides telephones from a former holder, also in the past that was theirs', async () => {
    const { id } = await register();
    await act('desk', id, 'transfer', { to: 'labour', reason: '劳资' });
    await act('labour', id, 'accept', { transferId: 't1' });
    const then = new Date().toISOString();
    await act('labour', id, 'return', { transferId: 't1', reasonCode: 'not-our-duty', reason: '不属本所' });
    await act('desk', id, 'decide-return', { transferId: 't1', uphold: true, reason: '成立' });
    await act('desk', id, 'transfer', { to: 'justice', reason: '改派' });
    await act('justice', id, 'accept', { transferId: 't2' });
    await act('desk', id, 'transfer', { to: 'labour', role: 'assist', reason: '协助' });
    const past = await api.get<View>('labour', `/disputes/${id}?at=${encodeURIComponent(then)}`);
    expect([past.status, past.body.parties?.[0]?.phone]).toEqual([200, '137****5678']);
  });

  it('reveals a number to those on the case, with a reason that the auditor reads', async () => {
    const id = await handled();
    const reveal = (who: string, body: object) =>
      api.post<{ value: string; code: string }>(who, `/disputes/${id}/reveal`, body);
    const asked = { partyId: 'p1', field: 'phone', reason: '电话联系鲍石匠核实工钱' };
    expect((await reveal('justice', asked)).body.value).toBe(PHONE);
    expect((await reveal('justice', { ...asked, field: 'idNumber' })).body.value).toBe(ID_NUMBER);
    expect((await reveal('justice', { ...asked, partyId: 'p2' })).status).toBe(404);
    expect((await reveal('justice', { ...asked, partyId: 'p9' })).body.code).toBe('NO_SUCH_PARTY');
    expect((await reveal('justice', { partyId: 'p1', field: 'phone' })).status).toBe(400);
    expect((await reveal('justice', { ...asked, reason: ' ' })).status).toBe(400);
    for (const who of ['land', 'admin', 'grid']) expect((await reveal(who, asked)).status).toBe(404);
    const { items } = await trail(`disputeId=${id}&action=reveal`);
    expect(items.map(({ userId, data, reason }) => ({ userId, data, reason }))).toEqual([
      { userId: 'justice', data: { field: 'idNumber', partyId: 'p1' }, reason: asked.reason },
      { userId: 'justice', data: { field: 'phone', partyId: 'p1' }, reason: asked.reason },
    ]);
    // The typed reason names a person: it is kept sealed.
    const rows = await api.engine.database.owner.query(`SELECT l::text FROM access_log l`);
    expect(JSON.stringify(rows)).not.toMatch(/鲍石匠|13700005678/);
  });

  it('does not reveal what it cannot note', async () => {
    const id = await handled();
    await api.engine.database.owner.query(`REVOKE INSERT ON access_log FROM dispute_reader`);
    try {
      const answer = await api.post('justice', `/disputes/${id}/reveal`, {
        partyId: 'p1',
        field: 'phone',
        reason: '核实',
      });
      expect(answer.status).toBe(500);
      expect(JSON.stringify(answer.body)).not.toContain(PHONE);
      expect((await api.get('desk', `/disputes/${id}`)).status).toBe(500);
    } finally {
      await api.engine.database.owner.query(`GRANT INSERT ON access_log TO dispute_reader`);
    }
  });

  it('ends revealing for the hour after a hundred', async () => {
    const id = await handled();
    await api.engine.database.owner.query(
      `INSERT INTO access_log (at, action, user_id, department_id, data, visible_to, mac)
       SELECT now(), 'reveal', 'forestry', 'forestry', '{}', '{}', '' FROM generate_series(1, 100)`,
    );
    await act('desk', id, 'transfer', { to: 'forestry', role: 'assist', reason: '协助' });
    const answer = await api.post('forestry', `/disputes/${id}/reveal`, {
      partyId: 'p1',
      field: 'phone',
      reason: '核实',
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3600']);
    expect(
      (await api.post('justice', `/disputes/${id}/reveal`, { partyId: 'p1', field: 'phone', reason: '核实' })).status,
    ).toBe(200);
  });

  it('reveals a hundred in an hour and no more, also to who asks for many at once', async () => {
    const id = await handled();
    await act('desk', id, 'transfer', { to: 'agriculture', role: 'assist', reason: '协助' });
    await api.engine.database.owner.query(
      `INSERT INTO access_log (at, action, user_id, department_id, data, visible_to, mac)
       SELECT now(), 'reveal', 'agriculture', 'agriculture', '{}', '{}', '' FROM generate_series(1, 84)`,
    );
    const asked = { partyId: 'p1', field: 'phone', reason: '核实' };
    const answers = await Promise.all(
      Array.from({ length: 32 }, () => api.post('agriculture', `/disputes/${id}/reveal`, asked)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(16).fill(200), ...Array<number>(16).fill(429)]);
    const [{ n }] = (await api.engine.database.owner.query(
      `SELECT count(*)::int AS n FROM access_log WHERE user_id = 'agriculture' AND action = 'reveal'`,
    )) as [{ n: number }];
    expect(n).toBe(100);
  });

  it('says of another case that there is one, and not which, to who may not see it', async () => {
    const person = { name: '甘守田', role: 'applicant', phone: '13700009999' };
    const first = await register({ parties: [person] });
    const second = await register({ parties: [person] });
    await act('desk', second.id, 'transfer', { to: 'labour', reason: '劳资' });
    await act('labour', second.id, 'accept', { transferId: 't1' });
    const other = await register({ parties: [{ ...person, phone: '13700008888' }] });
    const merged = await register({ parties: [{ ...person, phone: '13700007777' }] });
    await act('desk', merged.id, 'transfer', { to: 'labour', reason: '劳资' });
    await act('labour', merged.id, 'accept', { transferId: 't1' });
    expect((await act('desk', merged.id, 'merge', { into: other.id })).status).toBe(200);
    interface Naming {
      repeats: (string | null)[];
      resolution: { into?: string | null } | null;
    }
    const named = async (who: string) => {
      const [repeated, gone] = await Promise.all(
        [second, merged].map(async ({ id }) => (await api.get<Naming>(who, `/disputes/${id}`)).body),
      );
      return { repeats: repeated!.repeats, into: gone!.resolution!.into };
    };
    expect(await named('desk')).toEqual({ repeats: [first.id], into: other.id });
    expect(await named('labour')).toEqual({ repeats: [null], into: null });
    const dossierOf = async (id: string) => {
      const headers = { authorization: `Bearer ${await api.token('labour')}` };
      const answer = await fetch(`${api.url}/api/v1/disputes/${id}/dossier`, { headers });
      return strFromU8(unzipSync(new Uint8Array(await answer.arrayBuffer()))['dossier.json']!);
    };
    const now = encodeURIComponent(new Date().toISOString());
    for (const [{ id }, hidden] of [
      [second, first.id],
      [merged, other.id],
    ] as const) {
      const paths = [`/disputes/${id}`, `/disputes/${id}/timeline`, `/disputes/${id}?at=${now}`];
      for (const path of [...paths, '/disputes', '/inbox?tab=all', '/notices']) {
        const { status, body } = await api.get('labour', path);
        expect([path, status, JSON.stringify(body).includes(hidden)]).toEqual([path, 200, false]);
      }
      const dossier = await dossierOf(id);
      expect([dossier.includes(hidden), dossier.includes('"withheld": true')]).toEqual([false, true]);
      // The desk, which sees both, has it whole.
      expect(JSON.stringify((await api.get('desk', `/disputes/${id}/timeline`)).body)).toContain(hidden);
    }
    // A list says how many, and of no case which.
    expect(JSON.stringify((await api.get('desk', '/disputes')).body)).toContain('"repeats":[null]');
  });

  it('says who can see a case and why, and is right about everybody', async () => {
    const id = await handled();
    const { items } = (
      await api.get<{ items: { userId: string; reasons: { why: string; departmentId: string; text: string }[] }[] }>(
        'justice',
        `/disputes/${id}/readers`,
        { 'accept-language': 'en' },
      )
    ).body;
    const why = Object.fromEntries(
      items.map((each) => [each.userId, each.reasons.map((r) => `${r.why} ${r.departmentId}`)]),
    );
    expect(why).toEqual({
      desk: ['desk police'],
      labour: ['holder labour'],
      'labour-head': ['holder labour'],
      justice: ['assistant justice'],
      'justice-head': ['assistant justice'],
      supervisor: ['superior police', 'superior labour', 'superior justice'],
      auditor: ['superior police', 'superior labour', 'superior justice'],
    });
    expect(items.find((each) => each.userId === 'labour')!.reasons[0]!.text).toBe('the department that handles it');
    const everybody = (await api.engine.database.owner.query(`SELECT id FROM account`)) as { id: string }[];
    for (const { id: who } of everybody) {
      const { status } = await api.get(who, `/disputes/${id}`);
      expect({ who, status }).toEqual({ who, status: who in why ? 200 : 404 });
      expect({ who, status: (await api.get(who, `/disputes/${id}/readers`)).status }).toEqual({ who, status });
    }
  });

  it('notes every look at a case, and at who reported it', async () => {
    const id = await handled();
    await api.get('labour', `/disputes/${id}`);
    await api.get('labour', `/disputes/${id}/timeline`);
    await api.get('desk', `/disputes/${id}/timeline`);
    await api.get('land', `/disputes/${id}`);
    const { items } = await trail(`disputeId=${id}&kind=access`);
    expect(items.map(({ userId, action, data }) => ({ userId, action, data })).reverse()).toEqual([
      { userId: 'labour', action: 'view', data: {} },
      { userId: 'labour', action: 'timeline', data: {} },
      { userId: 'desk', action: 'timeline', data: { reporter: true } },
      { userId: 'land', action: 'refused', data: { code: 'NOT_FOUND', route: 'GET /api/v1/disputes/:id' } },
    ]);
    await api.get('desk', '/disputes.csv');
    expect((await trail('user=desk&action=export')).items).toHaveLength(1);
  });

  it('notes what was refused: who asked for what, alike where there is no such case', async () => {
    const id = await handled();
    const unknown = randomUUID();
    const item = randomUUID();
    const before = (await trail('action=refused&limit=1')).items[0]?.at ?? '';
    for (const asked of [id, unknown])
      expect((await api.get('forestry', `/disputes/${asked}/timeline`)).status).toBe(404);
    expect((await act('forestry', id, 'note', { text: '打听' })).status).toBe(404);
    expect((await act('justice', id, 'recall', { transferId: 't2', reason: '越权' })).status).toBe(403);
    expect((await api.post('forestry', `/items/${item}/discard`, { reason: '越权' })).status).toBe(404);
    expect((await api.get('forestry', '/audit')).status).toBe(403);
    // What is no id of anything is a slip, not a look.
    expect((await api.get('forestry', '/disputes/nonsense')).status).toBe(404);
    const { items } = await trail(`action=refused&from=${encodeURIComponent(before || new Date(0).toISOString())}`);
    const noted = items.filter((each) => each.at > before);
    // Why, in the words that its sender read, and in the language of who reads it.
    const said = (language: string) =>
      api.get<{ items: { refusal: string }[] }>('auditor', '/audit?action=refused&limit=1', {
        'accept-language': language,
      });
    expect([(await said('zh-CN')).body.items[0]!.refusal, (await said('en')).body.items[0]!.refusal]).toEqual([
      '无权执行该操作',
      'Not allowed',
    ]);
    expect(noted.map(({ userId, disputeId, data }) => ({ userId, disputeId, data })).reverse()).toEqual([
      ...[id, unknown].map((disputeId) => ({
        userId: 'forestry',
        disputeId,
        data: { code: 'NOT_FOUND', route: 'GET /api/v1/disputes/:id/timeline' },
      })),
      { userId: 'forestry', disputeId: id, data: { code: 'NOT_FOUND', route: 'POST /api/v1/disputes/:id/note' } },
      { userId: 'justice', disputeId: id, data: { code: 'NOT_ALLOWED', route: 'POST /api/v1/disputes/:id/recall' } },
      {
        userId: 'forestry',
        disputeId: null,
        data: { code: 'NOT_FOUND', route: 'POST /api/v1/items/:id/discard', id: item },
      },
      { userId: 'forestry', disputeId: null, data: { code: 'NOT_ALLOWED', route: 'GET /api/v1/audit' } },
    ]);
  });

  it('notes a page that polls once an hour, and again when it sees something else', async () => {
    const id = await handled();
    const look = () => api.get('labour', `/disputes/${id}`);
    const noted = async () => (await trail(`disputeId=${id}&user=labour&action=view`)).items.length;
    await Promise.all(Array.from({ length: 8 }, look));
    for (let n = 0; n < 4; n += 1) await look();
    expect(await noted()).toBe(1);
    await api.get('labour', `/disputes/${id}/timeline`);
    expect((await trail(`disputeId=${id}&user=labour&action=timeline`)).items).toHaveLength(1);
    const runner = api.engine.database.admin.createQueryRunner();
    await runner.query(`SET session_replication_role = replica`);
    await runner.query(`UPDATE access_log SET at = at - interval '61 minutes' WHERE dispute_id = $1`, [id]);
    await runner.query(`SET session_replication_role = DEFAULT`);
    await runner.release();
    await look();
    await look();
    expect(await noted()).toBe(2);
    // What somebody was refused, and what they took with them, is an entry each time.
    for (let n = 0; n < 3; n += 1) expect((await api.get('land', `/disputes/${id}`)).status).toBe(404);
    expect((await trail(`disputeId=${id}&user=land&action=refused`)).items).toHaveLength(3);
  });

  it('hands the log to the auditor as a sheet, by person, case, day and kind, and notes that', async () => {
    const id = await handled();
    await api.get('labour', `/disputes/${id}`);
    await api.post('justice', `/disputes/${id}/reveal`, { partyId: 'p1', field: 'phone', reason: '=核实,"工钱"' });
    const sheet = async (query: string) => {
      const answer = await api.get<unknown>('auditor', `/audit.csv?${query}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'text/csv; charset=utf-8; header=present',
      ]);
      return (answer.body as string).trim().split('\r\n');
    };
    const [head, ...lines] = await sheet(`disputeId=${id}&kind=access`);
    expect(head!.replace('\uFEFF', '')).toBe('at,kind,action,userId,departmentId,disputeId,number,seq,data,reason');
    expect(lines.map((each) => each.split(',').slice(1, 4).join(' '))).toEqual([
      'access reveal justice',
      'access view labour',
    ]);
    // No formula, whoever opens it.
    expect(lines[0]).toContain(`"'=核实,""工钱"""`);
    expect(await sheet(`disputeId=${id}&kind=access&user=labour`)).toHaveLength(2);
    const tomorrow = encodeURIComponent(new Date(Date.now() + 86_400_000).toISOString());
    expect(await sheet(`disputeId=${id}&from=${tomorrow}`)).toHaveLength(1);
    const whole = await sheet(`disputeId=${id}`);
    expect(whole.length - 1).toBe((await trail(`disputeId=${id}&limit=200`)).items.length);
    for (const who of ['desk', 'supervisor', 'admin']) expect((await api.get(who, '/audit.csv')).status).toBe(403);
    const { items } = await trail('user=auditor&action=export');
    expect(items[0]!.data).toEqual({ of: 'audit' });
  });

  it('shows the auditor acts and looks in one list, in pages, and nobody else', async () => {
    const id = await handled();
    await api.get('labour', `/disputes/${id}`);
    const all = (await trail(`disputeId=${id}`)).items;
    expect(all.map((each) => each.kind)).toEqual(['access', ...Array(all.length - 1).fill('event')]);
    expect(all.map((each) => each.action)).toEqual(expect.arrayContaining(['TransferAccepted', 'DisputeRegistered']));
    const paged: Entry[] = [];
    for (let next: string | null = ''; next !== null;) {
      const part = await trail(`disputeId=${id}&limit=2${next && `&cursor=${encodeURIComponent(next)}`}`);
      paged.push(...part.items);
      next = part.next;
    }
    expect(paged).toEqual(all);
    for (const who of ['desk', 'supervisor', 'admin', 'land']) {
      expect((await api.get(who, '/audit')).status).toBe(403);
      expect((await api.post(who, '/audit/verify', undefined)).status).toBe(403);
    }
    expect(JSON.stringify(all)).not.toMatch(/鲍石匠|工钱/);
  });

  describe('verify', () => {
    interface Verified {
      ok: boolean;
      checked: number;
      firstBroken: { disputeId?: string; seq?: number; accessId?: string; what: string } | null;
    }
    const verify = async () => (await api.post<Verified>('auditor', '/audit/verify', undefined)).body;
    /** Alters something as only an administrator of the database can, looks, and puts it back. */
    const altered = async (table: string, change: string, where: string, parameters: unknown[] = []) => {
      const runner = api.engine.database.admin.createQueryRunner();
      let written = '';
      try {
        const [{ columns }] = (await runner.query(
          `SELECT string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute
           WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
          [table],
        )) as [{ columns: string }];
        written = columns;
        await runner.query(`SET session_replication_role = replica`);
        await runner.query(`CREATE TEMP TABLE original AS SELECT ${written} FROM ${table} WHERE ${where}`, parameters);
        await runner.query(`UPDATE ${table} SET ${change} WHERE ${where}`, parameters);
        return await verify();
      } finally {
        await runner.query(`DELETE FROM ${table} WHERE ${where}`, parameters);
        const identity = table === 'access_log' ? 'OVERRIDING SYSTEM VALUE' : '';
        await runner.query(`INSERT INTO ${table} (${written}) ${identity} SELECT ${written} FROM original`);
        await runner.query(`DROP TABLE original`);
        await runner.query(`SET session_replication_role = DEFAULT`);
        await runner.release();
      }
    };

    let id: string;
    beforeAll(async () => {
      // What a test before wrote past the log is no honest entry.
      await api.engine.database.admin.query(`SET session_replication_role = replica; TRUNCATE access_log; RESET ALL`);
      id = await handled();
      await api.get('desk', `/disputes/${id}`);
      await api.post('desk', `/disputes/${id}/papers`, { kind: 'transfer-letter', subjectId: 't1' });
      await api.post('grid', '/items', { text: '渠道堵了', feeder: 'info-officer', village: 'village-shixi' });
      await act('labour', id, 'contact', { parties: ['p1'], at: new Date().toISOString(), note: '已联系' });
      await act('labour', id, 'resolve', { outcome: 'mediated', summary: '分期付清' });
    });

    it('finds nothing where nothing was altered, also after a look that was refused', async () => {
      expect((await api.get('forestry', `/disputes/${id}`)).status).toBe(404);
      const answer = await verify();
      expect(answer).toMatchObject({ ok: true, firstBroken: null });
      expect(answer.checked).toBeGreaterThan(20);
    });

    it.each<[string, string, string, string]>([
      ['event', "type = type || 'x'", 'seq = 2', 'chain'],
      ['event', "at = at + interval '1 millisecond'", 'seq = 2', 'chain'],
      ['event', `data = jsonb_set(data, '{x}', '1')`, 'seq = 2', 'chain'],
      ['event', `actor = jsonb_set(actor, '{userId}', '"x"')`, 'seq = 2', 'chain'],
      ['event', `text = ${OTHER_CHARACTER}`, 'seq = 1', 'chain'],
      ['event', 'hash = set_byte(hash, 0, (get_byte(hash, 0) + 1) % 256)', 'seq = 2', 'chain'],
      ['event', 'prev_hash = set_byte(prev_hash, 0, (get_byte(prev_hash, 0) + 1) % 256)', 'seq = 2', 'chain'],
      ['dispute', `row = jsonb_set(row, '{title}', '"x"')`, 'true', 'document'],
      ['dispute', `state = jsonb_set(state::jsonb, '{seq}', '99')::json`, 'true', 'state'],
      ['dispute', 'head_hash = set_byte(head_hash, 0, (get_byte(head_hash, 0) + 1) % 256)', 'true', 'end'],
      ['dispute', "holder = 'land'", 'true', 'columns'],
      ['dispute', "visible_to = visible_to || '{land}'", 'true', 'columns'],
      ['obligation', "due_at = due_at + interval '1 day'", "kind = 'return-visit'", 'obligations'],
      ['obligation', `row = jsonb_set(row, '{state}', '"met"')`, "kind = 'return-visit'", 'obligations'],
      ['transfer', "to_department = 'land'", "id = 't1'", 'transfers'],
      ['visit', "due_at = due_at + interval '1 day'", 'n = 1', 'visits'],
      ['paper', 'copy = copy + 1', 'true', 'is not what was issued'],
      ['paper', "issued_by = 'somebody'", 'true', 'is not what was issued'],
      ['paper', `text = ${OTHER_CHARACTER}`, 'true', 'is not what was issued'],
      ['paper', 'id = gen_random_uuid()', 'true', 'is not'],
    ])('finds one change in %s: %s', async (table, change, where, what) => {
      const key = table === 'dispute' ? 'id' : 'dispute_id';
      const { ok, firstBroken } = await altered(table, change, `${key} = $1 AND (${where})`, [id]);
      expect({ ok, disputeId: firstBroken?.disputeId }).toEqual({ ok: false, disputeId: id });
      expect(firstBroken!.what).toContain(what);
      if (what === 'chain') expect(firstBroken!.seq).toBe(where === 'seq = 1' ? 1 : 2);
    });

    it.each<[string, string, string]>([
      ['policy', `document = jsonb_set(document, '{title}', '"x"')`, 'policy'],
      ['calendar', `years = jsonb_set(years, '{0,source}', '"x"')`, 'calendar'],
      ['item_event', "type = type || 'x'", 'chain'],
      ['item_event', `data = jsonb_set(data, '{x}', '1')`, 'chain'],
      ['item_event', `text = ${OTHER_CHARACTER}`, 'chain'],
      ['item', `item = jsonb_set(item, '{seq}', '99')`, 'state'],
      ['item', "state = 'discarded'", 'state'],
      ['access_log', "user_id = 'somebody'", 'was altered'],
      ['access_log', "at = at - interval '1 millisecond'", 'was altered'],
    ])('finds one change in %s: %s', async (table, change, what) => {
      const where = table === 'access_log' ? `action = 'view'` : 'true';
      const { ok, firstBroken } = await altered(table, change, where);
      expect({ ok, said: firstBroken?.what.includes(what) }).toEqual({ ok: false, said: true });
    });

    it('finds nothing any more once each was put back', async () => {
      expect(await verify()).toMatchObject({ ok: true, firstBroken: null });
    });
  });
});
