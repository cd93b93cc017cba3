import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Api } from '../support/api.js';
import { Casework, type View } from '../support/casework.js';
import type { Description } from '../support/fuzz.js';
import { Sowing } from '../support/sowing.js';
import { unwrapped } from '../support/traces.js';

/** What takes free text and is about no case: what becomes of it, and why it is not sown here. */
const OF_NO_CASE: Record<string, string> = {
  'POST /auth/login username': 'an account’s name; of nobody’s it is not kept',
  'POST /auth/login password': 'hashed, or forgotten',
  'PUT /me/password current': 'hashed, or forgotten',
  'POST /setup code': 'hashed, or forgotten',
  'POST /setup password': 'hashed, or forgotten',
  'POST /setup name': 'what a person is called',
  'POST /auth/accept-invitation token': 'hashed, or forgotten',
  'POST /auth/accept-invitation password': 'hashed, or forgotten',
  'POST /users name': 'what a person is called',
  'PATCH /users/{id} name': 'what a person is called',
  'POST /departments/{id}/close reason': 'why a department was closed, sealed with the installation’s key',
  'POST /users/{id}/deactivate reason': 'why somebody left, sealed with the installation’s key',
  'POST /regions name': 'what a county is called',
  'POST /departments name': 'what a department is called',
  'POST /departments nameEn': 'what a department is called',
  'POST /departments workingTime.zone': 'a time of day',
  'POST /departments workingTime.hours[][]': 'a time of day',
  'PATCH /departments/{id} name': 'what a department is called',
  'PATCH /departments/{id} nameEn': 'what a department is called',
  'PATCH /departments/{id} workingTime.zone': 'a time of day',
  'PATCH /departments/{id} workingTime.hours[][]': 'a time of day',
  'PUT /me/password next': 'hashed, or forgotten',
  'POST /tokens name': 'what a person calls a program of theirs',
  'POST /filters name': 'what a person calls a search of theirs',
  'POST /filters filter.*': 'a search that a person keeps for themselves until they take it away',
  'POST /channels address': 'a person’s own, sealed with the installation’s key',
  'POST /channels secret': 'a person’s own, sealed with the installation’s key',
  'POST /channels quietHours.from': 'a time of day',
  'POST /channels quietHours.to': 'a time of day',
  'PATCH /channels/{id} address': 'a person’s own, sealed with the installation’s key',
  'PATCH /channels/{id} quietHours.from': 'a time of day',
  'PATCH /channels/{id} quietHours.to': 'a time of day',
  'POST /numbers parties[].phone': 'counted, and not kept',
  'POST /numbers parties[].idNumber': 'counted, and not kept',
  'PUT /retention rules[].source': 'a published rule',
  'PUT /retention reason': 'why a rule was published',
  'POST /policies document.*': 'a rule that is drafted',
  'POST /disputes/{id}/preview body.*': 'looked at by rules, which read no text, and not kept',
  'POST /danger text': 'read for danger, and not kept',
  'POST /policies/check document.*': 'a rule that is looked through, and not kept',
  'PUT /policies/{version} document.*': 'a rule that is drafted',
  'PUT /policies/{version} madeOf': 'the hash of a draft',
  'POST /policies/{version}/simulate from': 'a day or a moment',
  'POST /policies/{version}/simulate to': 'a day or a moment',
  'POST /policies/{version}/publish reason': 'why a rule was published',
  'POST /policies/{version}/move reason': 'sealed with each case’s key, and with the installation’s own until then',
  'PUT /calendars/{region}/{year} .*': 'a rule that is drafted',
  'POST /calendars/{region}/{year}/parse text': 'a published rule, which is read and not kept',
  'POST /calendars/{region}/{year}/parse source': 'a published rule, which is read and not kept',
  'POST /calendars/{region}/{year}/publish reason': 'why a rule was published',
};

/** The rows that people read, by name. A word anywhere else, in a column of tomorrow too, is where it must not be. */
const READ = [
  'dispute.party_names',
  'dispute.row',
  'dispute.title',
  'dispute_words.sought',
  'item.place',
  'item.reason',
  'item.text',
  'transfer.row',
  'visit.row',
];
/** Who told is in none of them. */
const WHO_TOLD = ['POST /items reporter', 'POST /items/{id}/promote source.reporter', 'POST /disputes source.reporter'];
/** Why somebody looked or erased is for the auditor alone, and stands in no timeline. */
const IN_THE_LOG = [
  'POST /disputes/{id}/reveal reason',
  'POST /disputes/{id}/erase reason',
  'POST /items/{id}/erase reason',
];
/** A command that was refused leaves nothing. */
const REFUSED = '此句随被拒之令而去';
const KEY = 'key-of-13977612345';

