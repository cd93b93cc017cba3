import type { VisitMode } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

/** A return visit as calendars know it: no name and no place, since telephones hand their calendars on. */
export interface FeedVisit {
  disputeId: string;
  number: string;
  n: number;
  revision: number;
  dueAt: Date;
  toleranceUntil: Date;
  mode: VisitMode;
  state: 'planned' | 'done' | 'waived' | 'unreachable' | 'gone';
  changedAt: Date;
}

/** How long a calendar goes on showing what is over. */
const PAST_DAYS = 60;
const MOST = 2_000;

/** The visits that a person's department owes, without those that were given to somebody else. */
export async function visitsFor(db: Db, person: { userId: string; departmentId: string }): Promise<FeedVisit[]> {
  return rows<FeedVisit>(
    db,
    `SELECT r.dispute_id AS "disputeId", r.number, r.n, r.revision, r.due_at AS "dueAt",
       r.tolerance_until AS "toleranceUntil", r.mode, r.state, r.changed_at AS "changedAt"
     FROM visit_revision r
       LEFT JOIN obligation o ON o.dispute_id = r.dispute_id AND o.kind = 'return-visit' AND o.n = r.n
     WHERE r.department = $1 AND coalesce(o.holder_user, $2) = $2 AND r.due_at > now() - make_interval(days => $3)
     ORDER BY r.due_at, r.dispute_id, r.n LIMIT $4`,
    [person.departmentId, person.userId, PAST_DAYS, MOST],
  );
}
