import { isRepeatOf } from '#domain/reading/repeats.js';
import type { PartyRow, PlaceRow } from '#domain/dispute/row.js';
import type { Category } from '#domain/words.js';
import type { Prepared, Transaction } from '../database/database.js';
import type { Vault } from '../vault/vault.js';

/** What tells whether two disputes are about the same people or place. */
interface About {
  category: Category;
  place: PlaceRow;
  parties: readonly Pick<PartyRow, 'phone' | 'idNumber'>[];
}

/**
 * The tokens of each party: papers or a telephone, as keyed hashes that stand in no entry of the record, so that they
 * can be erased. A name is none: whole villages share a few, and a grade must not rise because of a namesake (ADR 0008).
 * Those of the same name are shown to the clerk as similar instead.
 */
function partyTokens({ parties }: About, vault: Vault): string[][] {
  return parties.map(({ idNumber, phone }) => [
    ...(idNumber ? [`i:${vault.match('id-number', idNumber.toUpperCase())}`] : []),
    ...(phone ? [`p:${vault.match('phone', phone.replace(/\D/g, ''))}`] : []),
  ]);
}

/** The same kind of quarrel on the same spot, within some ten metres. A written address says less than it seems. */
function placeToken({ category, place }: About, vault: Vault): string | null {
  const { lat, lng } = place;
  if (lat === undefined || lng === undefined) return null;
  return `a:${vault.match('spot', category, lat.toFixed(4), lng.toFixed(4))}`;
}

export function matchTokens(about: About, vault: Vault): string[] {
  const place = placeToken(about, vault);
  return [...new Set([...partyTokens(about, vault).flat(), ...(place ? [place] : [])])];
}

const REPEATS: Prepared = {
  name: 'repeated-disputes',
  text: `SELECT m.dispute_id AS id, array_agg(m.token) AS tokens
    FROM unnest($1::text[]) AS given(token) JOIN dispute_match m USING (token) JOIN dispute d ON d.id = m.dispute_id
    WHERE d.id <> $2 AND d.created_at >= $3 AND NOT d.rehearsal
      AND coalesce(d.outcome, '') NOT IN ('merged', 'invalid')
    GROUP BY m.dispute_id, d.created_at ORDER BY d.created_at, m.dispute_id`,
};

/**
 * Earlier disputes of the same parties or place since a moment, the oldest first, among those that the reader may see.
 * Rehearsals, duplicates that were merged and what proved invalid are no reports.
 */
export async function findRepeats(
  db: Transaction,
  vault: Vault,
  about: About,
  own: string,
  since: string,
): Promise<string[]> {
  const rows = await db.run<{ id: string; tokens: string[] }>(REPEATS, [matchTokens(about, vault), own, since]);
  const marks = { parties: partyTokens(about, vault), place: placeToken(about, vault) };
  return rows.filter(({ tokens }) => isRepeatOf(tokens, marks)).map(({ id }) => id);
}
