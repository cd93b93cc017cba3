import { isOver, type Registered } from '#domain/dispute/state.js';
import { isItemOver, type Item } from '#domain/item/item.js';
import type { ItemState, Status } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import { restored, type Rulebook } from '../rules/rulebook.js';

/** How far the record of each case reaches, to be held against what its workflow knows of it. */

export interface CaseRef {
  kind: 'dispute' | 'item';
  id: string;
}

export interface Reach extends CaseRef {
  number: string;
  seq: number;
  /** The hash of its last entry, in base64. */
  head: string;
  /** Something may still come of it by itself: its workflow should run. */
  runs: boolean;
}

type Kind = CaseRef['kind'];

/** What the record has of a case: its folded state, and the hash of the last entry in base64. */
export interface Reached<K extends Kind = Kind> {
  state: { dispute: Registered; item: Item }[K];
  head: string;
}

const TABLES: Record<Kind, { table: string; entries: string; status: string; folded: string; over: Over }> = {
  dispute: {
    table: 'dispute',
    entries: 'event',
    status: 'status',
    folded: 'state',
    over: (status) => isOver({ status: status as Status }),
  },
  item: {
    table: 'item',
    entries: 'item_event',
    status: 'state',
    folded: 'item',
    over: (status) => isItemOver({ status: status as ItemState }),
  },
};
const KINDS = Object.keys(TABLES) as Kind[];
/** By the core's own word. */
type Over = (status: string) => boolean;

export class ReachReader {
  constructor(
    private readonly db: Db,
    private readonly rulebook: Rulebook,
  ) {}

  /** All cases whose workflow should run. */
  async *running(): AsyncGenerator<Reach> {
    for (const kind of KINDS) {
      let last: string | undefined = NO_ID;
      while (last !== undefined) {
        const page: Reach[] = await this.read(kind, 'id > $1 ORDER BY id LIMIT $2', last, PAGE);
        yield* page.filter((each) => each.runs);
        last = page.at(-1)?.id;
      }
    }
  }

  /** Those of these cases that are in the record. */
  async of(cases: readonly CaseRef[]): Promise<Map<string, Reach>> {
    const found = await Promise.all(
      KINDS.map((kind) => {
        const ids = cases.flatMap((each) => (each.kind === kind && UUID.test(each.id) ? [each.id] : []));
        return this.read(kind, `id = ANY ($1::uuid[])`, ids);
      }),
    );
    return new Map(found.flat().map((each) => [each.id, each]));
  }

  /** Whether the record has this very entry. */
  async holds({ kind, id }: CaseRef, seq: number, hash: string): Promise<boolean> {
    const { entries } = TABLES[kind];
    const found = await rows(
      this.db,
      `SELECT FROM ${entries} WHERE ${kind}_id = $1 AND seq = $2 AND hash = decode($3, 'base64')`,
      [id, seq, hash],
    );
    return found.length > 0;
  }

  /** The folded state, to give it a workflow with; null where the record has nothing of it. */
  async state<K extends CaseRef['kind']>({ kind, id }: { kind: K; id: string }): Promise<Reached<K> | null> {
    const { table, folded } = TABLES[kind];
    const [row] = await rows<{ state: unknown; head: string }>(
      this.db,
      `SELECT ${folded} AS state, encode(head_hash, 'base64') AS head FROM ${table} WHERE id = $1`,
      [id],
    );
    return row ? { ...row, state: await restored<Reached<K>['state']>(row.state, this.rulebook) } : null;
  }

  private async read(kind: Kind, which: string, ...values: unknown[]): Promise<Reach[]> {
    const { table, status, over } = TABLES[kind];
    const found = await rows<Omit<Reach, 'kind' | 'runs'> & { status: string }>(
      this.db,
      `SELECT id, number, seq, encode(head_hash, 'base64') AS head, ${status} AS status FROM ${table} WHERE ${which}`,
      values,
    );
    return found.map(({ status: its, ...row }) => ({ ...row, kind, runs: !over(its) }));
  }
}

const PAGE = 2_000;
const NO_ID = '00000000-0000-0000-0000-000000000000';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Brings what is noted of cases whose workflow knows what the record does not hold to what a look found that began at
 * `since`; what somebody noted meanwhile stays.
 */
export async function keepDivergences(db: Db, found: Map<string, number>, since: Date): Promise<void> {
  await db.query(
    `WITH found AS (SELECT * FROM unnest($1::text[], $2::integer[]) AS f (workflow_id, known_seq)),
     healed AS (
       DELETE FROM divergence d WHERE noted_at < $3 AND NOT EXISTS (SELECT FROM found WHERE workflow_id = d.workflow_id))
     INSERT INTO divergence (workflow_id, known_seq) SELECT workflow_id, known_seq FROM found
     ON CONFLICT (workflow_id) DO UPDATE SET known_seq = excluded.known_seq`,
    [[...found.keys()], [...found.values()], since],
  );
}

/** The clock by which `keepDivergences` judges what came later. */
export async function clockOf(db: Db): Promise<Date> {
  const { now } = await one<{ now: Date }>(db, `SELECT clock_timestamp() AS now`);
  return now;
}
