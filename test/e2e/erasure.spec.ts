import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ItemEvent } from '#domain/item/item.js';
import { instantOf } from '#domain/time/time.js';
import { takeCheckpoint } from '#persistence/proof/checkpoints.js';
import { eventHash } from '#persistence/record/chain.js';
import { matchTokens } from '#persistence/record/repeats.js';
import { Api } from '../support/api.js';
import { Casework, type Entry, type View } from '../support/casework.js';
import { Town } from '../support/town.js';
import { unspread } from '../support/traces.js';
import { CALENDAR_VERSION, POLICY_VERSION } from '../../apps/local/reference.js';

/** All that people typed about people, each found nowhere else in the database. */
const SECRETS = {
  title: '枫桥断墙案',
  narrative: '翟守拙酒后推倒邻家院墙',
  applicant: '翟守拙',
  respondent: '霍九成',
  phone: '13912340987',
  idNumber: '53012319750505123X',
  address: '枫桥头第十二户',
  lat: '25.4170731',
  grid: '枫桥翟家那一片',
  reporter: '尉迟敏行',
  report: '枫桥那边翟家和霍家又闹起来了',
  place: '枫桥头水井旁',
  linked: '听人说翟守拙要砌墙',
  note: '霍九成腿脚不便',
  corrected: '翟守拙并未饮酒',
  transfer: '墙体纠纷请司法所先行',
  summary: '翟家出砖霍家出工',
  visit: '霍家说墙已砌好',
  hold: '法院调卷涉翟守拙',
  lift: '案卷已还翟家结清',
  reveal: '致电霍九成核对',
  discarded: '荆不二又在路口骂街',
  set: '荆不二系醉酒不成纠纷',
};
type Kept = View & {
  hold: { since: string; by: string; reason: string | null } | null;
  erased: { at: string; ground: string; by: string } | null;
  narrative: string | null;
};
interface ItemView {
  id: string;
  text: string | null;
  state: string;
  erased: { at: string; ground: string } | null;
}

