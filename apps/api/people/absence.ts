import { deputise } from '#domain/people/deputies.js';
import type { Account, Tree } from '#domain/people/tree.js';
import type { Db } from '#persistence/database/database.js';
import { one } from '#persistence/database/rows.js';
import type { AccessLog } from '../audit/access-log.js';
import type { Actor } from '../http/actor.js';
import { badField } from '../http/problem.js';
import { required } from '../http/required.js';
import type { UserChange } from './bodies.js';

const ABSENCE = `away_until AS "awayUntil", deputy_id AS "deputyId"`;

export type Absence = Pick<UserChange, 'awayUntil' | 'deputyId'>;

/**
 * Notes who is away, and who stands in.
 *
 * @throws Problem NOT_ALLOWED, BAD_REQUEST; DomainError DEPUTY_NOT_ALLOWED
 */
export function absenceOf(actor: Actor, account: Account, { awayUntil, deputyId }: Absence, { accounts }: Tree) {
  required(actor, 'people.absence', account);
  if (awayUntil && new Date(awayUntil) <= new Date()) {
    throw badField('/awayUntil', 'IN_THE_PAST', 'must lie in the future; null says that the person is back');
  }
  const deputy = deputyId ? accounts.find((each) => each.id === deputyId) : null;
  if (deputy === undefined) throw badField('/deputyId', 'UNKNOWN_PERSON', `there is no person "${deputyId}"`);
  const lends = deputy && { lends: deputise(actor, account, deputy) };
  return async (db: Db, log: AccessLog): Promise<void> => {
    const { id: userId } = account;
    const before = await one<object>(db, `SELECT ${ABSENCE} FROM account WHERE id = $1 FOR UPDATE`, [userId]);
    const after = await one<object>(
      db,
      `UPDATE account SET away_until = CASE WHEN $2 THEN $3::timestamptz ELSE away_until END,
         deputy_id = CASE WHEN $4 THEN $5::text ELSE deputy_id END WHERE id = $1 RETURNING ${ABSENCE}`,
      [userId, awayUntil !== undefined, awayUntil ?? null, deputyId !== undefined, deputyId ?? null],
    );
    await log.note(actor, 'deputy-changed', { data: { userId, before, after: { ...after, ...lends } } }, db);
  };
}
