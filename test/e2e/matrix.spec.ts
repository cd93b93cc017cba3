import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ability } from '#domain/people/abilities.js';
import type { Api } from '../support/api.js';
import { Doors, ELSEWHERE, EVERYBODY, OF_ALL, OF_CASE, RELATED, UNRELATED, isIn, type Who } from '../support/doors.js';

/** Every route × every role × (own, related, unrelated department). */

const FULL = process.env.CHECK === 'full';
/** In the short run a door refuses a third of those whom it refuses, each time others; whom it serves it serves always. */
const asked = (people: readonly Who[], { in: served }: { in: readonly string[] }, turn: number) =>
  people.filter((who, index) => FULL || served.includes(who) || (index + turn) % 3 === 0);

const soon = new Date(Date.now() + 86_400_000).toISOString();

describe('every route × every role', () => {
  let doors: Doors;
  let api: Api;
  let id: string;

  beforeAll(async () => {
    doors = await Doors.open();
    api = doors.api;
    id = doors.dispute.id;
  });
  afterAll(() => api.stop());

  it('knows every route', () => {
    expect(doors.all.length).toBeGreaterThan(50);
    const unknown = doors.all.filter(({ key, row }) => !row && !ELSEWHERE.includes(key)).map(({ key }) => key);
    // A new route has to say here whom it serves.
    expect(unknown).toEqual([]);
    const rows = Object.keys({ ...OF_CASE, ...OF_ALL });
    expect(rows.filter((key) => !doors.all.some((each) => each.key === key))).toEqual([]);
  });

  it('asks everybody who they are', async () => {
    for (const door of doors.all) {
      const { key, row } = door;
      if (row?.open || key === 'POST /auth/login') continue;
      const { status, body } = await doors.ask('', door);
      expect({ key, status, betrays: doors.betrays(body) }).toEqual({ key, status: 401, betrays: [] });
    }
  });

  it('lets people on the case do what is theirs, and refuses the rest', async () => {
    let cells = 0;
    for (const [turn, door] of doors.all.entries()) {
      const { key, row, ofCase } = door;
      if (!row || !ofCase) continue;
      for (const who of asked(RELATED, row, turn)) {
        const { status } = await doors.ask(who, door);
        const may = row.in.includes(who);
        expect({ key, who, status, fits: may ? isIn(status, row) : status === 403 }).toEqual({
          key,
          who,
          status,
          fits: true,
        });
        cells += 1;
      }
    }
    expect(cells).toBeGreaterThan(FULL ? 150 : 100);
  });

  it('lets nobody else know that there is such a case', async () => {
    for (const [turn, door] of doors.all.entries()) {
      const { key, method, path, row, ofCase } = door;
      if (!row || !ofCase) continue;
      for (const who of asked(UNRELATED, { in: [] }, turn)) {
        const { status, body } = await doors.ask(who, door);
        expect({ key, who, status, betrays: doors.betrays(body) }).toEqual({ key, who, status: 404, betrays: [] });
        // An unknown case and one that is not theirs answer alike.
        const nothing = path.includes('obligations')
          ? '00000000-0000-4000-8000-000000000001.1'
          : '00000000-0000-4000-8000-000000000001';
        const unknown = await api.call(who, method, path.replace('{id}', nothing) + (row.query ?? ''), row.body);
        expect({ key, who, status: unknown.status, body: unknown.body }).toEqual({ key, who, status, body });
      }
    }
  });

  it('gives everybody their lists, and in nobody else’s the case', async () => {
    const seen: string[] = [];
    for (const [turn, door] of doors.all.entries()) {
      const { key, row, ofCase } = door;
      if (!row || ofCase || key.startsWith('DELETE /sessions')) continue;
      for (const who of asked(EVERYBODY, row, turn)) {
        const { status, body } = await doors.ask(who, door);
        const may = row.in.includes(who);
        expect({ key, who, status, fits: may ? isIn(status, row) : status === 403 }).toEqual({
          key,
          who,
          status,
          fits: true,
        });
        const found = doors.betrays(body);
        if ((UNRELATED as readonly string[]).includes(who))
          expect({ key, who, found }).toEqual({ key, who, found: [] });
        else if (found.length > 0) seen.push(`${key} ${who}`);
      }
    }
    // The looking itself works: those on the case find it in their lists.
    expect(seen).toEqual(
      expect.arrayContaining(['GET /disputes desk', 'GET /visits visitor', 'GET /notices justice-head']),
    );
  });

  it('counts nothing of it for others', async () => {
    const measured = async (who: Who) =>
      (
        await api.get<{ entered: { value: number } }>(
          who,
          '/statistics?from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z',
        )
      ).body.entered.value;
    for (const who of UNRELATED) {
      expect({ who, entered: await measured(who) }).toEqual({ who, entered: 0 });
      const { body } = await api.get<Record<string, number>>(who, '/inbox/counts');
      expect({ who, all: body.all }).toEqual({ who, all: 0 });
    }
    expect(await measured('supervisor')).toBe(1);
  });

  it('GET /me names to each what the door lets them do, and so does the answer to a sign-in', async () => {
    const doors: [Ability, string][] = [
      ['board.see', 'GET /board'],
      ['deliveries.oversee', 'GET /deliveries/overseen'],
      ['dispute.register', 'POST /disputes'],
      ['record.read', 'GET /audit'],
      ['record.verify', 'POST /audit/verify'],
      ['retention.see', 'GET /retention'],
      ['retention.set', 'PUT /retention'],
    ];
    const named = new Map<Who, readonly Ability[]>();
    for (const who of EVERYBODY) {
      named.set(who, (await api.get<{ abilities: Ability[] }>(who, '/me')).body.abilities);
    }
    for (const [ability, route] of doors) {
      const having = EVERYBODY.filter((who) => named.get(who)!.includes(ability));
      expect([route, having.toSorted()]).toEqual([route, [...OF_ALL[route]!.in].sort()]);
    }
    const signedIn = await api.post<{ user: object }>('', '/auth/login', { username: 'desk', password: 'demo' });
    expect(signedIn.body.user).toMatchObject({ roles: ['desk'], abilities: named.get('desk') });
  });

  describe('by a deputy', () => {
    const owner = () => api.engine.database.owner;
    const set = (who: string, whose: string, deputyId: string) =>
      api.call<{ code: string }>(who, 'PATCH', `/users/${whose}`, { awayUntil: soon, deputyId });
    const rolesOf = async (who: string) => (await api.get<{ roles: string[] }>(who, '/me')).body.roles;
    const PLACES: Record<string, string> = Object.fromEntries([
      ...['desk', 'visitor'].map((each) => [each, 'police']),
      ['justice', 'justice'],
      ['justice-head', 'justice'],
      ['supervisor', 'centre'],
      ['auditor', 'district'],
      ['admin', 'district'],
      ['desk-2', 'police-2'],
      ['auditor-2', 'district-2'],
    ]);
    /** Who may lend whose post to whom, of all three-way choices; everything else is refused. */
    const LENT = [
      'desk lends desk to visitor',
      'visitor lends visitor to desk',
      'admin lends desk to visitor',
      'admin lends visitor to desk',
      // A head handles cases too.
      'justice lends justice to justice-head',
      'justice-head lends justice to justice-head',
      'admin lends justice to justice-head',
      'justice-head lends justice-head to justice',
      'admin lends justice-head to justice',
    ];

    it('nobody comes to more than their own post, whoever asks, of whichever tree', async () => {
      const lent: string[] = [];
      for (const who of [...new Set([...Object.keys(PLACES), 'admin-2', 'land', 'grid', 'supervisor-2'])]) {
        for (const whose of Object.keys(PLACES)) {
          for (const deputy of Object.keys(PLACES).filter((each) => each !== whose)) {
            // A pair of different offices says nothing new after the first of them.
            if (PLACES[whose] !== PLACES[deputy] && deputy !== 'admin') continue;
            const { status, body } = await set(who, whose, deputy);
            if (status === 200) lent.push(`${who} lends ${whose} to ${deputy}`);
            else
              expect([who, whose, deputy, status, body.code]).toEqual([
                who,
                whose,
                deputy,
                403,
                expect.stringMatching(/^(NOT_ALLOWED|DEPUTY_NOT_ALLOWED)$/),
              ]);
          }
        }
      }
      await owner().query(`UPDATE account SET away_until = NULL, deputy_id = NULL`);
      expect(lent.sort()).toEqual([...LENT].sort());
    });

    it('a row of before the rule gives nothing: the administrator stays one', async () => {
      await owner().query(`UPDATE account SET away_until = $1, deputy_id = 'admin' WHERE id = 'auditor'`, [soon]);
      type People = { items: { id: string; deputyId: string | null }[] };
      for (const until = Date.now() + 15_000; ;) {
        const { items } = (await api.get<People>('admin', '/users')).body;
        if (items.find((each) => each.id === 'auditor')!.deputyId === 'admin') break;
        if (Date.now() > until) throw new Error('the row never became known');
      }
      // Whoever calls is remembered for two seconds; a token that nobody used yet is looked up at once.
      api.forget('admin');
      expect(await rolesOf('admin')).toEqual(['admin']);
      for (const path of ['/audit', `/disputes/${id}`]) {
        expect([path, (await api.get('admin', path)).status]).toEqual([path, path === '/audit' ? 403 : 404]);
      }
      await owner().query(`UPDATE account SET away_until = NULL, deputy_id = NULL`);
    });

    it('no program sets one, nobody on a sign-in of long ago, and what was set is noted with before and after', async () => {
      const program = { name: 'x', scopes: ['read', 'write'], expiresAt: soon };
      const { token } = (await api.post<{ token: string }>('justice-head', '/tokens', program)).body;
      const asked = await api.call<{ code: string }>(
        '',
        'PATCH',
        '/users/justice-head',
        { awayUntil: soon, deputyId: 'justice' },
        { authorization: `Bearer ${token}` },
      );
      expect([asked.status, asked.body.code]).toEqual([403, 'IN_PERSON_ONLY']);
      await owner().query(`UPDATE session SET proved_at = now() - interval '16 minutes'`);
      const late = await set('justice-head', 'justice-head', 'justice');
      expect([late.status, late.body.code]).toEqual([403, 'SIGN_IN_AGAIN']);
      api.forget('justice-head');
      expect((await set('justice-head', 'justice-head', 'justice')).status).toBe(200);
      const { items } = (
        await api.get<{ items: { userId: string; data: object }[] }>('auditor', '/audit?action=deputy-changed&limit=1')
      ).body;
      expect(items[0]).toMatchObject({
        userId: 'justice-head',
        data: {
          userId: 'justice-head',
          before: { awayUntil: null, deputyId: null },
          after: { awayUntil: soon, deputyId: 'justice', lends: ['handler', 'head'] },
        },
      });
    });
  });
});
