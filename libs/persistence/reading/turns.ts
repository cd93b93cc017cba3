import type { DataSource } from 'typeorm';
import type { DisputeState } from '#domain/dispute/state.js';
import type { Item } from '#domain/item/item.js';
import { millisOf } from '#domain/time/time.js';
import { rows } from '../database/rows.js';
import { restored, type Rulebook } from '../rules/rulebook.js';
import { nextTurn, type Overdue } from './overdue.js';
import { ReachReader, type CaseRef } from './reach.js';

/** A case that something happens to soon, or happened to and is not recorded. */
export interface Coming extends CaseRef {
  /** The moment, as PostgreSQL writes it. */
  at: string;
}

/** …with when it is to be called; null where its own timer sees to it. */
export interface Called extends Coming {
  /** Milliseconds of PostgreSQL's clock. */
  turnAt: number | null;
}

/** So many are looked through at a time: more are not called within minutes. */
const MOST = 20_000;

/** Whose turn comes, for whoever calls them. */
export class TurnReader {
  constructor(
    private readonly source: DataSource,
    private readonly rulebook: Rulebook,
  ) {}

  /**
   * What is due by now or within some seconds, the earliest first, of one worker's share of all cases: those that are there
   * (`worker_pulse`) share them by their ids.
   *
   * @returns nothing while the worker itself is not seen to be there
   */
  async coming(worker: string, withinSeconds: number, presentSeconds: number): Promise<Coming[]> {
    return rows<Coming>(
      this.source,
      `WITH there AS (SELECT worker, row_number() OVER (ORDER BY worker) - 1 AS n, count(*) OVER () AS of FROM worker_pulse
         WHERE at > clock_timestamp() - make_interval(secs => $3)),
       own AS (SELECT n, of FROM there WHERE worker = $1)
       SELECT c.kind, c.id, c.next_moment::text AS at FROM own, LATERAL (
         (SELECT 'dispute' AS kind, id, next_moment FROM dispute
          WHERE next_moment < now() + make_interval(secs => $2) AND NOT rehearsal
            AND (hashtext(id::text) & 2147483647) % own.of = own.n ORDER BY next_moment LIMIT $4)
         UNION ALL
         (SELECT 'item', id, next_moment FROM item
          WHERE next_moment < now() + make_interval(secs => $2)
            AND (hashtext(id::text) & 2147483647) % own.of = own.n ORDER BY next_moment LIMIT $4)) c
       ORDER BY c.next_moment`,
      [worker, withinSeconds, presentSeconds, MOST],
    );
  }

  /** Their turns, and PostgreSQL's clock in milliseconds. */
  async turns(of: readonly Coming[]): Promise<Called[]> {
    const found = await rows<{ kind: 'dispute' | 'item'; id: string; state: unknown; at: string }>(
      this.source,
      `SELECT 'dispute' AS kind, id, state, next_moment::text AS at FROM dispute WHERE id = ANY($1)
       UNION ALL SELECT 'item', id, item::json, next_moment::text FROM item WHERE id = ANY($2)`,
      idsOf(of),
    );
    // One that cannot be read is the reconciler's, which tells of it.
    const turnAt = (kind: CaseRef['kind'], state: unknown) =>
      restored<DisputeState | Item>(state, this.rulebook).then(
        (whole) => {
          const next = nextTurn({ kind, state: whole } as Parameters<typeof nextTurn>[0]);
          return next && next.aloneMs > 0 ? millisOf(next.moment) + next.calledMs : null;
        },
        () => null,
      );
    return Promise.all(
      found.map(async ({ kind, id, state, at }) => ({ kind, id, at, turnAt: await turnAt(kind, state) })),
    );
  }

  /** To give it a workflow with, where it has none; null where the record has nothing of it. */
  async state({ kind, id }: CaseRef): Promise<Overdue | null> {
    const found = await new ReachReader(this.source, this.rulebook).state({ kind, id });
    return found && ({ kind, id, ...found } as Overdue);
  }

  /** Which of these are due still, and PostgreSQL's clock. */
  async due(of: readonly CaseRef[]): Promise<{ now: number; ids: Set<string> }> {
    const [found] = await rows<{ now: string; ids: string[] }>(
      this.source,
      `SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now,
         ARRAY(SELECT id::text FROM dispute WHERE id = ANY($1) AND next_moment < now()
           UNION ALL SELECT id::text FROM item WHERE id = ANY($2) AND next_moment < now()) AS ids`,
      idsOf(of),
    );
    return { now: Number(found!.now), ids: new Set(found!.ids) };
  }
}

const idsOf = (of: readonly CaseRef[]): [string[], string[]] => [
  of.filter(({ kind }) => kind === 'dispute').map(({ id }) => id),
  of.filter(({ kind }) => kind === 'item').map(({ id }) => id),
];
