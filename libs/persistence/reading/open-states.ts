import { isRegistered, type DisputeState, type Registered } from '#domain/dispute/state.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { restored, type Rulebook } from '../rules/rulebook.js';
import type { ReadAs, Reader } from './reader.js';

const AT_ONCE = 100;

/** A case that is not closed, and the number that people call it by. */
export interface OpenCase {
  number: string;
  state: Registered;
}

/**
 * The cases that are not closed, rehearsals apart, some at a time and in the order of their ids.
 *
 * @param chosen of these alone
 */
export async function* openStates(
  reader: Reader,
  who: ReadAs,
  rulebook: Rulebook,
  chosen: readonly string[] | null = null,
): AsyncGenerator<OpenCase[]> {
  for (let after = ''; ;) {
    const found = await reader.as(who, (db) =>
      rows<{ id: string; number: string; state: unknown }>(
        db,
        `SELECT id, row->>'number' AS number, state FROM dispute
         WHERE status <> 'closed' AND NOT rehearsal AND ($1 = '' OR id > nullif($1, '')::uuid)
           AND ($3::uuid[] IS NULL OR id = ANY ($3::uuid[])) ORDER BY id LIMIT $2`,
        [after, AT_ONCE, chosen],
      ),
    );
    if (found.length === 0) return;
    after = found.at(-1)!.id;
    const cases = await Promise.all(
      found.map(async ({ number, state }) => ({ number, state: await restored<DisputeState>(state, rulebook) })),
    );
    yield cases.filter((each): each is OpenCase => isRegistered(each.state));
  }
}

/** The open cases of a region that do not go by this version of the policy or the calendar yet, rehearsals apart. */
export async function openIds(
  db: Db,
  region: string,
  { cause, version }: { cause: 'policy' | 'calendar'; version: string },
): Promise<string[]> {
  const member = { policy: 'policyVersion', calendar: 'calendarVersion' }[cause];
  const found = await rows<{ id: string }>(
    db,
    `SELECT id FROM dispute WHERE status <> 'closed' AND NOT rehearsal AND row->>$1::text <> $2
       AND row->>'policyVersion' IN (SELECT version FROM policy WHERE region = $3) ORDER BY id`,
    [member, version, region],
  );
  return found.map(({ id }) => id);
}
