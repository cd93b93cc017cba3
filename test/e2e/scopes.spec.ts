import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VERBS } from '#domain/dispute/commands.js';
import { Api } from '../support/api.js';
import {
  Casework,
  type Done,
  type ObligationView,
  type Problem,
  type View,
  type VisitView,
} from '../support/casework.js';
import { OF_CASE } from '../support/doors.js';

const FULL = process.env.CHECK === 'full';
const REPORTER = '钮思齐';

/** Accounts and their departments (api.md, "Demo accounts"). */
const PEOPLE: Record<string, string> = {
  grid: 'village-shixi',
  desk: 'police',
  visitor: 'police',
  ...Object.fromEntries(
    ['justice', 'land', 'forestry', 'labour', 'agriculture'].flatMap((id) => [
      [id, id],
      [`${id}-head`, id],
    ]),
  ),
  supervisor: 'centre',
  auditor: 'district',
  admin: 'district',
};
const EVERYBODY = Object.keys(PEOPLE);
/** The desk that watches always, and those above it. */
const WATCHING = ['desk', 'supervisor', 'auditor'];
const of = (department: string) => [department, `${department}-head`];

interface Situation {
  what: string;
  /** Everybody who may read it; everybody else may not even know that it is there. */
  readers: string[];
  bring: (cases: Casework, more: object) => Promise<View>;
}

const SITUATIONS: Situation[] = [
  { what: 'entered', readers: WATCHING, bring: (cases, more) => cases.register(more) },
  {
    what: 'offered to justice',
    readers: [...WATCHING, ...of('justice')],
    bring: (cases, more) => cases.offered('justice', more),
  },
  {
    what: 'handled by justice, assisted by land, forestry being asked to assist',
    readers: [...WATCHING, ...of('justice'), ...of('land'), ...of('forestry')],
    bring: async (cases, more) => {
      const { id } = await cases.handledBy('justice', more);
      await cases.does('desk', id, 'transfer', { to: 'land', role: 'assist', reason: '查底册' });
      await cases.does('land', id, 'accept', { transferId: 't2' });
      return cases.does('desk', id, 'transfer', { to: 'forestry', role: 'assist', reason: '看林界' });
    },
  },
  {
    what: 'returned by labour, undecided',
    readers: [...WATCHING, ...of('labour')],
    bring: async (cases, more) => cases.returned('labour', (await cases.offered('labour', more)).id, 't1'),
  },
  {
    what: 'returned by labour and agreed, now handled by justice',
    readers: [...WATCHING, ...of('justice')],
    bring: (cases, more) => returnedThenHandled(cases, more, false),
  },
  {
    what: 'handed back by labour and agreed, now handled by justice',
    readers: [...WATCHING, ...of('justice')],
    bring: (cases, more) => returnedThenHandled(cases, more, true),
  },
  {
    what: 'recalled from agriculture',
    readers: WATCHING,
    bring: async (cases, more) => {
      const { id } = await cases.offered('agriculture', more);
      return cases.does('desk', id, 'recall', { transferId: 't1', reason: '改派' });
    },
  },
  {
    what: 'handled in-house',
    readers: WATCHING,
    bring: (cases, more) => cases.offered('police', more),
  },
  {
    what: 'resolved by justice, to be visited',
    readers: [...WATCHING, ...of('justice'), 'visitor'],
    bring: (cases, more) => cases.resolvedBy('justice', more),
  },
  {
    what: 'resolved and visited, a term open',
    readers: [...WATCHING, ...of('justice')],
    bring: async (cases, more) => {
      const { id } = await cases.handledBy('justice', more);
      const agreement = { terms: [{ text: '月内拆墙' }] };
      await cases.does('justice', id, 'resolve', { outcome: 'mediated', summary: '和解', agreement });
      return cases.let(id);
    },
  },
  {
    what: 'closed by justice',
    readers: [...WATCHING, ...of('justice')],
    bring: (cases, more) => cases.closedBy('justice', more),
  },
];

