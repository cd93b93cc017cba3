import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Db } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import { seenAmong } from '#persistence/reading/dispute-reader.js';
import { openIds } from '#persistence/reading/open-states.js';
import { Reader, type ReadAs } from '#persistence/reading/reader.js';
import type { RolloutProgress } from '#persistence/rollouts/rollout-store.js';
import { MOVE_RULES, type Moving } from '#persistence/rules/moving.js';
import { Vault } from '#persistence/vault/vault.js';
import { asTheRecord } from '../disputes/sight.js';
import type { Actor } from '../http/actor.js';
import { Problem } from '../http/problem.js';
import { Rollouts } from '../rollouts/rollouts.js';

/** Which rules cases move to, and why. */
type Told = Omit<Moving, 'all'>;
type Which = Pick<Told, 'cause' | 'version'>;

/** Begins the rollout by which open cases move to rules that were published. */
@Injectable()
export class MovingCases {
  constructor(
    private readonly reader: Reader,
    private readonly vault: Vault,
    private readonly directory: Directory,
    private readonly rollouts: Rollouts,
  ) {}

  /** Every open case, whoever may see it. @param publish what is written together with it */
  async all(actor: Actor, told: Told, publish: (db: Db) => Promise<void>): Promise<RolloutProgress> {
    const subjects = await this.open(asTheRecord(actor, await this.directory.of(actor)), actor.region, told);
    return this.begin(actor, { ...told, all: true }, subjects, publish);
  }

  /** Of what the actor sees: row-level security cuts away the others. What was chosen and has no need of it ends `unchanged`. */
  async seen(actor: Actor, told: Told, chosen?: readonly string[]): Promise<RolloutProgress> {
    if (chosen) await this.demandSeen(actor, chosen);
    const subjects = chosen ?? (await this.open(actor, actor.region, told));
    return this.begin(actor, { ...told, all: false }, [...new Set(subjects)]);
  }

  /**
   * The open cases that it would move, of those that the actor sees. @param chosen of them
   *
   * @throws Problem BAD_REQUEST as `seen`
   */
  async wouldMove(actor: Actor, of: Which, chosen?: readonly string[]): Promise<string[]> {
    if (chosen) await this.demandSeen(actor, chosen);
    const open = await this.open(actor, actor.region, of);
    return chosen ? open.filter((each) => chosen.includes(each)) : open;
  }

  /** @throws Problem BAD_REQUEST naming each that is no case, or none that the actor sees */
  private async demandSeen(actor: Actor, chosen: readonly string[]): Promise<void> {
    const seen = await this.reader.as(actor, (db) => seenAmong(db, chosen));
    const errors = chosen.flatMap((each, n) =>
      seen.has(each.toLowerCase())
        ? []
        : [
            {
              pointer: `/disputeIds/${n}`,
              code: 'UNKNOWN_DISPUTE',
              detail: 'there is no such dispute among those that you may see',
            },
          ],
    );
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
  }

  private open(who: ReadAs, region: string, of: Which): Promise<string[]> {
    return this.reader.as(who, (db) => openIds(db, region, of));
  }

  private begin(actor: Actor, moving: Moving, subjects: string[], first?: (db: Db) => Promise<void>) {
    const what: Moving = { ...moving, reason: this.vault.sealOwn(moving.reason, MOVE_RULES) };
    return this.rollouts.begin(actor, { id: randomUUID(), kind: 'move-rules', what, subjects }, first);
  }
}
