import type { DataSource } from 'typeorm';
import type { DisputeState } from '#domain/dispute/state.js';
import { nextMoment, turn } from '#domain/dispute/moments.js';
import { itemTurn, nextItemMoment, type Item } from '#domain/item/item.js';
import type { Turn } from '#domain/obligation/spread.js';
import { millisOf, type Instant } from '#domain/time/time.js';
import { restored, type Rulebook } from '../rules/rulebook.js';
import { patiently } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import { settleMoves } from '../people/moves.js';

/** A case whose next moment passed and that has not said so: its folded state and the hash of its last entry, to wake it with. */
export type Overdue = { id: string; head: string } & (
  | { kind: 'dispute'; state: DisputeState }
  | { kind: 'item'; state: Item }
);

/** When the next thing happens to a case by itself, and when it takes its turn then; null when nothing will. */
export function nextTurn(
  found: { kind: 'dispute'; state: DisputeState } | { kind: 'item'; state: Item },
): (Turn & { moment: Instant }) | null {
  const moment = found.kind === 'dispute' ? nextMoment(found.state) : nextItemMoment(found.state);
  if (moment === null) return null;
  const own = found.kind === 'dispute' ? turn(found.state, moment) : itemTurn(found.state, moment);
  return { ...own, moment };
}

/** Where it stands among all that are overdue. */
export interface Place {
  at: string;
  id: string;
}

/** One that was found; its state is read when its turn comes, so that one that cannot be read stops no other. */
export interface Found extends Place {
  kind: Overdue['kind'];
  /** Null where its own timer is still to ring (`turnOf`). */
  read(): Promise<Overdue | null>;
}

/** A timer needs no help within this time after it is to ring; with the rhythm of the looks nobody waits a minute longer. */
const PATIENCE_SECONDS = 30;
const PAGE = 200;
const KEPT_DAYS = 30;

interface Row {
  kind: 'dispute' | 'item';
  id: string;
  state: unknown;
  head: string;
  at: string;
  /** A moment before this was missed. */
  since: Date;
}

/** What should have happened by now and did not; rehearsals have a time of their own. */
export class OverdueReader {
  constructor(
    private readonly source: DataSource,
    private readonly rulebook: Rulebook,
  ) {}

  /**
   * A page of them, the oldest first.
   *
   * @param patience seconds that a moment must have passed by
   */
  async find(
    after: Place | null = null,
    { size = PAGE, patience = PATIENCE_SECONDS }: { size?: number; patience?: number } = {},
  ): Promise<Found[]> {
    const missed = `next_moment < now() - $4 * interval '1 second'
      AND ($1::timestamptz IS NULL OR (next_moment, id) > ($1, $2::uuid))`;
    const found = await rows<Row>(
      this.source,
      // An item's fold is jsonb, since a trigger looks into it; a dispute's is json.
      `(SELECT 'dispute' AS kind, id, state, encode(head_hash, 'base64') AS head, next_moment, next_moment::text AS at,
         now() - $4 * interval '1 second' AS since FROM dispute
        WHERE ${missed} AND NOT rehearsal ORDER BY next_moment, id LIMIT $3)
       UNION ALL
       (SELECT 'item', id, item::json, encode(head_hash, 'base64'), next_moment, next_moment::text AS at,
         now() - $4 * interval '1 second' FROM item
        WHERE ${missed} ORDER BY next_moment, id LIMIT $3)
       ORDER BY next_moment, id LIMIT $3`,
      [after?.at ?? null, after?.id ?? null, size, patience],
    );
    return found.map((row) => ({ kind: row.kind, id: row.id, at: row.at, read: () => this.read(row) }));
  }

  private async read({ kind, id, state, head, since }: Row): Promise<Overdue | null> {
    const overdue = { kind, id, head, state: await restored<DisputeState | Item>(state, this.rulebook) } as Overdue;
    const next = nextTurn(overdue);
    return next && millisOf(next.moment) + next.aloneMs >= since.getTime() ? null : overdue;
  }

  /**
   * How far the clock of who asked for a look is ahead of the database's, in milliseconds; what the asking took is
   * subtracted from it.
   */
  async skewOf(askedAt: Date): Promise<number> {
    const { skew } = await one<{ skew: number }>(
      this.source,
      `SELECT (extract(epoch FROM $1::timestamptz - clock_timestamp()) * 1000)::integer AS skew`,
      [askedAt],
    );
    return skew;
  }

  /**
   * What a look found, for whoever watches the machine. By then every process knows of a department that moved, and what
   * they wrote meanwhile by the tree of before is under its new superiors.
   */
  async note(found: number, woken: number, skewMs: number): Promise<void> {
    await this.source.query(
      `WITH old AS (DELETE FROM reconciliation WHERE at < now() - make_interval(days => $4))
       INSERT INTO reconciliation (found, woken, skew_ms) VALUES ($1, $2, $3)`,
      [found, woken, skewMs, KEPT_DAYS],
    );
    const { moved } = await one<{ moved: boolean }>(
      this.source,
      `SELECT EXISTS (SELECT FROM department WHERE moved_at IS NOT NULL) AS moved`,
    );
    // It looks at every case there is, and at those below it whom each is seen by.
    if (moved) await patiently(this.source, settleMoves);
  }
}
