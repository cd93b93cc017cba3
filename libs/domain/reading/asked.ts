import type { Verb } from '../dispute/commands.js';
import { isSecond } from '../dispute/may/rights.js';
import type { ObligationRow, VisitRow } from '../dispute/row.js';
import type { Holder } from '../obligation/obligation.js';
import type { CommandActor } from '../people/actor.js';
import { decides, hasOneOf } from '../people/posts.js';
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
  if (kind === 'return-visit' && visit?.state === 'unreachable' && decides(holder.role)) {
    return { act: 'decide', verb: 'waive-visit', holder };
  }
  return { act: 'do', verb: MEETS[kind] ?? null, holder };
}

/** What of it this person can do, if anything: what is decided on, who looks over it decides. */
export function verbFor(asked: Asked, visit: VisitAsked | null | undefined, reader: CommandActor): Verb | null {
  const { act, verb, holder } = asked;
  if (act === 'confirm') return visit && waitsFor(reader, visit, () => holder.departmentId) ? verb : null;
  if (holder.departmentId !== reader.departmentId) return null;
  return act === 'do' || hasOneOf(reader, [holder.role]) ? verb : null;
}

/** Whether a visit was made in a pair and waits for this person to confirm it: the second, or their head. */
export function waitsFor(
  reader: CommandActor,
  { state, visitor, with: userId }: VisitAsked,
  departmentOf: (userId: string) => string | undefined,
): boolean {
  if (state !== 'unconfirmed' || !userId) return false;
  const departmentId = departmentOf(userId) ?? '';
  return isSecond(reader, { ...(visitor && { by: visitor }), with: { userId, departmentId } });
}
