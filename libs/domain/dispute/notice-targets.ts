import type { Obligation } from '../obligation/obligation.js';
import type { Instant } from '../time/time.js';
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
  /** Seen from where this person works now; from `departmentId` where they are not there any more. */
  whereOf?: string;
}

/**
 * Whom each kind of event must reach: the table that the chapters make together. `before` is the state that it fell into
 * (who held what it ends is known only there), `after` the one with it folded in; `movedAt` as `noticesOf`.
 */
export type Notices = {
  readonly [T in EventType]: (
    event: EventOf<T>,
    before: Registered,
    after: Registered,
    movedAt: Instant | null,
  ) => NoticeTarget[];
};

/** Whoever works on the case in a department: the desk's people at the desk, elsewhere those who handle. */
export function toWorkers(kind: NoticeKind, departmentId: string, { desk }: Registered): NoticeTarget {
  return { kind, departmentId, role: departmentId === desk ? 'desk' : 'handler' };
}

export const toDesk = (kind: NoticeKind, state: Registered): NoticeTarget => toWorkers(kind, state.desk, state);

/** What is owed, by whom it waits for: a visit that was made in a pair waits for its second and no more for who made it. */
export function asItWaits(owed: Obligation, state: Registered): Obligation {
  if (owed.kind !== 'return-visit' || state.status !== 'resolved') return owed;
  const visit = state.resolution.visits.find((each) => each.n === owed.n);
  return visit?.state === 'unconfirmed' && visit.with ? { ...owed, holder: { role: 'visitor', ...visit.with } } : owed;
}

/** Whoever holds an obligation. */
export function toHolder(kind: NoticeKind, owed: Obligation, state: Registered): NoticeTarget {
  const { departmentId, role, userId } = asItWaits(owed, state).holder;
  return { kind, obligationId: owed.id, departmentId, role, ...(userId && { userId }) };
}

/**
 * "handler" on a ladder is whoever holds the obligation, and so is "visitor" on that of a visit. A spot check is owed by an
 * office above: it has no head to answer to, and the desk whose visits it looks at does not press for it.
 */
function isHolder(post: Post, kind: Obligation['kind']): boolean {
  if (kind === 'spot-check') return post === 'handler' || post === 'head' || post === 'desk';
  return post === 'handler' || (post === 'visitor' && kind === 'return-visit');
}

/** Whom a rung of a ladder reaches. */
export function rungNotices(
  obligation: Obligation,
  rung: Pick<EventData['LadderStepFired'], 'do' | 'to'>,
  desk: string,
): NoticeTarget[] {
  const { departmentId, role, userId } = obligation.holder;
  return rung.to.map((post) => {
    const told = { kind: rung.do, obligationId: obligation.id };
    if (isHolder(post, obligation.kind)) {
      return { ...told, departmentId, role, ...(userId && { userId }) };
    }
    return { ...told, post, departmentId: post === 'desk' || post === 'visitor' ? desk : departmentId };
  });
}
