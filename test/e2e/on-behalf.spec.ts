import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Directory } from '#persistence/people/directory.js';
import { Sessions } from '../../apps/api/auth/sessions.js';
import { Doors, EVERYBODY, RELATED, isIn, type Door, type Row, type Told, type Who } from '../support/doors.js';

/**
 * The doors of matrix.spec.ts once more, by who stands for somebody: a program with a token of theirs, a deputy while
 * they are away; and administrators before the people of another tree.
 */

/** What wants the person: no program, whatever its scopes. */
const IN_PERSON = [
  'PUT /me/password',
  'GET /sessions',
  'DELETE /sessions',
  'DELETE /sessions/{id}',
  'GET /tokens',
  'POST /tokens',
  'DELETE /tokens/{id}',
  'GET /users/{id}/tokens',
  'DELETE /users/{id}/tokens/{tokenId}',
  'PATCH /users/{id}',
  'POST /users',
  'POST /users/invitations',
  'POST /users/{id}/invite',
  'POST /users/{id}/reset-password',
  'POST /users/{id}/confirm-role',
  'POST /departments/{id}/close',
  'POST /users/{id}/deactivate',
  'POST /departments',
  'POST /regions',
  'PATCH /departments/{id}',
  'PUT /retention',
  'POST /policies/{version}/publish',
  'POST /calendars/{region}/{year}/publish',
  'POST /visits/feed',
  'GET /visits/feed',
  'DELETE /visits/feed',
  'POST /channels',
  'PATCH /channels/{id}',
  'POST /channels/{id}/confirm',
  'POST /channels/{id}/confirmation',
  'DELETE /channels/{id}',
  'POST /items/{id}/erase',
  'POST /disputes/{id}/erase',
];
/** Differs from one look to the next, whoever looks. */
const PASSING = new Set(['now', 'before', 'usedAt', 'minutes', 'totalMinutes']);
const isPassing = (name: string, value: unknown) =>
  PASSING.has(name) || (name === 'to' && Number.isFinite(Date.parse(String(value))));
/** Asked once more these show more: the question itself is noted, and each letter is a copy of its own. */
const GROWING = [
  // Of the moment when it is asked.
  'GET /policies/{version}/examples',
  'POST /policies/check',
  'GET /policies/{version}/preview.xlsx',
  'GET /disputes.xlsx',
  'GET /visits.xlsx',
  'GET /statistics.xlsx',
  'GET /statistics/counted.xlsx',
  'GET /board.xlsx',
  'GET /items.xlsx',
  // Each time another one is begun.
  'POST /policies/{version}/move',
  'POST /policies/{version}/simulate',
  'GET /audit',
  'GET /audit.csv',
  'POST /audit/verify',
  'GET /disputes/{id}/dossier',
  'POST /disputes/{id}/papers',
  // Drawn each time, with the moment.
  'GET /disputes/{id}/papers/preview',
];

const FULL = process.env.CHECK === 'full';

/** One of each post, those of the further tree last; everybody in `CHECK=full`. */
const ASKING: readonly Who[] = FULL
  ? EVERYBODY
  : ['desk', 'visitor', 'justice-head', 'supervisor', 'auditor', 'admin', 'desk-2'];

type Known = Door & { row: Row };
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

