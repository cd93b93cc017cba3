import type { CommandActor } from '../people/actor.js';
import type { House } from '../people/staffing.js';
import type { Instant } from '../time/time.js';
import type { Category, Complexity, Feeder, Grade, Outcome, PartyRole, Role } from '../words.js';

/** What the words of a sheet are read by, in all languages. */
export interface SheetWords {
  category: ReadonlyMap<Category, readonly string[]>;
  grade: ReadonlyMap<Grade, readonly string[]>;
  complexity: ReadonlyMap<Complexity, readonly string[]>;
  outcome: ReadonlyMap<Outcome, readonly string[]>;
  partyRole: ReadonlyMap<PartyRole, readonly string[]>;
  feeder: ReadonlyMap<Feeder, readonly string[]>;
  role: ReadonlyMap<Role, readonly string[]>;
  whether: ReadonlyMap<'yes' | 'no', readonly string[]>;
}

/** What a row is read by: departments and people as they are, and whoever brings it in. */
export interface Reading extends House {
  words: SheetWords;
  zone: string;
  /** Nothing of it lies after. */
  now: Instant;
  /** The ledger, where the row names none; of open cases, where nobody named one, it is the desk's. */
  source: string;
  asker: Pick<CommandActor, 'userId' | 'departmentId' | 'roles'>;
  /** Departments that may be the desk: those of whoever brings it in. */
  below: ReadonlySet<string>;
}
