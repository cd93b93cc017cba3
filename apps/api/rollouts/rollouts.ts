import { Injectable } from '@nestjs/common';
import { overseeing } from '#domain/people/readers.js';
import type { Transaction } from '#persistence/database/database.js';
import { Reader } from '#persistence/reading/reader.js';
import {
  beginRollout,
  failuresOf,
  progressOf,
  type NewRollout,
  type RolloutProgress,
} from '#persistence/rollouts/rollout-store.js';
import { Vault } from '#persistence/vault/vault.js';
import { EngineUnavailable, TemporalGateway } from '../../engine/gateway.js';
import type { Actor } from '../http/actor.js';
import { notFound } from '../http/problem.js';
import { PROBLEM_WORDS, type Language } from '../http/wording.js';
import type { ProblemCode } from '../http/problem-codes.js';
import type { Rollout } from './answers.js';

const FAILURES_SHOWN = 200;

/** Acts on many things that the worker does at its own pace: how one begins, and how far it came. */
@Injectable()
export class Rollouts {
  constructor(
    private readonly reader: Reader,
    private readonly gateway: TemporalGateway,
    private readonly vault: Vault,
  ) {}

  /**
   * Begins one, together with what else `first` writes. The same id a second time is the same rollout.
   *
   * @param made what it is; `actor` is who asks for it, as they are now
   */
  async begin(
    actor: Actor,
    made: Omit<NewRollout, 'actor'>,
    first: (db: Transaction) => Promise<void> = async () => undefined,
  ): Promise<RolloutProgress> {
    const { userId, departmentId, roles, superiorOf } = actor;
    const progress = await this.reader.as(actor, async (db) => {
      await beginRollout(db, this.vault, { ...made, actor: { userId, departmentId, roles, superiorOf } });
      await first(db);
      return progressOf(db, made.id);
    });
    // Where Temporal is away, the worker finds it once it is there again.
    await this.gateway.startRollout(made.id).catch((error: unknown) => {
      if (!(error instanceof EngineUnavailable)) throw error;
    });
    return progress!;
  }

  /** @throws Problem NOT_FOUND where there is none that the actor began, or whose beginner they oversee */
  async view(actor: Actor, id: string, language: Language): Promise<Rollout> {
    const overseer = { ...actor, scopes: [...actor.scopes, ...overseeing(actor)] };
    return this.reader.as(overseer, async (db) => {
      const progress = await progressOf(db, id);
      if (!progress) throw notFound();
      const failures = await failuresOf(db, id, FAILURES_SHOWN);
      return {
        ...progress,
        failures: failures.map(({ subject, code }) => ({ subject, code, detail: said(code, language) })),
      };
    });
  }
}

function said(code: string, language: Language): string {
  const words = PROBLEM_WORDS[code as ProblemCode] ?? PROBLEM_WORDS.INTERNAL;
  return `${words[language].title}${language === 'en' ? '. ' : '：'}${words[language].detail}`;
}