describe('an erasure', () => {
  let api: Api;
  let cases: Casework;
  let id: string;
  let items: string[];
  let paper: string;
  let openedBefore: string;

  const owner = () => api.engine.database.owner;
  const act = (who: string, verb: string, body: object, headers?: Record<string, string>) =>
    cases.act(who, id, verb, body, headers);
  const view = async (who: string) => (await cases.view(who, id)) as Kept;
  const report = async (text: string, more: object = {}) =>
    (await api.post<ItemView>('grid', '/items', { text, feeder: 'patrol', village: 'village-shixi', ...more })).body;

  /** Every row of every table, as text. */
  const dump = async () => {
    const tables = (await owner().query(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    )) as { name: string }[];
    const lines = await Promise.all(
      tables.map(
        async ({ name }) => (await owner().query(`SELECT t::text AS line FROM ${name} t`)) as { line: string }[],
      ),
    );
    expect(tables.length).toBeGreaterThan(25);
    return lines.flat().map(({ line }) => line);
  };
  const found = async (names = Object.keys(SECRETS)) => {
    const written = (await dump()).join('\n');
    const all = [written, unspread(written)].join('\n');
    return Object.entries(SECRETS)
      .filter(([name, secret]) => names.includes(name) && all.includes(secret))
      .map(([name]) => name);
  };
  /** The keyed hashes by which the two persons are found again. */
  const hashes = () => {
    const { phone, idNumber } = SECRETS;
    const about = {
      category: 'neighbours' as const,
      place: { village: 'village-shixi' },
      parties: [{ phone, idNumber }],
    };
    const tokens = matchTokens(about, api.engine.vault);
    expect(tokens).toHaveLength(2);
    return tokens;
  };

  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
    const s = SECRETS;
    const item = await report(s.report, { place: s.place, reporter: s.reporter });
    const promoted = await api.post<{ dispute: View }>('desk', `/items/${item.id}/promote`, {
      title: s.title,
      narrative: s.narrative,
      category: 'neighbours',
      grade: 'blue',
      place: { village: 'village-shixi', grid: s.grid, address: s.address, lat: Number(s.lat), lng: 101.5 },
      parties: [
        { name: s.applicant, role: 'applicant', phone: s.phone, idNumber: s.idNumber },
        { name: s.respondent, role: 'respondent' },
      ],
    });
    expect(promoted.status).toBe(201);
    id = promoted.body.dispute.id;
    const linked = await report(s.linked);
    expect((await api.post('desk', `/items/${linked.id}/link`, { disputeId: id })).status).toBe(200);
    items = [item.id, linked.id];
    await api.post('justice', '/channels', { kind: 'webhook', address: 'https://hooks.example.com/a' });
    await cases.does('desk', id, 'transfer', { to: 'justice', reason: s.transfer });
    await cases.does('justice', id, 'accept', { transferId: 't1' });
    const letter = { kind: 'transfer-letter', subjectId: 't1' };
    paper = (await api.post<{ id: string }>('desk', `/disputes/${id}/papers`, letter)).body.id;
    await api.post('supervisor', `/disputes/${id}/reveal`, { partyId: 'p1', field: 'phone', reason: s.reveal });
    await cases.does('desk', id, 'note', { text: s.note });
    await cases.does('justice', id, 'correct', { narrative: s.corrected, reason: s.corrected });
    await cases.does('justice', id, 'resolve', { outcome: 'mediated', summary: s.summary });
    openedBefore = (await view('desk')).now;
  });
  afterAll(() => api.stop());

  it('is refused while the case is open, and to everybody but the auditor above it', async () => {
    const body = { ground: 'person-request', reason: '当事人书面申请' };
    expect((await act('auditor', 'erase', body)).body.code).toBe('NOT_CLOSED');
    for (const who of ['desk', 'justice', 'supervisor']) {
      for (const [verb, sent] of [['erase', body] as const, ['hold', { reason: '调卷' }] as const]) {
        expect({ who, verb, status: (await act(who, verb, sent)).status }).toEqual({ who, verb, status: 403 });
      }
    }
    expect((await act('admin', 'erase', body)).status).toBe(404);
    // Nobody is noted as having erased what they might not.
    const { body: trail } = await api.get<{ items: unknown[] }>('auditor', `/audit?disputeId=${id}&action=erase`);
    expect(trail.items).toEqual([]);
  });

  it('is stopped by a legal hold, which everybody on the case sees, until that is lifted', async () => {
    await cases.does('auditor', id, 'hold', { reason: SECRETS.hold });
    expect((await view('justice')).hold).toMatchObject({ by: 'auditor', reason: SECRETS.hold });
    expect((await act('auditor', 'hold', { reason: '再' })).body.code).toBe('ON_HOLD');
    await cases.does('visitor', id, 'visit', { n: 1, mode: 'phone', outcome: 'relapsed', note: SECRETS.visit });
    await cases.does('justice', id, 'plan', { goal: '化解', measures: ['上门'] });
    await cases.does('justice', id, 'resolve', { outcome: 'mediated', summary: SECRETS.summary });
    for (const n of [2, 3, 4, 5]) await cases.does('supervisor', id, 'waive-visit', { n, reason: '当事人已外迁' });
    expect((await view('desk')).status).toBe('closed');
    const body = { ground: 'authority-order', reason: '决定书' };
    expect((await act('auditor', 'erase', body)).body.code).toBe('ON_HOLD');
    // Not by the back door either, not even by who owns the database.
    await expect(owner().query(`DELETE FROM dispute_key WHERE dispute_id = $1`, [id])).rejects.toThrow('is needed');
    await expect(api.engine.source.query(`DELETE FROM dispute_key`)).rejects.toThrow('is needed');
    await cases.does('auditor', id, 'lift-hold', { reason: SECRETS.lift });
    expect((await view('desk')).hold).toBeNull();
  });

  it('wants the auditor in person, not a program that has their token', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await api.post<{ token: string }>('auditor', '/tokens', {
      name: '归档系统',
      scopes: ['read', 'write'],
      expiresAt,
    });
    const asked = await api.call<{ code: string }>(
      '',
      'POST',
      `/disputes/${id}/erase`,
      { ground: 'person-request', reason: '申请' },
      { authorization: `Bearer ${made.body.token}` },
    );
    expect([asked.status, asked.body.code]).toEqual([403, 'IN_PERSON_ONLY']);
    expect((await view('desk')).erased).toBeNull();
  });

  it('for the end of its time waits for that end', async () => {
    const { body } = await act('auditor', 'erase', { ground: 'retention-over', reason: '期满' });
    expect(body.code).toBe('RETENTION_RUNS');
    expect((body as unknown as { retainedUntil: string }).retainedUntil.slice(0, 4)).toBe(
      String(new Date().getUTCFullYear() + 30),
    );
  });

  it('would find by this very search what it takes away', async () => {
    await takeCheckpoint(api.engine.source, api.engine.vault, new Date());
    expect(await found()).toEqual(
      expect.arrayContaining(['title', 'applicant', 'phone', 'idNumber', 'address', 'lat', 'grid', 'report', 'linked']),
    );
    const all = (await dump()).join('\n');
    for (const hash of hashes()) expect(all).toContain(hash);
    const [searched] = await owner().query(`SELECT sought FROM dispute_words WHERE dispute_id = $1`, [id]);
    expect(unspread((searched as { sought: string }).sought)).toContain(SECRETS.title);
  });

  it('leaves nothing of the persons in any table, and the case’s shell and figures', async () => {
    const before = await view('auditor');
    const timeline = await cases.timeline('auditor', id);
    const answer = await act('auditor', 'erase', { ground: 'person-request', reason: '当事人书面申请，已核身份' });
    expect(answer.status).toBe(200);
    expect(await found(Object.keys(SECRETS).filter((name) => !['discarded', 'set'].includes(name)))).toEqual([]);
    const all = (await dump()).join('\n');
    for (const hash of hashes()) expect(all).not.toContain(hash);
    for (const table of ['dispute_key', 'dispute_match', 'notice']) {
      expect([table, await owner().query(`SELECT 1 FROM ${table} WHERE dispute_id = $1`, [id])]).toEqual([table, []]);
    }
    expect(await owner().query(`SELECT 1 FROM dispute_key WHERE dispute_id = ANY ($1)`, [items])).toEqual([]);

    const after = await view('auditor');
    expect(after).toMatchObject({
      title: null,
      narrative: null,
      place: { village: 'village-shixi' },
      erased: { ground: 'person-request', by: 'auditor' },
      status: 'closed',
      number: before.number,
      can: [],
    });
    expect(Object.keys(after.place)).toEqual(['village']);
    expect(after.parties).toEqual(
      before.parties.map(({ id: party }, n) => ({
        id: party,
        name: null,
        role: n === 0 ? 'applicant' : 'respondent',
      })),
    );
    const now = await cases.timeline('auditor', id);
    expect(now.slice(0, -1).map(({ seq, at, type }) => ({ seq, at, type }))).toEqual(
      timeline.map(({ seq, at, type }) => ({ seq, at, type })),
    );
    expect(now.filter((each: Entry) => each.text !== undefined)).toEqual([]);
    expect(now.at(-1)).toMatchObject({ type: 'DisputeErased', data: { ground: 'person-request' } });
    const past = await api.get<Kept>('desk', `/disputes/${id}?at=${encodeURIComponent(openedBefore)}`);
    expect(past.body).toMatchObject({ title: null, erased: { ground: 'person-request' }, status: 'resolved' });
    expect(JSON.stringify(past.body)).not.toContain(SECRETS.lat);
    expect(
      (await api.get<{ items: View[] }>('desk', `/disputes?q=${encodeURIComponent('翟守拙')}`)).body.items,
    ).toEqual([]);
  });

  it('of a dispute takes its reports along', async () => {
    for (const item of items) {
      const { body } = await api.get<ItemView>('desk', `/items/${item}`);
      expect(body).toMatchObject({ text: null, place: null, reporter: null, erased: { ground: 'person-request' } });
    }
  });

  it('leaves its reason where the auditors look, and what was typed to reveal a number nowhere', async () => {
    const { body } = await api.get<{ items: { action: string; reason: string | null; data: object }[] }>(
      'auditor',
      `/audit?disputeId=${id}&kind=access`,
    );
    expect(body.items.find((each) => each.action === 'erase')).toMatchObject({
      reason: '当事人书面申请，已核身份',
      data: { ground: 'person-request' },
    });
    expect(body.items.find((each) => each.action === 'reveal')).toMatchObject({ reason: null });
  });

  it('leaves chain, folds, checkpoints and log whole, by both ways of proving it, also after a rebuild', async () => {
    const proved = async () => {
      const { body } = await api.post<{ ok: boolean; problems: unknown[] }>('auditor', '/audit/verify', undefined);
      expect(body).toMatchObject({ ok: true, problems: [] });
      expect((await api.engine.upkeep.verify()).problems).toEqual([]);
    };
    await proved();
    const kept = () =>
      owner().query(
        `SELECT d.row, d.state, w.sought FROM dispute d JOIN dispute_words w ON w.dispute_id = d.id WHERE d.id = $1`,
        [id],
      );
    const rows: unknown = await kept();
    await api.engine.upkeep.rebuild();
    expect(await kept()).toEqual(rows);
    await proved();
  });

  it.each(['ItemDiscarded', 'ItemErased'] as const)('excuses no %s behind the report’s own', async (type) => {
    const [item] = items;
    const [last] = (await owner().query(
      `SELECT seq, actor, data, hash FROM item_event WHERE item_id = $1 ORDER BY seq DESC LIMIT 1`,
      [item],
    )) as [{ seq: number; actor: ItemEvent['actor']; data: ItemEvent['data']; hash: Buffer }];
    const [seq, at] = [last.seq + 1, instantOf(Date.now())];
    const data = type === 'ItemErased' ? last.data : {};
    const forged = { seq, at, type, actor: last.actor, data } as ItemEvent;
    const runner = api.engine.database.admin.createQueryRunner();
    // As an administrator of the database can: past every trigger.
    await runner.query(`SET session_replication_role = replica`);
    await runner.query(
      `INSERT INTO item_event (item_id, seq, at, type, actor, data, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [item, seq, at, forged.type, forged.actor, forged.data, last.hash, eventHash(last.hash, forged)],
    );
    const { problems } = await api.engine.upkeep.verify();
    await runner.query(`DELETE FROM item_event WHERE item_id = $1 AND seq = $2`, [item, seq]);
    await runner.query(`SET session_replication_role = DEFAULT`);
    await runner.release();
    expect(problems).toContain(`item ${item}: no door signed entry ${seq} as its author's`);
    expect((await api.engine.upkeep.verify()).problems).toEqual([]);
  });

  it('is the end: every command finds a closed door, also by a workflow that is woken for it', async () => {
    for (const [who, verb, body] of [
      ['desk', 'reopen', { reason: '再起' }],
      ['desk', 'note', { text: '记' }],
      ['auditor', 'erase', { ground: 'person-request', reason: '再' }],
      ['auditor', 'hold', { reason: '再' }],
    ] as const) {
      expect({ verb, code: (await act(who, verb, body)).body.code }).toEqual({ verb, code: 'ERASED' });
    }
    const late = await report('又听说');
    const linked = await api.post<{ code: string }>('desk', `/items/${late.id}/link`, { disputeId: id });
    expect(linked.status).toBe(400);
    expect((await api.get('desk', `/items/${late.id}`)).body).toMatchObject({ state: 'new' });
  });

  it('answers its own repeat, and takes no key of before for known', async () => {
    const other = await cases.closedBy('land');
    const keyed = { 'idempotency-key': 'erase-once' };
    const sent = { ground: 'authority-order', reason: '决定书一号' };
    const first = await cases.act('auditor', other.id, 'erase', sent, keyed);
    const again = await cases.act('auditor', other.id, 'erase', sent, keyed);
    expect([first.status, again.status, again.body.seq]).toEqual([200, 200, first.body.seq]);
    const receipts = await owner().query(`SELECT seq FROM command_key WHERE dispute_id = $1`, [other.id]);
    expect(receipts).toEqual([{ seq: first.body.seq }]);
  });

  it('of a discarded item is the auditor’s too, and of no other', async () => {
    const item = await report(SECRETS.discarded);
    const erase = (who: string, which: string) =>
      api.post<ItemView & { code: string }>(who, `/items/${which}/erase`, { ground: 'person-request', reason: '申请' });
    expect((await erase('auditor', item.id)).body.code).toBe('NOT_CLOSED');
    await api.post('desk', `/items/${item.id}/discard`, { reason: SECRETS.set });
    expect((await erase('desk', item.id)).status).toBe(403);
    expect((await erase('admin', item.id)).status).toBe(404);
    const done = await erase('auditor', item.id);
    expect(done.body).toMatchObject({ text: null, reason: null, erased: { ground: 'person-request' } });
    expect((await erase('auditor', item.id)).body.code).toBe('ERASED');
    expect(await found()).toEqual([]);
    expect((await api.engine.upkeep.verify()).problems).toEqual([]);
  });

  it('leaves the number of a paper that was handed out, and nothing to print', async () => {
    const { body } = await api.get<{ items: { id: string }[]; mayIssue: unknown[] }>('desk', `/disputes/${id}/papers`);
    expect(body).toMatchObject({ items: [{ id: paper, copy: 1 }], mayIssue: [] });
    expect((await api.get<{ code: string }>('desk', `/disputes/${id}/papers/${paper}`)).body.code).toBe('ERASED');
  });

  it('has decided about every table that knows a case', async () => {
    const tables = (await owner().query(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name IN ('dispute_id', 'item_id') GROUP BY 1 ORDER BY 1`,
    )) as { name: string }[];
    // A new one has to say here whether an erasure clears it; what stays has codes, keyed hashes and ciphertext only.
    const cleared = [
      'command_key',
      'dispute_key',
      'dispute_match',
      'dispute_words',
      'file',
      'item',
      'notice',
      'obligation',
      'transfer',
      'visit',
    ];
    const stays = [
      'access_log',
      'checkpoint',
      'departure',
      // What it adds to the statistics, and how that is counted.
      'dispute_figures',
      'event',
      'item_event',
      'paper',
      'tallied',
      'tally',
      'visit_revision',
      'void_paper',
    ];
    expect(tables.map(({ name }) => name)).toEqual([...cleared, ...stays].sort());
  });

  it('of a case of before grids were text leaves one in the entry alone, and shows it nowhere', async () => {
    const { database, rulebook, store, vault } = api.engine;
    const old = randomUUID();
    const key = await vault.create(database.owner, old);
    const begun = instantOf(Date.now() - 14 * 86_400_000);
    const town = new Town(begun, await rulebook.rules(POLICY_VERSION, CALENDAR_VERSION), old);
    const place = { village: 'village-shixi', grid: '枫桥翟家北片' };
    const parties = [{ id: 'p1', role: 'applicant' as const }];
    town.resolvedBy('justice', { number: '2026-99998', place, parties, policyHash: '', calendarHash: '' });
    town.visit(1);
    const text = key.seal({ title: '旧案', narrative: '旧案', parties: { p1: { name: '翟守拙' } } });
    // One visit in ten is drawn, and what a check heard is a text too.
    const heard = key.seal({ note: '所述一致' });
    await store.append(
      old,
      0,
      town.events.map((event) =>
        event.seq === 1 ? { ...event, text } : event.text === undefined ? event : { ...event, text: heard },
      ),
    );
    const shown = async () =>
      JSON.stringify([
        await cases.view('auditor', old),
        await cases.view('auditor', `${old}?at=${encodeURIComponent(town.events[5]!.at)}`),
        await cases.timeline('auditor', old),
      ]);
    expect(await shown()).toContain(place.grid);
    const erased = await cases.act('auditor', old, 'erase', { ground: 'person-request', reason: '申请' });
    expect(erased.status).toBe(200);
    expect(await shown()).not.toContain(place.grid);
    const lines = (await dump()).filter((line) => line.includes(place.grid));
    expect(lines).toEqual([expect.stringContaining('DisputeRegistered')]);
  });
});
