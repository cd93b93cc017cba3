import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PolicyDocument } from '#domain/policy/document.js';
import type { CalendarYear } from '#domain/time/calendar.js';
import { SHIPPED_CALENDARS } from '#domain/time/shipped-calendars.js';
import { addDays, civilDateAt, instantOf } from '#domain/time/time.js';
import { ReleasedYears } from '../../apps/api/rules/released-years.js';
import { Api } from '../support/api.js';
import { Casework, type ObligationView, type Problem, type View } from '../support/casework.js';
import { until } from '../support/township.js';

/** The year after the last whose notice ships. */
const YEAR = Math.max(...SHIPPED_CALENDARS.filter(({ official }) => official).map(({ year }) => year)) + 1;
const weekday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay();
const every = (from: string, to: string) => {
  const days = [from];
  while (days.at(-1)! < to) days.push(addDays(days.at(-1)!, 1));
  return days;
};
const isWeekend = (date: string) => [0, 6].includes(weekday(date));

/** A notice as they are: a week off about Spring Festival, for which the Sundays before and after it are worked. */
function noticeOf(known: CalendarYear): CalendarYear {
  const [first, last] = [`${YEAR}-02-05`, `${YEAR}-02-11`];
  const statutory = known.statutory.filter((day) => day < first || day > last);
  const [before] = every(`${YEAR}-01-29`, `${YEAR}-02-04`).filter((day) => weekday(day) === 0);
  const [after] = every(`${YEAR}-02-12`, `${YEAR}-02-18`).filter((day) => weekday(day) === 0);
  return {
    ...known,
    official: true,
    source: `国务院办公厅关于${YEAR}年部分节假日安排的通知`,
    holidays: [...new Set([...statutory, ...every(first, last)])].sort(),
    makeUpDays: [before!, after!],
    statutory: [...statutory, ...every(first, addDays(first, 3))].sort(),
  };
}

/** By hand: the last of so many days that are worked after this one. */
function lastOf(amount: number, from: string, years: readonly CalendarYear[]): string {
  const [off, worked] = [
    new Set(years.flatMap((each) => [...each.holidays, ...each.statutory])),
    new Set(years.flatMap((each) => each.makeUpDays)),
  ];
  let day = from;
  for (let left = amount; left > 0;) {
    day = addDays(day, 1);
    if (worked.has(day) || (!isWeekend(day) && !off.has(day))) left -= 1;
  }
  return day;
}

interface Drafted {
  document: CalendarYear;
  differences: { pointer: string }[];
}
interface Rollout {
  id: string;
  state: string;
  failed: number;
}
interface Preview {
  rows: { disputeId: string; kind: string; from: string; to: string; provisional: boolean }[];
}
type Dated = ObligationView & { provisional: boolean };

