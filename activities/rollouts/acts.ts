import { adopting } from './adopting.js';
import type { ActDeps } from './bringing-in.js';
import { inviting } from './inviting.js';
import { moving } from './moving.js';
import { reporting } from './reporting.js';
import type { Acts } from './rollout.js';
import { simulating } from './simulating.js';
import { bringingDepartments, bringingPeople } from './staffing.js';
import { succeeding } from './succeeding.js';

/** What each kind of rollout does. */
export function actsOf(deps: ActDeps): Acts {
  return {
    'import-disputes': adopting(deps),
    'import-items': reporting(deps),
    'import-departments': bringingDepartments(deps),
    'import-people': bringingPeople(deps),
    'close-department': succeeding(deps),
    'invite-people': inviting(deps),
    'move-rules': moving(deps),
    'simulate-rules': simulating(deps),
  };
}
