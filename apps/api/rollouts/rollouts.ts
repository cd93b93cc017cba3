import { Injectable } from '@nestjs/common';
import { overseeing } from '#domain/people/readers.js';
import type { Column } from '#domain/sheet/columns.js';
import { IMPORT_KINDS, type RolloutKind } from '#domain/words.js';
import { headIn } from '#lexicon/heads.js';
import type { Transaction } from '#persistence/database/database.js';
import { Reader } from '#persistence/reading/reader.js';
import {
  beginRollout,
  failuresOf,
  progressOf,
  type FailedItem,
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
import { cellWords, isCellFault } from './cell-words.js';

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
    const progress = await this.reader.as(actor, async (db) => {
      const written = await this.write(db, actor, made);
      await first(db);
      return written;
    });
    await this.start(made.id);
    return progress;
  }

  /** Writes one down within what else its transaction writes; who does so starts it when that is over. */
  async write(db: Transaction, actor: Actor, made: Omit<NewRollout, 'actor'>): Promise<RolloutProgress> {
    const { userId, departmentId, roles, superiorOf } = actor;
    await db.query(`SELECT set_config('app.user_id', $1, true)`, [userId]);
    await beginRollout(db, this.vault, { ...made, actor: { userId, departmentId, roles, superiorOf } });
    return (await progressOf(db, made.id))!;
  }

  /** Where Temporal is away, the worker finds it once it is there again. */
  async start(id: string): Promise<void> {
    await this.gateway.startRollout(id).catch((error: unknown) => {
      if (!(error instanceof EngineUnavailable)) throw error;
    });
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
        failures: failures.map((each) => ({
          subject: each.subject,
          code: each.code,
          detail: said(each, progress.kind, language),
        })),
      };
    });
  }
}

function said({ code, facts }: FailedItem, kind: RolloutKind, language: Language): string {
  const { columns = [] } = (facts ?? {}) as { columns?: Column[] };
  const brought = IMPORT_KINDS.find((each) => kind === `import-${each}`);
  const heads = brought ? columns.map((column) => headIn(brought, column, language)) : [];
  const where = heads.length === 0 ? '' : language === 'en' ? `${heads.join(', ')}: ` : `${heads.join('、')}：`;
  // Of a row whose cells have become wrong since it was looked through.
  if (brought && columns.length > 0 && isCellFault(code)) return `${where}${cellWords({ code }, language)}`;
  const words = PROBLEM_WORDS[code as ProblemCode] ?? PROBLEM_WORDS.INTERNAL;
  return `${where}${words[language].title}${language === 'en' ? '. ' : '：'}${words[language].detail}`;
}
