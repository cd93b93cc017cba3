import { hang } from '../support/rig/harms.js';
import { PARTS } from '../support/rig/rig.js';
import { describeFull, itHolds } from '../support/rig/suite.js';

describeFull('what was answered holds', () => {
  itHolds([
    ...[5, 15, 40].flatMap((forSeconds) => PARTS.map((one) => hang([one], forSeconds))),
    hang(['worker', 'postgres'], 15),
    hang(['worker', 'temporal'], 15),
  ]);
});
