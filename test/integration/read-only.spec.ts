import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { QueryFailedError } from 'typeorm';
import { isDatabaseAway } from '../../apps/api/http/away.js';
import { Api } from '../support/api.js';
import { waterDispute } from '../support/casework.js';

/** After a failover, on a standby, or with a full disk: PostgreSQL is there and takes nothing. */
describe('PostgreSQL that can be read and not written', () => {
  let api: Api;
  let id: string;
  beforeAll(async () => {
    api = await Api.start();
    const { body } = await api.post<{ dispute: { id: string } }>('desk', '/disputes', waterDispute());
    id = body.dispute.id;
    await api.token('justice');
  });
  afterAll(() => api.stop());

  const admin = () => api.engine.database.admin;
  const readOnly = async (on: boolean) => {
    const [{ name }] = (await admin().query('SELECT current_database() AS name')) as [{ name: string }];
    await admin().query(`ALTER DATABASE ${name} SET default_transaction_read_only = ${on ? 'on' : 'off'}`);
  };
  const note = (key: string) => api.post('desk', `/disputes/${id}/note`, { text: '补充' }, { 'idempotency-key': key });
  const signIn = () => api.post('', '/auth/login', { username: 'desk', password: 'demo' });

  it.each([
    ['25006', 'cannot execute INSERT in a read-only transaction'],
    ['53100', 'could not extend file: No space left on device'],
    ['53300', 'sorry, too many clients already'],
    ['57P01', 'terminating connection due to administrator command'],
    ['57P03', 'the database system is in recovery mode'],
    ['58030', 'could not read block 0: Input/output error'],
  ])('is away when it says %s, also from inside: %s', (code, message) => {
    const said = Object.assign(new Error(message), { code });
    expect(isDatabaseAway(said)).toBe(true);
    expect(isDatabaseAway(new QueryFailedError('SELECT 1', [], said))).toBe(true);
  });

  it('is away for whoever writes, there for whoever reads, and goes on by itself', async () => {
    await readOnly(true);
    await admin().query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND usename IN ('dispute_writer', 'dispute_reader')`,
    );
    const key = randomUUID();
    const warnings = jest.spyOn(Logger.prototype, 'warn');
    // Those that were ended are found out first.
    while ((await api.get('justice', '/inbox')).status !== 200) await pause(50);

    // As many as the pool has connections, so that all of them were opened in this time.
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => [note(key), signIn(), api.get('desk', `/disputes/${id}`)]).flat(),
    );
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([503]);
    // Each reference that was handed out is found, and its cause.
    const log = () => warnings.mock.calls.flat().join('\n');
    while (!answers.every(({ body }) => log().includes(String(body.reference)))) await pause(50);
    expect(log()).toMatch(/ POST \/api\/v1\/auth\/login: QueryFailedError: cannot execute .* \[25006\] < /);
    expect(log()).not.toContain('补充');
    for (const { headers } of answers) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    // A list is no look at a case; a look that cannot be noted is not shown. Nobody is signed out by it.
    for (let n = 0; n < 5; n++) {
      expect((await api.get('justice', '/inbox')).status).toBe(200);
      await pause(500);
    }

    await readOnly(false);
    const began = Date.now();
    const statuses: number[] = [];
    for (let last = 0; last !== 200; await pause(100)) statuses.push((last = (await note(key)).status));
    expect(Date.now() - began).toBeLessThan(10_000);
    expect([...new Set(statuses)].sort()).toEqual(statuses.length > 1 ? [200, 503] : [200]);
    // No connection of before is left to stumble over.
    const after = await Promise.all(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? signIn() : api.get('desk', `/disputes/${id}`))),
    );
    expect([...new Set(after.map(({ status }) => status))]).toEqual([200]);
  });
});
