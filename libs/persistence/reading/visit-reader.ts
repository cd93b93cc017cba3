import type { DisputeRow, VisitRow } from '#domain/dispute/row.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

export interface VisitWork {
  visit: VisitRow;
  dispute: DisputeRow;
  dueAt: Date;
  id: string;
  n: number;
}

export async function visits(
  db: Db,
  filter: { from?: string; to?: string; state?: string; zone: string },
  after: { dueAt: string; id: string; n: number } | null,
  limit: number,
): Promise<VisitWork[]> {
  const parameters: unknown[] = [];
  const where = ['NOT d.rehearsal'];
  const add = (condition: (place: string) => string, value: unknown) => {
    if (value === undefined) return;
    parameters.push(value);
    where.push(condition(`$${parameters.length}`));
  };
  add((p) => `v.due_at >= ${p}`, filter.from);
  add((p) => `v.due_at < ${p}`, filter.to);
  // `due` and `late` are what a planned visit becomes with time; the record says planned.
  const now = `(now() + d.clock_ahead)`;
  const day = (moment: string) => `(${moment} AT TIME ZONE '${filter.zone}')::date`;
  const planned = `v.state = 'planned' AND v.tolerance_until >= ${now}`;
  if (filter.state === 'late') where.push(`v.state = 'planned' AND v.tolerance_until < ${now}`);
  else if (filter.state === 'due') where.push(`${planned} AND ${day('v.due_at')} <= ${day(now)}`);
  else if (filter.state === 'planned') where.push(`${planned} AND ${day('v.due_at')} > ${day(now)}`);
  else add((p) => `v.state = ${p}`, filter.state);
  if (after) {
    parameters.push(after.dueAt, after.id, after.n);
    const place = parameters.length;
    where.push(`(v.due_at, v.dispute_id, v.n) > ($${place - 2}, $${place - 1}, $${place})`);
  }
  return rows<VisitWork>(
    db,
    `SELECT v.row AS visit, d.row AS dispute, v.due_at AS "dueAt", v.dispute_id AS id, v.n
     FROM visit v JOIN dispute d ON d.id = v.dispute_id WHERE ${where.join(' AND ')}
     ORDER BY v.due_at, v.dispute_id, v.n LIMIT ${limit}`,
    parameters,
  );
}
