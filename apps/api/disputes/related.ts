import { Injectable } from '@nestjs/common';
import type { DisputeRow } from '#domain/dispute/row.js';
import { isSameAddress, metIn } from '#domain/reading/repeats.js';
import { listDisputes } from '#persistence/reading/dispute-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { findMet } from '#persistence/reading/related.js';
import { marksOf, tokensIn } from '#persistence/record/repeats.js';
import { Vault } from '#persistence/vault/vault.js';
import type { Actor } from '../http/actor.js';
import type { Related } from './answers.js';
import { DisputeReading } from './reading.js';

/** The latest are enough to know whom and what one deals with. */
const MOST = 20;
/** So many that have the words of an address are looked at. */
const WITH_ITS_WORDS = 200;

/** Other cases of the same people or place, whenever they were entered, among those that the reader may see. */
@Injectable()
export class RelatedCases {
  constructor(
    private readonly reader: Reader,
    private readonly vault: Vault,
    private readonly reading: DisputeReading,
  ) {}

  /**
   * By keyed hashes of papers, telephones and the spot, and by the address as it is written. Nothing follows from it.
   *
   * @returns the newest first; none of a rehearsal, which is no case
   * @throws Problem NOT_FOUND where the reader sees no such case
   */
  async of(actor: Actor, id: string): Promise<Related[]> {
    const { row } = await this.reading.get(actor, id);
    if (row.rehearsal) return [];
    const marks = marksOf(row, this.vault);
    const [met, there] = await Promise.all([
      this.reader.as(actor, (db) => findMet(db, id, tokensIn(marks), MOST)),
      this.atItsAddress(actor, row),
    ]);
    const found = new Map(there.map((each) => [each.id, related(each, [], true)]));
    for (const { row: other, tokens } of met) {
      const { parties, place } = metIn(tokens, marks);
      const isThere = place || found.has(other.id);
      found.set(
        other.id,
        related(
          other,
          parties.map((n) => row.parties[n]!.id),
          isThere,
        ),
      );
    }
    return [...found.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).slice(0, MOST);
  }

  private async atItsAddress(actor: Actor, { id, place }: DisputeRow): Promise<DisputeRow[]> {
    const { village, address } = place;
    if (address === undefined) return [];
    const filter = await this.reading.filterOf(actor, { village, q: address, rehearsal: false });
    const listed = await this.reader.as(actor, (db) => listDisputes(db, filter, null, WITH_ITS_WORDS));
    const isSame = (other: DisputeRow) => other.id !== id && isSameAddress(other.place.address ?? '', address);
    return listed.map(({ row }) => row).filter(isSame);
  }
}

function related(row: DisputeRow, parties: string[], samePlace: boolean): Related {
  const { id, number, title, status, grade, createdAt } = row;
  return { id, number, title, status, grade, createdAt, parties, samePlace };
}
