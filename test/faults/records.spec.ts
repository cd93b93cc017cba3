import { expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { TRUTH_MS, type Said } from '../support/rig/health.js';
import { locked, seconds } from '../support/rig/harms.js';
import { ENTERED, HANDLED, ordered } from '../support/rig/lives.js';
import type { Rig } from '../support/rig/rig.js';
import { describeFull, FAULT_MS, itHolds, rigs } from '../support/rig/suite.js';
import { begun } from '../support/rig/work.js';

interface Reply {
  code?: string;
  seq?: number;
  dispute?: { id: string; transfers: { id: string }[] };
}

/** What somebody was told, in a word: the status, and the code of what was not done. */
const told = (answer: { status: number; body: Reply } | null) =>
  answer ? `${answer.status} ${answer.body.code ?? ''}`.trim() : 'silence';
const tell = (line: string) => process.stderr.write(`${line}\n`);

describeFull('what was answered holds', () => {
  itHolds([locked('all cases', 1.2, 15), locked('one case', 30)]);
});

describeFull('a key that was refused', () => {
  const on = rigs();
  const offer = (to: string, reason: string, designated = false) => ({ to, reason, designated });

  it(
    'is taken again as soon as the reason is gone, also with a corrected body',
    () =>
      on(async (rig) => {
        const { id } = await begun(rig, ENTERED);
        const transfer = (who: string, body: object, key: string) =>
          rig.post<Reply>(who, `/disputes/${id}/transfer`, body, key);
        const desk = { who: 'desk', body: offer('land', 'a'), key: `desk ${id}` };
        const supervisor = { who: 'supervisor', body: offer('justice', 'b', true), key: `supervisor ${id}` };
        // Both are let in while neither can be recorded: the loser is refused behind the door.
        const release = await rig.lock(id);
        const first = transfer(desk.who, desk.body, desk.key);
        await seconds(2.6);
        const second = transfer(supervisor.who, supervisor.body, supervisor.key);
        await seconds(1.2);
        await release();
        const answers = await Promise.all([first, second]);
        expect(answers.map(told).sort()).toEqual(['200', '409 TRANSFER_OPEN']);
        const [loser, won] = answers[0]!.status === 200 ? [supervisor, answers[0]!] : [desk, answers[1]!];

        const { id: transferId } = won.body.dispute!.transfers.at(-1)!;
        const recalled = await rig.post<Reply>('desk', `/disputes/${id}/recall`, { transferId, reason: 'x' });
        expect(told(recalled)).toBe('200');
        const again = await transfer(loser.who, { ...loser.body, reason: 'corrected' }, loser.key);
        tell(`a key refused behind the door, corrected: ${told(again)}`);
        expect(told(again)).toBe('200');
      }),
    FAULT_MS,
  );

  it(
    'counts from when its corrected body was sent',
    () =>
      on(async (rig) => {
        const { id } = await begun(rig, HANDLED);
        const key = `corrected ${id}`;
        const refused = await rig.post<Reply>('land', `/disputes/${id}/contact`, contact('p9'), key);
        expect(refused!.status).toBeGreaterThanOrEqual(400);
        await seconds(8);
        const sent = Date.now();
        const taken = await rig.post<Reply>('land', `/disputes/${id}/contact`, contact('p1'), key);
        expect(told(taken)).toBe('200');
        const found = await rig.sql<{ at: Date }>('SELECT at FROM event WHERE dispute_id = $1 AND seq = $2', [
          id,
          taken!.body.seq,
        ]);
        const before = sent - found[0]!.at.getTime();
        tell(`a key refused at the door, corrected 8 s later: entered ${before} ms before it was sent`);
        expect(before).toBeLessThan(1_000);
      }),
    FAULT_MS,
  );

  function contact(party: string): object {
    return { parties: [party], at: new Date(Date.now() - 60_000).toISOString(), note: 'talked' };
  }
});

describeFull('PostgreSQL set back to before what Temporal knows', () => {
  const on = rigs();

  it(
    'is said of each case at once, named by a tool, and healed by it',
    () =>
      on(async (rig) => {
        const [noted, resolved, untouched] = [
          await begun(rig, HANDLED),
          await begun(rig, HANDLED),
          await begun(rig, HANDLED),
        ];
        const offered = await begun(rig, ENTERED);
        const setBack = await rig.copy();
        await rig.whole();
        await readyzSays(rig, (_said, status) => status === 200, 60_000);
        const registration = ENTERED[0]!.body(offered);
        const done = [
          await rig.post<Reply>('desk', `/disputes/${noted.id}/note`, { text: 'after the copy' }),
          await rig.post<Reply>('land', `/disputes/${resolved.id}/resolve`, { outcome: 'mediated', summary: 's' }),
          await rig.post<Reply>('desk', `/disputes/${offered.id}/transfer`, { to: 'land', reason: 'r' }),
          await rig.post<Reply>('desk', '/disputes', registration, 'after the copy'),
        ];
        expect(done.map(told)).toEqual(['200', '200', '200', '201']);
        const gone = done[3]!.body.dispute!.id;
        // Temporal must have heard of it all before the record forgets it.
        await seconds(3);
        await setBack();
        await rig.whole();

        const acts: [who: string, path: string, body: object][] = [
          ['desk', `/disputes/${noted.id}/note`, { text: 'again' }],
          ['land', `/disputes/${resolved.id}/progress`, { note: 'again' }],
          ['desk', `/disputes/${offered.id}/transfer`, { to: 'land', reason: 'again' }],
        ];
        const tried = await Promise.all(
          acts.map(async ([who, path, body]) => {
            const began = Date.now();
            return { said: told(await rig.post<Reply>(who, path, body)), ms: Date.now() - began };
          }),
        );
        const other = told(await rig.post<Reply>('desk', `/disputes/${untouched.id}/note`, { text: 'x' }));
        tell(`set back: ${tried.map(({ said, ms }) => `${said} in ${ms} ms`).join(', ')}; another case ${other}`);
        expect(other).toBe('200');
        // What the record allows is either done, or said to be impossible for now.
        for (const { said, ms } of tried) {
          expect(['200', '503 RECORD_BEHIND']).toContain(said);
          expect(ms).toBeLessThan(5_000);
        }

        const isWarned = ({ warnings = [] }: Said) =>
          warnings.some(({ code, cases = 0 }) => code === 'RECORD_BEHIND' && cases >= 3);
        await readyzSays(rig, isWarned, TRUTH_MS);
        const check = await rig.tool('reconcile', '--check');
        tell(check.said.trim());
        expect(check.code).toBe(1);
        for (const id of [resolved.id, offered.id, gone]) expect(check.said).toContain(id);
        expect(check.said).not.toContain(untouched.id);
        expect((await rig.tool('reconcile', '--heal')).code).toBe(0);
        expect((await rig.tool('reconcile', '--check')).code).toBe(0);
        const healed = [];
        for (const [who, path, body] of acts) healed.push(told(await rig.post<Reply>(who, path, body)));
        healed.push(told(await rig.post<Reply>('desk', '/disputes', registration, 'after the copy')));
        expect(healed).toEqual(['200', '200', '200', '201']);
        expect((await rig.tool('verify')).code).toBe(0);
      }),
    FAULT_MS,
  );
});

describeFull('Temporal replaced by an empty one while the worker lives on', () => {
  const on = rigs();
  /** Long enough that all are given before the first is late. */
  const SECONDS = 30;

  it(
    'notices every deadline within two minutes, with nobody’s help',
    () =>
      on(async (rig) => {
        const cases: string[] = [];
        for (let n = 0; n < 8; n++) cases.push((await begun(rig, [...HANDLED, ordered(SECONDS)])).id);
        await rig.emptyTemporal();
        await rig.whole();
        const late = async () => {
          const rows = await rig.sql<{ late: number; most: number }>(
            `SELECT count(*)::int AS late, max(extract(epoch FROM recorded_at - at))::float AS most
             FROM event WHERE type = 'ObligationLate' AND dispute_id = ANY ($1)`,
            [cases],
          );
          return rows[0]!;
        };
        const until = Date.now() + SECONDS * 1_000 + 130_000;
        let found = await late();
        for (; found.late < cases.length && Date.now() < until; found = await late()) await seconds(1);
        const schedules = await schedulesOf(rig);
        tell(
          `Temporal emptied: ${found.late} of 8 noticed, the last ${found.most} s late; schedules ${schedules.join(' ')}`,
        );
        expect(found.late).toBe(cases.length);
        expect(found.most).toBeLessThan(120);
        expect(schedules).toEqual(
          expect.arrayContaining(['checkpoint-disputes', 'delivery-disputes', 'reconciler-disputes']),
        );
        expect((await rig.tool('verify')).code).toBe(0);
      }),
    FAULT_MS,
  );
});

async function schedulesOf(rig: Rig): Promise<string[]> {
  const connection = await Connection.connect({ address: rig.temporal });
  try {
    const schedules = [];
    for await (const { scheduleId } of new Client({ connection }).schedule.list()) schedules.push(scheduleId);
    return schedules;
  } finally {
    await connection.close();
  }
}

/** Waits for what readyz says, for as long as the truth may take it. */
async function readyzSays(rig: Rig, what: (said: Said, status: number) => boolean, withinMs: number): Promise<void> {
  let said: Said | null = null;
  for (const until = Date.now() + withinMs; Date.now() < until; await seconds(0.1)) {
    const answer = await fetch(`${rig.url}/readyz`).catch(() => null);
    said = answer && ((await answer.json()) as Said);
    if (said && what(said, answer!.status)) return;
  }
  throw new Error(`readyz still says ${JSON.stringify(said)}`);
}
