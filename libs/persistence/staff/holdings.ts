import { refuse } from '#domain/errors.js';
import { everythingBelow } from '#domain/people/readers.js';
import {
  heldAlone,
  leftByChange,
  leftBySuccession,
  type Holding,
  type OwedIn,
  type Running,
} from '#domain/people/staffing.js';
import type { Account, Department, Tree } from '#domain/people/tree.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

const RUNS = `d.status <> 'closed' AND NOT d.rehearsal`;
const OWED = `o.state IN ('open', 'late', 'paused')`;

/**
 * What a person is named for on cases that run, and what nobody else could answer (`heldAlone`). Read as the record is: who
 * looks after people reads no case, and is told of each no more than its number.
 *
 * @param db a transaction; what follows in it reads as widely
 */
export async function holdingsOf(db: Db, person: Account, tree: Tree): Promise<Holding[]> {
  await readAsRecord(db, tree);
  const named = await rows<Holding & { obligationId: string | null }>(
    db,
    `WITH roles AS (
       SELECT d.id, d.number, split_part(a.key, ':', 1) AS department, split_part(a.key, ':', 2) AS role
       FROM dispute d, json_each_text(d.state -> 'assigned') a WHERE ${RUNS} AND a.value = $1)
     SELECT id AS "disputeId", number, department AS "departmentId", role, NULL AS "obligationId" FROM roles
     UNION ALL
     SELECT d.id, d.number, o.holder_department, o.holder_role, o.id FROM obligation o JOIN dispute d ON d.id = o.dispute_id
     WHERE o.holder_user = $1 AND ${OWED} AND ${RUNS} AND NOT EXISTS (SELECT FROM roles r
       WHERE r.id = d.id AND r.department = o.holder_department AND r.role = o.holder_role)
     ORDER BY 2, 3, 4`,
    [person.id],
  );
  const owed = await rows<OwedIn>(
    db,
    `SELECT o.holder_department AS "departmentId", o.holder_role AS role, count(*)::int AS count
     FROM obligation o JOIN dispute d ON d.id = o.dispute_id
     WHERE o.holder_department = ANY ($1) AND ${OWED} AND ${RUNS} GROUP BY 1, 2 ORDER BY 2`,
    [tree.together(person.departmentId)],
  );
  const running = await casesAtDesks(db, tree.overseenBy(person), tree);
  const byName = named.map(({ obligationId, ...each }) => ({ ...each, ...(obligationId && { obligationId }) }));
  return [...byName, ...heldAlone(person, owed, running, tree)];
}

/** So many of what is open are named in a refusal; how many there are is said beside them. */
const NAMED = 50;

/**
 * @param which of what they hold: all, or what they would leave
 * @throws DomainError SUCCESSOR_REQUIRED naming what they hold and nobody else would
 */
export async function demandNothingHeld(
  db: Db,
  account: Account,
  tree: Tree,
  which: (each: Holding) => boolean = () => true,
): Promise<void> {
  const open = (await holdingsOf(db, account, tree)).filter(which);
  if (open.length > 0) refuse('SUCCESSOR_REQUIRED', { open: open.slice(0, NAMED), total: open.length });
}

/** Cases that run at a desk of these departments, or will when others have gone over into them, each with its superior. */
async function casesAtDesks(db: Db, departments: readonly string[], tree: Tree): Promise<Running[]> {
  if (departments.length === 0) return [];
  const desks = new Set(departments.flatMap((each) => tree.together(each)));
  await readAsRecord(db, tree);
  return rows(
    db,
    `SELECT d.desk, d.state ->> 'superior' AS superior, count(*)::int AS count FROM dispute d
     WHERE d.desk = ANY ($1) AND ${RUNS} GROUP BY 1, 2
     UNION ALL SELECT i.desk, i.item ->> 'superior', count(*)::int FROM item i
     WHERE i.desk = ANY ($1) AND i.state = 'new' GROUP BY 1, 2`,
    [[...desks]],
  );
}

/**
 * A case knows the superior of its desk from its first day, who decides on it: a desk is not taken away from under them,
 * nor from its cases.
 *
 * @throws DomainError CASES_OPEN with the desks and how many cases run there
 */
export async function demandNoCasesLeft(db: Db, before: Department, next: Department, tree: Tree): Promise<void> {
  const moves = next.parentId !== before.parentId;
  const closes = before.hasDesk && !next.hasDesk;
  if (!moves && !closes) return;
  const desks = moves ? [before.id, ...tree.descendants(before.id)] : [before.id];
  const open = leftByChange(before, next, await casesAtDesks(db, desks, tree), tree);
  if (open.length > 0) refuse('CASES_OPEN', { open });
}

/**
 * The same of a desk in whose place another goes on.
 *
 * @throws DomainError CASES_OPEN as `demandNoCasesLeft`
 */
export async function demandSameSuperiors(db: Db, desk: string, successor: string, tree: Tree): Promise<void> {
  const open = leftBySuccession(successor, await casesAtDesks(db, [desk], tree), tree);
  if (open.length > 0) refuse('CASES_OPEN', { open });
}

/** Cases that run, rehearsals too, in which a department may have a part: whether it has, their states tell. */
export async function casesNaming(db: Db, departmentId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT id FROM dispute WHERE status <> 'closed' AND strpos(state::text, $1) > 0 ORDER BY id`,
    [departmentId],
  );
  return found.map(({ id }) => id);
}

/** Reports that wait at a desk. */
export async function itemsAt(db: Db, desk: string): Promise<number> {
  const [found] = await rows<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM item WHERE desk = $1 AND state = 'new'`,
    [desk],
  );
  return found!.count;
}

export async function readAsRecord(db: Db, { departments }: Tree): Promise<void> {
  const tops = [...departments.values()].filter((each) => each.parentId === null);
  const scopes = tops.map(({ id }) => everythingBelow(id)).join(',');
  await db.query(`SELECT set_config('app.scopes', $1, true)`, [scopes]);
}