describe('on behalf of somebody', () => {
  let doors: Doors;
  /** One of each class: alike in method, in whom they let in, and in whether they want the person. All in `CHECK=full`. */
  let asked: Known[];

  beforeAll(async () => {
    doors = await Doors.open();
    const known = doors.all.filter((door): door is Known => door.row !== undefined && !door.row.open);
    const classOf = ({ key, method, row, ofCase }: Known) =>
      [method === 'GET', ofCase, IN_PERSON.includes(key), row.in.join()].join(' ');
    asked = FULL ? known : [...new Map(known.map((each) => [classOf(each), each])).values()];
  });
  afterAll(() => doors.api.stop());

  const lasting = (body: unknown) =>
    JSON.parse(JSON.stringify(body), (name, value: unknown) => (isPassing(name, value) ? null : value)) as unknown;
  const plain = ({ key }: Door, status: number, body: Told) => ({
    status,
    said: GROWING.includes(key) && status < 300 ? null : lasting(body),
  });

  it.each(ASKING)('a program of %s is answered as they are, within its scopes', async (who) => {
    const programOf = async (...scopes: string[]) => {
      const { status, body } = await doors.api.post<{ token: string }>(who, '/tokens', {
        name: scopes.join(),
        scopes,
        expiresAt: tomorrow(),
      });
      expect(status).toBe(201);
      return { authorization: `Bearer ${body.token}` };
    };
    const [reads, writes, both] = [await programOf('read'), await programOf('write'), await programOf('read', 'write')];
    for (const door of asked) {
      const { key, method } = door;
      const answer = async (headers: object) => {
        const { status, body } = await doors.ask('', door, headers);
        return { key, code: body?.code ?? null, ...plain(door, status, body) };
      };
      const refused = (code: string) => expect.objectContaining({ key, status: 403, code });
      if (IN_PERSON.includes(key)) {
        for (const headers of [reads, both]) expect(await answer(headers)).toEqual(refused('IN_PERSON_ONLY'));
        continue;
      }
      const [fit, unfit] = method === 'GET' ? [reads, writes] : [writes, reads];
      expect(await answer(unfit)).toEqual(refused('SCOPE_MISSING'));
      const own = await doors.ask(who, door);
      const same = { key, code: own.body?.code ?? null, ...plain(door, own.status, own.body) };
      expect(await answer(both)).toEqual(same);
      if (FULL) expect(await answer(fit)).toEqual(same);
    }
  });

  describe('a deputy', () => {
    /** Whose post passes to whom: the only pairs of colleagues. */
    const LENT: Partial<Record<Who, Who>> = {
      desk: 'visitor',
      visitor: 'desk',
      justice: 'justice-head',
      'justice-head': 'justice',
      'desk-2': 'visitor-2',
      'visitor-2': 'desk-2',
    };
    const owner = () => doors.api.engine.database.owner;
    /** What this process remembers of people: others learn it within seconds. */
    const renew = () => {
      doors.api.app.get(Directory).forget();
      for (const who of EVERYBODY) doors.api.app.get(Sessions).forget(who);
    };
    const abilities = async (who: Who) =>
      (await doors.api.get<{ abilities: string[] }>(who, '/me')).body.abilities.toSorted();
    const own = new Map<Who, string[]>();
    beforeAll(async () => {
      for (const who of EVERYBODY) own.set(who, await abilities(who));
    });
    afterAll(async () => {
      await owner().query(`UPDATE account SET away_until = NULL, deputy_id = NULL`);
      renew();
    });

    it.each(ASKING)('%s, for all others at once whatever a row says, gets what is lent and no more', async (who) => {
      await owner().query(
        `UPDATE account SET away_until = CASE WHEN id <> $1 THEN $2::timestamptz END,
           deputy_id = CASE WHEN id <> $1 THEN $1 END WHERE id = ANY ($3)`,
        [who, tomorrow(), EVERYBODY],
      );
      renew();
      const absent = EVERYBODY.find((each) => LENT[each] === who);
      const posts: Who[] = absent ? [who, absent] : [who];
      expect(await abilities(who)).toEqual([...new Set(posts.flatMap((each) => own.get(each)!))].sort());
      const onCase = (RELATED as readonly Who[]).includes(who);
      // What people of theirs asked for in vain, an auditor reads; of the case that is its id alone.
      const told = (key: string, body: unknown) =>
        doors.betrays(body).filter((each) => !key.startsWith('GET /audit') || each !== doors.dispute.id);
      for (const door of asked) {
        const { key, row, ofCase } = door;
        const { status, body } = await doors.ask(who, door);
        const may = posts.some((each) => row.in.includes(each));
        const fits = ofCase && !onCase ? status === 404 : may ? isIn(status, row) : status === 403;
        expect({ key, status, fits, betrays: onCase ? [] : told(key, body) }).toEqual({
          key,
          status,
          fits: true,
          betrays: [],
        });
      }
    });
  });

  describe('an administrator', () => {
    const people = async () =>
      (await doors.api.get<{ items: { id: string; departmentId: string }[] }>('admin', '/users')).body.items;

    it('looks after the access and the absence of their own tree alone', async () => {
      const at = '00000000-0000-4000-8000-000000000002';
      for (const { id, departmentId } of await people()) {
        const further = departmentId.endsWith('-2');
        // Those above nobody: who looks after their own department are those above it.
        const below = !departmentId.startsWith('district');
        for (const [who, tree] of [
          ['admin', !further],
          ['admin-2', further],
        ] as const) {
          const may = tree && below;
          const absence = { deputyId: null };
          const given = await doors.api.get(who, `/users/${id}/tokens`);
          const revoked = await doors.api.call(who, 'DELETE', `/users/${id}/tokens/${at}`);
          const changed = await doors.api.call(who, 'PATCH', `/users/${id}`, absence);
          expect([who, id, given.status, revoked.status, changed.status]).toEqual([
            who,
            id,
            ...(may ? [200, 404, 200] : [403, 403, id === who ? 200 : 403]),
          ]);
        }
      }
    });

    it('oversees the deliveries of their own tree alone', async () => {
      await doors.api.engine.database.owner.query(
        `WITH c AS (INSERT INTO channel (account_id, kind, address, address_hash, shown)
           SELECT id, 'email', '', '', 'x@example.com' FROM account RETURNING id, account_id)
         INSERT INTO delivery (channel_id, account_id, state, red, made_at, next_at)
         SELECT id, account_id, 'failed', false, now(), now() FROM c`,
      );
      for (const who of ['admin', 'admin-2', 'supervisor-2']) {
        const { body } = await doors.api.get<{ items: { userId: string }[] }>(who, '/deliveries/overseen?state=failed');
        const seen = body.items.map(({ userId }) => userId.endsWith('-2'));
        expect([who, new Set(seen)]).toEqual([who, new Set([who.endsWith('-2')])]);
      }
    });
  });
});
