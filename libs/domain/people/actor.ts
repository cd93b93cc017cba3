import type { Role } from '../words.js';

/** Who asks, resolved at the API's door; the core never reads the tree of departments. */
export interface CommandActor {
  userId: string;
  departmentId: string;
  roles: Role[];
  /** Departments below the actor's own, for supervisors and auditors. */
  superiorOf: string[];
}
