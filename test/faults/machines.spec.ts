import { afterAll, expect, it } from '@jest/globals';
import { Disk } from '../support/rig/disk.js';
import { FAKETIME, clockOff, diskFull, readOnly } from '../support/rig/harms.js';
import { ENTERED } from '../support/rig/lives.js';
import { Rig, type RigSettings } from '../support/rig/rig.js';
import { describeFull, describeWhen, FULL, FAULT_MS, itHolds, rigs } from '../support/rig/suite.js';
import { begun } from '../support/rig/work.js';

const skipped = (what: string, why: string) => FULL && process.stderr.write(`${what} is not tried: ${why}\n`);

describeWhen(FULL && FAKETIME !== null)('what was answered holds, by the clock of the record', () => {
  itHolds([clockOff('api', '-2h'), clockOff('api', '+2h'), clockOff('worker', '-1h'), clockOff('worker', '+1h')]);
});
if (!FAKETIME) skipped('another clock', 'libfaketime is not here; FAKETIME_LIB names it');

describeFull('what was answered holds', () => {
  itHolds([readOnly(15)]);
});

const SMALL: { part: 'postgres' | 'temporal'; megabytes: number; on: (folder: string) => RigSettings }[] = [
  { part: 'postgres', megabytes: 300, on: (folder) => ({ postgresFolder: `${folder}/postgres` }) },
  { part: 'temporal', megabytes: 40, on: (folder) => ({ temporalFile: `${folder}/temporal.db` }) },
];
for (const { part, megabytes, on } of SMALL) {
  const disk = FULL ? Disk.of(megabytes) : 'only npm run check:full tries it';
  if (typeof disk === 'string') {
    skipped(`a full disk of ${part}`, disk);
    continue;
  }
  describeFull('what was answered holds', () => {
    itHolds([diskFull(part, disk, 20)], () => Rig.start(on(disk.folder)));
    // After the rig, which leaves first.
    afterAll(() => disk.remove());
  });
}

describeFull('many at once', () => {
  const on = rigs(() => Rig.start({ updatesInFlight: 10 }));

  it(
    'all are answered who add to one case at the same moment, on a server that lets ten in',
    () =>
      on(async (rig) => {
        const { id } = await begun(rig, ENTERED);
        // Far from both servers it takes so long for each that the others pile up.
        for (const line of ['worker-postgres', 'worker-temporal'] as const) rig.lines[line].delayMs = 50;
        const said: Record<string, number> = {};
        const asked = Date.now();
        const add = async (n: number) => {
          for (;;) {
            const who = n % 2 === 0 ? 'desk' : 'supervisor';
            const answer = await rig.post<{ code?: string }>(
              who,
              `/disputes/${id}/note`,
              { text: `note ${n}` },
              `many ${n}`,
            );
            const status = answer ? String(answer.status) : 'silence';
            said[status] = (said[status] ?? 0) + 1;
            if (answer?.status === 200) return;
            await new Promise((tick) => setTimeout(tick, 100));
          }
        };
        await Promise.all(Array.from({ length: 40 }, (_, n) => add(n)));
        process.stderr.write(`40 at once on one case: ${JSON.stringify(said)} in ${Date.now() - asked} ms\n`);
        const notes = `SELECT count(*)::int AS notes FROM event WHERE dispute_id = $1 AND type = 'NoteAdded'`;
        expect(await rig.sql(notes, [id])).toEqual([{ notes: 40 }]);
        expect(Object.keys(said).filter((status) => !['200', '503'].includes(status))).toEqual([]);
      }),
    FAULT_MS,
  );
});
