import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Casework, quarrel, type Done, type View } from '../support/casework.js';

interface Me {
  id: string;
  roles: string[];
  abilities: string[];
  why: Record<string, string[]>;
}

const PASSWORD = 'ein langer Satz vom Fluss';

/** A desk is where people walk in, and any department may have one; who watches it stands above it in the tree. */
describe('several desks', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
    for (const id of ['justice', 'centre'])
      expect((await api.call('admin', 'PATCH', `/departments/${id}`, { hasDesk: true })).status).toBe(200);
    await bring('justice-desk', 'justice', ['desk', 'handler']);
    await bring('justice-visitor', 'justice', ['visitor']);
    await bring('centre-desk', 'centre', ['desk']);
    await bring('district-chief', 'district', ['supervisor']);
  });
  afterAll(() => api.stop());

  async function bring(username: string, departmentId: string, roles: string[]): Promise<void> {
    const person = { username, name: `新${username}`, departmentId, roles };
    const { body } = await api.post<{ invitation: { link: string } }>('admin', '/users', person);
    const token = /#token=([\w-]+)$/.exec(body.invitation.link)![1]!;
    const accepted = await api.post<{ token: string }>('', '/auth/accept-invitation', { token, password: PASSWORD });
    api.know(username, accepted.body.token);
  }
  const register = async (who: string): Promise<View> => {
    const { status, body } = await api.post<Done>(who, '/disputes', quarrel());
    expect({ who, status }).toEqual({ who, status: 201 });
    return body.dispute;
  };
  const statusOf = async (who: string, id: string) => (await api.get(who, `/disputes/${id}`)).status;
  const watched = ({ obligations }: View) => obligations.find(({ kind }) => kind === 'watch')!.holder;

  it('are each a department’s own: justice takes in who walks in there, and handles it itself', async () => {
    const { id, desk } = await register('justice-desk');
    expect(desk).toBe('justice');
    const own = await cases.does('justice-desk', id, 'transfer', { to: 'justice', reason: '本所来访' });
    // Nobody is asked: the case is handled from that moment.
    expect(own).toMatchObject({
      status: 'handling',
      holder: 'justice',
      transfers: [{ to: 'justice', state: 'accepted' }],
    });
    expect(watched(own)).toMatchObject({ departmentId: 'justice', role: 'desk' });
    const done = await cases.does('justice-desk', id, 'resolve', { outcome: 'mediated', summary: '双方和解' });
    const visit = done.obligations.find(({ kind }) => kind === 'return-visit')!;
    expect([done.status, visit.holder.departmentId]).toEqual(['resolved', 'justice']);
    expect((await cases.view('justice-visitor', id)).can).toContain('visit');
    // The police have a desk as well, and no part in it.
    expect([await statusOf('desk', id), await statusOf('visitor', id)]).toEqual([404, 404]);
  });

  it('may be a centre’s, which registers and hands on', async () => {
    const { id, desk } = await register('centre-desk');
    expect(desk).toBe('centre');
    await cases.does('centre-desk', id, 'transfer', { to: 'land', reason: '按职责移交' });
    const taken = await cases.does('land', id, 'accept', { transferId: 't1' });
    expect(taken).toMatchObject({ status: 'handling', holder: 'land', desk: 'centre' });
    expect(watched(await cases.view('centre-desk', id))).toMatchObject({ departmentId: 'centre' });
  });

  it('may be made a moment before somebody walks in there', async () => {
    // What the machine knows of the house is not older than what it is asked for.
    await register('centre-desk');
    const place = { name: '新街综治工作站', parentId: 'centre', hasDesk: true };
    expect((await api.post('admin', '/departments', { id: 'street', ...place })).status).toBe(201);
    await bring('street-desk', 'street', ['desk']);
    const { id, desk } = await register('street-desk');
    expect([desk, await statusOf('supervisor', id), await statusOf('desk', id)]).toEqual(['street', 200, 404]);
    expect(
      (await api.post('street-desk', '/items', { text: '两家争水', feeder: 'patrol', village: 'village-shixi' }))
        .status,
    ).toBe(201);
    expect(
      (await api.post('admin', '/departments', { id: 'lane', name: '新巷调解室', parentId: 'justice' })).status,
    ).toBe(201);
    await bring('lane', 'lane', ['handler', 'head']);
    const offered = await cases.act('street-desk', id, 'transfer', { to: 'lane', reason: '请调解' });
    expect([offered.status, await statusOf('lane', id)]).toEqual([200, 200]);
    const { owner } = api.engine.database;
    const [seen] = (await owner.query(`SELECT visible_to AS "by" FROM dispute WHERE id = $1`, [id])) as [
      { by: string[] },
    ];
    expect(seen.by).toContain('^justice');
  });

  it('are watched by who stands above them, and by nobody beside them', async () => {
    const [ofJustice, ofCentre] = [await register('justice-desk'), await register('centre-desk')];
    const can = async (who: string, id: string) =>
      (await statusOf(who, id)) === 200 && (await cases.view(who, id)).can.includes('supervise');
    const order = { demand: '请说明', answerWithin: { amount: 2, unit: 'days' } };
    for (const [who, overJustice, overCentre] of [
      ['supervisor', true, false],
      ['district-chief', true, true],
      ['desk', false, false],
      ['centre-desk', false, false],
    ] as const)
      expect([who, await can(who, ofJustice.id), await can(who, ofCentre.id)]).toEqual([who, overJustice, overCentre]);
    const refused = await cases.act('centre-desk', ofJustice.id, 'supervise', order);
    expect([403, 404]).toContain(refused.status);
    // What is late is told upwards from the desk that it came to.
    const board = async (who: string) => (await api.get<{ departments: { id: string }[] }>(who, '/board')).status;
    expect([await board('supervisor'), await board('district-chief'), await board('centre-desk')]).toEqual([
      200, 200, 403,
    ]);
  });

  it('take what anybody hands in, of whichever department', async () => {
    for (const who of ['grid', 'justice', 'land-head', 'visitor', 'desk', 'supervisor', 'centre-desk']) {
      const { body } = await api.get<Me>(who, '/me');
      expect([who, body.abilities.includes('item.report')]).toEqual([who, true]);
      const told = await api.post(who, '/items', {
        text: `${who}听说两家争水`,
        feeder: 'patrol',
        village: 'village-shixi',
      });
      expect([who, told.status]).toEqual([who, 201]);
    }
    const { body } = await api.get<Me>('auditor', '/me');
    expect(body.abilities).not.toContain('item.report');
  });

  it('are known to who works there: who they are, what they may, and by which role', async () => {
    const { body } = await api.get<Me>('justice-desk', '/me');
    expect(body).toMatchObject({ id: 'justice-desk', roles: ['desk', 'handler'] });
    expect(Object.keys(body.why).sort()).toEqual([...body.abilities].sort());
    expect(body.why).toMatchObject({ 'dispute.register': ['desk'], 'item.report': ['desk', 'handler'] });
  });
});
