import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase, RECORD_TIMEOUTS } from '#persistence/database/database.js';
import { CoreNote, watched } from '#persistence/record/watch.js';
import { CORE } from '#domain/dispute/editions.js';
import { openDoors } from '../../apps/worker/doors.js';
import { Pulse, type Lines } from '../../apps/worker/pulse.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

/** A worker is there while it says so, and says so only while it could work. */
describe('the pulse of a worker', () => {
  let database: TestDatabase;
  let source: DataSource;
  let pulse: Pulse | undefined;
  beforeAll(async () => {
    database = await freshDatabase();
    source = await openDatabase(database.writerUrl, RECORD_TIMEOUTS).initialize();
  });
  afterEach(async () => {
    await pulse?.stop();
    pulse = undefined;
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  const begin = (lines: Partial<Lines> = {}) => {
    pulse = new Pulse({
      worker: 'w1',
      source,
      isRunning: () => true,
      ask: () => Promise.resolve(),
      askAnew: () => Promise.reject(new Error('away')),
      giveUp: () => undefined,
      ...lines,
    });
    pulse.start();
    return pulse;
  };
  const until = async (reached: () => Promise<boolean> | boolean, withinMs = 10_000) => {
    const begun = Date.now();
    while (!(await reached())) {
      if (Date.now() - begun > withinMs) throw new Error(`not within ${withinMs} ms`);
      await new Promise((tick) => setTimeout(tick, 50));
    }
  };
  const workers = async () => (await watched(source)).workers;

  it('is seen while it beats, and is gone at once when the worker leaves by itself', async () => {
    expect(await workers()).toBe(0);
    begin();
    await until(async () => (await workers()) === 1);
    await pulse!.stop();
    expect(await workers()).toBe(0);
  });

  it('falls silent within ten seconds when its line to Temporal does, and comes back with it', async () => {
    let isSilent = false;
    begin({ ask: () => (isSilent ? new Promise(() => undefined) : Promise.resolve()) });
    await until(async () => (await workers()) === 1);
    isSilent = true;
    await until(async () => (await workers()) === 0);
    expect(pulse!.condition).toMatchObject({ temporal: false, postgres: true });
    isSilent = false;
    await until(async () => (await workers()) === 1);
  });

  it('has the process started anew when only a new line would reach Temporal', async () => {
    const said = new Promise<string>((giveUp) =>
      begin({ ask: () => new Promise(() => undefined), askAnew: () => Promise.resolve(), giveUp }),
    );
    expect(await said).toContain('the connection to Temporal is dead');
  });

  it('tells its own doors how it is: a worker that takes no tasks, or that older rules keep from some cases', async () => {
    let isRunning = true;
    const { condition } = begin({ isRunning: () => isRunning });
    const server = await openDoors('127.0.0.1', 0, condition);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const status = async (path: string) => (await fetch(url + path)).status;
    try {
      await until(async () => (await status('/readyz')) === 200);
      isRunning = false;
      await until(async () => (await status('/readyz')) === 503);
      expect(await workers()).toBeLessThanOrEqual(1);
      isRunning = true;
      await until(async () => (await status('/readyz')) === 200);
      await new CoreNote(source, 'dispute', CORE + 1).note({ core: CORE + 1 });
      await until(async () => (await status('/readyz')) === 503);
      expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ ok: false, parts: { core: false } });
      expect(await status('/livez')).toBe(200);
      expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^dispute_worker_part_up\{part="core"\} 0$/m);
      expect(await status('/elsewhere')).toBe(404);
    } finally {
      server.close();
    }
  });
});
