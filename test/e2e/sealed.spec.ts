import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Api } from '../support/api.js';
import { Casework } from '../support/casework.js';
import { unwrapped } from '../support/traces.js';

/** What people typed in about people; none of it may leave the read model and the sealed texts. */
const SECRETS = {
  title: '灵溪渡口争船案',
  narrative: '渡工褚怀远与商贩戚玉山为泊位扭打',
  applicant: '褚怀远',
  respondent: '戚玉山',
  phone: '13977612345',
  otherPhone: '13655508888',
  idNumber: '52010119800101123X',
  address: '灵溪渡口北岸第七号泊位',
  grid: '褚家埠头那一片',
  reporter: '钮思齐',
  transfer: '船主互殴请速调处',
  asked: '查泊位登记底册',
  returned: '泊位归水务管辖',
  decision: '经核水务确无职权',
  recall: '改请司法调解',
  contact: '电话约至渡口面谈',
  plan: '三日内分定泊位',
  measure: '邀船会长者作证',
  progress: '已丈量两家泊位',
  report: '土地底册查无此地',
  note: '戚某酗酒须防再斗',
  summary: '各退三尺共用缆桩',
  term: '缆桩由褚家修葺',
  kept: '缆桩修葺已毕',
  visit: '两家同桌饮茶',
  waived: '戚家外出行船',
  reopened: '新船入泊又起争执',
  grade: '有人持篙威胁',
  refused: '此句随被拒之令而去',
  key: 'key-of-13977612345',
};

