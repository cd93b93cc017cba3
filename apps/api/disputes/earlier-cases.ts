import { Injectable } from '@nestjs/common';
import { countBack } from '#domain/time/limit.js';
import { clockOf, type Rules } from '#domain/obligation/obligation.js';
import type { Instant } from '#domain/time/time.js';
import { Reader, type ReadAs } from '#persistence/reading/reader.js';
import { findRepeats, type About } from '#persistence/record/repeats.js';
import { Vault } from '#persistence/vault/vault.js';

/** Cases of the same people or place that were there before one was entered. */
@Injectable()
export class EarlierCases {
  constructor(
    private readonly reader: Reader,
    private readonly vault: Vault,
  ) {}

  /**
   * @param enteredAt of the case that repeats them
   * @returns their ids, the oldest first; none for a rehearsal, which repeats nothing
   */
  async of(
    reader: ReadAs,
    about: About & { id: string; rehearsal: boolean },
    enteredAt: Instant,
    rules: Rules,
  ): Promise<string[]> {
    if (about.rehearsal) return [];
    const since = countBack(enteredAt, rules.policy.repeat.within, clockOf(rules));
    return this.reader.as(reader, (db) =>
      findRepeats(db, this.vault, about, { id: about.id, since, before: enteredAt }),
    );
  }
}
