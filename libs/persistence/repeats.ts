import type { PartyRef, Place } from '#domain/events.js';
import type { Category } from '#domain/words.js';
import type { Db } from './database.js';

/** What tells whether two disputes are about the same people or place. */
interface About {
  category: Category;
  place: Place;
  parties: readonly PartyRef[];
}

/** The tokens of each party: papers and telephone anywhere, a name only in its village, where it means somebody. */
function partyTokens({ place, parties }: About): string[][] {
  return parties.map(({ idNumberHash, phoneHash, nameHash }) =>
    [
      idNumberHash && `i:${idNumberHash}`,
      phoneHash && `p:${phoneHash}`,
      nameHash && `n:${place.village}:${nameHash}`,
    ].filter((each) => each !== undefined),
  );
}

/** The same kind of quarrel at the same written address; a whole village is no place. */
function placeToken({ category, place }: About): string | null {
  return place.addressHash ? `a:${place.village}:${category}:${place.addressHash}` : null;
}

export function matchTokens(about: About): string[] {
  const place = placeToken(about);
  return [...new Set([...partyTokens(about).flat(), ...(place ? [place] : [])])];
}

/**
 * Earlier disputes of the same parties or place since a moment, the oldest first, among those that the reader may see.
 * The same parties are two of them at least, or the only one that is named. Rehearsals, duplicates that were merged and
 * what proved invalid are no reports.
 */
export async function findRepeats(db: Db, about: About, own: string, since: string): Promise<string[]> {
  const rows = (await db.query(
    `SELECT m.dispute_id AS id, array_agg(m.token) AS tokens
     FROM dispute_match m JOIN dispute d ON d.id = m.dispute_id
     WHERE m.token = ANY ($1) AND d.id <> $2 AND d.created_at >= $3 AND NOT d.rehearsal
       AND coalesce(d.row #>> '{resolution,outcome}', '') NOT IN ('merged', 'invalid')
     GROUP BY m.dispute_id, d.created_at ORDER BY d.created_at, m.dispute_id`,
    [matchTokens(about), own, since],
  )) as { id: string; tokens: string[] }[];
  const parties = partyTokens(about);
  const place = placeToken(about);
  return rows
    .filter(({ tokens }) => {
      const met = parties.filter((party) => party.some((token) => tokens.includes(token))).length;
      return (place !== null && tokens.includes(place)) || (met > 0 && met >= Math.min(2, parties.length));
    })
    .map(({ id }) => id);
}
