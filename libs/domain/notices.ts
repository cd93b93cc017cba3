import { transferOf, type Registered } from './dispute.js';
import type { DisputeEvent } from './events.js';
import type { Post, Role } from './words.js';

/**
 * Whom an event must reach. Posts and departments, no persons: those are looked up when the event is recorded, since
 * the core does not know who works where.
 */
export interface NoticeTarget {
  kind: string;
  obligationId?: string;
  /** A post on a ladder, seen from the department that holds the obligation… */
  post?: Post;
  /** …or a role of a department. */
  role?: Role;
  departmentId: string;
  userId?: string;
}

export function noticesOf(event: DisputeEvent, before: Registered, after: Registered): NoticeTarget[] {
  const toDesk = (kind: string): NoticeTarget => ({ kind, departmentId: after.desk, role: 'desk' });
  switch (event.type) {
    case 'LadderStepFired': {
      if (event.data.skipped) return [];
      const obligation = before.obligations.find((each) => each.id === event.data.obligationId);
      if (!obligation) return [];
      const { departmentId, role, userId } = obligation.holder;
      return event.data.to.map((post) => ({
        kind: event.data.do,
        obligationId: obligation.id,
        post,
        departmentId: post === 'desk' || post === 'visitor' ? after.desk : departmentId,
        // "handler" on a ladder is whoever holds the obligation.
        ...(post === 'handler' && { role, ...(userId && { userId }) }),
      }));
    }
    case 'TransferOffered':
      return event.data.to === after.desk ? [] : [{ kind: 'offered', departmentId: event.data.to, role: 'handler' }];
    case 'TransferAccepted': {
      const transfer = transferOf(after, event.data.transferId)!;
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
      return event.data.departmentId === after.desk ? [] : [toDesk('resolved')];
    case 'DisputeReopened':
      return [toDesk('reopened'), { kind: 'reopened', departmentId: event.data.departmentId, role: 'handler' }];
    case 'ObligationMoved': {
      const { obligation } = event.data;
      const { departmentId, role, userId } = obligation.holder;
      return [{ kind: 'moved', obligationId: obligation.id, departmentId, role, ...(userId && { userId }) }];
    }
    default:
      return [];
  }
}