/** What the door answers before it looks at who asks: whether there is such another case, such a file. */
const LOOKED_UP_FIRST = ['attach', 'merge'];
/** A body that its schema takes for every verb of a case. */
const bodiesOf = ({ now, obligations }: View): Record<string, object> => {
  const atDoors = Object.keys(VERBS).flatMap((verb) => {
    const row = OF_CASE[`POST /disputes/{id}/${verb}`];
    return row && !LOOKED_UP_FIRST.includes(verb) ? [[verb, row.body ?? {}] as const] : [];
  });
  return {
    ...Object.fromEntries(atDoors),
    contact: { parties: ['p1'], at: now, note: 'x' },
    meet: { departments: ['land'], at: new Date(Date.parse(now) + 86_400_000).toISOString() },
    ...(obligations[0] && {
      extend: { obligationId: obligations[0].id, by: { amount: 1, unit: 'days' }, reason: 'x' },
    }),
  };
};
/** What is the auditor's, who does nothing else on a case. */
const KEEPING = ['hold', 'lift-hold', 'erase'];

async function returnedThenHandled(cases: Casework, more: object, accepted: boolean): Promise<View> {
  const { id } = await cases.offered('labour', more);
  if (accepted) await cases.does('labour', id, 'accept', { transferId: 't1' });
  await cases.returned('labour', id, 't1');
  await cases.decided(id, 't1', true);
  await cases.does('desk', id, 'transfer', { to: 'justice', reason: '改由司法所' });
  return cases.does('justice', id, 'accept', { transferId: 't2' });
}

