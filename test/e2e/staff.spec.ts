import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Casework, type Page, type Problem } from '../support/casework.js';

interface Person {
  id: string;
  departmentId: string;
  roles: string[];
  pending: string[];
  active: boolean;
  deputyId: string | null;
  account?: { grants: object[]; email: string | null; signedInAt: string | null; invitedUntil: string | null };
}
interface Made {
  user: Person;
  invitation: { link: string; expiresAt: string } | null;
}
type Refused = Problem & { open?: { number: string | null; role: string }[]; total?: number };

const PASSWORD = 'ein langer Satz vom Fluss';
const tokenIn = (link: string) => /#token=([\w-]+)/.exec(link)![1]!;

/** How departments and people come, change and go, by those who look after them. */
describe('departments and people', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const patch = <T>(who: string, path: string, body: object) => api.call<T>(who, 'PATCH', path, body);
  const codesOf = ({ errors = [] }: Problem) => errors.map(({ pointer, code }) => `${pointer} ${code}`);
  const audited = async (action: string) =>
    (
      await api.get<Page<{ userId: string; data: Record<string, never>; reason: string | null }>>(
        'auditor',
        `/audit?action=${action}&limit=1`,
      )
    ).body.items[0]!;
  /** Somebody new, signed in by their link. */
  const bring = async (username: string, departmentId: string, roles: string[], more: object = {}) => {
    const made = await api.post<Made & Refused>('admin', '/users', {
      username,
      name: `新${username}`,
      departmentId,
      roles,
      ...more,
    });
    expect(made).toMatchObject({ status: 201, body: { user: { id: username } } });
    const accepted = await api.post<{ token: string }>('', '/auth/accept-invitation', {
      token: tokenIn(made.body.invitation!.link),
      password: PASSWORD,
    });
    expect(accepted.status).toBe(200);
    api.know(username, accepted.body.token);
    return made.body;
  };

  describe('a department', () => {
    it('is made below the own one, is there for everybody, and is noted', async () => {
      const { status, body } = await api.post('admin', '/departments', {
        name: '石桥水利站',
        nameEn: 'Water station',
        parentId: 'centre',
        workingTime: { zone: 'Asia/Shanghai', hours: [['09:00', '17:00']] },
      });
      expect({ status, body }).toMatchObject({
        status: 201,
        body: { id: 'water-station', hasDesk: false, active: true },
      });
      const { body: all } = await api.get<Page<{ id: string }>>('grid', '/departments');
      expect(all.items).toContainEqual(expect.objectContaining({ id: 'water-station', parentId: 'centre' }));
      expect(await audited('department-changed')).toMatchObject({
        userId: 'admin',
        data: { departmentId: 'water-station', before: null, after: { name: '石桥水利站' } },
      });
    });

    it('has an id that is made of its name where none is given', async () => {
      const { body } = await api.post('admin', '/departments', { name: '凉亭村', parentId: 'centre', isVillage: true });
      expect(body).toMatchObject({ id: 'liang-ting-cun', isVillage: true });
    });

    it('is refused with every field that is wrong, in the language of who asks', async () => {
      const { status, body } = await api.post<Problem>('admin', '/departments', {
        id: 'justice',
        name: '石桥 自然资源所',
        parentId: 'centre',
        workingTime: { zone: 'Mars', hours: [['17:00', '09:00']] },
      });
      expect({ status, code: body.code, errors: codesOf(body) }).toEqual({
        status: 400,
        code: 'BAD_REQUEST',
        errors: [
          '/id ID_TAKEN',
          '/name NAME_TAKEN',
          '/workingTime/zone UNKNOWN_ZONE',
          '/workingTime/hours/0 SESSION_ORDER',
        ],
      });
      expect(body.errors![0]!.detail).toMatch(/[一-鿿]/);
    });

    it('is no matter of who does not look after it', async () => {
      for (const who of ['supervisor', 'auditor', 'desk']) {
        expect((await api.post(who, '/departments', { name: '某', parentId: 'centre' })).status).toBe(403);
        expect((await patch(who, '/departments/justice', { name: '某' })).status).toBe(403);
      }
    });

    it('never comes below itself', async () => {
      const { status, body } = await patch<Problem>('admin', '/departments/centre', { parentId: 'police' });
      expect({ status, code: body.code, errors: codesOf(body) }).toEqual({
        status: 409,
        code: 'DEPARTMENT_LOOP',
        errors: ['/parentId DEPARTMENT_LOOP'],
      });
    });

    it('keeps its superior and its desk while cases run there', async () => {
      await cases.register();
      await api.post('admin', '/departments', { id: 'other-centre', name: '另一中心', parentId: 'district' });
      const moved = await patch<Refused>('admin', '/departments/police', { parentId: 'other-centre' });
      expect(moved).toMatchObject({
        status: 409,
        body: { code: 'CASES_OPEN', open: [{ desk: 'police', superior: 'centre' }] },
      });
    });

    it('that moves takes the sight of its cases along, for who is above it now and no longer for who was', async () => {
      const { id } = await cases.handledBy('labour');
      await bring('chief', 'other-centre', ['supervisor']);
      // The desk's superior sees it whoever handles it; who is above the handling department alone, as long as they are.
      const sees = async (who: string) => (await api.get(who, `/disputes/${id}`)).status;
      expect(await sees('chief')).toBe(404);
      expect((await patch('admin', '/departments/labour', { parentId: 'other-centre' })).status).toBe(200);
      expect(await sees('chief')).toBe(200);
      expect((await patch('admin', '/departments/labour', { parentId: 'centre' })).status).toBe(200);
      expect(await sees('chief')).toBe(404);
      expect((await api.engine.upkeep.verify()).problems).toEqual([]);
    });
  });

  describe('somebody who comes', () => {
    it('sets their password by the link, once, and is signed in', async () => {
      const { body } = await api.post<Made>('admin', '/users', {
        username: 'wang.li',
        name: '王莉',
        departmentId: 'justice',
        roles: ['handler'],
        email: 'wang@example.org',
      });
      expect(body.user).toMatchObject({
        id: 'wang.li',
        roles: ['handler'],
        pending: [],
        account: { signedInAt: null },
      });
      const days = (Date.parse(body.invitation!.expiresAt) - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(6.9);
      const token = tokenIn(body.invitation!.link);
      const weak = await api.post<Problem>('', '/auth/accept-invitation', { token, password: 'wang.li' });
      expect(weak).toMatchObject({ status: 400, body: { errors: [{ pointer: '/password', code: 'TOO_SHORT' }] } });
      const accepted = await api.post<{ token: string; user: object }>('', '/auth/accept-invitation', {
        token,
        password: PASSWORD,
      });
      expect(accepted).toMatchObject({ status: 200, body: { user: { id: 'wang.li', departmentId: 'justice' } } });
      const again = await api.post<Problem>('', '/auth/accept-invitation', { token, password: PASSWORD });
      expect(again).toMatchObject({ status: 409, body: { code: 'INVITATION_OVER' } });
      const signedIn = await api.post('', '/auth/login', { username: 'ＷＡＮＧ.li', password: PASSWORD });
      expect(signedIn.status).toBe(200);
      const { body: known } = await api.get<Person>('admin', '/users/wang.li');
      expect(known.account).toMatchObject({ email: 'wang@example.org', invitedUntil: null });
      expect(Date.parse(known.account!.signedInAt!)).toBeGreaterThan(Date.now() - 60_000);
    });

    it('is noted as reached otherwise only where they are: a form says all that it shows', async () => {
      await bring('reached', 'justice', ['handler'], { email: 'li@example.org' });
      const changed = async (change: object) => {
        expect((await patch('admin', '/users/reached', change)).status).toBe(200);
        const { after } = (await audited('person-changed')).data as { after?: { contact?: string } };
        return after?.contact;
      };
      const form = { email: 'li@example.org', phone: null };
      expect(await changed({ ...form, roles: ['handler', 'head'] })).toBeUndefined();
      expect(await changed({ ...form, phone: '13812345678' })).toBe('changed');
    });

    it('is not in the database with what would let anybody in, or who could be called', async () => {
      const { body } = await api.post<Made>('admin', '/users', {
        username: 'hidden',
        name: '隐',
        departmentId: 'justice',
        roles: ['handler'],
        phone: '+86 138 0000 1234',
      });
      const [found] = (await api.engine.database.owner.query(
        `SELECT to_jsonb(a)::text || to_jsonb(i)::text AS kept FROM account a JOIN invitation i ON i.account_id = a.id
         WHERE a.id = 'hidden'`,
      )) as { kept: string }[];
      expect(found!.kept).not.toContain(tokenIn(body.invitation!.link));
      // The last digits alone would be met by chance, in a moment or in what is sealed.
      expect(found!.kept.replace(/[^\d]/g, '')).not.toContain('13800001234');
      for (const who of ['justice', 'supervisor', 'auditor']) {
        expect((await api.get<Person>(who, '/users/hidden')).body.account).toBeUndefined();
      }
    });

    it('is refused under a taken name, with an unknown role or department, by field and rule', async () => {
      const asked = { username: 'x1', name: '某', departmentId: 'justice', roles: ['handler'] };
      const ask = async (more: object) => {
        const { status, body } = await api.post<Problem>('admin', '/users', { ...asked, ...more });
        return [status, body.code, ...codesOf(body)];
      };
      expect(await ask({ username: 'justice' })).toEqual([409, 'USERNAME_TAKEN', '/username USERNAME_TAKEN']);
      expect(await ask({ departmentId: 'nowhere' })).toEqual([400, 'BAD_REQUEST', '/departmentId UNKNOWN_DEPARTMENT']);
      expect(await ask({ roles: ['desk'] })).toEqual([400, 'BAD_REQUEST', '/roles DESK_MISSING']);
      expect(await ask({ roles: ['king'] })).toEqual([400, 'BAD_REQUEST', '/roles/0 INVALID_VALUE']);
      expect(await ask({ roles: ['admin', 'auditor'] })).toEqual([403, 'ROLE_NOT_ALLOWED', '/roles ROLE_NOT_ALLOWED']);
      expect(await ask({ phone: 'call me', email: 'me' })).toEqual([
        400,
        'BAD_REQUEST',
        '/email INVALID_FORMAT',
        '/phone INVALID_FORMAT',
      ]);
    });

    it('may be invited anew as long as they never came; the link before is over', async () => {
      const { body } = await api.post<Made>('admin', '/users', {
        username: 'late',
        name: '迟',
        departmentId: 'justice',
        roles: ['handler'],
      });
      const anew = await api.post<{ link: string }>('admin', '/users/late/invite', {});
      expect(anew.status).toBe(200);
      const old = await api.post('', '/auth/accept-invitation', {
        token: tokenIn(body.invitation!.link),
        password: PASSWORD,
      });
      expect(old.status).toBe(409);
      expect(
        (await api.post('', '/auth/accept-invitation', { token: tokenIn(anew.body.link), password: PASSWORD })).status,
      ).toBe(200);
      expect((await api.post<Problem>('admin', '/users/late/invite', {})).body.code).toBe('ALREADY_SIGNED_IN');
    });

    it('has no use of a link that is over', async () => {
      const { body } = await api.post<Made>('admin', '/users', {
        username: 'over',
        name: '过',
        departmentId: 'justice',
        roles: ['handler'],
      });
      await api.engine.database.owner.query(`UPDATE invitation SET expires_at = now() WHERE account_id = 'over'`);
      const late = await api.post<Problem>('', '/auth/accept-invitation', {
        token: tokenIn(body.invitation!.link),
        password: PASSWORD,
      });
      expect(late.body.code).toBe('INVITATION_OVER');
    });
  });

  it('ends a password and all that was opened with it at once, and another is set by the link', async () => {
    await bring('forgetful', 'justice', ['handler']);
    expect((await api.get('forgetful', '/me')).status).toBe(200);
    const { status, body } = await api.post<{ link: string; expiresAt: string }>(
      'admin',
      '/users/forgetful/reset-password',
      {},
    );
    expect(status).toBe(200);
    expect(Date.parse(body.expiresAt) - Date.now()).toBeLessThan(86_400_001);
    expect((await api.get('forgetful', '/me')).status).toBe(401);
    expect((await api.post('', '/auth/login', { username: 'forgetful', password: PASSWORD })).status).toBe(401);
    const next = await api.post<{ token: string }>('', '/auth/accept-invitation', {
      token: tokenIn(body.link),
      password: 'noch ein Satz vom Berg',
    });
    expect(next.status).toBe(200);
  });

  it('offers those for a deputy whom it takes for one', async () => {
    await bring('lowly', 'justice', ['reporter']);
    for (const whose of ['justice', 'justice-head', 'lowly']) {
      const fit = (await api.get<Page<Person>>(whose, `/users?standsInFor=${whose}`)).body.items.map(({ id }) => id);
      for (const deputyId of ['justice', 'justice-head', 'lowly', 'land', whose]) {
        const { status } = await patch(whose, `/users/${whose}`, { deputyId });
        expect([whose, deputyId, status === 200]).toEqual([whose, deputyId, fit.includes(deputyId)]);
      }
      await patch(whose, `/users/${whose}`, { deputyId: null });
    }
  });

  it('grants what makes power by one and confirms it by another', async () => {
    const { user } = await bring('second', 'centre', ['supervisor', 'admin']);
    expect(user).toMatchObject({
      roles: ['supervisor'],
      pending: ['admin'],
      account: { grants: [{ role: 'admin', by: 'admin' }] },
    });
    expect((await api.post('second', '/departments', { name: '某', parentId: 'police' })).status).toBe(403);
    const confirm = (who: string) => api.post<Person & Problem>(who, '/users/second/confirm-role', { role: 'admin' });
    expect((await confirm('admin')).body.code).toBe('ROLE_NOT_ALLOWED');
    expect((await confirm('supervisor')).status).toBe(403);
    expect(await confirm('auditor')).toMatchObject({
      status: 200,
      body: { roles: ['supervisor', 'admin'], pending: [] },
    });
    expect((await confirm('auditor')).body.code).toBe('ROLE_NOT_PENDING');
    expect(await audited('person-changed')).toMatchObject({
      userId: 'auditor',
      data: { userId: 'second', after: { confirmed: 'admin', askedBy: 'admin' } },
    });
    // Whoever has the link is that person: nobody becomes the auditor by a reset of theirs.
    for (const who of ['second', 'auditor']) {
      const reset = await api.post<Problem>('admin', `/users/${who}/reset-password`, {});
      expect([reset.status, reset.body.code]).toEqual([403, 'ROLE_NOT_ALLOWED']);
    }
    // What is above them is not theirs, and their own roles are nobody's own matter.
    expect((await patch('second', '/users/auditor', { name: '某' })).status).toBe(403);
    expect((await patch<Problem>('admin', '/users/admin', { roles: ['admin', 'supervisor'] })).body.code).toBe(
      'ROLE_NOT_ALLOWED',
    );
  });

  it('writes each act into the access log, from the first day of a person to the last', async () => {
    await bring('lifer', 'justice', ['handler']);
    expect((await patch('admin', '/users/lifer', { departmentId: 'labour' })).status).toBe(200);
    const absence = { awayUntil: new Date(Date.now() + 86_400_000).toISOString(), deputyId: 'labour' };
    expect((await patch('lifer', '/users/lifer', absence)).status).toBe(200);
    const { body } = await api.post<{ link: string }>('admin', '/users/lifer/reset-password', {});
    const password = 'noch ein Satz vom Berg';
    await api.post('', '/auth/accept-invitation', { token: tokenIn(body.link), password });
    expect((await api.post('admin', '/users/lifer/deactivate', { reason: '退休' })).status).toBe(200);
    const told = (await api.engine.database.owner.query(
      `SELECT concat_ws(' ', user_id, action, data ->> 'kind', data ->> 'by') AS what FROM access_log
       WHERE (user_id = 'lifer' OR data ->> 'userId' = 'lifer') AND action <> 'refused' ORDER BY id`,
    )) as { what: string }[];
    expect(told.map(({ what }) => what)).toEqual([
      'admin person-changed',
      'admin invitation-made invitation',
      'lifer password-changed invitation',
      'lifer sign-in invitation',
      'admin person-changed',
      'lifer deputy-changed',
      'admin invitation-made reset',
      'lifer password-changed reset',
      'lifer sign-in invitation',
      'admin person-changed',
    ]);
  });

  describe('somebody who goes', () => {
    it('leaves nothing behind: who is named in their place is named on each case by an entry of its own', async () => {
      await bring('leaver', 'justice', ['handler']);
      await bring('heir', 'justice', ['handler']);
      const held: string[] = [];
      for (let n = 0; n < 3; n += 1) {
        const { id } = await cases.handledBy('justice');
        await cases.does('justice-head', id, 'assign', { role: 'handler', userId: 'leaver' });
        held.push(id);
      }
      await patch('heir', '/users/heir', {
        awayUntil: new Date(Date.now() + 86_400_000).toISOString(),
        deputyId: 'leaver',
      });
      const alone = await api.post<Refused>('admin', '/users/leaver/deactivate', { reason: '调走' });
      expect(alone).toMatchObject({ status: 409, body: { code: 'SUCCESSOR_REQUIRED', total: 3 } });
      expect(alone.body.open!.map(({ role }) => role)).toEqual(['handler', 'handler', 'handler']);
      for (const [successorId, code] of [
        ['land', 'OTHER_DEPARTMENT'],
        ['leaver', 'SUCCESSOR_IS_SELF'],
        ['nobody', 'UNKNOWN_PERSON'],
      ]) {
        const { status, body } = await api.post<Problem>('admin', '/users/leaver/deactivate', {
          successorId,
          reason: '调走',
        });
        expect([status, ...codesOf(body)]).toEqual([400, `/successorId ${code}`]);
      }
      const made = await api.post<{ token: string }>('leaver', '/tokens', {
        name: 'x',
        scopes: ['read'],
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      });
      expect(made.status).toBe(201);
      const gone = await api.post<{ user: Person; handedOver: number }>('admin', '/users/leaver/deactivate', {
        successorId: 'heir',
        reason: '调走',
      });
      expect(gone).toMatchObject({ status: 200, body: { handedOver: 3, user: { active: false } } });
      expect((await api.get('leaver', '/me')).status).toBe(401);
      api.know('leaver', made.body.token);
      expect((await api.get('leaver', '/me')).status).toBe(401);
      for (const id of held) {
        const { body } = await api.get<Page<{ type: string; actor: object; data: object }>>(
          'desk',
          `/disputes/${id}/timeline`,
        );
        expect(body.items.at(-1)).toMatchObject({
          type: 'PersonAssigned',
          actor: { kind: 'person', userId: 'admin', departmentId: 'district' },
          data: { departmentId: 'justice', role: 'handler', userId: 'heir' },
        });
      }
      expect((await api.get<Person>('admin', '/users/heir')).body.deputyId).toBeNull();
      const { body: here } = await api.get<Page<Person>>('desk', '/users');
      expect(here.items.some(({ id }) => id === 'leaver')).toBe(false);
      const { body: left } = await api.get<Page<Person>>('desk', '/users?gone=true');
      expect(left.items).toContainEqual(expect.objectContaining({ id: 'leaver', active: false }));
      expect(await audited('person-changed')).toMatchObject({
        userId: 'admin',
        data: { userId: 'leaver', after: null, successorId: 'heir' },
        reason: '调走',
      });
      expect((await api.engine.upkeep.verify()).problems).toEqual([]);
    });

    it('is out at once, with every session, program and calendar', async () => {
      await bring('goer', 'police', ['visitor']);
      const again = await api.post<{ token: string }>('', '/auth/login', { username: 'goer', password: PASSWORD });
      const feed = await api.post<{ token: string }>('goer', '/visits/feed', {});
      expect(feed.status).toBe(201);
      const bearer = { authorization: `Bearer ${again.body.token}` };
      const open = async () => [
        (await api.get('goer', '/me')).status,
        (await api.call('', 'GET', '/me', undefined, bearer)).status,
        (await api.get('', `/visits.ics?token=${feed.body.token}`)).status,
      ];
      expect(await open()).toEqual([200, 200, 200]);
      expect((await api.post('admin', '/users/goer/deactivate', { reason: '退休' })).status).toBe(200);
      expect(await open()).toEqual([401, 401, 404]);
      expect((await api.post('', '/auth/login', { username: 'goer', password: PASSWORD })).status).toBe(401);
    });

    it('is not the last one who could answer what their department owes', async () => {
      await cases.handledBy('agriculture');
      const { body } = await api.post<Refused>('admin', '/users/agriculture-head/deactivate', { reason: '退休' });
      // The handler is still there; of the head's role nothing is owed yet.
      expect(body.code).toBeUndefined();
      const last = await api.post<Refused>('admin', '/users/agriculture/deactivate', { reason: '退休' });
      expect(last).toMatchObject({
        status: 409,
        body: { code: 'SUCCESSOR_REQUIRED', open: [{ role: 'handler', number: null }] },
      });
      const moved = await patch<Refused>('admin', '/users/agriculture', { departmentId: 'land' });
      expect(moved).toMatchObject({ status: 409, body: { code: 'SUCCESSOR_REQUIRED' } });
    });

    it('is not the last above a desk where cases run, whatever is owed there now', async () => {
      await cases.register();
      const second = (roles: string[]) => patch('admin', '/users/second', { roles });
      expect((await second(['admin'])).status).toBe(200);
      const alone = {
        status: 409,
        body: { code: 'SUCCESSOR_REQUIRED', open: [{ departmentId: 'centre', role: 'supervisor', number: null }] },
      };
      const supervisor = '/users/supervisor';
      expect(await api.post<Refused>('admin', `${supervisor}/deactivate`, { reason: '调离' })).toMatchObject(alone);
      expect(await patch<Refused>('admin', supervisor, { roles: ['reporter'] })).toMatchObject(alone);
      expect((await patch('admin', supervisor, { name: '郑卫东' })).status).toBe(200);
      // With another one above there is somebody.
      expect((await second(['supervisor', 'admin'])).status).toBe(200);
      expect((await patch('admin', supervisor, { roles: ['reporter'] })).status).toBe(200);
      expect((await patch('admin', supervisor, { roles: ['supervisor'] })).status).toBe(200);
    });

    it('to another department hands over what they were named for where they were', async () => {
      await bring('mover', 'forestry', ['handler']);
      const { id } = await cases.handledBy('forestry');
      await cases.does('forestry-head', id, 'assign', { role: 'handler', userId: 'mover' });
      expect((await patch<Refused>('admin', '/users/mover', { departmentId: 'land' })).body.code).toBe(
        'SUCCESSOR_REQUIRED',
      );
      const moved = await patch<Person>('admin', '/users/mover', { departmentId: 'land', successorId: 'forestry' });
      expect(moved).toMatchObject({ status: 200, body: { departmentId: 'land' } });
      const { body } = await api.get<{ obligations: { holder: object; state: string }[] }>('desk', `/disputes/${id}`);
      expect(body.obligations.filter(({ state }) => state === 'open')).toContainEqual(
        expect.objectContaining({ holder: { departmentId: 'forestry', role: 'handler', userId: 'forestry' } }),
      );
    });

    it('does not let themself go, and comes back under no other’s name', async () => {
      expect((await api.post('admin', '/users/admin/deactivate', { reason: '某' })).status).toBe(403);
      const taken = await api.post<Problem>('admin', '/users', {
        username: 'leaver',
        name: '某',
        departmentId: 'justice',
        roles: ['handler'],
      });
      expect(taken.body.code).toBe('USERNAME_TAKEN');
    });
  });
});