/** A county that goes into a year whose notice appears while its cases run. */
describe.each(['draft', 'publish'] as const)('a year that a later release brings, where it is to %s', (updates) => {
  let api: Api;
  let cases: Casework;
  let known: CalendarYear;
  beforeAll(async () => {
    api = await Api.start({ CALENDAR_UPDATES: updates });
    cases = new Casework(api);
    known = (await api.get<CalendarYear>('desk', `/calendars/default/${YEAR}`)).body;
  });
  afterAll(() => api.stop());

  const address = `/calendars/default/${YEAR}`;
  const released = () => [...SHIPPED_CALENDARS.filter(({ year }) => year !== YEAR), noticeOf(known)];
  const offer = () => api.app.get(ReleasedYears).offer(released());
  const inForce = async () => (await api.get<CalendarYear>('desk', address)).body;
  const logged = async (action: string) =>
    (await api.get<{ items: { userId: string; data: object }[] }>('auditor', `/audit?action=${action}`)).body.items;
  const handleOf = async (id: string) =>
    ((await cases.view('desk', id)) as View).obligations.find(({ kind }) => kind === 'handle') as Dated;
  const moved = async (rollout: Rollout) => {
    await until(async () => (await api.get<Rollout>('admin', `/rollouts/${rollout.id}`)).body.state === 'done');
    expect((await api.get<Rollout>('admin', `/rollouts/${rollout.id}`)).body.failed).toBe(0);
  };
  let amount: number;
  const ids: string[] = [];

  it('brings nothing that is known already, and nothing that is not official', async () => {
    await api.app.get(ReleasedYears).offer();
    const { body } = await api.get<{ drafted: number[] }>('admin', '/calendars');
    expect(body.drafted).toEqual([]);
  });

  it('finds cases whose dates reach over its Spring Festival, provisional so far', async () => {
    const { document } = (await api.get<{ document: PolicyDocument }>('desk', '/policies/current')).body;
    const today = civilDateAt(instantOf(Date.now()), 'Asia/Shanghai');
    for (amount = 1; lastOf(amount, today, released()) < `${YEAR}-02-13`;) amount += 1;
    const each = { amount, unit: 'workingDays' as const };
    const drafted = await api.post<{ version: string }>('admin', '/policies', {
      document: { ...document, handle: { ...document.handle, blue: { simple: each, ordinary: each, complex: each } } },
    });
    const body = { moveOpen: false, reason: '试点' };
    expect((await api.post('admin', `/policies/${drafted.body.version}/publish`, body)).status).toBe(202);
    for (const n of [1, 2, 3]) {
      const parties = [{ name: `过年人${n}`, role: 'applicant' }];
      ids.push((await cases.handledBy('justice', { parties })).id);
    }
    for (const id of ids) {
      const handle = await handleOf(id);
      expect(handle.provisional).toBe(true);
      expect(handle.dueAt.slice(0, 7)).toBe(`${YEAR}-02`);
    }
  });

  if (updates === 'draft')
    it('is a draft with what is different of it, which nobody is overwritten by, and one click publishes', async () => {
      const before = await inForce();
      await offer();
      expect(await inForce()).toEqual(before);
      const { body: draft } = await api.get<Drafted>('admin', `${address}/draft`);
      expect(draft.document).toEqual({ ...noticeOf(known), region: 'default' });
      expect(draft).toMatchObject({ byRelease: true, draftedBy: null, draftedAt: expect.any(String) });
      const listed = async () => (await api.get<{ drafted: object[] }>('admin', '/calendars')).body.drafted;
      expect(await listed()).toMatchObject([{ year: YEAR, byRelease: true, source: draft.document.source }]);
      expect(draft.differences.map(({ pointer }) => pointer)).toEqual(
        expect.arrayContaining(['/holidays', '/makeUpDays', '/official']),
      );
      expect((await logged('calendar-drafted'))[0]).toMatchObject({
        userId: 'admin',
        data: { region: 'default', year: YEAR, by: 'release' },
      });
      const entries = (await logged('calendar-drafted')).length;
      const own = { ...noticeOf(known), source: '县里自己的' };
      expect((await api.call('admin', 'PUT', address, own)).status).toBe(200);
      expect(await listed()).toMatchObject([
        { year: YEAR, byRelease: false, draftedBy: 'admin', source: '县里自己的' },
      ]);
      await offer();
      expect((await api.get<Drafted>('admin', `${address}/draft`)).body.document.source).toBe('县里自己的');
      expect((await logged('calendar-drafted')).length).toBe(entries + 1);
      // Thrown away by who drafts; an official year of the release is offered again.
      const discard = (who: string) => api.call(who, 'DELETE', `${address}/draft`);
      expect((await discard('supervisor')).status).toBe(403);
      expect((await discard('admin')).status).toBe(204);
      expect((await discard('admin')).status).toBe(404);
      expect(await listed()).toEqual([]);
      expect((await logged('calendar-discarded'))[0]).toMatchObject({ data: { region: 'default', year: YEAR } });
      await offer();
      expect(await listed()).toMatchObject([{ year: YEAR, byRelease: true }]);

      const { body: foretold } = await api.post<Preview>('admin', `${address}/preview`, {});
      const published = await api.post<{ rollout: Rollout } & Problem>('admin', `${address}/publish`, {
        reason: '国办通知',
      });
      expect(published.status).toBe(202);
      await moved(published.body.rollout);
      for (const id of ids) {
        const row = foretold.rows.find(({ disputeId, kind }) => disputeId === id && kind === 'handle');
        expect((await handleOf(id)).dueAt).toBe(row!.to);
      }
    }, 120_000);
  else
    it('counts by itself, in the name of the administrator, and is drafted no second time', async () => {
      await Promise.all([offer(), offer()]);
      await until(async () => (await inForce()).official);
      await offer();
      const published = await logged('calendar-published');
      expect(published).toMatchObject([
        { userId: 'admin', data: { region: 'default', year: YEAR, allowShorter: false, by: 'release' } },
      ]);
      expect((await api.get('admin', `${address}/draft`)).status).toBe(404);
      await until(async () => (await Promise.all(ids.map(handleOf))).every(({ provisional }) => !provisional));
    }, 120_000);

  it('leaves each date where its days are counted by hand, and the record is proved', async () => {
    const years = [...SHIPPED_CALENDARS.filter(({ year }) => year < YEAR), await inForce()];
    const { holidays, makeUpDays } = years.at(-1)!;
    for (const id of ids) {
      const handle = await handleOf(id);
      const accepted = (await cases.timeline('desk', id)).find(({ type }) => type === 'TransferAccepted')!;
      const begun = civilDateAt(instantOf(Date.parse(accepted.at)), 'Asia/Shanghai');
      const last = lastOf(amount, begun, years);
      expect(handle).toMatchObject({
        provisional: false,
        dueAt: new Date(Date.parse(`${last}T17:30:00+08:00`)).toISOString(),
      });
      // The week off lies on the way, and both Sundays that are worked for it.
      expect([last > holidays.find((day) => day === `${YEAR}-02-11`)!, last > makeUpDays[0]!]).toEqual([true, true]);
    }
    expect((await api.engine.upkeep.verify()).problems).toEqual([]);
  });
});
