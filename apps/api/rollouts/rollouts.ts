import { Injectable } from '@nestjs/common';
import { overseeing, ruling } from '#domain/people/readers.js';
import type { Column } from '#domain/sheet/columns.js';
import { IMPORT_KINDS, type RolloutKind } from '#domain/words.js';
import { headIn } from '#lexicon/heads.js';
import type { Transaction } from '#persistence/database/database.js';
import { Reader, type ReadAs } from '#persistence/reading/reader.js';
import {
  beginRollout,
  failuresOf,
  listRollouts,
  progressOf,
  type FailedItem,
  type NewRollout,
  type RolloutProgress,
} from '#persistence/rollouts/rollout-store.js';
import { Vault } from '#persistence/vault/vault.js';
import { EngineUnavailable, TemporalGateway } from '../../engine/gateway.js';
import { DisputeReading } from '../disputes/reading.js';
import type { Actor } from '../http/actor.js';
import { decodeCursor, page } from '../http/paging.js';
import { notFound } from '../http/problem.js';
import { PROBLEM_WORDS, type Language } from '../http/wording.js';
import type { ProblemCode } from '../http/problem-codes.js';
import type { Rollout } from './answers.js';
import type { RolloutQuery } from './bodies.js';
import { cellWords, isCellFault } from './cell-words.js';

const FAILURES_SHOWN = 200;

/** Acts on many things that the worker does at its own pace: how one begins, and how far it came. */
@Injectable()
export class Rollouts {
  constructor(
    private readonly reader: Reader,
    private readonly gateway: TemporalGateway,
    private readonly vault: Vault,
    private readonly reading: DisputeReading,
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

  async list(actor: Actor, { limit, cursor, ...wanted }: RolloutQuery) {
    const [madeAt, id] = cursor ? (decodeCursor(cursor, ['instant', 'string']) as [string, string]) : [];
    const after = madeAt && id ? { madeAt, id } : null;
    const found = await this.reader.as(answering(actor), (db) => listRollouts(db, wanted, after, limit + 1));
    return page(
      found,
      limit,
      (each) => [each.madeAt.toISOString(), each.id],
      (each) => each,
    );
  }

  /**
   * @throws Problem NOT_FOUND where there is none that the actor began, whose beginner they oversee, or whose rules they
   *   answer for
   */
  async view(actor: Actor, id: string, language: Language): Promise<Rollout> {
    const { progress, failures } = await this.reader.as(answering(actor), async (db) => {
      const progress = await progressOf(db, id);
      if (!progress) throw notFound();
      return { progress, failures: await failuresOf(db, id, FAILURES_SHOWN) };
    });
    const cases = OF_CASES.includes(progress.kind) ? failures.map(({ subject }) => subject) : [];
    // Of a case that the actor does not see, its number is told as a preview tells it (`Foretelling`).
    const disputes = await this.reading.numbersOf(actor, cases);
    return {
      ...progress,
      failures: failures.map((each) => ({
        subject: each.subject,
        dispute: disputes.get(each.subject) ?? null,
        code: each.code,
        detail: said(each, progress.kind, language),
      })),
    };
  }
}

/** Those that are done to cases, by their ids. */
const OF_CASES: readonly RolloutKind[] = ['move-rules', 'close-department'];

function answering(actor: Actor): ReadAs {
  return { userId: actor.userId, scopes: [...actor.scopes, ...overseeing(actor), ...ruling(actor)] };
}

/** No fault of anybody: which steps a procedure has is told by the law that it began under. */
const KEPT_WORDS: Record<Language, string> = {
  'zh-CN': '正在法定程序中，新规则的环节与之不同：仍按原规则办理。',
  en: 'It is on a statutory track, of which the new rules have other steps: it keeps its own rules.',
};

function said({ code, facts }: FailedItem, kind: RolloutKind, language: Language): string {
  const { columns = [] } = (facts ?? {}) as { columns?: Column[] };
  const brought = IMPORT_KINDS.find((each) => kind === `import-${each}`);
  const heads = brought ? columns.map((column) => headIn(brought, column, language)) : [];
  const where = heads.length === 0 ? '' : language === 'en' ? `${heads.join(', ')}: ` : `${heads.join('、')}：`;
  // Of a row whose cells have become wrong since it was looked through.
  if (brought && columns.length > 0 && isCellFault(code)) return `${where}${cellWords({ code }, language)}`;
  if (kind === 'move-rules' && code === 'ON_STATUTORY_TRACK') return KEPT_WORDS[language];
  const words = PROBLEM_WORDS[code as ProblemCode] ?? PROBLEM_WORDS.INTERNAL;
  return `${where}${words[language].title}${language === 'en' ? '. ' : '：'}${words[language].detail}`;
}
