import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { loadConfig } from '#config/config.js';
import { createServer } from '../../apps/api/server.js';
import { Sessions } from '../../apps/api/auth/sessions.js';
import type { Change } from '../../apps/api/engine/changes.js';
import { worksAs, type Batch } from '../../apps/api/stream/batch.js';
import { Tail } from '../../apps/api/stream/tail.js';
import { Api } from '../support/api.js';
import { waterDispute } from '../support/casework.js';
import { MASTER_KEY } from '../support/engine.js';
import { EventStream } from '../support/event-stream.js';

interface Done {
  seq: number;
  dispute: { id: string; seq: number; title: string };
}

const BEAT_MS = 100;

describe('the stream', () => {
  let api: Api;
  const opened: EventStream[] = [];
  beforeAll(async () => {
    api = await Api.start({ STREAM_BEAT_MS: String(BEAT_MS) });
  });
  afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));
  afterAll(() => api.stop());

  const listen = async (who: string, last?: string) => {
    const stream = await EventStream.open(`${api.url}/api/v1/stream`, {
      authorization: `Bearer ${await api.token(who)}`,
      ...(last !== undefined && { 'last-event-id': last }),
    });
    opened.push(stream);
    return stream;
  };
  const register = async (more: object = {}) => {
    const answer = await api.post<Done>(
      'desk',
      '/disputes',
      waterDispute({ parties: [{ name: '甘守田', role: 'applicant' }], ...more }),
    );
    return answer.body.dispute;
  };
  const note = (id: string) => api.post<Done>('desk', `/disputes/${id}/note`, { text: '补充' });
  const about = (id: string) => (data: Record<string, unknown>) => data.id === id;

  it('asks who is there', async () => {
    expect((await api.get('', '/stream')).status).toBe(401);
    expect((await api.get('desk', '/stream?x=1')).status).toBe(400);
  });

  /** Holds up the next reading for all, once it is known who listens. */
  const heldUp = () => {
    const sessions = api.app.get(Sessions);
    const found = sessions.actorsOf.bind(sessions);
    let go = (): void => undefined;
    const gate = new Promise<void>((open) => (go = open));
    const begun = new Promise<void>((begins) => {
      sessions.actorsOf = async (ids) => {
        sessions.actorsOf = found;
        begins();
        await gate;
        return found(ids);
      };
    });
    return { begun, go };
  };
  const tell = (id: string, seq: number, kind: string) =>
    api.engine.database.owner.query(
      `INSERT INTO notice (dispute_id, seq, user_id, kind, at) VALUES ($1, $2, 'labour', $3, now())`,
      [id, seq, kind],
    );

  it('says everything once, also when more comes while it reads', async () => {
    const stream = await listen('labour');
    await stream.event('counts');
    const { id } = await register();
    const { begun, go } = heldUp();
    await tell(id, 1001, 'first');
    await begun;
    await tell(id, 1002, 'second');
    go();
    await tell(id, 1003, 'last');
    await stream.event('notice', (data) => data.kind === 'last');
    const told = stream.events.filter(({ type }) => type === 'notice').map(({ data }) => data.kind);
    expect(told).toEqual(['first', 'second', 'last']);
  });

  it('tells a notice that is announced after a reading went past it', async () => {
    const [stream, first] = [await listen('labour'), await listen('forestry')];
    await Promise.all([stream.event('counts'), first.event('counts')]);
    const { id } = await register();
    const { begun, go } = heldUp();
    await api.engine.database.owner.query(
      `INSERT INTO notice (dispute_id, seq, user_id, kind, at) VALUES ($1, 1005, 'forestry', 'anything', now())`,
      [id],
    );
    await begun;
    await tell(id, 1006, 'announced late');
    // Whatever was announced until now was heard before this: by the same connection, in order.
    await api.post('desk', `/disputes/${id}/note`, { text: '补充' });
    go();
    await stream.event('notice', (data) => data.kind === 'announced late');
  });

  it('misses nothing for who came while it was read what others hear', async () => {
    const first = await listen('forestry');
    await first.event('counts');
    const { id } = await register();
    const { begun, go } = heldUp();
    await tell(id, 1004, 'anything');
    await begun;
    const stream = await listen('labour');
    await stream.event('counts');
    await api.post('desk', `/disputes/${id}/transfer`, { to: 'labour', reason: '欠薪' });
    go();
    await stream.event('dispute', about(id));
  });

  it('reads nothing while nothing changes, and a change once for all who hear it', async () => {
    const reader = api.app.get(Reader);
    const as = reader.as.bind(reader);
    let readings = 0;
    reader.as = (who, work) => {
      readings += 1;
      return as(who, work);
    };
    try {
      const end = Date.now() + 20_000;
      const cost = async (streams: EventStream[]) => {
        await Promise.all(streams.map((each) => each.event('counts')));
        const beats = (each: EventStream) => each.comments.length;
        // What others did before is still being told.
        do {
          readings = 0;
          const before = streams.map(beats);
          await Promise.all(streams.map((each, n) => each.until(() => beats(each) >= before[n]! + 5)));
        } while (readings > 0 && Date.now() < end);
        const idle = readings;
        readings = 0;
        const { id } = await register();
        await Promise.all(streams.map((each) => each.event('dispute', about(id))));
        return { idle, readings };
      };
      const one = await cost([await listen('desk')]);
      const many = await cost(await Promise.all(Array.from({ length: 10 }, () => listen('desk'))));
      expect([one.idle, many.idle]).toEqual([0, 0]);
      expect(one.readings).toBeLessThanOrEqual(6);
      expect(many.readings).toBeLessThanOrEqual(6);
    } finally {
      reader.as = as;
    }
  });

  it('counts anew for whom something changed, and for nobody else', async () => {
    const actors = await api.app.get(Sessions).actorsOf(['desk', 'land']);
    const [desk, land] = [actors.get('desk')!, actors.get('land')!];
    let hear: (batch: Batch) => void = () => undefined;
    const tail = new Tail(api.app.get(Reader), api.app.get(Rulebook), {
      listening: () => Promise.resolve([desk, land]),
      hear: (batch) => hear(batch),
      missed: () => undefined,
      failed: (error) => {
        throw error;
      },
    });
    const countedAfter = async (change: Change) => {
      const heard = new Promise<Batch>((comes) => (hear = comes));
      tail.heard(change);
      return [...(await heard).counts.keys()];
    };
    try {
      await tail.begin();
      expect(await countedAfter({ scopes: desk.scopes })).toEqual([worksAs(desk)]);
      expect(await countedAfter({ scopes: [], users: ['land'] })).toEqual([worksAs(land)]);
      expect(await countedAfter({})).toEqual([worksAs(desk), worksAs(land)]);
    } finally {
      tail.stop();
    }
  });

  it('tells those on the case and nobody else', async () => {
    const [related, asked, unrelated, admin] = await Promise.all(
      ['desk', 'justice', 'land', 'admin'].map((w) => listen(w)),
    );
    const all = [related!, asked!, unrelated!, admin!];
    await Promise.all(all.map((each) => each.event('counts')));
    expect(related!.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const { id } = await register();
    await api.post('desk', `/disputes/${id}/transfer`, { to: 'justice', reason: '用水' });
    const heard = await asked!.event('dispute', about(id));
    expect(heard.data).toMatchObject({ id, title: '灌溉用水纠纷', status: 'circulating' });
    expect((await asked!.event('notice')).data).toMatchObject({ disputeId: id, kind: 'offered' });
    await asked!.event('counts', (data) => data.answer === 1);
    await related!.event('dispute', (data) => data.id === id && data.status === 'circulating');
    // Whatever the others were sent came before this: their own next change.
    for (const [stream, who] of [
      [unrelated!, 'land'],
      [admin!, 'admin'],
    ] as const) {
      await api.engine.database.owner.query(
        `INSERT INTO notice (dispute_id, seq, user_id, kind, at) VALUES ($1, 999, $2, 'barrier', now())`,
        [id, who],
      );
      const barrier = await stream.event('notice');
      // Even this one, about a case that they may not see, names neither its number nor its title.
      expect(barrier.data).toMatchObject({ kind: 'barrier', number: null, title: null });
      expect(stream.events.map((each) => each.type)).toEqual(['counts', 'notice']);
    }
  });

  it('tells a department that it lost sight of a case', async () => {
    const { id } = await register();
    await api.post('desk', `/disputes/${id}/transfer`, { to: 'labour', reason: '试' });
    const stream = await listen('labour');
    await stream.event('counts');
    await api.post('desk', `/disputes/${id}/recall`, { transferId: 't1', reason: '撤回' });
    expect((await stream.event('dispute', (data) => data.gone === true)).data).toEqual({ id, gone: true });
  });

  it('goes on after a break without losing anything', async () => {
    const { id } = await register();
    const first = await listen('desk');
    await first.event('counts');
    await note(id);
    await first.event('dispute', about(id));
    const last = first.lastEventId;
    await first.close();
    const missed = await Promise.all(Array.from({ length: 12 }, () => register()));
    await note(id);
    const second = await listen('desk', last);
    for (const each of missed) await second.event('dispute', about(each.id));
    await second.event('dispute', (data) => data.id === id && (data.seq as number) >= 4);
    expect(second.events.map((each) => each.type)).not.toContain('resync');
  });

  it('misses no change of a transaction that began before and committed after it looked', async () => {
    const { id } = await register();
    const slow = api.engine.database.owner.createQueryRunner();
    await slow.startTransaction();
    await slow.query(`UPDATE dispute SET seq = seq + 1, row = jsonb_set(row, '{seq}', '77') WHERE id = $1`, [id]);
    const other = await register();
    const first = await listen('desk');
    await first.event('counts');
    await note(other.id);
    await first.event('dispute', about(other.id));
    const last = first.lastEventId;
    await first.close();
    await slow.commitTransaction();
    await slow.release();
    const second = await listen('desk', last);
    expect((await second.event('dispute', about(id))).data).toMatchObject({ seq: 77 });
  });

  it.each(['nonsense', '99999999999999999999', '18446744073709551615', '-1'])(
    'says that it cannot go on from %s',
    async (last) => {
      const stream = await listen('desk', last);
      await stream.event('resync');
      await stream.event('counts');
      expect(stream.lastEventId).toMatch(/^\d+$/);
    },
  );

  it('keeps rehearsals to itself', async () => {
    const stream = await listen('desk');
    await stream.event('counts');
    const rehearsal = await register({ rehearsal: true });
    const real = await register();
    await stream.event('dispute', about(real.id));
    expect(stream.events.filter((each) => each.data.id === rehearsal.id)).toEqual([]);
  });

  it('gives signs of life, and moves the place to go on from with them', async () => {
    const stream = await listen('admin');
    await stream.event('counts');
    const before = BigInt(stream.lastEventId);
    const told: string[] = [];
    // Somebody else's change: the admin hears nothing of it but time going on.
    // A place lies behind all that runs on the database server, other files' work too: the change after it moves it.
    while (BigInt(stream.lastEventId) <= before) {
      const { length } = stream.comments;
      told.push((await register()).id);
      await stream.until(({ comments }) => comments.length > length && comments.at(-1) === 'beat');
    }
    // What the town tells its administrator of other things meanwhile is theirs to hear.
    const heard = stream.events.filter(({ type, data }) => type !== 'notice' || told.includes(String(data.disputeId)));
    expect(heard.map((each) => each.type)).toEqual(['counts']);
  });

  it('ends with the session', async () => {
    const login = await api.post<{ token: string }>('', '/auth/login', { username: 'desk', password: 'demo' });
    const authorization = `Bearer ${login.body.token}`;
    const stream = await EventStream.open(`${api.url}/api/v1/stream`, { authorization });
    await stream.event('counts');
    await api.call('', 'POST', '/auth/logout', undefined, { authorization });
    await stream.end();
  });

  it('ends with the session on every process that serves the person, which knows it no more either', async () => {
    const { readerUrl } = api.engine.database;
    const env = { MASTER_KEY, DATABASE_READER_URL: readerUrl, TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS };
    // No sign of life before the end of this test: it is told, and does not find out by itself.
    const other = await createServer(loadConfig({ ...env, STREAM_BEAT_MS: '60000' }), false);
    await other.listen(0, '127.0.0.1');
    const url = `${await other.getUrl()}/api/v1`;
    try {
      for (const [method, path] of [
        ['POST', '/auth/logout'],
        ['DELETE', '/sessions'],
      ] as const) {
        const signIn = async () =>
          (await api.post<{ token: string }>('', '/auth/login', { username: 'forestry', password: 'demo' })).body.token;
        const [own, watched] = [`Bearer ${await signIn()}`, `Bearer ${await signIn()}`];
        const stream = await EventStream.open(`${url}/stream`, { authorization: watched });
        await stream.event('counts');
        const asked = await fetch(`${url}/me`, { headers: { authorization: watched } });
        expect(asked.status).toBe(200);
        const began = Date.now();
        // Signed out by themself, or ended from another browser.
        await api.call('', method, path, undefined, { authorization: method === 'POST' ? watched : own });
        await stream.end();
        expect(Date.now() - began).toBeLessThan(2_000);
        expect((await fetch(`${url}/me`, { headers: { authorization: watched } })).status).toBe(401);
      }
    } finally {
      await other.close();
    }
  });

  it('hears again after its connection to the database broke', async () => {
    const stream = await listen('desk');
    await stream.event('counts');
    await api.engine.database.admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
    );
    const { id } = await register();
    await stream.event('dispute', about(id));
  });
});

describe('a server that stops', () => {
  it('ends its open streams first', async () => {
    const api = await Api.start();
    const stream = await EventStream.open(`${api.url}/api/v1/stream`, {
      authorization: `Bearer ${await api.token('desk')}`,
    });
    await stream.event('counts');
    await api.stop();
    await stream.end();
    expect(stream.events.map((each) => each.type)).toEqual(['counts']);
  });
});
