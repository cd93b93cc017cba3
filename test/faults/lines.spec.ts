import { onLine, WOUNDS } from '../support/rig/harms.js';
import { LINES } from '../support/rig/rig.js';
import { describeFull, itHolds } from '../support/rig/suite.js';

describeFull('what was answered holds', () => {
  itHolds(LINES.flatMap((line) => WOUNDS.map((wound) => onLine(line, wound))));
});