describe('what people typed about people', () => {
  let api: Api;
  let cases: Casework;
  let id: string;

  /** One case through every verb that carries a text, resolved, closed, woken again and closed once more. */
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
    const s = SECRETS;
    const registered = await api.post<{ dispute: { id: string } }>(
      'desk',
      '/disputes',
      {
        title: s.title,
        narrative: s.narrative,
        category: 'neighbours',
        grade: 'blue',
        place: { village: 'village-shixi', grid: s.grid, address: s.address },
        parties: [
          { name: s.applicant, role: 'applicant', phone: s.phone, idNumber: s.idNumber },
          { name: s.respondent, role: 'respondent', phone: s.otherPhone },
        ],
        source: { channel: 'walk-in', reporter: s.reporter },
      },
      { 'idempotency-key': s.key },
    );
    expect(registered.status).toBe(201);
    id = registered.body.dispute.id;
    const offer = { to: 'land', reason: s.transfer, requestedAction: s.asked };
    await cases.does('desk', id, 'transfer', offer);
    await cases.does('land', id, 'return', { transferId: 't1', reasonCode: 'not-our-duty', reason: s.returned });
    await cases.does('desk', id, 'decide-return', { transferId: 't1', uphold: true, reason: s.decision });
    await cases.does('desk', id, 'transfer', { ...offer, to: 'labour' });
    await cases.does('desk', id, 'recall', { transferId: 't2', reason: s.recall });
    await cases.does('desk', id, 'transfer', { ...offer, to: 'justice' });
    await cases.does('justice', id, 'accept', { transferId: 't3' });
    const { now } = await cases.view('justice', id);
    await cases.does('justice', id, 'contact', { parties: ['p1', 'p2'], at: now, note: s.contact });
    await cases.does('justice', id, 'plan', { goal: s.plan, measures: [s.measure] });
    await cases.does('desk', id, 'transfer', { ...offer, to: 'land', role: 'assist' });
    await cases.does('land', id, 'accept', { transferId: 't4' });
    await cases.does('land', id, 'complete-assist', { transferId: 't4', report: s.report });
    await cases.does('justice', id, 'progress', { note: s.progress });
    await cases.does('desk', id, 'note', { text: s.note });
    expect((await cases.act('desk', id, 'transfer', { to: 'land', reason: s.refused })).status).toBe(409);
    const agreement = { terms: [{ text: s.term }] };
    await cases.does('justice', id, 'resolve', { outcome: 'mediated', summary: s.summary, agreement });
    await cases.does('justice', id, 'fulfil-term', { n: 1, note: s.kept });
    const visit = { n: 1, mode: 'phone', outcome: 'stable', note: s.visit };
    expect((await cases.does('visitor', id, 'visit', visit)).status).toBe('closed');
    await cases.does('desk', id, 'reopen', { reason: s.reopened });
    await cases.does('desk', id, 'grade', { grade: 'yellow', reason: s.grade });
    await cases.does('justice', id, 'plan', { goal: s.plan, measures: [s.measure] });
    await cases.does('justice', id, 'resolve', { outcome: 'mediated', summary: s.summary });
    const open = (await cases.view('desk', id)).visits.filter((each) => each.state === 'planned');
    for (const { n } of open) await cases.does('supervisor', id, 'waive-visit', { n, reason: s.waived });
    expect((await cases.view('desk', id)).status).toBe('closed');
  });
  afterAll(() => api.stop());

  /** Every way in which a secret could stand there: as it is, escaped, encoded, or as a hash that can be guessed. */
  const disguises = (secret: string): string[] => {
    const bytes = Buffer.from(secret);
    // Base64 of a text in the midst of another has three forms; the ends that neighbours touch are cut off.
    const shifted = [0, 1, 2].map((n) =>
      Buffer.concat([Buffer.alloc(n), bytes])
        .toString('base64')
        .slice(n === 0 ? 0 : 4, -4),
    );
    const hash = createHash('sha256').update(secret).digest();
    return [
      secret,
      JSON.stringify(secret)
        .slice(1, -1)
        .replace(/[^\u0020-\u007e]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`),
      encodeURIComponent(secret),
      bytes.toString('hex'),
      ...shifted.filter((each) => each.length >= 8),
      hash.toString('hex'),
      hash.toString('base64'),
      hash.toString('base64url'),
    ];
  };
  const foundIn = (text: string) =>
    Object.entries(SECRETS)
      .filter(([, secret]) => disguises(secret).some((each) => text.includes(each)))
      .map(([name]) => name);

  const rows = async (table: string, where = `dispute_id = '${id}'`) =>
    (await api.engine.database.owner.query(`SELECT t::text AS line FROM ${table} t WHERE ${where}`)) as {
      line: string;
    }[];

  const histories = async () => {
    const found: string[] = [];
    for await (const { runId } of api.engine.client.workflow.list({ query: `WorkflowId = 'dispute-${id}'` })) {
      const handle = api.engine.client.workflow.getHandle(`dispute-${id}`, runId);
      found.push(historyToJSON(await handle.fetchHistory()), JSON.stringify(await handle.describe(), bigints));
    }
    return found;
  };

  it('is found by this very search where it may stand: in the document that people read', async () => {
    const [line] = await rows('dispute', `id = '${id}'`);
    expect(foundIn(line!.line)).toEqual(
      expect.arrayContaining(['title', 'narrative', 'applicant', 'phone', 'idNumber', 'address', 'grid', 'summary']),
    );
    // …and it would be found in disguise.
    for (const secret of Object.values(SECRETS)) {
      expect(foundIn(unwrapped(Buffer.from(`{"x":"${secret}"}`).toString('base64'))).length).toBeGreaterThan(0);
      expect(foundIn(createHash('sha256').update(secret).digest('hex')).length).toBeGreaterThan(0);
    }
  });

  it('can be read back by those who may, all of it', async () => {
    const asked = { partyId: 'p1', field: 'idNumber', reason: '核对' };
    const revealed = await api.post('desk', `/disputes/${id}/reveal`, asked);
    const told = JSON.stringify([await cases.timeline('desk', id), revealed.body]);
    const texts = Object.entries(SECRETS).filter(([name]) => !['refused', 'key'].includes(name));
    expect(texts.filter(([, secret]) => !told.includes(secret)).map(([name]) => name)).toEqual([]);
  });

  it('stands nowhere in the record', async () => {
    const events = await rows('event');
    expect(events.length).toBeGreaterThan(40);
    const record = events.map((each) => each.line).join('\n');
    expect(record).toContain('neighbours');
    expect(foundIn(unwrapped(record))).toEqual([]);
  });

  it('stands nowhere among the keys of commands, not even when it was the key', async () => {
    const keys = await rows('command_key', 'true');
    expect(keys.length).toBeGreaterThan(20);
    expect(foundIn(unwrapped(keys.map((each) => each.line).join('\n')))).toEqual([]);
  });

  it('stands nowhere in Temporal: history, payloads, memo and search attributes of every run', async () => {
    const texts = await until(async () => {
      const found = await histories();
      return found.length >= 4 ? found : null;
    });
    const all = unwrapped(texts.join('\n'));
    expect(all).toContain('neighbours');
    expect(foundIn(all)).toEqual([]);
  });

  it('stands nowhere in what people are told and in what waits to be sent', async () => {
    const notices = await rows('notice');
    expect(notices.length).toBeGreaterThan(3);
    expect(foundIn(unwrapped(notices.map((each) => each.line).join('\n')))).toEqual([]);
  });

  it('cannot be opened with the key of another dispute, and a sealed text cannot be moved to one', async () => {
    const other = await cases.register();
    const [sealed] = (await api.engine.database.owner.query(
      `SELECT text FROM event WHERE dispute_id = $1 AND text IS NOT NULL ORDER BY seq LIMIT 1`,
      [id],
    )) as { text: string }[];
    const [own, foreign] = await Promise.all(
      [id, other.id].map((each) => api.engine.vault.find(api.engine.database.owner, each)),
    );
    expect(own!.open(sealed!.text)).toMatchObject({ title: SECRETS.title });
    expect(() => foreign!.open(sealed!.text)).toThrow();
  });
});

const bigints = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

/** Waits for something to be there: Temporal lists a run a moment after it began. */
async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come to pass');
}
