import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FULL } from '../support/rig/suite.js';
import { Township, lives } from '../support/township.js';

const verifier = fileURLToPath(new URL('../../dist/apps/local/verify.js', import.meta.url));

interface Entry {
  seq: number;
  type: string;
  text?: { text?: string };
}

/** The whole product is hurt while people work; nothing that was acknowledged may be lost or doubled. */
describe('when parts of it die', () => {
  const township = new Township();
  const disputes: string[] = [];
  /** Notes that were acknowledged, by dispute. */
  const acknowledged = new Map<string, Set<string>>();

  beforeAll(async () => {
    await township.start();
    for (let n = 0; n < 4; n++) {
      const answer = await township.post('desk', '/disputes', {
        title: `故障演练 ${n}`,
        narrative: '写入途中断电',
        category: 'other',
        grade: 'blue',
        place: { village: 'village-shixi' },
        parties: [],
        source: { channel: 'walk-in' },
      });
      const { id } = answer!.body.dispute as unknown as { id: string };
      disputes.push(id);
      acknowledged.set(id, new Set());
    }
  }, 120_000);
  afterAll(() => township.remove());

  /** Clients that write one note after another, each until it is acknowledged, with one key a note. */
  const write = (until: () => boolean) => {
    let refused = 0;
    const clients = disputes.map(async (id) => {
      for (let n = 0; !until() || n === 0; n++) {
        const text = randomUUID();
        for (;;) {
          const answer = await township.post('desk', `/disputes/${id}/note`, { text }, text);
          if (answer?.status === 200) break;
          if (answer && answer.status !== 503) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
          if (answer) {
            expect(Number(answer.retryAfter)).toBeGreaterThan(0);
            refused += 1;
          }
          await new Promise((tick) => setTimeout(tick, 50));
        }
        acknowledged.get(id)!.add(text);
      }
    });
    return { done: Promise.all(clients).then(() => refused) };
  };

  const count = () => [...acknowledged.values()].reduce((sum, each) => sum + each.size, 0);
  const writtenSince = async (before: number, more: number) => {
    while (count() < before + more) await new Promise((tick) => setTimeout(tick, 20));
  };

  const holdsEachOnce = async () => {
    for (const id of disputes) {
      const { items } = await township.get<{ items: Entry[] }>('desk', `/disputes/${id}/timeline`);
      expect(items.map((entry) => entry.seq)).toEqual(items.map((_, index) => index + 1));
      const notes = items.filter((entry) => entry.type === 'NoteAdded').map((entry) => entry.text!.text!);
      expect(new Set(notes).size).toBe(notes.length);
      for (const text of acknowledged.get(id)!) expect(notes).toContain(text);
    }
  };

  const during = async (harm: () => unknown) => {
    let enough = false;
    const before = count();
    const writing = write(() => enough);
    await writtenSince(before, 8);
    await harm();
    await writtenSince(count(), 12);
    enough = true;
    await writing.done;
    await holdsEachOnce();
  };

  it('goes on by itself after the worker was killed', async () => {
    await during(() => expect(township.kill(/apps\/worker\/main\.js/)).toBeGreaterThan(0));
  }, 120_000);

  it('goes on by itself after PostgreSQL was killed', async () => {
    await during(() => expect(township.kill(/postgres/)).toBeGreaterThan(0));
  }, 120_000);

  it('goes on by itself after Temporal was killed', async () => {
    await during(() => expect(township.kill(/start-dev/)).toBeGreaterThan(0));
  }, 120_000);

  it('has every acknowledged command once after everything was killed in the middle of writing', async () => {
    await during(async () => {
      await township.killEverything();
      await township.start();
    });
  }, 120_000);

  // How long it takes says something of the product only where little else runs.
  const START_MS = FULL ? 10_000 : 60_000;

  it(`ends with exit code 0, leaves nothing running, and keeps the data for a start within ${START_MS} ms`, async () => {
    const pids = township.processes().map(({ pid }) => pid);
    expect(await township.stop('SIGINT')).toBe(0);
    expect(pids.filter(lives)).toEqual([]);
    expect(await township.start()).toBeLessThan(START_MS);
    await holdsEachOnce();
  }, 120_000);

  it('proves its record after all that', () => {
    const out = execFileSync(process.execPath, [verifier], {
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: join(township.folder, 'data') },
    });
    expect(out).toMatch(/verified 4 disputes with \d+ entries and \d+ looks: 0 problems/);
  });
});