describe('who may read what', () => {
  let api: Api;
  let cases: Casework;
  const found: { situation: Situation; view: View; rehearsal: boolean }[] = [];

  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
    for (const rehearsal of [false, true]) {
      const views = await Promise.all(
        SITUATIONS.map((situation) =>
          situation.bring(cases, { rehearsal, source: { channel: 'walk-in', reporter: REPORTER } }),
        ),
      );
      views.forEach((view, index) => found.push({ situation: SITUATIONS[index]!, view, rehearsal }));
    }
  });
  afterAll(() => api.stop());

  const brought = (what: string) => found.find((each) => each.situation.what === what && !each.rehearsal)!;
  const idsFor = (who: string, rehearsal = false) =>
    found
      .filter((each) => each.rehearsal === rehearsal && each.situation.readers.includes(who))
      .map((each) => each.view.id)
      .sort();
  const readsOf = ({ id, obligations }: View) => [
    `/disputes/${id}`,
    `/disputes/${id}?at=${encodeURIComponent(new Date().toISOString())}`,
    `/disputes/${id}/timeline`,
    `/disputes/${id}/attribution`,
    ...(FULL ? obligations : obligations.slice(-1)).map((each) => `/obligations/${each.id}/explanation`),
  ];

  it.each(SITUATIONS)('a case that is $what is read by those on it, and unknown to all others', async ({ what }) => {
    for (const { view, situation, rehearsal } of found.filter((each) => each.situation.what === what)) {
      const full = await cases.view('desk', view.id);
      for (const who of EVERYBODY) {
        const status = situation.readers.includes(who) ? 200 : 404;
        // What a department keeps of a case that it returned is looked at below.
        if (PEOPLE[who] === 'labour' && status === 404) continue;
        // A rehearsal is kept from others by what keeps a case from them; the short run asks for it alone.
        for (const path of FULL || !rehearsal ? readsOf(full) : [`/disputes/${view.id}`]) {
          expect({ who, path, status: (await api.get(who, path)).status }).toEqual({ who, path, status });
        }
      }
    }
  });

  it('everybody who can see a case is named with why, whatever the reason, and nobody else', async () => {
    const reasons = new Set<string>();
    for (const { situation, view } of found.filter((each) => !each.rehearsal)) {
      const { items } = (
        await api.get<{ items: { userId: string; reasons: { why: string; departmentId: string }[] }[] }>(
          'desk',
          `/disputes/${view.id}/readers`,
        )
      ).body;
      for (const each of items.flatMap((one) => one.reasons)) reasons.add(each.why);
      const isPart = (each: (typeof items)[number]) => each.reasons.every(({ why }) => why === 'returned');
      const named = (each: (typeof items)[number]) => each.userId;
      expect([
        situation.what,
        items
          .filter((each) => !isPart(each))
          .map(named)
          .sort(),
      ]).toEqual([situation.what, [...situation.readers].sort()]);
      const part = items.filter(isPart).map(named);
      for (const who of EVERYBODY.filter((each) => !situation.readers.includes(each))) {
        const { status } = await api.get(who, `/disputes/${view.id}/timeline`);
        expect([situation.what, who, status]).toEqual([situation.what, who, part.includes(who) ? 200 : 404]);
      }
    }
    expect([...reasons].sort()).toEqual(['asked', 'assistant', 'desk', 'holder', 'returned', 'superior', 'visitor']);
  });

  it.each(EVERYBODY)('%s lists exactly the cases they may read, rehearsals apart', async (who) => {
    for (const rehearsal of [false, true]) {
      const items = await cases.all<View>(who, `/disputes${rehearsal ? '?rehearsal=true' : ''}`);
      expect(items.map((each) => each.id).sort()).toEqual(idsFor(who, rehearsal));
      expect(items.map((each) => each.rehearsal)).toEqual(items.map(() => rehearsal));
    }
    const wanted = brought('entered').view.number;
    const byNumber = await cases.all<View>(who, `/disputes?q=${wanted}`);
    expect(byNumber.map((each) => each.number)).toEqual(WATCHING.includes(who) ? [wanted] : []);
  });

  it.each(EVERYBODY)('%s has in the inbox what their own department owes, of cases they may read', async (who) => {
    const acting = !['grid', 'auditor', 'admin'].includes(who);
    const owed = await Promise.all(idsFor(who).map((id) => cases.view(who, id)));
    const expected = owed
      .flatMap((view) => view.obligations.filter((each) => ['open', 'late'].includes(each.state)))
      .filter((each) => acting && each.holder.departmentId === PEOPLE[who])
      .filter((each) => who !== 'visitor' || each.kind === 'return-visit')
      .map((each) => each.id)
      .sort();
    const items = await cases.all<{ obligation: ObligationView }>(who, '/inbox?tab=all');
    expect(items.map((each) => each.obligation.id).sort()).toEqual(expected);
    if (['desk', 'justice', 'land', 'visitor'].includes(who)) expect(expected.length).toBeGreaterThan(0);
  });

  it.each(EVERYBODY)('%s sees the visits of the cases they may read', async (who) => {
    const own = await Promise.all(idsFor(who).map((id) => cases.view(who, id)));
    const expected = own.flatMap((view) => view.visits.map((each) => `${view.id} ${each.n}`)).sort();
    const items = await cases.all<VisitView & { dispute: { id: string } }>(who, '/visits');
    expect(items.map((each) => `${each.dispute.id} ${each.n}`).sort()).toEqual(expected);
  });

  it.each(EVERYBODY)('%s counts in the statistics the cases they may read', async (who) => {
    const day = 86_400_000;
    const period = {
      from: new Date(Date.now() - day).toISOString(),
      to: new Date(Date.now() + day).toISOString(),
    };
    const { status, body } = await api.get<{ entered: { value: number; link: string } }>(
      who,
      `/statistics?${new URLSearchParams(period).toString()}`,
    );
    expect([status, body.entered.value]).toEqual([200, idsFor(who).length]);
    const listed = await cases.all<View>(who, body.entered.link);
    expect(listed.map((each) => each.id).sort()).toEqual(idsFor(who));
  });

  it.each(['/board', '/board/late', '/board/owed', '/board/bouncing'])(
    '%s is for supervisor and auditor alone',
    async (path) => {
      for (const who of EVERYBODY) {
        const status = ['supervisor', 'auditor'].includes(who) ? 200 : 403;
        expect({ who, status: (await api.get(who, path)).status }).toEqual({ who, status });
      }
    },
  );

  it('a notice is its reader’s own, and names no case that they have left', async () => {
    interface Notice {
      id: string;
      disputeId: string;
      number: string | null;
      title: string | null;
      kind: string;
    }
    const seen = new Map<string, string>();
    const real = new Set(found.filter((each) => !each.rehearsal).map((each) => each.view.id));
    let gone = 0;
    for (const who of EVERYBODY) {
      const readable = new Set(idsFor(who));
      for (const { id, disputeId, number, title } of await cases.all<Notice>(who, '/notices')) {
        expect(seen.get(id)).toBeUndefined();
        seen.set(id, who);
        expect(real).toContain(disputeId);
        const known = readable.has(disputeId);
        if (!known) gone += 1;
        expect({ who, number: number !== null, title: title !== null }).toEqual({ who, number: known, title: known });
      }
    }
    expect(gone).toBeGreaterThan(0);
    const [id, owner] = [...seen].find(([, who]) => who === 'labour')!;
    for (const who of EVERYBODY.filter((each) => each !== owner)) {
      expect({ who, status: (await api.post(who, `/notices/${id}/read`, undefined)).status }).toEqual({
        who,
        status: 404,
      });
    }
    expect((await api.post('labour', `/notices/${id}/read`, undefined)).status).toBe(204);
  });

  it('somebody who may not read a case cannot act on it either, by any verb', async () => {
    const { view } = brought('handled by justice, assisted by land, forestry being asked to assist');
    const bodies = bodiesOf(view);
    expect(Object.keys(VERBS).filter((verb) => !(verb in bodies))).toEqual(LOOKED_UP_FIRST);
    for (const verb of Object.keys(bodies)) {
      const strangers = ['labour', 'agriculture-head', 'visitor', 'grid', 'admin'].map(async (who) => {
        const { status, body } = await cases.act<Done & Problem>(who, view.id, verb, bodies[verb]!);
        return { who, verb, status, code: body.code };
      });
      for (const told of await Promise.all(strangers)) expect(told).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      // An auditor reads along and does nothing but keep.
      if (KEEPING.includes(verb)) continue;
      const { status, body } = await cases.act<Done & Problem>('auditor', view.id, verb, bodies[verb]!);
      expect({ verb, status, code: body.code }).toEqual({ verb, status: 403, code: 'NOT_ALLOWED' });
    }
    expect((await cases.view('auditor', view.id)).can).toEqual(['hold']);
    expect((await cases.view('desk', view.id)).seq).toBe(view.seq);
  });

  it.each(SITUATIONS.map(({ what }, turn) => ({ what, turn })))(
    'a case that is $what lets through just the verbs of can[], for every reader',
    async ({ what, turn }) => {
      const { view, situation } = brought(what);
      const bodies = bodiesOf(view);
      for (const [n, who] of situation.readers.entries()) {
        const { can, nextStep } = (await cases.view(who, view.id)) as View & { nextStep: { verb: string } | null };
        // In the short run each reader asks for every sixth verb, so that over all cases they ask for all.
        const verbs = Object.keys(bodies).filter((_, index) => FULL || (index + n + turn) % 6 === 0);
        // Asked on the oldest of pictures: what passes right and situation is stale, and nothing is changed. One after the
        // other, since of more than ten at once the rest waits for a second (Temporal's limit of updates in flight).
        const codes = new Map<string, string>();
        for (const verb of verbs) {
          const { status, body } = await cases.act(who, view.id, verb, bodies[verb]!, { 'if-match': '"0"' });
          expect([403, 409, 412]).toContain(status);
          codes.set(verb, body.code);
        }
        const passed = verbs
          .filter((verb) => codes.get(verb) === 'STALE_VERSION')
          // What is still open is looked at last of all; `can[]` has looked at it already.
          .filter((verb) => verb !== 'close' || view.status !== 'resolved');
        expect({ who, passed: passed.sort() }).toEqual({
          who,
          passed: can.filter((verb) => verbs.includes(verb)).sort(),
        });
        if (nextStep) expect(can).toContain(nextStep.verb);
      }
      expect((await cases.view('desk', view.id)).seq).toBe(view.seq);
    },
  );

  it('the past shows what it showed then, to those who may read the case now', async () => {
    const { view } = brought('returned by labour and agreed, now handled by justice');
    const entries = await cases.timeline('desk', view.id);
    const moment = entries.find((each) => each.type === 'TransferReturned')!.at;
    const at = `/disputes/${view.id}?at=${encodeURIComponent(moment)}`;
    for (const who of [...WATCHING, ...of('justice')]) {
      const { body } = await api.get<View>(who, at);
      expect(body).toMatchObject({ status: 'circulating', holder: 'police', can: [], now: moment });
      expect(body.transfers.map((each) => [each.to, each.state])).toEqual([['labour', 'returned']]);
      expect(body.seq).toBeLessThan(view.seq);
    }
    // Who was on the case at that moment is not asked: labour has left it.
    for (const who of of('labour')) expect((await api.get(who, at)).status).toBe(404);
    const before = new Date(Date.parse(entries[0]!.at) - 1).toISOString();
    expect((await api.get('desk', `/disputes/${view.id}?at=${before}`)).status).toBe(404);
  });

  describe('a department that returned a case', () => {
    const returned = [
      'returned by labour and agreed, now handled by justice',
      'handed back by labour and agreed, now handled by justice',
    ];

    it.each(returned)('reads nothing of it but the timeline: %s', async (what) => {
      const { view } = brought(what);
      const full = await cases.view('desk', view.id);
      for (const path of readsOf(full).filter((each) => !each.endsWith('/timeline'))) {
        for (const who of of('labour')) {
          expect({ who, path, status: (await api.get(who, path)).status }).toEqual({ who, path, status: 404 });
        }
      }
      expect(await cases.all('labour', `/disputes?q=${view.number}`)).toEqual([]);
    });

    it.each(returned)('keeps its own leg of the timeline, no more: %s', async (what) => {
      const { view } = brought(what);
      const all = await cases.timeline('desk', view.id);
      const first = all.find((each) => each.type === 'TransferOffered')!.seq;
      const last = all.find((each) => each.type === 'ReturnDecided')!.seq;
      for (const who of of('labour')) {
        const own = await cases.timeline(who, view.id);
        const types = own.map((each) => each.type);
        expect(types).toEqual(expect.arrayContaining(['TransferOffered', 'TransferReturned', 'ReturnDecided']));
        for (const { seq } of own) {
          expect(seq).toBeGreaterThanOrEqual(first);
          expect(seq).toBeLessThanOrEqual(last);
        }
        expect(JSON.stringify(own)).not.toContain(REPORTER);
      }
    });
  });

  describe('who reported a case', () => {
    const told = async (who: string, view: View) => {
      const answers = await Promise.all(
        [...readsOf(view), `/disputes?q=${view.number}`, '/inbox', '/visits', '/notices'].map((path) =>
          api.get(who, path),
        ),
      );
      return JSON.stringify(answers.map((each) => each.body)).includes(REPORTER);
    };

    it('is known to the desk of origin and the auditor, whatever becomes of the case', async () => {
      for (const { view } of found) {
        for (const who of ['desk', 'auditor'])
          expect({ who, told: await told(who, view) }).toEqual({ who, told: true });
      }
    });

    it('is told to nobody else who reads the case', async () => {
      for (const { view, situation } of found) {
        for (const who of situation.readers.filter((each) => !['desk', 'auditor', 'visitor'].includes(each))) {
          expect({ who, told: await told(who, view) }).toEqual({ who, told: false });
        }
      }
    });

    it('is not told to a visitor of the desk’s department', async () => {
      const { view } = brought('resolved by justice, to be visited');
      expect(await told('visitor', view)).toBe(false);
    });

    it('finds no case by the reporter’s name', async () => {
      for (const who of EVERYBODY) {
        expect(await cases.all(who, `/disputes?q=${encodeURIComponent(REPORTER)}`)).toEqual([]);
      }
    });
  });
});
