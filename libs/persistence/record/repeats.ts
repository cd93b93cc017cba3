import { papersOf } from '#domain/reading/identity.js';
import { countedOf, isRepeatOf, type Earlier, type Marks } from '#domain/reading/repeats.js';
import type { PartyRow, PlaceRow } from '#domain/dispute/row.js';
import type { Instant } from '#domain/time/time.js';
import type { Category } from '#domain/words.js';
import type { Prepared, Transaction } from '../database/database.js';
import type { Vault } from '../vault/vault.js';
import { telephonesOf } from './telephones.js';

/** What tells whether two disputes are about the same people or place. */
export interface About {
  category: Category;
  place: PlaceRow;
  parties: readonly Pick<PartyRow, 'phone' | 'idNumber'>[];
}

type Party = About['parties'][number];

/**
 * The tokens of a party: each of its papers and telephones, as keyed hashes that stand in no entry of the record, so that
 * they can be erased. What is no number has none, and neither has a name: whole villages share a few, and a grade must not
 * rise because of a namesake (ADR 0008). Those of the same name are shown to the clerk as similar instead.
 */
function partyTokens({ idNumber = '', phone = '' }: Party, vault: Vault): string[] {
  return [
    ...papersOf(idNumber).map((paper) => `d:${vault.match('paper', paper)}`),
    ...telephonesOf(phone).map((number) => `t:${vault.match('telephone', number)}`),
  ];
}

/**
 * Of before numbers were read: whatever stood in the field, and one and the same for all that had no figures. Cases have
 * them until the worker has remade theirs (`remakeMatches`).
 */
function formerPartyTokens({ idNumber, phone }: Party, vault: Vault): string[] {
  return [
    ...(idNumber ? [`i:${vault.match('id-number', idNumber.toUpperCase())}`] : []),
    ...(phone ? [`p:${vault.match('phone', phone.replace(/\D/g, ''))}`] : []),
  ];
}

/** What the tokens of before begin with, and none of today's. */
export const FORMER = ['i:', 'p:'] as const;

/** The same kind of quarrel on the same spot, within some ten metres. A written address says less than it seems. */
function placeToken({ category, place }: About, vault: Vault): string | null {
  const { lat, lng } = place;
  if (lat === undefined || lng === undefined) return null;
  return `a:${vault.match('spot', category, lat.toFixed(4), lng.toFixed(4))}`;
}

export const matchTokens = (about: About, vault: Vault) => tokensOf(about, vault, partyTokens);
export const formerTokens = (about: About, vault: Vault) => tokensOf(about, vault, formerPartyTokens);

function tokensOf(about: About, vault: Vault, ofParty: typeof partyTokens): string[] {
  const place = placeToken(about, vault);
  return [...new Set([...about.parties.flatMap((party) => ofParty(party, vault)), ...(place ? [place] : [])])];
}

/** Who is known is found under the tokens of before as well, as long as there are cases that have no others. */
function soughtTokens(party: Party, vault: Vault): string[] {
  const tokens = partyTokens(party, vault);
  return tokens.length > 0 ? [...tokens, ...formerPartyTokens(known(party), vault)] : [];
}

/** What a number that somebody asks for is found by, a telephone or a paper; nothing where it is neither, or a part of one. */
export const numberTokens = (text: string, vault: Vault) => soughtTokens({ phone: text, idNumber: text }, vault);

/** Of its fields those that are numbers. */
function known({ idNumber, phone }: Party): Party {
  return {
    ...(idNumber && papersOf(idNumber).length > 0 && { idNumber }),
    ...(phone && telephonesOf(phone).length > 0 && { phone }),
  };
}

/** By what others of the same parties or place are found. */
export const marksOf = (about: About, vault: Vault): Marks => ({
  parties: about.parties.map((party) => soughtTokens(party, vault)),
  place: placeToken(about, vault),
});

export const tokensIn = ({ parties, place }: Marks): string[] => [
  ...parties.flat(),
  ...(place === null ? [] : [place]),
];

/**
 * Who was found is looked at, and nobody else: the planner may not read every document for what a supervisor ruled apart
 * (42 ms a registration instead of one, seen over some hundred cases).
 */
const REPEATS: Prepared = {
  name: 'repeated-disputes',
  text: `WITH met AS MATERIALIZED (
      SELECT m.dispute_id AS id, array_agg(m.token) AS tokens
      FROM unnest($1::text[]) AS given(token) JOIN dispute_match m USING (token)
      WHERE m.dispute_id <> $2::uuid GROUP BY m.dispute_id),
    own AS MATERIALIZED (SELECT jsonb_path_query_array(row, '$.apart[*].id') AS apart FROM dispute WHERE id = $2::uuid)
    SELECT met.id, met.tokens, earlier.apart
    FROM met CROSS JOIN LATERAL (
      SELECT created_at, jsonb_path_query_array(row, '$.apart[*].id') AS apart FROM dispute
      WHERE id = met.id AND created_at >= $3 AND created_at < $4 AND NOT rehearsal
        AND coalesce(outcome, '') NOT IN ('merged', 'invalid')
      OFFSET 0) earlier
    WHERE NOT earlier.apart ? ($2::uuid)::text AND NOT EXISTS (SELECT FROM own WHERE own.apart ? met.id::text)
    ORDER BY earlier.created_at, met.id`,
};

/**
 * Disputes of the same parties or place that were entered from one moment up to another, the oldest first, among those that
 * the reader may see. Rehearsals, duplicates that were merged and what proved invalid are no reports; neither is what a
 * supervisor ruled apart, whichever of the two was ruled on.
 */
export async function findRepeats(
  db: Transaction,
  vault: Vault,
  about: About,
  { id, since, before }: { id: string; since: Instant; before: Instant },
): Promise<string[]> {
  const marks = marksOf(about, vault);
  const found = await db.run<Earlier & { tokens: string[] }>(REPEATS, [tokensIn(marks), id, since, before]);
  return countedOf(found.filter(({ tokens }) => isRepeatOf(tokens, marks)));
}
