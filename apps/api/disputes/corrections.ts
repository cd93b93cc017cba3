import { Injectable } from '@nestjs/common';
import { correctionOf, type Said } from '#domain/dispute/correction.js';
import { Directory } from '#persistence/people/directory.js';
import type { FoundDispute } from '#persistence/reading/dispute-reader.js';
import type { Actor } from '../http/actor.js';
import { badField, Problem } from '../http/problem.js';
import { EarlierCases } from './earlier-cases.js';
import { unknownVillage } from './unknown.js';
import type { Body, Split } from './to-command.js';

/** What a body would have other than it is. */
@Injectable()
export class Corrections {
  constructor(
    private readonly directory: Directory,
    private readonly earlier: EarlierCases,
  ) {}

  /**
   * @throws Problem BAD_REQUEST for a village or a party that is not there, for a new party without name and role, and
   *   where nothing would be other than it is
   */
  async of(actor: Actor, found: FoundDispute, { reason, ...said }: Body<'correct'>): Promise<Split> {
    const { data, text, isOther } = await this.foreseen(actor, found, said);
    if (!isOther) throw badField('', 'NOTHING_OTHER', 'says nothing that is other than it is');
    return { data, text: { ...text, reason }, madeOf: found.row.seq };
  }

  /**
   * What it would have other than it is, which may be nothing.
   *
   * @throws Problem BAD_REQUEST as above, but for nothing
   */
  async foreseen(actor: Actor, { row, state }: FoundDispute, said: Said) {
    const made = correctionOf(said, row, state);
    const { data, parties, problems } = made;
    const nowhere = said.place ? unknownVillage(said.place.village, await this.directory.of(actor)) : [];
    const errors = [...nowhere, ...problems];
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
    if (data.place ?? data.category ?? data.parties ?? data.removed) {
      const { id, rehearsal, createdAt } = row;
      const place = data.place ? said.place! : row.place;
      const about = { category: data.category ?? row.category, place, parties };
      data.repeats = await this.earlier.of(actor, { ...about, id, rehearsal }, createdAt, state.rules);
    }
    return made;
  }
}
