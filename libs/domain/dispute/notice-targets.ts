import type { Obligation } from '../obligation/obligation.js';
import type { NoticeKind, Post, Role } from '../words.js';
import type { EventData, EventOf, EventType } from './events.js';
import type { Registered } from './state.js';

/**
 * Whom an event must reach. Posts and departments, no persons: those are looked up when the event is recorded, since
 * the core does not know who works where.
 */
export interface NoticeTarget {
  kind: NoticeKind;
  obligationId?: string;
  /** A post on a ladder, seen from the department that holds the obligation… */
  post?: Post;
  /** …or a role of a department. */
  role?: Role;
  departmentId: string;
  userId?: string;
}

/**
 * Whom each kind of event must reach: the table that the chapters make together. `before` is the state that it fell into
 * (who held what it ends is known only there), `after` the one with it folded in.
 */
export type Notices = {
  readonly [T in EventType]: (event: EventOf<T>, before: Registered, after: Registered) => NoticeTarget[];
};

/** Whoever works on the case in a department: the desk's people at the desk, elsewhere those who handle. */
export function toWorkers(kind: NoticeKind, departmentId: string, { desk }: Registered): NoticeTarget {
  return { kind, departmentId, role: departmentId === desk ? 'desk' : 'handler' };
}

export const toDesk = (kind: NoticeKind, state: Registered): NoticeTarget => toWorkers(kind, state.desk, state);

/** Whoever holds an obligation. */
export function toHolder(kind: NoticeKind, { id, holder }: Obligation): NoticeTarget {
  const { departmentId, role, userId } = holder;
  return { kind, obligationId: id, departmentId, role, ...(userId && { userId }) };
}

/** Whom a rung of a ladder reaches. */
export function rungNotices(
  obligation: Obligation,
  rung: Pick<EventData['LadderStepFired'], 'do' | 'to'>,
  desk: string,
): NoticeTarget[] {
  const { departmentId, role, userId } = obligation.holder;
  return rung.to.map((post) => ({
    kind: rung.do,
    obligationId: obligation.id,
    post,
    departmentId: post === 'desk' || post === 'visitor' ? desk : departmentId,
    // "handler" on a ladder is whoever holds the obligation.
    ...(post === 'handler' && { role, ...(userId && { userId }) }),
  }));
}
