import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Db } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import { openIds } from '#persistence/reading/open-states.js';
import { Reader, type ReadAs } from '#persistence/reading/reader.js';
import type { RolloutProgress } from '#persistence/rollouts/rollout-store.js';
import { MOVE_RULES, type Moving } from '#persistence/rules/moving.js';
import { Vault } from '#persistence/vault/vault.js';
import { asTheRecord } from '../disputes/sight.js';
import type { Actor } from '../http/actor.js';
import { Rollouts } from '../rollouts/rollouts.js';

/** Which rules cases move to, and why. */
type Told = Omit<Moving, 'all'>;

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

  /** Those of the open cases that the actor sees: row-level security cuts away the others. @param chosen of them */
  async seen(actor: Actor, told: Told, chosen?: readonly string[]): Promise<RolloutProgress> {
    const seen = await this.open(actor, actor.region, told);
    const subjects = chosen ? seen.filter((each) => chosen.includes(each)) : seen;
    return this.begin(actor, { ...told, all: false }, subjects);
  }

  private open(who: ReadAs, region: string, told: Told): Promise<string[]> {
    return this.reader.as(who, (db) => openIds(db, region, told));
  }

  private begin(actor: Actor, moving: Moving, subjects: string[], first?: (db: Db) => Promise<void>) {
    const what: Moving = { ...moving, reason: this.vault.sealOwn(moving.reason, MOVE_RULES) };
    return this.rollouts.begin(actor, { id: randomUUID(), kind: 'move-rules', what, subjects }, first);
  }
}
