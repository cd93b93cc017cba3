import type { Verb } from '../dispute/commands.js';
import { isSecond } from '../dispute/may/rights.js';
import type { ObligationRow, VisitRow } from '../dispute/row.js';
import type { Holder } from '../obligation/obligation.js';
import type { CommandActor } from '../people/actor.js';
import { MEETS } from './next-step.js';

/** Of a visit more than one thing may be asked: to make it, to confirm it, to decide on one that nobody could make. */
export type Act = 'do' | 'confirm' | 'decide';

/** What has to be done about something that is owed, as it stands, and by whom. */
export interface Asked {
  act: Act;
  verb: Verb | null;
  holder: Holder;
}

/** What of a visit says what is asked of it. */
export type VisitAsked = Pick<VisitRow, 'state' | 'visitor' | 'with'>;

/**
 * @param visit the one that is owed, where it is one
 * @param departmentOf where somebody works; undefined of who is not there any more
 */
export function askedOf(
  { kind, holder }: Pick<ObligationRow, 'kind' | 'holder'>,
  visit: VisitAsked | null | undefined,
  departmentOf: (userId: string) => string | undefined,
): Asked {
  if (kind === 'return-visit' && visit?.state === 'unconfirmed' && visit.with) {
    const departmentId = departmentOf(visit.with) ?? holder.departmentId;
    return { act: 'confirm', verb: 'confirm-visit', holder: { departmentId, role: 'visitor', userId: visit.with } };
  }
  if (kind === 'return-visit' && visit?.state === 'unreachable' && holder.role === 'supervisor') {
    return { act: 'decide', verb: 'waive-visit', holder };
  }
  return { act: 'do', verb: MEETS[kind] ?? null, holder };
}

/** What of it this person can do, if anything: a visit is confirmed by who went along or their head, and decided on by who looks over it. */
export function verbFor(
  { act, verb, holder }: Asked,
  visit: VisitAsked | null | undefined,
  reader: CommandActor,
): Verb | null {
  if (holder.departmentId !== reader.departmentId) return null;
  if (act === 'decide') return reader.roles.includes('supervisor') ? verb : null;
  if (act === 'do') return verb;
  const { userId, departmentId } = holder;
  const pair = { ...(visit?.visitor && { by: visit.visitor }), ...(userId && { with: { userId, departmentId } }) };
  return isSecond(reader, pair) ? verb : null;
}
