import type { DisputeEvent } from '#domain/dispute/events.js';
import { absorbed, demandTarget, splitOff, type Act, type Standing } from '#domain/dispute/merging.js';
import { isRegistered, lastPartyOf } from '#domain/dispute/state.js';
import { papersOf } from '#domain/reading/identity.js';
import type { PartyRow } from '#domain/dispute/row.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import type { TextKey, Vault } from '../vault/vault.js';
import type { Head } from './fold.js';
import { telephonesOf } from './telephones.js';

/**
 * What a case notes of another one that is merged into it or split from it, and the key by which its words are sealed there:
 * what people said of whom is read with the one's key and kept with the other's.
 *
 * @param target as it is locked with the other; null where there is none
 * @throws DomainError as `absorbed`
 */
export async function noted(
  db: Db,
  vault: Vault,
  act: Act,
  source: Standing,
  target: Head | null,
): Promise<{ events: DisputeEvent[]; key: TextKey | null }> {
  const { state = null, row = null } = target ?? {};
  const joins = act.does === 'joins';
  if (joins) demandTarget(state, source.state, state !== null && (await leadsTo(db, state.id, source.state.id)));
  if (!state || !isRegistered(state) || !row) return { events: [], key: null };
  const key = state.erased ? null : await vault.find(db, state.id);
  if (!joins) return { events: splitOff(state, source, act), key };
  const { added, completed } = takenOver(row.parties, source.row.parties, lastPartyOf(state));
  const people = [...completed, ...added].map(({ id, role: _role, ...said }) => [id, said] as const);
  const text = people.length > 0 ? key!.seal({ parties: Object.fromEntries(people) }) : undefined;
  const refs = added.map(({ id, role }) => ({ id, role }));
  return { events: absorbed({ state, row }, source, refs, act, text), key };
}

/** Whether a merged case leads to another one, by however many between them. */
async function leadsTo(db: Db, from: string, to: string): Promise<boolean> {
  const found = await rows(
    db,
    `WITH RECURSIVE way AS (
       SELECT row #>> '{resolution,into}' AS id FROM dispute WHERE id = $1::uuid
       UNION SELECT d.row #>> '{resolution,into}' FROM way JOIN dispute d ON d.id = way.id::uuid)
     SELECT FROM way WHERE id = $2`,
    [from, to],
  );
  return found.length > 0;
}

/** By what a party is known: papers and telephones, each in one form. */
const numbersOf = ({ idNumber = '', phone = '' }: PartyRow) => [...papersOf(idNumber), ...telephonesOf(phone)];

/**
 * Whether two people of one quarrel are the same: by a number that both have or, since somebody has said that it is one
 * quarrel, by the name where not both have any.
 */
function isSame(one: PartyRow, other: PartyRow): boolean {
  const [own, others] = [numbersOf(one), numbersOf(other)];
  if (own.length > 0 && others.length > 0) return own.some((each) => others.includes(each));
  return one.name !== null && one.name === other.name;
}

const DETAILS = ['phone', 'idNumber', 'address'] as const;

/** Who is there already, with what is known of them only where they come from; null where that is nothing. */
function completed(there: PartyRow, from: PartyRow): PartyRow | null {
  const more = DETAILS.filter((each) => !there[each] && from[each]);
  if (more.length === 0) return null;
  return { ...there, ...Object.fromEntries(more.map((each) => [each, from[each]])) };
}

/** Who comes to a case with another one, and of whom there more is known then. */
export interface TakenOver {
  added: PartyRow[];
  completed: PartyRow[];
}

/** @param last the highest number that a party of the case ever had */
export function takenOver(there: readonly PartyRow[], from: readonly PartyRow[], last: number): TakenOver {
  const known = new Map(there.map((each) => [each.id, each]));
  const more = new Map<string, PartyRow>();
  const added: PartyRow[] = [];
  for (const each of from) {
    const same = [...known.values()].find((one) => isSame(one, each));
    const whole = same && completed(same, each);
    if (whole) {
      known.set(whole.id, whole);
      more.set(whole.id, whole);
    }
    if (!same) added.push({ ...each, id: `p${last + added.length + 1}` });
  }
  return { added, completed: [...more.values()] };
}
