import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settleMoves } from '#persistence/people/moves.js';
import { rolloutWorkflowIdOf } from '#workflows/rollout/messages.js';
import { Api } from '../support/api.js';
import { until } from '../support/township.js';
import { Casework, type ObligationView, type Page, type Problem, type View } from '../support/casework.js';

const FULL = process.env.CHECK === 'full';

interface Progress {
  id: string;
  state: string;
  total: number;
  moved: number;
  failed: number;
}
const NOTE = { note: '已到现场' };
type Refused = Problem & { cases?: number; people?: number; departments?: string[]; items?: number };

/** Forestry is merged into land: what it had goes on there, and nobody waits a minute longer or shorter for it. */
describe('a department that is closed', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const close = <T = Refused>(who: string, id: string, body: object) =>
    api.post<T>(who, `/departments/${id}/close`, { reason: '机构改革，职能并入自然资源所', ...body });
  const running = ({ obligations }: View) =>
    obligations.filter(({ state }) => ['open', 'late', 'paused'].includes(state));
  const clocks = (owed: ObligationView[]) => owed.map(({ id, dueAt, state }) => ({ id, dueAt, state }));
  /** Each process hears within seconds who works where. */
  const moved = async (who: string, to: string) => {
    const me = async () => (await api.get<{ departmentId: string; roles: string[] }>(who, '/me')).body;
    await until(async () => (await me()).departmentId === to, 100);
    return me();
  };
  const ended = async ({ id }: Progress) => {
    await api.engine.client.workflow.getHandle(rolloutWorkflowIdOf(id)).result();
    return (await api.get<Progress>('admin', `/rollouts/${id}`)).body;
  };

  it('has somebody who goes on in its place, where that may be, and says what stands against it', async () => {
    await cases.offered('forestry');
    const alone = await close('admin', 'forestry', {});
    expect(alone).toMatchObject({ status: 409, body: { code: 'SUCCESSOR_REQUIRED', cases: 1 } });
    expect(alone.body.people).toBeGreaterThan(0);
    for (const [successorId, code] of [
      ['forestry', 'SUCCESSOR_IS_SELF'],
      ['nowhere', 'UNKNOWN_DEPARTMENT'],
      ['village-shixi', 'SUCCESSOR_UNLIKE'],
    ]) {
      const { status, body } = await close('admin', 'forestry', { successorId });
      expect([status, body.errors?.map((each) => `${each.pointer} ${each.code}`)]).toEqual([
        400,
        [`/successorId ${code}`],
      ]);
    }
    expect((await close('admin', 'police', { successorId: 'land' })).body.errors).toMatchObject([{ code: 'NO_DESK' }]);
    expect(await close('admin', 'centre', { successorId: 'land' })).toMatchObject({
      status: 409,
      body: { code: 'DEPARTMENTS_BELOW', departments: expect.arrayContaining(['police', 'forestry']) },
    });
    expect((await close('supervisor', 'forestry', { successorId: 'land' })).status).toBe(403);
    expect((await close('forestry', 'forestry', { successorId: 'land' })).status).toBe(403);
    expect((await close('admin', 'nowhere', { successorId: 'land' })).status).toBe(404);
  });

  it('leaves each of its cases by an entry of its own, while people go on, and then its people go along', async () => {
    const offered = await cases.offered('forestry');
    const handled = await cases.handledBy('forestry');
    const suspended = await cases.handledBy('forestry');
    await cases.does('supervisor', suspended.id, 'suspend', { ground: 'appraisal', reason: '待评估' });
    const resolved = await cases.resolvedBy('forestry');
    const assisted = await cases.handledBy('justice');
    await cases.does('desk', assisted.id, 'transfer', { to: 'forestry', role: 'assist', reason: '协助勘界' });
    await cases.does('forestry', assisted.id, 'accept', { transferId: 't2' });
    const strange = await cases.handledBy('justice');
    const back = await cases.offered('forestry');
    await cases.does('forestry', back.id, 'return', {
      transferId: 't1',
      reasonCode: 'not-our-duty',
      reason: '不属职责',
    });
    await cases.does('desk', back.id, 'decide-return', { transferId: 't1', uphold: true, reason: '属实' });
    const all = [offered, handled, suspended, resolved, assisted];
    const before = await Promise.all(all.map(({ id }) => cases.view('desk', id)));

    const begun = await close<{ rollout: Progress }>('admin', 'forestry', { successorId: 'land' });
    expect(begun.status).toBe(202);
    const meanwhile = api.post('forestry', `/disputes/${handled.id}/progress`, { note: '已到现场' });
    // Nothing new comes to it from the first moment on.
    const { id: late } = await cases.register();
    const refused = await api.post<Problem>('desk', `/disputes/${late}/transfer`, { to: 'forestry', reason: '林权' });
    expect([refused.status, refused.body.errors]).toMatchObject([400, [{ pointer: '/to', code: 'DEPARTMENT_CLOSED' }]]);
    expect((await close('admin', 'forestry', { successorId: 'land' })).status).toBe(404);
    const progress = await ended(begun.body.rollout);
    expect(progress).toMatchObject({ state: 'done', failed: 0 });
    // Either still the one or already the other; never a fault.
    expect([200, 403, 404]).toContain((await meanwhile).status);

    for (const [index, { id }] of all.entries()) {
      const view = await cases.view('desk', id);
      expect(clocks(running(view))).toEqual(clocks(running(before[index]!)));
      expect(running(view).map(({ holder }) => holder.departmentId)).not.toContain('forestry');
      const entry = (await cases.timeline('desk', id)).find(({ type }) => type === 'DepartmentSucceeded');
      expect(entry).toMatchObject({
        actor: { kind: 'person', userId: 'admin' },
        data: { from: 'forestry', to: 'land' },
        text: { reason: '机构改革，职能并入自然资源所' },
      });
    }
    expect((await cases.timeline('desk', strange.id)).map(({ type }) => type)).not.toContain('DepartmentSucceeded');
    expect((await cases.view('desk', handled.id)).holder).toBe('land');
    // What is over stands under the name of its time: in the list of offers, and on the board, whose lines make its total.
    expect((await cases.view('desk', handled.id)).transfers).toMatchObject([
      { to: 'land', heldBefore: [{ departmentId: 'forestry' }] },
    ]);
    const { body: board } = await api.get<{ departments: { departmentId: string; returned: number }[] }>(
      'supervisor',
      '/board',
    );
    expect(board.departments.find(({ departmentId }) => departmentId === 'forestry')).toMatchObject({ returned: 1 });
    // Who handled it goes on, where they are now.
    expect(await moved('forestry', 'land')).toMatchObject({ departmentId: 'land', roles: ['handler'] });
    await cases.does('forestry', handled.id, 'progress', { note: '继续办理' });
    await cases.does('land', offered.id, 'accept', { transferId: 't1' });
    await cases.does('forestry', assisted.id, 'complete-assist', { transferId: 't2', report: '已勘界' });
    const { body: places } = await api.get<Page<{ id: string; active: boolean; successorId: string | null }>>(
      'desk',
      '/departments',
    );
    expect(places.items.find(({ id }) => id === 'forestry')).toMatchObject({ active: false, successorId: 'land' });
    const { body: log } = await api.get<Page<{ data: object; reason: string | null }>>(
      'auditor',
      '/audit?action=department-changed&limit=2',
    );
    expect(log.items).toMatchObject([
      { data: { departmentId: 'forestry', after: { active: false } } },
      { data: { departmentId: 'forestry', after: { successorId: 'land' } }, reason: '机构改革，职能并入自然资源所' },
    ]);
    expect((await api.engine.upkeep.verify()).problems).toEqual([]);
  });

  it('is proposed no more: who goes on in its place is, where the policy still names it', async () => {
    const { body } = await api.get<{ suggestion: { departmentId: string } | null }>(
      'desk',
      '/proposal?category=forest-title&village=village-shixi&title=x',
    );
    expect(body.suggestion).toMatchObject({ departmentId: 'land' });
  });

  it('is read about by who goes on in its place, and a case that it closed comes back to them', async () => {
    const { id } = await cases.closedBy('labour');
    // While one cannot be written to, the other goes over: whoever had it hears where it is, and not that they may not.
    const [gone, held] = [await cases.handledBy('labour'), await cases.handledBy('labour')];
    const lock = api.engine.database.owner.createQueryRunner();
    await lock.startTransaction();
    await lock.query(`SELECT FROM dispute WHERE id = $1 FOR UPDATE`, [held.id]);
    const { rollout } = (await close<{ rollout: Progress }>('admin', 'labour', { successorId: 'agriculture' })).body;
    const act = () => api.post<Problem & { departmentId?: string }>('labour', `/disputes/${gone.id}/progress`, NOTE);
    await until(async () => (await cases.view('supervisor', gone.id)).holder === 'agriculture', 300);
    await until(async () => (await act()).body.code === 'WENT_OVER', 100);
    const told = await act();
    expect([told.status, told.body.departmentId]).toEqual([403, 'agriculture']);
    await lock.rollbackTransaction();
    await lock.release();
    expect(await ended(rollout)).toMatchObject({ state: 'done', failed: 0 });
    await moved('labour', 'agriculture');
    expect((await act()).status).toBe(200);
    expect((await cases.timeline('supervisor', id)).map(({ type }) => type)).not.toContain('DepartmentSucceeded');
    expect((await cases.view('agriculture', id)).holder).toBe('labour');
    const view = await cases.does('supervisor', id, 'reopen', { reason: '又起争执' });
    expect(view).toMatchObject({ status: 'handling', holder: 'agriculture' });
    expect(running(view).map(({ holder }) => holder.departmentId)).not.toContain('labour');
    await cases.does('agriculture', id, 'progress', { note: '重新受理' });
    expect((await api.engine.upkeep.verify()).problems).toEqual([]);
  });

  (FULL ? it : it.skip)(
    'under load: of 200 cases none is nobody’s, and every clock is as it was, while people act on them',
    async () => {
      const held: View[] = [];
      for (let n = 0; n < 200; n += 1) held.push(await cases.handledBy(n % 2 ? 'justice' : 'land'));
      const before = new Map(held.map((view) => [view.id, clocks(running(view))]));
      let isOver = false;
      const answered: number[] = [];
      const people = Array.from({ length: 4 }, async (_, lane) => {
        for (let n = lane; !isOver; n += 4) {
          const { id } = held[n % held.length]!;
          const who = n % 2 ? 'justice' : 'land';
          answered.push((await api.post(who, `/disputes/${id}/progress`, { note: '跟进' })).status);
        }
      });
      const { rollout } = (await close<{ rollout: Progress }>('admin', 'justice', { successorId: 'land' })).body;
      const progress = await ended(rollout);
      isOver = true;
      await Promise.all(people);
      expect(progress).toMatchObject({ state: 'done', failed: 0 });
      // Who was of it acts for it until their case has gone over, and for the other once they have gone along.
      expect([...new Set(answered)].filter((status) => ![200, 403, 404].includes(status))).toEqual([]);
      for (const { id } of held) {
        const view = await cases.view('desk', id);
        expect(clocks(running(view))).toEqual(before.get(id));
        expect(view.holder).toBe('land');
      }
      expect((await api.engine.upkeep.verify()).problems).toEqual([]);
    },
    600_000,
  );

  it('with a desk closes once nothing waits there to be looked at, and what it watches is watched from there', async () => {
    const made = await api.post('admin', '/departments', {
      id: 'hall',
      name: '综治中心大厅',
      parentId: 'centre',
      hasDesk: true,
    });
    expect(made.status).toBe(201);
    const { id } = await cases.handledBy('land');
    const told = { text: '两户为水沟争执', feeder: 'patrol', village: 'village-shixi' };
    const item = await api.post<{ id: string }>('desk', '/items', told);
    const waiting = await close('admin', 'police', { successorId: 'hall' });
    expect(waiting).toMatchObject({ status: 409, body: { code: 'ITEMS_WAITING', items: 1 } });
    expect((await api.post('desk', `/items/${item.body.id}/discard`, { reason: '已自行和好' })).status).toBe(200);
    const { rollout } = (await close<{ rollout: Progress }>('admin', 'police', { successorId: 'hall' })).body;
    expect(await ended(rollout)).toMatchObject({ state: 'done', failed: 0 });
    await moved('desk', 'hall');
    expect((await cases.view('desk', id)).desk).toBe('hall');
    await cases.does('desk', id, 'withdraw', { reason: '申请人撤回' });
    // What is reported from now on comes to the desk that there is.
    const next = await api.post('grid', '/items', told);
    expect([next.status, (await api.get<Page<{ id: string }>>('desk', '/items?state=new')).body.items.length]).toEqual([
      201, 1,
    ]);
    // What was written by who had not heard of a new department is set right once everybody has.
    const { owner } = api.engine.database;
    await owner.query(`UPDATE department SET moved_at = moved_at - interval '11 seconds' WHERE moved_at IS NOT NULL`);
    await settleMoves(owner);
    expect((await api.engine.upkeep.verify()).problems).toEqual([]);
  });
});
