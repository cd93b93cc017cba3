import { ROLES, type Role } from '../words.js';
import type { CommandActor } from './actor.js';
import { ACTING, hasOneOf, isAdministratorOf, isAuditor, isDesk, isHead } from './posts.js';

/**
 * What people may do and see, by name: the API requires these and the console offers by them, so that neither asks for a
 * role. What else somebody may do with a case hangs on the case itself: `dispute/may`.
 */
export const ABILITY_NAMES = [
  'board.see',
  'deliveries.oversee',
  'dispute.designate',
  'dispute.register',
  'dispute.supervise',
  'disputes.see',
  'handler.call',
  'import.run',
  'inbox.see',
  'item.erase',
  'item.report',
  'item.triage',
  'notices.see',
  'people.absence',
  'people.confirm',
  'people.manage',
  'people.see',
  'policy.drafts',
  'policy.move',
  'policy.publish',
  'record.read',
  'record.verify',
  'rehearsal.attend',
  'rehearsal.forward',
  'reporter.see',
  'retention.see',
  'retention.set',
  'rules.see',
  'statistics.see',
  'tokens.others',
  'visit.make',
  'visits.see',
] as const;
export type Ability = (typeof ABILITY_NAMES)[number];

/** Of what an ability is asked that ends at a border: of the others it is asked alone. */
interface Places {
  'item.erase': { desk: string };
  'item.triage': { desk: string };
  /** Whose absence. */
  'people.absence': { id: string; departmentId: string };
  /** The case or the report that somebody told of. */
  'reporter.see': { desk: string };
  /** Whose tokens. */
  'tokens.others': { departmentId: string };
}
type Bound = keyof Places;

interface Rule<Place> {
  /** Whoever has one of these roles has the ability, somewhere at least. */
  roles: readonly Role[];
  /** …and here. What has no border is cut by what the person reads (`readers.ts`). */
  here?: (actor: CommandActor, place: Place) => boolean;
}

const AT_WORK: readonly Role[] = [...ACTING, 'supervisor'];

export const ABILITIES: { [A in Ability]: A extends Bound ? Required<Rule<Places[A]>> : Rule<never> } = {
  // Required by the API: whoever has them not is refused.

  /** What is late, and where cases bounce: for those who stand above others, and auditors who read along. */
  'board.see': { roles: ['supervisor', 'auditor'] },
  /** What was sent to others, and how it went: supervisors, and whoever runs the installation. */
  'deliveries.oversee': { roles: ['supervisor', 'admin'] },
  /** A dispute begins at a desk, whoever heard of it. */
  'dispute.register': { roles: ['desk'] },
  /** Who reads a case calls whoever handles it: the number is told with the case, to those who work on it or look over them. */
  'handler.call': { roles: ['visitor', ...AT_WORK, 'auditor'] },
  /** A township's own departments, people and cases are brought in by who answers for the installation. */
  'import.run': { roles: ['admin'] },
  /** What was set aside and is kept no longer is erased by who answers for keeping. */
  'item.erase': { roles: ['auditor'], here: isAuditor },
  /** Everybody whose work brings them among people hands in what they hear. */
  'item.report': { roles: ['reporter', 'visitor', ...AT_WORK] },
  /** The desk that a report came to looks at it: a dispute, part of one, or nothing. */
  'item.triage': { roles: ['desk'], here: isDesk },
  /** One's own, a head that of their people, an administrator that of those below them. */
  'people.absence': {
    roles: ROLES,
    here: (actor, { id, departmentId }) =>
      actor.userId === id || isHead(actor, departmentId) || isAdministratorOf(actor, departmentId),
  },
  /** Is shown drafts of rules: who writes them, and who asks what one would change of a case. */
  'policy.drafts': { roles: ['supervisor', 'admin'] },
  /** Moves open cases to the policy in force. */
  'policy.move': { roles: ['supervisor'] },
  /** Drafts rules, sees what they would move, and publishes them. */
  'policy.publish': { roles: ['admin'] },
  /** Is the second person of whom a role that makes power waits; where, `staffing.ts` says. */
  'people.confirm': { roles: ['admin', 'auditor'] },
  /** Makes and changes departments and people; which, `staffing.ts` says. */
  'people.manage': { roles: ['admin'] },
  /** Who did and saw what; of which cases, their place in the tree tells. */
  'record.read': { roles: ['auditor'] },
  'record.verify': { roles: ['auditor'] },
  /** Comes to a rehearsal without reading it otherwise: it is no case. */
  'rehearsal.attend': { roles: ['admin'] },
  /** Moves the time of a rehearsal. */
  'rehearsal.forward': { roles: ['desk', 'supervisor', 'admin'] },
  /** Who told of it never travels with a case: the desk of origin knows, and whatever auditor reads the case. */
  'reporter.see': {
    roles: ['desk', 'auditor'],
    here: (actor, at) => isDesk(actor, at) || hasOneOf(actor, ['auditor']),
  },
  /** What is kept how long, and what is due to go. */
  'retention.see': { roles: ['auditor', 'admin'] },
  'retention.set': { roles: ['admin'] },
  /** Looks through programs' tokens of people below, and revokes them. */
  'tokens.others': { roles: ['admin'], here: (actor, { departmentId }) => isAdministratorOf(actor, departmentId) },

  // Decided on the case (`dispute/may`); by these the console knows beforehand whom to offer it.

  /** Chooses who handles a case and may not give it back. */
  'dispute.designate': { roles: ['supervisor'] },
  /** Orders something done, with a term for the answer. */
  'dispute.supervise': { roles: ['supervisor'] },
  /** Whose task it is, and whoever handles the case: one who called in anyway need not call a second time. */
  'visit.make': { roles: ['visitor', ...ACTING] },

  // Answered to everybody, with what they may read; offered to those in whose work it has a place.

  'disputes.see': { roles: [...AT_WORK, 'auditor'] },
  /** All that the own department owes. */
  'inbox.see': { roles: AT_WORK },
  /** Everybody whom an event or a ladder can reach. */
  'notices.see': { roles: ['reporter', 'visitor', ...AT_WORK, 'auditor'] },
  'people.see': { roles: ['supervisor', 'auditor', 'admin'] },
  'rules.see': { roles: [...AT_WORK, 'auditor', 'admin'] },
  'statistics.see': { roles: ['desk', 'head', 'supervisor', 'auditor'] },
  'visits.see': { roles: ['desk', 'visitor', 'supervisor'] },
};

/** @param place of what it is asked, where the ability ends at a border */
export function may<A extends Ability>(
  actor: CommandActor,
  ability: A,
  ...place: A extends Bound ? [Places[A]] : []
): boolean {
  const { roles, here } = ABILITIES[ability] as Rule<unknown>;
  return hasOneOf(actor, roles) && (here === undefined || here(actor, place[0]));
}

/** By which of their roles somebody has each ability. */
export function whyOf(person: { roles: readonly Role[] }): Partial<Record<Ability, Role[]>> {
  const by = (name: Ability) => person.roles.filter((role) => ABILITIES[name].roles.includes(role));
  return Object.fromEntries(abilitiesOf(person).map((name) => [name, by(name)]));
}

/** The abilities that somebody has, somewhere at least, in the order of their names. */
export function abilitiesOf(person: { roles: readonly Role[] }): Ability[] {
  return ABILITY_NAMES.filter((name) => hasOneOf(person, ABILITIES[name].roles));
}
