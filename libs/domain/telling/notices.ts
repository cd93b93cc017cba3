import { departmentsOn, holderOf, transferOf, type Registered } from '../dispute/state.js';
import type { DisputeEvent, EventData } from '../dispute/events.js';
import type { Obligation } from '../obligation/obligation.js';
import type { NoticeKind, Post, Role } from '../words.js';

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

/** The visit that it asks something about, while it is owed. */
function aboutVisit(n: number, { obligations }: Registered): { obligationId?: string } {
  const owed = obligations.find((each) => each.kind === 'return-visit' && each.n === n);
  return owed ? { obligationId: owed.id } : {};
}

/**
 * Whom an event must reach; nobody where it is no news to anybody.
 *
 * @param before the state that it fell into: who held what it ends is known only there
 * @param after the state with it folded in: where the case stands now, and the transfer that it made
 */
export function noticesOf(event: DisputeEvent, before: Registered, after: Registered): NoticeTarget[] {
  const toDesk = (kind: NoticeKind): NoticeTarget => ({ kind, departmentId: after.desk, role: 'desk' });
  switch (event.type) {
    case 'LadderStepFired': {
      if (event.data.skipped) return [];
      const obligation = before.obligations.find((each) => each.id === event.data.obligationId);
      return obligation ? rungNotices(obligation, event.data, after.desk) : [];
    }
    case 'TransferOffered':
      return event.data.to === after.desk ? [] : [{ kind: 'offered', departmentId: event.data.to, role: 'handler' }];
    case 'TransferAccepted': {
      const transfer = transferOf(after, event.data.transferId)!;
      if (event.data.bySilence) {
        const kind = 'accepted-by-silence';
        const departmentId = transfer.to;
        return [{ kind, departmentId, role: 'handler' }, { kind, departmentId, role: 'head' }, toDesk(kind)];
      }
      return transfer.to === after.desk || event.actor.kind !== 'person' ? [] : [toDesk('accepted')];
    }
    case 'TransferReturned':
      return [toDesk('returned')];
    case 'ReturnDecided':
      return [
        {
          kind: event.data.uphold ? 'return-upheld' : 'return-not-upheld',
          departmentId: transferOf(after, event.data.transferId)!.to,
          role: 'handler',
        },
      ];
    case 'TransferRecalled':
      return [{ kind: 'recalled', departmentId: transferOf(after, event.data.transferId)!.to, role: 'handler' }];
    case 'TransferLapsed':
      return [toDesk('lapsed')];
    case 'DisputeResolved':
      // Whoever holds it, and whoever was still asked, hears that the desk ended it; the desk hears of the others.
      return departmentsOn(before)
        .filter((departmentId) => !(event.actor.kind === 'person' && event.actor.departmentId === departmentId))
        .map((departmentId) => ({
          kind: event.data.outcome === 'merged' || event.data.outcome === 'withdrawn' ? event.data.outcome : 'resolved',
          departmentId,
          role: departmentId === after.desk ? 'desk' : 'handler',
        }));
    case 'DisputeReopened':
      return [
        toDesk('reopened'),
        { kind: 'reopened', departmentId: event.data.departmentId, role: 'handler' },
        // A relapse of a red case is the county's matter (domain.md §6).
        ...(event.data.cause === 'relapse' && before.grade === 'red'
          ? [{ kind: 'relapsed' as const, departmentId: after.desk, post: 'county' as const }]
          : []),
      ];
    case 'VisitMade': {
      const { with: second } = event.data;
      return second
        ? [{ kind: 'visit-to-confirm', ...aboutVisit(event.data.n, after), role: 'visitor', ...second }]
        : [];
    }
    case 'VisitGivenUp': {
      const about = aboutVisit(event.data.n, after);
      return [
        { kind: 'unreachable', ...about, departmentId: after.desk, post: 'director' },
        ...(after.grade === 'red' ? [{ ...toDesk('welfare-check'), ...about }] : []),
      ];
    }
    case 'ExtensionAsked':
      return [{ kind: 'extension-asked', ...event.data.decider }];
    case 'ExtensionDecided': {
      const request = before.extensions.find((each) => each.id === event.data.extensionId);
      const obligation = before.obligations.find((each) => each.id === request?.obligationId);
      if (!request || !obligation) return [];
      const { departmentId, role } = obligation.holder;
      const kind = event.data.approve ? 'extension-approved' : 'extension-refused';
      return [{ kind, obligationId: obligation.id, departmentId, role, userId: request.requestedBy }];
    }
    case 'DisputeSuspended':
    case 'DisputeResumed':
    case 'TrackEntered':
    case 'TrackEnded': {
      const kinds = {
        DisputeSuspended: 'suspended',
        DisputeResumed: 'resumed',
        TrackEntered: 'statutory',
        TrackEnded: 'statutory-ended',
      } as const;
      const kind = kinds[event.type];
      const holder = holderOf(after);
      return [
        toDesk(kind),
        ...(holder === after.desk ? [] : [{ kind, departmentId: holder, role: 'handler' as const }]),
      ];
    }
    case 'SupervisionOrdered': {
      const { departmentId } = event.data;
      if (departmentId === after.desk) return [toDesk('supervision')];
      return [
        { kind: 'supervision', departmentId, role: 'handler' },
        { kind: 'supervision', departmentId, role: 'head' },
      ];
    }
    case 'ObligationUrged': {
      const { obligationId } = event.data;
      const owed = after.obligations.find((each) => each.id === obligationId);
      if (!owed) return [];
      const { departmentId, role, userId } = owed.holder;
      const told = { kind: 'urged', obligationId, departmentId } as const;
      return [
        { ...told, role, ...(userId && { userId }) },
        { ...told, role: 'head' },
      ];
    }
    case 'SupervisionAnswered':
      return [{ kind: 'supervision-answered', departmentId: after.superior, role: 'supervisor' }];
    case 'MeetingCalled':
      return event.data.departments.map((departmentId) => ({
        kind: 'meeting',
        departmentId,
        role: departmentId === after.desk ? 'desk' : 'handler',
      }));
    case 'MeetingConcluded':
      return [...new Set(event.data.decisions.map((each) => each.departmentId))].map((departmentId) => ({
        kind: 'meeting-decision',
        departmentId,
        role: departmentId === after.desk ? 'desk' : 'handler',
      }));
    case 'PersonAssigned': {
      const { departmentId, role, userId, obligationId } = event.data;
      return [{ kind: 'assigned', departmentId, role, userId, ...(obligationId && { obligationId }) }];
    }
    case 'ObligationMoved': {
      const { obligation, from, cause } = event.data;
      // Other rungs at the same date are nobody's news.
      if (obligation.dueAt === from) return [];
      // What moved with many others is told once, when all of them have (`DIGESTS_TOLD`).
      if (cause === 'policy' || cause === 'calendar') return [];
      const { departmentId, role, userId } = obligation.holder;
      return [{ kind: 'moved', obligationId: obligation.id, departmentId, role, ...(userId && { userId }) }];
    }
    default:
      return [];
  }
}
