import { kill, untold, untoldHang } from '../support/rig/harms.js';
import { PARTS } from '../support/rig/rig.js';
import { describeFull, itHolds } from '../support/rig/suite.js';

/** How often everything is killed three times in a row of runs: `KILL_RUNS=20`. */
const RUNS = Number(process.env.KILL_RUNS ?? 1);
const pairs = PARTS.flatMap((one, n) => PARTS.slice(n + 1).map((other) => [one, other]));

describeFull('what was answered holds', () => {
  itHolds([
    ...PARTS.map((one) => kill([one])),
    ...pairs.map((pair) => kill(pair)),
    ...PARTS.map((one) => kill([one], 15)),
    ...Array.from({ length: RUNS }, (_, n) => ({
      ...kill(PARTS, 0, 3),
      name: `all are killed three times: run ${n + 1}`,
    })),
  ]);
});

describeFull('what was answered while Temporal was not told holds', () => {
  itHolds([
    untold(['worker']),
    untold(['temporal']),
    untold(['worker', 'temporal']),
    untold(['temporal'], 12),
    untold(['worker'], 35),
    untoldHang(15),
    untoldHang(35),
  ]);
});
