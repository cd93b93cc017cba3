import type { DisputeRow, VisitRow } from '#domain/dispute/row.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { Conditions, orderBy, type Order } from './conditions.js';
import { totalOf, type Total } from './total.js';

export interface VisitWork {
  visit: VisitRow;
  dispute: DisputeRow;
  dueAt: Date;
  id: string;
  n: number;
}

export interface VisitFilter {
  from?: string;
  to?: string;
  state?: string;
  village?: string;
  /** Who made it or went with them; of what is open, in whose name it is. */
  handler?: string;
  /** A department, of visits that it owes. */
  owedBy?: string;
  zone: string;
  rehearsal?: boolean;
}

const wasThere = (person: string) => `v.row ->> 'visitor' = ${person} OR v.row ->> 'with' = ${person}`;
const isOwed = (by: string) => `EXISTS (
  SELECT FROM obligation o WHERE o.dispute_id = v.dispute_id AND o.kind = 'return-visit' AND o.n = v.n
    AND o.ended_at IS NULL AND ${by})`;

function conditionsOf(filter: VisitFilter): Conditions {
  const conditions = new Conditions();
  const { rehearsal = false } = filter;
  conditions.demand(rehearsal ? 'v.rehearsal' : 'NOT v.rehearsal');
  conditions.add((p) => `v.due_at >= ${p}`, filter.from);
  conditions.add((p) => `v.due_at < ${p}`, filter.to);
  conditions.add(
    (p) => `EXISTS (SELECT FROM dispute d WHERE d.id = v.dispute_id AND d.village = ${p})`,
    filter.village,
  );
  conditions.add((p) => `(${wasThere(p)} OR ${isOwed(`o.holder_user = ${p}`)})`, filter.handler);
  conditions.add((p) => isOwed(`o.holder_department = ${p}`), filter.owedBy);
  conditions.demand(inState(filter.state, filter.zone, rehearsal, conditions.place));
  return conditions;
}

export function countVisits(db: Db, filter: VisitFilter): Promise<Total> {
  const conditions = conditionsOf(filter);
  return totalOf(db, `visit v WHERE ${conditions.where}`, conditions);
}

const ORDER: Order = { by: ['v.due_at', 'v.dispute_id', 'v.n'], way: 'ASC' };

/** Where a list of visits goes on. */
export interface VisitPlace {
  dueAt: string;
  id: string;
  n: number;
}

export async function visits(
  db: Db,
  filter: VisitFilter,
  after: VisitPlace | null,
  limit: number,
): Promise<VisitWork[]> {
  const conditions = conditionsOf(filter);
  if (after) conditions.demandBeyond(ORDER, [after.dueAt, after.id, after.n]);
  return rows<VisitWork>(
    db,
    `SELECT v.row AS visit, d.row AS dispute, v.due_at AS "dueAt", v.dispute_id AS id, v.n
     FROM (SELECT * FROM visit v WHERE ${conditions.where}
           ${orderBy(ORDER)} LIMIT ${conditions.place(limit)}) v
       JOIN dispute d ON d.id = v.dispute_id
     ${orderBy(ORDER)}`,
    conditions.parameters,
  );
}

/**
 * `due` and `late` are what a planned visit becomes with time; the record says planned. Only a rehearsal has a clock of its
 * own.
 */
function inState(
  state: string | undefined,
  zone: string,
  rehearsal: boolean,
  place: (value: unknown) => string,
): string {
  const now = rehearsal ? `(now() + (SELECT clock_ahead FROM dispute WHERE id = v.dispute_id))` : 'now()';
  if (state === undefined) return 'true';
  if (state === 'late') return `v.state = 'planned' AND v.tolerance_until < ${now}`;
  if (state !== 'due' && state !== 'planned') return `v.state = ${place(state)}`;
  const its = place(zone);
  const day = (moment: string) => `(${moment} AT TIME ZONE ${its}::text)::date`;
  const beside = state === 'due' ? '<=' : '>';
  return `v.state = 'planned' AND v.tolerance_until >= ${now} AND ${day('v.due_at')} ${beside} ${day(now)}`;
}
