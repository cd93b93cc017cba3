import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { openDatabase, READ_TIMEOUTS, RECORD_TIMEOUTS, runAlone, transaction } from '#persistence/database/database.js';
import { Api } from '../support/api.js';
import { waterDispute } from '../support/casework.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { EventStream } from '../support/event-stream.js';
import { Proxy } from '../support/proxy.js';

/** Milliseconds until it came to pass. */
async function untilTrue(what: () => Promise<boolean> | boolean, withinMs: number): Promise<number> {
  const began = Date.now();
  while (!(await what())) {
    if (Date.now() - began > withinMs) throw new Error(`not within ${withinMs} ms`);
    await pause(20);
  }
  return Date.now() - began;
}

/** Opens as many connections as the pool may have; a busy machine needs more than one go at it. */
async function fill(source: DataSource, size: number, proxy: Proxy): Promise<void> {
  while (proxy.open < size) {
    await Promise.allSettled(Array.from({ length: size }, () => source.query('SELECT pg_sleep(0.3)')));
  }
}

/** A wall on the way forgot the connections that are open: nobody is told. New ones pass. */
describe('connections that fall silent', () => {
  describe('of the API', () => {
    const POOL = 30;
    let api: Api;
    let proxy: Proxy;
    beforeAll(async () => {
      api = await Api.start(async ({ readerUrl }) => {
        const made = await Proxy.beforeUrl(readerUrl);
        proxy = made.proxy;
        // A beat looks by itself: only the listener may tell what changed.
        return { DATABASE_READER_URL: made.url, STREAM_BEAT_MS: '60000' };
      });
    });
    afterAll(async () => {
      proxy.cut();
      await api.stop();
      proxy.stop();
    });

    it('are all made anew within 15 s: it reads, and hears what changes', async () => {
      const stream = await EventStream.open(`${api.url}/api/v1/stream`, {
        authorization: `Bearer ${await api.token('desk')}`,
      });
      await stream.event('counts');
      // And the one that listens.
      await fill(api.app.get(DataSource), POOL + 1, proxy);
      const began = Date.now();
      proxy.hurt('swallowed');
      const reads = await untilTrue(async () => (await api.get('desk', '/inbox')).status === 200, 15_000);
      const { body } = await api.post<{ dispute: { id: string } }>('desk', '/disputes', waterDispute());
      await stream.event('dispute', ({ id }) => id === body.dispute.id);
      expect(reads).toBeLessThan(READ_TIMEOUTS.answer! + 2_000);
      expect(Date.now() - began).toBeLessThan(15_000);
      await stream.close();
    });
  });

  describe('of a pool', () => {
    const POOL = 20;
    let database: TestDatabase;
    let proxy: Proxy;
    let source: DataSource;
    beforeAll(async () => {
      database = await freshDatabase();
    });
    afterAll(() => database.drop());
    beforeEach(async () => {
      const made = await Proxy.beforeUrl(database.writerUrl);
      proxy = made.proxy;
      source = await openDatabase(made.url, RECORD_TIMEOUTS, POOL).initialize();
      await fill(source, POOL, proxy);
    });
    afterEach(async () => {
      proxy.stop();
      await source.destroy();
    });

    const ONE = [{ one: 1 }];
    const asked = () =>
      Promise.allSettled([
        source.query('SELECT 1 AS one'),
        runAlone(source, { name: 'one', text: 'SELECT 1 AS one' }, []),
        transaction(source, (db) => db.query('SELECT 1 AS one')),
      ]);

    it('cost no more than the time of one attempt, however they are asked, and nothing the next', async () => {
      proxy.hurt('swallowed');
      const began = Date.now();
      for (const each of await asked()) {
        expect(String((each as PromiseRejectedResult).reason)).toContain('the database says nothing');
      }
      expect(Date.now() - began).toBeLessThan(RECORD_TIMEOUTS.answer! + 400);
      for (const each of await asked()) expect(each).toEqual({ status: 'fulfilled', value: ONE });
      expect(Date.now() - began).toBeLessThan(RECORD_TIMEOUTS.answer! + 800);
    });

    it('leave the local attempt its time', () => {
      expect(RECORD_TIMEOUTS.connection + RECORD_TIMEOUTS.answer!).toBeLessThan(2_000);
      expect(RECORD_TIMEOUTS.answer).toBeGreaterThan(RECORD_TIMEOUTS.statement);
    });

    it('are given up by those who work on them as well', async () => {
      const began = Date.now();
      const working = Array.from({ length: POOL }, () =>
        transaction(source, async (db) => {
          await db.query('SELECT 1');
          proxy.hurt('swallowed');
          await db.query('SELECT 1');
        }),
      );
      for (const each of await Promise.allSettled(working)) expect(each.status).toBe('rejected');
      expect(await source.query('SELECT 1 AS one')).toEqual(ONE);
      expect(Date.now() - began).toBeLessThan(2 * RECORD_TIMEOUTS.answer!);
    });

    it('may have done what they did not answer, once', async () => {
      await database.owner.query('CREATE TABLE done (n integer); GRANT ALL ON done TO dispute_writer');
      proxy.watch = (line, bytes, from) => {
        if (from === 'client' && bytes.includes('COMMIT')) line.harm = 'unanswered';
      };
      const add = transaction(source, (db) => db.query('INSERT INTO done VALUES (1)'));
      await expect(add).rejects.toThrow('the database says nothing');
      proxy.watch = () => undefined;
      expect(await source.query('SELECT n FROM done')).toEqual([{ n: 1 }]);
    });

    it('are not those that answered while this process was busy', async () => {
      const asked = source.query('SELECT 1 AS one');
      // The question leaves; then nothing is heard for longer than an answer may take.
      await new Promise((tick) => setImmediate(() => setImmediate(tick)));
      const until = Date.now() + RECORD_TIMEOUTS.answer! + 300;
      while (Date.now() < until);
      expect(await asked).toEqual(ONE);
      expect(proxy.open).toBe(POOL);
    });

    it('are not those that answer late but in time, or that nobody asks', async () => {
      proxy.hurtAll('held');
      const asked = source.query('SELECT 1 AS one');
      await pause(600);
      await proxy.heal();
      expect(await asked).toEqual(ONE);
      await pause(RECORD_TIMEOUTS.answer! + 200);
      expect(proxy.open).toBe(POOL);
      // And those that were quiet for long are found out like any other.
      proxy.hurt('swallowed');
      await expect(source.query('SELECT 1')).rejects.toThrow('the database says nothing');
    });

    it('are asked by the server, too, whether anybody is there', async () => {
      expect(await source.query('SHOW tcp_keepalives_idle')).toEqual([{ tcp_keepalives_idle: '60' }]);
    });
  });
});
