import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Casework, quarrel, type Done, type Entry, type Page, type Problem } from '../support/casework.js';
import { keptRows } from '../support/set-back.js';

const TRANSFER = { to: 'land', role: 'lead', reason: '由自然资源所办理' };

/** What was answered holds, and what was refused may be corrected (architecture.md §1). */
describe('answers and refusals', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const entries = async (id: string) => (await api.get<Page<Entry>>('desk', `/disputes/${id}/timeline`)).body.items;
  const key = (own: string = randomUUID()) => ({ 'idempotency-key': own });

  /** Holds the case's row as a rebuild or a slow disk does, until what is to wait has arrived at the record. */
  const held = async <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const runner = api.engine.database.owner.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query(`SELECT 1 FROM dispute WHERE id = $1 FOR UPDATE`, [id]);
      return await work();
    } finally {
      await runner.commitTransaction();
      await runner.release();
    }
  };
  const waitingForLock = async () => {
    for (;;) {
      const waiting = (await api.engine.database.admin.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )) as unknown[];
      if (waiting.length > 0) return;
      await new Promise((tick) => setTimeout(tick, 10));
    }
  };
  /** How many updates of the case Temporal has accepted, answered or not. */
  const accepted = async (id: string) => {
    const { events } = await api.engine.handle(id).fetchHistory();
    return events!.filter((each) => each.workflowExecutionUpdateAcceptedEventAttributes).length;
  };

  describe('one that was refused behind another', () => {
    /** Two transfer at once; the second one's refusal is written into the history, since the first was still on its way. */
    const beaten = async () => {
      const { id } = await cases.register();
      const own = randomUUID();
      const designated = { ...TRANSFER, to: 'justice', designated: true };
      const before = await accepted(id);
      const [first, second] = await held(id, async () => {
        const desk = cases.act('desk', id, 'transfer', TRANSFER, key());
        await waitingForLock();
        const supervisor = cases.act('supervisor', id, 'transfer', designated, key(own));
        while ((await accepted(id)) < before + 2) await new Promise((tick) => setTimeout(tick, 50));
        return [desk, supervisor];
      }).then((both) => Promise.all(both));
      expect([first!.status, second!.status, second!.body.code]).toEqual([200, 409, 'TRANSFER_OPEN']);
      await cases.does('desk', id, 'recall', { transferId: 't1', reason: '另派' });
      return { id, own, designated };
    };

    it('is taken when the reason has gone, from the same form', async () => {
      const { id, own, designated } = await beaten();
      const again = await cases.act('supervisor', id, 'transfer', designated, key(own));
      expect(again.status).toBe(200);
      expect((await cases.act('supervisor', id, 'transfer', designated, key(own))).body.seq).toBe(again.body.seq);
    });

    it('is taken with a corrected body', async () => {
      const { id, own, designated } = await beaten();
      const corrected = { ...designated, reason: '改由司法所办理' };
      expect((await cases.act('supervisor', id, 'transfer', corrected, key(own))).status).toBe(200);
    });
  });

  it('date what was refused and sent again from when it was sent again', async () => {
    const { id } = await cases.register();
    const own = randomUUID();
    const refused = await cases.act('land', id, 'progress', { note: '尚未接收' }, key(own));
    expect(refused.status).toBe(404);
    await cases.does('desk', id, 'transfer', TRANSFER);
    await cases.does('land', id, 'accept', { transferId: 't1' });
    const accepted = (await entries(id)).at(-1)!;
    const [{ now }] = (await api.engine.source.query(`SELECT clock_timestamp() AS now`)) as [{ now: Date }];
    for (const note of ['尚未接收', '已到现场']) {
      // The first is the form as it was, the second a corrected one under a key that was refused again.
      const sent = note === '尚未接收' ? key(own) : key();
      const done = await cases.act('land', id, 'progress', { note }, sent);
      expect(done.status).toBe(200);
    }
    const reports = (await entries(id)).filter((each) => each.type === 'ProgressReported');
    expect(reports).toHaveLength(2);
    for (const { at } of reports) {
      expect(at > accepted.at).toBe(true);
      expect(Date.parse(at)).toBeGreaterThanOrEqual(now.getTime());
    }
  });

  it('date by the clock of the database, not by that of the process', async () => {
    const real = Date.now;
    const [{ now }] = (await api.engine.source.query(`SELECT clock_timestamp() AS now`)) as [{ now: Date }];
    let id: string;
    try {
      // The API two hours behind; the workflow's clock is Temporal's.
      Date.now = () => real() - 2 * 3_600_000;
      id = (await cases.register({ grade: 'red' })).id;
    } finally {
      Date.now = real;
    }
    for (const { at, type } of await entries(id)) {
      expect(Date.parse(at)).toBeGreaterThanOrEqual(now.getTime());
      expect(['ObligationLate', 'LadderStepFired']).not.toContain(type);
    }
  });

  describe('of a case whose record was put back to an earlier moment', () => {
    const noted = async (id: string) =>
      (await api.engine.source.query(`SELECT known_seq FROM divergence WHERE workflow_id = $1`, [`dispute-${id}`])) as {
        known_seq: number;
      }[];

    it('say so at once, to everybody and whatever they ask', async () => {
      const { id } = await cases.register();
      const putBack = await keptRows(api.engine.database.admin, id);
      const own = randomUUID();
      const { seq } = (await cases.act('desk', id, 'transfer', TRANSFER, key(own))).body;
      await putBack();
      expect((await cases.view('desk', id)).status).toBe('entered');

      const begun = Date.now();
      for (const [verb, body, headers] of [
        // Taken by the workflow, which cannot write it down.
        ['note', { text: '记一笔' }, key()],
        // Refused from a state that the record does not have.
        ['transfer', { ...TRANSFER, to: 'justice' }, key()],
        // Answered once, of which only the workflow remembers.
        ['transfer', TRANSFER, key(own)],
      ] as const) {
        const answer = await cases.act<Problem>('desk', id, verb, body, headers);
        expect([verb, answer.status, answer.body.code]).toEqual([verb, 503, 'RECORD_BEHIND']);
      }
      expect(Date.now() - begun).toBeLessThan(5_000);
      expect((await noted(id))[0]!.known_seq).toBe(seq);
      // It is neither worse nor written over, and goes on as soon as the wrong run is gone.
      expect((await entries(id)).length).toBeLessThan(seq);
      await api.engine.handle(id).terminate('the record counts');
      expect(await cases.act('desk', id, 'transfer', TRANSFER, key(own))).toMatchObject({ status: 200 });
      expect((await api.engine.upkeep.verify()).problems.filter((each) => each.includes(id))).toEqual([]);
    });

    it('say so of a registration that the record lost', async () => {
      const own = key();
      const first = await api.post<Done>('desk', '/disputes', quarrel(), own);
      const { id } = first.body.dispute;
      await api.engine.database.admin.transaction(async (db) => {
        await db.query(`SET LOCAL session_replication_role = replica`);
        for (const table of [
          'event',
          'obligation',
          'transfer',
          'visit',
          'notice',
          'command_key',
          'dispute_match',
          'dispute_words',
          'tally',
        ]) {
          await db.query(`DELETE FROM ${table} WHERE dispute_id = $1`, [id]);
        }
        await db.query(`DELETE FROM dispute WHERE id = $1`, [id]);
      });
      const again = await api.post<Problem>('desk', '/disputes', quarrel(), own);
      expect([again.status, again.body.code]).toEqual([503, 'RECORD_BEHIND']);
      await api.engine.handle(id).terminate('the record counts');
      const anew = await api.post<Done>('desk', '/disputes', quarrel(), own);
      expect(anew).toMatchObject({ status: 201, body: { dispute: { id } } });
    });

    it('take it up again when the record is put forward to where it was', async () => {
      const { id } = await cases.register();
      const putBack = await keptRows(api.engine.database.admin, id);
      await cases.does('desk', id, 'transfer', TRANSFER);
      const putForward = await keptRows(api.engine.database.admin, id);
      await putBack();
      expect((await cases.act('desk', id, 'note', { text: '记一笔' })).status).toBe(503);
      await putForward();
      await cases.does('land', id, 'accept', { transferId: 't1' });
    });
  });
});