describe('what people typed about people', () => {
  let api: Api;
  let cases: Casework;
  let sowing: Sowing;
  let heard: Client;
  const announced: string[] = [];
  /** The case that goes through everything, one on a statutory track, and a report that became none. */
  let id: string;
  let other: string;
  let items: string[];

  const send = async <T>(who: string, route: string, body: object, at = id, headers?: Record<string, string>) => {
    const answer = await api.post<T>(who, route.replace('{id}', at), sowing.body(`POST ${route}`, body), headers);
    if (answer.status >= 300) throw new Error(`${route}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const does = async (who: string, verb: string, body: object = {}, of = id) =>
    (await send<{ dispute: View }>(who, `/disputes/{id}/${verb}`, body, of)).dispute;
  const report = async (...dangerSigns: string[]) =>
    (await send<{ id: string }>('grid', '/items', { feeder: 'patrol', village: 'village-shixi', dangerSigns })).id;
  const registration = (category: string) => ({
    category,
    grade: 'blue',
    place: { village: 'village-shixi' },
    parties: [{ role: 'applicant' }, { role: 'respondent' }],
    source: { channel: 'walk-in' },
  });

  /** Through every verb that carries a text: resolved, closed, woken again and closed once more. */
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
    sowing = new Sowing((await api.get<Description>('', '/api/v1/openapi.json')).body);
    heard = new Client({ connectionString: api.engine.database.readerUrl });
    await heard.connect();
    heard.on('notification', ({ payload }) => announced.push(payload ?? ''));
    await heard.query('LISTEN change');
    await api.post('justice', '/channels', { kind: 'webhook', address: 'https://hooks.example.com/a' });
    items = [await report(), await report('group')];
    await send('desk', '/items/{id}/no-danger', {}, items[1]);
    await send('desk', '/items/{id}/discard', {}, items[1]);
    const promoted = await send<{ dispute: View }>(
      'desk',
      '/items/{id}/promote',
      registration('neighbours'),
      items[0],
      {
        'idempotency-key': KEY,
      },
    );
    id = promoted.dispute.id;
    await does('desk', 'transfer', { to: 'land' });
    await does('land', 'return', { transferId: 't1', reasonCode: 'not-our-duty' });
    await does('desk', 'decide-return', { transferId: 't1', uphold: true });
    await does('desk', 'transfer', { to: 'labour' });
    await does('desk', 'recall', { transferId: 't2' });
    await does('desk', 'transfer', { to: 'justice' });
    const letter = await api.post<{ id: string }>('desk', `/disputes/${id}/papers`, {
      kind: 'transfer-letter',
      subjectId: 't3',
    });
    const why = sowing.body('POST /disputes/{id}/papers/{paperId}/void', {});
    expect((await api.post('desk', `/disputes/${id}/papers/${letter.body.id}/void`, why)).status).toBe(200);
    const { now, obligations } = await does('justice', 'accept', { transferId: 't3' });
    await does('justice', 'contact', { parties: ['p1', 'p2'], at: now });
    await does('justice', 'consent', { parties: ['p1'] });
    await does('justice', 'plan');
    await does('desk', 'transfer', { to: 'land', role: 'assist' });
    await does('land', 'accept', { transferId: 't4' });
    await does('land', 'complete-assist', { transferId: 't4' });
    await does('justice', 'progress');
    await does('desk', 'note');
    await does('justice', 'attach', { fileId: await handIn() });
    const handle = obligations.find((each) => each.kind === 'handle')!;
    await does('justice', 'extend', { obligationId: handle.id, by: { amount: 3, unit: 'workingDays' } });
    await does('justice-head', 'decide-extension', { extensionId: 'x1', approve: true });
    await does('supervisor', 'suspend', { ground: 'appraisal' });
    await does('supervisor', 'resume');
    await does('supervisor', 'urge');
    await does('supervisor', 'supervise', { answerWithin: { amount: 2, unit: 'workingDays' } });
    await does('justice', 'answer-supervision', { orderId: 'o1' });
    const soon = new Date(Date.parse(now) + 2 * 86_400_000).toISOString();
    await does('desk', 'meet', { departments: ['land', 'justice'], at: soon });
    const decisions = [{ departmentId: 'land', dueAt: soon }];
    await does('desk', 'conclude-meeting', { meetingId: 'm1', decisions });
    await does('land', 'fulfil-decision', { meetingId: 'm1', n: 1 });
    await does('auditor', 'hold');
    await does('auditor', 'lift-hold');
    await send('supervisor', '/disputes/{id}/reveal', { partyId: 'p1', field: 'phone' });
    const plain = { note: REFUSED };
    expect((await cases.act('land', id, 'progress', plain)).status).toBeGreaterThanOrEqual(400);
    await does('justice', 'resolve', { outcome: 'mediated', agreement: { terms: [{}, {}] } });
    await does('justice', 'fulfil-term', { n: 1 });
    await does('supervisor', 'waive-term', { n: 2 });
    // Which visit is checked nobody can know: here none was drawn, and the words come to nothing.
    const check = sowing.body('POST /disputes/{id}/check-visit', { n: 1, result: 'confirmed' });
    expect((await cases.act('supervisor', id, 'check-visit', check)).body.code).toBe('NO_SUCH_CHECK');
    const back = await does('visitor', 'visit', { n: 1, mode: 'phone', outcome: 'relapsed' });
    expect([back.status, back.grade]).toEqual(['handling', 'yellow']);
    await does('justice', 'plan');
    const resolved = await does('justice', 'resolve', { outcome: 'mediated' });
    const open = resolved.visits.filter((each) => each.state === 'planned');
    for (const { n } of open) await does('supervisor', 'waive-visit', { n });
    expect((await cases.view('desk', id)).status).toBe('closed');
    await does('desk', 'reopen');
    await does('desk', 'grade', { grade: 'red' });
    await does('justice', 'plan');
    for (const { n, state } of (await does('justice', 'resolve', { outcome: 'mediated' })).visits)
      if (state === 'planned') await does('supervisor', 'waive-visit', { n });
    expect((await cases.view('desk', id)).status).toBe('closed');

    // On the very spot of an earlier one, which it turns out not to be.
    const spot = { ...registration('land-title'), place: { village: 'village-shixi', lat: 25.1234, lng: 100.1234 } };
    const before = await cases.register({ category: 'land-title', place: spot.place });
    other = (await send<{ dispute: View }>('desk', '/disputes', spot)).dispute.id;
    await does('desk', 'correct', { place: spot.place, parties: [{ role: 'other' }] }, other);
    await does('supervisor', 'not-same', { disputeId: before.id }, other);
    await does('desk', 'transfer', { to: 'land' }, other);
    await does('land', 'accept', { transferId: 't1' }, other);
    await does('land', 'statutory', { track: 'land-title' }, other);
    await does('land', 'statutory-end', { outcome: 'decided' }, other);
    // Its people are taken over, sealed once more, and taken out again.
    await does('desk', 'merge', { into: before.id }, other);
    await does('desk', 'split', {}, other);
    await does('desk', 'withdraw', {}, other);
    await does('supervisor', 'waive-visit', { n: 1 }, other);
    expect((await cases.view('desk', other)).status).toBe('closed');
  });
  afterAll(async () => {
    await heard.end();
    await api.stop();
  });

  async function handIn(): Promise<string> {
    const answer = await fetch(`${api.url}/api/v1/disputes/${id}/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await api.token('justice')}`, 'content-type': 'application/pdf' },
      body: `%PDF-1.4\n1 0 obj<</Type/Catalog/Title(${REFUSED})>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
    });
    return ((await answer.json()) as { fileId: string }).fileId;
  }

  /** Every way in which a word could stand there: as it is, escaped, encoded, or as a hash that can be guessed. */
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
  const sown = (isOne: (member: string) => boolean = () => true) =>
    [...sowing.words].filter(([, member]) => isOne(member)).map(([word]) => word);
  const foundIn = (text: string, words = [...sown(), REFUSED, KEY]) => {
    const all = unwrapped(text);
    return words
      .filter((word) => disguises(word).some((each) => all.includes(each)))
      .map((word) => sowing.words.get(word) ?? word);
  };

  /** Every column of every table, with all that stands in it. */
  const columns = async () => {
    const { owner } = api.engine.database;
    const tables = (await owner.query(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    )) as { name: string }[];
    const found = new Map<string, string>();
    for (const { name } of tables) {
      const rows = (await owner.query(`SELECT to_jsonb(t) AS row FROM ${name} t`)) as { row: object }[];
      for (const { row } of rows) {
        for (const [column, value] of Object.entries(row)) {
          const at = `${name}.${column}`;
          found.set(at, `${found.get(at) ?? ''}\n${JSON.stringify(value)}`);
        }
      }
    }
    expect(found.size).toBeGreaterThan(150);
    return [...found];
  };
  const columnsWith = async (words?: string[]) =>
    (await columns()).flatMap(([at, text]) => (foundIn(text, words).length > 0 ? [at] : [])).sort();

  const histories = async (workflowId: string) => {
    const found: string[] = [];
    for await (const { runId } of api.engine.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
      const handle = api.engine.client.workflow.getHandle(workflowId, runId);
      found.push(historyToJSON(await handle.fetchHistory()), JSON.stringify(await handle.describe(), bigints));
    }
    return found;
  };

  it('was sown into every member of every body that takes free text', () => {
    const members = sowing.members();
    expect(members.length).toBeGreaterThan(60);
    // All but why a case is erased, which is sown with the erasure.
    const planted = new Set([...sowing.words.values(), ...IN_THE_LOG.slice(1), ...Object.keys(OF_NO_CASE)]);
    expect([...planted].sort()).toEqual(members.sort());
  });

  it('would be found by this very search, also in disguise', () => {
    for (const word of sown()) {
      expect(foundIn(Buffer.from(`{"x":"${word}"}`).toString('base64'), [word])).toHaveLength(1);
      expect(foundIn(createHash('sha256').update(word).digest('hex'), [word])).toHaveLength(1);
    }
  });

  it('can be read back by those who may, all of it', async () => {
    const told: unknown[] = await Promise.all(items.map((item) => api.get('desk', `/items/${item}`)));
    for (const each of [id, other]) {
      told.push(await cases.timeline('desk', each), await api.get('desk', `/disputes/${each}/papers`));
      for (const partyId of ['p1', 'p2']) {
        const asked = { partyId, field: 'idNumber', reason: '核对' };
        told.push((await api.post('desk', `/disputes/${each}/reveal`, asked)).body);
      }
    }
    const all = JSON.stringify(told);
    const unread = [...sowing.words].filter(([word, member]) => !IN_THE_LOG.includes(member) && !all.includes(word));
    // No visit was drawn to be checked: those words were refused.
    expect(unread.map(([, member]) => member)).toEqual(['POST /disputes/{id}/check-visit note']);
  });

  it('stands in no column but those that people read, and who told in none at all', async () => {
    expect(await columnsWith()).toEqual(READ);
    expect(await columnsWith(sown((member) => WHO_TOLD.includes(member)))).toEqual([]);
    expect(await columnsWith(sown((member) => IN_THE_LOG.includes(member)))).toEqual([]);
    expect(await columnsWith([REFUSED, KEY])).toEqual([]);
  });

  it('is told of who reported to nobody who works on the case', async () => {
    const told = sown((member) => WHO_TOLD.includes(member));
    for (const who of ['justice', 'supervisor', 'visitor']) {
      const asked = [`/disputes/${id}`, `/disputes/${id}/timeline`, `/disputes`, `/items/${items[0]}`, '/items'];
      const answers = await Promise.all(asked.map((path) => api.get(who, path)));
      expect({ who, found: foundIn(JSON.stringify(answers.map(({ body }) => body)), told) }).toEqual({
        who,
        found: [],
      });
    }
  });

  it('stands nowhere in Temporal: history, payloads, memo and search attributes of every run', async () => {
    const texts = await until(async () => {
      const found = await histories(`dispute-${id}`);
      return found.length >= 4 ? found : null;
    });
    for (const workflow of [`dispute-${other}`, ...items.map((item) => `item-${item}`)])
      texts.push(...(await until(async () => nonEmpty(await histories(workflow)))));
    const all = texts.join('\n');
    expect(unwrapped(all)).toContain('neighbours');
    expect(foundIn(all)).toEqual([]);
  });

  it('stands nowhere in what PostgreSQL announces', () => {
    expect(announced.length).toBeGreaterThan(40);
    expect(foundIn(announced.join('\n'))).toEqual([]);
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
    expect(own!.open(sealed!.text)).toMatchObject({ title: expect.stringMatching(/^播种/) });
    expect(() => foreign!.open(sealed!.text)).toThrow();
  });

  it('is nowhere once it was erased: in no column, in no answer', async () => {
    for (const each of [id, other]) await does('auditor', 'erase', { ground: 'person-request' }, each);
    await send('auditor', '/items/{id}/erase', { ground: 'person-request' }, items[1]);
    const others = sown();
    expect(others.length).toBeGreaterThan(60);
    expect(await columnsWith(others)).toEqual([]);
    const asked = [id, other].flatMap((each) => [`/disputes/${each}`, `/disputes/${each}/timeline`]);
    for (const who of ['desk', 'auditor', 'justice']) {
      const paths = [...asked, '/disputes', '/items', ...items.map((item) => `/items/${item}`)];
      const answers = await Promise.all(paths.map((path) => api.get(who, path)));
      expect({ who, found: foundIn(JSON.stringify(answers.map(({ body }) => body)), others) }).toEqual({
        who,
        found: [],
      });
    }
    for (const workflow of [`dispute-${id}`, `dispute-${other}`])
      expect(foundIn((await histories(workflow)).join('\n'))).toEqual([]);
  });
});

const nonEmpty = <T>(list: T[]): T[] | null => (list.length > 0 ? list : null);
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
