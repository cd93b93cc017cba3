import { describe } from '@jest/globals';
import { kill, locked, untold } from '../support/rig/harms.js';
import { itHolds } from '../support/rig/suite.js';

/** A minute of what the other files of this folder do for an hour in `npm run check:full`. */
describe('what was answered holds', () => {
  itHolds([kill(['worker', 'temporal']), untold(['worker', 'temporal']), locked('all cases', 1.2, 6)]);
});
